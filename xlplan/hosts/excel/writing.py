"""How do result sheets get into the open workbook? Ours are found again and replaced, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.result.frame import present_results
from xlplan.engine.result.live import Area
from xlplan.engine.result.placing import MARK, Marked, mark_text, ours, settled
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.result.sketch import sketched
from xlplan.engine.result.styles import FONTS, NAVY
from xlplan.engine.tables import letters
from xlplan.hosts.excel.dressing import dress
from xlplan.hosts.excel.painting import paint


def write_open(book: Any, results: Sequence[ResultSheet]) -> list[str]:
    """Write result sheets into an open workbook and return what they are called there.

    A sheet of ours is emptied and written anew where it stands, and called as ``settled`` says; one
    that is no longer among the results is taken out. Excel lets formulas follow a new name.

    Args:
        book: ``xlwings.Book``.
        results: the result sheets of one evaluation.

    Raises:
        PlanError: ``BOOK_STRUCTURE``, ``SHEET_PROTECTED``. Nothing was written then.
    """
    present = present_results(marked(book))
    others = {sheet.name for sheet in book.sheets} - {one.name for one in present.values()}
    found = settled([(one.key, one.name) for one in results], present, others)
    _check(book, present, found)
    for key, there in present.items():
        if key not in found:
            book.sheets[there.name].delete()
    names = {key: one.name for key, one in found.items()}
    for key, new in found.items():
        _page(book, key, new, present.get(key))
    for result in results:
        _write(book.sheets[names[result.key]], result, names)
    return list(names.values())


def write_page(book: Any, page: tuple[str, str], lines: Iterable[str], lang: str) -> str:
    """Write lines of text on a sheet of ours and return its name.

    Raises:
        PlanError: ``BOOK_STRUCTURE``, ``SHEET_PROTECTED``. Nothing was written then.
    """
    key, there = page[0], marked(book).get(page[0])
    present = {} if there is None else {key: there}
    found = settled([page], present, (sheet.name for sheet in book.sheets))
    _check(book, present, found)
    sheet = _page(book, key, found[key], there)
    _prepare(sheet, lang)
    rows = [[f"'{line}" if line else None] for line in lines]
    sheet.range((1, 1), (max(len(rows), 1), 1)).value = rows
    sheet.range("A:A").column_width = 110.0
    sheet.range("A:A").wrap_text = True
    sheet.range("A1").font.set(bold=True, size=14)
    return str(sheet.name)


def marked(book: Any) -> dict[str, Marked]:
    """Return the sheets of ours: what each is for → what it is called."""
    return ours(
        (sheet.name, str(name.refers_to))
        for sheet in book.sheets
        for name in sheet.names
        if _is_mark(name)
    )


def _is_mark(name: Any) -> bool:
    return bool(name.name.rpartition("!")[2] == MARK)


def _check(book: Any, present: Mapping[str, Marked], found: Mapping[str, Marked]) -> None:
    """Refuse a workbook that would not take the sheets, before anything is changed.

    Only Excel for Windows says so; elsewhere it refuses by itself.
    """
    if present != found and _says(book, "ProtectStructure"):
        raise PlanError("BOOK_STRUCTURE", book=book.name)
    for one in present.values():
        if _says(book.sheets[one.name], "ProtectContents"):
            raise PlanError("SHEET_PROTECTED", sheet=one.name, book=book.name)


def _says(thing: Any, what: str) -> bool:
    return getattr(thing.api, what, False) is True


def _page(book: Any, key: str, new: Marked, there: Marked | None) -> Any:
    """Return an empty sheet of ours, marked as ``run --in-place`` marks it.

    Args:
        book: ``xlwings.Book``.
        key: what it is for.
        new: what it is to be called.
        there: what it is called now; ``None``: it is not there.
    """
    if there is None:
        last = book.sheets[len(book.sheets) - 1]
        sheet = book.sheets.add(new.name, after=last)
    else:
        sheet = book.sheets[there.name]
        _empty(sheet)
        if new == there:
            return sheet
        sheet.name = new.name
        for mark in [one for one in sheet.names if _is_mark(one)]:
            mark.delete()
    sheet.names.add(MARK, f"={mark_text(key, new.given)}")
    return sheet


def _empty(sheet: Any) -> None:
    """Take everything from a sheet but itself, so that references to it stay whole."""
    for chart in list(sheet.charts):
        chart.delete()
    for name in list(sheet.names):
        if not _is_mark(name):
            name.delete()
    sheet.freeze_panes.unfreeze()
    if _says(sheet, "AutoFilterMode"):
        sheet.api.AutoFilterMode = False
    cells = sheet.cells
    cells.rows.hidden = False  # what a filter hid, or the planner
    cells.conditional_formats.clear()
    cells.data_validation.delete()
    cells.unmerge()
    sheet.clear()
    cells.columns.hidden = False


def _write(sheet: Any, result: ResultSheet, names: dict[str, str]) -> None:
    _prepare(sheet, result.lang)
    for name, spot in result.names.items():
        if spot.sheet in names:
            sheet.names.add(name, f"={_cells(spot, names)}")
    paint(sheet, sketched(result, names), result.lang)
    dress(sheet, result)


def _prepare(sheet: Any, lang: str) -> None:
    sheet.cells.font.set(name=FONTS[lang], size=10, color=NAVY)
    sheet.cells.vertical_alignment = "center"


def _cells(area: Area, names: dict[str, str]) -> str:
    first = f"${letters(area.left)}${area.top + 1}"
    last = f"${letters(area.right)}${area.bottom + 1}"
    quoted = names[area.sheet].replace("'", "''")
    return f"'{quoted}'!{first}" if first == last else f"'{quoted}'!{first}:{last}"
