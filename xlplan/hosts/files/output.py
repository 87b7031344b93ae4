"""Where do results go, and what of the user's may not be touched there?"""

import datetime as dt
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, PlanError, finding
from xlplan.core.moves.snapshots import Snapshot
from xlplan.engine.plan import Evaluation
from xlplan.engine.result.leads import Targets
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.text import LANGUAGES, Texts
from xlplan.hosts.files.preflight import WORKBOOKS
from xlplan.hosts.files.sealing import is_sealed
from xlplan.hosts.files.shelf import Shelf
from xlplan.hosts.files.storing import store, unwritten
from xlplan.hosts.files.sweeping import sweep_one
from xlplan.hosts.progress import Progress

if TYPE_CHECKING:
    from xlplan.hosts.files.documents import Wanted

CUSTOMER = "customer"
OUR_MARK = b"xlplan"
_SHEET_NAME = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"')


def check_target(target: Path, books: Sequence[Path]) -> None:
    """Refuse a place for the result workbook, before anything is computed for it.

    Raises:
        PlanError: it is one of the workbooks, an existing file that xlplan did not write, one that a
            program has open, or one that may not be written.
    """
    from xlplan.hosts.files.writing import check_writable

    if target.exists():
        if any(book.exists() and target.samefile(book) for book in books):
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


def write_results(
    found: Evaluation, target: Path, targets: Targets | None = None
) -> tuple[Finding, ...]:
    """Write the result sheets of an evaluated workbook; ``targets``: where the rows lead to."""
    from xlplan.engine.results import result_tables

    return write_sheets(result_tables(found.assessment, found.texts, targets), target)


def write_sheets(sheets: Sequence[ResultSheet], target: Path) -> tuple[Finding, ...]:
    """Write sheets as a workbook; make the folder for it; say whether an edited file was kept."""
    from xlplan.hosts.files.writing import write_tables

    make_folder(target.parent)
    sweep_one(target.parent)
    kept = _keep(target) if target.exists() and not is_sealed(target) else None
    try:
        write_tables(sheets, target)
    except BaseException:
        if kept:
            kept.unlink(missing_ok=True)
        raise
    return (finding("RESULTS_KEPT", name=target.name, new=kept.name),) if kept else ()


class Order(NamedTuple):
    """Which documents are wanted: formats, a folder of templates, kinds, for whom, since when.

    For a customer there is one document, the joint plan. ``book`` is the workbook they are of;
    ``clears``: those of it go that are of no customer any more.
    """

    formats: Sequence[str]
    templates: Path | None = None
    kinds: Sequence[str] = ("plan",)
    audience: str = "internal"
    since: Snapshot | None = None
    book: Path | None = None
    clears: bool = False


def write_documents(
    found: Evaluation,
    chosen: Sequence[CustomerAssessment],
    folder: Path,
    how: Order,
    progress: Progress,
) -> tuple[Finding, ...]:
    """Write the documents of each customer in each format; say which edited ones were kept.

    A document that xlplan wrote and nobody changed is replaced, or, where the order clears away,
    removed if it is of this workbook and its plan has no such customer any more. One that a person
    edited stays, and the new one is put beside it under the next free number. What was written is
    known afterwards even if the run was stopped half way.
    """
    boards, how = _boards(how)
    if not how.formats or not (chosen or boards):
        return ()
    from xlplan.engine.account.context import plan_context
    from xlplan.engine.account.joint import joint_context
    from xlplan.hosts.files.documents import document

    make_folder(folder)
    shelf = Shelf(folder, how.book)
    wanted = _wanted(how)
    make = joint_context if how.audience == CUSTOMER else partial(plan_context, since=how.since)
    names = {one: _names(found, one, found.texts) for one in wanted}
    total, done = len(chosen) * len(wanted), 0
    try:
        if how.clears:
            wished = {name for each in names.values() for name in each.values()}
            shelf.clear(wished, _every(found))
        _put_boards(found, boards, how, shelf)
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

    if BOARD.key not in how.kinds or how.audience == CUSTOMER:
        return [], how
    from xlplan.hosts.files.documents import Wanted

    rest = how._replace(kinds=tuple(kind for kind in how.kinds if kind != BOARD.key))
    return [Wanted(BOARD.key, ext) for ext in how.formats], rest


def _put_boards(found: Evaluation, boards: Sequence["Wanted"], how: Order, shelf: Shelf) -> None:
    """Write the documents about all customers."""
    from xlplan.engine.account.board import board_context
    from xlplan.engine.document_kinds import BOARD
    from xlplan.hosts.files.documents import document

    if boards:
        context = board_context(found.assessment, found.texts, how.since)
        for each in boards:
            data = document(context, found.assessment, found.texts, each, how.templates)
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


def _names(found: Evaluation, wanted: "Wanted", texts: Texts) -> dict[str, str]:
    """Return customer id → file name; documents other than the plan carry their title."""
    from xlplan.engine.document_kinds import EVERY, PLAN
    from xlplan.engine.document_names import document_names

    kind, ext = wanted
    label = "" if kind == PLAN else f" - {texts(EVERY[kind].title)}"
    return document_names((one.customer for one in found.assessment.customers), ext, label)


def _every(found: Evaluation) -> Callable[[str], set[str]]:
    """Return what tells the name of every document that a plan can have in a format."""

    def names(ext: str) -> set[str]:
        from xlplan.engine.document_kinds import BOARD, EVERY
        from xlplan.hosts.files.documents import Wanted

        both = [Texts(lang) for lang in LANGUAGES]
        every = (_names(found, Wanted(kind, ext), texts) for kind in EVERY for texts in both)
        boards = {f"{texts(BOARD.title)}.{ext}" for texts in both}
        return boards | {name for each in every for name in each.values()}

    return names


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
        raise unwritten(path, wrong) from wrong


def _halves(name: str) -> tuple[str, str]:
    """Return a name before and from its ending on; .plan.xlsx is one ending."""
    at = name.casefold().rfind(".plan.")
    at = at if at > 0 else name.rfind(".")
    return name[:at], name[at:]


def _keep(edited: Path) -> Path:
    """Keep a result workbook that a person changed beside the new one, under the day of the change.

    Raises:
        PlanError: it cannot be kept.
    """
    day = dt.date.fromtimestamp(edited.stat().st_mtime)  # noqa: DTZ012 - the planner's own day
    stem, end = _halves(edited.name)
    kept, number = edited.with_name(f"{stem} {day}{end}"), 1
    while os.path.lexists(kept):
        number += 1
        kept = edited.with_name(f"{stem} {day} ({number}){end}")
    try:
        shutil.copy2(edited, kept)
    except OSError as wrong:
        kept.unlink(missing_ok=True)
        raise unwritten(kept, wrong) from wrong
    return kept


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it.

    Raises:
        PlanError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise unwritten(folder, wrong) from wrong


def _is_ours(path: Path) -> bool:
    """Return whether a workbook holds results of xlplan: its properties and its sheets say so.

    A plan that ``xlplan new`` or ``import`` wrote has our mark, too, but it is the planner's.
    """
    from xlplan.engine.reading.choosing import contract_sheet
    from xlplan.engine.result.frame import BACKTEST_SHEETS, RESULT_SHEETS

    try:
        with zipfile.ZipFile(path) as package:
            mark = OUR_MARK in package.read("docProps/app.xml") + package.read("docProps/core.xml")
            names = _SHEET_NAME.findall(package.read("xl/workbook.xml"))
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile):
        return False
    sheets = {unescape(name.decode("utf-8", "replace")) for name in names}
    ours = (*RESULT_SHEETS.values(), *BACKTEST_SHEETS.values())
    results = {name for both in ours for name in both}
    return mark and bool(sheets & results) and not any(map(contract_sheet, sheets))
