"""What do the numbers of shares mean, under a heading in % or without? Percent, or shares."""

from collections.abc import Sequence
from typing import Any

from xlplan.engine.reading.cells import Bad, convert
from xlplan.engine.reading.numerals import pointed_column
from xlplan.engine.reading.units import bare_share, is_in_percent, of_a_hundred
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


def doubt_percents(cells: Sequence[Any], values: list[Any]) -> None:
    """Mark shares as unclear in a column that counts in percent although its heading does not say so.

    Choice: as under a heading in %: where most numbers can only be percent, 1 is 1 % or all of it. The
    others are told by themselves.

    Args:
        cells: of the column, as found.
        values: as converted; a ``Bad`` takes the place of what is unclear.

    Example:
        >>> values = [Bad("SHARE_OUT_OF_RANGE", 22.0), 1.0, 0.0]
        >>> doubt_percents([22.0, 1.0, 0.0], values)
        >>> values[1].params, values[2]
        ({'percent': '100'}, 0.0)
    """
    numbers = {
        at: found for at, cell in enumerate(cells) if (found := bare_share(cell)) is not None
    }
    beyond = [
        at for at in numbers if type(bad := values[at]) is Bad and bad.code == "SHARE_OUT_OF_RANGE"
    ]
    if not is_in_percent([*numbers.values()], len(beyond)):
        return
    for at, number in numbers.items():
        if number and type(values[at]) is not Bad:
            values[at] = Bad("SHARE_UNCLEAR", cells[at], percent=f"{number * 100.0:g}")
