"""Care: cadence, promises, satisfaction, complaints, freshness, health, value delivered (method 7)."""

import pytest
from dossiers import dossier, touch
from hypothesis import given
from hypothesis import strategies as st
from plans import AS_OF, ago, ahead, assessed, check_plan

from xlplan.core import model
from xlplan.core.care.cadence import CadencePolicy, cadence, promises
from xlplan.core.care.health import (
    CarePolicy,
    break_even_probability,
    care_view,
    fact_freshness,
    health,
    value_delivered,
)
from xlplan.core.care.voice import VoicePolicy, complaint_points, complaint_state, satisfaction
from xlplan.core.dossier import Dossiers
from xlplan.core.policy import Factor, Policy
from xlplan.core.process.filing import customer_file

CARE = CarePolicy.of(Policy())
CADENCE = CadencePolicy.of(Policy())
VOICE = VoicePolicy.of(Policy())


def contact(grade, *days, purpose="review"):
    return cadence(
        grade, dossier(activities=[touch(ago(day), purpose=purpose) for day in days]), CADENCE
    )


@pytest.mark.parametrize(
    ("grade", "days", "status"),
    [
        ("A", 6, "in time"), ("A", 7, "due"), ("A", 14, "due"), ("A", 15, "overdue"),
        ("B", 13, "in time"), ("B", 30, "due"), ("B", 31, "overdue"),
        ("C", 60, "due"), ("C", 61, "overdue"), ("D", 59, "in time"), ("D", 121, "overdue"),
        ("X", 90, "due"),
    ],
)  # fmt: skip
def test_cadence_by_grade(grade, days, status):
    assert contact(grade, days).status == status


def test_too_often_is_more_than_twice_the_upper_rate_over_two_weeks():
    # A: every 7 days is 2 in two weeks, twice that 4
    assert contact("A", 1, 3, 5, 7).status == "in time"
    assert contact("A", 1, 3, 5, 7, 9).status == "too often"
    assert contact("A", 1, 3, 5, 7, 14).status == "in time"  # the last one lies outside
    assert contact("B", 1, 2, 3).status == "too often"
    assert contact("D", 1).status == "in time"  # a single touch never is
    assert contact("D", 1, 2).status == "too often"


def test_sheets_that_begin_after_the_day_are_not_kept_yet():
    plan = model.Portfolio(
        customers=(model.Customer("c", "C"),),
        activities=(model.Activity(ahead(1), "c", purpose="review"),),
        complaints=(model.Complaint(ahead(1), "c"),),
    )
    at = assessed(plan).customers[0].views.care
    assert (at.cadence.status, at.complaints.points) == (None, None)


def test_people_met_on_one_day_are_one_touch():
    assert contact("A", 1, 1, 1, 1, 1, 1).touches == 1


def test_a_touch_counts_only_with_a_purpose():
    idle = [touch(ago(2), purpose=None), touch(ago(40), purpose=None)]
    found = cadence("A", dossier(activities=[*idle, touch(ago(20))]), CADENCE)
    assert (found.status, found.days, found.idle) == ("overdue", 20, 1)
    assert (found.next_from, found.next_by) == (ago(13), ago(6))


def test_no_touch_at_all():
    assert cadence("A", dossier(), CADENCE).status is None  # the plan keeps no Activities
    other = model.Activity(ago(3), "another", purpose="visit")
    found = cadence("A", dossier(activities=[other]), CADENCE)
    assert (found.status, found.days, found.next_by) == ("overdue", None, None)
    planned = cadence("A", dossier(activities=[touch(ahead(3))]), CADENCE)
    assert planned.days is None


@given(st.integers(0, 400), st.sampled_from("ABCD"))
def test_who_is_not_overdue_is_not_overdue_with_a_lower_grade(days, grade):
    lower = "ABCDD"["ABCD".index(grade) + 1]
    if contact(grade, days).status != "overdue":
        assert contact(lower, days).status != "overdue"


def test_promises():
    made = [
        touch(ago(60), promise="drawing", promise_kept=True),
        touch(ago(50), promise="sample", promise_due=ago(40), promise_kept=False),
        touch(ago(30), promise="visit", promise_due=AS_OF),
        touch(ago(20), promise="offer", promise_due=ahead(1)),
        touch(ago(10), promise="call"),
        touch(ago(5)),
        touch(ago(5), promise="list", promise_kept=True),
    ]
    found = promises(made, AS_OF)
    assert (found.kept, found.broken, found.unanswered, found.pending) == (2, 1, 1, 2)
    assert found.rate == pytest.approx(2 / 3)
    assert promises(made[2:6], AS_OF).rate is None


def asked(dimension, score, recommend=None, day=None):
    return model.Survey(day or ago(30), "c", dimension, score, recommend)


def test_satisfaction_over_the_known_dimensions():
    found = satisfaction(
        [asked("quality", 90.0, 10), asked("quality", 80.0, 9), asked("delivery", 50.0, 3), asked("price", 70.0, 7)],
        AS_OF, VOICE,
    )  # fmt: skip
    assert found.csi.value == pytest.approx((0.3 * 85 + 0.25 * 50 + 0.1 * 70) / 0.65)
    assert found.csi.completeness == pytest.approx(0.65)
    assert found.csi.lo == pytest.approx(45.0)
    assert found.csi.hi == pytest.approx(80.0)
    assert (found.nps, found.n, found.age_days) == (25.0, 4, 30)
    assert sum(part.contribution for part in found.csi.parts) == pytest.approx(
        found.csi.value, abs=1e-9
    )


def test_an_old_round_is_shown_with_its_age_and_an_older_one_is_not_mixed_in():
    found = satisfaction(
        [asked("quality", 60.0, day=ago(500)), asked("quality", 10.0, day=ago(900))], AS_OF, VOICE
    )
    assert (found.csi.value, found.n, found.age_days) == (60.0, 1, 500)


def test_a_score_without_a_dimension_counts_where_no_dimension_is_rated():
    assert satisfaction([asked(None, 60.0), asked(None, 80.0)], AS_OF, VOICE).csi.value == 70.0
    assert satisfaction([asked(None, 60.0), asked("price", 80.0)], AS_OF, VOICE).csi.value == 80.0
    nothing = satisfaction([], AS_OF, VOICE)
    assert (nothing.csi.value, nothing.nps, nothing.n, nothing.age_days) == (None, None, 0, None)
    only_nps = satisfaction([asked(None, None, 8)], AS_OF, VOICE)
    assert (only_nps.csi.value, only_nps.nps) == (None, 0.0)


def complaint(opened, severity=None, responded=None, closed=None):
    when = [None if days is None else ago(days) for days in (responded, closed)]
    return model.Complaint(ago(opened), "c", severity, *when)


def test_complaints():
    found = complaint_state(
        [
            complaint(10, 5.0, 9),  # open 10 days, answered after 24 hours
            complaint(40, 1.0),  # open 40 days, never answered
            complaint(100, 3.0, 95, 90),  # closed, answered after 120 hours
            complaint(1, None, None, -5),  # blank severity 3, closes in the future: open, 24 hours old
        ],
        AS_OF, VOICE, kept=True,
    )  # fmt: skip
    assert (found.total, found.open, found.oldest_days) == (4, 3, 40)
    assert found.age_days == pytest.approx((5 * 10 + 1 * 40 + 3 * 1) / 9)
    assert found.response_hours == 72.0  # median of 24 and 120
    assert found.breaches == 2
    load = 1.0 * (1 + 10 / 30) + 0.2 * (1 + 40 / 30) + 0.6 * (1 + 1 / 30)
    assert found.points == pytest.approx(100 / (1 + load))


def test_no_complaint_is_good_only_where_complaints_are_kept():
    assert complaint_state([], AS_OF, VOICE, kept=True).points == 100.0
    assert complaint_state([], AS_OF, VOICE, kept=False).points is None
    closed = complaint_state([complaint(20, 5.0, None, 19)], AS_OF, VOICE, kept=True)
    assert (closed.points, closed.response_hours, closed.breaches) == (100.0, 24.0, 0)


@given(
    st.lists(st.tuples(st.floats(1, 5), st.floats(0, 1000)), max_size=5),
    st.floats(1, 5),
    st.floats(0, 1000),
)
def test_one_more_or_one_older_complaint_never_improves(open_ones, severity, age):
    before = complaint_points(open_ones, 30)
    one = complaint_points([*open_ones, (severity, age)], 30)
    older = complaint_points([*open_ones, (severity, age + 10)], 30)
    assert 0.0 < older < one < before <= 100.0


def test_freshness_halves_in_ninety_days():
    assert fact_freshness([90], 90.0) == pytest.approx(0.5)
    assert fact_freshness([0, 180], 90.0) == pytest.approx(0.625)


def test_health_renormalises_over_what_is_known():
    found = health((80.0, 64.0, 100.0, 50.0, None, 50.0), CARE.health)
    # .30·80 + .20·64 + .15·100 + .15·50 + .10·50 = 64.3 over .90
    assert found.value == pytest.approx(64.3 / 0.9)
    assert (found.lo, found.hi) == (pytest.approx(64.3), pytest.approx(74.3))
    assert sum(part.contribution for part in found.parts) == pytest.approx(found.value, abs=1e-9)
    assert health((None,) * 6, CARE.health).value is None


def test_the_typhoon_advice():
    assert round(break_even_probability(10_000, 600_000), 4) == 0.0167
    assert break_even_probability(None, 600_000) is None
    assert break_even_probability(10_000, None) is None
    assert break_even_probability(10_000, 0.0) is None
    given_ = [
        touch(ago(88), value_amount=600_000.0),
        touch(ago(365), value_amount=1.0),
        touch(ago(2)),
    ]
    assert value_delivered(given_, ago(364)) == 600_000.0
    assert value_delivered(given_[2:], ago(364)) is None


def view(plan, **policy):
    one = next(c for c in assessed(plan).customers if c.customer.id == "c")
    at = Dossiers(plan, AS_OF).of(one.customer, one.facts)
    return one, care_view(
        at,
        one.grade,
        one.lead,
        customer_file(at.customer, at.contacts),
        CarePolicy.of(Policy(policy)),
    )


def test_the_view_of_a_customer():
    plan = check_plan(
        activities=(
            touch(ago(10), promise="x", promise_kept=True, value_amount=200_000.0),
            touch(ahead(9)),
        ),
        surveys=(asked("quality", 80.0, 9),),
        complaints=(complaint(30, 5.0, 29),),
    )
    one, found = view(plan)
    assert found.cadence.status == "in time"  # grade B, 10 days
    dmi = one.lead.dmi.value
    ages = [10, 30, 30, 10, 45, 5]  # last touch, survey, and the four of the chain
    fresh = sum(0.5 ** (age / 90) for age in ages) / 6
    assert found.freshness == pytest.approx(fresh)
    # payment: 20 days late → r04 33.333
    points = (80.0, 50 + dmi / 2, 100.0, 100 / 3, 100 - (25 + 25 / 3), 100 * fresh)
    assert found.health.value == pytest.approx(
        sum(w * p for w, p in zip(CARE.health, points, strict=True))
    )
    assert found.health.completeness == pytest.approx(1.0)
    assert found.value_break_even == pytest.approx(10_000 / 200_000)
    assert 0.0 < found.file.completeness < 1.0


def test_what_the_plan_does_not_keep_is_left_out_of_health():
    _, found = view(check_plan(customer={"late_days": None}))
    known = [part.name for part in found.health.parts if part.points is not None]
    assert known == ["closeness", "freshness"]
    assert found.cadence.status is None


def test_a_relationship_that_ended_has_no_cadence():
    _, found = view(check_plan(customer={"stage": "ended"}, activities=(touch(ago(300)),)))
    assert (found.cadence.status, found.cadence.next_by) == (None, None)


def test_payment_follows_the_risk_table_of_the_plan():
    strict = Factor("p", "late", 10.0, "customer.late_days", "0=0; 40=100")
    assert CarePolicy.of(Policy(factors=(strict,))).late(20.0) == 50.0
    assert CarePolicy.of(Policy(factors=())).late(15.0) == 25.0
