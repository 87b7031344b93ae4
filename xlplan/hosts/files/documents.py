"""In which formats can an account plan be written, and what does each need?"""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.assessment import Assessment
from xlplan.core.issues import PlanError
from xlplan.engine.document_kinds import ALL, words_of
from xlplan.engine.document_kinds import FORMATS as OURS
from xlplan.engine.meant import nearest
from xlplan.engine.text import Texts

if TYPE_CHECKING:  # a run without documents needs none of it
    from xlplan.engine.documents import Saying

NEEDS = {"docx": "typst", "pdf": "typst", "pptx": "pptx"}
"""Format → the library that it needs, for those that need one; the extra has the format's name."""

_PACKAGES = {"pptx": "python-pptx"}
FORMATS = (*OURS, *NEEDS)


class Wanted(NamedTuple):
    """A document and its format."""

    kind: str
    ext: str


def formats_of(text: str) -> tuple[str, ...]:
    """Return the formats that a list with commas names; ``all`` names every one.

    Raises:
        PlanError: as ``check_formats``.

    Example:
        >>> formats_of("md, html")
        ('md', 'html')
    """
    words = words_of(text)
    formats = FORMATS if words == (ALL,) else words
    check_formats(formats or (text,))
    return formats


def check_formats(formats: Iterable[str]) -> None:
    """Refuse a format that is not known or not installed, before anything is computed for it.

    Raises:
        PlanError: it says which formats there are, or how to install what is missing.
    """
    for one in formats:
        if one not in FORMATS:
            known, meant = ", ".join(FORMATS), nearest(one, FORMATS)
            raise PlanError("UNKNOWN_FORMAT", format=one, known=known, meant=meant)
        library = NEEDS.get(one)
        if library and find_spec(library) is None:
            raise PlanError("EXTRA_MISSING", format=one, library=_PACKAGES.get(library, library))


def document(
    context: "Saying",
    assessment: Assessment,
    texts: Texts,
    wanted: Wanted,
    templates: Path | None,
) -> bytes:
    """Return a document about a customer in a format.

    Raises:
        PlanError: a template is missing, broken, or asks for a name that there is not.
    """
    kind, ext = wanted
    if ext == "docx":
        from xlplan.hosts.files.formats.word import word_document

        return word_document(context, texts, templates, assessment.as_of, kind)
    if ext == "pdf":
        from xlplan.hosts.files.formats.pdf import pdf_document

        return pdf_document(context, texts, templates, assessment.as_of, kind)
    if ext == "pptx":
        from xlplan.hosts.files.formats.slides import slides_document

        return slides_document(context, texts, templates, assessment.as_of)
    from xlplan.engine.documents import render_context

    return render_context(context, texts, ext, templates, kind).encode()
