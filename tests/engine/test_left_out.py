"""An opportunity whose row gave no record is said to be unread wherever it would be taken for absent."""

import datetime as dt

import pytest
from rawbooks import book, read

from xlplan.core.issues import PlanError
from xlplan.engine.account.board import board_context
from xlplan.engine.answers.explain import explain
from xlplan.engine.answers.whatif import read_change
from xlplan.engine.documents import plan_context
from xlplan.engine.plan import evaluate
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts

AS_OF = dt.date(2026, 11, 30)
HEAD = ["Opportunity ID", "Customer ID", "Amount", "Status"]
DEALS = [
    HEAD,
    ["S06", "C1", None, None],
    ["S10", "C2", "约120万", "open"],
    ["S11", "C2", None, "lost"],
]


def found(lang, **sheets):
    return evaluate(book(**{"Customers": [["Customer ID", "Customer"], ["C1", "Ann"], ["C2", "Bo"]],
                            "Opportunities": DEALS, **sheets}), AS_OF, lang)  # fmt: skip


def plan(lang, key="C1", **sheets):
    at = found(lang, **sheets).assessment
    return plan_context(
        next(one for one in at.customers if one.customer.id == key), at, Texts(lang)
    )


def test_the_reader_keeps_whose_row_it_was_and_the_cell():
    out = read(Opportunities=DEALS).portfolio.left_out
    assert [(one.id, one.customer_id, one.row, one.cell, one.value, one.status) for one in out] == [
        ("S06", "C1", 2, "C2", "", None),
        ("S10", "C2", 3, "C3", "约120万", "open"),
        ("S11", "C2", 4, "C4", "", "lost"),
    ]


def test_a_row_that_names_its_customer_by_the_opportunity_is_its_too():
    chain = [["Opportunity ID", "Contact ID", "Attitude"], ["S06", "P1", "neutral"]]
    people = [["Contact ID", "Customer ID", "Name"], ["P1", "C1", "Ann"]]
    out = read(Opportunities=DEALS, Stakeholders=chain, Contacts=people).portfolio.left_out
    assert [one.customer_id for one in out if one.sheet == "stakeholders"] == ["C1"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "pportunity S06 was not read: Amount is empty"), ("zh", "商机 S06 未读取：Amount为空")],
)
def test_the_plan_says_so_in_place_of_nothing_open(lang, said):
    at = plan(lang)
    for text in (at.summary.headline, at.summary.why, at.deals.headline, at.position.headline,
                 at.chain.headline, at.cover.figures[2].note):  # fmt: skip
        assert said in text
    for closing in (
        at.deals.closing,
        at.chain.closing,
        at.position.closing,
        at.summary.next_letter,
    ):
        assert "C2" in closing.text
    assert [row.where for row in at.data.rows] == ["Opportunities!C2"]
    assert not any(step.code == "NOTHING_OPEN" for step in at.steps.rows)
    assert at.steps.rows[0].code == "DEAL_NOT_READ"


def test_a_text_that_is_no_amount_is_named_and_a_lost_one_is_not_missed():
    at = plan("zh", "C2")
    assert "商机 S10 未读取：Amount“约120万”无法使用" in at.deals.headline
    assert "S11" not in at.deals.headline


def test_beside_an_open_opportunity_the_unread_one_is_told_too():
    at = plan("en", Opportunities=[*DEALS, ["S12", "C1", 50_000.0, "open"]])
    assert "opportunity S06 was not read: Amount is empty" in at.deals.headline
    assert at.summary.headline.startswith("Grade D: S12")


def test_an_opportunity_that_is_there_twice_was_read():
    at = plan(
        "en", "C2", Opportunities=[HEAD, ["S1", "C2", 5e4, "open"], ["S1", "C2", 5e4, "open"]]
    )
    assert "not read" not in at.deals.headline + at.summary.headline
    assert "DEAL_NOT_READ" not in [step.code for step in at.steps.rows]


def test_the_board_and_the_explanation_say_so():
    at = found("en").assessment
    rows = {row.id: row.deal for row in board_context(at, Texts()).order.rows}
    assert rows["C1"] == "opportunity S06 was not read: Amount is empty"
    one = next(one for one in at.customers if one.customer.id == "C1")
    lines = explain(one, at, Texts()).splitlines()
    assert lines[2].endswith("stands at D; opportunity S06 was not read: Amount is empty.")


@pytest.mark.parametrize("place", ["S06.Amount", "C2"])
def test_a_what_if_on_such_a_row_says_why_there_is_none(place):
    at = found("en").assessment
    with pytest.raises(PlanError) as wrong:
        read_change(f"Opportunities!{place}=800000", at.portfolio, Texts())
    assert wrong.value.code == "CHANGE_LEFT_OUT"
    assert wrong.value.params["where"] == "Opportunities!C2"
    assert wrong.value.params["why"] == "Amount is empty"


def test_an_id_that_stands_twice_is_what_the_later_row_was_left_out_for():
    twice = [HEAD, ["S1", "C1", 9e4, None], ["S1", "C2", 8e4, None], ["S2", "C9", 8e4, None]]
    out = read(Opportunities=twice).portfolio.left_out
    assert [(one.id, one.customer_id, one.cell, one.value) for one in out] == [
        ("S1", "C2", "A3", "S1"),
        ("S2", "C9", "B4", "C9"),
    ]


def test_a_status_that_cannot_be_read_is_what_its_row_was_left_out_for():
    at = plan("en", Opportunities=[HEAD, ["S1", "C1", 9e4, "qqq"]])
    assert at.deals.headline == "Opportunity S1 was not read: Status “qqq” cannot be used."
    assert "D2" in at.deals.closing.text


NOBODYS = [HEAD, ["S1", "C8", 5e5, None], ["S2", "C9", 4e5, "open"], ["S3", "C1", 3e5, "won"]]


def test_a_row_that_names_its_customer_by_the_only_name_is_its():
    out = read(
        Customers=[["Customer ID", "Customer"], ["C1", "Ann"], ["C2", "Bo"], ["C3", "Bo"]],
        Opportunities=[HEAD, ["S1", "ANN", 5e5, None], ["S2", "Bo", 4e5, None]],
    ).portfolio.left_out
    assert [(one.customer_id, one.value) for one in out] == [("C1", "ANN"), ("Bo", "Bo")]


@pytest.mark.parametrize(
    ("lang", "summary", "sheet", "plain", "closing"),
    [
        (
            "en",
            "2 customers, but no open opportunity could be read; rows of Opportunities left out: 2.",
            "No open opportunity could be read; rows of Opportunities left out: 2.",
            "pportunities of no known customer, not read: 2.",
            "Correct Opportunities!B2 first",
        ),
        (
            "zh",
            "共 2 家客户，但没有能读取的进行中商机；“商机”表有 2 行未读取。",
            "没有能读取的进行中商机；“商机”表有 2 行未读取。",
            "有 2 个客户不明的商机未读取。",
            "请先更正 Opportunities!B2",
        ),
    ],
)
def test_opportunities_of_nobody_are_told_where_nothing_is_open(
    lang, summary, sheet, plain, closing
):
    at = found(lang, Opportunities=NOBODYS)
    results = {one.key: one for one in result_tables(at.assessment, Texts(lang))}
    assert results["summary"].headline == summary
    assert results["ranking"].headline == results["risk"].headline == sheet
    one = plan(lang, Opportunities=NOBODYS)
    for text in (one.summary.headline, one.deals.headline, one.data.headline):
        assert text.endswith(plain)
    assert not any(step.code == "NOTHING_OPEN" for step in one.steps.rows)
    assert closing in one.deals.closing.text


def test_beside_an_open_opportunity_those_of_nobody_are_not_told_in_plans():
    rows = [*NOBODYS, ["S4", "C1", 50_000.0, "open"]]
    at = plan("en", Opportunities=rows)
    assert "no known customer" not in at.summary.headline + at.deals.headline
    assert "no known customer" in plan("en", "C2", Opportunities=rows).summary.headline
    results = {
        one.key: one for one in result_tables(found("en", Opportunities=rows).assessment, Texts())
    }
    assert "left out" not in results["summary"].headline


def test_where_all_are_closed_nothing_is_missed():
    rows = [HEAD, ["S1", "C1", 5e5, "won"], ["S2", "C9", 5e5, "lost"]]
    at = plan("en", Opportunities=rows)
    assert at.deals.headline == "Nothing is open with this customer."
    assert any(step.code == "NOTHING_OPEN" for step in at.steps.rows)
