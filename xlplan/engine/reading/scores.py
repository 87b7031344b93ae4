"""On which scale are the scores of a column? Of 100, which is told where it looks otherwise."""

from collections.abc import Sequence
from typing import Any

from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table

_FEW = 3  # fewer numbers make no scale
_TEN = 10.0


def tell_scores(table: Table, gathered: Gathered) -> None:
    """Tell which scores are read in percent, and which columns look as if they were of 1 or of 10."""
    for column in table.sheet.columns:
        values = table.columns.get(column.field)
        if column.kind == "score" and values:
            _tell_percent(table, column.field, gathered)
            if max(filter(None, values), default=_TEN + 1.0) <= _TEN:  # few columns are looked at
                _tell_scale(table, column.field, gathered)


def _tell_percent(table: Table, name: str, gathered: Gathered) -> None:
    """Tell of scores that a format shows in percent, and that were read so."""
    place, at = table.place, table.place.columns[name]
    told = [
        row - place.start
        for row in sorted(table.raw.percents.get(at, ()))
        if place.start <= row < place.end
        and row - place.start not in table.dropped
        and type(cell := table.raw.rows[row][at]) is float
        and 0.0 < cell <= 1.0
    ]
    if told:
        first = told[0]
        value = f"{table.columns[name][first]:g}"
        gathered.add(
            "SCORE_PERCENT", table.spot(name, first), f"{value}%",
            column=table.heading(name), points=value, count=f"{len(told):,}",
        )  # fmt: skip


def _tell_scale(table: Table, name: str, gathered: Gathered) -> None:
    """Warn of a whole column within 0 and 1, or within 1 and 10; it is read as it stands."""
    kept = table.kept(name)
    high = _scale([value for _, value in kept])
    if high:
        first, value = next(pair for pair in kept if pair[1])
        gathered.add(
            "SCORE_SCALE", table.spot(name, first), f"{value:g}",
            column=table.heading(name), low="0" if high == 1.0 else "1", high=f"{high:g}",
            count=f"{len(kept):,}",
        )  # fmt: skip


def _scale(values: Sequence[Any]) -> float:
    """Return the largest number of the scale that a column looks as if it had, 0 for none.

    Example:
        >>> _scale([0.8, 0.0, 1.0]), _scale([7.0, 1.0, 10.0]), _scale([0.0, 1.0, 0.0]), _scale([0.5])
        (1.0, 10.0, 0.0, 0.0)
    """
    if len(values) < _FEW:
        return 0.0
    low, high = min(values), max(values)
    if high <= 1.0:
        return 1.0 if any(0.0 < value < 1.0 for value in values) else 0.0
    return _TEN if low >= 1.0 and high <= _TEN else 0.0
