"""Will the period's target be met? The sales funnel, with what is too small for it beside it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.figures import Funnel, FunnelStep
from xlplan.core.history import StageHistory
from xlplan.core.model import Opportunity
from xlplan.core.policy import Policy


class _Open(NamedTuple):
    """What the funnel asks of an open opportunity: looked up once, as there may be very many."""

    priority: int
    id: str
    customer_id: str
    amount: float
    weighted: float
    step: int
    closes: dt.date | None
    age: int | None

    @classmethod
    def of(cls, one: OpportunityAssessment, as_of: dt.date) -> "_Open":
        deal, amount = one.opportunity, one.opportunity.amount
        created, step = deal.created, deal.selling_step or 1
        age = None if created is None or created > as_of else (as_of - created).days
        weighted, closes = one.p * amount, deal.expected_close
        return cls(one.priority, deal.id, deal.customer_id, amount, weighted, step, closes, age)


def period_of(day: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the calendar period of 1, 3, 6 or 12 months around a day.

    Example:
        >>> [str(one) for one in period_of(dt.date(2026, 11, 22), 3)]
        ['2026-10-01', '2026-12-31']
    """
    first = (day.month - 1) // months * months + 1
    start = day.replace(month=first, day=1)
    return start, _add_months(start, months) - dt.timedelta(days=1)


def _add_months(first_of_month: dt.date, months: int) -> dt.date:
    at = first_of_month.year * 12 + first_of_month.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1)


def funnel(
    open_ones: Iterable[OpportunityAssessment],
    closed: Sequence[Opportunity],
    history: StageHistory,
    as_of: dt.date,
    policy: Policy,
) -> Funnel:
    """Return forecast, progress and coverage of the period that holds ``as_of``.

    Args:
        open_ones: the open opportunities, evaluated, in any order.
        closed: won, lost and ended ones.
        history: own conversion by selling step.
        as_of: the day.
        policy: threshold, target, period.

    Source: method 6.
    Choice: the period is a calendar quarter unless ``funnel.period_months`` says otherwise. What is
    open and overdue closes in the period at the earliest, so it counts in; what has no date does
    not. Out-of-funnel sales are won opportunities below the threshold. Without a planned
    out-of-funnel figure (``funnel.o_plan``) the mean of past periods stands for it. Own median =
    days from Created to Closed on of own won opportunities in the funnel, from three on; with
    fewer, the median age of the open ones.
    """
    threshold = policy.number("funnel.threshold")
    months = int(policy.number("funnel.period_months"))
    start, end = period_of(as_of, months)
    won = [one for one in closed if one.status == "won" and one.closed_on]
    closed_in = _sum_closed(won, start, as_of, threshold, small=False)
    o_actual = _sum_closed(won, start, as_of, threshold, small=True)
    habit = _habit(won, start, months, policy)
    left = (end - as_of).days / ((end - start).days + 1)
    target, o_plan = policy.optional("funnel.target"), policy.optional("funnel.o_plan")
    o_plan = habit if o_plan is None else o_plan
    every = sorted([_Open.of(one, as_of) for one in open_ones])
    inside = [one for one in every if one.amount >= threshold]
    due = [one for one in inside if one.closes and one.closes <= end]
    weighted = sum(one.weighted for one in due)
    amount = sum(one.amount for one in due)
    stalled_days, stalled = _stalled(inside, won, policy)
    return Funnel(
        start,
        end,
        target,
        closed_in,
        o_actual,
        habit * left,
        o_plan,
        weighted,
        amount,
        forecast(closed_in, o_actual, weighted, habit * left),
        progress(closed_in, o_actual, target),
        funnel_coverage(amount, target, o_plan, closed_in),
        len(inside),
        len(every) - len(inside),
        _steps(inside, history),
        stalled_days,
        stalled,
        _frameworks(every, won, as_of, threshold),
    )


def forecast(closed_in: float, o_actual: float, weighted: float, o_expected: float) -> float:
    """Return the sales expected for the period, in money.

    Args:
        closed_in: won in the period, money.
        o_actual: out-of-funnel sales of the period so far, money.
        weighted: Σ p·amount of what closes in the period, money.
        o_expected: out-of-funnel sales still expected, money.

    Source: method 6.

    Example:
        >>> forecast(900_000, 260_000, 1_400_000, 360_000)
        2920000
    """
    return closed_in + o_actual + weighted + o_expected


def progress(closed_in: float, o_actual: float, target: float | None) -> float | None:
    """Return the share of the target that is in; ``None`` without a target.

    Args:
        closed_in: won in the period, money.
        o_actual: out-of-funnel sales of the period so far, money.
        target: of the period, money.

    Source: method 6.

    Example:
        >>> progress(900_000, 260_000, 4_000_000)
        0.29
    """
    return (closed_in + o_actual) / target if target else None


def funnel_coverage(
    amount: float, target: float | None, o_plan: float, closed_in: float
) -> float | None:
    """Return how often the open amount covers what is still to win; ``None`` when nothing is.

    Args:
        amount: open and closing in the period, money.
        target: of the period, money.
        o_plan: out-of-funnel sales planned, money.
        closed_in: won in the period, money.

    Source: method 6.

    Example:
        >>> round(funnel_coverage(2_800_000, 4_000_000, 800_000, 900_000), 3)
        1.217
    """
    if target is None:
        return None
    to_win = target - o_plan - closed_in
    return amount / to_win if to_win > 0.0 else None


def _sum_closed(
    won: Iterable[Opportunity], start: dt.date, end: dt.date, threshold: float, *, small: bool
) -> float:
    return sum(
        (
            one.amount
            for one in won
            if one.closed_on and start <= one.closed_on <= end and (one.amount < threshold) == small
        ),
        0.0,
    )


def _habit(won: Sequence[Opportunity], start: dt.date, months: int, policy: Policy) -> float:
    """Return the mean out-of-funnel sales of the past periods."""
    periods = int(policy.number("funnel.history"))
    first = _add_months(start, -months * periods)
    threshold = policy.number("funnel.threshold")
    past = _sum_closed(won, first, start - dt.timedelta(days=1), threshold, small=True)
    return past / periods


def _stalled(
    inside: Sequence[_Open], won: Sequence[Opportunity], policy: Policy
) -> tuple[float | None, tuple[str, ...]]:
    threshold = policy.number("funnel.threshold")
    cycles = [
        (one.closed_on - one.created).days
        for one in won
        if one.created and one.closed_on and one.amount >= threshold
    ]
    ages = {one.id: one.age for one in inside if one.age is not None}
    basis = cycles if len(cycles) >= 3 else list(ages.values())
    if not basis:
        return None, ()
    limit = policy.number("funnel.stalled") * median(basis)
    return limit, tuple(id_ for id_, age in ages.items() if age > limit)


def _steps(inside: Sequence[_Open], history: StageHistory) -> tuple[FunnelStep, ...]:
    at: dict[int, list[_Open]] = {}
    for one in inside:
        at.setdefault(one.step, []).append(one)
    steps = []
    for step in range(1, 7):
        here = at.get(step, [])
        ages = [one.age for one in here if one.age is not None]
        reached, won = history.reached[step - 1], history.won[step - 1]
        steps.append(
            FunnelStep(
                step,
                len(here),
                sum((one.amount for one in here), 0.0),
                sum((one.weighted for one in here), 0.0),
                sum(ages) / len(ages) if ages else None,
                won,
                reached,
                won / reached if reached else None,
            )
        )
    return tuple(steps)


def _frameworks(
    every: Sequence[_Open], won: Sequence[Opportunity], as_of: dt.date, threshold: float
) -> Mapping[str, float]:
    """Return customers whose small orders together reach the threshold, with their sum.

    Choice: open ones and those won in the last 365 days count; it takes at least two.
    """
    first = as_of - dt.timedelta(days=364)
    sums: dict[str, list[float]] = {}
    for one in every:
        if one.amount < threshold:
            sums.setdefault(one.customer_id, []).append(one.amount)
    for old in won:
        if old.amount < threshold and old.closed_on and first <= old.closed_on <= as_of:
            sums.setdefault(old.customer_id, []).append(old.amount)
    return {
        customer: sum(amounts)
        for customer, amounts in sums.items()
        if len(amounts) > 1 and sum(amounts) >= threshold
    }
