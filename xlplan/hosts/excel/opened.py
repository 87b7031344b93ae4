"""How does a button reach the workbook that is open in Excel? Through xlwings' object model."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.sheets import RawWorkbook
from xlplan.hosts.excel.attaching import full_name
from xlplan.hosts.excel.keeping import undisturbed
from xlplan.hosts.excel.reading import read_open, selected_texts
from xlplan.hosts.excel.writing import write_open, write_page

Found = TypeVar("Found")


class Opened:
    """An open workbook (``xlwings.Book``) as the buttons know it."""

    formats = True
    """Whether the number formats of its cells can be asked for."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._by_hand = False

    @property
    def name(self) -> str:
        """Return what its window says."""
        return str(self.book.name)

    def place(self) -> Path | None:
        """Return the file; ``None``: it lies in no folder of this computer."""
        name = full_name(self.book)
        path = Path(name)
        if "://" in name or not path.parent.is_dir() or path.parent == Path():
            return None
        return path

    def undisturbed(self) -> AbstractContextManager[None]:
        """Keep Excel still while a button works."""
        self._by_hand = self.book.app.calculation == "manual"
        return undisturbed(self.book)

    def calculates_by_hand(self) -> bool:
        """Return whether Excel calculates only when the planner asks."""
        return self._by_hand

    def read(self) -> RawWorkbook:
        """Return its tables."""
        return read_open(self.book, formats=self.formats)

    def selected_texts(self) -> Sequence[str]:
        """Return what stands in the row of the cursor."""
        return selected_texts(self.book, formats=self.formats)

    def write_sheets(self, results: Sequence[ResultSheet]) -> Sequence[str]:
        """Put result sheets into it and return what they are called."""
        return write_open(self.book, results)

    def write_page(self, page: tuple[str, str], lines: Iterable[str], lang: str) -> str:
        """Put lines of text onto a sheet of ours and return its name."""
        return write_page(self.book, page, lines, lang)

    def aside(self, work: Callable[[], Found]) -> Found:
        """Do the work: this process is not Excel's, whose window stays alive anyway."""
        return work()

    def say(self, text: str) -> None:
        """Tell what is being done, in the status bar."""
        self.book.app.status_bar = text

    def tell(self, text: str, *, worrying: bool) -> None:
        """Tell what came of it, in a dialog."""
        mode = "critical" if worrying else "info"
        self.book.app.alert(text, title="xlplan", buttons="ok", mode=mode)
