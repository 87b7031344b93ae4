"""What does each relationship cost and return? A row a customer, the largest sales first."""

from collections.abc import Sequence
from dataclasses import replace

from xlplan.core.assessment import CustomerAssessment, Economics
from xlplan.engine.result.aside import aside
from xlplan.engine.result.bargaining import bargaining
from xlplan.engine.result.frame import TOP, Frame
from xlplan.engine.result.layout import PAGE, chart_place, table
from xlplan.engine.result.live import Live, Spots
from xlplan.engine.result.returns_live import ReturnFormulas, aside_columns, aside_row
from xlplan.engine.result.shapes import Chart, Column, ResultSheet, Row, Rule, Series, Table
from xlplan.engine.result.words import VERDICT_TONES

BARS = 15
SUMS = ("sales", "gross", "receivables", "carry", "bad_debt", "relationship", "cost", "net", "npv")

COLUMNS = (
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer", most=24.0),
    Column("sales", "Sales 12m", "money"),
    Column("margin", "Margin", "percent"),
    Column("gross", "Gross profit", "money", help="Sales × gross margin."),
    Column("cost", "All cost", "money", help="Carrying cost + bad debt + relationship cost."),
    Column("net", "Net a year", "money", help="Gross profit − all cost."),
    Column("ratio", "Cost ratio", "ratio",
           help="All cost ÷ gross profit; above {bound} the relationship is a luxury."),
    Column("verdict", "Verdict", "word",
           help="By the cost ratio. Whether its level is a luxury is judged on Relationship."),
    Column("npv", "NPV", "money",
           help="Present value over {years} years, open opportunities included."),
    Column("missing", "Missing", "wrap", most=24.0, help="Inputs without which a figure is blank."),
    Column("sales_from", "Sales from", "word", help="Typed on Customers, or summed from another sheet."),
    Column("dso", "DSO days", "int", help="Days of sales outstanding."),
    Column("receivables", "Receivables", "money", help="Sales × DSO ÷ 365."),
    Column("carry", "Carrying cost", "money", help="Interest on the receivables, a year."),
    Column("bad_debt", "Bad debt", "money",
           help="Receivables × default probability × loss given default."),
    Column("relationship", "Relationship cost", "money",
           help="Visits, dinners, support: what the relationship itself costs a year."),
    Column("cost_from", "Cost from", "word", help="Typed on Customers, or summed from another sheet."),
    Column("floor", "Price floor cut", "percent", help="The price cut that takes the whole net."),
    Column("break_even", "DSO break-even", "int",
           help="DSO at which the net is zero; negative: not even cash on delivery would do."),
    Column("retention", "Retention", "share",
           help="Chance that the customer still buys a year later."),
)  # fmt: skip


def returns_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Cost and return; customers without known sales follow in priority order."""
    customers = frame.linking.sellers
    policy, t = frame.assessment.policy, frame.texts
    bound = t.number(policy.number("cost_ratio.luxury"), 1)
    years = t.number(policy.number("horizon_years"))
    columns, more = frame.columns(COLUMNS, bound=bound, years=years), aside_columns(frame)
    at = Spots(((0, columns), (len(columns), more)), TOP + 1, len(customers))
    live = ReturnFormulas(frame, at, len(customers))
    main = _table(frame, columns, live.table())
    rows = [aside_row(frame, one) for one in customers]
    ids = frame.leads.ids(one.customer for one in customers)
    beside = aside(frame, main, more, rows, replace(live.aside(), links=ids))
    place = chart_place(main, beside.right)
    charts = _chart(frame, main, place)
    return frame.sheet(
        "returns",
        _headline(frame),
        tables=(main, beside, *bargaining(frame, main, at.column["cust"], charted=bool(charts))),
        charts=charts,
        frozen=2,
        offers=dict(at.areas("returns", "returns")),
    )


def _table(frame: Frame, columns: Sequence[Column], live: Live) -> Table:
    customers = frame.linking.sellers
    return table(
        columns,
        [_row(frame, one) for one in customers],
        TOP,
        main=True,
        printed="missing",  # the parts of the cost and the bounds stand on the screen
        sums=SUMS,
        total=frame.texts("Σ"),
        counted=frame.texts("Counted"),
        rules=(
            frame.grade_rule("grade"),
            frame.word_rule("verdict", VERDICT_TONES),
            Rule("below", ("gross", "net", "floor", "break_even", "npv")),
        ),
        empty=frame.texts("No customer."),
        live=replace(live, links=frame.leads.customers(one.customer for one in customers)),
    )


def total_cost(one: Economics) -> float | None:
    """Return what the relationship costs a year, ``None`` when a part of it is not known."""
    if one.carry is None or one.bad_debt is None or one.relationship_cost is None:
        return None
    return one.carry + one.bad_debt + one.relationship_cost


def _row(frame: Frame, customer: CustomerAssessment) -> Row:
    one, sources, words = customer.economics, customer.facts.sources, frame.words
    return (
        customer.grade,
        customer.customer.name,
        one.sales,
        one.margin,
        one.gross,
        total_cost(one),
        one.net_year,
        one.cost_ratio,
        words.say(one.verdict),
        one.npv,
        words.join([words.heading(field) for field in one.missing]),
        words.source(sources.get("sales_12m")),
        one.dso_days,
        one.receivables,
        one.carry,
        one.bad_debt,
        one.relationship_cost,
        words.source(sources.get("relationship_cost")),
        one.price_floor_cut,
        one.dso_break_even,
        one.retention,
    )


def _chart(frame: Frame, main: Table, place: tuple[int, int]) -> tuple[Chart, ...]:
    if not any(one.economics.gross is not None for one in frame.linking.sellers):
        return ()
    t, names = frame.texts, main.cells("customer", min(BARS, len(main.rows)))
    shown = len(names.values)
    series = (
        Series(t("Gross profit"), main.cells("gross", shown), names, "navy"),
        Series(t("All cost"), main.cells("cost", shown), names, "gold"),
        Series(t("Net a year"), main.cells("net", shown), names, "A"),
    )
    return (
        Chart(
            "column",
            t("What each relationship earns, costs and leaves"),
            series,
            *place,
            size=(PAGE, 320),
            printed=place[0] > main.top,
        ),
    )


def _headline(frame: Frame) -> str:
    t = frame.texts
    figures = [one.economics for one in frame.assessment.customers]
    known = [one.net_year for one in figures if one.net_year is not None]
    if not known:
        return t(
            "No net return can be told yet: sales, margin, DSO or relationship cost are missing."
        )
    costly = sum(net < 0.0 for net in known)
    watch = sum(one.verdict == "watch" for one in figures)
    return t(
        "{n} of {of} relationships cost more than they earn, {watch} to watch; "
        "net of a year: {net}.",
        n=costly,
        of=len(known),
        watch=watch,
        net=t.money(sum(known)),
    )
