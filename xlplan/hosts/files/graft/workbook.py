"""Where do our sheets stand in the workbook's list, and which names come with them?

On the first graft they come last, so that no index of the planner's changes. On a later one each
takes the place, the name and the state that the planner has given it since.
"""

import itertools
from typing import NamedTuple

from xlplan.engine.result.placing import mark_text
from xlplan.hosts.files.graft.book import Book, Name, mark_name
from xlplan.hosts.files.graft.formulas import Renames
from xlplan.hosts.files.graft.parts import STRICT, TRANSITIONAL
from xlplan.hosts.files.ooxml.xmlplaces import Edits, Node
from xlplan.hosts.files.ooxml.xmltext import escaped, quoted

_LARGEST_ID = 65_534
LAST_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
"""What may stand before the list of names, in the schema's order."""


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
        texts: dict[int | None, str] = {}
        for item in self._order:
            if isinstance(item, int):
                at = item
            else:
                texts[at] = texts.get(at, "") + self._element(item, ids[item.rel])
        for place, text in texts.items():
            if place is not None:
                self._edits.after(sheets[place].node, text.encode())
            elif sheets:
                start = sheets[0].node.start
                self._edits.replace(start, start, text.encode())
            elif self._book.list is not None:
                self._edits.append(self._book.list, text.encode())

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

    def _element(self, sheet: NewSheet, sheet_id: int) -> str:
        uri = STRICT if self._book.strict else TRANSITIONAL
        prefix = self._book.tree.prefixes.get(uri, "")
        declared = "" if prefix else f" xmlns:r={quoted(uri)}"
        state = f" state={quoted(sheet.state)}" if sheet.state not in ("", "visible") else ""
        said = f'name={quoted(sheet.name)} sheetId="{sheet_id}"{state}'
        return f"<{self._tag('sheet')}{declared} {said} {prefix or 'r'}:id={quoted(sheet.rel)}/>"

    def _tag(self, name: str) -> str:
        prefix = self._book.tree.root.prefix
        return f"{prefix}:{name}" if prefix else name

    def _front(self, view: Node, old: int) -> int:
        """Return the sheet in front: the one that was, or ours if the planner left it there."""
        if view is self._book.views[0]:
            for place, item in enumerate(self._order):
                if isinstance(item, NewSheet) and item.active:
                    return place
        nowhere = self._index.get(0, 0)  # it pointed to no sheet, and must not point to ours
        return self._index.get(old, nowhere)

    def _moved(self, node: Node, attribute: str) -> None:
        old = node.whole(attribute)
        new = self._index.get(old, old)
        if attribute == "activeTab":
            new = self._front(node, old)
        if new != old:
            self._edits.attribute(node, attribute, new)

    def _name(self, marker: str, renames: Renames) -> None:
        """Add each sheet's mark and names; the list of names is made if there is none."""
        texts = []
        for place, sheet in enumerate(self._order):
            if isinstance(sheet, NewSheet):
                mark = mark_text(sheet.key, sheet.given)
                texts.append(self._defined(mark_name(marker), place, mark, hidden=True))
                for name in sheet.names:
                    text, hidden = renames.formula(name.text), name.node.flag("hidden")
                    texts.append(self._defined(name.name, place, text, hidden=hidden))
        root, tag, all_of_them = self._book.tree.root, self._tag("definedNames"), "".join(texts)
        container = root.kid("definedNames")
        if container is not None:
            self._edits.append(container, all_of_them.encode())
            return
        last = [node for name in LAST_BEFORE_NAMES if (node := root.kid(name)) is not None][-1]
        self._edits.after(last, f"<{tag}>{all_of_them}</{tag}>".encode())

    def _defined(self, name: str, place: int, text: str, *, hidden: bool) -> str:
        tag, more = self._tag("definedName"), ' hidden="1"' if hidden else ""
        head = f'<{tag} name={quoted(name)} localSheetId="{place}"{more}>'
        return f"{head}{escaped(text)}</{tag}>"
