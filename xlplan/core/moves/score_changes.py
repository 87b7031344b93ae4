"""How did a score move? Split by part, exactly; the win likelihood step by step.

Source: method 0.3, 9: every score's change is split exactly by part.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.grading.winning import WinPolicy, win_likelihood
from xlplan.core.moves.snapshots import DealState
from xlplan.core.scores import Input, Part, Score


class PartChange(NamedTuple):
    """What one part moved.

    Args:
        name: the part: a risk factor, a contact id, ``stage`` …
        before: its input before.
        after: its input after.
        change: what it adds to the change of the score; the parts sum to it.
    """

    name: str
    before: Input
    after: Input
    change: float


class ScoreChange(NamedTuple):
    """How a score moved.

    Args:
        name: risk, risk_money, risk_win, dmi, coverage, pse or p.
        before: its value before, ``None`` when absent.
        after: its value after.
        change: after − before; ``None`` when either is absent.
        parts: those that moved it; they sum to the change exactly.
    """

    name: str
    before: float | None
    after: float | None
    change: float | None
    parts: tuple[PartChange, ...]


def score_change(name: str, old: Score, new: Score) -> ScoreChange | None:
    """Return how a score moved, split by part; ``None`` when its value did not.

    The contributions of a score sum to it, so their differences sum to its change. A part that did
    not change itself may still move the score: what else is known shifts its share of the weight.
    """
    if old.value == new.value:
        return None
    if old.value is None or new.value is None:
        return ScoreChange(name, old.value, new.value, None, ())
    first, then = _by_name(old.parts), _by_name(new.parts)
    parts = [
        PartChange(key, _input(first, key), _input(then, key), _sum(then, key) - _sum(first, key))
        for key in {**first, **then}
    ]
    moved = tuple(one for one in parts if one.change != 0.0 or one.before != one.after)
    return ScoreChange(name, old.value, new.value, new.value - old.value, moved)


def likelihood_change(old: DealState, new: DealState, policy: WinPolicy) -> ScoreChange | None:
    """Return how the win likelihood moved; ``None`` when it did not.

    Choice: it is no sum of parts, so stage, PSE and missing nodes are changed one after the other
    in this order, and each is what it moved then; a rest stands under ``policy``.
    """
    if old.p == new.p:
        return None
    nodes = old.nodes, new.nodes
    path = (
        old.p,
        win_likelihood(new.p_stage, old.pse, nodes[0], policy),
        win_likelihood(new.p_stage, new.pse, nodes[0], policy),
        win_likelihood(new.p_stage, new.pse, nodes[1], policy),
        new.p,
    )
    inputs: tuple[tuple[str, Input, Input], ...] = (
        ("stage", old.p_stage, new.p_stage),
        ("pse", old.pse.value, new.pse.value),
        ("nodes", float(nodes[0]), float(nodes[1])),
        ("policy", None, None),
    )
    parts = [
        PartChange(name, was, now, path[at + 1] - path[at])
        for at, (name, was, now) in enumerate(inputs)
    ]
    moved = tuple(one for one in parts if one.change != 0.0)
    return ScoreChange("p", old.p, new.p, new.p - old.p, moved)


def _by_name(parts: Sequence[Part]) -> dict[str, list[Part]]:
    named: dict[str, list[Part]] = {}
    for part in parts:
        named.setdefault(part.name, []).append(part)
    return named


def _input(named: dict[str, list[Part]], key: str) -> Input:
    return named[key][-1].input if key in named else None


def _sum(named: dict[str, list[Part]], key: str) -> float:
    return sum(part.contribution for part in named.get(key, ()))
