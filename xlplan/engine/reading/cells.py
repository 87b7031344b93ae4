"""What does a column of cells mean? Each kind of the contract, converted a whole column at a time.

A value that already has the right type passes through one comparison; only the others are looked
at one by one. What cannot be read becomes a ``Bad`` in its place, which says why; a blank becomes
``None``.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlplan.core.numbers import LARGEST, LEAST, too_near
from xlplan.engine.reading.numerals import (
    any_number,
    both_readings,
    decimal_sign,
    either,
    is_unclear,
    number_reader,
    shown_sign,
)
from xlplan.engine.reading.values import Money, pointed, read_date, read_flag, read_number
from xlplan.engine.tables import Column, fold

Cells = Sequence[Any]

FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2100, 12, 31)
ERRORS = frozenset(
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! "  # noqa: SIM905
    "#CONNECT! #BUSY! #UNKNOWN! #PYTHON!".split()
)
_SIGNED = "+-＋－"  # A- is no A, though names are compared without light punctuation
_BEYOND = ("OUT_OF_RANGE", "SHARE_OUT_OF_RANGE", "TOO_NEAR")
_RANGES = {"share": (0.0, 1.0), "score": (0.0, 100.0), "rating": (1.0, 5.0)}


class Bad:
    """A cell that cannot be read.

    Args:
        code: the rule, a key of ``SENTENCES``.
        value: the cell as found.
        params: the words that its sentence needs.
    """

    __slots__ = ("code", "params", "value")

    def __init__(self, code: str, value: object, **params: str) -> None:
        self.code, self.value, self.params = code, value, params


def convert(column: Column, values: Cells, scale: float = 1.0) -> list[Any]:
    """Return the values of a column, typed; ``None`` for a blank, ``Bad`` for what cannot be read.

    Args:
        column: its kind, words and limits.
        values: the cells as found.
        scale: what one stands for under a heading such as “Amount (万元)”; money only.

    Example:
        >>> from xlplan.engine.contract import OPPORTUNITIES
        >>> convert(OPPORTUNITIES.by_field["amount"], [1200.0, "", "1.2万"])
        [1200.0, None, 12000.0]
        >>> convert(OPPORTUNITIES.by_field["fit"], [120.0])[0].code
        'OUT_OF_RANGE'
    """
    kinds = set(map(type, values))
    if kinds <= {str, type(None)} and not any(values):
        return [None] * len(values)
    return _CONVERTERS[column.kind](column, values, kinds, scale)


def shown(value: object) -> str:
    """Return a cell as its owner sees it: 35, not 35.0.

    Example:
        >>> shown(35.0), shown(True), shown(" a")
        ('35', 'TRUE', 'a')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < LARGEST else repr(value)
    return str(value).strip()


def limits(column: Column) -> tuple[float, float]:
    """Return the smallest and the largest number that a column takes."""
    low, high = _RANGES.get(column.kind, (-LARGEST, LARGEST))
    return low if column.low is None else column.low, high if column.high is None else column.high


def _text(_column: Column, values: Cells, _kinds: set[type], _scale: float) -> list[Any]:
    found = [(v.strip() or None) if type(v) is str else _as_text(v) for v in values]
    if ERRORS.isdisjoint(found):
        return found
    return [Bad("ERROR_CELL", v) if v in ERRORS else v for v in found]


def _as_text(value: object) -> str | None:
    return None if value is None else shown(value)


def _any(_column: Column, values: Cells, _kinds: set[type], _scale: float) -> list[Any]:
    return [_error_or(v, (v.strip() or None) if isinstance(v, str) else v) for v in values]


def _numbers(column: Column, values: Cells, _kinds: set[type], scale: float) -> list[Any]:
    low, high = limits(column)
    least = max(low, LEAST)  # what is 0 or less is rare and looked at one by one
    slow = _number_reader(column, scale)
    known = _Memory(slow)  # texts repeat; True and 1.0 would be one key, so only texts
    if scale != 1.0:
        values = [v * scale if type(v) in (float, int) else v for v in values]
    found = [
        v
        if type(v) is float and least <= v <= high
        else None
        if v == "" or v is None
        else known[v]
        if type(v) is str
        else slow(v)
        for v in values
    ]
    if known and (again := _by_sign(column, scale, known)):
        pairs = zip(values, found, strict=True)
        found = [again.get(v, one) if type(v) is str else one for v, one in pairs]
    return found


def _by_sign(column: Column, scale: float, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts that a point as the decimal sign may not read rightly, and what they are.

    Choice: a text that shows its sign is read by it; but 1,2 alone may be a slip. One that could be
    either is read by the sign that others show, else by the one that gives a number within the
    limits; with two such it stays unread. A comma before three digits parts thousands, unless others
    show that it does not.
    """
    signed = [text for text in known if shown_sign(text) or either(text)]
    sign, by_comma = decimal_sign(signed), _number_reader(column, scale, ",")
    found: dict[str, Any] = {}
    for text in signed:
        usual = known[text]
        if shown_sign(text) == "," or (sign == "," and either(text) == "."):
            if "." in text or len(signed) > 1:
                found[text] = by_comma(text)
        elif (either(text) and sign == ",") or (is_unclear(text) and not sign):
            other = by_comma(text)
            if type(usual) is Bad and usual.code in _BEYOND:
                found[text] = other
            elif type(other) is not Bad:
                found[text] = Bad("NUMBER_UNCLEAR", text, **both_readings(text))
    return found


def _number_reader(column: Column, scale: float, decimal: str = ".") -> Callable[[object], Any]:
    """Return the reader of the cells that are not simply numbers within the limits."""
    low, high = limits(column)
    read, code = number_reader(column, decimal), _UNREAD[column.kind]
    range_code = "SHARE_OUT_OF_RANGE" if column.kind == "share" else "OUT_OF_RANGE"

    def one(value: object) -> Any:
        found = read(value)
        if found is None:
            return _error_or(value, Bad(code, value))
        if scale != 1.0 and _is_bare(value, decimal):
            found *= scale
        amount = found.amount if type(found) is Money else found
        if too_near(amount):
            return Bad("TOO_NEAR", value, least=_limit(LEAST))
        if low <= amount <= high:
            return found or 0.0  # there is no minus nought
        return Bad(range_code, value, low=_limit(low), high=_limit(high))

    return one


def _integers(column: Column, values: Cells, _kinds: set[type], _scale: float) -> list[Any]:
    low, high = limits(column)

    def slow(value: object) -> Any:
        if value is None:
            return None
        found = any_number(value)
        if found is None:
            return _error_or(value, Bad("NOT_A_NUMBER", value))
        if not low <= found <= high:
            return Bad("OUT_OF_RANGE", value, low=_limit(low), high=_limit(high))
        return int(found) if found.is_integer() else Bad("NOT_WHOLE", value)

    return [
        int(v)
        if type(v) is float and low <= v <= high and v.is_integer()
        else None
        if v == ""
        else slow(v)
        for v in values
    ]  # fmt: skip


def _dates(_column: Column, values: Cells, kinds: set[type], _scale: float) -> list[Any]:
    return _remembered(_one_date, values, kinds)


def _one_date(value: object) -> Any:
    found = value
    if isinstance(value, dt.datetime):
        found = value.date()
    elif isinstance(value, str):
        found = read_date(value)
    if type(found) is not dt.date:
        return _error_or(value, Bad("NOT_A_DATE", value))
    if FIRST_DAY <= found <= LAST_DAY:
        return found
    return Bad("DATE_OUT_OF_RANGE", found, low=str(FIRST_DAY), high=str(LAST_DAY))


def _flags(_column: Column, values: Cells, kinds: set[type], _scale: float) -> list[Any]:
    return _remembered(_one_flag, values, kinds)


def _one_flag(value: object) -> Any:
    found = read_flag(value) if isinstance(value, str) else None
    if isinstance(value, int | float) and value in (0, 1):
        found = bool(value)
    return _error_or(value, Bad("NOT_A_FLAG", value)) if found is None else found


def _words(column: Column, values: Cells, kinds: set[type], _scale: float) -> list[Any]:
    spellings = column.spellings
    choices = " / ".join(dict.fromkeys(f"{en} {zh}".strip() for en, zh in column.words.items()))

    def one(value: object) -> Any:
        found = None
        if isinstance(value, str) and value.rstrip()[-1] not in _SIGNED:
            found = spellings.get(fold(value))
        return _error_or(value, Bad("NOT_A_WORD", value, words=choices)) if found is None else found

    return _remembered(one, values, kinds)


def _remembered(read: Callable[[object], Any], values: Cells, kinds: set[type]) -> list[Any]:
    """Convert each distinct value once."""

    def or_blank(value: object) -> Any:
        return (
            None if value is None or (isinstance(value, str) and not value.strip()) else read(value)
        )

    if bool in kinds and not kinds.isdisjoint((int, float)):
        return [or_blank(value) for value in values]  # True and 1.0 are the same key
    known = _Memory(or_blank)
    return [known[value] for value in values]


class _Memory(dict[Any, Any]):
    """A table that fills itself."""

    def __init__(self, read: Callable[[object], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, value: object) -> Any:
        found = self[value] = self._read(value)
        return found


def _error_or(value: object, otherwise: object) -> Any:
    if isinstance(value, str):
        if value.strip() in ERRORS:
            return Bad("ERROR_CELL", value.strip())
        if not value.strip():
            return None
    return otherwise


def _is_bare(value: object, decimal: str) -> bool:
    return isinstance(value, str) and read_number(pointed(value, decimal)) is not None


def _limit(number: float) -> str:
    return f"{number:g}"


_UNREAD = {"money": "NOT_MONEY", "share": "NOT_A_SHARE"} | dict.fromkeys(
    ("number", "score", "rating"), "NOT_A_NUMBER"
)
"""Kind of a column of numbers → what is said of a text that is none."""

_CONVERTERS: dict[str, Callable[[Column, Cells, set[type], float], list[Any]]] = {
    "text": _text,
    "id": _text,
    "any": _any,
    "date": _dates,
    "flag": _flags,
    "word": _words,
    "int": _integers,
    **dict.fromkeys(_UNREAD, _numbers),
}
