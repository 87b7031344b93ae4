"""Work that hangs, crashes or eats memory where a file's name says so; else the real work.

The children of a batch in the tests run this function instead of the real one.
"""

import ctypes
import os
import signal
import time
from pathlib import Path

from xlplan.hosts.batch.work import work


def cyclic(job):
    """Leave a cycle behind that holds 40 MB, as a workbook's objects do."""
    held = [bytearray(40 << 20)]
    held.append(held)
    return job


def poisoned(job):
    name = Path(job.book.name).name
    if name.startswith("hang"):
        time.sleep(3600)
    if name.startswith("deaf"):  # as C code does that never comes back
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGALRM})
        while True:
            ctypes.string_at(b"x" * 1000, 1000)
    if name.startswith("segfault"):
        ctypes.string_at(0)
    if name.startswith("exit"):
        os._exit(3)
    if name.startswith("raise"):
        raise KeyError("a planner's secret")
    if name.startswith("memory"):
        held = []
        while True:
            held.append(b"x" * (16 << 20))
    if name.startswith("huge"):
        return bytearray(10 << 30)
    if name.startswith("vanish"):
        Path(job.book.source).unlink(missing_ok=True)
    if name.startswith("half"):  # dies with a temporary file half written, the first time
        mark = Path(job.book.source).with_suffix(".tried")
        if not mark.exists():
            mark.touch()
            from xlplan.hosts.files import storing

            Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
            storing.store(Path(job.target), b"half")
    if name.startswith("locked") and os.geteuid() == 0:  # whom no permission stops
        os.seteuid(65534)
        try:
            return work(job)
        finally:
            os.seteuid(0)
    return work(job)
