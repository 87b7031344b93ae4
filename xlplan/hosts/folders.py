"""How is a folder shown to its owner? By the file browser of the system."""

import os
import subprocess
import sys
from pathlib import Path

from xlplan.core.issues import PlanError


def show_folder(folder: Path) -> None:
    """Show a folder in the file browser of the system, and do not wait for it.

    Raises:
        PlanError: ``NO_FILE_BROWSER``.
    """
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606 - the planner asks for it
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen([opener, str(folder)])  # noqa: S603 - a folder of ours
    except OSError as wrong:
        raise PlanError("NO_FILE_BROWSER", folder=folder) from wrong
