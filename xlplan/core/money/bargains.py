"""How far do we go on price? Ultimatum, loss leader, the floor of each open opportunity."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.dossier import EVIDENCE
from xlplan.core.model import Decision
from xlplan.core.money.arithmetic import annuity
from xlplan.core.policy import Policy


class BargainPolicy(NamedTuple):
    """The policy numbers of bargaining, looked up once a run."""

    cut: float
    exit_cost: float
    bluff: dict[str, float]
    annuity: float
    years: int
    discount: float
    review_days: float

    @classmethod
    def of(cls, policy: Policy) -> "BargainPolicy":
        """Return the numbers in force."""
        discount, years = policy.number("discount"), int(policy.number("horizon_years"))
        return cls(
            policy.number("ultimatum.cut"),
            policy.number("ultimatum.exit_cost"),
            dict(zip(EVIDENCE, policy.numbers("ultimatum.bluff"), strict=True)),
            annuity(1.0, discount, years),
            years,
            discount,
            policy.number("loss_leader.review_days"),
        )


class Ultimatum(NamedTuple):
    """What to answer to "lower the price or we leave" (降价最后通牒).

    Args:
        cut: the cut demanded, as a share of the price.
        accept_cost: present value of giving in, money.
        refuse_loss: present value of losing the customer, money; what refusing costs if the threat
            is real.
        bluff_needed: refuse when a bluff is at least this likely, 0–1.
        evidence: of a rival's offer: none, claimed or verified.
        bluff: how likely a bluff is by that evidence, 0–1.
        refuse: the answer.
        most: the largest cut that is better given than refused, as a share of the price.
    """

    cut: float
    accept_cost: float | None
    refuse_loss: float | None
    bluff_needed: float | None
    evidence: str
    bluff: float
    refuse: bool | None
    most: float | None


def bluff_needed(accept_cost: float, refuse_loss: float) -> float:
    """Return how likely a bluff must be for refusing to be right, 0–1: 1 − accept/loss.

    Refusing costs the loss, if the threat is real; accepting costs its price in any case.

    Args:
        accept_cost: present value of giving in, money.
        refuse_loss: present value of losing the customer, money.

    Source: method 5.3. Choice: at least 0; a customer whose loss costs nothing is always refused.

    Example:
        >>> bluff_needed(200_000, 800_000), bluff_needed(900_000, 800_000)
        (0.75, 0.0)
    """
    return max(0.0, 1.0 - accept_cost / refuse_loss) if refuse_loss > 0.0 else 0.0


def ultimatum(
    sales: float | None, net_year: float | None, evidence: str, policy: BargainPolicy
) -> Ultimatum:
    """Return what to answer to a demand for ``ultimatum.cut`` off the price.

    Args:
        sales: money a year.
        net_year: what the relationship leaves a year, money.
        evidence: of a rival's offer: none, claimed or verified.
        policy: the numbers in force.

    Source: method 5.3: accepting costs δ·sales·annuity, refusing net·annuity + exit cost.
    Choice: the annuity runs over ``horizon_years`` at ``discount`` without retention, for both
    sides of the comparison alike. Who buys nothing can threaten with nothing. ``most`` is
    (1 − bluff)·loss/(sales·annuity).
    """
    bluff = policy.bluff[evidence]
    accept = None if sales is None else policy.cut * sales * policy.annuity
    loss = None if net_year is None else net_year * policy.annuity + policy.exit_cost
    if accept is None or loss is None or sales is None or sales <= 0.0:
        return Ultimatum(policy.cut, accept, loss, None, evidence, bluff, None, None)
    needed = bluff_needed(accept, loss)
    most = max(0.0, (1.0 - bluff) * loss / (sales * policy.annuity))
    return Ultimatum(policy.cut, accept, loss, needed, evidence, bluff, bluff >= needed, most)


class LossLeader(NamedTuple):
    """A first order given below cost for the orders after it (首单让利).

    Args:
        first_gain: what the first order brings, money; negative = the loss.
        repeat_gain: what a repeat brings a year, money.
        break_even: q*, the probability of repeats from which it pays, may exceed 1.
        verdict: ``no loss``, ``pays if repeated``, ``never pays``; ``None`` when not known.
        row: the row for Decisions, without decider and reason: they are people's.
        decided: the row that is on record, if any.
    """

    opportunity_id: str
    first_gain: float | None
    repeat_gain: float | None
    break_even: float | None
    verdict: str | None
    row: Decision
    decided: Decision | None


def break_even_repeat(
    first_gain: float, repeat_gain: float, retention: float, discount: float, years: int
) -> float | None:
    """Return how likely repeats must be for a first order below cost to pay: q*, 0–1.

    Args:
        first_gain: what the first order brings, money; negative for a loss.
        repeat_gain: what the repeats bring a year, money.
        retention: share of the repeats kept from year to year, 0–1.
        discount: share a year, 0–1.
        years: how many years of repeats.

    Returns:
        0 without a loss; above 1 = it cannot pay; ``None`` when repeats bring nothing.

    Source: method 5.4: −G0/(g·Σ r^(k−1)/(1+d)^k).

    Example:
        >>> round(break_even_repeat(-300_000, 150_000, 0.8, 0.10, 5), 4)
        0.7533
    """
    if first_gain >= 0.0:
        return 0.0
    later = repeat_gain * annuity(retention, discount, years)
    return -first_gain / later if later > 0.0 else None


def loss_leader(
    deal: OpportunityAssessment,
    retention: float | None,
    decisions: Sequence[Decision],
    as_of: dt.date,
    policy: BargainPolicy,
) -> LossLeader:
    """Return whether a first order below cost can pay, and the decision row to be recorded.

    Source: method 5.4; xlplan never approves.
    Choice: the first order brings amount·margin − remaining cost; a repeat is the same amount a
    year at the customer's own gross margin.
    """
    one, first, repeat = deal.opportunity, None, None
    if deal.margin is not None:
        first = one.amount * deal.margin - (one.remaining_cost or 0.0)
    if deal.customer.gross_margin is not None:
        repeat = one.amount * deal.customer.gross_margin
    needed = verdict = None
    if first is not None and first >= 0.0:
        needed, verdict = 0.0, "no loss"
    elif first is not None and repeat is not None and retention is not None:
        needed = break_even_repeat(first, repeat, retention, policy.discount, policy.years)
        verdict = "never pays" if needed is None or needed > 1.0 else "pays if repeated"
    row = Decision(
        as_of, one.customer_id, one.id, "loss leader",
        review_on=as_of + dt.timedelta(days=policy.review_days),
    )  # fmt: skip
    return LossLeader(one.id, first, repeat, needed, verdict, row, _decided(row, decisions))


def _decided(row: Decision, decisions: Sequence[Decision]) -> Decision | None:
    """Return the last decision on record of that kind about that opportunity."""
    found = None
    for one in decisions:
        if (
            one.kind == row.kind
            and one.opportunity_id == row.opportunity_id
            and (found is None or one.date >= found.date)
        ):
            found = one
    return found


class Floor(NamedTuple):
    """The lowest price of an open opportunity: at it, what is still to be spent is just covered.

    Args:
        amount: money, never below 0.
        cut: the cut from today's amount, as a share; negative = the price is below it already.
    """

    opportunity_id: str
    amount: float | None
    cut: float | None


def price_floor(amount: float, margin: float, remaining_cost: float = 0.0) -> float:
    """Return the lowest price at which an order still covers its cost, money.

    Args:
        amount: money.
        margin: gross margin, share.
        remaining_cost: what is still to be spent to win it, money.

    Source: method 5.1 (price floor); for an order: its cost + what is still to be spent to win it.

    Example:
        >>> round(price_floor(500_000, 0.12, 10_000))
        450000
    """
    return max(0.0, amount * (1.0 - margin) + remaining_cost)


def deal_floor(deal: OpportunityAssessment) -> Floor:
    """Return the price floor of an open opportunity; ``None`` without a margin."""
    one, margin = deal.opportunity, deal.margin
    if margin is None or one.amount <= 0.0:
        return Floor(one.id, None, None)
    floor = price_floor(one.amount, margin, one.remaining_cost or 0.0)
    return Floor(one.id, floor, 1.0 - floor / one.amount)
