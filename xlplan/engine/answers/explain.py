"""Why this grade? The arithmetic of one customer, part by part, as plain text."""

from collections.abc import Collection, Iterable, Iterator

from xlplan.core.assessment import (
    Assessment,
    CustomerAssessment,
    Economics,
    OpportunityAssessment,
    Risk,
)
from xlplan.core.grading.pse import told_state
from xlplan.core.grading.risk import told_level
from xlplan.core.moves.flip import Flipper
from xlplan.core.policy import Policy
from xlplan.core.scores import Input, Score
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.grade import grade_reason, grade_steps
from xlplan.engine.account.moves import moves, next_letter
from xlplan.engine.account.summary import ladder
from xlplan.engine.answers.explain_customer import customer_lines, field_lines
from xlplan.engine.answers.explain_more import detail_lines, flip_lines
from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES
from xlplan.engine.text import DASH, Texts

SHARES = frozenset({"scale", "concentration", "opportunity.advance_share"})
"""Inputs of risk factors that are shares."""
SMALL_SHARE = 0.001  # below it three decimals tell more than one


def explain(one: CustomerAssessment, assessment: Assessment, t: Texts) -> str:
    """Return the whole reasoning about one customer, ready to print.

    Every figure stands beside what it was made from; what is missing is named, largest weight first.
    """
    lines = [
        f"{one.customer.id}  {one.customer.name}",
        t(
            "Grade {grade}, priority {priority} of {count}, as of {day}",
            grade=one.grade,
            priority=one.priority,
            count=len(assessment.customers),
            day=t.date(assessment.as_of),
        ),
    ]
    frame = Frame(assessment, t)
    unread = frame.not_read(one.customer.id)
    if not one.opportunities:
        lines.append(
            grade_reason(None, frame.grading, frame, unread) if unread
            else t("No open opportunity: the grade is D by rule, the risk is the customer's own.")
        )  # fmt: skip
        lines += ["", *_risk(one.risk, assessment.policy, t, won=False)]
    else:
        lines += [frame.sentence([said]) for said in unread]
        lines += _why(one.opportunities[0], frame)
    flipper, animals = Flipper(assessment), assessment.policy.flag("animal.show")
    details = one.views.details if one.views else ()
    for deal, detail in zip(one.opportunities, details, strict=True):
        lines += ["", *_deal(deal, frame, lead=deal is one.lead)]
        lines += [*detail_lines(deal, detail, t, animals=animals), *flip_lines(deal, flipper, t)]
    lines += ["", *_money(one.economics, t), *customer_lines(one, frame)]
    return "\n".join(lines) + "\n"


def _why(best: OpportunityAssessment, frame: Frame) -> Iterator[str]:
    """Return the reason of the letter and the cheapest way to a better one, before all arithmetic."""
    yield grade_reason(best, frame.grading, frame)
    yield next_letter(best, moves(best, frame), frame).text


def _deal(one: OpportunityAssessment, frame: Frame, *, lead: bool) -> Iterator[str]:
    deal, t, policy = one.opportunity, frame.t, frame.policy
    title = t("Opportunity {id} {name}", id=deal.id, name=deal.name or "")
    yield f"{title.strip()} · {t.money(deal.amount)} · {t('grade')} {one.grade}" + (
        f" · {t('lead opportunity')}" if lead else ""
    )
    yield "  " + t.named(t("Win likelihood"), t.percent(one.p, 1))
    yield from field_lines([field for field, _ in ladder(one, frame)], t)
    yield f"  {t('Grade')} {one.grade}"
    yield from field_lines(grade_steps(one, frame.grading, frame), t)
    yield f"  {t('Decision attitude (DMI)')} {_value(one.dmi, t)}" + (
        f" · {t(one.timing)}" if one.timing else ""
    )
    yield from _parts(one.dmi, t, _people(one))
    yield f"  {t('Coverage')} {_value(one.coverage, t)} · {t('Gap to the best rival')} {t.number(one.gap, 1)}"
    yield (
        f"  {t('Coach quality')} {t.number(one.coach_quality)} · {t('Lag')} {t.number(one.lag)} · "
        f"{t('Clarity')} {t.percent(one.clarity)}"
    )
    state = told_state(one.pse_state, one.pse.completeness, frame.winning.completeness)
    yield f"  PSE {_value(one.pse, t)}" + (f" · {t(state)}" if state else "")
    yield from _parts(one.pse, t, {})
    if one.red_flags:
        yield "  " + t.named(t("Red flags"), t.listed(frame.phrase(flag) for flag in one.red_flags))
    yield from _risk(one.risk, policy, t, won=True)
    yield "  " + t.named(t("Expected return"), _gain(one, t))


def _gain(one: OpportunityAssessment, t: Texts) -> str:
    gain, hour = t.money(one.expected_return), t.money(one.return_per_hour)
    if one.opportunity.remaining_hours is None:
        return t("{gain}; for each hour not known: Remaining hours is blank", gain=gain)
    return t("{gain}, {hour} for each hour still to spend", gain=gain, hour=hour)


def _people(one: OpportunityAssessment) -> dict[str, str]:
    return {link.stakeholder.contact_id: link.contact.name for link in one.chain if link.contact}


def _risk(risk: Risk, policy: Policy, t: Texts, *, won: bool) -> Iterator[str]:
    """Return the risk table; ``won``: its concentration is that with the opportunity won."""
    names = {factor.key: f"{factor.key} {t(factor.name)}" for factor in policy.factors}
    enough = policy.number("gate.completeness")
    told = told_level(risk.level, risk.score.completeness, enough)
    level = f" · {t(told)}" if told else ""
    yield (
        f"  {t('Risk')} {_value(risk.score, t)}{level} · {t('money')} "
        f"{t.number(risk.money.value, 1)} · {t('winning')} {t.number(risk.win.value, 1)}"
    )
    shares = {factor.key for factor in policy.factors if factor.input in SHARES}
    winning = {one.key for one in policy.factors if won and one.input == "concentration"}
    yield from _parts(risk.score, t, names, shares, winning)
    if risk.next_question:
        yield "  " + t.named(t("Next question"), names[risk.next_question])


def _parts(
    score: Score,
    t: Texts,
    names: dict[str, str],
    shares: Collection[str] = (),
    winning: Collection[str] = (),
) -> Iterator[str]:
    """Return a line a part: points × weight ÷ the weight known is what it adds."""
    parts = score.parts
    known = sum(part.weight for part in parts if part.points is not None)
    for part in parts:
        if part.points is not None:
            given = _input(part.input, t, share=part.name in shares)
            if part.name in winning:
                given = t("{share} once this is won", share=given)
            said = (
                f"{given} → {part.points:.4g} × {part.weight:.4g} ÷ {known:.4g} "
                f"= {part.contribution:+.2f}"
            )
        elif part.weight:
            said = t("missing (weight {weight})", weight=f"{part.weight:.4g}")
        else:  # a cap
            said = f"{part.contribution:+.2f}"
        yield "      " + t.named(names.get(part.name) or t(part.name), said)


def _input(found: Input, t: Texts, *, share: bool = False) -> str:
    if found is None:
        return DASH
    if share and isinstance(found, float):
        return t.percent(found, 1 if found >= SMALL_SHARE else 3)
    return t(found) if isinstance(found, str) else f"{found:,.4g}"


def _value(score: Score, t: Texts) -> str:
    if score.value is None:
        return t("not known")
    if score.completeness >= 1.0:
        return t.number(score.value, 1)
    return t(
        "{value} (between {lo} and {hi}; {known} known)",
        value=t.number(score.value, 1),
        lo=t.number(score.lo, 1),
        hi=t.number(score.hi, 1),
        known=t.percent(score.completeness),
    )


def _money(money: Economics, t: Texts) -> Iterable[str]:
    yield t("Cost and return a year")
    rows = (
        ("Sales", t.money(money.sales)),
        ("Gross margin", t.percent(money.margin, 1)),
        ("Gross profit", t.money(money.gross)),
        ("Receivables", t.money(money.receivables)),
        ("Carrying cost", t.money(money.carry)),
        ("Bad debt", t.money(money.bad_debt)),
        ("Relationship cost", t.money(money.relationship_cost)),
        ("Net of the year", t.money(money.net_year)),
        (
            "Cost ratio",
            t.percent(money.cost_ratio) + (f" · {t(money.verdict)}" if money.verdict else ""),
        ),
        ("Price floor cut", t.percent(money.price_floor_cut, 2)),
        ("Days outstanding at which the net is zero", t.number(money.dso_break_even, 1)),
        ("Present value (NPV)", t.money(money.npv)),
    )
    yield from ("      " + t.named(t(name), text) for name, text in rows)
    if money.missing:
        yield "  " + t.named(t("Missing"), t.listed(_heading(name, t) for name in money.missing))


def _heading(field: str, t: Texts) -> str:
    """Return the heading of the column that a missing figure waits for."""
    if field.startswith("opportunity."):
        sheet, field = OPPORTUNITIES, field.removeprefix("opportunity.")
        return f"{sheet.name(t.lang)} · {sheet.by_field[field].heading(t.lang)}"
    return CUSTOMERS.by_field[field].heading(t.lang)
