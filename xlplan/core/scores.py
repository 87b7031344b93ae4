"""How is a score made, and what is it made of? One shape for every score of the method.

A score is a weighted mean of points. What is missing is left out of the value, and widens the
interval instead: nothing unknown is ever taken as zero.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from math import floor, fsum
from operator import itemgetter, mul
from typing import Any, NamedTuple, Protocol

Input = float | str | None


class Part(NamedTuple):
    """One line of the answer to "why this score?".

    Args:
        name: the factor's key, for example ``"r04"`` or a contact's id.
        input: what was read, ``None`` when it is missing.
        points: what the input earned on the score's own scale, ``None`` when missing.
        weight: the weight as configured, not renormalised.
        contribution: what this part adds to the value; the contributions sum to the value.
    """

    name: str
    input: Input
    points: float | None
    weight: float
    contribution: float


class Rows(Protocol):
    """What a score is made of, in columns: a key, a weight, an input and points for each part."""

    @property
    def names(self) -> Sequence[str]: ...  # noqa: D102 - the class says it
    @property
    def weights(self) -> Sequence[float]: ...  # noqa: D102
    @property
    def inputs(self) -> Sequence[Input]: ...  # noqa: D102
    @property
    def points(self) -> Sequence[float | None]: ...  # noqa: D102


class Weighed(NamedTuple):
    """The rows of a score, each of them given."""

    names: Sequence[str] = ()
    weights: Sequence[float] = ()
    inputs: Sequence[Input] = ()
    points: Sequence[float | None] = ()


class Score(NamedTuple):
    """A value with its interval, its completeness and its parts.

    Args:
        value: the weighted mean over the known parts; ``None`` when nothing is known.
        lo: the value with every missing part at the low end of its scale.
        hi: the value with every missing part at the high end.
        completeness: the share of the weight that is known, 0–1.
        rows: what it is made of, part by part.
        adjustments: what was added to the mean afterwards (a cap), as name and amount.

    Example:
        >>> score = weigh(("a", "b"), (3, 1), (7.0, None), (20.0, None))
        >>> score.value, score.lo, score.hi, score.completeness
        (20.0, 15.0, 40.0, 0.75)
        >>> score.parts[0].contribution
        20.0
    """

    value: float | None
    lo: float | None
    hi: float | None
    completeness: float
    rows: Rows = Weighed()
    adjustments: tuple[tuple[str, float], ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts in the order of the factor table; adjustments come last."""
        names, weights, inputs, points = self.columns
        known = fsum(w for w, s in zip(weights, points, strict=True) if s is not None)
        parts = [
            Part(name, found, earned, weight, weight * earned / known if earned and known else 0.0)
            for name, weight, found, earned in zip(names, weights, inputs, points, strict=True)
        ]
        parts += [Part(name, None, None, 0.0, amount) for name, amount in self.adjustments]
        return tuple(parts)

    def of(self, places: tuple[int, ...]) -> "Score":
        """Return the score of the parts at these places alone, on the scale 0–100."""
        return weigh(*map(picker(places), self.columns))

    def settled(self) -> "Score":
        """Return the same with its rows read: whatever they were read from may change or go."""
        return self._replace(rows=self.columns)

    @property
    def columns(self) -> Weighed:
        """The rows, each column read once."""
        rows = self.rows
        if isinstance(rows, Weighed):
            return rows
        return Weighed(rows.names, rows.weights, rows.inputs, rows.points)


score_of: Callable[[tuple[Any, ...]], Score] = partial(tuple.__new__, Score)
"""``Score(…)`` of all six fields as one tuple, at a third of the cost: thousands are made."""
_rows = partial(tuple.__new__, Weighed)
ABSENT = Score(None, None, None, 0.0)
"""The score about which nothing is known."""


def weigh(
    names: Sequence[str],
    weights: Sequence[float],
    inputs: Sequence[Input],
    points: Sequence[float | None],
    scale: tuple[float, float] = (0.0, 100.0),
) -> Score:
    """Return the weighted mean of the known points, with interval and completeness.

    Args:
        names: a key per part.
        weights: non-negative weights, any sum.
        inputs: what was read, for the record.
        points: points on ``scale``; ``None`` where the input is missing.
        scale: the lowest and the highest points a missing part could have earned.

    Source: method 0.2, 0.3.
    """
    return weigh_rows(_rows((names, weights, inputs, points)), weights, points, scale)


def weigh_rows(
    rows: Rows,
    weights: Sequence[float],
    points: Sequence[float | None],
    scale: tuple[float, float] = (0.0, 100.0),
) -> Score:
    """Return the score of rows that are kept as they are, to be read when somebody asks.

    Args:
        rows: what the score is made of.
        weights: of the rows.
        points: of the rows.
        scale: the lowest and the highest points a missing part could have earned.
    """
    if None not in points:
        total = sum(weights)
        if total <= 0.0:
            return Score(None, None, None, 0.0, rows)
        value = sum(map(mul, weights, points)) / total
        return score_of((value, value, value, 1.0, rows, ()))
    total = known = earned = 0.0
    for weight, point in zip(weights, points, strict=True):
        total += weight
        if point is not None:
            known += weight
            earned += weight * point
    lowest, highest = scale
    if known <= 0.0:
        if total <= 0.0:
            return Score(None, None, None, 0.0, rows)
        return Score(None, lowest, highest, 0.0, rows)
    missing = total - known if known < total else 0.0
    least, most = (earned + missing * lowest) / total, (earned + missing * highest) / total
    return score_of((earned / known, least, most, known / total, rows, ()))


def hardly_known(score: Score, enough: float) -> bool:
    """Return whether a score rests on too little to be told as a figure alone.

    Args:
        score: a risk, or a health.
        enough: the policy's ``gate.completeness``.

    Source: method 0.2. Choice: the bound is that of risk levels (``told_level``): 100 of 100 for a
    customer of whom nothing is known but that it did not complain is no health.

    Example:
        >>> hardly_known(weigh(("a", "b"), (1, 9), (7.0, None), (20.0, None)), 0.25)
        True
    """
    return score.value is not None and score.completeness < enough


@cache
def picker(places: tuple[int, ...]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return a reader of those positions, always as a tuple.

    Example:
        >>> picker((2, 0))("abc"), picker((1,))("abc")
        (('c', 'a'), ('b',))
    """
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple([row[at] for at in places])


def round_half_up(number: float, digits: int = 0) -> float:
    """Round as a spreadsheet's ROUND does: halves away from zero.

    Example:
        >>> round_half_up(2.5), round_half_up(-2.5), round_half_up(1.005, 2), round_half_up(-0.4)
        (3.0, -3.0, 1.01, 0.0)
    """
    scaled = abs(number) * 10.0**digits
    # a spreadsheet rounds the decimal it shows (15 digits), not the binary neighbour below it
    rounded = floor(float(f"{scaled:.15g}") + 0.5) / 10.0**digits
    return rounded if number >= 0 or not rounded else -rounded
