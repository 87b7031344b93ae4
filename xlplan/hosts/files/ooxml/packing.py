"""How is a package written? Untouched parts are copied as compressed bytes, the others are packed.

Headers are made anew from the directory (sizes known, no data descriptors, no ZIP64); names, dates,
flags, comments and further extra fields are kept. Parts of our own carry the ZIP epoch as date, so
that the same content gives the same bytes.
"""

import struct
import zlib
from typing import BinaryIO

from xlplan.hosts.files.ooxml.rawzip import Entry, Package, without_zip64

_CHUNK = 1 << 20
_SQUEEZE = 2  # of 9; 6 takes twice as long and saves a sixth
_DESCRIPTOR = 0x8  # sizes follow the data
_UTF8 = 0x800
_EPOCH = (0, 0x21)  # 1980-01-01 00:00
_UNIX = 3 << 8 | 20


def new_entry(name: str, like: Entry | None = None) -> Entry:
    """Return an entry for content of ours, with name and date of the one it replaces."""
    if like is not None:
        return like
    flags = 0 if name.isascii() else _UTF8
    return Entry(name, name.encode(), _UNIX, flags, 8, _EPOCH, 0, 0, 0, b"", b"", 0, 0, 0)


class PackageWriter:
    """Writes one package to an open file, part after part.

    Args:
        out: a binary file at its start.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._directory: list[bytes] = []

    def copy(self, package: Package, entry: Entry) -> None:
        """Copy a part with its compressed bytes as they are."""
        start, extra = package.data_start(entry)
        self._begin(entry, without_zip64(extra))
        for place in range(start, start + entry.packed, _CHUNK):
            self._put(package.bytes_at(place, min(_CHUNK, start + entry.packed - place)))

    def add(self, name: str, data: bytes, like: Entry | None = None) -> None:
        """Write a part with this content; ``like`` is the entry that it replaces."""
        packer = zlib.compressobj(_SQUEEZE, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush()
        entry = new_entry(name, like)._replace(
            method=8, crc=zlib.crc32(data), packed=len(packed), size=len(data)
        )
        self._begin(entry, b"")
        self._put(packed)

    def finish(self, comment: bytes) -> None:
        """Write the directory."""
        raw, count = b"".join(self._directory), len(self._directory)
        end = struct.pack(
            "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(raw), self._at, len(comment)
        )
        self._put(raw + end + comment)

    def _begin(self, entry: Entry, extra: bytes) -> None:
        flags, name = entry.flags & ~_DESCRIPTOR, entry.raw_name
        sizes = (entry.crc, entry.packed, entry.size)
        common = (20, flags, entry.method, *entry.stamp, *sizes, len(name))
        kept = without_zip64(entry.extra)
        self._directory.append(
            struct.pack("<4sH", b"PK\x01\x02", entry.made_by)
            + struct.pack("<5H3LH", *common)
            + struct.pack("<4H", len(kept), len(entry.comment), 0, entry.internal)
            + struct.pack("<2L", entry.external, self._at)
            + (name + kept + entry.comment)
        )
        self._put(
            struct.pack("<4s5H3LH", b"PK\x03\x04", *common) + struct.pack("<H", len(extra)) + name
        )
        self._put(extra)

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def write_package(
    out: BinaryIO,
    package: Package,
    changed: dict[str, bytes],
    added: dict[str, bytes],
    dropped: set[str],
) -> None:
    """Write the package with some parts changed, added or left out.

    Args:
        out: a binary file at its start.
        package: the package that it is made from; its order is kept.
        changed: name of a part → its new content, in its place.
        added: name of a part → its content, behind all others; an old part of that name goes.
        dropped: names of parts to leave out.
    """
    writer = PackageWriter(out)
    for entry in package.entries:
        if entry.name in added or entry.name in dropped:
            continue
        if entry.name in changed:
            writer.add(entry.name, changed[entry.name], entry)
        else:
            writer.copy(package, entry)
    for name, data in added.items():
        writer.add(name, data)
    writer.finish(package.comment)


def copy_package(out: BinaryIO, package: Package) -> None:
    """Write the package as it is, byte for byte."""
    places = range(0, package.size, _CHUNK)
    out.writelines(package.bytes_at(at, min(_CHUNK, package.size - at)) for at in places)
