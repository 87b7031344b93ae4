"""Where do results go, and what of the user's may not be touched there?"""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, PlanError, finding
from xlplan.engine.plan import Evaluation
from xlplan.hosts.files.storing import store
from xlplan.hosts.progress import Progress

MANIFEST = ".xlplan.json"
OUR_MARK = b"xlplan"


def prepare_target(book: Path, target: Path) -> None:
    """Make sure that the result may be written to ``target``; make its folder.

    Raises:
        PlanError: it is the workbook itself, or an existing file that xlplan did not write.
    """
    if target.exists():
        if book.exists() and target.samefile(book):
            raise PlanError("OUT_IS_INPUT", path=target)
        if not _is_ours(target):
            raise PlanError("OUT_NOT_OURS", path=target)
    elif not target.parent.exists():
        _make_folder(target.parent)


def write_results(found: Evaluation, target: Path) -> None:
    """Write the result sheets."""
    from xlplan.engine.results import result_tables
    from xlplan.hosts.files.writing import write_tables

    write_tables(result_tables(found.assessment, found.texts), target)


def write_documents(
    found: Evaluation,
    chosen: Sequence[CustomerAssessment],
    folder: Path,
    how: tuple[Sequence[str], Path | None],
    progress: Progress,
) -> tuple[Finding, ...]:
    """Write an account plan a customer and format; say which edited ones were kept.

    A plan that xlplan wrote and nobody changed is replaced. One that a person edited stays, and the
    new plan is put beside it under the next free number.
    """
    from xlplan.engine.document_names import document_names
    from xlplan.engine.documents import render_plan

    formats, templates = how
    if not chosen or not formats:
        return ()
    _make_folder(folder)
    known, notes = _manifest(folder), []
    everyone = found.assessment.customers
    total = len(chosen) * len(formats)
    done = 0
    for ext in formats:
        names = document_names((one.customer for one in everyone), ext)
        for one in chosen:
            text = render_plan(one, found.assessment, found.texts, ext, templates)
            name = names[one.customer.id]
            free = _free_name(folder, name, known)
            if free != name:
                notes.append(finding("DOCUMENT_KEPT", name=name, new=free))
            write_text(folder / free, text)
            known[free] = _digest(text.encode())
            done += 1
            progress.count("Account plans", done, total)
    write_text(folder / MANIFEST, json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False))
    return tuple(notes)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises:
        PlanError: no permission, no space, or no such folder.
    """
    store(path, text.encode())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise PlanError("CANNOT_WRITE", file=folder, reason=wrong.strerror) from wrong


def _is_ours(path: Path) -> bool:
    """Return whether xlplan wrote this workbook: its properties say so."""
    try:
        with zipfile.ZipFile(path) as package:
            return OUR_MARK in package.read("docProps/app.xml") + package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _manifest(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _free_name(folder: Path, name: str, known: dict[str, str]) -> str:
    """Return the name, or the first numbered one that does not hide a person's work."""
    stem, dot, ext = name.rpartition(".")
    number, free = 1, name
    while (folder / free).exists() and known.get(free) != _digest((folder / free).read_bytes()):
        number += 1
        free = f"{stem} ({number}){dot}{ext}"
    return free
