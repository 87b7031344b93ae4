"""Where do the rows of a result workbook lead to on this disk? To plan documents and planner's rows.

Targets are written as seen from the result workbook, so that both may be moved together, and the
same run gives the same bytes wherever it is started.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from xlplan.core.assessment import Assessment, CustomerAssessment
from xlplan.engine.document_names import document_names
from xlplan.engine.result.leads import Targets
from xlplan.hosts.files.preflight import WORKBOOKS

BEST = "html"  # what opens with a click on every machine


def row_targets(
    chosen: Sequence[CustomerAssessment],
    assessment: Assessment,
    places: tuple[Path, Path, Path],
    formats: Sequence[str],
) -> Targets:
    """Return where the rows of the results lead to.

    Args:
        chosen: the customers that get a plan document.
        assessment: an evaluated plan.
        places: the planner's workbook, the result workbook (the same in place), and the folder of
            the documents.
        formats: of the documents; a row leads to the HTML, else to the first of them.

    Choice: where a person edited a document, the row leads to that one, not to the numbered new one.
    """
    book, target, folder = places
    documents: dict[str, str] = {}
    if chosen and formats:
        best = BEST if BEST in formats else formats[0]
        names = document_names((one.customer for one in assessment.customers), best)
        found = [(one.customer.id, names[one.customer.id]) for one in chosen]
        shelf = _seen_from(target, folder)
        documents = {id_: f"{shelf}/{name}" for id_, name in found} if shelf else {}
    known = book.suffix.casefold() in WORKBOOKS
    return Targets(documents, _seen_from(target, book) if known else None)


def _seen_from(target: Path, book: Path) -> str | None:
    """Return a file or folder as the result workbook names it, if it can be named; ``""`` itself."""
    real, folder = os.path.realpath(book), os.path.realpath(target.parent)
    if real == os.path.realpath(target):
        return ""
    try:
        return Path(os.path.relpath(real, folder)).as_posix()
    except ValueError:  # another drive
        return None
