"""Which way does an input pull? What the search for flips rests on: each can only help, alone and with others."""

import pytest
from benchmarks_plan import generated
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import assessed

from xlplan.core.dealing import Dealing
from xlplan.core.grading.ranking import ORDER
from xlplan.core.grouping import Grouped
from xlplan.core.moves.knobs import knobs
from xlplan.core.moves.slopes import Slopes
from xlplan.core.moves.trial import Trial
from xlplan.core.policy import Factor, Policy


def trial_of(at, place):
    deal = at.opportunities[place % len(at.opportunities)]
    by = Grouped(at.portfolio, at.as_of, at.policy.number("hour_cost"))
    inputs = knobs(deal, by, Slopes(at.policy), at.as_of)
    return deal, Trial(deal, by, Dealing(by, at.policy, at.as_of)), inputs


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 30), st.booleans(), st.data())
def test_inputs_set_to_their_better_ends_never_make_the_grade_worse(seed, place, better, data):
    deal, trial, inputs = trial_of(assessed(generated(3, seed)), place)
    able = [(one, one.end(better=better)) for one in inputs if one.slope]
    able = [(one, end) for one, end in able if end is not None]
    chosen = data.draw(st.lists(st.sampled_from(able), unique_by=lambda one: one[0][:4]))
    moved = ORDER[trial.assess(*chosen).grade] - ORDER[deal.grade]
    assert moved <= 0 if better else moved >= 0
    assert trial.assess().grade == deal.grade  # and everything is back where it was
    assert trial.assess().risk == deal.risk


def table(**anchors):
    rows = [
        Factor(one.key, one.name, one.weight, one.input, anchors.get(one.key, one.anchors),
               one.knock_out, one.group)
        for one in Policy().factors
    ]  # fmt: skip
    return tuple(rows)


def slope_of(field, policy, sheet="opportunities"):
    slopes = Slopes(policy)
    return slopes.of(field, slopes.factors.get((sheet, field), []))


def test_the_slopes_of_the_table_as_it_comes():
    assert [slope_of(one, Policy()) for one in ("fit", "coverage", "gap", "slips")] == [1, 1, 1, -1]
    assert slope_of("late_days", Policy(), "customers") == -1
    assert slope_of("current_ratio", Policy(), "customers") == 1
    assert slope_of("advance_share", Policy()) == 1


def test_a_table_of_ones_own_may_turn_an_input_round():
    # a coverage that is riskiest in the middle, and a fit that makes the business riskier
    policy = Policy(factors=table(r07="0=0; 50=100; 100=0", r09="0=0; 100=100"))
    assert slope_of("coverage", policy) is None
    assert slope_of("fit", policy) is None
    assert slope_of("meeting_access", policy) == 1


@pytest.mark.parametrize(
    "changes", [{"abcd.matrix": "AABC ABCD CCBD CDDD"}, {"win.beta": -1.0}]
)  # fmt: skip
def test_where_later_or_less_likely_may_rank_better_nothing_is_taken_for_granted(changes):
    policy = Policy(changes)
    assert slope_of("fit", policy) == 0
    assert Slopes(policy).by_time == 0


def test_words_have_a_slope_only_where_one_factor_reads_them():
    policy = Policy()
    slopes = Slopes(policy)
    credit = slopes.factors["customers", "credit_rating"]
    assert slopes.of_words("credit_rating", list("ABCDE"), credit) == -1
    assert slopes.of_words("credit_rating", list("ABCD"), credit) == 0  # E knocks out, not D
    assert slopes.of_words("credit_rating", list("ABCDE"), [*credit, *credit]) == 0
