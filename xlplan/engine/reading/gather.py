"""Which findings does a reading end with? With addresses, in a stable order, and not without end.

Each cell that is wrong is named. Only where a column is wrong in tens of thousands of rows, or a
plan in a hundred thousand cells, the rest is counted.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from xlplan.core.issues import NAMED, SENTENCES, Finding, Severity, finding
from xlplan.engine.reading.cells import shown
from xlplan.engine.tables import letters

NAMED_IN_ALL = 100_000  # so many findings of a plan are named; the others are counted


class Spot(NamedTuple):
    """Where something was found; ``-1`` means: the sheet, or the column, as a whole."""

    sheet: str = ""
    row: int = -1
    column: int = -1

    @property
    def cell(self) -> str:
        """Return ``D7``, ``D``, ``7`` or nothing."""
        name = letters(self.column) if self.column >= 0 else ""
        return f"{name}{self.row + 1}" if self.row >= 0 else name


@dataclass
class Gathered:
    """The findings of one reading.

    Args:
        order: the sheets in the order of the report; what concerns none of them comes first.
    """

    order: tuple[str, ...] = ()
    _groups: dict[tuple[str, str, int], list[tuple[Spot, Finding]]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, int], int] = field(default_factory=dict)
    _named: int = 0

    def add(self, code: str, spot: Spot | None = None, value: object = "", **params: str) -> None:
        """Add a finding; beyond the limits only the count of its kind in its column grows."""
        spot = spot or Spot()
        key = (code, spot.sheet, spot.column)
        count = self._counts[key] = self._counts.get(key, 0) + 1
        if count == 1 or (count <= NAMED and self._named < NAMED_IN_ALL):
            text = "" if value is None else shown(value)
            made = finding(code, spot.sheet, spot.cell, text, **params)
            self._groups.setdefault(key, []).append((spot, made))
            self._named += 1

    def findings(self) -> tuple[Finding, ...]:
        """Return them by sheet, row and column; ties keep the order in which they were added."""
        place = {name: at for at, name in enumerate(self.order)}
        rows: list[tuple[tuple[int, int, int], Finding]] = []
        for key, group in self._groups.items():
            rank, more = place.get(key[1], -1), self._counts[key] - len(group)
            rows += [((rank, spot.row, spot.column), found) for spot, found in group]
            if more:
                last = group[-1][0]
                rows.append(((rank, last.row, last.column), _summary(key, more)))
        rows.sort(key=lambda row: row[0])
        return tuple(found for _, found in rows)


def _summary(key: tuple[str, str, int], count: int) -> Finding:
    code, sheet, column = key
    more = {
        Severity.ERROR: "MORE_ERRORS",
        Severity.WARNING: "MORE_WARNINGS",
        Severity.INFO: "MORE_REMARKS",
    }
    return finding(
        more[SENTENCES[code].severity],
        sheet,
        Spot(sheet, -1, column).cell,
        count=f"{count:,}",
        rule=code,
    )
