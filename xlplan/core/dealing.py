"""What does the method say of one open opportunity? Chain, competition, PSE, likelihood, risk, grade."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

from xlplan.core.assessment import Facts, Link, OpportunityAssessment, Risk
from xlplan.core.grading.c139 import c139, c139_weights
from xlplan.core.grading.pse import (
    Standing,
    commercial_score,
    pse_score,
    pse_state,
    red_flags,
)
from xlplan.core.grading.ranking import GradePolicy, grade
from xlplan.core.grading.risk import Computed, RiskTable
from xlplan.core.grading.winning import (
    WinPolicy,
    competition_gap,
    lag_steps,
    missing_nodes,
    stage_likelihood,
    win_likelihood,
)
from xlplan.core.grouping import Grouped
from xlplan.core.model import Competitor, Customer, Opportunity
from xlplan.core.people.chain import (
    ChainPolicy,
    best_coach,
    decision_chain,
    timing,
)
from xlplan.core.people.chain_scores import coverage_score, dmi_score
from xlplan.core.people.collective import CollectivePolicy, decides_as_group, share_decision
from xlplan.core.policy import Policy
from xlplan.core.scores import Score


class People(NamedTuple):
    """The decision chain of one opportunity and what is read from it."""

    chain: tuple[Link, ...]
    dmi: Score
    coverage: Score
    coach: str | None
    quality: float | None


Place = tuple[Sequence[int], int]
UNRANKED: Place = ((0,), 0)
SEEN_BY_PEOPLE = frozenset({"purchase_step", "selling_step", "amount", "ownership"})
"""The fields of opportunity and customer that the decision chain looks at, besides its own sheets."""


class Dealing:
    """Evaluates the open opportunities of one plan: policies ready, records grouped.

    Args:
        by: the records, grouped.
        policy: the numbers in force.
        as_of: the day.
    """

    def __init__(self, by: Grouped, policy: Policy, as_of: dt.date) -> None:
        self.by, self.as_of = by, as_of
        self.chain_policy = ChainPolicy.of(policy)
        self.group_policy = CollectivePolicy.of(policy)
        self.win_policy = WinPolicy.of(policy)
        self.by_c139 = policy.word("win.score") == "c139"
        self.c139_weights = c139_weights(policy)
        self.grade_policy = GradePolicy.of(policy)
        self.risks = RiskTable(policy)
        self.threshold = policy.number("funnel.threshold")
        self.use_manual = policy.flag("win.use_manual")
        self.stage_rates = _stage_rates(by, self.win_policy)

    def on(self, by: Grouped, as_of: dt.date) -> "Dealing":
        """Return the same for other records and another day; the policies are not looked up again."""
        other = copy(self)
        other.by, other.as_of = by, as_of
        other.stage_rates = _stage_rates(by, self.win_policy)
        return other

    def assessment(
        self,
        one: Opportunity,
        customer: Customer,
        people: People | None = None,
        place: Place = UNRANKED,
    ) -> OpportunityAssessment:
        """Return the evaluation of one open opportunity, not yet ranked.

        Args:
            one: the opportunity.
            customer: whose it is.
            people: its decision chain, where it is known already and nothing of it has changed.
            place: where its priority stands, or will stand: the list of all, and the place in it.
        """
        who = self.people(one, customer) if people is None else people
        chain, dmi, coverage, coach, _ = who
        held = self.by.of_deal(one.id)
        nodes = missing_nodes(one, held.milestones)
        at = _standing(one, who, held.competitors)
        pse = pse_score(at, self.win_policy)
        flags = red_flags(chain, at.lag, coach, len(nodes), self.win_policy)
        p_stage = self.stage_rates[(one.selling_step or 1) - 1]
        p = win_likelihood(p_stage, self._state(one, pse), len(nodes), self.win_policy)
        p_rank = one.probability if self.use_manual and one.probability is not None else p
        risk = self._risk(one, customer, at, (coach, pse.value, p))
        days = None if one.expected_close is None else (one.expected_close - self.as_of).days
        graded = grade(one, days, p_rank, risk, self.grade_policy)
        margin = customer.gross_margin if one.gross_margin is None else one.gross_margin
        gain = None
        if margin is not None:
            gain = p_rank * one.amount * margin - (one.remaining_cost or 0.0)
        return OpportunityAssessment(
            one,
            customer,
            chain,
            dmi,
            coverage,
            timing(dmi.value, chain, self.chain_policy),
            coach,
            at.coach,
            at.gap,
            at.lag,
            pse,
            pse_state(pse.value, at, one.clear_facts, flags, self.win_policy),
            None if one.clear_facts is None else one.clear_facts / 9.0,
            flags,
            nodes,
            p_stage,
            p,
            one.probability,
            p_rank,
            days,
            risk,
            graded.grade,
            graded.likelihood,
            graded.risk,
            graded.gates,
            margin,
            gain,
            per_hour(gain, one.remaining_hours),
            *place,
        )

    def _state(self, one: Opportunity, pse: Score) -> Score:
        """Return the score that moves the likelihood: the PSE, or the C139 index where asked for.

        Choice: an opportunity of which no C139 fact is known keeps its PSE.
        """
        held = c139(one, self.c139_weights) if self.by_c139 else None
        return pse if held is None else held.score

    def people(self, one: Opportunity, customer: Customer) -> People:
        """Return the decision chain of an opportunity, and what is read from it."""
        step = one.purchase_step or one.selling_step or 1
        stakeholders = self.by.of_deal(one.id).stakeholders
        chain = decision_chain(
            stakeholders,
            self.by.people(customer.id, stakeholders),
            self.by.influences.get(customer.id, ()),
            self.by.last_seen,
            (step, self.as_of),
            self.chain_policy,
        )
        if decides_as_group(customer.ownership, one.amount, self.group_policy):
            chain = share_decision(chain, step, self.chain_policy)
        dmi, coverage = dmi_score(chain, self.chain_policy), coverage_score(chain)
        return People(chain, dmi, coverage, *best_coach(chain))

    def _risk(
        self,
        one: Opportunity,
        customer: Customer,
        at: Standing,
        later: tuple[str | None, float | None, float],
    ) -> Risk:
        facts = self.by.facts[customer.id]
        coach, pse, p = later
        computed = Computed(
            one.amount / customer.revenue if customer.revenue else None,
            one.amount / self.threshold if self.threshold else None,
            self.concentration(facts, one.amount),
            self.share(facts),
            at.dmi,
            at.coverage,
            coach,
            at.gap,
            pse,
            at.lag,
            p,
        )
        return self.risks.evaluate(customer, facts, one, computed)

    def share(self, facts: Facts) -> float | None:
        """Return the customer's share of all known sales, 0–1."""
        return (
            facts.sales / self.by.all_sales
            if facts.sales is not None and self.by.all_sales
            else None
        )

    def concentration(self, facts: Facts, amount: float) -> float | None:
        """Return the customer's share of all sales once ``amount`` is won (r12)."""
        if facts.sales is None or self.by.all_sales is None or self.by.all_sales + amount <= 0.0:
            return None
        return (facts.sales + amount) / (self.by.all_sales + amount)


def per_hour(gain: float | None, hours: float | None) -> float | None:
    """Return the expected return for each hour still to spend; the first hour counts whole.

    Source: method 3.5: ÷ max(remaining hours, 1).
    Choice: hours that nobody has estimated are not one hour (method 0.2). The return per hour is
    then not known, and the opportunity comes after those of its grade of which it is.

    Example:
        >>> per_hour(9e3, 30.0), per_hour(9e3, 0.0), per_hour(9e3, None)
        (300.0, 9000.0, None)
    """
    return None if gain is None or hours is None else gain / max(hours, 1.0)


def _standing(one: Opportunity, people: People, bidders: Sequence[Competitor]) -> Standing:
    """Return how we stand: among the people, among the bidders, in the two tracks."""
    return Standing(
        people.dmi.value,
        people.coverage.value,
        people.quality,
        one.fit,
        one.standards,
        competition_gap(bidders),
        lag_steps(one),
        commercial_score(one),
    )


def _stage_rates(by: Grouped, policy: WinPolicy) -> list[float]:
    """Return the win rate at each selling step 1–6, from own history."""
    return [
        stage_likelihood(step, won, reached, policy)
        for step, (reached, won) in enumerate(zip(*by.history, strict=True), 1)
    ]
