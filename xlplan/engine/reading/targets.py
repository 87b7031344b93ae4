"""What does an objective aim at? A number, or a grade, a share, an amount, as its measure asks."""

from typing import Any

from xlplan.engine.reading.cells import Bad
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import read_money, read_share

GRADES = {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}
_SHARES = ("wallet share", "margin")


def settle_targets(table: Table) -> None:
    """Read targets that are no plain numbers, by the measure of their row.

    Choice: a grade counts 1 for A to 4 for D; 25% of a wallet share or a margin is 0.25; sales may
    be written as money.
    """
    measures = table.columns.get("measure")
    for name in ("target", "actual"):
        if measures and name in table.odd:
            values = table.columns[name]
            for at, value in enumerate(values):
                if type(value) is Bad and value.code == "NOT_A_NUMBER":
                    found = _read(value.value, measures[at])
                    values[at] = value if found is None else found


def _read(value: object, measure: object) -> Any:
    if not isinstance(value, str):
        return None
    if measure == "grade":
        return GRADES.get(value.strip().upper())
    if measure in _SHARES:
        return read_share(value)
    return read_money(value) if measure == "sales" else None
