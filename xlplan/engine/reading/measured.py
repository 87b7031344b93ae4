"""In which unit do the cells of a column count? That of their heading, else that of the whole sheet."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from xlplan.engine.reading.cells import Bad, convert
from xlplan.engine.reading.percent import convert_percent, doubt_percents
from xlplan.engine.reading.unit_doubts import has_own_unit
from xlplan.engine.reading.unit_notes import Unit
from xlplan.engine.reading.units import PERCENT, money_unit
from xlplan.engine.tables import Column


class Measured(NamedTuple):
    """A column, typed, in its unit.

    Args:
        values: as ``convert`` returns them.
        scale: what one stands for, ``None`` where nothing names a unit.
        currencies: those that its unit names.
        opened: it holds amounts, and its heading names no unit of money.
        full: indexes of amounts that stand in full, shown in the unit by their format.
    """

    values: list[Any]
    scale: float | None = None
    currencies: tuple[str, ...] = ()
    opened: bool = False
    full: Sequence[int] = ()


def measured(
    column: Column,
    cells: Sequence[Any],
    unit: str,
    above: Unit | None,
    shrunk: Mapping[int, float] = MappingProxyType({}),
) -> Measured:
    """Return a column typed, in the unit that its heading or a note above the table names.

    Args:
        column: its kind, words and limits.
        cells: as found.
        unit: of the heading, ``""`` for none.
        above: of all amounts of the sheet.
        shrunk: index → by how much the format of a number shows it smaller.

    Choice: under 万元, 1,200,000 that its format shows as 120 is 120万元, not ten thousand times as
    much: nobody would see that.

    Example:
        >>> from xlplan.engine.contract import OPPORTUNITIES
        >>> amount, above = OPPORTUNITIES.by_field["amount"], Unit(1e4, ("CNY",))
        >>> measured(amount, [1.5], "", above).values, measured(amount, [1.5], "千元", above).values
        ([15000.0], [1500.0])
    """
    if column.kind == "share" and unit == PERCENT:
        found, scale = convert_percent(column, cells)
        return Measured(found, scale)
    if column.kind != "money":
        values = convert(column, cells)
        if column.kind == "share" and Bad in set(map(type, values)):
            doubt_percents(cells, values)
        return Measured(values)
    opened = not has_own_unit(column, unit)
    size, codes = (above.scale or 1.0, above.currencies) if above and opened else money_unit(unit)
    values = convert(column, cells, size)
    if size == 1.0:
        return Measured(values, None, codes, opened)
    full = [at for at, by in shrunk.items() if by == size and type(cells[at]) in (int, float)]
    for at in full:
        values[at] = convert(column, [cells[at]])[0]
    others = len(full) < sum(value is not None for value in values)
    return Measured(values, size if others else None, codes, opened, full)
