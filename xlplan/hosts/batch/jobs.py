"""What is one workbook of a batch, before and after? The shapes that travel between the processes."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from xlplan import __version__
from xlplan.core.issues import PlanError
from xlplan.core.policy import Policy
from xlplan.engine.presets import with_preset
from xlplan.hosts.files.running import Asking, Writing

DONE, FAILED = "done", "failed"


class Book(NamedTuple):
    """A workbook that was found.

    Args:
        name: its path below the folder that all sources share; the state knows it by this.
        source: where it lies, a path or an address of an object store.
        stamp: what changes when it changes (size and time, or the store's own tag).
    """

    name: str
    source: str
    stamp: str


class Job(NamedTuple):
    """A workbook and what is to be done with it."""

    book: Book
    target: str
    asking: Asking
    writing: Writing


class Outcome(NamedTuple):
    """What became of a workbook.

    Args:
        status: ``done`` or ``failed``.
        code: why it failed, a key of ``SENTENCES``, with the words of its sentence in ``params``.
        seconds: how long it took.
        stamp: of the file when the work was done.
        digest: SHA-256 of its bytes.
        outputs: what was written, paths or addresses.
        as_of: the day of the evaluation.
        counts: customers, opportunities, error findings, warnings, remarks.
        rows: its part of the roll-up, as ``rows.packed`` makes it.
    """

    name: str
    status: str
    code: str = ""
    params: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    stamp: str = ""
    digest: str = ""
    outputs: tuple[str, ...] = ()
    as_of: str = ""
    counts: tuple[int, ...] = (0, 0, 0, 0, 0)
    rows: bytes = b""


def failed(book: Book, wrong: PlanError, seconds: float = 0.0) -> Outcome:
    """Return the outcome of a workbook that could not be evaluated or written."""
    params = tuple(wrong.params.items())
    return Outcome(book.name, FAILED, wrong.code, params, seconds, book.stamp)


def recipe_digest(asking: Asking, writing: Writing, *, day_given: bool) -> str:
    """Return a digest of everything but the workbook itself that decides its results.

    Choice: the day counts only when it was asked for, so that a workbook that did not change keeps
    its results from one night to the next.

    Raises:
        PlanError: there is no such preset.
    """
    preset = with_preset(Policy(), asking.preset)
    said = {
        "version": __version__,
        "day": asking.today.isoformat() if day_given else "",
        "preset": [
            asking.preset,
            sorted((key, str(value)) for key, value in preset.values.items()),
        ],
        "asking": asking[1:],
        "writing": [*writing._replace(templates=None), _templates(writing.templates)],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _templates(folder: Path | None) -> list[list[str]]:
    """Return the names and digests of a user's own templates."""
    if folder is None:
        return []
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        [path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
        for path in files
    ]
