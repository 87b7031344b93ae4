"""What does xlwings Lite need for the formulas? ``main.py``, ``requirements.txt``, and our wheel.

Lite runs Python inside Excel's own browser (Windows, Mac, web) and reads its functions from the text
of ``main.py``. So each published function stands there as a plain ``def``, made from the registry; what
it answers comes from the wheel, which needs no other library.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from xlplan.functions import Argument, Function, published

_PACKAGE = Path(__file__).parents[2]
_TIME = (2026, 1, 1, 0, 0, 0)
_COMPILED = frozenset({".pyc", ".so", ".pyd"})

HEAD = '''\
"""Formulas of xlplan {version} for xlwings Lite. Made by `xlplan addin lite`; make it anew, do not edit."""

from xlwings import arg, func

from xlplan.functions import Caller
from xlplan.hosts.excel.answering import LEFT_OUT, answer

CALLER = Caller({lang!r})
'''


def lite_files(version: str, lang: str) -> dict[str, bytes]:
    """Return the files for xlwings Lite: name → content.

    Args:
        version: of xlplan.
        lang: of help and reasons, ``en`` or ``zh``.
    """
    name = f"xlplan-{version}-py3-none-any.whl"
    needed = f"xlwings\nhttps://YOUR-SERVER/{name}\n"
    return {
        "main.py": main_text(version, lang).encode(),
        "requirements.txt": needed.encode(),
        name: wheel(version),
    }


def main_text(version: str, lang: str) -> str:
    """Return the text of ``main.py``: a plain function for each published one."""
    functions = [_function(one, lang) for one in published().values()]
    return "\n\n".join([HEAD.format(version=version, lang=lang), *functions])


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
        f"    return answer(CALLER, {one.name!r}, ({names}))\n",
    ]
    return "\n".join(lines)


def _argument(one: Argument, lang: str) -> str:
    return f"@arg({one.name!r}, ndim=2, err_to_str=True, doc={_quoted(one.helped(lang))})"


def _given(one: Argument) -> str:
    if one.variadic:
        return f"*{one.name}"
    return f"{one.name}=LEFT_OUT" if one.optional else one.name


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def wheel(version: str) -> bytes:
    """Return this package as a wheel that asks for no other; the same version gives the same bytes."""
    about = f"xlplan-{version}.dist-info"
    files = dict(_package())
    files[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: xlplan\nVersion: {version}\n".encode()
    )
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: xlplan\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    record.append(f"{about}/RECORD,,\n")
    files[f"{about}/RECORD"] = "\n".join(record).encode()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _package() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package; templates of a checkout lie beside it."""
    folders = {"xlplan": _PACKAGE}
    beside = _PACKAGE.parent / "templates"
    if beside.is_dir() and not (_PACKAGE / "templates").is_dir():
        folders["xlplan/templates"] = beside
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if (
                path.is_file()
                and "__pycache__" not in inside.parts
                and path.suffix not in _COMPILED
            ):
                yield f"{name}/{inside.as_posix()}", path.read_bytes()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
