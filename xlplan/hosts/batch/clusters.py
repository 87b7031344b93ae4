"""How does an engine of more than one machine do the work? As an executor of its own library.

Nothing is scheduled here: Dask's or Ray's cluster is somebody's already running one. Each task is
guarded on the worker as on this machine, so that a workbook costs only itself there, too. Before
the first, every worker says which xlplan and Python it has, and whether it sees the files.
"""

import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from xlplan import __version__
from xlplan.core.issues import PlanError
from xlplan.hosts.batch import guard
from xlplan.hosts.batch.engines import Engine
from xlplan.hosts.batch.stores import is_remote

ANSWER_SECONDS = 15
EXAMPLES = {"dask": "tcp://HOST:8786", "ray": "HOST:6379"}


class Probe(NamedTuple):
    """What a worker says of itself: its versions, and which of the places it does not see."""

    versions: str
    unseen: tuple[str, ...]


def probe(places: Sequence[str]) -> Probe:
    """Return what this process has and sees; called on every worker."""
    unseen = (one for one in places if not is_remote(one) and not Path(one).exists())
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Probe(f"xlplan {__version__}, Python {python}", tuple(unseen))


def check_workers(answers: Mapping[str, object], places: Sequence[str]) -> None:
    """Refuse a cluster whose workers would give other results, or none.

    Args:
        answers: worker → what ``probe`` gave there, or the error that it ended with.
        places: that every worker must see.

    Raises:
        PlanError: versions differ, or a worker does not see a place.
    """
    ours = probe(places).versions
    for worker, said in sorted(answers.items()):
        theirs = said.versions if isinstance(said, Probe) else f"no xlplan ({type(said).__name__})"
        if theirs != ours or not isinstance(said, Probe):
            raise PlanError("ENGINE_DIFFERS", worker=worker, theirs=theirs, ours=ours)
        if said.unseen:
            raise PlanError("ENGINE_BLIND", worker=worker, place=said.unseen[0])


@contextmanager
def engine_of(name: str, scheduler: str, jobs: int, places: Sequence[str]) -> Iterator[Engine]:
    """Return the engine of a name; end what it has in hand when its context ends.

    Args:
        name: ``local``, ``dask`` or ``ray``.
        scheduler: address of the cluster; ``""`` for ``local``.
        jobs: workbooks at a time on this machine; a cluster has its own number.
        places: that every worker must see.

    Raises:
        PlanError: its library is missing, no cluster answers, or its workers do not fit.
    """
    if (name == "local") != (not scheduler):
        example = EXAMPLES.get(name, EXAMPLES["dask"])
        raise PlanError("ENGINE_SCHEDULER", engine=name, scheduler=scheduler, example=example)
    try:
        if name == "dask":
            with _dask(scheduler, places) as engine:
                yield engine
        elif name == "ray":
            with _ray(scheduler, places) as engine:
                yield engine
        else:
            with _local(jobs) as engine:
                yield engine
    except ImportError as wrong:
        raise PlanError("ENGINE_MISSING", engine=name) from wrong


@contextmanager
def _local(jobs: int) -> Iterator[Engine]:
    pool = ThreadPoolExecutor(jobs, "xlplan-batch")
    guard.start()
    try:
        yield Engine(pool, 2 * jobs)
    finally:
        guard.stop()
        pool.shutdown(cancel_futures=True)


@contextmanager
def _dask(scheduler: str, places: Sequence[str]) -> Iterator[Engine]:
    """Return a Dask cluster's executor; workbooks in hand end on their own when it is left."""
    from distributed import Client

    try:
        client = Client(scheduler, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as wrong:
        raise _unreached(scheduler, wrong) from wrong
    try:
        answers = client.run(probe, tuple(places), on_error="return")
        check_workers(answers, places)
        threads = sum(client.nthreads().values())
        if not threads:
            raise PlanError("ENGINE_UNREACHED", scheduler=scheduler, reason="no worker")
        pool = client.get_executor(pure=False, retries=0)
        yield Engine(pool, 2 * threads)
        pool.shutdown(wait=False)
    finally:
        client.close(timeout=1)


@contextmanager
def _ray(scheduler: str, places: Sequence[str]) -> Iterator[Engine]:
    """Return a Ray cluster as an executor.

    Where nothing listens Ray ends the whole process, so it is looked at first.
    """
    import ray

    host, _, port = scheduler.rpartition("//")[2].rpartition(":")
    try:
        socket.create_connection((host, int(port)), ANSWER_SECONDS).close()
        ray.init(scheduler, log_to_driver=False, logging_level="ERROR")
    except (OSError, ValueError) as wrong:
        raise _unreached(scheduler, wrong) from wrong
    try:
        nodes = [one for one in ray.nodes() if one["Alive"]]
        ask = ray.remote(probe)
        answers = {one["NodeID"][:8]: ray.get(ask.options(
            resources={f"node:{one['NodeManagerAddress']}": 0.001}
        ).remote(tuple(places))) for one in nodes}  # fmt: skip
        check_workers(answers, places)
        yield Engine(_RayExecutor(ray), 2 * int(ray.cluster_resources().get("CPU", 1)))
    finally:
        ray.shutdown()


class _RayExecutor(Executor):
    """Ray's tasks as futures."""

    def __init__(self, ray: Any) -> None:
        self.call = ray.remote(max_retries=3)(_called)

    def submit(self, function: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":
        found: Future[Any] = self.call.remote(function, args).future()
        return found


def _called(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    return function(*args)


def _unreached(scheduler: str, wrong: BaseException) -> PlanError:
    return PlanError("ENGINE_UNREACHED", scheduler=scheduler, reason=type(wrong).__name__)
