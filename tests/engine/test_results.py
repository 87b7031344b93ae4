"""What the result sheets say: their words, their order and their figures, in both languages."""

import datetime as dt
import re
from dataclasses import replace

import builders
import pytest

from xlplan.core.assess import assess
from xlplan.core.issues import finding
from xlplan.core.model import (
    Contact,
    Customer,
    Opportunity,
    Portfolio,
    Stakeholder,
)
from xlplan.core.policy import Factor, Policy
from xlplan.engine.result.shapes import Formula
from xlplan.engine.results import RESULT_SHEETS, result_tables
from xlplan.engine.text import Texts, chinese

AS_OF = dt.date(2026, 11, 22)
HAN = re.compile(r"[\u4e00-\u9fff]")


class Recording(Texts):
    """Texts that remember which English was asked for."""

    def __init__(self, lang="en"):
        super().__init__(lang)
        self.asked = set()

    def __call__(self, english, **params):
        self.asked.add(english)
        return super().__call__(english, **params)


def sheets(assessment, lang="en"):
    return {sheet.key: sheet for sheet in result_tables(assessment, Texts(lang))}


def column(table, key):
    return [row[table.index(key)] for row in table.rows]


def said(sheet):
    """Every text on a sheet."""
    yield from (sheet.name, sheet.headline, sheet.meta)
    yield from (tile.label for tile in sheet.tiles)
    yield from (chart.title for chart in sheet.charts)
    for table in sheet.tables:
        yield from (table.title, table.total, table.empty)
        for one in table.columns:
            yield from (one.heading, one.help)


ONE = (Customer("1", "North Paper"),)


def plan(*deals, customers=ONE, **more):
    return Portfolio(customers=customers, opportunities=deals, **more)


@pytest.fixture(scope="module")
def twelve():
    return builders.assessment(funnel__target=2_500_000.0)


# what is there, and in which words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sheets_are_named_and_ordered_as_the_contract_says(twelve, lang):
    made = result_tables(twelve, Texts(lang))
    expected = tuple(RESULT_SHEETS)
    assert tuple(sheet.key for sheet in made) == expected
    assert [s.name for s in made] == [RESULT_SHEETS[key][lang == "zh"] for key in expected]


def test_the_registry_says_what_the_labels_say():
    assert all(chinese()["label"][en] == zh for en, zh in RESULT_SHEETS.values())


def test_every_text_of_a_sheet_has_its_chinese(twelve):
    texts = Recording()
    plans = (twelve, builders.assessment(40), builders.assessment(0), builders.assessment(2, 0))
    for one in plans:
        result_tables(one, texts)
    assert sorted(text for text in texts.asked if text and text not in chinese()["label"]) == []


def test_a_chinese_sheet_has_no_english_heading_left(twelve):
    """Helper columns, which are hidden, have keys such as ``rank_key`` for headings."""
    kept = {"DMI", "PSE", "HHI", "", "ABCD排序"}
    for sheet in sheets(twelve, "zh").values():
        found = [text for text in said(sheet) if text not in kept and not HAN.search(text)]
        assert [text for text in found if not re.fullmatch("[a-z_]+", text)] == []


def test_words_of_a_row_are_in_the_language_asked_for(twelve):
    english, other = sheets(twelve)["chain"].main, sheets(twelve, "zh")["chain"].main
    assert "Decision maker" in column(english, "role")
    assert "决策人" in column(other, "role")
    assert {"推进", "建设", "争夺", "落后", None} >= set(column(other, "timing"))


def test_the_second_line_says_day_changes_and_currency():
    made = sheets(builders.assessment(3, discount=0.12, currency="EUR"))
    assert "2026-11-22" in made["risk"].meta
    assert "money in EUR" in made["risk"].meta
    assert "policy: 1 changed" in made["risk"].meta


# summary


def test_the_headline_says_who_gets_our_time():
    near = AS_OF + dt.timedelta(days=20)
    book = plan(
        Opportunity("1", "1", 1e6, expected_close=near, selling_step=5),
        customers=(Customer("1", "North Paper"), Customer("2", "Delta")),
    )
    made = sheets(assess(book, Policy(), AS_OF))["summary"]  # prior .85 at step 5: grade A
    assert made.headline == "1 of 2 customers gets our time first: North Paper."
    assert made.main.rows[0][:3] == (1, "A", "North Paper")
    assert "closes in 20 days, 85% likely" in column(made.main, "why")[0]
    assert column(made.main, "why")[1] == "No open opportunity"


def test_the_headline_admits_that_nobody_is_first(twelve):
    best = twelve.customers[0].grade
    assert (
        f"No customer is grade A; the best are grade {best}" in sheets(twelve)["summary"].headline
    )


def test_the_summary_leads_to_every_other_sheet(twelve):
    made = sheets(twelve)
    assert [link.sheet for link in made["summary"].links] == [
        key for key in made if key != "summary"
    ]


def test_a_closed_gate_is_the_reason():
    book = plan(Opportunity("1", "1", 1e6, feasible=False))
    made = sheets(assess(book, Policy(), AS_OF))
    assert column(made["summary"].main, "why") == ["Gate closed: Not feasible"]
    assert column(made["ranking"].main, "gates") == ["Not feasible"]


# risk table


def test_the_risk_table_shows_the_points_of_the_check_figure():
    # method 3.2: current ratio 1.2 → 46; 20 days late → 33.33; rating B → 20; approved → 30
    customer = Customer("1", "North Paper", current_ratio=1.2, late_days=20.0, credit_rating="B")
    deal = Opportunity(
        "1", "1", 3e5, budget_status="approved", fit=80.0, advance_share=0.3, entry_step=2
    )
    main = sheets(assess(plan(deal, customers=(customer,)), Policy(), AS_OF))["risk"].main
    shown = {key: column(main, key)[0] for key in ("r02", "r03", "r05", "r09", "r11", "r13", "r14")}
    assert shown == pytest.approx(
        {"r02": 30, "r03": 46, "r05": 20, "r09": 20, "r11": 40, "r13": 20, "r14": 16}
    )
    assert column(main, "r04")[0] == pytest.approx(33.3333, abs=1e-3)
    assert column(main, "r01") == [None]


def test_the_weights_stand_over_the_factors(twelve):
    main = sheets(twelve)["risk"].main
    assert len(main.above) == len(main.columns)
    assert dict(zip([c.key for c in main.columns], main.above, strict=True))["r02"] == 14.0
    known = [v for v in main.above if isinstance(v, float)]
    assert sum(known) == 100.0


def test_the_risk_on_the_sheet_is_that_of_its_points(twelve):
    main = sheets(twelve)["risk"].main
    weights = [v for v in main.above if isinstance(v, float)]
    for row in main.rows:
        points = row[-len(weights) :]
        known = [(w, p) for w, p in zip(weights, points, strict=True) if p is not None]
        if row[main.index("opportunity")]:
            total = sum(w for w, _ in known)
            assert row[main.index("risk")] == pytest.approx(sum(w * p for w, p in known) / total)


def test_the_worst_risk_comes_first_and_the_unknown_last():
    customers = (
        Customer("1", "A", late_days=0.0),
        Customer("2", "B"),
        Customer("3", "C", late_days=90.0),
    )
    main = sheets(assess(Portfolio(customers=customers), Policy(), AS_OF))["risk"].main
    assert column(main, "customer") == ["C", "A", "B"]
    assert column(main, "risk") == [100.0, 0.0, None]
    assert column(main, "lo")[2] is None


def test_a_risk_table_of_ones_own_has_its_own_columns():
    own = (
        Factor("mood", "mood", 60.0, "opportunity.fit", "0=100; 100=0"),
        Factor("size", "size", 40.0, "worth", "1=100; 9=0"),
    )
    found = assess(plan(Opportunity("1", "1", 50_000.0, fit=30.0)), Policy({}, own), AS_OF)
    main = sheets(found)["risk"].main
    assert [c.heading for c in main.columns[-2:]] == ["Mood", "Size"]
    assert main.above[-2:] == (60.0, 40.0)
    assert main.rows[0][-2:] == (70.0, 100.0)


def test_the_next_question_names_the_column_where_the_answer_goes():
    found = assess(plan(Opportunity("1", "1", 1e6, budget_status="none")), Policy(), AS_OF)
    main = sheets(found)["risk"].main
    assert column(main, "question") == ["Funds – Current ratio"]
    assert column(sheets(found, "zh")["risk"].main, "question") == ["资金 – 流动比率"]


# ranking


def test_the_ranking_keeps_the_priority_and_puts_idle_customers_last(twelve):
    main = sheets(twelve)["ranking"].main
    count = len(twelve.opportunities)
    assert column(main, "priority")[:count] == list(range(1, count + 1))
    idle = [one.customer.name for one in twelve.customers if not one.opportunities]
    assert column(main, "customer")[count:] == idle
    assert set(column(main, "grade")[count:]) == {"D"}
    assert set(column(main, "amount")[count:]) == {None}


def test_a_total_follows_the_filter_and_holds_its_value(twelve):
    main = sheets(twelve)["ranking"].main
    total = main.totals()[main.index("amount")]
    span = f"{main.address('amount', main.first)}:{main.address('amount', main.last)}"
    text = f'=IF(SUBTOTAL(102,{span})=0,"",SUBTOTAL(109,{span}))'
    assert total == Formula(text, sum(one.opportunity.amount for one in twelve.opportunities))


def test_totals_of_different_rows_say_how_many_each_covers():
    # gross profit of a and b, cost of all three, net of a and b: 300 + 100 − 60 is not 340 + …
    known = {"dso_days": 0.0, "relationship_cost": 20.0, "retention": 0.9}
    customers = (
        Customer("a", "A", sales_12m=1000.0, gross_margin=0.3, **known),
        Customer("b", "B", sales_12m=1000.0, gross_margin=0.1, **known),
        Customer("c", "C", sales_12m=1000.0, **known),
    )
    main = sheets(assess(plan(customers=customers), Policy(), AS_OF))["returns"].main
    totals = dict(zip((one.key for one in main.columns), main.totals(), strict=True))
    counts = dict(zip((one.key for one in main.columns), main.counts(), strict=True))
    assert [totals[key].value for key in ("gross", "cost", "net")] == [400.0, 60.0, 360.0]
    assert [counts[key].value for key in ("gross", "cost", "net")] == [2, 3, 2]
    assert counts["grade"] == "Counted"
    assert main.bottom == main.last + 2
    whole = sheets(assess(plan(customers=customers[:2]), Policy(), AS_OF))["returns"].main
    assert (whole.counts(), whole.bottom) == ((), whole.last + 1)


def test_a_total_of_nothing_is_blank():
    found = sheets(assess(plan(), Policy(), AS_OF))
    for key, sums in (("returns", ("receivables", "net", "npv")), ("summary", ("expected", "npv"))):
        main = found[key].main
        totals = dict(zip((one.key for one in main.columns), main.totals(), strict=True))
        for one in sums:
            assert totals[one].value is None
            assert totals[one].text.startswith("=IF(SUBTOTAL(102,")


def test_bubbles_are_the_dated_opportunities_in_the_funnel_that_pass_their_gates(twelve):
    chart = sheets(twelve)["ranking"].charts[0]
    numbers = [
        one.priority
        for one in twelve.opportunities
        if one.days_to_close is not None and one.grade != "X" and one.opportunity.amount >= 50_000
    ]
    assert [int(one.name) for one in chart.series] == numbers[:20]
    first = chart.series[0]
    deal = twelve.opportunities[numbers[0] - 1]
    shown = (first.categories.values, first.values.values, first.sizes.values)
    assert shown == ((deal.days_to_close,), (deal.p,), (deal.opportunity.amount,))


def test_bubbles_stand_at_0_when_overdue_and_the_caption_tells_who_is_missing():
    days = [AS_OF + dt.timedelta(days=n) for n in (-70, 45)]
    deals = [Opportunity(str(n), "1", 1e6, expected_close=day) for n, day in enumerate(days)]
    more = (
        Opportunity("u", "1", 1e6),
        Opportunity("x", "1", 1e6, expected_close=days[1], feasible=False),
    )
    chart = sheets(assess(plan(*deals, *more), Policy(), AS_OF))["ranking"].charts[0]
    places = [one.categories.values[0] for one in chart.series]
    assert sorted(places) == [0, 45]
    assert chart.title.endswith("; not shown: 1 stopped at a gate (X), 1 without a close date")


def test_small_opportunities_have_bubbles_when_there_are_no_others():
    near = AS_OF + dt.timedelta(days=9)
    found = assess(plan(Opportunity("1", "1", 9_000.0, expected_close=near)), Policy(), AS_OF)
    assert len(sheets(found)["ranking"].charts[0].series) == 1


def test_a_risk_of_which_little_is_known_says_so():
    found = assess(plan(Opportunity("1", "1", 1e6)), Policy(), AS_OF)  # worth alone: 2 of 100
    main = sheets(found)["summary"].main
    assert (column(main, "risk"), column(main, "known")) == ([0.0], [0.02])


# cost and return


def test_the_check_figure_of_cost_and_return_stands_in_its_row():
    # method 5.1: sales 70 m, margin .06, DSO 180, cost .6 m, rating blank → PD .02, LGD .5
    customer = Customer(
        "1",
        "B",
        sales_12m=70e6,
        gross_margin=0.06,
        dso_days=180.0,
        relationship_cost=0.6e6,
        retention=0.9,
    )
    main = sheets(assess(plan(customers=(customer,)), Policy(), AS_OF))["returns"].main
    row = dict(zip([c.key for c in main.columns], main.rows[0], strict=True))
    assert round(row["receivables"]) == 34_520_548
    assert round(row["carry"]) == 2_761_644
    assert round(row["bad_debt"]) == 345_205
    assert round(row["cost"]) == 3_706_849  # 2 761 644 + 345 205 + 600 000
    assert round(row["net"]) == 493_151
    assert round(row["ratio"], 4) == 0.8826
    assert round(row["break_even"], 1) == 208.6
    assert (row["verdict"], row["sales_from"], row["missing"]) == ("Watch", "Typed", None)


def test_the_headline_counts_whoever_leaves_less_than_it_costs():
    # without sales there is no cost ratio and so no verdict, and 68 000 are gone all the same
    gone = Customer("1", "A", sales_12m=0.0, relationship_cost=68_000.0, retention=0.5)
    found = sheets(assess(plan(customers=(gone,)), Policy(), AS_OF), "en")["returns"]
    assert column(found.main, "net") == [-68_000.0]
    assert found.headline.startswith("1 of 1 relationships cost more than they earn")


def test_the_largest_sales_come_first_and_unknown_ones_last(twelve):
    sales = column(sheets(twelve)["returns"].main, "sales")
    known = [one for one in sales if one is not None]
    assert known == sorted(known, reverse=True)
    assert sales[len(known) :] == [None] * (len(sales) - len(known))


def test_what_is_missing_is_named_as_its_column_is():
    main = sheets(assess(plan(), Policy(), AS_OF), "zh")["returns"].main
    assert "近12月销售额" in column(main, "missing")[0]
    assert column(main, "net") == [None]
    assert column(main, "cost") == [None]


# decision chain


def test_the_check_figure_of_the_decision_chain_stands_in_its_rows():
    # method 2.1, step 3: dmi 28.07, coverage 79.09
    day = dt.timedelta(days=1)
    people = (
        Stakeholder("O", "d", role="decision maker", formal_influence=1.0, informal_influence=0.8, attitude="neutral", confidence=0.8, coverage=0.5, last_contact=AS_OF - 30 * day),
        Stakeholder("O", "g", role="gatekeeper", formal_influence=0.7, informal_influence=0.8, attitude="supportive", confidence=0.9, coverage=1.0, can_veto=True, last_contact=AS_OF - 10 * day),
        Stakeholder("O", "p", role="purchaser", formal_influence=0.5, informal_influence=0.4, attitude="opposed", confidence=0.7, coverage=0.5, last_contact=AS_OF - 45 * day),
        Stakeholder("O", "u", role="user", formal_influence=0.4, informal_influence=0.5, attitude="champion", confidence=1.0, coverage=1.0, last_contact=AS_OF - 5 * day),
    )  # fmt: skip
    contacts = tuple(
        Contact(id_, "1", name)
        for id_, name in zip("dgpu", ("Dan", "Gil", "Pat", "Uma"), strict=True)
    )
    book = plan(Opportunity("O", "1", 1e6, purchase_step=3), contacts=contacts, stakeholders=people)
    main = sheets(assess(book, Policy(), AS_OF))["chain"].main
    assert column(main, "person") == ["Gil", "Dan", "Pat", "Uma"]  # weights .296 .184 .092 .088
    assert column(main, "weight") == pytest.approx([0.296, 0.184, 0.092, 0.088])
    assert column(main, "dmi") == pytest.approx([28.07] * 4, abs=0.005)
    assert column(main, "opp_coverage") == pytest.approx([0.7909] * 4, abs=5e-5)
    assert column(main, "attitude") == ["Supportive", "Neutral", "Opposed", "Champion"]
    assert column(main, "veto") == ["Yes", None, None, None]
    assert column(main, "days") == [10, 30, 45, 5]


def test_an_opportunity_without_people_has_a_row_of_its_own(twelve):
    plan = twelve.portfolio
    lone = next(one.opportunity for one in twelve.opportunities if one.chain)
    others = tuple(one for one in plan.stakeholders if one.opportunity_id != lone.id)
    bare = assess(replace(plan, stakeholders=others), twelve.policy, twelve.as_of)
    main = sheets(bare)["chain"].main
    uncharted = sum(not one.chain for one in twelve.opportunities)
    assert column(main, "person").count(None) == uncharted + 1
    of_lone = [row for row in zip(column(main, "opportunity"), column(main, "person"), strict=True)
               if row == (lone.name, None)]  # fmt: skip
    assert len(of_lone) == 1


def test_an_unknown_attitude_has_no_effect_to_show(twelve):
    main = sheets(twelve)["chain"].main
    pairs = zip(column(main, "attitude"), column(main, "effect"), strict=True)
    assert all((attitude is None) == (effect is None) for attitude, effect in pairs)


# funnel


def test_the_parts_of_the_forecast_sum_to_it(twelve):
    made = sheets(twelve)["funnel"]
    parts = made.tables[0]
    assert sum(column(parts, "amount")) == pytest.approx(twelve.funnel.forecast)
    assert parts.totals()[1].value == pytest.approx(twelve.funnel.forecast)
    assert [tile.value for tile in made.tiles if tile.label == "Forecast"] == [
        twelve.funnel.forecast
    ]
    assert column(made.tables[2], "step") == [
        "1 Development",
        "2 Sales entry",
        "3 Proposal",
        "4 Bid",
        "5 Negotiation",
        "6 Delivery",
    ]


def test_small_orders_of_one_customer_suggest_a_framework():
    book = plan(Opportunity("1", "1", 30_000.0), Opportunity("2", "1", 25_000.0))
    frameworks = sheets(assess(book, Policy(), AS_OF))["funnel"].tables[3]
    assert list(frameworks.rows) == [("North Paper", "1", 55_000.0)]


def test_the_funnel_reconciles_its_coverage_and_tells_what_lies_in_x():
    # 900 000 at step 3, due; 600 000 later; 400 000 due, but not feasible. Target 2 m, 0.1 m planned
    # out of the funnel, nothing won: 1.9 m to win, coverage 1.3 ÷ 1.9
    due, later = dt.date(2026, 12, 20), dt.date(2027, 6, 1)
    book = plan(
        Opportunity("1", "1", 900_000.0, expected_close=due),
        Opportunity("2", "1", 600_000.0, expected_close=later),
        Opportunity("3", "1", 400_000.0, expected_close=due, feasible=False),
    )
    numbers = {"funnel.target": 2e6, "funnel.o_plan": 1e5}
    found = assess(book, Policy(changes=numbers), AS_OF)
    made = sheets(found)["funnel"]
    (x,) = [one for one in found.opportunities if one.grade == "X"]
    assert column(made.tables[1], "amount") == pytest.approx([1.9e6, 1.3e6, 1.9e6, x.p * 4e5])
    tiles = {one.label: one.value for one in made.tiles}
    assert tiles["Funnel coverage"] == pytest.approx(1.3 / 1.9)
    assert "of it lies in X, stopped at a gate" in made.headline


def test_the_funnel_tells_what_of_the_forecast_lies_with_customers_that_ended():
    gone = Customer("1", "North Paper", stage="ended")
    due = dt.date(2026, 12, 20)
    book = plan(Opportunity("1", "1", 9e5, expected_close=due), customers=(gone,))
    found = assess(book, Policy(), AS_OF)
    (deal,) = found.opportunities
    row = sheets(found)["funnel"].tables[1].rows[-1]
    assert row == (
        "In the forecast, though the relationship has ended",
        pytest.approx(deal.p * 9e5),
    )


def test_the_summary_tells_how_much_of_the_expected_return_lies_in_x():
    deal = {"gross_margin": 0.2, "selling_step": 3}
    book = plan(
        Opportunity("1", "1", 1e6, **deal),
        Opportunity("2", "1", 5e5, feasible=False, **deal),
    )
    found = assess(book, Policy(), AS_OF)
    (x,) = [one for one in found.opportunities if one.grade == "X"]
    (told,) = [one for one in sheets(found)["summary"].tiles if one.label == "Expected in X"]
    assert told.value == pytest.approx(x.p * 5e5 * 0.2)
    assert told.formula == 'SUMIF(ranking_grade,"X",ranking_expected)'


def test_a_funnel_without_target_says_so():
    assert "no target is set" in sheets(builders.assessment(2))["funnel"].headline


# portfolio


def test_the_check_figure_of_concentration_is_a_key_figure():
    # method 5.5: 70 % + 4 × 5 % + 5 × 2 % → HHI 5 020
    customers = tuple(
        Customer(str(n), f"C{n}", sales_12m=s, gross_margin=0.1)
        for n, s in enumerate((70.0, 5.0, 5.0, 5.0, 5.0, 2.0, 2.0, 2.0, 2.0, 2.0))
    )
    made = sheets(assess(plan(customers=customers), Policy(), AS_OF))["portfolio"]
    assert {tile.label: tile.value for tile in made.tiles}["HHI"] == pytest.approx(5020)
    assert (
        made.headline
        == "C0 alone is 70% of sales; the portfolio is highly concentrated (HHI 5,020)."
    )
    assert column(made.main, "cumulative") == pytest.approx(
        [0.70, 0.75, 0.80, 0.85, 0.90, 0.92, 0.94, 0.96, 0.98, 1.0]
    )
    assert column(made.tables[1], "sales") == [30.0, 20.0, 10.0]  # without 1, 3, 5
    assert column(made.tables[1], "lost") == pytest.approx([0.7, 0.8, 0.9])


# findings


def test_errors_come_first_with_their_next_step(twelve):
    found = (
        finding("CLOSE_PASSED", "Opportunities", "G7", "2026-01-01", id="O1", days=325),
        finding("BAD_DATE", "Costs", "A3", "soon", text="soon"),
    )
    made = sheets(replace(twelve, findings=found))
    rows = made["findings"].main.rows
    assert [row[0] for row in rows] == ["Error", "Warning"]
    assert rows[0][1:4] == ("Costs", "A3", "soon")
    assert rows[0][4:] == ("“soon” is no date.", "Write it like 2026-03-31.")
    assert [row[1] for row in made["summary"].tables[1].rows] == [1, 1, 0]


def test_the_sheet_of_findings_ends_before_excel_does_and_says_so(twelve, monkeypatch):
    monkeypatch.setattr("xlplan.engine.result.findings.MOST", 2)
    found = tuple(finding("NOT_A_NUMBER", "S", f"D{row}", "x", column="Fit") for row in (1, 2, 3))
    sheet = sheets(replace(twelve, findings=found))["findings"]
    assert len(sheet.main.rows) == 2
    assert "3 errors" in sheet.headline
    assert "first 2 of them" in sheet.headline


def test_a_stage_is_shown_in_the_language_of_the_run_and_a_planners_text_as_it_is(twelve):
    words = {"id": "0022", "claimed": 4, "supported": 2, "gate": 2, "count": 1}
    found = (
        finding("STAGE_GAP", "客户", "I4", "growth", **words),
        finding("STAGE_TASK_OWN", "阶段任务", "C4", "growth", count=1),
    )
    rows = sheets(replace(twelve, findings=found), "zh")["findings"].main.rows
    assert [row[3] for row in rows] == ["成长期", "growth"]


# whatever the plan


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "book",
    [
        Portfolio(),
        plan(),
        plan(Opportunity("1", "1", 0.0)),
        plan(
            Opportunity("1", "1", 1e6),
            customers=(Customer("1", "N", sales_12m=0.0), Customer("2", "N")),
        ),
        plan(customers=(Customer("1", "N", sales_12m=-5.0, gross_margin=-0.5, dso_days=0.0),)),
    ],
    ids=["nothing", "one customer", "no amount", "no sales", "credit notes"],
)
def test_a_poor_plan_still_gives_sheets(book, lang):
    for sheet in result_tables(assess(book, Policy(), AS_OF), Texts(lang)):
        for table in sheet.tables:
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert table.rows or table.empty or not table.main


def test_what_is_missing_is_a_blank_cell_and_no_figure_is_nan(twelve):
    for sheet in sheets(builders.assessment(30)).values():
        for table in sheet.tables:
            for row in table.rows:
                assert not any(isinstance(v, float) and v != v for v in row)
                assert "" not in row


def test_tables_of_a_sheet_do_not_overlap(twelve):
    for sheet in sheets(builders.assessment(40)).values():
        taken = set()
        for table in sheet.tables:
            over = 1 if table.title or table.above else 0
            mine = {
                (row, col)
                for row in range(table.top - over, table.bottom + 1)
                for col in range(table.left, table.right + 1)
            }
            assert not taken & mine, sheet.key
            taken |= mine
