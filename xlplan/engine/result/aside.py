"""What stands beside a result table? The inputs that it is computed from, sorted along with it."""

from collections.abc import Sequence

from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Live
from xlplan.engine.result.shapes import Column, Row, Table

TITLE = "Inputs: change a blue cell, and scores, grades and totals follow."


def aside(
    frame: Frame, main: Table, columns: Sequence[Column], rows: Sequence[Row], live: Live
) -> Table:
    """Return the table on the right of the main one, row by row with it."""
    return table(
        columns,
        rows,
        main.top,
        left=main.right + 1,
        title=frame.texts(TITLE),
        live=live,
        aside=True,
    )
