"""What does the machinery of a batch cost, and how much do two jobs bring?

Prints seconds of CPU of the whole tree of processes and by the clock for: ``run`` in a loop in one
process (the peer), ``batch --jobs 1`` and ``--jobs 2``; then the memory that the parent holds for a
quarter of the workbooks and for all, and an unchanged rerun. ``batch.py [BOOKS] [UNCHANGED]``.
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from books import generated_book

DISTINCT = 20  # workbooks of different content; the others are copies
CUSTOMERS = 20
DAY = "2026-11-20"


class Cost(NamedTuple):
    """Seconds by the clock, seconds of CPU of a process and all its children, its peak memory."""

    wall: float
    cpu: float
    megabytes: float


def cost(words: list[str]) -> Cost:
    """Run a command to its end; return what it took."""
    start = perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as running:
        _, code, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(code)
    if running.returncode:
        raise SystemExit(f"{words} ended with {running.returncode}")
    return Cost(perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def batch(source: Path, out: Path, *words: str) -> Cost:
    shared = ["--out", str(out), "--as-of", DAY, "--plans", "none", *words]
    return cost([sys.executable, "-m", "xlplan", "batch", str(source), *shared])


def fleet(folder: Path, count: int) -> Path:
    """Return a folder with that many workbooks of twenty customers each."""
    folder.mkdir()
    made = [generated_book(folder / f"book{n:05}.xlsx", CUSTOMERS + n % 3) for n in range(DISTINCT)]
    for number in range(DISTINCT, count):
        shutil.copyfile(made[number % DISTINCT], folder / f"book{number:05}.xlsx")
    return folder


def loop(source: Path, out: Path) -> None:
    """Do what ``xlplan run`` does with each workbook, one after the other in this process."""
    from xlplan.engine.text import Texts
    from xlplan.hosts.files.running import Asking, Writing, check_place, evaluate_book, write_book
    from xlplan.hosts.progress import Progress

    progress = Progress(Texts(), StringIO())
    asking, writing = Asking(dt.date.fromisoformat(DAY)), Writing("none")
    for path in sorted(source.iterdir()):
        target = out / f"{path.stem}.plan.xlsx"
        check_place(path, target, in_place=False)
        found = evaluate_book(path, asking, progress)
        write_book(found, path, target, writing, progress)


def main(count: int, unchanged: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        source = fleet(room / "books", count)
        peer = cost([sys.executable, __file__, "loop", str(source), str(room / "loop")])
        one = batch(source, room / "one", "--jobs", "1")
        two = batch(source, room / "two", "--jobs", "2")
        print(f"{count} workbooks of {CUSTOMERS} customers     wall s    CPU s   CPU ms each")
        for label, found in (("run in a loop", peer), ("batch --jobs 1", one), ("--jobs 2", two)):
            each = 1000 * found.cpu / count
            print(f"{label:34} {found.wall:8.1f} {found.cpu:8.1f} {each:10.1f}")
        print(f"two jobs bring {one.wall / two.wall:.2f} × the rate of one (bar: 1.8)")
        more = 1000 * (one.cpu - peer.cpu) / count
        print(f"the machinery costs {more:.1f} ms of CPU a workbook (bar: 5)")
        few = batch(fleet(room / "few", count // 4), room / "fewer", "--jobs", "2")
        print(f"peak of the parent: {few.megabytes:.0f} MB at {count // 4}, {two.megabytes:.0f} MB")
        if unchanged:
            many = fleet(room / "many", unchanged)
            batch(many, room / "rerun")
            again = batch(many, room / "rerun")
            print(f"{unchanged} unchanged: {again.wall:.1f} s, CPU {again.cpu:.1f} s (bar: 20 s)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["loop"]:
        loop(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(
            *(
                [*map(int, sys.argv[1:]), 2000, 0][:2]
                if len(sys.argv) < 3
                else map(int, sys.argv[1:3])
            )
        )
