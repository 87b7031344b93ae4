"""How risky is it, and what do we not know? The customer risk evaluation table, part by part."""

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.grading.risk import risk_level
from xlplan.core.scores import Input, Part, Score
from xlplan.engine.account.frame import BY_KEY, LEVEL_TONES, Frame
from xlplan.engine.account.moves import next_letter
from xlplan.engine.account.rows import Closing, Field, Question, ScoreRow
from xlplan.engine.account.shapes import RiskTable
from xlplan.engine.picture.charts import Gauge
from xlplan.engine.plain import clean

NAMED = 2
_SHARES = frozenset({"scale", "concentration", "share", "p", "opportunity.advance_share"})


def risk_table(customer: CustomerAssessment, frame: Frame) -> RiskTable:
    """Return the risk table, largest contribution first; what is missing is a question."""
    risk = customer.risk
    parts = sorted(risk.score.parts, key=lambda part: (part.points is None, -part.contribution))
    missing = sorted((p for p in parts if p.points is None), key=lambda part: -part.weight)
    return RiskTable(
        headline=_headline(customer, parts, frame),
        figures=_figures(customer, frame),
        rows=tuple(_row(part, frame, won=bool(customer.opportunities)) for part in parts),
        total=frame.number(risk.score.value, 1),
        questions=tuple(
            Question(
                frame.cap(clean(frame.factors[part.name].name)),
                frame.heading(frame.factors[part.name].input),
                frame.number(part.weight),
            )
            for part in missing
        ),
        closing=_closing(customer, parts, frame),
        gauges=_gauges(customer, frame),
        bounds=frame.policy.numbers("risk.levels"),
    )


def _headline(customer: CustomerAssessment, parts: list[Part], frame: Frame) -> str:
    t, risk = frame.t, customer.risk
    if risk.score.value is None:
        return t("Nothing of the risk table is known yet.")
    value, known = frame.number(risk.score.value, 1), risk.score.completeness
    clauses = [t("risk is {level}: {value} of 100", level=t(risk.level or ""), value=value)]
    if known < frame.grading.gate_completeness:
        share = frame.percent(known)
        clauses = [t("risk is hardly known: {share} of the weight says {value} of 100",
                     share=share, value=value)]  # fmt: skip
    if risk.knock_outs:
        names = frame.names([frame.factor(key) for key in risk.knock_outs])
        clauses.append(t("knocked out by {parts}", parts=names))
    top = [frame.factor(part.name) for part in parts[:NAMED] if part.contribution > 0.0]
    if top:
        clauses.append(t("most of it from {parts}", parts=frame.names(top)))
    if risk.score.completeness < 1.0:
        clauses.append(
            t("the unknown leaves it between {lo} and {hi}", lo=frame.number(risk.score.lo, 1),
              hi=frame.number(risk.score.hi, 1))
        )  # fmt: skip
    return frame.sentence(clauses)


def _figures(customer: CustomerAssessment, frame: Frame) -> tuple[Field, ...]:
    t, risk = frame.t, customer.risk
    level, tone = frame.level(risk)
    return (
        Field(t("Risk"), frame.number(risk.score.value, 1), level or t("not known"), tone),
        Field(t("Money risk"), frame.number(risk.money.value, 1), _known(risk.money, frame)),
        Field(t("Win risk"), frame.number(risk.win.value, 1), _known(risk.win, frame)),
        Field(t("Known"), frame.percent(risk.score.completeness), t("of the weight")),
    )


def _known(score: Score, frame: Frame) -> str:
    return frame.t("{known} of it known", known=frame.percent(score.completeness))


def _row(part: Part, frame: Frame, *, won: bool) -> ScoreRow:
    """Return a row; ``won``: concentration is what it would be with the lead opportunity won."""
    name, group, weight = frame.once(f"factor {part.name}", lambda: _named(part.name, frame))
    points = part.points or 0.0
    tone = LEVEL_TONES[risk_level(points, frame.policy.numbers("risk.levels")) or "low"]
    if part.points is None:
        dash = frame.number(None)
        missing = frame.t("missing")
        return ScoreRow(part.name, name, missing, dash, weight, dash, 0.0, "", "open", group)
    source = frame.factors[part.name].input
    given = show_input(source, part.input, frame)
    if source == "concentration" and won:
        given = frame.t("{share} once this is won", share=given)
    return ScoreRow(
        key=part.name,
        name=name,
        input=given,
        points=frame.number(points),
        weight=weight,
        added=frame.number(part.contribution, 1),
        bar=points,
        blocks=frame.blocks(points),
        tone=tone,
        group=group,
    )


def _named(key: str, frame: Frame) -> tuple[str, str, str]:
    """Return a factor's name, its half of the risk, and its weight."""
    factor = frame.factors[key]
    group = frame.t("money") if factor.group == "money" else frame.t("winning")
    return frame.cap(clean(factor.name)), group, frame.number(factor.weight)


def show_input(source: str, found: Input, frame: Frame) -> str:
    """Return an input of the risk table as the planner knows it: a share, a word, a number."""
    if found is None:
        return frame.t("missing")
    if isinstance(found, str):
        return _word(source, found, frame)
    owner, _, field = source.partition(".")
    column = BY_KEY.get(f"{owner}s") if owner == "customer" else BY_KEY["opportunities"]
    kind = ""
    if field and column is not None and field in column.by_field:
        kind = column.by_field[field].kind
    if kind == "share" or source in _SHARES:
        return frame.percent(found, 1)
    if kind == "money":
        return frame.money(found)
    if source == "worth":
        return frame.t("{times} × threshold", times=frame.number(found, 1))
    if field == "late_days":
        text = frame.t("{days} days", days=frame.number(found))
    else:
        digits = 0 if kind in ("int", "flag") else 2 if abs(found) < 10.0 else 1
        text = frame.number(found, digits)
    return text


def _word(source: str, found: str, frame: Frame) -> str:
    owner, _, field = source.partition(".")
    if source == "coach":
        return frame.word("stakeholders", "coach", found)
    key = {"customer": "customers", "opportunity": "opportunities"}.get(owner)
    if key and field in BY_KEY[key].by_field and BY_KEY[key].by_field[field].kind == "word":
        return frame.word(key, field, found)
    return frame.t(found) if found in ("yes", "no") else found


def _closing(customer: CustomerAssessment, parts: list[Part], frame: Frame) -> Closing:
    t, risk = frame.t, customer.risk
    if customer.lead is not None and customer.lead.gates:
        return next_letter(customer.lead, (), frame)
    if risk.next_question is not None:
        factor = frame.factors[risk.next_question]
        return frame.act(
            t("Ask first about {factor}: enter {where}.", factor=frame.factor(factor.key),
              where=frame.heading(factor.input))
        )  # fmt: skip
    top = parts[0]
    if top.contribution <= 0.0:
        return frame.figure(t("0 of 100: nothing that is known speaks against it."))
    return frame.figure(
        t("The largest lever is {factor}: {points} of {risk} points.",
          factor=frame.factor(top.name), points=frame.number(top.contribution, 1),
          risk=frame.number(risk.score.value, 1))
    )  # fmt: skip


def _gauges(customer: CustomerAssessment, frame: Frame) -> tuple[Gauge, ...]:
    t, risk = frame.t, customer.risk
    named = ((t("Risk"), risk.score), (t("Money risk"), risk.money), (t("Win risk"), risk.win))
    return tuple(
        Gauge(label, score.value, score.lo or 0.0, 100.0 if score.hi is None else score.hi,
              frame.number(score.value, 1))
        for label, score in named
        if score.value is not None
    )  # fmt: skip
