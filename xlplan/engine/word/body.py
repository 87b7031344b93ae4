"""How is a document written in Word? Real headings, paragraphs, tables and pictures with styles.

Colours that say something (tones, grades) are written into the cells; everything else is a style.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from xlplan.engine.paper.blocks import (
    Block,
    Cards,
    Columns,
    Contents,
    Ending,
    Facts,
    Head,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Signs,
    Table,
)
from xlplan.engine.word import tables
from xlplan.engine.word.styles import GOLD, GREY, TEAL
from xlplan.engine.word.text import Ids, attribute, paragraph, run, runs

EMU = 12700  # a point
HIGHEST = 640.0  # points: a picture leaves room for its heading


class Drawn(NamedTuple):
    """A picture in the package: relation ids of PNG and SVG, size in points, its words."""

    png: str
    svg: str
    width: float
    height: float
    title: str
    text: str


class Body:
    """Writes the body of one document.

    Args:
        paper: the document.
        ids: style name → style id in this package.
        pictures: name → the picture in this package.
        width: of the text, in points.
    """

    def __init__(
        self,
        paper: Paper,
        ids: Mapping[str, str],
        pictures: Mapping[str, Drawn],
        width: float,
    ) -> None:
        self.paper, self.pictures, self.width = paper, pictures, width
        self.ids = Ids(ids)
        self._number = 0
        self._write: dict[type, Callable[[Any, float], str]] = {
            Head: lambda one, width: tables.head(one, width, self.ids),
            Facts: lambda one, width: tables.facts(one, width, self.ids),
            Cards: lambda one, width: tables.cards(one, width, self.ids),
            Table: lambda one, width: tables.table(one, width, self.ids),
            Signs: lambda one, width: tables.signs(one, width, self.ids),
            Heading: lambda one, _: self._heading(one),
            Paragraph: lambda one, _: self._paragraph(one),
            Ending: lambda one, _: self._ending(one),
            Picture: self._picture,
            Contents: lambda one, _: self._contents(one),
            Columns: self._columns,
        }

    def xml(self) -> str:
        """Return the content of ``w:body`` without its last section properties."""
        return self._blocks(self.paper.blocks, self.width)

    def _blocks(self, blocks: Sequence[Block], width: float) -> str:
        parts = []
        for at, one in enumerate(blocks):
            text = self._write[type(one)](one, width)
            signed = at + 1 < len(blocks) and isinstance(blocks[at + 1], Signs)
            if isinstance(one, Ending) and signed:
                text = text.replace("</w:pPr>", "<w:keepNext/></w:pPr>", 1)
            if at + 1 < len(blocks) and isinstance(blocks[at + 1], Ending | Cards | Picture):
                text = tables.kept(text, self.ids)
            parts.append(text)
        return "".join(parts)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _heading(self, one: Heading) -> str:
        extra = "<w:pageBreakBefore/>" if one.page else ""
        number = run(f"{one.number}   ", f'<w:color w:val="{GOLD}"/>') if one.number else ""
        text = number + run(one.text)
        if one.level == 1:
            at = self.paper.headings.index(one) + 1
            text = (
                f'<w:bookmarkStart w:id="{at}" w:name="_Toc{at:08d}"/>{text}'
                f'<w:bookmarkEnd w:id="{at}"/>'
            )
        return paragraph(self.ids[f"heading {min(one.level, 3)}"], text, extra)

    def _paragraph(self, one: Paragraph) -> str:
        if one.kind == "item":
            return paragraph(self.ids["xlplan Item"], run("•\u2002") + runs(one.spans, self.ids))
        if (
            one.kind == "footer"
        ):  # it stands at the foot of each page, and would fill a last one alone
            return ""
        names = {"headline": "xlplan Headline", "how": "xlplan How"}
        name = names.get(one.kind, "")
        return paragraph(self.ids[name] if name else "", runs(one.spans, self.ids))

    def _ending(self, one: Ending) -> str:
        name, colour = {
            "decision": ("xlplan Decision", "8A5D0C"),
            "action": ("xlplan Action", TEAL),
        }.get(one.kind, ("xlplan Number", GREY))
        label = run(one.label, f'<w:color w:val="{colour}"/><w:sz w:val="17"/><w:szCs w:val="17"/>')
        text = run(one.text, "<w:b/><w:bCs/>")
        return paragraph(self.ids[name], f"{label}<w:r><w:br/></w:r>{text}")

    def _picture(self, one: Picture, width: float) -> str:
        drawn = self.pictures.get(one.name)
        if drawn is None:
            return ""
        wide, high = width, width * drawn.height / drawn.width
        if high > HIGHEST:
            wide, high = wide * HIGHEST / high, HIGHEST
        keep = "<w:keepNext/>" if one.caption else ""
        text = paragraph(self.ids["xlplan Picture"], self._drawing(drawn, wide, high), keep)
        if one.caption:
            text += paragraph(self.ids["caption"], run(one.caption))
        return text

    def _drawing(self, drawn: Drawn, wide: float, high: float) -> str:
        number = self._next()
        size = f'cx="{round(wide * EMU)}" cy="{round(high * EMU)}"'
        words = f'title="{attribute(drawn.title)}" descr="{attribute(drawn.text)}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{number}" name="Picture {number}" {words}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{drawn.png}"><a:extLst>'
            '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
            f'<asvg:svgBlip r:embed="{drawn.svg}"/></a:ext></a:extLst></a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            "</w:drawing></w:r>"
        )

    def _contents(self, one: Contents) -> str:
        """Return the contents as a field with links, on as few lines as they need.

        Choice: without page numbers, which only Word could know; a list of lines is what Word makes
        of it when it is asked to update the field.
        """
        every = self.paper.headings
        found = [(at, one) for at, one in enumerate(every, start=1) if one.number]
        if not found:
            return ""
        start = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            ' TOC \\o "1-1" \\n \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        links = [
            f'<w:hyperlink w:anchor="_Toc{at:08d}" w:history="1">'
            + run(f"{heading.number}\u00a0", f'<w:b/><w:bCs/><w:color w:val="{GOLD}"/>')
            + run(heading.text.replace(" ", "\u00a0"))
            + "</w:hyperlink>"
            for at, heading in found
        ]
        title = paragraph(self.ids["xlplan Note"], run(one.title), "<w:keepNext/>")
        return title + paragraph(self.ids["toc 1"], start + run("    ").join(links) + end)

    def _columns(self, one: Columns, width: float) -> str:
        gap = 16.0
        each = (width - gap * (len(one.columns) - 1)) / len(one.columns)
        cells = [self._blocks(column, each) for column in one.columns]
        return tables.side_by_side(cells, each, gap, self.ids)
