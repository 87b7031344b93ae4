"""How do the result sheets hang together? Who stands in which row of which sheet, by number.

Formulas find a row of another sheet by the number of its opportunity or customer, so that a sheet
may be sorted and filtered. Numbers follow the ids, as ties of the method do.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from xlplan.core.assessment import (
    Assessment,
    CustomerAssessment,
    OpportunityAssessment,
    Risk,
)
from xlplan.core.grading.ranking import GradePolicy
from xlplan.core.money.returns import open_value
from xlplan.core.scores import Score


class Line(NamedTuple):
    """A row of the risk table: an open opportunity, or a customer without one."""

    customer: CustomerAssessment
    deal: OpportunityAssessment | None
    risk: Risk


class Linking:
    """The rows of the live sheets of one assessment.

    Args:
        assessment: an evaluated plan.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.grades = GradePolicy.of(assessment.policy)

    @cached_property
    def lines(self) -> list[Line]:
        """Return the rows of the risk table: largest risk first, then priority, unknown last."""
        lines: list[Line] = []
        for customer in self.assessment.customers:
            lines += [Line(customer, one, one.risk) for one in customer.opportunities]
            if not customer.opportunities:
                lines.append(Line(customer, None, customer.risk))
        return sorted(lines, key=lambda line: -_value(line.risk.score))

    @cached_property
    def sellers(self) -> list[CustomerAssessment]:
        """Return the rows of Cost and return: the largest sales first, unknown ones last."""
        return sorted(
            self.assessment.customers,
            key=lambda one: (one.facts.sales is None, -(one.facts.sales or 0.0)),
        )

    @cached_property
    def deal(self) -> Mapping[str, int]:
        """Return opportunity id → its number, in the order of ids."""
        return _numbered(one.opportunity.id for one in self.assessment.opportunities)

    @cached_property
    def customer(self) -> Mapping[str, int]:
        """Return customer id → its number, in the order of ids."""
        return _numbered(one.customer.id for one in self.assessment.customers)

    @cached_property
    def deal_line(self) -> Mapping[str, int]:
        """Return opportunity id → its place in the risk table, from 1."""
        lines = enumerate(self.lines, 1)
        return {line.deal.opportunity.id: at for at, line in lines if line.deal}

    @cached_property
    def customer_line(self) -> Mapping[str, int]:
        """Return customer id → the place of its own risk in the risk table, from 1."""
        found = {
            line.customer.customer.id: at
            for at, line in enumerate(self.lines, 1)
            if line.deal is None
        }
        for one in self.assessment.customers:
            if one.lead is not None:
                found[one.customer.id] = self.deal_line[one.lead.opportunity.id]
        return found

    @cached_property
    def seller(self) -> Mapping[str, int]:
        """Return customer id → its place in Cost and return, from 1."""
        return {one.customer.id: at for at, one in enumerate(self.sellers, 1)}

    @cached_property
    def present_value(self) -> Mapping[str, float | None]:
        """Return opportunity id → what it is worth today."""
        policy = self.assessment.policy
        terms = policy.number("discount"), policy.number("npv.days_blank")
        return {
            one.opportunity.id: open_value((one,), *terms) for one in self.assessment.opportunities
        }


def _numbered(ids: Iterable[str]) -> dict[str, int]:
    return {id_: at for at, id_ in enumerate(sorted(ids), 1)}


def _value(score: Score) -> float:
    return -1.0 if score.value is None else score.value
