"""How is a workbook of an object store worked on? Brought near, done as any other, carried back.

A private folder takes the workbook and what an earlier run wrote for it, so that every rule of a
run on the disk holds: what is not ours is refused, what somebody edited is kept, plans of customers
who are gone are removed. What has changed is then put into the store, what is gone taken out of it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.hosts.batch import stores
from xlplan.hosts.batch.child import FOLDER
from xlplan.hosts.batch.jobs import Job, Outcome
from xlplan.hosts.batch.sources import digest
from xlplan.hosts.files.preflight import LOCKS


class Near(NamedTuple):
    """A job's workbook and its place for the results, both on this disk."""

    book: Path
    target: Path


@contextmanager
def brought(job: Job) -> Iterator[Near]:
    """Return the job's files on this disk; a job of the disk is there already.

    Raises:
        PlanError: something cannot be fetched.
    """
    sides = stores.is_remote(job.book.source), stores.is_remote(job.target)
    if not any(sides):
        yield Near(Path(job.book.source), Path(job.target))
        return
    with tempfile.TemporaryDirectory(prefix=FOLDER) as room:
        near = _places(job, Path(room), sides)
        if sides[0]:
            stores.fetch(job.book.source, near.book)
            _fetch_locks(job.book.source, near.book)
        elif not near.book.exists():
            near.book.parent.mkdir(parents=True, exist_ok=True)
            near.book.write_bytes(_bytes(Path(job.book.source)))
        if sides[1]:
            near.target.parent.mkdir(parents=True, exist_ok=True)
            for address, path in _earlier(job.target, near):
                stores.fetch(address, path)
        yield near


class Mark(NamedTuple):
    """Where a file near belongs in the store, and the digest of its bytes."""

    address: str
    digest: str


def marked(job: Job, near: Near) -> dict[Path, Mark]:
    """Return every file near that belongs into a store; none of a job of the disk."""
    found: dict[Path, str] = {}
    if stores.is_remote(job.target):
        base, folder = _parent(job.target), near.target.parent
        every = (*folder.iterdir(), *(folder / f"{near.book.stem}.plans").rglob("*"))
        found = {one: f"{base}/{one.relative_to(folder).as_posix()}" for one in every}
        found.pop(near.book, None)
    if job.writing.in_place and stores.is_remote(job.book.source):
        base = _parent(job.book.source)  # the workbook, and its backup
        found |= {one: f"{base}/{one.name}" for one in near.book.parent.iterdir()}
    return {
        path: Mark(address, digest(path))
        for path, address in found.items()
        if path.is_file() and not path.name.startswith(LOCKS)
    }


def carried(job: Job, near: Near, outcome: Outcome, before: dict[Path, Mark]) -> Outcome:
    """Put what a run wrote where it belongs; return the outcome with the addresses there.

    Args:
        job: with the addresses.
        near: where the work was done.
        outcome: of the work.
        before: ``marked(job, near)`` of before the work.

    Raises:
        PlanError: the store refuses, or the workbook there changed in the meantime.
    """
    after, source = marked(job, near), job.book.source
    changed = [path for path, mark in after.items() if mark != before.get(path)]
    if near.book in changed and stores.stamp(source) != job.book.stamp:
        raise PlanError("GRAFT_CHANGED", file=source)
    for path in changed:
        stores.put(path, after[path].address)
    for path in before.keys() - after.keys():
        stores.remove(before[path].address)
    if stores.is_remote(source):
        stamp = stores.stamp(source) if near.book in changed else job.book.stamp
        outcome = outcome._replace(stamp=stamp)
    if stores.is_remote(job.target):
        outputs = tuple(after[Path(one)].address for one in outcome.outputs)
        outcome = outcome._replace(outputs=outputs)
    return outcome


def _places(job: Job, room: Path, sides: tuple[bool, bool]) -> Near:
    """Return where both stand: as in the store, or beside one another, so that links hold.

    Choice: a workbook of the disk whose results go to a store is copied beside them, and its rows
    are linked as if it stood there; only one that is written in place stays where it is.
    """
    if all(sides):
        book, target = (
            room / PurePosixPath(one.replace("://", "/")) for one in (job.book.source, job.target)
        )
        return Near(book, target)
    name = PurePosixPath(job.book.source).name if sides[0] else Path(job.book.source).name
    if not sides[1]:
        return Near(room / name, Path(job.target))
    target = room / PurePosixPath(job.target).name
    return Near(Path(job.book.source) if job.writing.in_place else room / name, target)


def _earlier(target: str, near: Near) -> Iterator[tuple[str, Path]]:
    """Return what the store has of this workbook's results, and where it goes."""
    base, folder = _parent(target), near.target.parent
    plans = f"{base}/{near.book.stem}.plans"
    for one in (*stores.listed(target), *stores.listed(plans)):
        yield one.address, folder / one.address[len(base) + 1 :]


def _fetch_locks(source: str, book: Path) -> None:
    """Bring the lock files of office programs: they tell that somebody has the workbook open."""
    base, _, name = source.rpartition("/")
    for lock in (f"{LOCKS[0]}{name}", f"{LOCKS[1]}{name}#"):
        if stores.stamp(f"{base}/{lock}"):
            (book.parent / lock).touch()


def _parent(address: str) -> str:
    return address.rpartition("/")[0]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as wrong:
        raise PlanError("FILE_NOT_FOUND", file=path) from wrong
    except OSError as wrong:
        raise PlanError("CANNOT_OPEN", file=path, reason=wrong.strerror or wrong) from wrong
