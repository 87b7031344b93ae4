"""Which number does a cell hold, and by which decimal sign is its text read? By the one that it shows.

``12.500`` alone could be 12.5 or 12,500: the other texts of its column say which, or nobody does.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any
from unicodedata import normalize

from xlplan.engine.reading.values import (
    Money,
    has_size,
    pointed,
    read_money,
    read_number,
    read_share,
)
from xlplan.engine.tables import Column

Reader = Callable[[object], Any]

_DIGITS = re.compile(r"\d[\d.,]*")
_SHOWN = re.compile(
    r"\d{1,3}(?:\.\d{3})+,\d+"  # 1.250,50
    r"|\d{1,3}(?:\.\d{3}){2,}"  # 1.250.000
    r"|(?:0|\d{4,}),\d+"  # 0,125 and 1250,500
    r"|\d+,(?:\d{1,2}|\d{4,})"  # 12,5
)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def shown_sign(text: str) -> str:
    """Return the decimal sign that a text shows, ``""`` where it shows none.

    Example:
        >>> shown_sign("€1.250,50"), shown_sign("1,200,000"), shown_sign("12.500"), shown_sign("12")
        (',', '.', '', '')
    """
    digits = _digits(text)
    if _SHOWN.fullmatch(digits):
        return ","
    return "." if _SHOWN.fullmatch(pointed(digits, ",")) else ""


def decimal_sign(texts: Collection[str]) -> str:
    """Return the decimal sign that the texts of a column show, ``""`` where none or both are.

    Example:
        >>> decimal_sign(["1.250,50", "12.500"]), decimal_sign(["12.500"]), decimal_sign(["1,5", "1.5"])
        (',', '', '')
    """
    found = {sign for text in texts if (sign := shown_sign(text))}
    return found.pop() if len(found) == 1 else ""


def either(text: str) -> str:
    """Return the sign in a number that could be decimal or part the thousands, else ``""``.

    Example:
        >>> either("€12.500"), either("1,200"), either("0.125"), either("1.25")
        ('.', ',', '', '')
    """
    digits = _digits(text)
    return digits.strip("0123456789") if _EITHER.fullmatch(digits) else ""


def is_unclear(text: str) -> bool:
    """Return whether the point in a text alone could be decimal or part the thousands.

    Choice: beside a size it is decimal, as in 1.235万; so many thousands of ten thousand is nobody's
    way to write.
    """
    return either(text) == "." and not has_size(text)


def grouped(texts: Collection[str]) -> set[str]:
    """Return those whose points part thousands, since others show that the comma is decimal.

    Example:
        >>> grouped(["1.250,50", "12.500"]), grouped(["12.50", "12.500"])
        ({'12.500'}, set())
    """
    found = {text for text in texts if either(text) == "."}
    return found if found and decimal_sign(texts) == "," else set()


def grouped_cells(column: Column, cells: Sequence[Any]) -> list[tuple[int, str]]:
    """Return index and text of the amounts whose points part thousands."""
    if column.kind not in ("money", "number") or str not in set(map(type, cells)):
        return []
    found = grouped({cell for cell in cells if type(cell) is str})
    return [(at, cell) for at, cell in enumerate(cells) if cell in found] if found else []


def pointed_column(cells: Sequence[Any]) -> Sequence[Any]:
    """Return the cells of a column, its texts with decimal points if they show decimal commas.

    Example:
        >>> pointed_column(["12,5", 8.0, "1.250,5"]), pointed_column(["12.5"])
        (['12.5', 8.0, '1,250.5'], ['12.5'])
    """
    texts = {cell for cell in cells if type(cell) is str}
    if decimal_sign(texts) != ",":
        return cells
    return [pointed(cell, ",") if type(cell) is str else cell for cell in cells]


def both_readings(text: str) -> dict[str, str]:
    """Return how a number with one sign reads by a decimal one and by one of thousands.

    Example:
        >>> both_readings("€12.500")
        {'small': '12.5', 'large': '12,500'}
    """
    digits = _digits(text)
    small = float(digits.replace(",", "."))
    return {"small": f"{small:g}", "large": f"{small * 1000.0:,.0f}"}


def number_reader(column: Column, decimal: str = ".") -> Reader:
    """Return what reads the cells of a column of numbers; ``None`` is no number.

    Args:
        column: its kind; hours may be durations.
        decimal: the decimal sign of texts.
    """
    read = _hours if column.field.endswith("hours") else _READERS[column.kind]

    def one(value: object) -> float | Money | None:
        if not isinstance(value, str):
            return read(value)
        found = read(pointed(value, decimal))
        return found._replace(text=value) if type(found) is Money else found

    return one


def any_number(value: object) -> float | None:
    """Return the number of a cell, or of its text."""
    if isinstance(value, str):
        return read_number(value)
    if type(value) is int or type(value) is float:
        return float(value)
    return None


def _hours(value: object) -> float | None:
    """Return a number; a duration such as 2:30 counts as 2.5 hours."""
    if isinstance(value, dt.timedelta):
        return value.total_seconds() / 3600.0
    if isinstance(value, dt.time):
        return value.hour + value.minute / 60.0 + value.second / 3600.0
    return any_number(value)


def _money(value: object) -> float | Money | None:
    return read_money(value) if isinstance(value, str) else any_number(value)


def _share(value: object) -> float | None:
    return read_share(value) if isinstance(value, str) else any_number(value)


def _score(value: object) -> float | None:
    """Return a score of 100; 80% is 80."""
    return any_number(
        normalize("NFKC", value).strip().removesuffix("%") if isinstance(value, str) else value
    )


def _digits(text: str) -> str:
    found = _DIGITS.search(normalize("NFKC", text))
    return found[0].rstrip(".,") if found else ""


_READERS: dict[str, Reader] = {
    "number": any_number,
    "score": _score,
    "rating": any_number,
    "money": _money,
    "share": _share,
}
