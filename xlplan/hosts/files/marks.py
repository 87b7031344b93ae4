"""Which cells of an .xls, .xlsb or .ods show an error? The fast reader gives them as blanks.

Of an .ods also the currencies of its amounts.

Each format is walked record by record (or tag by tag) just far enough to know where a cell lies and
whether it holds an error. Source: Microsoft's MS-CFB, MS-XLS and MS-XLSB, OASIS OpenDocument 1.3.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from xlplan.engine.reading.values import CURRENCIES
from xlplan.hosts.files.ooxml.xmlparts import followed, local

Cell = tuple[int, int]


class Marks(NamedTuple):
    """What the fast reader does not tell of a sheet.

    Args:
        errors: cell → the error it shows.
        uncached: cells with a formula and no value.
        currencies: column → row → currency of an amount; only .ods tells.
    """

    errors: dict[Cell, str]
    uncached: set[Cell]
    currencies: dict[int, dict[int, str]]


NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_FORMULA, _BOOLERR, _BOUNDSHEET, _FILEPASS, _EOF = 0x0006, 0x0205, 0x0085, 0x002F, 0x000A
_MOST_REPEATED = 1000  # rows or columns that one cell of an .ods may stand for, to be looked at
_END_OF_CHAIN = 0xFFFFFFFA  # this and above are no sectors
_ROW, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE_SHEET = 0, 3, 11, 156


def xls_errors(data: bytes) -> dict[str, dict[Cell, str]]:
    """Return the error cells of each sheet of an .xls file.

    Raises:
        PermissionError: it is protected by a password.
        ValueError, struct.error, LookupError: damaged.
    """
    book = _stream(data)
    sheets: list[tuple[str, int]] = []
    for kind, at, size in _records(book, 0):
        if kind == _FILEPASS:
            raise PermissionError
        if kind == _BOUNDSHEET:
            sheets.append(
                (_sheet_name(book[at : at + size]), struct.unpack_from("<I", book, at)[0])
            )
    return {name: dict(_sheet_errors(book, start)) for name, start in sheets}


def xlsb_errors(part: bytes) -> dict[Cell, str]:
    """Return the error cells of a sheet part of an .xlsb file."""
    found: dict[Cell, str] = {}
    row = 0
    for kind, at, size in _binary_records(part):
        if kind == _ROW and size >= 4:
            row = struct.unpack_from("<I", part, at)[0]
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and size >= 9:
            column = struct.unpack_from("<I", part, at)[0]
            found[row, column] = NAMES.get(part[at + 8], "#N/A")
    return found


def xlsb_sheets(workbook: bytes) -> dict[str, str]:
    """Return the sheets that the workbook part of an .xlsb file lists: name → relationship id."""
    found = {}
    for kind, at, _ in _binary_records(workbook):
        if kind == _BUNDLE_SHEET:
            link, after = _wide_text(workbook, at + 8)
            found[_wide_text(workbook, after)[0]] = link
    return found


def ods_marks(content: bytes) -> dict[str, Marks]:
    """Return the error cells and the uncalculated formulas of each sheet of an .ods file."""
    walker = _OdsWalker()
    followed(walker).Parse(content, True)
    return walker.sheets


class _OdsWalker:
    """Follows rows and cells, which may stand for many by a repeat count."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.marks = Marks({}, set(), {})
        self.row = self.column = 0
        self.repeat = [1, 1]
        self.error: Cell | None = None
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "table":
            self.marks = self.sheets.setdefault(
                attributes.get("table:name", ""), Marks({}, set(), {})
            )
            self.row = 0
        elif name == "table-row":
            self.repeat[0] = int(attributes.get("table:number-rows-repeated", "1"))
            self.column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.repeat[1] = int(attributes.get("table:number-columns-repeated", "1"))
            self._cell({local(key): text for key, text in attributes.items()}, attributes)

    def end(self, name: str) -> None:
        name = local(name)
        if name in ("table-cell", "covered-table-cell"):
            if self.error:
                self.marks.errors[self.error] = self.text.strip() or "#N/A"
            self.error = None
            self.column += self.repeat[1]
        elif name == "table-row":
            self.row += self.repeat[0]

    def characters(self, piece: str) -> None:
        if self.error:
            self.text += piece

    def _cell(self, plain: dict[str, str], full: dict[str, str]) -> None:
        here = (self.row, self.column)
        if full.get("calcext:value-type") == "error":
            self.error, self.text = here, ""
        elif "formula" in plain and "value-type" not in plain:
            self.marks.uncached.add(here)
        currency = plain.get("currency", "").casefold()
        if currency in CURRENCIES and plain.get("value-type") == "currency":
            for column in range(self.column, self.column + min(self.repeat[1], _MOST_REPEATED)):
                rows = self.marks.currencies.setdefault(column, {})
                rows |= dict.fromkeys(
                    range(self.row, self.row + min(self.repeat[0], _MOST_REPEATED)), currency
                )


def _stream(data: bytes) -> bytes:
    """Return the workbook stream out of the compound file."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if not 7 <= shift <= 16:
        raise ValueError(shift)
    size = 1 << shift
    fat = [entry for sector in _fat_sectors(data, size) for entry in _entries(data, sector, size)]

    def sectors(start: int) -> bytes:
        return b"".join(data[(at + 1) * size : (at + 2) * size] for at in _chain(fat, start))

    directory = sectors(struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name.lower() in ("workbook", "book"):
            start, total = struct.unpack_from("<II", directory, at + 116)
            least, table = struct.unpack_from("<II", data, 56)
            if total >= least:
                return sectors(start)[:total]
            # a short stream lies in sectors of 64 bytes within the stream of the root entry
            small = sectors(struct.unpack_from("<I", directory, 116)[0])
            links = list(struct.unpack(f"<{len(sectors(table)) // 4}I", sectors(table)))
            return b"".join(small[at * 64 : at * 64 + 64] for at in _chain(links, start))[:total]
    raise LookupError


def _fat_sectors(data: bytes, size: int) -> Iterator[int]:
    yield from (s for s in struct.unpack_from("<109I", data, 76) if s < _END_OF_CHAIN)
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if following >= _END_OF_CHAIN:
            return
        *entries, following = _entries(data, following, size)
        yield from (s for s in entries if s < _END_OF_CHAIN)


def _entries(data: bytes, sector: int, size: int) -> tuple[int, ...]:
    return struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)


def _chain(links: list[int], sector: int) -> Iterator[int]:
    for _ in range(len(links)):  # a damaged chain may run in a circle
        if sector >= _END_OF_CHAIN:
            return
        yield sector
        sector = links[sector]


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, position and size of the records up to the end of a substream."""
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        yield kind, at + 4, size
        at += 4 + size


def _sheet_name(record: bytes) -> str:
    length = record[6]
    if len(record) == 7 + length:  # before Excel 97 there was no flag for the width
        return record[7:].decode("latin-1")
    wide = record[7] & 1
    return record[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _sheet_errors(book: bytes, start: int) -> Iterator[tuple[Cell, str]]:
    for kind, at, size in _records(book, start):
        if kind == _BOOLERR and size >= 8 and book[at + 7]:
            yield struct.unpack_from("<HH", book, at), NAMES.get(book[at + 6], "#N/A")
        elif (
            kind == _FORMULA
            and size >= 14
            and book[at + 12 : at + 14] == b"\xff\xff"
            and book[at + 6] == 2
        ):
            yield struct.unpack_from("<HH", book, at), NAMES.get(book[at + 8], "#N/A")


def _binary_records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, position and size of the records of an .xlsb part."""
    at = 0
    while at < len(part):
        kind, at = _variable(part, at, 2)
        size, at = _variable(part, at, 4)
        yield kind, at, size
        at += size


def _wide_text(part: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", part, at)[0]
    end = at + 4 + 2 * min(length, len(part))
    return part[at + 4 : end].decode("utf-16-le", "replace"), end


def _variable(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return a number of 7 bits a byte, least first, and the position after it."""
    number = 0
    for place in range(longest):
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return number, at
