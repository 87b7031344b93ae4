"""What is done with one workbook of a batch? One function from a job to its outcome.

It knows nothing of the other workbooks, of who calls it or where: every engine maps it. What is
usually imported late is imported here at once, so that a child is warm before its first workbook;
what only documents need is in ``work_documents``.
"""

import json
from io import StringIO
from pathlib import Path
from time import perf_counter

import python_calamine
import xlsxwriter

from xlplan.core.grading.ranking import ORDER
from xlplan.core.issues import Finding, PlanError, Severity, counted
from xlplan.engine import results
from xlplan.engine.plan import Evaluation
from xlplan.engine.text import Texts
from xlplan.hosts.batch.jobs import DONE, FAILED, Book, Job, Outcome, failed
from xlplan.hosts.batch.near import brought, carried, marked
from xlplan.hosts.batch.rows import packed, rows_of
from xlplan.hosts.batch.sources import digest, stamp
from xlplan.hosts.files import output, reading, row_targets, writing
from xlplan.hosts.files.graft import grafting
from xlplan.hosts.files.running import Writing, Written, check_place, evaluate_book, write_book
from xlplan.hosts.files.sheets import package
from xlplan.hosts.files.shelf import MANIFEST
from xlplan.hosts.progress import Progress

WARM = (
    grafting,
    output,
    package,
    python_calamine,
    reading,
    results,
    row_targets,
    writing,
    xlsxwriter,
)


def work(job: Job) -> Outcome:
    """Read, evaluate and write one workbook; what is wrong with it is part of the outcome."""
    start = perf_counter()
    try:
        with brought(job) as near:
            before = marked(job, near)
            outcome = _run(job, near.book, near.target)
            if outcome.status == DONE:
                outcome = carried(job, near, outcome, before)
    except PlanError as wrong:
        return failed(job.book, wrong, perf_counter() - start)
    except OSError as lost:  # a drive is gone, a folder may not be entered
        reason = lost.strerror or type(lost).__name__
        told = PlanError("CANNOT_OPEN", file=job.book.source, reason=reason)
        return failed(job.book, told, perf_counter() - start)
    return outcome._replace(seconds=perf_counter() - start)


def _run(job: Job, path: Path, target: Path) -> Outcome:
    progress = Progress(Texts(), StringIO())
    check_place(path, target, in_place=job.writing.in_place)
    before = (stamp(path), digest(path))
    found = evaluate_book(path, job.asking, progress)
    if not found.readable:
        return _unreadable(job.book, found)
    wanted = job.writing._replace(plans=_present(found, job.writing.plans))
    written = write_book(found, path, target, wanted, progress)
    after = (stamp(path), digest(path)) if wanted.in_place else before
    return Outcome(
        job.book.name,
        DONE,
        stamp=after[0],
        digest=after[1],
        outputs=_outputs(target, wanted, written),
        as_of=found.assessment.as_of.isoformat(),
        counts=_counts(found),
        rows=packed(rows_of(job.book.name, found)),
    )


def _unreadable(book: Book, found: Evaluation) -> Outcome:
    """Return why there is no plan in a workbook: the first error that quotes no cell.

    Reports go to whoever runs the batch, who need not know what planners write.
    """
    errors = (one for one in found.findings if one.severity is Severity.ERROR and not one.value)
    one = next(errors, Finding("NO_RECORDS"))
    return Outcome(book.name, FAILED, one.code, one.params, stamp=book.stamp)


def _present(found: Evaluation, wanted: str) -> str:
    """Return of the grades and customers wanted those that this workbook can have."""
    if wanted in ("all", "none"):
        return wanted
    ids = {one.customer.id for one in found.assessment.customers}
    words = [word.strip() for word in wanted.replace("，", ",").split(",")]
    return ",".join(one for one in words if one in ids or _graded(one)) or "none"


def _graded(word: str) -> bool:
    return bool(word) and all(letter in ORDER for letter in word.upper())


def _outputs(target: Path, wanted: Writing, written: Written) -> tuple[str, ...]:
    outputs = [] if wanted.in_place else [str(target)]
    if written.folder is not None:
        known = json.loads((written.folder / MANIFEST).read_bytes())
        documents = [written.folder / name for name in sorted(known)]
        outputs += [str(path) for path in documents if path.exists()]
    return tuple(outputs)


def _counts(found: Evaluation) -> tuple[int, ...]:
    plan = found.assessment
    by_severity = counted(found.findings).values()
    return (len(plan.customers), len(plan.opportunities), *by_severity)
