"""Where should our hours go, and do they? Allocation by grade, alignment of effort and value."""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from xlplan.core.grading.ranking import GRADES
from xlplan.core.policy import Policy


class EffortPolicy(NamedTuple):
    """The policy numbers of effort, looked up once a run."""

    letters: tuple[float, ...]
    hours: float | None
    days: float
    warn: float

    @classmethod
    def of(cls, policy: Policy) -> "EffortPolicy":
        """Return the numbers in force."""
        return cls(
            policy.numbers("effort.letters"),
            policy.optional("effort.hours"),
            policy.number("effort.days"),
            policy.number("effort.warn"),
        )


class Claim(NamedTuple):
    """What a customer can ask of our time.

    Args:
        grade: A–D; X gets no time.
        gain: expected return, money; ``None`` when not known.
    """

    grade: str
    gain: float | None


def allocation(claims: Sequence[Claim], letters: Sequence[float]) -> list[float]:
    """Return each customer's share of our hours, 0–1, in the same order; they sum to 1.

    Args:
        claims: one a customer.
        letters: share of the hours for A, B, C, D, any sum.

    Source: method 3.9 (将资源和时间投入到A级客户, S4).
    Choice: the hours of a letter that nobody has go to the others in proportion. Within a letter, a
    loss claims nothing and an unknown return the mean of the known ones; where none is above zero,
    all share alike. All X: nobody gets any.

    Example:
        >>> allocation([Claim("A", 300.0), Claim("A", 100.0)], (.5, .3, .15, .05))
        [0.75, 0.25]
    """
    by_letter: dict[str, list[int]] = {}
    for at, claim in enumerate(claims):
        by_letter.setdefault(claim.grade, []).append(at)
    share = dict(zip(GRADES, letters, strict=True))
    given = sum(share[letter] for letter in GRADES if letter in by_letter)
    shares = [0.0] * len(claims)
    for letter in GRADES:
        places = by_letter.get(letter, ())
        if not places or given <= 0.0:
            continue
        weights = _weights([claims[at].gain for at in places])
        for at, weight in zip(places, weights, strict=True):
            shares[at] = share[letter] / given * weight
    return shares


def _weights(gains: Sequence[float | None]) -> list[float]:
    """Return shares by gain that sum to 1."""
    known = [max(0.0, gain) for gain in gains if gain is not None]
    total = sum(known)
    if total <= 0.0:
        return [1.0 / len(gains)] * len(gains)
    mean = total / len(known)
    raw = [mean if gain is None else max(0.0, gain) for gain in gains]
    whole = sum(raw)
    return [one / whole for one in raw]


def spearman(xs: Sequence[float | None], ys: Sequence[float | None]) -> float | None:
    """Return Spearman's rank correlation, −1…1; ties share their mean rank.

    Args:
        xs: numbers; a pair with a blank is left out.
        ys: as many, in the same order.

    Source: method 3.9.

    ``None`` with fewer than three pairs, or where all of one side are alike.

    Example:
        >>> spearman([1, 2, 3], [10, 20, 40]), spearman([1, 2, 3], [5, 5, 5])
        (1.0, None)
    """
    pairs = [(x, y) for x, y in zip(xs, ys, strict=True) if x is not None and y is not None]
    if len(pairs) < 3:
        return None
    a, b = _ranks([x for x, _ in pairs]), _ranks([y for _, y in pairs])
    middle = (len(pairs) - 1) / 2.0
    da, db = [one - middle for one in a], [one - middle for one in b]
    spread = sqrt(sum(one * one for one in da) * sum(one * one for one in db))
    if spread <= 0.0:
        return None
    found = sum(one * other for one, other in zip(da, db, strict=True)) / spread
    return min(1.0, max(-1.0, found))


def _ranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 0; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for at in order[first : last + 1]:
            ranks[at] = (first + last) / 2.0
        first = last + 1
    return ranks


def effort_alignment(rows: Iterable[tuple[float, float]]) -> float | None:
    """Return how well our hours follow value, −1…1, from hours and p·amount·margin a customer.

    Source: method 3.9.
    Choice: a customer with neither hours nor anything to win says nothing and is left out.
    """
    pairs = [row for row in rows if row[0] > 0.0 or row[1] > 0.0]
    return spearman([hours for hours, _ in pairs], [value for _, value in pairs])
