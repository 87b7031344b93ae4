"""What stands in the cells? The rows of a result sheet as spreadsheet XML.

The rows are written here and not by XlsxWriter because they are what costs: on 700,000 cells it
takes several times as long. Everything else of a sheet stays XlsxWriter's.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from xlplan.engine.result_shapes import (
    HEADLINE_ROW,
    META_ROW,
    TITLE_ROW,
    Column,
    Formula,
    ResultSheet,
    Row,
    Table,
)
from xlplan.engine.tables import letters
from xlplan.hosts.files.writing_styles import Style, tile_style

LONGEST = 32_767  # UTF-16 units that a cell holds
EPOCH = dt.date(1899, 12, 30).toordinal()

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_A_NUMBER = re.compile("<v>(?:nan|-?inf)</v>")


def plain_text(text: str) -> str:
    """Return a text as a cell can hold it: no control characters, cut with an ellipsis.

    Example:
        >>> plain_text("a" + chr(7) + "b"), len(plain_text("x" * 40_000))
        ('ab', 32767)
    """
    text = _ILLEGAL.sub("", text)
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) <= LONGEST * 2:
        return text
    return text.encode("utf-16-le")[: (LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"


def escaped(text: str) -> str:
    """Return a text as it stands in the XML of a workbook."""
    text = _ESCAPE.sub("_x005F_", plain_text(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "_x000D_")


class Strings(dict[str, int]):
    """The shared strings of a workbook: text → number, in the order of first use."""

    def __missing__(self, text: str) -> int:
        """Give a new text the next number."""
        self[text] = number = len(self)
        return number

    def xml(self) -> str:
        """Return the part that holds them."""
        items = "".join(
            f'<si><t xml:space="preserve">{escaped(text)}</t></si>'
            if text != text.strip() or "\n" in text
            else f"<si><t>{escaped(text)}</t></si>"
            for text in self
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'uniqueCount="{len(self)}">{items}</sst>'
        )


class Cells:
    """The rows of one sheet while they are being filled."""

    def __init__(self, styles: Mapping[Style, int], strings: Strings) -> None:
        self.styles, self.strings = styles, strings
        self.rows: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self.heights: dict[int, float] = {}
        self.right = 0

    def put(self, row: int, column: int, value: Any, style: Style) -> None:
        """Put one cell; rows and columns count from 0."""
        self.row(row, column, (value,), [self.styles[style]])

    def row(self, row: int, left: int, values: Row, styles: Sequence[int]) -> None:
        """Put cells side by side."""
        self.body(row, left, (values,), styles)

    def body(self, top: int, left: int, rows: Sequence[Row], looks: Sequence[int]) -> None:
        """Put many rows of the same columns; the loop that runs for every cell."""
        self.right = max(self.right, left + len(looks) - 1)
        heads = [(f'<c r="{letters(left + at)}', f'" s="{look}"') for at, look in enumerate(looks)]
        strings, into = self.strings, self.rows
        for at, values in enumerate(rows, top + 1):
            cells, number = [], str(at)
            for (head, tail), value in zip(heads, values, strict=True):
                kind = type(value)
                if value is None:
                    cells.append(f"{head}{number}{tail}/>")
                elif kind is str:
                    cells.append(f'{head}{number}{tail} t="s"><v>{strings[value]}</v></c>')  # type: ignore[index]
                elif kind is float or kind is int:
                    cells.append(f"{head}{number}{tail}><v>{value!r}</v></c>")
                else:
                    cells.append(f"{head}{number}{tail}{self._any(value)}")
            into[at].append((left, "".join(cells)))

    def _any(self, value: Any) -> str:
        """Return the rest of a cell that holds neither plain text nor plain number."""
        if isinstance(value, Formula):
            return _formula(value)
        if isinstance(value, str):
            return f' t="s"><v>{self.strings[value]}</v></c>'
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, dt.date):
            return f"><v>{value.toordinal() - EPOCH}</v></c>"
        return f"><v>{value!r}</v></c>"

    def extent(self) -> str:
        """Return the used range, ``A1:T40``."""
        return f"A1:{letters(self.right)}{max(self.rows)}"

    def xml(self) -> str:
        """Return ``<sheetData>``; a NaN is left blank, it would break the file."""
        pieces = []
        for number in sorted(self.rows):
            parts = self.rows[number]
            if len(parts) > 1:
                parts.sort()
            high = self.heights.get(number - 1)
            height = f' ht="{high:g}" customHeight="1"' if high else ""
            pieces.append(
                f'<row r="{number}"{height}>{"".join([cells for _, cells in parts])}</row>'
            )
        data = "".join(pieces)
        if "<v>nan" in data or "<v>inf" in data or "<v>-inf" in data:
            data = _NOT_A_NUMBER.sub("", data)
        return f"<sheetData>{data}</sheetData>"


def _formula(cell: Formula) -> str:
    formula = f"<f>{escaped(cell.text.removeprefix('='))}</f>"
    if cell.value is None:
        return f">{formula}</c>"
    if isinstance(cell.value, str):
        return f' t="str">{formula}<v>{escaped(cell.value)}</v></c>'
    return f">{formula}<v>{cell.value!r}</v></c>"


def sheet_cells(sheet: ResultSheet, styles: Mapping[Style, int], strings: Strings) -> Cells:
    """Return every cell of a result sheet."""
    cells = Cells(styles, strings)
    _head(cells, sheet)
    for tile in sheet.tiles:
        width = tile.right - tile.left + 1
        for row, value, style in (
            (tile.row, tile.label, ("tile_label", "text")),
            (tile.row + 1, tile.value, tile_style(tile, sheet.lang)),
        ):
            cells.row(row, tile.left, (value, *(None,) * (width - 1)), [styles[style]] * width)
        cells.heights[tile.row], cells.heights[tile.row + 1] = 16.0, 26.0
    for table in sheet.tables:
        _table(cells, table)
    for link in sheet.links:
        cells.put(link.row, link.column, link.text, ("link", "text"))
        cells.put(link.row, link.column + 1, link.note, ("note", "text"))
    return cells


def _head(cells: Cells, sheet: ResultSheet) -> None:
    right = max((table.right for table in sheet.tables), default=0)
    for row, text, role, height in (
        (TITLE_ROW, sheet.name, "title", 30.0),
        (HEADLINE_ROW, sheet.headline, "headline", 24.0),
        (META_ROW, sheet.meta, "meta", 18.0),
    ):
        style = cells.styles[role, "text"]
        cells.row(row, 0, (text, *(None,) * right), [style] * (right + 1))
        cells.heights[row] = height


def heading_style(column: Column) -> Style:
    """Return how a heading looks: those of narrow columns are turned."""
    return ("turned", "points") if column.kind == "points" else ("heading", column.kind)


def _table(cells: Cells, table: Table) -> None:
    styles, columns = cells.styles, table.columns
    if table.title:
        cells.put(table.top - 1, table.left, table.title, ("section", "text"))
    if table.above:
        looks = [
            styles["above_label" if isinstance(v, str) else "above", "text"] for v in table.above
        ]
        cells.row(table.top - 1, table.left, table.above, looks)
    headings = tuple(column.heading for column in columns)
    cells.row(table.top, table.left, headings, [styles[heading_style(one)] for one in columns])
    cells.heights[table.top] = max(table.heading_height, cells.heights.get(table.top, 0.0))
    looks = [styles["body", column.kind] for column in columns]
    cells.body(table.first, table.left, table.rows, looks)
    if not table.rows and table.empty:
        cells.put(table.first, table.left, table.empty, ("empty", "text"))
    if totals := table.totals():
        cells.row(table.bottom, table.left, totals, [styles["total", one.kind] for one in columns])
    for at, height in enumerate(table.heights):
        cells.heights[table.first + at] = height
