"""Which rows gave no record, whose were they, and why? So that nobody takes them for absent."""

from collections.abc import Iterator, Sequence
from typing import Any

from xlplan.core.issues import Finding
from xlplan.core.model import LeftOut, Portfolio
from xlplan.engine.reading.cells import shown
from xlplan.engine.reading.ids import ids_by_name
from xlplan.engine.reading.table import Table
from xlplan.engine.tables import fold
from xlplan.engine.text import Texts

WHOLE = frozenset(
    {"REQUIRED_BLANK", "DUPLICATE_ID", "OWNER_LEFT_OUT", "STAKEHOLDER_TWICE", "OWN_INFLUENCE"}
)
"""Findings for which a row is left out, beside those whose code ends in ``_ROW``.

Choice: blank rows, totals and headings said again are not among them: they were no records.
"""


def left_out(tables: dict[str, Table], findings: Sequence[Finding]) -> tuple[LeftOut, ...]:
    """Return the rows that were left out, blank ones not, in the order of the sheets.

    Choice: a row that has a customer's name in place of the id is that customer's, where only one
    is called so.

    Args:
        tables: sheet key → its table, judged and checked.
        findings: what was told of their cells.
    """
    deals = tables.get("opportunities")
    owners: dict[Any, Any] = {}
    if deals is not None:
        owners = dict(zip(deals.columns["id"], deals.columns["customer_id"], strict=True))
    told = {
        (one.sheet, one.cell) for one in findings if one.code.endswith("_ROW") or one.code in WHOLE
    }
    found = [one for key, table in tables.items() for one in _rows(key, table, owners, told)]
    customers = tables.get("customers")
    known = set(customers.columns["id"]) if customers else set()
    if customers is None or all(one.customer_id in known for one in found if one.customer_id):
        return tuple(found)
    named = ids_by_name(customers.both("id", "name"))
    return tuple(
        one
        if one.customer_id in known
        else one._replace(customer_id=named.get(fold(one.customer_id)) or one.customer_id)
        for one in found
    )


def unread_deals(plan: Portfolio) -> list[LeftOut]:
    """Return the rows of opportunities that may be open and gave no record.

    Of an id that is there twice the first row was read, so the other is not missed.
    """
    if not plan.left_out:
        return []
    read = {one.id for one in plan.opportunities}
    return [one for one in plan.left_out if _was_open(one) and one.id not in read]


def of_nobody(plan: Portfolio, rows: Sequence[LeftOut]) -> list[LeftOut]:
    """Return those of the rows whose customer is none of the workbook."""
    known = {one.id for one in plan.customers}
    known |= {one.id for one in plan.left_out if one.sheet == "customers"}
    return [one for one in rows if one.customer_id not in known]


def _was_open(one: LeftOut) -> bool:
    return one.sheet == "opportunities" and one.status in (None, "open")


def _rows(
    key: str, table: Table, owners: dict[Any, Any], told: set[tuple[str, str]]
) -> Iterator[LeftOut]:
    for at in sorted(table.dropped):
        said = {name: values[at] for name, values in table.columns.items()}
        if all(value is None for value in said.values()):
            continue
        owner = said.get("customer_id") or owners.get(said.get("opportunity_id"))
        name = _culprit(table, at, told)
        spot = table.spot(name, at)
        raw = _raw(table, spot.row, spot.column)
        yield LeftOut(
            key, spot.row + 1, said.get("id") or "",
            (said.get("id") if key == "customers" else owner) or "",
            said.get("status"), spot.cell, table.heading(name), raw,
        )  # fmt: skip


def _culprit(table: Table, at: int, told: set[tuple[str, str]]) -> str:
    """Return the field for which a row was left out: what it lacks, else what was told of it."""
    required = [one.field for one in table.sheet.columns if one.required]
    lacking = [name for name in required if table.columns[name][at] is None]
    accused = [
        name for name in table.columns if (table.place.name, table.spot(name, at).cell) in told
    ]
    return next(iter((*lacking, *accused, *required)))


def _raw(table: Table, row: int, column: int) -> str:
    """Return the text of a cell as found, with the currency that its format shows.

    Of a formula without a value it is the sign.
    """
    if (row, column) in table.raw.uncached:
        return "="
    rows = table.raw.rows
    line = rows[row] if row < len(rows) else []
    cell = line[column] if column < len(line) else None
    text = table.raw.errors.get((row, column), "") or ("" if cell is None else shown(cell))
    sign = table.raw.currencies.get(column, {}).get(row, "")
    return f"{sign.upper()} {text}" if sign and type(cell) is float else text


def why_left_out(one: LeftOut, t: Texts) -> str:
    """Return in words why a row gave no record.

    Example:
        >>> why_left_out(LeftOut("opportunities", 8, "S06", "K04", None, "D8", "Amount", ""), Texts())
        'Amount is empty'
    """
    if not one.value:
        return t("{column} is empty", column=one.column)
    return t("{column} “{value}” cannot be used", column=one.column, value=one.value)
