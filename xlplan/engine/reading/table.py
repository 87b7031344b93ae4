"""What records does one sheet hold? Its columns converted, and made records of.

Every column is converted as a whole, what cannot be read staying in its place as a ``Bad``;
``judging`` then decides which rows give a record.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from itertools import repeat
from typing import Any

from xlplan.engine.reading.above import Above, look_above
from xlplan.engine.reading.cells import Bad
from xlplan.engine.reading.formats import of_a_hundred_shown, padded
from xlplan.engine.reading.gather import Spot
from xlplan.engine.reading.headings import Place
from xlplan.engine.reading.ids import narrowed
from xlplan.engine.reading.measured import measured
from xlplan.engine.reading.merges import filled_down
from xlplan.engine.reading.nearly import read_as
from xlplan.engine.reading.numerals import grouped_cells
from xlplan.engine.reading.values import Money
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import Column, Sheet

_UNSETTLED = frozenset((Bad, Money))


@dataclass(slots=True)
class Table:
    """A sheet's columns, typed.

    Args:
        place: where it lies.
        raw: the sheet as found.
        columns: field → values, all of one length.
        scales: field → what one stands for in that column, where something names a unit.
        currencies: field → currencies that its unit names.
        above: what stands above it of the unit of its amounts.
        opened: fields of amounts whose headings name no unit → what they are called.
        full: field → indexes of amounts that stand in full, which their format shows in the unit.
        odd: fields of columns with cells that are not yet settled: ``Bad`` or ``Money``.
        dropped: indexes of the rows that give no record.
        meant: cells that are read although they break their rule: field, index, text.
    """

    place: Place
    raw: RawSheet
    columns: dict[str, list[Any]]
    scales: dict[str, float] = field(default_factory=dict)
    currencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    above: Above = field(default_factory=Above)
    opened: dict[str, str] = field(default_factory=dict)
    full: dict[str, Sequence[int]] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    meant: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """Return which sheet of the contract it is."""
        return self.place.sheet

    def __len__(self) -> int:
        return self.place.end - self.place.start

    def spot(self, name: str, at: int) -> Spot:
        """Return the cell of a field of the record at an index."""
        return Spot(self.place.name, self.place.start + at, self.place.columns[name])

    def heading(self, name: str) -> str:
        """Return a field's heading as found; as in the contract where the column is missing."""
        return self.place.headings.get(name) or self.sheet.by_field[name].en

    def cell(self, name: str, at: int) -> Any:
        """Return the cell of a field as found, which a record gives a value."""
        return self.raw.rows[self.place.start + at][self.place.columns[name]]

    def is_number(self, name: str, at: int) -> bool:
        """Return whether the cell of a field was found as a number."""
        return type(self.cell(name, at)) in (int, float)

    def kept(self, name: str) -> list[tuple[int, Any]]:
        """Return index and value of a column, rows left out and blanks not."""
        values, dropped = self.columns.get(name, ()), self.dropped
        if not dropped:
            return [(at, value) for at, value in enumerate(values) if value is not None]
        return [(at, v) for at, v in enumerate(values) if v is not None and at not in dropped]

    def both(self, first: str, second: str) -> list[tuple[int, Any, Any]]:
        """Return index and values of two columns where neither is blank nor its row left out."""
        if first not in self.columns or second not in self.columns:
            return []
        pairs = zip(self.columns[first], self.columns[second], strict=True)
        dropped = self.dropped
        return [
            (at, one, other)
            for at, (one, other) in enumerate(pairs)
            if one is not None and other is not None and at not in dropped
        ]

    def forget(self, at: int) -> None:
        """Leave out a row and what its cells say."""
        self.dropped.add(at)
        for values in self.columns.values():
            values[at] = None


def read_table(place: Place, raw: RawSheet) -> Table:
    """Return a sheet's table with its columns converted; nothing is judged yet."""
    table = Table(place, raw, {}, above=look_above(place, raw))
    rows = raw.rows[place.start : place.end]
    rows += [[]] * (len(table) - len(rows))  # rows of formulas that were never calculated
    width = max(place.columns.values()) + 1
    if any(size != width for size in set(map(len, rows))):
        rows = [[*row[:width], *repeat(None, width - len(row))] for row in rows]
    across = list(zip(*rows, strict=True)) or [()] * width
    for name, at in place.columns.items():
        column = place.sheet.by_field[name]
        cells: Sequence[Any] = across[at]
        if column.kind == "id" and at in raw.digits:
            cells = padded(cells, raw.digits[at], place.start)
        elif column.kind == "score" and at in raw.percents:
            cells = of_a_hundred_shown(cells, raw.percents[at], place.start)
        if column.kind == "id" and not column.unique and raw.merged:
            cells = filled_down(cells, at, place, raw)
        table.columns[name] = _converted(table, column, cells)
        if column.kind == "id":
            table.columns[name] = narrowed(table.columns[name])
        if not _UNSETTLED.isdisjoint(map(type, table.columns[name])):
            _read_alike(table, column)
            table.odd.add(name)
        table.meant += [(name, *found) for found in grouped_cells(column, cells)]
    _mark_unseen(table)
    return table


def records(table: Table) -> tuple[Any, ...]:
    """Return the records of the rows that were not left out, in their order."""
    make = table.sheet.record
    if make is None:
        return ()
    count, first = len(table), table.place.start + 1
    made = list(map(object.__new__, repeat(make, count)))
    # A frozen record takes a quarter of a microsecond a field to construct, and plans have millions:
    # here each field is set for all records at once, before anyone sees them.
    for one in fields(make):
        values: Any = table.columns.get(one.name)
        default = None if one.default is MISSING else one.default
        if one.name == "row":
            values = range(first, first + count)
        elif values is None:
            values = repeat(default)
        elif default is not None:
            values = [default if value is None else value for value in values]
        deque(map(getattr(make, one.name).__set__, made, values), maxlen=0)
    dropped = table.dropped
    return tuple([record for at, record in enumerate(made) if at not in dropped])


def _converted(table: Table, column: Column, cells: Sequence[Any]) -> list[Any]:
    """Return a column typed, in its unit."""
    name = column.field
    rules = table.sheet.record is None  # a row of these has a unit of its own
    above = None if rules else table.above.unit
    start, shrunk = table.place.start, table.raw.shrunk.get(table.place.columns[name], {})
    smaller = {row - start: by for row, by in shrunk.items() if start <= row < table.place.end}
    found = measured(column, cells, table.place.unit(name), above, smaller)
    table.full[name] = found.full
    if found.currencies:
        table.currencies[name] = found.currencies
    if found.scale is not None:
        table.scales[name] = found.scale
    if found.opened:
        table.opened[name] = table.heading(name)
    return found.values


def _mark_unseen(table: Table) -> None:
    """Put the cells that came as blanks but are none into their columns."""
    start, count = table.place.start, len(table)
    by_column = {at: name for name, at in table.place.columns.items()}
    unseen = [(cell, "ERROR_CELL", text) for cell, text in table.raw.errors.items()]
    unseen += [(cell, "NOT_CALCULATED", "") for cell in table.raw.uncached]
    for (row, at), code, text in unseen:
        name = by_column.get(at)
        if name is not None and 0 <= row - start < count:
            table.columns[name][row - start] = Bad(code, text)
            table.odd.add(name)


def _read_alike(table: Table, column: Column) -> None:
    """Read the cells that break their rule and can still mean only one thing."""
    values = table.columns[column.field]
    known: dict[str, Any] = {}  # texts repeat
    for at, bad in enumerate(values):
        if type(bad) is Bad and isinstance(bad.value, str):
            if bad.value not in known:
                known[bad.value] = read_as(column, bad)
            if (found := known[bad.value]) is not None:
                values[at] = found
                if type(found) is not Bad:
                    table.meant.append((column.field, at, bad.value))
