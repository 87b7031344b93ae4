"""Which unit of money do the rows above a table set for all of its amounts? And which is in doubt?

A planner writes it once: ``单位：万元`` at the right end of the title. It counts where it is certain
that this table is meant, and every other text that seems to name a unit is told.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from types import MappingProxyType
from typing import Any, NamedTuple

from xlplan.engine.reading.gather import Spot
from xlplan.engine.reading.heading_rows import MOST_COLUMNS, is_blank
from xlplan.engine.reading.headings import Place
from xlplan.engine.reading.unit_notes import (
    Note,
    Unit,
    is_name,
    is_other_unit,
    merge,
    read_note,
)
from xlplan.engine.reading.values import read_money
from xlplan.engine.sheets import RawSheet

_YEARS = (1900.0, 2100.0)  # a whole number between them is a year, and no amount


class Doubt(NamedTuple):
    """A text that seems to name a unit and is not read: the finding, where, and what it says.

    ``units`` is what it seems to say, as far as can be told; ``first`` the cell it contradicts.
    """

    code: str
    spot: Spot
    text: str
    units: tuple[Unit, ...] = ()
    first: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether it surely names nothing but whole units of a currency."""
        return bool(self.units) and all(one.scale in (None, 1.0) for one in self.units)


class Above(NamedTuple):
    """What stands above a table of the unit of its amounts.

    Args:
        unit: what is read; ``None`` where nothing is, or something is in doubt.
        spot: the cell that says it, with the size where several cells say a part.
        text: of that cell.
        doubts: what is not read.
    """

    unit: Unit | None = None
    spot: Spot = Spot()
    text: str = ""
    doubts: tuple[Doubt, ...] = ()


class Ground(NamedTuple):
    """Where a table lies, as far as a text above it is concerned.

    Args:
        sheet: its name.
        top: the first row of its headings.
        below: the row after them.
        columns: those of its headings.
        amounts: those of them that hold amounts.
    """

    sheet: str
    top: int
    below: int
    columns: Collection[int]
    amounts: Collection[int]


class _Found(NamedTuple):
    """A text above a table, and what it says."""

    spot: Spot
    text: str
    note: Note


def look_above(place: Place, raw: RawSheet) -> Above:
    """Return what the rows above a table say of the unit of its amounts.

    Choice: one doubt is enough for nothing to be read, since a factor of ten thousand is at stake; a
    text in doubt that says the same as the certain one is none.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> from xlplan.engine.reading.headings import locate
        >>> raw = RawSheet("客户", [["单位：万元"], ["客户编号", "客户名称"], ["0017", "A"]])
        >>> look_above(locate(CUSTOMERS, raw), raw).unit.scale
        10000.0
    """
    fields = place.sheet.by_field
    amounts = [at for name, at in place.columns.items() if fields[name].kind == "money"]
    head = place.head
    ground = Ground(place.name, head.top, head.below, head.matched, amounts)
    return look_over(ground, raw, place.unknown)


def look_over(
    ground: Ground, raw: RawSheet, beside: Mapping[int, tuple[int, str]] = MappingProxyType({})
) -> Above:
    """Return what the rows above any table say of the unit of its amounts.

    Args:
        ground: where the table lies.
        raw: its sheet.
        beside: column → row and text of what stands among its headings and is none of them.
    """
    sure: list[_Found] = []
    doubts: list[Doubt] = []
    for one in (*_texts_above(ground, raw), *_texts_beside(ground, raw, beside)):
        code = _doubt_of(one, ground, raw)
        if code:
            doubts.append(Doubt(code, one.spot, one.text, one.note.units))
        else:
            sure.append(one)
    unit = merge([one.note.units[0] for one in sure]) if sure else None
    if sure and unit is None:
        return Above(doubts=(_clash(sure), *doubts))
    left = tuple(one for one in doubts if not (unit and _agrees(one, unit)))
    if unit is None or left:
        return Above(doubts=left)
    says = next((one for one in sure if one.note.units[0].scale is not None), sure[0])
    return Above(unit, says.spot, says.text)


def _clash(sure: list[_Found]) -> Doubt:
    """Return the finding about the first two notes that contradict."""
    pairs = combinations(sure, 2)
    against = (two for two in pairs if merge([one.note.units[0] for one in two]) is None)
    first, other = next(against, (sure[0], sure[-1]))
    return Doubt("UNIT_NOTE_CLASH", other.spot, other.text, first=first.spot.cell)


def _agrees(doubt: Doubt, unit: Unit) -> bool:
    """Return whether a text in doubt seems to say what is certain already."""
    return bool(doubt.units) and all(
        one.scale in (None, unit.scale) and merge([one, unit]) for one in doubt.units
    )


def _texts_above(ground: Ground, raw: RawSheet) -> Iterator[_Found]:
    """Yield the texts above the headings that say something of units of money."""
    for at, row in enumerate(raw.rows[: ground.top]):
        cells = [
            (column, cell) for column, cell in enumerate(row[:MOST_COLUMNS]) if not is_blank(cell)
        ]
        announced: tuple[int, str] | None = None
        for column, cell in cells:
            if not isinstance(cell, str):
                announced = None
            elif is_name(cell):
                announced = (column, cell)
            else:
                start, text = column, cell
                if announced:
                    start, text = announced[0], _joined(announced[1], cell)
                    announced = None
                if note := read_note(text):
                    yield _Found(Spot(ground.sheet, at, start), " ".join(text.split()), note)


def _texts_beside(
    ground: Ground, raw: RawSheet, beside: Mapping[int, tuple[int, str]]
) -> Iterator[_Found]:
    """Yield what stands among the headings and is none, but a certain note."""
    for column, (row, text) in beside.items():
        before = raw.rows[row][column - 1] if column else None
        whole = _joined(before, text) if isinstance(before, str) and is_name(before) else text
        note = read_note(whole)
        if note and note.certain and not note.bare:
            yield _Found(Spot(ground.sheet, row, column), " ".join(text.split()), note)


def _joined(name: str, text: str) -> str:
    """Return a note of two cells as one text."""
    return f"{name.strip().rstrip(':：')}: {text}"


def _doubt_of(one: _Found, ground: Ground, raw: RawSheet) -> str:
    """Return the finding about a text in doubt; ``""`` where it certainly is for the whole table."""
    spot, note = one.spot, one.note
    if not note.certain or spot.row >= ground.top:
        return "UNIT_NOTE_UNREAD"
    between = raw.rows[spot.row : ground.top]
    if any(_is_amount(cell) for row in between for cell in row) or _is_apart(
        ground, raw, spot.column
    ):
        return "UNIT_NOTE_FAR"
    texts = [cell for cell in raw.rows[spot.row] if isinstance(cell, str) and not is_blank(cell)]
    if any(map(is_other_unit, texts)) or (note.bare and (len(texts) > 1 or _is_over(one, ground))):
        return "UNIT_NOTE_UNREAD"
    return ""


def _is_over(one: _Found, ground: Ground) -> bool:
    """Return whether a bare unit stands right over one amount among several: it may be its alone."""
    amounts = ground.amounts
    return one.spot.row == ground.top - 1 and one.spot.column in amounts and len(amounts) > 1


def _is_amount(cell: Any) -> bool:
    """Return whether a cell above the headings holds an amount, as of a table of its own."""
    found = read_money(cell) if isinstance(cell, str) else cell
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return isinstance(found, tuple)  # an amount with its currency
    return not (_YEARS[0] <= found <= _YEARS[1] and float(found).is_integer())


def _is_apart(ground: Ground, raw: RawSheet, column: int) -> bool:
    """Return whether a cell stands above another table, which a gap divides from this one."""
    filled = {
        at
        for row in raw.rows[ground.top : ground.below]
        for at, cell in enumerate(row[:MOST_COLUMNS])
        if not is_blank(cell)
    }
    left, right = min(ground.columns), max(ground.columns)
    while left - 1 in filled:
        left -= 1
    while right + 1 in filled:
        right += 1
    return (column > right and max(filled) > right) or (column < left and min(filled) < left)
