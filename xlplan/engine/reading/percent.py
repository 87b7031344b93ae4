"""What do the numbers of shares mean under a heading in %? Percent, or shares that look like it."""

from collections.abc import Sequence
from typing import Any

from xlplan.engine.reading.cells import Bad, convert
from xlplan.engine.reading.numerals import pointed_column
from xlplan.engine.reading.units import of_a_hundred
from xlplan.engine.tables import Column


def convert_percent(column: Column, cells: Sequence[Any]) -> tuple[list[Any], float]:
    """Return the values of a column of shares under a heading in %, and what one stands for.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> convert_percent(CUSTOMERS.by_field["gross_margin"], [20.0, "35", "30%", None])
        ([0.2, 0.35, 0.3, None], 0.01)
    """
    shares, scale, unclear = of_a_hundred(pointed_column(cells))
    values = convert(column, shares)
    if scale == 1.0:
        return values, scale
    for at in unclear:
        values[at] = Bad("SHARE_UNCLEAR", cells[at], percent=f"{shares[at] * 1e4:g}")
    for at, value in enumerate(values):
        if type(value) is Bad:  # quoted as found, not by its hundredth
            values[at] = Bad(value.code, cells[at], **value.params)
    return values, scale
