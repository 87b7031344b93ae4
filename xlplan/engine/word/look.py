"""What does a Word document look like around its text? A package: our own, or a company's .docx.

A look brings styles, page, header, footer and logo. Its body may hold text of its own (a cover, a
legal notice) around a paragraph ``{{ plan }}``, where the plan goes; without one the plan takes the
place of the body. Header, footer and that text may use the names of the context.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from xlplan.engine.word.styles import STYLES, Style, default_styles, style_id, style_xml

MAIN = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = {
    "w": _W,
    "r": _R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}

_SECTION = re.compile(r"<w:sectPr\b(?:[^>]*/>|.*?</w:sectPr>)", re.DOTALL)
_PLAN = re.compile(
    r"<w:p[ >](?:(?!<w:p[ >])(?!</w:p>).)*?\{\{\s*plan\s*\}\}(?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL
)
_STYLE = re.compile(r"<w:style\b[^>]*?w:styleId=\"([^\"]*)\"[^>]*>(.*?)</w:style>", re.DOTALL)
_NAME = re.compile(r"<w:name w:val=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Look:
    """A package without the plan.

    Args:
        parts: name → content; the parts that hold tags are among them.
        before: the document part up to where the plan goes.
        after: the document part from there on.
        ids: style name → style id.
        width: of the text, in points.
    """

    parts: Mapping[str, bytes]
    before: str
    after: str
    ids: Mapping[str, str] = field(default_factory=dict)
    width: float = 480.0


@lru_cache(maxsize=2)
def own_look(lang: str) -> Look:
    """Return our own look in a language."""
    parts = own_parts(lang)
    return look_of(parts)


def look_of(parts: Mapping[str, bytes]) -> Look:
    """Return a company's package as a look; styles that the plan needs are added to its own.

    Raises:
        KeyError: there is no document or no styles part.
        ValueError: the document has no body.
    """
    document = parts[MAIN].decode("utf-8")
    styles, ids = _with_styles(parts["word/styles.xml"].decode("utf-8"))
    found = [match[0] for match in _SECTION.finditer(document)]
    last = found[-1] if found else _page()
    before, after = _around(document, last)
    whole = dict(parts) | {"word/styles.xml": styles.encode()}
    return Look(whole, _spaced(before), after, ids, _text_width(last))


def _around(document: str, last: str) -> tuple[str, str]:
    """Return the document before and after the plan."""
    place = _PLAN.search(document)
    if place:
        return document[: place.start()], document[place.end() :]
    start = re.search(r"<w:body\b[^>]*>", document)
    if start is None:
        raise ValueError("w:body")
    return document[: start.end()], f"{last}</w:body></w:document>"


def _spaced(before: str) -> str:
    """Declare the namespaces that the plan uses, where the document does not."""
    start = re.search(r"<w:document\b[^>]*>", before)
    if start is None:
        raise ValueError("w:document")
    missing = "".join(
        f' xmlns:{name}="{space}"' for name, space in SPACES.items() if f"xmlns:{name}=" not in start[0]
    )  # fmt: skip
    at = start.end() - 1
    return before[:at] + missing + before[at:]


def _text_width(found: str) -> float:
    page = re.search(r'<w:pgSz\b[^>]*?w:w="(\d+)"', found)
    margin = re.search(r"<w:pgMar\b[^>]*>", found)
    sides = re.findall(r'w:(?:left|right)="(-?\d+)"', margin[0]) if margin else ["850", "850"]
    wide = int(page[1]) if page else 11906
    return max(120.0, (wide - sum(int(side) for side in sides)) / 20.0)


def _with_styles(styles: str) -> tuple[str, dict[str, str]]:
    """Return the styles part with ours added, and name → id of all of them."""
    ids: dict[str, str] = {}
    used: set[str] = set()
    for match in _STYLE.finditer(styles):
        name = _NAME.search(match[2])
        used.add(match[1])
        if name:
            ids.setdefault(name[1] if name[1] == "Normal" else _plain(name[1]), match[1])
    missing: list[Style] = []
    for style in STYLES:
        if style.name not in ids:
            key = style_id(style.name)
            while key in used:
                key += "x"
            used.add(key)
            ids[style.name] = key
            missing.append(style)
    ids.setdefault("Normal", "Normal")
    added = "".join(style_xml(style, ids) for style in missing)
    return styles.replace("</w:styles>", f"{added}</w:styles>"), ids


def _plain(name: str) -> str:
    """Return a style's name as we write it: Word itself is not sure whether it is ``Heading 1``."""
    lowered = name.casefold()
    known = {style.name.casefold(): style.name for style in STYLES}
    return known.get(lowered, name)


# our own package


def _page() -> str:
    return (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1077" w:right="850" '
        'w:bottom="964" w:left="850" w:header="510" w:footer="454" w:gutter="0"/></w:sectPr>'
    )


def own_parts(lang: str) -> dict[str, bytes]:
    """Return the parts of our own look, the place for the plan among them."""
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
    links = (
        '<w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/>'
    )
    page = _page().replace("<w:sectPr>", f"<w:sectPr>{links}")
    text = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_RELATED}/officeDocument", MAIN),
            ("rId2", _CORE, "docProps/core.xml"),
            ("rId3", f"{_RELATED}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/'
        'officeDocument/2006/extended-properties"><Application>xlplan</Application></Properties>',
        "docProps/core.xml": "",
        MAIN: f"{_XML}<w:document {spaces}><w:body><w:p><w:r><w:t>{{{{ plan }}}}</w:t></w:r></w:p>"
        f"{page}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{_RELATED}/styles", "styles.xml"),
            ("rId2", f"{_RELATED}/settings", "settings.xml"),
            ("rId3", f"{_RELATED}/header", "header1.xml"),
            ("rId4", f"{_RELATED}/footer", "footer1.xml"),
        ),
        "word/styles.xml": default_styles(lang),
        "word/settings.xml": f'{_XML}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN"/></w:settings>',
        "word/header1.xml": _edge("hdr", "header", "{{ running.head }}", pages=False),
        "word/footer1.xml": _edge("ftr", "footer", "{{ running.foot }}", pages=True),
    }  # fmt: skip
    return {name: part.encode() for name, part in text.items()}


def _content_types() -> str:
    parts = (
        (MAIN, f"{_TYPES}.document.main+xml"),
        ("word/styles.xml", f"{_TYPES}.styles+xml"),
        ("word/settings.xml", f"{_TYPES}.settings+xml"),
        ("word/header1.xml", f"{_TYPES}.header+xml"),
        ("word/footer1.xml", f"{_TYPES}.footer+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("docProps/app.xml",
         "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    )  # fmt: skip
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts)
        + "</Types>"
    )


def _relations(*found: tuple[str, str, str]) -> str:
    return (
        f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
            for key, kind, target in found
        )
        + "</Relationships>"
    )


def _edge(tag: str, style: str, text: str, *, pages: bool) -> str:
    """Return a header or footer: a tag for the text, and page of pages as fields."""
    numbers = ""
    if pages:
        numbers = (
            f'<w:r><w:tab/></w:r>{_field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
        )
        numbers += _field("NUMPAGES")
    tabs = '<w:tabs><w:tab w:val="right" w:pos="10206"/></w:tabs>'
    side = "bottom" if tag == "hdr" else "top"
    rule = f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="D8DFE8"/></w:pBdr>'
    return (
        f'{_XML}<w:{tag} xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{rule}{tabs}'
        f"</w:pPr><w:r><w:t>{text}</w:t></w:r>{numbers}</w:p></w:{tag}>"
    )


def _field(name: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
