"""Which cells does a result sheet put onto an open sheet? Gathered first, then few and large ranges.

A call to a spreadsheet program costs much whatever it does: so all values are one assignment, a
column of formulas is one, and cells of the same look are one rectangle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xlplan.engine.result.cells import Canvas, Styled, fill
from xlplan.engine.result.live import Live, quoted
from xlplan.engine.result.shapes import Formula, ResultSheet, Row, Table
from xlplan.engine.result.styles import Style


def sketched(result: ResultSheet, names: Mapping[str, str]) -> "Sketch":
    """Return the cells of a result sheet, with links to those others that are written.

    Args:
        result: the sheet.
        names: key of each sheet that is written → what it is called.
    """
    sketch = Sketch()
    fill(sketch, result)
    for link in result.links:
        if link.sheet in names:
            target = names[link.sheet].replace("'", "''")
            sketch.values.pop((link.row, link.column), None)
            place = f"#'{target}'!A1"
            formula = f"=HYPERLINK({quoted(place)},{quoted(link.text)})"
            sketch.singles.append((link.row, link.column, formula))
    return sketch


class Span(NamedTuple):
    """A rectangle of cells that look alike; rows and columns count from 0."""

    top: int
    left: int
    height: int
    width: int
    look: int


class Looks(dict[Style, int]):
    """The looks in use: a style → its number, in the order of first use."""

    def __missing__(self, style: Style) -> int:
        """Give a new style the next number."""
        self[style] = number = len(self)
        return number


class Sketch(Canvas):
    """The cells of a sheet until they are painted; takes cells as a canvas does."""

    def __init__(self) -> None:
        self.styles: Mapping[Style, int] = Looks()
        self.heights: dict[int, float] = {}
        self.values: dict[tuple[int, int], Any] = {}
        self.looks: dict[tuple[int, int], int] = {}
        self.columns: list[tuple[int, int, int, str]] = []  # top, column, rows, formula
        self.singles: list[tuple[int, int, str]] = []

    def body(
        self,
        top: int,
        left: int,
        rows: Sequence[Row],
        looks: Sequence[int],
        formulas: Mapping[int, str] | None = None,
    ) -> None:
        """Take many rows of the same columns, with the formulas of the first."""
        live = formulas or {}
        for at, text in live.items():
            if rows:
                self.columns.append((top, left + at, len(rows), f"={text}"))
        for down, row in enumerate(rows, top):
            for at, (value, look) in enumerate(zip(row, looks, strict=True)):
                self._cell(down, left + at, value, look, live=at in live)

    def _cell(self, row: int, column: int, value: Any, look: int, *, live: bool) -> None:
        if isinstance(value, Styled):
            value, look = value.value, value.look
        self.looks[row, column] = look
        if isinstance(value, Formula):
            self.singles.append((row, column, f"={value.text.removeprefix('=')}"))
        elif not live and value is not None and value != "":
            self.values[row, column] = value

    def spans(self) -> list[Span]:
        """Return the rectangles of one look, column runs joined with their right neighbours."""
        columns: dict[int, list[int]] = {}
        for row, column in sorted(self.looks):
            columns.setdefault(column, []).append(row)
        runs: dict[tuple[int, int, int], list[int]] = {}
        for column, rows in sorted(columns.items()):
            for top, height, look in self._runs(column, rows):
                runs.setdefault((top, height, look), []).append(column)
        return [
            Span(top, left, height, width, look)
            for (top, height, look), found in runs.items()
            for left, width in neighbours(found)
        ]

    def _runs(self, column: int, rows: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Yield first row, height and look of the cells of one look under each other."""
        by_look: dict[int, list[int]] = {}
        for row in rows:
            by_look.setdefault(self.looks[row, column], []).append(row)
        for look, places in by_look.items():
            for top, height in neighbours(places):
                yield top, height, look


def neighbours(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of neighbours among ascending places.

    Example:
        >>> list(neighbours([1, 2, 3, 7]))
        [(1, 3), (7, 1)]
    """
    start = length = 0
    for place in places:
        if length and place == start + length:
            length += 1
            continue
        if length:
            yield start, length
        start, length = place, 1
    if length:
        yield start, length


def grid(sketch: Sketch) -> list[list[Any]]:
    """Return the values as rows from the first cell on; ``None`` where there is none."""
    bottom = max((row for row, _ in sketch.values), default=-1)
    right = max((column for _, column in sketch.values), default=-1)
    rows: list[list[Any]] = [[None] * (right + 1) for _ in range(bottom + 1)]
    for (row, column), value in sketch.values.items():
        rows[row][column] = value
    return rows


def offers(table: Table) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Yield the words that cells of a table's inputs may hold, and those cells."""
    live = table.live
    if live is None or not table.rows:
        return
    yield from _columns_offered(table, live)
    for (row, key), look in live.looks.items():
        if look.words:
            yield look.words, Span(table.first + row, table.left + table.index(key), 1, 1, 0)


def _columns_offered(table: Table, live: Live) -> Iterator[tuple[tuple[str, ...], Span]]:
    rows = len(table.rows) if live.rows is None else live.rows
    for key, words in live.choices.items():
        if rows:
            yield words, Span(table.first, table.left + table.index(key), rows, 1, 0)
