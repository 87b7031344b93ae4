"""Who gets our time? Gates and ABCD grades: time to close against likelihood and risk."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlplan.core.assessment import Risk
from xlplan.core.model import Opportunity
from xlplan.core.policy import Policy

GRADES = ("A", "B", "C", "D")
CLOSED_GATE = "X"
ORDER = {grade: at for at, grade in enumerate((*GRADES, CLOSED_GATE))}


@dataclass(frozen=True, slots=True)
class GradePolicy:
    """The policy numbers of the ranking, looked up once a run."""

    days: tuple[float, ...]
    minus_p: tuple[float, ...]  # bounds fall from best to worst, bisect wants them rising
    risk: tuple[float, ...]
    matrix: tuple[str, ...]
    basis: str
    money_down: tuple[float, ...]
    slips: float
    gate_money: float
    gate_amount: float
    gate_completeness: float

    @classmethod
    def of(cls, policy: Policy) -> "GradePolicy":
        """Return the numbers in force."""
        return cls(
            policy.numbers("abcd.days"),
            tuple(-bound for bound in policy.numbers("abcd.p")),
            policy.numbers("abcd.risk"),
            tuple(policy.word("abcd.matrix").split()),
            policy.word("abcd.basis"),
            policy.numbers("abcd.money_down"),
            policy.number("abcd.slips"),
            policy.number("gate.money"),
            policy.number("gate.size") * policy.number("funnel.threshold"),
            policy.number("gate.completeness"),
        )


class Grades(NamedTuple):
    """The grade in force and the two that the source gives: by likelihood and by risk."""

    grade: str
    likelihood: str
    risk: str | None
    gates: tuple[str, ...]


def money_risk(risk: Risk, policy: GradePolicy) -> float | None:
    """Return the money risk as far as it may gate or lower a grade.

    Choice: it may once at least ``gate.completeness`` of the money factors' weight is known. With
    an amount and nothing else, ``worth`` alone (2 of 57) would rule out every smaller deal, which
    takes the missing as bad, against rule 0.2.
    """
    money = risk.money
    return money.value if money.completeness >= policy.gate_completeness else None


def gates(
    opportunity: Opportunity, money: float | None, knock_outs: Sequence[str], policy: GradePolicy
) -> tuple[str, ...]:
    """Return why this is no sales opportunity; empty when it is one.

    Source: method 3.1 (不是所有项目都是销售机会, S4).
    """
    closed = []
    if money is not None and money >= policy.gate_money:
        closed.append("money risk")
    if opportunity.amount < policy.gate_amount:
        closed.append("size")
    if opportunity.feasible is False:
        closed.append("not feasible")
    if knock_outs:
        closed += [f"knock-out {key}" for key in knock_outs]
    return tuple(closed)


def time_band(days: int | None, policy: GradePolicy) -> int:
    """Return the time band 0–3 of the days to close; overdue counts as today, no date as the last."""
    if days is None:
        return len(policy.days)
    return bisect_left(policy.days, days)


def grade(
    opportunity: Opportunity, days: int | None, p: float, risk: Risk, policy: GradePolicy
) -> Grades:
    """Return the ABCD grade of an open opportunity.

    Args:
        opportunity: for its slips and gates.
        days: to the expected close; negative when overdue, ``None`` without a date.
        p: the likelihood that ranks, 0–1.
        risk: the risk of the opportunity.
        policy: matrix, bounds and basis.

    Source: method 3.5. 75 days, p .6844, risk 28.2 → likelihood B, risk A, both B.
    Choice: the letter lost by an overdue close with ``abcd.slips`` slips or more is lost in the
    grade by likelihood, the grade by risk and both. Under basis ``risk`` an unknown risk ranks in
    the last band.
    """
    slips, value = opportunity.slips, risk.score.value
    likelihood = letter_by_likelihood(days, p, slips, policy)
    by_risk = None if value is None else letter_by_risk(days, value, slips, policy)
    money = money_risk(risk, policy)
    closed = gates(opportunity, money, risk.knock_outs, policy)
    if closed:
        return Grades(CLOSED_GATE, likelihood, by_risk, closed)
    if policy.basis == "risk":
        return Grades(letter_by_risk(days, value, slips, policy), likelihood, by_risk, ())
    if policy.basis == "likelihood":
        return Grades(likelihood, likelihood, by_risk, ())
    return Grades(lowered(likelihood, money, policy), likelihood, by_risk, ())


def letter_by_likelihood(days: int | None, p: float, slips: int | None, policy: GradePolicy) -> str:
    """Return the grade A–D by time to close and likelihood of a win.

    Args:
        days: to the expected close; negative when overdue, blank = no date.
        p: likelihood of a win, 0–1.
        slips: how often the close was put off; counts when overdue.
        policy: the numbers in force.

    Source: method 3.5.

    Example:
        >>> terms = GradePolicy.of(Policy())
        >>> letter_by_likelihood(75, 0.6844, None, terms), letter_by_likelihood(-1, 0.8, 2, terms)
        ('B', 'B')
    """
    letter = policy.matrix[time_band(days, policy)][bisect_left(policy.minus_p, -p)]
    return _lower(letter, _slipped(days, slips, policy))


def letter_by_risk(
    days: int | None, risk: float | None, slips: int | None, policy: GradePolicy
) -> str:
    """Return the grade A–D by time to close and risk.

    Args:
        days: to the expected close; negative when overdue, blank = no date.
        risk: 0–100, higher is riskier; blank ranks in the last band.
        slips: how often the close was put off; counts when overdue.
        policy: the numbers in force.

    Source: method 3.5.

    Example:
        >>> letter_by_risk(75, 28.2, None, GradePolicy.of(Policy()))
        'A'
    """
    row = policy.matrix[time_band(days, policy)]
    letter = row[-1] if risk is None else row[bisect_right(policy.risk, risk)]
    return _lower(letter, _slipped(days, slips, policy))


def lowered(letter: str, money: float | None, policy: GradePolicy) -> str:
    """Return a grade after what the money risk costs it: a letter, two, not below D.

    Args:
        letter: A–D.
        money: money risk, 0–100; blank costs nothing.
        policy: the numbers in force.

    Source: method 3.5.

    Example:
        >>> [lowered("A", money, GradePolicy.of(Policy())) for money in (49, 50, 70)]
        ['A', 'B', 'C']
    """
    return letter if money is None else _lower(letter, bisect_right(policy.money_down, money))


def abcd_grade(
    days: int | None, p: float, money: float | None, slips: int | None, policy: GradePolicy
) -> str:
    """Return the grade A–D by time to close and likelihood, lowered by money risk.

    Args:
        days: to the expected close; negative when overdue, blank = no date.
        p: likelihood of a win, 0–1.
        money: money risk, 0–100; blank costs nothing.
        slips: how often the close was put off; counts when overdue.
        policy: the numbers in force.

    Source: method 3.5, basis ``both``, without the gates.

    Example:
        >>> abcd_grade(75, 0.6844, 29.35, None, GradePolicy.of(Policy()))
        'B'
    """
    return lowered(letter_by_likelihood(days, p, slips, policy), money, policy)


def _slipped(days: int | None, slips: int | None, policy: GradePolicy) -> int:
    """Return the letter that an overdue close costs once it was put off too often."""
    return int(days is not None and days < 0 and (slips or 0) >= policy.slips)


def _lower(letter: str, steps: int) -> str:
    if not steps:
        return letter
    return GRADES[min(GRADES.index(letter) + steps, len(GRADES) - 1)]
