"""Does another table begin under that of a sheet? Its headings tell, after a blank row."""

from collections.abc import Iterator
from typing import Any

from xlplan.engine.contract import SHEETS
from xlplan.engine.reading.describe import both
from xlplan.engine.reading.gather import Gathered, Spot
from xlplan.engine.reading.heading_rows import MOST_COLUMNS, is_blank, match
from xlplan.engine.reading.headings import Place
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import Column, Sheet

_TITLES = 3  # rows of titles that may stand above the headings


def end_before_next(place: Place, raw: RawSheet, gathered: Gathered) -> None:
    """End a table before another one under it, and tell it.

    Choice: nothing below is read, the headings of the first table being no longer true; the same
    headings in the same places, as on each printed page, end nothing.
    """
    for at in _after_gaps(place, raw):
        for row in range(at, min(at + _TITLES, place.end)):
            cells = raw.rows[row] if row < len(raw.rows) else []
            if near := _headed(place, cells):
                first = next(c for c, cell in enumerate(cells) if not is_blank(cell))
                spot = Spot(place.name, row, first)
                gathered.add("SECOND_TABLE", spot, cells[first], near=both(near))
                place.end = at
                return
            if sum(not is_blank(cell) for cell in cells) != 1:
                break


def _after_gaps(place: Place, raw: RawSheet) -> Iterator[int]:
    """Yield the rows that stand under a blank one; blank ones not."""
    column, rows = min(place.columns.values()), raw.rows[place.start : place.end]
    lead = [row[column] if column < len(row) else None for row in rows]
    blank = {one for one in set(lead) if is_blank(one)}
    gaps = [at for at, one in enumerate(lead) if one in blank] if blank else []
    for at in gaps:
        ends = at + 1 == len(rows)
        if not ends and all(map(is_blank, rows[at])) and not all(map(is_blank, rows[at + 1])):
            yield place.start + at + 1


def _headed(place: Place, row: list[Any]) -> Sheet | None:
    """Return the sheet whose headings a row holds, ``None`` where it holds none, or ours again."""
    cells = {at: cell for at, cell in enumerate(row[:MOST_COLUMNS]) if not is_blank(cell)}
    if len(cells) < 2 or any(type(cell) is not str for cell in cells.values()):
        return None
    lead = cells.get(min(place.columns.values()), "")
    if lead[-1:].isdigit():  # an id ends so, a heading hardly
        return None
    ours = _told(place.sheet, cells)
    if _is_heading(ours, len(cells)) and all(
        place.columns.get(one.field, at) == at for at, one in ours.items()
    ):
        return None
    found = {sheet.key: _told(sheet, cells) for sheet in (place.sheet, *SHEETS)}
    best = max((place.sheet, *SHEETS), key=lambda sheet: len(found[sheet.key]))
    return best if _is_heading(found[best.key], len(cells)) else None


def _told(sheet: Sheet, cells: dict[int, Any]) -> dict[int, Column]:
    return {at: one for at, cell in cells.items() if (one := match(sheet, cell))}


def _is_heading(told: dict[int, Column], count: int) -> bool:
    """Return whether headings of a sheet make a row one: two, half of it, something that must be."""
    fields = {one.field for one in told.values()}
    must = any(one.required for one in told.values())
    return len(fields) > 1 and len(fields) * 2 >= count and must
