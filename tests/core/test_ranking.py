"""ABCD: the matrix of method 3.5, its gates, its order, and that it never rewards what is worse."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import ahead, assessed, check_plan

from xlplan.core import model
from xlplan.core.assessment import Risk
from xlplan.core.grading.ranking import ORDER, GradePolicy, grade
from xlplan.core.policy import Policy
from xlplan.core.scores import Score, Weighed

POLICY = GradePolicy.of(Policy())
DEAL = model.Opportunity("o", "c", 1e6)


def made_risk(value, money=None, completeness=1.0):
    parts = ("known", "unknown"), (completeness, 1.0 - completeness), (money, None), (money, None)
    return Risk(Score(value, value, value, 1.0, Weighed(*parts)), None, (), ((0, 1), ()))


def letter(days, p, risk=20.0, money=None, deal=DEAL, policy=POLICY, completeness=1.0):
    return grade(deal, days, p, made_risk(risk, money, completeness), policy).grade


def test_the_check_of_the_method():
    found = assessed(check_plan()).opportunities[0]
    assert (found.days_to_close, found.grade_likelihood, found.grade_risk, found.grade) == (
        75,
        "B",
        "A",
        "B",
    )


def test_the_whole_matrix():
    rows = {30: "AABC", 90: "ABCD", 180: "BCCD", 181: "CDDD"}
    for days, row in rows.items():
        assert "".join(letter(days, p) for p in (0.7, 0.5, 0.2, 0.199)) == row
        by_risk = GradePolicy.of(Policy({"abcd.basis": "risk"}))
        found = [letter(days, 0.0, risk, policy=by_risk) for risk in (29.9, 30, 50, 70)]
        assert "".join(found) == row


def test_bands_end_where_they_say():
    assert [letter(days, 0.7) for days in (0, 30, 31, 90, 91, 180, 181)] == list("AAAABBC")


def test_no_close_date_is_the_last_band_and_overdue_is_today():
    assert letter(None, 0.9) == "C"
    assert letter(-400, 0.9) == "A"


def test_overdue_with_two_slips_costs_a_letter():
    twice = model.Opportunity("o", "c", 1e6, slips=2)
    assert letter(-1, 0.9, deal=twice) == "B"
    assert letter(10, 0.9, deal=twice) == "A"
    assert letter(-1, 0.9, deal=model.Opportunity("o", "c", 1e6, slips=1)) == "A"


def test_money_risk_costs_letters_but_not_below_d():
    assert [letter(10, 0.9, money=m) for m in (49.9, 50, 69.9)] == ["A", "B", "B"]
    assert letter(400, 0.1, money=60) == "D"
    assert letter(10, 0.9, money=70) == "X"


def test_money_risk_needs_evidence():
    # only r14 (2 of 57) known: every deal at the threshold would be ruled out
    thin = model.Opportunity("o", "c", 50_000.0, selling_step=5, expected_close=ahead(10))
    found = assessed(model.Portfolio(customers=(model.Customer("c", "C"),), opportunities=(thin,)))
    one = found.opportunities[0]
    assert one.risk.money.value == 100.0
    assert one.grade == "A"


def test_gates_say_which():
    sized = GradePolicy.of(Policy({"gate.size": 1.0, "funnel.threshold": 2e6}))
    deal = model.Opportunity("o", "c", 1e6, feasible=False)
    found = grade(deal, 10, 0.9, made_risk(80, 90), sized)
    assert found.gates == ("money risk", "size", "not feasible")
    assert (found.grade, found.likelihood) == ("X", "A")


@given(
    st.tuples(st.integers(0, 400), st.integers(0, 400)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.tuples(st.floats(0, 100), st.floats(0, 100)),
    st.tuples(st.floats(0, 100), st.floats(0, 100)),
    st.sampled_from(["likelihood", "risk", "both"]),
)
def test_never_better_when_time_lengthens_p_falls_or_risk_rises(days, p, risk, money, basis):
    policy = GradePolicy.of(Policy({"abcd.basis": basis}))
    (d0, d1), (p1, p0), (r0, r1), (m0, m1) = (sorted(pair) for pair in (days, p, risk, money))
    best = ORDER[letter(d0, p0, r0, m0, policy=policy)]
    worse = itertools.product((d0, d1), (p0, p1), (r0, r1), (m0, m1))
    assert all(ORDER[letter(*one, policy=policy)] >= best for one in worse)


def test_order_is_grade_then_return_per_hour_then_amount_then_id():
    def one(id_, days, amount, hours=1.0, margin=0.2):
        return model.Opportunity(
            id_,
            "c",
            amount,
            gross_margin=margin,
            selling_step=5,
            expected_close=ahead(days),
            remaining_hours=hours,
        )

    deals = (
        one("late", 400, 9e6), one("slow", 10, 1e6, 100.0), one("fast", 10, 1e6, 10.0),
        one("b", 20, 1e6, 50.0), one("a", 20, 1e6, 50.0), one("nomargin", 10, 9e6, 1.0, None),
    )  # fmt: skip
    plan = model.Portfolio(customers=(model.Customer("c", "C"),), opportunities=deals)
    found = assessed(plan)
    assert [x.opportunity.id for x in found.opportunities] == [
        "fast",
        "a",
        "b",
        "slow",
        "nomargin",
        "late",
    ]
    assert [x.priority for x in found.opportunities] == [1, 2, 3, 4, 5, 6]


def test_return_per_hour_by_hand():
    found = assessed(
        check_plan(opportunity={"remaining_hours": 40.0, "remaining_cost": 10_000.0})
    ).opportunities[0]
    assert found.expected_return == pytest.approx(found.p * 300_000 * 0.2 - 10_000)
    assert found.return_per_hour == pytest.approx(found.expected_return / 40)


def test_hours_that_nobody_estimated_are_not_one_hour():
    """Clearing the cell takes the place among those whose return per hour is known."""

    def one(id_, hours, close=10):
        return model.Opportunity(id_, "c", 1e6, gross_margin=0.2, selling_step=5,
                                 expected_close=ahead(close), remaining_hours=hours)  # fmt: skip

    deals = (one("blank", None), one("long", 400.0), one("none left", 0.0), one("later", 1.0, 400))
    found = assessed(
        model.Portfolio(customers=(model.Customer("c", "C"),), opportunities=deals)
    ).opportunities
    assert [x.opportunity.id for x in found] == ["none left", "long", "blank", "later"]
    gain = found[2].expected_return
    assert gain == found[1].expected_return > 0.0
    assert [x.return_per_hour for x in found[:3]] == [gain, gain / 400.0, None]


def test_a_customers_grade_is_its_best_open_opportunity():
    far = model.Opportunity("far", "c", 1e6, selling_step=1, expected_close=ahead(300))
    plan = check_plan()
    found = assessed(check_plan(opportunities=(*plan.opportunities, far)))
    by_id = {one.customer.id: one for one in found.customers}
    assert (by_id["c"].grade, by_id["c"].priority) == ("B", 1)
    assert (by_id["rest"].grade, by_id["rest"].priority) == ("D", 2)


def test_row_order_does_not_matter():
    from benchmarks_plan import generated

    plan = generated(12)
    turned = model.Portfolio(
        **{
            name: tuple(reversed(getattr(plan, name)))
            for name in (
                "customers",
                "contacts",
                "opportunities",
                "stakeholders",
                "competitors",
                "milestones",
                "activities",
                "invoices",
            )
        }
    )
    one, other = assessed(plan), assessed(turned)
    assert [c.customer.id for c in one.customers] == [c.customer.id for c in other.customers]
    assert [(d.opportunity.id, d.grade) for d in one.opportunities] == [
        (d.opportunity.id, d.grade) for d in other.opportunities
    ]
    for a, b in zip(one.opportunities, other.opportunities, strict=True):
        assert a.p == pytest.approx(b.p, abs=1e-12)
        assert a.risk.score.value == pytest.approx(b.risk.score.value, abs=1e-9)
