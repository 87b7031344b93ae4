"""What do the numbers of shares mean under a heading in %? Percent, or shares that look like it."""

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from xlplan.engine.reading.cells import Bad, convert
from xlplan.engine.reading.units import PERCENT
from xlplan.engine.reading.values import read_share
from xlplan.engine.tables import Column

_MOSTLY = 2  # so many times as many cells within 1 as above it make a column of shares


def convert_percent(column: Column, cells: Sequence[Any]) -> tuple[list[Any], float]:
    """Return the values of a column of shares under a heading in %, and what one stands for.

    Choice: the column decides. With a number above 1 it counts in percent, and 20 is 0.2; without
    any, or with twice as many that are none, its cells are shares that a format shows in percent,
    and 0.2 stays. Where it counts in percent, a number up to 1 could be either (1 is 1 % or all of
    it), and is told.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> margin = CUSTOMERS.by_field["gross_margin"]
        >>> convert_percent(margin, [20.0, "35", "30%", None]), convert_percent(margin, [0.2, 1.0])
        (([0.2, 0.35, 0.3, None], 0.01), ([0.2, 1.0], 1.0))
    """
    bare = {at: found for at, cell in enumerate(cells) if (found := _bare(cell)) is not None}
    above = sum(abs(number) > 1.0 for number in bare.values())
    within = [at for at, number in bare.items() if 0.0 < abs(number) <= 1.0]
    if not above or len(within) >= _MOSTLY * above:
        return convert(column, cells), 1.0
    shares = [bare[at] / 100.0 if at in bare else cell for at, cell in enumerate(cells)]
    values = convert(column, shares)
    for at in within:
        values[at] = Bad("SHARE_UNCLEAR", cells[at], percent=f"{bare[at] * 100.0:g}")
    for at, value in enumerate(values):
        if type(value) is Bad and value.code != "SHARE_UNCLEAR":
            values[at] = Bad(value.code, cells[at], **value.params)  # as found, not its hundredth
    return values, 0.01


def _bare(cell: object) -> float | None:
    """Return the number of a cell that says nothing of percent itself."""
    if isinstance(cell, str):
        return None if normalize("NFKC", cell).strip().endswith(PERCENT) else read_share(cell)
    return float(cell) if type(cell) in (int, float) else None  # type: ignore[arg-type]
