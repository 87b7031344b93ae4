"""Which figures does the head office get? The board over all workbooks, as plain rows."""

from typing import NamedTuple

from xlplan.engine.result.shapes import Row


class Totals(NamedTuple):
    """The figures of the whole firm; customers that stand in several workbooks count once in HHI."""

    books: int
    failed: int
    customers: int
    sales: float | None
    expected_return: float | None
    opportunities: int
    amount: float | None
    weighted: float | None
    top_10: float | None
    hhi: float | None


class Board(NamedTuple):
    """Everything that the sheets show; rows are in the order of their columns.

    ``previous`` is the month that ``changes`` and ``totals`` compare with, ``""`` when there is
    none.
    """

    totals: Totals
    grades: list[Row]
    largest: list[Row]
    owners: list[Row]
    regions: list[Row]
    industries: list[Row]
    customers: list[Row]
    opportunities: list[Row]
    duplicates: list[Row]
    previous: str
    compared: list[Row]
    changes: list[Row]
    findings: list[Row]
    books: list[Row]
