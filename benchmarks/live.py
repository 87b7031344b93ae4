"""How much of the results is live, and does LibreOffice agree? Share of live numbers, verification.

Bar: at least 60 % of the numeric cells of Risk table, ABCD ranking and Cost and return are
formulas, and ``verify`` finds no difference over 1e-6. Run: ``python benchmarks/live.py``.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from generated import AS_OF, generated_plan

from xlplan.core.assess import assess
from xlplan.core.policy import Policy
from xlplan.engine.result.shapes import Formula, ResultSheet, Table
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.verifying import verify
from xlplan.hosts.files.writing import write_tables

SHEETS = ("risk", "ranking", "returns")
SIZES = (200, 2_000)


def live_share(sheets: Sequence[ResultSheet]) -> dict[str, tuple[int, int]]:
    """Return how many numeric cells of each of the three sheets are live, and how many there are.

    All of them count: inputs and hidden helpers too, weights above the table, totals.
    """
    found = {}
    for sheet in sheets:
        if sheet.key in SHEETS:
            flags = [live for table in sheet.tables for live in _numbers(table)]
            found[sheet.key] = (sum(flags), len(flags))
    return found


def _numbers(table: Table) -> Iterator[bool]:
    live, keys = table.live, [column.key for column in table.columns]
    formulas = live.formulas if live else {}
    rows = len(table.rows) if live is None or live.rows is None else live.rows
    for at, row in enumerate(table.rows):
        for key, value in zip(keys, row, strict=True):
            if type(value) in (float, int):
                yield at < rows and key in formulas
    yield from (False for value in table.above if type(value) in (float, int))
    yield from (True for cell in table.totals() if isinstance(cell, Formula))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            sheets = result_tables(assess(generated_plan(size), Policy(), AS_OF), Texts("en"))
            for key, (live, numbers) in live_share(sheets).items():
                print(f"{size:,} customers, {key}: {live:,} of {numbers:,} numbers live, "
                      f"{live / numbers:.0%} (bar 60 %)")  # fmt: skip
            book = Path(folder) / "plan.xlsx"
            write_tables(sheets, book)
            start = time.perf_counter()
            report = verify(book, 600.0)
            taken = time.perf_counter() - start
            print(f"{size:,} customers: {report.cells:,} live cells, "
                  f"{len(report.differences)} differ (bar 0), verified in {taken:.0f} s")  # fmt: skip


if __name__ == "__main__":
    main()
