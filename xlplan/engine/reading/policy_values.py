"""What does a key of the Policy take? Its value, typed; what is asked for where one does not fit."""

import datetime as dt
import re
from itertools import pairwise

from xlplan.core.defaults import Entry
from xlplan.core.numbers import LARGEST, LEAST, too_near
from xlplan.core.policy import Value
from xlplan.engine.reading.cells import Bad, convert, shown
from xlplan.engine.reading.values import Money, read_currency, read_share
from xlplan.engine.tables import Column, fold
from xlplan.engine.text import Texts

RANGES = {
    "risk": (0.0, 100.0),
    "DMI": (-100.0, 100.0),
    "PSE; DMI; gap": (-100.0, 100.0),
    "PSE; gap": (-100.0, 100.0),
    "share": (0.0, 1.0),
    "share a year": (0.0, 1.0),
    "factor": (0.0, 1.0),
    "weight": (0.0, 1e6),
    "points": (0.0, 100.0),
    "ratio": (0.0, 100.0),
    "rating": (1.0, 5.0),
    "HHI": (0.0, 10_000.0),
    "days": (1.0, 36_500.0),
    "years": (1.0, 50.0),
    "periods": (1.0, 40.0),
    "slips": (0.0, 100.0),
    "steps": (0.0, 5.0),
    "opportunities": (0.1, 1e6),
    "of 9 facts": (0.0, 9.0),
    "−1…1": (-1.0, 1.0),
    "logit/25 PSE": (0.0, 20.0),
    "× threshold": (0.0, 1e6),
    "× median": (0.1, 1000.0),
    "× amount": (0.01, 100.0),
    "× rate": (1.0, 100.0),
    "× due": (1.0, 100.0),
    "step": (1.0, 6.0),
    "contacts": (1.0, 1000.0),
    "touches": (1.0, 1000.0),
    "invitations": (1.0, 100.0),
    "hours": (0.0, 1e6),
    "rating points": (0.0, 4.0),
    "draws": (100.0, 1e6),
    "seed": (0.0, 2.0**31),
    "money": (0.0, LARGEST),
    "money/hour": (0.0, LARGEST),
}
"""Unit of a key → the smallest and the largest value that make sense. Choice."""

CHOICES = {"funnel.period_months": (1.0, 3.0, 12.0)}
"""Keys that take one of a few numbers only."""

ORDERED = frozenset(
    "dmi.attitude dmi.timing risk.levels win.clip abcd.days abcd.p abcd.risk abcd.money_down "  # noqa: SIM905
    "concentration.flags hhi.flags simulate.amount cadence.a cadence.b cadence.c cadence.d "
    "backtest.bins backtest.beta".split()
)
"""Rows of bounds: they must rise, or fall, as the default does."""

WEIGHTS = ("weight", "points")
"""Units of lists in which something must weigh."""

_LANGUAGES = {"en": "en", "english": "en", "英文": "en", "zh": "zh", "chinese": "zh", "中文": "zh"}
_MATRIX = re.compile(r"[A-D]{4}(?:\s+[A-D]{4}){3}")


def typed(key: str, entry: Entry, value: object) -> Value:
    """Return the value as the key's kind; ``None`` when it does not fit."""
    if entry.kind in ("text", "word"):
        return _text(key, entry, shown(value))
    if entry.kind == "numbers":
        return _numbers(key, entry, shown(value))
    low, high = RANGES.get(entry.unit, (-LARGEST, LARGEST))
    limited = entry.kind not in ("date", "flag")
    column = Column(
        key, key, key, entry.kind, low=low if limited else None, high=high if limited else None
    )
    found = convert(column, [value])[0]
    if type(found) is Bad:
        return None
    if type(found) is Money:
        found = found.amount
    if isinstance(found, dt.date):
        return found.isoformat()
    if key in CHOICES and found not in CHOICES[key]:
        return None
    return found if isinstance(found, bool) else float(found)


def _text(key: str, entry: Entry, text: str) -> str | None:
    if key == "currency":
        codes = read_currency(text)
        return codes[0] if codes else None
    if key == "lang":
        return _LANGUAGES.get(fold(text))
    if key == "abcd.matrix":
        matrix = " ".join(text.upper().split())
        return matrix if _MATRIX.fullmatch(matrix) else None
    if entry.kind == "word":
        return next((word for word in entry.words.split() if fold(word) == fold(text)), None)
    return text


def _numbers(key: str, entry: Entry, text: str) -> tuple[float, ...] | None:
    parts = _parts(text)
    found = [read_share(part) for part in parts]
    low, high = RANGES.get(entry.unit, (-LARGEST, LARGEST))
    numbers = tuple(
        one or 0.0 for one in found if one is not None and low <= one <= high and not too_near(one)
    )
    if len(numbers) != len(parts) or len(numbers) != int(entry.words):
        return None
    if entry.unit in WEIGHTS and not any(numbers):
        return None
    default = entry.default
    if key in ORDERED and isinstance(default, tuple):
        rising = default[0] < default[-1]
        pairs = pairwise(numbers)
        if not all(one < other if rising else one > other for one, other in pairs):
            return None
    return numbers


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[;；、\s]+", text) if part]


def asked(key: str, entry: Entry, value: object) -> tuple[str, dict[str, str]]:
    """Return the finding about a value that does not fit, and the words for what is asked for."""
    numbers = [read_share(part) for part in _parts(shown(value))]
    if any(too_near(one or 0.0) for one in numbers):
        return "POLICY_NEAR_ZERO", {"low": f"{LEAST:g}"}
    if entry.unit in WEIGHTS and set(numbers) == {0.0} and f"{len(numbers)}" == entry.words:
        return "POLICY_NO_WEIGHT", {}
    low, high = RANGES.get(entry.unit, (-LARGEST, LARGEST))
    span = {"low": _bound(low), "high": _bound(high)}
    if key in CHOICES:
        return "POLICY_CHOICE", {"known": ", ".join(f"{one:g}" for one in CHOICES[key])}
    if entry.kind == "numbers":
        return f"POLICY_{_order(key, entry)}", span | {"count": entry.words}
    if entry.kind == "word":
        return "POLICY_WORD", {"known": ", ".join(entry.words.split())}
    kind = "CODE" if key == "currency" else _KINDS.get(entry.kind, "NUMBER")
    return f"POLICY_{kind}", span


_KINDS = {"flag": "FLAG", "date": "DATE", "text": "MATRIX", "int": "WHOLE"}


def _bound(number: float) -> str:
    return "" if abs(number) >= LARGEST else f"{number:,.10g}"


def _order(key: str, entry: Entry) -> str:
    default = entry.default
    if key not in ORDERED or not isinstance(default, tuple):
        return "LIST"
    return "RISING" if default[0] < default[-1] else "FALLING"


def said(value: Value) -> str:
    """Return a value as the Policy sheet would show it; a dash for none."""
    return Texts().setting(value)
