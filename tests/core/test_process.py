"""The views of customers and open opportunities, and the key nodes: method 1, 2 and 3.9 put together."""

import pytest
from benchmarks_plan import generated
from plans import AS_OF, ago, assessed, check_chain, check_plan

from xlplan.core import model
from xlplan.core.dealdetail import Details
from xlplan.core.grouping import Grouped, by_customer
from xlplan.core.policy import Policy
from xlplan.core.process.nodes import key_nodes
from xlplan.core.process.standing import Process


def looked(plan, **policy):
    found = assessed(plan, **policy)
    activities = by_customer(one for one in plan.activities if one.date <= AS_OF)
    rows = [activities.get(one.customer.id, ()) for one in found.customers]
    views, figures = Process(plan, found.policy, AS_OF).views(found.customers, rows)
    return {
        one.customer.id: view for one, view in zip(found.customers, views, strict=True)
    }, figures


def touch(days, customer="c", **more):
    return model.Activity(ago(days), customer, **more)


def test_the_sheets_together_show_the_stage():
    # gate 1: touched, file: contacts with titles, style, structure + revenue, credit = 6 of 10
    contacts = (
        model.Contact("d", "c", "D", title="Head", department="IT", preferred_channel="call"),
    )
    tasks = (
        model.StageTask("c", "building", "Preliminary proposal", True),
        model.StageTask("c", "evaluation", "Technical exchange", True),
        model.StageTask("c", "growth", "Formal proposal", True),
    )
    activities = (
        touch(9, channel="site visit", accepted=False),
        touch(3, accepted=True),
        touch(5, accepted=True),
    )
    plan = check_plan(
        customer={"stage": "mature", "industry": "steel"},
        contacts=contacts,
        stage_tasks=tasks,
        activities=activities,
    )
    view = looked(plan)[0]["c"]
    assert view.file.completeness == pytest.approx(0.7)
    assert (view.stage.supported, view.stage.gate, view.stage.gap) == ("mature", 5, 0)


def test_the_latest_replies_count_whatever_the_order_of_the_rows():
    replies = (
        touch(1, accepted=False),
        touch(2, accepted=False),
        touch(3, accepted=False),
        touch(400, accepted=True),
    )
    for rows in (replies, replies[::-1]):
        assert looked(check_plan(activities=rows))[0]["c"].segment[:2] == ("frozen", "no reply")


def test_hours_of_the_year_are_shared_out_by_grade():
    activities = (
        touch(1, hours=6.0),
        touch(364, hours=3.0),
        touch(365, hours=90.0),
        touch(2, "rest", hours=1.0),
    )
    views, figures = looked(check_plan(activities=activities))
    assert figures.hours == 10.0
    assert (views["c"].hours, views["rest"].hours) == (9.0, 1.0)
    # c is B, the rest D: .30 and .05 of .35
    assert views["c"].hours_share == pytest.approx(6 / 7)
    assert views["c"].hours_due == pytest.approx(60 / 7)
    assert looked(check_plan(activities=activities), effort__hours=70.0)[0][
        "c"
    ].hours_due == pytest.approx(60.0)


def test_without_hours_in_the_plan_nothing_is_said_of_them():
    views, figures = looked(check_plan())
    assert (views["c"].hours, views["c"].hours_due, figures.hours, figures.alignment) == (
        None,
        None,
        None,
        None,
    )
    assert not figures.misaligned


def test_hours_against_value_warn():
    customers = tuple(model.Customer(f"c{n}", "C", gross_margin=0.2) for n in range(4))
    deals = tuple(model.Opportunity(f"o{n}", f"c{n}", 1e5 * (n + 1)) for n in range(4))
    spent = tuple(touch(1, f"c{n}", hours=float(8 - n)) for n in range(4))
    plan = model.Portfolio(customers=customers, opportunities=deals, activities=spent)
    figures = looked(plan)[1]
    assert (figures.alignment, figures.misaligned) == (pytest.approx(-1.0), True)


def test_the_order_of_the_rows_does_not_matter():
    plan = generated(8)
    turned = model.Portfolio(
        **{
            name: getattr(plan, name)[::-1]
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
    first, then = looked(plan), looked(turned)
    for id_, view in first[0].items():
        assert then[0][id_]._replace(hours=0, hours_share=0, hours_due=0) == view._replace(
            hours=0, hours_share=0, hours_due=0
        )
        assert then[0][id_].hours_share == pytest.approx(view.hours_share)
    assert then[1].alignment == pytest.approx(first[1].alignment)


def detail(plan, **policy):
    found = assessed(plan, **policy)
    one = next(one for one in found.customers if one.customer.id == "c")
    by = Grouped(plan, AS_OF, found.policy.number("hour_cost"))
    return found, Details(plan.answers, by, found.policy, AS_OF).of(one)[0]


def test_a_deal_in_detail():
    plan = check_plan(
        opportunity={"win_vote": True, "first_facts": 3, "clear_facts": 9, "amount": 2e6},
        customer={"ownership": "state-owned"},
        answers=(model.Answer("o", "Budget?", True, "no"),),
    )
    _, found = detail(plan)
    assert (found.qualification.verdict, found.qualification.question) == ("stop", "Budget?")
    assert (found.collective.state, found.collective.members) == ("open", ())
    assert (found.key_person_step, found.key.person) == (2, "g")
    assert (found.c139.text, found.c139.score.value) == ("1W3F9C", pytest.approx(100.0))
    assert found.deciding_criterion == "product"  # 80 against 70
    assert detail(plan, soe__threshold=3e6)[1].collective is None


def nodes(found, key_step, milestones=()):
    least = Policy().number("node.coach")
    return key_nodes(found.opportunities[0], key_step, milestones, least)


def test_key_nodes_from_the_records():
    found = assessed(check_plan(opportunity={"standards": 2}))
    at = nodes(found, 7)
    assert [one.done for one in at] == [True, None, True, None, None, None]
    assert at[1].open == ("supplier list",)
    assert [one.open for one in at[3:]] == [
        ("compliant bid", "shortlist"), ("contract",), ("acceptance", "payment"),
    ]  # fmt: skip
    poor = nodes(assessed(check_plan(opportunity={"budget_status": "planned"})), 3)
    assert (poor[0].done, poor[0].open) == (False, ("budget",))
    assert (poor[1].done, poor[1].open) == (False, ("key person", "supplier list"))


def test_a_coach_of_unknown_quality_is_not_missing():
    """Verified, and nobody typed how far into the meetings, why, and what proved true."""
    chain = check_chain(u={"meeting_access": None})
    at = nodes(assessed(check_plan(chain=chain)), 7)
    assert (at[1].done, at[1].open) == (None, ("coach quality", "supplier list"))
    none = nodes(assessed(check_plan(chain=check_chain(u={"coach": "none"}))), 7)
    assert none[1].open == ("coach", "supplier list")
    poor = nodes(assessed(check_plan(chain=check_chain(u={"meeting_access": 0.0}))), 7)
    assert (poor[1].done, poor[1].open) == (None, ("supplier list",))  # 0 + 30 + 30 of 100


def test_milestones_tell_before_the_records():
    rows = (
        model.Milestone("o", 2, "On the supplier list", True),
        model.Milestone("o", 3, "Parameter in the standard", False),
        model.Milestone("o", 4, "Shortlisted", None),
    )
    at = nodes(assessed(check_plan(opportunity={"standards": 2})), 1, rows)
    assert [(one.done, one.source) for one in at[:4]] == [
        (True, "records"), (True, "milestones"), (False, "milestones"), (None, None),
    ]  # fmt: skip
    assert at[2].open == ("Parameter in the standard",)
