"""How do VBA modules become a vbaProject.bin? MS-OVBA streams of source alone; Excel compiles them."""

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xlplan.hosts.excel.compound import compound
from xlplan.hosts.excel.vba_compression import compress

WORKBOOK = "00020819-0000-0000-C000-000000000046"
WORKSHEET = "00020820-0000-0000-C000-000000000046"

_UNCOMPILED = bytes.fromhex("cc61ffff000000")
_WIN64, _ENGLISH, _WESTERN = 3, 0x0409, 1252
_CLASS_ID = "{5D9C6C2E-6F1E-4B58-9D1B-8C6A3C0A7E51}"
_OLE = (
    "stdole",
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
)
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


class Module(NamedTuple):
    """One module: plain ASCII, its first line names it.

    Args:
        name: as in ``Attribute VB_Name``.
        source: the text of the ``.bas``, lines ended by CR LF.
        document: whether it belongs to the workbook or a sheet.
    """

    name: str
    source: str
    document: bool = False


def document(name: str, base: str) -> Module:
    """Return the empty module of the workbook or of a sheet; ``base`` is its class."""
    said = {
        "Base": f'"0{{{base}}}"',
        "GlobalNameSpace": "False",
        "Creatable": "False",
        "PredeclaredId": "True",
        "Exposed": "True",
        "TemplateDerived": "False",
        "Customizable": "True",
    }
    lines = [f'Attribute VB_Name = "{name}"']
    lines += [f"Attribute VB_{key} = {value}" for key, value in said.items()]
    return Module(name, "\r\n".join(lines) + "\r\n", document=True)


def vba_project(modules: Sequence[Module], name: str = "xlplan") -> bytes:
    """Return the part ``vbaProject.bin`` with these modules.

    Raises:
        ValueError: a module is not plain ASCII, does not end its lines by CR LF, or says another
            name than its own.

    Example:
        >>> book = document("ThisWorkbook", WORKBOOK)
        >>> vba_project([book])[:4].hex()
        'd0cf11e0'
    """
    for module in modules:
        _check(module)
    streams = {one.name: compress(one.source.encode("ascii")) for one in modules}
    return compound(
        {
            "VBA": {
                **streams,
                "_VBA_PROJECT": _UNCOMPILED,
                "dir": compress(_dir(modules, name)),
            },
            "PROJECT": _project(modules, name).encode("ascii"),
            "PROJECTwm": _names(modules),
        }
    )


def _check(module: Module) -> None:
    first = f'Attribute VB_Name = "{module.name}"\r\n'
    plain = module.source.isascii() and module.source.startswith(first)
    if not plain or "\n" in module.source.replace("\r\n", ""):
        raise ValueError(module.name)


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(first: int, second: int, text: str) -> bytes:
    """Return a text that is stored in the code page and in UTF-16."""
    return _record(first, text.encode("ascii")) + _record(second, text.encode("utf-16-le"))


def _dir(modules: Sequence[Module], name: str) -> bytes:
    parts = [
        _record(0x01, struct.pack("<I", _WIN64)),
        _record(0x02, struct.pack("<I", _ENGLISH)),
        _record(0x14, struct.pack("<I", _ENGLISH)),
        _record(0x03, struct.pack("<H", _WESTERN)),
        _record(0x04, name.encode("ascii")),
        _twice(0x05, 0x40, ""),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),
        _twice(0x0C, 0x3C, ""),
        _reference(*_OLE),
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, b"\xff\xff"),
        *map(_listed, modules),
        _record(0x10, b""),
    ]
    return b"".join(parts)


def _reference(name: str, library: str) -> bytes:
    text = library.encode("ascii")
    body = struct.pack("<I", len(text)) + text + bytes(6)
    return _twice(0x16, 0x3E, name) + _record(0x0D, body)


def _listed(module: Module) -> bytes:
    kind = 0x22 if module.document else 0x21
    return b"".join(
        (
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),
            _twice(0x1C, 0x48, ""),
            _record(0x31, bytes(4)),
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            _record(kind, b""),
            _record(0x2B, b""),
        )
    )


def _project(modules: Iterable[Module], name: str) -> str:
    lines = [f'ID="{_CLASS_ID}"']
    lines += [
        f"Document={one.name}/&H00000000" if one.document else f"Module={one.name}"
        for one in modules
    ]
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{hidden(bytes(4))}"',
        f'DPB="{hidden(bytes(1))}"',
        f'GC="{hidden(bytes([0xFF]))}"',
        "",
        "[Host Extender Info]",
        _HOST,
        "",
        "[Workspace]",
        *(f"{one.name}=0, 0, 0, 0, C" for one in modules),
        "",
    ]
    return "\r\n".join(lines)


def hidden(data: bytes, class_id: str = _CLASS_ID, seed: int = 0) -> str:
    """Return bytes as a project hides them (MS-OVBA 2.4.3.2): protection, password, visibility.

    Example:
        >>> hidden(bytes(4), "{00000000-0000-0000-0000-000000000000}", 0x54)[:6]
        '5456F8'
    """
    key = sum(class_id.encode("ascii")) & 0xFF
    out = bytearray((seed, seed ^ 2, seed ^ key))
    before, last = key, out[2]
    earlier = out[1]
    filler = bytes((seed & 6) // 2)
    for byte in filler + struct.pack("<I", len(data)) + data:
        code = byte ^ ((earlier + before) & 0xFF)
        out.append(code)
        earlier, last, before = last, code, byte
    return out.hex().upper()


def _names(modules: Iterable[Module]) -> bytes:
    both = (
        one.name.encode("ascii") + b"\0" + one.name.encode("utf-16-le") + b"\0\0" for one in modules
    )
    return b"".join(both) + b"\0\0"
