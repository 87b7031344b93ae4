"""How do result cells get onto an open sheet of Excel? Looks, values, formulas, in large ranges."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xlplan.engine.result.sketch import Sketch, Span, grid
from xlplan.engine.result.styles import properties

CHUNK = 20_000  # rows that are handed to Excel at a time
_WEIGHTS = {1: "thin", 2: "medium", 5: "thick"}
_SIDES = ("top", "bottom", "right")


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
    rows = grid(sketch)
    for (row, column), value in sketch.values.items():
        rows[row][column] = _typed(value, as_text=sketch.looks[row, column] in texts)
    whole = area(sheet, Span(0, 0, len(rows), len(rows[0]), 0))
    whole.options(chunksize=CHUNK).value = rows


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
