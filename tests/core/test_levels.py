"""The best level: the check figures of method 5.2, luxury, ties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.core.money.arithmetic import credit_cost_rate, relationship_npv
from xlplan.core.money.levels import (
    RELATION_LEVELS,
    LevelPolicy,
    best_level,
    level_choice,
    level_values,
)
from xlplan.core.policy import Policy

TERMS = LevelPolicy.of(Policy())


@pytest.mark.parametrize(
    ("wallet", "level", "worth"),
    [(10e6, "preferred", 472.2), (20e6, "preferred", 1_324.3), (40e6, "partner", 4_303.1)],
)
def test_check_figures(wallet, level, worth):
    assert best_level(wallet, TERMS) == level
    assert round(max(level_values(wallet, TERMS)) / 1e3, 1) == worth


def test_by_hand():
    # preferred, wallet 10 m: sales 2.5 m; credit 90/365·.065 of sales; net of a year, five years
    net = 2.5e6 * (0.14 - 90 / 365 * 0.065) - 120_000
    worth = sum(0.82 ** (t - 1) * net / 1.1**t for t in range(1, 6)) - 50_000
    assert level_values(10e6, TERMS)[1] == pytest.approx(worth)
    assert relationship_npv(net, 0.82, 0.10, 5, 50_000) == pytest.approx(worth)
    assert credit_cost_rate(90, 0.06, 0.005) == pytest.approx(0.0160274, abs=1e-7)


def test_a_level_is_a_luxury_when_a_lower_one_is_worth_more():
    found = level_choice("partner", 10e6, TERMS)
    assert (found.best, found.luxury) == ("preferred", True)
    assert round(found.gain / 1e3, 1) == 690.2  # 472.2 + 218.0
    assert level_choice("preferred", 10e6, TERMS).luxury is False
    assert level_choice("transactional", 40e6, TERMS).luxury is False  # too low is no luxury
    assert level_choice("alliance", 40e6, TERMS).luxury is True


def test_without_wallet_or_level_nothing_is_said():
    assert level_choice("partner", None, TERMS) == ((), None, "partner", None, None)
    assert level_choice(None, 10e6, TERMS).luxury is None
    assert level_choice(None, 10e6, TERMS).best == "preferred"


def test_a_partnership_gate_that_fails_holds_the_level_at_preferred():
    found = level_choice("partner", 40e6, TERMS)
    assert (found.best, found.best_allowed(True), found.best_allowed(None)) == ("partner",) * 3
    assert found.best_allowed(False) == "preferred"
    assert level_choice("partner", None, TERMS).best_allowed(False) is None


def test_the_plan_may_set_its_own_figures():
    dear = LevelPolicy.of(Policy({"level.cost": (20e3, 400e3, 450e3, 900e3)}))
    assert best_level(10e6, dear) == "transactional"


@given(st.floats(1e4, 1e9), st.floats(1.0, 10.0))
def test_a_larger_wallet_never_asks_for_a_lower_level(wallet, factor):
    at = RELATION_LEVELS.index
    assert at(best_level(wallet * factor, TERMS)) >= at(best_level(wallet, TERMS))
