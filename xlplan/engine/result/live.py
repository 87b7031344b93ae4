"""What of a result sheet does the spreadsheet compute itself? Formulas, inputs, names: plain data.

A formula is written once a column, for its first row, and refers to cells of its own sheet and to
names. Names (``gate_money``, ``returns_sales``) stand for cells and columns of other sheets: a
formula that is shared by a whole column must not name another sheet (MS-XLSB 2.5.98.98), and
``=IF(D7>=gate_money,…)`` can be read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from xlplan.engine.tables import letters

_MARK = "\0"
_NAME = re.compile(r"\b[a-z][a-z0-9_]*\b")


class Area(NamedTuple):
    """Cells of a sheet (its key); rows and columns count from 0, the last ones are within."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class Look(NamedTuple):
    """How one cell differs from its column.

    Args:
        kind: of its value; ``""`` as the column.
        input: whether the planner may change it.
        words: the choices of an input.
        formula: what computes it, without ``=``; the table's row holds the value.
    """

    kind: str = ""
    input: bool = False
    words: tuple[str, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """What of a table is computed by the spreadsheet, and what the planner may change there.

    Args:
        formulas: key of a column → formula of the first record, without ``=``, relative to its row.
        inputs: keys of the columns whose cells the planner may change.
        choices: key of a column → the words that its cells may hold.
        rows: how many records, from the first, all this is for; ``None``: all.
        hidden: keys of columns that only serve the formulas.
        above: keys of the columns whose cell above is an input.
        looks: row of the table and key → what is different in that cell.
        links: key of a column → where each record's cell leads, ``""`` for nowhere.
    """

    formulas: Mapping[str, str] = field(default_factory=dict)
    inputs: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: int | None = None
    hidden: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    looks: Mapping[tuple[int, str], Look] = field(default_factory=dict)
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


class Spots:
    """Addresses of the live rows of a sheet, by key of the column.

    Args:
        blocks: column of the first heading, and the columns, of each table side by side.
        first: row of the first record, counted from 0.
        rows: how many records are live.

    Example:
        >>> from xlplan.engine.result.shapes import Column
        >>> at = Spots([(0, [Column("a", "A"), Column("b", "B")])], 4, 10)
        >>> at["b"], at.all("b"), at.span("a", "b")
        ('B5', 'B$5:B$14', 'A5:B5')
    """

    def __init__(
        self, blocks: Iterable[tuple[int, Sequence[_Keyed]]], first: int, rows: int
    ) -> None:
        self.column = {
            one.key: left + at for left, columns in blocks for at, one in enumerate(columns)
        }
        self.first, self.last = first, first + max(rows, 1) - 1

    def __getitem__(self, key: str) -> str:
        return f"{letters(self.column[key])}{self.first + 1}"

    def all(self, key: str) -> str:
        """Return the whole column, fixed."""
        letter = letters(self.column[key])
        return f"{letter}${self.first + 1}:{letter}${self.last + 1}"

    def span(self, start: str, end: str) -> str:
        """Return the cells of a row from one column to another."""
        return f"{self[start]}:{self[end]}"

    def areas(self, sheet: str, prefix: str) -> Iterator[tuple[str, Area]]:
        """Yield a name (``returns_sales``) and its cells for every column."""
        for key, at in self.column.items():
            yield f"{prefix}_{key}", Area(sheet, self.first, at, self.last, at)


def names_in(formulas: Iterable[str]) -> set[str]:
    """Return the words of formulas that may be names: lower case, outside of quotes.

    Example:
        >>> sorted(names_in(['IF(D7>=gate_money,"so what",p_low)']))
        ['gate_money', 'p_low']
    """
    found: set[str] = set()
    for formula in formulas:
        for plain in formula.split('"')[::2]:
            found.update(_NAME.findall(plain))
    return found


def chosen(cases: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Return nested IFs: the first case that holds.

    Example:
        >>> chosen((("A1<30", '"Low"'), ("A1<50", '"Medium"')), '"High"')
        'IF(A1<30,"Low",IF(A1<50,"Medium","High"))'
    """
    text = otherwise
    for condition, value in reversed(cases):
        text = f"IF({condition},{value},{text})"
    return text


def told(text: str, **formulas: str) -> str:
    """Return the formula of a sentence whose marks (see ``mark``) stand for formulas.

    Example:
        >>> told("closes in " + mark("days") + " days", days="B1")
        '"closes in "&B1&" days"'
    """
    pieces = text.split(_MARK)
    found = [formulas[one] if at % 2 else quoted(one) for at, one in enumerate(pieces) if one]
    return "&".join(found)


def mark(name: str) -> str:
    """Return what stands for a formula in a sentence until it is told."""
    return f"{_MARK}{name}{_MARK}"


def units(text: str) -> int:
    """Return how long a text is to a spreadsheet: signs beyond 16 bits count twice.

    Example:
        >>> units("泵 A"), units("🙂")
        (3, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def quoted(text: str) -> str:
    """Return a text as a formula holds it.

    Example:
        >>> quoted('5" pipe')
        '"5"" pipe"'
    """
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def joined(pieces: Iterable[tuple[str, str]], separator: str) -> str:
    """Return the formula of a text: the pieces (condition, text as a formula) that hold, separated.

    Example:
        >>> joined((("A1=1", '"one"'), ("B1=2", '"two"')), "; ")
        'MID(IF(A1=1,"; "&"one","")&IF(B1=2,"; "&"two",""),3,999)'
    """
    said = "&".join(f'IF({on},{quoted(separator)}&{text},"")' for on, text in pieces)
    return f"MID({said},{len(separator) + 1},999)" if said else '""'
