"""Which numbers are dates? Those whose style shows them as one: formats, and days since an epoch."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from xlplan.engine.reading.moments import read_duration, read_moment
from xlplan.hosts.files.cellstyles import number_formats
from xlplan.hosts.files.ooxml.package import Package

Moment = Callable[[float], Any]

_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_DURATION = 46
_NO_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE = re.compile(r"[dmyhse年月日]", re.IGNORECASE)
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def moments(package: Package) -> dict[int, Moment]:
    """Return the cell styles that show a number as a date, a time or a duration, and how to read it."""
    epoch = dt.datetime(1904, 1, 1) if package.date1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
    moment = partial(read_moment, epoch=epoch)
    found: dict[int, Moment] = {}
    for style, (number, code) in enumerate(number_formats(package)):
        kind = shows(code) if code else _built_in(number)
        if kind:
            found[style] = moment if kind == "date" else read_duration
    return found


def shows(code: str) -> str:
    """Return what a number format shows: ``date`` (or a time), ``duration``, or ``""``.

    Example:
        >>> shows("yyyy-mm-dd"), shows('0.0 "days"'), shows("[Red]0;[h]:mm"), shows("General")
        ('date', '', 'duration', '')
    """
    plain = _NO_DATE.sub("", code).replace("E+", "")
    if plain.lower() == "general" or not _DATE.search(plain):
        return ""
    return "duration" if _DURATION.search(plain) else "date"


def _built_in(number: int) -> str:
    if number == _BUILT_IN_DURATION:
        return "duration"
    return "date" if number in _BUILT_IN else ""
