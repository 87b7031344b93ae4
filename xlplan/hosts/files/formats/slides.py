"""How are slides made? Five for the review, more where a table needs them, with shapes that PowerPoint edits."""

import datetime as dt
import io
import zipfile
from pathlib import Path

from xlplan.engine.account.pictures import scenes
from xlplan.engine.documents import Saying, paper_of
from xlplan.engine.paper.slides import HIGH, WIDE, Slide, slides_of, title_xml
from xlplan.engine.text import Texts
from xlplan.hosts.files.formats.word import pack

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LONGEST = 255  # signs that a property of a presentation may have
TITLE_ONLY = 5  # the layout of that name in the presentation that python-pptx starts from


def slides_document(context: Saying, texts: Texts, templates: Path | None, day: dt.date) -> bytes:
    """Return the review of a customer as a presentation.

    Args:
        context: what the plan says.
        texts: the language.
        templates: a folder whose files replace ours (``en/slides.html.j2``).
        day: the plan's day.

    Raises:
        PlanError: the template is missing or broken.
    """
    import pptx
    from pptx.util import Emu

    paper = paper_of(context, texts, templates, context.slides)
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    for one in slides_of(paper, scenes(context, texts)):
        _add(deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]), one)
    about = deck.core_properties
    about.title = paper.title[:LONGEST]
    about.author = about.last_modified_by = "xlplan"
    about.created = about.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    out = io.BytesIO()
    deck.save(out)
    with zipfile.ZipFile(out) as package:
        return pack({name: package.read(name) for name in package.namelist()})


def _add(page: object, slide: Slide) -> None:
    """Put the title into its placeholder and the shapes below it."""
    from pptx.oxml import parse_xml

    tree = page.shapes._spTree  # type: ignore[attr-defined]  # noqa: SLF001 - the one way to whole shapes
    title = page.shapes.title._element  # type: ignore[attr-defined]  # noqa: SLF001
    for part in list(title)[1:]:
        title.remove(part)
    for part in parse_xml(f"<p:sp {_SPACES}>{title_xml(slide)}</p:sp>"):
        title.append(part)
    ground = parse_xml(f"<p:spTree {_SPACES}>{slide.shapes}</p:spTree>")
    for at, part in enumerate(list(ground)):
        tree.insert(2 + at, part)  # behind the title, so that it stands on the ground
