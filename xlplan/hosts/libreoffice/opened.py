"""How does a button reach the document that is open in LibreOffice? Through UNO."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import uno

from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.sheets import RawWorkbook
from xlplan.hosts.libreoffice import telling
from xlplan.hosts.libreoffice.reading import read_open, selected_texts
from xlplan.hosts.libreoffice.stopping import Stop, stoppable
from xlplan.hosts.libreoffice.telling import Where
from xlplan.hosts.libreoffice.writing import Pack, write_open, write_page

Found = TypeVar("Found")

BLINK = 0.03
"""Seconds between two looks of the window at mouse and keyboard while we work."""


class Opened:
    """An open document of Calc as the buttons know it.

    Args:
        where: the document, and how a button speaks of it.
        pack: makes a workbook's bytes of result sheets.
    """

    def __init__(self, where: Where, pack: Pack) -> None:
        self.where, self.doc, self.pack = where, where.doc, pack
        self.toolkit = where.make("com.sun.star.awt.Toolkit")
        self.owner = threading.get_ident()
        self.said = ""
        self.bar: Any = None
        self.stop = Stop()

    @property
    def name(self) -> str:
        """Return what its window says."""
        return str(self.doc.Title)

    def place(self) -> Path | None:
        """Return the file; ``None``: it lies in no folder of this computer."""
        if not self.doc.URL.startswith("file:"):
            return None
        path = Path(uno.fileUrlToSystemPath(self.doc.URL))
        return path if path.parent.is_dir() else None

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Show in the status bar what is done, and take it away again; Esc stops it meanwhile."""
        self.bar = self.doc.CurrentController.Frame.createStatusIndicator()
        self.bar.start("xlplan", 0)
        try:
            with stoppable(self.doc) as self.stop:
                yield
        finally:
            self.bar.end()
            self.bar = None

    def calculates_by_hand(self) -> bool:
        """Return no: sheets come with their values, whatever the setting."""
        return False

    def read(self) -> RawWorkbook:
        """Return its tables."""
        return read_open(self.doc)

    def selected_texts(self) -> Sequence[str]:
        """Return what stands in the row of the cursor."""
        return selected_texts(self.doc)

    def write_sheets(self, results: Sequence[ResultSheet]) -> Sequence[str]:
        """Put result sheets into it and return what they are called."""

        def pack(sheets: Sequence[ResultSheet]) -> bytes:
            return self.aside(lambda: self.pack(sheets))

        return write_open(self.where, results, pack)

    def write_page(self, page: tuple[str, str], lines: Iterable[str], lang: str) -> str:
        """Put lines of text onto a sheet of ours and return its name."""
        return write_page(self.where, page, lines, lang)

    def aside(self, work: Callable[[], Found]) -> Found:
        """Do work on a thread of its own, while the window goes on living.

        Raises:
            PlanError: ``STOPPED``, as soon as the work says how far it is, or has ended.
        """
        with ThreadPoolExecutor(1) as pool:
            working = pool.submit(work)
            while not working.done():
                wait([working], BLINK)
                self._live()
            found = working.result()
        self.stop.here()
        return found

    def _live(self) -> None:
        if self.bar is not None:
            t = self.where.texts
            self.bar.setText(
                t("Stopping …") if self.stop.wished else t("{what} (Esc stops)", what=self.said)
            )
        self.toolkit.reschedule()

    def say(self, text: str) -> None:
        """Tell what is being done, in the status bar; from a thread of ours it shows at the next look.

        Raises:
            PlanError: ``STOPPED``.
        """
        self.said = text
        if threading.get_ident() == self.owner:
            self._live()
        self.stop.here()

    def tell(self, text: str, *, worrying: bool) -> None:
        """Tell what came of it, in a dialog."""
        telling.show(self.where, text, worrying=worrying)
