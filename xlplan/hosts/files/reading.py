"""What stands in a workbook? Its tables as found, from .xlsx .xlsm .xls .xlsb .ods.

A file is looked at before it is opened (``preflight``), a sheet before it is read (``scan``); then
the fast reader reads it, and our own (``sheetxml``) reads what the fast one cannot. Nothing is ever
written.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from xlplan.core.issues import Finding, PlanError
from xlplan.engine.reading.choosing import Wanted, choose
from xlplan.engine.reading.formats import Shown
from xlplan.engine.reading.small_scores import small_scores
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.hosts.files.cellstyles import read_styles
from xlplan.hosts.files.fast import FastBook
from xlplan.hosts.files.guarded import read_guarded
from xlplan.hosts.files.ooxml.package import Package
from xlplan.hosts.files.ooxml.xmlparts import UnsafeXmlError
from xlplan.hosts.files.preflight import BROKEN, MAX_CELLS, inspect, open_archive, open_elsewhere
from xlplan.hosts.files.recalculation import recalculate
from xlplan.hosts.files.scan import Facts, look_over, merged_in, text_bytes
from xlplan.hosts.files.sheetxml import TooManyCellsError, read_sheet

__all__ = ["read_tables", "recalculate"]

Watch = Callable[[str], None]

_SPARSE = 20  # a rectangle with fewer than one cell in so many places is read by our own reader
_WIDE = 1 << 20  # and only when it has so many places
_TEXTS = 1 << 29  # bytes of all texts that the fast reader may copy


def read_tables(
    path: Path, wanted: Wanted | None = None, watch: Watch = lambda _: None
) -> RawWorkbook:
    """Return the tables of a workbook.

    Args:
        path: a workbook in any of the five formats; the first bytes decide, not the name.
        wanted: which sheets to read, by name; otherwise those of the contract. When that finds no
            sheet Customers with its headings, the first rows of the other sheets are read as well,
            so that something useful can be said about them.
        watch: told the name of each sheet of an .xlsx or .xlsm before it is read.

    Raises:
        PlanError: the file cannot be read; its code and sentence say why.

    Example:
        >>> read_tables(Path("nowhere.xlsx"))
        Traceback (most recent call last):
        xlplan.core.issues.PlanError: there is no file nowhere.xlsx.
    """
    path = Path(path)
    outer = inspect(path)
    remarks = open_elsewhere(path)
    if outer == "xls":
        book = read_guarded(path, "xls", wanted)
    else:
        with open_archive(path) as archive:
            package = Package(path, archive)
            kind = package.kind()
            if kind == "xlsx":
                return _read_package(package, wanted, watch, remarks)
        book = read_guarded(path, kind, wanted)
    book.findings += remarks
    return book


def _read_package(
    package: Package, wanted: Wanted | None, watch: Watch, remarks: list[Finding]
) -> RawWorkbook:
    package.load()
    with ExitStack() as stack:
        reader = _Reader(package, stack.enter_context(FastBook(package.path)))

        def read(name: str, rows: int | None) -> RawSheet:
            watch(name)
            return reader.read(name, rows)

        sheets = choose([name for name in package.names if name in package.sheets], read, wanted)
    return RawWorkbook(sheets, package.names, remarks, package.path.name)


class _Reader:
    """Reads the sheets of one package, each by the reader that can."""

    def __init__(self, package: Package, fast: FastBook) -> None:
        self.package, self.fast = package, fast
        self.cells = 0
        self.styles = read_styles(package)
        self._lengths: list[int] | None = None  # bytes of the shared texts, once known

    def read(self, name: str, rows: int | None) -> RawSheet:
        """Return a sheet, or its first rows.

        Raises:
            PlanError: damaged, unsafe or too large.
        """
        part = self.package.sheets[name]
        if rows is not None:
            return self._own(name, rows)
        data = self.package.read(part)
        facts = look_over(data, never_calculated=self.package.recalculates)
        self.cells += facts.cells
        if self.cells > MAX_CELLS:
            raise PlanError("TOO_LARGE", file=self.package.path)
        fits = facts.plain and self._texts_fit(facts.cells, data)
        shown = self.styles.shown_in(data) if facts.plain else Shown.none()
        merged = merged_in(data) if facts.plain else []
        del data  # the fast reader inflates the part for itself
        sheet = self._fast(name, facts) if fits else None
        if sheet is not None:
            sheet.currencies, sheet.digits, sheet.sizes, sheet.shrunk, _ = shown
            sheet.merged = merged
            if self.styles.percents and (scores := small_scores(name, sheet.rows)):
                sheet.percents = self.styles.percents_in(self.package.read(part), scores)
        sheet = sheet or self._own(name, None)
        sheet.blocks = self.package.blocks(part)
        return sheet

    def _fast(self, name: str, facts: Facts) -> RawSheet | None:
        """Return a sheet by the fast reader; ``None`` when our own should try."""

        def fits(height: int, width: int) -> bool:
            return height * width <= max(_WIDE, _SPARSE * facts.cells)

        rows = self.fast.rows(name, fits)
        return None if rows is None else RawSheet(name, rows, facts.errors, facts.uncached)

    def _own(self, name: str, rows: int | None) -> RawSheet:
        path = self.package.path
        try:
            return read_sheet(self.package, name, rows, self.styles)
        except TooManyCellsError as wrong:
            raise PlanError("TOO_LARGE", file=path) from wrong
        except UnsafeXmlError as wrong:
            raise PlanError("UNSAFE", file=path) from wrong
        except (*BROKEN, OSError) as wrong:
            raise PlanError("DAMAGED", file=path, sheet=name) from wrong

    def _texts_fit(self, cells: int, data: bytes) -> bool:
        """Return whether the texts of a sheet, each copied from the shared ones, fit into memory."""
        if self._lengths is None:
            part = self.package.part_of("sharedStrings")
            texts = self.package.read(part) if part and self.package.find(part) else b""
            self._lengths = [len(one) for one in texts.split(b"</si>")]
        if max(self._lengths) * cells <= _TEXTS:
            return True
        size = text_bytes(data, self._lengths)  # one long text among short ones is no harm
        return size is not None and size <= _TEXTS
