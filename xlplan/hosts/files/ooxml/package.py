"""Where in an .xlsx or .xlsm does each sheet lie? Its parts, followed by relationships."""

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

from xlplan.core.issues import PlanError
from xlplan.engine.sheets import Block
from xlplan.hosts.files.ooxml.xmlparts import UnsafeXmlError, start_tags
from xlplan.hosts.files.preflight import BROKEN, too_large

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")


class Relation(NamedTuple):
    """One relationship of a part: the end of its type, and the part it points to."""

    kind: str
    target: str


@dataclass
class Package:
    """An open package.

    Args:
        path: the file, for messages.
        archive: the zip, its directory already checked.
        sheets: name of a worksheet → its part; chart and macro sheets are not in it.
        names: the names of all sheets, of any kind, in the order of the tabs.
        date1904: days are counted from 1904.
        recalculates: the workbook asks to be calculated when it is opened.
    """

    path: Path
    archive: ZipFile
    sheets: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    date1904: bool = False
    recalculates: bool = False

    def __post_init__(self) -> None:
        self._parts = {name.lower(): name for name in self.archive.namelist()}
        self.workbook = self._workbook_part()
        self.relations: dict[str, Relation] = {}

    def kind(self) -> str:
        """Return ``xlsx``, ``xlsb`` or ``ods``.

        Raises:
            PlanError: encrypted, or a package of something else.
        """
        if "content.xml" in self._parts and "meta-inf/manifest.xml" in self._parts:
            return self._open_document()
        if self.workbook.lower().endswith(".bin"):
            return "xlsb"
        if self.workbook and self.tags(self.workbook, "workbook"):
            return "xlsx"
        raise PlanError("NOT_A_WORKBOOK", file=self.path)

    def load(self) -> None:
        """Read the list of sheets."""
        self.relations = self.relations_of(self.workbook)
        for name, attributes in self.tags(self.workbook, "sheet", "workbookPr", "calcPr"):
            if name == "workbookPr":
                self.date1904 = attributes.get("date1904") in ("1", "true")
            elif name == "calcPr":
                self.recalculates = attributes.get("fullCalcOnLoad") in ("1", "true")
            elif "name" in attributes:
                self.names.append(attributes["name"])
                relation = self.relations.get(attributes.get("id", ""))
                if relation and relation.kind == "worksheet":
                    self.sheets.setdefault(attributes["name"], relation.target)

    def part_of(self, kind: str) -> str | None:
        """Return the workbook's part of a kind (``sharedStrings``, ``styles``), if it has one."""
        targets = (found.target for found in self.relations.values() if found.kind == kind)
        return next((target for target in targets if self.find(target)), None)

    def find(self, part: str) -> str | None:
        """Return a part's name as it is spelled in the package."""
        return self._parts.get(part.lower())

    def read(self, part: str) -> bytes:
        """Return a part inflated, its checksum verified.

        Raises:
            PlanError: it is missing, damaged, too large, or carries a DOCTYPE.
        """
        name = self.find(part)
        if name is None:
            raise PlanError("DAMAGED", file=self.path)
        if too_large(self.archive.getinfo(name)):
            raise PlanError("TOO_LARGE", file=self.path)
        try:
            data = self.archive.read(name)
        except (*BROKEN, OSError) as wrong:
            raise PlanError("DAMAGED", file=self.path) from wrong
        if b"<!DOCTYPE" in data:
            raise PlanError("UNSAFE", file=self.path)
        return data

    def tags(self, part: str, *wanted: str) -> list[tuple[str, dict[str, str]]]:
        """Return the wanted start tags of a part; see ``xmlparts.start_tags``."""
        try:
            return list(start_tags(self.read(part), *wanted))
        except UnsafeXmlError as wrong:
            raise PlanError("UNSAFE", file=self.path) from wrong
        except BROKEN as wrong:
            raise PlanError("DAMAGED", file=self.path) from wrong

    def blocks(self, sheet_part: str) -> tuple[Block, ...]:
        """Return the Excel tables on a sheet; one without a heading row, or damaged, is left out."""
        found = []
        try:
            for relation in self.relations_of(sheet_part).values():
                if relation.kind == "table" and self.find(relation.target):
                    found += [_block(table) for _, table in self.tags(relation.target, "table")]
        except PlanError:
            return ()  # the cells are there all the same, and read as a plain block
        return tuple(block for block in found if block)

    def relations_of(self, part: str) -> dict[str, Relation]:
        """Return what a part points to inside the package, by relationship id."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.find(where) is None:
            return {}
        found = {}
        for _, tag in self.tags(where, "Relationship"):
            if tag.get("TargetMode") != "External":
                kind = tag.get("Type", "").rpartition("/")[2]
                found[tag.get("Id", "")] = Relation(kind, _resolve(folder, tag.get("Target", "")))
        return found

    def _workbook_part(self) -> str:
        relations = self.relations_of("").values()
        for relation in relations:
            if relation.kind == "officeDocument" and self.find(relation.target):
                return relation.target
        candidates = ("xl/workbook.xml", "xl/workbook.bin")
        return next((name for name in candidates if name in self._parts), "")

    def _open_document(self) -> str:
        if b"encryption-data" in self.read("META-INF/manifest.xml"):
            raise PlanError("ENCRYPTED", file=self.path)
        if b":spreadsheet" not in self.read("content.xml"):
            raise PlanError("NOT_A_WORKBOOK", file=self.path)
        return "ods"


def position(reference: str) -> tuple[int, int]:
    """Return the zero-based row and column of a cell.

    Raises:
        ValueError: not a cell.

    Example:
        >>> position("D7"), position("$AA$1")
        ((6, 3), (0, 26))
    """
    return _corners(reference)[0]


def _corners(reference: str) -> tuple[tuple[int, int], tuple[int, int]]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    first = (int(found[2]) - 1, _index(found[1]))
    return first, ((int(found[4]) - 1, _index(found[3])) if found[3] else first)


def _index(name: str) -> int:
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _resolve(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")


def _block(table: dict[str, str]) -> Block | None:
    try:
        (top, left), (bottom, right) = _corners(table.get("ref", ""))
        totals = int(table.get("totalsRowCount", "0"))
        if int(table.get("headerRowCount", "1")) == 0:
            return None
    except ValueError:
        return None
    name = table.get("displayName") or table.get("name", "")
    return Block(name, top, left, bottom - totals, right)
