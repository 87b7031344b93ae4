"""How good were likelihoods that were given before? What was said, against what came of it.

``p`` is what was said of each case, 0–1, ``won`` what came of it, in the same order.
"""

from collections.abc import Sequence
from itertools import groupby
from math import exp, log, sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

CERTAIN = 1e-6
"""No likelihood counts as surer than that, or its logit would have no end."""
ROUNDS, SMALL, STEEPEST = 50, 1e-10, 100.0
Interval = tuple[float, float]


class Line(NamedTuple):
    """The calibration of likelihoods: logit of what came = intercept + slope · logit of what was said.

    Slope 1 and intercept 0 are perfect; a slope below 1 says that they are too sure of themselves.
    ``error`` is the standard error of the slope.
    """

    intercept: float
    slope: float
    error: float


def deviations(confidence: float) -> float:
    """Return how many standard deviations either way hold that share of a normal distribution.

    Example:
        >>> round(deviations(0.95), 3)
        1.96
    """
    return NormalDist().inv_cdf((1.0 + min(max(confidence, 0.0), 1.0 - CERTAIN)) / 2.0)


def wilson(won: int, n: int, confidence: float = 0.95) -> Interval:
    """Return between which rates a rate seen in a few cases lies, 0–1 without any case.

    Source: method 9 (Wilson's score interval); 8 of 11 → .434–.903.

    Example:
        >>> [round(bound, 3) for bound in wilson(8, 11)]
        [0.434, 0.903]
    """
    if not n:
        return 0.0, 1.0
    z = deviations(confidence)
    rate, spread = won / n, z * z / n
    middle = rate + spread / 2.0
    half = z * sqrt(rate * (1.0 - rate) / n + spread / (4.0 * n))
    low = (middle - half) / (1.0 + spread) if won else 0.0
    high = (middle + half) / (1.0 + spread) if won < n else 1.0
    return low, high


def lead(better: tuple[int, int], other: tuple[int, int], confidence: float = 0.95) -> Interval:
    """Return between which bounds one rate lies above another; each is won and n.

    Source: Newcombe 1998, method 10 (from Wilson's intervals): 56 of 70 against 48 of 80 → .0524–.3339.

    Example:
        >>> [round(bound, 4) for bound in lead((56, 70), (48, 80))]
        [0.0524, 0.3339]
    """
    rates = better[0] / better[1], other[0] / other[1]
    (low, high), (under, over) = wilson(*better, confidence), wilson(*other, confidence)
    apart = rates[0] - rates[1]
    return (
        apart - sqrt((rates[0] - low) ** 2 + (over - rates[1]) ** 2),
        apart + sqrt((high - rates[0]) ** 2 + (rates[1] - under) ** 2),
    )


def auc(p: Sequence[float], won: Sequence[bool]) -> float | None:
    """Return how often a won case was given more than a lost one; equals count half.

    ``None`` when all were won or all lost; .5 is what guessing reaches, 1 a perfect order.

    Example:
        >>> auc([0.9, 0.6, 0.6, 0.2], [True, True, False, False])  # 1 + 1 + ½ + 1 of 4 pairs
        0.875
    """
    wins = sum(won)
    losses = len(won) - wins
    if not wins or not losses:
        return None
    pairs, below = 0.0, 0
    for _, same in groupby(sorted(zip(p, won, strict=True)), key=lambda pair: pair[0]):
        results = [result for _, result in same]
        here = sum(results)
        lost = len(results) - here
        pairs += here * (below + lost / 2.0)
        below += lost
    return pairs / (wins * losses)


def brier(p: Sequence[float], won: Sequence[bool]) -> float:
    """Return the mean squared distance between what was said and what came; 0 is perfect.

    Example:
        >>> round(brier([0.8, 0.4], [True, False]), 4)  # (.04 + .16) ÷ 2
        0.1
    """
    return fmean(squares(p, won))


def squares(p: Sequence[float], won: Sequence[bool]) -> list[float]:
    """Return the squared distance of each case."""
    return [(said - came) ** 2 for said, came in zip(p, won, strict=True)]


def skill(score: float, reference: float) -> float | None:
    """Return by which share a Brier score is better than another; negative: worse.

    Example:
        >>> round(skill(0.15, 0.2), 6)
        0.25
    """
    return (reference - score) / reference if reference > 0.0 else None


def mean_lead(gains: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """Return between which bounds the mean of paired gains lies; ``None`` with fewer than two.

    Example:
        >>> [round(bound, 3) for bound in mean_lead([0.1, 0.2, 0.3])]  # .2 ± 1.96·.1 ÷ √3
        [0.087, 0.313]
    """
    if len(gains) < 2:
        return None
    half = deviations(confidence) * stdev(gains) / sqrt(len(gains))
    middle = fmean(gains)
    return middle - half, middle + half


def top_share(p: Sequence[float], weights: Sequence[float], share: float) -> float | None:
    """Return which share of the weights lies in the most likely cases; ``None`` without any weight.

    Args:
        p: what was said of each.
        weights: 1 for a win and 0 for a loss, or the amount that was won.
        share: of the cases, 0–1.

    Choice: of cases with the same likelihood across the border each counts with the same part.

    Example:
        >>> top_share([0.9, 0.8, 0.8, 0.1, 0.1], [1, 1, 0, 1, 0], 0.4)  # (1 + ½·1) ÷ 3
        0.5
    """
    total, room, held = sum(weights), share * len(p), 0.0
    if total <= 0.0:
        return None
    ranked = sorted(zip(p, weights, strict=True), key=lambda pair: -pair[0])
    for _, same in groupby(ranked, key=lambda pair: pair[0]):
        here = [weight for _, weight in same]
        held += sum(here) * min(1.0, room / len(here))
        room -= len(here)
        if room <= 0.0:
            break
    return held / total


def calibration(p: Sequence[float], won: Sequence[bool]) -> Line | None:
    """Return the calibration of likelihoods; ``None`` where there is none to be had.

    Maximum likelihood by Newton's steps. There is none when all were won or all lost, when one
    likelihood was said of all, or when what was said tells the two apart completely.

    Example:
        >>> p, won = [0.25] * 4 + [0.75] * 4, [True] + [False] * 3 + [True] * 3 + [False]
        >>> round(calibration(p, won).slope, 6)  # 1 of 4 at .25, 3 of 4 at .75
        1.0
    """
    xs = [logit(said) for said in p]
    if not xs or max(xs) - min(xs) < SMALL or auc(p, won) in (None, 0.0, 1.0):
        return None
    a, b = logit(fmean(won)), 0.0
    for _ in range(ROUNDS):
        step = _newton(xs, won, a, b)
        if step is None:
            return None
        a, b = a + step.intercept, b + step.slope
        if max(abs(step.intercept), abs(step.slope)) < SMALL:
            return Line(a, b, step.error)
        if max(abs(a), abs(b)) > STEEPEST:
            return None
    return None


def _newton(xs: Sequence[float], won: Sequence[bool], a: float, b: float) -> Line | None:
    """Return the step towards the greatest likelihood of a + b·x, with the error of b there."""
    g0 = g1 = h00 = h01 = h11 = 0.0
    for x, came in zip(xs, won, strict=True):
        said = expit(a + b * x)
        miss, weight = came - said, said * (1.0 - said)
        g0 += miss
        g1 += miss * x
        h00 += weight
        h01 += weight * x
        h11 += weight * x * x
    area = h00 * h11 - h01 * h01
    if area <= 0.0:
        return None
    return Line((h11 * g0 - h01 * g1) / area, (h00 * g1 - h01 * g0) / area, sqrt(h00 / area))


def logit(p: float) -> float:
    """Return the logarithm of the odds, of a likelihood that is not certain."""
    held = min(max(p, CERTAIN), 1.0 - CERTAIN)
    return log(held / (1.0 - held))


def expit(x: float) -> float:
    """Return the likelihood of a logarithm of odds."""
    return 1.0 / (1.0 + exp(-x)) if x >= 0.0 else 1.0 - 1.0 / (1.0 + exp(x))
