"""What are our sheets, tables and parts called in the workbook, so that nothing is called twice?"""

import itertools
import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple

from xlplan.engine.result.placing import Marked, settled
from xlplan.hosts.files.graft.book import Book, Slot
from xlplan.hosts.files.graft.parts import Parts, TypeEdits, relations_of
from xlplan.hosts.files.graft.references import referred
from xlplan.hosts.files.graft.source import Source
from xlplan.hosts.files.ooxml.xmlplaces import first_tag

TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_HEAD = 8192  # bytes that a table's first tag fits in


class Tables(NamedTuple):
    """Names and the largest id of the tables in a workbook."""

    names: set[str]
    largest: int


def sheet_names(source: Source, book: Book, slots: dict[str, Slot]) -> list[Marked]:
    """Return what our sheets are called.

    Args:
        source: our sheets.
        book: the workbook without them.
        slots: where they were, by key.
    """
    present = {key: Marked(slot.name, slot.given) for key, slot in slots.items()}
    others = [sheet.name for sheet in book.sheets]
    wanted = [(sheet.key, sheet.name) for sheet in source.sheets]
    found = settled(wanted, present, others)
    moved = {
        present[key].name for key, new in found.items() if key in present and new != present[key]
    }
    if moved:  # formulas in a file do not follow a new name
        found = settled(wanted, present, others, referred(book, moved))
    return list(found.values())


def tables(parts: Parts, types: TypeEdits) -> Tables:
    """Return the names and the largest id of the workbook's tables."""
    found: set[str] = set()
    largest = 0
    for name in parts.names():
        if types.of(name) != TABLE:
            continue
        entry = parts.package.find(name)
        head = parts.package.head(entry, _HEAD) if entry else b""
        said = first_tag(head)
        found |= {said.get(key, "").casefold() for key in ("name", "displayName")}
        number = said.get("id", "")
        largest = max(largest, int(number) if number.isascii() and number.isdigit() else 0)
    return Tables(found, largest)


def table_names(source: Source, book: Book, taken: Iterable[str]) -> dict[str, str]:
    """Return what our tables are called: a name that the workbook uses gets ``_2``."""
    used = {*taken, *(name.name.casefold() for name in book.names)}
    found: dict[str, str] = {}
    for sheet in source.sheets:
        for part in source.closure(sheet.part):
            if source.types.of(part) != TABLE:
                continue
            old = source.parts.tree(part).root.attributes.get("displayName", "")
            numbered = (f"{old}_{n}" if n > 1 else old for n in itertools.count(1))
            found[old] = next(name for name in numbered if name.casefold() not in used)
            used.add(found[old].casefold())
    return found


def part_names(source: Source, book: Book, types: TypeEdits) -> dict[str, str]:
    """Return for each of our parts an unused name of the same kind, in the workbook's folder."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for sheet in source.sheets:
        for part in source.closure(sheet.part):
            if part not in found:
                found[part] = free_part(_pattern(part, source, book), book.parts, types, used)
                used.add(found[part].lower())
    return found


def free_part(pattern: str, parts: Parts, types: TypeEdits, used: Iterable[str] = ()) -> str:
    """Return the first name of a pattern that no part has and nothing is said of.

    The pattern's ``{}`` takes a number from 1 on; one with ``{0}`` goes without a number if it can.
    """
    start = 0 if "{0}" in pattern else 1
    numbered = (pattern.format(number or "") for number in itertools.count(start))
    return next(
        name
        for name in numbered
        if name.lower() not in used
        and parts.find(name) is None
        and parts.find(relations_of(name)) is None
        and not types.names(name)
    )


def _pattern(part: str, source: Source, book: Book) -> str:
    folder = source.book.folder
    inside = posixpath.relpath(part, folder) if folder else part
    if inside.startswith(".."):
        inside = posixpath.basename(part)
    stem, dot, suffix = inside.rpartition(".")
    plain = re.sub(r"\d+$", "", stem if dot else suffix).replace("{", "").replace("}", "")
    return posixpath.join(book.folder, plain + "{}" + (dot + suffix if dot else ""))
