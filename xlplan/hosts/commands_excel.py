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
from xlplan.engine.buttons import Desk, check_button, press
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
    _tell_surprises(texts)
    try:
        book = _open_book(options)
        done = press(options.button, desk(book, options, texts))
    except PlanError as wrong:
        alone.tell(texts.error(wrong))
        raise
    except OSError as wrong:  # a drive is gone, say
        alone.tell(texts("the system refused: {reason}.", reason=reason_of(wrong)))
        raise
    return DONE if done else WITH_ERRORS


def _open_book(options: argparse.Namespace) -> Any:
    """Return the open workbook whose button was pressed.

    Raises:
        PlanError: ``UNKNOWN_BUTTON``, ``BOOK_NOT_OPEN``, ``NO_XLWINGS``.
    """
    check_button(options.button)
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
        how = Order(FORMATS, book=folder, clears=True)
        return write_compared(found, chosen, folder, how, past, progress)

    lang = getattr(options, "lang", None)
    return Desk(Opened(book), texts, today, lang, write, show_folder, FORMATS, "excel")


def _tell_surprises(texts: Texts) -> None:
    """Tell what nobody foresaw: a call that Excel refuses while a cell is being edited.

    The system shows it: an Excel that refuses calls would refuse that one, too.
    """

    def tell(
        _kind: type[BaseException], wrong: BaseException, _trace: TracebackType | None
    ) -> None:
        text = texts(
            "Excel did not let xlplan finish: {reason}. Leave the cell that you are editing, close "
            "open dialogs and press again.",
            reason=reason_of(wrong),
        )
        alone.tell(text)

    sys.excepthook = tell


def reason_of(wrong: BaseException) -> str:
    """Return the words of an error; those of Excel stand among numbers and names of help files.

    Example:
        >>> reason_of(Exception(1, "Exception occurred.", (0, "Excel", "Select failed on this.", 0)))
        'Select failed on this'
    """
    said: list[str] = []
    todo: list[Any] = list(wrong.args)
    while todo:
        one = todo.pop(0)
        if isinstance(one, str):
            said.append(one.strip())
        elif isinstance(one, tuple):
            todo += one
    return max(said, key=len, default="").rstrip(".") or type(wrong).__name__
