"""What does a relationship cost and return? Receivables, net of a year, cost ratio, present value."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlplan.core.assessment import Economics, Facts, OpportunityAssessment
from xlplan.core.model import Customer
from xlplan.core.money.arithmetic import (
    cost_ratio,
    cost_verdict,
    deal_worth,
    dso_break_even,
    net_year,
    price_floor_cut,
    receivable_cost,
    relationship_npv,
    retention_by_risk,
)
from xlplan.core.policy import Policy

WANTED = ("sales_12m", "gross_margin", "dso_days", "relationship_cost", "retention")


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
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
        days = days_blank if one.days_to_close is None else one.days_to_close
        gain = one.opportunity.amount * one.margin - (one.opportunity.remaining_cost or 0.0)
        worth = (worth or 0.0) + deal_worth(one.p, gain, days, discount)
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
    net = ratio = None
    if gross is not None and carry is not None and bad is not None and cost is not None:
        net = net_year(gross, carry, bad, cost)
        ratio = cost_ratio(gross, carry, bad, cost) if sold else None
    retention = _retention(customer, risk, policy)
    base = None
    if net is not None and (retention is not None or net == 0.0):
        base = relationship_npv(
            net, retention or 0.0, policy.discount, policy.years, policy.one_off
        )
    later = open_value(opportunities, policy.discount, policy.days_blank)
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
        cost_verdict(ratio, gross, policy.watch, policy.luxury) if sold else None,
        price_floor_cut(net, sold) if net is not None and sold else None,
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
    return retention_by_risk(risk, policy.retention_base, policy.retention_slope)


def _missing(
    facts: Facts,
    margin: float | None,
    days: float | None,
    retention: float | None,
    opportunities: Sequence[OpportunityAssessment],
) -> tuple[str, ...]:
    """Return the fields of Customers (and ``margin`` of an opportunity) that a figure waits for."""
    found = (facts.sales, margin, days, facts.relationship_cost, retention)
    missing: tuple[str, ...] = ()
    if None in found:
        missing = tuple([name for name, one in zip(WANTED, found, strict=True) if one is None])
    for one in opportunities:
        if one.margin is None:
            return (*missing, "opportunity.gross_margin")
    return missing
