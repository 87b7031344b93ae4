"""What does ``run --in-place`` cost on 2,000 customers, against writing NAME.plan.xlsx?

Bar: at most 1.15 ×. Both are measured twice over: the whole command, each a process of its own, and
the step that writes, in one process; in turn, the least CPU of each counts. Run:
``python benchmarks/in_place.py``; ``--rounds N`` for more of them.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from books import generated_book
from generated import AS_OF
from run import cpu_seconds

from xlplan.engine.plan import evaluate
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.results import Targets, result_tables
from xlplan.hosts.files.reading import read_tables
from xlplan.hosts.files.sheets.in_place import graft_tables
from xlplan.hosts.files.writing import write_tables

CUSTOMERS = 2_000


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=3)
    rounds = words.parse_args().rounds
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        book = generated_book(folder / "plan.xlsx", CUSTOMERS)
        found = evaluate(read_tables(book), AS_OF, "en")
        sheets = result_tables(found.assessment, found.texts, Targets())
        step(book, sheets, rounds)
        whole(book, rounds)


def step(book: Path, sheets: Sequence[ResultSheet], rounds: int) -> None:
    """Compare the steps that write."""
    alone, inside = [], []
    for _ in range(rounds + 1):  # the first of each imports
        copy = Path(shutil.copyfile(book, book.with_name("copy.xlsx")))
        alone.append(_cpu(partial(write_tables, sheets, book.with_name("alone.xlsx"))))
        inside.append(_cpu(partial(graft_tables, sheets, copy)))
    _show("the step that writes", min(alone[1:]), min(inside[1:]))


def whole(book: Path, rounds: int) -> None:
    """Compare the whole commands."""
    alone, inside = [], []
    copy = book.with_name("copy.xlsx")
    more = ["--plans", "none", "--as-of", str(AS_OF)]
    command = [sys.executable, "-m", "xlplan", "run"]
    for _ in range(rounds):
        shutil.copyfile(book, copy)
        alone.append(cpu_seconds([*command, str(book), *more]))
        inside.append(cpu_seconds([*command, str(copy), "--in-place", *more]))
    _show("the whole command", min(alone), min(inside))


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _show(what: str, alone: float, inside: float) -> None:
    print(
        f"{what}, {CUSTOMERS:,} customers: NAME.plan.xlsx {alone:.2f} s CPU, in place "
        f"{inside:.2f} s, ratio {inside / alone:.2f} (bar 1.15)"
    )


if __name__ == "__main__":
    main()
