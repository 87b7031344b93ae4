"""How does a workbook cost only itself? Its work is done by a process that is watched and ended.

Each thread keeps one warm child, a plain process that it talks to by pipe. A watcher looks at all
children of this process ten times a second: one that takes too long or holds too much memory is
killed with everything it started. What crashed is tried once more in a new child; what took too
long or too much would do so again.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

from xlplan.core.issues import PlanError
from xlplan.hosts.batch.child import FOLDER, READY, receive, send
from xlplan.hosts.batch.memory import gauge

TRIES = 2  # of a workbook
STARTS = 5  # of a child
LOOK_SECONDS = 0.1
START_SECONDS = 120.0
_CALL = "from xlplan.hosts.batch.child import serve; serve()"


class Limits(NamedTuple):
    """What one workbook may take: seconds by the clock, bytes of memory."""

    seconds: float
    memory: int


class StoppedError(Exception):
    """The batch is being stopped; nothing more is begun."""


class NoWorkerError(Exception):
    """A child does not even start; the text says how it ended."""


class _LostError(Exception):
    """The child ended without a reply: ``code`` is the sentence of why, ``how`` it ended."""

    def __init__(self, code: str, how: str) -> None:
        self.code, self.how = code, how
        super().__init__(how)


def guarded(function: str, job: Any, limits: Limits, lost: Callable[[Any, int], None]) -> Any:
    """Return what a function says of a job, done in this thread's child.

    Args:
        function: ``module:name``; called with the job in the child.
        job: anything that can be pickled.
        limits: of one try.
        lost: called with the job and the number of the process that ended over it.

    Raises:
        PlanError: BOOK_TIMEOUT, BOOK_MEMORY, BOOK_CRASHED.
        NoWorkerError: no child starts.
        StoppedError: ``stop`` was called.
    """
    for turn in range(TRIES):
        child = _child(function, limits)
        try:
            return child.ask(job)
        except _LostError as wrong:
            lost(job, child.process.pid)
            if wrong.code != "BOOK_CRASHED" or turn == TRIES - 1:
                raise _told(wrong, limits) from wrong
    raise AssertionError  # the last turn has returned or raised


def start() -> None:
    """Let children be begun again after a stop."""
    _STOPPING.clear()


def stop() -> None:
    """End every child of this process at once, and begin no new one until ``start``."""
    _STOPPING.set()
    for child in tuple(_CHILDREN):
        child.end()


def _told(wrong: _LostError, limits: Limits) -> PlanError:
    if wrong.code == "BOOK_TIMEOUT":
        return PlanError(wrong.code, seconds=f"{limits.seconds:g}")
    if wrong.code == "BOOK_MEMORY":
        return PlanError(wrong.code, megabytes=limits.memory >> 20)
    return PlanError(wrong.code, how=wrong.how)


class _Child:
    """A warm process that does one job at a time."""

    def __init__(self, function: str, limits: Limits) -> None:
        self.function, self.limits = function, limits
        self.deadline: float | None = None
        self.verdict = ""
        self.folder = Path(tempfile.mkdtemp(prefix=FOLDER))
        self.errors = self.folder / "errors.txt"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-c", _CALL, function, str(limits.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ
                | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.folder))
                | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                **_OWN_GROUP,
            )
        self.held = gauge(self.process.pid)
        _CHILDREN.add(self)
        _watch()
        self.deadline = monotonic() + START_SECONDS
        if self._reply() != READY:
            reason = self._last_error() or _ending(self.process.wait())
            self.end()
            if _STOPPING.is_set():
                raise StoppedError
            raise NoWorkerError(reason)
        self.deadline = None

    def ask(self, job: Any) -> Any:
        """Return the child's reply.

        Raises:
            _LostError: it ended first.
            StoppedError: the batch is being stopped.
        """
        self.deadline = monotonic() + self.limits.seconds
        reply = None
        with suppress(OSError):  # it ended before it was asked
            send(self.process.stdin, (job, self.limits.seconds))  # type: ignore[arg-type]
            reply = self._reply()
        self.deadline = None
        if reply is not None:
            return reply
        if _STOPPING.is_set():
            raise StoppedError
        ending, error = _ending(self.process.wait()), self._last_error()
        self.end()
        if self.verdict or error.startswith("MemoryError"):
            raise _LostError(self.verdict or "BOOK_MEMORY", ending)
        raise _LostError("BOOK_CRASHED", f"{ending}, {error}" if error else ending)

    def look(self) -> None:
        """Kill the child when it is over its limits; called by the watcher."""
        deadline = self.deadline
        if deadline is None:
            return
        if monotonic() > deadline:
            self.verdict = "BOOK_TIMEOUT"
        elif self.held() > self.limits.memory:
            self.verdict = "BOOK_MEMORY"
        if self.verdict:
            _kill(self.process)

    def end(self) -> None:
        """Kill the child and remove what it kept for itself."""
        _CHILDREN.discard(self)
        _kill(self.process)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reply(self) -> Any:
        with suppress(EOFError, ValueError):
            return receive(self.process.stdout)  # type: ignore[arg-type]
        return None

    def _last_error(self) -> str:
        """Return the kind of the error that ended the child; its text may hold a planner's words."""
        with suppress(OSError):
            lines = self.errors.read_text("utf-8", "replace").strip().splitlines()
            if any(line.startswith("Traceback") for line in lines):
                return lines[-1].partition(":")[0].rpartition(".")[2][:60]
        return ""


_OWN_GROUP: dict[str, Any] = (
    {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    if sys.platform == "win32"
    else {"start_new_session": True}  # Ctrl-C is for us; and what the child starts ends with it
)
_CHILDREN: set[_Child] = set()
_STOPPING = threading.Event()
_LOCAL = threading.local()
_LOCK = threading.Lock()


def _child(function: str, limits: Limits) -> _Child:
    """Return this thread's child, a new one when it has none that lives and fits."""
    if _STOPPING.is_set():
        raise StoppedError
    child: _Child | None = getattr(_LOCAL, "child", None)
    if child is not None and child in _CHILDREN:
        if child.process.poll() is None and (child.function, child.limits) == (function, limits):
            return child
        child.end()
    for _ in range(STARTS - 1):
        with suppress(NoWorkerError):  # killed while it began, as it may be later, too
            return _begun(function, limits)
    return _begun(function, limits)


def _begun(function: str, limits: Limits) -> _Child:
    child = _LOCAL.child = _Child(function, limits)
    return child


def _watch() -> None:
    """Start the watcher, once a process."""
    with _LOCK:
        running = any(one.name == "xlplan-watcher" for one in threading.enumerate())
        if not running:
            threading.Thread(target=_look, name="xlplan-watcher", daemon=True).start()


def _look() -> None:
    while True:
        for child in tuple(_CHILDREN):
            child.look()
        sleep(LOOK_SECONDS)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    """Return how a process ended: ``exit 3`` or the name of a signal."""
    if code >= 0:
        return f"exit {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
