"""How does a planner's workbook take its new content? Whole or not at all, and only if it is free.

The new file is written beside the old one, flushed to the disk and renamed over it; until then the
workbook is untouched, and a stop at any moment leaves the old or the new one. Mode, owner, times
and extended attributes are those of the workbook; a link stays a link.

Choice: the time of modification is the planner's last change, so it is kept with the other times
(the result sheets say when they were made).

Choice: a second hard link keeps the old content, as with every program that replaces files whole;
Excel does the same when it saves.

Choice: a file without any right to write counts as read-only for root too, and a lock file always
counts, as nobody can tell from outside whether it is stale.
"""

import contextlib
import filecmp
import os
import secrets
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xlplan.core.issues import PlanError
from xlplan.hosts.files.storing import unwritten
from xlplan.hosts.files.sweeping import PREFIX, made_by, remove_stale, short_digest

_SUFFIX = ".part"


class Target(NamedTuple):
    """A file that may be written: as named, the file behind its links, and how it was found."""

    path: Path
    real: Path
    found: os.stat_result | None


def target(path: Path) -> Target:
    """Return a file that may be replaced or made.

    Raises:
        PlanError: IS_A_FOLDER, GRAFT_LOCKED, GRAFT_READ_ONLY, NO_FOLDER, NO_WRITE_PERMISSION.
    """
    real = Path(os.path.realpath(path))
    if real.is_dir():
        raise PlanError("IS_A_FOLDER", file=path)
    if not real.parent.is_dir():
        raise PlanError("NO_FOLDER", folder=path.parent)
    for place in {path, real}:
        for lock in (f"~${place.name}", f".~lock.{place.name}#"):
            if os.path.lexists(place.with_name(lock)):
                raise PlanError("GRAFT_LOCKED", file=path, lock=lock)
    found = real.stat() if real.exists() else None
    if found and (not found.st_mode & 0o222 or not os.access(real, os.W_OK)):
        raise PlanError("GRAFT_READ_ONLY", file=path)
    if not os.access(real.parent, os.W_OK):
        raise PlanError("NO_WRITE_PERMISSION", file=path)
    return Target(path, real, found)


def replace(
    place: Target, like: Path, write: Callable[[BinaryIO], None], *, backup: bool
) -> Path | None:
    """Write a file whole in place of the old one; one that would be the same is left alone.

    Args:
        place: what ``target`` returned before the old file was read.
        like: the file whose mode a new file gets.
        write: writes the content to an open file.
        backup: keep the old file beside the new one.

    Returns:
        Path | None: the backup, if there is one.

    Raises:
        PlanError: GRAFT_CHANGED (someone else wrote it meanwhile), DISK_FULL, NO_WRITE_PERMISSION,
            CANNOT_WRITE.
    """
    _sweep(place.real)
    temporary = place.real.with_name(_temporary(place.real))
    try:
        _write(temporary, write)
        if place.found and filecmp.cmp(temporary, place.real, shallow=False):
            return None
        _dress(temporary, place, like)
        _check(place)
        kept = _keep(place) if backup and place.found else None
        temporary.replace(place.real)
        _flush_folder(place.real.parent)
    except OSError as wrong:
        raise unwritten(place.path, wrong) from wrong
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return kept


def _temporary(real: Path) -> str:
    """Return a name that says for which file and by which process it was made."""
    return f"{PREFIX}{short_digest(real.name)}-{made_by()}-{secrets.token_hex(4)}{_SUFFIX}"


def _write(temporary: Path, write: Callable[[BinaryIO], None]) -> None:
    handle = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    with os.fdopen(handle, "wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _dress(temporary: Path, place: Target, like: Path) -> None:
    """Give the new file what the old one has; what the system does not allow stays ours."""
    if place.found is None:
        temporary.chmod(stat.S_IMODE(like.stat().st_mode) | stat.S_IWUSR)
        return
    found = place.found
    with contextlib.suppress(OSError, AttributeError):
        os.chown(temporary, found.st_uid, found.st_gid)
    with contextlib.suppress(OSError, AttributeError):
        for name in os.listxattr(place.real):
            os.setxattr(temporary, name, os.getxattr(place.real, name))
    temporary.chmod(stat.S_IMODE(found.st_mode))
    os.utime(temporary, ns=(found.st_atime_ns, found.st_mtime_ns))


def _check(place: Target) -> None:
    """Make sure that the old file is still the one that was read."""
    now = place.real.stat() if place.real.exists() else None
    if _state(now) != _state(place.found):
        raise PlanError("GRAFT_CHANGED", file=place.path)
    target(place.path)


def _state(found: os.stat_result | None) -> tuple[int, ...]:
    return (found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev) if found else ()


def _keep(place: Target) -> Path:
    """Keep the old file under the first free name: at no cost as a second link, else as a copy."""
    names = (f"{place.real.stem}.backup{n or ''}{place.real.suffix}" for n in range(10_000))
    for name in names:
        kept = place.real.with_name(name)
        if os.path.lexists(kept):
            continue
        try:
            os.link(place.real, kept)
        except OSError:
            shutil.copy2(place.real, kept)
        return kept
    raise PlanError("CANNOT_WRITE", file=place.path, reason="backup")


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows flushes no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(real: Path) -> None:
    """Remove what a killed process of ours left for this file."""
    for left in real.parent.glob(f"{PREFIX}{short_digest(real.name)}-*{_SUFFIX}"):
        remove_stale(left)
