"""How is a whole fleet of workbooks evaluated? ``xlplan batch``: folders in, a report out."""

import argparse
import os
import sys
from datetime import datetime

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.hosts.asking import asking
from xlplan.hosts.batch import guard
from xlplan.hosts.batch.clusters import engine_of
from xlplan.hosts.batch.engines import WITH_DOCUMENTS, WORK, Engine, Task
from xlplan.hosts.batch.fleet import Batch, Tally, run_fleet
from xlplan.hosts.batch.place import placed
from xlplan.hosts.batch.reporting import HTML, report_lines, report_of, write_report
from xlplan.hosts.batch.sources import find_books
from xlplan.hosts.batch.state import State
from xlplan.hosts.batch.watching import Watch
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS
from xlplan.hosts.commands_run import writing
from xlplan.hosts.files.sweeping import sweep

LOG = "batch.log"


def batch_command(options: argparse.Namespace, texts: Texts) -> int:
    """Evaluate every workbook of the sources; return 1 when one of them failed."""
    started = datetime.now()  # noqa: DTZ005 - the clock on the wall
    limits = guard.Limits(
        _number(options, "timeout", 0.1), int(_number(options, "memory", 64)) << 20
    )
    jobs = int(_number(options, "jobs", 1)) if options.jobs else cores()
    books = find_books(options.sources, options.out)
    given = options.as_of is not None
    with placed(options.out) as place:
        batch = Batch(books, place, asking(options), writing(options), given)
        with State(place.folder) as state:
            state.replay(place.journal())
            if options.fresh:
                state.forget()
            if not place.address:
                sweep(place.folder)
            seen = (books[0].source, place.shown)
            with engine_of(options.engine, options.scheduler, jobs, seen) as engine:
                work = WORK if batch.writing.plans == "none" else WITH_DOCUMENTS
                tally = _run(batch, state, engine, Task(work, limits), texts)
            asked = batch.asking.today if given else None
            report = report_of(tally, state.outcomes(), started, texts, asked)
            write_report(report, place.folder, texts)
            print("\n".join(report_lines(report, texts)))
            print(texts.named(texts("Report"), place.target("", HTML)))
            print(_rolled_up(state, batch, texts))
    return WITH_ERRORS if tally.failed else DONE


def query_command(options: argparse.Namespace, texts: Texts) -> int:
    """Answer a question in SQL to the portfolio of a folder of results."""
    from xlplan.hosts.batch.place import near_portfolio
    from xlplan.hosts.batch.query import answer, as_csv, as_json, as_table

    with near_portfolio(options.folder) as folder:
        columns, rows = answer(options.sql, folder)
    show = {"csv": as_csv, "json": as_json, "table": as_table}[options.format]
    sys.stdout.write(show(columns, rows, texts))
    return DONE


def _rolled_up(state: State, batch: Batch, texts: Texts) -> str:
    """Put the portfolio together, unless nothing in it changed; return what to say about it."""
    from xlplan.hosts.batch.rollup import PARQUET, SHEETS, roll_up, write_portfolio

    out, day = batch.place.folder, batch.asking.today
    fingerprint = f"{state.fingerprint()} {day:%Y-%m} {texts.lang}"
    there = all((out / name).exists() for name in (PARQUET, SHEETS))
    try:
        if not there or state.rolled_up() != fingerprint:
            roll_up(state.rows(), state.outcomes(), out, day)
            write_portfolio(out, day, texts)
            state.rolled_up(fingerprint)
    except PlanError as wrong:
        return texts.named(texts("Portfolio"), texts.error(wrong))
    return texts.named(texts("Portfolio"), batch.place.target("", SHEETS))


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(batch: Batch, state: State, engine: Engine, task: Task, texts: Texts) -> Tally:
    """Run the batch, telling the terminal and the log how it goes."""
    try:
        with (batch.place.folder / LOG).open("w", encoding="utf-8") as log:
            watch = Watch(texts, sys.stderr, log)
            tally = run_fleet(batch, state, engine, task, watch)
            watch.clear()
    except guard.NoWorkerError as wrong:
        raise PlanError("BATCH_NO_WORKER", reason=wrong) from wrong
    return tally


def _number(options: argparse.Namespace, name: str, low: float) -> float:
    text = getattr(options, name)
    try:
        found = float(text)
    except ValueError:
        found = low - 1.0
    if not low <= found < float("inf"):
        raise PlanError("BATCH_NUMBER", option=f"--{name}", text=text, low=f"{low:g}")
    return found
