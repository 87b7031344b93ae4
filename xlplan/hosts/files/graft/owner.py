"""May the owner's workbook be written, and where to? What is asked before every edit of it."""

from pathlib import Path
from typing import BinaryIO

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.book import Book
from xlplan.hosts.files.graft.parts import Parts
from xlplan.hosts.files.ooxml.rawzip import Package
from xlplan.hosts.files.replacing import Target, replace, target


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
