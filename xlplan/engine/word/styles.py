"""Which styles does a Word document use? All of its look, so that a company changes it in Word.

Word's own styles carry Word's names (``heading 1``); a company's .docx brings them along in its own
look. The others start with ``xlplan`` and are added where they are missing.
"""

from typing import NamedTuple

NAVY, INK, GREY, TEAL, GOLD, RULE, PALE = (
    "14284B", "1F2D3D", "5D6B80", "0B6E75", "C98A1B", "D8DFE8", "F5F7FA",
)  # fmt: skip
TONES = {
    "good": "DCEFE6", "fair": "FDF0C8", "poor": "FADCB6", "bad": "F6C9C3", "plain": "ECEFF4",
}  # fmt: skip
EDGES = {
    "good": TEAL, "fair": GOLD, "poor": "D0732A", "bad": "A8281F", "plain": "B9C4D2",
}  # fmt: skip
GRADES = {"A": TEAL, "B": "3F6FB5", "C": "A8710F", "D": "66758C", "X": "A8281F"}


class Style(NamedTuple):
    """A style: name, kind (paragraph, character, table), what it is based on, its properties."""

    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    paragraph: str = ""
    run: str = ""
    more: str = ""


def _run(size: float = 0.0, colour: str = "", *, bold: bool = False) -> str:
    text = "<w:b/><w:bCs/>" if bold else ""
    text += f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(2 * size)
    return text + (f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if size else "")


def _gap(before: float, after: float, line: int = 0, rule: str = "auto") -> str:
    lines = f' w:line="{line}" w:lineRule="{rule}"' if line else ""
    return f'<w:spacing w:before="{round(20 * before)}" w:after="{round(20 * after)}"{lines}/>'


def _ending(edge: str, fill: str) -> str:
    return (
        "<w:keepLines/>"
        f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="3" w:color="{fill}"/>'
        f'<w:left w:val="single" w:sz="36" w:space="8" w:color="{edge}"/>'
        f'<w:bottom w:val="single" w:sz="4" w:space="4" w:color="{fill}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        + _gap(9, 8)
        + '<w:ind w:left="227"/>'
    )


_KEEP = "<w:keepNext/>"
_TABLE = (
    '<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
    f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
    '<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_FIRST = (
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{NAVY}"/></w:tcPr></w:tblStylePr>'
)
_BARE = (
    '<w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
)

STYLES = (
    Style("heading 1", run=_run(16, NAVY, bold=True), paragraph=_KEEP + "<w:keepLines/>"
          f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="3" w:color="{GOLD}"/></w:pBdr>'
          + _gap(16, 4) + '<w:outlineLvl w:val="0"/>', more='<w:next w:val="Normal"/>'),
    Style("heading 2", run=_run(11, TEAL, bold=True), more='<w:next w:val="Normal"/>',
          paragraph=_KEEP + "<w:keepLines/>" + _gap(7, 3) + '<w:outlineLvl w:val="1"/>'),
    Style("heading 3", run=_run(10, NAVY, bold=True), more='<w:next w:val="Normal"/>',
          paragraph=_KEEP + "<w:keepLines/>" + _gap(8, 2) + '<w:outlineLvl w:val="2"/>'),
    Style("Title", run=_run(25, "FFFFFF", bold=True), paragraph=_gap(2, 2)),
    Style("header", run=_run(8, GREY), paragraph=_gap(0, 0)),
    Style("footer", run=_run(8, GREY), paragraph=_gap(0, 0)),
    Style("caption", run=_run(8.5, GREY), paragraph=_gap(0, 6)),
    Style("toc 1", run=_run(9, NAVY), paragraph=_gap(0, 2)),
    Style("xlplan Headline", run=_run(11.5, NAVY, bold=True), paragraph=_KEEP + _gap(5, 4)),
    Style("xlplan How", run=_run(8.5, GREY), paragraph=_KEEP + _gap(0, 5)),
    Style("xlplan Kind", run=_run(10.5, "C6D2E6"), paragraph=_gap(8, 0)),
    Style("xlplan Line", run=_run(10, "D4DEEC"), paragraph=_gap(2, 10)),
    Style("xlplan Badge", run=_run(8.5, "FFFFFF"), paragraph=_gap(0, 0) + '<w:jc w:val="center"/>'),
    Style("xlplan Grade", run=_run(40, "FFFFFF", bold=True),
          paragraph=_gap(0, 0, 800, "exact") + '<w:jc w:val="center"/>'),
    Style("xlplan Label", run=_run(8.5, GREY), paragraph=_KEEP + _gap(2, 0)),
    Style("xlplan Value", run=_run(15, NAVY, bold=True), paragraph=_KEEP + _gap(0, 0)),
    Style("xlplan Value small", based="xlplan Value", run=_run(12.5)),
    Style("xlplan Fact", run=_run(10, NAVY, bold=True), paragraph=_gap(0, 3)),
    Style("xlplan Note", run=_run(8.5, GREY), paragraph=_gap(0, 3)),
    Style("xlplan Decision", run=_run(10, NAVY), paragraph=_ending(GOLD, "FDF6E9")),
    Style("xlplan Action", run=_run(10, NAVY), paragraph=_ending(TEAL, "EAF4F3")),
    Style("xlplan Number", run=_run(10, NAVY), paragraph=_ending("7D8AA0", PALE)),
    Style("xlplan Picture", paragraph=_gap(5, 3)),
    Style("xlplan Cell", run=_run(8.6), paragraph=_gap(0, 0, 245)),
    Style("xlplan Bar", run=_run(4), paragraph=_gap(2.5, 0, 120, "exact")),
    Style("xlplan Gap", run=_run(4), paragraph=_gap(0, 0, 140, "exact")),
    Style("xlplan Item", paragraph=_gap(0, 3) + '<w:ind w:left="284" w:hanging="227"/>'),
    Style("xlplan Sign", run=_run(8.5, GREY), paragraph=_gap(3, 0)),
    Style("xlplan Small", "character", "", run=_run(7.8, GREY)),
    Style("xlplan Own", "character", "", run=_run(7, GREY)),
    Style("xlplan Table", "table", "", paragraph="", more=_TABLE + _FIRST),
    Style("xlplan Bare", "table", "", paragraph="", more=_BARE),
)  # fmt: skip
"""Every style that a document names, in the order in which they are written."""


def style_id(name: str) -> str:
    """Return the id of a style of ours.

    Example:
        >>> style_id("heading 1"), style_id("xlplan Value small")
        ('Heading1', 'xlplanValueSmall')
    """
    return "".join(f"{word[:1].upper()}{word[1:]}" for word in name.split(" ")).replace(
        "Xlplan", "xlplan", 1
    )


def style_xml(style: Style, ids: dict[str, str]) -> str:
    """Return a style as WordprocessingML; ``ids`` maps names to the ids of the document."""
    own = ' w:customStyle="1"' if style.name.startswith("xlplan") else ""
    based = f'<w:basedOn w:val="{ids.get(style.based, style.based)}"/>' if style.based else ""
    follows = style.more if style.kind == "paragraph" else ""
    properties = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    table = style.more if style.kind == "table" else ""
    return (
        f'<w:style w:type="{style.kind}"{own} w:styleId="{ids[style.name]}">'
        f'<w:name w:val="{style.name}"/>{based}{follows}<w:uiPriority w:val="9"/><w:qFormat/>'
        f"{properties}{run}{table}</w:style>"
    )


def default_styles(lang: str) -> str:
    """Return the styles part of our own look: fonts for both scripts, size, colour, spacing."""
    ids = {style.name: style_id(style.name) for style in STYLES} | {"Normal": "Normal"}
    fonts = (
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial" w:eastAsia="Microsoft YaHei"/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_run(10, INK)}"
        f'<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_gap(0, 5, 264 if lang == 'en' else 276)}</w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + "".join(style_xml(style, ids) for style in STYLES)
        + "</w:styles>"
    )
