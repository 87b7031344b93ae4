"""Is a partnership the right level here? Three gates: importance, power, cost of switching."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.policy import Policy

GATES = ("mutual importance", "balance of power", "switching cost")
PARTNERSHIPS = frozenset({"partner", "alliance"})


class PartnerPolicy(NamedTuple):
    """The policy numbers of the partnership gates, looked up once a run."""

    least_share: float
    least_wallet: float
    most_share: float
    most_wallet: float
    structural: float

    @classmethod
    def of(cls, policy: Policy) -> "PartnerPolicy":
        """Return the numbers in force."""
        least_share, least_wallet = policy.numbers("partner.importance")
        most_share, most_wallet = policy.numbers("partner.control")
        structural = policy.number("partner.structural")
        return cls(least_share, least_wallet, most_share, most_wallet, structural)


class Bonds(NamedTuple):
    """What the gates look at; ``None`` = not known.

    Args:
        share: the customer's share of our sales, 0–1.
        wallet_share: our share of what it buys in our field, 0–1.
        key_account: whether it is one of ours.
        structural_share: share of the spend on structural ties, 0–1.
        standards: our parameters in the standards of its open opportunities, the most of one.
    """

    share: float | None
    wallet_share: float | None
    key_account: bool | None = None
    structural_share: float | None = None
    standards: int | None = None


class PartnerGates(NamedTuple):
    """The answers: yes, no or not known.

    Args:
        failed: the gates answered no; ``unknown``: those without an answer.
        ready: all three yes; no as soon as one is no.
        flagged: the level is partner or above and a gate is answered no; ``None`` when the level
            or, at such a level, a gate is not known.
    """

    importance: bool | None
    balance: bool | None
    switching: bool | None
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    ready: bool | None
    flagged: bool | None


def partner_gates(level: str | None, at: Bonds, policy: PartnerPolicy) -> PartnerGates:
    """Return whether a relationship of partner level or above is appropriate.

    Source: method 4.5 (S1: 彼此具有重要意义, 谈判能力都不足以完全操控对方, 较高转移成本).
    Choice: a gate that is not known is asked about, it does not flag (rule 0.2).
    """
    answers = (
        mutual_importance(at, policy),
        balance_of_power(at, policy),
        switching_cost(at, policy),
    )
    asked = tuple(zip(GATES, answers, strict=True))
    failed = tuple([name for name, yes in asked if yes is False])
    unknown = tuple([name for name, yes in asked if yes is None])
    ready = False if failed else None if unknown else True
    flagged: bool | None = False
    if level is None:
        flagged = None
    elif level in PARTNERSHIPS:
        flagged = None if ready is None else not ready
    return PartnerGates(*answers, failed, unknown, ready, flagged)


def mutual_importance(at: Bonds, policy: PartnerPolicy) -> bool | None:
    """Return whether each side matters to the other.

    Choice: it matters to us with at least ``partner.importance``'s first share of our sales, or as
    a key account; we matter to it with at least the second share of what it buys in our field.
    """
    to_us = None if at.share is None else at.share >= policy.least_share
    if at.key_account:
        to_us = True
    to_them = None if at.wallet_share is None else at.wallet_share >= policy.least_wallet
    if to_us is False or to_them is False:
        return False
    return None if to_us is None or to_them is None else True


def balance_of_power(at: Bonds, policy: PartnerPolicy) -> bool | None:
    """Return whether neither side can dictate to the other.

    Choice: it could dictate with more than ``partner.control``'s first share of our sales, we with
    more than the second share of its purchases; where both hold, neither can without harm.
    """
    if at.share is None or at.wallet_share is None:
        return None
    return (at.share > policy.most_share) == (at.wallet_share > policy.most_wallet)


def switching_cost(at: Bonds, policy: PartnerPolicy) -> bool | None:
    """Return whether parting would cost both sides dearly.

    Choice: it would where one of our parameters stands in the standard of an open opportunity, or
    at least ``partner.structural`` of the spend goes into structural ties.
    """
    if at.standards or (
        at.structural_share is not None and at.structural_share >= policy.structural
    ):
        return True
    return None if at.standards is None and at.structural_share is None else False


def most_standards(deals: Sequence[OpportunityAssessment]) -> int | None:
    """Return the most of our parameters in the standard of one open opportunity."""
    most = None
    for deal in deals:
        found = deal.opportunity.standards
        if found is not None and (most is None or found > most):
            most = found
    return most
