"""What does a button look like? An icon drawn by rules, in the two sizes of a toolbar, as PNG.

One blue that stands out against a light and against a dark toolbar, on nothing: the rest is
transparent. A drawing is made on a field of 16 by 16 and looked at several times per pixel.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians, sin

SIZES = (16, 26)
INK = (0x3A, 0x86, 0xC8)
_LOOKS = 4  # per pixel and direction
_FIELD = 16.0

Shape = Callable[[float, float], bool]
Points = Sequence[tuple[float, float]]


@cache
def icon(button: str, size: int) -> bytes:
    r"""Return the icon of a button as PNG.

    Example:
        >>> icon("check", 16)[:4]
        b'\x89PNG'
    """
    shapes = _DRAWINGS[button]
    rows = b"".join(b"\0" + b"".join(_row(shapes, size, at)) for at in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _row(shapes: Sequence[Shape], size: int, row: int) -> Iterator[bytes]:
    step = _FIELD / size / _LOOKS
    for column in range(size):
        seen = sum(
            any(inside((column * _LOOKS + x + 0.5) * step, (row * _LOOKS + y + 0.5) * step) for inside in shapes)
            for y in range(_LOOKS)
            for x in range(_LOOKS)
        )  # fmt: skip
        yield bytes((*INK, round(255 * seen / _LOOKS**2)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _box(left: float, top: float, right: float, bottom: float) -> Shape:
    return lambda x, y: left <= x <= right and top <= y <= bottom


def _line(points: Points, width: float = 1.6) -> Shape:
    """Return a line with round ends through points."""
    pairs = list(pairwise(points))
    return lambda x, y: any(_distance(x, y, *one, *two) <= width / 2 for one, two in pairs)


def _distance(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """Return how far a point is from a stretch."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
    return hypot(x - x1 - share * dx, y - y1 - share * dy)


def _arc(
    centre: tuple[float, float], radius: float, first: int, last: int
) -> list[tuple[float, float]]:
    """Return points of a circle, in degrees, clockwise from the right."""
    x, y = centre
    return [(x + radius * cos(radians(at)), y + radius * sin(radians(at)))
            for at in range(first, last + 1, 15)]  # fmt: skip


def _dot(x: float, y: float, radius: float = 1.1) -> Shape:
    return _line([(x, y), (x, y)], 2 * radius)


def _outline(left: float, top: float, right: float, bottom: float) -> Shape:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return _line(corners, 1.4)


_DRAWINGS: Mapping[str, Sequence[Shape]] = {
    "check": (_line([(2.5, 8.5), (6.3, 12.5), (13.5, 3.5)], 2.4),),
    "evaluate": (_box(2, 9, 5, 14.5), _box(6.5, 5.5, 9.5, 14.5), _box(11, 1.5, 14, 14.5)),
    "build-one": (
        _outline(3, 1.5, 13, 14.5),
        _line([(5.8, 5), (10.2, 5)], 1.3),
        _line([(5.8, 8), (10.2, 8)], 1.3),
        _line([(5.8, 11), (8.4, 11)], 1.3),
    ),
    "build-all": (
        _outline(5.2, 1.2, 14.2, 11.6),
        _line([(1.8, 4.4), (1.8, 14.8), (11, 14.8)], 1.4),
        _line([(7.6, 4.6), (11.8, 4.6)], 1.3),
        _line([(7.6, 7.8), (11.8, 7.8)], 1.3),
    ),
    "explain": (
        _outline(1.5, 2, 14.5, 11),
        _line([(4.5, 11), (4.5, 14.4), (8, 11)], 1.4),
        _dot(4.8, 6.5, 1),
        _dot(8, 6.5, 1),
        _dot(11.2, 6.5, 1),
    ),
    "open-folder": (
        _line([(1.5, 13.5), (1.5, 3), (6, 3), (7.5, 5), (14.5, 5), (14.5, 13.5), (1.5, 13.5)], 1.4),
        _box(1.5, 7.5, 14.5, 13.5),
    ),
    "help": (
        _line(_arc((8, 8), 6.6, 0, 360), 1.4),
        _line([*_arc((8, 6.3), 2.1, 180, 405), (8, 8.6), (8, 9.4)], 1.5),
        _dot(8, 11.7, 1),
    ),
}
"""Button → the shapes that make its drawing."""
