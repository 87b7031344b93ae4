"""What would the fast reader not tell of a sheet? A look at its raw XML before it is read.

The fast reader lays a sheet out as a full rectangle (a stray cell in the last corner would need
terabytes) and shows an error cell, or a formula that was never calculated, as a blank. Both can be
seen in the bytes at a fraction of the cost of reading them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from xlplan.engine.tables import letters
from xlplan.hosts.files.ooxml.package import position
from xlplan.hosts.files.preflight import MAX_PLACES

Cell = tuple[int, int]

# anything but a cell within the first 104 columns, written as every program does
_UNUSUAL = re.compile(rb'<c(?! r="[A-C]?[A-Z][0-9]{1,7}")')
_UNUSUAL_OR_FAR = re.compile(rb'<c(?! r="[A-C]?[A-Z][0-9]{1,5}")')
_FAR_DOWN = re.compile(rb'<c r="[A-Z]{1,2}([0-9]{6,7})"')  # below row 99,999
_COLUMN = re.compile(rb'<c r="([A-Z]{1,2})')
_TEXT = re.compile(rb't="s"[^>]*><v>([0-9]{1,9})</v>')
_AFTER_FORMULA = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,2}[0-9]{1,7})"([^>]*)>')
_STYLED = rb'<c r="(%b)([0-9]{1,7})"(?: t="[A-Za-z]+")? s="(%b)"[^/>]*>'
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_ZERO = b"</f><v>0</v></c>"
_ROWS = 1 << 20
_ROOMY = 5  # of a sheet with cells far down, one place in so many must be filled


class Facts(NamedTuple):
    """What is known of a sheet before it is read.

    Args:
        cells: how many cells it holds, at most.
        plain: written in the usual way and without far cells: fit for the fast reader.
        errors: cell → the error it shows; only looked for in a plain sheet.
        uncached: cells with a formula and no value; only looked for in a plain sheet.
    """

    cells: int
    plain: bool
    errors: dict[Cell, str]
    uncached: set[Cell]


def look_over(part: bytes, *, never_calculated: bool = False) -> Facts:
    """Return the facts of a sheet's XML.

    Args:
        part: the part, inflated.
        never_calculated: the workbook asks for calculation on opening: then a sheet whose
            formulas all hold 0 was written by a library that calculates nothing.
    """
    begin, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    if begin < 0 or end < 0:  # nothing in it, or prefixes, or another encoding
        return Facts(part.count(b"<"), False, {}, set())
    # every search here goes over the whole sheet: a colon first, since that is the fastest
    prefixed = part.find(b":", begin, end) >= 0 and part.find(b":c", begin, end) >= 0
    cells = part.count(b'<c r="', begin, end)
    if prefixed or not _is_plain(part, begin, end, cells):
        return Facts(part.count(b"<c", begin, end), False, {}, set())
    errors = _errors(part, begin, end) if part.find(b't="e"', begin, end) >= 0 else {}
    uncached: set[Cell] = set()
    if part.find(b"</f>", begin, end) >= 0:
        uncached = _uncached(part, begin, end)
        if never_calculated and part.count(_ZERO, begin, end) == part.count(b"</f>", begin, end):
            uncached |= _zeros(part, begin, end)
    return Facts(cells, True, errors, uncached)


def text_bytes(part: bytes, lengths: Sequence[int]) -> int | None:
    """Return how many bytes the texts of a sheet take when each is a copy; ``None``: not to be told.

    Args:
        part: the part, inflated; a plain one.
        lengths: of the shared texts.
    """
    places = [int(one) for one in _TEXT.findall(part)]
    if len(places) != part.count(b't="s"') or (places and max(places) >= len(lengths)):
        return None
    return sum(map(lengths.__getitem__, places))


def styled(
    part: bytes, styles: Collection[int], columns: Collection[int] = ()
) -> Iterator[tuple[Cell, int]]:
    """Yield the filled cells of a plain sheet that have one of some styles, and which.

    Args:
        part: the part, inflated.
        styles: numbers of styles.
        columns: where to look; everywhere without any.
    """
    names = "|".join(map(letters, sorted(columns))) or "[A-Z]{1,2}"
    numbers = "|".join(map(str, sorted(styles)))
    places: dict[bytes, int] = {}
    for found in re.finditer(_STYLED % (names.encode(), numbers.encode()), part):
        name, row, said = found.groups()
        column = places.get(name)
        if column is None:
            column = places[name] = position(f"{name.decode()}1")[1]
        yield (int(row) - 1, column), int(said)


def merged_in(part: bytes) -> list[tuple[int, int, int]]:
    """Return column, first and last row of each cell of a plain sheet that is merged downwards."""
    end = max(part.rfind(b"</sheetData>"), 0)
    found = (merged_down(one[1].decode()) for one in _MERGED.finditer(part, end))
    return [one for one in found if one]


def merged_down(reference: str) -> tuple[int, int, int] | None:
    """Return column, first and last row of merged cells; ``None`` where they are of one row.

    Example:
        >>> merged_down("B2:B4"), merged_down("A1:F1")
        ((1, 1, 3), None)
    """
    first, _, last = reference.partition(":")
    (top, column), (bottom, _right) = position(first), position(last or first)
    return (column, top, bottom) if bottom > top else None


def _is_plain(part: bytes, begin: int, end: int, cells: int) -> bool:
    """Return whether a sheet is written in the usual way, and is no huge rectangle of few cells.

    A long sheet is filled; a few cells far down are not.
    """
    if _UNUSUAL_OR_FAR.search(part, begin, end) is None:
        return True
    if _UNUSUAL.search(part, begin, end):
        return False
    rows = max(int(one[1]) for one in _FAR_DOWN.finditer(part, begin, end))
    names = {one.decode() for one in set(_COLUMN.findall(part, begin, end))}
    width = 1 + max(position(f"{name}1")[1] for name in names)
    return rows <= _ROWS and rows * width <= min(_ROOMY * cells, MAX_PLACES)


def _errors(part: bytes, begin: int, end: int) -> dict[Cell, str]:
    found = {}
    at = part.find(b't="e"', begin, end)
    while at >= 0:
        cell = _cell_before(part, begin, at + 5)
        value = _VALUE.search(part, at, part.find(b"</c>", at, end) + 4)
        if cell and b't="e"' in cell[1]:
            found[cell[0]] = value[1].decode("utf-8", "replace") if value else "#N/A"
        at = part.find(b't="e"', at + 5, end)
    return found


def _uncached(part: bytes, begin: int, end: int) -> set[Cell]:
    found = set()
    for match in _AFTER_FORMULA.finditer(part, begin, end):
        cell = _cell_before(part, begin, match.start())
        # an empty text is a value: =IF(A2="","",…) is calculated, and blank
        if cell and not (match[1] and b't="str"' in cell[1]):
            found.add(cell[0])
    return found


def _zeros(part: bytes, begin: int, end: int) -> set[Cell]:
    found = set()
    at = part.find(_ZERO, begin, end)
    while at >= 0:
        cell = _cell_before(part, begin, at)
        if cell:
            found.add(cell[0])
        at = part.find(_ZERO, at + 1, end)
    return found


def _cell_before(part: bytes, begin: int, at: int) -> tuple[Cell, bytes] | None:
    """Return the position and the other attributes of the cell that is open at ``at``."""
    opened = part.rfind(b"<c ", begin, at)
    match = _REFERENCE.match(part, opened) if opened >= 0 else None
    return (position(match[1].decode()), match[2]) if match else None
