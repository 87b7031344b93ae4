"""One pass over the plan: what it ranks, what it adds up, and that the order of rows moves nothing."""

import datetime as dt
import math
import pickle
import random
from collections import Counter
from dataclasses import replace

import pytest
from benchmarks_plan import generated
from plans import AS_OF

from xlplan.core import model
from xlplan.core.assess import assess
from xlplan.core.dealing import Dealing
from xlplan.core.grouping import Grouped, by_customer
from xlplan.core.moves.knobs import knobs
from xlplan.core.moves.slopes import Slopes
from xlplan.core.moves.snapshots import snapshot
from xlplan.core.moves.trial import Trial
from xlplan.core.policy import Anchors, Policy

SHEETS = {
    "contacts": "customer_id", "opportunities": "customer_id", "stakeholders": "opportunity_id",
    "competitors": "opportunity_id", "milestones": "opportunity_id", "activities": "customer_id",
    "invoices": "customer_id",
}  # fmt: skip
PLAN = generated(40)


def scattered(plan):
    """The same rows, those of one owner far apart, in the same order among themselves."""
    moved = {}
    for sheet, owner in SHEETS.items():
        seen = Counter()
        rows = []
        for one in getattr(plan, sheet):
            seen[getattr(one, owner)] += 1
            rows.append((seen[getattr(one, owner)], one))
        moved[sheet] = tuple(one for _, one in sorted(rows, key=lambda row: row[0]))
    return replace(plan, **moved)


def told(found):
    """What is said of every customer, without the tables that its priority is looked up in."""
    bare = {"places": (), "slot": 0}
    return [
        (one.priority, one._replace(
            lead=one.lead and one.lead._replace(**bare), viewing=None, **bare,
            opportunities=tuple(deal._replace(**bare) for deal in one.opportunities),
        ))
        for one in found.customers
    ]  # fmt: skip


def test_rows_of_one_owner_need_not_stand_together():
    plan = scattered(PLAN)
    assert plan.stakeholders != PLAN.stakeholders
    one, other = (assess(each, Policy(), AS_OF) for each in (PLAN, plan))
    assert told(one) == told(other)
    assert one.funnel == other.funnel
    assert [deal.dmi.parts for deal in one.opportunities] == [
        deal.dmi.parts for deal in other.opportunities
    ]


def test_the_order_of_the_opportunities_moves_no_digit_of_the_funnel():
    policy = Policy()
    first = assess(PLAN, policy, AS_OF)
    draw = random.Random(5)
    for _ in range(5):
        mixed = draw.sample(PLAN.opportunities, len(PLAN.opportunities))
        again = assess(replace(PLAN, opportunities=tuple(mixed)), policy, AS_OF)
        assert again.funnel == first.funnel
        assert [one.opportunity.id for one in again.opportunities] == [
            one.opportunity.id for one in first.opportunities
        ]
    assert len(first.funnel.stalled) > 1


def test_priorities_count_from_one_in_the_order_of_the_results():
    found = assess(PLAN, Policy(), AS_OF)
    assert [one.priority for one in found.customers] == list(range(1, 41))
    assert [one.priority for one in found.opportunities] == list(
        range(1, len(found.opportunities) + 1)
    )
    for one in found.customers:
        ranks = [deal.priority for deal in one.opportunities]
        assert ranks == sorted(ranks)
        assert one.grade == (one.opportunities[0].grade if ranks else "D")
    assert sum(found.grades.values()) == 40
    assert found.grades == dict(sorted(Counter(one.grade for one in found.customers).items()))


def test_a_scattered_sheet_is_gathered_in_its_own_order():
    rows = [model.Contact(str(at), "ab"[at % 2], "x") for at in range(6)]
    groups = by_customer(rows)
    assert {key: [one.id for one in group] for key, group in groups.items()} == {
        "a": ["0", "2", "4"], "b": ["1", "3", "5"],
    }  # fmt: skip


def test_people_bidders_and_nodes_are_those_of_open_opportunities():
    deals = (
        model.Opportunity("o", "c", 1.0),
        model.Opportunity("w", "c", 1.0, status="won", closed_on=AS_OF),
    )
    plan = model.Portfolio(
        customers=(model.Customer("c", "C"),),
        opportunities=deals,
        stakeholders=tuple(model.Stakeholder(id_, "p") for id_ in "owo"),
        competitors=tuple(model.Competitor(id_, "us") for id_ in "ow"),
        milestones=tuple(model.Milestone(id_, 1) for id_ in "wo"),
    )
    by = Grouped(plan, AS_OF, 1.0)
    held, nothing = by.of_deal("o"), by.of_deal("w")
    assert list(map(len, (held.stakeholders, held.competitors, held.milestones))) == [2, 1, 1]
    assert not any((nothing.stakeholders, nothing.competitors, nothing.milestones))
    assert by.closed == [deals[1]]


def test_small_orders_that_make_a_framework_are_told_with_the_largest_first():
    policy = Policy()
    limit = policy.number("funnel.threshold")
    shares = {"a": (0.5, 0.6), "b": (0.9, 0.9), "c": (0.9,), "d": (0.2, 0.3), "e": (0.6, 0.5)}
    plan = model.Portfolio(
        customers=tuple(model.Customer(id_, id_) for id_ in shares),
        opportunities=tuple(
            model.Opportunity(f"{id_}{at}", id_, share * limit)
            for id_, parts in shares.items()
            for at, share in enumerate(parts)
        ),
    )
    found = assess(plan, policy, AS_OF).funnel
    assert found.frameworks == pytest.approx({"b": 1.8 * limit, "a": 1.1 * limit, "e": 1.1 * limit})
    assert list(found.frameworks) == ["b", "a", "e"]
    assert (found.in_funnel, found.out_of_funnel) == (0, 9)


def test_the_parts_of_what_was_tried_add_up_to_what_was_tried():
    found = assess(PLAN, Policy(), AS_OF)
    tried = 0
    for deal in found.opportunities:
        by = Grouped(PLAN, AS_OF, 1.0)
        trial = Trial(deal, by, Dealing(by, found.policy, AS_OF))
        for knob in knobs(deal, by, Slopes(found.policy), AS_OF):
            if knob.sheet == "stakeholders" and knob.field == "coverage":
                score = trial.assess((knob, 1.0 - knob.old)).coverage
                parts = sum(part.contribution for part in score.parts)
                assert parts == pytest.approx(score.value)
                assert score.value != deal.coverage.value
                tried += 1
    assert tried > 40


def test_a_snapshot_holds_none_of_the_records():
    found = assess(PLAN, Policy(), AS_OF)
    text = pickle.dumps(snapshot(found))
    assert b"Stakeholder" not in text
    assert b"DealState" in text


def test_an_input_without_bounds_earns_what_the_end_of_the_scale_earns():
    scale = Anchors.parse("0=10; 5=90")
    assert [scale.points(at) for at in (-math.inf, math.inf)] == [10.0, 90.0]
    assert scale.column([-math.inf, math.inf]) == [10.0, 90.0]


def test_an_empty_funnel_is_money_and_no_count():
    found = assess(model.Portfolio(), Policy(), dt.date(2026, 1, 1)).funnel
    assert [type(one) for one in (found.amount, found.weighted, found.closed_in)] == [float] * 3
