"""What stands in a CSV file? Headings and rows of text, each with its line."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.contract import SHEETS
from xlplan.engine.imports.sources import Source
from xlplan.engine.reading.nearest import known_heading

_DELIMITERS = (",", ";", "\t", "|")
_BETWEEN = re.compile(r'[",;\t|]+')
_WIDEST = 64 << 20  # characters of one field: pictures travel in CSV files as hexadecimal text
CHINESE = "gb18030"
_USUAL = 0.7
"""Choice: of the signs beyond ASCII in a Chinese text; some in names of places and firms are rarer."""
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_csv(path: Path, encoding: str = "", delimiter: str = "") -> Source:
    """Read a CSV file.

    Args:
        path: the file.
        encoding: by default UTF-8 (with or without its mark), UTF-16 where its mark says so, or
            GB18030 where a file that is neither reads as Chinese in it, with a heading that is
            known; ``Source.guessed`` tells.
        delimiter: by default the one of ``, ; tab |`` that its first line has most of.

    Raises:
        PlanError: not found, not in that encoding, damaged, or without headings.
    """
    text, guessed = _decoded(path, encoding)
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
    return Source(path.name, headings, rows[1:], lines[1:], guessed)


def read_text(path: Path) -> str:
    """Read a text file in UTF-8; errors as for ``read_csv``."""
    return _decoded(path, "utf-8")[0]


def _decoded(path: Path, encoding: str) -> tuple[str, str]:
    """Return the text of a file, and its encoding where that was not said but found out."""
    data = _bytes(path)
    name = encoding or _MARKS.get(data[:2], "utf-8-sig")
    try:
        return data.decode("utf-8-sig" if name.casefold() in ("utf-8", "utf8") else name), ""
    except UnicodeDecodeError as wrong:
        if not encoding and (chinese := _chinese(data)):
            return chinese, CHINESE
        raise PlanError("CSV_ENCODING", file=path.name, encoding=name, at=wrong.start) from wrong
    except LookupError as wrong:
        raise PlanError("CSV_ENCODING", file=path.name, encoding=name, at=0) from wrong


def _chinese(data: bytes) -> str:
    """Return a text in the Chinese encoding of Windows; ``""`` where it makes no sense as that.

    Nearly any bytes can be read as GB18030, those of ``Müller`` too; but what is written in Chinese
    consists nearly all of the few thousand signs in daily use, the first level of GB 2312.

    Choice: a Chinese heading that a plan or its drafts know is needed, since what is written in
    EUC-KR or EUC-JP is made of the same signs by their number.
    """
    try:
        text = data.decode(CHINESE)
    except UnicodeDecodeError:
        return ""
    beyond = [sign for sign in text if not sign.isascii()]
    usual = sum(b"\xa1" <= sign.encode("gb2312", "ignore")[:1] < b"\xd8" for sign in beyond)
    return text if usual >= _USUAL * len(beyond) and _has_known_heading(text) else ""


def _has_known_heading(text: str) -> bool:
    """Return whether one of the headings is Chinese, and known."""
    first, _, _ = text.lstrip("\r\n").partition("\n")
    headings = [one for one in _BETWEEN.split(first) if not one.isascii()]
    return any(known_heading(one, sheet) for one in headings for sheet in SHEETS)


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
