"""How is a PDF made? Typst sets the plan's blocks: text, bookmarks, embedded fonts, vector pictures."""

import datetime as dt
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.account.pictures import scenes
from xlplan.engine.document_kinds import PLAN
from xlplan.engine.documents import Saying, paper_of, typst_of
from xlplan.engine.text import Texts
from xlplan.hosts.files.formats.pictures import compiler
from xlplan.hosts.files.formats.set_apart import LOOK, is_own, set_apart


def pdf_document(
    context: Saying, texts: Texts, templates: Path | None, day: dt.date, kind: str = PLAN
) -> bytes:
    """Return an account plan as PDF.

    Args:
        context: what the plan says.
        texts: the language.
        templates: a folder whose files replace ours; ``shared/plan.typ.j2`` is the look.
        day: the plan's day.
        kind: which document.

    Raises:
        PlanError: a template is missing or broken.
    """
    import typst

    paper = paper_of(context, texts, templates, kind)
    source = typst_of(paper, scenes(context, texts), context.names, templates, day)
    if is_own(templates):
        return set_apart(source.encode())
    try:
        return bytes(compiler().compile(input=source.encode(), format="pdf", timestamp=0))
    except typst.TypstError as wrong:
        raise PlanError("LOOK_TYPST", file=LOOK, problem=wrong.message) from wrong
