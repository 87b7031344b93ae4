"""What is the grade, what carries it, what could stop us? The summary of an account plan."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment, Economics, OpportunityAssessment
from xlplan.core.grading.winning import win_likelihood
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.grade import grade_reason, grade_steps
from xlplan.engine.account.moves import find_next, moves, next_letter
from xlplan.engine.account.position import PARTS
from xlplan.engine.account.rows import Closing, DealRow, Field
from xlplan.engine.account.shapes import Summary
from xlplan.engine.advice import NextStep
from xlplan.engine.picture.places import Bubble, Grid

SHOWN = 3


def summary(
    customer: CustomerAssessment, rows: tuple[DealRow, ...], steps: list[NextStep], frame: Frame
) -> Summary:
    """Return the summary: the grade and why, what it rests on, and what is to be decided."""
    best = customer.opportunities[0] if customer.opportunities else None
    steps_up = ladder(best, frame) if best else ()
    policy = frame.grading
    moved = moves(best, frame)
    by_risk = policy.basis == "risk"
    bounds = (
        [1.0 - one / 100.0 for one in policy.risk]
        if by_risk
        else list(frame.policy.numbers("abcd.p"))
    )
    return Summary(
        headline=_headline(customer, best, frame),
        why=grade_reason(best, policy, frame, frame.not_read(customer.customer.id)),
        story=tuple(_story(customer, frame)),
        ladder=tuple(field for field, _ in steps_up),
        ladder_bars=tuple(100.0 * share for _, share in steps_up),
        steps=tuple(grade_steps(best, policy, frame)) if best else (),
        missing=tuple(_missing(customer, best, frame)),
        returns=rows[:SHOWN],
        stoppers=_stoppers(customer, frame),
        closing=_closing(steps, frame),
        next_letter=next_letter(best, moved, frame) if best
        else find_next(customer, steps, frame),
        moves=moved,
        bubbles=tuple(_bubble(deal, row, by_risk)
                      for deal, row in zip(customer.opportunities, rows, strict=True)),
        grid=Grid(policy.days, bounds, policy.matrix),
        by_risk=by_risk,
    )  # fmt: skip


def _headline(
    customer: CustomerAssessment, best: OpportunityAssessment | None, frame: Frame
) -> str:
    t, grade = frame.t, customer.grade
    unread = frame.not_read(customer.customer.id) or (frame.none_open() if frame.strays else [])
    if best is None and unread:
        return t(
            "Grade {grade} for the time being: {what}.", grade=grade, what=frame.listed(unread)
        )
    if best is None:
        return t("Grade {grade}: nothing is open, so nothing can be won yet.", grade=grade)
    deal, amount = frame.deal(best), frame.cash(best.opportunity.amount)
    if best.gates:
        why = frame.names([frame.phrase(gate) for gate in best.gates])
        return t(
            "Grade X: {deal} is no sales opportunity as it stands ({why}).", deal=deal, why=why
        )
    share, days = frame.percent(best.p_rank), best.days_to_close
    if days is None:
        return t("Grade {grade}: {deal}, {amount}, is {p} likely and has no closing date.",
                 grade=grade, deal=deal, amount=amount, p=share)  # fmt: skip
    if days < 0:
        return t("Grade {grade}: {deal}, {amount}, is {p} likely and {days} days past its date.",
                 grade=grade, deal=deal, amount=amount, p=share, days=-days)  # fmt: skip
    return t("Grade {grade}: {deal}, {amount}, is {p} likely and closes in {days} days.",
             grade=grade, deal=deal, amount=amount, p=share, days=days)  # fmt: skip


def _story(customer: CustomerAssessment, frame: Frame) -> list[str]:
    """Return people, risk and money in a sentence each, as far as they are known."""
    t, lead, at, told = frame.t, customer.lead, customer.economics, []
    if lead is not None and lead.dmi.value is not None:
        told.append(
            t("People: DMI {dmi} on {deal} (timing: {timing}), {coverage} of the weight covered.",
              dmi=frame.number(lead.dmi.value, 1), deal=frame.deal(lead),
              timing=t(lead.timing or ""), coverage=_covered(lead, frame))
        )  # fmt: skip
    if customer.risk.score.value is not None:
        told.append(
            t("Risk: {value} of 100, {level}, with {known} of the weight known.",
              value=frame.number(customer.risk.score.value), level=frame.level(customer.risk)[0],
              known=frame.percent(customer.risk.score.completeness))
        )  # fmt: skip
    told += _money(at, frame)
    return told


def _money(at: Economics, frame: Frame) -> Iterator[str]:
    """Yield what stays of the sales of a year, or is lost, as far as it is known."""
    t = frame.t
    if at.sales is not None and at.sales < 0.0:
        yield t("Money: credit notes exceed invoices by {amount} in twelve months.",
                amount=frame.cash(-at.sales))  # fmt: skip
    elif at.net_year is not None and at.sales:
        said = "Money: {net} stays of {sales} a year ({share})."
        if at.net_year < 0.0:
            said = "Money: {net} is lost on {sales} a year ({share})."
        net, share = abs(at.net_year), frame.percent(abs(at.net_year) / at.sales, 1)
        yield t(said, net=frame.cash(net), sales=frame.cash(at.sales), share=share)


def _covered(lead: OpportunityAssessment, frame: Frame) -> str:
    value = lead.coverage.value
    return frame.percent(None if value is None else value / 100.0)


def ladder(one: OpportunityAssessment, frame: Frame) -> tuple[tuple[Field, float], ...]:
    """Return the likelihood step by step: stage, project state, nodes, the planner's own."""
    t, policy = frame.t, frame.winning
    at = one.opportunity.selling_step
    label = t("At selling step {step}", step=at) if at else t("Selling step not entered")
    rows = [(Field(label, frame.percent(one.p_stage), t("own history and prior")), one.p_stage)]
    with_pse = win_likelihood(one.p_stage, one.pse, 0, policy)
    if one.pse.value is None or one.pse.completeness < policy.completeness:
        note = t(
            "{known} of it known, so it is not used", known=frame.percent(one.pse.completeness)
        )
        rows.append((Field(t("Project state (PSE) unknown"), frame.percent(one.p_stage), note),
                     one.p_stage))  # fmt: skip
    else:
        label = t("With the project state, PSE {pse}", pse=frame.number(one.pse.value, 1))
        known = t("{known} of it known", known=frame.percent(one.pse.completeness))
        rows.append((Field(label, frame.percent(with_pse), known, own=t("xlplan definition")),
                     with_pse))  # fmt: skip
    if one.missing_nodes:
        label = t("Missing key nodes: {count}", count=len(one.missing_nodes))
        factor = frame.number(policy.phi, 2)
        note = t("each multiplies by {factor}", factor=factor)
        rows.append((Field(label, frame.percent(one.p), note, "bad"), one.p))
    if one.p_manual is not None:
        used = (
            t("used for the ranking") if one.p_rank == one.p_manual else t("kept beside, not used")
        )
        rows.append((Field(t("The planner's own estimate"), frame.percent(one.p_manual), used),
                     one.p_manual))  # fmt: skip
    return tuple(rows)


def _missing(
    customer: CustomerAssessment, best: OpportunityAssessment | None, frame: Frame
) -> list[str]:
    """Return what the grade had to do without."""
    t, found = frame.t, []
    if best is not None:
        if best.days_to_close is None:
            found.append(t("the expected close"))
        parts = [part.name for part in best.pse.parts if part.points is None]
        if parts:
            found.append(
                t("in the PSE, {parts}", parts=frame.names([t(PARTS[name]) for name in parts]))
            )
    blank = [part for part in customer.risk.score.parts if part.points is None]
    blank.sort(key=lambda part: -part.weight)
    if blank:
        names = frame.names([frame.factor(part.name) for part in blank])
        found.append(t("in the risk table, {parts}", parts=names))
    return found


def _stoppers(customer: CustomerAssessment, frame: Frame) -> tuple[Field, ...]:
    """Return what could stop us: red flags first, then the largest parts of the risk."""
    t, lead = frame.t, customer.lead
    found: list[Field] = []
    if lead is not None:
        deal = frame.deal(lead)
        found += [Field(frame.phrase(flag), deal, tone="bad") for flag in lead.red_flags]
    parts = [part for part in customer.risk.score.parts if part.points]
    parts.sort(key=lambda part: -part.contribution)
    for part in parts[: max(0, SHOWN - len(found))]:
        note = t("{points} of the {risk} points of risk", points=frame.number(part.contribution, 1),
                 risk=frame.number(customer.risk.score.value, 1))  # fmt: skip
        found.append(Field(frame.factor(part.name), note, tone="fair"))
    return tuple(found[:SHOWN])


def _closing(steps: list[NextStep], frame: Frame) -> Closing:
    if not steps:
        return frame.act(frame.t("Nothing is due: go on as planned and look again next month."))
    return frame.decide(f"{steps[0].what} {steps[0].step}" if not frame.zh
                        else f"{steps[0].what}{steps[0].step}")  # fmt: skip


def _bubble(deal: OpportunityAssessment, row: DealRow, by_risk: bool) -> Bubble:
    days = None if deal.days_to_close is None else float(deal.days_to_close)
    level = deal.p_rank
    if by_risk:
        risk = deal.risk.score.value
        level = 0.0 if risk is None else 1.0 - risk / 100.0
    name = f"{row.name} · {deal.grade}"
    if days is not None and days < 0:
        name = f"{name} · {row.days}"
    return Bubble(row.mark, name, days, level, deal.opportunity.amount, deal.grade)
