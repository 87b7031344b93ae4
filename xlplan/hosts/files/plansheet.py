"""How is one sheet of the contract written? Headings with notes, drop-downs, formats, rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.notes import choices, column_note, limits
from xlplan.engine.reading.cells import FIRST_DAY, LAST_DAY
from xlplan.engine.result.layout import text_width
from xlplan.engine.tables import Column, Sheet, letters
from xlplan.engine.text import Texts
from xlplan.hosts.files.sheets.printing import lay_out_list

Row = Mapping[str, object]

MAX_ROWS = 1_048_000  # rows of a sheet, headings and room for more taken off
SPARE = 500  # blank rows under the records that still have drop-downs
SAMPLE = 300  # rows that the width of a column is measured on

NAVY, PALE, WHITE = "#14284B", "#DCE6F2", "#FFFFFF"
FORMATS = {
    "id": "@", "date": "yyyy-mm-dd", "money": "#,##0", "share": "0%", "int": "0",
    "score": "0.##", "rating": "0.##", "number": "#,##0.##",
}  # fmt: skip
WIDTHS = {"id": 11, "date": 12, "money": 14, "share": 9, "int": 8, "score": 8, "rating": 8,
          "number": 10, "flag": 8, "word": 12, "text": 14, "any": 14}  # fmt: skip
WIDEST = 46
_POINTS_TO = {
    "customer_id": "customers", "parent": "customers", "contact_id": "contacts",
    "reports_to": "contacts", "source": "contacts", "target": "contacts",
    "opportunity_id": "opportunities", "objective_id": "objectives", "key": "keys",
}  # fmt: skip
_EPOCH = dt.date(1899, 12, 30)
_FIRST = dt.date(1900, 3, 1)  # before it the day numbers of spreadsheets disagree


class Styles:
    """The cell formats of one workbook, made once."""

    def __init__(self, book: Any, texts: Texts) -> None:
        self.texts = texts
        self.font = "Microsoft YaHei" if texts.lang == "zh" else "Calibri"

        def made(**more: object) -> Any:
            common = {"font_name": self.font, "font_size": 10, "valign": "vcenter"}
            return book.add_format(common | more)

        head = {"bold": True, "text_wrap": True, "border": 1}
        self.needed = made(**head, bg_color=NAVY, font_color=WHITE, border_color=WHITE)
        self.welcome = made(**head, bg_color=PALE, font_color=NAVY, border_color=WHITE)
        self.title = made(bold=True, font_size=16, font_color=NAVY)
        self.step = made(text_wrap=True, font_size=11)
        self.label = made(bold=True, font_color=NAVY)
        typed = {"bg_color": "#F3F6FA", "border": 1, "border_color": "#C9D2DE"}
        self.command = made(font_name="Consolas", **typed)
        line = {"bottom": 1, "bottom_color": "#C9D2DE"}
        self.link = made(font_color="#3F6FB5", underline=1, **line)
        self.cell = made(text_wrap=True, **line)
        self.plain = made()
        beside = {"id": {"align": "left"}, "date": {"align": "center"}}
        right = {"align": "right", "indent": 1}  # a number does not touch the text beside it
        shapes = FORMATS.items()
        self.kinds = {kind: made(num_format=say, **beside.get(kind, right)) for kind, say in shapes}
        self.date = self.kinds["date"]

    def head(self, column: Column) -> Any:
        """Return the format of a column's heading: dark where every row needs it."""
        return self.needed if column.required else self.welcome

    def of(self, column: Column) -> Any:
        """Return the format of a column's cells."""
        return self.kinds.get(column.kind, self.plain)


def write_sheet(
    book: Any, styles: Styles, sheet: Sheet, rows: Sequence[Row], offers: Mapping[str, str]
) -> None:
    """Add a sheet of the contract to a workbook.

    Args:
        book: the workbook being written.
        styles: its formats and language.
        sheet: the sheet as declared.
        rows: its records, field → canonical value.
        offers: key of a sheet in this workbook, or ``keys`` of the Policy → where its list stands,
            for columns that may be picked from it.

    Raises:
        PlanError: a record has a field that the sheet has not.
    """
    lang = styles.texts.lang
    _check_fields(sheet, rows)
    page = book.add_worksheet(sheet.name(lang))
    last = max(len(rows), 1)
    heads = [
        {"header": column.heading(lang), "header_format": styles.head(column)}
        for column in sheet.columns
    ]
    look = {"name": sheet.en.replace(" ", "_"), "columns": heads, "style": "Table Style Light 1"}
    page.add_table(0, 0, last, len(heads) - 1, look)
    widths: list[float] = []
    for at, column in enumerate(sheet.columns):
        _write_heading(page, styles, column, at)
        rule = _rule(column, styles.texts, offers)
        if rule:
            page.data_validation(1, at, last + SPARE, at, rule)
        width = _write_column(page, styles, column, at, rows)
        page.set_column(at, at, width, styles.of(column))
        widths.append(width)
    fixed = _set_view(page, sheet, last)
    page.repeat_rows(0)
    lay_out_list(page, widths, max(fixed, _keys(sheet)))


def _check_fields(sheet: Sheet, rows: Sequence[Row]) -> None:
    known = sheet.by_field.keys()
    for row in rows:
        if not row.keys() <= known:
            field = next(name for name in row if name not in known)
            raise PlanError("UNKNOWN_FIELD", field=field, sheet=sheet.en, near=", ".join(known))


def _write_heading(page: Any, styles: Styles, column: Column, at: int) -> None:
    note = column_note(column, styles.texts)
    lines = sum(1 + text_width(line) // 44 for line in note.splitlines())
    page.write_comment(0, at, note, {
        "author": "xlplan", "font_name": styles.font, "font_size": 9,
        "width": 270, "height": 12 + 17 * lines, "color": "#FFFDF0",
    })  # fmt: skip


def _rule(column: Column, texts: Texts, offers: Mapping[str, str]) -> dict[str, Any]:
    """Let a column offer its words or the ids of another sheet, or check its numbers.

    Choice: what does not fit is warned of, not refused: the reader takes more spellings (both
    languages, dates and shares as text) than a validation can list.
    """
    rule = _allowed(column, texts, offers)
    return rule and rule | {
        "error_type": "warning",
        "error_title": column.heading(texts.lang)[:32],
        "error_message": column_note(column, texts)[:255],
    }


def _allowed(column: Column, texts: Texts, offers: Mapping[str, str]) -> dict[str, Any]:
    words = choices(column, texts)
    if words:
        return {"validate": "list", "source": words}
    target = (
        _POINTS_TO.get(column.field, "") if column.kind == "id" or column.field == "key" else ""
    )
    if target in offers:
        return {"validate": "list", "source": offers[target]}
    between: dict[str, Any] = {"criteria": "between"}
    if column.kind == "date":
        return between | {"validate": "date", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    low, high = limits(column)
    kind = "integer" if column.kind == "int" else "decimal"
    if low is not None and high is not None:
        return between | {"validate": kind, "minimum": low, "maximum": high}
    return {} if low is None else {"validate": kind, "criteria": ">=", "value": low}


def _write_column(page: Any, styles: Styles, column: Column, at: int, rows: Sequence[Row]) -> float:
    """Write the cells of a column and return its width."""
    field, form = column.field, styles.of(column)
    words = {en: zh or en for en, zh in column.words.items()} if styles.texts.lang == "zh" else {}
    flags = {True: styles.texts("yes"), False: styles.texts("no")}
    number, string = page.write_number, page.write_string
    longest = 0
    for line, row in enumerate(rows, 1):
        value = row.get(field)
        if value is None:
            continue
        if isinstance(value, bool):
            value = flags[value]
        elif isinstance(value, dt.date):
            if value >= _FIRST:
                number(line, at, (value - _EPOCH).days, styles.date)
                continue
            value = value.isoformat()
        elif isinstance(value, (int, float)):
            number(line, at, value, form)
            continue
        text = words.get(str(value), str(value))
        string(line, at, text, form)
        if line <= SAMPLE:
            longest = max(longest, text_width(text))
    head = max(text_width(part) for part in _pieces(column.heading(styles.texts.lang))) + 5
    return float(min(max(WIDTHS[column.kind], head, longest + 2), WIDEST))


def _pieces(heading: str) -> list[str]:
    """Return the parts of a heading that may stand on lines of their own."""
    return heading.split() if heading.isascii() else [heading]


def _keys(sheet: Sheet) -> int:
    """Return how many columns at the left say whose row it is: those that every row needs."""
    return len(list(takewhile(lambda column: column.required, sheet.columns)))


def _set_view(page: Any, sheet: Sheet, last: int) -> int:
    """Freeze the heading row, with the id and the name where a sheet is wide; return those columns."""
    fields = [column.field for column in sheet.columns]
    fixed = fields.index("name") + 1 if "name" in fields[:3] and len(fields) > 12 else 0
    page.freeze_panes(1, fixed)
    page.set_row(0, 32)
    page.ignore_errors({"number_stored_as_text": f"A1:{letters(len(fields) - 1)}{last + SPARE}"})
    page.set_tab_color(NAVY if sheet.key == "customers" else "#A9BBD4")
    return fixed
