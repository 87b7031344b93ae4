"""What would move the grade: each flip is recomputed on the changed plan (method 3.6)."""

import datetime as dt

import pytest
from benchmarks_plan import generated
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import ahead, assessed, check_chain, check_plan

from xlplan.core import model
from xlplan.core.grading.ranking import ORDER
from xlplan.core.issues import PlanError
from xlplan.core.moves.flip import Flipper, flips
from xlplan.core.moves.turning import NEAR, nearest
from xlplan.core.moves.whatif import Change, apply
from xlplan.core.people.chain import ATTITUDES, COACHES


def found(plan, direction="better", **policy):
    rows = flips(assessed(plan, **policy), plan.opportunities[0].id)
    return {(one.key, one.field): one for one in rows if one.direction == direction}


def graded(plan, change, id_, **policy):
    after = assessed(apply(plan, [change]), **policy)
    return next(one for one in after.opportunities if one.opportunity.id == id_)


@pytest.mark.parametrize("point", [0.0, 100.0])
def test_a_number_on_the_very_bound_turns_with_the_slightest_change(point):
    asked = []

    def probe(value):
        asked.append(value)
        assert len(asked) < 500
        return value != 40.0, (value,)

    turned = nearest(probe, 40.0, 40.0, point, ((40.0,),))
    assert 0.0 < abs(turned - 40.0) <= NEAR * 60.0
    assert (turned > 40.0) == (point > 40.0)


def test_a_fit_on_its_limit_is_told_one_step_below():
    """A fit below 40 rules out (r09): 39 is the next number that a planner would write."""
    fit = found(check_plan({"fit": 40.0}), "worse")["o", "fit"]
    assert (fit.old, fit.shown, fit.to_grade) == (40.0, 39.0, "X")


def test_the_check_of_the_method():
    better = found(check_plan())
    # p .70 at the stage's .45 needs a PSE of 50 + 25·(logit .70 − logit .45) = 76.1992, that is
    # 1.830 more; of the gap, 15 % · half a point each: 24.40 points; rounded up 10 → 35
    gap = better["o", "gap"]
    assert (gap.sheet, gap.old, gap.from_grade, gap.to_grade) == ("competitors", 10.0, "B", "A")
    assert gap.new == pytest.approx(34.4036, abs=1e-3)
    assert graded(check_plan(), gap.change, "o").pse.value == pytest.approx(76.1992, abs=1e-3)
    assert gap.shown == 35.0
    assert graded(check_plan(), gap._replace(new=35.0).change, "o").grade == "A"
    assert graded(check_plan(), gap._replace(new=34.0).change, "o").grade == "B"
    close = better["o", "expected_close"]
    assert (close.new, close.to_grade) == (ahead(30), "A")
    assert close.change_share == pytest.approx(45 / 180)


def test_fit_by_hand():
    # 1.830 points of PSE at 15 of 100: 12.20 points of fit
    fit = found(check_plan())["o", "fit"]
    assert fit.new == pytest.approx(92.2018, abs=1e-3)
    assert fit.change_share == pytest.approx(0.122018, abs=1e-5)


def test_the_cheapest_stands_first_and_the_better_before_the_worse():
    rows = flips(assessed(check_plan()), "o")
    assert [one.direction for one in rows] == sorted(one.direction for one in rows)
    for way in ("better", "worse"):
        shares = [one.change_share for one in rows if one.direction == way]
        assert shares == sorted(shares)


def test_what_would_drop_it():
    worse = found(check_plan(), "worse")
    assert worse["o", "expected_close"].new == ahead(91)
    assert (worse["c", "credit_rating"].new, worse["c", "credit_rating"].to_grade) == ("E", "X")
    assert worse["o", "fit"].new == pytest.approx(40.0, abs=1e-3)
    assert worse["o", "fit"].shown == 39.0  # at 40 itself nothing is knocked out
    assert not worse["c", "credit_rating"].ours


def test_what_the_customer_decides_is_not_in_our_hands():
    """When it buys, what it has budgeted, how late and after how many days it pays."""
    both = {**found(check_plan(), "worse"), **found(check_plan())}
    theirs = {("o", "expected_close"), ("o", "budget_status"), ("c", "late_days")}
    assert [one for one in theirs & both.keys() if both[one].ours] == []
    assert ("o", "expected_close") in both
    assert both["o", "fit"].ours


def test_a_missing_node_done():
    nodes = (
        model.Milestone("o", 1, "real", False),
        model.Milestone("o", 2, "list", True),
        model.Milestone("o", 3, "own", False),
    )
    plan = check_plan(milestones=nodes)
    better, worse = found(plan), found(plan, "worse")
    assert better["o/1/real", "done"].to_grade == "B"
    assert ("o/2/list", "done") in worse
    assert not {("o/3/own", "done")} & (better.keys() | worse.keys())


def test_the_own_probability_only_when_it_ranks():
    plan = check_plan(opportunity={"probability": 0.6})
    assert ("o", "probability") not in found(plan)
    own = found(plan, win__use_manual=True)["o", "probability"]
    assert (own.new, own.shown) == (pytest.approx(0.7), 0.7)


def test_a_closed_gate_opens():
    plan = check_plan(opportunity={"feasible": False})
    better = found(plan)
    assert [(key, one.new, one.to_grade) for key, one in better.items()] == [
        (("o", "feasible"), True, "B")
    ]


def test_an_overdue_close_with_two_slips():
    plan = check_plan(opportunity={"expected_close": ahead(-3), "slips": 2, "fit": 100.0})
    better = found(plan)
    assert better["o", "expected_close"].new == ahead(0)
    assert better["o", "slips"].new == 1
    assert not better["o", "slips"].ours


def test_what_is_not_known_has_nothing_to_be_changed_from():
    plan = check_plan(
        opportunity={"fit": None, "expected_close": None},
        competitors=(),
        chain=check_chain(d={"attitude": None}),
    )
    fields = {(one.key, one.field) for one in flips(assessed(plan), "o")}
    assert not fields & {("o", "fit"), ("o", "expected_close"), ("o", "gap"), ("o/d", "attitude")}


def test_the_best_grade_has_nothing_better():
    plan = check_plan(opportunity={"expected_close": ahead(10)})
    assert found(plan) == {}


def test_only_open_opportunities_have_flips():
    with pytest.raises(PlanError) as wrong:
        flips(assessed(check_plan(opportunity={"status": "won"})), "o")
    assert wrong.value.code == "UNKNOWN_OPPORTUNITY"


def test_the_plan_and_the_flipper_stay_as_they_are():
    at = assessed(generated(3))
    flipper = Flipper(at)
    ids = [one.opportunity.id for one in at.opportunities]
    first = [flipper.flips(id_) for id_ in ids]
    assert [flipper.flips(id_) for id_ in reversed(ids)] == first[::-1]
    assert [flips(at, id_) for id_ in ids] == first


def less(one):
    """The change one step, or one per cent, smaller; None when nothing is left of it."""
    if one.unit == "date":
        step = dt.timedelta(days=1 if one.new < one.old else -1)
        return one.new + step
    if one.unit == "word":
        words = {"attitude": ATTITUDES, "coach": COACHES, "credit_rating": tuple("ABCDE"),
                 "budget_status": ("funded", "approved", "planned", "none")}[one.field]  # fmt: skip
        old, new = words.index(one.old), words.index(one.new)
        return words[new - 1 if new > old else new + 1]
    if one.unit in ("step", "count"):
        return one.new - 1 if one.new > one.old else one.new + 1
    if one.unit == "flag":
        return one.old
    return one.old + 0.99 * (one.new - one.old)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 30))
def test_applying_a_flip_reaches_its_grade_and_less_does_not(seed, place):
    plan = generated(3, seed)
    at = assessed(plan)
    deal = at.opportunities[place % len(at.opportunities)]
    for one in flips(at, deal.opportunity.id):
        assert one.from_grade == deal.grade
        after = graded(plan, one.change, deal.opportunity.id)
        assert after.grade == one.to_grade
        better = ORDER[after.grade] < ORDER[deal.grade]
        assert one.direction == ("better" if better else "worse")
        assert after.grade != deal.grade
        assert (
            graded(plan, one._replace(new=one.shown).change, deal.opportunity.id).grade
            == one.to_grade
        )
        smaller = Change(one.sheet, one.key, one.field, less(one))
        still = graded(plan, smaller, deal.opportunity.id).grade
        reached = ORDER[still] < ORDER[deal.grade] if better else ORDER[still] > ORDER[deal.grade]
        assert not reached, one


def test_many_kinds_of_inputs_can_move_a_grade():
    at = assessed(generated(25))
    flipper = Flipper(at)
    fields = {one.field for deal in at.opportunities for one in flipper.flips(deal.opportunity.id)}
    assert {
        "attitude", "coverage", "gap", "fit", "expected_close", "selling_step", "purchase_step",
        "credit_rating", "budget_status", "late_days", "amount", "done",
    } <= fields  # fmt: skip
