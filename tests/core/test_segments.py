"""Segments, allocation of hours and effort alignment: method 3.7 and 3.9."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.core.assessment import Facts
from xlplan.core.grading.effort import Claim, allocation, effort_alignment, spearman
from xlplan.core.grading.segments import Market, SegmentPolicy, market, segment
from xlplan.core.model import Customer
from xlplan.core.policy import Policy

POLICY = SegmentPolicy.of(Policy())
NOBODY = Market(frozenset(), None)


def of(sales, prior=None, *, replies=(), at=NOBODY, **fields):
    facts = Facts(sales, prior, None, None, None, {})
    return segment(Customer("c", "C", **fields), facts, replies, at, POLICY)


def test_no_order_for_twelve_months_is_frozen():
    assert of(0.0, 5e5)[:2] == ("frozen", "no order")
    assert of(0.0, None)[:2] == ("frozen", "no order")
    assert of(0.0, 0.0, since=dt.date(2015, 1, 1)).name == "frozen"
    assert of(0.0, None, stage="building", contract_number="K1").name == "frozen"


def test_who_never_ordered_is_no_frozen_customer():
    assert of(0.0, 0.0).name == "ordinary"
    assert of(0.0, None, stage="building").name == "ordinary"


def test_three_answers_of_no_freeze_and_fewer_do_not():
    assert of(1e6, 1e6, replies=(False, False, False))[:2] == ("frozen", "no reply")
    assert of(1e6, 1e6, replies=(False, False, False, True)).name == "frozen"
    assert of(1e6, 1e6, replies=(False, False)).name == "ordinary"
    assert of(1e6, 1e6, replies=(False, False, True)).name == "ordinary"


def test_seventy_percent_of_the_year_before_migrates():
    assert of(700.0, 1000.0)[:2] == ("migrating", "sales down")
    assert of(700.1, 1000.0).name == "ordinary"


def test_ten_points_of_wallet_share_migrate():
    assert of(900.0, 1000.0, wallet=1000.0)[:2] == ("migrating", "wallet share down")
    assert of(910.0, 1000.0, wallet=1000.0).name == "ordinary"


def test_value_comes_before_potential():
    at = Market(frozenset({"c"}), 100.0)
    assert of(500.0, 500.0, wallet=1000.0, at=at)[:2] == ("value", "gross profit")
    open_wallet = of(500.0, 500.0, wallet=1000.0, at=at._replace(value=frozenset()))
    assert open_wallet == ("potential", "wallet gap", 500.0)
    assert of(950.0, 950.0, wallet=1000.0, at=at._replace(value=frozenset())).name == "ordinary"


def test_without_sales_no_segment_can_be_told():
    assert of(None).name is None
    assert of(None, replies=(False,) * 3).name == "frozen"


def test_the_first_eighty_percent_of_gross_profit():
    rows = [
        (
            Customer(id_, id_, gross_margin=margin, wallet=wallet),
            Facts(sales, None, None, None, None, {}),
        )
        for id_, sales, margin, wallet in (
            ("a", 100.0, 0.5, 300.0),  # 50
            ("b", 1000.0, 0.04, 1000.0),  # 40: crosses 80 of 100
            ("x", 100.0, 0.1, 90.0),  # 10
            ("y", 500.0, None, None),
            ("z", 500.0, -0.1, 900.0),
        )
    ]
    found = market(rows, POLICY)
    assert found.value == {"a", "b"}
    assert found.median_gap == 100.0  # of 200, 0, 0, 400


# 3.9


def test_hours_go_to_letters_and_within_them_to_expected_return():
    claims = [
        Claim("A", 30.0),
        Claim("A", 10.0),
        Claim("B", 1.0),
        Claim("C", 7.0),
        Claim("D", None),
        Claim("D", None),
        Claim("X", 99.0),
    ]
    assert allocation(claims, (0.5, 0.3, 0.15, 0.05)) == pytest.approx(
        [0.375, 0.125, 0.3, 0.15, 0.025, 0.025, 0.0]
    )


def test_the_hours_of_a_letter_that_nobody_has_go_to_the_others():
    assert allocation([Claim("B", 1.0), Claim("C", 1.0)], (0.5, 0.3, 0.15, 0.05)) == pytest.approx(
        [2 / 3, 1 / 3]
    )
    assert allocation([Claim("X", 1.0)], (0.5, 0.3, 0.15, 0.05)) == [0.0]


def test_an_unknown_return_claims_the_mean_and_a_loss_nothing():
    assert allocation(
        [Claim("A", 30.0), Claim("A", None), Claim("A", -5.0)], (1.0, 0.0, 0.0, 0.0)
    ) == pytest.approx(
        [30 / 45, 15 / 45, 0.0]  # the mean of 30 and 0
    )


GAINS = st.one_of(st.none(), st.floats(-1e6, 1e9))


@given(st.lists(st.builds(Claim, st.sampled_from("ABCDX"), GAINS), min_size=1))
def test_allocated_hours_sum_to_all_of_them(claims):
    shares = allocation(claims, (0.5, 0.3, 0.15, 0.05))
    assert all(share >= 0.0 for share in shares)
    assert sum(shares) == pytest.approx(0.0 if all(one.grade == "X" for one in claims) else 1.0)


def test_spearman_by_hand():
    assert spearman([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]) == 1.0
    assert spearman([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]) == -1.0
    # d = 0 1 −1 0 0: 1 − 6·2/(5·24) = .9
    assert spearman([1, 2, 3, 4, 5], [1, 3, 2, 4, 5]) == pytest.approx(0.9)
    # ranks 1 2.5 2.5 4: Σ = 4.5/√(5·4.5)
    assert spearman([1, 2, 3, 4], [10, 20, 20, 40]) == pytest.approx(4.5 / (5 * 4.5) ** 0.5)
    assert spearman([1, 2], [1, 2]) is None
    assert spearman([1, 2, 3], [7, 7, 7]) is None


PAIRS = st.lists(st.tuples(st.floats(-1e9, 1e9), st.integers(-5, 5)), min_size=3)


@given(PAIRS)
def test_spearman_stays_within_one_and_is_symmetric(pairs):
    xs, ys = [x for x, _ in pairs], [float(y) for _, y in pairs]
    found = spearman(xs, ys)
    assert found is None or -1.0 <= found <= 1.0
    assert found == spearman(ys, xs) or abs(found - spearman(ys, xs)) < 1e-12
    if found is not None:
        turned = spearman(xs, [-y for y in ys])
        assert turned == pytest.approx(-found, abs=1e-9)


def test_who_got_no_hours_and_can_give_nothing_is_left_out():
    rows = [(10.0, 100.0), (5.0, 50.0), (1.0, 10.0)]
    assert effort_alignment(rows) == pytest.approx(1.0)
    assert effort_alignment([*rows, *[(0.0, 0.0)] * 9]) == pytest.approx(1.0)
    assert effort_alignment([*rows, (0.0, 500.0)]) == pytest.approx(
        -0.2
    )  # d = 1 1 1 −3: 1 − 6·12/60
