"""Where is the risk? The customer risk evaluation table: a row an open opportunity, worst first."""

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment, Risk
from xlplan.core.scores import Score
from xlplan.engine.result_frame import TOP, Frame
from xlplan.engine.result_layout import table
from xlplan.engine.result_shapes import Cell, Column, ResultSheet, Row, Rule
from xlplan.engine.result_words import LEVEL_TONES

Line = tuple[CustomerAssessment, OpportunityAssessment | None, Risk]

COLUMNS = (
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer", most=24.0),
    Column("opportunity", "Opportunity", most=24.0,
           help="Blank: no opportunity is open, only what is known of the customer counts."),
    Column("risk", "Risk", "score",
           help="Weighted mean of the known factors, 0–100, higher is riskier."),
    Column("lo", "At best", "score",
           help="The risk if every missing factor turned out at its best."),
    Column("hi", "At worst", "score",
           help="The risk if every missing factor turned out at its worst."),
    Column("completeness", "Known", "share", help="Share of the weight that is known."),
    Column("level", "Level", "word",
           help="Low below {low}, medium below {medium}, high below {high}, else severe (Policy "
                "risk.levels)."),
    Column("money", "Money risk", "score", help="The factors about money: {money}."),
    Column("win", "Winning risk", "score", help="The factors about winning: {win}."),
    Column("knock_outs", "Knock-outs", most=18.0,
           help="Factors that alone rule the opportunity out."),
    Column("question", "Next question", most=30.0,
           help="The missing factor with the largest weight."),
)  # fmt: skip


def risk_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Risk table.

    A customer without an open opportunity has one row, with its customer-level factors. Order:
    largest risk first, then priority; without a value last.
    """
    lines = _lines(frame)
    keys = tuple(factor.key for factor in frame.assessment.policy.factors)
    rows = [_row(frame, line, keys) for line in lines]
    columns = _columns(frame)
    above = (None,) * (len(columns) - len(keys) - 1)
    weights: Row = tuple(factor.weight for factor in frame.assessment.policy.factors)
    main = table(
        columns,
        rows,
        TOP + 1,
        main=True,
        above=(*above, frame.texts("weight"), *weights),
        rules=(
            frame.grade_rule("grade"),
            frame.word_rule("level", LEVEL_TONES),
            Rule("scale", ("risk", "money", "win", *keys)),
            Rule("bar", ("completeness",)),
        ),
        empty=frame.texts("No customer."),
    )
    return frame.sheet("risk", _headline(frame, lines), tables=(main,), frozen=3)


def _lines(frame: Frame) -> list[Line]:
    lines: list[Line] = []
    for customer in frame.assessment.customers:
        lines += [(customer, one, one.risk) for one in customer.opportunities]
        if not customer.opportunities:
            lines.append((customer, None, customer.risk))
    return sorted(lines, key=lambda line: -(_value(line[2].score, -1.0)))


def _value(score: Score, otherwise: float) -> float:
    return otherwise if score.value is None else score.value


def _row(frame: Frame, line: Line, keys: tuple[str, ...]) -> Row:
    customer, one, risk = line
    score, deal = risk.score, one.opportunity if one else None
    return (
        one.grade if one else customer.grade,
        customer.customer.name,
        (deal.name or deal.id) if deal else None,
        score.value,
        score.lo if score.value is not None else None,
        score.hi if score.value is not None else None,
        score.completeness,
        frame.words.say(risk.level),
        risk.money.value,
        risk.win.value,
        frame.reasons.knock_outs(risk.knock_outs),
        frame.reasons.question(risk.next_question),
        *_points(score, keys),
    )


def _points(score: Score, keys: tuple[str, ...]) -> tuple[Cell, ...]:
    if score.names == keys:
        return tuple(score.points)
    found = dict(zip(score.names, score.points, strict=True))
    return tuple(found.get(key) for key in keys)


def _columns(frame: Frame) -> list[Column]:
    t, policy = frame.texts, frame.assessment.policy
    bounds = [t.number(one) for one in policy.numbers("risk.levels")]
    named = {
        group: t(", ").join(t(one.name) for one in policy.factors if one.group == group)
        for group in ("money", "win")
    }
    fixed = frame.columns(
        COLUMNS,
        low=bounds[0],
        medium=bounds[1],
        high=bounds[2],
        money=named["money"],
        win=named["win"],
    )
    note = t("Points 0–100 of this factor, higher is riskier; blank = not known, and left out.")
    factors = [
        Column(factor.key, frame.words.factor(factor), "points", help=note)
        for factor in policy.factors
    ]
    return [*fixed, *factors]


def _headline(frame: Frame, lines: list[Line]) -> str:
    t, deals = frame.texts, [line for line in lines if line[1] is not None]
    if not deals:
        return t("No opportunity is open: only what is known of the customers is rated.")
    bad = [line for line in deals if line[2].level in ("high", "severe")]
    if not bad:
        return t("None of {of} open opportunities is at high or severe risk.", of=len(deals))
    worst, deal, risk = bad[0]
    name = deal.opportunity.name or deal.opportunity.id if deal else ""
    return t(
        "{n} of {of} open opportunities at high or severe risk; "
        "the worst: {customer}, {deal} ({risk}).",
        n=len(bad),
        of=len(deals),
        customer=worst.customer.name,
        deal=name,
        risk=t.number(risk.score.value, 1),
    )
