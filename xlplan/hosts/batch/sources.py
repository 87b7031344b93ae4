"""Which workbooks are meant? Folders, patterns, lists, files and objects of a store become books."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.hosts.batch import stores
from xlplan.hosts.batch.jobs import Book
from xlplan.hosts.files.preflight import LOCKS, WORKBOOKS

OURS = (".plan.xlsx", ".backtest.xlsx", ".backup.xlsx", ".backup.xlsm")
ROLL_UP = "portfolio.xlsx"


class _Found(NamedTuple):
    """A file, and the folder from which its name counts; an object also has its own address."""

    base: Path
    path: Path
    object: stores.Object | None = None

    def book(self, root: Path | None) -> Book:
        name = _name(self.path, root)
        if self.object is not None:
            return Book(name, *self.object)
        return Book(name, str(self.path), stamp(self.path))


def find_books(sources: Sequence[str], out: str) -> list[Book]:
    """Return the workbooks that folders, patterns, lists (``@FILE``) and files name, by name.

    In a folder every workbook below it is meant, but not a lock file, a hidden one, or what xlplan
    wrote. The names count from the folder that all sources share.

    Args:
        sources: as typed.
        out: where results go; what lies there is not read when it lies inside a source.

    Raises:
        PlanError: a source that is not there, a list that cannot be read, no workbook at all, a
            store that cannot be reached.
    """
    found = [one for source in sources for one in _expand(source, out)]
    unique = {one.path: one for one in found}
    if not unique:
        raise PlanError("BATCH_NO_BOOKS", sources=", ".join(sources))
    root = _root([one.base for one in unique.values()])
    return sorted(one.book(root) for one in unique.values())


def stamp(path: Path) -> str:
    """Return size and time of a file; blank when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        PlanError: it is not there, or may not be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except PermissionError as wrong:
        raise PlanError("NO_READ_PERMISSION", file=path) from wrong
    except FileNotFoundError as wrong:
        raise PlanError("FILE_NOT_FOUND", file=path) from wrong
    except OSError as wrong:
        raise PlanError("CANNOT_OPEN", file=path, reason=wrong.strerror or wrong) from wrong


def is_input(name: str) -> bool:
    """Return whether a file of that name is a workbook to evaluate.

    Example:
        >>> [is_input(n) for n in ("north.xlsx", "~$north.xlsx", "north.plan.xlsx", "a.txt")]
        [True, False, False, False]
        >>> is_input("north.backtest.xlsx")
        False
    """
    folded = name.casefold()
    return (
        folded.endswith(WORKBOOKS)
        and not folded.endswith(OURS)
        and not folded.startswith((*LOCKS, "."))
    )


def _expand(source: str, out: str) -> Iterator[_Found]:
    if source.startswith("@"):
        for line in _lines(Path(source[1:])):
            yield from _expand(line, out)
    elif stores.is_remote(source):
        yield from _objects(source.rstrip("/"), out.rstrip("/"))
    else:
        yield from _files(source, Path(out).absolute())


def _objects(source: str, out: str) -> Iterator[_Found]:
    """Return the workbooks that an address names; those of a single one as well as of a folder."""
    found = stores.listed(source)
    pattern = any(sign in source for sign in stores.SIGNS)
    if not found and not pattern:
        raise PlanError("BATCH_NO_SOURCE", source=source)
    first = min((source.find(sign) for sign in stores.SIGNS if sign in source), default=len(source))
    single = [one.address for one in found] == [source]
    base = source[:first].rpartition("/")[0] if pattern or single else source
    for one in found:
        inner = one.address[len(base) + 1 :]
        hidden = any(part.startswith(".") for part in inner.split("/"))
        ours = one.address == f"{out}/{ROLL_UP}" or (
            out != base and one.address.startswith(f"{out}/")
        )
        if single or (is_input(PurePath(inner).name) and not hidden and not ours):
            yield _Found(_as_path(base), _as_path(one.address), one)


def _as_path(address: str) -> Path:
    """Return an address as a path, for its name only.

    Example:
        >>> _as_path("s3://plans/north/a.xlsx").as_posix()
        '/s3/plans/north/a.xlsx'
    """
    return Path("/" + address.replace("://", "/"))


def _files(source: str, out: Path) -> Iterator[_Found]:
    path = Path(source).absolute()
    if path.is_dir():
        yield from (_Found(path, one) for one in _walk(path, out))
    elif path.exists() or not any(sign in source for sign in stores.SIGNS):
        if not path.exists():
            raise PlanError("BATCH_NO_SOURCE", source=source)
        yield _Found(path.parent, path)
    else:
        base = _fixed(path)
        for one in base.glob(str(path.relative_to(base))):
            if is_input(one.name) and one.is_file() and not _inside(one, out):
                yield _Found(base, one)


def _walk(folder: Path, out: Path) -> Iterator[Path]:
    skipped = out if out != folder else out / ROLL_UP
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            one for one in folders if not one.startswith(".") and here / one != skipped
        )
        yield from (here / one for one in names if is_input(one) and here / one != skipped)


def _inside(path: Path, out: Path) -> bool:
    return out in path.parents and (out.is_dir() and (out / "batch.db").exists())


def _fixed(pattern: Path) -> Path:
    """Return the folders of a pattern before its first sign."""
    parts = pattern.parts
    first = next(at for at, part in enumerate(parts) if any(sign in part for sign in stores.SIGNS))
    return Path(*parts[:first])


def _lines(path: Path) -> list[str]:
    """Return the lines of a list that are neither blank nor remarks."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise PlanError("BATCH_NO_LIST", file=path) from wrong
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _root(bases: Sequence[Path]) -> Path | None:
    """Return the folder that all bases share; none over several drives."""
    try:
        return Path(os.path.commonpath(bases))
    except ValueError:
        return None


def _name(path: Path, root: Path | None) -> str:
    if root is not None:
        return path.relative_to(root).as_posix()
    drive = path.drive.strip("\\/").replace(":", "").replace("\\", "_")
    return PurePath(drive, path.relative_to(path.anchor)).as_posix()
