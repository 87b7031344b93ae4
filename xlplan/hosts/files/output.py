"""Where do results go, and what of the user's may not be touched there?"""

import hashlib
import json
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, PlanError, finding
from xlplan.engine.plan import Evaluation
from xlplan.engine.result_leads import Targets
from xlplan.hosts.files.storing import store
from xlplan.hosts.progress import Progress

if TYPE_CHECKING:
    from xlplan.hosts.files.documents import Wanted

MANIFEST = ".xlplan.json"
CUSTOMER = "customer"
OUR_MARK = b"xlplan"
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_SHEET_NAME = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"')


def check_target(book: Path, target: Path) -> None:
    """Refuse a place for the result workbook, before anything is computed for it.

    Raises:
        PlanError: it is the workbook itself, an existing file that xlplan did not write, one that a
            program has open, or one that may not be written.
    """
    from xlplan.hosts.files.writing import check_writable

    if target.exists():
        if book.exists() and target.samefile(book):
            raise PlanError("OUT_IS_INPUT", path=target)
        if not _is_ours(target):
            raise PlanError("OUT_NOT_OURS", path=target)
    if target.parent.exists():
        check_writable(target)


def check_text_target(path: Path, books: Sequence[Path]) -> None:
    """Refuse a place for JSON, before anything is computed for it.

    Raises:
        PlanError: it is one of the workbooks or has the name of one, or there is no such folder.
    """
    if path.exists() and any(book.exists() and path.samefile(book) for book in books):
        raise PlanError("OUT_IS_INPUT", path=path)
    if path.suffix.casefold() in WORKBOOKS:
        raise PlanError("NO_TEXT_NAME", path=path)
    if not path.parent.is_dir():
        raise PlanError("NO_FOLDER", folder=path.parent)


def write_results(found: Evaluation, target: Path, targets: Targets | None = None) -> None:
    """Write the result sheets; make the folder for them.

    Args:
        found: an evaluated workbook.
        target: the workbook to write.
        targets: where the rows lead to.
    """
    from xlplan.engine.results import result_tables
    from xlplan.hosts.files.writing import write_tables

    make_folder(target.parent)
    write_tables(result_tables(found.assessment, found.texts, targets), target)


class Order(NamedTuple):
    """Which documents are wanted: formats, a folder of templates, kinds, for whom.

    For a customer there is one document, the joint plan.
    """

    formats: Sequence[str]
    templates: Path | None = None
    kinds: Sequence[str] = ("plan",)
    audience: str = "internal"


def write_documents(
    found: Evaluation,
    chosen: Sequence[CustomerAssessment],
    folder: Path,
    how: Order,
    progress: Progress,
) -> tuple[Finding, ...]:
    """Write the documents of each customer in each format; say which edited ones were kept.

    A document that xlplan wrote and nobody changed is replaced. One that a person edited stays, and
    the new one is put beside it under the next free number. What was written is known afterwards
    even if the run was stopped half way.
    """
    from xlplan.engine.context import plan_context
    from xlplan.engine.plan_joint import joint_context
    from xlplan.hosts.files.documents import document

    boards, how = _boards(how)
    if not how.formats or not (chosen or boards):
        return ()
    make_folder(folder)
    shelf = _Shelf(folder)
    wanted = _wanted(how)
    make = joint_context if how.audience == CUSTOMER else plan_context
    names = {one: _names(found, one) for one in wanted}
    total, done = len(chosen) * len(wanted), 0
    try:
        _put_boards(found, boards, how.templates, shelf)
        for one in chosen:  # what a plan says is found once, whatever the formats
            context = make(one, found.assessment, found.texts)
            for each in wanted:
                data = document(context, found.assessment, found.texts, each, how.templates)
                shelf.put(names[each][one.customer.id], data)
                done += 1
                progress.count("Account plans", done, total)
    except BaseException:
        with suppress(PlanError):  # the first error is the one to tell
            shelf.close()
        raise
    shelf.close()
    return tuple(shelf.notes)


def _boards(how: Order) -> tuple[list["Wanted"], Order]:
    """Return the documents about all customers, and the order of those about each."""
    from xlplan.engine.document_kinds import BOARD
    from xlplan.hosts.files.documents import Wanted

    if BOARD.key not in how.kinds or how.audience == CUSTOMER:
        return [], how
    rest = how._replace(kinds=tuple(kind for kind in how.kinds if kind != BOARD.key))
    return [Wanted(BOARD.key, ext) for ext in how.formats], rest


def _put_boards(
    found: Evaluation, boards: Sequence["Wanted"], templates: Path | None, shelf: "_Shelf"
) -> None:
    """Write the documents about all customers."""
    from xlplan.engine.document_kinds import BOARD
    from xlplan.engine.plan_board import board_context
    from xlplan.hosts.files.documents import document

    if boards:
        context = board_context(found.assessment, found.texts)
        for each in boards:
            data = document(context, found.assessment, found.texts, each, templates)
            shelf.put(f"{found.texts(BOARD.title)}.{each.ext}", data)


def _wanted(how: Order) -> list["Wanted"]:
    """Return the documents with their formats; there is one presentation, whatever is asked for."""
    from xlplan.engine.document_kinds import JOINT, PLAN
    from xlplan.hosts.files.documents import Wanted

    kinds = (JOINT.key,) if how.audience == CUSTOMER else how.kinds
    every = (Wanted(kind, ext) for kind in kinds for ext in how.formats)
    first = kinds[0] if how.audience == CUSTOMER else PLAN
    return list(
        dict.fromkeys(
            Wanted(first, ext) if ext == "pptx" else Wanted(kind, ext) for kind, ext in every
        )
    )


def _names(found: Evaluation, wanted: "Wanted") -> dict[str, str]:
    """Return customer id → file name; documents other than the plan carry their title."""
    from xlplan.engine.document_kinds import EVERY, PLAN
    from xlplan.engine.document_names import document_names

    kind, ext = wanted
    label = "" if kind == PLAN else f" - {found.texts(EVERY[kind].title)}"
    return document_names((one.customer for one in found.assessment.customers), ext, label)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all; into a pipe or a device as it is.

    Raises:
        PlanError: no permission, no space, or no such folder.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        _pour(path, text.encode())
    else:
        store(path, text.encode())


def _pour(path: Path, data: bytes) -> None:
    """Write to what cannot be replaced: /dev/stdout, a named pipe."""
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except OSError as wrong:
        raise PlanError("CANNOT_WRITE", file=path, reason=wrong.strerror) from wrong


class _Shelf:
    """A folder of documents that remembers which of them are as xlplan wrote them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = _manifest(folder)
        self.notes: list[Finding] = []

    def put(self, name: str, data: bytes) -> None:
        digest = _digest(data)
        free = self._free(name, digest)
        if free != name:
            self.notes.append(finding("DOCUMENT_KEPT", name=name, new=free))
        store(self.folder / free, data)
        self.known[free] = digest

    def close(self) -> None:
        text = json.dumps(self.known, indent=1, sort_keys=True, ensure_ascii=False)
        write_text(self.folder / MANIFEST, text)

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
        try:
            found = _digest((self.folder / name).read_bytes())
        except OSError:  # a folder of that name, or not to be read
            return False
        return found in (self.known.get(name), digest)


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it.

    Raises:
        PlanError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise PlanError("CANNOT_WRITE", file=folder, reason=wrong.strerror) from wrong


def _is_ours(path: Path) -> bool:
    """Return whether a workbook holds results of xlplan: its properties and its sheets say so.

    A plan that ``xlplan new`` or ``import`` wrote has our mark, too, but it is the planner's.
    """
    from xlplan.engine.choosing import contract_sheet
    from xlplan.engine.result_frame import RESULT_SHEETS

    try:
        with zipfile.ZipFile(path) as package:
            mark = OUR_MARK in package.read("docProps/app.xml") + package.read("docProps/core.xml")
            names = _SHEET_NAME.findall(package.read("xl/workbook.xml"))
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile):
        return False
    sheets = {unescape(name.decode("utf-8", "replace")) for name in names}
    results = {name for both in RESULT_SHEETS.values() for name in both}
    return mark and bool(sheets & results) and not any(map(contract_sheet, sheets))


def _manifest(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
