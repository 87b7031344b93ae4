"""How are workbooks evaluated? ``xlplan run``: each book its results, its account plans, its JSON."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.plan import Evaluation, select_customers
from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import WRONG_USE
from xlplan.hosts.commands import check_json, evaluate_file, exit_code, write_json
from xlplan.hosts.progress import Progress
from xlplan.hosts.report import check_lines, summary_lines

FORMATS = ("md", "html")


class _Job(NamedTuple):
    """What is to be done with every workbook of a run."""

    options: argparse.Namespace
    texts: Texts
    formats: tuple[str, ...]
    templates: Path | None


def run_command(options: argparse.Namespace, texts: Texts) -> int:
    """Evaluate workbooks; write result sheets, account plans and JSON.

    Of one workbook the JSON is an object; of several a list, each with ``book``, its file name, and
    ``error`` where it could not be evaluated.
    """
    books = [Path(book) for book in options.books]
    job = _Job(options, texts, _formats(options.format), _templates(options))
    targets = _targets(books, options)
    check_json(options, books)
    if len(books) == 1:
        code, result = _run_one(books[0], targets[0], job)
        results: Any = result
    else:
        pairs = [_attempt(*pair, job) for pair in zip(books, targets, strict=True)]
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
    from xlplan.hosts.commands_graft import check_in_place
    from xlplan.hosts.files.output import check_target

    options = job.options
    if options.in_place:
        check_in_place(path)
    else:
        check_target(path, target)
    progress = Progress(job.texts, sys.stderr)
    found = evaluate_file(path, options, progress)
    talk = sys.stderr if options.json == "-" else sys.stdout
    lines = _written(found, path, target, job, progress) if found.readable else ()
    progress.done()
    talk.write("\n".join(lines or check_lines(path.name, found)) + "\n")
    if options.json is None:
        return exit_code(found), {}
    from xlplan.engine.outcome import outcome

    return exit_code(found), outcome(found.assessment, found.texts)


def _written(
    found: Evaluation, path: Path, target: Path, job: _Job, progress: Progress
) -> Sequence[str]:
    """Write results and documents; return what to say about it."""
    from xlplan.hosts.commands_graft import write_in_place
    from xlplan.hosts.files.output import write_documents, write_results

    chosen = select_customers(found.assessment, job.options.plans)
    progress.step("Writing {name}", name=target.name)
    if job.options.in_place:
        write_in_place(found, path, job.options)
    else:
        write_results(found, target)
    folder = target.parent / f"{path.stem}.plans"
    notes = write_documents(found, chosen, folder, (job.formats, job.templates), progress)
    return list(summary_lines(path.name, found, target, folder if chosen else None, notes))


def _targets(books: Sequence[Path], options: argparse.Namespace) -> list[Path]:
    """Return where the results of each workbook go.

    Raises:
        PlanError: ``--out`` and ``--in-place`` together, one file for several workbooks, the same
            file for two of them, or a name that is no workbook of ours.
    """
    if options.in_place and options.out:
        raise PlanError("IN_PLACE_OR_OUT")
    if options.in_place:
        return list(books)
    out = Path(options.out) if options.out else None
    if out is not None and out.suffix.casefold() in (".xls", ".xlsm", ".xlsb", ".ods"):
        raise PlanError("NO_WORKBOOK_SUFFIX", path=out)
    if out is not None and out.suffix.casefold() == ".xlsx":
        if len(books) > 1:
            raise PlanError("OUT_NEEDS_FOLDER", count=len(books))
        return [out]
    targets = [(path.parent if out is None else out) / f"{path.stem}.plan.xlsx" for path in books]
    for at, target in enumerate(targets):
        if target in targets[:at]:
            raise PlanError("OUT_TWICE", path=target)
    return targets


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(one.strip().casefold() for one in text.split(",") if one.strip())
    for one in formats or (text,):
        if one not in FORMATS:
            raise PlanError("UNKNOWN_FORMAT", format=one, known=", ".join(FORMATS))
    return formats


def _templates(options: argparse.Namespace) -> Path | None:
    if options.templates is None:
        return None
    folder = Path(options.templates)
    if not folder.is_dir():
        raise PlanError("NO_TEMPLATES_FOLDER", folder=folder)
    return folder
