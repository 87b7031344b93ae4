"""Which sheets of a workbook are ours, and what are they called when results come again?

One rule for every host: the files, Excel, LibreOffice.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count
from typing import NamedTuple

MARK = "_xlplan_graft"
"""The name, scoped to a sheet, that says it is ours: the same that ``xlplan run --in-place`` writes."""

LONGEST_NAME = 31  # of a sheet, in UTF-16 units


class Marked(NamedTuple):
    """A sheet of ours: what it is called now, and what it was called when it was written."""

    name: str
    given: str

    @property
    def renamed(self) -> bool:
        """Return whether the planner gave it another name."""
        return self.name != self.given


def mark_text(key: str, given: str) -> str:
    """Return what the mark of a sheet refers to: what the sheet is for, and what it was first called.

    Example:
        >>> mark_text("Summary", "Summary (2)")
        '"Summary/Summary (2)"'
    """
    return '"' + f"{key}/{given}".replace('"', '""') + '"'


def mark_read(text: str) -> tuple[str, str]:
    """Return what a sheet is for and what it was first called, by what its mark refers to.

    A sheet's name holds no slash, so the last one divides.

    Example:
        >>> mark_read('="Summary/Summary (2)"')
        ('Summary', 'Summary (2)')
    """
    plain = text.strip().removeprefix("=").removeprefix('"').removesuffix('"').replace('""', '"')
    key, _, given = plain.rpartition("/")
    return key or given, given


def ours(marks: Iterable[tuple[str, str]]) -> dict[str, Marked]:
    """Return the sheets of ours: what each is for → what it is called.

    Choice: a copy that the planner made of one carries its mark too, but is the planner's. Ours is the
    sheet that is still called what its mark says, wherever it stands: a copy gets another name. When
    none of them is, the original was renamed: then it is the first one.

    Args:
        marks: of each sheet with a mark its name and what the mark refers to, the oldest sheet first
            where that is known, else in the order of the tabs.

    Example:
        >>> ours([("Copy", '"risk/Risk table"'), ("Risk table", '"risk/Risk table"')])
        {'risk': Marked(name='Risk table', given='Risk table')}
    """
    found: dict[str, Marked] = {}
    for name, text in marks:
        key, given = mark_read(text)
        one = Marked(name, given)
        if key not in found or (found[key].renamed and not one.renamed):
            found[key] = one
    return found


def settled(
    wanted: Iterable[tuple[str, str]],
    present: Mapping[str, Marked],
    others: Iterable[str],
    fixed: Collection[str] = (),
) -> dict[str, Marked]:
    """Return what the sheets of new results are called: what each is for → its name, its mark's name.

    Choice: a sheet of ours stays where it is. Its tab speaks the language of its results, unless the
    planner gave it a name: that one stays. Where formulas do not follow a new name by themselves, as
    they do in an open workbook, a sheet that they refer to keeps its name, too. A name that another
    sheet has gets `` (2)``, and keeps it when that sheet goes.

    Args:
        wanted: of each result sheet what it is for and what it is called in its language.
        present: the sheets of ours that are there.
        others: the names of all other sheets.
        fixed: names of ours that must not change.

    Example:
        >>> there = {"risk": Marked("Risk table", "Risk table"), "care": Marked("Mine", "Care")}
        >>> found = settled([("risk", "客户风险评估表"), ("care", "客户维护")], there, ["Customers"])
        >>> [one.name for one in found.values()]
        ['客户风险评估表', 'Mine']
    """
    taken = [*others, *(one.name for one in present.values())]
    found: dict[str, Marked] = {}
    for key, name in wanted:
        there = present.get(key)
        if there is not None and (
            there.renamed or there.name in fixed or _is_one_of(there.name, name)
        ):
            found[key] = there
            continue
        new = free_name(name, taken)
        taken.append(new)
        found[key] = Marked(new, new)
    return found


def _is_one_of(name: str, wanted: str) -> bool:
    """Return whether a name is the wanted one, with a number behind it or without."""
    number = re.search(r" \(\d+\)$", name)
    return name in (_cut(wanted, ""), _cut(wanted, number[0] if number else ""))


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name for a new sheet; one that is taken gets `` (2)``.

    Example:
        >>> free_name("Summary", ["summary", "Summary (2)"])
        'Summary (3)'
    """
    used = {name.casefold() for name in taken}
    return next(name for name in _numbered(wanted) if name.casefold() not in used)


def _numbered(wanted: str) -> Iterator[str]:
    tails = chain([""], (f" ({number})" for number in count(2)))
    return (_cut(wanted, tail) for tail in tails)


def _cut(name: str, tail: str) -> str:
    while len((name + tail).encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_NAME:
        name = name[:-1]
    return name + tail
