"""Will the period's target be met? The sales funnel, with what is too small for it beside it."""

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from statistics import median
from typing import NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.figures import Funnel, FunnelStep
from xlplan.core.history import StageHistory
from xlplan.core.model import Opportunity
from xlplan.core.policy import Policy


class _Level(NamedTuple):
    """The open opportunities at one selling step: a number for each, and which have a known age."""

    amounts: "array[float]"
    weighted: "array[float]"
    ages: "array[int]"
    slots: "array[int]"
    ids: list[str]

    @classmethod
    def empty(cls) -> "_Level":
        return cls(array("d"), array("d"), array("l"), array("l"), [])


class OpenFunnel:
    """The open opportunities as the funnel sees them, noted one by one while they are evaluated.

    Numbers are kept in columns, close together: there may be a hundred thousand opportunities, and
    to come back to each of them costs more than the sums.

    Args:
        as_of: the day.
        policy: threshold and period.
        places: the priorities of all of them by slot, filled in when the last is evaluated.
    """

    def __init__(self, as_of: dt.date, policy: Policy, places: Sequence[int]) -> None:
        self.places = places
        self.as_of, self.threshold = as_of, policy.number("funnel.threshold")
        self.months = int(policy.number("funnel.period_months"))
        self.start, self.end = period_of(as_of, self.months)
        self.levels = tuple(_Level.empty() for _ in range(6))
        self.due_amounts, self.due_weighted = array("d"), array("d")
        self.small: dict[str, list[float]] = {}

    def add(self, one: OpportunityAssessment) -> None:
        """Note one."""
        deal, amount = one.opportunity, one.opportunity.amount
        if amount < self.threshold:
            self.small.setdefault(deal.customer_id, []).append(amount)
            return
        level = self.levels[(deal.selling_step or 1) - 1]
        weighted, created, closes = one.p * amount, deal.created, deal.expected_close
        level.amounts.append(amount)
        level.weighted.append(weighted)
        if created is not None and created <= self.as_of:
            level.ages.append((self.as_of - created).days)
            level.slots.append(one.slot)
            level.ids.append(deal.id)
        if closes is not None and closes <= self.end:
            self.due_amounts.append(amount)
            self.due_weighted.append(weighted)

    def stalled(self, days: float) -> tuple[str, ...]:
        """Return the ids of those older than so many days in the order of priority, once it is known."""
        found = [
            (self.places[slot], id_)
            for level in self.levels
            for slot, id_, age in zip(level.slots, level.ids, level.ages, strict=True)
            if age > days
        ]
        return tuple(id_ for _, id_ in sorted(found))


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
    seen: OpenFunnel,
    closed: Sequence[Opportunity],
    history: StageHistory,
    policy: Policy,
) -> Funnel:
    """Return forecast, progress and coverage of the period that holds the day of ``seen``.

    Args:
        seen: the open opportunities, ranked.
        closed: won, lost and ended ones.
        history: own conversion by selling step.
        policy: target and what is planned out of the funnel.

    Source: method 6.
    Choice: the period is a calendar quarter unless ``funnel.period_months`` says otherwise. What
    is open and overdue closes in the period at the earliest, so it counts in; what has no date
    does not; the amounts of coverage are those whose weighted sum is in the forecast. Out-of-
    funnel sales are won opportunities below the threshold. Without a planned out-of-funnel figure
    (``funnel.o_plan``) the mean of past periods stands for it. Own median = days from Created to
    Closed on of own won opportunities in the funnel, from three on; with fewer, the median age of
    the open ones.
    """
    as_of, threshold, start, end = seen.as_of, seen.threshold, seen.start, seen.end
    won = [one for one in closed if one.status == "won" and one.closed_on]
    closed_in = _sum_closed(won, start, as_of, threshold, small=False)
    o_actual = _sum_closed(won, start, as_of, threshold, small=True)
    habit = _habit(won, seen, policy)
    left = (end - as_of).days / ((end - start).days + 1)
    target, o_plan = policy.optional("funnel.target"), policy.optional("funnel.o_plan")
    o_plan = habit if o_plan is None else o_plan
    weighted, amount = fsum(seen.due_weighted), fsum(seen.due_amounts)
    stalled_days = _stalled_days(seen, won, policy)
    stalled = () if stalled_days is None else seen.stalled(stalled_days)
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
        sum(len(one.amounts) for one in seen.levels),
        len(seen.due_amounts),
        sum(map(len, seen.small.values())),
        _steps(seen.levels, history),
        stalled_days,
        stalled,
        _frameworks(seen, won),
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
    return fsum(
        one.amount
        for one in won
        if one.closed_on and start <= one.closed_on <= end and (one.amount < threshold) == small
    )


def _habit(won: Sequence[Opportunity], seen: OpenFunnel, policy: Policy) -> float:
    """Return the mean out-of-funnel sales of the past periods."""
    periods = int(policy.number("funnel.history"))
    first = _add_months(seen.start, -seen.months * periods)
    before = seen.start - dt.timedelta(days=1)
    return _sum_closed(won, first, before, seen.threshold, small=True) / periods


def _stalled_days(seen: OpenFunnel, won: Sequence[Opportunity], policy: Policy) -> float | None:
    """Return the days beyond which an open opportunity is stalled."""
    cycles = [
        (one.closed_on - one.created).days
        for one in won
        if one.created and one.closed_on and one.amount >= seen.threshold
    ]
    basis = cycles if len(cycles) >= 3 else [age for level in seen.levels for age in level.ages]
    return policy.number("funnel.stalled") * median(basis) if basis else None


def _steps(levels: Sequence[_Level], history: StageHistory) -> tuple[FunnelStep, ...]:
    rows = zip(levels, history.reached, history.won, strict=True)
    return tuple(
        FunnelStep(
            step,
            len(here.amounts),
            fsum(here.amounts),
            fsum(here.weighted),
            sum(here.ages) / len(here.ages) if here.ages else None,
            won,
            reached,
            won / reached if reached else None,
        )
        for step, (here, reached, won) in enumerate(rows, 1)
    )


def _frameworks(seen: OpenFunnel, won: Sequence[Opportunity]) -> Mapping[str, float]:
    """Return customers whose small orders together reach the threshold, with their sum; the largest first.

    Choice: open ones and those won in the last 365 days count; it takes at least two.
    """
    first = seen.as_of - dt.timedelta(days=364)
    sums = {customer: list(amounts) for customer, amounts in seen.small.items()}
    for old in won:
        if old.amount < seen.threshold and old.closed_on and first <= old.closed_on <= seen.as_of:
            sums.setdefault(old.customer_id, []).append(old.amount)
    large = [
        (-total, customer)
        for customer, amounts in sums.items()
        if len(amounts) > 1 and (total := fsum(amounts)) >= seen.threshold
    ]
    return {customer: -negative for negative, customer in sorted(large)}
