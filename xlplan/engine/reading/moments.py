"""Which moment is a number of days? A date, with its time or not, a time of day, or how long."""

import datetime as dt
from typing import Any


def read_moment(number: float, epoch: dt.datetime) -> Any:
    """Return the date, with its time or not, or the time of a serial number; else itself.

    Example:
        >>> read_moment(46112.0, dt.datetime(1899, 12, 30)), read_moment(0.5, dt.datetime(1899, 12, 30))
        (datetime.date(2026, 3, 31), datetime.time(12, 0))
    """
    try:
        found = epoch + dt.timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        return number
    if 0 <= number < 1:
        return found.time()
    return found.date() if found.time() == dt.time() else found


def read_duration(number: float) -> Any:
    """Return how long a number of days is; itself when that is beyond all measure."""
    try:
        return dt.timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        return number
