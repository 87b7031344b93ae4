"""Arguments for every published function, in every way that cells come: hosts are compared on them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from xlplan.functions import CellError, published
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[1]
DAY = dt.datetime(2026, 3, 31)
CELL_KINDS = ("number", "integer", "yes/no", "word", "text", "date")


@cache
def sheets():
    """Rows of the example's sheets under their headings, by key."""
    from xlplan.engine.contract import SHEETS

    found = {one.name: one.rows for one in read_tables(ROOT / "workbooks" / "example.xlsx").sheets}
    return {
        sheet.key: [[plain(cell) for cell in row] for row in found[sheet.en][:40]]
        for sheet in SHEETS
        if sheet.en in found
    }


def plain(cell):
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return dt.datetime.combine(cell, dt.time())
    return None if cell == "" else cell


def usual(one):
    """Return an ordinary cell or range for an argument."""
    kind = one.kind
    if kind == "number":
        return 0.4
    if kind == "integer":
        return 2.0
    if kind == "yes/no":
        return True
    if kind == "word":
        return next(iter(one.words), "partner")
    if kind == "date":
        return DAY
    if kind == "text":
        return "O34-1"
    if kind in ("range", "range with blanks"):
        return [[30.0], [50.0], [70.0]]
    if kind == "policy":
        return [["discount", 0.12]]
    if kind == "rows of a sheet":
        return sheets()[one.sheet]
    if kind == "anything":
        return "XLPLAN_LAG"
    width = one.width or 3
    return [[0.5] * width, [0.25] * width]


def cases() -> Iterator[tuple[str, str, list]]:
    """Yield name of a function, way of giving the arguments, and the arguments."""
    for name, function in published().items():
        given = [usual(one) for one in function.arguments]
        yield name, "ordinary", given
        needed = [
            value for value, one in zip(given, function.arguments, strict=True) if not one.optional
        ]
        if name != "XLPLAN_WHY":  # without arguments it tells the last reason
            yield name, "only what is needed", needed
        for at, one in enumerate(function.arguments):
            for way, value in ways(one, given[at]):
                yield name, f"{one.name} {way}", [*given[:at], value, *given[at + 1 :]]


def ways(one, value):
    """Yield the ways in which an argument may come."""
    yield "blank", None
    yield "error", CellError.NA
    yield "word that is none", "nonsense"
    if one.kind in CELL_KINDS:
        yield "one cell", [[value]]
        yield "row", [[value, None, value]]
        yield "column", [[value], [CellError.DIV0], ["nonsense"], [value]]
        yield "currency", Decimal("12.5")
        yield "date", dt.datetime(2026, 3, 31, 9, 30)
        yield "yes", True
    elif isinstance(value, list):
        yield "one cell", [[value[0][0]]]
        yield "row", [value[0]]
        yield "with blank", [*value, [None] * len(value[0])]
        yield "with error", [*value, [CellError.NUM] * len(value[0])]
        yield "currency", [[Decimal("3.5") if isinstance(cell, float) else cell for cell in row]
                           for row in value]  # fmt: skip
        yield "one row fewer", value[:-1] or value


def long_cases(rows=10_000):
    """Yield calls with that many rows."""
    risk = [0.02, "approved", 1.2, 20.0, "B", 28.07, 79.09, "verified", 80.0, 10.0, 0.3, 0.12, 2.0,
            6.0]  # fmt: skip
    yield "XLPLAN_RISK_SCORE", [[risk] * rows]
    yield "XLPLAN_LAG", [[[float(at % 6 + 1)] for at in range(rows)], 2.0]
    yield "XLPLAN_HHI", [[[float(at % 97)] for at in range(rows)]]
