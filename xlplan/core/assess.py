"""What does the method say about this plan? Every figure for one Portfolio, as of a date."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from xlplan.core.assessment import (
    Assessment,
    CustomerAssessment,
    OpportunityAssessment,
)
from xlplan.core.dealing import Dealing
from xlplan.core.funnel import OpenFunnel, funnel
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

R = TypeVar("R")


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
        self.found: list[OpportunityAssessment] = []
        self.places: list[int] = []
        self.customer_places: list[int] = []
        self.orders: list[tuple[int, bool, float, float, str]] = []
        self.funnel = OpenFunnel(as_of, policy, self.places)

    def assessment(self) -> Assessment:
        """Go through the plan once; what needs all deals or all customers waits for the end.

        Each customer's records are looked at next to each other, deals first: a hundred thousand
        records visited in any other order than that in which they lie cost half again.
        """
        figures = spread(self._sellers(), self.policy)
        key = key_customers(figures, self.policy.number("key.pareto"))
        customers = [
            self._customer(one, slot, one.id in key) for slot, one in enumerate(self.plan.customers)
        ]
        self.places[:] = _places(self.orders)
        self.customer_places[:] = _places([self._order(one) for one in customers])
        ranked = _ranked(customers, self.customer_places)
        self.viewing.customers = ranked
        return Assessment(
            self.as_of,
            self.policy,
            self.plan,
            ranked,
            _ranked(self.found, self.places),
            figures,
            funnel(self.funnel, self.by.closed, self.by.history, self.policy),
            self.viewing,
        )

    def _sellers(self) -> list[Seller]:
        return [
            Seller(one.id, sales, None if one.gross_margin is None else sales * one.gross_margin)
            for one in self.plan.customers
            if (sales := self.by.facts[one.id].sales) is not None
        ]

    def _deals(self, customer: Customer) -> list[OpportunityAssessment]:
        """Return the open deals of a customer, best first; note what ranks them among all."""
        first = len(self.found)
        for one in self.by.open.get(customer.id, ()):
            deal = self.deals.assessment(one, customer, place=(self.places, len(self.found)))
            self.found.append(deal)
            self.orders.append(_deal_order(deal))
            self.funnel.add(deal)
        return sorted(self.found[first:], key=lambda deal: self.orders[deal.slot])

    def _order(self, one: CustomerAssessment) -> tuple[int, int, float, str]:
        """Grade, then the priority of the best deal, then sales, then id."""
        deals = one.opportunities
        first = deals[0].priority if deals else len(self.plan.opportunities) + 1
        return ORDER[one.grade], first, -(one.facts.sales or 0.0), one.customer.id

    def _customer(self, one: Customer, slot: int, pareto: bool) -> CustomerAssessment:
        deals = self._deals(one)
        facts, contacts = self.by.facts[one.id], self.by.contacts.get(one.id, ())
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
            grade=deals[0].grade if deals else "D",
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
            places=self.customer_places,
            slot=slot,
            viewing=self.viewing,
        )


def _places(orders: Sequence[tuple[Any, ...]]) -> list[int]:
    """Return the place of each, 1 for the first, by what they are ordered by."""
    places = [0] * len(orders)
    for place, at in enumerate(sorted(range(len(orders)), key=orders.__getitem__), 1):
        places[at] = place
    return places


def _ranked(found: Sequence[R], places: Sequence[int]) -> tuple[R, ...]:
    """Return what was found in the order of its places."""
    ranked = list(found)
    for one, place in zip(found, places, strict=True):
        ranked[place - 1] = one
    return tuple(ranked)


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
