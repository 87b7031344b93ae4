"""What is a result sheet made of? Tables, key figures, links and charts: plain data with addresses.

Rows and columns count from 0, as the writer does; ``Table.address`` gives the spreadsheet's own
``P8``. A cell may be a ``Formula`` with its true value, so that a sheet can stay live: nothing here
knows how a workbook is written.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from xlplan.engine.result.live import Area, Live
from xlplan.engine.tables import letters

TITLE_ROW, HEADLINE_ROW, META_ROW = 0, 1, 2


class Formula(NamedTuple):
    """A native formula (``=SUM(A1:A3)``) and the value that it has."""

    text: str
    value: float | str | None


Cell = float | int | str | bool | dt.date | Formula | None
Row = tuple[Cell, ...]


class Range(NamedTuple):
    """Cells of one column, with their values, which a chart keeps as its cache."""

    row: int
    column: int
    last_row: int
    values: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a result table.

    Args:
        key: its name in rules, sums and charts.
        heading: in the language of the sheet.
        kind: text, wrap, id, word, grade, count (an int on the left), money, share, percent
            (with a decimal), score, points, ratio, fine (a ratio with three decimals), int or date.
        width: in characters; 0 until it is fitted, then at most ``most`` (0: as the layout has it).
        help: what the figure means and how to read it, shown when the heading is selected.
    """

    key: str
    heading: str
    kind: str = "text"
    width: float = 0.0
    most: float = 0.0
    help: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A colour that depends on the cell.

    Args:
        kind: ``words`` (a tone a word), ``scale`` (0 good … 100 bad), ``bar`` (0–1),
            ``below`` and ``above`` (a bound), ``repeat`` (what the row above says too is grey).
        columns: keys of the columns that are coloured; for ``repeat`` the last one is compared.
        tones: word → name of a tone.
        bound: for below and above.
    """

    kind: str
    columns: tuple[str, ...]
    tones: Mapping[str, str] = field(default_factory=dict)
    bound: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, rows and what goes with them, at a fixed place of a sheet.

    Args:
        top: row of the headings; ``title`` or ``above`` (a value a column) stand over it.
        left: column of the first heading.
        sums: keys of the columns with a total.
        total: the word in the first column of the total.
        counted: the word under it, where the sums cover different rows and each says how many.
        empty: what is said when there is no row.
        main: the table that is filtered, repeated in print, and laid out under frozen headings.
        heights: of the rows, in points, when they differ from the sheet's.
        live: what the spreadsheet computes and the planner may change.
        aside: the table goes on with the rows of the main one, on its right: inputs and helpers,
            sorted and filtered with it, but not printed.
        printed: key of the last column that is printed; ``""``: all are.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    top: int
    left: int = 0
    title: str = ""
    above: Row = ()
    sums: tuple[str, ...] = ()
    total: str = ""
    counted: str = ""
    rules: tuple[Rule, ...] = ()
    empty: str = ""
    main: bool = False
    heading_height: float = 0.0
    heights: tuple[float, ...] = ()
    live: Live | None = None
    aside: bool = False
    printed: str = ""

    @property
    def first(self) -> int:
        """Return the row of the first record."""
        return self.top + 1

    @property
    def last(self) -> int:
        """Return the row of the last record (the row under the headings when there is none)."""
        return self.top + max(len(self.rows), 1)

    @property
    def bottom(self) -> int:
        """Return the last row in use, the total included."""
        return self.last + bool(self.sums and self.rows) + bool(self.counted)

    @property
    def right(self) -> int:
        """Return the last column."""
        return self.left + len(self.columns) - 1

    def index(self, key: str) -> int:
        """Return the place of a column within the table."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def address(self, key: str, row: int) -> str:
        """Return the address (``P8``) of a column's cell in a row of the sheet."""
        return f"{letters(self.left + self.index(key))}{row + 1}"

    def cells(self, key: str, count: int | None = None, start: int = 0) -> Range:
        """Return ``count`` cells of a column (all by default), from record ``start`` on."""
        at = self.index(key)
        rows = self.rows[start:] if count is None else self.rows[start : start + count]
        top = self.first + start
        return Range(
            top, self.left + at, top + max(len(rows), 1) - 1, tuple(row[at] for row in rows)
        )

    def totals(self) -> Row:
        """Return the cells of the total: sums that follow the filter; blank where nothing is known."""
        return self._under(self.total, self._sum) if self.sums and self.rows else ()

    def counts(self) -> Row:
        """Return the cells under the totals: how many rows each of them covers."""
        return self._under(self.counted, self._count) if self.counted else ()

    def _under(self, word: str, figure: Callable[[str], Formula]) -> Row:
        return tuple(
            figure(column.key) if column.key in self.sums else (word if at == 0 else None)
            for at, column in enumerate(self.columns)
        )

    def _sum(self, key: str) -> Formula:
        span, known = self._known(key)
        text = f'=IF(SUBTOTAL(102,{span})=0,"",SUBTOTAL(109,{span}))'
        return Formula(text, fsum(known) if known else None)

    def _count(self, key: str) -> Formula:
        span, known = self._known(key)
        return Formula(f"=SUBTOTAL(102,{span})", len(known))

    def _known(self, key: str) -> tuple[str, list[float]]:
        span = f"{self.address(key, self.first)}:{self.address(key, self.last)}"
        return span, [v for v in self.cells(key).values if isinstance(v, (int, float))]


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: its name over its value, from column ``left`` to column ``right``.

    ``formula`` computes the value, without ``=``.
    """

    label: str
    value: Cell
    kind: str
    row: int
    left: int
    right: int
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another result sheet, with what is told there beside it."""

    text: str
    note: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; a bubble has one for itself, so that its name labels it."""

    name: str
    values: Range
    categories: Range
    tone: str
    sizes: Range | None = None
    line: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart.

    Args:
        kind: bar (lying), column or bubble; a series may be a line on a second axis.
        x_format: number format of the horizontal axis, ``y_format`` of the values (``amount``:
            money, shortened; ``0%``: shares, from 0 to 1).
        y_end: where the values end by their nature (100 points); 0: nowhere.
        row: of its upper left corner.
        size: width and height in pixels.
        printed: whether it belongs to the printed area (not beside a long table).
    """

    kind: str
    title: str
    series: tuple[Series, ...]
    row: int
    column: int
    x_title: str = ""
    y_title: str = ""
    x_format: str = ""
    y_format: str = "amount"
    y_end: float = 0.0
    size: tuple[int, int] = (760, 340)
    printed: bool = True


class Since(NamedTuple):
    """What a sheet says once its figures have moved since it was written.

    Args:
        moved: a formula, without ``=``, that is 1 then.
        before: what is put before the headline, which is of the past then.
        note: what is added to the line with the as-of date.
    """

    moved: str
    before: str
    note: str


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """A finished sheet, ready to be written.

    Args:
        key: its key in ``RESULT_SHEETS``.
        name: what its tab says.
        lang: the language that it is written in.
        as_of: the day as of which it holds.
        headline: the finding that it shows, as a sentence.
        meta: as-of date, policy changes, version.
        frozen: how many columns stay when the reader scrolls to the right.
        page: words for "page {page} of {pages}" at the foot of a printed page.
        offers: name → cells of this sheet that formulas of others may use.
        names: name → cells that formulas of this sheet use.
        since: how it says that it is out of date.
    """

    key: str
    name: str
    lang: str
    as_of: dt.date
    headline: str
    meta: str
    page: str
    tables: tuple[Table, ...]
    tiles: tuple[Tile, ...] = ()
    links: tuple[Link, ...] = ()
    charts: tuple[Chart, ...] = ()
    frozen: int = 0
    offers: Mapping[str, Area] = field(default_factory=dict)
    names: Mapping[str, Area] = field(default_factory=dict)
    since: Since | None = None

    @property
    def main(self) -> Table | None:
        """Return the table under frozen headings, if the sheet has one."""
        return next((table for table in self.tables if table.main), None)
