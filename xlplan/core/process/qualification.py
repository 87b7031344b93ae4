"""Is this opportunity worth pursuing? The answers to the qualification questions: stop, ask, go."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.model import Answer

ELEMENTS = ("need", "schedule", "budget", "competition", "decision", "priorities")
GATES = ("funds", "worth", "technique")
QUESTIONS = ELEMENTS + GATES
"""The default questions: six elements and three gates (S4); their texts stand in ``cards.toml``."""


class Qualification(NamedTuple):
    """What the answers say.

    Args:
        verdict: ``stop``, ``ask`` or ``go``.
        question: the must-question that was answered with no, if the verdict is to stop.
        unknown: the questions without an answer, in order.
        default: the questions are the default ones, as keys of ``QUESTIONS``.
    """

    verdict: str
    question: str | None
    unknown: tuple[str, ...]
    default: bool


UNASKED = Qualification("ask", None, QUESTIONS, True)
"""Nothing was asked yet: the default questions are all unknown."""


def qualification(answers: Sequence[Answer]) -> Qualification:
    """Return whether to stop, to ask on or to go.

    The first no to a must-question says stop, whatever stands before it; else anything unknown says
    ask; else it is go. Without any answers, the default questions are unknown.

    Source: method 1.3 (未能给出正确答案，就应该结束会面, S3; 六要素, S4).
    Choice: a blank answer is unknown and a blank Must is no must; only a no to a must stops.

    Example:
        >>> asked = [Answer("o", "Budget?", True, "yes"), Answer("o", "Need?", True, "no")]
        >>> qualification(asked)[:2], qualification([]).verdict
        (('stop', 'Need?'), 'ask')
    """
    if not answers:
        return UNASKED
    unknown = []
    for one in answers:
        if one.answer == "no":
            if one.must:
                return Qualification("stop", one.question, (), False)
        elif one.answer != "yes":
            unknown.append(one.question)
    return Qualification("ask" if unknown else "go", None, tuple(unknown), False)
