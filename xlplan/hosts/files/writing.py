"""How do result sheets get onto the disk? As a new workbook, in one piece or not at all."""

import os
from collections.abc import Sequence
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.result.shapes import ResultSheet
from xlplan.hosts.files.storing import store


def write_tables(sheets: Sequence[ResultSheet], path: Path) -> None:
    """Write result sheets as a new workbook; a file that is there is replaced, its mode kept.

    Args:
        sheets: at least one.
        path: where to; a link is followed.

    Raises:
        PlanError: ``OUT_OPEN``, ``OUT_TOO_LONG``, and those of ``store``: no such folder, no
            permission, disk full. What was there stays as it was.
    """
    from xlplan.hosts.files.sheets.package import package  # late: it brings zip and XML

    check_writable(path)
    data = package(sheets)
    try:
        store(path, data)
    except PlanError as wrong:
        # Windows refuses to replace a file that a program holds open as if there were no permission
        if wrong.code == "NO_WRITE_PERMISSION" and os.name == "nt" and os.access(path, os.W_OK):
            raise PlanError("OUT_OPEN", file=path, lock=path.name) from wrong
        raise


def check_writable(path: Path) -> None:
    """Refuse a place that cannot be written, before anything is computed for it.

    Raises:
        PlanError: ``OUT_OPEN`` when a program has the file open (its lock file stands beside it),
            ``NO_FOLDER``, ``NO_WRITE_PERMISSION``.
    """
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise PlanError("NO_FOLDER", folder=path.parent)
    for lock in (f"~${target.name}", f".~lock.{target.name}#"):
        if (target.parent / lock).exists():
            raise PlanError("OUT_OPEN", file=path, lock=lock)
    # replacing would succeed on a read-only file where the folder is writable: the mark is meant
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise PlanError("NO_WRITE_PERMISSION", file=path)
