"""Does the close plan hold? What of an open opportunity's plan has slipped, and what comes next."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.model import Milestone, Opportunity

DELIVERY = 6


class ClosePlan(NamedTuple):
    """The plan that leads to the close of one opportunity.

    Args:
        state: ``slipping``, ``on plan``, or ``no plan`` without a dated node to come.
        slips: how often the expected close was put off, as typed.
        overdue_days: days since the expected close passed, 0 before it.
        late: nodes marked not done whose date has passed, the oldest first.
        late_days: days since the oldest of them.
        after_close: nodes still to come that are dated after the expected close.
        next: the next node still to come.
    """

    opportunity_id: str
    state: str
    slips: int | None
    overdue_days: int
    late: tuple[Milestone, ...]
    late_days: int
    after_close: tuple[Milestone, ...]
    next: Milestone | None


def close_plan(one: Opportunity, milestones: Sequence[Milestone], as_of: dt.date) -> ClosePlan:
    """Return what has slipped in the close plan of an open opportunity.

    Source: method 10 (close plan), 3.5 (slips).
    Choice: a node whose date passed slips only when it is marked as not done; one whose Done is
    blank is unknown. A plan also slips when its close has passed, or when a node that is still to
    come lies behind the close; delivery, step 6, comes after the signature and may.
    """
    close = one.expected_close
    overdue = max(0, (as_of - close).days) if close is not None else 0
    late, after, coming = [], [], None
    for node in milestones:
        day = node.date
        if day is None or node.done:
            continue
        if day < as_of:
            if node.done is False:
                late.append(node)
            continue
        if coming is None or coming.date is None or day < coming.date:
            coming = node
        if close is not None and day > close and node.step < DELIVERY:
            after.append(node)
    late.sort(key=_day)
    slipping = bool(overdue or late or after)
    state = "slipping" if slipping else "no plan" if coming is None else "on plan"
    oldest = (as_of - _day(late[0])).days if late else 0
    return ClosePlan(one.id, state, one.slips, overdue, tuple(late), oldest, tuple(after), coming)


def _day(node: Milestone) -> dt.date:
    return node.date or dt.date.max
