"""Which items does a list of the workbook's styles hold, and how are more appended?

Styles are lists; everything refers to their items by index, so new ones go to the end. An item that
says the same as one that is there is not written a second time.
"""

from collections.abc import Hashable, Iterator

from xlplan.hosts.files.ooxml.xmlplaces import Edits, Node
from xlplan.hosts.files.ooxml.xmltext import quoted

ITEM = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "cellStyles": "cellStyle",
    "dxfs": "dxf",
}
"""The lists that we add to, in the order of the schema, and what their items are called."""

_LATER = ("tableStyles", "colors", "extLst")
_PLAIN = '<{x}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
_SEEDS = {
    "fonts": '<{x}font><{x}sz val="11"/><{x}color theme="1"/><{x}name val="Calibri"/>'
    '<{x}family val="2"/><{x}scheme val="minor"/></{x}font>',
    "fills": '<{x}fill><{x}patternFill patternType="none"/></{x}fill>'
    '<{x}fill><{x}patternFill patternType="gray125"/></{x}fill>',
    "borders": "<{x}border><{x}left/><{x}right/><{x}top/><{x}bottom/><{x}diagonal/></{x}border>",
    "cellStyleXfs": _PLAIN,
    "cellXfs": _PLAIN,
    "cellStyles": '<{x}cellStyle name="Normal" xfId="0" builtinId="0"/>',
}
"""What the first indices mean where a workbook leaves a list out; ours must not become them."""


Said = tuple[str, str, tuple[tuple[str, str], ...], frozenset["Said"]]

_WORDS = {"true": "1", "false": "0"}
_DEFAULTS = {
    ("alignment", "horizontal", "general"),
    ("alignment", "vertical", "bottom"),
    ("protection", "locked", "1"),
    *(("alignment", name, "0") for name in ("textRotation", "wrapText", "indent", "shrinkToFit")),
    *(("border", name, "0") for name in ("diagonalUp", "diagonalDown")),
    *(("xf", name, "0") for name in ("pivotButton", "quotePrefix")),
    ("protection", "hidden", "0"),
    ("patternFill", "patternType", "none"),
    ("u", "val", "single"),
}
_SWITCHES = {"b", "i", "strike", "outline", "shadow", "condense", "extend"}
_ON = (("val", "1"),)


def same(node: Node, main: str) -> Said:
    """Return what an element says, so that two that say the same are equal.

    Programs write the same style differently: other prefixes, another order in a font, defaults
    spelt out or not, ``<b/>`` or ``<b val="1"/>``, empty elements or none.
    """
    uri = "" if node.uri == main else node.uri
    said = []
    for key, text in node.attributes.items():
        value = _WORDS.get(text, text)
        if (node.name, key, value) not in _DEFAULTS and not (
            key.startswith("apply") and value == "1"
        ):
            said.append((key, value))
    values = tuple(sorted(said)) or (_ON if node.name in _SWITCHES else ())
    kids = frozenset(found for kid in node.kids if any((found := same(kid, main))[2:]))
    return uri, node.name, values, kids


def written(node: Node, prefix: str) -> str:
    """Return an element as XML with this prefix (``"x:"`` or ``""``)."""
    said = "".join(f" {key}={quoted(value)}" for key, value in node.attributes.items())
    kids = "".join(written(kid, prefix) for kid in node.kids)
    tag = prefix + node.name
    return f"<{tag}{said}>{kids}</{tag}>" if kids else f"<{tag}{said}/>"


def taken(node: Node, **values: int) -> Node:
    """Return a copy without extensions and foreign attributes, some values set anew."""
    own = {key: text for key, text in node.attributes.items() if not key.startswith("{")}
    copy = Node(node.uri, node.name, "", own | {k: str(v) for k, v in values.items()}, 0)
    copy.kids = [taken(kid) for kid in node.kids if kid.uri == node.uri and kid.name != "extLst"]
    return copy


def inside(node: Node | None, name: str) -> Iterator[Node]:
    """Yield the elements of a name at any depth."""
    for kid in node.kids if node else ():
        if kid.name == name:
            yield kid
        yield from inside(kid, name)


class StyleList:
    """One list of the workbook's styles, with what is appended to it.

    Args:
        root: the root of the workbook's styles.
        name: the list, a key of ``ITEM``.
    """

    def __init__(self, root: Node, name: str) -> None:
        self.name, self._root = name, root
        self.node = root.kid(name)
        kids = self.node.kids if self.node else []
        self.items = [kid for kid in kids if kid.name in (ITEM[name], "AlternateContent")]
        self.prefix = f"{root.prefix}:" if root.prefix else ""
        complete = self.items or (name == "cellStyles" and root.kid("cellXfs") is not None)
        seed = "" if complete else _SEEDS.get(name, "").format(x=self.prefix)
        self._seeds = 2 if seed and name == "fills" else 1 if seed else 0
        self._new: list[str] = []
        self._seed = seed
        self._known: dict[Hashable, int] | None = None

    @property
    def count(self) -> int:
        """Return how many items there are, with what is appended."""
        return len(self.items) + self._seeds + len(self._new)

    @property
    def grew(self) -> bool:
        """Tell whether something is to be appended."""
        return bool(self._new)

    def index(self, item: Node) -> int:
        """Return the index of the item that says the same; if there is none, it is appended."""
        if self._known is None:
            pairs = enumerate(self.items)
            self._known = {}
            for place, node in pairs:
                self._known.setdefault(same(node, self._root.uri), place)
        key = same(item, item.uri)
        if key not in self._known:
            self._known[key] = self.add(item)
        return self._known[key]

    def add(self, item: Node) -> int:
        """Append an item and return its index."""
        self._new.append(written(item, self.prefix))
        return self.count - 1

    def save(self, edits: Edits) -> bytes:
        """Append what is new; return it where neither the list nor a later one is there."""
        added = self._seed + "".join(self._new)
        if not added:
            return b""
        if self.node is not None:
            edits.append(self.node, added.encode())
            if "count" in self.node.attributes:
                edits.attribute(self.node, "count", self.count)
            return b""
        tag = self.prefix + self.name
        text = f'<{tag} count="{self.count}">{added}</{tag}>'.encode()
        order = [*ITEM, *_LATER]
        later = [self._root.kid(name) for name in order[order.index(self.name) + 1 :]]
        before = next((node for node in later if node is not None), None)
        if before is None:
            return text
        edits.replace(before.start, before.start, text)
        return b""
