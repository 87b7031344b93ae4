"""Where on the way from one number to another does the grade turn? Bracketed, with scores as hints."""

from collections.abc import Callable, Sequence

Marks = tuple[float | None, ...]
"""The scores that a grade is read from: they move smoothly where the grade jumps."""

Probe = Callable[[float], tuple[bool, Marks]]
"""Tells of a value whether it reaches the other grade, and its marks."""

NEAR = 1e-7
"""How close, as a share of the change, a number is brought to the point where the grade turns."""

_SHRINK = 1e-3
"""How near to a hint, as a share of the bracket, its other side is tried."""


def nearest(
    probe: Probe, old: float, before: float, point: float, bounds: Sequence[Sequence[float]]
) -> float:
    """Return the value nearest to ``old`` that reaches: not at ``before``, but at ``point``.

    Where one per cent less of the change still reaches, the search goes on below it.

    Args:
        probe: whether a value reaches, and its marks.
        old: the value in force.
        before: a value that does not reach.
        point: one that does, further from ``old``.
        bounds: for each mark the bounds at which a grade turns; they only say where to look
            first, whether it turns there is for the probe to say.
    """
    least = NEAR * abs(point - old)
    while True:
        good = _bracket(probe, old, before, point, bounds)
        less = old + 0.99 * (good - old)
        if abs(less - old) <= least or not probe(less)[0]:
            return good
        before, point = old, less


def _bracket(
    probe: Probe, old: float, before: float, point: float, bounds: Sequence[Sequence[float]]
) -> float:
    """Close in on the turning point from both sides."""
    bad, good = before, point
    low, high = probe(bad)[1], probe(good)[1]
    while abs(good - bad) > NEAR * abs(good - old):
        width = abs(good - bad)
        hint = _hint(bad, good, (low, high), bounds)
        step = _SHRINK * (good - bad)
        for guess in (hint, hint - step, hint + step) if hint is not None else ():
            if min(bad, good) < guess < max(bad, good):
                reached, marks = probe(guess)
                if reached:
                    good, high = guess, marks
                else:
                    bad, low = guess, marks
        if abs(good - bad) <= width / 2.0:
            continue
        middle = (bad + good) / 2.0
        if middle in (bad, good):
            break
        reached, marks = probe(middle)
        if reached:
            good, high = middle, marks
        else:
            bad, low = middle, marks
    # a hair beyond the turning point, so that another order of the same sums turns too
    beyond = good + NEAR * (good - old)
    inside = min(old, point) <= beyond <= max(old, point)
    return beyond if inside and probe(beyond)[0] else good


def _hint(
    bad: float, good: float, ends: tuple[Marks, Marks], bounds: Sequence[Sequence[float]]
) -> float | None:
    """Return where a mark would cross the first of its bounds if it went straight.

    A bound that one side has come to itself is looked at when no other is left.
    """
    hints, reached = [], []
    for first, last, stops in zip(*ends, bounds, strict=True):
        if first is None or last is None or first == last:
            continue
        for stop in stops:
            share = (stop - first) / (last - first)
            if 0.0 < share < 1.0:
                hints.append(share)
            elif share in (0.0, 1.0):
                reached.append(share)
    hints = hints or reached
    return bad + min(hints) * (good - bad) if hints else None
