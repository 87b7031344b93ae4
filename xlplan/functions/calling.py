"""How is a function called from any host? Cells go in, cells or errors come out, with the reason."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from xlplan.engine.text import Texts
from xlplan.functions.describing import published
from xlplan.functions.evaluating import Call, said
from xlplan.functions.function import Function
from xlplan.functions.kinds import ANY, Answer, CellError, RefusedError, Value
from xlplan.functions.listing import PREFIX

UNKNOWN = "There is no function {name}; the nearest is {near}."


def call(name: str, args: Sequence[Any], lang: str = "en") -> Answer:
    """Return what a function gives for the values of cells.

    Args:
        name: ``XLPLAN_LAG``, ``XLPLAN.LAG`` or ``LAG``.
        args: a value each: ``None``, float, int, Decimal, str, bool, date, ``CellError``; a range is
            a list of rows, a list of cells is a column (a row where rows of a sheet are meant).
        lang: language of the reason, ``en`` or ``zh``.

    Nothing that may stand in a cell raises an error. A function of single cells that is given
    ranges answers for each cell: ranges of one row or one column are stretched to the others.

    Example:
        >>> call("XLPLAN_LAG", [4, 2]), call("lag", [[[4], [5]], 2]).value
        (Answer(value=2, why=''), [[2], [3]])
        >>> call("LAG", ["soon", 2])
        Answer(value=<CellError.VALUE: '#VALUE!'>, why='purchase_step: “soon” is not a number.')
    """
    try:
        function = found(name)
        if function.arguments and function.arguments[-1].kind == ANY:
            return Answer(explained(args, lang), "")
        made = Call(function, args)
        return Answer(made.value(), made.reason(lang))
    except RefusedError as wrong:
        return Answer(wrong.error, said(wrong, Texts(lang)))


def explained(given: Sequence[Any], lang: str = "en") -> str | None:
    """Return why a function gives what it gives; ``None`` when there is nothing to say."""
    return (call(str(given[0]), given[1:], lang).why or None) if given else None


class Caller:
    """The functions as one host sees them: in its language, with the last reason kept.

    Args:
        lang: language of the reasons.

    Example:
        >>> caller = Caller("zh")
        >>> caller("XLPLAN_LAG", ["soon", 2]), caller("XLPLAN_WHY", [])
        (<CellError.VALUE: '#VALUE!'>, 'purchase_step：“soon”不是数字。')
    """

    def __init__(self, lang: str = "en") -> None:
        self.lang, self.why = lang, ""

    def __call__(self, name: str, args: Sequence[Any]) -> Value:
        """Return the value of a call; ``XLPLAN_WHY`` without arguments is the last reason."""
        if not args and name.upper().endswith("WHY"):
            return self.why or None
        value, why = call(name, args, self.lang)
        if not name.upper().endswith("WHY"):
            self.why = why
        return value


def found(name: str) -> Function:
    """Return the function of that name.

    Raises:
        RefusedError: there is none.

    Example:
        >>> found("xlplan.lag").name
        'XLPLAN_LAG'
    """
    plain = name.strip().upper().replace(".", "_").removeprefix(PREFIX)
    functions = published()
    if PREFIX + plain in functions:
        return functions[PREFIX + plain]
    near = get_close_matches(PREFIX + plain, functions, 1, 0.0)[0]
    raise RefusedError(CellError.NAME, UNKNOWN, name=name, near=near)
