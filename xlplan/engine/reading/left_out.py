"""Which rows gave no record, whose were they, and why? So that nobody takes them for absent."""

from collections.abc import Iterator
from typing import Any

from xlplan.core.model import LeftOut
from xlplan.engine.reading.cells import shown
from xlplan.engine.reading.headings import is_blank
from xlplan.engine.reading.table import Table
from xlplan.engine.text import Texts


def left_out(tables: dict[str, Table]) -> tuple[LeftOut, ...]:
    """Return the rows that were left out, blank ones not, in the order of the sheets."""
    deals = tables.get("opportunities")
    owners: dict[Any, Any] = {}
    if deals is not None:
        owners = dict(zip(deals.columns["id"], deals.columns["customer_id"], strict=True))
    return tuple(one for key, table in tables.items() for one in _rows(key, table, owners))


def _rows(key: str, table: Table, owners: dict[Any, Any]) -> Iterator[LeftOut]:
    for at in sorted(table.dropped):
        said = {name: values[at] for name, values in table.columns.items()}
        if all(value is None for value in said.values()):
            continue
        owner = said.get("customer_id") or owners.get(said.get("opportunity_id"))
        name = _culprit(table, at)
        spot = table.spot(name, at)
        raw = _raw(table, spot.row, spot.column)
        yield LeftOut(
            key, spot.row + 1, said.get("id") or "",
            (said.get("id") if key == "customers" else owner) or "",
            said.get("status"), spot.cell, table.heading(name), raw,
        )  # fmt: skip


def _culprit(table: Table, at: int) -> str:
    """Return the field for which a row was left out: the first that lacks, else its first of all."""
    required = [one.field for one in table.sheet.columns if one.required]
    lacking = [name for name in required if table.columns[name][at] is None]
    return (lacking or required)[0]


def _raw(table: Table, row: int, column: int) -> str:
    """Return the text of a cell as found; of a formula without a value, its sign."""
    if (row, column) in table.raw.uncached:
        return "="
    rows = table.raw.rows
    line = rows[row] if row < len(rows) else []
    cell = line[column] if column < len(line) else None
    return table.raw.errors.get((row, column), "") if is_blank(cell) else shown(cell)


def why_left_out(one: LeftOut, t: Texts) -> str:
    """Return in words why a row gave no record.

    Example:
        >>> why_left_out(LeftOut("opportunities", 8, "S06", "K04", None, "D8", "Amount", ""), Texts())
        'Amount is empty'
    """
    if not one.value:
        return t("{column} is empty", column=one.column)
    return t("{column} “{value}” cannot be used", column=one.column, value=one.value)
