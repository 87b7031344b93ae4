"""What does a cell of Excel show for a call? Cells as xlwings hands them over, in and out."""

from typing import Any

from xlplan.functions import Caller, CellError

LEFT_OUT = ...
"""What an argument is that the formula does not give."""


def answer(caller: Caller, name: str, given: tuple[Any, ...]) -> Any:
    """Return what a cell shows for a call.

    Args:
        caller: the functions, in a language.
        name: ``XLPLAN_…``.
        given: rows of cells each, as xlwings reads a range; ``LEFT_OUT`` for what is left out.

    Returns:
        A value or rows of values; an error of the spreadsheet as its text, which the add-in turns
        into a true one; a blank as an empty text, for Excel would show nothing as 0.

    Example:
        >>> answer(Caller("en"), "XLPLAN_LAG", ([[4.0]], [[2.0]]))
        2
        >>> answer(Caller("en"), "XLPLAN_LAG", ([["soon"]], [[2.0]]))
        '#VALUE!'
    """
    cells = list(given)
    while cells and cells[-1] is LEFT_OUT:
        cells.pop()
    found = caller(name, [None if one is LEFT_OUT else _unpacked(one) for one in cells])
    if isinstance(found, list):
        return [[_shown(cell) for cell in row] for row in found]
    return _shown(found)


def _unpacked(rows: Any) -> Any:
    """Return a single cell as itself: a range of one cell is one."""
    if isinstance(rows, list) and len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return rows


def _shown(cell: Any) -> Any:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, CellError) else cell
