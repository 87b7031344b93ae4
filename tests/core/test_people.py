"""The decision chain: every check figure of method 2.1 and 2.3, and what missing cells do."""

import pytest
from plans import ago, assessed, check_chain, check_plan

from xlplan.core import model
from xlplan.core.people.chain import ChainPolicy, coach_quality
from xlplan.core.people.persons import coach_points
from xlplan.core.policy import Policy


def deal(**more):
    return assessed(check_plan(**more)).opportunities[0]


def test_check_figures_at_step_three():
    found = deal()
    assert round(found.dmi.value, 2) == 28.07
    assert round(found.coverage.value, 2) == 79.09
    assert found.dmi.completeness == found.coverage.completeness == 1.0
    assert found.timing == "build"


def test_the_same_people_at_step_five():
    assert round(deal(opportunity={"purchase_step": 5}).dmi.value, 2) == 4.81


def test_a_blank_purchase_step_takes_the_selling_step():
    assert round(deal(opportunity={"purchase_step": None, "selling_step": 5}).dmi.value, 2) == 4.81


def test_an_opposed_gatekeeper_who_can_veto():
    found = deal(chain=check_chain(g={"attitude": "opposed"}))
    assert round(found.dmi.value, 2) == -9.31
    assert "veto against" in found.red_flags


def test_a_supportive_decision_maker():
    assert round(deal(chain=check_chain(d={"attitude": "supportive"})).dmi.value, 2) == 36.92


def test_an_opposed_decision_maker_caps_the_score_and_the_cap_is_a_part():
    found = deal(chain=check_chain(d={"attitude": "opposed"}))
    assert found.dmi.value == -20.0
    assert found.dmi.parts[-1].name == "cap"
    assert sum(part.contribution for part in found.dmi.parts) == pytest.approx(-20.0, abs=1e-9)


def test_a_veto_against_caps_at_zero():
    friends = {
        one: {"attitude": "champion", "confidence": 1.0, "last_contact": ago(0)} for one in "dpu"
    }
    found = deal(chain=check_chain(**friends, g={"attitude": "opposed", "confidence": 0.1}))
    assert found.dmi.value == 0.0


def test_a_decision_maker_who_can_veto_is_held_by_the_lower_of_both_caps():
    chain = check_chain(d={"attitude": "opposed", "can_veto": True})
    plan = check_plan(chain=chain)
    found = assessed(plan, dmi__decider_cap=30.0, dmi__veto_cap=-40.0).opportunities[0]
    assert found.dmi.value == found.dmi.hi == -40.0


def test_an_unknown_attitude_keeps_its_weight_and_widens_the_interval():
    # W of the purchaser .20·.46 = .092 of .66; without it Σ W·M* = .123329 + .084675 = .208004
    found = deal(chain=check_chain(p={"attitude": None})).dmi
    assert found.value == pytest.approx(100 * 0.2080045 / 0.66, abs=1e-3)
    assert found.completeness == pytest.approx(1 - 0.092 / 0.66)
    assert found.lo == pytest.approx(found.value - 100 * 0.092 / 0.66)
    assert found.hi == pytest.approx(found.value + 100 * 0.092 / 0.66)


def test_no_attitude_known_is_no_score_not_zero():
    unknown = {one: {"attitude": None} for one in "dgpu"}
    found = deal(chain=check_chain(**unknown))
    assert found.dmi.value is None
    assert found.timing is None
    assert [part for part in found.risk.score.parts if part.name == "r06"][0].points is None


def test_influence_left_blank_falls_back_to_the_other_then_to_seniority_then_to_half():
    people = (model.Contact("a", "c", "A", seniority=4.0), model.Contact("b", "c", "B"))
    chain = (
        model.Stakeholder("o", "a", "user"),
        model.Stakeholder("o", "b", "user"),
        model.Stakeholder("o", "d", "user", formal_influence=0.3),
        model.Stakeholder("o", "g", "user", informal_influence=0.9),
    )
    links = assessed(check_plan(chain=chain, contacts=people)).opportunities[0].chain
    assert [link.influence for link in links] == [0.8, 0.5, 0.3, 0.9]


def test_who_moves_the_mighty_gains_influence():
    # u moves d with strength .5: I(u) = .75·.44 + .25·.5·.92 = .33 + .115
    found = deal(influences=(model.Influence("u", "d", "influences", 0.5),))
    assert found.chain[3].influence == pytest.approx(0.445)
    assert found.chain[0].influence == pytest.approx(0.92)


def test_two_who_move_each_other_reach_a_fixed_point():
    lines = (
        model.Influence("u", "d", "influences", 1.0),
        model.Influence("d", "u", "influences", 1.0),
    )
    u, d = (deal(influences=lines).chain[at].influence for at in (3, 0))
    assert u == pytest.approx(0.75 * 0.44 + 0.25 * d, abs=1e-9)
    assert d == pytest.approx(0.75 * 0.92 + 0.25 * u, abs=1e-9)


def test_a_conflict_moves_nobody():
    assert deal(influences=(model.Influence("u", "d", "conflict", 1.0),)).dmi == deal().dmi


def test_the_later_of_last_contact_and_activity_counts_and_the_future_does_not():
    visit = model.Activity(ago(2), "c", contact_id="p")
    later = model.Activity(ago(-5), "c", contact_id="d")
    days = [link.days_since_contact for link in deal(activities=(visit, later)).chain]
    assert days == [30, 10, 2, 5]


def test_no_contact_date_halves_the_freshness():
    found = deal(chain=check_chain(u={"last_contact": None}))
    assert found.chain[3].effect == 0.5


def test_timing_needs_a_covered_decision_maker_to_push():
    warm = {
        one: {"attitude": "champion", "confidence": 1.0, "last_contact": ago(0)} for one in "dgpu"
    }
    assert deal(chain=check_chain(**warm)).timing == "push"
    warm["d"] = warm["d"] | {"coverage": None}
    assert deal(chain=check_chain(**warm)).timing == "build"


def test_weights_of_any_sum_keep_a_coach_between_nought_and_a_hundred():
    """40; 30; 90 sum to 160: (40·1 + 30·2/3 + 90·0.9)/1.6 = 141/1.6."""
    assert coach_points(1.0, 2, 0.9, (40.0, 30.0, 90.0)) == pytest.approx(88.125)
    assert coach_points(1.0, 3, 1.0, (0.4, 0.3, 0.3)) == pytest.approx(100.0)
    assert coach_points(1.0, 3, 1.0, (0.0, 0.0, 0.0)) is None


def test_coach_quality_by_hand():
    policy = ChainPolicy.of(Policy())
    coach = model.Stakeholder(
        "o", "x", coach="possible", meeting_access=0.5, coach_motive=1, facts_verified=0.8
    )
    assert coach_quality(coach, policy) == pytest.approx(40 * 0.5 + 30 / 3 + 30 * 0.8)
    assert (
        coach_quality(model.Stakeholder("o", "x", coach="verified", meeting_access=0.5), policy)
        is None
    )
    assert (
        coach_quality(
            model.Stakeholder(
                "o", "x", coach="none", meeting_access=1.0, coach_motive=3, facts_verified=1.0
            ),
            policy,
        )
        is None
    )
