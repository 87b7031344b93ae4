"""What does a button in Excel start? ``xlplan excel-run BUTTON --book NAME``, on the open workbook."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, PlanError
from xlplan.engine.buttons import BUTTONS, Desk, press
from xlplan.engine.plan import Evaluation
from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS
from xlplan.hosts.excel import alone
from xlplan.hosts.excel.attaching import attach, installed_xlwings
from xlplan.hosts.excel.opened import Opened
from xlplan.hosts.files.history import history_folder
from xlplan.hosts.files.output import Order
from xlplan.hosts.files.running import write_compared
from xlplan.hosts.folders import show_folder
from xlplan.hosts.progress import Progress, spoken

READY = "ready"
"""The word by which the add-in asks whether this Python can do it at all."""

FORMATS = ("md", "html")

OTHER_XLWINGS = 3
"""The exit code that says: the buttons work, but the formulas need the add-in to be built anew."""


def excel_run_command(options: argparse.Namespace, texts: Texts) -> int:
    """Do what a button of Excel does; what came of it is told in a dialog there."""
    if options.button == READY:
        return _ready(options.xlwings)
    try:
        book = _open_book(options)
    except PlanError as wrong:
        alone.tell(texts.error(wrong))
        raise
    _tell_surprises(book, texts)
    return DONE if press(options.button, desk(book, options, texts)) else WITH_ERRORS


def _open_book(options: argparse.Namespace) -> Any:
    """Return the open workbook whose button was pressed.

    Raises:
        PlanError: ``UNKNOWN_BUTTON``, ``BOOK_NOT_OPEN``, ``NO_XLWINGS``.
    """
    if options.button not in BUTTONS:
        raise PlanError("UNKNOWN_BUTTON", button=options.button, known=", ".join(BUTTONS))
    if not options.book:
        raise PlanError("BOOK_NOT_OPEN", book="")
    return attach(options.book)


def _ready(built_for: str | None) -> int:
    """Return whether this Python has xlwings; 3 when it is not the one that the add-in was built for.

    Raises:
        PlanError: ``NO_XLWINGS``.
    """
    version = installed_xlwings()
    print(f"xlwings {version}")
    return DONE if built_for in (None, version) else OTHER_XLWINGS


def desk(book: Any, options: argparse.Namespace, texts: Texts) -> Desk:
    """Return what a button works with: the open workbook, the documents' writer, the file browser."""
    today = dt.date.today()  # noqa: DTZ011 - the planner's own calendar day is meant

    def write(
        found: Evaluation, chosen: Sequence[CustomerAssessment], folder: Path
    ) -> Sequence[Finding]:
        progress = Progress(found.texts, spoken(Opened(book).say))
        past = history_folder(folder, folder), None
        return write_compared(found, chosen, folder, Order(FORMATS), past, progress)

    lang = getattr(options, "lang", None)
    return Desk(Opened(book), texts, today, lang, write, show_folder, FORMATS, "excel")


def _tell_surprises(book: Any, texts: Texts) -> None:
    """Tell in Excel what nobody foresaw: a call that Excel refuses while a cell is being edited."""

    def tell(
        _kind: type[BaseException], wrong: BaseException, _trace: TracebackType | None
    ) -> None:
        text = texts(
            "Excel did not let xlplan finish: {reason}. Leave the cell that you are editing, close "
            "open dialogs and press again.",
            reason=wrong,
        )
        book.app.alert(text, title="xlplan", buttons="ok", mode="critical")

    sys.excepthook = tell
