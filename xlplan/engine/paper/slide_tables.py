"""How does a table stand on slides? Its rows as high as their text, over as many slides as it needs."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from xlplan.engine.paper.blocks import Block, Picture, Row, Table
from xlplan.engine.paper.slide_shapes import INCH, POINT, Numbers, Room, fill, paragraph, run
from xlplan.engine.paper.widths import SIZE, column_widths
from xlplan.engine.picture.text import text_width
from xlplan.engine.pictures import INK, NAVY, WHITE
from xlplan.engine.word.styles import TONES

TEXT = 11.0  # points
ROW, LINE = round(0.31 * INCH), round(0.18 * INCH)
MARGIN = 11.0  # points of a cell that hold no text
BESIDE = 6  # rows that leave room for a picture on the same slide


def table_height(one: Table, width: int) -> int:
    """Return how high a table is on a slide."""
    return sum(_measured(one, width).highs)


def pages(blocks: Sequence[Block], height: int, width: int, others: int) -> list[list[Block]]:
    """Return what stands on each slide of a section: none of the rows of its table is left out.

    Args:
        blocks: what the section holds besides title and ending.
        height: of the room on a slide.
        width: of the room on a slide.
        others: how high the blocks are that are no table, with what lies between them.
    """
    table = next((one for one in blocks if isinstance(one, Table)), None)
    if table is None:
        return [list(blocks)]
    rest: list[Block] = [one for one in blocks if one is not table]
    drawn = any(isinstance(one, Picture) for one in rest)
    if drawn and len(table.rows) > BESIDE:
        parts = _divided(table, height, height, width)
        return [rest, *parts]
    first, *more = _divided(table, height - others, height, width)
    return [[one for block in blocks for one in (first if block is table else [block])], *more]


def _divided(table: Table, first: int, height: int, width: int) -> list[list[Block]]:
    """Return a table as one or more, none higher than its slide; heads are repeated."""
    highs = _measured(table, width).highs
    if sum(highs) <= first:
        return [[table]]
    count = len(table.head)
    head = sum(highs[:count])
    parts: list[list[Row]] = [[]]
    left = first - head
    for row, high in zip(table.rows, highs[count:], strict=True):
        if high > left and parts[-1]:
            parts.append([])
            left = height - head
        parts[-1].append(row)
        left -= high
    return [[table._replace(rows=tuple(rows))] for rows in parts]


class _Size(NamedTuple):
    """The columns of a table in points, and its rows, heads first, as high as they are drawn."""

    widths: tuple[float, ...]
    highs: tuple[int, ...]


@lru_cache(maxsize=16)  # a table is measured before it has its place, and drawn then
def _measured(one: Table, width: int) -> _Size:
    """Columns are measured in the size of paper and drawn in ours."""
    scale = TEXT / SIZE
    widths = tuple(scale * wide for wide in column_widths(one, width / POINT / scale))
    rows = (*one.head, *one.rows)
    return _Size(widths, tuple(ROW + LINE * (_lines(row, widths) - 1) for row in rows))


def _lines(row: Row, widths: Sequence[float]) -> int:
    """Return how many lines the longest cell of a row takes."""
    at, most = 0, 1
    for cell in row.cells:
        room = sum(widths[at : at + cell.wide]) - MARGIN
        at += cell.wide
        text = "".join(span.text for line in cell.lines[:1] for span in line)
        wide = 1.08 * text_width(text, TEXT)  # words do not fill their lines
        most = max(most, ceil(wide / room) if room > 0 and wide > room else 1)
    return most


def table_xml(one: Table, room: Room, numbers: Numbers) -> str:
    """Return a table as a graphic frame."""
    if not one.columns:
        return ""
    points, highs = _measured(one, room.width)
    widths = [round(POINT * width) for width in points]
    rows = [*one.head, *one.rows]
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in widths)
    body = "".join(
        _row(row, len(widths), high, head=at < len(one.head))
        for at, (row, high) in enumerate(zip(rows, highs, strict=True))
    )
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{numbers.next()}" name="table"/>'
        "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>"
        f'<a:off x="{room.x}" y="{room.y}"/><a:ext cx="{sum(widths)}" cy="{sum(highs)}"/>'
        '</p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def _row(row: Row, columns: int, high: int, *, head: bool) -> str:
    cells = []
    for cell in row.cells:
        lines = cell.lines[:1]
        tone = lines[0][0].tone if lines and lines[0][0].kind == "tag" else ""
        ground = (
            NAVY if head else "#" + TONES[tone] if tone in TONES and tone != "plain" else "none"
        )
        ink = WHITE if head else NAVY if cell.head else INK
        text = "".join(span.text for line in lines for span in line)
        side = "r" if cell.align == "right" else "l"
        inside = paragraph(run(text, TEXT, ink, bold=head or cell.head), side) if text else "<a:p/>"
        wide = f' gridSpan="{cell.wide}"' if cell.wide > 1 else ""
        cells.append(f"<a:tc{wide}>{_cell_text(inside)}{_cell_look(ground)}</a:tc>")
        cells += [f'<a:tc hMerge="1">{_cell_text("<a:p/>")}<a:tcPr/></a:tc>'] * (cell.wide - 1)
    cells += [f"<a:tc>{_cell_text('<a:p/>')}<a:tcPr/></a:tc>"] * (columns - len(cells))
    return f'<a:tr h="{high}">{"".join(cells)}</a:tr>'


def _cell_text(inside: str) -> str:
    return f"<a:txBody><a:bodyPr/><a:lstStyle/>{inside}</a:txBody>"


def _cell_look(ground: str) -> str:
    rule = '<a:lnB w="6350"><a:solidFill><a:srgbClr val="D8DFE8"/></a:solidFill></a:lnB>'
    return (
        f'<a:tcPr marL="68580" marR="68580" marT="27432" marB="27432" anchor="ctr">{rule}'
        f"{fill(ground)}</a:tcPr>"
    )
