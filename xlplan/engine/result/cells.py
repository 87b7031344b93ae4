"""What stands on a sheet? The head, key figures, tables with their formulas and inputs, links.

A host gives a canvas, which takes cells with their looks: rows of XML, ranges of an open workbook.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from xlplan.engine.result.layout import ONE_LINE, head_span, lines
from xlplan.engine.result.live import Live, quoted, units
from xlplan.engine.result.shapes import (
    HEADLINE_ROW,
    META_ROW,
    TITLE_ROW,
    Cell,
    Column,
    Formula,
    ResultSheet,
    Row,
    Table,
    Tile,
)
from xlplan.engine.result.styles import Style, tile_style

LONGEST_LINE, PIECE = 4_000, 120  # characters of a line with a formula, and of a text within one
HEAD_HEIGHT, HEAD_LINE = 24.0, 17.0  # points of a headline, and of each line more
HEAD_SIGN = 9.0  # pixels of a sign of it, where its font is a wide one
LONGEST_QUOTED = 255  # signs of a text within a formula


class Styled(NamedTuple):
    """A value whose look is not that of its column."""

    look: int
    value: Any


class Canvas(Protocol):
    """What takes the cells of a sheet: ``styles`` numbers the looks, ``heights`` are in points."""

    styles: Mapping[Style, int]
    heights: dict[int, float]

    def put(self, row: int, column: int, value: Any, style: Style) -> None:
        """Take one cell; rows and columns count from 0."""
        self.row(row, column, (value,), [self.styles[style]])

    def row(self, row: int, left: int, values: Row, styles: Sequence[int]) -> None:
        """Take cells side by side."""
        self.body(row, left, (values,), styles)

    def body(
        self,
        top: int,
        left: int,
        rows: Sequence[Row],
        looks: Sequence[int],
        formulas: Mapping[int, str] | None = None,
    ) -> None:
        """Take many rows of the same columns; the formulas (of the first row) go on downwards."""


def fill(cells: Canvas, sheet: ResultSheet) -> None:
    """Put every cell of a result sheet on a canvas."""
    styles = cells.styles
    _head(cells, sheet)
    for tile in sheet.tiles:
        width = tile.right - tile.left + 1
        for row, value, style in (
            (tile.row, tile.label, ("tile_label", "text")),
            (tile.row + 1, _figure(tile), tile_style(tile, sheet.lang)),
        ):
            cells.row(row, tile.left, (value, *(None,) * (width - 1)), [styles[style]] * width)
        cells.heights[tile.row], cells.heights[tile.row + 1] = 16.0, 26.0
    beside = head_span(sheet)[0]
    for table in sheet.tables:
        _table(cells, table, table.left or beside)
    for link in sheet.links:
        cells.put(link.row, link.column, link.text, ("link", "text"))
        cells.put(link.row, link.column + 1, link.note, ("note", "text"))


def _figure(tile: Tile) -> Cell:
    if not tile.formula or isinstance(tile.value, (Formula, dt.date)):
        return tile.value
    return Formula(tile.formula, tile.value)


def _head(cells: Canvas, sheet: ResultSheet) -> None:
    right = max((table.right for table in sheet.tables if not table.aside), default=0)
    left, _, width = head_span(sheet)
    longest = sheet.since.before + sheet.headline if sheet.since else sheet.headline
    high = HEAD_HEIGHT + HEAD_LINE * (lines(longest, width / HEAD_SIGN) - 1)
    for row, at, text, role, height in (
        (TITLE_ROW, 0, sheet.name, "title", 30.0),
        (HEADLINE_ROW, left, _since(sheet, sheet.headline, before=True), "headline", high),
        (META_ROW, left, _since(sheet, sheet.meta, before=False), "meta", 18.0),
    ):
        look = cells.styles[role, "text"]
        values = (*(None,) * at, text, *(None,) * (right - at))
        cells.row(row, 0, values, [look] * len(values))
        cells.heights[row] = height


def _since(sheet: ResultSheet, text: str, *, before: bool) -> str | Formula:
    """Return a line of the head, which says itself when it is of the past."""
    if sheet.since is None or len(text) > LONGEST_LINE:
        return text
    pieces = (text[at : at + PIECE] for at in range(0, len(text), PIECE))
    said = "&".join(map(quoted, pieces)) or '""'
    more = quoted(sheet.since.before if before else sheet.since.note)
    added = f'IF({sheet.since.moved}=1,{more},"")'
    return Formula(f"{added}&{said}" if before else f"{said}&{added}", text)


def heading_style(column: Column, *, aside: bool = False) -> Style:
    """Return how a heading looks: those of narrow columns are turned."""
    if aside:
        return ("aside", column.kind)
    return ("turned", "points") if column.kind == "points" else ("heading", column.kind)


def body_style(table: Table, column: Column, *, live: bool = True) -> Style:
    """Return how the cells of a column look; ``live``: in the rows that are."""
    if live and table.live is not None and column.key in table.live.inputs:
        return ("input", column.kind)
    return ("body", column.kind)


def cell_styles(table: Table) -> Iterator[Style]:
    """Yield the styles of single cells that differ from their column, and of links."""
    if table.live is None:
        return
    kinds = {column.key: column.kind for column in table.columns}
    for (_, key), look in table.live.looks.items():
        yield ("input" if look.input else "body", look.kind or kinds[key])
    for key in table.live.links:
        yield ("linked", kinds[key])


def _table(cells: Canvas, table: Table, title_at: int) -> None:
    styles, columns = cells.styles, table.columns
    if table.title:
        cells.put(table.top - 1, title_at, table.title, ("section", "text"))
    if table.above:
        cells.row(table.top - 1, table.left, table.above, _above(table, styles))
    headings = tuple(column.heading for column in columns)
    looks = [styles[heading_style(one, aside=table.aside)] for one in columns]
    cells.row(table.top, table.left, headings, looks)
    cells.heights[table.top] = max(table.heading_height, cells.heights.get(table.top, 0.0))
    _body(cells, table)
    if not table.rows and table.empty:
        cells.put(table.first, table.left, table.empty, ("empty", "text"))
    if totals := table.totals():
        looks = [styles["total", one.kind] for one in columns]
        cells.row(table.last + 1, table.left, totals, looks)
    if counts := table.counts():
        looks = [styles["counted", "int" if at else "text"] for at in range(len(columns))]
        cells.row(table.bottom, table.left, counts, looks)
    for at, height in enumerate(table.heights):
        if height > ONE_LINE:
            cells.heights[table.first + at] = height


def _above(table: Table, styles: Mapping[Style, int]) -> list[int]:
    inputs = table.live.above if table.live else ()
    return [
        styles["above_label" if isinstance(value, str) else "above", "text"]
        if column.key not in inputs
        else styles["above_input", "text"]
        for column, value in zip(table.columns, table.above, strict=True)
    ]


def _body(cells: Canvas, table: Table) -> None:
    live, columns = table.live or Live(), table.columns
    rows = _dressed(cells.styles, table, live) if live.looks or live.links else table.rows
    count = len(rows) if live.rows is None else live.rows
    places = {column.key: at for at, column in enumerate(columns)}
    formulas = {places[key]: text for key, text in live.formulas.items()}
    looks = [cells.styles[body_style(table, one)] for one in columns]
    cells.body(table.first, table.left, rows[:count], looks, formulas)
    if count < len(rows):
        looks = [cells.styles[body_style(table, one, live=False)] for one in columns]
        cells.body(table.first + count, table.left, rows[count:], looks)


def _dressed(styles: Mapping[Style, int], table: Table, live: Live) -> list[Row]:
    """Return the rows with what is different in single cells: looks, formulas, links."""
    places = {column.key: at for at, column in enumerate(table.columns)}
    rows: list[list[Any]] = [list(row) for row in table.rows]
    for (row, key), look in live.looks.items():
        at = places[key]
        value = rows[row][at]
        if look.formula:
            value = Formula(look.formula, value)
        style = ("input" if look.input else "body", look.kind or table.columns[at].kind)
        rows[row][at] = Styled(styles[style], value)
    for key, targets in live.links.items():
        at = places[key]
        look_ = styles["linked", table.columns[at].kind]
        for row, target in enumerate(targets):
            if target and rows[row][at] is not None:
                rows[row][at] = Styled(look_, _link(target, str(rows[row][at])))
    return [tuple(row) for row in rows]


def _link(target: str, text: str) -> Formula | str:
    """Return the cell that leads somewhere; a text too long for a formula leads nowhere."""
    if units(text) > LONGEST_QUOTED:
        return text
    return Formula(f"HYPERLINK({quoted(target)},{quoted(text)})", text)
