"""How does a planner get a workbook of the contract? Blank, with records, or as the example."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xlplan.core.defaults import DEFAULTS
from xlplan.core.issues import PlanError
from xlplan.engine.contract import POLICY, SHEETS
from xlplan.engine.example import example_records, example_stories
from xlplan.engine.result.layout import LINE, lines
from xlplan.engine.tables import Sheet
from xlplan.engine.text import Texts
from xlplan.hosts.files.plansheet import MAX_ROWS, Styles, write_sheet
from xlplan.hosts.files.sheets.printing import lay_out_list, usual_font
from xlplan.hosts.files.storing import store

Records = Mapping[str, Sequence[Mapping[str, object]]]
Finish = Callable[[Any, Any], None]

FREE_ROW = 8
"""The row of the first page, between the command and what follows, that a host may use."""

_WIDTHS = (30, 88, 44, 8)  # one page across
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a file has no time zone
_STEPS = """\
Only Customers is needed. With Customers and Opportunities a plan already ranks; \
every further sheet makes it sharper.
Dark headings are needed in every row, light ones are welcome. Leave blank what you do not know: \
a blank never counts as zero.
Rest the pointer on a heading for its meaning, unit and allowed values; \
cells with a list offer its words.
Write all money in one currency. Columns and sheets of your own are left alone.
Save the workbook and run the command below. The results go to a new workbook beside it; \
nothing of yours is changed.""".splitlines()


class _Guide(NamedTuple):
    """What the first sheet says beside its five lines."""

    file: str
    stories: Sequence[tuple[str, str, str]]
    rows: Mapping[str, int]


def write_plan(
    path: Path, lang: str, records: Records | None = None, *, sheets: Iterable[str] | None = None
) -> None:
    """Write a workbook of the contract.

    Args:
        path: where; a file that stands there is replaced.
        lang: ``en`` or ``zh``: the language of sheets, headings, words and notes.
        records: sheet key → rows as field → canonical value; ``None`` or absent = blank.
        sheets: keys of the sheets wanted, by default all; the order is the contract's.

    Raises:
        PlanError: an unknown sheet key or field, too many rows, or the file cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_plan(Path(folder, "plan.xlsx"), "en", sheets=["customers", "opportunities"])
    """
    store(path, _workbook(path.name, lang, records or {}, sheets, ()))


def write_example(path: Path, lang: str) -> None:
    """Write the example: twelve customers that exercise the whole method.

    Raises:
        PlanError: the file cannot be written.
    """
    stories = example_stories(lang)
    store(path, _workbook(path.name, lang, example_records(lang), None, stories))


def planner(file: str, lang: str, finish: Finish, *, example: bool = False) -> bytes:
    """Return a blank workbook, or the example, to which a host adds something of its own.

    Args:
        file: what the workbook will be called.
        lang: ``en`` or ``zh``.
        finish: is given the workbook and its first page, before it is closed.
        example: twelve customers instead of none.
    """
    if example:
        return _workbook(file, lang, example_records(lang), None, example_stories(lang), finish)
    return _workbook(file, lang, {}, None, (), finish)


def _workbook(
    file: str,
    lang: str,
    records: Records,
    wanted: Iterable[str] | None,
    stories: Sequence[tuple[str, str, str]],
    finish: Finish | None = None,
) -> bytes:
    import xlsxwriter

    shown = _select(wanted, records)
    out = BytesIO()
    options = {"in_memory": True, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options | {"default_format_properties": usual_font()})
    book.set_properties({"created": _CREATED, "author": "xlplan", "title": Path(file).stem})
    texts = Texts(lang)
    styles = Styles(book, texts)
    guide = _Guide(file, stories, {key: len(rows) for key, rows in records.items()})
    offers = {one.key: f"='{one.name(lang)}'!$A$2:$A$5000" for one in shown}
    offers |= _write_guide(book, styles, shown, guide)
    for sheet in shown:
        write_sheet(book, styles, sheet, records.get(sheet.key, ()), offers)
    if finish is not None:
        finish(book, book.worksheets()[0])
    book.close()
    return out.getvalue()


def _select(wanted: Iterable[str] | None, records: Records) -> list[Sheet]:
    keys = {sheet.key for sheet in SHEETS}
    chosen = keys if wanted is None else set(wanted) | set(records)
    for key in (chosen | set(records)) - keys:
        raise PlanError("UNKNOWN_SHEET_KEY", name=key, near=", ".join(sorted(keys)))
    shown = [sheet for sheet in SHEETS if sheet.key in chosen]
    for sheet in shown:
        if len(records.get(sheet.key, ())) > MAX_ROWS:
            count = len(records[sheet.key])
            raise PlanError("TOO_MANY_ROWS", sheet=sheet.en, count=count, limit=MAX_ROWS)
    return shown


def _write_guide(book: Any, styles: Styles, shown: list[Sheet], guide: _Guide) -> Mapping[str, str]:
    """Write the first sheet: how to use it, the command, what each sheet is for, the policy keys.

    Returns:
        ``keys`` → where the policy keys stand, for the drop-down of the Policy sheet.
    """
    texts = styles.texts
    page = book.add_worksheet(texts("Read me"))
    page.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.write_string(0, 0, texts("Planning workbook"), styles.title)
    page.set_row(0, 30)
    for at, step in enumerate(_STEPS, 1):
        page.set_row(at, 21)
        page.merge_range(at, 0, at, 2, f"{at}  {texts(step)}", styles.step)
    page.write_string(7, 0, texts("Command"), styles.label)
    page.write_string(7, 1, f"xlplan run {guide.file}", styles.command)
    row = _write_stories(page, styles, guide, 9)
    heads = ("Sheet", "What it holds", "Needed columns", "Rows")
    for column, head in enumerate(heads[: 4 if guide.rows else 3]):
        page.write_string(row, column, texts(head), styles.needed)
    for at, sheet in enumerate(shown, row + 1):
        _write_entry(page, styles, sheet, at, guide)
    lay_out_list(page, _WIDTHS[: 4 if guide.rows else 3], 0)
    if POLICY not in shown:
        return {}
    first = row + len(shown) + 3
    return {"keys": f"='{page.get_name()}'!" + _write_keys(page, styles, first)}


def _write_keys(page: Any, styles: Styles, row: int) -> str:
    """Write every key of the Policy with its meaning and its default; return where the keys stand."""
    texts = styles.texts
    for column, head in enumerate(("Policy key", "Meaning", "Default")):
        page.write_string(row, column, texts(head), styles.needed)
    for at, (key, entry) in enumerate(DEFAULTS.items(), row + 1):
        unit = texts(entry.unit) if entry.unit else ""
        page.write_string(at, 0, key, styles.cell)
        page.write_string(at, 1, texts(entry.meaning), styles.cell)
        page.write_string(at, 2, f"{texts.setting(entry.default)} {unit}".strip(), styles.cell)
    return f"$A${row + 2}:$A${row + 1 + len(DEFAULTS)}"


def _write_stories(page: Any, styles: Styles, guide: _Guide, row: int) -> int:
    """Write what each customer of the example shows; return the next free row."""
    if not guide.stories:
        return row
    for column, head in enumerate(("Customer", "What it shows")):
        page.write_string(row, column, styles.texts(head), styles.needed)
    for at, (number, name, point) in enumerate(guide.stories, row + 1):
        page.set_row(at, 3 + LINE * lines(point, 1.15 * _WIDTHS[1]))
        page.write_string(at, 0, f"{number}  {name}", styles.cell)
        page.write_string(at, 1, point, styles.cell)
    return row + len(guide.stories) + 2


def _write_entry(page: Any, styles: Styles, sheet: Sheet, at: int, guide: _Guide) -> None:
    lang = styles.texts.lang
    name = sheet.name(lang)
    needed = [column.heading(lang) for column in sheet.columns if column.required]
    page.write_url(at, 0, f"internal:'{name}'!A1", styles.link, name)
    page.write_string(at, 1, styles.texts(sheet.note), styles.cell)
    page.write_string(at, 2, styles.texts(", ").join(needed), styles.cell)
    if guide.rows:
        page.write_number(at, 3, guide.rows.get(sheet.key, 0), styles.cell)
