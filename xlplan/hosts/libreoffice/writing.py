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
from xlplan.engine.result.frame import present_results
from xlplan.engine.result.placing import MARK, Marked, mark_text, ours, settled
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.result.styles import FONTS
from xlplan.hosts.libreoffice.keeping import same_view
from xlplan.hosts.libreoffice.swapping import Ours, Placed, swap
from xlplan.hosts.libreoffice.telling import Where
from xlplan.hosts.libreoffice.undoing import Step

Pack = Callable[[Sequence[ResultSheet]], bytes]

_WIDTH = 18_000  # of a page of text, in hundredths of a millimetre
_ALL = 1023  # com.sun.star.sheet.CellFlags
_BOLD = 150.0  # com.sun.star.awt.FontWeight


def write_open(where: Where, results: Sequence[ResultSheet], pack: Pack) -> list[str]:
    """Write result sheets into the open document and return what they are called there.

    A sheet of ours is replaced where it stands, and called as ``settled`` says; one that is no longer
    among the results is taken out. It is one step of Undo.

    Args:
        where: the open document.
        results: the result sheets of one evaluation.
        pack: makes a workbook's bytes of result sheets.

    Raises:
        PlanError: ``BOOK_READ_ONLY``, ``BOOK_STRUCTURE``, ``SHEET_PROTECTED``.
    """
    doc = where.doc
    present = present_results(marked(doc))
    check_open(doc, present.values())
    here = {one.name for one in present.values()}
    others = [name for name in doc.Sheets.ElementNames if name not in here]
    found = settled([(one.key, one.name) for one in results], present, others)
    old, was = _old(doc, present)
    new, made = _new(doc, results, found, present, pack)
    swap(where, old, new)
    made.digest = _digest(doc, new.sheets)
    _written[doc.RuntimeUID] = made
    step = Step(
        where,
        lambda: swap(where, new, old),
        lambda: swap(where, old, new),
        (was, made),
    )
    doc.UndoManager.addUndoAction(step)
    return [one.name for one in found.values()]


def check_open(doc: Any, replaced: Iterable[Marked]) -> None:
    """Refuse a document that may not be changed, or whose owner locked a sheet that is to be replaced.

    Raises:
        PlanError: ``BOOK_READ_ONLY``, ``BOOK_STRUCTURE``, ``SHEET_PROTECTED``.
    """
    if doc.isReadonly():
        raise PlanError("BOOK_READ_ONLY", book=doc.Title)
    if doc.isProtected():
        raise PlanError("BOOK_STRUCTURE", book=doc.Title)
    for one in replaced:
        if doc.Sheets.getByName(one.name).isProtected():
            raise PlanError("SHEET_PROTECTED", sheet=one.name, book=doc.Title)


def marked(doc: Any) -> dict[str, Marked]:
    """Return the sheets of ours: what each is for → what it is called."""
    sheets = [(name, doc.Sheets.getByName(name).NamedRanges) for name in doc.Sheets.ElementNames]
    return ours(
        (name, names.getByName(MARK).Content) for name, names in sheets if names.hasByName(MARK)
    )


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


def _old(doc: Any, present: Mapping[str, Marked]) -> tuple[Ours, _Kept | None]:
    """Return our sheets as they are now.

    Choice: if no formula and no value of them was changed since they were written, they are kept as
    they were written; else the whole document is kept, which takes a few seconds.
    """
    order = doc.Sheets.ElementNames
    sheets = {one.name: Placed(order.index(one.name), key, one) for key, one in present.items()}
    if not sheets:
        return Ours(None, {}), None
    kept = _written.get(doc.RuntimeUID)
    if kept is None or kept.digest != _digest(doc, sheets):
        kept = _Kept("before.ods")
        how = (PropertyValue("FilterName", 0, "calc8", 0),)
        doc.storeToURL(uno.systemPathToFileUrl(str(kept.file)), how)
    return Ours(kept.file, sheets), kept


def _new(
    doc: Any,
    results: Sequence[ResultSheet],
    found: Mapping[str, Marked],
    present: Mapping[str, Marked],
    pack: Pack,
) -> tuple[Ours, _Kept]:
    """Return our sheets as they are to be, those that are new at the end."""
    now = {one.name: found[key].name if key in found else "" for key, one in present.items()}
    order = [new for name in doc.Sheets.ElementNames if (new := now.get(name, name))]
    order += [one.name for one in found.values() if one.name not in order]
    kept = _Kept("after.xlsx")
    kept.file.write_bytes(pack([replace(one, name=found[one.key].name) for one in results]))
    sheets = {one.name: Placed(order.index(one.name), key, one) for key, one in found.items()}
    return Ours(kept.file, sheets), kept


def _digest(doc: Any, names: Iterable[str]) -> bytes:
    """Return a digest of the names and of what stands in the cells of sheets, formulas as such."""
    found = sha256()
    for name in sorted(names):
        whole = doc.Sheets.getByName(name).createCursor()
        whole.gotoEndOfUsedArea(True)
        found.update(repr((name, whole.getFormulaArray())).encode("utf-8", "surrogatepass"))
    return found.digest()


def write_page(where: Where, page: tuple[str, str], lines: Iterable[str], lang: str) -> str:
    """Write lines of text on a sheet of ours and return its name; it is one step of Undo.

    Raises:
        PlanError: ``BOOK_READ_ONLY``, ``BOOK_STRUCTURE``, ``SHEET_PROTECTED``.
    """
    doc = where.doc
    key, there = page[0], marked(doc).get(page[0])
    present = {} if there is None else {key: there}
    check_open(doc, present.values())
    new = settled([page], present, doc.Sheets.ElementNames)[key]
    rows = tuple((line,) for line in lines)
    renamed = {there.name: new.name} if there else {}
    with same_view(doc, renamed), _one_step(doc, where.title):
        sheet = _page(doc, key, new, there)
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


def _page(doc: Any, key: str, new: Marked, there: Marked | None) -> Any:
    """Return an empty sheet of ours under its new name, marked; ``there``: what it is called now."""
    if there is None:
        doc.Sheets.insertNewByName(new.name, doc.Sheets.Count)
        sheet = doc.Sheets.getByName(new.name)
    else:
        sheet = doc.Sheets.getByName(there.name)
        sheet.clearContents(_ALL)
        if new == there:
            return sheet
        sheet.Name = new.name
        sheet.NamedRanges.removeByName(MARK)
    start = sheet.getCellByPosition(0, 0).CellAddress
    sheet.NamedRanges.addNewByName(MARK, mark_text(key, new.given), start, 0)
    return sheet
