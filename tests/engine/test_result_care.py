"""The sheet Care: contact, voice of the customer, promises, health, objectives, in both languages."""

import builders
import plan_builders
import pytest
from plan_sheets import HAN, cell, cells_of, column, example, made, of, said, tile, without_chinese

from xlplan.core.model import Activity, Complaint, Customer, Objective, Survey
from xlplan.engine.result.care import care_sheet
from xlplan.engine.result.objectives import figure
from xlplan.engine.text import Texts

CONTACT, HEALTH, GOALS = range(3)
ago, ahead = plan_builders.ago, plan_builders.ahead


def sheet(*customers, **more):
    return of(care_sheet, *customers, **more)


def row(table, customer, *keys):
    return [cell(table, customer, key) for key in keys]


@pytest.fixture(scope="module")
def shown():
    return made(care_sheet, example())


# the example, by hand


def test_the_headline_and_the_key_figures_of_the_example(shown):
    assert shown.headline == (
        "Waiting too long for us: Tongxu Lifts (1 of 12); complaints open: 1, promises broken: 1; "
        "weakest health: Nanqu Motors (64)."
    )
    assert tile(shown, "Overdue for a call") == 1
    assert tile(shown, "Weakest health") == "64 · Nanqu Motors"
    assert tile(shown, "Objectives reached") == "2 / 12"


def test_contact_of_the_example(shown):
    table = shown.tables[CONTACT]
    # 24 June to 20 November is 149 days; D: 60–120 days
    assert row(table, "Tongxu Lifts", "status", "days", "low", "high", "next") == [
        "Overdue", 149, 60.0, 120.0, "29 days late",
    ]  # fmt: skip
    assert row(table, "Linhao Building Materials", "status", "next") == ["Due", "by 2026-11-27"]
    assert row(table, "Zhuoyan Chemical", "status", "next") == ["In time", "from 2026-11-24"]


def test_the_voice_of_a_customer_of_the_example(shown):
    table = shown.tables[CONTACT]
    assert row(table, "Nanqu Motors", "answers", "age", "nps") == [5, 15, pytest.approx(-60.0)]
    assert row(table, "Nanqu Motors", "open", "open_age", "response", "breaches") == [
        1,
        21.0,
        24.0,
        1,
    ]
    assert row(table, "Nanqu Motors", "kept", "broken", "unmarked", "pending") == [1, 1, 0, 0]
    assert row(table, "Luoqi Water Group", "csi", "answers", "age", "nps") == [None] * 4


def test_health_of_the_example_is_that_of_its_parts(shown):
    table = shown.tables[HEALTH]
    parts = row(
        table,
        "Nanqu Motors",
        "satisfaction",
        "closeness",
        "promises",
        "complaints",
        "payment",
        "freshness",
    )
    weights = (0.30, 0.20, 0.15, 0.15, 0.10, 0.10)
    expected = sum(w * p for w, p in zip(weights, parts, strict=True))
    assert cell(table, "Nanqu Motors", "health") == pytest.approx(expected)
    assert row(table, "Nanqu Motors", "costs", "known") == [
        "Closeness: 9.6 points",
        pytest.approx(1.0),
    ]
    assert row(table, "Xinmo Semiconductor", "file", "missing") == [
        pytest.approx(0.7), "Customer revenue, Wallet, Credit rating",
    ]  # fmt: skip


def test_value_given_and_how_likely_it_must_be(shown):
    table = shown.tables[HEALTH]
    # 12 100 of costs and 20 hours at 260: 17 300 for a value of 600 000
    assert row(table, "Linhao Building Materials", "value", "break_even") == [
        600_000.0, pytest.approx(17_300 / 600_000),
    ]  # fmt: skip
    assert row(table, "Zhuoyan Chemical", "value", "break_even") == [None, None]


@pytest.mark.parametrize(("lang", "said"), [("en", "Never pays"), ("zh", "无法回本")])
def test_a_cost_beyond_the_value_given_never_pays(lang, said):
    # 13 043 for a value of 1 000 asked for a probability of 1304.3 %
    touch = Activity(ago(9), "c", value_amount=1_000.0)
    one = sheet(Customer("c", "C", relationship_cost=13_043.0), activities=(touch,), lang=lang)
    assert row(one.tables[HEALTH], "C", "break_even") == [said]


def test_objectives_of_the_example(shown):
    table = shown.tables[GOALS]
    names = column(table, "objective")
    first = dict(
        zip(
            [one.key for one in table.columns],
            table.rows[names.index("Half of what it buys")],
            strict=True,
        )
    )
    assert (first["measure"], first["target"], first["actual"]) == ("Wallet share", "50%", "42%")
    assert first["progress"] == pytest.approx(0.416 / 0.5)
    assert first["state"] == "On track"
    risk = table.rows[names.index("Risk of the account below 40")]
    assert risk[table.index("target")] == "≤ 40.0"
    assert risk[table.index("state")] == "Reached"


def test_health_and_days_are_drawn(shown):
    assert [chart.title for chart in shown.charts] == [
        "Health of each relationship, 0–100",
        "Days since the last touch, and the latest by grade",
    ]
    assert shown.charts[0].series[0].values.values == tuple(column(shown.tables[HEALTH], "health"))


# blanks and words


def test_a_health_that_rests_on_too_little_says_so_and_is_not_the_weakest():
    """Nobody complained, one late payer: 25 of 100 of the weight is enough, 15 is not."""
    complaint = Complaint(ago(100), "a", severity=2, closed=ago(90))
    few = sheet(Customer("a", "Told"), Customer("b", "Never met"), complaints=(complaint,))
    table = few.tables[HEALTH]
    assert row(table, "Never met", "health", "known") == [100.0, pytest.approx(0.15)]
    assert cell(table, "Never met", "costs") == "Hardly known"
    assert tile(few, "Weakest health") is None
    late = sheet(
        Customer("a", "Told"), Customer("b", "Never met", late_days=30), complaints=(complaint,)
    )
    # payment 100 − 50 at 10 of 25: (15·100 + 10·50)/25 = 80
    assert cell(late.tables[HEALTH], "Never met", "costs") == "Payment: 20.0 points"
    assert tile(late, "Weakest health") == "80 · Never met"


def test_a_plan_without_complaints_knows_of_none():
    alone = sheet(Customer("b", "Never met", late_days=30))
    assert row(alone.tables[HEALTH], "Never met", "complaints", "health") == [None, 50.0]


def test_what_nobody_recorded_is_blank():
    poor = sheet()
    assert poor.headline == "Nothing is known yet of how the customers are looked after."
    assert poor.charts == ()
    assert set(poor.tables[CONTACT].rows[0][3:-1]) == {None}
    filled = {
        one.key: value
        for one, value in zip(poor.tables[HEALTH].columns, poor.tables[HEALTH].rows[0], strict=True)
    }
    assert filled.pop("file") == 0.0
    assert filled.pop("missing") == "Industry, Region, Ownership and 7 more"
    assert set(list(filled.values())[3:]) == {None}
    assert poor.tables[GOALS].rows == []
    assert [one.value for one in poor.tiles] == [None] * len(poor.tiles)


def test_none_on_record_is_zero_where_the_plan_keeps_complaints():
    two = (Customer("c", "North Paper"), Customer("d", "Delta"))
    table = sheet(*two, complaints=(Complaint(ago(5), "d", 3),)).tables[CONTACT]
    assert row(table, "North Paper", "open", "open_age", "breaches") == [0, None, 0]
    assert row(table, "Delta", "open", "open_age", "breaches") == [1, 5.0, 1]


def test_a_customer_never_touched_waits_where_activities_are_kept():
    two = (Customer("c", "North Paper"), Customer("d", "Delta"))
    made_of = sheet(*two, activities=(Activity(ago(5), "d", purpose="survey"),))
    table = made_of.tables[CONTACT]
    assert row(table, "North Paper", "status", "next", "days") == [
        "Overdue",
        "No touch on record",
        None,
    ]
    assert made_of.headline.startswith("Waiting too long for us: North Paper (1 of 2)")


def test_too_many_touches_ask_for_a_pause():
    touches = tuple(Activity(ago(day), "c", purpose="call") for day in (0, 2, 4, 6))
    table = sheet(activities=touches).tables[CONTACT]  # grade D: 60–120 days
    assert row(table, "North Paper", "status", "next") == [
        "Too often",
        "4 touches, pause until 2027-01-19",
    ]


def test_all_in_time_is_said():
    shown = sheet(activities=(Activity(ago(5), "c", purpose="call"),))
    assert shown.headline == "No customer waits too long for us."  # 10 % of a health is none


def test_what_costs_most_is_the_largest_loss():
    shown = sheet(
        surveys=(Survey(ago(0), "c", "quality", 60.0),),
        complaints=(Complaint(ago(90), "c", 1, ago(90), ago(80)),),
    )
    table = shown.tables[HEALTH]
    # known: satisfaction .30 at 60, complaints .15 at 100, freshness .10 at 100 → 12/.55
    assert cell(table, "North Paper", "costs") == "Satisfaction: 21.8 points"
    assert cell(table, "North Paper", "health") == pytest.approx(100 - 12 / 0.55)
    assert cell(table, "North Paper", "known") == pytest.approx(0.55)


def test_an_objective_past_its_date_is_late():
    goal = Objective("z", "c", "Visit monthly", "own", 12.0, 3.0, due=ago(10))
    table = sheet(objectives=(goal,)).tables[GOALS]
    assert row(table, "North Paper", "target", "actual", "left", "state") == [
        "12",
        "3",
        -10,
        "Late",
    ]


def test_an_objective_without_a_figure_has_no_state():
    goal = Objective("z", "c", "More sales", "sales", 1e6, due=ahead(10))
    table = sheet(objectives=(goal,)).tables[GOALS]
    assert row(table, "North Paper", "target", "actual", "progress", "state") == [
        "1.00 m",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        ("sales", 4_800_000.0, "4.80 m"),
        ("margin", 0.06, "6.0%"),
        ("margin", 350_000.0, "350 k"),
        ("wallet share", 0.416, "42%"),
        ("DMI", 45.0, "45.0"),
        ("grade", 1.0, "A"),
        ("grade", 5.0, "X"),
        ("own", 120.0, "120"),
        ("own", 2.5, "2.50"),
        (None, 730_000.0, "730,000"),
        ("risk", None, None),
    ],
)
def test_a_figure_is_told_as_its_measure_is(measure, value, expected):
    assert figure(Texts("en"), measure, value) == expected


# short and long plans


def test_short_tables_stand_under_one_another_without_touching(shown):
    taken = set()
    for table in shown.tables:
        assert not taken & cells_of(table)
        taken |= cells_of(table)


def test_a_long_plan_is_one_row_a_customer():
    first, second, goals = made(care_sheet, builders.assessment(40)).tables
    assert (first.main, second.aside) == (True, True)
    assert (second.left, second.top) == (first.right + 1, first.top)
    assert goals.top > first.bottom


# languages


def test_every_text_has_its_chinese():
    plans = (example(), builders.assessment(40), builders.assessment(0), plan_builders.assessment())
    assert without_chinese(care_sheet, *plans, plan_builders.bare()) == []


def test_the_chinese_sheet_is_chinese():
    shown = made(care_sheet, example("zh"), "zh")
    assert [text for text in said(shown) if text and not HAN.search(text)] == []
    assert cell(shown.tables[CONTACT], "桐序电梯", "status") == "逾期未联系"
    assert cell(shown.tables[CONTACT], "桐序电梯", "next") == "逾期 29 天"
    assert cell(shown.tables[HEALTH], "昕陌半导体", "missing") == "客户年收入、年采购额、信用等级"
    assert set(column(shown.tables[GOALS], "state")) == {"已达成", "进行正常", "未达成"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_headline_counts_nothing_that_nobody_knows(lang):
    """A broken promise in a plan without Complaints, a complaint in one without promises."""
    broken = Activity(ago(9), "C1", promise="a sample", promise_due=ago(5), promise_kept=False)
    plan = {"activities": (broken,)}
    found = sheet(Customer("C1", "North Paper", row=2), lang=lang, **plan)
    assert ("romises broken: 1" if lang == "en" else "失信 1 次") in found.headline
    assert ("omplaints" if lang == "en" else "投诉") not in found.headline
    unheard = Complaint(ago(9), "C1")
    found = sheet(Customer("C1", "North Paper", row=2), lang=lang, complaints=(unheard,))
    assert ("omplaints open: 1" if lang == "en" else "未结投诉 1 件") in found.headline
    assert ("romises" if lang == "en" else "承诺") not in found.headline
