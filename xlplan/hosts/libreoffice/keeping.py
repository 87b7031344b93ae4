"""What stays as the planner had it while a button works? Cursor, calculation, what can be undone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import unohelper
from com.sun.star.util import CloseVetoException, XCloseListener


@contextmanager
def unrecorded(doc: Any) -> Iterator[None]:
    """Keep Calc from noting changes among what can be undone; what is noted there stays.

    Locking the list is not enough, for painting opens the lock half way through. Calc's own switch is,
    but it also empties the list that is open: so an empty one is opened for it, which vanishes with it.
    """
    manager = doc.UndoManager
    manager.lock()  # while a step is undone the list is closed: this opens it
    manager.unlock()
    manager.enterUndoContext("xlplan")
    doc.IsUndoEnabled = False
    try:
        yield
    finally:
        doc.IsUndoEnabled = True
        manager.leaveUndoContext()


class _Guard(unohelper.Base, XCloseListener):
    """Says no to whoever wants to close the document; ``owed``: they left it to us to do so later."""

    owed = False

    def queryClosing(self, _source: Any, gets_ownership: bool) -> None:  # noqa: N802 - UNO's names
        """Say no."""
        self.owed = self.owed or gets_ownership
        raise CloseVetoException("xlplan is at work", self)

    def notifyClosing(self, _source: Any) -> None:  # noqa: N802
        """Do nothing: it cannot be closed."""

    def disposing(self, _source: Any) -> None:
        """Do nothing."""


@contextmanager
def kept_open(doc: Any) -> Iterator[None]:
    """Keep a document from being closed meanwhile; if that was left to us, close it afterwards."""
    guard = _Guard()
    doc.addCloseListener(guard)
    try:
        yield
    finally:
        doc.removeCloseListener(guard)
        if guard.owed:
            doc.close(True)


@contextmanager
def still(doc: Any) -> Iterator[None]:
    """Neither paint nor calculate in between; afterwards both go on as before."""
    automatic = doc.isAutomaticCalculationEnabled()
    doc.lockControllers()
    doc.addActionLock()
    doc.enableAutomaticCalculation(False)
    try:
        yield
    finally:
        doc.enableAutomaticCalculation(automatic)
        if automatic:
            doc.calculate()
        doc.removeActionLock()
        doc.unlockControllers()


@contextmanager
def same_view(doc: Any, renamed: Mapping[str, str]) -> Iterator[None]:
    """Let the window show the same sheet and the same cells afterwards, where they still are.

    Args:
        doc: the open document.
        renamed: which sheets are called otherwise afterwards.
    """
    controller = doc.CurrentController
    sheet, spot = controller.ActiveSheet.Name, _selected(controller)
    try:
        yield
    finally:
        sheet = renamed.get(sheet, sheet)
        if doc.Sheets.hasByName(sheet):
            there = doc.Sheets.getByName(sheet)
            controller.setActiveSheet(there)
            if spot is not None:
                cells = there.getCellRangeByPosition(*spot)
                controller.select(cells)


def _selected(controller: Any) -> tuple[int, int, int, int] | None:
    """Return first column, first row, last column and last row of the cells that are selected."""
    span = span_of(controller.getSelection())
    return (span.StartColumn, span.StartRow, span.EndColumn, span.EndRow) if span else None


def span_of(chosen: Any) -> Any:
    """Return the address of a selection, of its first part if it has several.

    ``None``: it is a picture, a chart, a button.
    """
    if hasattr(chosen, "getRangeAddress"):
        return chosen.getRangeAddress()
    if hasattr(chosen, "getRangeAddresses"):
        spans = chosen.getRangeAddresses()
        return spans[0] if spans else None
    return None
