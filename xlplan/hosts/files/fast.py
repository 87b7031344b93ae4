"""What does the fast reader say? python-calamine, with its accidents caught.

It gives numbers as float, dates as dates, blanks as ``""``. Its errors are ordinary exceptions, its
panics are not: they are no ``Exception`` at all, and write to standard error on their way.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xlplan.core.pausing import collector_paused

Rows = list[list[Any]]


class FastBook:
    """A workbook in the fast reader, opened when the first sheet is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book: Any = None
        self._failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._book is not None:
            self._book.close()

    def names(self) -> list[str]:
        """Return the names of all sheets, none when the workbook cannot be opened.

        Raises:
            PermissionError: it asks for a password.
        """
        self._open()
        return [] if self._failed else list(self._book.sheet_names)

    def rows(self, name: str, fits: Callable[[int, int], bool] | None = None) -> Rows | None:
        """Return the cells of a sheet from A1 on; ``None`` when the reader refuses it.

        Args:
            name: the sheet.
            fits: told height and width, says whether the sheet is worth laying out.
        """
        self._open()
        if self._failed:
            return None

        def read() -> Rows | None:
            sheet = self._book.get_sheet_by_name(name)
            if fits is not None and not fits(sheet.total_height, sheet.total_width):
                return None
            with collector_paused():
                rows: Rows = sheet.to_python(skip_empty_area=False)
            return rows

        found: Rows | None = _careful(read)
        return found

    def _open(self) -> None:
        if self._book is None and not self._failed:
            from python_calamine import CalamineWorkbook

            self._book = _careful(lambda: CalamineWorkbook.from_path(self.path))
            self._failed = self._book is None


def _careful(call: Callable[[], Any]) -> Any:
    """Return what a call gives, ``None`` when the fast reader fails in one of its ways."""
    from python_calamine import CalamineError, PasswordError

    try:
        with _silent():
            return call()
    except PasswordError as wrong:
        raise PermissionError(str(wrong)) from wrong
    except (CalamineError, ValueError, OverflowError, OSError):
        return None
    except BaseException as wrong:
        # a panic is no Exception, and its class cannot be imported
        if type(wrong).__name__ == "PanicException":
            return None
        raise


@contextmanager
def _silent() -> Iterator[None]:
    """Send what a panic writes to standard error nowhere."""
    try:
        kept = os.dup(2)
    except OSError:  # no standard error, as under pythonw
        yield
        return
    try:
        with suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
