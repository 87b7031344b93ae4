"""The sheet Relationship: stage, segment, hours, level, spend, ties and open deals, in both languages."""

import builders
import plan_builders
import pytest
from plan_sheets import (
    AS_OF,
    HAN,
    cell,
    cells_of,
    column,
    example,
    made,
    of,
    said,
    tile,
    without_chinese,
)

from xlplan.core.model import (
    Activity,
    Answer,
    Competitor,
    Contact,
    Cost,
    Customer,
    Lead,
    Opportunity,
    StageTask,
    Stakeholder,
)
from xlplan.core.money.levels import LevelChoice
from xlplan.core.policy import Policy
from xlplan.core.relationship.partnership import Bonds, PartnerPolicy, partner_gates
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.relationship import relationship_sheet
from xlplan.engine.result.terms import Terms
from xlplan.engine.text import Texts

STANDING, LEVELS, TIES, DEALS = range(4)
ago = plan_builders.ago


def sheet(*customers, **more):
    return of(relationship_sheet, *customers, **more)


@pytest.fixture(scope="module")
def shown():
    return made(relationship_sheet, example())


# the example, by hand


def test_the_headline_and_the_key_figures_of_the_example(shown):
    assert shown.headline == (
        "Our hours follow value (alignment 0.84); 3 of 12 claimed stages are not borne out by the "
        "records; 8 of 12 relationships hang on one person; a level that is a luxury: Tongxu Lifts."
    )
    assert tile(shown, "Stages not shown") == "3 / 12"
    assert tile(shown, "Customers by segment") == "Value 6 · Ordinary 4 · Potential 1 · Migrating 1"
    # leads 12 → 7 → 4 → 1, k = 10: (7 + 5)/22, (4 + 6)/17, (1 + 3.33)/14
    assert tile(shown, "Lead → Prospect → Offer → Win") == "55% · 59% · 31%"
    assert tile(shown, "Leads a win takes (rule: 10)") == pytest.approx(
        22 / 12 * 17 / 10 * 14 / (13 / 3)
    )


def test_stage_segment_and_wallet_of_the_example(shown):
    table = shown.tables[STANDING]
    assert column(table, "priority") == list(range(1, 13))
    assert cell(table, "Linhao Building Materials", "segment") == "Value: gross profit"
    assert cell(table, "Linhao Building Materials", "wallet_share") == pytest.approx(5.2 / 12.5)
    assert cell(table, "Linhao Building Materials", "wallet_gap") == pytest.approx(7.3e6)
    assert cell(table, "Xiyuan Steel Structures", "segment") == "Migrating: sales down"
    claimed = [cell(table, "Yuelan Food Machinery", key) for key in ("stage", "supported", "gap")]
    assert claimed == ["Growth", "Building", 2]
    assert cell(table, "Yuelan Food Machinery", "asks") == "Gate 2: preliminary proposal sent"
    assert cell(table, "Yuelan Food Machinery", "tasks") == "1/3"
    assert cell(table, "Xinmo Semiconductor", "file") == pytest.approx(0.7)
    assert cell(table, "Luoqi Water Group", "type") == "Outsider"


def test_a_claim_without_any_record_reads_as_in_the_account_plan():
    # no Stage tasks in the whole plan: neither shown nor denied, so not borne out
    found = sheet(Customer("c", "North Paper", stage="growth"), Customer("d", "South Paper"))
    table = found.tables[STANDING]
    assert tile(found, "Stages not shown") == "1 / 2"
    assert "1 of 1 claimed stages are not borne out by the records" in found.headline
    assert cell(table, "North Paper", "supported") == "No record"
    assert cell(table, "North Paper", "tasks") == "0/3"
    assert cell(table, "North Paper", "asks").startswith("Gate 1: ")
    assert cell(table, "South Paper", "supported") is None


def test_key_figures_of_leads_are_left_out_where_there_are_none():
    found = sheet(Customer("c", "North Paper"))
    assert not [one.label for one in found.tiles if one.label.startswith("Lead")]


def test_the_hours_that_are_due_are_the_hours_that_were_spent(shown):
    totals = dict(
        zip(
            [one.key for one in shown.tables[STANDING].columns],
            shown.tables[STANDING].totals(),
            strict=True,
        )
    )
    assert totals["hours"].value == pytest.approx(148.0)
    assert totals["due"].value == pytest.approx(148.0)


def test_levels_and_spend_of_the_example(shown):
    table = shown.tables[LEVELS]
    luxury = [cell(table, "Tongxu Lifts", key) for key in ("verdict", "level", "best")]
    assert luxury == ["Level a luxury: transactional is worth more", "Preferred", "Transactional"]
    assert cell(table, "Dongkui Construction", "verdict") == "Partnership gates not met"
    assert cell(table, "Dongkui Construction", "failed") == "Balance of power"
    assert cell(table, "Dongkui Construction", "gates") == "2/3"
    assert cell(table, "Luoqi Water Group", "verdict") == "Can rise to preferred"
    assert cell(table, "Luoqi Water Group", "mode") == "Relationship first"
    # 2 600 social and 9 500 structural: (2·2 600 + 3·9 500)/12 100
    assert cell(table, "Linhao Building Materials", "durability") == pytest.approx(33_700 / 12_100)
    assert cell(table, "Linhao Building Materials", "spend") == pytest.approx(12_100)
    assert cell(table, "Jinhe Mining Equipment", "payback") == 3


def test_ties_and_elements_of_the_example(shown):
    table = shown.tables[TIES]
    assert cell(table, "Dongkui Construction", "person") == "Trust in the person"
    assert cell(table, "Dongkui Construction", "trust_gap") == pytest.approx(2.5)
    assert cell(table, "Tongxu Lifts", "person") == "No"
    assert cell(table, "Xinmo Semiconductor", "person") is None
    assert cell(table, "Zhuoyan Chemical", "ties") == pytest.approx(25 / 13)  # 3 + 2 of 5 touches
    assert cell(table, "Gaoyu Heavy Machinery", "weakest") == "Bonding; Empathy"
    assert cell(table, "Linhao Building Materials", "index") == pytest.approx(4.75)


def test_open_deals_of_the_example(shown):
    table = shown.tables[DEALS]
    names = column(table, "opportunity")
    by_name = dict(zip(names, table.rows, strict=True))
    deal = by_name["Condition monitoring for three plants"]
    found = {one.key: value for one, value in zip(table.columns, deal, strict=True)}
    assert (found["verdict"], found["question"]) == ("Ask", "Do we know who decides?")
    assert (found["c139"], found["steps"]) == ("0W2F7C", "4/6")
    assert found["c139_index"] == pytest.approx(46.6667, abs=1e-4)
    assert found["next"] == "A good relation with the key person"
    assert (found["criterion"], found["lead"]) == ("Service", 19.0)
    water = by_name["Pumps for the second waterworks"]
    assert water[table.index("group")] == "Undecided"
    assert by_name["Drives for the dryer section"][table.index("question")] == "Can we build it?"
    assert column(table, "priority") == list(range(1, len(names) + 1))


def test_hours_and_wallet_are_drawn(shown):
    assert [chart.title for chart in shown.charts] == [
        "Our hours: spent, and due by grade and return",
        "Our share of what each customer buys",
    ]
    spent, due = shown.charts[0].series
    assert spent.values.values == tuple(column(shown.tables[STANDING], "hours"))
    assert due.categories.values[0] == "Linhao Building Materials"
    bottoms = [chart.row * 24 + 4 + chart.size[1] for chart in shown.charts]  # in pixels
    assert max(bottoms) <= (shown.tables[STANDING].top - 1) * 24


# blanks and words


def test_what_nobody_recorded_is_blank():
    poor = sheet()
    assert poor.headline == "Nothing is known yet of how close we are."
    assert poor.charts == ()
    gate = "Gate 1: first contact made; customer file complete enough (0% of 60%)"
    assert poor.tables[STANDING].rows[0][3:] == (
        None, None, None, None, None, gate, None, 0.0, None, None, None, None, "c",
    )  # fmt: skip
    assert set(poor.tables[LEVELS].rows[0][3:]) == {None}
    assert set(poor.tables[TIES].rows[0][3:]) == {None}
    assert poor.tables[DEALS].rows == []
    assert tile(poor, "Hours follow value (−1…1)") is None


def test_a_stage_without_tasks_on_record_is_not_shown_and_no_stage_too_high():
    table = sheet(Customer("c", "North Paper", stage="growth")).tables[STANDING]
    assert column(table, "stage") == ["Growth"]
    assert column(table, "supported") == ["No record"]
    assert column(table, "gap") == [None]


def test_what_is_counted_at_a_gate_is_told_with_its_count():
    customer = Customer("c", "North Paper", stage="stranger", industry="paper", region="North")
    table = sheet(customer, stage_tasks=(StageTask("c", "stranger", "Phone call", True),)).tables[
        STANDING
    ]
    assert column(table, "asks") == ["Gate 1: customer file complete enough (20% of 60%)"]
    assert column(table, "tasks") == ["1/2"]


def test_one_contact_of_ours_is_a_reason():
    touches = tuple(Activity(ago(day), "c", who="Anna", hours=2.0) for day in (3, 9, 20))
    table = sheet(activities=touches).tables[TIES]
    found = [column(table, key)[0] for key in ("person", "busiest", "busiest_share", "ties")]
    assert found == ["One contact of ours", "Anna", 1.0, 1.0]


def test_both_reasons_are_told():
    touches = tuple(Activity(ago(day), "c", who="Anna") for day in (3, 9, 20))
    customer = Customer("c", "North Paper", trust_in_firm=2.0, trust_in_person=4.0)
    table = sheet(customer, activities=touches).tables[TIES]
    assert column(table, "person") == ["Trust in the person; One contact of ours"]


def test_costs_elsewhere_make_no_spend_here_a_zero():
    two = (Customer("c", "North Paper"), Customer("d", "Delta"))
    table = sheet(*two, costs=(Cost(ago(3), "d", amount=100.0, level="price"),)).tables[LEVELS]
    assert cell(table, "North Paper", "spend") == 0.0
    assert cell(table, "Delta", "price") == 1.0
    assert cell(table, "Delta", "durability") == 1.0


def test_a_deal_tells_its_questions_and_who_is_more_than_the_title():
    boss = Contact("b", "c", "Boss", seniority=5)
    helper = Contact("h", "c", "Helper", seniority=1)
    chain = (
        Stakeholder("o", "b", role="decision maker", formal_influence=0.3, informal_influence=0.3),
        Stakeholder("o", "h", role="user", formal_influence=0.8, informal_influence=0.8),
    )
    asked = (Answer("o", "Budget?", True, "unknown"), Answer("o", "Date?", True, None))
    table = sheet(
        contacts=(boss, helper),
        opportunities=(Opportunity("o", "c", 5e5, name="Line 3"),),
        stakeholders=chain,
        answers=asked,
        competitors=(Competitor("o", "us", product=80.0), Competitor("o", "R", product=78.0)),
    ).tables[DEALS]
    assert column(table, "question") == ["Budget? and 1 more"]
    assert column(table, "titles") == ["Hidden power: Helper; Empty title: Boss"]
    assert column(table, "criterion") == ["Nothing yet"]
    assert column(table, "lead") == [None]


def test_default_questions_are_not_listed():
    table = sheet(opportunities=(Opportunity("o", "c", 5e5),)).tables[DEALS]
    assert column(table, "question") == ["None of the nine is answered yet"]
    assert column(table, "opportunity") == ["o"]


def test_leads_give_own_rates():
    leads = tuple(Lead(ago(30), f"n{at}", stage="lead") for at in range(10))
    assert (
        tile(sheet(leads=leads), "Lead → Prospect → Offer → Win") == "25% · 60% · 33%"
    )  # (0 + 5)/20


# the verdict on the level

YES, NO = True, False


def gates(level, share=0.2, wallet_share=0.5):
    bonds = Bonds(share, wallet_share, True, 0.9, 1)
    return partner_gates(level, bonds, PartnerPolicy.of(Policy()))


@pytest.mark.parametrize(
    ("present", "best", "luxury", "wallet_share", "expected"),
    [
        ("preferred", "preferred", NO, 0.5, "Fits"),
        ("preferred", "transactional", YES, 0.5, "Level a luxury: transactional is worth more"),
        ("transactional", "preferred", NO, 0.5, "Can rise to preferred"),
        (
            "preferred",
            "partner",
            NO,
            0.0,
            "Partnership gates not met",
        ),  # we matter to it too little
        ("transactional", "partner", NO, 0.0, "Can rise to preferred"),
        (None, "preferred", None, 0.5, None),
        ("preferred", None, None, 0.5, None),
    ],
)
def test_the_level_is_judged_with_its_gates(present, best, luxury, wallet_share, expected):
    worth = (1.0, 2.0, 3.0, 0.5)
    choice = LevelChoice(worth if best else (), best, present, luxury, None)
    terms = Terms(Frame(example(), Texts("en")))
    assert terms.level_verdict(choice, gates(present, wallet_share=wallet_share)) == expected


# short and long plans


def test_short_tables_stand_under_one_another_without_touching(shown):
    taken = set()
    for table in shown.tables:
        assert table.left == 0
        assert not table.main
        assert not taken & cells_of(table)
        taken |= cells_of(table)


def test_a_long_plan_is_one_row_a_customer():
    long = made(relationship_sheet, builders.assessment(40))
    first, second, third, deals = long.tables
    assert (first.main, second.aside, third.aside) == (True, True, True)
    assert second.left == first.right + 1
    assert third.left == second.right + 1
    assert first.top == second.top == third.top
    assert len(first.rows) == len(second.rows) == len(third.rows) == 40
    assert "customer" not in {one.key for one in second.columns}
    assert deals.top > first.bottom
    assert not any(chart.printed for chart in long.charts)


# languages


def test_every_text_has_its_chinese():
    plans = (example(), builders.assessment(40), builders.assessment(0), plan_builders.assessment())
    assert without_chinese(relationship_sheet, *plans, plan_builders.bare()) == []


def test_the_chinese_sheet_is_chinese():
    shown = made(relationship_sheet, example("zh"), "zh")
    assert [text for text in said(shown) if text and not HAN.search(text)] == []
    assert cell(shown.tables[LEVELS], "桐序电梯", "verdict") == "层级奢侈：“买卖”价值更高"
    table = shown.tables[DEALS]
    assert set(column(table, "verdict")) == {"推进", "待问清", "停止"}
    assert {"领导班子", "C139 评估"} <= {one.heading for one in table.columns}
    texts = [
        value for one in shown.tables for row in one.rows for value in row if isinstance(value, str)
    ]
    english = [text for text in texts if not HAN.search(text) and len(text) > 6]
    assert english == []  # grades, 2/3 and 0W2F7C are shorter


def test_as_of_is_the_day_of_the_plan(shown):
    assert shown.as_of == AS_OF
