"""PSE, its state, and the win likelihood: check figures of method 3.3 and 3.4."""

import pytest
from plans import AS_OF, ahead, assessed, check_chain, check_plan

from xlplan.core import model
from xlplan.core.grading.winning import WinPolicy, competition_gap, stage_likelihood, win_likelihood
from xlplan.core.policy import Policy
from xlplan.core.scores import ABSENT, Score

POLICY = WinPolicy.of(Policy())


def deal(**more):
    return assessed(check_plan(**more)).opportunities[0]


def test_check_figures():
    found = deal()
    assert round(found.pse.value, 3) == 74.369
    assert round(found.p_stage, 4) == 0.45
    assert round(found.p, 4) == 0.6844


def test_one_missing_node():
    nodes = (
        model.Milestone("o", 1, "project real", False),
        model.Milestone("o", 2, "key person known", True),
        model.Milestone("o", 2, "unknown", None),
        model.Milestone("o", 3, "of the present step", False),
    )
    found = deal(milestones=nodes)
    assert [node.node for node in found.missing_nodes] == ["project real"]
    assert round(found.p, 4) == 0.3422
    assert "missing node" in found.red_flags


def test_six_of_ten_at_step_three():
    assert stage_likelihood(3, 6, 10, POLICY) == pytest.approx(0.525)


def test_own_history_counts_who_reached_the_step():
    closed = tuple(
        model.Opportunity(f"h{n}", "c", 1e5, selling_step=step, status=status, closed_on=AS_OF)
        for n, (step, status) in enumerate(
            [(6, "won")] * 6 + [(3, "lost")] * 4 + [(2, "lost")] * 5 + [(None, "won"), (3, "ended")]
        )
    )
    plan = check_plan()
    found = assessed(check_plan(opportunities=(*plan.opportunities, *closed))).opportunities[0]
    assert found.p_stage == pytest.approx(0.525)


def test_what_closes_after_the_day_is_not_history_yet():
    later = model.Opportunity("h", "c", 1e5, selling_step=6, status="won", closed_on=ahead(1))
    plan = check_plan()
    found = assessed(check_plan(opportunities=(*plan.opportunities, later))).opportunities[0]
    assert found.p_stage == pytest.approx(0.45)


def test_a_pse_of_which_too_little_is_known_is_not_used():
    found = deal(chain=(), competitors=(), opportunity={"budget_clarity": None, "fit": 90.0})
    assert found.pse.completeness == pytest.approx(0.25)  # fit 15 and sync 10 of 100
    assert found.p == found.p_stage


def test_the_likelihood_stays_within_its_clip():
    sure = Score(100.0, 100.0, 100.0, 1.0)
    assert win_likelihood(1.0, sure, 0, POLICY) == 0.99
    assert win_likelihood(0.1, ABSENT, 9, POLICY) == 0.01


def test_standards_add_to_the_fit_up_to_a_hundred():
    by = {part.name: part.points for part in deal(opportunity={"standards": 3}).pse.parts}
    assert by["fit"] == 95.0
    by = {part.name: part.points for part in deal(opportunity={"standards": 9}).pse.parts}
    assert by["fit"] == 100.0


@pytest.mark.parametrize(
    ("purchase", "points"), [(2, 100.0), (3, 100.0), (4, 60.0), (5, 20.0), (6, 0.0)]
)
def test_sync(purchase, points):
    by = {
        part.name: part.points for part in deal(opportunity={"purchase_step": purchase}).pse.parts
    }
    assert by["sync"] == points


def test_states():
    assert deal().pse_state == "advantage"
    assert deal(opportunity={"clear_facts": 4}).pse_state == "unclear"
    assert deal(opportunity={"clear_facts": 5}).pse_state == "advantage"
    assert deal(opportunity={"purchase_step": 5}).pse_state == "even"  # a lag of two is a red flag
    assert deal(chain=check_chain(d={"attitude": "opposed"})).pse_state == "behind"
    rival = (model.Competitor("o", "us", product=50.0), model.Competitor("o", "R", product=60.0))
    assert deal(competitors=rival).pse_state == "behind"
    possible = check_chain(u={"coach": "possible"})
    assert deal(chain=possible).red_flags == ("coach unverified",)


def test_the_gap_is_taken_to_the_best_rival_of_each_criterion():
    bidders = (
        model.Competitor("o", "我方", brand=80, product=60, service=None, relationship=70),
        model.Competitor("o", "R1", brand=70, product=90, service=50),
        model.Competitor("o", "R2", brand=75, product=40),
    )
    assert competition_gap(bidders) == pytest.approx((5 - 30) / 2)
    assert competition_gap(bidders[1:]) is None
    assert competition_gap(bidders[:1]) is None


def test_the_planners_own_probability_ranks_only_when_asked():
    plan = check_plan(opportunity={"probability": 0.1})
    kept = assessed(plan).opportunities[0]
    assert (kept.p_manual, kept.grade_likelihood) == (0.1, "B")
    used = assessed(plan, win__use_manual=True).opportunities[0]
    assert used.p_rank == 0.1
    assert used.grade_likelihood == "D"
    assert round(used.p, 4) == 0.6844


def test_the_planners_own_probability_moves_neither_value_nor_forecast():
    plan = check_plan(opportunity={"probability": 0.1, "gross_margin": 0.2, "amount": 3e5})
    kept, used = assessed(plan), assessed(plan, win__use_manual=True)
    assert used.customers[0].grade != kept.customers[0].grade
    assert used.opportunities[0].expected_return != kept.opportunities[0].expected_return
    assert used.customers[0].economics == kept.customers[0].economics
    assert used.funnel == kept.funnel
    assert used.customers[0].lead.opportunity.id == kept.customers[0].lead.opportunity.id
