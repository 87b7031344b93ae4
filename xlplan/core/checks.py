"""Which dates cannot be, as of the day of the evaluation? What has happened lies not in the future."""

import datetime as dt
from collections.abc import Iterable

from xlplan.core.issues import Finding, finding
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
    found = [*_future(portfolio, as_of)]
    for one in portfolio.opportunities:
        if one.status == "open" and one.expected_close and one.expected_close < as_of:
            days = (as_of - one.expected_close).days
            place = address(portfolio, "opportunities", "expected_close", one.row)
            found.append(finding("CLOSE_PASSED", *place, one.expected_close, days=days, id=one.id))
        elif one.status != "open" and one.closed_on and one.closed_on > as_of:
            place = address(portfolio, "opportunities", "closed_on", one.row)
            found.append(finding("CLOSED_LATER", *place, one.closed_on, id=one.id, day=as_of))
    undated = [
        one for one in portfolio.opportunities if one.status == "won" and one.closed_on is None
    ]
    if undated:
        place = address(portfolio, "opportunities", "closed_on", undated[0].row)
        found.append(finding("WON_UNDATED", *place, count=len(undated), id=undated[0].id))
    return tuple(found)


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
