"""What does a text above a table say of the unit of its amounts? ``单位：万元``, ``in thousands of USD``.

Only a text of which nothing else can be meant is certain; one that mentions a unit besides is known
as such, so that it can be told.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from xlplan.engine.reading.units import is_unit, read_unit
from xlplan.engine.reading.values import CURRENCY_NAMES, SIZE_NAMES, TIMES


class Unit(NamedTuple):
    """What one stands for (``None``: only a currency is named), and the currencies that fit."""

    scale: float | None
    currencies: tuple[str, ...]


class Note(NamedTuple):
    """What a text says of units of money.

    Args:
        units: what it says; where it is not certain, what it seems to say, as far as can be told.
        certain: nothing else can be meant.
        bare: it is a unit and nothing besides, as may stand over a single column, too.
    """

    units: tuple[Unit, ...]
    certain: bool
    bare: bool = False


_LONGEST = 2_000  # characters of a text that is looked through
_EDGES = " ,.、。()[]【】<>《》*"

_ZH_UNIT = r"(?:本表|表[中内]|以下)?(?:金额|货币|人民币|计价|记账|价格)?(?:计[量算])?单位"
_ZH_NAME = rf"(?:{_ZH_UNIT}|币种|币别|货币)(?:\s*均?[:=为是])?|金额\s*:"
_EN_NAME = (
    r"(?:(?:monetary |currency |money )?units?(?: of (?:money|currency|account))?|currency)\b"
    r"(?:\s*[:=]|\s+in\b)?"
)
_EN_SENTENCE = (
    r"(?:all )?(?:(?:amounts?|figures|values|money|prices)(?: (?:are|is))?[:,]? )?"
    r"(?:(?:stated|expressed|shown|given|reported|presented) )?in\b"
)
_NAME = re.compile(rf"{_ZH_NAME}|{_EN_NAME}|{_EN_SENTENCE}")
_BY = re.compile(r"(?:本表|表中|以下|所有)?(?:金额)?均?以(.+?)(?:为单位|计|列示|表示)")
_ONLY_NAME = re.compile(rf"{_ZH_UNIT}|币种|币别|货币|units?|currency")
_OF_AMOUNTS = re.compile(
    r"(?:本表|表[中内])?(?:金额|货币|人民币|币)|currency|money|monetary|amount"
)
_OF_CURRENCY = re.compile(r"币|currency")
_BETWEEN = re.compile(
    rf"\s*[\n;|]\s*|\s{{2,}}|[\s,:(\[]+(?={_ZH_UNIT}|币种|币别)|[,(\[]\s*(?={_EN_NAME}|in\s)"
)
_AFTER_NAME = re.compile(r"(?<=[:=])\s+|(?<=[单十百千万亿])\s+(?=[位万亿元])")  # 单 位：万 元
_ASIDE = re.compile(
    r"^除.{0,12}外,?\s*|,?\s*unless otherwise (?:stated|noted|indicated)$"
    r"|\s*\((?:不?含税|未税|net|gross|net of vat|(?:excl|incl)(?:\.|uding) vat)\)?$"
)
_COUNTED = tuple(
    (re.compile(rf"(?<![\d,.]){digits}(?![\d,.])"), size)
    for digits, size in (("1,?000", "k"), ("10,?000", "万"), ("1,?000,?000", "m"))
)
_COUNT = re.compile(r"数量|件数|quantit")

_WORD = rf"[tw]?(?:{SIZE_NAMES})?\s*(?:{CURRENCY_NAMES}|thousand|million|billion|dollar|pound)s?"
_BOUNDED = re.compile(rf"(?<![^\W\d_]){_WORD}\s*(?:{SIZE_NAMES})?(?![^\W\d_])")
_IN_A_UNIT = re.compile(rf"\bin\s+(?P<unit>.*?{_BOUNDED.pattern})")
_AT_END = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")


def read_note(text: str) -> Note | None:
    """Return what a text says of units of money; ``None`` when it says nothing of them.

    Example:
        >>> read_note("单位：万元").units[0].scale, read_note("Unit: k€").units
        (10000.0, (Unit(scale=1000.0, currencies=('EUR',)),))
        >>> read_note("单位：万元（数量：台）").certain, read_note("编制单位：东风水泥")
        (False, None)
    """
    if len(text) > _LONGEST:
        return None
    plain = _AFTER_NAME.sub("", normalize("NFKC", text).casefold().strip())
    parts = [part for one in _BETWEEN.split(plain) if (part := one.strip(_EDGES))]
    named = [(part, _named(part)) for part in parts]
    units = [unit for _, unit in named if unit is not None]
    of_money = all(_OF_AMOUNTS.match(part) for part, unit in named if unit)
    beside = [part for part, unit in named if unit is None]
    if units and not any(_disturbs(part, of_money=of_money) for part in beside):
        both = merge(units)
        return Note((both,) if both else (), certain=both is not None)
    if len(parts) == 1 and (unit := _unit(parts[0])) and unit.scale != 1.0 and unit.currencies:
        return Note((unit,), certain=True, bare=True)
    seen = tuple(_seen(plain))
    if _announces(plain):
        return Note((), certain=False)
    return Note(seen, certain=False) if seen else None


def merge(units: Sequence[Unit]) -> Unit | None:
    """Return what several notes say together; ``None`` when they contradict.

    Example:
        >>> merge([Unit(1e4, ("CNY", "TWD")), Unit(None, ("CNY",))])
        Unit(scale=10000.0, currencies=('CNY',))
    """
    scales = {one.scale for one in units if one.scale is not None}
    named = [one.currencies for one in units if one.currencies]
    codes = tuple(code for code in named[0] if all(code in one for one in named)) if named else ()
    if len(scales) > 1 or (named and not codes):
        return None
    return Unit(next(iter(scales), None), codes)


def is_other_unit(text: str) -> bool:
    """Return whether a text names a unit of something else than money.

    Example:
        >>> is_other_unit("单位：%"), is_other_unit("单位：万元"), is_other_unit("单位：销售部")
        (True, False, False)
    """
    plain = normalize("NFKC", text).casefold().strip(_EDGES)
    name = _NAME.match(plain)
    rest = plain[name.end() :].strip(_EDGES) if name else plain
    return is_unit(rest) and read_unit(rest) is None


def is_name(text: str) -> bool:
    """Return whether a text only announces a unit, which then stands in the next cell.

    Example:
        >>> is_name("单位："), is_name("Unit"), is_name("单位：万元")
        (True, True, False)
    """
    plain = normalize("NFKC", text).casefold().strip(f"{_EDGES}:=")
    return bool(_ONLY_NAME.fullmatch(plain))


def _named(part: str) -> Unit | None:
    """Return the unit that a clause announces, where it says nothing besides."""
    plain = _ASIDE.sub("", _ASIDE.sub("", part)).strip()
    if by := _BY.fullmatch(plain):
        return _unit(by[1])
    name = _NAME.match(plain)
    found = _unit(plain[name.end() :]) if name else None
    if found and name and found.scale == 1.0 and _OF_CURRENCY.search(name[0]):
        return found._replace(scale=None)
    return found


def _unit(text: str) -> Unit | None:
    """Return a unit of which nothing else can be meant: a letter such as M can be anything."""
    plain = text.strip(_EDGES)
    for digits, size in _COUNTED:
        plain = digits.sub(size, plain)
    anything = len(plain) == 1 and plain.isascii() and plain.isalpha()
    found = None if anything else read_unit(re.sub(r"[()]", " ", plain))
    return Unit(*found) if found else None


def _disturbs(part: str, *, of_money: bool) -> bool:
    """Return whether a clause beside a unit makes it doubtful what that is the unit of.

    ``of_money``: that one says itself that it is of amounts, and so of nothing counted beside.
    """
    if _announces(part) or any(True for _ in _seen(part)):
        return True
    return not of_money and (is_other_unit(part) or bool(_COUNT.search(part)))


def _announces(plain: str) -> bool:
    """Return whether a text has a word for a unit, and one of money somewhere behind it."""
    for name in _NAME.finditer(plain):
        before, rest = plain[: name.start()], plain[name.end() :]
        begins = not before or not (before[-1].isalnum() or before[-1] == " ")
        if (begins or not name[0].isascii()) and (_BOUNDED.search(rest) or _is_size(rest)):
            return True
    by, whole = _BY.search(plain), plain.strip(_EDGES)
    unread = _BOUNDED.fullmatch(whole) and read_unit(whole) is None  # T€
    return bool(unread or (by and _BOUNDED.search(by[1])))


def _is_size(text: str) -> bool:
    plain = text.strip(_EDGES)
    return plain in TIMES or plain == "w"


def _seen(plain: str) -> Iterator[Unit]:
    """Yield the units that a text seems to name: alone, in brackets at its end, or after “in”."""
    whole = _unit(plain)
    if whole and whole.scale != 1.0:
        yield whole
    if (found := _AT_END.search(plain)) and (unit := _unit(found[1])):
        yield unit
    if (found := _IN_A_UNIT.search(plain)) and (unit := _unit(found["unit"])):
        yield unit._replace(scale=None) if unit.scale == 1.0 else unit
