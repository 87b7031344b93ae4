"""What does a relationship cost and return? Receivables, net of a year, cost ratio, present value."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import Economics, Facts, OpportunityAssessment
from xlplan.core.model import Customer
from xlplan.core.policy import Policy


class ReturnPolicy(NamedTuple):
    """The policy numbers of cost and return, looked up once a run."""

    years: int
    discount: float
    interest: float
    lgd: float
    default_rate: dict[str | None, float]
    one_off: float
    retention_base: float
    retention_slope: float
    watch: float
    luxury: float
    days_blank: float

    @classmethod
    def of(cls, policy: Policy) -> "ReturnPolicy":
        """Return the numbers in force."""
        rates: dict[str | None, float] = {
            rating: policy.number(f"pd.{rating.lower()}") for rating in "ABCDE"
        }
        rates[None] = policy.number("pd.blank")
        return cls(
            int(policy.number("horizon_years")),
            policy.number("discount"),
            policy.number("interest"),
            policy.number("lgd"),
            rates,
            policy.number("one_off"),
            policy.number("retention.base"),
            policy.number("retention.slope"),
            policy.number("cost_ratio.watch"),
            policy.number("cost_ratio.luxury"),
            policy.number("npv.days_blank"),
        )


def receivable_cost(
    sales: float, dso_days: float, interest: float, default_rate: float, lgd: float
) -> tuple[float, float, float]:
    """Return receivables, yearly carrying cost and yearly bad debt, in money.

    Args:
        sales: money a year.
        dso_days: days of sales outstanding.
        interest: share a year on money tied up.
        default_rate: probability of default a year, 0–1.
        lgd: loss given default, 0–1.

    Source: method 5.1.

    Example:
        >>> [round(x) for x in receivable_cost(70e6, 180, .08, .02, .5)]
        [34520548, 2761644, 345205]
    """
    receivables = sales * dso_days / 365.0
    return receivables, receivables * interest, receivables * default_rate * lgd


def dso_break_even(
    gross: float, relationship_cost: float, sales: float, interest: float, bad_debt_rate: float
) -> float | None:
    """Return the days of sales outstanding at which the net of a year is zero.

    ``bad_debt_rate`` is default rate × loss given default. ``None`` when credit costs nothing.

    Example:
        >>> round(dso_break_even(4.2e6, 0.6e6, 70e6, .08, .01), 1)
        208.6
    """
    per_day = sales / 365.0 * (interest + bad_debt_rate)
    return (gross - relationship_cost) / per_day if per_day > 0.0 else None


def annuity(retention: float, discount: float, years: int) -> float:
    """Return what one unit of yearly net is worth today while it is retained: Σ r^(t−1)/(1+d)^t.

    Example:
        >>> round(annuity(1.0, 0.10, 5), 4)
        3.7908
    """
    factor = 1.0 / (1.0 + discount)
    worth, alive = 0.0, factor
    for _ in range(years):
        worth += alive
        alive *= retention * factor
    return worth


def open_value(
    opportunities: Sequence[OpportunityAssessment], discount: float, days_blank: float
) -> float | None:
    """Return the present value of the open opportunities; ``None`` when no margin of them is known.

    Source: method 5.1. Choice: those without a margin are left out; an overdue close is discounted
    as today's, a missing date as ``npv.days_blank`` days; a blank remaining cost counts as none
    planned.
    """
    worth = 0.0 if not opportunities else None
    for one in opportunities:
        if one.margin is None:
            continue
        days = days_blank if one.days_to_close is None else max(one.days_to_close, 0)
        gain = one.opportunity.amount * one.margin - (one.opportunity.remaining_cost or 0.0)
        worth = (worth or 0.0) + one.p_rank * gain / (1.0 + discount) ** (days / 365.0)
    return worth


def economics(
    customer: Customer,
    facts: Facts,
    risk: float | None,
    opportunities: Sequence[OpportunityAssessment],
    policy: ReturnPolicy,
) -> Economics:
    """Return what the relationship costs and returns a year, and its present value.

    Source: method 5.1.
    Choice: a missing sales, margin, DSO or relationship cost leaves the figures that need it absent
    and stands in ``missing``; at zero sales there are no receivables, so DSO and margin are not
    needed. A price floor, cost ratio and verdict need sales above zero.
    """
    sales, margin, cost = facts.sales, customer.gross_margin, facts.relationship_cost
    if sales == 0.0:
        margin = 0.0 if margin is None else margin
    sold = sales if sales is not None and sales > 0.0 else None
    receivables = carry = bad = None
    rate = policy.default_rate[customer.credit_rating] * policy.lgd
    days = 0.0 if sales == 0.0 and facts.dso_days is None else facts.dso_days
    if sales is not None and days is not None:
        receivables, carry, bad = receivable_cost(
            sales, days, policy.interest, policy.default_rate[customer.credit_rating], policy.lgd
        )
    gross = None if sales is None or margin is None else sales * margin
    net = None
    if gross is not None and carry is not None and bad is not None and cost is not None:
        net = gross - carry - bad - cost
    retention = _retention(customer, risk, policy)
    base = None
    if net is not None and (retention is not None or net == 0.0):
        worth = annuity(retention or 0.0, policy.discount, policy.years)
        base = net * worth - policy.one_off
    later = open_value(opportunities, policy.discount, policy.days_blank)
    ratio = _cost_ratio(gross, carry, bad, cost)
    return Economics(
        sales,
        customer.gross_margin,
        facts.dso_days,
        receivables,
        carry,
        bad,
        cost,
        gross,
        net,
        ratio,
        _verdict(ratio, gross, policy),
        net / sold if net is not None and sold else None,
        dso_break_even(gross, cost, sold, policy.interest, rate)
        if gross is not None and cost is not None and sold
        else None,
        retention,
        None if base is None or later is None else base + later,
        base,
        later,
        _missing(facts, margin, days, retention, opportunities),
    )


def _retention(customer: Customer, risk: float | None, policy: ReturnPolicy) -> float | None:
    if customer.retention is not None:
        return customer.retention
    if risk is None:
        return None
    return max(0.0, policy.retention_base - policy.retention_slope * risk / 100.0)


def _cost_ratio(
    gross: float | None, carry: float | None, bad: float | None, cost: float | None
) -> float | None:
    if gross is None or gross <= 0.0 or carry is None or bad is None or cost is None:
        return None
    return (carry + bad + cost) / gross


def _verdict(ratio: float | None, gross: float | None, policy: ReturnPolicy) -> str | None:
    if ratio is None:
        return "loss" if gross is not None and gross < 0.0 else None
    if ratio > policy.luxury:
        return "luxury"
    return "watch" if ratio >= policy.watch else "sound"


def _missing(
    facts: Facts,
    margin: float | None,
    days: float | None,
    retention: float | None,
    opportunities: Sequence[OpportunityAssessment],
) -> tuple[str, ...]:
    """Return the fields of Customers (and ``margin`` of an opportunity) that a figure waits for."""
    wanted = {
        "sales_12m": facts.sales,
        "gross_margin": margin,
        "dso_days": days,
        "relationship_cost": facts.relationship_cost,
        "retention": retention,
    }
    missing = [field for field, found in wanted.items() if found is None]
    if any(one.margin is None for one in opportunities):
        missing.append("opportunity.gross_margin")
    return tuple(missing)
