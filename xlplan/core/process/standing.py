"""What stage and kind is each customer, and how much of our time is its due? One view of each."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.grading.effort import Claim, EffortPolicy, allocation, effort_alignment
from xlplan.core.grading.segments import Market, Segment, SegmentPolicy, market, segment
from xlplan.core.grouping import by_customer
from xlplan.core.model import Activity, Portfolio
from xlplan.core.policy import Policy
from xlplan.core.process.filing import FileState, customer_file
from xlplan.core.process.prospects import Prospecting, prospecting
from xlplan.core.process.stage_tasks import is_visit
from xlplan.core.process.stages import Seen, StagePolicy, StageStanding, stage_standing


class CustomerProcess(NamedTuple):
    """One customer, beside its assessment.

    Args:
        stage: claimed and supported stage, gate, tasks (method 1.1).
        file: completeness of the customer file.
        segment: frozen, migrating, value, potential or ordinary (3.7).
        hours: our hours with it in Activities of the last ``effort.days``; ``None`` when the plan
            keeps none.
        hours_share: share of all our hours that is its due, 0–1 (3.9).
        hours_due: the same in hours; ``None`` without hours to share out.
    """

    stage: StageStanding
    file: FileState
    segment: Segment
    hours: float | None
    hours_share: float
    hours_due: float | None


class ProcessFigures(NamedTuple):
    """All customers together.

    Args:
        alignment: Spearman of hours against p·amount·margin, −1…1 (3.9).
        misaligned: it is below ``effort.warn``.
        hours: the hours shared out.
        segments: how many customers of each segment, known ones only.
        prospecting: own step rates and what a win takes (1.4).
    """

    alignment: float | None
    misaligned: bool
    hours: float | None
    segments: Mapping[str, int]
    prospecting: Prospecting


class _Touches(NamedTuple):
    """What the activities of one customer add up to; replies the latest first."""

    any: bool
    visited: bool
    hours: float
    replies: tuple[bool, ...]


_SILENCE = _Touches(False, False, 0.0, ())


class Process:
    """Looks at the customers of one plan: policies ready, records grouped.

    Args:
        plan: the records.
        policy: the numbers in force.
        as_of: the day.
    """

    def __init__(self, plan: Portfolio, policy: Policy, as_of: dt.date) -> None:
        self.plan, self.policy, self.as_of = plan, policy, as_of
        self._stages, self._segments = StagePolicy.of(policy), SegmentPolicy.of(policy)
        self._effort = EffortPolicy.of(policy)
        self._first = as_of - dt.timedelta(days=int(self._effort.days) - 1)
        self._tasks = by_customer(plan.stage_tasks)
        self._fit = {one.customer_id for one in plan.opportunities if one.fit is not None}
        self._budget = {one.customer_id for one in plan.opportunities if one.budget_status}
        self._reasons = {
            one.customer_id
            for one in plan.decisions
            if one.kind == "stage" and one.reason and one.date <= as_of
        }

    def views(
        self,
        customers: Sequence[CustomerAssessment],
        activities: Iterable[Sequence[Activity]],
    ) -> tuple[tuple[CustomerProcess, ...], ProcessFigures]:
        """Return a view of each customer, in the same order, and the figures of all.

        Args:
            customers: the assessments.
            activities: those of each customer up to ``as_of``, in the order of ``customers``.
        """
        touched = [self._touches(rows) if rows else _SILENCE for rows in activities]
        kept = any(one.hours for one in touched)
        spent = sum(one.hours for one in touched) if kept else None
        total = spent if self._effort.hours is None else self._effort.hours
        shares = allocation(
            [Claim(one.grade, one.expected_return) for one in customers], self._effort.letters
        )
        at = market([(one.customer, one.facts) for one in customers], self._segments)
        views = tuple(
            [
                self._view(one, seen, at, (seen.hours if kept else None, share, total))
                for one, seen, share in zip(customers, touched, shares, strict=True)
            ]
        )
        return views, self._figures(customers, views, total)

    def _touches(self, rows: Sequence[Activity]) -> _Touches:
        hours = 0.0
        first, replies, channels = self._first, [], set()
        for at, one in enumerate(rows):
            channels.add(one.channel)
            if one.hours and one.date >= first:
                hours += one.hours
            if one.accepted is not None:
                replies.append((one.date, at, one.accepted))
        replies.sort(reverse=True)
        visited = any(is_visit(channel) for channel in channels)
        return _Touches(True, visited, hours, tuple([accepted for _, _, accepted in replies]))

    def _view(
        self,
        one: CustomerAssessment,
        touched: _Touches,
        at: Market,
        effort: tuple[float | None, float, float | None],
    ) -> CustomerProcess:
        customer, facts = one.customer, one.facts
        who = customer.id
        file = customer_file(customer, one.contacts)
        seen = Seen(
            self.as_of,
            file.completeness,
            touched.any,
            touched.visited,
            touched.replies,
            who in self._fit,
            customer.current_ratio is not None or who in self._budget,
            customer.credit_rating is not None or facts.late_days is not None,
            who in self._reasons,
            bool(self._tasks),
        )
        hours, share, total = effort
        return CustomerProcess(
            stage_standing(customer, self._tasks.get(who, ()), seen, self._stages),
            file,
            segment(customer, facts, touched.replies, at, self._segments),
            hours,
            share,
            None if total is None else share * total,
        )

    def _figures(
        self,
        customers: Sequence[CustomerAssessment],
        views: Sequence[CustomerProcess],
        total: float | None,
    ) -> ProcessFigures:
        rows = [
            (view.hours, value)
            for one, view in zip(customers, views, strict=True)
            if view.hours is not None and (value := worth(one)) is not None
        ]
        alignment = effort_alignment(rows)
        return ProcessFigures(
            alignment,
            alignment is not None and alignment < self._effort.warn,
            total,
            dict(Counter(view.segment.name for view in views if view.segment.name)),
            prospecting(self.plan.leads, self.as_of, self.policy),
        )


def worth(one: CustomerAssessment) -> float | None:
    """Return Σ p·amount·margin over the open opportunities, money; 0 when nothing is open.

    Source: method 3.9. Choice: those without a margin are left out; ``None`` when none has one.
    """
    if not one.opportunities:
        return 0.0
    known = [
        deal.p * deal.opportunity.amount * deal.margin
        for deal in one.opportunities
        if deal.margin is not None
    ]
    return sum(known) if known else None
