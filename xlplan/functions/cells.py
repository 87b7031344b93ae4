"""What does a cell mean to a function? Each kind of argument, read from what a spreadsheet holds."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from xlplan.engine.reading.cells import shown
from xlplan.engine.reading.values import Money, read_date, read_flag, read_money, read_share
from xlplan.engine.tables import fold
from xlplan.functions.blocks import day_of
from xlplan.functions.function import Argument
from xlplan.functions.kinds import (
    DATE,
    FLAG,
    INTEGER,
    NUMBER,
    TEXT,
    WORD,
    CellError,
    Grid,
    RefusedError,
    as_error,
    holds_error,
)

NOT_A_NUMBER = "{argument}: “{value}” is not a number."
NOT_WHOLE = "{argument}: “{value}” is not a whole number."
NOT_A_FLAG = "{argument}: “{value}” is neither yes nor no."
NOT_A_WORD = "{argument}: “{value}” is none of: {words}."
NOT_A_DATE = "{argument}: “{value}” is not a date."
OUTSIDE = "{argument}: {value} is not within {low}…{high}."
TOO_LARGE = "A figure is too large or cannot be computed."
NEARLY = 1e-9
"""So far outside its limits a number may lie: what was computed misses them by a last digit."""

_WHOLE_COLUMN = 65_536
"""So many rows are a whole column: what is blank below the last filled row does not count."""


def read_cell(argument: Argument, cell: Any) -> Any:
    """Return what a cell says to an argument; ``None`` for a blank.

    Raises:
        RefusedError: it says nothing that the argument takes, or holds an error.

    Example:
        >>> read_cell(Argument("p", NUMBER, "", blank=False, optional=False), "35%")
        0.35
    """
    found = cleaned(cell)
    if found is None:
        return None
    if type(found) is CellError:
        raise holds_error(argument.name, found)
    return _READERS[argument.kind](argument, found)


def cleaned(cell: Any) -> Any:
    """Return a cell in the types of this program: float, str, bool, date, error, ``None``.

    Raises:
        RefusedError: it is no finite number.

    Example:
        >>> cleaned(Decimal("1.5")), cleaned(" "), cleaned(3), cleaned("#N/A")
        (1.5, None, 3.0, <CellError.NA: '#N/A'>)
    """
    kind = type(cell)
    if kind is float:
        if isfinite(cell):
            return cell
        raise RefusedError(CellError.NUM, TOO_LARGE)
    if kind is str:
        return as_error(cell) or (cell if cell.strip() else None)
    if kind is int or kind is Decimal:
        return _float(cell)
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    return cell


def _float(cell: int | Decimal) -> float:
    try:
        return float(cleaned(float(cell)))
    except (OverflowError, ValueError):  # a number beyond any sheet's, a signalling NaN
        raise RefusedError(CellError.NUM, TOO_LARGE) from None


def as_grid(given: Any, *, row: bool = False) -> Grid | None:
    """Return a range as rows of equal length; ``None`` when it has no cell or only blanks.

    Args:
        given: a cell, a list of cells (a column; or a row, if ``row``), or a list of rows.
        row: a list of cells is a row.

    Example:
        >>> as_grid([1.0, 2.0]), as_grid([[1.0, 2.0], [3.0]]), as_grid([[""]])
        ([[1.0], [2.0]], [[1.0, 2.0], [3.0, None]], None)
    """
    if not isinstance(given, (list, tuple)):
        grid = [[given]]
    elif any(isinstance(one, (list, tuple)) for one in given):
        grid = [list(one) if isinstance(one, (list, tuple)) else [one] for one in given]
    else:
        grid = [list(given)] if row else [[one] for one in given]
    if len(grid) >= _WHOLE_COLUMN:
        while grid and all(cell is None or cell == "" for cell in grid[-1]):
            grid.pop()
    if all(cell is None or cell == "" for line in grid for cell in line):
        return None
    width = max(map(len, grid))
    if any(len(line) != width for line in grid):
        grid = [line + [None] * (width - len(line)) for line in grid]
    return grid


def plain_grid(grid: Grid) -> Grid:
    """Return cleaned cells as a reader of sheets expects them, errors as their texts."""
    texts = _Texts()
    return [[cell if (kind := type(cell)) is float and isfinite(cell)
             else texts[cell] if kind is str else _plain(cell) for cell in line]
            for line in grid]  # fmt: skip


class _Texts(dict[str, Any]):
    """Texts cleaned once each: in a column they repeat."""

    def __missing__(self, text: str) -> Any:
        found = self[text] = _plain(text)
        return found


def _plain(cell: Any) -> Any:
    found = cleaned(cell)
    return str(found) if type(found) is CellError else found


def _number(argument: Argument, cell: Any) -> float:
    if isinstance(cell, (float, bool)):
        return _within(argument, float(cell))
    if isinstance(cell, str):
        found = read_share(cell)
        if found is None:
            amount = read_money(cell)
            found = amount.amount if isinstance(amount, Money) else amount
        if found is not None:
            return _within(argument, found)
    raise _refused(NOT_A_NUMBER, argument, cell)


def _within(argument: Argument, number: float) -> float:
    """Return a number that lies between the limits of an argument."""
    low, high = argument.low, argument.high
    if low is None or high is None or low - NEARLY <= number <= high + NEARLY:
        return number
    raise RefusedError(
        CellError.NUM, OUTSIDE, argument=argument.name, value=f"{number:g}", low=f"{low:g}",
        high=f"{high:g}",
    )  # fmt: skip


def _integer(argument: Argument, cell: Any) -> int:
    number = _number(argument, cell)
    if not number.is_integer():
        raise _refused(NOT_WHOLE, argument, cell)
    return int(number)


def _flag(argument: Argument, cell: Any) -> bool:
    found = read_flag(cell) if isinstance(cell, str) else None
    if isinstance(cell, (bool, float)) and cell in (0, 1):
        found = bool(cell)
    if found is None:
        raise _refused(NOT_A_FLAG, argument, cell)
    return found


def _word(argument: Argument, cell: Any) -> str:
    text = fold(shown(cell))
    for english, chinese in argument.words.items():
        if text == fold(english) or (chinese and text == fold(chinese)):
            return english
    raise _refused(NOT_A_WORD, argument, cell, words=_choices(argument))


def _choices(argument: Argument) -> str:
    return ", ".join(f"{en} {zh}".strip() for en, zh in argument.words.items())


def _text(_: Argument, cell: Any) -> str:
    return shown(cell)


def _date(argument: Argument, cell: Any) -> dt.date:
    found: dt.date | None = None
    if isinstance(cell, dt.datetime):
        found = cell.date()
    elif isinstance(cell, dt.date):
        found = cell
    elif isinstance(cell, str):
        found = read_date(cell)
    elif type(cell) is float and 1.0 <= cell < 2_958_466.0:  # the last day that a spreadsheet knows
        found = day_of(cell)
    if found is None:
        raise _refused(NOT_A_DATE, argument, cell)
    return found


def _refused(english: str, argument: Argument, cell: Any, **params: str) -> RefusedError:
    text = shown(cell)
    value = text if len(text) <= 60 else text[:59] + "…"
    return RefusedError(CellError.VALUE, english, argument=argument.name, value=value, **params)


_READERS: dict[str, Callable[[Argument, Any], Any]] = {
    NUMBER: _number,
    INTEGER: _integer,
    FLAG: _flag,
    WORD: _word,
    TEXT: _text,
    DATE: _date,
}


def read_numbers(argument: Argument, cells: Sequence[Any]) -> list[float | None]:
    """Return the numbers of a range; ``None`` for a blank.

    Raises:
        RefusedError: a cell is not a number.
    """
    if argument.high is not None:
        return [_one_number(argument, cell) for cell in cells]
    return [cell if type(cell) is float and isfinite(cell) else _one_number(argument, cell)
            for cell in cells]  # fmt: skip


def _one_number(argument: Argument, cell: Any) -> float | None:
    found = cleaned(cell)
    if found is None:
        return None
    if type(found) is CellError:
        raise holds_error(argument.name, found)
    return _number(argument, found)
