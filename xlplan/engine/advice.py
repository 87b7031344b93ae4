"""How is advice said? Coaching rules as sentences in the language of the reader."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, Protocol

from xlplan.core.coaching.advice import RULES, Advice, Param
from xlplan.engine.plain import clean
from xlplan.engine.text import Texts, chinese

WHEN = {1: "this week", 2: "this month", 3: "by the next review"}
TONES = {1: "bad", 2: "fair", 3: "plain"}

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


class NextStep(NamedTuple):
    """One piece of advice in sentences: when, what was found, what to do."""

    code: str
    priority: int
    when: str
    what: str
    step: str
    deal_id: str | None = None
    deal: str = ""


class Speaker(Protocol):
    """What it takes to say advice: the language, money, names and where inputs are entered."""

    t: Texts

    def cash(self, amount: float | None) -> str:
        """Return money with its currency."""

    def some(self, names: Sequence[str]) -> str:
        """Return the first names, and how many more there are."""

    def phrase(self, word: str) -> str:
        """Return a gate or flag."""

    def heading(self, source: str) -> str:
        """Return where an input is entered."""


Piece = tuple[str, str, str]
"""Some text, then the parameter that follows it and its kind."""


@cache
def sentences(code: str, lang: str) -> tuple[list[Piece], list[Piece]]:
    """Return what was found and what to do, in pieces ready to fill."""
    what, step = RULES[code].what, RULES[code].step
    if lang == "zh":
        found = chinese()["advice"][code]
        what, step = found["what"], found["step"]
    return _pieces(what), _pieces(step)


def _pieces(sentence: str) -> list[Piece]:
    parts = [*_SLOT.split(sentence), "", ""]
    return [(parts[at], parts[at + 1] or "", parts[at + 2] or "") for at in range(0, len(parts), 3)]


def next_steps(advice: Sequence[Advice], speaker: Speaker) -> list[NextStep]:
    """Return advice in sentences, in the order given."""
    return [_say(one, speaker) for one in advice]


def grouped(steps: Sequence[NextStep], speaker: Speaker) -> list[NextStep]:
    """Return advice with what is to be done alike on several opportunities as one piece.

    The first opportunity keeps its sentence, the others are named behind it; the order stays.

    Choice: alike is the same rule with the same step in words, so no step is ever lost; a figure
    that only the finding names is shown for the first opportunity and stands with the others in
    the table of opportunities.
    """
    t = speaker.t
    alike: dict[tuple[str, str, bool], list[NextStep]] = {}
    for one in steps:
        alike.setdefault((one.code, one.step, one.deal_id is None), []).append(one)
    found = []
    for first, *others in alike.values():
        if not others:
            found.append(first)
            continue
        names = speaker.some([one.deal for one in others])
        what = t("{what} The same holds for {names}.", what=first.what, names=names)
        found.append(first._replace(what=what))
    return found


def _say(one: Advice, speaker: Speaker) -> NextStep:
    def fill(pieces: list[Piece]) -> str:
        return "".join(
            text + _show(one.params[name], kind, speaker) if name else text
            for text, name, kind in pieces
        )

    what, step = sentences(one.code, speaker.t.lang)
    return NextStep(
        one.code,
        one.priority,
        speaker.t(WHEN[one.priority]),
        fill(what),
        fill(step),
        one.opportunity_id,
        _show(one.params["deal"], "", speaker) if one.opportunity_id is not None else "",
    )


def _show(value: Param, kind: str, speaker: Speaker) -> str:
    t = speaker.t
    if isinstance(value, dt.date):
        return t.date(value)
    if isinstance(value, tuple):
        words = [speaker.phrase(one) if kind == "words" else clean(one) for one in value]
        return speaker.some(words)
    if isinstance(value, str):
        text = clean(value)
        return speaker.heading(text) if kind == "input" else t(text) if kind == "label" else text
    if kind == "money":
        return speaker.cash(value)
    if kind == "percent":
        return t.percent(value, 1 if abs(value) < 0.1 else 0)
    return t.number(value, {"score": 1, "ratio": 2}.get(kind, 0))
