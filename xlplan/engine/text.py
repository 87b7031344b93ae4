"""How is it said? English and Chinese for every text, and numbers as a reader expects them.

English stands in the code, at the place that speaks; Chinese stands in ``zh.toml`` under the same
text (labels) or the same code (findings). A text without its Chinese fails a test, not a user.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from xlplan.core.issues import SENTENCES, Finding, PlanError, filled
from xlplan.core.scores import round_half_up

LANGUAGES = ("en", "zh")
DASH = "–"
MOST_DIGITS = 6
"""Decimals beyond which an amount beside a larger one is told as nothing."""
_LISTS = ("known", "formats")
"""Params that list words of ours, with commas."""
_FLAGS = ("yes", "no")
_CHINESE = "_zh"
"""How a param ends that stands for another where Chinese is spoken."""


@cache
def chinese() -> dict[str, Any]:
    """Return the tables of ``zh.toml``: ``label``, ``finding``, ``word``."""
    import tomllib

    return tomllib.loads((Path(__file__).parents[1] / "zh.toml").read_text("utf-8"))


def _enough(number: float, digits: int) -> int:
    """Return the decimals with which a number shows that it is not 0."""
    while number and digits < MOST_DIGITS and not round_half_up(number, digits):
        digits += 1
    return digits


class Texts:
    """The texts of one language.

    Example:
        >>> Texts("zh")("Risk table"), Texts("en")("Risk table")
        ('客户风险评估表', 'Risk table')
    """

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang if lang in LANGUAGES else "en"
        self._label: dict[str, str] = chinese()["label"] if self.lang == "zh" else {}

    def __call__(self, english: str, **params: object) -> str:
        """Return a label or sentence; ``params`` fill its braces."""
        text = self._label.get(english, english)
        return text.format_map(params) if params else text

    def sentence(self, code: str, params: dict[str, str]) -> tuple[str, str]:
        """Return what is wrong and the next step, for a code of ``core.issues``."""
        english = SENTENCES[code]
        if self.lang == "zh":
            found, params = chinese()["finding"][code], self._in_chinese(params)
            return filled(found["what"], params), filled(found["step"], params)
        return filled(english.what, params), filled(english.step, params)

    def _in_chinese(self, params: dict[str, str]) -> dict[str, str]:
        """Return params with what is ours and the system's in Chinese; a cell's text stays."""
        said = params.copy()  # of the kind that it is: one may answer for names it does not hold
        for key, text in params.items():
            if key != "value":
                said[key] = text.replace("”, “", "”、“")
            if key.endswith(_CHINESE):
                said[key.removesuffix(_CHINESE)] = text
            if key in _LISTS:
                said[key] = said[key].replace(", ", "、")
        if "reason" in params:
            said["reason"] = self._label.get(params["reason"], params["reason"])
        if params.get("default") in _FLAGS:
            said["default"] = self._label[params["default"]]
        return said

    def finding(self, found: Finding) -> str:
        """Return a finding as one line: where – what, then the next step."""
        params = dict(found.params) | {"value": found.value}
        what, step = self.sentence(found.code, params)
        where = f"{found.address} – " if found.address else ""
        return f"{where}{self.sentences(what, step)}"

    def error(self, wrong: PlanError) -> str:
        """Return an error as one line; the word that was perhaps meant comes last."""
        said = self.sentence(wrong.code, wrong.params)
        meant = wrong.params.get("meant")
        asked = self("Did you mean {near}?", near=meant) if meant else ""
        return self.sentences(*said, asked)

    def sentences(self, *said: str) -> str:
        """Return sentences one after the other; a Chinese full stop needs no blank."""
        return ("" if self.lang == "zh" else " ").join(said).strip()

    # punctuation

    def named(self, name: str, value: str) -> str:
        """Return ``name: value``.

        Example:
            >>> Texts("en").named("Risk", "28.2"), Texts("zh").named("风险", "28.2")
            ('Risk: 28.2', '风险：28.2')
        """
        return f"{name}{'：' if self.lang == 'zh' else ': '}{value}"

    def listed(self, words: Iterable[str]) -> str:
        """Return words with commas between them.

        Example:
            >>> Texts("en").listed(["a", "b"]), Texts("zh").listed(["甲", "乙"])
            ('a, b', '甲、乙')
        """
        return ("、" if self.lang == "zh" else ", ").join(words)

    def value(self, value: object) -> str:
        """Return an input as it is shown: a dash for a blank, yes and no, a word, a number.

        Example:
            >>> Texts().value(None), Texts().value(True), Texts().value(1234.5)
            ('–', 'yes', '1,234.5')
        """
        if value is None or value == "":
            return DASH
        if isinstance(value, bool):
            return self("yes") if value else self("no")
        if isinstance(value, (int, float)):
            return f"{value:,.5g}" if abs(value) < 1e5 else f"{value:,.0f}"
        return self(value) if isinstance(value, str) else str(value)

    def setting(self, value: object) -> str:
        """Return a number of the method in full, lists with semicolons.

        Example:
            >>> Texts().setting((30.0, 90.0)), Texts("zh").setting(False), Texts().setting(1e6)
            ('30; 90', '否', '1,000,000')
        """
        if isinstance(value, tuple):
            return "; ".join(f"{one:g}" for one in value)
        if isinstance(value, bool):
            return self.value(value)
        return f"{value:,.10g}" if isinstance(value, float) else str(value or DASH)

    # numbers; a missing one is a dash, never a zero

    def number(self, value: float | None, digits: int = 0) -> str:
        """Return 1,234.5 with so many digits."""
        return DASH if value is None else f"{round_half_up(value, digits):,.{digits}f}"

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Return a share (0–1) as 35%."""
        return DASH if share is None else f"{round_half_up(share * 100, digits):,.{digits}f}%"

    def money(self, amount: float | None, like: float | None = None) -> str:
        """Return money short enough to read: 2.92 m, 345 k; 292 万 in Chinese.

        ``like``: in the unit of that amount, with the decimals that show what is small beside it.

        Example:
            >>> Texts("en").money(-349, 850_000), Texts("zh").money(-349, 850_000)
            ('-0.3 k', '-0.03 万')
        """
        if amount is None:
            return DASH
        size = abs(amount if like is None else like)
        if self.lang == "zh":
            steps = ((1e8, " 亿", 2), (1e4, " 万", 1))
        else:
            steps = ((1e6, " m", 2), (1e4, " k", 0))
        for unit, name, digits in steps:
            if size >= unit:
                scale = 1e3 if name == " k" else unit
                shown = _enough(amount / scale, digits) if like else digits
                return f"{round_half_up(amount / scale, shown):,.{shown}f}{name}"
        return f"{round_half_up(amount):,.0f}"

    def date(self, day: dt.date | None) -> str:
        """Return a date, the same in both languages: 2026-11-22."""
        return DASH if day is None else day.isoformat()
