"""How do result cells get onto an open sheet? Gathered first, then few and large ranges.

A call to Excel costs a millisecond whatever it does: so all values are one assignment, a column of
formulas is one, and cells of the same look are one rectangle.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xlplan.engine.result.cells import Canvas, Styled
from xlplan.engine.result.shapes import Formula, Row
from xlplan.engine.result.styles import Style, properties

CHUNK = 20_000  # rows that are handed to Excel at a time
_WEIGHTS = {1: "thin", 2: "medium", 5: "thick"}
_SIDES = ("top", "bottom", "right")


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
            for left, width in _neighbours(found)
        ]

    def _runs(self, column: int, rows: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Yield first row, height and look of the cells of one look under each other."""
        by_look: dict[int, list[int]] = {}
        for row in rows:
            by_look.setdefault(self.looks[row, column], []).append(row)
        for look, places in by_look.items():
            for top, height in _neighbours(places):
                yield top, height, look


def _neighbours(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of neighbours among ascending places."""
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


def paint(sheet: Any, sketch: Sketch, lang: str) -> None:
    """Put the cells of a sketch onto an open sheet: looks first, so that texts stay texts."""
    styles = [properties(style, lang) for style in sketch.styles]
    for span in sketch.spans():
        _dress(area(sheet, span), styles[span.look])
    texts = {at for at, said in enumerate(styles) if _number_format(said) == "@"}
    _put_values(sheet, sketch, texts)
    for top, column, rows, text in sketch.columns:
        span = Span(top, column, rows, 1, 0)
        _put_formula(area(sheet, span), text, plain=sketch.looks[top, column] in texts)
    for row, column, text in sketch.singles:
        one = area(sheet, Span(row, column, 1, 1, 0))
        _put_formula(one, text, plain=sketch.looks[row, column] in texts)
    for row, height in sorted(sketch.heights.items()):
        sheet.range((row + 1, 1)).row_height = min(height, 409.0)


def area(sheet: Any, span: Span) -> Any:
    """Return the cells of a rectangle."""
    first = (span.top + 1, span.left + 1)
    return sheet.range(first, (span.top + span.height, span.left + span.width))


def _put_formula(cells: Any, text: str, *, plain: bool) -> None:
    """Put a formula; one text for many cells is moved along by Excel itself."""
    if plain:  # in the text format a formula would stay a text
        cells.number_format = "General"
    cells.formula = text


def _put_values(sheet: Any, sketch: Sketch, texts: set[int]) -> None:
    if not sketch.values:
        return
    bottom = max(row for row, _ in sketch.values)
    right = max(column for _, column in sketch.values)
    grid: list[list[Any]] = [[None] * (right + 1) for _ in range(bottom + 1)]
    for (row, column), value in sketch.values.items():
        grid[row][column] = _typed(value, as_text=sketch.looks[row, column] in texts)
    whole = area(sheet, Span(0, 0, bottom + 1, right + 1, 0))
    whole.options(chunksize=CHUNK).value = grid


def _typed(value: Any, *, as_text: bool) -> Any:
    """Return a value as it is assigned: what a planner wrote never becomes a formula or a date."""
    if isinstance(value, str):
        value = value[:32_767]
        return value if as_text and value[:1] != "'" else f"'{value}"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value


def _dress(cells: Any, said: Mapping[str, Any]) -> None:
    """Give cells a look, in the words of the styles."""
    if number := _number_format(said):
        cells.number_format = number
    cells.font.set(
        size=said["font_size"],
        color=said["font_color"],
        bold=bool(said.get("bold")),
        italic=bool(said.get("italic")),
    )
    if "bg_color" in said:
        cells.color = said["bg_color"]
    if "align" in said:
        cells.horizontal_alignment = said["align"]
    if said.get("text_wrap") or "rotation" in said:  # the object model does not turn texts
        cells.wrap_text = True
    if said.get("valign") == "top":
        cells.vertical_alignment = "top"
    if said.get("indent") and said.get("align") == "left":
        cells.adjust_indent(said["indent"])
    for side in _SIDES:
        if side in said:
            _line(cells, side, said)


def _number_format(said: Mapping[str, Any]) -> str:
    """Return the number format; long texts are not shown in the text format, so they go without."""
    found = str(said.get("num_format", ""))
    return "" if found == "@" and said.get("text_wrap") else found


def _line(cells: Any, side: str, said: Mapping[str, Any]) -> None:
    """Draw the line on a side of every cell: at the edge, and between cells of the rectangle."""
    sides = [f"edge_{side}"]
    height, width = cells.shape
    if side == "bottom" and height > 1:
        sides.append("inside_horizontal")
    if side == "right" and width > 1:
        sides.append("inside_vertical")
    weight = _WEIGHTS.get(said[side], "thin")
    colour = said.get(f"{side}_color", "#000000")
    cells.borders.set(sides, line_style="continuous", weight=weight, color=colour)
