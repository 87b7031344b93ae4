"""What do the scripts of xlwings Lite do? The buttons that need no folder, on the open workbook.

Lite's Python lives in the browser inside Excel: it sees no file of the planner's, and of the object
model it writes what it cannot always read. Calculation and screen are Excel's own business there.
"""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import PlanError
from xlplan.engine.buttons import Desk, press
from xlplan.engine.plan import Evaluation
from xlplan.engine.text import Texts
from xlplan.hosts.excel.opened import Opened

SCRIPTS = ("check", "evaluate", "explain")
"""The buttons that Lite has; plans of customers are files, and so is their folder."""


def run_script(button: str, book: Any, lang: str) -> bool:
    """Do what a button does in the workbook that is open, and tell what came of it.

    Args:
        button: one of ``SCRIPTS``.
        book: ``xlwings.Book`` as Lite hands it over.
        lang: of what is said before the workbook's own language is known.
    """
    today = dt.date.today()  # noqa: DTZ011 - the planner's own calendar day is meant
    open_book = LiteBook(book)

    def refuse(*_: Evaluation | Sequence[CustomerAssessment] | Path) -> NoReturn:
        raise PlanError("BOOK_NOT_SAVED", book=open_book.name)

    return press(button, Desk(open_book, Texts(lang), today, None, refuse, refuse, (), "lite"))


class LiteBook(Opened):
    """The open workbook as Lite reaches it."""

    formats = False  # Lite hands them over to code that waits for each of them alone

    def place(self) -> None:
        """Return that there is no folder."""

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Leave the planner on the sheet where the script was started."""
        active = self.book.sheets.active.name
        yield
        if active in [sheet.name for sheet in self.book.sheets]:
            self.book.sheets[active].activate()

    def say(self, text: str) -> None:
        """Tell what is being done, in Lite's own output."""
        sys.stdout.write(f"{text}\n")
