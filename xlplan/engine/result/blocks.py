"""Where do several tables of the same customers stand? Under one another, or in one long row.

A few customers: each table fits a page, so they stand under one another, charts above them, and the
sheet prints as it is read. Many: a reader scrolls and filters, so the tables go on side by side, one
row a customer, under frozen headings; the first is printed, the others can be folded away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import SCREEN, table
from xlplan.engine.result.live import Live
from xlplan.engine.result.shapes import Column, Row, Rule, Table
from xlplan.engine.result.terms import WHO

TILES, TOP = 4, 8  # rows of the key figures, and of the headings where no chart stands above
FILTER = 6.0  # points that the filter's buttons need
CHART_ROW, CHART_ROWS, CHART_HEIGHT = 6, 12, 308  # first row, rows added, pixels: a row has 24
GAP = 4  # rows from the last one of a table to the headings of the next
BESIDE, CHART_COLUMNS = (
    6,
    13,
)  # right of long tables: the last text runs over; plain columns of a chart


class Block(NamedTuple):
    """A table that has no place yet.

    Args:
        title: over the headings.
        columns: declared in English.
        sums: keys of the columns with a total.
        params: what the help of the columns is filled with.
        links: key of a column → where each row leads to.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    rules: tuple[Rule, ...] = ()
    sums: tuple[str, ...] = ()
    empty: str = ""
    params: Mapping[str, object] = MappingProxyType({})
    links: Mapping[str, Sequence[str]] = MappingProxyType({})


def is_long(frame: Frame) -> bool:
    """Return whether there are more customers than fit a screen."""
    return len(frame.assessment.customers) > SCREEN


def arranged(
    frame: Frame, blocks: Sequence[Block], widths: Sequence[float], *, charts: bool
) -> tuple[Table, ...]:
    """Return the tables of the customers at their places.

    Args:
        frame: the assessment in one language.
        blocks: a row a customer in each, in the same order.
        widths: of the columns that the blocks share when they stand under one another.
        charts: whether room is to be left for charts.
    """
    if is_long(frame):
        return _beside(frame, blocks, widths)
    tables: list[Table] = []
    top = TOP + (CHART_ROWS if charts else 0)
    for block in blocks:
        tables.append(_table(frame, block, widths, top))
        top = tables[-1].bottom + GAP
    return tuple(tables)


def below(frame: Frame, block: Block, widths: Sequence[float], tables: Sequence[Table]) -> Table:
    """Return a table with rows of its own, under all the others."""
    top = max(one.bottom for one in tables) + GAP
    return _table(frame, block, widths, top)


def chart_corner(
    frame: Frame, tables: Sequence[Table], at: int, columns: Sequence[int]
) -> tuple[int, int]:
    """Return row and column of a sheet's chart: above short tables, right of long ones.

    Args:
        frame: the assessment.
        tables: of the customers.
        at: the chart's number, from 0.
        columns: where the charts of short tables stand.
    """
    if not is_long(frame):
        return CHART_ROW, columns[at]
    right = max(one.right for one in tables)
    return tables[0].top, right + BESIDE + at * CHART_COLUMNS


def _beside(frame: Frame, blocks: Sequence[Block], widths: Sequence[float]) -> tuple[Table, ...]:
    """Return one row a customer through all tables: the later ones do not name it again."""
    tables: list[Table] = []
    tall: tuple[float, ...] = ()
    for block in blocks:
        one = _table(frame, block, widths, TOP)
        both = tall and one.heights
        tall = tuple(map(max, tall, one.heights)) if both else tall or one.heights
        tables.append(_continued(one, tables[-1].right + 1) if tables else replace(one, main=True))
    high = max(one.heading_height for one in tables) + FILTER
    return (replace(tables[0], heights=tall, heading_height=high), *tables[1:])


def _continued(one: Table, left: int) -> Table:
    """Return a table without the columns that say whose row it is, aside of the main one."""
    columns, rows = one.columns[len(WHO) :], [row[len(WHO) :] for row in one.rows]
    keys = {column.key for column in columns}
    rules = tuple(rule for rule in one.rules if keys.issuperset(rule.columns))
    bare = replace(one, columns=columns, rows=rows, left=left, rules=rules, live=None)
    said = " " if one.counted else ""  # the word stands in the main table, the counts in each
    return replace(bare, heights=(), total="", counted=said, aside=True)


def _table(frame: Frame, block: Block, widths: Sequence[float], top: int) -> Table:
    wide = widths[: len(block.columns)]
    columns = [
        replace(one, width=width)
        for one, width in zip(frame.columns(block.columns, **block.params), wide, strict=True)
    ]
    return table(
        columns,
        block.rows,
        top,
        title=block.title,
        rules=block.rules,
        sums=block.sums,
        total=frame.texts("Σ"),
        counted=frame.texts("Counted"),
        empty=block.empty,
        live=Live(links=block.links),
    )
