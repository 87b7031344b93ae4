"""What stands in the open workbook? Its tables as found, through xlwings' object model."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.reading.cells import ERRORS, shown
from xlplan.engine.reading.choosing import choose
from xlplan.engine.sheets import Block, RawSheet, RawWorkbook

MAX_CELLS = 5_000_000
_CHUNK = 20_000  # rows that Excel hands over at a time


def read_open(book: Any) -> RawWorkbook:
    """Return the tables of an open workbook, as the reader of files does.

    Args:
        book: ``xlwings.Book``.

    Raises:
        PlanError: ``TOO_LARGE``, when a sheet's used range has more than five million cells.
    """
    names = [sheet.name for sheet in book.sheets]
    sheets = choose(names, lambda name, rows: _read(book.sheets[name], rows), None)
    return RawWorkbook(sheets, names)


def _read(sheet: Any, rows: int | None) -> RawSheet:
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
    return found


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


def selected_texts(book: Any) -> Sequence[str]:
    """Return what stands in the row of the cursor, from left to right, as its owner sees it."""
    chosen = book.app.selection
    if chosen is None or chosen.sheet.book.name != book.name:
        return ()
    sheet = chosen.sheet
    width = max(sheet.used_range.last_cell.column, 1)
    (row,) = _cells(sheet.range((chosen.row, 1), (chosen.row, width)))
    return [shown(value) for value in row if value is not None]
