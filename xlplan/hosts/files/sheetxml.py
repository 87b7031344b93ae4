"""What stands on a sheet, when the fast reader cannot say? A reader of our own, cell by cell.

Slower, but it takes what the fast one refuses: errors newer than it knows (``#SPILL!``), prefixes,
cells in far corners, and the first rows only of a sheet that is merely looked at.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from zipfile import BadZipFile

from xlplan.engine.reading.formats import Shown
from xlplan.engine.sheets import RawSheet
from xlplan.hosts.files.cellstyles import Styles, read_styles
from xlplan.hosts.files.ooxml.package import Package, position
from xlplan.hosts.files.ooxml.xmlparts import collect_texts, followed, local, parser
from xlplan.hosts.files.preflight import MAX_PLACES
from xlplan.hosts.files.scan import merged_down
from xlplan.hosts.files.serials import moments

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 1 << 20, 1 << 14, 32_767
_CHUNK = 1 << 18
_SPAN = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}")
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
        self,
        sheet: RawSheet,
        moments: Mapping[int, Callable[[float], Any]],
        styles: Styles,
        rows: int,
    ) -> None:
        self.sheet, self.moments, self.styles, self.limit = sheet, moments, styles, rows
        self.shown = Shown.on(sheet)
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
        elif name == "mergeCell":
            self._note_merged(attributes.get("ref", ""))
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

    def _note_merged(self, reference: str) -> None:
        if _SPAN.fullmatch(reference) and (found := merged_down(reference)):
            self.sheet.merged.append(found)

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
        style = int(said) if (said := self.cell.get("s", "0")).isdecimal() else 0
        self.styles.note(self.shown, (self.row, self.column), style)
        moment = self.moments.get(style)
        return moment(number) if moment else number

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
            if self.slots > MAX_PLACES:
                raise TooManyCellsError
            if cells is _EMPTY:
                cells = rows[row] = []
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value


_EMPTY: list[Any] = []


def read_sheet(
    package: Package, name: str, rows: int | None = None, styles: Styles | None = None
) -> RawSheet:
    """Return a sheet, or its first rows only; ``styles`` when they are read already.

    Raises:
        ValueError: malformed, or spread too far (``TooManyCellsError``).
        expat.ExpatError: malformed; ``preflight.BROKEN`` lists all that a damaged file gives.
    """
    sheet = RawSheet(name, [])
    styles = styles or read_styles(package)
    reader = _SheetReader(sheet, moments(package), styles, rows or MAX_ROWS)
    _feed(package, package.sheets[name], followed(reader).Parse)
    _fill(package, reader)
    return sheet


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
