"""What does it cost a batch that workbooks are poisoned, workers killed, and it is stopped itself?

A twentieth of the workbooks hangs, crashes the interpreter, eats memory, is a bomb, is truncated,
may not be read, or vanishes; workers are killed at random. Then the same on a Dask cluster of two
workers, one of which is killed with all it holds. Then a batch whose own process is killed when
six tenths are done, and is run again. Then Ctrl-C, five times.

Every line says PASS or FAIL; the exit code is 1 when one failed.

Run: ``python benchmarks/batch_faults.py [WORKBOOKS [CUSTOMERS]]`` (500 and 2).
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import monotonic, sleep
from typing import NamedTuple

from books import fleet

TESTS = Path(__file__).parents[1] / "tests" / "hosts"
POISON = {  # how many of twenty-five, and what is said of them
    "hang": (4, "BOOK_TIMEOUT"),
    "segfault": (4, "BOOK_CRASHED"),
    "memory": (2, "BOOK_MEMORY"),  # grows to its limit
    "huge": (2, "BOOK_MEMORY"),  # asks for 10 GB at once
    "bomb": (4, "TOO_LARGE"),
    "truncated": (3, "DAMAGED"),
    "locked": (3, "NO_READ_PERMISSION"),
    "vanish": (3, "FILE_NOT_FOUND"),
}
SECONDS, MEGABYTES = 10, 400
KILL_BOOKS, KILL_SECONDS = 25, 10  # at least between two kills, so that none is hit twice
CHILD = b"xlplan.hosts.batch.child"
ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join((str(TESTS.parents[1]), str(TESTS))),
    "LC_ALL": "C.UTF-8",
}
failed: list[str] = []


class Cost(NamedTuple):
    """Seconds by the clock, and of CPU as far as the processes are ours."""

    wall: float
    cpu: float


def check(what: str, *, passed: bool) -> None:
    print("PASS" if passed else "FAIL", what, flush=True)
    if not passed:
        failed.append(what)


def poisons(count: int) -> Iterator[tuple[str, str]]:
    """Return a number of kinds of poison with their reasons, the kinds mixed."""
    every = [(kind, code) for kind, (many, code) in POISON.items() for _ in range(many)]
    return (every[7 * number % len(every)] for number in range(count))


def poisoned(folder: Path, good: Path, count: int) -> Path:
    """Return a folder with the good workbooks and a number of poisoned ones."""
    shutil.copytree(good, folder)
    for number, (kind, _) in enumerate(poisons(count)):
        path = folder / f"{kind}{number:03}.xlsx"
        shutil.copyfile(good / "book00000.xlsx", path)
        if path.name.startswith("truncated"):
            path.write_bytes(path.read_bytes()[: 1000 * (number % 7 + 1)])
        elif path.name.startswith("locked"):
            path.chmod(0)
        elif path.name.startswith("bomb"):
            bomb(path, good / "book00000.xlsx")
    return folder


def bomb(path: Path, book: Path) -> None:
    """Write a workbook whose first sheets are 64 MB each when unpacked."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        zipfile.ZipFile(book) as old,
    ):
        for part in old.namelist():
            huge = part.endswith(("sheet1.xml", "sheet2.xml", "sheet3.xml"))
            package.writestr(part, b" " * (64 << 20) if huge else old.read(part))


def started(source: Path, out: Path, *words: object) -> "subprocess.Popen[bytes]":
    limits = ("--timeout", SECONDS, "--memory", MEGABYTES)
    said = ("batch", source, "--out", out, "--as-of", "2026-11-20", "--plans", "none", *limits)
    return subprocess.Popen(
        [sys.executable, TESTS / "batch_run.py", *map(str, said + words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )


def cpu() -> float:
    """Return the CPU seconds of all processes that have ended below this one."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(source: Path, out: Path, *words: object) -> Cost:
    """Run a batch of good workbooks; return what it took."""
    start, before = monotonic(), cpu()
    ended(started(source, out, *words), 0)
    return Cost(monotonic() - start, cpu() - before)


def ended(running: "subprocess.Popen[bytes]", *codes: int) -> None:
    said, wrong = running.communicate()
    if running.returncode not in codes or b"Traceback" in said + wrong:
        raise SystemExit(f"{running.returncode}: {said.decode()}\n{wrong.decode()}")


def below(process: int) -> Iterator[int]:
    """Return all processes below one."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = place.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents.setdefault(int(parent), []).append(int(place.parent.name))
    todo = parents.get(process, [])
    while todo:
        one = todo.pop()
        yield one
        todo += parents.get(one, [])


def children(process: int) -> list[int]:
    """Return the guarded children below a process."""
    return [one for one in below(process) if CHILD in _command(one)]


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def killing(running: "subprocess.Popen[bytes]", out: Path, pick: Callable[[], list[int]]) -> int:
    """Kill somebody now and then until the batch ends; return how many."""
    killed, books, due = 0, KILL_BOOKS, 0.0
    while running.poll() is None:
        sleep(0.05)
        if monotonic() > due and lines(out) >= books and (found := pick()):
            os.kill(random.choice(found), signal.SIGKILL)
            killed += 1
            books, due = lines(out) + KILL_BOOKS, monotonic() + KILL_SECONDS
    return killed


def results(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.plan.xlsx")}


def lines(out: Path) -> int:
    log = out / "batch.log"
    return log.read_bytes().count(b"\n") if log.exists() else 0


def wait_for(out: Path, count: int, running: "subprocess.Popen[bytes]") -> None:
    while lines(out) < count and running.poll() is None:
        sleep(0.02)


def faults(what: str, room: Path, whole: Path, bad: int, clean: Cost, *words: object,
           pick: Callable[[int], list[int]] = children) -> None:  # fmt: skip
    """Run the poisoned fleet while workers are killed; check what came of it."""
    source, out = poisoned(room / what / "plans", room / "plans", bad), room / what / "out"
    start, before = monotonic(), cpu()
    running = started(source, out, *words)
    killed = killing(running, out, lambda: pick(running.pid))
    ended(running, 1)
    wall, used = monotonic() - start, cpu() - before
    said = json.loads((out / "report.json").read_bytes())
    expected = Counter(code for _, code in poisons(bad))
    found = {one["code"]: one["count"] for one in said["failures"]}
    good, right = results(whole), results(out)
    same = sum(right.get(name) == data for name, data in good.items())
    check(f"{what}: {same} of {len(good)} right results", passed=same == len(good) == len(right))
    check(f"{what}: {sum(found.values())} reasons {found}", passed=found == expected)
    told = {"batch.db", "batch.log", "report.json", "report.html", "portfolio.parquet",
            "portfolio.xlsx", "history"}  # fmt: skip
    stray = {path.name for path in out.iterdir()} - told - good.keys()
    check(f"{what}: stray files {sorted(stray)}", passed=not stray)
    hung = SECONDS * expected["BOOK_TIMEOUT"]
    ratio = (wall - hung) / clean.wall
    check(
        f"{what}: {wall:.1f} s, {killed} workers killed; less {hung} s of timeouts {ratio:.2f} × "
        f"the clean run's {clean.wall:.1f} s (bar 1.3); CPU {used:.0f} s, clean {clean.cpu:.0f} s",
        passed=ratio <= 1.3,
    )


def on_dask(room: Path, whole: Path, bad: int) -> None:
    from distributed import LocalCluster

    sys.path += ENVIRONMENT["PYTHONPATH"].split(os.pathsep)  # the workers have ours
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        words = ("--engine", "dask", "--scheduler", cluster.scheduler_address)
        clean = timed(room / "plans", room / "dask.clean", *words)
        workers = [cluster.workers[0].pid]

        def pick(_: int) -> list[int]:
            return [workers.pop()] if workers else children(os.getpid())

        faults("dask", room, whole, bad, clean, *words, pick=pick)


def interrupted(room: Path, whole: Path) -> None:
    """Kill the batch itself when six tenths are done; run it again."""
    out, good = room / "interrupted.out", results(whole)
    running = started(room / "plans", out)
    wait_for(out, int(0.6 * len(good)), running)
    running.kill()
    running.communicate()
    while list(out.glob(".xlplan-*")) and children(1):
        sleep(0.1)
    base = sqlite3.connect(out / "batch.db")
    done = [name for (name,) in base.execute("SELECT name FROM book WHERE status = 'done'")]
    base.close()
    paths = [out / f"{Path(name).stem}.plan.xlsx" for name in done]
    before = [path.stat().st_mtime_ns for path in paths]
    ended(started(room / "plans", out), 0)
    redone = sum(path.stat().st_mtime_ns != time for path, time in zip(paths, before, strict=True))
    check(f"killed with {len(done)} of {len(good)} done, {redone} of them redone",
          passed=redone == 0 and len(done) >= int(0.6 * len(good)))  # fmt: skip
    check("resumed: equal bytes", passed=results(out) == good)
    same = all((out / name).read_bytes() == (whole / name).read_bytes()
               for name in ("portfolio.parquet", "portfolio.xlsx"))  # fmt: skip
    check("resumed: equal portfolio", passed=same)


def stopped(room: Path, turns: int = 5) -> None:
    """Stop a batch by Ctrl-C in the middle of its work."""
    took, left, codes = [], 0, set()
    for turn in range(turns):
        out = room / f"stopped{turn}.out"
        running = started(room / "plans", out)
        wait_for(out, 5 + turn, running)
        sleep(random.uniform(0.0, 0.3))
        own = children(running.pid)
        start = monotonic()
        running.send_signal(signal.SIGINT)
        running.communicate()
        took.append(monotonic() - start)
        codes.add(running.returncode)
        left += len([one for one in own if CHILD in _command(one)]) + len(
            list(out.glob(".xlplan-*"))
        )
    check(f"Ctrl-C: ended in {', '.join(f'{one:.2f}' for one in took)} s (bar 2), codes {codes}",
          passed=max(took) <= 2.0 and codes == {130})  # fmt: skip
    check(f"Ctrl-C: {left} processes or files left", passed=not left)


def main(count: int, customers: int) -> int:
    random.seed(20261120)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    bad = count // 20
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        room.chmod(0o755)  # so that of what is locked nothing but the file is
        good, whole = fleet(room / "plans", count - bad, customers), room / "out"
        clean = timed(good, whole)
        print(f"{count} workbooks of {customers} customers, {bad} poisoned; {os.cpu_count()} cores")
        faults("local", room, whole, bad, clean)
        interrupted(room, whole)
        stopped(room)
        on_dask(room, whole, bad)
    return 1 if failed else 0


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(sizes + [500, 2][len(sizes) :])))
