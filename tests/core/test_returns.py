"""Cost and return: the check figures of method 5.1, and what is missing."""

import pytest
from plans import AS_OF, ago, ahead, assessed, check_plan

from xlplan.core import model

BIG = {
    "sales_12m": 70e6, "gross_margin": 0.06, "dso_days": 180.0, "relationship_cost": 0.6e6,
    "credit_rating": "C", "retention": 0.9,
}  # fmt: skip


def money(policy=None, deals=(), **customer):
    plan = model.Portfolio(
        customers=(model.Customer("c", "C", **BIG | customer),), opportunities=tuple(deals)
    )
    return assessed(plan, **policy or {}).customers[0].economics


def test_check_figures():
    found = money()
    assert round(found.receivables) == 34_520_548
    assert round(found.carry) == 2_761_644
    assert round(found.bad_debt) == 345_205
    assert round(found.net_year) == 493_151
    assert round(100 * found.price_floor_cut, 3) == 0.705
    assert round(found.cost_ratio, 4) == 0.8826
    assert found.verdict == "watch"
    assert round(found.dso_break_even, 1) == 208.6
    assert found.missing == ()


def test_after_a_price_cut_of_two_percent():
    # the cut takes 2 % of sales from the margin; receivables stay
    assert round(money(gross_margin=0.04).net_year) == -906_849


def test_a_luxury_and_a_loss():
    assert money(relationship_cost=1.2e6).verdict == "luxury"
    assert money(gross_margin=-0.01).verdict == "loss"
    assert money(dso_days=30.0).verdict == "sound"


def test_present_value_by_hand():
    deal = model.Opportunity(
        "o",
        "c",
        1e6,
        gross_margin=0.3,
        selling_step=4,
        remaining_cost=50_000.0,
        expected_close=ahead(365),
    )
    found = money(deals=[deal])
    base = sum(0.9 ** (t - 1) * found.net_year / 1.1**t for t in range(1, 6))
    assert found.npv_base == pytest.approx(base)
    assert found.npv_open == pytest.approx(0.6 * (300_000 - 50_000) / 1.1)
    assert found.npv == pytest.approx(found.npv_base + found.npv_open)
    assert money(policy={"one_off": 100_000.0}).npv == pytest.approx(base - 100_000)


def test_retention_from_risk_when_blank():
    plan = check_plan()
    one = next(c for c in assessed(plan).customers if c.customer.id == "c")
    assert one.economics.retention == pytest.approx(0.95 - 0.35 * one.risk.score.value / 100)


@pytest.mark.parametrize(
    ("field", "absent"),
    [
        ("dso_days", ("receivables", "carry", "bad_debt", "net_year", "npv", "cost_ratio")),
        ("gross_margin", ("gross", "net_year", "npv", "cost_ratio", "dso_break_even")),
        ("relationship_cost", ("net_year", "npv", "cost_ratio", "dso_break_even")),
        ("sales_12m", ("receivables", "gross", "net_year", "npv")),
    ],
)
def test_missing_is_missing_not_zero(field, absent):
    found = money(**{field: None})
    assert field in found.missing
    assert [getattr(found, name) for name in absent] == [None] * len(absent)


def test_a_prospect_that_buys_nothing_yet_needs_no_dso():
    found = money(sales_12m=0.0, dso_days=None, gross_margin=None)
    assert (found.receivables, found.net_year, found.cost_ratio) == (0.0, -600_000.0, None)
    assert found.missing == ()


def ledger_plan(**customer):
    invoices = (
        model.Invoice("1", "c", ago(364), 1000.0, ago(334), ago(324)),  # 10 late
        model.Invoice("2", "c", ago(100), 3000.0, ago(70), ago(80)),  # early
        model.Invoice("3", "c", ago(40), 2000.0, ago(20), None, 500.0),  # 1500 open, 20 late
        model.Invoice("4", "c", ago(700), 9000.0, ago(670), ago(670)),  # the year before
        model.Invoice("5", "c", ahead(1), 7777.0),  # not yet
    )
    costs = (model.Cost(ago(10), "c", 250.0), model.Cost(ago(365), "c", 999.0))
    touches = (model.Activity(ago(5), "c", hours=2.0), model.Activity(ahead(5), "c", hours=50.0))
    return model.Portfolio(
        customers=(model.Customer("c", "C", **customer), model.Customer("none", "N")),
        invoices=invoices, costs=costs, activities=touches,
    )  # fmt: skip


def test_facts_from_the_detail_sheets():
    facts = {one.customer.id: one.facts for one in assessed(ledger_plan()).customers}["c"]
    assert (facts.sales, facts.sales_prior) == (6000.0, 9000.0)
    assert facts.dso_days == pytest.approx(1500 / 6000 * 365)
    assert facts.late_days == pytest.approx((10 + 0 + 20) / 3)
    assert facts.relationship_cost == pytest.approx(250 + 2 * 60)
    assert facts.sources == {
        "sales_12m": "invoices", "sales_prior_12m": "invoices", "dso_days": "invoices",
        "late_days": "invoices", "relationship_cost": "costs",
    }  # fmt: skip


def test_a_typed_figure_beats_the_detail_and_says_so():
    found = assessed(ledger_plan(sales_12m=5000.0, relationship_cost=1.0))
    facts = {one.customer.id: one.facts for one in found.customers}["c"]
    assert (facts.sales, facts.relationship_cost) == (5000.0, 1.0)
    assert facts.sources["sales_12m"] == "typed"


def test_a_customer_without_invoices_in_a_plan_with_invoices_sold_nothing():
    facts = {one.customer.id: one.facts for one in assessed(ledger_plan()).customers}["none"]
    assert (facts.sales, facts.dso_days, facts.late_days) == (0.0, None, None)


def test_invoices_that_say_nothing_of_payment_leave_it_unknown():
    invoices = tuple(model.Invoice(str(n), "c", ago(30 * n), 100.0) for n in range(5))
    plan = model.Portfolio(customers=(model.Customer("c", "C"),), invoices=invoices)
    facts = assessed(plan).customers[0].facts
    assert (facts.sales, facts.dso_days, facts.late_days) == (500.0, None, None)
    assert AS_OF


def test_open_opportunities_without_any_margin_are_not_worth_nothing():
    deal = model.Opportunity("o", "c", 1e6, selling_step=4)
    found = money(deals=[deal], sales_12m=0.0, gross_margin=None)
    assert (found.net_year, found.npv_open, found.npv) == (-600_000.0, None, None)
    assert "opportunity.gross_margin" in found.missing
    assert money(sales_12m=0.0, gross_margin=None).npv_open == 0.0


def test_more_returned_than_sold_has_no_price_floor():
    found = money(sales_12m=-5_000.0)
    assert (found.price_floor_cut, found.dso_break_even, found.cost_ratio) == (None, None, None)
