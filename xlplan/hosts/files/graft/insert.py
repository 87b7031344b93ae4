"""How do our sheets come into the workbook? Parts added, and four of its parts edited.

Edited are the list of sheets and names (the workbook's part), its relationships, the content types
and, where a style is new, the styles. Every edit is an insertion, or the change of a number that an
insertion makes necessary; everything else is added beside what is there.
"""

from xlplan.engine.result.placing import Marked
from xlplan.hosts.files.graft.book import MAIN, STRICT_MAIN, Book, Slot
from xlplan.hosts.files.graft.formulas import Renames
from xlplan.hosts.files.graft.names import (
    TABLE,
    free_part,
    part_names,
    sheet_names,
    table_names,
    tables,
)
from xlplan.hosts.files.graft.parts import (
    RELATIONSHIPS,
    TRANSITIONAL,
    RelationEdits,
    TypeEdits,
    relations_of,
    relative,
)
from xlplan.hosts.files.graft.remove import RECORD, RECORD_TYPE, record
from xlplan.hosts.files.graft.sheet import Translator
from xlplan.hosts.files.graft.source import HEADER, Source, SourceSheet
from xlplan.hosts.files.graft.strict import strict_part, strict_type
from xlplan.hosts.files.graft.styles import Styles
from xlplan.hosts.files.graft.tables import translated_table
from xlplan.hosts.files.graft.workbook import Lister, NewSheet
from xlplan.hosts.files.ooxml.xmlplaces import parse
from xlplan.hosts.files.ooxml.xmltext import quoted

_LIST = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SELECTED = (b'tabSelected="1"', b'tabSelected="true"')
_HEAD = 8192  # bytes that hold what a sheet says of its view


class Inserter:
    """Puts the sheets of an authored workbook into another.

    Args:
        book: the workbook without our sheets.
        source: the authored workbook.
        slots: where our sheets were, by key.
        marker: whose sheets they are.
    """

    def __init__(self, book: Book, source: Source, slots: dict[str, Slot], marker: str) -> None:
        self._book, self._source, self._slots, self._marker = book, source, slots, marker
        self._parts = book.parts
        self._types = TypeEdits(self._parts)
        self._relations = RelationEdits(self._parts, book.part)
        self._names = sheet_names(source, book, slots)
        self._new = part_names(source, book, self._types)
        known = tables(self._parts, self._types)
        self._table = known.largest
        pairs = zip(source.sheets, self._names, strict=True)
        new_tables = table_names(source, book, known.names)
        self._renames = Renames({sheet.name: new.name for sheet, new in pairs}, new_tables)

    def run(self) -> list[Marked]:
        """Make all edits and return what the sheets are called."""
        self._parts.before.clear()
        styles_part, styles = self._styles()
        epoch = self._book.counts_from_1904 == self._source.book.counts_from_1904
        translate = Translator(self._source, styles, self._renames, epoch)
        done: set[str] = set()
        for sheet in self._source.sheets:
            for part in self._source.closure(sheet.part):
                if part not in done:
                    self._add(part, self._content(part, sheet, translate))
                    done.add(part)
        pairs = zip(self._source.sheets, self._names, strict=True)
        listed = [self._listed(sheet, name) for sheet, name in pairs]
        Lister(self._book, listed).save(self._marker, self._renames)
        self._save_styles(styles_part, styles)
        self._record()
        return self._names

    def _styles(self) -> tuple[str | None, Styles]:
        """Return the workbook's styles; a workbook without any gets a part of its own."""
        relation = self._book.relation("styles")
        part = self._parts.find(relation.target) if relation else None
        main = STRICT_MAIN if self._book.strict else MAIN
        empty = HEADER + f'<styleSheet xmlns="{main}"></styleSheet>'.encode()
        file = self._parts.package.path
        theirs = self._parts.tree(part) if part else parse(empty, file, "styles")
        return part, Styles(theirs, self._source.styles, file)

    def _save_styles(self, part: str | None, styles: Styles) -> None:
        edits = styles.edits()
        if part is not None:
            self._parts.edit(part, edits)
        elif edits:
            new = free_part(self._in_folder("styles{0}.xml"), self._parts, self._types)
            self._parts.add(new, edits.done()[0])
            self._types.add(new, _STYLES_TYPE)
            self._relations.add(self._type(f"{TRANSITIONAL}/styles"), new)

    def _content(self, part: str, sheet: SourceSheet, translate: Translator) -> bytes:
        slot = self._slots.get(sheet.key)
        if part == sheet.part:
            front = slot is not None and slot.active and not self._selected()
            data = translate.sheet(part, active=front)
        elif self._source.types.of(part) == TABLE:
            self._table += 1
            rule, tree = translate.styles.rule, self._source.parts.tree(part)
            data = translated_table(tree, self._table, rule, self._renames)
        else:
            data = translate.other(part)
        return strict_part(data) if self._book.strict and part.lower().endswith(".xml") else data

    def _selected(self) -> bool:
        """Tell whether a sheet of the planner's is selected (a second one would form a group)."""
        for sheet in self._book.sheets:
            relation = self._book.part_of(sheet)
            entry = self._parts.package.find(relation.target) if relation else None
            if entry and any(tag in self._parts.package.head(entry, _HEAD) for tag in _SELECTED):
                return True
        return False

    def _add(self, part: str, data: bytes) -> None:
        """Add a part under its new name, with what it points to and its type."""
        new = self._new[part]
        self._parts.add(new, data)
        self._types.add(new, self._source.types.of(part) or "application/octet-stream")
        relations = self._source.parts.relations(part)
        if not relations:
            return
        lines = [f'<Relationships xmlns="{_LIST}">']
        for relation in relations:
            target, mode = relation.target, ""
            if relation.inside:
                target = relative(self._new[self._source.parts.find(target) or target], new)
            elif target.startswith("#"):
                target = "#" + self._renames.formula(target[1:])
            if "TargetMode" in relation.node.attributes:
                mode = f" TargetMode={quoted(relation.node.attributes['TargetMode'])}"
            said = f"Id={quoted(relation.id)} Type={quoted(self._type(relation.type))}"
            lines.append(f"<Relationship {said} Target={quoted(target)}{mode}/>")
        self._parts.add(relations_of(new), HEADER + "".join([*lines, "</Relationships>"]).encode())
        self._types.add(relations_of(new), RELATIONSHIPS)

    def _listed(self, sheet: SourceSheet, name: Marked) -> NewSheet:
        slot = self._slots.get(sheet.key)
        rel = self._relations.add(self._type(f"{TRANSITIONAL}/{sheet.kind}"), self._new[sheet.part])
        new = NewSheet(name.name, name.given, sheet.key, rel, sheet.state, sheet.names)
        if slot is None:
            return new
        place, sheet_id, active = slot.place, slot.sheet_id, slot.active
        return new._replace(state=slot.state, place=place, sheet_id=sheet_id, active=active)

    def _record(self) -> None:
        """Save the lists, and the record of how to undo it all."""
        own = free_part(self._in_folder(self._marker + "-graft{0}.xml"), self._parts, self._types)
        self._relations.add(RECORD, own)
        self._types.add(own, RECORD_TYPE)
        self._relations.save()
        self._types.save()
        self._parts.add(own, record(self._parts, self._marker))

    def _in_folder(self, name: str) -> str:
        return f"{self._book.folder}/{name}".lstrip("/")

    def _type(self, kind: str) -> str:
        return strict_type(kind) if self._book.strict else kind
