"""How long do the head office's figures take over a million customers?

Parts as batches write them (Parquet), generated: customers, three opportunities for two of them, a
finding for each third, a tenth of the customers in two workbooks, and the month before. Then the
board of them all, and the workbook over it, each in a process of its own.

Run: ``python benchmarks/rollup.py [CUSTOMERS]`` (1,000,000).
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

import duckdb

from xlplan.engine.result.fleet import fleet_sheets
from xlplan.engine.text import Texts
from xlplan.hosts.batch.board import board_of
from xlplan.hosts.batch.rollup import KEPT, opened
from xlplan.hosts.batch.rows import COLUMNS
from xlplan.hosts.files.writing import write_tables

PARTS = 20
BEFORE = "2026-10"
_SEED = "CREATE MACRO pick(i, n) AS (hash(i, n) % n)::INTEGER; CREATE MACRO part(i, s) AS hash(i, s) / 2e19"
_WHO = """
    'north/book' || lpad((i // 20)::VARCHAR, 6, '0') || '.xlsx' AS book,
    DATE '2026-11-20' AS as_of, 'C' || i AS customer_id,
    'Customer ' || CASE WHEN i % 10 = 0 THEN i // 40 * 20 ELSE i END || ' Co., Ltd.' AS customer,
    'customer' || CASE WHEN i % 10 = 0 THEN i // 40 * 20 ELSE i END AS customer_key,
    'Owner ' || pick(i // 60, 5000) AS owner, 'Region ' || pick(i, 31) AS region,
    'Industry ' || pick(i, 40) AS industry, 'ABCDX'[1 + pick(i, 5)] AS grade,
    pick(i, 20) AS priority, 100 * part(i, 1) AS risk,
    ['low', 'medium', 'high', 'severe'][1 + pick(i, 4)] AS risk_level, part(i, 2) AS known,
    part(i, 3) AS p, 1e5 * part(i, 4) AS expected_return
"""
_ROWS = {
    "customer": (1, (f"{_WHO}, pick(i, 5) = 0 AS key_account, 1e6 * part(i, 5) AS sales, "
                 "3e5 * part(i, 6) AS gross, 2e5 * part(i, 7) AS net_year, 5e5 * part(i, 8) AS npv, "
                 "'keep' AS verdict, 'O' || i AS opportunity_id")),
    "opportunity": (1.5, (f"{_WHO}, 'O' || i AS opportunity_id, 'Deal ' || i AS opportunity, "
                    "1e6 * part(i, 9) AS amount, DATE '2026-12-01' + pick(i, 300) AS "
                    "expected_close, pick(i, 300) AS days_to_close, 'push' AS timing, "
                    "'ahead' AS pse_state, 1e3 * part(i, 10) AS return_per_hour, '' AS gates")),
    "finding": (1 / 3, ("'north/book' || lpad((i // 7)::VARCHAR, 6, '0') || '.xlsx' AS book, "
                "DATE '2026-11-20' AS as_of, ['error', 'warning', 'info'][1 + pick(i, 3)] AS "
                "severity, 'CODE_' || pick(i, 60) AS code, 'Customers' AS sheet, 'B' || i AS cell, "
                "'What is wrong in row ' || i AS message")),
    "workbook": (1 / 20, ("'north/book' || lpad(i::VARCHAR, 6, '0') || '.xlsx' AS book, "
                 "DATE '2026-11-20' AS as_of, '' AS code")),
}  # fmt: skip


def generate(folder: Path, customers: int) -> None:
    """Write the parts and the month before."""
    base = duckdb.connect()
    base.execute(_SEED)
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    base.execute(f"CREATE TABLE shape ({columns})")
    for number in range(PARTS):
        asked = []
        for record, (each, fields) in _ROWS.items():
            many = int(customers * each) // PARTS
            asked.append(
                f"SELECT '{record}' AS record, {fields} "
                f"FROM range({many * number}, {many * (number + 1)}) AS r(i)"
            )
        rows = " UNION ALL BY NAME ".join(["SELECT * FROM shape", *asked])
        base.execute(f"COPY ({rows}) TO '{folder}/part{number:02}.parquet' (COMPRESSION zstd)")
    moved = "'ABCDX'[1 + (hash(customer_id, 7) % 5)::INTEGER] AS grade"
    kept = ", ".join(moved if column == "grade" else column for column in KEPT)
    base.execute(
        f"COPY (SELECT {kept} FROM '{folder}/part*.parquet' WHERE record = 'customer') "
        f"TO '{folder}/before.parquet' (COMPRESSION zstd)"
    )


def board(folder: Path, target: str) -> None:
    """Make the board, and the workbook where a target is given; tell what it took."""
    start, used = perf_counter(), process_time()
    with opened(sorted(folder.glob("part*.parquet"))) as base:
        base.execute(
            f"CREATE TEMP VIEW before AS SELECT * FROM read_parquet('{folder}/before.parquet')"
        )
        found = board_of(base, BEFORE)
    if target:
        write_tables(fleet_sheets(found, dt.date(2026, 11, 20), Texts()), Path(target))
    took = perf_counter() - start, process_time() - used
    print(json.dumps([*took, getrusage(RUSAGE_SELF).ru_maxrss / 1024, found.totals.customers]))


def main(customers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        generate(Path(name), customers)
        for what, target in (("board", ""), ("board and portfolio.xlsx", f"{name}/p.xlsx")):
            for _ in range(3):
                call = [sys.executable, __file__, "board", name, target]
                said = subprocess.run(call, check=True, capture_output=True).stdout
                wall, cpu, peak, seen = json.loads(said)
                print(
                    f"{what}: {seen:,} customers in {wall:.1f} s, CPU {cpu:.1f} s (bar 10), "
                    f"{peak:.0f} MB (bar 2,048)"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["board"]:
        board(Path(sys.argv[2]), sys.argv[3])
    else:
        main(int((sys.argv[1:] or ["1000000"])[0]))
