"""What-if: changes applied to a plan, and what moved, split by part."""

import datetime as dt

import pytest
from benchmarks_plan import generated
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import ahead, assessed, check_plan

from xlplan.core import model
from xlplan.core.issues import PlanError
from xlplan.core.moves.whatif import Change, apply, compare
from xlplan.core.people.chain import ATTITUDES


def changed(plan, *changes):
    return compare(assessed(plan), assessed(apply(plan, [Change(*one) for one in changes])))


def test_the_plan_given_stays_as_it_is():
    plan = check_plan()
    other = apply(
        plan, [Change("opportunities", "o", "fit", 85.0), Change("opportunities", "o", "slips", 1)]
    )
    assert (
        plan.opportunities[0].fit,
        other.opportunities[0].fit,
        other.opportunities[0].slips,
    ) == (80.0, 85.0, 1)
    assert apply(plan, []) == plan


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (Change("customers", "c", "late_days", 0.0), lambda plan: plan.customers[0].late_days),
        (
            Change("stakeholders", "o/g", "attitude", "champion"),
            lambda plan: plan.stakeholders[1].attitude,
        ),
        (Change("competitors", "o/us", "price", 70.0), lambda plan: plan.competitors[0].price),
        (Change("competitors", "o/Rival", "brand", None), lambda plan: plan.competitors[1].brand),
        (Change("milestones", "o/2/list", "done", True), lambda plan: plan.milestones[1].done),
        (Change("milestones", "o/1", "done", True), lambda plan: plan.milestones[0].done),
        (
            Change("opportunities", "#7", "expected_close", dt.date(2027, 1, 1)),
            lambda plan: plan.opportunities[0].expected_close,
        ),
    ],
)
def test_every_row_can_be_named(change, read):
    nodes = (
        model.Milestone("o", 1, "real", False),
        model.Milestone("o", 2, "list", False),
        model.Milestone("o", 2, "chart", False),
    )
    assert (
        read(apply(check_plan(opportunity={"row": 7}, milestones=nodes), [change])) == change.value
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("sheep", "o", "fit", 1.0), "UNKNOWN_SHEET_KEY"),
        (Change("opportunities", "q", "fit", 1.0), "NO_SUCH_RECORD"),
        (Change("opportunities", "#99", "fit", 1.0), "NO_SUCH_RECORD"),
        (Change("opportunities", "o", "fitness", 1.0), "UNKNOWN_FIELD"),
        (Change("opportunities", "o", "customer_id", "x"), "UNKNOWN_FIELD"),
        (Change("opportunities", "o", "row", 3), "UNKNOWN_FIELD"),
        (Change("stakeholders", "o", "attitude", "champion"), "SEVERAL_RECORDS"),
        (Change("competitors", "x", "gap", 5.0), "NO_SUCH_RECORD"),
    ],
)
def test_wrong_use_says_so(change, code):
    with pytest.raises(PlanError) as wrong:
        apply(check_plan(), [change])
    assert wrong.value.code == code


def test_the_gap_can_be_set_as_a_whole():
    plan = apply(check_plan(), [Change("competitors", "o", "gap", 35.0)])
    assert assessed(plan).opportunities[0].gap == pytest.approx(35.0)


def test_a_better_fit_moves_risk_pse_and_likelihood_and_says_by_how_much():
    (deal,) = changed(check_plan(), ("opportunities", "o", "fit", 90.0)).deals
    moved = {one.name: one for one in deal.scores}
    assert set(moved) == {"risk", "risk_win", "pse", "p"}
    # risk: 8 of 100 · −10 points; PSE: 15 of 100 · 10 points
    assert moved["risk"].change == pytest.approx(-0.8)
    assert moved["risk"].parts == (("r09", 80.0, 90.0, pytest.approx(-0.8)),)
    assert moved["pse"].change == pytest.approx(1.5)
    assert [part.name for part in moved["p"].parts] == ["pse"]
    assert deal.grade == ("B", "B")


def test_what_is_known_anew_shifts_the_share_of_all_parts_and_still_sums():
    plan = check_plan(customer={"late_days": None})
    (deal,) = changed(plan, ("customers", "c", "late_days", 90.0)).deals
    risk = next(one for one in deal.scores if one.name == "risk")
    assert len(risk.parts) == 13  # all but the verified coach, who adds nothing before or after
    assert sum(part.change for part in risk.parts) == pytest.approx(risk.change, abs=1e-9)


def test_a_closed_deal_leaves_and_nothing_else_moves_silently():
    found = changed(check_plan(), ("opportunities", "o", "status", "lost"))
    assert (found.removed, found.added, found.deals) == (("o",), (), ())
    back = compare(assessed(check_plan(opportunity={"status": "lost"})), assessed(check_plan()))
    assert back.added == ("o",)


def test_no_change_moves_nothing():
    found = changed(check_plan())
    assert (found.customers, found.deals, found.reranked) == ((), (), 0)


def test_an_earlier_close_moves_grade_and_customer():
    found = changed(check_plan(), ("opportunities", "o", "expected_close", ahead(30)))
    assert found.deals[0].grade == ("B", "A")
    assert found.customers[0].grade == ("B", "A")


PLAN = generated(6)
BEFORE = assessed(PLAN)
DEALS = [one.opportunity.id for one in BEFORE.opportunities]
NUMBERS = st.floats(0.0, 100.0)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_parts_of_every_change_sum_to_it(data):
    deal = data.draw(st.sampled_from(DEALS))
    person = next(one for one in PLAN.stakeholders if one.opportunity_id == deal).contact_id
    fields = st.one_of(
        st.tuples(
            st.just("opportunities"),
            st.just(deal),
            st.sampled_from(("fit", "payment_terms")),
            NUMBERS,
        ),
        st.tuples(
            st.just("opportunities"), st.just(deal), st.just("selling_step"), st.integers(1, 6)
        ),
        st.tuples(st.just("opportunities"), st.just(deal), st.just("amount"), st.floats(1.0, 1e7)),
        st.tuples(
            st.just("stakeholders"),
            st.just(f"{deal}/{person}"),
            st.just("attitude"),
            st.sampled_from((*ATTITUDES, None)),
        ),
        st.tuples(
            st.just("customers"),
            st.just(deal.partition("-")[0]),
            st.just("late_days"),
            st.one_of(NUMBERS, st.none()),
        ),
    )
    for change in changed(PLAN, *data.draw(st.lists(fields, min_size=1, max_size=3))).deals:
        for one in change.scores:
            if one.change is not None:
                assert sum(part.change for part in one.parts) == pytest.approx(one.change, abs=1e-9)
                assert one.after - one.before == one.change
