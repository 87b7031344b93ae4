"""Which row of a sheet holds its headings, and which stands for what? One row, or two as one.

The one with the most headings of the contract, in either language. Two rows are one heading where
cells are merged: a group over its columns, a heading over its unit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from xlplan.engine.contract import SHEETS
from xlplan.engine.reading.units import (
    PERCENT,
    heading_unit,
    in_words,
    is_unit,
    is_unit_of,
    is_unit_row,
    money_unit,
)
from xlplan.engine.tables import Column, Sheet, fold_heading

HEAD_ROWS = 40  # rows in which a heading row is looked for
MOST_COLUMNS = 1000
_TWO_NAMES = (
    re.compile(r"[\n\r/|]+|\s{2,}"),
    re.compile(r"(?<=[A-Za-z)])\s*(?=[一-鿿])"),
    re.compile(r"(?<=[一-鿿])\s*(?=[A-Za-z])"),
)

_BY_KEY = {sheet.key: sheet for sheet in SHEETS}

Matches = dict[int, Column]


@dataclass(slots=True)
class Head:
    """The heading of a table.

    Args:
        top: its first row.
        below: the row after its last one.
        start: the row of the first record.
        matched: column → what it is the heading of.
        rows: column → the row in which that stands.
        units: column → its unit.
        clashes: column → a unit under its heading that is another than the one in it.
        unread: row and column of headings of the contract in a row beside, which is not read.
    """

    top: int
    below: int
    start: int
    matched: Matches
    rows: dict[int, int]
    units: dict[int, str]
    clashes: dict[int, str] = field(default_factory=dict)
    unread: tuple[tuple[int, int], ...] = ()


def find_head(sheet: Sheet, rows: list[list[Any]]) -> Head | None:
    """Return the heading of a sheet's table; ``None`` when not one of its headings is found.

    Choice: of rows with equally many headings that with more of the required ones counts, then the
    first.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> head = find_head(CUSTOMERS, [["客户编号", "客户名称", "毛利率"], ["", "", "%"], ["1", "A", 20.0]])
        >>> head.top, head.start, head.units
        (0, 2, {2: '%'})
    """
    rows = rows[:HEAD_ROWS]
    matches = [_matches(sheet, row) for row in rows]
    top, height, matched = _best(rows, matches)
    if not matched:
        return None
    stands = {at: row for row in range(top, top + height) for at in matches[row] if at in matched}
    units = {at: unit for at in matched if (unit := heading_unit(rows[stands[at]][at]))}
    head = Head(top, top + height, top + height, matched, stands, units)
    if height > 1:
        _take_units(head, rows[top + 1], [at for at, row in stands.items() if row == top])
    _skip_to_records(head, rows, matches)
    head.unread = tuple(_unread(head, rows, matches))
    return head


def is_blank(cell: object) -> bool:
    """Return whether a cell is empty or holds only spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def repeats(matched: Matches, found: Mapping[int, Column | None]) -> bool:
    """Return whether a row says half of the headings again, in the other language say."""
    same = sum(found.get(column) is one for column, one in matched.items())
    return same >= 2 and same * 2 >= len(matched)


def match(sheet: Sheet, cell: object) -> Column | None:
    """Return the column that a cell is the heading of.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> match(CUSTOMERS, "客户名称 / Customer").field, match(CUSTOMERS, "Sales 12m %")
        ('name', None)
    """
    if isinstance(cell, str) and cell and len(cell) < 80:
        return sheet.by_field.get(_match(sheet.key, cell))
    return None


def _matches(sheet: Sheet, row: list[Any]) -> Matches:
    return {
        at: column
        for at, cell in enumerate(row[:MOST_COLUMNS])
        if (column := match(sheet, cell)) is not None
    }


@lru_cache(maxsize=4096)
def _match(key: str, text: str) -> str:
    """Return the field that a text is the heading of, ``""`` if it is none."""
    names = _BY_KEY[key].by_heading
    whole = names.get(fold_heading(text)) or _before_unit(names, text)
    if whole:  # money in % is something else: a growth, a share of it
        return "" if whole.kind == "money" and heading_unit(text) == PERCENT else whole.field
    for pattern in _TWO_NAMES:  # both languages in one cell
        parts = [names.get(fold_heading(part)) for part in pattern.split(text, 1) if part.strip()]
        fields = {part.field if part else "" for part in parts}
        if len(parts) > 1 and len(fields) == 1:
            return fields.pop()
    return ""


def _before_unit(names: Mapping[str, Column], text: str) -> Column | None:
    """Return the column of money whose heading is followed by its unit in words."""
    heading, unit = in_words(text)
    found = names.get(fold_heading(heading)) if unit else None
    return found if found is not None and found.kind == "money" else None


def _best(rows: list[list[Any]], matches: list[Matches]) -> tuple[int, int, Matches]:
    """Return the first row of the heading, over how many it goes, and its columns."""
    best: tuple[int, int, Matches] = (0, 1, {})
    for top, single in enumerate(matches):
        below = matches[top + 1] if top + 1 < len(matches) else {}
        found = [(top, 1, single)]
        if single and below and _is_split(rows[top + 1], single, below):
            found.append((top, 2, single | below))
        for one in found:
            if _weight(one[2]) > _weight(best[2]):
                best = one
    return best


def _weight(found: Matches) -> tuple[int, int]:
    """Return how many columns a row names, and how many of those that must be there."""
    named = {column.field: column.required for column in found.values()}
    return len(named), sum(named.values())


def _is_split(lower: list[Any], above: Matches, below: Matches) -> bool:
    """Return whether two rows are one heading: the lower one can be no record of the upper one.

    No column has a heading in both. Where the upper one asks for an id or a name the lower one holds
    none, or several headings; else nothing but units stand in it under the headings of the upper one,
    which are groups otherwise.
    """
    if any(not isinstance(cell, str) and not is_blank(cell) for cell in lower):
        return False
    if any(column in above for column in below):
        return False
    texts = {at: lower[at] for at in above if at < len(lower) and not is_blank(lower[at])}
    needed = [at for at, column in above.items() if column.required]
    if needed and (_weight(below)[0] > 1 or any(at not in texts for at in needed)):
        return True
    return all(is_unit_of(above[at], text) for at, text in texts.items())


def _skip_to_records(head: Head, rows: list[list[Any]], matches: list[Matches]) -> None:
    """Skip rows under the headings that repeat them or hold their units."""
    while head.start < len(rows):
        row = rows[head.start]
        if is_unit_row(row, head.matched):
            _take_units(head, row, head.matched)
        elif not repeats(head.matched, matches[head.start]):
            return
        head.start += 1


def _take_units(head: Head, row: list[Any], columns: Iterable[int]) -> None:
    """Take the units that stand in a row under the headings of some columns."""
    for at in columns:
        cell = row[at] if at < len(row) else None
        if isinstance(cell, str) and is_unit(cell):
            unit = cell.strip().strip("()[]（）【】").strip()
            first = head.units.setdefault(at, unit)
            if money_unit(first)[0] != money_unit(unit)[0]:
                head.clashes[at] = unit


def _unread(head: Head, rows: list[list[Any]], matches: list[Matches]) -> Iterator[tuple[int, int]]:
    """Yield the headings of columns that nothing else gives, right above and right below.

    Below, a row with an id and a name is a record, whatever else its cells say; above a column
    that has a heading stands its group.
    """
    fields = {column.field for column in head.matched.values()}
    for at in (head.top - 1, head.start):
        if not 0 <= at < len(rows):
            continue
        lacking = any(
            one.required and (column >= len(rows[at]) or is_blank(rows[at][column]))
            for column, one in head.matched.items()
        )
        for column, one in matches[at].items():
            free = lacking if at >= head.top else column not in head.matched
            if free and one.field not in fields:
                yield at, column
