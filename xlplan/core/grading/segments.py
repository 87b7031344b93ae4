"""What kind of customer is this for us? Frozen, migrating, value, potential or ordinary."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from xlplan.core.assessment import Facts
from xlplan.core.model import Customer
from xlplan.core.policy import Policy

SEGMENTS = ("frozen", "migrating", "value", "potential", "ordinary")
_BEFORE_BUYING = frozenset({"stranger", "building", "evaluation", "growth"})


class SegmentPolicy(NamedTuple):
    """The policy numbers of the segments, looked up once a run."""

    value: float
    migrating: float
    wallet_drop: float
    silent: int

    @classmethod
    def of(cls, policy: Policy) -> "SegmentPolicy":
        """Return the numbers in force."""
        return cls(
            policy.number("segment.value"),
            policy.number("segment.migrating"),
            policy.number("segment.wallet_drop"),
            int(policy.number("segment.silent")),
        )


class Market(NamedTuple):
    """What the segment of one customer needs to know of all the others.

    Args:
        value: ids of the customers that make up the first 80 % of all gross profit.
        median_gap: median of the wallet gaps known, money.
    """

    value: frozenset[str]
    median_gap: float | None


class Segment(NamedTuple):
    """The segment of a customer.

    Args:
        name: frozen, migrating, value, potential or ordinary; ``None`` when too little is known.
        reason: no order, no reply, sales down, wallet share down, gross profit or wallet gap.
        wallet_gap: what it buys a year elsewhere in our field, money.
    """

    name: str | None
    reason: str | None
    wallet_gap: float | None


def wallet_gap(customer: Customer, facts: Facts) -> float | None:
    """Return what the customer buys elsewhere in our field, money a year; never below zero."""
    if customer.wallet is None or facts.sales is None:
        return None
    return max(0.0, customer.wallet - facts.sales)


def market(rows: Iterable[tuple[Customer, Facts]], policy: SegmentPolicy) -> Market:
    """Return the value customers and the median wallet gap of a plan.

    Source: method 3.7. Choice: who crosses the 80 % line is in, ties keep the order of the sheet;
    without a gross profit above zero nobody is a value customer.
    """
    gross: list[tuple[float, str]] = []
    gaps: list[float] = []
    for customer, facts in rows:
        if facts.sales is not None and customer.gross_margin is not None:
            earned = facts.sales * customer.gross_margin
            if earned > 0.0:
                gross.append((earned, customer.id))
        gap = wallet_gap(customer, facts)
        if gap is not None:
            gaps.append(gap)
    gross.sort(key=lambda one: -one[0])
    line = policy.value * sum(earned for earned, _ in gross)
    value, before = [], 0.0
    for earned, one in gross:
        if before >= line:
            break
        value.append(one)
        before += earned
    return Market(frozenset(value), median(gaps) if gaps else None)


def segment(
    customer: Customer, facts: Facts, replies: Sequence[bool], at: Market, policy: SegmentPolicy
) -> Segment:
    """Return the segment of a customer: the first of the five that fits.

    Args:
        customer: for its wallet and margin.
        facts: its sales of this year and the one before.
        replies: Accepted of its activities where filled in, the latest first.
        at: the other customers.
        policy: the numbers in force.

    Source: method 3.7 (价值、潜力、迁移、冰点, S1; xlplan definition).
    Choice: who never ordered is no frozen customer but one to win: no contract, no Since, no sales
    the year before, and these known to be none or a stage before the first contract. No reply means
    that the last three answers on record are all no. The wallet is taken as the same in both years.
    Without sales nothing but frozen can be said.
    """
    gap = wallet_gap(customer, facts)
    frozen = _frozen(customer, facts, replies[: policy.silent], policy.silent)
    if frozen is not None:
        return Segment("frozen", frozen, gap)
    if facts.sales is None:
        return Segment(None, None, gap)
    migrating = _migrating(customer.wallet, facts.sales, facts.sales_prior, policy)
    if migrating is not None:
        return Segment("migrating", migrating, gap)
    if customer.id in at.value:
        return Segment("value", "gross profit", gap)
    if gap is not None and gap > 0.0 and at.median_gap is not None and gap >= at.median_gap:
        return Segment("potential", "wallet gap", gap)
    return Segment("ordinary", None, gap)


def _frozen(customer: Customer, facts: Facts, last: Sequence[bool], silent: int) -> str | None:
    if facts.sales is not None and facts.sales <= 0.0 and not _to_win(customer, facts.sales_prior):
        return "no order"
    return "no reply" if silent and len(last) == silent and not any(last) else None


def _migrating(
    wallet: float | None, sales: float, prior: float | None, policy: SegmentPolicy
) -> str | None:
    if prior is not None and prior > 0.0 and sales <= policy.migrating * prior:
        return "sales down"
    if wallet is None or wallet <= 0.0 or prior is None:
        return None
    # a share cannot be lost that was never there: more than the whole wallet counts as all of it
    lost = min(prior, wallet) - min(sales, wallet)
    return "wallet share down" if lost >= policy.wallet_drop * wallet else None


def _to_win(customer: Customer, prior: float | None) -> bool:
    if customer.contract_number is not None or customer.since is not None:
        return False
    if prior is not None:
        return prior <= 0.0
    return customer.stage in _BEFORE_BUYING
