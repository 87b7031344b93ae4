"""Where are the results of a run kept, and with which are later ones compared? One file a day.

``NAME.history/2026-11-20.json`` beside the results. Choice: ``run --keep`` begins the folder, and while
it is there each run keeps its results in it; a run on the same day replaces its own. Only the owner of
the folder may look into it, for it says as much as the workbook.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from xlplan.core.assessment import Assessment
from xlplan.core.issues import Finding, PlanError, finding
from xlplan.core.moves.snapshots import Snapshot, snapshot
from xlplan.engine.snapshots import read_snapshot, snapshot_text
from xlplan.hosts.files.storing import store, unwritten

KEPT = ".json"
LARGEST = 400_000_000  # bytes of kept results that are read


class Earlier(NamedTuple):
    """The state that a plan is compared with, if there is one, and what is to be said of it."""

    state: Snapshot | None
    notes: tuple[Finding, ...]


NO_PAST = Earlier(None, ())


def history_folder(book: Path, results: Path) -> Path:
    """Return where the results of a workbook are kept: beside its result workbook.

    Example:
        >>> history_folder(Path("in/north.xlsx"), Path("out/north.plan.xlsx")).as_posix()
        'out/north.history'
    """
    return results.parent / f"{book.stem}.history"


def read_kept(path: Path) -> Snapshot:
    """Return the results that a file keeps.

    Raises:
        PlanError: there is no such file, it may not be read, or it holds no results of a run.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PlanError("NO_KEPT_RESULTS", file=path)
        return read_snapshot(path.read_text("utf-8"))
    except FileNotFoundError as wrong:
        raise PlanError("FILE_NOT_FOUND", file=path) from wrong
    except PermissionError as wrong:
        raise PlanError("NO_READ_PERMISSION", file=path) from wrong
    except (OSError, ValueError) as wrong:
        raise PlanError("NO_KEPT_RESULTS", file=path) from wrong


def earlier(folder: Path, day: dt.date, since: Path | None) -> Earlier:
    """Return what was kept last before a day; or what a file holds that was named.

    Raises:
        PlanError: the file that was named holds no results.
    """
    path = since or max((one for one in _kept(folder) if _day(one) < day), key=_day, default=None)
    if path is None:
        return NO_PAST
    try:
        state = read_kept(path)
    except PlanError:
        if since:
            raise
        return Earlier(None, (finding("HISTORY_BROKEN", path=path),))
    return Earlier(state, (finding("COMPARED_WITH", day=state.as_of, path=path),))


def kept_results(folder: Path, until: dt.date | None, notes: list[Finding]) -> Iterator[Snapshot]:
    """Yield all results kept in a folder up to a day, in the order of their days.

    Args:
        folder: ``NAME.history``.
        until: the last day, if there is one.
        notes: takes what is to be said of files that hold no results.
    """
    for path in sorted(_kept(folder), key=_day):
        if until is not None and _day(path) > until:
            continue
        try:
            yield read_kept(path)
        except PlanError:
            notes.append(finding("HISTORY_SKIPPED", path=path))


def keeps_results(folder: Path) -> bool:
    """Return whether a folder has files that are named as kept results are."""
    return any(True for _ in _kept(folder))


def keep(found: Assessment, folder: Path) -> Finding:
    """Keep the results of a run under their day; return what is to be said of it.

    Raises:
        PlanError: a file of that name is none of ours, or it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        raise unwritten(folder, wrong) from wrong
    path = folder / f"{found.as_of.isoformat()}{KEPT}"
    if path.exists():
        try:
            read_kept(path)
        except PlanError as wrong:
            raise PlanError("OUT_NOT_OURS", path=path) from wrong
    store(path, snapshot_text(snapshot(found)).encode())
    return finding("HISTORY_KEPT", day=found.as_of, path=path)


def _kept(folder: Path) -> Iterator[Path]:
    """Yield the files of a history: those whose name is a day."""
    for path in folder.glob(f"*{KEPT}") if folder.is_dir() else ():
        with suppress(ValueError):
            _day(path)
            yield path


def _day(path: Path) -> dt.date:
    return dt.date.fromisoformat(path.stem)
