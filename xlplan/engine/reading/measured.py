"""In which unit do the cells of a column count? That of their heading, else that of the whole sheet."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlplan.engine.reading.cells import convert
from xlplan.engine.reading.percent import convert_percent
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
    """

    values: list[Any]
    scale: float | None = None
    currencies: tuple[str, ...] = ()
    opened: bool = False


def measured(column: Column, cells: Sequence[Any], unit: str, above: Unit | None) -> Measured:
    """Return a column typed, in the unit that its heading or a note above the table names.

    Args:
        column: its kind, words and limits.
        cells: as found.
        unit: of the heading, ``""`` for none.
        above: of all amounts of the sheet.

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
        return Measured(convert(column, cells))
    opened = not has_own_unit(column, unit)
    size, codes = (above.scale or 1.0, above.currencies) if above and opened else money_unit(unit)
    return Measured(convert(column, cells, size), None if size == 1.0 else size, codes, opened)
