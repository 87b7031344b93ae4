"""Which sheets and names does a workbook have, and which sheets were grafted into it?

A grafted sheet carries a sheet-scoped hidden name ``_MARKER_graft`` whose text is ``key/name``: the
key says which sheet it is, the name what it was called when it was written. Excel and LibreOffice
keep such names when they save, rename or move a sheet.
"""

from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.result.placing import ours
from xlplan.hosts.files.graft.parts import Parts, Relation, TypeEdits, relations_of
from xlplan.hosts.files.ooxml.xmlplaces import Node

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class Sheet(NamedTuple):
    """A sheet as the workbook lists it; ``rel`` is the id of its relationship."""

    name: str
    sheet_id: int
    rel: str
    state: str
    node: Node


class Name(NamedTuple):
    """A defined name; ``scope`` is the index of its sheet, None for the whole workbook."""

    name: str
    text: str
    scope: int | None
    node: Node


class Slot(NamedTuple):
    """Where a grafted sheet is now, and what the planner has done with it."""

    key: str
    given: str  # what it was called when it was written
    name: str
    place: int
    sheet_id: int
    state: str
    active: bool


class Book:
    """A workbook's list of sheets and names, with the places of its elements.

    Args:
        parts: the package.
        may_be_empty: it may be without sheets, as it is when ours were the only ones.

    Raises:
        PlanError: NOT_A_WORKBOOK, GRAFT_XLSB, GRAFT_XML and what reading a part says.
    """

    def __init__(self, parts: Parts, *, may_be_empty: bool = False) -> None:
        self.parts = parts
        self.part = _main_part(parts)
        self.tree = parts.tree(self.part)
        root = self.tree.root
        if root.name != "workbook" or root.uri not in (MAIN, STRICT_MAIN):
            raise parts.fail("NOT_A_WORKBOOK")
        self.strict = root.uri == STRICT_MAIN
        self.relations = parts.relations(self.part)
        self.list = root.kid("sheets")
        self.sheets = [_sheet(node) for node in self.list.every("sheet")] if self.list else []
        listed = self.list is not None and (self.sheets or may_be_empty)
        if not listed or parts.find(relations_of(self.part)) is None:
            raise parts.fail("GRAFT_NO_SHEETS", self.part)
        container = root.kid("definedNames")
        self.names = [_name(node) for node in container.every("definedName")] if container else []
        self.views = [v for views in root.every("bookViews") for v in views.every("workbookView")]

    @property
    def folder(self) -> str:
        """Return the folder of the workbook's part, ``xl`` as a rule."""
        return self.part.rpartition("/")[0]

    @property
    def counts_from_1904(self) -> bool:
        """Tell whether day 0 is 1904-01-01 instead of 1899-12-31."""
        properties = self.tree.root.kid("workbookPr")
        return properties is not None and properties.flag("date1904")

    @property
    def active(self) -> int:
        """Return the index of the sheet in front."""
        return self.views[0].whole("activeTab") if self.views else 0

    def relation(self, kind: str) -> Relation | None:
        """Return the first relationship of the workbook of this kind."""
        return next((found for found in self.relations if found.kind == kind), None)

    def part_of(self, sheet: Sheet) -> Relation | None:
        """Return where a sheet's own part is."""
        return next(
            (found for found in self.relations if found.id == sheet.rel and found.inside), None
        )


def _main_part(parts: Parts) -> str:
    """Return the name of the workbook's part."""
    main = next((r for r in parts.relations("") if r.kind == "officeDocument" and r.inside), None)
    found = parts.find(main.target) if main else None
    if found is None:
        raise parts.fail("NOT_A_WORKBOOK")
    kind = TypeEdits(parts).of(found)
    if "binary" in kind.lower() or found.lower().endswith(".bin"):
        raise parts.fail("GRAFT_XLSB")
    return found


def _sheet(node: Node) -> Sheet:
    get = node.attributes.get
    rel = next((node.attributes[key] for key in _IDS if key in node.attributes), "")
    return Sheet(get("name", ""), node.whole("sheetId"), rel, get("state", ""), node)


def _name(node: Node) -> Name:
    scope = node.whole("localSheetId", -1)
    return Name(node.attributes.get("name", ""), node.text, None if scope < 0 else scope, node)


def mark_name(marker: str) -> str:
    """Return the name that marks a grafted sheet.

    Raises:
        PlanError: GRAFT_MARKER, when the marker is no plain word of up to 30 letters and digits.
    """
    if not (marker.isascii() and marker.isalnum() and len(marker) <= 30):
        raise PlanError("GRAFT_MARKER", marker=marker)
    return f"_{marker}_graft"


def slots(book: Book, marker: str) -> list[Slot]:
    """Return the grafted sheets, one a key, in the order of the tabs.

    The oldest sheet has the lowest id: a copy gets a new one.
    """
    wanted = mark_name(marker).lower()
    marked = [
        (book.sheets[one.scope], one.text)
        for one in book.names
        if one.name.lower() == wanted and one.scope is not None and one.scope < len(book.sheets)
    ]
    marked.sort(key=lambda pair: pair[0].sheet_id)
    places = {sheet.name: place for place, sheet in enumerate(book.sheets)}
    found = [
        _slot(book, key, places[one.name], one.given)
        for key, one in ours((sheet.name, text) for sheet, text in marked).items()
    ]
    return sorted(found, key=lambda slot: slot.place)


def _slot(book: Book, key: str, place: int, given: str) -> Slot:
    sheet = book.sheets[place]
    return Slot(key, given, sheet.name, place, sheet.sheet_id, sheet.state, book.active == place)
