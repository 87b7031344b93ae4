"""How does a file come to stand on the disk? Whole or not at all.

The bytes go to a temporary file in the same folder, which then takes the place of the old one, so
that neither a full disk nor a pulled plug leaves half a workbook.
"""

import errno
import os
import secrets
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.hosts.files.sweeping import PREFIX, made_by

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def store(path: Path, data: bytes) -> None:
    """Write a file whole; a link is followed, the mode of a file that is replaced is kept.

    Raises:
        PlanError: no such folder, no permission, disk full, or the file cannot be replaced.
    """
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise PlanError("NO_FOLDER", folder=path.parent)
    if target.is_dir():
        raise PlanError("IS_A_FOLDER", file=path)
    try:
        _replace(target, data)
    except OSError as wrong:
        raise unwritten(path, wrong) from wrong


def unwritten(path: Path, wrong: OSError) -> PlanError:
    """Return what the system's refusal to write a file means to its user."""
    if isinstance(wrong, PermissionError):
        return PlanError("NO_WRITE_PERMISSION", file=path)
    if wrong.errno in _FULL:
        return PlanError("DISK_FULL", file=path)
    return PlanError("CANNOT_WRITE", file=path, reason=wrong.strerror or wrong.errno)


def _replace(target: Path, data: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only", str(target))
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    # Named before it is made: a stop that comes in between leaves nothing that has no remover.
    new = target.parent / f"{PREFIX}{made_by()}-{secrets.token_hex(4)}.tmp"
    try:
        with open(new, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _umask() -> int:
    """Return the mask of new files; the system tells it only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
