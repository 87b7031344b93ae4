"""Which letter, and by which rule? The way through the grade matrix."""

from collections.abc import Iterator, Sequence

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.grading.ranking import (
    GRADES,
    GradePolicy,
    letter_by_likelihood,
    letter_by_risk,
    money_risk,
    time_band,
)
from xlplan.engine.account.frame import GRADE_TONES, Frame
from xlplan.engine.account.rows import Field

LAST = GRADES[-1]  # below it no letter can be lost


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
    band = _band(one, policy, frame)
    if policy.basis == "risk":
        letter = _by_risk(one, policy)
        told = t("risk {risk} {band} ranks {letter}", risk=frame.number(one.risk.score.value, 1),
                 band=band, letter=letter)  # fmt: skip
        return frame.sentence([told, *_slip(one, letter, policy, frame)])
    letter = _by_likelihood(one, policy)
    clauses = [
        t("{p} likely {band} ranks {letter} by likelihood", p=frame.percent(one.p_rank), band=band,
          letter=letter),
        *_slip(one, letter, policy, frame),
    ]  # fmt: skip
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


def _by_likelihood(one: OpportunityAssessment, policy: GradePolicy) -> str:
    """Return the letter of the matrix by likelihood, before a slip takes one."""
    return letter_by_likelihood(one.days_to_close, one.p_rank, None, policy)


def _by_risk(one: OpportunityAssessment, policy: GradePolicy) -> str:
    """Return the letter of the matrix by risk, before a slip takes one."""
    return letter_by_risk(one.days_to_close, one.risk.score.value, None, policy)


def _slip(
    one: OpportunityAssessment, letter: str, policy: GradePolicy, frame: Frame
) -> Iterator[str]:
    """Yield what the slips of an overdue close do to the letter of the matrix."""
    if _slipped(one, policy):
        yield frame.t("overdue again (slips: {slips}) {effect}",
                      slips=frame.number(one.opportunity.slips),
                      effect=_effect(int(letter != LAST), frame))  # fmt: skip


def _slipped(one: OpportunityAssessment, policy: GradePolicy) -> bool:
    overdue = one.days_to_close is not None and one.days_to_close < 0
    return overdue and (one.opportunity.slips or 0) >= policy.slips


def _gates(one: OpportunityAssessment, frame: Frame) -> str:
    return frame.names([frame.phrase(gate) for gate in one.gates])


def grade_steps(one: OpportunityAssessment, policy: GradePolicy, frame: Frame) -> list[Field]:
    """Return how the letter follows from the day, the likelihood, the money risk and the gates."""
    t = frame.t
    rows = [Field(t("Time to close"), _days(one, frame), _band(one, policy, frame))]
    if _slipped(one, policy):
        first = _by_risk(one, policy) if policy.basis == "risk" else _by_likelihood(one, policy)
        effect = _effect(int(first != LAST), frame)
        rows.append(Field(t("Slips"), frame.number(one.opportunity.slips),
                          t("overdue again: {effect}", effect=effect), "bad"))  # fmt: skip
    note = t("{p} likely", p=frame.percent(one.p_rank))
    rows.append(_letter("Grade by likelihood", one.grade_likelihood, note,
                        _by_likelihood(one, policy), frame))  # fmt: skip
    if one.grade_risk is not None:
        note = t("risk {risk}", risk=frame.number(one.risk.score.value, 1))
        rows.append(_letter("Grade by risk", one.grade_risk, note, _by_risk(one, policy), frame))
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


def _letter(label: str, letter: str, note: str, first: str, frame: Frame) -> Field:
    """Return a letter with what gives it; ``first``: that of the matrix, before the slips."""
    t = frame.t
    told = [note] if letter == first else [note, t("without the slips {letter}", letter=first)]
    return Field(t(label), letter, t("; ").join(told), GRADE_TONES[letter])


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
