"""How are the cells of this column written, and which of them say nothing that a plan knows?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlplan.engine.imports.cells import NUMBERS, Held, Wrong, bare, converted
from xlplan.engine.imports.mapping import Format
from xlplan.engine.reading.numerals import decimal_sign
from xlplan.engine.reading.unit_doubts import has_own_unit
from xlplan.engine.reading.unit_notes import Unit
from xlplan.engine.reading.units import money_unit, of_a_hundred
from xlplan.engine.reading.values import pointed
from xlplan.engine.tables import Column, fold

_DATES = ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%y", "%Y%m%d", "%d-%b-%Y", "%b %d, %Y", "%Y年%m月%d日")
_NOTHING = frozenset(("-", "--", "–", "—", "n/a", "na", "#n/a", "none", "null", "nan", "tbd", "?"))
_FEW = 40  # different words, so that each can be given its meaning in a line
_STATUS = {
    "won": "success signed 成功",
    "lost": "loss failed 失败 战败",
    "ended": "dead abandoned 作废",
    "open": "negotiation 谈判 商务谈判",
}
"""Words beside those of the contract (``common_words``) that say a status only in another system."""
_STEPS = {
    "1": "lead new prospect prospecting development 线索 开发 意向",
    "2": "qualified qualification discovery engaging contacted entry 入围 跟进 需求确认",
    "3": "proposal proposalsent quoted quote quotation 方案 报价",
    "4": "bid tender evaluation 投标 招标 评标",
    "5": "negotiation contract contracting 谈判 商务谈判 合同",
    "6": "delivery won closedwon 交付 成交 赢单",
}
_STATUS["open"] += " " + " ".join(_STEPS[step] for step in "1234")  # a deal on its way is open
_MEANT = {
    field: {fold(word): meant for meant, words in told.items() for word in words.split()}
    for field, told in (("status", _STATUS), ("selling_step", _STEPS))
}
_STEP = re.compile(r"^\D{0,8}([1-6])\b")


class Fitted(NamedTuple):
    """How a column of a source fits a column of a plan.

    Args:
        words: what the map has to say about it: ``dates``, ``decimal``, ``times``, ``null``, ``map``.
        filled: cells that are not blank.
        unfit: those that fit nothing all the same.
    """

    words: dict[str, object]
    filled: int
    unfit: Sequence[str]

    @property
    def meant(self) -> Mapping[str, str]:
        """Return word of the source → word of the plan, ``""`` where it is not known."""
        found = self.words.get("map")
        return found if isinstance(found, dict) else {}


def fitted(
    column: Column, texts: Sequence[str], unit: str = "", above: Unit | None = None
) -> Fitted:
    """Return how the cells fit: as they are, or in the way that leaves fewest unfit.

    Choice: where a blank has a meaning of its own, a word without one is no blank: it stays out of
    the map, and unfit, so that the plan does not take its row for what it may not be.

    Args:
        column: of the plan.
        texts: the cells that are not blank.
        unit: of the source's heading, such as 万元.
        above: the unit that stands above the headings, for amounts whose heading names none.

    Example:
        >>> from xlplan.engine.contract import OPPORTUNITIES
        >>> fitted(OPPORTUNITIES.by_field["created"], ["4/30/2026", "n/a"]).words
        {'dates': ['%m/%d/%Y'], 'null': ['n/a']}
    """
    blanks = {text for text in _unfit(column, texts, Format()) if _plain(text) in _NOTHING}
    told = [text for text in texts if text not in blanks]
    null = sorted(set(map(_plain, blanks)))
    said: dict[str, object] = {"null": null} if null else {}
    words, unfit = min(_ways(column, told), key=lambda way: len(way[1]))
    unclear = _hundredfold(column, told, str(words.get("decimal", ".")))
    if unclear is not None:
        words["times"], unfit = 0.01, [*unfit, *unclear]
    elif column.kind == "money" and (scale := _scale(column, unit, above)) != 1.0:
        words["times"] = int(scale) if scale.is_integer() else scale
    different = list(dict.fromkeys(text.strip() for text in unfit))
    if different and len(different) <= _FEW and (column.kind == "word" or column.high == 6.0):
        meant = {text: _meaning(column, text) for text in different}
        if column.decides:
            meant = {text: word for text, word in meant.items() if word}
        if meant:
            words["map"] = meant
        unfit = [text for text in unfit if text.strip() not in meant]
    return Fitted(words | said, len(texts), unfit)


def _scale(column: Column, unit: str, above: Unit | None) -> float:
    if above is None or has_own_unit(column, unit):
        return money_unit(unit)[0]
    return above.scale or 1.0


def _ways(
    column: Column, texts: Sequence[str]
) -> Iterable[tuple[dict[str, object], Sequence[str]]]:
    """Yield each way to read the cells, the likeliest first, and the cells that it does not fit."""
    sign = decimal_sign([text for text in texts if not isinstance(text, Held)])
    if column.kind in NUMBERS and sign == ",":
        yield {"decimal": ","}, _unfit(column, texts, Format(decimal=","))
    yield {}, _unfit(column, texts, Format(decimal="." if sign == "." else ""))
    if column.kind == "date":
        for form in _DATES:
            yield {"dates": [form]}, _unfit(column, texts, Format(dates=(form,)))


def _unfit(column: Column, texts: Sequence[str], form: Format) -> Sequence[str]:
    return [text for text in texts if isinstance(converted(column, bare(text), form), Wrong)]


def _plain(text: str) -> str:
    return text.strip().casefold()


def _hundredfold(column: Column, texts: Sequence[str], decimal: str) -> Sequence[str] | None:
    """Return which shares are unclear where they are written as 30; ``None`` where as 0.3 or 30 %."""
    if column.kind != "share":
        return None
    cells = [one.value if isinstance(one, Held) else pointed(one, decimal) for one in texts]
    _, scale, unclear = of_a_hundred(cells)
    return None if scale == 1.0 else [texts[at] for at in unclear]


def _meaning(column: Column, text: str) -> str:
    """Return what a word probably means; ``""`` where only a person can tell."""
    known = _MEANT.get(column.field, {}).get(fold(text), "")
    if known or column.kind != "int":
        return known
    step = _STEP.match(text)
    return step[1] if step else ""
