"""What did a process that was killed leave behind? Temporary files, told by their names.

A file that is not yet whole is called ``.xlplan-…HOST-PROCESS-RANDOM`` and ends in ``.tmp`` or
``.part``; whoever finds it knows whether the one who wrote it still lives.
"""

import contextlib
import os
import socket
import time
import zlib
from functools import cache
from pathlib import Path

PREFIX = ".xlplan-"
SUFFIXES = (".tmp", ".part")
_DAY_SECONDS = 86_400


def made_by() -> str:
    """Return the part of a temporary name that tells host and process."""
    return f"{_host()}-{os.getpid()}"


def short_digest(text: str) -> str:
    """Return eight letters that stand for a text."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}"


def remove_stale(left: Path) -> None:
    """Remove a temporary file of ours if the process that made it is gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        host, process = left.name.split("-")[-3:-1]
        dead = host == _host() and not _alive(int(process))
        if dead or time.time() - left.stat().st_mtime > _DAY_SECONDS:
            left.unlink()


def sweep(folder: Path) -> None:
    """Remove from a folder and those below it what killed processes left."""
    for place, _, names in os.walk(folder):
        for name in filter(_is_ours, names):
            remove_stale(Path(place, name))


def sweep_one(folder: Path) -> None:
    """Remove from a folder, and not from those below it, what killed processes left."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{PREFIX}*"):
            if _is_ours(left.name):
                remove_stale(left)


def sweep_after(folder: Path, process: int) -> None:
    """Remove from a folder what a process of this machine left, which has ended."""
    mark = f"-{_host()}-{process}-"
    with contextlib.suppress(OSError):
        for left in folder.iterdir():
            if _is_ours(left.name) and mark in left.name:
                left.unlink(missing_ok=True)


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and name.endswith(SUFFIXES)


@cache
def _host() -> str:
    return short_digest(socket.gethostname())


def _alive(process: int) -> bool:
    if os.name == "nt":
        return True  # asking would end it; age decides
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
