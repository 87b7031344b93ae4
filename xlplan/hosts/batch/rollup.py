"""How do the rows of all workbooks become one portfolio? A Parquet file, and a workbook over it.

DuckDB writes the file, answers the questions of the board and those of ``xlplan query``; it is an
extra, and without it the workbooks are evaluated all the same.
"""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.result.fleet import fleet_sheets
from xlplan.engine.text import Texts
from xlplan.hosts.batch.board import board_of
from xlplan.hosts.batch.jobs import FAILED, Outcome
from xlplan.hosts.batch.rows import COLUMNS, packed, unpacked
from xlplan.hosts.files.output import check_target
from xlplan.hosts.files.writing import write_tables

PARQUET, SHEETS, HISTORY = "portfolio.parquet", "portfolio.xlsx", "history"
MEMORY = "1GB"  # that DuckDB holds before it puts rows aside on the disk
KEPT = ("book", "customer_id", "customer", "owner", "grade", "risk", "expected_return", "sales")
_WHO = "book as_of customer_id customer customer_key owner region industry "
_JUDGED = "grade priority risk risk_level known p expected_return "
VIEWS = {
    "customers": ("customer", _WHO + _JUDGED + "key_account sales gross net_year npv verdict "
                  "opportunity_id"),
    "opportunities": ("opportunity", _WHO + _JUDGED + "opportunity_id opportunity amount "
                      "expected_close days_to_close timing pse_state return_per_hour gates"),
    "findings": ("finding", "book as_of severity code sheet cell message"),
    "workbooks": ("workbook", "book as_of code"),
}  # fmt: skip
"""View → which rows of the portfolio it shows, and their columns."""


def roll_up(rows: Iterable[bytes], outcomes: Iterable[Outcome], folder: Path, day: dt.date) -> None:
    """Write ``portfolio.parquet`` and this month's history of it.

    Args:
        rows: the packed rows of the workbooks that are done.
        outcomes: of all workbooks; those that failed have a row that says so.
        folder: of the results.
        day: when.

    Raises:
        PlanError: the extra is not installed, or a file cannot be written.
    """
    base = _connected()
    with tempfile.TemporaryDirectory(prefix=".xlplan-", dir=folder) as private:
        lines = Path(private) / "rows.csv"
        with lines.open("wb") as file:
            file.writelines(unpacked(one) for one in rows)
            file.write(unpacked(packed(_failed(outcomes))))
        made = Path(private) / PARQUET
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
        source = (
            f"read_csv({_quoted(lines)}, header = false, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', nullstr = '', max_line_size = 4194304, "
            f"columns = {{{types}}})"
        )
        _written(base, f"SELECT * FROM {source}", made)
        made.replace(folder / PARQUET)
        month = Path(private) / "month.parquet"
        _views(base, [folder / PARQUET])
        _written(base, f"SELECT {', '.join(KEPT)} FROM customers", month)
        (folder / HISTORY).mkdir(exist_ok=True)
        month.replace(folder / HISTORY / f"{day:%Y-%m}.parquet")
    base.close()


def write_portfolio(folder: Path, day: dt.date, texts: Texts) -> None:
    """Write ``portfolio.xlsx`` from ``portfolio.parquet``.

    Raises:
        PlanError: the extra is not installed, or the workbook cannot be written.
    """
    target = folder / SHEETS
    check_target(target, [folder / PARQUET])
    earlier = sorted(
        path for path in (folder / HISTORY).glob("*.parquet") if path.stem < f"{day:%Y-%m}"
    )
    with opened([folder / PARQUET]) as base:
        if earlier:
            _view(base, "before", f"SELECT * FROM read_parquet({_quoted(earlier[-1])})")
        board = board_of(base, earlier[-1].stem if earlier else "")
    write_tables(fleet_sheets(board, day, texts), target)


@contextmanager
def opened(files: Sequence[Path]) -> Iterator[Any]:
    """Return a connection with the views portfolio, customers, opportunities, findings, workbooks.

    Raises:
        PlanError: the extra is not installed, or a file is damaged.
    """
    duckdb, base = duckdb_module(), _connected()
    try:
        try:
            _views(base, files)
        except duckdb.Error as wrong:
            raise PlanError("PORTFOLIO_DAMAGED", files=", ".join(map(str, files))) from wrong
        yield base
    finally:
        base.close()


def duckdb_module() -> Any:
    """Return DuckDB, which is an extra.

    Raises:
        PlanError: ``BATCH_NO_DUCKDB``: it is not installed.
    """
    try:
        import duckdb
    except ImportError as wrong:
        raise PlanError("BATCH_NO_DUCKDB") from wrong
    return duckdb


def _connected() -> Any:
    base = duckdb_module().connect()
    base.execute(f"SET memory_limit = '{MEMORY}'")
    base.execute("SET preserve_insertion_order = true")
    return base


def _views(base: Any, files: Sequence[Path]) -> None:
    listed = ", ".join(map(_quoted, files))
    _view(base, "portfolio", f"SELECT * FROM read_parquet([{listed}], union_by_name = true)")
    for name, (record, columns) in VIEWS.items():
        listed = ", ".join(columns.split())
        _view(base, name, f"SELECT {listed} FROM portfolio WHERE record = '{record}'")


def _view(base: Any, name: str, question: str) -> None:
    base.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {question}")


def _written(base: Any, question: str, path: Path) -> None:
    import duckdb

    try:
        base.execute(f"COPY ({question}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.IOException as wrong:
        raise PlanError("CANNOT_WRITE", file=path.name, reason="DuckDB") from wrong


def _failed(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    for one in outcomes:
        if one.status == FAILED:
            yield {"record": "workbook", "book": one.name, "code": one.code}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
