"""A LibreOffice with our extension in a profile of its own, driven through its own Python."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from xlplan.hosts.libreoffice.building import build

PYTHON = "/usr/bin/python3"
DRIVER = Path(__file__).with_name("office_driver.py")
BUTTONS = Path(__file__).with_name("button_driver.py")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class Office:
    """An installed extension; each session is an office started and ended."""

    def __init__(self, room: Path) -> None:
        self.home = room / "home"
        self.home.mkdir()
        self.oxt = build(room)
        self.give(room)
        self.run(["unopkg", "add", "--suppress-license", str(self.oxt)])

    def run(self, command, given="", seconds=240, environment=None):
        """Run a program of the office as somebody who is not root."""
        drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        with subprocess.Popen(
            [*(drop if os.getuid() == 0 else []), *command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**ENVIRONMENT, "HOME": str(self.home), **(environment or {})},
            start_new_session=True,
        ) as process:  # fmt: skip
            try:
                out, wrong = process.communicate(given, timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # what it started holds the pipes
                raise
        assert process.returncode == 0, wrong + out
        return out

    def session(self, steps):
        """Do the steps in a fresh office and return what each gave."""
        return json.loads(self.run([PYTHON, str(self.driver())], json.dumps(steps)))

    def inside(self, steps, room, seconds=600, screen=None):
        """Do the steps inside a fresh office, on its own thread, and return what each gave.

        ``room`` is a fresh folder, with the workbooks that the steps open; ``screen`` the environment
        of a screen to show itself on, else there is no window.
        """
        macros = self.home / ".config/libreoffice/4/user/Scripts/python"
        macros.mkdir(parents=True, exist_ok=True)
        (macros / BUTTONS.name).write_bytes(BUTTONS.read_bytes())
        (room / "steps.json").write_text(json.dumps(steps))
        self.give(self.home, room)
        self.session([])  # the first start with a new extension ends at once, to start again
        script = f"vnd.sun.star.script:{BUTTONS.name}$main?language=Python&location=user"
        try:
            self.run(
                ["soffice", *([] if screen else ["--headless"]), "--norestore", "--nologo", script],
                seconds=seconds, environment={"XLPLAN_STEPS": str(room), **(screen or {})},
            )  # fmt: skip
        except (AssertionError, subprocess.TimeoutExpired) as wrong:
            log = room / "log"
            done = log.read_text() if log.exists() else "no step begun"
            raise AssertionError(f"{done}\n{wrong}") from None
        answers = json.loads((room / "answers.json").read_text())
        assert "wrong" not in answers, answers["wrong"]
        return answers["given"]

    def settle(self, locale):
        """Let offices from now on count and write dates as in a country, ``de-DE``."""
        place = self.home / ".config/libreoffice/4/user/registrymodifications.xcu"
        path, name = "/org.openoffice.Setup/L10N", "ooSetupSystemLocale"
        item = (
            f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{locale}</value></prop></item>"
        )
        kept = [line for line in place.read_text().splitlines() if name not in line]
        kept.insert(kept.index("</oor:items>"), item)
        place.write_text("\n".join(kept))

    def give(self, *folders):
        """Let the office's user reach and change what is in folders."""
        for room in folders:
            for folder in (room, *room.parents):
                if folder != Path("/tmp") and str(folder).startswith("/tmp"):
                    folder.chmod(folder.stat().st_mode | 0o711)
            if os.getuid() == 0:
                for path in (room, *room.rglob("*")):
                    if not path.is_symlink():
                        shutil.chown(path, "nobody", "nogroup")

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
