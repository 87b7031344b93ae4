"""What does the machinery of a batch cost, and how much do two jobs bring?

Everything is compared in turn, so that what else the machine does falls on both sides.

- The machinery: the CPU of what a child does with a workbook beside reading, evaluating and writing
  it. To it comes the CPU of the parent of a real batch, by how much it grows from a quarter of the
  workbooks to all of them.
- Two jobs: slices of ``batch --jobs 1``, ``batch --jobs 2``, and, as what this machine can give at
  all, one and two processes that run a half of the workbooks each without any machinery.
- The memory of the parent and of a child at a quarter and at all of the workbooks of a slice.
- A rerun over unchanged workbooks: their results are copies, told to the memory of the batch.

Run: ``python benchmarks/batch.py [WORKBOOKS [UNCHANGED]]`` (240 in slices and 10,000).
"""

import datetime as dt
import gc
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple
from unittest.mock import patch

from books import fleet

from xlplan.core.pausing import let_go
from xlplan.engine.text import Texts
from xlplan.hosts.batch.jobs import Book, Job
from xlplan.hosts.batch.sources import stamp
from xlplan.hosts.files.running import Asking, Writing, check_place, evaluate_book, write_book
from xlplan.hosts.progress import Progress

CUSTOMERS = 20
SLICES = 4
DAY = "2026-11-20"
ASKING, WRITING = Asking(dt.date.fromisoformat(DAY)), Writing("none")


class Cost(NamedTuple):
    """Seconds by the clock and of CPU (all processes, the parent alone); peaks in MB."""

    wall: float
    cpu: float
    parent: float
    megabytes: float
    child_megabytes: float


def measured(*words: object) -> Cost:
    """Run this file in a process of its own, once for each ``--``; return what it took."""
    calls = [part.split() for part in " ".join(map(str, words)).split(" -- ")]
    start = perf_counter()
    running = [
        subprocess.Popen(
            [sys.executable, __file__, *call], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for call in calls
    ]
    for one in running:
        said, wrong = one.communicate()
        if one.returncode:
            raise SystemExit(wrong.decode())
    return Cost(perf_counter() - start, *json.loads(said.splitlines()[-1]))


def report() -> None:
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    parent = own.ru_utime + own.ru_stime
    every = parent + children.ru_utime + children.ru_stime
    print(json.dumps([every, parent, own.ru_maxrss / 1024, children.ru_maxrss / 1024]))


def batch(source: str, out: str, *words: str) -> None:
    from xlplan.hosts.cli import main

    if main(["batch", source, "--out", out, "--as-of", DAY, "--plans", "none", *words]):
        raise SystemExit("the batch failed")
    report()


def as_child(path: Path, target: Path) -> None:
    """Do what a child of the batch does with a workbook."""
    from xlplan.hosts.batch.work import work

    job = Job(Book(path.name, str(path), stamp(path)), str(target), ASKING, WRITING)
    pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(job)))))


def loop(paths: Iterable[Path], out: Path) -> None:
    """Do what ``xlplan run`` does with many workbooks."""
    out.mkdir(exist_ok=True)
    progress = Progress(Texts(), StringIO())
    for path in paths:
        target = out / f"{path.stem}.plan.xlsx"
        check_place(path, target, in_place=False)
        write_book(evaluate_book(path, ASKING, progress), path, target, WRITING, progress)
        let_go()
    report()


def machinery(paths: list[Path], out: Path) -> float:
    """Return the ms of CPU that a workbook costs a child beside what ``xlplan run`` does."""
    out.mkdir()
    gc.freeze()
    costs = []
    for path in paths:
        target, progress = out / f"{path.stem}.plan.xlsx", Progress(Texts(), StringIO())
        found = evaluate_book(path, ASKING, progress)
        written = write_book(found, path, target, WRITING, progress)
        with (
            patch("xlplan.hosts.batch.work.evaluate_book", return_value=found),
            patch("xlplan.hosts.batch.work.write_book", return_value=written),
        ):
            for _ in range(2):  # the second time it is as warm as after the real work
                start = process_time()
                as_child(path, target)
                last = process_time() - start
        costs.append(1000 * last)
        del found, written
        let_go()
    return median(costs)


def main(count: int, unchanged: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        room, each = Path(name), count // SLICES
        source = fleet(room / "books", each, CUSTOMERS)
        paths = sorted(source.iterdir())
        ways = {
            "batch --jobs 1": f"batch {source} {room}/out --jobs 1",
            "batch --jobs 2": f"batch {source} {room}/out --jobs 2",
            "one process": f"loop {source} {room}/out 0 1",
            "two processes": f"loop {source} {room}/out 0 2 -- loop {source} {room}/out 1 2",
        }
        found: dict[str, list[Cost]] = {way: [] for way in ways}
        for _ in range(SLICES):
            for way, words in ways.items():
                found[way].append(measured(words))
                shutil.rmtree(room / "out")
        print(f"{SLICES} × {each} workbooks of {CUSTOMERS} customers; {os.cpu_count()} cores")
        for way, costs in found.items():
            print(f"{way:15} {median(one.wall for one in costs):6.1f} s (median)")
        one, two, alone, both = ([cost.wall for cost in costs] for costs in found.values())
        for what, (slow, quick) in {"batch": (one, two), "no machinery": (alone, both)}.items():
            gains = [a / b for a, b in zip(slow, quick, strict=True)]
            print(f"two for one, {what}: {median(gains):.2f} ×, best {max(gains):.2f} (bar 1.8)")
        few = measured(f"batch {fleet(room / 'few', each // 4, CUSTOMERS)} {room}/few.out --jobs 1")
        all_of = min(found["batch --jobs 1"], key=lambda cost: cost.parent)
        parent = 1000 * (all_of.parent - few.parent) / (each - each // 4)
        child = machinery(paths, room / "pairs")
        print(f"machinery: child {child:.1f} + parent {parent:.1f} ms of CPU a workbook (bar 5)")
        print(
            f"peak at {each // 4} → {each} workbooks: parent {few.megabytes:.0f} → "
            f"{all_of.megabytes:.0f} MB, child {few.child_megabytes:.0f} → "
            f"{all_of.child_megabytes:.0f} MB"
        )
        if unchanged:
            rerun(room, unchanged)


def rerun(room: Path, count: int) -> None:
    """Show what a rerun over unchanged workbooks costs."""
    from xlplan.hosts.batch.jobs import recipe_digest
    from xlplan.hosts.batch.state import State
    from xlplan.hosts.batch.work import work

    source, out = fleet(room / "many", count, CUSTOMERS), room / "many.out"
    out.mkdir()
    paths = sorted(source.iterdir())
    target = out / f"{paths[0].stem}.plan.xlsx"
    done = work(Job(Book(paths[0].name, str(paths[0]), ""), str(target), ASKING, WRITING))
    told = []
    for path in paths:
        copy = out / f"{path.stem}.plan.xlsx"
        if copy != target:
            shutil.copyfile(target, copy)
        told.append(done._replace(name=path.name, stamp=stamp(path), outputs=(str(copy),)))
    with State(out) as state:
        state.record(recipe_digest(ASKING, WRITING, day_given=True), told)
    for what in ("and rolled up", "again"):
        cost = measured(f"batch {source} {out}")
        print(f"{count} unchanged, {what}: {cost.wall:.1f} s, CPU {cost.cpu:.1f} s (bar 20)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["loop"]:
        first, step = map(int, sys.argv[4:])
        loop(sorted(Path(sys.argv[2]).iterdir())[first::step], Path(sys.argv[3]))
    elif sys.argv[1:2] == ["batch"]:
        batch(*sys.argv[2:])
    else:
        sizes = [int(word) for word in sys.argv[1:]]
        main(*(sizes + [240, 10_000][len(sizes) :]))
