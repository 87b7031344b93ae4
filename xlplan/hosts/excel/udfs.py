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

from xlplan.functions import Caller, Function, published
from xlplan.hosts.excel.answering import LEFT_OUT, answer

LANGUAGE = "XLPLAN_LANG"
CATEGORY = "xlplan"
LONGEST_HELP = 255

_CALLER = Caller(os.environ.get(LANGUAGE, "en"))


def formula(function: Function) -> Callable[..., Any]:
    """Return a function as xlwings offers it to Excel: name, arguments, help."""
    name = function.name

    def called(*given: Any) -> Any:
        return answer(_CALLER, name, given)

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
                default=LEFT_OUT if one.optional else Parameter.empty,
            )
            for one in function.arguments
        ]
    )


globals().update({name: formula(one) for name, one in published().items()})
