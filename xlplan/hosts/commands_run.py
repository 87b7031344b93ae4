"""How are workbooks evaluated? ``xlplan run``: each book its results, its account plans, its JSON."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xlplan.core.issues import PlanError
from xlplan.core.pausing import let_go
from xlplan.engine.document_kinds import kinds_of
from xlplan.engine.text import Texts
from xlplan.hosts.asking import asking, evaluate_file
from xlplan.hosts.cli_parser import WRONG_USE
from xlplan.hosts.commands import check_json, exit_code, write_json
from xlplan.hosts.files.documents import formats_of
from xlplan.hosts.files.output import Order
from xlplan.hosts.files.running import Asking, Writing, check_place, write_book
from xlplan.hosts.progress import Progress
from xlplan.hosts.report import check_lines, summary_lines


class _Job(NamedTuple):
    """What is to be done with every workbook of a run."""

    options: argparse.Namespace
    texts: Texts
    asking: Asking
    writing: Writing


def run_command(options: argparse.Namespace, texts: Texts) -> int:
    """Evaluate workbooks; write result sheets, account plans and JSON.

    Of one workbook the JSON is an object; of several a list, each with ``book``, its file name, and
    ``error`` where it could not be evaluated.
    """
    books = [Path(book) for book in options.books]
    job = _Job(options, texts, asking(options), writing(options))
    targets = _targets(books, options)
    check_json(options, books)
    if options.flips and options.json is None:
        raise PlanError("FLIPS_NEED_JSON")
    if len(books) == 1:
        code, result = _run_one(books[0], targets[0], job)
        results: Any = result
    else:
        pairs = []
        for pair in zip(books, targets, strict=True):
            pairs.append(_attempt(*pair, job))
            let_go()
        code, results = max(code for code, _ in pairs), [result for _, result in pairs]
    if options.json is not None:
        from xlplan.engine.outcome import to_json

        write_json(to_json(results), options.json)
    return code


def _attempt(path: Path, target: Path, job: _Job) -> tuple[int, dict[str, Any]]:
    """Run one of several workbooks; one that cannot be read does not stop the others."""
    try:
        code, result = _run_one(path, target, job)
    except PlanError as wrong:
        message = job.texts.error(wrong)
        sys.stderr.write(f"xlplan: {path.name}: {message}\n")
        code, result = WRONG_USE, {"error": {"code": wrong.code, "message": message}}
    return code, {"book": path.name, **result}


def _run_one(path: Path, target: Path, job: _Job) -> tuple[int, dict[str, Any]]:
    options = job.options
    check_place(path, target, in_place=job.writing.in_place)
    progress = Progress(job.texts, sys.stderr)
    found = evaluate_file(path, options, progress, job.asking)
    talk = sys.stderr if options.json == "-" else sys.stdout
    if found.readable:
        folder, notes = write_book(found, path, target, job.writing, progress)
        lines = summary_lines(path.name, found, target, folder, notes)
    else:
        lines = check_lines(path.name, found)
    progress.done()
    talk.write("\n".join(lines) + "\n")
    if options.json is None:
        return exit_code(found), {}
    from xlplan.engine.outcome import outcome

    return exit_code(found), outcome(found.assessment, found.texts, flips=options.flips)


def _targets(books: Sequence[Path], options: argparse.Namespace) -> list[Path]:
    """Return where the results of each workbook go.

    Choice, in every command alike: a folder that is named is made, but a file is only written into
    a folder that is there, for a slip in its path would else be a new folder.

    Raises:
        PlanError: ``--out`` and ``--in-place`` together, one file for several workbooks or in a
            folder that is not there, the same file for two of them, or a name that is no workbook
            of ours.
    """
    if options.in_place and options.out:
        raise PlanError("IN_PLACE_OR_OUT")
    if options.in_place:
        return list(books)
    out = Path(options.out) if options.out else None
    if out is not None and _is_other_file(out, books):
        raise PlanError("NO_WORKBOOK_SUFFIX", path=out)
    if out is not None and out.suffix.casefold() == ".xlsx":
        if len(books) > 1:
            raise PlanError("OUT_NEEDS_FOLDER", count=len(books))
        if not out.parent.is_dir():
            raise PlanError("NO_FOLDER", folder=out.parent)
        return [out]
    targets = [(path.parent if out is None else out) / f"{path.stem}.plan.xlsx" for path in books]
    for at, target in enumerate(targets):
        if target in targets[:at]:
            raise PlanError("OUT_TWICE", path=target)
    return targets


def _is_other_file(out: Path, books: Sequence[Path]) -> bool:
    """Return whether a path ends like a file that is no workbook of ours.

    Choice: of one workbook a new path with an ending (``x.txt``) was meant as a file; several, an
    ending without a letter (``2026.11``), and a folder that is there, are folders.
    """
    ending = out.suffix.casefold()
    if ending in (".xls", ".xlsm", ".xlsb", ".ods"):
        return True
    named = len(books) == 1 and any(sign.isalpha() for sign in ending) and ending != ".xlsx"
    return named and not out.is_dir()


def writing(options: argparse.Namespace) -> Writing:
    """Return what the options say of writing.

    Raises:
        PlanError: an unknown format, or no such folder of templates.
    """
    wanted = order(options)
    plans = options.plans.strip()
    return Writing(
        plans.casefold() if plans.casefold() in ("all", "none") else plans,
        tuple(wanted.formats),
        wanted.templates,
        tuple(wanted.kinds),
        options.audience,
        options.in_place,
        options.backup,
        options.break_signature,
        getattr(options, "keep", False),
        _since(options),
    )


def _since(options: argparse.Namespace) -> Path | None:
    found = getattr(options, "since", None)
    return Path(found) if found else None


def order(options: argparse.Namespace) -> Order:
    """Return what the options say of documents.

    Raises:
        PlanError: an unknown format or document, one that is not installed, or no such folder of
            templates.
    """
    return Order(
        formats_of(options.format),
        _templates(options),
        kinds_of(options.documents),
        options.audience,
    )


def _templates(options: argparse.Namespace) -> Path | None:
    if options.templates is None:
        return None
    folder = Path(options.templates)
    if not folder.is_dir():
        raise PlanError("NO_TEMPLATES_FOLDER", folder=folder)
    return folder
