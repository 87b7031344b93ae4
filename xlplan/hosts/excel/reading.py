"""What stands in the open workbook? Its tables as found, through xlwings' object model."""

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.reading.cells import ERRORS, shown
from xlplan.engine.reading.choosing import choose
from xlplan.engine.reading.formats import Shown, adds, padded
from xlplan.engine.sheets import Block, RawSheet, RawWorkbook

MAX_CELLS = 5_000_000
_CHUNK = 20_000  # rows that Excel hands over at a time
_QUESTIONS = 64  # about the formats of one column, at most


def read_open(book: Any, *, formats: bool = True) -> RawWorkbook:
    """Return the tables of an open workbook, as the reader of files does.

    Args:
        book: ``xlwings.Book``.
        formats: whether the number formats of its cells can be asked for.

    Raises:
        PlanError: ``TOO_LARGE``, when a sheet's used range has more than five million cells.
    """
    names = [sheet.name for sheet in book.sheets]
    sheets = choose(names, lambda name, rows: _read(book.sheets[name], rows, formats=formats), None)
    return RawWorkbook(sheets, names)


def _read(sheet: Any, rows: int | None, *, formats: bool) -> RawSheet:
    last = sheet.used_range.last_cell
    height, width = last.row, last.column
    if rows is not None:
        height = min(height, rows)
    if height * width > MAX_CELLS:
        raise PlanError("TOO_LARGE", file=sheet.name)
    span = sheet.range((1, 1), (height, width))
    found = RawSheet(sheet.name, _cells(span), blocks=_blocks(sheet))
    for at, row in enumerate(found.rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and value in ERRORS:
                found.errors[at, column] = value
                row[column] = None
    if formats:
        _note_formats(sheet, found.rows, Shown.on(found))
    return found


def _note_formats(sheet: Any, rows: list[list[Any]], added: Shown, top: int = 0) -> None:
    """Note what number formats add to the numbers of a sheet; ``top``: the row of the first cells."""
    for column in range(len(rows[0])):
        numbers = [at for at, row in enumerate(rows, top) if type(row[column]) is float]
        for places, code in _formats(sheet, column, numbers):
            one = adds(code)
            for at in places if any(one) else ():
                added.note(at, column, one)


def _formats(
    sheet: Any, column: int, numbers: Sequence[int]
) -> Iterator[tuple[Sequence[int], str]]:
    """Yield the numbers of a column that have one format, and which.

    Excel says in one answer which format the cells of a range have, and nothing where they differ:
    then each half is asked for.

    Choice: a column that differs from row to row would cost a question a cell; after ``_QUESTIONS``
    the rest says nothing, as if it had no format.
    """
    open_spans = deque([numbers] if numbers else [])
    for _ in range(_QUESTIONS):
        if not open_spans:
            return
        places = open_spans.popleft()
        span = sheet.range((places[0] + 1, column + 1), (places[-1] + 1, column + 1))
        code = span.number_format
        if code is not None:
            yield places, code
        elif len(places) > 1:
            half = len(places) // 2
            open_spans += [places[:half], places[half:]]


def _cells(span: Any) -> list[list[Any]]:
    """Return the cells as the engine knows them: currency as floats, whole days as dates."""
    found = span.options(ndim=2, err_to_str=True, chunksize=_CHUNK).value
    return [list(map(_plain, row)) for row in found]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def _blocks(sheet: Any) -> tuple[Block, ...]:
    """Return the Excel tables of a sheet that have headings."""
    return tuple(_block(table) for table in sheet.tables if table.show_headers)


def _block(table: Any) -> Block:
    span = table.range
    height, width = span.shape
    bottom = span.row + height - 1 - bool(table.show_totals)
    return Block(table.name, span.row - 1, span.column - 1, bottom - 1, span.column + width - 2)


def selected_texts(book: Any, *, formats: bool = True) -> Sequence[str]:
    """Return what stands in the row of the cursor, from left to right, as its owner sees it."""
    chosen = book.app.selection
    if chosen is None or chosen.sheet.book.name != book.name:
        return ()
    sheet, row = chosen.sheet, chosen.row
    width = max(sheet.used_range.last_cell.column, 1)
    cells, added = _cells(sheet.range((row, 1), (row, width))), Shown.none()
    if formats:
        _note_formats(sheet, cells, added, row - 1)
    found = [
        padded([cell], added.digits.get(at, {}), row - 1)[0] for at, cell in enumerate(cells[0])
    ]
    return [shown(value) for value in found if value is not None]
