"""How do result sheets get into the open workbook? Ours are found again and replaced, nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any

from xlplan.engine.result.frame import RESULT_SHEETS
from xlplan.engine.result.live import Area
from xlplan.engine.result.placing import MARK, free_name, mark_text, marked_for
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.result.sketch import sketched
from xlplan.engine.result.styles import FONTS, NAVY
from xlplan.engine.tables import letters
from xlplan.hosts.excel.dressing import dress
from xlplan.hosts.excel.painting import paint


def write_open(book: Any, results: Sequence[ResultSheet]) -> list[str]:
    """Write result sheets into an open workbook and return what they are called there.

    A sheet of ours is emptied and written anew where it stands, under the name that it has now; one
    that is no longer among the results, or is called as in the other language, is taken out. A name
    that a sheet of the planner's has gets `` (2)``.

    Args:
        book: ``xlwings.Book``.
        results: the result sheets of one evaluation.
    """
    ours = {key: name for key, name in marked(book).items() if key in RESULT_SHEETS}
    wanted = {one.key: one.name for one in results}
    for key, name in list(ours.items()):
        if wanted.get(key) != name and (key not in wanted or name in RESULT_SHEETS[key]):
            book.sheets[ours.pop(key)].delete()
    names = {one.key: _page(book, one.key, one.name, ours.get(one.key)) for one in results}
    for result in results:
        _write(book.sheets[names[result.key]], result, names)
    return list(names.values())


def write_page(book: Any, key: str, lines: Iterable[str], lang: str) -> str:
    """Write lines of text on a sheet of ours and return its name."""
    name = _page(book, key, key, marked(book).get(key))
    sheet = book.sheets[name]
    _prepare(sheet, lang)
    rows = [[f"'{line}" if line else None] for line in lines]
    sheet.range((1, 1), (max(len(rows), 1), 1)).value = rows
    sheet.range("A:A").column_width = 110.0
    sheet.range("A:A").wrap_text = True
    sheet.range("A1").font.set(bold=True, size=14)
    return name


def marked(book: Any) -> dict[str, str]:
    """Return the sheets of ours: what each is for → what it is called now.

    Choice: a copy that the planner made of one carries its mark too, but is the planner's.
    """
    found: dict[str, str] = {}
    for sheet in book.sheets:
        for name in sheet.names:
            if name.name.rpartition("!")[2] == MARK:
                found.setdefault(marked_for(str(name.refers_to)), sheet.name)
    return found


def _page(book: Any, key: str, wanted: str, present: str | None) -> str:
    """Return the name of an empty sheet of ours, marked as ``run --in-place`` marks it."""
    if present is not None:
        _empty(book.sheets[present])
        return present
    name = free_name(wanted, (sheet.name for sheet in book.sheets))
    last = book.sheets[len(book.sheets) - 1]
    sheet = book.sheets.add(name, after=last)
    sheet.names.add(MARK, f"={mark_text(key, name)}")
    return name


def _empty(sheet: Any) -> None:
    """Take everything from a sheet but itself, so that references to it stay whole."""
    for chart in list(sheet.charts):
        chart.delete()
    for name in list(sheet.names):
        if name.name.rpartition("!")[2] != MARK:
            name.delete()
    sheet.freeze_panes.unfreeze()
    cells = sheet.cells
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
