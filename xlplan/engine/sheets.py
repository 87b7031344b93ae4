"""What does a workbook hand over? Cells as found, before anyone says what they mean."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xlplan.core.issues import Finding


class Block(NamedTuple):
    """An Excel table (ListObject) on a sheet, zero-based and inclusive; totals rows are not in it."""

    name: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class RawSheet:
    """One sheet as read.

    Args:
        name: as it is called in the workbook.
        rows: the cells from A1 on; a blank is ``None`` or ``""``. Rows may differ in length.
        errors: (row, column), zero-based → the error shown, ``"#N/A"``.
        uncached: cells with a formula but no cached value.
        blocks: the Excel tables on it.
        currencies: column → row → the currency that the format of the cell shows, a key of
            ``CURRENCIES``; a host that does not know formats leaves it empty.
        digits: column → row → how many digits the format shows at least: 17 as 0017.
        sizes: column → row → the size that the format names without scaling: 5 as 5万元.
        shrunk: column → row → by how much the format shows the number smaller: 50000 as 5.
        merged: column, first and last row of cells merged downwards, zero-based and inclusive.
        percents: column → rows whose format shows the number in percent: 0.8 as 80%; a host may
            leave out columns that hold no scores.
    """

    name: str
    rows: list[list[Any]]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    blocks: tuple[Block, ...] = ()
    currencies: dict[int, dict[int, str]] = field(default_factory=dict)
    digits: dict[int, dict[int, int]] = field(default_factory=dict)
    sizes: dict[int, dict[int, str]] = field(default_factory=dict)
    shrunk: dict[int, dict[int, float]] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    percents: dict[int, set[int]] = field(default_factory=dict)


@dataclass(slots=True)
class RawWorkbook:
    """A workbook as read: the sheets that may matter, and the names of all of them.

    ``findings`` are remarks about the file itself (somebody has it open), ``file`` is its name where
    it is one.
    """

    sheets: list[RawSheet]
    names: list[str]
    findings: list[Finding] = field(default_factory=list)
    file: str = ""
