"""Which units over a column are not read? So that weeks are not taken for days without a word."""

import re

from xlplan.core.numbers import LARGEST
from xlplan.engine.reading.cells import limits
from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.headings import Place
from xlplan.engine.reading.units import PERCENT, money_unit, plain_unit
from xlplan.engine.reading.values import CURRENCY_NAMES
from xlplan.engine.tables import Column

_TIME = {
    "days": "d day days 天 日",
    "weeks": "w week weeks 周 星期",
    "months": "month months 月 个月",
    "years": "y yr year years 年",
    "hours": "h hr hrs hour hours 小时 工时 时",
    "minutes": "min mins minute minutes 分钟",
}
_SPANS = {word: span for span, words in _TIME.items() for word in words.split()}
_NUMBERS = frozenset(("number", "int", "score", "rating"))
_RANGE = re.compile(r"(\d+)\s*(?:[-–—~至到]|to)\s*(\d+)")
_OF_MONEY = re.compile(
    rf"(?<![a-z])t?(?:{CURRENCY_NAMES})(?![a-z])|thousand|million|[万千亿]|(?:[/每]|\bper |\ba )\s*"
    r"(?:月|季|周|日|天|month|mo\b|quarter|week|day)|monthly|quarterly|月均"
)


def is_unused(column: Column, unit: str) -> bool:
    """Return whether a unit is neither the column's own nor one that is read there.

    Choice: what names no currency, size or time is a note, such as “net of VAT”.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> days, sales = CUSTOMERS.by_field["dso_days"], CUSTOMERS.by_field["sales_12m"]
        >>> is_unused(days, "weeks"), is_unused(days, "天"), is_unused(days, "average")
        (True, False, False)
        >>> is_unused(sales, "T€"), is_unused(sales, "k€"), is_unused(sales, "net of VAT")
        (True, False, False)
    """
    plain = plain_unit(unit)
    if column.kind == "money":
        return money_unit(unit) == (1.0, ()) and bool(_OF_MONEY.search(plain))
    if column.kind not in _NUMBERS:
        return column.kind == "share" and plain == "‰"
    return _is_strange(column, plain)


def _is_strange(column: Column, plain: str) -> bool:
    """Return whether a unit is none of a column of numbers, but a unit."""
    if span := _SPANS.get(plain):
        return not column.field.endswith(span)
    if plain in (PERCENT, "‰"):
        return column.kind != "score" or plain != PERCENT
    if found := _RANGE.fullmatch(plain):
        low, high = limits(column)
        return high < LARGEST and (float(found[1]), float(found[2])) != (low, high)
    return money_unit(plain) != (1.0, ())


def has_own_unit(column: Column, unit: str) -> bool:
    """Return whether the heading of an amount names a unit of money, even one that is not read.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> sales = CUSTOMERS.by_field["sales_12m"]
        >>> has_own_unit(sales, "EUR"), has_own_unit(sales, "T€"), has_own_unit(sales, "net of VAT")
        (True, True, False)
    """
    return money_unit(unit) != (1.0, ()) or is_unused(column, unit)


def tell_units(place: Place, gathered: Gathered) -> None:
    """Tell which units of a sheet are not read, and which contradict another of their column."""
    for name, at in place.columns.items():
        unit = place.unit(name)
        if unit and is_unused(place.sheet.by_field[name], unit):
            gathered.add("UNIT_NOT_USED", place.spot(at), place.headings[name], unit=unit)
        if other := place.head.clashes.get(at):
            gathered.add("UNIT_CLASH", place.spot(at), place.headings[name], unit=unit, other=other)
