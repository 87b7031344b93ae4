"""The simulation: the check figures of method 5.6, its seed, and what it says without numpy."""

import builtins
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import ahead, assessed

from xlplan.core import model
from xlplan.core.money.simulation import (
    NO_NUMPY,
    NOT_ASKED,
    Base,
    SimulationPolicy,
    Stake,
    period_outcome,
    simulate,
    value_outcome,
)
from xlplan.core.policy import Policy

pytest.importorskip("numpy", reason="numpy, the extra simulate, is not installed")

ASKED = {"simulate.on": True}
TERMS = SimulationPolicy.of(Policy(ASKED))
CHECK = (
    Stake("a", 0.45, 5e5),
    Stake("b", 0.25, 8e5),
    Stake("c", 0.60, 1.2e6),
    Stake("d", 0.85, 3e5),
)


def test_check_figures():
    found = simulate(CHECK, TERMS, target=1.5e6)
    # mean = Σ p·amount·(.85 + 1 + 1.1)/3 = 1.4 m · .98333
    assert found.mean == pytest.approx(1.374e6, rel=0.01)
    assert found.p10 == pytest.approx(0.29e6, rel=0.02)
    assert found.p50 == pytest.approx(1.47e6, rel=0.01)
    assert found.p90 == pytest.approx(2.45e6, rel=0.015)
    assert found.loss == 0.0
    assert 0.4 < found.reach < 0.5
    assert found.absent is None


def test_the_same_seed_gives_the_same_figures_whatever_the_order_of_the_rows():
    shuffled = random.Random(3).sample(CHECK, 4)
    assert simulate(shuffled, TERMS) == simulate(CHECK, TERMS)
    assert simulate(CHECK, TERMS._replace(seed=2)) != simulate(CHECK, TERMS)


def test_certain_and_impossible_wins():
    fixed = TERMS._replace(amount=(1.0, 1.0, 1.0))
    found = simulate(
        [Stake("a", 1.0, 100.0), Stake("b", 0.0, 1e9)], fixed, fixed=-150.0, target=-50.0
    )
    assert (found.mean, found.p10, found.p90) == (-50.0, -50.0, -50.0)
    assert (found.loss, found.reach) == (1.0, 1.0)


def test_a_policy_beyond_reason_still_gives_figures():
    odd = SimulationPolicy.of(
        Policy(
            {"simulate.draws": 0.0, "simulate.seed": -3.0, "simulate.amount": (1.1, 1.0, 0.9)}
            | ASKED
        )
    )
    assert (odd.draws, odd.seed, odd.amount) == (1, 3, (0.9, 1.0, 1.1))
    assert simulate(CHECK, odd).mean is not None


def test_wins_move_together():
    alike = [Stake(str(n), 0.5, 100.0) for n in range(20)]
    apart = simulate(alike, TERMS._replace(rho=0.0))
    together = simulate(alike, TERMS._replace(rho=0.6))
    assert together.p90 - together.p10 > 1.5 * (apart.p90 - apart.p10)
    assert together.mean == pytest.approx(apart.mean, rel=0.03)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(1e3, 1e7)), min_size=1, max_size=8))
def test_quantiles_are_in_order_and_the_mean_is_the_expected_one(deals):
    stakes = [Stake(str(n), p, amount) for n, (p, amount) in enumerate(deals)]
    found = simulate(stakes, TERMS)
    assert found.p10 <= found.p50 <= found.p90
    spread = sum(amount**2 for _, amount in deals) ** 0.5
    expected = sum(p * amount for p, amount in deals) * 2.95 / 3
    assert abs(found.mean - expected) < 0.03 * spread * len(deals) ** 0.5


def test_a_likelier_win_is_never_worth_less():
    better = (CHECK[0]._replace(p=0.55), *CHECK[1:])
    assert simulate(better, TERMS).mean > simulate(CHECK, TERMS).mean


def test_the_present_business_lasts_until_the_customer_leaves():
    found = simulate((), TERMS._replace(draws=50_000), base=Base(100.0, 0.8))
    assert found.mean == pytest.approx(
        sum(0.8 ** (t - 1) * 100 / 1.1**t for t in range(1, 6)), rel=0.01
    )
    assert found.p90 == pytest.approx(
        100 * 3.79079, abs=1e-2
    )  # stays all five years with .8^4 = .41
    assert found.p10 == pytest.approx(100 / 1.1)  # gone after the first with .2


def account(**customer):
    fields = {
        "sales_12m": 1e6,
        "gross_margin": 0.2,
        "dso_days": 60.0,
        "relationship_cost": 1e5,
        "retention": 0.9,
    }
    deal = model.Opportunity(
        "o", "c", 4e5, gross_margin=0.3, selling_step=3, expected_close=ahead(30)
    )
    tiny = model.Opportunity("t", "c", 1e3, expected_close=ahead(30))
    late = model.Opportunity("l", "c", 1e6, expected_close=ahead(300))
    plan = model.Portfolio(
        customers=(model.Customer("c", "C", **fields | customer),), opportunities=(deal, tiny, late)
    )
    return assessed(plan, funnel__target=2e5)


def test_the_value_of_an_account_spreads_around_its_present_value():
    one = account().customers[0]
    found = value_outcome(one.economics, one.opportunities, TERMS)
    assert found.mean == pytest.approx(one.economics.npv, rel=0.03)
    assert found.p10 < found.p50 < found.p90
    assert found.loss == 0.0
    ruin = account(relationship_cost=3e5).customers[0]
    assert value_outcome(ruin.economics, ruin.opportunities, TERMS).loss > 0.3


def test_an_account_whose_value_is_unknown_says_so():
    one = account(dso_days=None).customers[0]
    found = value_outcome(one.economics, one.opportunities, TERMS)
    assert (found.mean, found.absent) == (None, "present value unknown")


def test_the_forecast_of_the_period_takes_what_closes_in_it():
    done = account()
    found = period_outcome(done, TERMS)
    # only the deal of 400k is large enough and closes in the quarter: won with p or not at all
    assert found.target == 2e5
    assert found.reach == pytest.approx(done.opportunities[0].p_rank, abs=0.3)
    assert found.mean == pytest.approx(done.funnel.forecast, rel=0.05)


def test_without_numpy_the_figure_is_absent_and_says_why(monkeypatch):
    usual = builtins.__import__

    def refuse(name, *rest, **more):
        if name == "numpy":
            raise ImportError(name)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    found = simulate(CHECK, TERMS, target=5.0)
    assert (found.mean, found.p50, found.reach, found.absent) == (None, None, None, NO_NUMPY)
    assert (found.target, found.seed) == (5.0, TERMS.seed)


def test_what_is_not_asked_for_is_not_simulated():
    found = simulate(CHECK, SimulationPolicy.of(Policy()))
    assert (found.mean, found.absent) == (None, NOT_ASKED)


def test_nothing_open_is_said():
    found = simulate((), TERMS)
    assert (found.mean, found.absent) == (None, "nothing open")
