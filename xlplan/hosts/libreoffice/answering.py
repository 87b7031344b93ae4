"""How do cells of Calc become values of ours, and back? Its blanks, its errors, its dates."""

import datetime as dt
import struct
from collections.abc import Sequence
from typing import Any

from xlplan.functions import Caller, CellError

_CODES = {
    CellError.NULL: 521,
    CellError.DIV0: 532,
    CellError.VALUE: 519,
    CellError.REF: 524,
    CellError.NAME: 525,
    CellError.NUM: 503,
    CellError.NA: 32_767,
}
_AS_IS = frozenset({float, str})
"""Types of cells that Calc takes as they are: nearly all of a large block."""

_NAN = 0x7FF8_0000_0000_0000
_EPOCH = dt.date(1899, 12, 30)


def answer(caller: Caller, name: str, given: Sequence[Any]) -> Any:
    """Return what a formula shows: a cell, or rows of cells.

    Args:
        caller: the functions in the language of the office.
        name: of the function.
        given: its arguments as Calc hands them over: numbers, texts, ranges as rows, ``None`` for
            what was left out.

    Example:
        >>> answer(Caller(), "LAG", (4.0, 2.0)), answer(Caller(), "LAG", (((4.0,), ("",)), 2.0))
        (2.0, ((2.0,), ('',)))
    """
    values = list(given)
    while values and values[-1] is None:
        values.pop()
    found = caller(name, values)
    if isinstance(found, list):
        return tuple([
            tuple([one if type(one) in _AS_IS else shown(one) for one in row]) for row in found
        ])  # fmt: skip
    return shown(found)


def shown(value: Any) -> Any:
    """Return a value as Calc takes it: an error as the number that carries it, a date as its number.

    Example:
        >>> shown(None), shown(True), shown(dt.date(2026, 3, 31)), shown("low")
        ('', 1.0, 46112.0, 'low')
    """
    if value is None:
        return ""
    if isinstance(value, CellError):
        return error_number(value)
    if isinstance(value, dt.date):
        return float((value - _EPOCH).days)
    return float(value) if isinstance(value, (bool, int)) else value


def error_number(error: CellError) -> float:
    """Return the number by which Calc passes on an error."""
    (number,) = struct.unpack("<d", struct.pack("<Q", _NAN | _CODES[error]))
    return float(number)
