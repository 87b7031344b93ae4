"""Where on a sheet does its table begin and end, and which column is which? By its headings.

They may stand under titles; the table is an Excel table, or goes on to the last row that says
anything in its columns.
"""

from dataclasses import dataclass, field

from xlplan.engine.reading.gather import Spot
from xlplan.engine.reading.heading_rows import MOST_COLUMNS, Head, find_head, is_blank
from xlplan.engine.reading.units import is_unit
from xlplan.engine.sheets import Block, RawSheet
from xlplan.engine.tables import Column, Sheet, letters


@dataclass(slots=True)
class Place:
    """A sheet's table.

    Args:
        sheet: which sheet of the contract it is.
        name: what it is called in the workbook.
        head: its heading.
        end: row after the last record.
        columns: field → column.
        headings: field → its heading as found.
        missing: required columns that are not there.
        doubles: column → the field whose heading it repeats.
        unknown: column → row and text of a heading that is not of the contract.
        block: the Excel table it is, if it is one.
    """

    sheet: Sheet
    name: str
    head: Head
    end: int
    columns: dict[str, int]
    headings: dict[str, str]
    missing: tuple[Column, ...]
    doubles: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, tuple[int, str]] = field(default_factory=dict)
    block: Block | None = None

    @property
    def top(self) -> int:
        """Return the row of the headings, zero-based (the upper one of two)."""
        return self.head.top

    @property
    def start(self) -> int:
        """Return the row of the first record."""
        return self.head.start

    def unit(self, name: str) -> str:
        """Return the unit of a field, ``""`` when nothing names one."""
        return self.head.units.get(self.columns[name], "")

    def spot(self, column: int) -> Spot:
        """Return the cell of a column's heading."""
        return Spot(self.name, self.head.rows[column], column)

    def letters(self) -> dict[str, str]:
        """Return field → column letters."""
        return {name: letters(column) for name, column in self.columns.items()}


def locate(sheet: Sheet, raw: RawSheet) -> Place | None:
    """Return where a sheet's table lies; ``None`` when not one of its headings is found.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> raw = RawSheet("客户", [["Plan 2026"], [], ["客户编号", "Customer"], ["0017", "A"]])
        >>> place = locate(CUSTOMERS, raw)
        >>> place.top, place.start, place.columns
        (2, 3, {'id': 0, 'name': 1})
    """
    head = find_head(sheet, raw.rows)
    if head is None:
        return None
    columns: dict[str, int] = {}
    doubles: dict[int, str] = {}
    for column, one in sorted(head.matched.items()):
        if columns.setdefault(one.field, column) != column:
            doubles[column] = one.field
    block = _block(raw, head, set(columns.values()))
    end = last_filled(raw, set(columns.values()), block.bottom + 1 if block else 1 << 20)
    headings = {
        name: " ".join(str(raw.rows[head.rows[column]][column]).split())
        for name, column in columns.items()
    }
    missing = tuple(one for one in sheet.columns if one.required and one.field not in columns)
    unknown = _unknown(raw, head)
    return Place(
        sheet, raw.name, head, max(end, head.start), columns, headings, missing,
        doubles, unknown, block,
    )  # fmt: skip


def last_filled(raw: RawSheet, columns: set[int], end: int) -> int:
    """Return the row after the last one, up to ``end``, in which one of the columns says anything.

    An error cell and a formula that was never calculated come as blanks, but say something.
    """
    marked = [row + 1 for row, at in (*raw.errors, *raw.uncached) if at in columns and row < end]
    least = max(marked, default=0)
    end = min(end, max(len(raw.rows), least))
    while end > least:
        row = raw.rows[end - 1]
        if row and any(at < len(row) and not is_blank(row[at]) for at in columns):
            break
        end -= 1
    return end


def _unknown(raw: RawSheet, head: Head) -> dict[int, tuple[int, str]]:
    """Return the headings that are the planner's own; a group gives way to what stands under it."""
    found: dict[int, tuple[int, str]] = {}
    for row in range(head.top, head.below):
        for at, cell in enumerate(raw.rows[row][:MOST_COLUMNS]):
            own = isinstance(cell, str) and cell.strip() and at not in head.matched
            if own and (at not in found or not is_unit(cell)):
                found[at] = (row, cell.strip())
    return dict(sorted(found.items()))


def _block(raw: RawSheet, head: Head, columns: set[int]) -> Block | None:
    """Return the Excel table whose heading row this is; the widest when several stand beside."""
    own = [block for block in raw.blocks if head.top <= block.top < head.start]
    held = {block: sum(block.left <= column <= block.right for column in columns) for block in own}
    best = max(own, key=lambda block: held[block], default=None)
    return best if best and held[best] * 2 > len(columns) else None
