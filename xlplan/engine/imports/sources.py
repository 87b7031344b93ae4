"""What is handed over to an import, and how is it told where in it something is wrong?"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlplan.core.issues import Finding, PlanError, finding
from xlplan.engine.imports.cells import Held
from xlplan.engine.imports.checks import nearest
from xlplan.engine.reading.above import Above, Ground, look_over
from xlplan.engine.reading.heads import likely_heading
from xlplan.engine.reading.money import BARE
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import letters

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a sheet of a workbook, as read.

    Args:
        name: as a map asks for it: ``accounts.csv``, ``crm.xlsx!Accounts``.
        headings: by column; ``""`` for a column of a sheet that has none.
        rows: of text; a cell of a sheet may be ``Held``.
        lines: on which each row begins.
        guessed: the encoding of a CSV file where it was not said but found out.
        above: what stands above the headings of a sheet of the unit of its amounts.
    """

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Row]
    lines: Sequence[int]
    guessed: str = ""
    above: Above = field(default_factory=Above)


Tables = Mapping[str, Sequence[Source]]
"""Name in the map → the files that fit it."""


def sheet_source(raw: RawSheet, name: str) -> Source | None:
    """Return a sheet of any workbook as a source; ``None`` when no row looks like headings.

    What stands above the headings is no data, but may say the unit of amounts. A blank row is none,
    and a cell with an error holds the error as its text, so that it is told where it is used.

    Choice: a bare $ of number formats names no currency; programs put it there by themselves.
    """
    found = likely_heading(raw)
    if found is None:
        return None
    top, texts = found
    headings = tuple(texts.get(at, "") for at in range(max(texts) + 1))
    rows, lines = [], []
    for at, cells in enumerate(raw.rows[top + 1 :], top + 1):
        row = [
            raw.errors.get((at, column)) or _cell(raw, at, column, cell)
            for column, cell in enumerate(cells[: len(headings)])
        ]
        if any(row):
            rows.append(row + [""] * (len(headings) - len(row)))
            lines.append(at + 1)
    above = look_over(Ground(raw.name, top, top + 1, texts, texts), raw)
    return Source(name, headings, rows, lines, above=above)


def _cell(raw: RawSheet, row: int, column: int, found: object) -> str:
    if found is None or isinstance(found, str):
        return found or ""
    if not isinstance(found, (bool, int, float, dt.date)):
        return str(found)
    currency = raw.currencies.get(column, {}).get(row, "")
    digits = raw.digits.get(column, {}).get(row, 0)
    return Held.of(found, digits, "" if currency == BARE else currency)


class Spot(NamedTuple):
    """A cell of a source, and the place in the map that asks for it."""

    source: Source
    line: int
    column: str
    place: str


class Problems:
    """The findings of an import, with the address of their cell: ``orders.csv!D17``."""

    def __init__(self, findings: list[Finding]) -> None:
        self._findings = findings
        self._short: set[tuple[str, int]] = set()

    def add(self, found: Finding) -> None:
        """Keep a finding."""
        self._findings.append(found)

    def count(self) -> int:
        """Return how many findings there are by now."""
        return len(self._findings)

    def forget(self, mark: int) -> None:
        """Drop the findings that came after there were so many."""
        del self._findings[mark:]

    def cell(self, code: str, spot: "Spot", value: object, **more: object) -> None:
        """Keep a finding about a cell and the heading it was meant for."""
        target, _, heading = spot.place.partition(" · ")
        headings = spot.source.headings
        at = headings.index(spot.column) if spot.column in headings else 0
        words = {"column": spot.column, "target": target, "heading": heading} | more
        cell = f"{letters(at)}{spot.line}"
        self.add(finding(code, spot.source.name, cell, value, **words))

    def left_out(self, source: Source, line: int, heading: str, target: str) -> None:
        """Keep a finding about a row that lacks what each one needs."""
        cell = f"A{line}"
        self.add(finding("IMPORT_LEFT_OUT", source.name, cell, heading=heading, target=target))

    def check_length(self, source: Source, line: int, row: Row) -> None:
        """Note, once a line, that a row has more or fewer cells than there are headings."""
        if len(row) != len(source.headings) and (source.name, line) not in self._short:
            self._short.add((source.name, line))
            count, expected = len(row), len(source.headings)
            cell = f"A{line}"
            self.add(
                finding("IMPORT_ROW_LENGTH", source.name, cell, count=count, expected=expected)
            )


def place_of(source: Source, name: str, place: str) -> int:
    """Return where a column of a source stands.

    Raises:
        PlanError: the file has no such column.
    """
    if name not in source.headings:
        near = nearest(name, source.headings)
        raise PlanError("MAP_UNKNOWN_COLUMN", file=source.name, name=name, place=place, near=near)
    return source.headings.index(name)
