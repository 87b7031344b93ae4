"""What is in a ZIP package, and where? Raw entries, so that what is not edited is never inflated.

Excel workbooks are ZIP files of *parts*. This reader knows the place of every part's compressed
bytes, which ``packing`` copies as they are; it inflates only what it is asked for, within limits.

What it refuses, each with its own sentence: what ``preflight`` refuses (OLE containers, files that
are no ZIP), entries that are encrypted, duplicate or overlapping, and anything over the limits.
Data descriptors, ZIP64 fields, comments, and unknown compression methods of parts that are not
edited are fine.
"""

import itertools
import os
import struct
import zlib
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from xlplan.core.issues import PlanError
from xlplan.hosts.files.preflight import BOMB, MAX_ENTRIES, MAX_PART, MAX_TOTAL, inspect

MAX_EDITED = 64 << 20  # bytes of a part that is inflated and parsed

_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MASKED = 0x1 | 0x40 | 0x2000  # encrypted, strongly encrypted, masked directory
_ZIP64 = 1  # the extra field that holds sizes over 4 GB


class Entry(NamedTuple):
    """One entry of the package's directory; ``name`` as its part is called, without a slash."""

    name: str
    raw_name: bytes
    made_by: int
    flags: int
    method: int
    stamp: tuple[int, int]  # time and date as stored
    crc: int
    packed: int
    size: int
    extra: bytes
    comment: bytes
    internal: int
    external: int
    offset: int


class Package:
    """An open package: its entries in the order of its directory.

    Args:
        path: the file; links are followed.

    Raises:
        PlanError: what ``preflight.inspect`` says; GRAFT_XLS, GRAFT_ZIP, GRAFT_DUPLICATE,
            GRAFT_ENCRYPTED_PART, TOO_LARGE.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if inspect(path) != "zip":
            raise self.fail("GRAFT_XLS")
        self._file = path.open("rb")
        try:
            self.size = os.fstat(self._file.fileno()).st_size
            self.entries, self.comment = _directory(self)
        except BaseException:
            self._file.close()
            raise
        self._by_name = {entry.name.lower(): entry for entry in self.entries}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; no part can be read then."""
        self._file.close()

    def fail(self, code: str, part: str = "") -> PlanError:
        """Return an error about this file, or a part of it (the caller raises it)."""
        return PlanError(code, file=self.path, part=part)

    def find(self, name: str) -> Entry | None:
        """Return the entry of a part; names differ in more than case or are the same part."""
        return self._by_name.get(name.lower())

    def bytes_at(self, offset: int, count: int) -> bytes:
        """Return exactly so many raw bytes of the file."""
        self._file.seek(offset)
        found = self._file.read(count)
        if len(found) != count:
            raise self.fail("GRAFT_ZIP")
        return found

    def data_start(self, entry: Entry) -> tuple[int, bytes]:
        """Return where the compressed bytes start, and the local extra field."""
        head = _LOCAL.unpack(self.bytes_at(entry.offset, _LOCAL.size))
        names = self.bytes_at(entry.offset + _LOCAL.size, head[9] + head[10])
        if (
            head[0] != b"PK\x03\x04"
            or names[: head[9]] != entry.raw_name
            or head[3] != entry.method
        ):
            raise self.fail("GRAFT_PART", entry.name)
        return entry.offset + _LOCAL.size + head[9] + head[10], names[head[9] :]

    def read(self, entry: Entry, limit: int = MAX_EDITED) -> bytes:
        """Return a part's content, checked against its size and checksum."""
        if entry.size > limit:
            raise self.fail("TOO_LARGE", entry.name)
        data = self._inflate(entry, entry.size + 1, entry.packed)
        if len(data) != entry.size or zlib.crc32(data) != entry.crc:
            raise self.fail("GRAFT_PART", entry.name)
        return data

    def head(self, entry: Entry, count: int) -> bytes:
        """Return the first bytes of a part, for what stands in its first tag."""
        return self._inflate(entry, count, min(entry.packed, 4 * count + 512))

    def _inflate(self, entry: Entry, count: int, packed: int) -> bytes:
        data = self.bytes_at(self.data_start(entry)[0], packed)
        if entry.method == 0:
            return data[:count]
        if entry.method != zlib.DEFLATED:
            raise self.fail("GRAFT_METHOD", entry.name)
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, count)
        except zlib.error as wrong:
            raise self.fail("GRAFT_PART", entry.name) from wrong


def _directory(package: Package) -> tuple[list[Entry], bytes]:
    """Return the entries and the archive's comment, with everything that is refused refused."""
    start, length, count, comment = _end(package)
    if count > MAX_ENTRIES or length > MAX_EDITED:
        raise package.fail("TOO_LARGE")
    raw, at, entries = package.bytes_at(start, length), 0, []
    for _ in range(count):
        entry, at = _entry(package, raw, at)
        entries.append(entry)
    _check(package, entries, start)
    return entries, comment


def _end(package: Package) -> tuple[int, int, int, bytes]:
    """Return where the directory starts, its length, its entries and the archive's comment."""
    tail_size = min(package.size, 22 + 0xFFFF + 20)
    tail = package.bytes_at(package.size - tail_size, tail_size)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise package.fail("GRAFT_ZIP")
    disk, first, here, count, length, start, note = struct.unpack("<4H2LH", tail[at + 4 : at + 22])
    if at >= 20 and tail[at - 20 : at - 16] == _LOCATOR:
        where = struct.unpack("<Q", tail[at - 12 : at - 4])[0]
        if where + 56 > package.size or (found := package.bytes_at(where, 56))[:4] != _END64:
            raise package.fail("GRAFT_ZIP")
        disk, first, here, count, length, start = struct.unpack("<2L4Q", found[16:56])
    if disk or first or here != count or start + length > package.size:
        raise package.fail("GRAFT_ZIP")
    return start, length, count, tail[at + 22 : at + 22 + note]


def _entry(package: Package, raw: bytes, at: int) -> tuple[Entry, int]:
    """Return the entry of the directory that starts here, and where the next one does."""
    if len(raw) - at < _CENTRAL.size:
        raise package.fail("GRAFT_ZIP")
    head = _CENTRAL.unpack_from(raw, at)
    sign, made_by, _, flags, method, time, date, crc, packed, size, *rest = head
    names, extras, comments, disk, internal, external, offset = rest
    stops = [at + _CENTRAL.size]
    for length in (names, extras, comments):
        stops.append(stops[-1] + length)
    if sign != b"PK\x01\x02" or disk not in (0, 0xFFFF) or stops[-1] > len(raw):
        raise package.fail("GRAFT_ZIP")
    raw_name, extra, comment = (raw[a:b] for a, b in itertools.pairwise(stops))
    try:
        name = raw_name.decode("utf-8" if flags & 0x800 else "cp437")
        size, packed, offset = _wide(extra, size, packed, offset)
    except (UnicodeDecodeError, struct.error) as wrong:
        raise package.fail("GRAFT_ZIP") from wrong
    part = name.replace("\\", "/").lstrip("/")
    stamp, place = (time, date), (comment, internal, external, offset)
    return Entry(
        part, raw_name, made_by, flags, method, stamp, crc, packed, size, extra, *place
    ), stops[-1]


def _wide(extra: bytes, *fields: int) -> list[int]:
    """Return size, packed size and offset, taken from the ZIP64 field where they are full."""
    values = list(fields)
    body = next((body for kind, body in extra_fields(extra) if kind == _ZIP64), b"")
    for place, value in enumerate(values):
        if value == 0xFFFFFFFF:
            values[place] = struct.unpack_from("<Q", body)[0]
            body = body[8:]
    return values


def extra_fields(extra: bytes) -> list[tuple[int, bytes]]:
    """Return the fields of an extra area; a rest that is no field is left out."""
    found, at = [], 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if at + 4 + length > len(extra):
            break
        found.append((kind, extra[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


def without_zip64(extra: bytes) -> bytes:
    """Return an extra area without the field for sizes over 4 GB, which no part here has."""
    kept = ((kind, body) for kind, body in extra_fields(extra) if kind != _ZIP64)
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in kept)


def _check(package: Package, entries: list[Entry], end: int) -> None:
    """Refuse bombs, doubles and entries that share bytes."""
    seen: set[str] = set()
    for entry in entries:
        if entry.flags & _MASKED:
            raise package.fail("GRAFT_ENCRYPTED_PART", entry.name)
        if entry.name.lower() in seen:
            raise package.fail("GRAFT_DUPLICATE", entry.name)
        seen.add(entry.name.lower())
        swollen = entry.size > BOMB[0] and entry.size > BOMB[1] * max(entry.packed, 1)
        if swollen or entry.size > MAX_PART:
            raise package.fail("TOO_LARGE")
    if sum(entry.size for entry in entries) > MAX_TOTAL or package.size > MAX_TOTAL:
        raise package.fail("TOO_LARGE")
    places = sorted((entry.offset, entry.packed + len(entry.raw_name)) for entry in entries)
    stops = [place for place, _ in places[1:]] + [end]
    for (place, length), stop in zip(places, stops, strict=bool(places)):
        if place + _LOCAL.size + length > stop:
            raise package.fail("GRAFT_ZIP")
