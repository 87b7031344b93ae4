"""How much memory does a process hold? Asked from outside, as each system tells it."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path


def resident_bytes(process: int) -> int:
    """Return the bytes of memory that a process holds now; 0 when nobody can tell."""
    with suppress(OSError, ValueError, IndexError):
        if sys.platform == "linux":
            import os

            pages = Path(f"/proc/{process}/statm").read_bytes().split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        if sys.platform == "win32":
            return _windows(process)
        asked = ["/bin/ps", "-o", "rss=", "-p", str(process)]
        said = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603 - a number
        return int(said.stdout) * 1024
    return 0


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
