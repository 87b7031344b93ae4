"""What does a unit say of the numbers under it? In a heading, behind it, or in a row of its own.

``金额（万元）``, ``Gross margin %``, or a row under the headings with nothing but units in it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import normalize

from xlplan.engine.reading.values import CURRENCIES, CURRENCY_NAMES, SIZE_NAMES, TIMES, read_share
from xlplan.engine.tables import Column

PERCENT = "%"
_MOSTLY = 2  # so many times as many cells within 1 as above it make a column of shares

_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_IN_WORDS = re.compile(r"(.+?)(?:\s*,\s*|\s+(?=in\s))(.+)", re.IGNORECASE)
_SPELLINGS = (
    (re.compile(r"['’]?000(?:['’]?s\b|['’])?"), "k"),
    (re.compile(r"\b(thousand|million|billion)s\b"), r"\1"),
    (re.compile(r"(?<![a-z])tsd\b\.?"), "k"),
    (re.compile(r"(?<![a-z])(?:10k|w)(?![a-z])"), "万"),
)
"""Sizes as they are written over columns and nowhere else."""
_A_YEAR = re.compile(r"\s*(?:[/每]|a |per |p\.\s?)(?:年|yr?|year|annum|a)\.?$|^单位[:：]?\s*")
_OF_MONEY = re.compile(
    rf"(?:in\s+)?(?P<first>{CURRENCY_NAMES})?\s*(?:in\s+)?(?P<size>{SIZE_NAMES})?\.?\s*(?:of\s+)?"
    rf"(?P<second>{CURRENCY_NAMES})?\s*\(?(?P<third>{CURRENCY_NAMES})?\)?"
)
_SPAN = re.compile(r"[a-z0-9是否]{1,3}\s*(?:[-–—~/至到]|to)\s*[a-z0-9是否]{1,4}%?")
_NOTHING = frozenset(("n/a", "k/a", "n-a"))  # spans to look at, but the planner's “not known”
_DAY = re.compile(r"[ymd年月日/.\- ]{4,}")
_WORDS = frozenset(
    "% ‰ 天 日 周 月 个月 年 小时 工时 时 分钟 分 次 个 人 家 级 倍 d day days w week weeks month "  # noqa: SIM905
    "months y yr year years h hr hrs hour hours min pts point points score times x pcs".split()
)
_KINDS = frozenset(
    "text string number numeric integer int decimal date flag id key unit units required optional "  # noqa: SIM905
    "文本 文字 字符 数字 数值 整数 日期 单位 必填 选填 可选 唯一".split()
)
_MEASURED = frozenset(("money", "share", "score", "rating", "number", "int", "date"))


def heading_unit(text: str) -> str:
    """Return the unit at the end of a heading: in brackets, a bare percent sign, or money in words.

    Example:
        >>> heading_unit("金额（万元）*"), heading_unit("Gross margin %"), heading_unit("Amount")
        ('万元', '%', '')
        >>> heading_unit("Sales 12m in thousands"), heading_unit("Wallet, k€")
        ('in thousands', 'k€')
    """
    plain = normalize("NFKC", text).strip().rstrip("*").rstrip()
    found = _IN_BRACKETS.search(plain)
    if found:
        return found[1].strip()
    return PERCENT if plain.endswith(PERCENT) else in_words(plain)[1]


def in_words(heading: str) -> tuple[str, str]:
    """Return a heading without the unit of money that follows it in words, and that unit.

    Example:
        >>> in_words("Sales 12m in thousands of USD"), in_words("Name, first")
        (('Sales 12m', 'in thousands of USD'), ('Name, first', ''))
    """
    found = _IN_WORDS.fullmatch(normalize("NFKC", heading).strip())
    if found is None or read_unit(found[2]) is None:
        return heading, ""
    return found[1], found[2]


def money_unit(unit: str) -> tuple[float, tuple[str, ...]]:
    """Return what one stands for under a unit of money, and its currencies.

    Example:
        >>> money_unit("万元/年")[0], money_unit("k€"), money_unit("RMB 万"), money_unit("net")
        (10000.0, (1000.0, ('EUR',)), (10000.0, ('CNY',)), (1.0, ()))
    """
    return read_unit(_A_YEAR.sub("", _folded(unit))) or (1.0, ())


def read_unit(unit: str) -> tuple[float, tuple[str, ...]] | None:
    """Return what one stands for under a unit of money, and its currencies; ``None`` for all else.

    Example:
        >>> read_unit("thousands of USD"), read_unit("万元（人民币）"), read_unit("weeks")
        ((1000.0, ('USD',)), (10000.0, ('CNY',)), None)
        >>> [read_unit(one)[0] for one in ("w", "10k RMB", "Tsd. EUR")]
        [10000.0, 10000.0, 1000.0]
    """
    plain = _folded(unit)
    for spelling, size in _SPELLINGS:
        plain = spelling.sub(size, plain)
    found = _OF_MONEY.fullmatch(plain)
    if found is None or not any(found.groups()):
        return None
    named = [CURRENCIES[one] for one in found.group("first", "second", "third") if one]
    codes = tuple(code for code in named[0] if all(code in one for one in named)) if named else ()
    if named and not codes:
        return None  # two that contradict
    return TIMES[found["size"]] if found["size"] else 1.0, codes


def _folded(unit: str) -> str:
    return normalize("NFKC", unit).casefold().strip()


def is_unit(text: str) -> bool:
    """Return whether a text is a unit, or says what kind of cell is wanted.

    Example:
        >>> is_unit("（万元）"), is_unit("%"), is_unit("A–E"), is_unit("text"), is_unit("East/West")
        (True, True, True, True, False)
    """
    plain = plain_unit(text)
    known = plain in _WORDS or plain in _KINDS or plain in CURRENCIES
    return bool(
        known
        or (_SPAN.fullmatch(plain) and plain not in _NOTHING)
        or _DAY.fullmatch(plain)
        or money_unit(plain) != (1.0, ())
    )


def is_unit_of(column: Column, text: str) -> bool:
    """Return whether a text under a heading is its unit; under an id or a name a word such as “text”.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> is_unit_of(CUSTOMERS.by_field["id"], "c-1"), is_unit_of(CUSTOMERS.by_field["id"], "text")
        (False, True)
    """
    return plain_unit(text) in _KINDS if _is_name(column) else is_unit(text)


def _is_name(column: Column) -> bool:
    return column.required and column.kind not in _MEASURED


def is_unit_row(row: Sequence[Any], columns: Mapping[int, Column]) -> bool:
    """Return whether a row under the headings holds units, and no record.

    Nothing stands in it where an id or a name must stand, but a word such as “text”; where numbers
    and days belong stand units, one at least.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> columns = dict(enumerate(CUSTOMERS.by_field[name] for name in ("id", "name", "sales_12m")))
        >>> is_unit_row(["单位", "", "万元"], columns), is_unit_row(["K", "M", "万元"], columns)
        (True, False)
    """
    filled = [
        (column, cell)
        for at, column in columns.items()
        if at < len(row) and (cell := row[at]) is not None and str(cell).strip()
    ]
    if not all(isinstance(cell, str) for _, cell in filled):
        return False
    measured = [is_unit(cell) for column, cell in filled if column.kind in _MEASURED]
    named = [is_unit_of(column, cell) for column, cell in filled if _is_name(column)]
    return all(measured) and all(named) and (bool(measured) or len(named) > 1)


def of_a_hundred(values: Sequence[Any]) -> tuple[list[Any], float, list[int]]:
    """Return the cells of shares under a heading in %, what one stands for, and which are unclear.

    Choice: the column decides. With a number above 1 it counts in percent, and 20 is 0.2; without
    any, or with twice as many that are none, its cells are shares that a format shows in percent,
    and 0.2 stays. Where it counts in percent, a number up to 1 could be either (1 is 1 % or all of
    it), and is told.

    Example:
        >>> of_a_hundred([20.0, "35", "30%", None])
        ([0.2, 0.35, '30%', None], 0.01, [])
        >>> of_a_hundred([0.2, 1.0]), of_a_hundred([0.2, 20.0])[2]
        (([0.2, 1.0], 1.0, []), [0])
    """
    numbers = {
        at: found for at, cell in enumerate(values) if (found := bare_share(cell)) is not None
    }
    above = sum(abs(number) > 1.0 for number in numbers.values())
    within = [at for at, number in numbers.items() if 0.0 < abs(number) <= 1.0]
    if not is_in_percent([*numbers.values()], above):
        return list(values), 1.0, []
    hundredth = [numbers[at] / 100.0 if at in numbers else cell for at, cell in enumerate(values)]
    return hundredth, 0.01, within


def is_in_percent(numbers: Sequence[float], above: int) -> bool:
    """Return whether a column counts in percent, of whose numbers so many can be no shares."""
    within = sum(0.0 < abs(number) <= 1.0 for number in numbers)
    return within < _MOSTLY * above


def bare_share(cell: object) -> float | None:
    """Return the number of a cell that says nothing of percent itself."""
    if isinstance(cell, str):
        return None if normalize("NFKC", cell).strip().endswith(PERCENT) else read_share(cell)
    return float(cell) if type(cell) in (int, float) else None  # type: ignore[arg-type]


def plain_unit(text: str) -> str:
    """Return a unit as it is compared: without case, width and what is around it."""
    return _folded(text).strip("()[]【】:").strip()
