"""How do streams become one compound file? A small writer of MS-CFB, version 3."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, SMALL, CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ROOT, _STORAGE, _STREAM = 5, 1, 2
_RED, _BLACK = 0, 1
_HEADER_FATS = 109
_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    """One entry of the directory; ids count from 0, the root."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    colour: int = _BLACK
    start: int = 0
    size: int = 0
    children: list[int] = field(default_factory=list)


def compound(tree: Tree) -> bytes:
    """Return streams and storages as a compound file.

    Args:
        tree: name → content of a stream, or the tree of a storage; names of up to 31 letters.

    Raises:
        ValueError: more than 7 MB.

    Example:
        >>> compound({"PROJECT": b"one stream"})[:4].hex()
        'd0cf11e0'
    """
    entries = [_Entry("Root Entry", _ROOT)]
    _collect(tree, 0, entries)
    for entry in entries:
        entry.child = _balanced(sorted(entry.children, key=lambda at: _order(entries[at])), entries)
    return _laid_out(entries)


def _collect(tree: Tree, parent: int, entries: list[_Entry]) -> None:
    for name, content in tree.items():
        at = len(entries)
        entries[parent].children.append(at)
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            _collect(content, at, entries)


def _order(entry: _Entry) -> tuple[int, str]:
    return len(entry.name), entry.name.upper()


def _balanced(ids: Sequence[int], entries: list[_Entry], room: int | None = None) -> int:
    """Link siblings as a red-black tree: balanced, its last and partly filled level red."""
    if not ids:
        return _FREE
    if room is None:
        room = (len(ids) + 1).bit_length() - 1  # levels that are filled
    middle = len(ids) // 2
    top = entries[ids[middle]]
    top.colour = _BLACK if room > 0 else _RED
    top.left = _balanced(ids[:middle], entries, room - 1)
    top.right = _balanced(ids[middle + 1 :], entries, room - 1)
    return ids[middle]


class _Sectors:
    """Sectors while they are being filled, with the chain of each stream."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.chain: list[int] = []

    def add(self, content: bytes) -> int:
        """Put a stream into sectors of its own and return the first; an empty one has none."""
        count = -(-len(content) // self.size)
        if not count:
            return _END
        first = len(self.chain)
        self.chain += [*range(first + 1, first + count), _END]
        self.data += content.ljust(count * self.size, b"\0")
        return first


def _laid_out(entries: list[_Entry]) -> bytes:
    large, small = _Sectors(SECTOR), _Sectors(SMALL)
    for entry in entries:
        if entry.kind == _STREAM:
            room = large if len(entry.content) >= CUTOFF else small
            entry.start, entry.size = room.add(entry.content), len(entry.content)
    root = entries[0]
    root.start, root.size = large.add(bytes(small.data)), len(small.data)
    links = _numbers(small.chain, SECTOR)
    link_start = large.add(links)
    directory = large.add(_directory(entries))
    fats = _fat(large)
    return _header(directory, (link_start, len(links) // SECTOR), fats) + bytes(large.data)


def _fat(large: _Sectors) -> list[int]:
    """Add the table of chains, which has to hold its own sectors too; return where it lies."""
    each = SECTOR // 4
    count = 0
    while len(large.chain) + count > count * each:
        count += 1
    if count > _HEADER_FATS:
        raise ValueError("too large for a VBA project")
    first = len(large.chain)
    large.chain += [_FAT] * count
    large.data += _numbers(large.chain, count * SECTOR)
    return list(range(first, first + count))


def _numbers(values: Sequence[int], multiple: int) -> bytes:
    packed = struct.pack(f"<{len(values)}I", *values)
    return packed + b"\xff" * (-len(packed) % multiple)


def _directory(entries: Sequence[_Entry]) -> bytes:
    packed = b"".join(map(_packed, entries))
    unused = bytes(68) + struct.pack("<3I", _FREE, _FREE, _FREE) + bytes(48)
    return packed + unused * (-len(entries) % (SECTOR // 128))


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), entry.kind, entry.colour)
    links = struct.pack("<3I", entry.left, entry.right, entry.child)
    return head + links + bytes(36) + struct.pack("<IQ", entry.start, entry.size)


def _header(directory: int, links: tuple[int, int], fats: Sequence[int]) -> bytes:
    versions = struct.pack("<5H6x", 0x003E, 0x0003, 0xFFFE, 9, 6)
    start, count = links
    places = struct.pack(
        "<9I", 0, len(fats), directory, 0, CUTOFF, start if count else _END, count, _END, 0
    )
    table = struct.pack("<109I", *fats, *[_FREE] * (_HEADER_FATS - len(fats)))
    return _MAGIC + bytes(16) + versions + places + table
