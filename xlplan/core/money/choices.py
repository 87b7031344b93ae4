"""Which money decisions does a customer ask for? Level, price, first orders, room to grow."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import Economics, OpportunityAssessment
from xlplan.core.dossier import Dossier
from xlplan.core.money.bargains import (
    BargainPolicy,
    Floor,
    LossLeader,
    Ultimatum,
    deal_floor,
    loss_leader,
    ultimatum,
)
from xlplan.core.money.levels import LevelChoice, LevelPolicy, level_choice
from xlplan.core.money.whitespace import Room
from xlplan.core.policy import Policy


class MoneyPolicy(NamedTuple):
    """The policy numbers of the money decisions, looked up once a run."""

    levels: LevelPolicy
    bargains: BargainPolicy

    @classmethod
    def of(cls, policy: Policy) -> "MoneyPolicy":
        """Return the numbers in force."""
        return cls(LevelPolicy.of(policy), BargainPolicy.of(policy))


class MoneyChoices(NamedTuple):
    """The money decisions about one customer (method 5.2–5.4).

    Args:
        room: its purchases, our share of them, the white space.
        levels: the four relationship levels compared.
        ultimatum: the answer if it demands ``ultimatum.cut`` off the price.
        loss_leaders: its open opportunities marked as first orders below cost.
        floors: the price floor of each open opportunity, in their order.
    """

    room: Room
    levels: LevelChoice
    ultimatum: Ultimatum
    loss_leaders: tuple[LossLeader, ...]
    floors: tuple[Floor, ...]


def money_choices(
    dossier: Dossier,
    economics: Economics,
    room: Room,
    deals: Sequence[OpportunityAssessment],
    policy: MoneyPolicy,
) -> MoneyChoices:
    """Return level, ultimatum, loss leaders and price floors of a customer.

    Args:
        dossier: the customer, decisions on record and evidence of a rival.
        economics: its cost and return.
        room: its wallet, from ``whitespace.room``.
        deals: its open opportunities.
        policy: the numbers in force.

    Source: method 5.2–5.4.
    """
    kept, day = economics.retention, dossier.as_of
    return MoneyChoices(
        room,
        level_choice(dossier.customer.level, room.wallet, policy.levels),
        ultimatum(economics.sales, economics.net_year, dossier.rival, policy.bargains),
        tuple(
            [
                loss_leader(deal, kept, dossier.decisions, day, policy.bargains)
                for deal in deals
                if deal.opportunity.loss_leader
            ]
        ),
        tuple([deal_floor(deal) for deal in deals]),
    )
