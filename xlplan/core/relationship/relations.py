"""What does the method say of the relationship with one customer? Everything of it in one view."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.dossier import Dossier
from xlplan.core.policy import Policy
from xlplan.core.relationship.elements import (
    Dependency,
    ElementPolicy,
    Elements,
    four_elements,
    personal_dependency,
)
from xlplan.core.relationship.partnership import (
    Bonds,
    PartnerGates,
    PartnerPolicy,
    most_standards,
    partner_gates,
)
from xlplan.core.relationship.spending import Payback, SpendMix, payback, spend_mix


class RelationPolicy(NamedTuple):
    """The policy numbers of the relationship, looked up once a run."""

    elements: ElementPolicy
    partner: PartnerPolicy
    payback: tuple[float, float]

    @classmethod
    def of(cls, policy: Policy) -> "RelationPolicy":
        """Return the numbers in force."""
        return cls(
            ElementPolicy.of(policy),
            PartnerPolicy.of(policy),
            (policy.number("hour_cost"), policy.number("mode.first")),
        )


class RelationshipView(NamedTuple):
    """The relationship with one customer, besides its type (method 4.2–4.5)."""

    elements: Elements
    dependency: Dependency
    spend: SpendMix
    payback: Payback
    gates: PartnerGates


def relationship_view(
    dossier: Dossier,
    bonds: Bonds,
    deals: Sequence[OpportunityAssessment],
    policy: RelationPolicy,
) -> RelationshipView:
    """Return four elements, dependency, spend by level, payback and partnership gates.

    Args:
        dossier: the customer and its detail records.
        bonds: shares and key account; structural share and standards are found here.
        deals: its open opportunities.
        policy: the numbers in force.

    Source: method 4.2–4.5.
    """
    mix = spend_mix(dossier)
    structural = None if mix.shares is None else mix.shares[2]
    bonds = Bonds(*bonds[:3], structural, most_standards(deals))
    return RelationshipView(
        four_elements(dossier.customer),
        personal_dependency(dossier, policy.elements),
        mix,
        payback(dossier, policy.payback),
        partner_gates(dossier.customer.level, bonds, policy.partner),
    )
