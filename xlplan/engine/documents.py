"""How does an account plan become a document? Templates, one a language and format.

A template sees the names of ``plan_shapes.PlanContext`` and, in HTML, ``pictures``. It runs in
Jinja2's sandbox; a name that is not known ends in one sentence with file, line and the nearest
known name, and nothing half made. A folder of the user overrides the templates file by file.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlplan.core.assessment import Assessment, CustomerAssessment
from xlplan.core.issues import PlanError
from xlplan.engine.account.context import plan_context
from xlplan.engine.account.pictures import Saying, draw, scenes
from xlplan.engine.document_kinds import EVERY, FORMATS, PLAN, SECTIONS
from xlplan.engine.document_names import document_name, document_names
from xlplan.engine.paper.blocks import Paper
from xlplan.engine.pictures import Scene, Svg
from xlplan.engine.text import LANGUAGES, Texts

__all__ = [
    "FORMATS", "Saying", "document_name", "document_names", "paper_of", "plan_context", "render_context",
    "render_plan", "templates_folder", "typst_of",
]  # fmt: skip

LOOK = "look.docx"


def render_plan(
    customer: CustomerAssessment,
    assessment: Assessment,
    texts: Texts,
    format: str,  # noqa: A002 - what the option of the command line is called, too
    templates: Path | None = None,
) -> str:
    """Return the account plan of a customer as a document.

    Args:
        customer: one of ``assessment.customers``.
        assessment: the evaluated plan that it belongs to.
        texts: the language.
        format: ``md`` or ``html``.
        templates: a folder whose files replace ours (``en/plan.html.j2``, ``shared/plan.css`` …).

    Raises:
        PlanError: an unknown format, or a template that is missing, broken or asks for an unknown
            name; the sentence names file, line and the nearest known name.
    """
    _check(format)
    return render_context(plan_context(customer, assessment, texts), texts, format, templates)


def render_context(
    context: Saying,
    texts: Texts,
    format: str,  # noqa: A002 - what the option of the command line is called, too
    templates: Path | None = None,
    kind: str = PLAN,
) -> str:
    """Return a plan's context as a document; several formats can share one context.

    Args:
        context: what there is to say.
        texts: the language.
        format: ``md`` or ``html``.
        templates: a folder whose files replace ours.
        kind: which document, a key of ``document_kinds.KINDS``; only the account plan has a
            template for Markdown, the others are written from their page.

    Raises:
        PlanError: as ``render_plan``.
    """
    _check(format)
    from xlplan.engine.template_room import render

    if format == "html":
        names = {**_names(context, texts, kind), "pictures": draw(context, texts)}
        return render(f"{texts.lang}/{kind}.html.j2", names, format, _folders(templates))
    if kind != PLAN:
        from xlplan.engine.paper.markdown import markdown_of

        return markdown_of(paper_of(context, texts, templates, kind))
    names = dict(context.names)
    return render(f"{texts.lang}/plan.{format}.j2", names, format, _folders(templates))


@lru_cache(maxsize=1)
def templates_folder() -> Path:
    """Return the folder of the templates: inside the installed package, or beside it in a checkout.

    Raises:
        PlanError: it is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in _places(package):
        if (folder / "en").is_dir():
            return folder
    raise PlanError("TEMPLATES_MISSING", folder=package / "templates")


def look_places(lang: str) -> tuple[Path, ...]:
    """Return where a folder of somebody's own may have its look of Word documents, nearest first."""
    return Path(lang, LOOK), Path(LOOK), Path("shared", LOOK)


def replaces_any(folder: Path) -> bool:
    """Return whether anything in a folder of somebody's own stands in the place of a file of ours."""
    ours = templates_folder()
    names = [one.relative_to(ours) for one in ours.rglob("*.*")]
    looks = [place for lang in LANGUAGES for place in look_places(lang)]
    return any((folder / name).is_file() for name in (*looks, *names))


def _places(package: Path) -> Iterator[Path]:
    yield package / "templates"
    yield package.parent / "templates"


def _names(context: Saying, texts: Texts, kind: str) -> dict[str, Any]:
    """Return what a page may use: the context, its title, and the number of each section."""
    found = EVERY[kind]
    numbers: dict[str, Any] = dict.fromkeys((*SECTIONS, *found.sections), "")
    numbers |= {name: at for at, name in enumerate(found.sections, start=1)}
    return {**context.names, "title": texts(found.title), "numbers": numbers}


def paper_of(
    context: Saying, texts: Texts, templates: Path | None = None, kind: str = PLAN
) -> Paper:
    """Return a document as blocks, for the formats that are drawn: the HTML template read back.

    Raises:
        PlanError: as ``render_plan``.
    """
    from xlplan.engine.paper.reading import PLACE, read_paper
    from xlplan.engine.template_room import render

    names = _names(context, texts, kind)
    names["pictures"] = {
        name: None if scene is None else Svg(PLACE.format(name=name))
        for name, scene in scenes(context, texts).items()
    }
    page = render(f"{texts.lang}/{kind}.html.j2", names, "html", _folders(templates))
    return read_paper(page, texts.lang)


def typst_of(
    paper: Paper,
    drawn: Mapping[str, Scene | None],
    values: Mapping[str, Any],
    templates: Path | None,
    day: dt.date,
) -> str:
    """Return a plan as Typst source, from which a PDF is made.

    Args:
        paper: its blocks.
        drawn: its pictures.
        values: what the template of the look may use besides.
        templates: a folder whose files replace ours (``shared/plan.typ.j2``).
        day: the plan's day.

    Raises:
        PlanError: as ``render_plan``.
    """
    from xlplan.engine.paper.typst import Body
    from xlplan.engine.paper.typst_text import fonts
    from xlplan.engine.template_room import Written, render

    names = {
        **values, "paper": {"title": paper.title, "head": paper.head, "foot": paper.foot},
        "body": Written(Body(paper, drawn).source()), "fonts": fonts(paper.lang),
        "leading": "0.62em" if paper.lang == "en" else "0.8em",
        "year": day.year, "month": day.month, "day": day.day,
    }  # fmt: skip
    return render("shared/plan.typ.j2", names, "typ", _folders(templates))


def _folders(templates: Path | None) -> tuple[str, ...]:
    own = str(templates_folder())
    return (str(templates), own) if templates else (own,)


def _check(wanted: str) -> None:
    if wanted not in FORMATS:
        raise PlanError("FORMAT_UNKNOWN", format=wanted, formats=", ".join(FORMATS))
