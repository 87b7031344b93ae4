"""Do the cells of our sheets show what their formulas give? LibreOffice recalculates a copy.

Every cell of a result sheet with a formula holds the value that the program computed. Here the
values are compared with those that a spreadsheet gets from the formulas alone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.result.frame import RESULT_SHEETS
from xlplan.hosts.files.graft.book import Book, slots
from xlplan.hosts.files.graft.parts import Parts
from xlplan.hosts.files.ooxml.package import Package
from xlplan.hosts.files.ooxml.rawzip import Package as RawPackage
from xlplan.hosts.files.ooxml.xmlparts import followed, local
from xlplan.hosts.files.preflight import BROKEN, inspect, open_archive
from xlplan.hosts.files.recalculation import SECONDS, recalculate
from xlplan.hosts.files.sheetxml import unescaped

TOLERANCE = 1e-6
"""Of a number up to 1; of a larger one this part of it."""

MARKER = "xlplan"
Value = float | str | None


class Difference(NamedTuple):
    """A cell whose value is not what its formula gives.

    Args:
        sheet: as its tab says.
        cell: its address.
        cached: what the cell holds; ``None``: no value at all.
        calculated: what the spreadsheet gets, an error as its sign; ``None``: nothing is there.
    """

    sheet: str
    cell: str
    cached: Value
    calculated: Value


class VerifyReport(NamedTuple):
    """What a verification found.

    Args:
        cells: how many live cells were compared.
        differences: those that differ, by sheet and row.
        sheets: names of the sheets that were looked at.
    """

    cells: int
    differences: tuple[Difference, ...]
    sheets: tuple[str, ...]


def verify(book: Path, seconds: float = SECONDS) -> VerifyReport:
    """Compare every live cell of our sheets with what LibreOffice calculates from the formulas.

    Args:
        book: a result workbook, or a planner's workbook with result sheets in it; not changed.
        seconds: how long LibreOffice may take.

    Raises:
        PlanError: ``NO_RESULT_SHEETS``, and those of ``recalculate``.

    Example:
        >>> verify(Path("example.plan.xlsx")).differences  # doctest: +SKIP
        ()
    """
    if inspect(book) != "zip":
        raise PlanError("NO_RESULT_SHEETS", file=book)
    names = result_sheets(book)
    if not names:
        raise PlanError("NO_RESULT_SHEETS", file=book)
    held = live_cells(book, names)
    with recalculate(book, seconds) as copy:
        found = live_cells(copy, names)
    differences = [
        Difference(name, cell, cached, found[name].get(cell))
        for name in names
        for cell, cached in held[name].items()
        if not same(cached, found[name].get(cell))
    ]
    return VerifyReport(sum(map(len, held.values())), tuple(differences), names)


def result_sheets(book: Path) -> tuple[str, ...]:
    """Return the names of our sheets: those that carry our mark, else those called as ours."""
    with RawPackage(book) as raw:
        workbook = Book(Parts(raw))
        marked = tuple(slot.name for slot in slots(workbook, MARKER))
        names = [sheet.name for sheet in workbook.sheets]
    ours = {name for pair in RESULT_SHEETS.values() for name in pair}
    return marked or tuple(name for name in names if name in ours)


def same(one: Value, other: Value) -> bool:
    """Return whether two values are the same: texts equal, numbers within the tolerance.

    Example:
        >>> same(28.241, 28.2410000001), same(0.0, None), same("", None)
        (True, False, False)
    """
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
    return one is not None and one == other


def live_cells(book: Path, names: tuple[str, ...]) -> dict[str, dict[str, Value]]:
    """Return the cells with a formula of some sheets, address → value, by sheet.

    An error is its sign (``#N/A``), a blank text ``""``; ``None``: the formula has no value.

    Raises:
        PlanError: the workbook cannot be read.
    """
    with open_archive(book) as archive:
        package = Package(book, archive)
        package.load()
        parts = {name: package.sheets.get(name) for name in names}
        try:
            return {
                name: dict(_formulas(package.read(part))) if part else {}
                for name, part in parts.items()
            }
        except BROKEN as wrong:
            raise PlanError("DAMAGED", file=book) from wrong


def _formulas(part: bytes) -> Iterator[tuple[str, Value]]:
    walker = _Walker()
    followed(walker).Parse(part, True)
    yield from walker.found.items()


class _Walker:
    """The handlers of one sheet's XML."""

    def __init__(self) -> None:
        self.found: dict[str, Value] = {}
        self.cell: dict[str, str] = {}
        self.live = False
        self.value: str | None = None
        self.text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self.cell, self.live, self.value = attributes, False, None
        elif name == "f":
            self.live = True
        elif name == "v":
            self.text = []

    def end(self, name: str) -> None:
        name = local(name)
        if name == "v":
            self.value, self.text = "".join(self.text or ()), None
        elif name == "c" and self.live:
            self.found[self.cell.get("r", "")] = self._typed()

    def characters(self, piece: str) -> None:
        if self.text is not None:
            self.text.append(piece)

    def _typed(self) -> Value:
        kind, value = self.cell.get("t", "n"), self.value
        if kind in ("str", "e"):
            return unescaped(value or "")
        return float(value) if value else None
