"""What is in the authored workbook: its sheets, their parts, texts, styles and names?

The authored workbook may use any encoding, prefix, quotes, comments or CDATA; its parts are brought
to one plain form first, so that the translation of a sheet can be quick and simple. What a sheet
may not bring along (pivot tables, slicers, controls, links to other workbooks) is refused by name.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from xlplan.hosts.files.graft.book import MAIN, Book, Name, mark_name
from xlplan.hosts.files.graft.parts import Parts, Relation, TypeEdits
from xlplan.hosts.files.ooxml.xmlplaces import Tree, check, parse
from xlplan.hosts.files.ooxml.xmltext import escaped, quoted

HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CARRIED = {
    "drawing",
    "chart",
    "chartEx",
    "chartUserShapes",
    "chartStyle",
    "chartColorStyle",
    "image",
    "table",
    "comments",
    "vmlDrawing",
    "hyperlink",
    "printerSettings",
    "themeOverride",
    "diagramData",
    "diagramLayout",
    "diagramQuickStyle",
    "diagramColors",
    "diagramDrawing",
}  # fmt: skip - what a sheet may bring along
_UNUSUAL = re.compile(rb"""<[^<>"]*(?:"[^"]*"[^<>"]*)*?\w(?:\s*=\s*'|\s+=|=\s)""")
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?[A-Za-z]\w*[\s/>]")
_STRING = re.compile(rb"<si(?:\s[^>]*)?(?:/>|>(.*?)</si>)", re.DOTALL)
_NO_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf xfId="0"/></cellXfs></styleSheet>'
)


Fill = Callable[[str, bytes, Callable[[int], int]], bytes]
"""Puts rows into an authored sheet: its part, its XML as the workbook takes it, and what number of
a style in the workbook each of the authored numbers is; returns the XML with the rows."""


class Authored(NamedTuple):
    """An authored workbook; where rows are many, ``fill`` writes them as the workbook needs them.

    Rows that are in the authored workbook are translated cell by cell. Those that ``fill`` puts in
    are taken as they are: with texts in the cells, and no reference to a sheet that may be renamed.
    """

    path: Path
    fill: Fill | None = None


class SourceSheet(NamedTuple):
    """A sheet to be grafted; ``key`` recognises it from run to run."""

    name: str
    key: str
    state: str
    part: str
    kind: str  # worksheet or chartsheet
    names: list[Name]


class Source:
    """An authored workbook.

    Args:
        parts: its package.
        marker: whose sheets they are: a sheet-scoped name ``_MARKER_key`` holds a sheet's key, else
            the key is its name.
        fill: what puts rows into its sheets.

    Raises:
        PlanError: GRAFT_CARRIES (something that cannot be moved) and what reading a part says.
    """

    def __init__(self, parts: Parts, marker: str, fill: Fill | None = None) -> None:
        self.parts, self.fill = parts, fill
        self.book = Book(parts)
        self._key = f"_{marker}_key".lower()
        self._mark = mark_name(marker).lower()
        self.types = TypeEdits(parts)
        if self.book.strict:
            raise parts.fail("GRAFT_CARRIES", self.book.part, thing="strict")
        if self.book.relation("externalLink") is not None:
            raise parts.fail("GRAFT_CARRIES", self.book.part, thing="externalLink")
        self._keys: set[str] = set()
        self.sheets = [self._sheet(index) for index in range(len(self.book.sheets))]

    def _sheet(self, index: int) -> SourceSheet:
        sheet = self.book.sheets[index]
        relation = self.book.part_of(sheet)
        part = self.parts.find(relation.target) if relation else None
        if relation is None or part is None:
            raise self.parts.fail("GRAFT_PART_MISSING", relation.target if relation else sheet.name)
        if relation.kind not in ("worksheet", "chartsheet"):
            raise self.parts.fail("GRAFT_CARRIES", part, thing=relation.kind)
        own = [name for name in self.book.names if name.scope == index]
        local = {name.name.lower() for name in own}
        shared = [n for n in self.book.names if n.scope is None and n.name.lower() not in local]
        kept = [n for n in (*own, *shared) if n.name.lower() not in (self._key, self._mark)]
        key = self._unique_key(own, sheet.name)
        return SourceSheet(sheet.name, key, sheet.state, part, relation.kind, kept)

    def _unique_key(self, names: list[Name], sheet: str) -> str:
        """Return the sheet's key; the second sheet of a key is known by its own name."""
        text = next((name.text for name in names if name.name.lower() == self._key), "")
        key = text.strip().lstrip("=").strip('"').replace('""', '"')[:200] or sheet
        key = f"{key}/{sheet}" if key in self._keys else key
        self._keys.add(key)
        return key

    @cached_property
    def strings(self) -> list[bytes]:
        """Return the content of each shared string."""
        relation = self.book.relation("sharedStrings")
        if relation is None or self.parts.find(relation.target) is None:
            return []
        return [found[1] or b"" for found in _STRING.finditer(self.plain(relation.target))]

    @cached_property
    def numbered_strings(self) -> dict[bytes | None, bytes]:
        """Return number → what follows ``<is>`` in a cell; None, for a cell of another kind, → none."""
        found: dict[bytes | None, bytes] = {None: b""}
        found.update((b"%d" % n, text + b"</is></c>") for n, text in enumerate(self.strings))
        return found

    @cached_property
    def styles(self) -> Tree:
        """Return the styles as parsed."""
        relation = self.book.relation("styles")
        if relation is None or self.parts.find(relation.target) is None:
            return parse(_NO_STYLES.encode(), self.parts.package.path, "styles")
        return self.parts.tree(relation.target)

    def plain(self, part: str) -> bytes:
        """Return a part as UTF-8 without header, comments, CDATA and a prefix for its namespace."""
        data = check(self.parts.read(part), self.parts.package.path, part)
        data = data.partition(b"?>")[2] if data.startswith(b"<?xml") else data
        if _is_unusual(data):
            data = _rewritten(data)
        data = data.lstrip()
        start = _ROOT.match(data)
        prefix = start[1] if start else None
        if prefix and data.find(b"xmlns:" + prefix[:-1] + b'="' + MAIN.encode() + b'"') >= 0:
            data = data.replace(b"</" + prefix, b"</").replace(b"<" + prefix, b"<")
            data = data.replace(b"xmlns:" + prefix[:-1] + b"=", b"xmlns=", 1)
        return data

    def closure(self, part: str) -> Iterator[str]:
        """Yield the parts that a sheet leads to, itself first.

        Raises:
            PlanError: GRAFT_CARRIES.
        """
        todo, seen = [part], {part}
        while todo:
            yield (name := todo.pop(0))
            for relation in self.parts.relations(name):
                if relation.kind not in _CARRIED:
                    raise self.parts.fail("GRAFT_CARRIES", name, thing=relation.kind)
                target = self._target(relation)
                if target and target not in seen:
                    seen.add(target)
                    todo.append(target)

    def _target(self, relation: Relation) -> str:
        if not relation.inside:
            return ""
        found = self.parts.find(relation.target)
        if found is None:
            raise self.parts.fail("GRAFT_PART_MISSING", relation.target)
        return found


def _is_unusual(data: bytes) -> bool:
    """Tell whether a part has comments, CDATA, instructions, or attributes not as ``a="b"``."""
    if b"<!" in data or b"<?" in data:
        return True
    hint = any(sign in data for sign in (b"='", b"= ", b' ="', b"=\n", b"=\t"))
    return hint and _UNUSUAL.search(data) is not None


def _rewritten(data: bytes) -> bytes:
    """Return well-formed XML without comments, CDATA and instructions, quoted with ``"``."""
    pieces: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.buffer_text = True

    def start(name: str, values: list[str]) -> None:
        said = "".join(f" {k}={quoted(v)}" for k, v in zip(values[::2], values[1::2], strict=True))
        pieces.append(f"<{name}{said}>")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: pieces.append(f"</{name}>")
    parser.CharacterDataHandler = lambda text: pieces.append(escaped(text))
    parser.Parse(data, True)
    return "".join(pieces).encode()
