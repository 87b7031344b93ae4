"""What does xlwings Lite need for formulas and scripts? ``main.py`` and ``requirements.txt``.

Lite runs Python inside Excel's own browser (Windows, Mac, web) and reads its functions and scripts
from ``main.py``. So each published function stands there as a plain ``def``, made from the registry;
what it answers comes from our package, which needs no other library.

Choice: the package is packed into the end of ``main.py``, for Lite installs from the package index or
from an address on the web, and not every planner has one. Whoever has one gives it, and gets a wheel.
"""

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from xlplan.engine.own_files import own_files
from xlplan.engine.text import Texts
from xlplan.functions import Argument, Function, published
from xlplan.hosts.excel.lite_book import SCRIPTS

_TIME = (2026, 1, 1, 0, 0, 0)
_LEFT_BEHIND = (
    "example/", "hosts/files/", "hosts/batch/", "hosts/libreoffice/", "hosts/c", "templates/",
    "engine/word/", "engine/paper/", "engine/imports/", "hosts/excel/vba_", "hosts/excel/addin",
)  # fmt: skip
"""What neither a formula nor a script of Lite reaches, so ``main.py`` goes without."""

_SAID = {
    "check": "Check: what is wrong or missing, cell by cell.",
    "evaluate": "Evaluate: the result sheets in this workbook; a second time replaces them.",
    "explain": "Explain: why that customer has its grade, part by part.",
}

HEAD = '''\
"""Formulas and scripts of xlplan {version} for xlwings Lite. Made by `xlplan addin lite`; do not edit."""

import sys

import xlwings as xw
from xlwings import arg, func, script


def _xlplan(name, given):
    return answer(CALLER, name, given)
'''
TAIL = """\
from xlplan.functions import Caller
from xlplan.hosts.excel.answering import answer
from xlplan.hosts.excel.lite_book import run_script

CALLER = Caller({lang!r})
"""
UNPACKED = '''\
# From here on: xlplan itself, packed, and how it is unpacked into the memory of this Python.
PACKED = """
{packed}
"""


def unpack(folder):
    import base64
    import io
    import zipfile
    import zlib

    if not folder.exists():
        packed = zlib.decompress(base64.b85decode(PACKED.replace("\\n", "")))
        zipfile.ZipFile(io.BytesIO(packed)).extractall(folder)
    sys.path.insert(0, str(folder))


import pathlib
import tempfile

unpack(pathlib.Path(tempfile.gettempdir()) / "xlplan-{digest}")
'''


def lite_files(version: str, lang: str, address: str = "") -> dict[str, bytes]:
    """Return the files for xlwings Lite: name → content.

    Args:
        version: of xlplan.
        lang: of help and reasons, ``en`` or ``zh``.
        address: of the folder on the web that will hold our wheel; ``""``: ``main.py`` brings all.
    """
    if not address:
        text = main_text(version, lang, _unpacked())
        return {"main.py": text.encode(), "requirements.txt": b"xlwings\n"}
    name = f"xlplan-{version}-py3-none-any.whl"
    needed = f"xlwings\n{address.rstrip('/')}/{name}\n"
    text = main_text(version, lang)
    return {"main.py": text.encode(), "requirements.txt": needed.encode(), name: wheel(version)}


def main_text(version: str, lang: str, unpacked: str = "") -> str:
    """Return the text of ``main.py``: a plain function for each published one, and the scripts."""
    functions = [_function(one, lang) for one in published().values()]
    scripts = [_script(button, Texts(lang)) for button in SCRIPTS]
    tail = TAIL.format(lang=lang)
    rest = [unpacked, tail] if unpacked else [tail]
    return "\n\n".join([HEAD.format(version=version), *functions, *scripts, *rest])


def _unpacked() -> str:
    """Return the package as text, and the lines that unpack it."""
    packed = zlib.compress(zipped(dict(_needed()), zipfile.ZIP_STORED), 9)
    text = base64.b85encode(packed).decode()
    lines = "\n".join(text[at : at + 120] for at in range(0, len(text), 120))
    return UNPACKED.format(packed=lines, digest=hashlib.sha256(packed).hexdigest()[:12])


def _needed() -> Iterator[tuple[str, bytes]]:
    for name, data in own_files():
        if not name.removeprefix("xlplan/").startswith(_LEFT_BEHIND):
            yield name, data


def _script(button: str, texts: Texts) -> str:
    return "\n".join((
        "@script",
        f"def xlplan_{button}(book: xw.Book):",
        f"    {_quoted(texts(_SAID[button]))}",
        f"    run_script({button!r}, book, {texts.lang!r})\n",
    ))  # fmt: skip


def _function(one: Function, lang: str) -> str:
    lines = ["@func", *(_argument(argument, lang) for argument in one.arguments)]
    given = ", ".join(_given(argument) for argument in one.arguments)
    names = "".join(
        f"*{argument.name}, " if argument.variadic else f"{argument.name}, "
        for argument in one.arguments
    ).rstrip()
    lines += [
        f"def {one.name}({given}):",
        f"    {_quoted(one.summed_up(lang))}",
        f"    return _xlplan({one.name!r}, ({names}))\n",
    ]
    return "\n".join(lines)


def _argument(one: Argument, lang: str) -> str:
    return f"@arg({one.name!r}, ndim=2, err_to_str=True, doc={_quoted(one.helped(lang))})"


def _given(one: Argument) -> str:
    if one.variadic:
        return f"*{one.name}"
    return f"{one.name}=..." if one.optional else one.name


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def wheel(version: str) -> bytes:
    """Return this package as a wheel that asks for no other; the same version gives the same bytes."""
    about = f"xlplan-{version}.dist-info"
    files = dict(own_files())
    files[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: xlplan\nVersion: {version}\n".encode()
    )
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: xlplan\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    record.append(f"{about}/RECORD,,\n")
    files[f"{about}/RECORD"] = "\n".join(record).encode()
    return zipped(files)


def zipped(files: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return files as a ZIP; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compresslevel=9) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, how)
    return content.getvalue()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
