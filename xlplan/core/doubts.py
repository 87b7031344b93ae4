"""What of a plan can be, and is hardly meant? Amounts of 0 or below, names twice, paid too much."""

from collections.abc import Iterator

from xlplan.core.checks import address, named
from xlplan.core.issues import Finding, finding
from xlplan.core.model import Portfolio

OVERPAID = 1.25
"""Paid, as a multiple of an invoice's amount, from which it is told. Choice: an amount may be without
tax, and what is paid with it."""

_NOT_BELOW_NOUGHT = {
    "customers": ("revenue", "wallet", "sales_12m", "sales_prior_12m"),
    "costs": ("amount",),
    "whitespace": ("current", "potential"),
}
"""Sheet → amounts that are hardly ever below 0. A credit note is an invoice below 0, and none of these."""


def doubt_findings(portfolio: Portfolio) -> tuple[Finding, ...]:
    """Return warnings about figures that are used as they are, and should be looked at."""
    return (
        *named(list(_below_nought(portfolio))),
        *named(list(_worth_nothing(portfolio))),
        *named(list(_open_though_ended(portfolio))),
        *named(list(_same_names(portfolio))),
        *named(list(_overpaid(portfolio))),
    )


def _below_nought(portfolio: Portfolio) -> Iterator[Finding]:
    for sheet, fields in _NOT_BELOW_NOUGHT.items():
        for field in fields:
            for one in getattr(portfolio, sheet):
                amount = getattr(one, field)
                if amount is not None and amount < 0.0:
                    place = address(portfolio, sheet, field, one.row)
                    yield finding("BELOW_NOUGHT", *place, f"{amount:,g}")


def _worth_nothing(portfolio: Portfolio) -> Iterator[Finding]:
    for one in portfolio.opportunities:
        if one.status == "open" and one.amount == 0.0:
            place = address(portfolio, "opportunities", "amount", one.row)
            yield finding("AMOUNT_NOUGHT", *place, "0", id=one.id)


def _open_though_ended(portfolio: Portfolio) -> Iterator[Finding]:
    ended = {one.id for one in portfolio.customers if one.has_ended}
    for one in portfolio.opportunities if ended else ():
        if one.status == "open" and one.customer_id in ended:
            place = address(portfolio, "opportunities", "status", one.row)
            yield finding("OPEN_THOUGH_ENDED", *place, "", id=one.id, customer=one.customer_id)


def _same_names(portfolio: Portfolio) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for one in portfolio.customers:
        name = " ".join(one.name.casefold().split())
        if first.setdefault(name, one.id) != one.id:
            place = address(portfolio, "customers", "name", one.row)
            yield finding("SAME_NAME", *place, one.name, id=one.id, other=first[name])


def _overpaid(portfolio: Portfolio) -> Iterator[Finding]:
    for one in portfolio.invoices:
        if one.paid is not None and 0.0 < one.amount * OVERPAID < one.paid:
            place = address(portfolio, "invoices", "paid", one.row)
            yield finding(
                "OVERPAID", *place, f"{one.paid:,g}", id=one.id, amount=f"{one.amount:,g}"
            )
