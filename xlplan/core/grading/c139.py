"""How firmly do we hold a deal? C139: one highest vote, three first facts, nine clear facts."""

from functools import lru_cache
from typing import NamedTuple

from xlplan.core.model import Opportunity
from xlplan.core.policy import Policy
from xlplan.core.scores import Score, weigh

C139_PARTS = ("win", "first", "clear")
FIRST_FACTS, CLEAR_FACTS = 3, 9


class C139(NamedTuple):
    """The state of an opportunity in the C139 notation.

    Args:
        text: such as ``0W2F7C``; a question mark stands for what is not known.
        score: the index, 0–100, its parts ``win``, ``first`` and ``clear``.
    """

    text: str
    score: Score


def c139_weights(policy: Policy) -> tuple[float, ...]:
    """Return the weights of vote, first facts and clear facts in force."""
    return policy.numbers("c139.weights")


def c139(one: Opportunity, weights: tuple[float, ...]) -> C139 | None:
    """Return text and index of an opportunity; ``None`` when none of the three is known.

    Source: method 3.3: 100·(.35·W + .35·F/3 + .30·C/9), 46.67 for 0W2F7C.

    Example:
        >>> deal = Opportunity("o", "c", 1.0, win_vote=False, first_facts=2, clear_facts=7)
        >>> found = c139(deal, (0.35, 0.35, 0.3))
        >>> found.text, round(found.score.value, 2)
        ('0W2F7C', 46.67)
    """
    vote, first, clear = one.win_vote, one.first_facts, one.clear_facts
    if vote is None and first is None and clear is None:
        return None
    return c139_state(vote, first, clear, weights)


def c139_index(
    win_vote: bool | None,
    first_facts: int | None,
    clear_facts: int | None,
    weights: tuple[float, ...],
) -> float | None:
    """Return the C139 index, 0–100, over what is known; ``None`` when nothing is.

    Args:
        win_vote: the highest vote is ours.
        first_facts: of three, 0–3.
        clear_facts: of nine, 0–9.
        weights: of the three.

    Source: method 3.3.

    Example:
        >>> round(c139_index(False, 2, 7, (0.35, 0.35, 0.3)), 2)
        46.67
    """
    return c139_state(win_vote, first_facts, clear_facts, weights).score.value


@lru_cache(maxsize=1024)
def c139_state(
    vote: bool | None, first: int | None, clear: int | None, weights: tuple[float, ...]
) -> C139:
    """Return text and index; there are few states, and many deals in each."""
    inputs = (None if vote is None else float(vote), first, clear)
    points = (
        None if vote is None else 100.0 * vote,
        None if first is None else 100.0 * first / FIRST_FACTS,
        None if clear is None else 100.0 * clear / CLEAR_FACTS,
    )
    shown = ["?" if found is None else f"{int(found)}" for found in inputs]
    text = "".join(f"{found}{letter}" for found, letter in zip(shown, "WFC", strict=True))
    return C139(text, weigh(C139_PARTS, weights, inputs, points))
