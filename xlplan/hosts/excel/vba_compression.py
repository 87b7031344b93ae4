"""How is the text of a VBA module packed? The compression of MS-OVBA 2.4.1, both ways round.

A container is a mark and chunks of up to 4,096 bytes; within a chunk, groups of up to eight tokens
follow a byte that says which of them repeat what stood before.
"""

from math import ceil, log2

CHUNK = 4096
_MARK = b"\x01"
_SIGNATURE, _PACKED = 0x3000, 0x8000
_TRIED = 48  # earlier places that a repetition is looked for at


def compress(data: bytes) -> bytes:
    """Return data as a compressed container.

    Args:
        data: text of a module; every full chunk of it must shrink, as all text does.

    Raises:
        ValueError: a chunk does not shrink (it is no text).

    Example:
        >>> compress(b"a" * 73).hex()
        '0103b002614500'
    """
    return _MARK + b"".join(_chunk(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK))


def decompress(packed: bytes) -> bytes:
    """Return what a compressed container holds.

    Example:
        >>> decompress(compress(b"Sub a()" + b" " * 90))[:9]
        b'Sub a()  '
    """
    out, at = bytearray(), 1
    while at < len(packed):
        header = int.from_bytes(packed[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        _unpack(packed[at + 2 : end], out)
        at = end
    return bytes(out)


def _chunk(data: bytes) -> bytes:
    tokens = _tokens(data)
    body = bytearray()
    for at in range(0, len(tokens), 8):
        group = tokens[at : at + 8]
        body.append(sum(1 << place for place, token in enumerate(group) if len(token) == 2))
        body += b"".join(group)
    if len(body) > CHUNK:
        raise ValueError("this does not shrink")
    header = _SIGNATURE | _PACKED | (len(body) - 1)
    return header.to_bytes(2, "little") + bytes(body)


def _tokens(data: bytes) -> list[bytes]:
    """Return single bytes and references to what stood before, two bytes each."""
    seen: dict[bytes, list[int]] = {}
    tokens: list[bytes] = []
    at = 0
    while at < len(data):
        start, length = _longest(data, at, seen.get(data[at : at + 3], []))
        step = length or 1
        if length:
            bits = _bits(at)
            tokens.append((((at - start - 1) << (16 - bits)) | (length - 3)).to_bytes(2, "little"))
        else:
            tokens.append(data[at : at + 1])
        for place in range(at, at + step):
            seen.setdefault(data[place : place + 3], []).append(place)
        at += step
    return tokens


def _longest(data: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """Return where the longest repetition of what stands here began, and its length; 0: none."""
    most = min((0xFFFF >> _bits(at)) + 3 if at else 0, len(data) - at)
    best = (0, 0)
    for start in reversed(places[-_TRIED:]):
        length = 0
        while length < most and data[start + length] == data[at + length]:
            length += 1
        if length > max(best[1], 2):
            best = (start, length)
    return best


def _bits(at: int) -> int:
    """Return how many bits of a reference say how far back it points, at a place of a chunk."""
    return max(ceil(log2(at)), 4) if at > 1 else 4


def _unpack(body: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(body):
        flags = body[at]
        at += 1
        for place in range(8):
            if at >= len(body):
                return
            if not flags >> place & 1:
                out.append(body[at])
                at += 1
                continue
            token = int.from_bytes(body[at : at + 2], "little")
            at += 2
            bits = _bits(len(out) - start)
            back = (token >> (16 - bits)) + 1
            for _ in range((token & (0xFFFF >> bits)) + 3):
                out.append(out[-back])
