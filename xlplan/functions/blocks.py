"""Which records does a range hold? The rows of a sheet, read as the batch reads them.

A range has the columns of the contract in its order, or begins with headings (in either language,
in any order). What a cell may say, and what happens to one that cannot be read, is the contract's
business: the record goes on without it, and the reason says so.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from xlplan.core.issues import Finding, Severity
from xlplan.core.policy import Factor, Policy
from xlplan.core.policy import Value as PolicyValue
from xlplan.engine.contract import POLICY, RISK_FACTORS, SHEETS
from xlplan.engine.presets import with_preset
from xlplan.engine.read import own_rows
from xlplan.engine.reading.factors import read_factors
from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.headings import Place, locate
from xlplan.engine.reading.judging import judge
from xlplan.engine.reading.money import choose_currency, named_currencies, settle_money
from xlplan.engine.reading.policy import read_changes
from xlplan.engine.reading.table import Table, read_table, records
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import Sheet
from xlplan.functions.kinds import TOO_WIDE, CellError, Grid, RefusedError, Rows

NO_HEADING = "{argument}: the column “{heading}” is missing. Needed are: {needed}."
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell knows no zone
_SHEETS = {sheet.key: sheet for sheet in SHEETS}
_SERIALS = (1.0, 73_051.0)
"""Days that a date cell without its format can be: 1899-12-31 to 2100-01-01."""


def day_of(serial: float) -> dt.date:
    """Return the day of a spreadsheet's number for it.

    Raises:
        OverflowError: it is no day.

    Example:
        >>> day_of(46112.5)
        datetime.date(2026, 3, 31)
    """
    return (_EPOCH + dt.timedelta(days=serial)).date()


def read_rows(key: str, argument: str, grid: Grid) -> tuple[Rows[Any], tuple[Finding, ...]]:
    """Return the records of a range, and what was found on the way.

    Args:
        key: of the sheet, such as ``stakeholders``.
        argument: what the range is called, for the reasons.
        grid: its cells, rows of equal length.

    Raises:
        RefusedError: it is wider than the sheet, or a column without which there is no record is missing.

    Example:
        >>> rows, _ = read_rows("costs", "costs", [[46112.0, "C1", "", "", "gift", 300.0]])
        >>> rows[0].date.isoformat(), rows[0].customer_id, rows[0].amount
        ('2026-03-31', 'C1', 300.0)
    """
    table, gathered = _table(_SHEETS[key], argument, grid)
    settle_money(table, choose_currency([table], named_currencies([table])), gathered, named=False)
    judge(table, gathered)
    added = len(table.raw.rows) - len(grid)
    return Rows(own_rows(key, records(table))), _counted(gathered.findings(), added)


def _counted(findings: Sequence[Finding], added: int) -> tuple[Finding, ...]:
    """Return findings whose rows count from the top of the range, without headings put above it."""
    if not added:
        return tuple(findings)
    return tuple(
        replace(one, cell=re.sub(r"\d+", lambda row: str(int(row[0]) - added), one.cell))
        for one in findings
    )


def read_terms(
    policy: Grid | None, factors: Grid | None
) -> tuple[Policy | None, tuple[Finding, ...]]:
    """Return the policy of a planner's rows of Policy and Risk factors; ``None`` without any.

    Example:
        >>> read_terms([["discount", 0.12]], None)[0].number("discount")
        0.12
    """
    if policy is None and factors is None:
        return None, ()
    return _terms(_hashable(policy), _hashable(factors))


@lru_cache(maxsize=16)
def _terms(policy: Any, factors: Any) -> tuple[Policy, tuple[Finding, ...]]:
    """Make a policy once; a column of formulas asks for the same one thousands of times."""
    changes: dict[str, PolicyValue] = {}
    own: tuple[Factor, ...] = ()
    found: list[Finding] = []
    if policy is not None:
        table, gathered = _table(POLICY, "policy", [list(row) for row in policy])
        changes = read_changes(table, gathered)
        found += gathered.findings()
    if factors is not None:
        table, gathered = _table(RISK_FACTORS, "factors", [list(row) for row in factors])
        settle_money(
            table, choose_currency([table], named_currencies([table])), gathered, named=False
        )
        judge(table, gathered)
        own = read_factors(table, gathered)
        found += gathered.findings()
    made = Policy(changes, own) if own else Policy(changes)
    return with_preset(made, made.word("preset")), tuple(found)


def _hashable(grid: Grid | None) -> tuple[tuple[Any, ...], ...] | None:
    return None if grid is None else tuple(map(tuple, grid))


def worst(findings: Sequence[Finding]) -> Finding | None:
    """Return the first of the gravest findings, leaving out what is only good to know."""
    order = list(Severity)
    told = [one for one in findings if one.severity is not Severity.INFO]
    return min(told, key=lambda one: order.index(one.severity), default=None)


def _table(sheet: Sheet, argument: str, grid: Grid) -> tuple[Table, Gathered]:
    """Return the typed columns of a range."""
    raw = RawSheet(argument, [list(row) for row in grid])
    place = locate(sheet, RawSheet(argument, raw.rows[:1]))
    needed = [column.en for column in sheet.columns if column.required]
    if place is None or (place.missing and not _is_head(raw.rows[0], place)):
        width = max(map(len, raw.rows))
        if width > len(sheet.columns):
            raise RefusedError(
                CellError.VALUE, TOO_WIDE, argument=argument, width=width, most=len(sheet.columns)
            )
        raw.rows.insert(0, [column.en for column in sheet.columns[:width]])
    place = locate(sheet, raw)
    if place is None or place.missing:
        missing = place.missing[0].en if place else needed[0]
        raise RefusedError(
            CellError.VALUE, NO_HEADING, argument=argument, heading=missing,
            needed=", ".join(needed),
        )  # fmt: skip
    _make_dates(sheet, place, raw.rows)
    return read_table(place, raw), Gathered((argument,))


def _is_head(row: Sequence[Any], place: Place) -> bool:
    """Return whether a row that lacks a needed heading is still one of headings."""
    filled = [cell for cell in row if cell not in (None, "")]
    return len(place.columns) * 2 > len(filled)


def _make_dates(sheet: Sheet, place: Place, rows: Grid) -> None:
    """Turn numbers in columns of dates into dates: not every host says which cell is one."""
    low, high = _SERIALS
    for name, at in place.columns.items():
        if sheet.by_field[name].kind != "date":
            continue
        for row in rows[place.start :]:
            if at < len(row) and type(row[at]) is float and low <= row[at] <= high:
                row[at] = day_of(row[at])
