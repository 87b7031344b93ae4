"""What stands in a CSV file? Headings and rows of text, each with its line."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.imports.sources import Source

_DELIMITERS = (",", ";", "\t", "|")
_WIDEST = 64 << 20  # characters of one field: pictures travel in CSV files as hexadecimal text
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_csv(path: Path, encoding: str = "", delimiter: str = "") -> Source:
    """Read a CSV file.

    Args:
        path: the file.
        encoding: by default UTF-8 (with or without its mark), or UTF-16 where its mark says so.
        delimiter: by default the one of ``, ; tab |`` that its first line has most of.

    Raises:
        PlanError: not found, not in that encoding, damaged, or without headings.
    """
    text = read_text(path, encoding)
    first, _, _ = text.lstrip("\r\n").partition("\n")
    sign = delimiter or max(_DELIMITERS, key=lambda one: (_outside(first).count(one), one == ","))
    csv.field_size_limit(_WIDEST)
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, row in _rows(path, text, sign):
        lines.append(line)
        rows.append(row)
    if not rows:
        raise PlanError("CSV_NO_HEADINGS", file=path.name)
    headings = tuple(heading.strip() for heading in rows[0])
    return Source(path.name, headings, rows[1:], lines[1:])


def read_text(path: Path, encoding: str = "") -> str:
    """Read a text file; encoding and errors as for ``read_csv``."""
    data = _bytes(path)
    name = encoding or _MARKS.get(data[:2], "utf-8-sig")
    try:
        return data.decode("utf-8-sig" if name.casefold() in ("utf-8", "utf8") else name)
    except UnicodeDecodeError as wrong:
        raise PlanError("CSV_ENCODING", file=path.name, encoding=name, at=wrong.start) from wrong
    except LookupError as wrong:
        raise PlanError("CSV_ENCODING", file=path.name, encoding=name, at=0) from wrong


def _rows(path: Path, text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of each row that has any; a blank line is none."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    begun = 1
    try:
        for row in reader:
            if row:
                yield begun, row
            begun = reader.line_num + 1
    except csv.Error as wrong:
        raise PlanError("CSV_DAMAGED", file=path.name, line=begun - 1, reason=wrong) from wrong


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as wrong:
        raise PlanError("FILE_NOT_FOUND", file=path) from wrong
    except IsADirectoryError as wrong:
        raise PlanError("IS_A_FOLDER", file=path) from wrong
    except PermissionError as wrong:
        raise PlanError("NO_READ_PERMISSION", file=path) from wrong
    except OSError as wrong:
        raise PlanError("CANNOT_OPEN", file=path, reason=wrong.strerror or wrong.errno) from wrong


def _outside(line: str) -> str:
    """Return what of a line stands outside quotes."""
    return "".join(line.split('"')[::2])
