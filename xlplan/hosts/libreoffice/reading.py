"""What stands in the open document? Its tables as found, through UNO."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

import uno
from com.sun.star.util import MalformedNumberFormatException

from xlplan.core.issues import PlanError
from xlplan.engine.reading.cells import ERRORS, shown
from xlplan.engine.reading.choosing import choose
from xlplan.engine.reading.formats import NOTHING, Adds, Shown, adds, padded
from xlplan.engine.reading.moments import read_duration, read_moment
from xlplan.engine.sheets import Block, RawSheet, RawWorkbook
from xlplan.hosts.libreoffice.keeping import span_of

MAX_CELLS = 5_000_000
_FILLED = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
_DATE, _TIME, _LOGICAL = 2, 4, 1024  # com.sun.star.util.NumberFormat

Moment = Callable[[float], Any]


class _Area(NamedTuple):
    """Cells from the first to the last row and column, both included."""

    top: int
    left: int
    bottom: int
    right: int


def read_open(doc: Any) -> RawWorkbook:
    """Return the tables of an open document, as the reader of files does.

    Args:
        doc: ``com.sun.star.sheet.SpreadsheetDocument``.

    Raises:
        PlanError: ``TOO_LARGE``, when a sheet's filled cells span more than five million.
    """
    names = list(doc.Sheets.ElementNames)
    sheets = choose(names, lambda name, rows: _read(doc, name, rows), None)
    return RawWorkbook(sheets, names)


def _read(doc: Any, name: str, rows: int | None) -> RawSheet:
    sheet = doc.Sheets.getByName(name)
    area = _filled(sheet)
    if area is None:
        return RawSheet(name, [])
    if rows is not None:
        area = area._replace(bottom=min(area.bottom, rows - 1))
    if (area.bottom + 1) * (area.right + 1) > MAX_CELLS:
        raise PlanError("TOO_LARGE", file=name)
    found = RawSheet(name, [], blocks=tuple(_blocks(doc, sheet)))
    found.rows = _cells(doc, sheet, area, Shown.on(found))
    for at, row in enumerate(found.rows):
        for column, value in enumerate(row):
            if value is None:  # the bridge hands over an error as nothing, and a blank as ""
                found.errors[at, column] = _error(sheet, column, at)
    return found


def _filled(sheet: Any) -> _Area | None:
    """Return the area from A1 to the last row and the last column that hold something."""
    spans = sheet.queryContentCells(_FILLED).RangeAddresses
    if not spans:
        return None
    return _Area(0, 0, max(one.EndRow for one in spans), max(one.EndColumn for one in spans))


def _cells(doc: Any, sheet: Any, area: _Area, noted: Shown) -> list[list[Any]]:
    """Return the cells as the engine knows them: days as dates, yes and no as such.

    Args:
        doc: the document.
        sheet: of it.
        area: of the sheet.
        noted: takes what number formats add to the numbers.
    """
    span = sheet.getCellRangeByPosition(area.left, area.top, area.right, area.bottom)
    rows = [list(row) for row in span.getDataArray()]
    for moment, added, part in _looks(doc, span):
        for down in range(part.top, part.bottom + 1):
            row = rows[down - area.top]
            for at in range(part.left, part.right + 1):
                value = row[at - area.left]
                if not isinstance(value, float):
                    continue
                if moment is None:
                    noted.note(down, at, added)
                else:
                    row[at - area.left] = moment(value)
    return rows


def _looks(doc: Any, span: Any) -> Iterator[tuple[Moment | None, Adds, _Area]]:
    """Yield the parts of a range whose format shows something else than a number, or more than it."""
    day = doc.NullDate
    epoch = dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001 - cells have no zone
    groups = span.getUniqueCellFormatRanges()
    known: dict[int, tuple[Moment | None, Adds]] = {}
    for at in range(groups.Count):
        group = groups.getByIndex(at)
        key = group.NumberFormat
        if key not in known:
            shape = doc.NumberFormats.getByKey(key)
            moment = _moment(shape, epoch)
            known[key] = moment, NOTHING if moment else _added(shape)
        moment, added = known[key]
        if moment or any(added):
            for one in group.RangeAddresses:
                area = _Area(one.StartRow, one.StartColumn, one.EndRow, one.EndColumn)
                yield moment, added, area


def _added(shape: Any) -> Adds:
    """Return what a number format adds, told from it as files spell it: with points and commas."""
    code = str(shape.FormatString)
    if not any(adds(code, built_in=False)):
        return NOTHING
    english = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    context = uno.getComponentContext()
    formats = context.ServiceManager.createInstanceWithArgumentsAndContext(
        "com.sun.star.util.NumberFormatsSupplier", (english,), context
    ).NumberFormats
    with suppress(MalformedNumberFormatException):
        key = formats.addNewConverted(code, shape.Locale, english)
        code = str(formats.getByKey(key).FormatString)
    return adds(code)


def _moment(shape: Any, epoch: dt.datetime) -> Moment | None:
    if shape.Type & _LOGICAL:
        return bool
    if shape.Type & _TIME and shape.FormatString.lstrip().startswith("["):
        return read_duration
    if shape.Type & (_DATE | _TIME):
        return partial(read_moment, epoch=epoch)
    return None


def _error(sheet: Any, column: int, row: int) -> str:
    """Return the error that a cell shows; one of Calc's own numbers is a #VALUE! elsewhere."""
    text = str(sheet.getCellByPosition(column, row).String)
    return text if text in ERRORS else "#VALUE!"


def _blocks(doc: Any, sheet: Any) -> Iterator[Block]:
    """Yield the tables of a sheet that have a name and headings."""
    for name in doc.DatabaseRanges.ElementNames:
        table = doc.DatabaseRanges.getByName(name)
        span = table.DataArea
        if span.Sheet == sheet.RangeAddress.Sheet and table.ContainsHeader:
            bottom = span.EndRow - bool(table.TotalsRow)
            yield Block(name, span.StartRow, span.StartColumn, bottom, span.EndColumn)


def selected_texts(doc: Any) -> Sequence[str]:
    """Return what stands in the row of the cursor, from left to right, as its owner sees it."""
    span = span_of(doc.CurrentController.getSelection())
    if span is None:
        return ()
    sheet = doc.Sheets.getByIndex(span.Sheet)
    area = _filled(sheet)
    if area is None or span.StartRow > area.bottom:
        return ()
    row = span.StartRow
    added = Shown.none()
    (cells,) = _cells(doc, sheet, area._replace(top=row, bottom=row), added)
    found = [padded([cell], added.digits.get(at, {}), row)[0] for at, cell in enumerate(cells)]
    return [shown(value) for value in found if value is not None and value != ""]
