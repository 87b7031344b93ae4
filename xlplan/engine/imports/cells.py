"""What does this text of a source file mean? Text → date, number, word, as the heading asks for.

Texts are read as in a planning workbook; a map can say more: how dates are written, which decimal
sign is used, what a number counts.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Any, NamedTuple

from xlplan.engine.imports.mapping import Format
from xlplan.engine.reading.numerals import both_readings, is_unclear
from xlplan.engine.reading.values import (
    CURRENCIES,
    Money,
    pointed,
    read_date,
    read_flag,
    read_money,
    read_number,
    read_share,
)
from xlplan.engine.tables import Column, fold

LONGEST = 32_767
"""Signs that a cell of a workbook holds."""

_WORDED = re.compile(r"[^\d.,\s()+-]")  # more than a bare number, which is quickly told
NUMBERS = frozenset({"money", "share", "score", "rating", "number", "int"})
_EXACT = 1e15
"""Below it every whole number is shown in full."""


class Held(str):
    """The text of a workbook's cell that holds more than text: a number, a day, a yes or no.

    As text it can be compared, replaced and translated; as a number or a day it is what the cell
    holds, however a map says that texts are written.

    Example:
        >>> Held.of(1200.0), Held.of(dt.datetime(2026, 3, 31)), Held.of(1200.0).value
        ('1200', '2026-03-31', 1200.0)
    """

    __slots__ = ("currency", "value")
    value: float | dt.date | bool
    currency: str

    @classmethod
    def of(cls, value: float | dt.date | bool, digits: int = 0, currency: str = "") -> "Held":
        """Return the cell that holds a value.

        Args:
            value: of the cell.
            digits: how many a whole number shows at least.
            currency: that its number format shows, a key of ``CURRENCIES``.
        """
        if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
            text = f"{int(value):0{digits}d}"
        elif isinstance(value, dt.datetime) and value.time() == dt.time():
            text = value.date().isoformat()
        else:
            text = str(value)
        one = cls(text)
        one.value, one.currency = value, currency
        return one


def bare(text: str) -> str:
    """Return a cell without blanks around it; one that holds more than text stays what it is."""
    return text if isinstance(text, Held) else text.strip()


class Wrong(NamedTuple):
    """A text that does not fit: the code of the finding, and what would have fitted."""

    code: str
    fitting: dict[str, str]


def converted(column: Column, found: Any, form: Format, times: float | None = None) -> Any:
    """Return the value of a cell, or ``Wrong``.

    Args:
        column: the heading it goes to.
        found: text of the source, or a constant of the map.
        form: how dates and numbers are written in the source.
        times: what a bare number is multiplied by, such as 1000 where a source counts in thousands.

    Example:
        >>> from xlplan.engine.contract import OPPORTUNITIES
        >>> converted(OPPORTUNITIES.by_field["amount"], "¥1,200.50", Format())
        1200.5
    """
    kind = column.kind
    if isinstance(found, Held) and kind not in ("text", "id", "word"):
        found = found.value
    if kind in NUMBERS:
        return _number_of(kind, found, form, times)
    if kind == "date":
        return _date_of(found, form)
    if kind == "flag":
        flag = found if isinstance(found, bool) else read_flag(_shown(found))
        return Wrong("IMPORT_NOT_WORD", {"words": "yes 是 / no 否"}) if flag is None else flag
    if kind == "word":
        word = column.spellings.get(fold(str(found)))
        allowed = " / ".join(f"{en} {zh}".strip() for en, zh in column.words.items())
        return Wrong("IMPORT_NOT_WORD", {"words": allowed}) if word is None else word
    if kind == "any" and isinstance(found, (dt.date, bool, int, float)):
        return found
    return str(found)


def number(text: str, decimal: str = ".", *, share: bool = False) -> float | None:
    """Return the number that a text shows, ``None`` for any other text.

    A comma counts as a thousands sign only before groups of three digits, so that ``1,5`` is not
    taken for 15. ``(120)`` is −120.

    Example:
        >>> number("1,200.50"), number("1.200,50", ","), number("1,5"), number("(120)")
        (1200.5, 1200.5, None, -120.0)
    """
    if isinstance(text, Held):
        held = text.value
        return float(held) if isinstance(held, (int, float)) and held is not True else None
    plain = pointed(text, decimal)
    found = read_share(plain) if share else read_money(plain)
    return found.amount if isinstance(found, Money) else found


def codes_of(found: Any, decimal: str = ".") -> tuple[str, ...]:
    """Return the currencies that the text or the format of an amount can mean, if it names one.

    Example:
        >>> codes_of("€1.250,50", ","), codes_of("¥300万"), codes_of("1,200"), codes_of(5.0)
        (('EUR',), ('CNY', 'JPY'), (), ())
    """
    if isinstance(found, Held):
        return CURRENCIES.get(found.currency, ())
    if not isinstance(found, str) or not _WORDED.search(found):
        return ()
    amount = read_money(pointed(found, decimal))
    return amount.currencies if isinstance(amount, Money) else ()


@lru_cache(maxsize=65_536)
def date(text: str, formats: tuple[str, ...]) -> dt.date | None:
    """Return the date that a text shows in one of the formats, ``None`` for any other text.

    Without formats it is read as in a planning workbook: 2026-03-31, 2026/3/31, 31.03.2026.

    Example:
        >>> date("4/30/2013", ("%m/%d/%Y",)), date("2013-04-30 00:00:00.000", ())
        (datetime.date(2013, 4, 30), datetime.date(2013, 4, 30))
    """
    if not formats:
        return read_date(text)
    for form in formats:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _number_of(kind: str, found: Any, form: Format, times: float | None) -> Any:
    """Return the number of a cell, ``times`` as much where it is a bare one.

    Choice: a text that names its own size, currency or percent says what it counts, as under a
    heading with a unit: ``5万`` in a column in 万元 is 50,000, and the times of the map are not its.
    """
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        value: float | None = float(found)
    else:
        if kind in ("money", "number") and not form.decimal and is_unclear(str(found)):
            return Wrong("IMPORT_UNCLEAR", both_readings(str(found)))
        text = str(found).rstrip(" %％") if kind == "score" else str(found)  # 80% is 80 of 100
        value = number(text, form.decimal, share=kind == "share")
        if read_number(pointed(str(found), form.decimal)) is None:
            times = None
    if value is None:
        return Wrong("IMPORT_NOT_NUMBER", {})
    value = value if times is None else round(value * times, 6)
    if kind != "int":
        return value
    return int(value) if value.is_integer() else Wrong("IMPORT_NOT_WHOLE", {})


def _shown(found: Any) -> str:
    return Held.of(found) if isinstance(found, float) else str(found)


def _date_of(found: Any, form: Format) -> Any:
    if isinstance(found, dt.datetime):
        return found.date()
    if isinstance(found, dt.date):
        return found
    shapes = " / ".join(form.dates) or "2026-03-31"
    return date(str(found), form.dates) or Wrong("IMPORT_NOT_DATE", {"formats": shapes})
