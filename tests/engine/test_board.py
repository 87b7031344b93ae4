"""The ABCD board: every customer in order, each section a finding and an end, pictures that say it."""

import datetime as dt
import re
from dataclasses import replace

import plan_builders
import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Opportunity, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.account.board import board_context
from xlplan.engine.account.board_pictures import board_scenes
from xlplan.engine.documents import paper_of, render_context
from xlplan.engine.paper.blocks import Ending, Heading, Paragraph
from xlplan.engine.picture.spread import Bar, Heat, Level, funnel, heat, pareto
from xlplan.engine.pictures import Box, Text
from xlplan.engine.text import Texts

PLANS = {
    "full": plan_builders.assessment,
    "supplier": plan_builders.supplier,
    "bare": plan_builders.bare,
}


def context(which: str = "full", lang: str = "en"):
    return board_context(PLANS[which](), Texts(lang))


@pytest.mark.parametrize("which", PLANS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_section_states_a_finding_and_ends_in_something_to_do(which, lang):
    paper = paper_of(context(which, lang), Texts(lang), None, "board")
    at = [n for n, one in enumerate(paper.blocks) if isinstance(one, Heading) and one.level == 1]
    assert len(at) == 5
    for start, end in zip(at, [*at[1:], len(paper.blocks)], strict=True):
        inside = paper.blocks[start + 1 : end]
        assert isinstance(inside[0], Paragraph)
        assert inside[0].kind == "headline"
        assert any(isinstance(one, Ending) for one in inside)
        if lang == "zh":
            assert re.search(r"[\u4e00-\u9fff]", inside[0].text)


def test_customers_stand_in_the_order_of_priority_and_the_riskiest_first():
    found = PLANS["full"]()
    board = context()
    assert [row.id for row in board.order.rows] == [one.customer.id for one in found.customers]
    totals = [row.total for row in board.dangers.heats if row.total is not None]
    assert totals == sorted(totals, reverse=True)


def test_the_running_share_reaches_the_whole():
    bars = context().spread.bars
    shares = [one.share for one in bars]
    assert shares == sorted(shares)
    assert shares[-1] <= 1.0 + 1e-9


def test_page_and_markdown_name_every_customer():
    found = PLANS["full"]()
    for lang in ("en", "zh"):
        for ext in ("html", "md"):
            text = render_context(context("full", lang), Texts(lang), ext, None, "board")
            assert "None" not in text
            for one in found.customers:
                assert one.customer.id in text


def test_a_plan_of_many_customers_fits():
    plan = plan_builders.portfolio()
    first = plan.customers[0]
    many = tuple(replace(first, id=f"c{n}", name=f"Customer {n}") for n in range(300))
    before = PLANS["full"]()
    board = board_context(
        assess(replace(plan, customers=(*plan.customers, *many)), before.policy, before.as_of),
        Texts("en"),
    )
    assert len(board.order.rows) == 40
    assert board.order.more.startswith(str(len(plan.customers) + 300 - 40))
    for scene in board_scenes(board, Texts("en")).values():
        if scene is not None:
            assert scene.height < 1050


def test_a_cell_of_the_heat_table_shows_its_figure_beside_its_colour():
    scene = heat(
        [Heat("A", 55.0, "55", (10.0, None, 80.0))],
        ["one", "two", "three"],
        (30.0, 50.0, 70.0),
        "t",
        "w",
    )
    texts = [one.text for one in scene.shapes if isinstance(one, Text)]
    assert {"55", "10", "80"} <= set(texts)
    fills = {one.fill for one in scene.shapes if isinstance(one, Box)}
    assert len(fills) == 4


def test_bars_are_as_long_as_their_sums():
    scene = pareto(
        [Bar("A", "8", 8.0, 0.8, "80%", key=True), Bar("B", "2", 2.0, 1.0, "100%")],
        0.8,
        "80%",
        "t",
        "w",
    )
    tall = [one.height for one in scene.shapes if isinstance(one, Box)]
    assert tall[0] == pytest.approx(4.0 * tall[1])
    scene = funnel([Level("1", "4", "8", 8.0), Level("2", "1", "2", 2.0)], "t", "w")
    wide = [one.width for one in scene.shapes if isinstance(one, Box)]
    assert wide[0] == pytest.approx(4.0 * wide[1])


def test_all_in_the_funnel_and_what_closes_in_the_period_have_their_own_counts():
    """Of four at 100k or more the first closes on 10 December, before the end of the year."""
    plan = Portfolio(
        customers=(Customer("c", "C"),),
        opportunities=(
            Opportunity("a", "c", 100_000.0, expected_close=dt.date(2026, 12, 10)),
            Opportunity("b", "c", 200_000.0, expected_close=dt.date(2027, 2, 1)),
            Opportunity("d", "c", 300_000.0),
            Opportunity("e", "c", 10_000.0, expected_close=dt.date(2026, 12, 10)),
        ),
    )
    found = assess(plan, Policy({"currency": "EUR"}), dt.date(2026, 11, 20))
    text = board_context(found, Texts()).pipe.headline
    assert text.startswith(
        "3 in the funnel for €600 k; 1 of them, €100 k, are to close by 2026-12-31"
    )
    assert found.funnel.due == 1
