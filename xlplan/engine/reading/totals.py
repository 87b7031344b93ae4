"""Does a text label a line of totals, and is the row that it stands in one? By its words."""

import re
from collections.abc import Callable
from enum import Enum
from unicodedata import normalize

_WORDS = (
    "grandtotal grandtotals subtotal subtotals 合计 总计 小计 共计 总和 汇总 合计数 总计数 "
    "平均 平均值 平均数 均值"
)
_ALWAYS = frozenset(_WORDS.split())
_ALSO_NAMES = frozenset(["total", "totals", "sum", "sums", "average", "averages"])
_AT_THE_END = ("小计", "合计", "总计", "共计")
LONGEST = 20  # letters of a label
_BRACKETS = re.compile(r"\([^()]*\)$")
_COUNTS = (
    r"[家个笔条人项单位户份行]|customers?|firms?|deals?|opportunit(?:y|ies)|invoices?|rows?|items?"
)
_HOLLOW = re.compile(rf"[\W_]*|n/?a|无|共?\s*\d[\d,.]*\s*(?:{_COUNTS})?", re.IGNORECASE)


class Kind(Enum):
    """How sure a text is to label a line of totals.

    Choice: nothing is called 小计 or Grand total; a firm may be called Total, or Sum.
    """

    SURE = "sure"
    OFTEN = "often"
    NONE = "none"


class Verdict(Enum):
    """What a row is, by its id and its name."""

    TOTAL = "total"
    UNSURE = "unsure"
    RECORD = "record"


def kind_of(value: object) -> Kind:
    """Return how sure a cell is to label a line of totals.

    Example:
        >>> kind_of("合 计:").value, kind_of("10月小计").value, kind_of("Total").value
        ('sure', 'sure', 'often')
        >>> kind_of("Totalgaz SA").value, kind_of("合计科技").value
        ('none', 'none')
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return Kind.NONE
    plain = "".join(normalize("NFKC", value).casefold().split())
    plain = _BRACKETS.sub("", plain).replace("-", "").strip(":—–()*")
    if plain in _ALWAYS or plain.endswith(_AT_THE_END):
        return Kind.SURE
    return Kind.OFTEN if plain in _ALSO_NAMES else Kind.NONE


def is_total(value: object) -> bool:
    """Return whether a cell labels a line of totals where the row is no record anyway.

    Example:
        >>> is_total("Total:"), is_total("合 计"), is_total("Totalgaz SA")
        (True, True, False)
    """
    return kind_of(value) is not Kind.NONE


def verdict(
    key: str | None, name: str | None, adds_up: Callable[[], bool], *, named: bool
) -> Verdict:
    """Return whether a row with an id and a name is a line of totals.

    Choice: a word that nothing is called decides by itself as an id, or as the name of what must
    have one; of a word that can be a name the row beside it does: an empty name, or an amount that
    is the sum of those above. A name that begins with the id is what the id is short for.

    Args:
        key: the text in its column of ids.
        name: the text in its column of names.
        adds_up: asked whether an amount of the row is the sum of those above.
        named: whether each record of the sheet must have a name.
    """
    first, second = kind_of(key), kind_of(name)
    if first is Kind.NONE and second is Kind.NONE:
        return Verdict.RECORD
    if key and name and second is Kind.NONE and _is_short_for(key, name):
        return Verdict.RECORD
    if first is Kind.SURE or (second is Kind.SURE and named):
        return Verdict.TOTAL
    if first is Kind.OFTEN and (not name or second is Kind.SURE or _HOLLOW.fullmatch(name.strip())):
        return Verdict.TOTAL
    sums = adds_up()
    if first is Kind.NONE and second is Kind.OFTEN:  # a firm with an id of its own
        return Verdict.UNSURE if sums else Verdict.RECORD
    return Verdict.TOTAL if sums else Verdict.UNSURE


def is_sum(value: object, above: list[float]) -> bool:
    """Return whether a number is the sum of those above it; of two at least.

    Example:
        >>> is_sum(3.0, [1.0, 2.0]), is_sum(1.0, [1.0]), is_sum(0.0, [0.0, 0.0])
        (True, False, False)
    """
    if type(value) is not float or not value or len(above) < 2:
        return False
    return abs(sum(above) - value) <= 1e-6 * abs(value)


def _is_short_for(key: str, name: str) -> bool:
    short, whole = key.strip().casefold(), name.strip().casefold()
    rest = whole.removeprefix(short)
    return rest != whole and not _HOLLOW.fullmatch(rest.strip())
