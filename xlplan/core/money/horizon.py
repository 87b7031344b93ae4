"""When does a relationship pay? Its return and its cost, cumulated over the horizon, with a band."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.assessment import Economics, OpportunityAssessment
from xlplan.core.money.arithmetic import annuity
from xlplan.core.money.returns import ReturnPolicy
from xlplan.core.money.simulation import Base, SimulationPolicy, Stake, drawn, stakes_of

STEPS = 2  # points a year
YEAR = 365.0


class Point(NamedTuple):
    """How far a relationship has come at a time, in money of today.

    Args:
        years: from the day of the plan.
        gain: gross profit less carrying cost and bad debt, and the margin of what is open, weighed
            by its likelihood.
        cost: one-off, relationship cost, and the remaining cost of what is open, weighed as well.
        low: the return where the net turns out as in the worst tenth of the draws; ``high`` as in
            the best; ``None`` without a simulation.
    """

    years: float
    gain: float
    cost: float
    low: float | None = None
    high: float | None = None


def way(
    at: Economics,
    deals: Sequence[OpportunityAssessment],
    policy: ReturnPolicy,
    simulated: SimulationPolicy | None = None,
) -> tuple[Point, ...]:
    """Return the way from today to the horizon; nothing where the present value is not known.

    At its end ``gain − cost`` is the present value of 5.1, and the band its P10 and P90 of 5.6.

    Source: method 5.1, 5.6.
    Choice: what a year brings and costs comes evenly over it; an opportunity brings its margin and
    has its cost on its expected close, one without a date after ``npv.days_blank`` days, one that
    closes after the horizon at the end of it.
    """
    if at.npv is None or at.net_year is None:
        return ()
    kept, cost = at.retention or 0.0, at.relationship_cost or 0.0
    stakes = [(min(days / YEAR, policy.years), one) for days, one in stakes_of(deals, policy)]
    times = _times(stakes, policy)
    points = []
    for time in times:
        met = [one for when, one in stakes if time.met(when)]
        years = lived(time.years, kept, policy)
        points.append(
            Point(
                time.years,
                (at.net_year + cost) * years + sum(one.p * one.amount * one.rate for one in met),
                policy.one_off + cost * years + sum(one.p * one.cost for one in met),
            )
        )
    band = _band(stakes, Base(at.net_year, kept), simulated, times) if simulated else []
    if band:
        points = [
            one._replace(low=low + one.cost, high=high + one.cost)
            for one, (low, high) in zip(points, band, strict=True)
        ]
    return tuple(points)


class _Time(NamedTuple):
    """A time; ``after`` what happens at it, or just before."""

    years: float
    after: bool

    def met(self, when: float) -> bool:
        """Return whether something has happened by now."""
        return when < self.years or (self.after and when == self.years)


def _times(stakes: Sequence[tuple[float, Stake]], policy: ReturnPolicy) -> list[_Time]:
    """Return the steps, and for each opportunity the moments before and after its close."""
    steps = {_Time(step / STEPS, after=True) for step in range(policy.years * STEPS + 1)}
    closes = {_Time(time, after) for time, _ in stakes for after in (False, True)}
    return sorted(steps | closes)


def pays_after(points: Sequence[Point]) -> float | None:
    """Return after how many years the return has caught up with the cost for good.

    ``None``: it has not at the end of the horizon; 0: it was never behind.

    Example:
        >>> pays_after([Point(0, 0, 10), Point(1, 5, 10), Point(2, 20, 15)])
        1.5
    """
    if not points or points[-1].gain < points[-1].cost:
        return None
    behind = [at for at, one in enumerate(points) if one.gain < one.cost]
    if not behind:
        return 0.0
    before, after = points[behind[-1]], points[behind[-1] + 1]
    lacking, ahead = before.cost - before.gain, after.gain - after.cost
    share = lacking / (lacking + ahead)
    return before.years + share * (after.years - before.years)


def lived(time: float, kept: float, policy: ReturnPolicy) -> float:
    """Return how many years of today's money lie before a time: the annuity of 5.1, evenly in each.

    Args:
        time: years from today.
        kept: share retained from year to year, 0–1.
        policy: horizon and discount.
    """
    whole = min(int(time), policy.years)
    total = annuity(kept, policy.discount, whole)
    if whole == policy.years:
        return total
    return total + (time - whole) * (annuity(kept, policy.discount, whole + 1) - total)


def _band(
    stakes: Sequence[tuple[float, Stake]],
    base: Base,
    policy: SimulationPolicy,
    times: Sequence[_Time],
) -> list[tuple[float, float]]:
    """Return P10 and P90 of the net at each time; nothing where no simulation is asked for or can be."""
    if not policy.asked:
        return []
    try:
        import numpy as np  # an extra, and slow to import
    except ImportError:
        return []

    when = {one.id: time for time, one in stakes}
    total = [np.full(policy.draws, -policy.returns.one_off) for _ in times]
    years = [np.zeros(policy.draws) for _ in times]
    for source, worth in drawn([one for _, one in stakes], policy, base):
        for at, time in enumerate(times):
            if isinstance(source, Stake):
                if time.met(when[source.id]):
                    total[at] += worth
            elif time.years > source - 1:
                years[at] += worth * min(time.years - source + 1, 1.0)
    ends = [np.quantile(one + later, (0.1, 0.9)) for one, later in zip(total, years, strict=True)]
    return [(float(low), float(high)) for low, high in ends]
