"""Who does the work? Something that takes functions and gives futures; every engine is one of these.

On this machine it is a pool of threads, each with a child of its own (``guard``). An engine for
more machines is its library's own executor (``clusters``); the same guard stands inside each of its
tasks. A task is one workbook: what an engine adds to it is a hundredth of its work.
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
from xlplan.hosts.batch.stores import is_remote
from xlplan.hosts.files.sweeping import sweep_after

TICK_SECONDS = 0.25
WORK = "xlplan.hosts.batch.work:work"
WITH_DOCUMENTS = "xlplan.hosts.batch.work_documents:work"

_LOST = ("KilledWorker", "WorkerCrashedError", "NodeDiedError")  # as Dask and Ray say it


class Engine(NamedTuple):
    """An executor, and how many workbooks it holds at a time."""

    executor: Executor
    window: int


class Task(NamedTuple):
    """What is done with each workbook: the function's name and its limits."""

    function: str
    limits: Limits

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

    Raises:
        PlanError: the engine itself ended.
    """
    pending: dict[Future[Outcome], Job] = {}
    while True:
        for job in islice(jobs, engine.window - len(pending)):
            pending[engine.executor.submit(task.one, job)] = job
        if not pending:
            return
        finished, _ = wait(pending, TICK_SECONDS, return_when=FIRST_COMPLETED)
        yield [_result(future, pending.pop(future)) for future in finished]


def _result(future: "Future[Outcome]", job: Job) -> Outcome:
    """Return an outcome, also of a workbook whose worker its engine gave up."""
    if future.cancelled():
        raise PlanError("ENGINE_LOST")
    wrong = future.exception()
    if wrong is None:
        return future.result()
    if type(wrong).__name__ not in _LOST:
        raise wrong
    return failed(job.book, PlanError("BOOK_CRASHED", how=type(wrong).__name__))


def _sweep(job: Job, process: int) -> None:
    """Remove what a child that was killed left half written."""
    if is_remote(job.target):
        return
    target = Path(job.target)
    folders = {target.parent, target.parent / f"{Path(job.book.source).stem}.plans"}
    if job.writing.in_place and not is_remote(job.book.source):
        folders.add(Path(job.book.source).parent)
    for folder in folders:
        sweep_after(folder, process)
