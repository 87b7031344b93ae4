"""How is a format read that cannot be looked over first? In a process of its own, with limits.

The old binary formats and .ods tell their extent only to the reader itself, and the fast reader
ends its whole process when memory runs out. So they are read by a child that may use so much memory
and time; if it dies, the file is unreadable and nothing else is lost. An .xlsx needs no child.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.hosts.files.fast import FastBook
from xlplan.hosts.files.marks import Marks, ods_marks, xls_errors, xlsb_errors, xlsb_sheets
from xlplan.hosts.files.ooxml.package import Package
from xlplan.hosts.files.preflight import BROKEN, MAX_PLACES, open_archive

MEMORY = 1536 << 20  # bytes that the child may use
SECONDS = 15.0  # that it may take

Reply = tuple[list[RawSheet], list[str]]


def read_guarded(path: Path, kind: str, wanted: Callable[[str], bool] | None) -> RawWorkbook:
    """Return the tables of an .xls, .xlsb or .ods file.

    Raises:
        PlanError: encrypted, damaged, or more than the limits allow.
    """
    choice = "contract" if wanted is None else "all"
    call = "from xlplan.hosts.files.guarded import child; child()"
    command = [sys.executable, "-c", call, kind, choice, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the file is an argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired as wrong:
        raise PlanError("UNREADABLE", file=path) from wrong
    if done.returncode != 0:
        raise PlanError("UNREADABLE", file=path)
    reply: str | Reply = pickle.loads(done.stdout)  # noqa: S301 - written by our own child
    if isinstance(reply, str):
        raise PlanError(reply, file=path)
    sheets, names = reply
    return RawWorkbook([one for one in sheets if wanted is None or wanted(one.name)], names)


def child() -> None:
    """Read as the command line says and write the pickled reply; runs in the child."""
    _limit_memory()
    kind, choice, path = sys.argv[1:4]
    reply: str | Reply
    try:
        reply = _read(Path(path), kind, choice)
    except PlanError as wrong:
        reply = wrong.code
    except PermissionError:
        reply = "ENCRYPTED"
    except MemoryError:
        reply = "TOO_LARGE"
    sys.stdout.buffer.write(pickle.dumps(reply, pickle.HIGHEST_PROTOCOL))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read(path: Path, kind: str, choice: str) -> Reply:
    from xlplan.engine.reading.choosing import choose

    with FastBook(path) as book:
        marks = _marks(path, kind)
        names = book.names()
        if not names:
            raise PlanError("UNREADABLE", file=path)
        cells = [0]

        def read(name: str, rows: int | None) -> RawSheet:
            found = _trimmed(book.rows(name), rows)
            cells[0] += sum(map(len, found))
            if cells[0] > MAX_PLACES:
                raise PlanError("TOO_LARGE", file=path)
            errors, uncached, currencies = marks.get(name, Marks({}, set(), {}))
            return RawSheet(name, found, errors, uncached, currencies=currencies)

        return choose(names, read, None if choice == "contract" else lambda _name: True), names


def _trimmed(rows: list[list[Any]] | None, limit: int | None) -> list[list[Any]]:
    """Return the rows without blank ones at the end, at most so many."""
    rows = (rows or [])[:limit]
    while rows and all(cell == "" for cell in rows[-1]):
        rows.pop()
    return rows


def _marks(path: Path, kind: str) -> dict[str, Marks]:
    try:
        if kind == "xls":
            found = xls_errors(path.read_bytes())
            return {name: Marks(errors, set(), {}) for name, errors in found.items()}
        with open_archive(path) as archive:
            package = Package(path, archive)
            if kind == "ods":
                return ods_marks(package.read("content.xml"))
            relations = package.relations_of(package.workbook)
            return {
                name: Marks(xlsb_errors(package.read(relations[link].target)), set(), {})
                for name, link in xlsb_sheets(package.read(package.workbook)).items()
                if link in relations and relations[link].kind == "worksheet"
            }
    except BROKEN:  # where the errors lie is not known then; the reader has the last word
        return {}
