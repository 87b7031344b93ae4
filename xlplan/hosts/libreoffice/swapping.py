"""How do our sheets come into the open document, and out again? All at once, nothing else moved."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import uno
from com.sun.star.beans import PropertyValue

from xlplan.engine.result.placing import MARK, Marked, mark_text
from xlplan.hosts.libreoffice.keeping import same_view, still, unrecorded
from xlplan.hosts.libreoffice.looking import look_alike, same_pages, views, without_lines
from xlplan.hosts.libreoffice.referring import referring
from xlplan.hosts.libreoffice.telling import Where


class Placed(NamedTuple):
    """A sheet of ours: its number among all sheets, what it is for, what it is called."""

    place: int
    key: str
    called: Marked


class Ours(NamedTuple):
    """Our sheets at one time, in a file that stays as it is.

    Args:
        file: a workbook that holds them; ``None`` when there are none.
        sheets: what each is called → where it stands and what it is.
    """

    file: Path | None
    sheets: Mapping[str, Placed]

    def in_order(self) -> list[str]:
        """Return what they are called, from the first to the last."""
        return sorted(self.sheets, key=lambda name: self.sheets[name].place)


def swap(where: Where, old: Ours, new: Ours) -> None:
    """Put our sheets of one time into the place of those of another.

    Formulas of the planner's that refer to them do so afterwards, too. Calc notes nothing of it among
    what can be undone.

    Args:
        where: the open document.
        old: what is in the document.
        new: what is to be in it.
    """
    doc, names = where.doc, new.in_order()
    source = _loaded(where, new.file) if new.file else None
    try:
        then = _renamed(old, new)
        with unrecorded(doc), same_view(doc, then):
            with still(doc):
                present = _rename(doc, old, then)
                with referring(doc, present):
                    for name in present:
                        doc.Sheets.removeByName(name)
                    for name in names:
                        doc.Sheets.importSheet(source, name, new.sheets[name].place)
                    _bend(doc, new)
                    if source is not None:
                        same_pages(doc, source, names)
            if source is not None:
                seen = views(source)
                look_alike(doc, seen, names)
                bare = [name for name in names if name in seen and not seen[name].lines]
                without_lines(doc, where.make("com.sun.star.frame.DispatchHelper"), bare)
    finally:
        if source is not None:
            source.close(True)


def _renamed(old: Ours, new: Ours) -> dict[str, str]:
    """Return which sheets of ours get another name: the old one → the new one."""
    names = {one.key: name for name, one in new.sheets.items()}
    pairs = ((name, names.get(one.key, name)) for name, one in old.sheets.items())
    return {name: then for name, then in pairs if name != then}


def _rename(doc: Any, old: Ours, then: dict[str, str]) -> list[str]:
    """Let the sheets that are there be called as they will be, so that formulas follow; return how."""
    for name, called in then.items():
        doc.Sheets.getByName(name).Name = called
    return [then.get(name, name) for name in old.sheets]


def _loaded(where: Where, file: Path) -> Any:
    """Return a file as a document without a window."""
    how = {"Hidden": True, "PickListEntry": False, "ReadOnly": True}
    wanted = tuple(PropertyValue(name, 0, value, 0) for name, value in how.items())
    desktop = where.make("com.sun.star.frame.Desktop")
    return desktop.loadComponentFromURL(uno.systemPathToFileUrl(str(file)), "_blank", 0, wanted)


def _bend(doc: Any, new: Ours) -> None:
    """Let the names of our sheets mean the sheets of this document; put the marks on.

    A sheet that comes alone brings names that point into its file. Formulas are compiled once, when
    all names are right: once a name takes a hundred times as long.
    """
    doc.NamedRanges.addActionLock()
    try:
        for name, sheet in new.sheets.items():
            own = doc.Sheets.getByName(name).NamedRanges
            for one in map(own.getByIndex, range(own.Count)):
                _, abroad, inside = one.Content.partition("'#$")
                if abroad and one.Content.startswith("'file:"):
                    one.Content = f"${inside}"
            if not own.hasByName(MARK):
                start = doc.Sheets.getByName(name).getCellByPosition(0, 0).CellAddress
                own.addNewByName(MARK, mark_text(sheet.key, sheet.called.given), start, 0)
    finally:
        doc.NamedRanges.removeActionLock()
