"""Which parts does a package have, what points where, and of what type are they?

A :class:`Parts` is a package with changes laid over it; nothing is written until it is saved. The
edits of relationships and content types stand here: every part that comes or goes needs both.
"""

import itertools
import posixpath
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, unquote

from xlplan.core.issues import PlanError
from xlplan.hosts.files.ooxml.packing import copy_package, write_package
from xlplan.hosts.files.ooxml.rawzip import Package
from xlplan.hosts.files.ooxml.xmlplaces import Edits, Node, Tree, parse
from xlplan.hosts.files.ooxml.xmltext import quoted

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"

Undo = list[tuple[int, int, bytes]]


class Relation(NamedTuple):
    """A relationship; ``target`` is a part's name, or the text as written if it is no part's."""

    id: str
    kind: str  # the last word of its type: worksheet, styles, drawing …
    type: str
    target: str
    inside: bool  # points to a part of the package
    node: Node


class Parts:
    """A package and what is to change in it.

    Args:
        package: the open package; it must stay open.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.changed: dict[str, bytes] = {}
        self.added: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self.before: dict[str, tuple[bytes, Undo]] = {}
        self._trees: dict[str, Tree] = {}

    def fail(self, code: str, part: str = "", **more: object) -> PlanError:
        """Return an error about this file (the caller raises it)."""
        return PlanError(code, file=self.package.path, part=part, **more)

    def find(self, name: str) -> str | None:
        """Return a part's name as the package spells it, or None if there is no such part."""
        entry = self.package.find(name)
        if entry is not None and entry.name not in self.dropped:
            return entry.name
        return next((new for new in self.added if new.lower() == name.lower()), None)

    def read(self, name: str) -> bytes:
        """Return a part's content, as changed so far."""
        found, entry = self.find(name), self.package.find(name)
        if found is None:
            raise self.fail("GRAFT_PART_MISSING", name)
        for content in (self.added, self.changed):
            if found in content:
                return content[found]
        return self.package.read(entry) if entry is not None else b""

    def tree(self, name: str) -> Tree:
        """Return a part as parsed."""
        if name not in self._trees:
            self._trees[name] = parse(self.read(name), self.package.path, name)
        return self._trees[name]

    def put(self, name: str, data: bytes) -> None:
        """Change a part that is there."""
        self.changed[self.find(name) or name] = data
        self._trees.pop(name, None)

    def add(self, name: str, data: bytes) -> None:
        """Add a part."""
        self.added[name] = data

    def edit(self, name: str, edits: Edits) -> None:
        """Make edits to a part; ``before`` keeps what it was and how to undo them."""
        if edits:
            data, undo = edits.done()
            self.before[name] = self.read(name), undo
            self.put(name, edits.tree.text.stored(data))

    def drop(self, name: str) -> None:
        """Leave a part out."""
        self.changed.pop(name, None)
        self._trees.pop(name, None)
        if self.package.find(name) is not None:
            self.dropped.add(name)

    def names(self) -> Iterable[str]:
        """Return the names of all parts."""
        kept = (e.name for e in self.package.entries if e.name not in self.dropped)
        return itertools.chain(kept, self.added)

    def relations(self, source: str) -> list[Relation]:
        """Return what a part points to (``""``: the package itself); no list, none."""
        name = self.find(relations_of(source))
        if name is None:
            return []
        nodes = self.tree(name).root.every("Relationship")
        return [_relation(source, node) for node in nodes]

    def save(self, out: BinaryIO) -> None:
        """Write the package with its changes; without any it is the same bytes."""
        if not (self.changed or self.added or self.dropped):
            copy_package(out, self.package)
            return
        write_package(out, self.package, self.changed, self.added, self.dropped)


def relations_of(source: str) -> str:
    """Return the name of the part with a part's relationships.

    Example:
        >>> relations_of("xl/workbook.xml")
        'xl/_rels/workbook.xml.rels'
    """
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(source: str, node: Node) -> Relation:
    get = node.attributes.get
    kind, target = get("Type", ""), get("Target", "")
    inside = get("TargetMode", "") != "External" and not target.startswith("#")
    if inside:
        plain = unquote(target).replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), plain)).lstrip(
            "/"
        )
    return Relation(get("Id", ""), kind.rpartition("/")[2], kind, target, inside, node)


def relative(target: str, source: str) -> str:
    """Return how a part points to another one.

    Example:
        >>> relative("xl/drawings/drawing1.xml", "xl/worksheets/sheet1.xml")
        '../drawings/drawing1.xml'
    """
    return quote(posixpath.relpath(target, posixpath.dirname(source) or "."), safe="/()!$&'+,;=@~")


class RelationEdits:
    """Relationships added to and taken from the list of one part.

    Args:
        parts: the package.
        source: the part; it must have a list.
    """

    def __init__(self, parts: Parts, source: str) -> None:
        self._parts, self._source = parts, source
        self._name = parts.find(relations_of(source)) or ""
        self._edits = Edits(parts.tree(self._name))
        self._root = self._edits.tree.root
        self._used = {node.attributes.get("Id", "") for node in self._root.kids}
        self._new: list[bytes] = []

    def add(self, kind: str, target: str) -> str:
        """Add a relationship and return its id."""
        new = next(i for n in itertools.count(1) if (i := f"rId{n}") not in self._used)
        self._used.add(new)
        tag = _tag(self._root, "Relationship")
        values = (("Id", new), ("Type", kind), ("Target", relative(target, self._source)))
        self._new.append(_element(tag, values))
        return new

    def remove(self, relation: Relation) -> None:
        """Take a relationship out."""
        self._edits.remove(relation.node)

    def save(self) -> None:
        """Make the changes in the package."""
        if self._new:
            self._edits.append(self._root, b"".join(self._new))
        self._parts.edit(self._name, self._edits)


class TypeEdits:
    """Content types looked up, added and taken out.

    Args:
        parts: the package.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._name = parts.find(TYPES) or TYPES
        self._edits = Edits(parts.tree(self._name))
        self._root = self._edits.tree.root
        get = [(node, node.attributes.get) for node in self._root.kids]
        self._defaults = {
            (of("Extension") or "").lower(): of("ContentType") or ""
            for node, of in get
            if node.name == "Default"
        }
        self._overrides = {
            unquote(of("PartName") or "").lstrip("/").lower(): node
            for node, of in get
            if node.name == "Override"
        }
        self._new: list[bytes] = []

    def of(self, part: str) -> str:
        """Return a part's content type, or an empty text."""
        node = self._overrides.get(part.lower())
        if node is not None:
            return node.attributes.get("ContentType", "")
        return self._defaults.get(_suffix(part), "")

    def add(self, part: str, kind: str) -> None:
        """Say a part's type: XML parts by name, others by suffix where the suffix is still free."""
        suffix = _suffix(part)
        if suffix == "xml" or self._defaults.get(suffix, kind) != kind:
            values = (("PartName", "/" + quote(part)), ("ContentType", kind))
            self._new.append(_element(_tag(self._root, "Override"), values))
        elif suffix not in self._defaults:
            self._defaults[suffix] = kind
            values = (("Extension", suffix), ("ContentType", kind))
            self._new.append(_element(_tag(self._root, "Default"), values))

    def names(self, part: str) -> bool:
        """Tell whether something is said of a part by name, even of one that is not there."""
        return part.lower() in self._overrides

    def remove(self, part: str) -> None:
        """Take out what is said of one part by name."""
        node = self._overrides.get(part.lower())
        if node is not None:
            self._edits.remove(node)

    def save(self) -> None:
        """Make the changes in the package."""
        if self._new:
            self._edits.append(self._root, b"".join(self._new))
        self._parts.edit(self._name, self._edits)


def _suffix(part: str) -> str:
    return posixpath.basename(part).rpartition(".")[2].lower()


def _tag(root: Node, name: str) -> str:
    return f"{root.prefix}:{name}" if root.prefix else name


def _element(tag: str, values: Iterable[tuple[str, str]]) -> bytes:
    said = "".join(f" {name}={quoted(value)}" for name, value in values)
    return f"<{tag}{said}/>".encode()
