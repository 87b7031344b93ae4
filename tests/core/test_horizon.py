"""Return and cost over the horizon: hand-worked, and tied to present value and simulation."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import assessed, check_plan

from xlplan.core.money.horizon import Point, lived, pays_after, way
from xlplan.core.money.returns import ReturnPolicy
from xlplan.core.money.simulation import SimulationPolicy, value_outcome


def found(**changes):
    one = assessed(check_plan(**changes), simulate__on=True)
    return one, next(row for row in one.customers if row.customer.id == "c")


def test_the_years_of_today_s_money_by_hand():
    """r = .8, d = .1: year 1 counts 1/1.1 = .90909, year 2 .8/1.21 = .66116; half of it .33058."""
    policy = ReturnPolicy.of(assessed(check_plan()).policy)
    assert lived(0.0, 0.8, policy) == 0.0
    assert lived(1.0, 0.8, policy) == pytest.approx(0.909091, abs=1e-6)
    assert lived(1.5, 0.8, policy) == pytest.approx(1.239669, abs=1e-6)


def test_the_end_of_the_way_is_the_present_value():
    plan, one = found(opportunity={"remaining_cost": 20_000.0})
    points = way(one.economics, one.opportunities, ReturnPolicy.of(plan.policy))
    assert points[0][:3] == (0.0, 0.0, 0.0)
    assert points[-1].years == 5.0
    assert points[-1].gain - points[-1].cost == pytest.approx(one.economics.npv, rel=1e-12)
    # the opportunity of 75 days: its margin comes whole, 300 000·.2·p/1.1^(75/365), on that day
    at = [point for point in points if point.years == pytest.approx(75 / 365)]
    deal = one.opportunities[0]
    assert at[1].gain - at[0].gain == pytest.approx(60_000 * deal.p / 1.1 ** (75 / 365))
    assert at[1].cost - at[0].cost == pytest.approx(20_000 * deal.p / 1.1 ** (75 / 365))


def test_the_band_ends_at_p10_and_p90_of_the_present_value():
    pytest.importorskip("numpy")
    plan, one = found()
    policy = SimulationPolicy.of(plan.policy)
    points = way(one.economics, one.opportunities, policy.returns, policy)
    spread = value_outcome(one.economics, one.opportunities, policy)
    last = points[-1]
    assert last.low - last.cost == pytest.approx(spread.p10, rel=1e-12)
    assert last.high - last.cost == pytest.approx(spread.p90, rel=1e-12)
    assert all(point.low <= point.high for point in points)


def test_an_unknown_present_value_has_no_way():
    plan, one = found(customer={"gross_margin": None})
    assert one.economics.npv is None
    assert way(one.economics, one.opportunities, ReturnPolicy.of(plan.policy)) == ()
    assert pays_after(()) is None


@pytest.mark.parametrize(
    ("points", "years"),
    [
        ([(0, 0, 0), (1, 5, 4)], 0.0),  # never behind
        ([(0, 0, 6), (1, 4, 8), (3, 16, 12)], 2.0),  # 4 behind after one year, 4 ahead after three
        ([(0, 0, 0), (1, 5, 4), (2, 6, 9)], None),  # ahead once, behind in the end
        ([(0, 0, 0), (1, 1, 4), (1, 9, 4), (2, 10, 8)], 1.0),  # one close does it, on its day
    ],
)
def test_when_it_pays(points, years):
    assert pays_after([Point(*row) for row in points]) == years


@settings(max_examples=60, deadline=None)
@given(
    days=st.lists(st.integers(-400, 4000), max_size=1),
    cost=st.floats(0.0, 1e6),
    retention=st.floats(0.0, 1.0),
)
def test_the_way_ends_at_the_present_value_whatever_the_plan(days, cost, retention):
    from plans import ahead

    change = {"expected_close": ahead(days[0]) if days else None, "remaining_cost": cost}
    plan, one = found(opportunity=change, customer={"retention": retention})
    points = way(one.economics, one.opportunities, ReturnPolicy.of(plan.policy))
    assert points[-1].gain - points[-1].cost == pytest.approx(one.economics.npv, rel=1e-9, abs=1e-6)
    assert [point.years for point in points] == sorted(point.years for point in points)
    assert all(a.cost <= b.cost + 1e-9 for a, b in itertools.pairwise(points))
