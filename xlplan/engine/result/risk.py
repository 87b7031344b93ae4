"""Where is the risk? The customer risk evaluation table: a row an open opportunity, worst first."""

from dataclasses import replace

from xlplan.core.scores import Score
from xlplan.engine.result.aside import aside
from xlplan.engine.result.frame import TOP, Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.linking import Line
from xlplan.engine.result.live import Area, Live, Spots
from xlplan.engine.result.risk_live import RiskFormulas, aside_columns, aside_row
from xlplan.engine.result.shapes import Cell, Column, ResultSheet, Row, Rule, Table
from xlplan.engine.result.words import LEVEL_TONES

COLUMNS = (
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer", "wrap", most=20.0),
    Column("opportunity", "Opportunity", "wrap", most=24.0,
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
    Column("knock_outs", "Knock-outs", "wrap", most=12.0,
           help="Factors that alone rule the opportunity out."),
    Column("question", "Next question", "wrap", most=18.0,
           help="The missing factor with the largest weight."),
    Column("id", "Customer ID", "id"),
)  # fmt: skip


def risk_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Risk table.

    A customer without an open opportunity has one row, with its customer-level factors. Order:
    largest risk first, then priority; without a value last. Beside the table: its inputs.
    """
    lines, more = frame.linking.lines, aside_columns(frame)
    columns = _columns(frame, more)
    at = Spots(((0, columns), (len(columns), more)), TOP + 2, len(lines))
    points = tuple(column.key for column in columns[len(COLUMNS) :])
    live = RiskFormulas(frame, at, points)
    leads = frame.leads.rows(line.customer.customer for line in lines)
    leads |= frame.leads.deals(line.deal.opportunity if line.deal else None for line in lines)
    main = _table(frame, columns, replace(live.table(len(lines)), links=leads))
    beside = [aside_row(frame, line) for line in lines]
    above, left = main.top - 1, main.left + len(COLUMNS)
    weights = Area("risk", above, left, above, main.right)
    return frame.sheet(
        "risk",
        _headline(frame, lines),
        tables=(main, aside(frame, main, more, beside, live.aside(len(lines)))),
        frozen=3,
        offers=dict(at.areas("risk", "risktable")) | {"risktable_weights": weights},
    )


def _table(frame: Frame, columns: list[Column], live: Live) -> Table:
    factors = frame.assessment.policy.factors
    keys = tuple(factor.key for factor in factors)
    points = tuple(column.key for column in columns[len(COLUMNS) :])
    weights: Row = tuple(factor.weight for factor in factors)
    return table(
        columns,
        [_row(frame, line, keys) for line in frame.linking.lines],
        TOP + 1,
        main=True,
        above=(*(None,) * (len(COLUMNS) - 1), frame.texts("weight"), *weights),
        rules=(
            frame.grade_rule("grade"),
            frame.word_rule("level", LEVEL_TONES),
            Rule("scale", ("risk", "money", "win", *points)),
            Rule("bar", ("completeness",)),
        ),
        empty=frame.texts("No customer."),
        live=live,
    )


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
        frame.level(risk),
        risk.money.value,
        risk.win.value,
        frame.reasons.knock_outs(risk.knock_outs),
        frame.reasons.question(risk.next_question),
        customer.customer.id,
        *_points(score, keys),
    )


def _points(score: Score, keys: tuple[str, ...]) -> tuple[Cell, ...]:
    if score.rows.names == keys:
        return tuple(score.rows.points)
    found = dict(zip(score.rows.names, score.rows.points, strict=True))
    return tuple(found.get(key) for key in keys)


def _columns(frame: Frame, more: list[Column]) -> list[Column]:
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
    taken = {column.key for column in (*COLUMNS, *more)}  # a factor of one's own has any name
    factors = [
        Column(
            f"{factor.key} " if factor.key in taken else factor.key,
            frame.words.factor(factor),
            "points",
            help=note,
        )
        for factor in policy.factors
    ]
    return [*fixed, *factors]


def _headline(frame: Frame, lines: list[Line]) -> str:
    t, deals = frame.texts, [line for line in lines if line[1] is not None]
    if not deals:
        return frame.none_open(
            "No opportunity is open: only what is known of the customers is rated."
        )
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
