"""What do the detail sheets say of a customer? Sales, payment and cost of the last 365 days.

A figure computed from detail is used only where the typed one is blank; the result says which.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from xlplan.core.assessment import Facts
from xlplan.core.model import Activity, Cost, Customer, Invoice, Portfolio

YEAR = 365
NEVER = dt.date.max
MONTH = dt.timedelta(days=31)
"""A month without an invoice is no sign of missing ones."""


_DETAIL = {
    "sales_12m": "invoices", "sales_prior_12m": "invoices", "dso_days": "invoices",
    "late_days": "invoices", "relationship_cost": "costs",
}  # fmt: skip
_typed: Callable[[Customer], tuple[float | None, ...]] = attrgetter(*_DETAIL)


class Paid:
    """What the invoices of one customer add up to; days late over the invoices that fell due."""

    __slots__ = ("due", "late", "owed", "prior", "sales")

    def __init__(self) -> None:
        self.sales = self.prior = self.owed = self.late = 0.0
        self.due = 0


class Begins(NamedTuple):
    """The days from which the sheets of a whole plan say something; the last day of all: never.

    Args:
        invoices: of the first invoice.
        payment: from which on an invoice says anything of its payment.
        costs: of the first cost, or the first activity with hours.
    """

    invoices: dt.date
    payment: dt.date
    costs: dt.date

    @classmethod
    def of(cls, plan: Portfolio) -> "Begins":
        """Look at every record once."""
        return cls(
            min((one.date for one in plan.invoices), default=NEVER),
            min(map(_payment_told, plan.invoices), default=NEVER),
            min(_spending_days(plan), default=NEVER),
        )


@cache
def _sources(known: tuple[bool, ...], spent: str) -> Mapping[str, str]:
    """Return where the figures come from, by which are typed and which are known at all.

    ``spent`` is the sheet that tells what was spent.

    There are few ways to know something, and many customers: those that are known in one way share
    one mapping.
    """
    count = len(_DETAIL)
    sheets = _DETAIL | {"relationship_cost": spent}
    rows = zip(sheets.items(), known[:count], known[count:], strict=True)
    return {field: "typed" if typed else sheet for (field, sheet), typed, held in rows if held}


def _payment_told(one: Invoice) -> dt.date:
    """Return the day on which an invoice first says something of its payment."""
    if one.paid is not None:
        return one.date
    return NEVER if one.paid_on is None else max(one.date, one.paid_on)


def _spending_days(plan: Portfolio) -> Iterator[dt.date]:
    yield from (one.date for one in plan.costs)
    yield from (one.date for one in plan.activities if one.hours is not None)


class Ledger:
    """The detail sheets added up once, by customer, as of a date.

    Source: workbook contract, rules of reading.
    Choice: DSO = what is owed as of the day ÷ sales of the 365 days × 365, so that the receivables
    of method 5.1 are what the invoices show. Days late = mean, over invoices of the 365 days that
    fell due, of the days paid (or still unpaid) after the due date, early counting as 0; a credit
    note cannot be late, and of one paid in full on an unknown day nobody knows. When no invoice of
    the plan says anything of payment, payment is unknown and both are absent. A payment dated after
    ``as_of`` has not happened yet. Activities without any hours say nothing of the cost. A sheet
    whose rows all lie after ``as_of`` says nothing yet: nobody's sales or cost is 0 by it. The
    sales of the year before are known only where the plan's invoices reach back to its first month:
    a part of that year would show a growth that never was. Of a customer whose sales are typed and
    who has no invoice at all the invoices say nothing, of the year before neither. What was spent is
    told to come from Costs where a row of theirs is among it, and from Activities where it is hours.

    Args:
        portfolio: the records, or those of some customers of it.
        as_of: the day.
        hour_cost: money an hour.
        begins: of the whole plan, where ``portfolio`` is a part of it.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        as_of: dt.date,
        hour_cost: float,
        begins: Begins | None = None,
    ) -> None:
        self.as_of = as_of
        invoices = portfolio.invoices
        self.knows_payment = (
            any(_payment_told(one) <= as_of for one in invoices)
            if begins is None
            else begins.payment <= as_of
        )
        begin, self.paid = self._invoices(invoices)
        begin = begin if begins is None else begins.invoices
        self._no_sales = 0.0 if begin <= as_of else None
        self.has_prior = begin <= self._window()[1] + MONTH
        self.has_costs = (
            any(day <= as_of for day in _spending_days(portfolio))
            if begins is None
            else begins.costs <= as_of
        )
        self.cost = self._costs(portfolio.costs)
        self._by_hours = set[str]()
        self._spent = "costs" if self.cost else "activities"
        self.last_seen = self._activities(portfolio.activities, hour_cost)

    def facts(self, customer: Customer) -> Facts:
        """Return a customer's figures, typed ones first."""
        paid = self.paid.get(customer.id)
        sales, late, dso = self._no_sales, None, None
        prior: float | None = 0.0
        if paid:
            sales, prior = paid.sales, paid.prior
            late = paid.late / paid.due if paid.due else None
            if self.knows_payment and sales > 0.0:
                dso = paid.owed / sales * YEAR
        cost = self.cost.get(customer.id, 0.0) if self.has_costs else None
        typed = _typed(customer)
        if not self.has_prior or (paid is None and typed[0]):
            prior = None
        found = (sales, prior, dso, late, cost)
        known = [b if a is None else a for a, b in zip(typed, found, strict=True)]
        spent = "activities" if customer.id in self._by_hours else self._spent
        sources = _sources(tuple([one is not None for one in (*typed, *known)]), spent)
        return Facts._make((*known, sources))

    def _invoices(self, invoices: Iterable[Invoice]) -> tuple[dt.date, dict[str, Paid]]:
        """Return the day of the first invoice, whenever that is, and what each customer paid."""
        first, before = self._window()
        as_of, paying, begin = self.as_of, self.knows_payment, NEVER
        sums: dict[str, Paid] = {}
        for one in invoices:
            day = one.date
            if day < begin:  # noqa: PLR1730 - a call per invoice would show
                begin = day
            if day > as_of:
                continue
            row = sums.get(one.customer_id)
            if row is None:
                row = sums[one.customer_id] = Paid()
            if day >= first:
                row.sales += one.amount
            elif day >= before:
                row.prior += one.amount
            if not paying:
                continue
            owed = self._owed(one)
            row.owed += owed
            due = one.due
            until = as_of if owed else one.paid_on
            if day >= first and due and due <= as_of and until and one.amount > 0.0:
                if until > due:
                    row.late += (until - due).days
                row.due += 1
        return begin, sums

    def _owed(self, one: Invoice) -> float:
        """Return what of an invoice is unpaid as of the day; a credit note is owed by nobody."""
        paid, when = one.paid, one.paid_on
        if when is not None and when > self.as_of:
            return max(0.0, one.amount)
        if paid is None:
            return 0.0 if when is not None else max(0.0, one.amount)
        return max(0.0, one.amount - paid)

    def _costs(self, costs: Iterable[Cost]) -> dict[str, float]:
        first, _ = self._window()
        sums: dict[str, float] = {}
        for one in costs:
            if first <= one.date <= self.as_of:
                sums[one.customer_id] = sums.get(one.customer_id, 0.0) + one.amount
        return sums

    def _activities(self, activities: Iterable[Activity], hour_cost: float) -> dict[str, dt.date]:
        """Add the hours of the year to the cost; return when each contact was last seen."""
        first, _ = self._window()
        as_of, cost = self.as_of, self.cost
        last: dict[str, dt.date] = {}
        for act in activities:
            day = act.date
            if day > as_of:
                continue
            who = act.contact_id
            if who:
                seen = last.get(who)
                if seen is None or day > seen:
                    last[who] = day
            hours = act.hours
            if hours and day >= first:
                customer = act.customer_id
                spent = cost.get(customer)
                if spent is None:
                    self._by_hours.add(customer)
                    spent = 0.0
                cost[customer] = spent + hours * hour_cost
        return last

    def _window(self) -> tuple[dt.date, dt.date]:
        """Return the first day of the last 365 and of the 365 before them."""
        first = self.as_of - dt.timedelta(days=YEAR - 1)
        return first, first - dt.timedelta(days=YEAR)
