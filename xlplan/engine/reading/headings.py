"""Where on a sheet does its table begin, and which column is which? By its heading row.

The heading row is the one with the most headings of the contract, in either language. It may stand
under titles, be split over two rows by merged cells, or be followed by the same in the other
language.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from xlplan.engine.contract import SHEETS
from xlplan.engine.sheets import Block, RawSheet
from xlplan.engine.tables import Column, Sheet, fold_heading, letters

HEAD_ROWS = 40  # rows in which a heading row is looked for
_MOST_COLUMNS = 1000
_TWO_NAMES = (
    re.compile(r"[\n\r/|]+|\s{2,}"),
    re.compile(r"(?<=[A-Za-z)])\s*(?=[一-鿿])"),
    re.compile(r"(?<=[一-鿿])\s*(?=[A-Za-z])"),
)
_UNIT = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*\*?\s*$")

_BY_KEY = {sheet.key: sheet for sheet in SHEETS}

Matches = dict[int, Column]


@dataclass(slots=True)
class Place:
    """A sheet's table.

    Args:
        sheet: which sheet of the contract it is.
        name: what it is called in the workbook.
        top: row of the headings, zero-based (the upper one of two).
        start: row of the first record.
        end: row after the last record.
        columns: field → column.
        headings: field → its heading as found.
        missing: required columns that are not there.
        doubles: column → the field whose heading it repeats.
        unknown: column → a heading that is not of the contract.
        block: the Excel table it is, if it is one.
    """

    sheet: Sheet
    name: str
    top: int
    start: int
    end: int
    columns: dict[str, int]
    headings: dict[str, str]
    missing: tuple[Column, ...]
    doubles: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    block: Block | None = None

    def letters(self) -> dict[str, str]:
        """Return field → column letters."""
        return {name: letters(column) for name, column in self.columns.items()}


def locate(sheet: Sheet, raw: RawSheet) -> Place | None:
    """Return where a sheet's table lies; ``None`` when not one of its headings is found.

    Choice: of rows with equally many headings the first counts.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> raw = RawSheet("客户", [["Plan 2026"], [], ["客户编号", "Customer"], ["0017", "A"]])
        >>> place = locate(CUSTOMERS, raw)
        >>> place.top, place.start, place.columns
        (2, 3, {'id': 0, 'name': 1})
    """
    rows = raw.rows[:HEAD_ROWS]
    matches = [_matches(sheet, row) for row in rows]
    best, upper = _best(rows, matches)
    if best is None:
        return None
    top, matched = best
    texts = {
        column: str(rows[top + below][column])
        for column in matched
        for below in ((0, 1) if upper else (0,))
        if column in matches[top + below]
    }
    start = _first_record(rows, matches, top + (2 if upper else 1), matched)
    return _place(sheet, raw, (top, start), matched, texts)


def heading_unit(text: str) -> str:
    """Return the unit in brackets at the end of a heading.

    Example:
        >>> heading_unit("金额（万元）*"), heading_unit("Amount")
        ('万元', '')
    """
    found = _UNIT.search(normalize("NFKC", text))
    return found[1].strip() if found else ""


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


def is_blank(cell: object) -> bool:
    """Return whether a cell is empty or holds only spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _matches(sheet: Sheet, row: list[Any]) -> Matches:
    found = {}
    for at, cell in enumerate(row[:_MOST_COLUMNS]):
        if isinstance(cell, str) and cell and len(cell) < 80:
            column = _match(sheet.key, cell) or None
            if column:
                found[at] = sheet.by_field[column]
    return found


@lru_cache(maxsize=4096)
def _match(key: str, text: str) -> str:
    """Return the field that a text is the heading of, ``""`` if it is none."""
    names = _BY_KEY[key].by_heading
    whole = names.get(fold_heading(text))
    if whole:
        return whole.field
    for pattern in _TWO_NAMES:  # both languages in one cell
        parts = [names.get(fold_heading(part)) for part in pattern.split(text, 1) if part.strip()]
        fields = {part.field if part else "" for part in parts}
        if len(parts) > 1 and len(fields) == 1:
            return fields.pop()
    return ""


def _best(rows: list[list[Any]], matches: list[Matches]) -> tuple[tuple[int, Matches] | None, bool]:
    """Return the heading row with its columns, and whether it goes over two rows."""
    best: tuple[int, Matches] | None = None
    double = False
    for top, single in enumerate(matches):
        below = matches[top + 1] if top + 1 < len(matches) else {}
        both = single | below
        split = bool(single and below) and _is_split(rows[top], rows[top + 1], single, below)
        for count, found, over_two in ((single, single, False), (both, both, True)):
            if over_two and not split:
                continue
            if count and _distinct(found) > (_distinct(best[1]) if best else 0):
                best, double = (top, found), over_two
    return best, double


def _distinct(found: Matches) -> int:
    return len({column.field for column in found.values()})


def _is_split(upper: list[Any], lower: list[Any], above: Matches, below: Matches) -> bool:
    """Return whether two rows are one heading: no column has a heading above and a value below."""
    if any(not isinstance(cell, str) and not is_blank(cell) for cell in lower):
        return False
    free = all(
        column >= len(lower) or is_blank(lower[column]) for column in above if column not in below
    )
    return free and all(column >= len(upper) or column not in above for column in below)


def _first_record(rows: list[list[Any]], matches: list[Matches], at: int, matched: Matches) -> int:
    """Skip rows under the heading that repeat it, in the other language say."""
    while at < len(rows):
        same = sum(matches[at].get(column) is one for column, one in matched.items())
        if same < 2 or same * 2 < len(matched):
            break
        at += 1
    return at


def _place(
    sheet: Sheet, raw: RawSheet, span: tuple[int, int], matched: Matches, texts: dict[int, str]
) -> Place:
    columns: dict[str, int] = {}
    doubles: dict[int, str] = {}
    for column, one in sorted(matched.items()):
        if columns.setdefault(one.field, column) != column:
            doubles[column] = one.field
    top, start = span
    block = _block(raw, top, start, set(columns.values()))
    end = last_filled(raw, set(columns.values()), block.bottom + 1 if block else 1 << 20)
    head = raw.rows[start - 1] if start > 0 else []
    unknown = {
        at: cell.strip()
        for at, cell in enumerate(head[:_MOST_COLUMNS])
        if isinstance(cell, str) and cell.strip() and at not in matched
    }
    headings = {name: " ".join(texts[column].split()) for name, column in columns.items()}
    missing = tuple(one for one in sheet.columns if one.required and one.field not in columns)
    return Place(
        sheet, raw.name, top, start, max(end, start), columns, headings, missing,
        doubles, unknown, block,
    )  # fmt: skip


def _block(raw: RawSheet, top: int, start: int, columns: set[int]) -> Block | None:
    """Return the Excel table whose heading row this is; the widest when several stand beside."""
    own = [block for block in raw.blocks if top <= block.top < start]
    held = {block: sum(block.left <= column <= block.right for column in columns) for block in own}
    best = max(own, key=lambda block: held[block], default=None)
    return best if best and held[best] * 2 > len(columns) else None
