"""What would the formulas show? LibreOffice calculates a copy; the file is not touched."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL

from xlplan.core.issues import PlanError
from xlplan.hosts.files.preflight import WORKBOOKS, inspect

SECONDS = 120.0
_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
# calculate everything on loading, whatever program wrote the file
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_ITEM = """<item oor:path="/org.openoffice.Office.Calc/Formula/Load">\
<prop oor:name="{name}" oor:op="fuse"><value>0</value></prop></item>
"""


@contextmanager
def recalculate(path: Path, seconds: float = SECONDS) -> Iterator[Path]:
    """Give a copy of a workbook, as .xlsx, with every formula calculated; it is gone afterwards.

    Args:
        path: the workbook.
        seconds: how long LibreOffice may take.

    Raises:
        PlanError: the file cannot be read, LibreOffice is not there, fails, or takes too long.
    """
    kind = inspect(path)
    program = find_soffice()
    if program is None:
        raise PlanError("NO_LIBREOFFICE")
    with tempfile.TemporaryDirectory(prefix="xlplan-") as folder:
        room = Path(folder)
        known = path.suffix.lower() in WORKBOOKS
        suffix = path.suffix if known else ".xls" if kind == "xls" else ".xlsx"
        copy = shutil.copyfile(path, room / f"in{suffix}")
        _write_profile(room / "profile")
        _run(_command(program, room, copy), seconds, path)
        made = room / "out" / "in.xlsx"
        if not made.is_file():
            raise PlanError("RECALCULATION_FAILED", file=path)
        yield made


def _command(program: str, room: Path, copy: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        *("--convert-to", "xlsx:Calc MS Excel 2007 XML"),
        *("--outdir", str(room / "out")),
        str(copy),
    ]


def find_soffice() -> str | None:
    """Return LibreOffice's program, ``None`` when there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(name=name) for name in ("OOXMLRecalcMode", "ODFRecalcMode"))
    text = _PROFILE.format(items=items)
    (profile / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")


def _run(command: list[str], seconds: float, path: Path) -> None:
    environment = dict(os.environ)
    if sys.platform != "win32":  # another Python first on the path crashes LibreOffice's own
        environment["PATH"] = "/usr/bin:/bin"
    with subprocess.Popen(  # noqa: S603 - a fixed program, the file is an argument
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as wrong:
            _end(process)
            raise PlanError("RECALCULATION_FAILED", file=path) from wrong
        except BaseException:  # an interrupt must not leave LibreOffice running
            _end(process)
            raise


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and the office that it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, SIGKILL)
