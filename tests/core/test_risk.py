"""The customer risk evaluation table: check figures of method 3.2, missing inputs, own tables."""

import pytest
from plans import AS_OF, assessed, check_plan

from xlplan.core import model
from xlplan.core.assess import assess
from xlplan.core.policy import Anchors, Factor, Policy


def risk(**more):
    return assessed(check_plan(**more)).opportunities[0].risk


def test_check_figures():
    found = risk()
    assert round(found.score.value, 3) == 28.241
    assert round(found.money.value, 2) == 29.35
    assert round(found.win.value, 2) == 26.35
    assert found.level == "low"
    assert found.score.completeness == 1.0
    assert (found.score.lo, found.score.hi) == (found.score.value, found.score.value)
    assert found.next_question is None


def test_without_funds_and_payment():
    found = risk(customer={"current_ratio": None, "late_days": None})
    assert round(found.score.value, 3) == 24.633
    assert found.score.completeness == pytest.approx(0.76)
    assert [round(found.score.lo, 3), round(found.score.hi, 3)] == [18.721, 42.721]
    assert found.next_question == "r03"  # weighs as much as r04 and stands first


def test_the_parts_are_the_score():
    found = risk(customer={"current_ratio": None})
    for score in (found.score, found.money, found.win):
        assert sum(part.contribution for part in score.parts) == pytest.approx(
            score.value, abs=1e-9
        )
    assert {p.name for p in found.money.parts} == {
        "r01",
        "r02",
        "r03",
        "r04",
        "r05",
        "r11",
        "r12",
        "r14",
    }


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [("credit_rating", "E", "r05"), ("fit", 39.0, "r09")],
)
def test_a_knock_out_makes_x(field, value, key):
    side = (
        {"customer": {field: value}}
        if field == "credit_rating"
        else {"opportunity": {field: value}}
    )
    found = assessed(check_plan(**side)).opportunities[0]
    assert found.risk.knock_outs == (key,)
    assert found.grade == "X"
    assert found.gates == (f"knock-out {key}",)
    assert risk(opportunity={"fit": 40.0}).knock_outs == ()


def test_levels_at_their_bounds():
    from xlplan.core.grading.risk import risk_level

    bounds = (30.0, 50.0, 70.0)
    assert [risk_level(x, bounds) for x in (0, 29.999, 30, 50, 69.9, 70, 100)] == [
        "low", "low", "medium", "high", "high", "severe", "severe",
    ]  # fmt: skip


def test_a_customer_without_open_opportunity_is_judged_by_its_own_factors():
    plan = check_plan(opportunity={"status": "won", "closed_on": AS_OF})
    found = next(one for one in assessed(plan).customers if one.customer.id == "c")
    assert found.lead is None
    assert found.grade == "D"
    assert {part.name for part in found.risk.score.parts} == {"r03", "r04", "r05", "r12"}
    # r03 46·12, r04 33.3·12, r05 20·8, r12 of the present share
    share = found.share
    r12 = max(0.0, (share - 0.1) / 0.1 * 50)
    assert found.risk.score.value == pytest.approx((46 * 12 + 100 / 3 * 12 + 20 * 8 + r12 * 5) / 37)
    assert found.risk.score.completeness == 1.0


def test_the_customers_risk_is_that_of_the_largest_p_amount():
    big = model.Opportunity("big", "c", 900_000.0, selling_step=1, fit=50.0)
    plan = check_plan()
    plan = check_plan(opportunities=(*plan.opportunities, big))
    found = next(one for one in assessed(plan).customers if one.customer.id == "c")
    weights = {one.opportunity.id: one.p * one.opportunity.amount for one in found.opportunities}
    assert found.lead.opportunity.id == max(weights, key=weights.get)
    assert found.risk == found.lead.risk


def test_a_factor_table_of_ones_own():
    factors = (
        Factor("wallet", "wallet", 60, "customer.wallet", "0=100; 1000000=0"),
        Factor("possible", "possible", 40, "opportunity.feasible", "yes=0; no=80", "=no"),
    )
    plan = check_plan(customer={"wallet": 250_000.0}, opportunity={"feasible": True})
    found = assess(plan, Policy(factors=factors), AS_OF).opportunities[0].risk
    assert found.score.value == pytest.approx(0.6 * 75)
    assert found.money.value is None


@pytest.mark.parametrize(
    ("x", "points"),
    [(-5, 0.0), (0, 0.0), (7.5, 12.5), (15, 25.0), (45, 65.0), (90, 100.0), (400, 100.0)],
)
def test_anchors_are_linear_between_and_flat_outside(x, points):
    assert Anchors.parse("0=0; 15=25; 30=50; 60=80; 90=100").points(x) == pytest.approx(points)


@pytest.mark.parametrize("text", ["", "1", "a=b", "1=5; b=6", "1=101", "1=2=3", "1=0; 1=5"])
def test_anchors_that_make_no_sense(text):
    with pytest.raises(ValueError):
        Anchors.parse(text)
