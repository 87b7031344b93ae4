"""What does the machinery of a batch cost, and how much do two jobs bring?

Three ways over the same workbooks of twenty customers, taken in turn in slices: what ``xlplan run``
does in a loop in one process (the peer), ``batch --jobs 1``, ``batch --jobs 2``. CPU is that of the
whole tree of processes; the parent's own share is what cannot go in parallel. Then the memory of the
parent and of a child over a quarter and over all of a slice, and an unchanged rerun.

Run: ``python benchmarks/batch.py [WORKBOOKS [UNCHANGED]]`` (2,000 and 10,000).
"""

import datetime as dt
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import NamedTuple

from books import generated_book

DISTINCT = 20  # workbooks of different content; the others are copies
CUSTOMERS = 20
SLICES = 4
DAY = "2026-11-20"


class Cost(NamedTuple):
    """Seconds by the clock and of CPU (all processes, the parent alone); peaks in MB."""

    wall: float
    cpu: float
    parent: float
    megabytes: float
    child_megabytes: float


def measured(way: str, source: Path, out: Path, *words: str) -> Cost:
    """Run one way in a process of its own; return what it took."""
    out.mkdir()
    command = [sys.executable, __file__, way, str(source), str(out), *words]
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = perf_counter() - start
    if done.returncode:
        raise SystemExit(done.stderr)
    return Cost(wall, *json.loads(done.stdout.splitlines()[-1]))


def report() -> None:
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    parent = own.ru_utime + own.ru_stime
    every = parent + children.ru_utime + children.ru_stime
    print(json.dumps([every, parent, own.ru_maxrss / 1024, children.ru_maxrss / 1024]))


def batch(source: Path, out: Path, *words: str) -> None:
    from xlplan.hosts.cli import main

    shared = ["--out", str(out), "--as-of", DAY, "--plans", "none", *words]
    if main(["batch", str(source), *shared]):
        raise SystemExit("the batch failed")
    report()


def loop(source: Path, out: Path) -> None:
    """Do what ``xlplan run`` does with each workbook, one after the other in this process."""
    from xlplan.engine.text import Texts
    from xlplan.hosts.files.running import Asking, Writing, check_place, evaluate_book, write_book
    from xlplan.hosts.progress import Progress

    progress = Progress(Texts(), StringIO())
    asking, writing = Asking(dt.date.fromisoformat(DAY)), Writing("none")
    gc.freeze()  # as a child of the batch does: the peer, too, has to live through thousands
    for path in sorted(source.iterdir()):
        target = out / f"{path.stem}.plan.xlsx"
        check_place(path, target, in_place=False)
        found = evaluate_book(path, asking, progress)
        write_book(found, path, target, writing, progress)
    report()


def fleet(folder: Path, count: int) -> Path:
    """Return a folder with that many workbooks of about twenty customers each."""
    folder.mkdir()
    made = [
        generated_book(folder / f"book{number:05}.xlsx", CUSTOMERS - 2 + number % 5)
        for number in range(min(DISTINCT, count))
    ]
    for number in range(len(made), count):
        shutil.copyfile(made[number % DISTINCT], folder / f"book{number:05}.xlsx")
    return folder


def main(count: int, unchanged: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        room, each = Path(name), count // SLICES
        source = fleet(room / "books", each)
        ways = {"loop": ("loop",), "one": ("batch", "--jobs", "1"), "two": ("batch", "--jobs", "2")}
        found: dict[str, list[Cost]] = {way: [] for way in ways}
        for turn in range(SLICES):
            for way, (start, *words) in ways.items():
                found[way].append(measured(start, source, room / f"{way}{turn}", *words))
                shutil.rmtree(room / f"{way}{turn}")
        print(
            f"{SLICES} × {each} workbooks of {CUSTOMERS} customers; a machine of {os.cpu_count()}"
        )
        print(
            "median of            wall s    CPU s   of it parent   CPU ms each   peak parent, child"
        )
        for way, costs in found.items():
            wall, cpu, parent, mb, child = map(median, zip(*costs, strict=True))
            print(
                f"{way:18} {wall:8.1f} {cpu:8.1f} {parent:10.2f} {1000 * cpu / each:15.1f}"
                f" {mb:14.0f}, {child:.0f} MB"
            )
        gains = [a.wall / b.wall for a, b in zip(found["one"], found["two"], strict=True)]
        print(f"two jobs: {median(gains):.2f} × the rate of one, best {max(gains):.2f} (bar 1.8)")
        more = [
            1000 * (a.cpu - b.cpu) / each for a, b in zip(found["one"], found["loop"], strict=True)
        ]
        print(f"machinery: {median(more):.1f} ms of CPU a workbook, best {min(more):.1f} (bar 5)")
        few = measured("batch", fleet(room / "few", each // 4), room / "fewer", "--jobs", "2")
        two = found["two"][-1]
        print(
            f"peak at {each // 4} → {each} workbooks: parent {few.megabytes:.0f} → "
            f"{two.megabytes:.0f} MB, child {few.child_megabytes:.0f} → {two.child_megabytes:.0f} MB"
        )
        if unchanged:
            rerun(room, unchanged)


def rerun(room: Path, count: int) -> None:
    """Show what a rerun over unchanged workbooks costs."""
    many = fleet(room / "many", count)
    measured("batch", many, room / "all")
    start = perf_counter()
    words = ["batch", str(many), "--out", str(room / "all"), "--as-of", DAY, "--plans", "none"]
    subprocess.run([sys.executable, "-m", "xlplan", *words], check=True, capture_output=True)
    print(f"{count} unchanged: {perf_counter() - start:.1f} s (bar 20)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["loop"]:
        loop(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["batch"]:
        batch(Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
    else:
        sizes = [int(word) for word in sys.argv[1:]]
        main(*(sizes + [2_000, 10_000][len(sizes) :]))
