"""The plan of an earlier day: nothing dated later is in it, and a score of that day is that of the method."""

import datetime as dt
import random
from dataclasses import fields, replace

import pytest
from past_plans import AS_OF, ago, check_plan, closed_plan

from xlplan.core.assess import assess
from xlplan.core.learning.past import plan_as_of
from xlplan.core.learning.rescoring import rescore
from xlplan.core.learning.rewinding import Rewinder
from xlplan.core.model import (
    Activity,
    Complaint,
    Cost,
    Customer,
    Invoice,
    Milestone,
    Opportunity,
    Portfolio,
    StageTask,
    Stakeholder,
)
from xlplan.core.policy import Factor, Policy

DAY = ago(100)


def deal(id_="o", status="won", closed=70, created=300, **more):
    return Opportunity(
        id_, "c", 1_000.0, status=status, closed_on=None if closed is None else ago(closed),
        created=None if created is None else ago(created), **more,
    )  # fmt: skip


def cut(*deals, **sheets):
    plan = Portfolio(customers=(Customer("c", "C"),), opportunities=deals, **sheets)
    return plan_as_of(plan, DAY, "o")


def test_the_opportunity_is_open_again_and_nobody_knows_why_it_was_lost():
    found = cut(deal(status="lost", lost_reason="price")).opportunities[0]
    assert (found.status, found.closed_on, found.lost_reason) == ("open", None, None)


def test_of_the_others_only_what_had_happened_is_known():
    others = (
        deal("closed before", closed=120),
        deal("closed later", "lost", closed=90),
        deal("created later", closed=10, created=50),
        deal("opened later", "open", None, created=50),
        deal("open then and now", "open", None),
        deal("closed nobody knows when", closed=None),
    )
    found = {one.id: one.status for one in cut(deal(), *others).opportunities}
    assert found == {
        "o": "open", "closed before": "won", "closed later": "open", "open then and now": "open",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "done_later", "then"),
    [
        (6, (), 5),  # nothing open is beyond the signing
        (4, (), 4),
        (4, (3,), 3),  # the node of step 3 was done later: step 3 was not behind us
        (2, (3,), 2),
        (None, (3,), None),
    ],
)
def test_the_selling_step_is_taken_back_to_what_was_done_later(typed, done_later, then):
    nodes = tuple(Milestone("o", step, done=True, date=ago(80)) for step in done_later)
    found = cut(deal(selling_step=typed), milestones=nodes)
    assert found.opportunities[0].selling_step == then
    assert all(one.done is False for one in found.milestones)


def test_what_was_paid_answered_signed_or_met_later_was_not_yet():
    plan = Portfolio(
        customers=(Customer("c", "C", contract_date=ago(50), contract_number="N", since=ago(400)),),
        opportunities=(deal(),),
        stakeholders=(Stakeholder("o", "k", last_contact=ago(99)),),
        stage_tasks=(StageTask("c", "mature", "T", done=True, date=ago(10)),),
        activities=(Activity(ago(99), "c"), Activity(ago(100), "c", promise_due=ago(90),
                                                     promise_kept=False)),
        costs=(Cost(ago(99), "c", 1.0),),
        invoices=(Invoice("late", "c", ago(99), 1.0),
                  Invoice("paid", "c", ago(200), 8.0, ago(170), ago(90), 8.0)),
        complaints=(Complaint(ago(110), "c", responded=ago(105), closed=ago(10)),),
    )  # fmt: skip
    found = plan_as_of(plan, DAY, "o")
    assert found.customers[0] == Customer("c", "C", since=ago(400))
    assert found.stakeholders[0].last_contact is None
    assert (found.stage_tasks[0].done, found.stage_tasks[0].date) == (False, None)
    assert [(one.date, one.promise_kept) for one in found.activities] == [(ago(100), None)]
    assert found.costs == ()
    assert [(one.id, one.paid_on, one.paid) for one in found.invoices] == [("paid", None, 0.0)]
    assert found.complaints[0] == Complaint(ago(110), "c", responded=ago(105))


def test_dated_inputs_alone_are_dates_and_what_is_at_stake():
    nodes = (
        Milestone("o", 1, done=True, date=ago(250)),
        Milestone("o", 2, done=True, date=ago(150)),
        Milestone("o", 4, done=True),
        Milestone("o", 3, done=True, date=ago(50)),
    )
    one = deal(selling_step=5, fit=90.0, probability=0.9, expected_close=ago(70), product_line="P")
    plan = check_plan()
    plan = replace(plan, opportunities=(replace(one, customer_id="c"),), milestones=nodes)
    found = plan_as_of(plan, DAY, "o", dated_only=True)
    assert found.opportunities == (
        Opportunity("o", "c", 1_000.0, created=ago(300), selling_step=2, product_line="P"),
    )
    assert found.stakeholders == found.competitors == ()
    assert found.customers[0] == Customer("c", "Check")
    assert [(node.step, node.done) for node in found.milestones] == [
        (1, True),
        (2, True),
        (3, False),
    ]


def changed_later(plan, day):
    """The plan with everything that is dated after a day changed: amounts, results, words."""

    def later(when):
        return when is not None and when > day

    return replace(
        plan,
        opportunities=tuple(
            replace(one, status="lost" if one.status == "won" else "won", lost_reason="X",
                    closed_on=one.closed_on + dt.timedelta(days=3))
            if later(one.closed_on) else one
            for one in plan.opportunities if not later(one.created)
        ),
        activities=tuple(one for one in plan.activities if not later(one.date)),
        costs=tuple(replace(one, amount=9e6) if later(one.date) else one for one in plan.costs),
        invoices=tuple(
            replace(one, amount=9e6) if later(one.date)
            else replace(one, paid_on=one.paid_on + dt.timedelta(days=9)) if later(one.paid_on)
            else one
            for one in plan.invoices
        ),
        milestones=tuple(
            replace(one, date=one.date + dt.timedelta(days=5)) if one.done and later(one.date) else one
            for one in plan.milestones
        ),
        stakeholders=tuple(
            replace(one, last_contact=AS_OF) if later(one.last_contact) else one
            for one in plan.stakeholders
        ),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("dated_only", [False, True])
def test_what_comes_later_changes_nothing(seed, dated_only):
    plan = closed_plan(seed)
    for day in (ago(400), ago(200), ago(50)):
        known = [one.id for one in plan.opportunities if not (one.created and one.created > day)]
        before = plan_as_of(plan, day, known[0], dated_only=dated_only)
        after = plan_as_of(changed_later(plan, day), day, known[0], dated_only=dated_only)
        assert after == before


@pytest.mark.parametrize("seed", range(6))
def test_a_score_of_an_earlier_day_is_that_of_the_whole_plan_of_that_day(seed):
    """The part of the plan that is looked at, and the sums carried along, give what the whole gives."""
    plan, policy = closed_plan(seed), Policy()
    found = rescore(plan, policy, AS_OF)
    assert len(found.deals) > 20
    for one in found.deals:
        then = assess(plan_as_of(plan, one.scored_on, one.id), policy, one.scored_on)
        whole = next(deal for deal in then.opportunities if deal.opportunity.id == one.id)
        assert (one.grade, one.days_to_close) == (whole.grade, whole.days_to_close)
        assert (one.p, one.p_stage, one.p_manual) == (whole.p, whole.p_stage, whole.p_manual)
        dated = assess(
            plan_as_of(plan, one.scored_on, one.id, dated_only=True), policy, one.scored_on
        )
        bare = next(deal for deal in dated.opportunities if deal.opportunity.id == one.id)
        assert one.p_dated == bare.p


COST = Factor("r15", "cost", 5.0, "customer.relationship_cost", "0=0; 5000=100", "", "money")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("policy", [Policy(), Policy({}, (*Policy().factors, COST))])
def test_so_is_its_risk_with_the_figures_of_its_customer(seed, policy):
    plan = closed_plan(seed)
    rewinder = Rewinder(plan, policy)
    deals = [one for one in plan.opportunities if one.status != "open" and one.closed_on]
    for one in sorted(deals, key=lambda deal: deal.closed_on):
        day = one.closed_on - dt.timedelta(days=1)
        mine = rewinder.assess(one, day).found
        then = assess(plan_as_of(plan, day, one.id), policy, day)
        whole = next(deal for deal in then.opportunities if deal.opportunity.id == one.id)
        ours, theirs = ([-1.0 if p is None else p for p in which.risk.score.rows.points]
                        for which in (mine, whole))  # fmt: skip
        assert ours == pytest.approx(theirs, rel=1e-9)
        assert mine.chain == whole.chain


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_is_irrelevant(seed):
    plan, draw = closed_plan(seed), random.Random(seed)
    sheets = [one.name for one in fields(plan) if isinstance(getattr(plan, one.name), tuple)]
    mixed = {name: draw.sample(rows, len(rows)) for name in sheets if (rows := getattr(plan, name))}
    # the people of a chain and the bidders stay in their order, which decides ties
    kept = {
        name: tuple(rows)
        for name, rows in mixed.items()
        if name not in ("stakeholders", "competitors")
    }
    again = rescore(replace(plan, **kept), Policy(), AS_OF)
    assert again.left_out == rescore(plan, Policy(), AS_OF).left_out
    assert again.deals == rescore(plan, Policy(), AS_OF).deals
