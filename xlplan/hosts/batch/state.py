"""What is done already? The memory of a batch: a small database beside the results.

One transaction a workbook holds what became of it and its rows for the roll-up, so that whatever is
killed, a workbook is either done with everything or not done. Only one run at a time has it open.
"""

import hashlib
import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from xlplan.core.issues import PlanError
from xlplan.hosts.batch.jobs import DONE, Book, Outcome

NAME = "batch.db"
_LAYOUT = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS book (
    name TEXT PRIMARY KEY, recipe TEXT, stamp TEXT, digest TEXT, status TEXT, code TEXT,
    params TEXT, seconds REAL, outputs TEXT, as_of TEXT, counts TEXT, rows BLOB, present INTEGER
)
"""
_FIELDS = ("status", "code", "params", "seconds", "stamp", "digest", "outputs", "as_of", "counts")


class Known(NamedTuple):
    """What is remembered of a workbook when a run begins."""

    recipe: str
    stamp: str
    digest: str
    outputs: tuple[str, ...]


class State:
    """The database of one folder of results; a context that closes it."""

    def __init__(self, folder: Path) -> None:
        """Open or make the database.

        Raises:
            PlanError: another run has it open, or it is no such database.
        """
        self.path = folder / NAME
        try:
            self.base = sqlite3.connect(self.path, timeout=0.2, isolation_level=None)
            # alone in it, SQLite needs no shared memory, which network drives do not have
            self.base.execute("PRAGMA locking_mode=EXCLUSIVE")
            self.base.execute("PRAGMA journal_mode=WAL")
            self.base.execute("PRAGMA synchronous=NORMAL")
            self.base.execute("BEGIN EXCLUSIVE")
            (layout,) = self.base.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                raise PlanError("BATCH_STATE", file=self.path)
            self.base.execute(_TABLE)
            self.base.execute("CREATE TABLE IF NOT EXISTS rolled_up (fingerprint TEXT)")
            self.base.execute(f"PRAGMA user_version={_LAYOUT}")
            self.base.execute("COMMIT")
        except sqlite3.OperationalError as wrong:
            raise PlanError("BATCH_RUNNING", folder=folder) from wrong
        except sqlite3.DatabaseError as wrong:
            raise PlanError("BATCH_STATE", file=self.path) from wrong

    def __enter__(self) -> Self:
        """Return the state."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; what was recorded is there already."""
        with suppress(sqlite3.Error):
            self.base.close()

    def forget(self) -> None:
        """Take every workbook as not done."""
        self.base.execute("DELETE FROM book")

    def begin(self, books: Sequence[Book]) -> dict[str, Known]:
        """Note which workbooks there are now; return what is known of those that were done."""
        with self.base:
            self.base.execute("BEGIN")
            self.base.execute("UPDATE book SET present = 0")
            self.base.executemany(
                "INSERT INTO book (name, present, status) VALUES (?, 1, '') "
                "ON CONFLICT (name) DO UPDATE SET present = 1",
                ((book.name,) for book in books),
            )
        found = self.base.execute(
            "SELECT name, recipe, stamp, digest, outputs FROM book WHERE present AND status = ?",
            (DONE,),
        )
        return {
            name: Known(recipe, stamp, digest, tuple(json.loads(outputs)))
            for name, recipe, stamp, digest, outputs in found
        }

    def touch(self, name: str, stamp: str) -> None:
        """Note that a file has a new time but its old content."""
        self.base.execute("UPDATE book SET stamp = ? WHERE name = ?", (stamp, name))

    def record(self, recipe: str, outcomes: Sequence[Outcome]) -> None:
        """Note what became of workbooks, in one transaction."""
        self._record([(recipe, one.rows, *_texts(one), one.name) for one in outcomes])

    def replay(self, entries: Iterable[bytes]) -> None:
        """Note what the entries of a journal say, the oldest first."""
        for entry in entries:
            rows = [(recipe, b64decode(rows), *texts) for recipe, rows, *texts in json.loads(entry)]
            self._record(rows)

    def _record(self, rows: Sequence[tuple[object, ...]]) -> None:
        fields = ("recipe", "rows", *_FIELDS)
        setters = ", ".join(f"{field} = excluded.{field}" for field in fields)
        with self.base:
            self.base.execute("BEGIN")
            self.base.executemany(
                f"INSERT INTO book ({', '.join(fields)}, name, present) "
                f"VALUES ({', '.join('?' * (len(fields) + 1))}, 1) "
                f"ON CONFLICT (name) DO UPDATE SET {setters}",
                rows,
            )

    def outcomes(self) -> Iterator[Outcome]:
        """Return what is known of every workbook that is there, by name; without their rows."""
        found = self.base.execute(
            f"SELECT name, {', '.join(_FIELDS)} FROM book "
            "WHERE present AND status <> '' ORDER BY name"
        )
        for name, status, code, params, seconds, stamp, digest, outputs, as_of, counts in found:
            yield Outcome(
                name,
                status,
                code,
                tuple((key, value) for key, value in json.loads(params)),
                seconds,
                stamp,
                digest,
                tuple(json.loads(outputs)),
                as_of,
                tuple(json.loads(counts)),
            )

    def fingerprint(self) -> str:
        """Return what changes when anything in the roll-up changes."""
        seen = hashlib.sha256()
        for row in self.base.execute(
            "SELECT name, digest, recipe, status, code, as_of FROM book WHERE present ORDER BY name"
        ):
            seen.update(repr(row).encode())
        return seen.hexdigest()

    def rolled_up(self, fingerprint: str | None = None) -> str:
        """Return the fingerprint of the last roll-up, or note the one just made."""
        if fingerprint is not None:
            self.base.execute("DELETE FROM rolled_up")
            self.base.execute("INSERT INTO rolled_up VALUES (?)", (fingerprint,))
        found = self.base.execute("SELECT fingerprint FROM rolled_up").fetchone()
        return str(found[0]) if found else ""

    def rows(self) -> Iterator[bytes]:
        """Return the packed rows of every workbook that is there and done, by name."""
        found = self.base.execute(
            "SELECT rows FROM book WHERE present AND status = ? ORDER BY name", (DONE,)
        )
        return (rows for (rows,) in found)


def entry(recipe: str, outcomes: Sequence[Outcome]) -> bytes:
    """Return outcomes as an entry of a journal, for ``State.replay``."""
    rows = [(recipe, b64encode(one.rows).decode(), *_texts(one), one.name) for one in outcomes]
    return json.dumps(rows).encode()


def _texts(one: Outcome) -> list[object]:
    values = [getattr(one, field) for field in _FIELDS]
    return [json.dumps(v, ensure_ascii=False) if isinstance(v, tuple) else v for v in values]
