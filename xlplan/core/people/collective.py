"""Does a group decide here, and is it for us? The collective mode of state-owned customers."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import Link
from xlplan.core.model import Stakeholder
from xlplan.core.people.chain import ChainPolicy
from xlplan.core.policy import Policy

DECIDER = "decision maker"
FOR = frozenset({"supportive", "champion"})


class CollectivePolicy(NamedTuple):
    """The policy numbers of the collective mode, looked up once a run."""

    threshold: float
    majority: float
    known: float

    @classmethod
    def of(cls, policy: Policy) -> "CollectivePolicy":
        """Return the numbers in force."""
        return cls(
            policy.number("soe.threshold"),
            policy.number("soe.majority"),
            policy.number("soe.known"),
        )


class Collective(NamedTuple):
    """How the group that decides stands to us.

    Args:
        state: ``for us`` or ``open``.
        members: contact ids of the leading group; empty where nobody is flagged as a member.
        for_share: share of the group's weight held by supporters and champions, 0–1.
        known_share: share of its members whose attitude is known, 0–1.
    """

    state: str
    members: tuple[str, ...]
    for_share: float | None
    known_share: float | None


_UNKNOWN = Collective("open", (), None, None)


def decides_as_group(ownership: str | None, amount: float, policy: CollectivePolicy) -> bool:
    """Return whether a state-owned customer must decide this as a group.

    Source: method 2.2 (三重一大, S4: 大额资金运作必须由领导班子集体作出决定).
    """
    return ownership == "state-owned" and amount >= policy.threshold


def collective(chain: Sequence[Link], policy: CollectivePolicy) -> Collective:
    """Return how the leading group stands to us.

    It is for us only if more than half of its weight is held by supporters and champions, and more
    than half of its attitudes are known; else it is open.

    Source: method 2.2.
    Choice: the members are those flagged Leading group, and beside them decision makers whose flag
    is blank. Where nobody is flagged the group is not known, and one decision maker is not the
    group: nothing is said of its weight (method 0.2). They share the decision makers' ρ evenly, so
    that within the group influence is the weight. M of at least +.5 is read as supportive or
    champion.
    """
    if not any(link.stakeholder.leading_group for link in chain):
        return _UNKNOWN
    weight = for_us = known = 0.0
    members = []
    for link in chain:
        one = link.stakeholder
        if _is_member(one):
            members.append(one.contact_id)
            weight += link.influence
            known += one.attitude is not None
            for_us += link.influence if one.attitude in FOR else 0.0
    for_share = for_us / weight if weight > 0.0 else None
    known_share = known / len(members)
    won = for_share is not None and for_share > policy.majority and known_share > policy.known
    return Collective("for us" if won else "open", tuple(members), for_share, known_share)


def share_decision(chain: Sequence[Link], step: int, policy: ChainPolicy) -> tuple[Link, ...]:
    """Return the chain with the decision makers' ρ shared evenly by the members of the group.

    Args:
        chain: the decision chain, weights by role.
        step: purchase step 1–6.
        policy: the numbers of the chain.

    Source: method 2.2.
    Choice: a member of another role keeps that role's ρ beside the share. A decision maker who is
    flagged as no member keeps the own ρ and shares nothing. Where members are flagged and no
    decision maker is named, the group as a whole is the one decision maker.
    """
    members = [link for link in chain if _is_member(link.stakeholder)]
    if not members:
        return tuple(chain)
    deciders = sum(link.stakeholder.role == DECIDER for link in members)
    named = deciders or any(link.stakeholder.role == DECIDER for link in chain)
    rho = policy.role[DECIDER][step - 1]
    share = rho * (deciders if named else 1) / len(members)
    return tuple(_shared(link, share) if _is_member(link.stakeholder) else link for link in chain)


def _shared(link: Link, share: float) -> Link:
    own = 0.0 if link.stakeholder.role == DECIDER else link.weight
    return link._replace(weight=own + share * link.influence)


def _is_member(one: Stakeholder) -> bool:
    return one.leading_group is True or (one.leading_group is None and one.role == DECIDER)
