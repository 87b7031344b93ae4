"""Many trials of the graft: mutated packages, and a process killed at random moments.

The tests run a few, ``benchmarks/graft.py`` the full numbers.
"""

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

from graft_support import ROOT, authored, mutated, planner, real_workbooks

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.grafting import clean, graft

LIMIT_SECONDS = 20


def too_long(_signal, _frame):
    """End a trial that hangs."""
    raise TimeoutError


def fuzz(folder: Path, count: int, seed: int = 1) -> Counter:
    """Graft into mutated packages (and mutated sheets into a good one); return what came of it.

    Raises:
        AssertionError: a trial crashed, hung, or left a changed or a stray file.
    """
    sheets = authored(folder / "sheets.xlsx")
    good = planner(folder / "good.xlsx")
    grafted = folder / "grafted.xlsx"
    graft(good, sheets, grafted)
    seeds = [good, grafted, *(path for path in real_workbooks() if path.stat().st_size < 40_000)]
    pool = [path.read_bytes() for path in seeds]
    outcome = Counter()
    signal.signal(signal.SIGALRM, too_long)
    for number in range(count):
        dice = random.Random(seed * 1_000_003 + number)
        place = folder / "trial"
        place.mkdir()
        book, other = place / "book.xlsx", folder / "mutated.xlsx"
        if dice.random() < 0.15:
            shutil.copyfile(good, book)
            other.write_bytes(mutated(sheets.read_bytes(), dice))
            outcome[trial(book, other)] += 1
        else:
            book.write_bytes(mutated(dice.choice([*pool[:2], dice.choice(pool)]), dice))
            outcome[trial(book, sheets)] += 1
        shutil.rmtree(place)
    return outcome


def trial(book: Path, sheets: Path) -> str:
    """Graft and take out again, within the time limit; return the code of a refusal or ``done``."""
    before = book.read_bytes()
    signal.alarm(LIMIT_SECONDS)
    try:
        result = outcome_of(book, sheets)
    finally:
        signal.alarm(0)
    unchanged = book.read_bytes() == before
    assert unchanged or result in ("done", "GRAFT_LAST"), f"{result} and the file changed"
    assert [path.name for path in book.parent.iterdir()] == [book.name], "a stray file"
    return result


def outcome_of(book: Path, sheets: Path) -> str:
    """Graft twice and clean; return the code of a refusal or ``done``."""
    try:
        graft(book, sheets)
        once = book.read_bytes()
        graft(book, sheets)
        clean_twin(book, once)
    except PlanError as wrong:
        return wrong.code
    return "done"


def clean_twin(book: Path, once: bytes) -> None:
    """Make sure that the second graft changed nothing, and take the sheets out again."""
    assert book.read_bytes() == once, "twice differs from once"
    assert zipfile.ZipFile(book).namelist()
    clean(book)


def kills(folder: Path, count: int, seed: int = 1) -> Counter:
    """Kill a process that grafts two sets of sheets in turn; return how often which one was found.

    Raises:
        AssertionError: the workbook was neither the one nor the other.
    """
    book = planner(folder / "book.xlsx")
    with zipfile.ZipFile(book, "a") as archive:  # a few MB, so that writing takes its time
        archive.writestr("xl/media/image9.bin", random.Random(seed).randbytes(3_000_000))
    sets = [authored(folder / f"sheets{n}.xlsx", variant=n) for n in (1, 2)]
    known = {digest(book): "old"}
    for name, sheets in zip(("first", "second"), sets, strict=True):
        graft(book, sheets, folder / "known.xlsx")
        known[digest(folder / "known.xlsx")] = name
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from xlplan.hosts.files.graft.grafting import graft\n"
        "book, *sets = map(Path, sys.argv[1:])\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for sheets in sets: graft(book, sheets)\n"
    )
    dice, outcome = random.Random(seed), Counter()
    for _ in range(count):
        command = [sys.executable, "-c", code, str(book), *map(str, sets)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(dice.uniform(0.0, 0.25))
            process.kill()
        assert digest(book) in known, "neither the old nor the new workbook"
        outcome[known[digest(book)]] += 1
        outcome["stray, swept by the next run"] += len(list(folder.glob(".xlplan-*")))
    graft(book, sets[0])
    assert not list(folder.glob(".xlplan-*"))
    return outcome


def digest(path: Path) -> str:
    """Return a fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
