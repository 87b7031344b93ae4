"""What else does the method say of an open opportunity? Questions, people, key nodes, C139."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.grading.c139 import C139, c139, c139_weights
from xlplan.core.grouping import Grouped, by_opportunity
from xlplan.core.model import Answer
from xlplan.core.people.buying import Deciding, deciding_criterion
from xlplan.core.people.collective import Collective, CollectivePolicy, collective, decides_as_group
from xlplan.core.people.keyperson import KeyPerson, KeyPolicy, has_chart, key_person
from xlplan.core.policy import Policy
from xlplan.core.process.close_plan import ClosePlan, close_plan
from xlplan.core.process.nodes import KeyNode, key_nodes
from xlplan.core.process.qualification import Qualification, qualification


class DealDetail(NamedTuple):
    """One open opportunity, beside its assessment.

    Args:
        qualification: stop, ask or go (method 1.3).
        collective: how the leading group stands; ``None`` when no group must decide (2.2).
        key: key person, step of the strategy, views of the people (2.4–2.7).
        deciding: what decides between the bidders (2.8); ``None`` without a comparison.
        c139: text and index (3.3); ``None`` when nothing of it is known.
        nodes: the six key nodes (1.2).
        close: what of the close plan has slipped (10).
    """

    qualification: Qualification
    collective: Collective | None
    key: KeyPerson
    deciding: Deciding | None
    c139: C139 | None
    nodes: tuple[KeyNode, ...]
    close: ClosePlan

    @property
    def key_person_step(self) -> int:
        """Return the first of the six steps without evidence, 7 when all have it."""
        return self.key.step

    @property
    def deciding_criterion(self) -> str | None:
        """Return the criterion that decides, ``None`` when none does or none is known."""
        return None if self.deciding is None else self.deciding.criterion


class Details:
    """Looks at the open opportunities of one plan: policies ready, answers grouped.

    Args:
        answers: the plan's answers to qualification questions.
        by: its other records, grouped.
        policy: the numbers in force.
        as_of: the day.
    """

    def __init__(
        self, answers: Sequence[Answer], by: Grouped, policy: Policy, as_of: dt.date
    ) -> None:
        self._answers, self._by, self._as_of = by_opportunity(answers), by, as_of
        self._key = KeyPolicy.of(policy)
        self._group = CollectivePolicy.of(policy)
        self._weights = c139_weights(policy)
        self._epsilon = policy.number("buying.epsilon")
        self._least_coach = policy.number("node.coach")

    def of(self, one: CustomerAssessment) -> tuple[DealDetail, ...]:
        """Return a detail for each open opportunity of a customer, in the same order."""
        if not one.opportunities:
            return ()
        chart = has_chart(one.contacts, self._key)
        return tuple([self.deal(deal, chart=chart) for deal in one.opportunities])

    def deal(self, deal: OpportunityAssessment, *, chart: bool) -> DealDetail:
        """Return the detail of one opportunity; ``chart``: the organisation chart is known."""
        one = deal.opportunity
        held = self._by.of_deal(one.id)
        group = None
        if decides_as_group(deal.customer.ownership, one.amount, self._group):
            group = collective(deal.chain, self._group)
        key = key_person(deal.chain, self._key, chart=chart)
        return DealDetail(
            qualification(self._answers.get(one.id, ())),
            group,
            key,
            deciding_criterion(held.competitors, self._epsilon),
            c139(one, self._weights),
            key_nodes(deal, key.step, held.milestones, self._least_coach),
            close_plan(one, held.milestones, self._as_of),
        )
