"""What is a published function to a host? Its description, and how it is called with typed values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from xlplan.core.policy import Policy
from xlplan.core.scores import Score
from xlplan.functions.kinds import FLAG, GAPS, INTEGER, POLICY, RANGE


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as a cell gives it.

    Args:
        name: as in the signature.
        kind: one of ``kinds``: a cell (number, integer, yes/no, word, text, date), a range (of
            numbers; blanks are left out), a range with blanks (each place has its meaning), rows of
            a sheet, a block, or the policy.
        help: meaning, unit, range; ``help_zh`` in Chinese.
        blank: a blank cell is an answer; where it is not, a blank makes the result blank.
        optional: may be left out, with all that follow.
        default: what stands for a blank; ``None`` = not known.
        policy: the policy key that the default comes from.
        sheet: key of the sheet whose rows it takes.
        width: cells of a record, or numbers that belong together; a block of that width is one a row.
        words: the words that it takes, English → Chinese; empty: any.
        variadic: it stands for any number of further arguments.
        low, high: the least and the greatest number that it takes, as its help says; ``None``: any.
    """

    name: str
    kind: str
    help: str
    blank: bool
    optional: bool
    default: Any = None
    policy: str = ""
    help_zh: str = ""
    sheet: str = ""
    width: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    variadic: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def answers_blank(self) -> bool:
        """Return whether a blank is an answer, or something else stands for it."""
        return self.blank or self.default is not None or bool(self.policy)

    def helped(self, lang: str) -> str:
        """Return the help in ``en`` or ``zh``."""
        return self.help_zh if lang == "zh" else self.help


@dataclass(frozen=True, slots=True)
class Function:
    """A published function: what a host needs to offer, explain and call it.

    Args:
        name: ``XLPLAN_…``.
        summary: one sentence.
        arguments: in order; the policy in force is none of them.
        result: kind of the result; a blank result means that it is not known.
        source: section of the method.
        summary_zh: the summary in Chinese.
        columns: what stands in the columns of a result that is a table.
        closed: one formula over cells and short ranges, which a spreadsheet can restate.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    result: str
    source: str
    summary_zh: str
    columns: tuple[str, ...]
    closed: bool
    _function: Callable[..., Any] = field(repr=False)
    _terms: Mapping[str, Any] = field(repr=False)

    def summed_up(self, lang: str) -> str:
        """Return the summary in ``en`` or ``zh``."""
        return self.summary_zh if lang == "zh" else self.summary

    def __call__(self, *given: Any, policy: Policy | None = None) -> Any:
        """Return the result for the values of the cells, in order; ``None`` = not known.

        Raises:
            TypeError: too many values.
            ValueError: an integer with a fraction, or a word that the function does not know.

        Example:
            >>> from xlplan.functions import published
            >>> carrying = published()["XLPLAN_CARRYING_COST"]
            >>> carrying(1000.0), carrying(1000.0, 0.06), carrying(None)
            (80.0, 60.0, None)
        """
        if len(given) > len(self.arguments):
            raise TypeError(self.name)
        terms, values = policy or _USUAL, {}
        for at, one in enumerate(self.arguments):
            if one.kind == POLICY:
                continue
            found = given[at] if at < len(given) else None
            if found is None:
                found = terms.values[one.policy] if one.policy else one.default
            if found is None and not one.blank:
                return None
            values[one.name] = _typed(found, one.kind)
        try:
            result = self._function(**dict(self._filled(values, terms)))
        except (KeyError, IndexError) as wrong:
            raise ValueError(self.name) from wrong
        return result.value if isinstance(result, Score) else result

    def _filled(self, values: dict[str, Any], policy: Policy) -> Iterator[tuple[str, Any]]:
        """Give every parameter its value: policies made, records put together again."""
        for name, kind in self._terms.items():
            if kind is Policy:
                yield name, policy
            elif hasattr(kind, "of"):
                yield name, _usual(kind) if policy is _USUAL else kind.of(policy)
            elif hasattr(kind, "_fields"):
                yield name, kind(*[values[part] for part in kind._fields])
            else:
                yield name, values[name]


def _typed(found: Any, kind: str) -> Any:
    if found is None:
        return None
    if kind == INTEGER:
        if found != int(found):
            raise ValueError(found)
        return int(found)
    if kind in (RANGE, GAPS):
        cells = tuple(found) if isinstance(found, Sequence) else (found,)
        return cells if kind == GAPS else tuple([one for one in cells if one is not None])
    return bool(found) if kind == FLAG else found


@cache
def _usual(kind: Any) -> Any:
    """Return the defaults of a policy's part; they are looked up once."""
    return kind.of(_USUAL)


_USUAL = Policy()
