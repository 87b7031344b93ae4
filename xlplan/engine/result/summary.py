"""What does the director need to know? Key figures, each customer with its reason, the way on."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Severity
from xlplan.engine.result.findings import counts
from xlplan.engine.result.frame import Frame, result_name
from xlplan.engine.result.layout import SCREEN, table
from xlplan.engine.result.live import Live, Spots
from xlplan.engine.result.moved import NAME, moved_cell
from xlplan.engine.result.shapes import (
    Chart,
    Column,
    Link,
    ResultSheet,
    Row,
    Rule,
    Series,
    Table,
    Tile,
)
from xlplan.engine.result.summary_live import SummaryFormulas, aside_columns, aside_rows
from xlplan.engine.result.words import LEVEL_TONES, SEVERITY_TONES

TILES, TOP = 4, 8  # rows of key figures and headings
UNDER, PICTURE = 2, 6  # columns of links and findings, and of the chart, under a short table
ASIDE = 18  # first column of all of them beside a long one
BARS = 10
ABOUT = {
    "risk": "where the risk is, factor by factor",
    "ranking": "who gets our time first",
    "returns": "what each relationship costs and leaves",
    "chain": "who decides, and how they stand to us",
    "relationship": "how close we are",
    "funnel": "whether the target will be met",
    "care": "whom we owe a call",
    "portfolio": "how much hangs on a few",
    "policy": "which numbers count; change them here",
    "findings": "what is doubtful in the workbook",
}

COLUMNS = (
    Column("priority", "No.", "int"),
    Column("grade", "Grade", "grade",
           help="A–D from time to close, likelihood and money risk; "
                "X: a gate is closed, this is no sales opportunity."),
    Column("customer", "Customer", "wrap", most=22.0),
    Column("level", "Risk level", "word"),
    Column("risk", "Risk", "score",
           help="Of the lead opportunity: the one with the largest likelihood × amount."),
    Column("known", "Known", "share", help="Share of the weight that is known."),
    Column("expected", "Expected return", "money",
           help="Win likelihood × amount × margin − remaining cost."),
    Column("npv", "NPV", "money",
           help="Present value of the relationship, open opportunities included."),
    Column("net", "Net a year", "money", help="Gross profit − all cost."),
    Column("why", "Why this grade", "wrap", width=28.0),
    Column("look", "Look at first", "wrap", width=18.0),
    Column("id", "Customer ID", "id"),
)  # fmt: skip


def summary_sheet(frame: Frame, others: Sequence[ResultSheet]) -> ResultSheet:
    """Return the sheet Summary, with a link to each of the other sheets."""
    columns, more = frame.columns(COLUMNS), aside_columns()
    count = len(frame.assessment.customers)
    at = Spots(((0, columns), (len(columns), more)), TOP + 1, count)
    live = SummaryFormulas(frame, at, count)
    customers = _customers(frame, columns, live.table())
    helpers = _helpers(frame, more, live.aside())
    under = customers.bottom + 2 if count <= SCREEN else 0  # the way on, under a short table
    findings = _findings(frame, *((under + len(others) + 2, UNDER) if under else (TOP, ASIDE)))
    row, left = (under, UNDER) if under else (findings.bottom + 3, ASIDE)
    links = tuple(
        Link(one.name, frame.texts(ABOUT[one.key]), one.key, row + at, left)
        for at, one in enumerate(others)
    )
    corner = (under, PICTURE) if under else (row + len(links) + 1, ASIDE)
    moved, where = moved_cell(others, TILES, len(COLUMNS))
    return frame.sheet(
        "summary",
        headline(frame),
        tables=(customers, findings, helpers),
        tiles=(*_tiles(frame), moved),
        links=links,
        charts=_chart(frame, customers, corner),
        frozen=3,
        offers=dict(at.areas("summary", "summary")) | {NAME: where},
    )


def headline(frame: Frame) -> str:
    """Return who comes first, in one sentence."""
    t, customers = frame.texts, frame.assessment.customers
    if not customers:
        return t("No customer could be read.")
    if not frame.assessment.opportunities:
        said = "{of} customers, but no open opportunity: there is nothing to rank yet."
        if frame.unread:
            said = (
                "{of} customers, but no open opportunity could be read; "
                "rows of Opportunities left out: {count}."
            )
        return t(said, of=len(customers), count=frame.unread)
    best = customers[0].grade
    first = [one.customer.name for one in customers if one.grade == best]
    names = frame.words.names(first)
    if best == "A" and len(first) == 1:
        return t(
            "1 of {of} customers gets our time first: {names}.", of=len(customers), names=names
        )
    if best == "A":
        return t(
            "{n} of {of} customers get our time first: {names}.",
            n=len(first),
            of=len(customers),
            names=names,
        )
    if best == "X":
        return t("No open opportunity passes its gates: there is none to spend time on.")
    return t("No customer is grade A; the best are grade {best}: {names}.", best=best, names=names)


def _tiles(frame: Frame) -> tuple[Tile, ...]:
    t, one = frame.texts, frame.assessment
    gains = [c.expected_return for c in one.customers if c.expected_return is not None]
    nets = [c.economics.net_year for c in one.customers if c.economics.net_year is not None]
    amount = sum(deal.opportunity.amount for deal in one.opportunities)
    gain, net = (sum(gains) if gains else None), (sum(nets) if nets else None)
    sales, forecast = one.spread.sales, one.funnel.forecast
    deals = len(one.opportunities)
    stopped = fsum(at.expected_return or 0.0 for at in one.opportunities if at.grade == "X")
    return (
        Tile(t("Customers"), len(one.customers), "int", TILES, 0, 1),
        Tile(t("Open opportunities"), deals, "int", TILES, 2, 2, "COUNT(ranking_deal)"),
        Tile(t("Open amount"), amount, "amount", TILES, 3, 5, "SUM(ranking_amount)"),
        Tile(t("Expected return"), gain, "amount", TILES, 6, 6, _sum("summary_expected")),
        Tile(t("Sales 12m"), sales, "amount", TILES, 7, 7, _sum("returns_sales")),
        Tile(t("Net a year"), net, "amount", TILES, 8, 8, _sum("returns_net")),
        Tile(t("Forecast of the period"), forecast, "amount", TILES, 9, 9, "funnel_forecast"),
        Tile(t("Expected in X"), stopped, "amount", TILES, 10, 10, _STOPPED),
    )


_STOPPED = 'SUMIF(ranking_grade,"X",ranking_expected)'
"""Method 5 counts what is stopped at a gate as well, so it stands beside the expected return."""


def _sum(name: str) -> str:
    """Return the formula of a sum that is blank when nothing of it is known."""
    return f'IF(COUNT({name})=0,"",SUM({name}))'


def _customers(frame: Frame, columns: Sequence[Column], live: Live) -> Table:
    t = frame.texts
    records = [one.customer for one in frame.assessment.customers]
    leads = frame.leads.rows(records)
    rules = (
        frame.grade_rule("grade"),
        frame.word_rule("level", LEVEL_TONES),
        Rule("scale", ("risk",)),
        Rule("bar", ("known",)),
        Rule("below", ("expected", "npv", "net")),
    )
    rows = [_row(frame, one) for one in frame.assessment.customers]
    return table(
        columns,
        rows,
        TOP,
        main=True,
        printed="look",
        sums=("expected", "npv", "net"),
        total=t("Σ"),
        counted=t("Counted"),
        rules=rules,
        empty=t("No customer."),
        live=replace(live, links=leads),
    )


def _helpers(frame: Frame, columns: Sequence[Column], live: Live) -> Table:
    return table(columns, aside_rows(frame), TOP, left=len(COLUMNS), live=live, aside=True)


def _row(frame: Frame, one: CustomerAssessment) -> Row:
    return (
        one.priority,
        one.grade,
        one.customer.name,
        frame.level(one.risk),
        one.risk.score.value,
        one.risk.score.completeness,
        one.expected_return,
        one.economics.npv,
        one.economics.net_year,
        frame.reasons.why(one),
        frame.reasons.first_look(one),
        one.customer.id,
    )


def _findings(frame: Frame, top: int, left: int) -> Table:
    t, found = frame.texts, counts(frame)
    rows: list[Row] = [(frame.words.say(str(one)), found[one]) for one in Severity]
    columns = (
        Column("severity", result_name("findings", t.lang), width=18.0),
        Column("count", t("Count"), "count", width=8.0 if left == UNDER else 36.0),
    )
    rules = (frame.word_rule("severity", SEVERITY_TONES),)
    return table(columns, rows, top, left=left, rules=rules)


def _chart(frame: Frame, customers: Table, corner: tuple[int, int]) -> tuple[Chart, ...]:
    if not any(one.expected_return is not None for one in frame.assessment.customers[:BARS]):
        return ()
    t = frame.texts
    series = Series(
        t("Expected return"),
        customers.cells("expected", BARS),
        customers.cells("customer", BARS),
        "A",
    )
    title, under = t("Expected return of the first customers"), corner[1] == PICTURE
    size = (560, 380) if under else (388, 320)
    return (Chart("bar", title, (series,), *corner, size=size, printed=under),)
