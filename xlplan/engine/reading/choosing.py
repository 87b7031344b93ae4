"""Which sheets of a workbook are read? Those of the contract; without Customers a look at the rest."""

from collections.abc import Callable

from xlplan.engine.contract import CUSTOMERS, SHEETS
from xlplan.engine.reading.headings import locate
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import fold

HEAD_ROWS = 60  # rows of a sheet that is only looked at
HEAD_SHEETS = 40  # sheets that are only looked at

Wanted = Callable[[str], bool]


def contract_sheet(name: str) -> bool:
    """Return whether a sheet of that name belongs to the contract.

    Example:
        >>> contract_sheet("stage TASKS"), contract_sheet("客户"), contract_sheet("Summary")
        (True, True, False)
    """
    return fold(name) in _CONTRACT


_CONTRACT = {fold(name) for sheet in SHEETS for name in (sheet.en, sheet.zh)}


def choose(
    names: list[str], read: Callable[[str, int | None], RawSheet], wanted: Wanted | None
) -> list[RawSheet]:
    """Return the sheets wanted; without a usable Customers sheet also the heads of the others.

    Args:
        names: the readable sheets in the order of the tabs.
        read: reads one sheet, whole (``None``) or its first rows.
        wanted: as for ``read_tables``.
    """
    if wanted is not None:
        return [read(name, None) for name in names if wanted(name)]
    sheets = {name: read(name, None) for name in names if contract_sheet(name)}
    if not any(_is_customers(sheet) for sheet in sheets.values()):
        others = [name for name in names if name not in sheets][:HEAD_SHEETS]
        sheets |= {name: read(name, HEAD_ROWS) for name in others}
    return [sheets[name] for name in names if name in sheets]


def _is_customers(sheet: RawSheet) -> bool:
    if fold(sheet.name) not in (fold(CUSTOMERS.en), fold(CUSTOMERS.zh)):
        return False
    place = locate(CUSTOMERS, sheet)
    return place is not None and not place.missing
