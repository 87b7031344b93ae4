"""How far can the figures miss? Seeded simulation: opportunities are won or lost whole.

Only where it is asked for (``simulate.on``), so that a plan says the same with and without numpy.
numpy is an extra (``simulate``); without it a figure is absent and ``absent`` says why.
"""

from collections.abc import Iterator, Sequence
from math import inf, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.assessment import Assessment, Economics, OpportunityAssessment
from xlplan.core.money.returns import ReturnPolicy
from xlplan.core.policy import Policy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_DRAWS = 1_000_000
NOT_ASKED, NO_NUMPY = "not asked for", "the extra simulate is not installed"
NOTHING_OPEN, NO_VALUE = "nothing open", "present value unknown"


class SimulationPolicy(NamedTuple):
    """The policy numbers of the simulation, looked up once a run."""

    draws: int
    seed: int
    rho: float
    amount: tuple[float, ...]
    returns: ReturnPolicy
    asked: bool = True

    @classmethod
    def of(cls, policy: Policy) -> "SimulationPolicy":
        """Return the numbers in force. Choice: 1 to a million draws, a seed without its sign."""
        return cls(
            min(max(int(policy.number("simulate.draws")), 1), MOST_DRAWS),
            abs(int(policy.number("simulate.seed"))),
            policy.number("simulate.rho"),
            tuple(sorted(policy.numbers("simulate.amount"))),
            ReturnPolicy.of(policy),
            policy.flag("simulate.on"),
        )


class Stake(NamedTuple):
    """What is won with one opportunity: rate·(amount as it turns out) − cost, nothing if lost.

    Args:
        id: decides the order of the draws, so that the order of the rows does not.
        p: likelihood of a win, 0–1.
        amount: money.
        rate: what a unit of it is worth: 1, or margin × discount factor.
        cost: spent on a win, money of today.
    """

    id: str
    p: float
    amount: float
    rate: float = 1.0
    cost: float = 0.0


class Base(NamedTuple):
    """The present business: a net a year that lasts until the customer leaves, whole.

    Args:
        net_year: money a year.
        retention: share retained from year to year, 0–1.
    """

    net_year: float
    retention: float


class Outcome(NamedTuple):
    """The spread of a sum of money.

    Args:
        mean: over the draws; ``p10``, ``p50``, ``p90`` the value that 10, 50, 90 % stay below.
        loss: probability of a sum below 0.
        target: the sum wanted; ``reach`` the probability of at least that.
        absent: why there is no figure: ``not asked for``, ``the extra simulate is not
            installed``, ``nothing open``, ``present value unknown``; ``None`` when there is one.
    """

    mean: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    loss: float | None
    target: float | None
    reach: float | None
    draws: int
    seed: int
    absent: str | None = None


def simulate(
    stakes: Sequence[Stake],
    policy: SimulationPolicy,
    *,
    fixed: float = 0.0,
    base: Base | None = None,
    target: float | None = None,
) -> Outcome:
    """Return how a sum of opportunities, won or lost whole, can turn out.

    Args:
        stakes: what is open.
        policy: draws, seed, correlation ρ, lowest, likeliest and highest share of an amount.
        fixed: what comes in any case, money.
        base: the present business of a customer.
        target: the sum wanted, money.

    Source: method 5.6 (只有冠军没有亚军): one-factor Gaussian copula, triangular amounts.
    500k .45, 800k .25, 1.2m .60, 300k .85 → mean 1.377 m, P10 .29 m, P50 1.48 m, P90 2.44 m.
    Choice: years of the present business draw apart from the opportunities. Same seed, same stakes:
    the same figures, whatever the order of the rows.
    """
    blank = Outcome(None, None, None, None, None, target, None, policy.draws, policy.seed)
    if not policy.asked:
        return blank._replace(absent=NOT_ASKED)
    if not stakes and base is None:
        return blank._replace(absent=NOTHING_OPEN)
    try:
        import numpy as np
    except ImportError:
        return blank._replace(absent=NO_NUMPY)
    total, years = np.full(policy.draws, fixed), np.zeros(policy.draws)
    for source, worth in drawn(stakes, policy, base):
        if isinstance(source, Stake):
            total += worth
        else:
            years += worth
    total += years
    low, middle, high = np.quantile(total, (0.1, 0.5, 0.9))
    return blank._replace(
        mean=float(total.mean()),
        p10=float(low),
        p50=float(middle),
        p90=float(high),
        loss=float((total < 0.0).mean()),
        reach=None if target is None else float((total >= target).mean()),
    )


def drawn(
    stakes: Sequence[Stake], policy: SimulationPolicy, base: Base | None
) -> "Iterator[tuple[Stake | int, NDArray[np.float64]]]":
    """Yield what each opportunity brings in each draw, then what each year does, 1 being the first.

    Needs numpy.
    """
    import numpy as np  # an extra, and slow to import

    random = np.random.default_rng(policy.seed)
    common = _mirrored(random, policy.draws) * sqrt(policy.rho)
    for stake in sorted(stakes):
        yield stake, _stake(stake, common, random, policy)
    if base is not None:
        yield from enumerate(_years(base, random, policy), 1)


def _stake(
    stake: Stake,
    common: "NDArray[np.float64]",
    random: "np.random.Generator",
    policy: SimulationPolicy,
) -> "NDArray[np.float64]":
    """Return what one opportunity brings in each draw."""
    own = _mirrored(random, policy.draws) * sqrt(1.0 - policy.rho)
    low, mode, high = policy.amount
    turned = own * 0.0 + low
    if low < high:
        turned = random.triangular(low, mode, high, policy.draws)
    limit = inf if stake.p >= 1.0 else -inf if stake.p <= 0.0 else NormalDist().inv_cdf(stake.p)
    won = common + own < limit
    return won * (turned * (stake.amount * stake.rate) - stake.cost)


def _mirrored(random: "np.random.Generator", draws: int) -> "NDArray[np.float64]":
    """Return standard normal draws, each with its mirror image: the mean settles much sooner."""
    drawn = random.standard_normal(draws)
    half = draws // 2
    drawn[half : 2 * half] = -drawn[:half]
    return drawn


def _years(
    base: Base, random: "np.random.Generator", policy: SimulationPolicy
) -> "Iterator[NDArray[np.float64]]":
    """Yield what each year of the present business is worth: year t comes if U < r^(t−1)."""
    luck = random.random(policy.draws)
    alive = factor = 1.0
    for _ in range(policy.returns.years):
        factor /= 1.0 + policy.returns.discount
        worth = 0.0 * luck
        worth += (luck < alive) * (base.net_year * factor)
        yield worth
        alive *= base.retention


def value_outcome(
    economics: Economics, deals: Sequence[OpportunityAssessment], policy: SimulationPolicy
) -> Outcome:
    """Return the spread of an account's present value; ``loss`` is the probability of a loss.

    Source: method 5.1, 5.6. Choice: discounted as in 5.1; opportunities without a margin are left
    out there and here. Its mean lies a little below the present value of 5.1, since amounts turn
    out smaller more often than larger.
    """
    net, kept = economics.net_year, economics.retention
    terms = policy.returns
    if net is None or economics.npv is None:
        return Outcome(
            None, None, None, None, None, None, None, policy.draws, policy.seed, NO_VALUE
        )
    stakes = [stake for _, stake in stakes_of(deals, terms)]
    return simulate(stakes, policy, fixed=-terms.one_off, base=Base(net, kept or 0.0))


def stakes_of(
    deals: Sequence[OpportunityAssessment], terms: ReturnPolicy
) -> list[tuple[float, Stake]]:
    """Return the opportunities that have a margin as stakes of today's money, each with its days."""
    stakes = []
    for one in deals:
        if one.margin is not None:
            days = terms.days_blank if one.days_to_close is None else max(one.days_to_close, 0)
            factor = (1.0 + terms.discount) ** (-days / 365.0)
            cost = (one.opportunity.remaining_cost or 0.0) * factor
            amount, rate = one.opportunity.amount, one.margin * factor
            stakes.append((days, Stake(one.opportunity.id, one.p, amount, rate, cost)))
    return stakes


def period_outcome(assessment: Assessment, policy: SimulationPolicy) -> Outcome:
    """Return the spread of the period's forecast, and how likely its target is reached.

    Source: method 5.6, 6. Choice: what is closed, and the out-of-funnel sales still expected, count
    as certain; the opportunities are those of the forecast.
    """
    funnel = assessment.funnel
    threshold = assessment.policy.number("funnel.threshold")
    stakes = [
        Stake(one.opportunity.id, one.p, one.opportunity.amount)
        for one in assessment.opportunities
        if one.opportunity.amount >= threshold
        and one.opportunity.expected_close is not None
        and one.opportunity.expected_close <= funnel.end
    ]
    certain = funnel.closed_in + funnel.o_actual + funnel.o_expected
    return simulate(stakes, policy, fixed=certain, target=funnel.target)
