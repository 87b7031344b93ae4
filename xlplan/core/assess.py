"""What does the method say about this plan? Every figure for one Portfolio, as of a date."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

from xlplan.core.assessment import (
    Assessment,
    CustomerAssessment,
    OpportunityAssessment,
)
from xlplan.core.dealing import Dealing
from xlplan.core.figures import PortfolioFigures
from xlplan.core.funnel import funnel
from xlplan.core.grading.portfolio import Seller, key_customers, spread
from xlplan.core.grading.ranking import ORDER
from xlplan.core.grading.risk import Computed, RiskTable
from xlplan.core.grouping import Grouped
from xlplan.core.model import Customer, Portfolio
from xlplan.core.money.returns import ReturnPolicy, economics
from xlplan.core.pausing import collector_paused
from xlplan.core.policy import Policy
from xlplan.core.relationship.kind import mean_ties, relationship_type
from xlplan.core.views import Viewing

_PRIORITY = attrgetter("priority")


def assess(portfolio: Portfolio, policy: Policy, as_of: dt.date) -> Assessment:
    """Return everything the method says of a plan as of a day.

    Args:
        portfolio: the records, checked.
        policy: the numbers in force.
        as_of: the day; nothing else tells the time.

    Source: method 0–6. Same input, same result: nothing depends on the order of the rows but ties.
    Choice: an opportunity closed after ``as_of`` is closed, but not yet part of own history.
    """
    with collector_paused():
        return _Run(portfolio, policy, as_of).assessment()


class _Run:
    """One evaluation: the policies ready, the records grouped."""

    def __init__(self, portfolio: Portfolio, policy: Policy, as_of: dt.date) -> None:
        self.plan, self.policy, self.as_of = portfolio, policy, as_of
        self.by = Grouped(portfolio, as_of, policy.number("hour_cost"))
        self.deals = Dealing(self.by, policy, as_of)
        self.return_policy = ReturnPolicy.of(policy)
        self.risks_alone = RiskTable(policy, alone=True)
        self.viewing = Viewing(portfolio, self.by, policy, as_of)

    def assessment(self) -> Assessment:
        mine = self._deals()
        deals = sorted(chain.from_iterable(mine.values()), key=_PRIORITY)
        grades = [_grade(mine[customer.id]) for customer in self.plan.customers]
        figures = spread(self._sellers(), grades, self.policy)
        customers = self._customers(mine, figures)
        self.viewing.customers = customers
        return Assessment(
            self.as_of,
            self.policy,
            self.plan,
            customers,
            tuple(deals),
            figures,
            funnel(
                chain.from_iterable(mine.values()),
                self.by.closed,
                self.by.history,
                self.as_of,
                self.policy,
            ),
            self.viewing,
        )

    def _deals(self) -> dict[str, list[OpportunityAssessment]]:
        """Return the open deals of every customer in order of priority.

        Each is made next to its neighbours in the plan, not in order of priority: a hundred
        thousand records visited in any other order than that in which they lie cost half again.
        """
        deals = [
            self.deals.assessment(one, customer)
            for customer in self.plan.customers
            for one in self.by.open.get(customer.id, ())
        ]
        priorities = _priorities([_deal_order(one) for one in deals])
        ranked = partial(tuple.__new__, OpportunityAssessment)
        mine: dict[str, list[OpportunityAssessment]] = {one.id: [] for one in self.plan.customers}
        for one, priority in zip(deals, priorities, strict=True):
            mine[one.customer.id].append(ranked((*one[:-1], priority)))
        for own in mine.values():
            own.sort(key=_PRIORITY)
        return mine

    def _sellers(self) -> list[Seller]:
        return [
            Seller(one.id, sales, None if one.gross_margin is None else sales * one.gross_margin)
            for one in self.plan.customers
            if (sales := self.by.facts[one.id].sales) is not None
        ]

    def _customers(
        self, mine: dict[str, list[OpportunityAssessment]], figures: PortfolioFigures
    ) -> tuple[CustomerAssessment, ...]:
        customers = self.plan.customers
        priorities = _priorities([self._order(one, mine[one.id]) for one in customers])
        key = key_customers(figures, self.policy.number("key.pareto"))
        found = [
            self._customer(one, priority, mine[one.id], one.id in key)
            for one, priority in zip(customers, priorities, strict=True)
        ]
        return tuple(sorted(found, key=_PRIORITY))

    def _order(
        self, one: Customer, deals: list[OpportunityAssessment]
    ) -> tuple[int, int, float, str]:
        """Grade, then the priority of the best deal, then sales, then id."""
        first = deals[0].priority if deals else len(self.plan.opportunities) + 1
        return ORDER[_grade(deals)], first, -(self.by.facts[one.id].sales or 0.0), one.id

    def _customer(
        self, one: Customer, rank: int, deals: list[OpportunityAssessment], pareto: bool
    ) -> CustomerAssessment:
        facts, contacts = self.by.facts[one.id], self.by.contacts.get(one.id, [])
        lead = min(deals, key=_lead_order) if deals else None
        if lead is None:
            computed = Computed(
                concentration=self.deals.concentration(facts, 0.0), share=self.deals.share(facts)
            )
            risk = self.risks_alone.evaluate(one, facts, None, computed)
        else:
            risk = lead.risk
        share, ties = self.deals.share(facts), mean_ties(contacts)
        gains = [gain for deal in deals if (gain := deal.expected_return) is not None]
        return CustomerAssessment(
            customer=one,
            contacts=tuple(contacts),
            facts=facts,
            grade=_grade(deals),
            priority=rank,
            lead=lead,
            opportunities=tuple(deals),
            risk=risk,
            share=share,
            share_flag=0
            if share is None
            else sum(share >= b for b in self.policy.numbers("concentration.flags")),
            economics=economics(one, facts, risk.score.value, deals, self.return_policy),
            relationship_type=relationship_type(facts.sales, ties, self.policy.number("type.ties")),
            ties=ties,
            key_account=True if pareto or one.strategic else None if facts.sales is None else False,
            expected_return=sum(gains) if gains else None,
            viewing=self.viewing,
        )


def _priorities(orders: Sequence[tuple[Any, ...]]) -> list[int]:
    """Return the place of each, 1 for the first, by what they are ordered by."""
    places = [0] * len(orders)
    for place, at in enumerate(sorted(range(len(orders)), key=orders.__getitem__), 1):
        places[at] = place
    return places


def _grade(deals: list[OpportunityAssessment]) -> str:
    """Return the grade of the best open opportunity, D when none is open (deals are in order)."""
    return deals[0].grade if deals else "D"


def _deal_order(one: OpportunityAssessment) -> tuple[int, bool, float, float, str]:
    """Grade, then expected net return per hour (unknown last), then amount, then id."""
    gain = one.return_per_hour
    unknown = gain is None
    return (
        ORDER[one.grade], unknown, 0.0 if gain is None else -gain, -one.opportunity.amount,
        one.opportunity.id,
    )  # fmt: skip


def _lead_order(one: OpportunityAssessment) -> tuple[float, str]:
    """Largest p·amount first, then id."""
    return -one.p * one.opportunity.amount, one.opportunity.id
