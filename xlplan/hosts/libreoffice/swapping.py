"""How do our sheets come into the open document, and out again? All at once, nothing else moved."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import uno
from com.sun.star.beans import PropertyValue

from xlplan.engine.result.placing import MARK
from xlplan.hosts.libreoffice.keeping import same_view, still, unrecorded
from xlplan.hosts.libreoffice.looking import look_alike, same_pages, views, without_lines
from xlplan.hosts.libreoffice.referring import referring
from xlplan.hosts.libreoffice.telling import Where


class Ours(NamedTuple):
    """Our sheets at one time, in a file that stays as it is.

    Args:
        file: a workbook that holds them; ``None`` when there are none.
        places: what each is called → its number among all sheets, ascending.
        marks: what each is called → the text of its mark.
    """

    file: Path | None
    places: Mapping[str, int]
    marks: Mapping[str, str]


def swap(where: Where, old: Ours, new: Ours) -> None:
    """Put our sheets of one time into the place of those of another.

    Formulas of the planner's that refer to them do so afterwards, too. Calc notes nothing of it among
    what can be undone.

    Args:
        where: the open document.
        old: what is in the document.
        new: what is to be in it.
    """
    doc = where.doc
    source = _loaded(where, new.file) if new.file else None
    try:
        with unrecorded(doc), same_view(doc):
            with still(doc), referring(doc, old.places):
                for name in old.places:
                    doc.Sheets.removeByName(name)
                for name, place in new.places.items():
                    doc.Sheets.importSheet(source, name, place)
                _bend(doc, new)
                if source is not None:
                    same_pages(doc, source, new.places)
            if source is not None:
                seen = views(source)
                look_alike(doc, seen, new.places)
                bare = [name for name in new.places if name in seen and not seen[name].lines]
                without_lines(doc, where.make("com.sun.star.frame.DispatchHelper"), bare)
    finally:
        if source is not None:
            source.close(True)


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
        for name in new.places:
            own = doc.Sheets.getByName(name).NamedRanges
            for one in map(own.getByIndex, range(own.Count)):
                _, abroad, inside = one.Content.partition("'#$")
                if abroad and one.Content.startswith("'file:"):
                    one.Content = f"${inside}"
            if not own.hasByName(MARK):
                start = doc.Sheets.getByName(name).getCellByPosition(0, 0).CellAddress
                own.addNewByName(MARK, new.marks[name], start, 0)
    finally:
        doc.NamedRanges.removeActionLock()
