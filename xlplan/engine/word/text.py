"""How is text written in WordprocessingML? Escaped, in runs and paragraphs."""

import re
from collections.abc import Mapping

from xlplan.engine.paper.blocks import Span, Spans
from xlplan.engine.word.styles import GRADES, NAVY, TONES, style_id

_SHARED, _CHINESE = re.compile("[“”‘’…—·]"), re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_STYLE = re.compile(r"<w:rStyle [^>]*/>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Ids(dict[str, str]):
    """Style name → style id; a style that the package lacks has the id that we give it."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)

    def __missing__(self, name: str) -> str:
        return style_id(name)


def content(text: str) -> str:
    r"""Return text as XML content, without the signs that XML does not know.

    Example:
        >>> content("R&D <a>\x07")
        'R&amp;D &lt;a&gt;'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ILLEGAL.sub("", text)


def attribute(text: str) -> str:
    """Return text as the value of an XML attribute."""
    return content(" ".join(text.split())).replace('"', "&quot;")


def run(text: str, properties: str = "") -> str:
    """Return a run of text; quotes and dots among Chinese are in the Chinese font, as wide as it has them."""
    if _SHARED.search(text) and _CHINESE.search(text):
        style = _STYLE.match(properties)
        at = style.end() if style else 0
        properties = f'{properties[:at]}<w:rFonts w:hint="eastAsia"/>{properties[at:]}'
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{content(text)}</w:t></w:r>'


def paragraph(style: str, inside: str, extra: str = "", section: str = "") -> str:
    """Return a paragraph.

    Args:
        style: its id, blank for the normal one.
        inside: its runs.
        extra: properties that come before spacing in the order of the schema.
        section: section properties that end with this paragraph.
    """
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"{named}{extra}{section}"
    return f"<w:p><w:pPr>{look}</w:pPr>{inside}</w:p>" if look else f"<w:p>{inside}</w:p>"


def runs(spans: Spans, ids: Ids, like: str = "") -> str:
    """Return spans as runs; ``like`` are properties that all of them have."""
    return "".join([_span(one, ids, like) for one in spans])


def _span(one: Span, ids: Ids, like: str) -> str:
    if one.kind == "letter":
        fill = GRADES.get(one.tone, TONES["plain"])
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        return run(f"\u00a0{one.text}\u00a0", f'<w:b/><w:bCs/><w:color w:val="FFFFFF"/>{shade}')
    if one.kind == "tag":
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{TONES.get(one.tone, "ECEFF4")}"/>'
        return run(f"\u00a0{one.text}\u00a0", f"<w:b/><w:bCs/>{shade}")
    if one.kind in ("small", "own"):
        return run(one.text, f'<w:rStyle w:val="{ids[f"xlplan {one.kind.title()}"]}"/>')
    if one.kind == "bold":
        return run(one.text, f"<w:b/><w:bCs/>{like.replace('<w:b/><w:bCs/>', '')}")
    if one.kind == "dots":
        return run(one.text, f'<w:color w:val="{NAVY}"/>')
    return run(one.text, like)
