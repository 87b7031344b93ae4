"""May the owner's workbook be written, and where to? What is asked before every edit of it."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.book import Book, Slot
from xlplan.hosts.files.graft.parts import Parts
from xlplan.hosts.files.ooxml.rawzip import Package
from xlplan.hosts.files.ooxml.xmlparts import UnsafeXmlError, start_tags
from xlplan.hosts.files.replacing import Target, replace, target

_WIDE = ("utf-16-le", "utf-16-be")


def place_of(book: Path, out: Path | None) -> Target:
    """Return the file to write: a macro workbook under another suffix would not open."""
    if out is not None and out.suffix.lower() != book.suffix.lower():
        raise PlanError("GRAFT_SUFFIX", file=out, suffix=book.suffix)
    return target(book if out is None else out)


def host_of(package: Package, place: Target, *, break_signature: bool, sheets: bool = True) -> Book:
    """Return the workbook, if its owner would not mind.

    Args:
        package: the open workbook.
        place: the file to write.
        break_signature: go on though a digital signature will no longer hold.
        sheets: sheets come or go, which a locked structure forbids.

    Raises:
        PlanError: the owner would mind.
    """
    book = Book(Parts(package))
    root = book.tree.root
    protection, sharing = root.kid("workbookProtection"), root.kid("fileSharing")
    reserved = sharing is not None and {"reservationPassword", "hashValue"} & set(
        sharing.attributes
    )
    if sheets and protection is not None and protection.flag("lockStructure"):
        raise book.parts.fail("GRAFT_STRUCTURE")
    if reserved and place.found and place.real.samefile(package.path):
        raise book.parts.fail("GRAFT_RESERVED")
    if book.relation("revisionHeaders") is not None:
        raise book.parts.fail("GRAFT_SHARED")
    if not break_signature and _is_signed(book.parts):
        raise book.parts.fail("GRAFT_SIGNED")
    return book


def check_sheets(book: Book, found: Iterable[Slot], but: Collection[str] = ()) -> None:
    """Refuse a workbook whose owner protected a sheet of ours, as the buttons in Excel and Calc do.

    Args:
        book: the workbook.
        found: the sheets of ours that are to be replaced or taken out.
        but: keys of those that came protected: that is no word of the owner's.

    Raises:
        PlanError: GRAFT_SHEET_PROTECTED, with the name of the sheet.
    """
    for slot in found:
        relation = book.part_of(book.sheets[slot.place])
        protected = relation is not None and is_protected(book.parts, relation.target)
        if protected and slot.key not in but:
            raise book.parts.fail("GRAFT_SHEET_PROTECTED", sheet=slot.name)


def is_protected(parts: Parts, part: str) -> bool:
    """Tell whether a sheet is protected; what no program can open, nobody has protected."""
    try:
        data = parts.read(part)
        if not any("sheetProtection".encode(code) in data for code in ("utf-8", *_WIDE)):
            return False
        found = list(start_tags(data, "sheetProtection"))
    except (PlanError, ExpatError, UnsafeXmlError):
        return False
    said = {said.get(name, "") for _, said in found for name in ("sheet", "content")}
    return not said.isdisjoint({"1", "true"})


def store(place: Target, book: Book, *, backup: bool) -> tuple[bool, Path | None]:
    """Write the workbook as edited; return whether it changed, and the old file where it is kept."""

    def write(out: BinaryIO) -> None:
        book.parts.save(out)
        book.parts.package.close()  # Windows replaces no open file

    before = place.real.stat().st_ino if place.found else None
    kept = replace(place, book.parts.package.path, write, backup=backup)
    return place.real.stat().st_ino != before, kept


def _is_signed(parts: Parts) -> bool:
    origins = any("digital-signature" in relation.type for relation in parts.relations(""))
    return origins or any(name.lower().startswith("_xmlsignatures/") for name in parts.names())
