"""What does an objective aim at? A number, or a grade, a share, an amount, as its measure asks."""

from dataclasses import replace
from typing import Any

from xlplan.engine.reading.cells import Bad, shown
from xlplan.engine.reading.measured import measured
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import Money, read_money, read_share

GRADES = {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}
_SHARES = ("wallet share", "margin")


def settle_targets(table: Table) -> None:
    """Read targets that are no plain numbers, by the measure of their row.

    Choice: a grade counts 1 for A to 4 for D; 25% of a wallet share or a margin is 0.25; sales may
    be written as money, and plain numbers of sales are in the unit that stands above the table.
    """
    measures = table.columns.get("measure")
    if measures and "target" in table.columns:
        _measure_sales(table, measures)
    for name in ("target", "actual"):
        if measures and name in table.odd:
            values = table.columns[name]
            for at, value in enumerate(values):
                if type(value) is Bad and value.code == "NOT_A_NUMBER":
                    found = _read(value.value, measures[at])
                    values[at] = value if found is None else found


def _measure_sales(table: Table, measures: list[Any]) -> None:
    """Read plain numbers that sales shall reach as amounts, in the unit of the whole table."""
    values, column = table.columns["target"], table.sheet.by_field["target"]
    sales = [
        at for at, value in enumerate(values) if type(value) is float and measures[at] == "sales"
    ]
    if not sales or table.place.unit("target"):
        return
    table.opened["target"] = f"{table.heading('target')} · {table.cell('measure', sales[0])}"
    if above := table.above.unit:
        texts = [shown(values[at]) for at in sales]
        found = measured(replace(column, kind="money"), [values[at] for at in sales], "", above)
        for at, text, value in zip(sales, texts, found.values, strict=True):
            named = above.currencies and type(value) is float
            values[at] = Money(value, above.currencies, text) if named else value
        table.odd.add("target")
        if found.scale is not None:
            table.scales["target"] = found.scale


def _read(value: object, measure: object) -> Any:
    if not isinstance(value, str):
        return None
    if measure == "grade":
        return GRADES.get(value.strip().upper())
    if measure in _SHARES:
        return read_share(value)
    return read_money(value) if measure == "sales" else None
