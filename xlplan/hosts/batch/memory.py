"""How much memory does a process hold? Asked from outside, as each system tells it."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def gauge(process: int) -> Callable[[], int]:
    """Return what tells the bytes of memory that a process holds now; 0 when nobody can tell.

    It is asked ten times a second for as long as the process lives, so Linux's file stays open.
    """
    if sys.platform == "linux":
        return _linux(process)
    ask = _windows if sys.platform == "win32" else _unix

    def told() -> int:
        with suppress(OSError, ValueError):
            return ask(process)
        return 0

    return told


def _linux(process: int) -> Callable[[], int]:
    try:
        file = Path(f"/proc/{process}/statm").open("rb", buffering=0)  # noqa: SIM115 - see gauge
    except OSError:  # it ended already
        return lambda: 0
    page = os.sysconf("SC_PAGE_SIZE")

    def told() -> int:
        with suppress(OSError, IndexError):
            return int(os.pread(file.fileno(), 100, 0).split()[1]) * page
        return 0

    return told


def _unix(process: int) -> int:
    asked = ["/bin/ps", "-o", "rss=", "-p", str(process)]
    said = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603 - a number
    return int(said.stdout) * 1024


def _windows(process: int) -> int:
    """Return the working set by K32GetProcessMemoryInfo; 0 when it may not be asked."""
    if sys.platform != "win32":
        return 0
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in ("peak", "working", "a", "b", "c", "d", "e", "f")
            ),
        )

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return 0
    found = Counters(cb=ctypes.sizeof(Counters))
    known = kernel.K32GetProcessMemoryInfo(wintypes.HANDLE(handle), ctypes.byref(found), found.cb)
    kernel.CloseHandle(wintypes.HANDLE(handle))
    return int(found.working) if known else 0
