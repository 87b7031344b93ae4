"""Where do our sheets stand in the workbook's list, and which names come with them?

On the first graft they come last, so that no index of the planner's changes. On a later one each
takes the place, the name and the state that the planner has given it since.
"""

import itertools
from typing import NamedTuple

from xlplan.hosts.files.graft_book import Book, Name, mark_name, mark_text
from xlplan.hosts.files.graft_formulas import Renames
from xlplan.hosts.files.graft_parts import STRICT, TRANSITIONAL
from xlplan.hosts.files.xmlplaces import Edits, Node, content, quoted

_LARGEST_ID = 65_534
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")  # in the schema's order


class NewSheet(NamedTuple):
    """A sheet to be listed; ``place`` is its index, None at the end."""

    name: str
    given: str
    key: str
    rel: str
    state: str
    names: list[Name]
    place: int | None = None
    sheet_id: int | None = None
    active: bool = False


class Lister:
    """Edits the workbook's part.

    Args:
        book: the workbook without our sheets.
        sheets: ours.
    """

    def __init__(self, book: Book, sheets: list[NewSheet]) -> None:
        self._book, self._sheets = book, sheets
        self._edits = Edits(book.tree)
        self._order: list[int | NewSheet] = list(range(len(book.sheets)))
        placed = [sheet for sheet in sheets if sheet.place is not None]
        for sheet in sorted(placed, key=lambda sheet: sheet.place or 0):
            self._order.insert(sheet.place or 0, sheet)
        self._order += [sheet for sheet in sheets if sheet.place is None]
        self._index = {
            item: place for place, item in enumerate(self._order) if isinstance(item, int)
        }

    def save(self, marker: str, renames: Renames) -> None:
        """List the sheets and their names, and correct the indices of others where they moved."""
        self._list()
        for name in self._book.names:
            if name.scope is not None:
                self._moved(name.node, "localSheetId")
        for view in self._book.views:
            self._moved(view, "firstSheet")
            self._moved(view, "activeTab")
        self._name(marker, renames)
        self._book.parts.edit(self._book.part, self._edits)

    def _list(self) -> None:
        """Insert the sheets, each behind the planner's sheet that it follows."""
        sheets, ids, at = self._book.sheets, self._ids(), None
        texts: dict[int | None, bytes] = {}
        for item in self._order:
            if isinstance(item, int):
                at = item
            else:
                texts[at] = texts.get(at, b"") + self._element(item, ids[item.rel])
        for place, text in texts.items():
            if place is not None:
                self._edits.after(sheets[place].node, text)
            elif sheets:
                start = sheets[0].node.start
                self._edits.replace(start, start, text)
            elif self._book.list is not None:
                self._edits.append(self._book.list, text)

    def _ids(self) -> dict[str, int]:
        """Return the sheets' ids by their relationship: those they had, else new ones."""
        used = {sheet.sheet_id for sheet in self._book.sheets}
        found: dict[str, int] = {}
        for sheet in self._sheets:
            if sheet.sheet_id is not None and sheet.sheet_id not in used:
                found[sheet.rel] = sheet.sheet_id
                used.add(sheet.sheet_id)
        largest = max(used, default=0)
        for sheet in self._sheets:
            if sheet.rel not in found:
                start = largest + 1 if largest < _LARGEST_ID else 1
                found[sheet.rel] = largest = next(
                    i for i in itertools.count(start) if i not in used
                )
                used.add(largest)
        return found

    def _element(self, sheet: NewSheet, sheet_id: int) -> bytes:
        uri = STRICT if self._book.strict else TRANSITIONAL
        prefix = self._book.tree.prefixes.get(uri, "")
        declared = b"" if prefix else b' xmlns:r="' + uri.encode() + b'"'
        state = b" state=" + quoted(sheet.state) if sheet.state not in ("", "visible") else b""
        rel = f" {prefix or 'r'}:id=".encode() + quoted(sheet.rel)
        head = b"<" + self._tag("sheet") + declared + b" name=" + quoted(sheet.name)
        return head + b' sheetId="%d"' % sheet_id + state + rel + b"/>"

    def _tag(self, name: str) -> bytes:
        prefix = self._book.tree.root.prefix
        return f"{prefix}:{name}".encode() if prefix else name.encode()

    def _moved(self, node: Node, attribute: str) -> None:
        old = node.whole(attribute)
        new = self._index.get(old, old)
        if attribute == "activeTab" and node is self._book.views[0]:
            front = (
                i
                for i, item in enumerate(self._order)
                if isinstance(item, NewSheet) and item.active
            )
            new = next(front, new)
        if new != old:
            self._edits.attribute(node, attribute, new)

    def _name(self, marker: str, renames: Renames) -> None:
        """Add each sheet's mark and names; the list of names is made if there is none."""
        texts = []
        for place, item in enumerate(self._order):
            if isinstance(item, NewSheet):
                texts.append(
                    self._defined(
                        mark_name(marker), place, mark_text(item.key, item.given), hidden=True
                    )
                )
                for name in item.names:
                    hidden = name.node.flag("hidden")
                    texts.append(
                        self._defined(name.name, place, renames.formula(name.text), hidden=hidden)
                    )
        root, tag = self._book.tree.root, self._tag("definedNames")
        container = root.kid("definedNames")
        if container is not None:
            self._edits.append(container, b"".join(texts))
            return
        last = [node for name in _BEFORE_NAMES if (node := root.kid(name)) is not None][-1]
        self._edits.after(last, b"<" + tag + b">" + b"".join(texts) + b"</" + tag + b">")

    def _defined(self, name: str, place: int, text: str, *, hidden: bool) -> bytes:
        tag = self._tag("definedName")
        head = b"<" + tag + b" name=" + quoted(name) + b' localSheetId="%d"' % place
        return (
            head + (b' hidden="1"' if hidden else b"") + b">" + content(text) + b"</" + tag + b">"
        )
