"""What does the portfolio answer to a question in SQL? Columns and rows, as text, CSV or JSON."""

import csv
import datetime as dt
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.result.layout import aligned
from xlplan.engine.text import Texts
from xlplan.hosts.batch.rollup import HISTORY, PARQUET, duckdb_module, opened

SHOWN = 1_000  # rows of a table on the terminal
Answer = tuple[list[str], list[tuple[Any, ...]]]


def answer(sql: str, folder: Path) -> Answer:
    """Return the names of the columns, and the rows.

    Args:
        sql: one question to the views customers, opportunities, findings, workbooks, portfolio
            and, of earlier months, history (with the column month).
        folder: that a batch wrote to.

    Raises:
        PlanError: there is no portfolio, the extra is missing, or the question is wrong.
    """
    duckdb = duckdb_module()
    if not (folder / PARQUET).is_file():
        raise PlanError("QUERY_NO_PORTFOLIO", folder=folder)
    with opened([folder / PARQUET]) as base:
        _view_history(base, folder / HISTORY / "*.parquet")
        try:
            found = base.execute(sql)
            if found is None:  # blanks, or a comment alone
                raise PlanError("QUERY_EMPTY")
            columns = [one[0] for one in found.description or ()]
            return columns, found.fetchall() if columns else []
        except duckdb.Error as wrong:
            first = str(wrong).strip().splitlines()[0]
            raise PlanError("QUERY_WRONG", reason=first.rstrip(".!")) from wrong


def _view_history(base: Any, months: Path) -> None:
    try:
        base.execute(
            "CREATE TEMP VIEW history AS SELECT parse_filename(filename, true) AS month, "
            f"* EXCLUDE (filename) FROM read_parquet('{_quoted(months)}', filename = true)"
        )
    except duckdb_module().Error as wrong:
        raise PlanError("PORTFOLIO_DAMAGED", files=_damaged(base, months)) from wrong


def _damaged(base: Any, months: Path) -> Path:
    """Return the first file that cannot be read: the others are not to be deleted."""
    for one in sorted(months.parent.glob(months.name)):
        try:
            base.execute(f"SELECT count(*) FROM read_parquet('{_quoted(one)}')").fetchall()
        except duckdb_module().Error:
            return one
    return months


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]], _texts: Texts) -> str:
    """Return an answer as CSV."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def as_json(columns: Sequence[str], rows: Sequence[Sequence[Any]], _texts: Texts) -> str:
    """Return an answer as a JSON list of objects."""
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n"


def as_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], texts: Texts) -> str:
    """Return an answer as lines of a terminal, numbers on the right.

    Example:
        >>> print(as_table(["grade", "n"], [("A", 12), ("东", 3)], Texts()), end="")
        grade   n
        A      12
        东      3
    """
    shown = [[_said(cell) for cell in row] for row in rows[:SHOWN]]
    right = [
        all(not isinstance(row[at], str | dt.date) for row in rows) for at in range(len(columns))
    ]
    lines = list(aligned([list(columns), *shown], lambda at, _: right[at]))
    if len(rows) > SHOWN:
        lines.append(
            texts("… and {count} more rows; --format csv prints all.", count=len(rows) - SHOWN)
        )
    return "\n".join(lines) + "\n"


def _said(cell: Any) -> str:
    if cell is None:
        return ""
    text = f"{cell:,.2f}" if isinstance(cell, float) else str(cell)
    return text if text.isprintable() else " ".join(text.split())
