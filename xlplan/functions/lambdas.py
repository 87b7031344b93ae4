"""How does Excel 365 work out our functions with nothing installed? Each formula as a LAMBDA.

A LAMBDA under a name is a function of the workbook that carries it. What ``evaluating`` does for a
cell stands around the formula: blanks, words in two languages, errors, texts where a number is
meant. It takes the usual numbers of the method, a cell each, or a range; what the functions accept
beyond that gives ``#VALUE!``, never another figure.

Choice: the names have a dot, ``XLPLAN.PRICEFLOOR``. So they stand beside the formulas of Excel's
add-ins (``XLPLAN_PRICE_FLOOR``) without hiding them, and are what a file says of the extension of
LibreOffice: its cells are worked out by Excel, and the extension takes over where it is installed.

Source: ECMA-376 part 1, 18.2.5 (defined names); prefixes as Excel 365 saves them: ``_xlfn.`` before
newer functions, ``_xlpm.`` before names of parameters, ``_xlop.`` where a parameter may be left out.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from xlplan.engine.reading.values import flag_words
from xlplan.functions.describing import published
from xlplan.functions.formulas import FORMULAS, written
from xlplan.functions.function import Argument, Function
from xlplan.functions.kinds import FLAG, GAPS, INTEGER, POLICY, RANGE, WORD
from xlplan.functions.listing import PREFIX

_WRONG, _OUTSIDE = "#VALUE!", "#NUM!"


@cache
def lambdas() -> Mapping[str, str]:
    """Return the functions as LAMBDAs: published name → what Excel's file says, without ``=``.

    Example:
        >>> lambdas()["XLPLAN_RECEIVABLES"].partition(",_xlfn.LET")[0]
        '_xlfn.LAMBDA(_xlpm.sales,_xlpm.dso_days'
    """
    return {
        PREFIX + name: lambda_text(published()[PREFIX + name], formula)
        for name, formula in FORMULAS.items()
    }


def dotted(name: str) -> str:
    """Return what a published function is called as a LAMBDA.

    Example:
        >>> dotted("XLPLAN_PRICE_FLOOR")
        'XLPLAN.PRICEFLOOR'
    """
    return f"{PREFIX.rstrip('_')}.{name.removeprefix(PREFIX).replace('_', '')}"


def lambda_text(function: Function, formula: str) -> str:
    """Return one function as a LAMBDA.

    Args:
        function: its arguments say how each is read; the plan's own policy is none of the LAMBDA's.
        formula: of ``FORMULAS``.
    """
    arguments = [one for one in function.arguments if one.kind != POLICY]
    defaults: dict[str, str] = {}

    def place(name: str, default: str) -> str:
        defaults[name] = default or defaults.get(name, "")
        return name

    written(formula, place)
    read = [_Read(one, defaults.get(one.name, "")) for one in arguments]
    held = {one.argument.name: one.stands for one in read}
    body = written(formula, lambda name, _: held[name])
    blank = "+".join(text for one in read if (text := one.blank()))
    if blank:
        body = f'IF({blank},"",{body})'
    checked = "&".join(one.checked() for one in read)
    body = f'IF(LEN({checked})<0,"",{body})'
    pairs = "".join(f"{one.stands},{one.value()}," for one in read if one.named)
    told = f"_xlfn.LET({pairs}{body})" if pairs else body
    heads = ",".join(("_xlop." if one.optional else "_xlpm.") + one.name for one in arguments)
    return f"_xlfn.LAMBDA({heads},{told})"


class _Read:
    """How a LAMBDA reads one argument; ranges without a default stand in the formula as they are."""

    def __init__(self, argument: Argument, default: str) -> None:
        self.argument, self.default = argument, default
        self.given = f"_xlpm.{argument.name}"
        self.range = argument.kind in (RANGE, GAPS)
        self.named = bool(default) or not self.range
        self.stands = self.given + "_" if self.named else self.given

    def value(self) -> str:
        """Return what is read: a number, a word, ``""`` for a blank; an error stays one."""
        x, otherwise = self.given, self.default or '""'
        if self.range:
            width = self.argument.width
            fits = f"(COUNT({x})={width})*({self._cells()}={width})"
            read = f"IF({self._bad_cells()}+COUNT({x})=0,{otherwise},IF({fits},{x},{_WRONG}))"
        else:
            found = (
                f'IF(TRIM({x})="",{otherwise},{_READERS.get(self.argument.kind, _number)(self)})'
            )
            read = f"IF({self._cells()}>1,{_WRONG},{found})"
        return f"IF(_xlfn.ISOMITTED({x}),{otherwise},{read})" if self.argument.optional else read

    def checked(self) -> str:
        """Return a text that is an error where the argument holds one."""
        if not self.range:
            return self.stands
        if self.named:
            return f"SUM({self.stands})"
        bad = f"{self._bad_cells()}>0"
        if self.argument.width:
            bad = f"({bad})+(COUNT({self.given})>0)*({self._cells()}<>{self.argument.width})"
        return f'IF({bad},{_WRONG},IF({self._outside()},{_OUTSIDE},""))'

    def _outside(self) -> str:
        """Return how many cells of a range lie outside the limits."""
        x = self.given
        return (
            f'SUMPRODUCT(({x}<>"")*({self.limits(x)}))' if self.argument.high is not None else "0"
        )

    def limits(self, number: str) -> str:
        """Return what is true of a number outside the limits."""
        low, high = self.argument.low or 0.0, self.argument.high or 0.0
        return f"({number}<{low:g}-1E-9)+({number}>{high:g}+1E-9)"

    def _cells(self) -> str:
        return f"ROWS({self.given})*COLUMNS({self.given})"

    def _bad_cells(self) -> str:
        """Return how many cells of a range are no number and no blank."""
        x = self.given
        return f'{self._cells()}-COUNT({x})-SUMPRODUCT(({x}="")*1)'

    def blank(self) -> str:
        """Return what is true where the result is blank because this argument is."""
        if self.argument.answers_blank or self.default:
            return ""
        return f"(COUNT({self.given})=0)" if self.range else f'({self.stands}="")'


def _number(one: _Read) -> str:
    return f"IF(ISTEXT({one.given}),{_WRONG},{_limited(one)})"


def _integer(one: _Read) -> str:
    whole = f"IF(INT({one.given})={one.given}+0,{_limited(one)},{_WRONG})"
    return f"IF(ISTEXT({one.given}),{_WRONG},{whole})"


def _limited(one: _Read) -> str:
    number = f"{one.given}+0"
    if one.argument.high is None:
        return number
    return f"IF({one.limits(number)},{_OUTSIDE},{number})"


def _flag(one: _Read) -> str:
    yes, no = (_row(flag_words(value)) for value in (True, False))
    number = f"{one.given}+0"
    spelt = f"IF(OR(TRIM({one.given})={yes}),TRUE,IF(OR(TRIM({one.given})={no}),FALSE,{_WRONG}))"
    return f"IF(ISTEXT({one.given}),{spelt},IF(({number}=0)+({number}=1)>0,{number}=1,{_WRONG}))"


def _word(one: _Read) -> str:
    spelt = list(_spellings(one.argument))
    places = ",".join(str(at) for _, at in spelt)
    found = f"SUMPRODUCT((TRIM({one.given})={_row(text for text, _ in spelt)})*{{{places}}})"
    words = ",".join(f'"{word}"' for word in one.argument.words)
    return f"CHOOSE(1+{found},{_WRONG},{words})"


def _spellings(argument: Argument) -> Iterator[tuple[str, int]]:
    """Yield each word that an argument takes, in either language, and its place."""
    for at, (english, chinese) in enumerate(argument.words.items(), 1):
        yield english, at
        if chinese:
            yield chinese, at


def _row(words: Iterator[str] | tuple[str, ...]) -> str:
    return "{" + ",".join(f'"{word}"' for word in words) + "}"


_READERS = {INTEGER: _integer, FLAG: _flag, WORD: _word}
