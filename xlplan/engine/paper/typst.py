"""How is a document written for Typst? As calls of the functions in ``shared/plan.typ.j2``.

Every text is a string literal, so that nothing a workbook holds is ever read as markup.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlplan.engine.paper.blocks import (
    Block,
    Cards,
    Cell,
    Columns,
    Contents,
    Ending,
    Facts,
    Head,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Row,
    Signs,
    Span,
    Spans,
    Table,
)
from xlplan.engine.paper.typst_text import literal, with_fonts
from xlplan.engine.paper.widths import column_widths
from xlplan.engine.pictures import Scene, svg
from xlplan.engine.word.styles import TONES
from xlplan.engine.word.tables import KEPT_ROWS

WIDTH = 510.0  # points between the margins of A4


class Body:
    """Writes the body of one document.

    Args:
        paper: the document.
        scenes: name → picture.
    """

    def __init__(self, paper: Paper, scenes: Mapping[str, Scene | None]) -> None:
        self.paper, self.scenes = paper, scenes
        self._write: dict[type, Callable[[Any, float], str]] = {
            Head: lambda one, _: _head(one),
            Facts: lambda one, _: _call("facts", *(_pair(pair) for pair in one.pairs)),
            Cards: lambda one, _: _cards(one),
            Heading: lambda one, _: _heading(one),
            Paragraph: lambda one, _: _paragraph(one),
            Ending: lambda one, _: _call("ending", *map(literal, one)),
            Table: _table,
            Picture: lambda one, _: self._picture(one),
            Contents: lambda one, _: _call("contents", literal(one.title)),
            Signs: lambda one, _: _call("signs", *map(literal, one.names)),
            Columns: self._columns,
        }

    def source(self) -> str:
        """Return the body as Typst markup, a call a line."""
        return "\n".join(self._lines(self.paper.blocks, WIDTH))

    def _lines(self, blocks: Sequence[Block], width: float) -> list[str]:
        lines = []
        for at, one in enumerate(blocks):
            line = self._write[type(one)](one, width)
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            if line and isinstance(one, Table) and isinstance(after, Ending) and _whole(one):
                line = line.replace("plan-table(", "held(plan-table(", 1) + ")"
            if isinstance(one, Ending) and isinstance(after, Signs):
                line = f"held({line})"
            if line:
                lines.append(f"#{line}")
        return lines

    def _picture(self, one: Picture) -> str:
        scene = self.scenes.get(one.name)
        if scene is None:
            return ""
        drawn = with_fonts(svg(scene), self.paper.lang)
        return _call("picture", literal(drawn), literal(scene.description), literal(one.caption))

    def _columns(self, one: Columns, width: float) -> str:
        each = (width - 16.0 * (len(one.columns) - 1)) / len(one.columns)
        inside = ["[" + "\n".join(self._lines(column, each)) + "]" for column in one.columns]
        return _call("side-by-side", *inside)


def _call(name: str, *arguments: str) -> str:
    return f"{name}({', '.join(arguments)})"


def _array(items: Sequence[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _pair(pair: tuple[str, str]) -> str:
    return _array([literal(pair[0]), literal(pair[1])])


def _head(one: Head) -> str:
    badge = one.badge or ("", "", "", "")
    return _call("cover", *map(literal, (one.kind, one.name, one.line, *badge)))


def _cards(one: Cards) -> str:
    cards = [_call("card", *map(literal, card)) for card in one.cards]
    return _call("cards", str(one.columns), *cards)


def _heading(one: Heading) -> str:
    called = _call("title", str(min(one.level, 3)), literal(one.number), literal(one.text))
    return f"pagebreak(weak: true)\n#{called}" if one.page else called


def _paragraph(one: Paragraph) -> str:
    text = _spans(one.spans)
    if one.kind == "item":
        return f"list({text})"
    if one.kind == "footer":  # it stands at the foot of each page, and would fill a last one alone
        return ""
    name = {"headline": "headline", "how": "how"}.get(one.kind, "par")
    return _call(name, text)


def _spans(spans: Spans) -> str:
    """Return spans as one piece of content."""
    return "{" + "; ".join([_span(one) for one in spans]) + "; []}" if spans else "[]"


def _span(one: Span) -> str:
    if one.kind in ("tag", "letter"):
        return _call(one.kind, literal(one.tone or "plain"), literal(one.text))
    name = {"small": "small", "own": "own", "bold": "strong-text", "dots": "dots"}.get(one.kind)
    return _call(name, literal(one.text)) if name else literal(one.text)


def _whole(one: Table) -> bool:
    return len(one.rows) <= KEPT_ROWS


def _table(one: Table, width: float) -> str:
    if not (one.rows or one.head or one.foot):
        return ""
    widths = [f"{share:.1f}" for share in column_widths(one, width)]
    heads = [_head_cell(cell) for row in one.head for cell in row.cells]
    cells: list[str] = []
    for row in one.rows:
        cells += _row(row, one.columns, faint=one.kind == "file")
    for row in one.foot:
        cells += _row(row._replace(kind="total"), one.columns, faint=False)
    whole = "true" if _whole(one) else "false"
    rows = f"rows: {len(one.rows) + len(one.foot) if len(one.head) < 2 else 0}"
    called = _call("plan-table", _array(widths), _array(heads), whole, rows, *cells)
    title = _call("title", "2", '""', literal(one.caption)) if one.caption else ""
    return f"{title}\n#{called}" if title else called


def _head_cell(cell: Cell) -> str:
    lines = ("".join(span.text for span in line) for line in cell.lines)
    return _call("head-cell", str(cell.wide), cell.align, literal("\n".join(lines)))


def _row(row: Row, columns: int, *, faint: bool) -> list[str]:
    cells = [_cell(cell, row.kind, faint=faint) for cell in row.cells]
    missing = columns - sum(cell.wide for cell in row.cells)
    if missing > 0:
        cells.append(_call("plan-cell", str(missing), "left", "none", "[]"))
    return cells


def _cell(cell: Cell, kind: str, *, faint: bool) -> str:
    fill = {"total": 'rgb("#edf1f6")', "open": "tones.open"}.get(kind, "none")
    lines = list(cell.lines)
    bold = cell.head or kind == "total"
    if lines and len(lines[0]) == 1 and lines[0][0].kind == "tag":
        tone = lines[0][0].tone
        if tone in TONES and tone != "plain":
            fill = f"tones.{tone}"
        lines[0] = (lines[0][0]._replace(kind="bold"),)
        bold = False
    parts = []
    for line in lines:
        text = _spans(line)
        if line[0].kind != "small" and (kind == "open" or (cell.head and faint)):
            text = _call("faint", text)
        elif line[0].kind != "small" and bold:
            text = _call("row-head", text)
        parts.append(text)
    inside = "{" + "; linebreak(); ".join(parts) + "}" if parts else "[]"
    if cell.bar is not None and cell.colour:
        drawn = _call("bar", f"{cell.bar:.1f}", f"rgb({literal(cell.colour)})")
        inside = f"{{{inside}; {drawn}}}" if parts else drawn
    return _call("plan-cell", str(cell.wide), cell.align, fill, inside)
