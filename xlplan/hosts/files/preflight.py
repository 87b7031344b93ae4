"""May this file be opened at all? Its format by the first bytes, and limits before anything swells.

The name of a file says nothing (an ``.xls`` may be a zip, an encrypted ``.xlsx`` is none), and a
reader must not find out by running out of memory. All limits stand here.
"""

import struct
import zlib
from contextlib import suppress
from errno import EINVAL
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xlplan.core.issues import Finding, PlanError, finding
from xlplan.engine.meant import nearest_of

MAX_ENTRIES = 20_000  # parts in a package
MAX_PART = 400 << 20  # bytes of a part, inflated
MAX_TOTAL = 2 << 30  # bytes of all parts, inflated
BOMB = (32 << 20, 200)  # from so many bytes, a part that shrank by more than this is no sheet
MAX_FILE = 600 << 20  # bytes of a file that is read as a whole
LOCKS = ("~$", ".~lock.")  # what the mark of a program that has a workbook open begins with
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")  # the names of what can be read
MAX_CELLS = 15_000_000  # cells with something in them, over all sheets read
MAX_PLACES = 24_000_000  # places, filled or blank, that cells may spread over

BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    EOFError,
    RuntimeError,  # a password, or a method of compression that is none
    ValueError,
    LookupError,
)
"""What the readers of zip and XML raise on a damaged file."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")


def inspect(path: Path) -> str:
    """Return the format of a workbook: ``zip`` (.xlsx .xlsm .xlsb .ods) or ``xls``.

    Raises:
        PlanError: not found, a folder, a lock file, no permission, encrypted, not a workbook.
    """
    if path.name.startswith(LOCKS):
        raise PlanError("LOCK_FILE", file=path)
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(_OLE):
        return _inside_ole(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_OLD) or (start.startswith(b"<?xml") and b"Excel.Sheet" in head):
        raise PlanError("OLD_FORMAT", file=path)
    raise PlanError("NOT_A_WORKBOOK", file=path)


def open_elsewhere(path: Path) -> list[Finding]:
    """Return a remark when a lock file beside the workbook says that someone has it open."""
    locks = (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#"))
    return [finding("OPEN_ELSEWHERE", value=path.name) for lock in locks if lock.exists()][:1]


def open_archive(path: Path) -> ZipFile:
    """Return the package, its directory checked against the limits; the caller closes it.

    Raises:
        PlanError: damaged, encrypted, or too large inflated.
    """
    try:
        archive = ZipFile(path)
    except BROKEN as wrong:
        raise PlanError("DAMAGED", file=path) from wrong
    except OSError as wrong:  # a directory that points outside the file makes seek fail
        broken = wrong.errno in (None, EINVAL)
        raise (PlanError("DAMAGED", file=path) if broken else _unopened(path, wrong)) from wrong
    try:
        _check_entries(path, archive.infolist())
    except PlanError:
        archive.close()
        raise
    return archive


def too_large(info: ZipInfo) -> bool:
    """Return whether a part would inflate beyond what a plan can need."""
    from_bytes, ratio = BOMB
    return info.file_size > MAX_PART or (
        info.file_size > from_bytes and info.file_size > ratio * max(info.compress_size, 1)
    )


def _check_entries(path: Path, entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise PlanError("TOO_LARGE", file=path)
    if len({entry.filename for entry in entries}) < len(entries):
        raise PlanError("DAMAGED", file=path)
    for entry in entries:
        if entry.flag_bits & 1:
            raise PlanError("ENCRYPTED", file=path)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise PlanError("DAMAGED", file=path)


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise PlanError("IS_A_FOLDER", file=path)
        if path.exists() and not path.is_file():
            raise PlanError("NOT_A_WORKBOOK", file=path)
        with path.open("rb") as file:
            return file.read(4096)
    except (OSError, ValueError) as wrong:
        raise _unopened(path, wrong) from wrong


def _unopened(path: Path, wrong: Exception) -> PlanError:
    if isinstance(wrong, FileNotFoundError | NotADirectoryError | ValueError):
        return PlanError("FILE_NOT_FOUND", file=path, meant=_meant(path))
    if isinstance(wrong, PermissionError):
        return PlanError("NO_READ_PERMISSION", file=path)
    return PlanError("CANNOT_OPEN", file=path, reason=getattr(wrong, "strerror", None) or wrong)


def _meant(path: Path) -> str:
    """Return the workbook of that folder whose name is nearest; its ending does not count."""
    with suppress(OSError, ValueError):
        beside = (one for one in path.parent.iterdir() if one.suffix.casefold() in WORKBOOKS)
        known = {one.stem: str(one) for one in sorted(beside) if not one.name.startswith(LOCKS)}
        return nearest_of(path.stem, known)
    return ""


def _inside_ole(path: Path) -> str:
    """Tell an encrypted package from an .xls by the names of its streams."""
    if path.stat().st_size > MAX_FILE:
        raise PlanError("TOO_LARGE", file=path)
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise PlanError("ENCRYPTED", file=path)
    if any(name.encode("utf-16-le") + b"\0\0" in data for name in ("Workbook", "Book", "WORKBOOK")):
        return "xls"
    raise PlanError("NOT_A_WORKBOOK", file=path)
