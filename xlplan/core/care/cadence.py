"""Do we keep in touch, and do we keep our word? Contact cadence by grade, promises."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlplan.core.dossier import Dossier
from xlplan.core.model import Activity
from xlplan.core.policy import Policy

OVERDUE, DUE, TOO_OFTEN, IN_TIME = "overdue", "due", "too often", "in time"


class CadencePolicy(NamedTuple):
    """The policy numbers of the contact cadence, looked up once a run."""

    bounds: Mapping[str, tuple[float, ...]]
    window: int
    factor: float

    @classmethod
    def of(cls, policy: Policy) -> "CadencePolicy":
        """Return the numbers in force; a customer behind a gate (X) is kept in touch with as D."""
        bounds = {grade: policy.numbers(f"cadence.{grade.lower()}") for grade in "ABCD"}
        bounds["X"] = bounds["D"]
        return cls(
            bounds, int(policy.number("cadence.window_days")), policy.number("cadence.too_often")
        )


class Cadence(NamedTuple):
    """How the contacts of a customer go with its grade.

    Args:
        status: ``overdue``, ``due``, ``too often`` or ``in time``; ``None`` when nobody can tell.
        last: day of the last touch with a purpose; ``days`` since then.
        low: earliest days between touches; ``high`` the latest.
        touches: days with a touch with a purpose in the window; ``idle`` touches without one.
    """

    status: str | None
    last: dt.date | None
    days: int | None
    low: float
    high: float
    touches: int
    idle: int

    @property
    def next_from(self) -> dt.date | None:
        """Return the day from which the next touch is due; ``None`` without a cadence or a last."""
        return self._next(self.low)

    @property
    def next_by(self) -> dt.date | None:
        """Return the last good day for the next touch."""
        return self._next(self.high)

    def _next(self, days: float) -> dt.date | None:
        if self.last is None or self.status is None:
            return None
        return self.last + dt.timedelta(days=days)


def cadence(grade: str, dossier: Dossier, policy: CadencePolicy) -> Cadence:
    """Return whether a customer is contacted as its grade asks for.

    Args:
        grade: A–D or X.
        dossier: its Activities.
        policy: the numbers in force.

    Source: method 7 (S2: 选择恰当的沟通频率, 每次沟通都应有明确的目的; S3: 保持定期联络).
    Choice: a touch without a purpose counts for nothing here, it is told as ``idle``. Several
    people met on one day are one touch. Too often: more than ``cadence.too_often`` times the
    touches that the shorter interval allows in the window, and at least two. Without any touch a
    customer is overdue where the plan keeps Activities; where not, nobody can tell.
    """
    low, high = policy.bounds[grade]
    as_of = dossier.as_of
    start = as_of - dt.timedelta(days=policy.window - 1)
    made = dossier.activities
    touched = [one.date for one in made if one.purpose is not None]
    idle = 0
    if len(touched) < len(made):
        idle = sum([one.purpose is None and one.date >= start for one in made])
    if not touched:
        status = OVERDUE if dossier.keeps_activities else None
        return Cadence(status, None, None, low, high, 0, idle)
    last = max(touched)
    touches = len({day for day in touched if day >= start}) if last >= start else 0
    days = (as_of - last).days
    return Cadence(
        cadence_status(days, touches, (low, high), policy),
        last,
        days,
        low,
        high,
        touches,
        idle,
    )


def contact_status(grade: str, days: int, touches: int, policy: CadencePolicy) -> str:
    """Return whether a customer is contacted as its grade asks for: overdue, due, too often, in time.

    Args:
        grade: A–D or X.
        days: since the last touch with a purpose.
        touches: days with such a touch in the last two weeks.
        policy: the numbers in force.

    Source: method 7.

    Example:
        >>> [contact_status(grade, 20, 0, CadencePolicy.of(Policy())) for grade in "ABC"]
        ['overdue', 'due', 'in time']
    """
    low, high = policy.bounds[grade]
    return cadence_status(days, touches, (low, high), policy)


def cadence_status(
    days: int, touches: int, bounds: tuple[float, float], policy: CadencePolicy
) -> str:
    """Return overdue, due, too often or in time.

    Args:
        days: since the last touch.
        touches: in the window.
        bounds: earliest and latest days between touches.
        policy: window and factor.

    Example:
        >>> terms = CadencePolicy.of(Policy())
        >>> [cadence_status(days, 1, (7, 14), terms) for days in (3, 7, 14, 15)]
        ['in time', 'due', 'due', 'overdue']
        >>> cadence_status(1, 5, (7, 14), terms)
        'too often'
    """
    low, high = bounds
    if touches > max(1.0, policy.factor * policy.window / max(low, 1.0)):
        return TOO_OFTEN
    if days > high:
        return OVERDUE
    return DUE if days >= low else IN_TIME


class Promises(NamedTuple):
    """What we promised a customer.

    Args:
        kept: marked as kept; ``broken``: marked as not kept.
        unanswered: fell due and is not marked; ``pending``: not due yet, or without a date.
        rate: kept ÷ (kept + broken), 0–1.
    """

    kept: int
    broken: int
    unanswered: int
    pending: int
    rate: float | None


NO_PROMISES = Promises(0, 0, 0, 0, None)


def promises(activities: Sequence[Activity], as_of: dt.date) -> Promises:
    """Return how many of our promises we kept.

    Source: method 7 (S2: 承诺的事情一定要做到).
    Choice: a promise that fell due and is not marked is unknown, neither kept nor broken (rule
    0.2): it is counted beside the rate, not in it.
    """
    kept = broken = unanswered = pending = 0
    for one in activities:
        answer = one.promise_kept
        if answer is None:
            if one.promise is None:
                continue
            if one.promise_due is not None and one.promise_due <= as_of:
                unanswered += 1
            else:
                pending += 1
        elif answer:
            kept += 1
        else:
            broken += 1
    if not kept + broken + unanswered + pending:
        return NO_PROMISES
    known = kept + broken
    return Promises(kept, broken, unanswered, pending, kept / known if known else None)
