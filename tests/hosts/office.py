"""A LibreOffice with our extension in a profile of its own, driven through its own Python."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from xlplan.hosts.libreoffice.building import build

PYTHON = "/usr/bin/python3"
DRIVER = Path(__file__).with_name("office_driver.py")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class Office:
    """An installed extension; each session is an office started and ended."""

    def __init__(self, room: Path) -> None:
        self.home = room / "home"
        self.home.mkdir()
        self.oxt = build(room)
        for folder in (room, *room.parents):
            if folder != Path("/tmp") and str(folder).startswith("/tmp"):
                folder.chmod(folder.stat().st_mode | 0o711)
        if os.getuid() == 0:
            for path in (room, *room.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
        self.run(["unopkg", "add", "--suppress-license", str(self.oxt)])

    def run(self, command, given="", seconds=240):
        """Run a program of the office as somebody who is not root."""
        drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        done = subprocess.run(
            [*(drop if os.getuid() == 0 else []), *command],
            input=given, capture_output=True, text=True, timeout=seconds,
            env={**ENVIRONMENT, "HOME": str(self.home)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def session(self, steps):
        """Do the steps in a fresh office and return what each gave."""
        return json.loads(self.run([PYTHON, str(self.driver())], json.dumps(steps)))

    def driver(self):
        """Return the driver where nobody can read it."""
        copy = self.home / DRIVER.name
        if not copy.exists():
            copy.write_bytes(DRIVER.read_bytes())
            copy.chmod(0o644)
        return copy


def started(tmp_path_factory) -> Office:
    """Return an office, or skip where there is none."""
    if not (shutil.which("soffice") and shutil.which("unopkg") and Path(PYTHON).exists()):
        pytest.skip("LibreOffice is not installed")
    if subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode:
        pytest.skip("the office's Python is not installed")
    return Office(tmp_path_factory.mktemp("office"))
