"""How is something told when no open workbook can be reached? In a dialog of the system itself."""

import ctypes
import subprocess
import sys
from typing import Any

_WARNING, _IN_FRONT = 0x30, 0x10000  # MB_ICONWARNING, MB_SETFOREGROUND
_SCRIPT = (
    "on run {said}",
    'display dialog said with title "xlplan" buttons {"OK"} default button 1 with icon caution',
    "end run",
)


def tell(text: str) -> None:
    """Show a text in a dialog; where there is neither Windows nor a Mac, do nothing.

    The buttons start a Python without a terminal, so what it prints is seen by nobody.
    """
    if sys.platform == "win32":
        windows: Any = getattr(ctypes, "windll")  # noqa: B009 - there is one on Windows alone
        windows.user32.MessageBoxW(0, text, "xlplan", _WARNING | _IN_FRONT)
    elif sys.platform == "darwin":
        lines = [word for line in _SCRIPT for word in ("-e", line)]
        subprocess.run(["osascript", *lines, text], check=False)  # noqa: S603, S607 - Apple's own
