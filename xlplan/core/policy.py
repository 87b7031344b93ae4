"""Which numbers does the method use here? Policy: every figure with unit, meaning and source.

A plan runs on one ``Policy``: the defaults of ``defaults.py``, with what the Policy sheet of the
workbook sets otherwise, and the table of risk factors. Nothing else in the code holds a number of
the method.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlplan.core.defaults import DEFAULTS, RISK_TABLE
from xlplan.core.numbers import LARGEST

Value = float | str | bool | tuple[float, ...] | None
Found = float | str | bool | None
FLAGS = {"yes": True, "no": False}


class Anchors:
    """Points over an input: piecewise linear and flat outside, or a look-up of words.

    Example:
        >>> Anchors.parse("2.0=0; 1.5=25; 1.0=60; 0.7=100").points(1.2)
        46.0
        >>> Anchors.parse("funded=0; approved=30").points("approved")
        30.0
    """

    __slots__ = ("words", "xs", "ys")

    def __init__(self, pairs: list[tuple[float, float]], words: dict[Found, float]) -> None:
        pairs = sorted(pairs)
        self.xs = [x for x, _ in pairs]
        self.ys = [y for _, y in pairs]
        self.words = words

    @classmethod
    def parse(cls, text: str) -> "Anchors":
        """Read ``"input=points; …"``; inputs are all numbers (``5%`` too) or all words.

        Raises:
            ValueError: when a piece has no ``=``, points outside 0–100, or words and numbers mix.
        """
        pairs: list[tuple[float, float]] = []
        words: dict[Found, float] = {}
        for piece in text.replace("；", ";").replace("＝", "=").split(";"):
            if not piece.strip():
                continue
            left, right = piece.split("=")
            points = float(right)
            if not 0.0 <= points <= 100.0:
                raise ValueError(piece)
            try:
                pairs.append((_number(left), points))
            except ValueError:
                words[left.strip()] = points
                if left.strip() in FLAGS:  # a flag column holds True and False
                    words[FLAGS[left.strip()]] = points
        if bool(pairs) == bool(words) or len({x for x, _ in pairs}) < len(pairs):
            raise ValueError(text)
        return cls(pairs, words)

    def points(self, found: Found) -> float | None:
        """Return the points of an input; ``None`` for a missing one or an unknown word."""
        if found is None:
            return None
        return self.reader(found)

    @property
    def reader(self) -> Callable[[Any], float | None]:
        """Return how to turn a known input into points, as fast as it gets."""
        if self.words:
            return self.words.get
        xs, pieces = self.xs, self._pieces()

        def between(found: float | str) -> float | None:
            if isinstance(found, str):
                return None
            x0, y0, slope = pieces[bisect_right(xs, found)]
            return y0 + slope * (found - x0) if slope else y0  # flat ends share their number

        return between

    def column(self, inputs: Sequence[Found]) -> list[float | None]:
        """Return the points of many inputs, as ``points`` gives each."""
        if self.words:
            get = self.words.get
            return [None if found is None else get(found) for found in inputs]
        xs, pieces = self.xs, self._pieces()
        return [
            None
            if found is None or isinstance(found, str)
            else piece[1] + piece[2] * (found - piece[0])
            if (piece := pieces[bisect_right(xs, found)])[2]
            else piece[1]
            for found in inputs
        ]

    def _pieces(self) -> list[tuple[float, float, float]]:
        """Return where each straight piece begins and how it slopes; flat before and after."""
        xs, ys = self.xs, self.ys
        between = [
            (x0, y0, (y1 - y0) / (x1 - x0))
            for x0, y0, x1, y1 in zip(xs, ys, xs[1:], ys[1:], strict=False)
        ]
        return [(xs[0], ys[0], 0.0), *between, (xs[-1], ys[-1], 0.0)]


def _number(text: str) -> float:
    text = text.strip()
    found = float(text[:-1]) / 100.0 if text.endswith(("%", "％")) else float(text)
    if not abs(found) <= LARGEST:
        raise ValueError(text)
    return found


@dataclass(frozen=True)
class Factor:
    """A row of the customer risk evaluation table.

    Args:
        key: short name, ``r01`` … in the default table.
        name: what it is called.
        weight: non-negative; the weights of a table should sum to 100.
        input: a computed quantity (``dmi``) or a field (``customer.current_ratio``).
        anchors: text of the anchors, see ``Anchors.parse``.
        knock_out: ``"<40"``, ``">0.5"``, ``"=E"`` or blank.
        group: ``money`` or ``win``: the half of the risk that it belongs to.
    """

    key: str
    name: str
    weight: float
    input: str
    anchors: str
    knock_out: str = ""
    group: str = "win"

    @cached_property
    def scale(self) -> Anchors:
        """Return the anchors, ready to use."""
        return Anchors.parse(self.anchors)

    def knocks_out(self, found: Found) -> bool:
        """Return whether this input alone rules the opportunity out."""
        if not self.knock_out or found is None:
            return False
        sign, limit = self._limit
        if isinstance(found, str) or isinstance(limit, str):
            return sign == "=" and str(found) == limit
        return found < limit if sign == "<" else found > limit

    @property
    def limit(self) -> float | None:
        """Return the number at which the factor knocks out; ``None`` for a word or without one."""
        limit = self._limit[1] if self.knock_out else None
        return None if isinstance(limit, str) else limit

    @cached_property
    def _limit(self) -> tuple[str, float | str]:
        sign, limit = self.knock_out[0], self.knock_out[1:].strip()
        return sign, limit if sign == "=" else _number(limit)


@dataclass(frozen=True)
class Policy:
    """The numbers in force for one plan.

    Args:
        changes: what the plan sets otherwise than the defaults, key → value.
        factors: the risk table in force.

    Example:
        >>> Policy().number("discount"), Policy({"discount": 0.12}).number("discount")
        (0.1, 0.12)
    """

    changes: Mapping[str, Value] = field(default_factory=dict)
    factors: tuple[Factor, ...] = tuple(Factor(*row) for row in RISK_TABLE)

    @cached_property
    def values(self) -> dict[str, Value]:
        """Return every key with the value in force."""
        return {key: entry.default for key, entry in DEFAULTS.items()} | dict(self.changes)

    def number(self, key: str) -> float:
        """Return a number that always has a value."""
        found = self.values[key]
        if isinstance(found, (int, float)):
            return float(found)
        raise TypeError(key)

    def optional(self, key: str) -> float | None:
        """Return a number that a plan may leave open (a target, say)."""
        return None if self.values[key] is None else self.number(key)

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a row of numbers."""
        found = self.values[key]
        if isinstance(found, tuple):
            return found
        raise TypeError(key)

    def flag(self, key: str) -> bool:
        """Return a yes or no."""
        return bool(self.values[key])

    def word(self, key: str) -> str:
        """Return a word."""
        return str(self.values[key] or "")
