"""How much hangs on a few customers? Pareto, concentration, and the plan without the largest."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from xlplan.core.grading.portfolio import credited
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import SCREEN, table, text_width
from xlplan.engine.result.live import Live, Spots
from xlplan.engine.result.portfolio_live import (
    aside_columns,
    grades_live,
    helpers_live,
    losses_live,
    pareto_live,
    tile_formulas,
)
from xlplan.engine.result.shapes import Chart, Column, ResultSheet, Row, Rule, Series, Table, Tile

TILES, TOP = 4, 8  # rows of key figures and headings
WHO = 48.0  # width of a column of names
UNDER, ASIDE = 1, 13  # first column of the other tables: under a short one, beside a long one
BARS = 20
LETTERS = "ABCDX"

PARETO = (
    Column("rank", "No.", "int"),
    Column("customer", "Customer", most=28.0),
    Column("sales", "Sales 12m", "money", width=15.0),
    Column("share", "Share", "percent", width=9.0,
           help="Red: {flag} of all sales or more (Policy concentration.flags)."),
    Column("cumulative", "Cumulative", "share", width=11.0),
    Column("gross", "Gross profit", "money", width=15.0),
    Column("cumulative_gross", "Cumulative gross", "share", width=11.0),
    Column("grade", "Grade", "grade", width=8.5),
    Column("key", "Key account", "word", width=10.0,
           help="In the first {share} of sales (Policy key.pareto), or marked Strategic."),
    Column("id", "Customer ID", "id"),
)  # fmt: skip

LOSSES = (
    Column("without", "If they left", width=24.0),
    Column("sales", "Sales left", "money", width=15.0),
    Column("lost", "Lost", "share", width=8.5),
    Column("gross", "Gross profit left", "money", width=15.0),
    Column("who", "Who"),
)  # fmt: skip

GRADES = (
    Column("grade", "Grade", width=24.0),
    Column("count", "Customers", "int", width=15.0),
    Column("share", "Share", "share", width=8.5),
)  # fmt: skip


def portfolio_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Portfolio; customers without known sales are not in it."""
    count, more = len(frame.assessment.spread.ranked), aside_columns()
    columns = _columns(frame)
    at = Spots(((0, columns), (len(columns), more)), TOP + 1, count)
    pareto = _pareto(frame, columns, pareto_live(at, count))
    corner = (pareto.bottom + 3, UNDER) if count <= SCREEN else (TOP, ASIDE)
    losses = _losses(frame, *corner)
    losses = replace(losses, live=_left(frame, pareto, losses))
    grades = _grades(frame, losses.bottom + 4, losses.left)
    grades = replace(grades, live=grades_live(grades, LETTERS))
    return frame.sheet(
        "portfolio",
        _headline(frame),
        tables=(pareto, losses, grades, _helpers(frame, more, helpers_live(at, count))),
        tiles=_tiles(frame, at) if count else _tiles(frame),
        charts=_chart(frame, pareto, grades),
        frozen=2,
    )


def _left(frame: Frame, pareto: Table, losses: Table) -> Live:
    return losses_live(pareto, losses, tuple(one.without for one in frame.assessment.spread.losses))


def _helpers(frame: Frame, columns: Sequence[Column], live: Live) -> Table:
    link, ids = frame.linking, frame.assessment.spread.ranked
    rows: list[Row] = [(link.customer[id_], link.seller[id_]) for id_ in ids]
    return table(columns, rows, TOP, left=len(PARETO), live=live, aside=True)


def _tiles(frame: Frame, at: Spots | None = None) -> tuple[Tile, ...]:
    t, one = frame.texts, frame.assessment.spread
    share = frame.assessment.policy.number("key.top")
    count = len(one.ranked)
    live = tile_formulas(at, count, ceil(count * share)) if at else {}
    top = t.percent(share)
    made = (
        Tile(t("Sales 12m"), one.sales, "amount", TILES, 0, 1),
        Tile(t("Gross profit"), one.gross, "amount", TILES, 2, 2),
        Tile(t("Largest customer"), one.top_shares.get(1), "share", TILES, 3, 4),
        Tile(t("Top {share} of customers", share=top), one.top_20_share, "share", TILES, 5, 5),
        Tile(t("HHI"), one.hhi, "int", TILES, 6, 7),
        Tile(t("Gini"), one.gini, "ratio", TILES, 8, 8),
    )
    keys = ("sales", "gross", "largest", "top", "hhi", "gini")
    pairs = zip(made, keys, strict=True)
    return tuple(replace(tile, formula=live.get(key, "")) for tile, key in pairs)


def _columns(frame: Frame) -> list[Column]:
    t, policy = frame.texts, frame.assessment.policy
    flag = policy.numbers("concentration.flags")[0]
    return frame.columns(PARETO, flag=t.percent(flag), share=t.percent(policy.number("key.pareto")))


def _pareto(frame: Frame, columns: Sequence[Column], live: Live) -> Table:
    t, spread = frame.texts, frame.assessment.spread
    who = [frame.by_id[id_].customer for id_ in spread.ranked]
    flag = frame.assessment.policy.numbers("concentration.flags")[0]
    rules = (
        frame.grade_rule("grade"),
        Rule("bar", ("cumulative", "cumulative_gross")),
        Rule("words", ("key",), {frame.words.flag[True]: "low"}),
        Rule("above", ("share",), bound=flag),
    )
    return table(
        columns,
        _pareto_rows(frame),
        TOP,
        main=True,
        sums=("sales", "share", "gross"),
        total=t("Σ"),
        counted=t("Counted"),
        rules=rules,
        empty=t("No sales are known."),
        live=replace(live, links=frame.leads.rows(who)),
    )


def _pareto_rows(frame: Frame) -> list[Row]:
    one = frame.assessment.spread
    known = zip(
        one.ranked,
        one.ranked_sales,
        one.cumulative,
        one.ranked_gross,
        one.cumulative_gross,
        strict=True,
    )
    rows: list[Row] = []
    for rank, (id_, sales, cumulative, gross, cumulative_gross) in enumerate(known, 1):
        customer = frame.by_id[id_]
        rows.append(
            (
                rank,
                customer.customer.name,
                sales,
                sales / one.sales if one.sales else None,
                cumulative,
                gross,
                cumulative_gross if one.gross else None,
                customer.grade,
                frame.words.flag.get(customer.key_account),
                id_,
            )
        )
    return rows


def _losses(frame: Frame, top: int, left: int) -> Table:
    t, spread = frame.texts, frame.assessment.spread
    rows: list[Row] = [
        (
            t("without the largest {n}", n=one.without),
            one.sales,
            1.0 - one.sales / spread.sales if spread.sales else None,
            one.gross,
            _who(frame, one.customers),
        )
        for one in spread.losses
    ]
    columns = frame.columns(LOSSES)
    columns[-1] = replace(columns[-1], width=9.0 if left == UNDER else WHO)  # it runs over
    return table(columns, rows, top, left=left, empty=t("Too few customers."))


def _who(frame: Frame, ids: Sequence[str]) -> str:
    """Return as many of the names as the column, where the print ends, has room for."""
    names = [frame.name(id_) for id_ in ids]
    told = (frame.words.names(names, most) for most in (3, 2))
    fits = (text for text in told if text_width(text) * 1.1 <= WHO)
    return next(fits, frame.words.names(names, 1))


def _grades(frame: Frame, top: int, left: int) -> Table:
    t, counts = frame.texts, frame.assessment.grades
    total = sum(counts.values())
    rows: list[Row] = [
        (
            t("Grade {letter}", letter=letter),
            counts.get(letter, 0),
            counts.get(letter, 0) / total if total else None,
        )
        for letter in LETTERS
    ]
    columns = frame.columns(GRADES)
    return table(
        columns,
        rows,
        top,
        left=left,
        title=t("Customers by grade"),
        rules=(Rule("bar", ("share",)),),
    )


def _chart(frame: Frame, pareto: Table, grades: Table) -> tuple[Chart, ...]:
    if not pareto.rows:
        return ()
    t, names = frame.texts, pareto.cells("customer", BARS)
    series = (
        Series(t("Sales 12m"), pareto.cells("sales", BARS), names, "navy"),
        Series(t("Cumulative share"), pareto.cells("cumulative", BARS), names, "gold", line=True),
    )
    title = t("Sales by customer, and their cumulative share")
    row = grades.bottom + 2
    return (Chart("column", title, series, row, grades.left, size=(700, 324)),)


def _headline(frame: Frame) -> str:
    t, one = frame.texts, frame.assessment.spread
    first = one.top_shares.get(1)
    if first is None or one.hhi is None:
        return t("Concentration cannot be told: no sales are known.")
    level = ("spread well", "concentrated", "highly concentrated")[one.hhi_flag]
    said = "{customer} alone is {share} of sales; the portfolio is {level} (HHI {hhi})."
    credit = credited(one)
    if credit:
        said = (
            "{customer} alone is {share} of sales, which are net of {credit} of credit notes; "
            "the portfolio is {level} (HHI {hhi})."
        )
    return t(
        said,
        customer=frame.name(one.ranked[0]),
        share=t.percent(first),
        credit=t.money(credit),
        level=t(level),
        hhi=t.number(one.hhi),
    )
