"""How do result sheets get into the open document? Ours are found again and replaced, nothing else."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from weakref import WeakValueDictionary

import uno
from com.sun.star.beans import PropertyValue

from xlplan.core.issues import PlanError
from xlplan.engine.result.frame import RESULT_SHEETS
from xlplan.engine.result.placing import MARK, free_name, mark_text, marked_for
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.result.styles import FONTS
from xlplan.hosts.libreoffice.keeping import same_view
from xlplan.hosts.libreoffice.swapping import Ours, swap
from xlplan.hosts.libreoffice.telling import Where
from xlplan.hosts.libreoffice.undoing import Step

Pack = Callable[[Sequence[ResultSheet]], bytes]

_KEYS = {name: key for key, both in RESULT_SHEETS.items() for name in (key, *both)}
_WIDTH = 18_000  # of a page of text, in hundredths of a millimetre
_ALL = 1023  # com.sun.star.sheet.CellFlags
_BOLD = 150.0  # com.sun.star.awt.FontWeight


def write_open(where: Where, results: Sequence[ResultSheet], pack: Pack) -> list[str]:
    """Write result sheets into the open document and return what they are called there.

    A sheet of ours is replaced where it stands, under the name that it has now; one that is no longer
    among the results is taken out. A name that a sheet of the planner's has gets `` (2)``. It is one
    step of Undo.

    Args:
        where: the open document.
        results: the result sheets of one evaluation.
        pack: makes a workbook's bytes of result sheets.

    Raises:
        PlanError: ``BOOK_READ_ONLY``, ``BOOK_STRUCTURE``.
    """
    doc = where.doc
    check_open(doc)
    present = {_KEYS[key]: name for key, name in marked(doc).items() if key in _KEYS}
    named = _named(doc, results, present)
    old, was = _old(doc, present)
    new, made = _new(doc, named, present, pack)
    swap(where, old, new)
    made.digest = _digest(doc, new.places)
    _written[doc.RuntimeUID] = made
    step = Step(
        where,
        lambda: swap(where, new, old),
        lambda: swap(where, old, new),
        (was, made),
    )
    doc.UndoManager.addUndoAction(step)
    return [one.name for one in named]


def check_open(doc: Any) -> None:
    """Refuse a document that may not be changed.

    Raises:
        PlanError: ``BOOK_READ_ONLY``, ``BOOK_STRUCTURE``.
    """
    if doc.isReadonly():
        raise PlanError("BOOK_READ_ONLY", book=doc.Title)
    if doc.isProtected():
        raise PlanError("BOOK_STRUCTURE", book=doc.Title)


def marked(doc: Any) -> dict[str, str]:
    """Return the sheets of ours: what each is for → what it is called now.

    Choice: a copy that the planner made of one carries its mark too, but is the planner's: ours is the
    one that is still called what its mark says, else the first.
    """
    found: dict[str, str] = {}
    for name in doc.Sheets.ElementNames:
        names = doc.Sheets.getByName(name).NamedRanges
        if names.hasByName(MARK):
            text = names.getByName(MARK).Content
            key = marked_for(text)
            if key not in found or text == mark_text(key, name):
                found[key] = name
    return found


def _named(
    doc: Any, results: Sequence[ResultSheet], present: Mapping[str, str]
) -> list[ResultSheet]:
    """Return the result sheets under the names that they get."""
    taken = [name for name in doc.Sheets.ElementNames if name not in present.values()]
    taken += [present[one.key] for one in results if one.key in present]
    named = []
    for one in results:
        name = present.get(one.key)
        if name is None:
            name = free_name(one.name, taken)
            taken.append(name)
        named.append(replace(one, name=name))
    return named


class _Kept:
    """A workbook of our sheets, for as long as a step of Undo needs it.

    Args:
        name: of the file, in a folder that goes with this.
    """

    def __init__(self, name: str) -> None:
        self.room = TemporaryDirectory(prefix="xlplan-")
        self.file = Path(self.room.name) / name
        self.digest = b""


_written: WeakValueDictionary[str, _Kept] = WeakValueDictionary()
"""What was written into a document last, while it can be undone."""


def _old(doc: Any, present: Mapping[str, str]) -> tuple[Ours, _Kept | None]:
    """Return our sheets as they are now.

    Choice: if no formula and no value of them was changed since they were written, they are kept as
    they were written; else the whole document is kept, which takes a few seconds.
    """
    names = doc.Sheets.ElementNames
    places = {name: at for at, name in enumerate(names) if name in present.values()}
    if not places:
        return Ours(None, {}, {}), None
    marks = {name: _mark(doc, name) for name in places}
    kept = _written.get(doc.RuntimeUID)
    if kept is None or kept.digest != _digest(doc, places):
        kept = _Kept("before.ods")
        how = (PropertyValue("FilterName", 0, "calc8", 0),)
        doc.storeToURL(uno.systemPathToFileUrl(str(kept.file)), how)
    return Ours(kept.file, places, marks), kept


def _new(
    doc: Any, named: Sequence[ResultSheet], present: Mapping[str, str], pack: Pack
) -> tuple[Ours, _Kept]:
    """Return our sheets as they are to be, those that are new at the end."""
    names = [one.name for one in named]
    gone = set(present.values()) - set(names)
    order = [name for name in doc.Sheets.ElementNames if name not in gone]
    order += [name for name in names if name not in order]
    kept = _Kept("after.xlsx")
    kept.file.write_bytes(pack(named))
    places = {name: at for at, name in enumerate(order) if name in names}
    marks = {one.name: mark_text(one.key, one.name) for one in named}
    return Ours(kept.file, places, marks), kept


def _digest(doc: Any, names: Iterable[str]) -> bytes:
    """Return a digest of the names and of what stands in the cells of sheets, formulas as such."""
    found = sha256()
    for name in sorted(names):
        whole = doc.Sheets.getByName(name).createCursor()
        whole.gotoEndOfUsedArea(True)
        found.update(repr((name, whole.getFormulaArray())).encode("utf-8", "surrogatepass"))
    return found.digest()


def _mark(doc: Any, name: str) -> str:
    return str(doc.Sheets.getByName(name).NamedRanges.getByName(MARK).Content)


def write_page(where: Where, key: str, lines: Iterable[str], lang: str) -> str:
    """Write lines of text on a sheet of ours and return its name; it is one step of Undo.

    Raises:
        PlanError: ``BOOK_READ_ONLY``, ``BOOK_STRUCTURE``.
    """
    doc = where.doc
    check_open(doc)
    rows = tuple((line,) for line in lines)
    with same_view(doc), _one_step(doc, where.title):
        sheet = _page(doc, key)
        cells = sheet.getCellRangeByPosition(0, 0, 0, len(rows) - 1)
        column = sheet.Columns.getByIndex(0)
        column.Width = _WIDTH
        column.IsTextWrapped = True
        column.CharFontName = column.CharFontNameAsian = FONTS[lang]
        cells.setDataArray(rows)
        head = sheet.getCellByPosition(0, 0)
        head.CharWeight = head.CharWeightAsian = _BOLD
        head.CharHeight = head.CharHeightAsian = 14
    return str(sheet.Name)


@contextmanager
def _one_step(doc: Any, title: str) -> Iterator[None]:
    doc.UndoManager.enterUndoContext(title)
    try:
        yield
    finally:
        doc.UndoManager.leaveUndoContext()


def _page(doc: Any, key: str) -> Any:
    """Return an empty sheet of ours."""
    present = marked(doc).get(key)
    if present is not None:
        sheet = doc.Sheets.getByName(present)
        sheet.clearContents(_ALL)
        return sheet
    name = free_name(key, doc.Sheets.ElementNames)
    doc.Sheets.insertNewByName(name, doc.Sheets.Count)
    sheet = doc.Sheets.getByName(name)
    start = sheet.getCellByPosition(0, 0).CellAddress
    sheet.NamedRanges.addNewByName(MARK, mark_text(key, name), start, 0)
    return sheet
