"""Which cells hold a common word where the contract has one of its own? They are read, and told."""

from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.judging import tell_read
from xlplan.engine.reading.table import Table
from xlplan.engine.tables import Column, fold


def tell_common(table: Table, gathered: Gathered) -> None:
    """Tell what common words are read as, at the first cell of each in its column.

    Choice: the contract's word can say more than was meant (“on hold” counts as ended), so nobody
    should have to guess it; once a text, since a planner who writes it writes it throughout.
    """
    for name in table.columns:
        column = table.sheet.by_field[name]
        for text, at in _first(table, column).items() if column.also else ():
            tell_read(table, name, at, text, gathered)


def _first(table: Table, column: Column) -> dict[str, int]:
    """Return the common words of a column → the index of the first row that counts with it."""
    place, found = table.place, dict[str, int]()
    seen: set[str] = set()
    across = place.columns[column.field]
    for at, row in enumerate(table.raw.rows[place.start : place.end]):
        cell = row[across] if across < len(row) else None
        if not isinstance(cell, str) or cell in seen or at in table.dropped:
            continue
        seen.add(cell)
        plain = fold(cell)
        if plain in column.spellings and plain not in column.own_spellings:
            found[cell.strip()] = at
    return found
