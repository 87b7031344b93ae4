"""What is in the extension? One .oxt file with our package, what it needs, and its descriptions."""

import importlib.util
import io
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.buttons import BUTTONS
from xlplan.engine.own_files import own_files, package_files
from xlplan.functions import published
from xlplan.hosts.libreoffice.describing import (
    argument_name,
    calc_add_ins,
    description,
    manifest,
    method,
)
from xlplan.hosts.libreoffice.icons import SIZES, icon
from xlplan.hosts.libreoffice.menus import add_ons, calc_windows, icon_name, protocol_handler
from xlplan.hosts.libreoffice.typelib import type_library

NAME = "xlplan.oxt"
INTERFACE = "org.xlplan.XFunctions"
NEEDED = ("jinja2", "markupsafe", "xlsxwriter")
_TIME = (2026, 1, 1, 0, 0, 0)
_CONFIGURATION = "application/vnd.sun.star.configuration-data"
_COMPONENT = "application/vnd.sun.star.uno-component;type=Python"
_PARTS = (
    ("types.rdb", "application/vnd.sun.star.uno-typelibrary;type=RDB"),
    ("CalcAddIns.xcu", _CONFIGURATION),
    ("component.py", _COMPONENT),
    ("buttons.py", _COMPONENT),
    ("Addons.xcu", _CONFIGURATION),
    ("ProtocolHandler.xcu", _CONFIGURATION),
    ("CalcWindowState.xcu", _CONFIGURATION),
)


def build(folder: Path) -> Path:
    """Write the extension into a folder and return its path.

    The same version gives the same bytes. Compiled helpers of the libraries stay out: they fit one
    Python of one system, and all of them have a plain form.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files():
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(content.getvalue())
    return path


def install(path: Path) -> str:
    """Install the extension for this user and return what the office said.

    Raises:
        PlanError: there is no unopkg, or it refused.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the office's own installer
            ["unopkg", "add", "--suppress-license", "--force", str(path)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    except FileNotFoundError as wrong:
        raise PlanError("NO_UNOPKG", path=path) from wrong
    said = " ".join((done.stdout + done.stderr).split())
    if done.returncode:
        raise PlanError("UNOPKG_REFUSED", path=path, reason=said)
    return said


def _files() -> Iterator[tuple[str, bytes]]:
    methods = [
        (
            method(one),
            [(argument_name(a.name), "[]any" if a.variadic else "any") for a in one.arguments],
        )
        for one in published().values()
    ]
    yield "META-INF/manifest.xml", manifest(_PARTS).encode()
    yield "description.xml", description().encode()
    yield "types.rdb", type_library(INTERFACE, methods)
    yield "CalcAddIns.xcu", calc_add_ins().encode()
    yield "Addons.xcu", add_ons().encode()
    yield "ProtocolHandler.xcu", protocol_handler().encode()
    yield "CalcWindowState.xcu", calc_windows().encode()
    yield "component.py", (Path(__file__).parent / "component.py").read_bytes()
    yield "buttons.py", (Path(__file__).parents[1] / "commands_libreoffice.py").read_bytes()
    for button, size in product(BUTTONS, SIZES):
        yield icon_name(button, size), icon(button, size)
    for name, data in (*own_files(), *_libraries()):
        yield f"pythonpath/{name}", data


def _libraries() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the libraries that go with it.

    Raises:
        PlanError: one is not installed.
    """
    for name in NEEDED:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise PlanError("NO_LIBRARY", name=name)
        yield from package_files(Path(found.origin).parent, name)
