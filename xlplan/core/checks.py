"""What has to be told about a plan as of a day? Dates that cannot be, and gaps that look like results."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from xlplan.core.assessment import Assessment
from xlplan.core.facts import MONTH, YEAR
from xlplan.core.issues import NAMED, Finding, finding
from xlplan.core.model import Portfolio

_HAPPENED = {
    "activities": ("date",),
    "costs": ("date",),
    "invoices": ("date", "paid_on"),
    "surveys": ("date",),
    "complaints": ("opened", "responded", "closed"),
    "stakeholders": ("last_contact",),
}


def date_findings(portfolio: Portfolio, as_of: dt.date) -> tuple[Finding, ...]:
    """Return findings about dates that need to know the day: at most one a column, with a count.

    A date after ``as_of`` of something that has happened is not counted yet. An open opportunity
    whose expected close has passed is named. A won one without its date is missing in the funnel.
    """
    passed, later = [], []
    for one in portfolio.opportunities:
        if one.status == "open" and one.expected_close and one.expected_close < as_of:
            days = (as_of - one.expected_close).days
            place = address(portfolio, "opportunities", "expected_close", one.row)
            passed.append(finding("CLOSE_PASSED", *place, one.expected_close, days=days, id=one.id))
        elif one.status != "open" and one.closed_on and one.closed_on > as_of:
            place = address(portfolio, "opportunities", "closed_on", one.row)
            later.append(finding("CLOSED_LATER", *place, one.closed_on, id=one.id, day=as_of))
    return (*_future(portfolio, as_of), *named(passed), *named(later), *_undated(portfolio))


def gap_findings(assessment: Assessment) -> tuple[Finding, ...]:
    """Return remarks on what is missing in so many rows that it shapes the result.

    Grades of deals without a date, an empty funnel, shares of sales that are known for some, and
    sums over a year that the invoices do not cover: each looks like a finding about the customers.
    """
    return (*_open_gaps(assessment), *_sales_gaps(assessment))


def _open_gaps(found: Assessment) -> Iterator[Finding]:
    deals = [one.opportunity for one in found.opportunities]
    undated = [one for one in deals if one.expected_close is None]
    if undated:
        first = min(undated, key=lambda one: one.row)
        place = address(found.portfolio, "opportunities", "expected_close", first.row)
        yield finding(
            "NO_CLOSE_DATES", *place, count=len(undated), total=len(deals), id=first.id
        )  # fmt: skip
    threshold, largest = (
        found.policy.number("funnel.threshold"),
        max((d.amount for d in deals), default=0.0),
    )
    if deals and largest < threshold:
        name, _ = address(found.portfolio, "opportunities", "amount", 0)
        yield finding(
            "FUNNEL_EMPTY", name, "", count=len(deals), largest=f"{largest:,.0f}", threshold=f"{threshold:,.0f}"
        )  # fmt: skip


def _sales_gaps(found: Assessment) -> Iterator[Finding]:
    facts = [one.facts for one in found.customers]
    known = sum(one.sales is not None for one in facts)
    if 0 < known < len(facts):
        name, _ = address(found.portfolio, "customers", "sales_12m", 0)
        yield finding("SALES_PARTLY_KNOWN", name, known=known, total=len(facts))
    begin = min((one.date for one in found.portfolio.invoices), default=None)
    if begin is None:
        return
    name, _ = address(found.portfolio, "invoices", "date", 0)
    year = found.as_of - dt.timedelta(days=YEAR - 1)
    before = year - dt.timedelta(days=YEAR)
    if begin > year + MONTH and any(one.sources.get("sales_12m") == "invoices" for one in facts):
        yield finding("SALES_SHORT", name, "", begin, first=year)
    elif begin > before + MONTH and any(one.sales_prior is None for one in facts):
        yield finding("PRIOR_SHORT", name, "", begin, first=before)


def address(portfolio: Portfolio, sheet: str, field: str, row: int) -> tuple[str, str]:
    """Return the sheet's name and the cell of a record's field, as far as they are known."""
    name = (portfolio.sheets or {}).get(sheet, sheet)
    column = (portfolio.columns or {}).get(sheet, {}).get(field, "")
    return name, f"{column}{row}" if column and row else ""


def _future(portfolio: Portfolio, as_of: dt.date) -> Iterable[Finding]:
    for sheet, fields in _HAPPENED.items():
        for field in fields:
            late = [
                one
                for one in getattr(portfolio, sheet)
                if (day := getattr(one, field)) is not None and day > as_of
            ]
            if late:
                place = address(portfolio, sheet, field, late[0].row)
                value = getattr(late[0], field)
                yield finding("DATE_IN_FUTURE", *place, value, count=len(late), day=as_of)


def _undated(portfolio: Portfolio) -> Iterator[Finding]:
    won = [one for one in portfolio.opportunities if one.status == "won" and one.closed_on is None]
    if won:
        place = address(portfolio, "opportunities", "closed_on", won[0].row)
        yield finding("WON_UNDATED", *place, count=len(won), id=won[0].id)


def named(found: Sequence[Finding]) -> Sequence[Finding]:
    """Return all of a kind, or as many as are named and the count of the others.

    Args:
        found: findings of one code.
    """
    if len(found) <= NAMED:
        return found
    last, more = found[NAMED - 1], f"{len(found) - NAMED:,}"
    return (*found[:NAMED], finding("MORE_WARNINGS", last.sheet, count=more, rule=last.code))
