"""Which documents in a folder are as xlplan wrote them? Only those are replaced or removed.

A file beside them remembers the digest of each and the workbook that it is from. What a person
edited no longer has the digest, and is the person's from then on.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from xlplan.core.issues import Finding, finding
from xlplan.hosts.files.storing import store
from xlplan.hosts.files.sweeping import short_digest, sweep_one

MANIFEST = ".xlplan.json"
_NUMBERED = re.compile(r" \(\d+\)(?=\.[^.]*$)")
NAMED = 3  # so many of the documents removed are named


class Shelf:
    """A folder of documents; what a killed run left in it is swept.

    Args:
        folder: an existing folder.
        book: the workbook that the documents are of; ``None`` where nobody says.
    """

    def __init__(self, folder: Path, book: Path | None = None) -> None:
        sweep_one(folder)
        self.folder = folder
        self.known, self.books = _manifest(folder)
        self.book = _mark(folder, book) if book else ""
        self.notes: list[Finding] = []

    def put(self, name: str, data: bytes) -> None:
        """Write a document; beside one that a person edited, under the next free number.

        Raises:
            PlanError: it cannot be written.
        """
        digest = _digest(data)
        free = self._free(name, digest)
        if free != name:
            self.notes.append(finding("DOCUMENT_KEPT", name=name, new=free))
        written = False
        try:
            store(self.folder / free, data)
            written = True
        finally:  # a stop may come when the file is in its place already
            if written or _digest_of(self.folder / free) == digest:
                self.known[free], self.books[free] = digest, self.book

    def clear(self, wanted: set[str], every: Callable[[str], set[str]]) -> None:
        """Remove the documents of this workbook that are of no customer any more, and say so.

        Choice: one that is of another workbook, or of none that is known, stays: its customers are
        not in this plan, and that says nothing of whether it is needed.

        Args:
            wanted: names that are about to be written.
            every: extension → the names that the plan's customers can have.
        """
        ours = (name for name in sorted(self.known) if self.book and self.books[name] == self.book)
        left = [name for name in ours if name not in wanted]
        kept = {name for ext in {_ending(name) for name in left} for name in every(ext)}
        gone = [name for name in left if not {name, _plain(name)} & kept]
        removed = []
        for name in gone:
            path, digest = self.folder / name, self.known.pop(name)
            found = _digest_of(path)
            if found == digest:
                with suppress(OSError):
                    path.unlink()
                    removed.append(name)
            elif found is not None:
                self.notes.append(finding("DOCUMENT_ORPHAN", name=name))
        if removed:
            more = " …" if len(removed) > NAMED else ""
            names = ", ".join(removed[:NAMED]) + more
            self.notes.append(finding("DOCUMENTS_REMOVED", count=len(removed), names=names))

    def close(self) -> None:
        """Remember what is ours.

        Raises:
            PlanError: it cannot be written.
        """
        told = {name: f"{one} {self.books[name]}".rstrip() for name, one in self.known.items()}
        text = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False)
        store(self.folder / MANIFEST, text.encode())

    def _free(self, name: str, digest: str) -> str:
        """Return the name, or the first numbered one that does not hide a person's work."""
        stem, dot, ext = name.rpartition(".")
        number, free = 1, name
        while (self.folder / free).exists() and not self._ours(free, digest):
            number += 1
            free = f"{stem} ({number}){dot}{ext}"
        return free

    def _ours(self, name: str, digest: str) -> bool:
        """Return whether a file is as we wrote it, or would not change."""
        found = _digest_of(self.folder / name)
        return found is not None and found in (self.known.get(name), digest)


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


def _plain(name: str) -> str:
    """Return a name without its number.

    Example:
        >>> _plain("C1 North (2).md")
        'C1 North.md'
    """
    return _NUMBERED.sub("", name)


def _mark(folder: Path, book: Path) -> str:
    """Return what stands for a workbook: where it is as seen from the folder, so that both can move."""
    named = book.with_suffix("").resolve()
    with suppress(ValueError):  # on another drive
        return short_digest(os.path.relpath(named, folder.resolve()))
    return short_digest(str(named))


def _manifest(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return name → digest, and name → workbook, empty where it is not known."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}, {}
    if not isinstance(found, dict):
        return {}, {}
    told = {name: str(one).partition(" ") for name, one in found.items() if Path(name).name == name}
    digests = {name: digest for name, (digest, _, _) in told.items()}
    return digests, {name: book for name, (_, _, book) in told.items()}


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except OSError:  # a folder of that name, or not to be read
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
