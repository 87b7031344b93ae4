"""How is a whole fleet of workbooks evaluated? ``xlplan batch``: folders in, a report out."""

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.hosts.batch import guard
from xlplan.hosts.batch.engines import WORK, Engine, Task
from xlplan.hosts.batch.fleet import Batch, Tally, run_fleet
from xlplan.hosts.batch.reporting import HTML, report_lines, report_of, write_report
from xlplan.hosts.batch.sources import find_books
from xlplan.hosts.batch.state import State
from xlplan.hosts.batch.watching import Watch
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS
from xlplan.hosts.commands import asking
from xlplan.hosts.commands_run import writing
from xlplan.hosts.files.sweeping import sweep

LOG = "batch.log"


def batch_command(options: argparse.Namespace, texts: Texts) -> int:
    """Evaluate every workbook of the sources; return 1 when one of them failed."""
    out = Path(options.out).absolute()
    limits = guard.Limits(
        _number(options, "timeout", 0.1), int(_number(options, "memory", 64)) << 20
    )
    jobs = int(_number(options, "jobs", 1)) if options.jobs else cores()
    batch = Batch(
        find_books(options.sources, out),
        out,
        asking(options),
        writing(options),
        options.as_of is not None,
    )
    _make_folder(out)
    started = datetime.now()  # noqa: DTZ005 - the clock on the wall
    with State(out) as state:
        sweep(out)
        if options.fresh:
            state.forget()
        task = Task(WORK, limits)
        tally = _run(batch, state, jobs, task, texts)
        report = report_of(tally, state.outcomes(), started, texts)
        write_report(report, out, texts)
        print("\n".join(report_lines(report, texts)))
        print(texts.named(texts("Report"), str(out / HTML)))
        print(_rolled_up(state, batch, texts))
    return WITH_ERRORS if tally.failed else DONE


def query_command(options: argparse.Namespace, texts: Texts) -> int:
    """Answer a question in SQL to the portfolio of a folder of results."""
    from xlplan.hosts.batch.query import answer, as_csv, as_json, as_table

    columns, rows = answer(options.sql, Path(options.folder))
    show = {"csv": as_csv, "json": as_json, "table": as_table}[options.format]
    sys.stdout.write(show(columns, rows, texts))
    return DONE


def _rolled_up(state: State, batch: Batch, texts: Texts) -> str:
    """Put the portfolio together, unless nothing in it changed; return what to say about it."""
    from xlplan.hosts.batch.rollup import PARQUET, SHEETS, roll_up, write_portfolio

    out, day = batch.out, batch.asking.today
    fingerprint = f"{state.fingerprint()} {day:%Y-%m} {texts.lang}"
    there = all((out / name).exists() for name in (PARQUET, SHEETS))
    try:
        if not there or state.rolled_up() != fingerprint:
            roll_up(state.rows(), state.outcomes(), out, day)
            write_portfolio(out, day, texts)
            state.rolled_up(fingerprint)
    except PlanError as wrong:
        return texts.named(texts("Portfolio"), texts.error(wrong))
    return texts.named(texts("Portfolio"), str(out / SHEETS))


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(batch: Batch, state: State, jobs: int, task: Task, texts: Texts) -> Tally:
    """Run the batch on this machine; end every child whatever happens."""
    pool = ThreadPoolExecutor(jobs, "xlplan-batch")
    engine = Engine(pool, 2 * jobs, 1)
    guard.start()
    try:
        with (batch.out / LOG).open("w", encoding="utf-8") as log:
            watch = Watch(texts, sys.stderr, log)
            tally = run_fleet(batch, state, engine, task, watch)
            watch.clear()
    except guard.NoWorkerError as wrong:
        raise PlanError("BATCH_NO_WORKER", reason=wrong) from wrong
    finally:
        guard.stop()
        pool.shutdown(cancel_futures=True)
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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise PlanError("CANNOT_WRITE", file=folder, reason=wrong.strerror) from wrong
