"""Who does the work? Something that takes functions and gives futures; every engine is one of these.

On this machine it is a pool of threads, each with a child of its own (``guard``). An engine for
more machines is its library's own executor; the same guard stands inside each of its tasks.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.hosts.batch.guard import Limits, guarded
from xlplan.hosts.batch.jobs import Job, Outcome, failed
from xlplan.hosts.files.sweeping import sweep_after

TICK_SECONDS = 0.25
WORK = "xlplan.hosts.batch.work:work"

Shard = tuple[Job, ...]


class Engine(NamedTuple):
    """An executor, how many shards it holds at a time, how many workbooks a shard has."""

    executor: Executor
    window: int
    shard: int


class Task(NamedTuple):
    """What is done with each workbook of a shard: the function's name and its limits."""

    function: str
    limits: Limits

    def run(self, shard: Shard) -> list[Outcome]:
        """Do the workbooks of a shard one after the other, each under guard."""
        return [self.one(job) for job in shard]

    def one(self, job: Job) -> Outcome:
        """Do one workbook; whatever it costs, it costs only itself."""
        start = perf_counter()
        try:
            outcome: Outcome = guarded(self.function, job, self.limits, _sweep)
        except PlanError as wrong:
            return failed(job.book, wrong, perf_counter() - start)
        return outcome


def mapped(engine: Engine, task: Task, jobs: Iterator[Job]) -> Iterator[list[Outcome]]:
    """Return outcomes as they come; an empty list now and then, so that time can be told.

    A shard that its engine lost is halved, down to the workbook whose worker does not survive it.
    """
    pending: dict[Future[list[Outcome]], Shard] = {}
    halves: list[Shard] = []

    def submit(shard: Shard) -> None:
        pending[engine.executor.submit(task.run, shard)] = shard

    while True:
        while len(pending) < engine.window:
            shard = halves.pop() if halves else tuple(islice(jobs, engine.shard))
            if not shard:
                break
            submit(shard)
        if not pending:
            return
        finished, _ = wait(pending, TICK_SECONDS, return_when=FIRST_COMPLETED)
        outcomes: list[Outcome] = []
        for future in finished:
            shard = pending.pop(future)
            outcomes += _result(future, shard, halves)
        yield outcomes


def _result(future: "Future[list[Outcome]]", shard: Shard, halves: list[Shard]) -> list[Outcome]:
    wrong = future.exception()
    if wrong is None:
        return future.result()
    if not _lost(wrong):
        raise wrong
    if len(shard) == 1:
        reason = PlanError("BOOK_CRASHED", how=type(wrong).__name__)
        return [failed(shard[0].book, reason)]
    middle = len(shard) // 2
    halves += [shard[:middle], shard[middle:]]
    return []


def _lost(wrong: BaseException) -> bool:
    """Return whether an engine says that the process which did the work is gone."""
    return type(wrong).__name__ in ("KilledWorker", "BrokenProcessPool", "CancelledError")


def _sweep(job: Job, process: int) -> None:
    """Remove what a child that was killed left half written."""
    target = Path(job.target)
    folders = {target.parent, target.parent / f"{Path(job.book.source).stem}.plans"}
    if job.writing.in_place:
        folders.add(Path(job.book.source).parent)
    for folder in folders:
        sweep_after(folder, process)
