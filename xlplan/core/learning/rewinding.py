"""How is one opportunity evaluated as of an earlier day, thousands of times over?

By ``plan_as_of`` and the evaluation of every day, on the part of the plan that they look at: the
records of its customer. What they ask of the whole plan, own history and all sales, is carried along
from day to day.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from operator import attrgetter
from typing import Any, NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.dealing import Dealing
from xlplan.core.facts import NEVER, YEAR, Begins
from xlplan.core.grading.winning import moving_pse
from xlplan.core.grouping import Grouped, by_customer, by_opportunity, by_source
from xlplan.core.history import DECIDED, StageHistory, Tally
from xlplan.core.learning.past import dated_step, plan_as_of
from xlplan.core.model import Activity, Opportunity, Portfolio
from xlplan.core.policy import Policy

_date: Callable[[Any], dt.date] = attrgetter("date")
_customer: Callable[[Any], str] = attrgetter("customer_id")
_closed: Callable[[Opportunity], dt.date] = attrgetter("closed_on")
FROM_DETAIL = {
    "customer.late_days": "late_days", "customer.dso_days": "dso_days", "share": "sales_12m",
    "customer.sales_12m": "sales_12m", "concentration": "sales_12m",
    "customer.sales_prior_12m": "sales_prior_12m", "customer.relationship_cost": "relationship_cost",
}  # fmt: skip
"""Inputs of risk factors that bear a date where they come from the detail sheets."""
SPENDING = "customer.relationship_cost"
"""The input for which the year's costs and activities have to be added up; few risk tables ask for it."""
AMOUNT_ALONE = "worth"
"""The input that follows from the amount alone."""


class Then(NamedTuple):
    """The evaluation of an opportunity as of a day, and which figures came from which sheets."""

    found: OpportunityAssessment
    sources: Mapping[str, str]
    day: dt.date


class Rewinder:
    """Evaluates opportunities as of days that never go back.

    Args:
        plan: the records as they stand now.
        policy: the numbers in force.
    """

    def __init__(self, plan: Portfolio, policy: Policy) -> None:
        self._hour_cost = policy.number("hour_cost")
        self._least_pse = policy.number("win.completeness")
        self._least_money = policy.number("gate.completeness")
        self._by_hand = policy.flag("win.use_manual")
        self._inputs = {one.key: one.input for one in policy.factors}
        spending = SPENDING in self._inputs.values()
        self._parts, self._begins = _Parts(plan, spending=spending), Begins.of(plan)
        self._sales, self._history = _Sales(plan, self._begins), _History(plan.opportunities)
        nothing = Grouped(Portfolio(), dt.date.max, self._hour_cost)
        self._dealing = Dealing(nothing, policy, dt.date.max)

    def assess(self, deal: Opportunity, day: dt.date, *, dated_only: bool = False) -> Then:
        """Return the evaluation of an opportunity, as if it were that day.

        Args:
            deal: it, closed.
            day: the day; not before that of the last call.
            dated_only: from inputs that bear a date; then only the likelihood is meant, for money
                and payment are left out.
        """
        part = self._parts.bare(deal) if dated_only else self._parts.of(deal, day)
        plan = plan_as_of(part, day, deal.id, dated_only=dated_only)
        by = Grouped(plan, day, self._hour_cost, self._begins)
        by.history, by.all_sales = self._history.until(day), self._sales.until(day)
        customer = plan.customers[0]
        found = self._dealing.on(by, day).assessment(plan.opportunities[0], customer)
        return Then(found, by.facts[customer.id].sources, day)

    def moving(self, found: OpportunityAssessment) -> float | None:
        """Return the project state that moved the likelihood; ``None`` where too little is known."""
        return moving_pse(found.pse.value, found.pse.completeness, self._least_pse)

    def undated(self, then: Then) -> float:
        """Return which share of the inputs of likelihood and grade bears no date, 0–1.

        Choice: every input that is filled in counts once: the selling step (dated where a node done
        by the day shows it), the expected close, the parts of the project state where it moved the
        likelihood, the factors of money risk where they may move the grade (dated where they come
        from the detail sheets, or from the amount alone), a planner's own likelihood where it
        ranks. A missing node counts as dated: what is not done now was not done then.
        """
        found, deal = then.found, then.found.opportunity
        nodes = self._parts.milestones.get(deal.id, ())
        done = dated_step(one for one in nodes if one.date and one.date <= then.day)
        lacking = [False] * len(found.missing_nodes)
        if deal.selling_step is not None:
            lacking.append(deal.selling_step != done)
        lacking += [True] * (deal.expected_close is not None)
        lacking += [True] * (self._by_hand and found.p_manual is not None)
        if self.moving(found) is not None:
            lacking += [True for points in found.pse.rows.points if points is not None]
        lacking += self._of_money(then)
        return sum(lacking) / len(lacking) if lacking else 0.0

    def _of_money(self, then: Then) -> Iterator[bool]:
        """Yield for each known factor of money risk whether it bears no date."""
        money = then.found.risk.money
        if money.completeness < self._least_money:
            return
        for name, points in zip(money.rows.names, money.rows.points, strict=True):
            if points is not None:
                read = self._inputs[name]
                source = then.sources.get(FROM_DETAIL.get(read, ""), "typed")
                yield read != AMOUNT_ALONE and source == "typed"


class _Parts:
    """The records of a plan, so that those around one opportunity are found at once.

    Args:
        plan: the records.
        spending: whether what a relationship cost is asked for.
    """

    def __init__(self, plan: Portfolio, *, spending: bool) -> None:
        self.customers = {one.id: one for one in plan.customers}
        self.contacts = by_customer(plan.contacts)
        self.contact = {one.id: one for one in plan.contacts}
        self.stakeholders = by_opportunity(plan.stakeholders)
        self.competitors = by_opportunity(plan.competitors)
        self.milestones = by_opportunity(plan.milestones)
        self.influences = by_source(plan.influences, self.contact)
        spent = (plan.activities, plan.costs) if spending else ((), ())
        self.activities, self.costs = (_sorted(one, _customer) for one in spent)
        self.touches = _sorted(plan.activities, lambda one: one.contact_id or "")
        self.invoices = _sorted(plan.invoices, _customer)

    def of(self, deal: Opportunity, day: dt.date) -> Portfolio:
        """Return what an evaluation of the opportunity looks at, as of a day."""
        id_, first = deal.customer_id, day - dt.timedelta(days=YEAR - 1)
        chain = self.stakeholders.get(deal.id, ())
        guests = {one.contact_id: self.contact.get(one.contact_id) for one in chain}
        return Portfolio(
            customers=(self.customers[id_],),
            contacts=(
                *self.contacts.get(id_, ()),
                *(one for one in guests.values() if one and one.customer_id != id_),
            ),
            opportunities=(deal,),
            stakeholders=tuple(chain),
            influences=tuple(self.influences.get(id_, ())),
            competitors=tuple(self.competitors.get(deal.id, ())),
            milestones=tuple(self.milestones.get(deal.id, ())),
            activities=(
                *_between(self.activities.get(id_), first, day),
                *self._last_touches(guests, id_, first, day),
            ),
            costs=tuple(_between(self.costs.get(id_), first, day)),
            invoices=tuple(_between(self.invoices.get(id_), dt.date.min, day)),
        )

    def bare(self, deal: Opportunity) -> Portfolio:
        """Return what bears a date of that: its customer, itself, its nodes."""
        nodes = tuple(self.milestones.get(deal.id, ()))
        owner = (self.customers[deal.customer_id],)
        return Portfolio(customers=owner, opportunities=(deal,), milestones=nodes)

    def _last_touches(
        self, contacts: Iterable[str], owner: str, first: dt.date, day: dt.date
    ) -> Iterator[Activity]:
        """Yield the last activity with each contact where it is not among those of the last year."""
        for contact in contacts:
            for one in _between(self.touches.get(contact), dt.date.min, day)[-1:]:
                if not self.activities or one.date < first or one.customer_id != owner:
                    yield one


Days = tuple[list[dt.date], list[Any]]


def _sorted(records: Iterable[Any], key: Callable[[Any], str]) -> dict[str, Days]:
    """Return records by a key, each with its days, in the order of the days."""
    groups: dict[str, list[Any]] = {}
    for one in sorted(records, key=_date):
        groups.setdefault(key(one), []).append(one)
    return {id_: ([one.date for one in own], own) for id_, own in groups.items()}


def _between(found: Days | None, first: dt.date, last: dt.date) -> list[Any]:
    if found is None:
        return []
    days, records = found
    return records[bisect_left(days, first) : bisect_right(days, last)]


class _Sales:
    """All known sales of the plan as of any day: typed ones, else the invoices of a year."""

    def __init__(self, plan: Portfolio, begins: Begins) -> None:
        typed = [one.sales_12m for one in plan.customers if one.sales_12m is not None]
        self._typed = sum(typed) if typed else None
        counted = {one.id for one in plan.customers if one.sales_12m is None}
        own = sorted(
            (one for one in plan.invoices if one.customer_id in counted),
            key=lambda one: (one.date, one.amount),  # the same sum whatever the order of the rows
        )
        self._begin = begins.invoices if counted else NEVER
        self._days = [one.date for one in own]
        self._sums = [0.0, *accumulate(one.amount for one in own)]

    def until(self, day: dt.date) -> float | None:
        """Return the sales of the 365 days up to a day; ``None`` where nobody's are known."""
        if self._begin > day:
            return self._typed
        first = bisect_left(self._days, day - dt.timedelta(days=YEAR - 1))
        invoiced = self._sums[bisect_right(self._days, day)] - self._sums[first]
        return invoiced + (self._typed or 0.0)


class _History:
    """Own history as of days that never go back."""

    def __init__(self, deals: Iterable[Opportunity]) -> None:
        closed = [one for one in deals if one.status in DECIDED and one.closed_on]
        self._closed, self._next, self._tally = sorted(closed, key=_closed), 0, Tally()
        self._found = self._tally.history

    def until(self, day: dt.date) -> StageHistory:
        """Return how those that closed up to a day had come."""
        before = self._next
        while self._next < len(self._closed) and _closed(self._closed[self._next]) <= day:
            self._tally.add(self._closed[self._next])
            self._next += 1
        if self._next > before:
            self._found = self._tally.history
        return self._found
