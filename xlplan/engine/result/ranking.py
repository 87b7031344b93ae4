"""Who gets our time first? The ABCD ranking: a row an open opportunity, by priority."""

from collections.abc import Sequence
from dataclasses import replace

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.engine.result.aside import aside
from xlplan.engine.result.frame import TOP, Frame
from xlplan.engine.result.layout import PAGE, chart_place, table
from xlplan.engine.result.live import Live, Spots
from xlplan.engine.result.ranking_inputs import AsideRows, aside_columns
from xlplan.engine.result.ranking_live import RankingFormulas
from xlplan.engine.result.shapes import Chart, Column, ResultSheet, Row, Rule, Series, Table
from xlplan.engine.result.words import LEVEL_TONES, STATE_TONES

BUBBLES = 20  # more of them cover each other

COLUMNS = (
    Column("priority", "No.", "int",
           help="Order: grade, then expected return per hour, then amount."),
    Column("grade", "Grade", "grade",
           help="A–D from time to close, likelihood and money risk; "
                "X: a gate is closed, this is no sales opportunity."),
    Column("customer", "Customer", "wrap", most=18.0),
    Column("opportunity", "Opportunity", "wrap", most=21.0),
    Column("gates", "Gate closed", "wrap", most=14.0,
           help="Why this is no sales opportunity: money risk, size, feasibility or a knock-out."),
    Column("days", "Days to close", "int", help="Days to the expected close; negative: overdue."),
    Column("p", "Win likelihood", "share",
           help="From the stage, the project state (PSE) and the missing nodes."),
    Column("level", "Level", "word"),
    Column("state", "State", "word",
           help="Advantage state from PSE, decision attitude, competition and red flags."),
    Column("amount", "Amount", "money"),
    Column("expected", "Expected return", "money",
           help="Win likelihood × amount × margin − remaining cost."),
    Column("risk", "Risk", "score"),
    Column("margin", "Margin", "percent",
           help="Gross margin of the opportunity, else of the customer."),
    Column("per_hour", "Return per hour", "money",
           help="Expected return for each remaining hour of ours; blank where Remaining hours is: "
                "such opportunities come last within their grade."),
    Column("p_stage", "by stage", "share",
           help="Own win rate from this selling step on, shrunk towards the prior."),
    Column("p_manual", "by planner", "share",
           help="The planner's own probability, kept for comparison "
                "unless Policy win.use_manual is yes."),
    Column("nodes", "Missing nodes", "wrap", most=20.0,
           help="Key nodes of earlier steps that are not done; each lowers the likelihood (Policy "
                "win.phi)."),
    Column("by_likelihood", "Grade by likelihood", "grade",
           help="The matrix of time to close against win likelihood."),
    Column("by_risk", "Grade by risk", "grade", help="The matrix of time to close against risk."),
    Column("customer_id", "Customer ID", "id"),
)  # fmt: skip


def ranking_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet ABCD ranking; customers without an open opportunity follow as D."""
    deals = frame.assessment.opportunities
    columns, more = frame.columns(COLUMNS), aside_columns(frame)
    at = Spots(((0, columns), (len(columns), more)), TOP + 1, len(deals))
    live = RankingFormulas(frame, at, len(deals))
    tables = [_table(frame, columns, live.table())]
    if deals:
        tables.append(aside(frame, tables[0], more, AsideRows(frame).rows(), live.aside()))
    return frame.sheet(
        "ranking",
        _headline(frame),
        tables=tuple(tables),
        charts=_chart(frame, tables),
        frozen=4,
        offers=dict(at.areas("ranking", "ranking")),
    )


def _table(frame: Frame, columns: Sequence[Column], live: Live) -> Table:
    deals = frame.assessment.opportunities
    idle = [one for one in frame.assessment.customers if not one.opportunities]
    everyone = [one.customer for one in deals] + [one.customer for one in idle]
    leads = frame.leads.rows(everyone) | frame.leads.deals(one.opportunity for one in deals)
    if "id" in leads:  # beside stands the id of the opportunity
        leads["customer_id"] = leads.pop("id")
    return table(
        columns,
        [_row(frame, one) for one in deals] + [_idle(one) for one in idle],
        TOP,
        main=True,
        printed="expected",  # what leads to it stands on the screen
        sums=("amount", "expected"),
        total=frame.texts("Σ"),
        counted=frame.texts("Counted"),
        rules=(
            frame.grade_rule("grade", "by_likelihood", "by_risk"),
            frame.word_rule("level", LEVEL_TONES),
            frame.word_rule("state", STATE_TONES),
            Rule("bar", ("p",)),
            Rule("below", ("days", "expected", "per_hour")),
        ),
        empty=frame.texts("No customer."),
        live=replace(live, links=leads),
    )


def _row(frame: Frame, one: OpportunityAssessment) -> Row:
    deal = one.opportunity
    return (
        one.priority,
        one.grade,
        one.customer.name,
        deal.name or deal.id,
        frame.reasons.gates(one),
        one.days_to_close,
        one.p,
        frame.level(one.risk),
        frame.state(one),
        deal.amount,
        one.expected_return,
        one.risk.score.value,
        one.margin,
        one.return_per_hour,
        one.p_stage,
        one.p_manual,
        frame.words.join([node.node or f"{node.step}" for node in one.missing_nodes]),
        one.grade_likelihood,
        one.grade_risk,
        one.customer.id,
    )


def _idle(customer: CustomerAssessment) -> Row:
    return (None, customer.grade, customer.customer.name, *(None,) * 16, customer.customer.id)


def _chart(frame: Frame, tables: Sequence[Table]) -> tuple[Chart, ...]:
    """Return the bubbles of the first opportunities: near and likely is upper left."""
    deals = frame.assessment.opportunities
    dated = [
        at for at, one in enumerate(deals) if one.days_to_close is not None and one.grade != "X"
    ]
    if not dated:
        return ()
    threshold = frame.assessment.policy.number("funnel.threshold")
    large = [at for at in dated if deals[at].opportunity.amount >= threshold]
    dated = (large or dated)[:BUBBLES]  # beside large ones the small ones are dots
    t, series = frame.texts, tuple(_bubble(tables, at, deals[at]) for at in dated)
    main, title = tables[0], _caption(frame, len(dated))
    row, column = chart_place(main, tables[-1].right)
    names = {"x_title": t("Days to close"), "y_title": t("Win likelihood")}
    look = {"x_format": "0;;0", "y_format": "0%", "size": (PAGE, 420), "printed": row > main.top}
    return (Chart("bubble", title, series, row, column, **names, **look),)  # type: ignore[arg-type]


def _bubble(tables: Sequence[Table], at: int, one: OpportunityAssessment) -> Series:
    likely, amount = (tables[0].cells(key, 1, at) for key in ("p", "amount"))
    return Series(str(one.priority), likely, tables[1].cells("near", 1, at), one.grade, amount)


def _caption(frame: Frame, shown: int) -> str:
    """Return the title of the bubbles, with what is not among them."""
    t, deals = frame.texts, frame.assessment.opportunities
    out = sum(one.grade == "X" for one in deals)
    undated = sum(one.days_to_close is None and one.grade != "X" for one in deals)
    missing = (
        (out, "{n} stopped at a gate (X)"),
        (undated, "{n} without a close date"),
        (len(deals) - shown - out - undated, "{n} smaller or later in the order"),
    )
    said = t("Near and likely is best: number as in the table, size = amount, colour = grade")
    left = t(", ").join(t(text, n=count) for count, text in missing if count)
    return said + t("; not shown: {what}", what=left) if left else said


def _headline(frame: Frame) -> str:
    t, deals = frame.texts, frame.assessment.opportunities
    if not deals:
        return frame.none_open("No opportunity is open: there is nothing to rank.")
    first = [one for one in deals if one.grade == "A"]
    out = sum(one.grade == "X" for one in deals)
    gained = sum(one.expected_return or 0.0 for one in deals if one.grade != "X")
    part = sum(one.expected_return or 0.0 for one in first)
    said = t("{n} of {of} open opportunities are grade A", n=len(first), of=len(deals))
    if first and gained > 0.0:
        said += t(", with {share} of the expected return", share=t.percent(part / gained))
    if out:
        said += t("; {n} stopped at a gate", n=out)
    return said + t(".")
