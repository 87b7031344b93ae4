"""Which formulas does Excel get? Every published function, as xlwings' server calls it.

The server imports this module and asks it for ``XLPLAN_…``; the functions are made from the registry
when it is imported, so that no copy of them can go stale. They have no type hints and take ranges
as rows: with hints xlwings converts, and fails at what it does not know.
"""

import os
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import xlwings

from xlplan.functions import Caller, CellError, Function, published

LANGUAGE = "XLPLAN_LANG"
CATEGORY = "xlplan"
LONGEST_HELP = 255

_CALLER = Caller(os.environ.get(LANGUAGE, "en"))
_LEFT_OUT = object()
"""What an argument is that the formula does not give."""


def answer(name: str, given: tuple[Any, ...]) -> Any:
    """Return what a cell of Excel shows for a call.

    Args:
        name: ``XLPLAN_…``.
        given: rows of cells each, as xlwings reads a range; ``_LEFT_OUT`` for what is left out.

    Returns:
        A value or rows of values; an error of the spreadsheet as its text, which the add-in turns
        into a true one; a blank as an empty text, for Excel would show nothing as 0.
    """
    cells = list(given)
    while cells and cells[-1] is _LEFT_OUT:
        cells.pop()
    found = _CALLER(name, [None if one is _LEFT_OUT else _unpacked(one) for one in cells])
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


def formula(function: Function) -> Callable[..., Any]:
    """Return a function as xlwings offers it to Excel: name, arguments, help."""
    name = function.name

    def called(*given: Any) -> Any:
        return answer(name, given)

    lang = _CALLER.lang
    called.__name__ = called.__qualname__ = name
    called.__doc__ = function.summed_up(lang)[:LONGEST_HELP]
    called.__annotations__ = {}
    called.__signature__ = signature(function)  # type: ignore[attr-defined]
    made = xlwings.func(category=CATEGORY)(called)
    for one in function.arguments:
        doc = one.helped(lang)[:LONGEST_HELP]
        made = xlwings.arg(one.name, ndim=2, err_to_str=True, doc=doc)(made)
    return made


def signature(function: Function) -> Signature:
    """Return the arguments as Excel sees them; what may be left out has a default."""
    return Signature(
        [
            Parameter(one.name, Parameter.VAR_POSITIONAL)
            if one.variadic
            else Parameter(
                one.name,
                Parameter.POSITIONAL_OR_KEYWORD,
                default=_LEFT_OUT if one.optional else Parameter.empty,
            )
            for one in function.arguments
        ]
    )


globals().update({name: formula(one) for name, one in published().items()})
