"""How good likelihoods were: every figure by hand, and on cases whose truth is known."""

import random

import pytest

from xlplan.core.learning.judging import (
    auc,
    brier,
    calibration,
    expit,
    lead,
    logit,
    mean_lead,
    skill,
    top_share,
    wilson,
)

YES, NO = True, False


@pytest.mark.parametrize(
    ("won", "n", "low", "high"),
    [
        (8, 11, 0.4344, 0.9025),  # the check figure of the method
        (0, 10, 0.0, 0.2775),  # z² ÷ (n + z²) = 3.8415 ÷ 13.8415
        (10, 10, 0.7225, 1.0),  # n ÷ (n + z²)
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson(won, n, low, high):
    assert wilson(won, n) == pytest.approx((low, high), abs=5e-5)


def test_a_wider_confidence_is_a_wider_interval():
    narrow, wide = wilson(8, 11, 0.8), wilson(8, 11, 0.99)
    assert wide[0] < narrow[0] < 8 / 11 < narrow[1] < wide[1]
    assert wilson(8, 11, 1.0)[0] < wide[0]  # certainty has no end, but ours is finite
    assert wilson(8, 11, 0.0) == pytest.approx((8 / 11, 8 / 11))


@pytest.mark.parametrize(
    ("better", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe 1998, table II, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_one_rate_above_another(better, other, low, high):
    assert lead(better, other) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("p", "won", "expected"),
    [
        ([0.9, 0.8, 0.3, 0.2], [YES, YES, NO, NO], 1.0),
        ([0.2, 0.3, 0.8, 0.9], [YES, YES, NO, NO], 0.0),
        ([0.5] * 4, [YES, NO, YES, NO], 0.5),  # all equal: every pair counts half
        ([0.9, 0.6, 0.6, 0.2], [YES, YES, NO, NO], 0.875),  # 1 + 1 + ½ + 1 of 4
        ([0.7, 0.7, 0.7, 0.1, 0.9], [YES, NO, NO, YES, NO], 1 / 6),  # (½ + ½ + 0 + 0 + 0 + 0) of 6
        ([0.4, 0.6], [YES, YES], None),
        ([], [], None),
    ],
)
def test_auc(p, won, expected):
    found = auc(p, won)
    assert found == (None if expected is None else pytest.approx(expected))


def test_auc_is_that_of_all_pairs():
    draw = random.Random(7)
    p = [draw.randrange(10) / 10 for _ in range(200)]
    won = [draw.random() < 0.4 for _ in p]
    ones = [said for said, came in zip(p, won, strict=True) if came]
    others = [said for said, came in zip(p, won, strict=True) if not came]
    pairs = [(a > b) + (a == b) / 2 for a in ones for b in others]
    assert auc(p, won) == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)


def test_brier_and_skill():
    # (1 − .8)² = .04, (0 − .4)² = .16, (1 − .5)² = .25: .45 ÷ 3 = .15; guessing 2 of 3: .2222
    score = brier([0.8, 0.4, 0.5], [YES, NO, YES])
    assert score == pytest.approx(0.15)
    reference = brier([2 / 3] * 3, [YES, NO, YES])
    assert reference == pytest.approx(2 / 9)
    assert skill(score, reference) == pytest.approx(0.325)
    assert skill(0.3, 0.2) == pytest.approx(-0.5)
    assert skill(0.1, 0.0) is None


def test_a_mean_gain_and_its_bounds():
    # mean .2, deviation .1, ÷ √3 = .0577, × 1.96 = .1132
    assert mean_lead([0.1, 0.2, 0.3]) == pytest.approx((0.0868, 0.3132), abs=5e-5)
    assert mean_lead([0.1]) is None


def test_what_the_most_likely_hold():
    p = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]
    won = [1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    assert top_share(p, won, 0.2) == pytest.approx(0.5)  # 2 of 4 wins: lift 2.5
    assert top_share(p, won, 0.25) == pytest.approx(0.5)  # and half of a loss
    assert top_share(p, won, 1.0) == pytest.approx(1.0)
    amounts = [10.0, 30.0, 0.0, 20.0, 0.0, 0.0, 40.0, 0.0, 0.0, 0.0]
    assert top_share(p, amounts, 0.2) == pytest.approx(0.4)


def test_equals_across_the_border_count_in_part():
    # the two places go to one of .9 (won) and half of two at .8 (one won): (1 + ½) ÷ 3
    assert top_share([0.9, 0.8, 0.8, 0.1, 0.1], [1, 1, 0, 1, 0], 0.4) == pytest.approx(0.5)
    # all equal: any 20 % hold 20 %
    assert top_share([0.5] * 10, [1.0] * 3 + [0.0] * 7, 0.2) == pytest.approx(0.2)
    assert top_share([0.5, 0.5], [0.0, 0.0], 0.2) is None


def test_calibration_by_hand():
    """With two likelihoods the line goes through both rates: 1 of 4 at .5, 3 of 4 at .9.

    logit .25 = −1.0986 = a + b·0; logit .75 = 1.0986 = a + b·2.1972: a = −1.0986, b = 1.
    """
    p = [0.5] * 4 + [0.9] * 4
    line = calibration(p, [YES, NO, NO, NO, YES, YES, YES, NO])
    assert (line.intercept, line.slope) == pytest.approx((-1.0986, 1.0), abs=5e-5)
    # each rate has 4·¼·¾ = .75 of information: √(1 ÷ .75 + 1 ÷ .75) ÷ 2.1972
    assert line.error == pytest.approx(0.7432, abs=5e-5)


@pytest.mark.parametrize(
    ("p", "won"),
    [
        ([], []),
        ([0.4, 0.6], [YES, YES]),
        ([0.5, 0.5], [YES, NO]),
        ([0.2, 0.3, 0.8], [NO, NO, YES]),  # told apart completely
        ([0.8, 0.9, 0.1], [NO, NO, YES]),
        ([0.2, 0.5, 0.5, 0.8], [NO, NO, YES, YES]),  # but for a tie
    ],
)
def test_no_calibration_where_there_is_none(p, won):
    assert calibration(p, won) is None


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("shift", "stretch"), [(0.0, 1.0), (-0.7, 1.0), (0.3, 0.5), (0.0, 2.0)])
def test_a_known_truth_is_found(seed, shift, stretch):
    """What is said is bent on the logit scale; the calibration unbends it, within 4 errors."""
    draw = random.Random(seed)
    said = [draw.uniform(0.05, 0.95) for _ in range(4000)]
    won = [draw.random() < expit(shift + stretch * logit(p)) for p in said]
    line = calibration(said, won)
    assert line.slope == pytest.approx(stretch, abs=4 * line.error)
    assert line.intercept == pytest.approx(shift, abs=0.2)


@pytest.mark.parametrize("seed", range(8))
def test_dealt_out_anew_nothing_is_left(seed):
    draw = random.Random(seed)
    said = [draw.random() for _ in range(2000)]
    won = [draw.random() < p for p in said]
    assert auc(said, won) > 0.75
    draw.shuffle(won)
    assert auc(said, won) == pytest.approx(0.5, abs=0.05)  # 4 × 1 ÷ √(12·2000·¼)


def test_wilson_covers_the_truth_as_often_as_it_says():
    draw = random.Random(3)
    held = 0
    for _ in range(2000):
        low, high = wilson(sum(draw.random() < 0.3 for _ in range(40)), 40)
        held += low <= 0.3 <= high
    assert held / 2000 == pytest.approx(0.95, abs=0.02)
