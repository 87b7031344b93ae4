"""What stands on a sheet, when the fast reader cannot say? A reader of our own, cell by cell.

Slower, but it takes what the fast one refuses: errors newer than it knows (``#SPILL!``), prefixes,
cells in far corners, and the first rows only of a sheet that is merely looked at.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from zipfile import BadZipFile

from xlplan.engine.sheets import RawSheet
from xlplan.hosts.files.package import Package, position
from xlplan.hosts.files.preflight import MAX_CELLS
from xlplan.hosts.files.xmlparts import collect_texts, local, parser, start_tags

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 1 << 20, 1 << 14, 32_767
_CHUNK = 1 << 18
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NO_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_DATE = re.compile(r"[dmyhse年月日]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class TooManyCellsError(ValueError):
    """A sheet spreads further than a plan can need."""


class _Enough(Exception):  # noqa: N818 - ends a look at the first rows, no error
    pass


class _Pending(NamedTuple):
    """A cell whose text stands in the shared strings."""

    row: int
    column: int
    string: int


class _SheetReader:
    """The handlers of one sheet's XML."""

    def __init__(
        self, sheet: RawSheet, date_styles: set[int], epoch: dt.datetime, rows: int
    ) -> None:
        self.sheet, self.date_styles, self.epoch, self.limit = sheet, date_styles, epoch, rows
        self.pending: list[_Pending] = []
        self.row = self.column = -1
        self.slots = 0
        self.cell: dict[str, str] = {}
        self.text: list[str] | None = None
        self.value: str | None = None
        self.inline: list[str] = []
        self.formula = self.reading_aid = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes.get("r"))
        elif name in ("v", "t") and not self.reading_aid:
            self.text = []
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.reading_aid = True

    def end(self, name: str) -> None:
        name = local(name)
        if name == "v":
            self.value, self.text = "".join(self.text or ()), None
        elif name == "t" and self.text is not None:
            self.inline.append("".join(self.text))
            self.text = None
        elif name == "rPh":
            self.reading_aid = False
        elif name == "c":
            self._close_cell()

    def characters(self, piece: str) -> None:
        if self.text is not None:
            self.text.append(piece)

    def _open_row(self, number: str | None) -> None:
        self.row = int(number) - 1 if number else self.row + 1
        self.column = -1
        if self.row >= self.limit:
            raise _Enough

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self.row, self.column = position(reference)
        else:
            self.column += 1
        if not (0 <= self.row < MAX_ROWS and 0 <= self.column < MAX_COLUMNS):
            raise ValueError(reference)
        self.cell, self.value, self.inline, self.formula = attributes, None, [], False

    def _close_cell(self) -> None:
        here = (self.row, self.column)
        kind, value = self.cell.get("t", "n"), self.value
        if self.formula and (value is None or (value == "" and kind != "str")):
            self.sheet.uncached.add(here)
        elif kind == "e":
            self.sheet.errors[here] = value or "#N/A"
        elif kind == "s" and value:
            self.pending.append(_Pending(*here, int(value)))
        elif kind == "inlineStr":
            self._put("".join(self.inline))
        elif value:
            self._put(self._typed(kind, value))

    def _typed(self, kind: str, value: str) -> Any:
        if kind == "b":
            return value.strip() in ("1", "true")
        if kind == "str":
            return unescaped(value)
        try:
            if kind == "d":
                return dt.datetime.fromisoformat(value)
            number = float(value)
        except ValueError:  # not what its type says: leave it to be reported with its address
            return value
        style = self.cell.get("s", "0")
        if style.isdecimal() and int(style) in self.date_styles:
            return moment(number, self.epoch)
        return number

    def _put(self, value: object) -> None:
        self.put(self.row, self.column, value)

    def put(self, row: int, column: int, value: object) -> None:
        """Set a cell; rows in between share one empty list."""
        rows = self.sheet.rows
        if row >= len(rows):
            rows.extend([_EMPTY] * (row - len(rows) + 1))
        cells = rows[row]
        if column >= len(cells):
            self.slots += column + 1 - len(cells)
            if self.slots > MAX_CELLS * 4:
                raise TooManyCellsError
            if cells is _EMPTY:
                cells = rows[row] = []
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value


_EMPTY: list[Any] = []


def read_sheet(package: Package, name: str, rows: int | None = None) -> RawSheet:
    """Return a sheet, or its first rows only.

    Raises:
        ValueError: malformed, or spread too far (``TooManyCellsError``).
        expat.ExpatError: malformed; ``preflight.BROKEN`` lists all that a damaged file gives.
    """
    sheet = RawSheet(name, [])
    epoch = dt.datetime(1904, 1, 1) if package.date1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
    reader = _SheetReader(sheet, date_styles(package), epoch, rows or MAX_ROWS)
    handlers = parser()
    handlers.StartElementHandler = reader.start
    handlers.EndElementHandler = reader.end
    handlers.CharacterDataHandler = reader.characters
    _feed(package, package.sheets[name], handlers.Parse)
    _fill(package, reader)
    return sheet


def date_styles(package: Package) -> set[int]:
    """Return the cell styles that show a number as a date or a time."""
    part = package.part_of("styles")
    if part is None or package.find(part) is None:
        return set()
    custom: set[int] = set()
    styles: list[int] = []
    inside = False
    for tag, attributes in start_tags(package.read(part), "numFmt", "cellXfs", "xf", "cellStyles"):
        if (
            tag == "numFmt"
            and "numFmtId" in attributes
            and shows_date(attributes.get("formatCode", ""))
        ):
            custom.add(int(attributes["numFmtId"]))
        elif tag == "xf" and inside:
            styles.append(int(attributes.get("numFmtId", "0")))
        elif tag not in {"numFmt", "xf"}:
            inside = tag == "cellXfs"
    return {at for at, number in enumerate(styles) if number in custom or number in _BUILT_IN_DATES}


def shows_date(code: str) -> bool:
    """Return whether a number format shows a date or a time.

    Example:
        >>> shows_date("yyyy-mm-dd"), shows_date('0.0 "days"'), shows_date("[Red]0;[h]:mm")
        (True, False, True)
    """
    return code.lower() != "general" and bool(
        _DATE.search(_NO_DATE.sub("", code).replace("E+", ""))
    )


def moment(number: float, epoch: dt.datetime) -> Any:
    """Return the date, with its time or not, or the time of a serial number; else itself."""
    try:
        found = epoch + dt.timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        return number
    if 0 <= number < 1:
        return found.time()
    return found.date() if found.time() == dt.time() else found


def unescaped(text: str) -> str:
    r"""Return a text with the format's own escapes of control characters undone.

    Example:
        >>> unescaped("a_x000A_b")
        'a\nb'
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return "" if 0xD800 <= code < 0xE000 else chr(code)  # half a surrogate pair is no character


def _fill(package: Package, reader: _SheetReader) -> None:
    """Put the shared strings where they are used; the list is only read as far as needed."""
    wanted = max((cell.string for cell in reader.pending), default=-1)
    if wanted < 0:
        return
    strings: list[str] = []

    def done(text: str) -> None:
        strings.append(unescaped(text)[:MAX_TEXT].strip())
        if len(strings) > wanted:
            raise _Enough

    part = package.part_of("sharedStrings")
    if part and package.find(part):
        handlers = parser()
        collect_texts(handlers, "si", "rPh", done)
        _feed(package, part, handlers.Parse)
    for row, column, index in reader.pending:
        if index < len(strings):
            reader.put(row, column, strings[index])


def _feed(package: Package, part: str, parse: Callable[[bytes, bool], object]) -> None:
    name = package.find(part)
    if name is None:
        raise BadZipFile(part)
    try:
        with package.archive.open(name) as stream:
            while piece := stream.read(_CHUNK):
                parse(piece, False)
        parse(b"", True)
    except _Enough:
        return
