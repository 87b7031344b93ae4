"""What does the customer say of us? Satisfaction by dimension, recommendation, complaints."""

import datetime as dt
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from xlplan.core.model import Complaint, Survey
from xlplan.core.policy import Policy
from xlplan.core.scores import ABSENT, Score, weigh

DIMENSIONS = ("quality", "delivery", "service", "response", "price")
HOURS = 24


class VoicePolicy(NamedTuple):
    """The policy numbers of satisfaction and complaints, looked up once a run."""

    weights: tuple[float, ...]
    days: float
    severity_blank: float
    sla_hours: float
    age_days: float

    @classmethod
    def of(cls, policy: Policy) -> "VoicePolicy":
        """Return the numbers in force."""
        return cls(
            policy.numbers("csi.weights"),
            policy.number("csi.days"),
            policy.number("complaint.severity_blank"),
            policy.number("complaint.sla_hours"),
            policy.number("complaint.age_days"),
        )


class Satisfaction(NamedTuple):
    """How satisfied a customer says to be.

    Args:
        csi: 0–100 by dimension.
        nps: promoters − detractors in percent of the answers, −100…100.
        n: rows of the survey round; ``age_days`` since its last answer.
    """

    csi: Score
    nps: float | None
    n: int
    age_days: int | None


NO_SURVEY = Satisfaction(ABSENT, None, 0, None)


def satisfaction(surveys: Sequence[Survey], as_of: dt.date, policy: VoicePolicy) -> Satisfaction:
    """Return customer satisfaction index, net promoter score, count and age of the last round.

    Source: method 7 (S0: 客户满意度调查). CSI = Σ w·s/Σ w.
    Choice: the round is the answers of ``csi.days`` up to the last one, not up to the day of the
    evaluation: an old answer is shown with its age instead of vanishing. A dimension's score is the
    mean of its answers; a score without a dimension counts only where no dimension is rated.
    """
    if not surveys:
        return NO_SURVEY
    last = max([one.date for one in surveys])
    first = last - dt.timedelta(days=policy.days - 1)
    sums: dict[str | None, list[float]] = {}
    likely: list[int] = []
    count = 0
    for one in surveys:
        if one.date < first:
            continue
        count += 1
        if one.score is not None:
            sums.setdefault(one.dimension, []).append(one.score)
        if one.recommend is not None:
            likely.append(one.recommend)
    return Satisfaction(
        _csi(sums, policy.weights), net_promoter_score(likely), count, (as_of - last).days
    )


def _csi(sums: dict[str | None, list[float]], weights: tuple[float, ...]) -> Score:
    if not sums:
        return ABSENT
    if list(sums) == [None]:
        overall = sum(sums[None]) / len(sums[None])
        return weigh(("overall",), (1.0,), (overall,), (overall,))
    means = [sum(found) / len(found) if (found := sums.get(name)) else None for name in DIMENSIONS]
    return weigh(DIMENSIONS, weights, means, means)


def net_promoter_score(answers: Sequence[int]) -> float | None:
    """Return promoters (9–10) − detractors (0–6) in percent of all; ``None`` without an answer.

    Args:
        answers: would recommend us, 0–10 each.

    Source: method 7.

    Example:
        >>> net_promoter_score([10, 9, 8, 6]), net_promoter_score([])
        (25.0, None)
    """
    if not answers:
        return None
    promoters = sum(answer >= 9 for answer in answers)
    detractors = sum(answer <= 6 for answer in answers)
    return 100.0 * (promoters - detractors) / len(answers)


class Complaints(NamedTuple):
    """A customer's complaints.

    Args:
        total: on record; ``open``: not closed as of the day.
        age_days: mean age of the open ones, weighted by severity.
        oldest_days: age of the oldest open one.
        response_hours: median from opening to the first response, in steps of 24.
        breaches: answered later than ``complaint.sla_hours``, or not yet and older than that.
        points: 0–100, 100 = none open; ``None`` where the plan keeps no complaints.
    """

    total: int
    open: int
    age_days: float | None
    oldest_days: int | None
    response_hours: float | None
    breaches: int
    points: float | None


NO_COMPLAINTS = Complaints(0, 0, None, None, None, 0, 100.0)
UNKNOWN_COMPLAINTS = NO_COMPLAINTS._replace(points=None)


def complaint_state(
    complaints: Sequence[Complaint], as_of: dt.date, policy: VoicePolicy, *, kept: bool
) -> Complaints:
    """Return open complaints, their age, how fast we respond and the points for health.

    Args:
        complaints: of one customer, opened by ``as_of``.
        as_of: what lies after it has not happened yet.
        policy: the numbers in force.
        kept: the plan keeps complaints at all, so that none means none.

    Source: method 7 (S2: 对于客户的投诉务必给予及时、专业的响应).
    Choice: a blank severity counts as ``complaint.severity_blank``; closing without a response is
    the response. Dates have no hours: the next day is 24.
    """
    if not complaints:
        return NO_COMPLAINTS if kept else UNKNOWN_COMPLAINTS
    waits, ages, breaches = [], [], 0
    for one in complaints:
        answered = one.responded or one.closed
        if answered is not None and answered <= as_of:
            hours = HOURS * (answered - one.opened).days
            waits.append(hours)
        else:
            hours = HOURS * (as_of - one.opened).days
        breaches += hours > policy.sla_hours
        if one.closed is None or one.closed > as_of:
            severity = policy.severity_blank if one.severity is None else one.severity
            ages.append((severity, (as_of - one.opened).days))
    burden = sum([severity for severity, _ in ages])
    return Complaints(
        len(complaints),
        len(ages),
        sum([severity * age for severity, age in ages]) / burden if burden else None,
        max([age for _, age in ages], default=None),
        float(median(waits)) if waits else None,
        breaches,
        complaint_points(ages, policy.age_days),
    )


def complaint_points(open_ones: Sequence[tuple[float, float]], age_days: float) -> float:
    """Return 0–100 for the open complaints: 100 without any, less the graver and the older.

    Args:
        open_ones: severity 1–5 and age in days of each.
        age_days: the age at which a complaint weighs twice what it did on its first day.

    Source: method 7 names the part. Choice: 100/(1 + Σ severity/5·(1 + age/age_days)).

    Example:
        >>> [complaint_points(one, 30) for one in ([], [(5, 0)], [(5, 60)])]
        [100.0, 50.0, 25.0]
    """
    load = sum([severity / 5.0 * (1.0 + age / age_days) for severity, age in open_ones])
    return 100.0 / (1.0 + load)
