"""What was meant by a cell that does not follow its rule to the letter, where only one thing can be?

“60天” under days, “85分” under a score, “4 招标评标” under a step, “成熟” for 成熟期: they are read, and
told. Nothing is guessed: a text with two readings stays unread, and the nearest word is only named.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

from xlplan.core.numbers import LARGEST
from xlplan.engine.cards import cards
from xlplan.engine.reading.cells import Bad, convert, limits, shown
from xlplan.engine.reading.values import read_number
from xlplan.engine.tables import Column, fold

_UNITS = {
    "score": "points point pts 分",
    "rating": "points point stars star 分 星 级",
    "days": "days day 天 日",
    "hours": "hours hour hrs h 个小时 小时 工时",
    "ratio": "times 倍",
    "slips": "times 次",
    "facts": "facts fact 个 条 项",
    "motive": "motives 个 项",
    "standards": "parameters 个 条 项",
    "recommend": "points 分",
    "step": "步",
}
"""End of a field, or kind of a column → words that may follow its number."""

_STEPS = {
    "purchase_step": "purchase_step",
    "entry_step": "purchase_step",
    "selling_step": "selling_step",
    "step": "selling_step",
}
"""Column of steps → the cards that name them."""

_USUAL = {
    "days": 60.0,
    "remaining_hours": 40.0,
    "hours": 2.0,
    "ratio": 1.5,
    "target": 1200.5,
    "actual": 1200.5,
}
"""End of a field → a number as an example; elsewhere 3, and 75 for a score."""

_STEP = re.compile(r"(?:第|step)?\s*([1-6])[\s.、:：·\-–—)）]*(\D*)", re.IGNORECASE)
_BEFORE, _AFTER = ("已",), ("期", "级", "类", "型", "阶段", "企业", "公司", "状态")
"""Choice: syllables that say no more than the word alone: 已批准 is 批准, 成熟阶段 is 成熟期."""
_OF_A_LETTER = ("级", "类", "+", "-")
"""Choice: of a class named by a letter only these; A企业 is the name of a firm, not a rating."""
_DENIES = ("未", "不", "非", "没", "无", "停", "暂", "un", "dis", "non", "no", "in")
"""Beginnings that turn a word round: 开始 is no part of 未开始, nor won what “not won” may mean."""
_ALIKE = 0.75
"""Choice: one sign in four may be wrong, as in “wonn”; below it the likest word is often another."""


def meant(column: Column, text: str) -> Any:
    """Return the value that a text can only mean; ``None`` where it has none, or two.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES
        >>> meant(CUSTOMERS.by_field["stage"], "成熟"), meant(CUSTOMERS.by_field["dso_days"], "60天")
        ('mature', 60.0)
        >>> meant(OPPORTUNITIES.by_field["purchase_step"], "4 招标评标")
        4
    """
    if column.kind == "word":
        found = set(_words(column, fold(text)))
        return found.pop() if len(found) == 1 else None
    step = _step(column, normalize("NFKC", text).strip())
    return _counted(column, text) if step is None else step


def in_chinese(column: Column, value: Any) -> str:
    """Return a value of a column as a Chinese reader sees it."""
    return column.words.get(value) or shown(value)


def asked_for(column: Column, bad: Bad) -> Mapping[str, str]:
    """Return the words that the sentence about a cell needs: its own, an example, the nearest word."""
    if bad.code == "NOT_A_WORD":
        near = _nearest(column, fold(shown(bad.value)))
        blank = _blank(column)
        return {
            "words": " / ".join(column.words),
            "words_zh": " / ".join(zh or en for en, zh in column.words.items()),
            "near": near,
            "near_zh": in_chinese(column, near),
            "blank": blank,
            "blank_zh": in_chinese(column, blank),
        }
    if bad.code in ("NOT_A_NUMBER", "NOT_WHOLE"):
        low, high = limits(column)
        bounds = (
            {"low": f"{low:g}", "high": f"{high:g}"} if high < LARGEST else {"low": "", "high": ""}
        )
        return bounds | {"example": _example(column, low, high)}
    return bad.params


def _blank(column: Column) -> str:
    """Return the word that a blank stands for, in English; ``""`` where it is only not known."""
    return next((word for word in column.words if word in column.blank), "")


def _nearest(column: Column, text: str) -> str:
    """Return the own word of the column most like a text, in English; ``""`` if none is like it.

    Choice: none is named that the text may deny, or where it is a part of two words (“closed”).
    """
    close = get_close_matches(text, column.own_spellings, 1, _ALIKE)
    if not close or text.startswith(_DENIES) != close[0].startswith(_DENIES):
        return ""
    meanings = {word for one, word in column.spellings.items() if text in one}
    return "" if len(meanings) > 1 else column.own_spellings[close[0]]


def _example(column: Column, low: float, high: float) -> str:
    """Return a number that the column could well hold."""
    usual = next((number for end, number in _USUAL.items() if column.field.endswith(end)), 3.0)
    if column.kind == "score":
        usual = 75.0
    return f"{min(max(usual, low), high):g}"


def _words(column: Column, text: str) -> Iterator[str]:
    """Yield the words that a text is a part of, or that it adds a syllable without meaning to."""
    bare = {text.removeprefix(sign) for sign in _BEFORE}
    bare |= {one.removesuffix(sign) for one in bare for sign in _AFTER}
    bare = {one for one in bare if len(one) > 1 or one == text}
    bare |= {text.removesuffix(sign) for sign in _OF_A_LETTER if len(text) == 2}
    yield from (column.spellings[one] for one in bare if one in column.spellings)
    for word, chinese in column.words.items():
        for whole in (fold(word), fold(chinese)):
            if _says_enough(text) and (
                whole.startswith(text) or (whole.endswith(text) and not whole.startswith(_DENIES))
            ):
                yield word


def _says_enough(text: str) -> bool:
    return len(text) >= (4 if text.isascii() else 2)


def _counted(column: Column, text: str) -> Any:
    """Return the number before a unit that is the column's own."""
    plain = normalize("NFKC", text).casefold().strip()
    for unit in _units(column):
        number = plain.removesuffix(unit).rstrip()
        if plain.endswith(unit) and read_number(number) is not None:
            return convert(column, [number])[0]
    return None


def _units(column: Column) -> Sequence[str]:
    ends = [words for end, words in _UNITS.items() if column.field.endswith(end)]
    return " ".join([*ends, _UNITS.get(column.kind, "")]).split()


def _step(column: Column, text: str) -> int | None:
    """Return the step that a number with its name, or a name alone, stands for."""
    if column.field not in _STEPS or column.kind != "int":
        return None
    told = _STEP.fullmatch(text)
    if told and not told[2].strip("步阶段 "):
        return int(told[1])
    name = fold(told[2] if told else text)
    found = {step for step, names in _named(column).items() if _is_part(name, names)}
    if told:
        return int(told[1]) if int(told[1]) in found else None
    return found.pop() if len(found) == 1 else None


def _named(column: Column) -> Mapping[int, Sequence[str]]:
    kind = _STEPS[column.field]
    both = [cards(kind, lang) for lang in ("en", "zh")]
    return {step: [fold(one[str(step)]["name"]) for one in both] for step in range(1, 7)}


def _is_part(text: str, names: Sequence[str]) -> bool:
    return text in names or (_says_enough(text) and any(text in name for name in names))


def read_as(column: Column, bad: Bad) -> Any:
    """Return what a cell that breaks its rule is read as; ``None``: it stays unread."""
    if bad.code not in ("NOT_A_NUMBER", "NOT_A_WORD") or not isinstance(bad.value, str):
        return None
    found = meant(column, bad.value)
    return None if isinstance(found, Bad) and found.code == bad.code else found
