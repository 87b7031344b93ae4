"""Which letter, and by which rule? The way through the grade matrix."""

from collections.abc import Sequence

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.grading.ranking import GradePolicy, money_risk, time_band
from xlplan.engine.account.frame import GRADE_TONES, Frame
from xlplan.engine.account.rows import Field


def grade_reason(
    one: OpportunityAssessment | None,
    policy: GradePolicy,
    frame: Frame,
    unread: Sequence[str] = (),
) -> str:
    """Return in one sentence why the best opportunity has its letter.

    Args:
        one: the best opportunity, ``None`` where none is open.
        policy: how letters are given.
        frame: says it.
        unread: of opportunities that could not be read, that and why.
    """
    t = frame.t
    if one is None and unread:
        said = t("without an open opportunity that could be read a customer stands at D")
        return frame.sentence([said, frame.listed(unread)])
    if one is None:
        return t("Without an open opportunity a customer stands at D.")
    if one.gates:
        return frame.sentence([t("a closed gate makes it X: {why}", why=_gates(one, frame))])
    if policy.basis == "risk":
        risk = frame.number(one.risk.score.value, 1)
        return t("Risk {risk} {band} ranks {letter}.", risk=risk, band=_band(one, policy, frame),
                 letter=one.grade)  # fmt: skip
    clauses = [
        t("{p} likely {band} ranks {letter} by likelihood", p=frame.percent(one.p_rank),
          band=_band(one, policy, frame), letter=one.grade_likelihood)
    ]  # fmt: skip
    if _slipped(one, policy):
        clauses.append(t("overdue again: costs a letter"))
    lost, money = _lost(one, policy)
    if money is not None and policy.basis == "both":
        effect = _effect(lost, frame)
        clauses.append(t("money risk {risk} {effect}", risk=frame.number(money, 1), effect=effect))
    return frame.sentence(clauses)


def _lost(one: OpportunityAssessment, policy: GradePolicy) -> tuple[int, float | None]:
    """Return how many letters money risk costs, and that risk where it may count."""
    money = money_risk(one.risk, policy)
    if money is None or policy.basis != "both":
        return 0, money
    return sum(money >= bound for bound in policy.money_down), money


def _effect(lost: int, frame: Frame) -> str:
    """Return what money risk does to the letter."""
    if lost == 1:
        return frame.t("costs one letter")
    return frame.t("costs {count} letters", count=lost) if lost else frame.t("costs no letter")


def _slipped(one: OpportunityAssessment, policy: GradePolicy) -> bool:
    overdue = one.days_to_close is not None and one.days_to_close < 0
    return overdue and (one.opportunity.slips or 0) >= policy.slips


def _gates(one: OpportunityAssessment, frame: Frame) -> str:
    return frame.names([frame.phrase(gate) for gate in one.gates])


def grade_steps(one: OpportunityAssessment, policy: GradePolicy, frame: Frame) -> list[Field]:
    """Return how the letter follows from the day, the likelihood, the money risk and the gates."""
    t = frame.t
    rows = [
        Field(t("Time to close"), _days(one, frame), _band(one, policy, frame)),
        Field(t("Grade by likelihood"), one.grade_likelihood,
              t("{p} likely", p=frame.percent(one.p_rank)), GRADE_TONES[one.grade_likelihood]),
    ]  # fmt: skip
    if _slipped(one, policy):
        slips = frame.number(one.opportunity.slips)
        rows.append(Field(t("Slips"), slips, t("overdue again: costs a letter"), "bad"))
    if one.grade_risk is not None:
        note = t("risk {risk}", risk=frame.number(one.risk.score.value, 1))
        rows.append(Field(t("Grade by risk"), one.grade_risk, note, GRADE_TONES[one.grade_risk]))
    lost, money = _lost(one, policy)
    if money is not None:
        note = _effect(lost, frame)
        value = frame.number(money, 1)
        rows.append(Field(t("Money risk"), value, note, "bad" if lost else "plain"))
    if one.gates:
        rows.append(Field(t("Gates"), t("closed"), _gates(one, frame), "bad"))
    basis = t("by risk") if policy.basis == "risk" else t("by likelihood")
    if lost:
        basis = t("by likelihood, lowered by money risk")
    if one.gates:
        basis = t("closed by a gate")
    rows.append(Field(t("Grade in force"), one.grade, basis, GRADE_TONES[one.grade]))
    return rows


def _days(one: OpportunityAssessment, frame: Frame) -> str:
    days = one.days_to_close
    if days is None:
        return frame.t("no date")
    if days < 0:
        return frame.t("{days} days late", days=-days)
    return frame.t("{days} days", days=days)


def _band(one: OpportunityAssessment, policy: GradePolicy, frame: Frame) -> str:
    at = time_band(one.days_to_close, policy)
    if at < len(policy.days):
        return frame.t("within {days} days", days=frame.number(policy.days[at]))
    return frame.t("beyond {days} days", days=frame.number(policy.days[-1]))
