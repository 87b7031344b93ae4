"""Which style of the workbook is each style of our sheets? Found if it is there, else appended.

A cell names the index of a format (``cellXfs``), a format those of its font, fill, border, number
format and named style. Nothing of the planner's moves, and what equals ours is used again.

Choice: formats are taken over as authored, the default one too, so that our sheets look the same
in every workbook; colours and fonts that name a theme take the workbook's theme; a named style
(Normal, Hyperlink) that the workbook has is the workbook's. Extension lists of styles are left out.
"""

import itertools
import re
from functools import cache

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.style_lists import ITEM, StyleList, inside, taken
from xlplan.hosts.files.ooxml.xmlplaces import Edits, Node, Tree

MAX_FORMATS = 64_000  # Excel's own limit is 65,490
_OWN_FORMATS = 164  # ids of number formats below are built in
_DATES = {*range(14, 23), *range(27, 37), *range(50, 59)}
_NO_FIELD = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general', re.IGNORECASE)
_LISTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


class Styles:
    """The workbook's styles, and for every style of ours its index there.

    Args:
        book: the workbook's styles as parsed.
        ours: the authored styles as parsed.
        file: the workbook, for the error.
    """

    def __init__(self, book: Tree, ours: Tree, file: object) -> None:
        self._book, self._file = book, file
        self._lists = {name: StyleList(book.root, name) for name in ITEM}
        self._mine = {name: _items(ours.root, name) for name in ITEM}
        listed = list(inside(book.root.kid("numFmts"), "numFmt"))
        all_formats = [*inside(book.root.kid("dxfs"), "numFmt"), *listed]
        self._listed = {node.whole("numFmtId") for node in listed}
        self._used = {n.whole("numFmtId") for n in (*all_formats, *inside(book.root, "xf"))}
        self._ids = {n.attributes.get("formatCode", ""): n.whole("numFmtId") for n in all_formats}
        mine = self._mine["numFmts"]
        self._codes = {
            node.whole("numFmtId"): node.attributes.get("formatCode", "") for node in mine
        }
        self.cell = cache(self._cell)
        self.rule = cache(self._rule)
        self._style = cache(self._named)

    def is_date(self, index: int) -> bool:
        """Tell whether a cell format of ours shows a date."""
        node = _at(self._mine["cellXfs"], index)
        number = node.whole("numFmtId") if node else 0
        return shows_date(number, self._codes.get(number, ""))

    def edits(self) -> Edits:
        """Return the edits to the workbook's styles, none if ours were all there."""
        edits = Edits(self._book)
        if any(found.grew for found in self._lists.values()):
            rest = b"".join([found.save(edits) for found in self._lists.values()])
            if rest:
                edits.append(self._book.root, rest)
        return edits

    def _cell(self, index: int) -> int:
        """Return the workbook's index for a cell format of ours."""
        node = _at(self._mine["cellXfs"], index)
        if node is None:
            return 0
        found = self._lists["cellXfs"].index(
            self._format(node, xfId=self._style(node.whole("xfId")))
        )
        if found > MAX_FORMATS:
            raise PlanError("GRAFT_STYLES", file=self._file, count=MAX_FORMATS)
        return found

    def _rule(self, index: int) -> int:
        """Return the workbook's index for a format of a conditional rule or a table of ours."""
        node = _at(self._mine["dxfs"], index)
        if node is None:
            return 0
        copy = taken(node)
        for number in copy.every("numFmt"):
            number.attributes["numFmtId"] = str(self._id(number.attributes.get("formatCode", "")))
        return self._lists["dxfs"].index(copy)

    def _format(self, node: Node, **values: int) -> Node:
        """Return a format of ours with the workbook's indices."""
        for key, name in _LISTS.items():
            item = _at(self._mine[name], node.whole(key))
            values[key] = self._lists[name].index(taken(item)) if item else 0
        return taken(node, numFmtId=self._number(node.whole("numFmtId")), **values)

    def _number(self, number: int) -> int:
        """Return the id of a number format in the workbook; built-in ones are the same."""
        code = self._codes.get(number)
        if code is None:
            return number
        found = self._id(code)
        if found not in self._listed:
            self._listed.add(found)
            values = {"numFmtId": str(found), "formatCode": code}
            self._lists["numFmts"].add(Node(self._book.root.uri, "numFmt", "", values, 0))
        return found

    def _id(self, code: str) -> int:
        """Return the id that the workbook has for a number format's code, or a free one."""
        if code not in self._ids:
            self._ids[code] = next(i for i in itertools.count(_OWN_FORMATS) if i not in self._used)
            self._used.add(self._ids[code])
        return self._ids[code]

    def _named(self, index: int) -> int:
        """Return the index of a named style of ours in the workbook, added if it is new.

        Where the workbook's named styles and their formats do not pair up, programs disagree on
        what an index means, so none is added and Normal is taken; the cell looks the same.
        """
        ours = next((s for s in self._mine["cellStyles"] if s.whole("xfId") == index), None)
        names, formats = self._lists["cellStyles"], self._lists["cellStyleXfs"]
        found = next(
            (s for s in names.items if ours is not None and _title(s) == _title(ours)), None
        )
        if found is not None:
            return found.whole("xfId")
        node = _at(self._mine["cellStyleXfs"], index)
        if ours is None or node is None or _is_normal(ours) or names.count != formats.count:
            return next((style.whole("xfId") for style in names.items if _is_normal(style)), 0)
        new = formats.add(self._format(node))
        names.add(taken(ours, xfId=new))
        return new


def _items(root: Node, name: str) -> list[Node]:
    container = root.kid(name)
    return container.every(ITEM[name]) if container else []


def _at(items: list[Node], index: int) -> Node | None:
    return items[index] if index < len(items) else None


def _title(style: Node) -> str:
    return style.attributes.get("name", "").casefold()


def _is_normal(style: Node) -> bool:
    return style.attributes.get("builtinId") == "0" or _title(style) == "normal"


def shows_date(number: int, code: str) -> bool:
    """Tell whether a number format shows a date.

    Args:
        number: its id.
        code: its text, empty for a built-in one.

    Example:
        >>> shows_date(164, "yyyy-mm-dd"), shows_date(165, '0.0 "days"'), shows_date(14, "")
        (True, False, True)
    """
    if not code:
        return number in _DATES
    return bool(set("ymdhs") & set(_NO_FIELD.sub("", code.partition(";")[0]).lower()))
