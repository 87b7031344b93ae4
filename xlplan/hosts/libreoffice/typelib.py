"""How does LibreOffice know the signatures of our functions? A small writer of its type library.

The format is that of the UNOIDL compiler: a magic word, then maps of names, modules inside modules,
and for an interface its bases, attributes and methods. Everything is little-endian; a text is its
length and its bytes.
"""

import struct
from collections.abc import Sequence

Method = tuple[str, Sequence[tuple[str, str]]]
"""A method: its name, then name and type of each argument."""

_MAGIC = b"UNOIDL\xff\0"
_INTERFACE, _MODULE, _IN = b"\x05", b"\x00", b"\x00"


def type_library(path: str, methods: Sequence[Method]) -> bytes:
    """Return a type library with one interface, whose methods return ``any``.

    Args:
        path: full name of the interface, ``org.xlplan.XFunctions``.
        methods: name, and the arguments with their types.

    Example:
        >>> type_library("org.XOne", [("lag", [("first", "any")])])[:6]
        b'UNOIDL'
    """
    *modules, name = path.split(".")
    body = bytearray(_MAGIC + bytes(8))

    def put(content: bytes) -> int:
        body.extend(content)
        return len(body) - len(content)

    entry = put(_interface(methods)), put(name.encode() + b"\0")
    for module in reversed(modules):
        payload, named = entry
        entry = (
            put(_MODULE + struct.pack("<III", 1, named, payload)),
            put(module.encode() + b"\0"),
        )
    payload, named = entry
    struct.pack_into("<II", body, len(_MAGIC), put(struct.pack("<II", named, payload)), 1)
    return bytes(body)


def _interface(methods: Sequence[Method]) -> bytes:
    base = struct.pack("<I", 1) + _text("com.sun.star.uno.XInterface")
    no_optional_base_no_attribute = struct.pack("<II", 0, 0)
    return b"".join(
        (_INTERFACE, base, no_optional_base_no_attribute, struct.pack("<I", len(methods)),
         *map(_method, methods))
    )  # fmt: skip


def _method(method: Method) -> bytes:
    name, arguments = method
    given = b"".join(_IN + _text(one) + _text(kind) for one, kind in arguments)
    no_exception = struct.pack("<I", 0)
    return _text(name) + _text("any") + struct.pack("<I", len(arguments)) + given + no_exception


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("ascii")
