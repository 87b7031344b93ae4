"""What would we have said of each closed opportunity before it closed? Scored again, one by one.

Results that a run kept by then stand as they are; else the opportunity is evaluated again, on the plan as
of that day.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from xlplan.core.grading.winning import moving_pse
from xlplan.core.learning.rewinding import Rewinder
from xlplan.core.model import Opportunity, Portfolio
from xlplan.core.moves.snapshots import ClosedDeal, DealState
from xlplan.core.pausing import collector_paused
from xlplan.core.policy import Policy

LONGEST = 36_500
"""Days before a closing that anybody may ask for."""


class Was(NamedTuple):
    """How an opportunity stood on a day, as a run kept it; ``known``: completeness of its state."""

    grade: str
    p: float
    p_stage: float
    p_manual: float | None
    pse: float | None
    known: float
    nodes: int
    close: dt.date | None

    @classmethod
    def of(cls, one: DealState) -> "Was":
        """Return what a back-test asks of what was kept."""
        pse = one.pse
        return cls(
            one.grade, one.p, one.p_stage, one.p_manual, pse.value, pse.completeness, one.nodes,
            one.close,
        )  # fmt: skip


States = Sequence[tuple[dt.date, Was]]
"""How an opportunity stood while it was open: day and state, as kept, in the order of the days."""


class Scored(NamedTuple):
    """A closed opportunity, and what was or would have been said of it before.

    Args:
        status: won, lost or ended.
        scored_on: the day as of which it is scored.
        kept: the score was kept by a run of that day; else it is worked out again.
        undated: share of the inputs of ``p`` and the grade that bear no date, 0–1; 0 when kept.
        p_dated: the likelihood from dated inputs alone; ``None`` when kept.
        pse: the project state that moved ``p``; ``None`` where none did.
        nodes: how many key nodes were missing.
        days_to_close: from that day to the expected close.
        moved: its selling step was moved on after that day, so that what is typed knows the result.
        book: the workbook that it comes from, where there are several.
    """

    id: str
    customer_id: str
    name: str
    amount: float
    status: str
    closed_on: dt.date
    scored_on: dt.date
    kept: bool
    undated: float
    grade: str
    p: float
    p_stage: float
    p_manual: float | None
    p_dated: float | None
    pse: float | None
    nodes: int
    days_to_close: int | None
    moved: bool = False
    book: str = ""


class Rescored(NamedTuple):
    """Closed opportunities in the order of closing (then id), and how many were left out, by reason.

    Reasons: ``no closing day``, ``closes after the day``, ``no day before``, ``no customer`` of the
    plan.
    """

    deals: tuple[Scored, ...]
    left_out: Mapping[str, int]


class _Due(NamedTuple):
    """An opportunity to be scored, and the day."""

    scored_on: dt.date
    closed_on: dt.date
    deal: Opportunity


def rescore(
    portfolio: Portfolio,
    policy: Policy,
    as_of: dt.date,
    kept: Mapping[str, States] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Rescored:
    """Return every closed opportunity as it would have been scored before it closed.

    Args:
        portfolio: the plan.
        policy: the numbers in force.
        as_of: the day of the plan; what closes after it has not closed.
        kept: what runs kept of its opportunities, by id.
        tell: told how many of how many are done.

    Source: method 9.
    Choice: the day is ``backtest.days`` (at least one) before the closing, but not before the
    opportunity was created; where results were kept within ``backtest.kept_days`` up to that day, the last of them
    stand, else the opportunity is scored again as of that day.
    """
    due, left = _due(portfolio, as_of, days_before(policy))
    last = int(policy.number("backtest.kept_days"))
    found = []
    with collector_paused():
        rewinder = Rewinder(portfolio, policy)
        for at, one in enumerate(sorted(due, key=_when), 1):
            state = last_kept((kept or {}).get(one.deal.id, ()), one.scored_on, last)
            found.append(
                _again(one, rewinder)
                if state is None
                else as_kept(one.deal, one.closed_on, state, policy.number("win.completeness"))
            )
            tell(at, len(due))
    return Rescored(tuple(sorted(found, key=closing)), left)


def days_before(policy: Policy) -> int:
    """Return how many days before the closing an opportunity is scored: at least one."""
    return min(max(int(policy.number("backtest.days")), 1), LONGEST)


def scoring_days(portfolio: Portfolio, policy: Policy, as_of: dt.date) -> dict[str, dt.date | None]:
    """Return the day as of which each opportunity is scored; ``None`` for those that are not."""
    due, _ = _due(portfolio, as_of, days_before(policy))
    days = {one.deal.id: one.scored_on for one in due}
    return {one.id: days.get(one.id) for one in portfolio.opportunities}


def closing(one: Scored) -> tuple[dt.date, str]:
    """Return what closed opportunities are sorted by: the day, then the id."""
    return one.closed_on, one.id


def last_kept(states: States, day: dt.date, longest: int) -> tuple[dt.date, Was] | None:
    """Return the last state kept up to a day, and at most so many days before it."""
    at = bisect_right([when for when, _ in states], day)
    return states[at - 1] if at and (day - states[at - 1][0]).days <= longest else None


def as_kept(
    deal: Opportunity | ClosedDeal,
    closed_on: dt.date,
    state: tuple[dt.date, Was],
    least_known: float,
) -> Scored:
    """Return a closed opportunity as a run had scored it.

    Args:
        deal: as it closed.
        closed_on: the day.
        state: when it was kept, and what.
        least_known: completeness from which a project state moves the likelihood.
    """
    day, was = state
    pse = moving_pse(was.pse, was.known, least_known)
    return Scored(
        deal.id, deal.customer_id, deal.name or "", deal.amount, deal.status, closed_on, day,
        kept=True, undated=0.0, grade=was.grade, p=was.p, p_stage=was.p_stage,
        p_manual=was.p_manual, p_dated=None, pse=pse, nodes=was.nodes,
        days_to_close=None if was.close is None else (was.close - day).days,
    )  # fmt: skip


def _again(due: _Due, rewinder: Rewinder) -> Scored:
    deal = due.deal
    then = rewinder.assess(deal, due.scored_on)
    typed, dated = then.found, rewinder.assess(deal, due.scored_on, dated_only=True).found
    return Scored(
        deal.id, deal.customer_id, deal.name or "", deal.amount, deal.status, due.closed_on,
        due.scored_on, kept=False, undated=rewinder.undated(then), grade=typed.grade, p=typed.p,
        p_stage=typed.p_stage, p_manual=typed.p_manual, p_dated=dated.p,
        pse=rewinder.moving(typed), nodes=len(typed.missing_nodes),
        days_to_close=typed.days_to_close,
        moved=typed.opportunity.selling_step != deal.selling_step,
    )  # fmt: skip


def _when(one: _Due) -> tuple[dt.date, str]:
    return one.scored_on, one.deal.id


def _due(plan: Portfolio, as_of: dt.date, days: int) -> tuple[list[_Due], dict[str, int]]:
    """Return which closed opportunities can be scored, and why the others cannot."""
    due, left = [], Counter[str]()
    owners = {one.id for one in plan.customers}
    for one in plan.opportunities:
        closed = one.closed_on
        if one.status == "open":
            continue
        if one.customer_id not in owners:
            left["no customer"] += 1
        elif closed is None:
            left["no closing day"] += 1
        elif closed > as_of:
            left["closes after the day"] += 1
        else:
            day = max(closed - dt.timedelta(days=days), one.created or dt.date.min)
            if day < closed:
                due.append(_Due(day, closed, one))
            else:
                left["no day before"] += 1
    return due, dict(left)
