"""Objectives with computed actual values, and the slips of a close plan (method 10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import AS_OF, ago, ahead

from xlplan.core import model
from xlplan.core.care.objectives import Figures, down_words, objective_states, progress
from xlplan.core.policy import Policy
from xlplan.core.process.close_plan import close_plan

FIGURES = Figures(5e6, 9e5, 0.18, 0.4, 28.0, 45.0, "B", 72.0)
WORDS = down_words(Policy())


def state(measure, target, actions=(), name="x", **fields):
    one = model.Objective("z", "c", name, measure, target, **fields)
    return objective_states([one], actions, FIGURES, AS_OF, WORDS)[0]


@pytest.mark.parametrize(
    ("measure", "target", "actual", "done", "reached"),
    [
        ("sales", 6e6, 5e6, 5 / 6, False),
        ("sales", 4e6, 5e6, 1.25, True),
        ("margin", 0.06, 0.18, 3.0, True),  # at most 1: the rate
        ("margin", 1_000_000.0, 9e5, 0.9, False),  # money
        ("wallet share", 0.5, 0.4, 0.8, False),
        ("wallet share", 50.0, 0.4, 0.8, False),  # a percentage
        ("DMI", 45.0, 28.0, 28 / 45, False),  # from neutral
        ("risk", 40.0, 45.0, None, False),  # from where, nobody knows
        ("risk", 50.0, 45.0, 1.0, True),
        ("grade", 1.0, 2.0, None, False),
        ("grade", 2.0, 2.0, 1.0, True),
        ("satisfaction", 80.0, 72.0, 0.9, False),
    ],
)
def test_actual_values_are_computed(measure, target, actual, done, reached):
    found = state(measure, target)
    assert found.actual == actual
    assert found.progress == (done if done is None else pytest.approx(done))
    assert (found.state == "reached") is reached


def test_a_typed_actual_counts_only_for_own():
    assert state("sales", 6e6, actual=9e9).actual == 5e6
    assert state("own", 4.0, actual=2.0).progress == 0.5
    assert state(None, 4.0, actual=4.0).state == "reached"


@pytest.mark.parametrize(
    "name",
    ["Bring payment down to 120 days", "Fewer complaints", "回款天数降到120天", "Below 120."],
)
def test_an_own_objective_of_lowering(name):
    found = state("own", 120.0, name=name, actual=180.0)
    assert (found.downwards, found.state) == (True, "not reached")
    assert (found.progress, found.remaining) == (None, 60.0)
    assert state("own", 120.0, name=name, actual=110.0).state == "reached"


def test_nothing_left_is_a_lowering_and_a_word_inside_a_word_is_none():
    found = state("own", 0.0, name="Nothing owed after June", actual=730_000.0)
    assert (found.state, found.progress, found.remaining) == ("not reached", None, 730_000.0)
    assert state("own", 5.0, name="Downtown branches", actual=6.0).state == "reached"


def test_late_behind_and_on_track():
    assert state("sales", 6e6, due=ago(1)).state == "late"
    assert state("sales", 6e6, due=ago(1)).days_left == -1
    assert state("sales", 4e6, due=ago(1)).state == "reached"
    assert state("sales", 6e6, due=AS_OF).state == "on track"
    slipped = model.Action("a", "c", "z", due=ago(1))
    assert state("sales", 6e6, [slipped], due=ahead(9)).state == "behind"
    done = model.Action("a", "c", "z", due=ago(1), status="done")
    other = model.Action("a", "c", "another", due=ago(1))
    assert state("sales", 6e6, [done, other], due=ahead(9)).state == "on track"


def test_where_nothing_has_moved_nothing_is_on_track():
    """0 of 6 m and a risk of which nobody knows where it started: an action done tells of a start."""
    still = FIGURES._replace(sales=0.0, risk=47.8)
    done = model.Action("a", "c", "z", status="done")
    for measure, target in (("sales", 6e6), ("risk", 40.0)):
        one = model.Objective("z", "c", "x", measure, target, due=ahead(9))
        assert objective_states([one], (), still, AS_OF, WORDS)[0].state == "not reached"
        assert objective_states([one], [done], still, AS_OF, WORDS)[0].state == "on track"
        late = model.Objective("z", "c", "x", measure, target, due=ago(1))
        assert objective_states([late], [done], still, AS_OF, WORDS)[0].state == "late"


def test_an_attitude_that_has_not_moved_is_no_progress():
    """0 of 45 on a scale from −100 looked like 69 %, 5.4 of 40 like 75 %."""
    for dmi, target, done, left in ((0.0, 45.0, 0.0, 45.0), (5.4, 40.0, 0.135, 34.6),
                                    (-30.0, 40.0, 0.0, 70.0), (-30.0, -10.0, None, 20.0),
                                    (41.0, 40.0, 1.025, 0.0)):  # fmt: skip
        one = model.Objective("z", "c", "x", "DMI", target)
        found = objective_states([one], (), FIGURES._replace(dmi=dmi), AS_OF, WORDS)[0]
        assert found.progress == (done if done is None else pytest.approx(done))
        assert found.remaining == pytest.approx(left)


def test_a_risk_to_be_lowered_is_done_when_it_is_low_enough():
    """47.8 against at most 40 looked like 84 %; how far it has come depends on where it was."""
    one = model.Objective("z", "c", "x", "risk", 40.0)
    found = objective_states([one], (), FIGURES._replace(risk=47.8), AS_OF, WORDS)[0]
    assert (found.progress, found.state) == (None, "not reached")
    assert found.remaining == pytest.approx(7.8)
    assert state("risk", 50.0).remaining == 0.0


def test_unknown_stays_unknown():
    blank = Figures(None, None, None, None, None, None, "D", None)
    for measure in ("sales", "margin", "wallet share", "DMI", "risk", "satisfaction", "own"):
        one = model.Objective("z", "c", "x", measure, 10.0, due=ago(5))
        found = objective_states([one], (), blank, AS_OF, WORDS)[0]
        assert (found.actual, found.progress, found.remaining, found.state) == (None,) * 4
    assert state("sales", None).state is None
    assert objective_states([], (), FIGURES, AS_OF, WORDS) == ()


@given(st.floats(0.1, 1e6), st.floats(0.0, 1e6), st.booleans())
def test_progress_is_one_exactly_from_the_target_on(target, actual, down):
    reached = actual <= target if down else actual >= target
    done = progress(actual, target, down=down)
    assert (done is not None and done >= 1.0) is reached


DEAL = model.Opportunity("o", "c", 1e6, expected_close=ahead(60), slips=1)


def node(day, done=None, step=3):
    return model.Milestone("o", step, "node", done, day)


def test_a_plan_that_holds():
    found = close_plan(DEAL, [node(ago(9), done=True), node(ahead(40)), node(ahead(20))], AS_OF)
    assert (found.state, found.slips, found.overdue_days, found.late_days) == ("on plan", 1, 0, 0)
    assert found.next.date == ahead(20)


def test_a_node_not_done_in_time_slips_but_a_blank_one_is_unknown():
    found = close_plan(
        DEAL, [node(ago(3), done=False), node(ago(8), done=False), node(ahead(5))], AS_OF
    )
    assert (found.state, found.late_days) == ("slipping", 8)
    assert [one.date for one in found.late] == [ago(8), ago(3)]
    assert close_plan(DEAL, [node(ago(8)), node(ahead(5))], AS_OF).state == "on plan"


def test_a_node_behind_the_close_and_a_close_that_has_passed_slip():
    found = close_plan(DEAL, [node(ahead(61))], AS_OF)
    assert (found.state, len(found.after_close)) == ("slipping", 1)
    late = model.Opportunity("o", "c", 1e6, expected_close=ago(4))
    assert close_plan(late, [], AS_OF).overdue_days == 4
    assert close_plan(late, [], AS_OF).state == "slipping"


def test_no_dated_node_to_come_is_no_plan():
    assert close_plan(DEAL, [], AS_OF).state == "no plan"
    assert close_plan(DEAL, [node(None), node(ago(2), done=True)], AS_OF).state == "no plan"
