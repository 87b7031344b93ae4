"""How does a document become a Word package? Its blocks, poured into a look.

The parts are returned as bytes by name; a host packs them.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from xlplan.engine.paper.blocks import Paper
from xlplan.engine.pictures import Scene
from xlplan.engine.word.body import Body, Drawn
from xlplan.engine.word.look import MAIN, Look
from xlplan.engine.word.tags import fill, paragraphs
from xlplan.engine.word.text import content

_TAGGED = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def word_parts(
    paper: Paper,
    look: Look,
    scenes: Mapping[str, tuple[Scene, str, bytes]],
    values: Mapping[str, Any],
    day: dt.date,
) -> dict[str, bytes]:
    """Return the parts of a Word document by name.

    Args:
        paper: its blocks.
        look: styles, page, header, footer.
        scenes: name of a picture → the scene, its SVG, its PNG.
        values: what the tags of the look may use.
        day: what the document calls the day it was made: the plan's own, so that the same plan
            gives the same bytes.

    Raises:
        PlanError: a tag of the look is broken or asks for a name that there is not.
    """
    drawn = {
        name: Drawn(f"rIdXp{at}", f"rIdXs{at}", one.width, one.height, one.title, one.description)
        for at, (name, (one, _, _)) in enumerate(scenes.items(), start=1)
    }
    names = {**values, "running": {"head": paper.head, "foot": paper.foot}}
    body = Body(paper, look.ids, drawn, look.width)
    before = fill(MAIN, look.before, names)
    after = fill(MAIN, look.after, names, paragraphs(look.before) + 1)
    parts = dict(look.parts)
    for name, part in look.parts.items():
        if _TAGGED.fullmatch(name):
            parts[name] = fill(name, part.decode("utf-8"), names).encode()
    parts[MAIN] = (before + body.xml() + after).encode()
    for at, (_, svg, png) in enumerate(scenes.values(), start=1):
        parts[f"word/media/xlplan{at}.png"] = png
        parts[f"word/media/xlplan{at}.svg"] = svg.encode()
    rels = "word/_rels/document.xml.rels"
    parts[rels] = _related(parts[rels].decode("utf-8"), len(scenes)).encode()
    types = "[Content_Types].xml"
    parts[types] = _typed(parts[types].decode("utf-8")).encode()
    parts["docProps/core.xml"] = properties(paper.title, paper.lang, day).encode()
    return parts


def _related(relations: str, count: int) -> str:
    added = "".join(
        f'<Relationship Id="rIdX{kind[0]}{at}" Type="{_IMAGE}" Target="media/xlplan{at}.{kind}"/>'
        for at in range(1, count + 1)
        for kind in ("png", "svg")
    )
    return relations.replace("</Relationships>", f"{added}</Relationships>")


def _typed(types: str) -> str:
    """Return the content types with those of pictures; a template becomes a document."""
    types = types.replace("template.main+xml", "document.main+xml")
    added = "".join(
        f'<Default Extension="{ext}" ContentType="{kind}"/>'
        for ext, kind in (("png", "image/png"), ("svg", "image/svg+xml"))
        if f'Extension="{ext}"' not in types
    )
    start = re.search(r"<Types\b[^>]*>", types)
    at = start.end() if start else 0
    return types[:at] + added + types[at:]


def properties(title: str, language: str, day: dt.date) -> str:
    """Return the part with a document's title, its maker and its day."""
    lang = "zh-CN" if language == "zh" else "en-GB"
    made = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{content(title)}</dc:title><dc:creator>xlplan</dc:creator>"
        f"<dc:language>{lang}</dc:language><dcterms:created {made}</dcterms:created>"
        f"<dcterms:modified {made}</dcterms:modified></cp:coreProperties>"
    )
