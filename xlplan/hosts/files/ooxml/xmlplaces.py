"""Where does each element of an XML part stand? Byte offsets from the parser, for edits in place.

A part is parsed by expat, which tells for every tag the byte it starts at; an edit replaces bytes
there and leaves all others as they are: prefixes, order, spaces and comments stay. Parts in UTF-16
or an older encoding are worked on as UTF-8 and go back to their own encoding.
"""

import codecs
import re
from contextlib import suppress
from typing import NamedTuple
from xml.parsers import expat

from xlplan.core.issues import PlanError
from xlplan.hosts.files.ooxml.xmltext import quoted

MAX_DEPTH = 200  # Office nests a few dozen deep
MAX_NODES = 400_000  # elements of an edited part, so that no part fills the memory

_HEAD = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CODECS = ("utf-8", "ascii", "utf-16", "iso8859", "cp125", "gb", "big5", "shift_jis", "euc", "koi8")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Node:
    """An element: ``start`` is the byte of its ``<``, ``close`` that of its closing tag.

    Attributes are keyed by their plain name, or ``{namespace}name`` if they have a prefix.
    """

    __slots__ = ("attributes", "close", "kids", "name", "prefix", "start", "text", "uri")

    def __init__(
        self, uri: str, name: str, prefix: str, attributes: dict[str, str], start: int
    ) -> None:
        self.uri, self.name, self.prefix = uri, name, prefix
        self.attributes = attributes
        self.start = self.close = start
        self.kids: list[Node] = []
        self.text = ""

    def kid(self, name: str) -> "Node | None":
        """Return the first child of this name in the same namespace."""
        return next((kid for kid in self.kids if kid.name == name and kid.uri == self.uri), None)

    def every(self, name: str) -> "list[Node]":
        """Return the children of this name in the same namespace."""
        return [kid for kid in self.kids if kid.name == name and kid.uri == self.uri]

    def whole(self, name: str, default: int = 0) -> int:
        """Return an attribute as a whole number; a missing or impossible one is the default."""
        text = self.attributes.get(name, "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default

    def flag(self, name: str) -> bool:
        """Return an on/off attribute; missing is off."""
        return self.attributes.get(name, "").strip() in ("1", "true", "on")


class Text(NamedTuple):
    """A part's text as UTF-8 and how to store it again."""

    data: bytes
    codec: str = "utf-8"
    mark: bytes = b""

    def stored(self, data: bytes) -> bytes:
        """Return other content in the encoding of this part; what it lacks is written as &#…;."""
        if self.codec == "utf-8":
            return self.mark + data
        return self.mark + data.decode("utf-8").encode(self.codec, "xmlcharrefreplace")


class Tree(NamedTuple):
    """A parsed part: its text, its root element, and the prefixes declared there (by namespace)."""

    text: Text
    root: Node
    prefixes: dict[str, str]


def parse(data: bytes, file: object, part: str) -> Tree:
    """Return a part with the places of its elements.

    Args:
        data: the part as stored.
        file: the file's path, for the error.
        part: the part's name, for the error.

    Raises:
        PlanError: GRAFT_XML, GRAFT_DOCTYPE, GRAFT_DEEP.
    """
    try:
        text = _decoded(data)
        builder = _Builder()
        builder.parser.Parse(text.data, True)
    except (UnicodeError, LookupError, expat.ExpatError) as wrong:
        raise PlanError("GRAFT_XML", file=file, part=part) from wrong
    except _RefusedError as wrong:
        raise PlanError(str(wrong), file=file, part=part) from wrong
    return Tree(text, builder.top.kids[0], builder.prefixes)


def check(data: bytes, file: object, part: str) -> bytes:
    """Return a part as UTF-8 once it is known to be well-formed and without a DOCTYPE.

    Raises:
        PlanError: GRAFT_XML, GRAFT_DOCTYPE.
    """
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _doctype
    try:
        text = _decoded(data)
        parser.Parse(text.data, True)
    except (UnicodeError, LookupError, expat.ExpatError) as wrong:
        raise PlanError("GRAFT_XML", file=file, part=part) from wrong
    except _RefusedError as wrong:
        raise PlanError(str(wrong), file=file, part=part) from wrong
    return text.data


def first_tag(data: bytes) -> dict[str, str]:
    """Return the attributes of the first element, from as much of a part as is at hand."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, attributes: found.append(attributes)
    with suppress(expat.ExpatError):
        parser.Parse(data, False)
    return found[0] if found else {}


def _decoded(data: bytes) -> Text:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _in_utf8(data[len(mark) :], codec, mark)
    if data[:2] == b"<\0":
        return _in_utf8(data, "utf-16-le", b"")
    if data[:2] == b"\0<":
        return _in_utf8(data, "utf-16-be", b"")
    declared = _DECLARED.match(data[:200])
    codec = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    if not codec.startswith(_CODECS):
        raise LookupError(codec)
    return _in_utf8(data, "utf-8" if codec == "ascii" else codec, b"")


def _in_utf8(data: bytes, codec: str, mark: bytes) -> Text:
    if codec == "utf-8":
        return Text(data, codec, mark)
    text = data.decode(codec)
    if text.encode(codec) != data:
        raise UnicodeError(codec)
    return Text(text.encode(), codec, mark)


class _RefusedError(ValueError):
    """The part is refused; its text is the error's code."""


class _Builder:
    """Expat's handlers: they make the nodes."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartNamespaceDeclHandler = self._namespace
        self.parser.StartDoctypeDeclHandler = _doctype
        self.top = Node("", "", "", {}, 0)
        self.prefixes: dict[str, str] = {}
        self._open = [self.top]
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_NODES or len(self._open) > MAX_DEPTH:
            raise _RefusedError("GRAFT_DEEP")
        uri, plain, prefix = (*name.split(" "), "", "")[:3] if " " in name else ("", name, "")
        named = {_key(key): text for key, text in attributes.items()} if attributes else {}
        node = Node(uri, plain, prefix, named, self.parser.CurrentByteIndex)
        self._open[-1].kids.append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop().close = self.parser.CurrentByteIndex

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if len(self._open) == 1 and uri:
            self.prefixes.setdefault(uri, prefix or "")


def _doctype(*_rest: object) -> None:
    raise _RefusedError("GRAFT_DOCTYPE")


def _key(name: str) -> str:
    if " " not in name:
        return name
    uri, plain = name.split(" ")[:2]
    return f"{{{uri}}}{plain}"


class Edits:
    """Changes to a part, by place; ``done`` makes them all at once.

    Args:
        tree: the part as parsed.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._data = tree.text.data
        self.cuts: list[tuple[int, int, bytes]] = []  # at, until, instead

    def __bool__(self) -> bool:
        return bool(self.cuts)

    def head(self, node: Node) -> tuple[int, int]:
        """Return where the opening tag of an element starts and ends."""
        found = _HEAD.match(self._data, node.start)
        return node.start, found.end() if found else node.start

    def is_empty(self, node: Node) -> bool:
        """Tell whether an element is written as ``<a/>``."""
        end = self.head(node)[1]
        return self._data[end - 2 : end] == b"/>"

    def span(self, node: Node) -> tuple[int, int]:
        """Return where an element starts and where the next thing does."""
        if self.is_empty(node):
            return self.head(node)
        return node.start, self._data.index(b">", node.close) + 1

    def replace(self, at: int, until: int, text: bytes) -> None:
        """Put other bytes in place of these; several at one place keep the order of the calls."""
        self.cuts.append((at, until, text))

    def remove(self, node: Node) -> None:
        """Take an element out."""
        self.replace(*self.span(node), b"")

    def after(self, node: Node, text: bytes) -> None:
        """Put bytes behind an element."""
        end = self.span(node)[1]
        self.replace(end, end, text)

    def append(self, node: Node, text: bytes) -> None:
        """Put bytes at the end of an element's content (once an element)."""
        start, end = self.head(node)
        if not self.is_empty(node):
            self.replace(node.close, node.close, text)
            return
        name = re.split(rb"[\s/>]", self._data[start + 1 : end], maxsplit=1)[0]
        self.replace(end - 2, end, b">" + text + b"</" + name + b">")

    def attribute(self, node: Node, name: str, value: object) -> None:
        """Set an attribute that has no prefix; one that is not there is added."""
        start, end = self.head(node)
        new = quoted(str(value)).encode()
        named = start + 1 + len(re.split(rb"[\s/>]", self._data[start + 1 : end], maxsplit=1)[0])
        for found in _ATTRIBUTE.finditer(self._data, named, end):
            if found[1] == name.encode():
                self.replace(*found.span(2), new)
                return
        self.replace(named, named, b" " + name.encode() + b"=" + new)

    def done(self) -> tuple[bytes, list[tuple[int, int, bytes]]]:
        """Return the new text (UTF-8), and how to undo it: place, length, what stood there."""
        pieces, undo, at, size = [], [], 0, 0
        for start, end, text in sorted(self.cuts, key=lambda cut: cut[:2]):
            pieces += [self._data[at:start], text]
            size += start - at
            undo.append((size, len(text), self._data[start:end]))
            size, at = size + len(text), end
        return b"".join([*pieces, self._data[at:]]), undo


def undone(data: bytes, undo: list[tuple[int, int, bytes]]) -> bytes:
    """Return the text as it was before the edits that ``Edits.done`` told how to undo."""
    pieces, at = [], 0
    for start, length, old in undo:
        pieces += [data[at:start], old]
        at = start + length
    return b"".join([*pieces, data[at:]])
