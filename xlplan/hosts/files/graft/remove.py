"""How are grafted sheets taken out again? Exactly as it was, or sheet by sheet.

Each graft leaves a small part with the record of its edits. As long as nobody else has saved the
workbook (the edited parts have the size and checksum recorded), the record gives back every byte.
Otherwise the sheets are taken out one by one: their entries, names, relationships, types and parts.
Styles then stay, as unused ones do no harm and their indices may be in use by now.
"""

import re
import zlib
from collections.abc import Iterable

from xlplan.hosts.files.graft.book import Book, Slot, mark_name
from xlplan.hosts.files.graft.parts import Parts, Relation, RelationEdits, TypeEdits, relations_of
from xlplan.hosts.files.ooxml.xmlplaces import Edits, Node, undone
from xlplan.hosts.files.ooxml.xmltext import quoted

RECORD = "urn:xlplan:graft-record"
RECORD_TYPE = "application/vnd.xlplan.graft-record+xml"
_CHAINED = re.compile(rb"""\si=["']([0-9]{1,9})["']""")
_FOREIGN = {"pivotTable", "slicer", "timeline"}


def record(parts: Parts, marker: str) -> bytes:
    """Return the record of a graft.

    Args:
        parts: the package; ``before`` holds the edits of this graft, ``added`` its new parts.
        marker: whose graft it is.
    """
    lines = [f'<graft xmlns="{RECORD}" marker="{marker}">']
    for name, (before, undo) in parts.before.items():
        now = parts.read(name)
        lines.append(f"<part name={quoted(name)} was={_sum(before)} now={_sum(now)}>")
        lines += [f'<edit at="{at}" length="{n}" was="{old.hex()}"/>' for at, n, old in undo]
        lines.append("</part>")
    lines += [f"<new name={quoted(name)}/>" for name in parts.added]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (head + "".join([*lines, "</graft>"])).encode()


def _sum(data: bytes) -> str:
    return f'"{len(data)}-{zlib.crc32(data):08x}"'


def restore(book: Book, marker: str) -> bool:
    """Undo the last graft exactly, if nobody has changed what it edited; tell whether it was."""
    parts = book.parts
    found = left_record(book, marker)
    if found is None:
        return False
    own, root = found
    old: dict[str, bytes] = {}
    for node in root.every("part"):
        name = node.attributes.get("name", "")
        if not _unchanged(parts, name, node):
            return False
        tree = parts.tree(name)
        undo = [_edit(edit) for edit in node.every("edit")]
        old[name] = tree.text.stored(undone(tree.text.data, undo))
        if _sum(old[name]).strip('"') != node.attributes.get("was"):
            return False
    new = [node.attributes.get("name", "") for node in root.every("new")]
    if book.part not in old or any(parts.find(name) is None for name in new):
        return False
    for name, data in old.items():
        parts.put(name, data)
    for name in [*new, own]:
        parts.drop(name)
    return True


def left_record(book: Book, marker: str) -> tuple[str, Node] | None:
    """Return the record of the last graft, if it is there: its part and its root."""
    for relation in book.relations:
        if relation.type == RECORD and book.parts.find(relation.target) is not None:
            root = book.parts.tree(relation.target).root
            if root.uri == RECORD and root.attributes.get("marker") == marker:
                return relation.target, root
    return None


def _unchanged(parts: Parts, name: str, node: Node) -> bool:
    if name in parts.changed:  # functions of ours were taken out of it just now
        return _sum(parts.read(name)).strip('"') == node.attributes.get("now")
    entry = parts.package.find(name)
    said = f"{entry.size}-{entry.crc:08x}" if entry is not None else ""
    return said == node.attributes.get("now")


def _edit(node: Node) -> tuple[int, int, bytes]:
    text = node.attributes.get("was", "")
    try:
        old = bytes.fromhex(text)
    except ValueError:
        old = b"?"  # the checksum will not agree
    return node.whole("at"), node.whole("length"), old


def remove(book: Book, gone: list[Slot], marker: str) -> None:
    """Take grafted sheets out one by one, from a workbook that someone else has saved.

    Raises:
        PlanError: GRAFT_HOLDS, when something was put on one of them that other parts depend on.
    """
    parts = book.parts
    indexes = {slot.place for slot in gone}
    relations = [book.part_of(book.sheets[index]) for index in indexes]
    extra = [r for r in book.relations if r.type == RECORD or _calculates(book, r, indexes)]
    roots = [r.target for r in relations if r is not None] + [r.target for r in extra if r.inside]
    dead = _unreachable(parts, roots, book)
    listed = RelationEdits(parts, book.part)
    for relation in [*relations, *extra]:
        if relation is not None:
            listed.remove(relation)
    _forget(book, indexes, marker)
    listed.save()
    types = TypeEdits(parts)
    for name in sorted(dead):
        types.remove(name)
        parts.drop(name)
        parts.drop(relations_of(name))
    types.save()


def _calculates(book: Book, relation: Relation, indexes: set[int]) -> bool:
    """Tell whether this is the order of calculation and names cells of sheets that go.

    Excel makes it anew; what it must not do is name a cell that is not there. Choice: a sheet counts
    as named by its id or its place, as programs differ.
    """
    part = book.parts.find(relation.target)
    if relation.kind != "calcChain" or part is None:
        return False
    ids = {book.sheets[index].sheet_id for index in indexes} | {index + 1 for index in indexes}
    return any(int(found) in ids for found in set(_CHAINED.findall(book.parts.read(part))))


def _unreachable(parts: Parts, roots: list[str], book: Book) -> set[str]:
    """Return the parts that only these parts lead to, with them."""
    lost = _reach(parts, roots, book)
    heads = set(roots)
    lists = (name for name in parts.names() if name.lower().endswith(".rels"))
    sources = {name.replace("_rels/", "")[: -len(".rels")] for name in lists} - lost
    needed = {parts.find(r.target) for s in sources for r in parts.relations(s) if r.inside}
    kept = _reach(parts, [name for name in lost if name in needed and name not in heads], book)
    return lost - kept


def _reach(parts: Parts, start: Iterable[str], book: Book) -> set[str]:
    found: set[str] = set()
    todo = [name for target in start if (name := parts.find(target)) is not None]
    while todo:
        name = todo.pop()
        if name in found or name == book.part:
            continue
        found.add(name)
        for relation in parts.relations(name):
            if relation.kind in _FOREIGN:
                raise parts.fail("GRAFT_HOLDS", name, thing=relation.kind)
            if relation.inside and (target := parts.find(relation.target)) is not None:
                todo.append(target)
    return found


def _forget(book: Book, indexes: set[int], marker: str) -> None:
    """Take the sheets and their names out of the workbook's part; the others keep their names."""
    edits = Edits(book.tree)
    for index in indexes:
        edits.remove(book.sheets[index].node)
    mark, kept = mark_name(marker).lower(), 0
    for name in book.names:
        scope = name.scope
        if scope in indexes or (scope is not None and name.name.lower() == mark):
            edits.remove(name.node)
            continue
        kept += 1
        if scope is not None:
            shift(edits, name.node, "localSheetId", indexes)
    container = book.tree.root.kid("definedNames")
    if container is not None and not kept:
        edits = _without_names(book, edits, container)
    for view in book.views:
        _front(book, edits, view, indexes)
    book.parts.edit(book.part, edits)


def shift(edits: Edits, node: Node, attribute: str, gone: set[int]) -> None:
    """Correct a sheet's index for the sheets before it that went."""
    if attribute in node.attributes and (old := node.whole(attribute)) > min(gone, default=old):
        edits.attribute(node, attribute, old - sum(index < old for index in gone))


def _without_names(book: Book, edits: Edits, container: Node) -> Edits:
    """Return the edits with the list of names, of which none is left, taken out as a whole."""
    fresh = Edits(book.tree)
    start, end = edits.span(container)
    for at, until, text in edits.cuts:
        if not start <= at < end:
            fresh.replace(at, until, text)
    fresh.remove(container)
    return fresh


def _front(book: Book, edits: Edits, view: Node, gone: set[int]) -> None:
    """Keep the sheet in front there; if it went, its next visible neighbour comes to the front."""
    shift(edits, view, "firstSheet", gone)
    active = view.whole("activeTab")
    if active not in gone:
        shift(edits, view, "activeTab", gone)
        return
    left = [i for i in range(len(book.sheets)) if i not in gone]
    seen = [i for i in left if book.sheets[i].state not in ("hidden", "veryHidden")] or left
    new = next((i for i in seen if i > active), seen[-1] if seen else 0)
    edits.attribute(view, "activeTab", new - sum(index < new for index in gone))
