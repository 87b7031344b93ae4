"""Has anything moved since the results were written? What is no formula must not speak of the past.

Headlines and the sheets without formulas are right for the plan as it was read. Change a weight on a
live sheet and its figures move, they do not. So one cell compares what the live columns add up to
(each row times the number of its record, so that rows may be sorted but not exchange their figures)
with what they added up to when they were written; where they differ, every sheet says so itself.
"""

from collections.abc import Iterator, Sequence
from math import fsum
from typing import NamedTuple

from xlplan.engine.result.live import Area
from xlplan.engine.result.shapes import Formula, ResultSheet, Tile

NAME = "results_moved"
WATCHED = {
    "ranking": ("deal", ("rank_key", "p", "risk", "expected")),
    "returns": ("cust", ("net", "npv", "risk")),
}
"""Sheet → the column with the number of the record, and the columns that are watched."""
TOLERANCE = 1e-10  # of the sum; summing 100,000 figures in another order moves it by less


class _Sum(NamedTuple):
    formula: str
    value: float


def moved_cell(sheets: Sequence[ResultSheet], row: int, column: int) -> tuple[Tile, Area]:
    """Return the cell that is 1 when a live figure is not what it was, and where it is.

    Args:
        sheets: the sheets that are watched, among others.
        row: of the label above it.
        column: a hidden one.
    """
    tests = [
        f"ABS({one.formula}-{one.value!r})>{TOLERANCE * max(1.0, abs(one.value))!r}"
        for one in _sums(sheets)
    ]
    formula = f"IF(OR({','.join(tests)}),1,0)" if tests else "0"
    area = Area("summary", row + 1, column, row + 1, column)
    return Tile(NAME, 0, "int", row, column, column, formula), area


def _sums(sheets: Sequence[ResultSheet]) -> Iterator[_Sum]:
    """Yield each watched column's sum, as a formula and as it is now."""
    for sheet in sheets:
        number, keys = WATCHED.get(sheet.key, ("", ()))
        if numbers := _column(sheet, number):
            for key in keys:
                pairs = zip(numbers, _column(sheet, key), strict=False)  # idle rows are not live
                prefix = f"SUMPRODUCT({sheet.key}_{number},{sheet.key}_"
                yield _Sum(f"{prefix}{key})", fsum(n * value for n, value in pairs))


def _column(sheet: ResultSheet, key: str) -> list[float]:
    tables = (one for one in sheet.tables if key in [column.key for column in one.columns])
    table = next(tables, None)
    if table is None:  # no opportunity is open
        return []
    at = table.index(key)
    found = (row[at] for row in table.rows)
    plain = (cell.value if isinstance(cell, Formula) else cell for cell in found)
    return [float(cell) if isinstance(cell, (int, float)) else 0.0 for cell in plain]
