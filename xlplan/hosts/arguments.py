"""What does an argument on the command line mean to a function? A number, a word, rows, or cells."""

import json
import re
from pathlib import Path
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.meant import nearest
from xlplan.hosts.files.preflight import WORKBOOKS

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ENDINGS = f"(?:{'|'.join(map(re.escape, WORKBOOKS))})"
_REFERENCE = re.compile(
    rf"(?P<book>.+?{_ENDINGS})!(?:(?P<sheet>.+)!)?(?P<cells>[^!]*)", re.IGNORECASE
)
_CELL = re.compile(r"\$?([A-Za-z]{1,9})\$?(\d{1,9})")
_LIKE_CELLS = re.compile(r"\$?[A-Za-z]+\$?\d*:\$?[A-Za-z]+\$?\d*|\$?[A-Za-z]+\$?\d+")
"""What looks like a cell, a range, or whole columns."""


def argument_of(text: str) -> Any:
    """Return what an argument means: JSON, a range of a workbook, else the text itself.

    Raises:
        PlanError: it looks like cells or like rows, and is neither; there is no such workbook, or
            no such sheet in it.

    Example:
        >>> argument_of("[[1, null], [2, 3]]"), argument_of("0.5"), argument_of("approved")
        ([[1, None], [2, 3]], 0.5, 'approved')
    """
    if hit := _REFERENCE.fullmatch(text):
        if hit["sheet"] is None:
            raise PlanError("CELLS_NO_SHEET", text=text)
        return _cells_of(Path(hit["book"]), hit["sheet"].strip("'"), hit["cells"])
    head, mark, tail = text.rpartition("!")
    if mark and (_LIKE_CELLS.fullmatch(tail) or (not tail and _LIKE_CELLS.fullmatch(head))):
        raise PlanError("CELLS_NO_BOOK", text=text)
    try:
        found = json.loads(text)
    except ValueError as wrong:
        if text.lstrip().startswith(("[", "{")):
            raise PlanError("ROWS_FORM", text=text) from wrong
        return text
    if isinstance(found, dict):
        raise PlanError("ROWS_FORM", text=text)
    return found


def _cells_of(path: Path, name: str, cells: str) -> list[list[Any]]:
    """Return the cells of a range of a workbook, whichever of its corners comes first."""
    from xlplan.hosts.files.reading import read_tables

    first, colon, last = cells.partition(":")
    places = _place(first, cells), _place(last if colon else first, cells)
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(*places, strict=True))
    book = read_tables(path, lambda sheet: sheet.casefold() == name.casefold())
    if not book.sheets:
        near = nearest(name, book.names)
        raise PlanError("NO_SUCH_SHEET", sheet=name, known=", ".join(book.names), meant=near)
    sheet = book.sheets[0]
    return [
        [_cell(sheet.rows, sheet.errors, (row, column)) for column in range(left, right + 1)]
        for row in range(top, bottom + 1)
    ]


def _cell(rows: list[list[Any]], errors: dict[tuple[int, int], str], at: tuple[int, int]) -> Any:
    row, column = at
    if at in errors:
        return errors[at]
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _place(cell: str, cells: str) -> tuple[int, int]:
    hit = _CELL.fullmatch(cell)
    if hit is None:
        raise PlanError("NO_SUCH_RANGE", cells=cells)
    row, column = int(hit[2]), 0
    for letter in hit[1].upper():
        column = column * 26 + ord(letter) - 64
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise PlanError("CELLS_OUTSIDE", cells=cells)
    return row - 1, column - 1
