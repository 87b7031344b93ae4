"""The portfolio over many workbooks: rows, board by hand-worked figures, months, questions in SQL."""

import csv
import datetime as dt
import io
import json
import random

import openpyxl
import pytest
from test_cli import book, xlplan

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.hosts.batch import rollup
from xlplan.hosts.batch.board import board_of
from xlplan.hosts.batch.jobs import FAILED, Outcome
from xlplan.hosts.batch.query import answer
from xlplan.hosts.batch.rows import COLUMNS, packed, unpacked

duckdb = pytest.importorskip("duckdb")
DAY = dt.date(2026, 11, 20)
CUSTOMERS = [
    # book, id, name, owner, region, grade, risk, expected return, sales
    ("a.xlsx", "C1", "Kestrel", "Li", "North", "A", 20.0, 300.0, 500.0),
    ("a.xlsx", "C2", "Marlow", "Li", "South", "B", 60.0, 100.0, 300.0),
    ("b.xlsx", "C9", "KESTREL Ltd.", "Anna", "North", "C", 40.0, 50.0, 200.0),
    ("b.xlsx", "C8", "Orrery", "Anna", "North", "X", None, None, None),
]
OPPORTUNITIES = [("a.xlsx", "O1", "C1", 1000.0, 0.5), ("b.xlsx", "O2", "C9", 400.0, 0.25)]


def rows(customers=CUSTOMERS):
    from xlplan.hosts.batch.rows import customer_key

    for name in ("a.xlsx", "b.xlsx"):
        yield {"record": "workbook", "book": name, "as_of": DAY, "code": ""}
    for name, id_, customer, owner, region, grade, risk, gain, sales in customers:
        yield {
            "record": "customer", "book": name, "as_of": DAY, "customer_id": id_,
            "customer": customer, "customer_key": customer_key(customer), "owner": owner,
            "region": region, "grade": grade, "risk": risk, "expected_return": gain,
            "sales": sales, "risk_level": "high" if risk and risk >= 50 else "low",
        }  # fmt: skip
    for name, id_, customer, amount, p in OPPORTUNITIES:
        yield {
            "record": "opportunity", "book": name, "as_of": DAY, "opportunity_id": id_,
            "customer_id": customer, "amount": amount, "p": p, "owner": "Li", "region": "North",
        }  # fmt: skip
    yield {
        "record": "finding", "book": "a.xlsx", "severity": "error", "code": "NOT_A_DATE",
        "sheet": "客户", "cell": "D7", "message": 'D7 – “so, "on"\nis” no date',
    }  # fmt: skip


def rolled(folder, customers=CUSTOMERS, day=DAY):
    lost = [Outcome("c.xlsx", FAILED, "DAMAGED")]
    rollup.roll_up([packed(rows(customers))], lost, folder, day)
    return folder


def board(folder, previous=""):
    with rollup.opened([folder / rollup.PARQUET]) as base:
        return board_of(base, previous)


def test_rows_are_a_line_each_whatever_a_planner_wrote():
    lines = unpacked(packed(rows())).decode().splitlines()
    assert len(lines) == 9
    assert all(len(next(csv.reader([line]))) == len(COLUMNS) for line in lines)


def test_the_figures_are_those_of_the_hand(tmp_path):
    found = board(rolled(tmp_path))
    one = found.totals
    assert (one.books, one.failed, one.customers, one.sales) == (3, 1, 4, 1000.0)
    # Kestrel is one customer in two workbooks: 700 and 300 of 1,000 → 70² + 30²
    assert one.hhi == pytest.approx(70**2 + 30**2)
    assert found.largest == [
        (1, "KESTREL Ltd.", 2, 700.0, 0.7, 0.7), (2, "Marlow", 1, 300.0, 0.3, 1.0),
    ]  # fmt: skip
    # 1,000 · 0.5 + 400 · 0.25
    assert (one.opportunities, one.amount, one.weighted) == (2, 1400.0, 600.0)
    by_owner = {row[0]: row for row in found.owners}
    # customers, A, B, C, D, X, sales, expected return, net, mean risk, high, open, amount, weighted
    assert by_owner["Li"][1:] == (2, 1, 1, 0, 0, 0, 800.0, 400.0, None, 40.0, 1, 2, 1400.0, 600.0)
    assert by_owner["Anna"][1:6] == (2, 0, 0, 1, 0)
    assert [row[0] for row in found.regions] == ["North", "South"]
    assert found.duplicates == [
        ("KESTREL Ltd.", 2, "Anna, Li", "A, C", 700.0, "a.xlsx, b.xlsx"),
    ]
    assert [row[0] for row in found.customers] == ["Kestrel", "Marlow", "KESTREL Ltd.", "Orrery"]
    assert found.findings[0][:4] == ("NOT_A_DATE", "error", 1, 1)
    assert found.books[0][:2] == ("c.xlsx", "DAMAGED")


def test_a_month_is_compared_with_the_last_one_before(tmp_path):
    before = [(*CUSTOMERS[0][:5], "B", 35.0, 200.0, 500.0), *CUSTOMERS[1:3]]
    rolled(tmp_path, before, dt.date(2026, 9, 30))
    rolled(tmp_path)
    rolled(tmp_path, day=dt.date(2026, 11, 21))  # a later day of the same month
    months = [path.name for path in sorted((tmp_path / "history").iterdir())]
    assert months == ["2026-09.parquet", "2026-11.parquet"]
    rollup.write_portfolio(tmp_path, DAY, Texts())
    sheet = openpyxl.load_workbook(tmp_path / "portfolio.xlsx")["Since last month"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    moved = [row[:10] for row in cells if row[0] in ("Kestrel", "Orrery")]
    assert moved == [
        ["Kestrel", "a.xlsx", "Li", "B", "A", 35, 20, 200, 300, 100],
        ["Orrery", "b.xlsx", "Anna", None, "X", None, None, None, None, 0],
    ]


def test_the_same_rows_give_the_same_sums_to_the_last_digit(tmp_path):
    draw = random.Random(7)
    many = [
        ("a.xlsx", f"C{n}", f"Customer {n}", f"O{n % 5}", "North", "B", draw.uniform(0, 90),
         draw.uniform(0, 1e6), draw.uniform(0, 1e7)) for n in range(20_000)
    ]  # fmt: skip
    rolled(tmp_path, many)
    boards = set()
    for _ in range(12):
        with rollup.opened([tmp_path / rollup.PARQUET]) as base:
            boards.add(str(board_of(base, "")))
    assert len(boards) == 1


def test_a_workbook_of_others_is_not_replaced(tmp_path):
    rolled(tmp_path)
    book(tmp_path / "portfolio.xlsx", Mine=[["my own"]])
    with pytest.raises(PlanError) as wrong:
        rollup.write_portfolio(tmp_path, DAY, Texts())
    assert wrong.value.code == "OUT_NOT_OURS"


def test_the_portfolio_is_written_in_both_languages(tmp_path):
    rolled(tmp_path)
    for lang, first in (("en", "Portfolio"), ("zh", "客户组合")):
        rollup.write_portfolio(tmp_path, DAY, Texts(lang))
        made = openpyxl.load_workbook(tmp_path / "portfolio.xlsx")
        assert made.sheetnames[0] == first
        assert len(made.sheetnames) == 10


def test_questions_are_answered(tmp_path):
    rolled(tmp_path, day=dt.date(2026, 10, 31))
    rolled(tmp_path)
    columns, found = answer("SELECT grade, count(*) AS n FROM customers GROUP BY 1 ORDER BY 1",
                            tmp_path)  # fmt: skip
    assert (columns, found) == (["grade", "n"], [("A", 1), ("B", 1), ("C", 1), ("X", 1)])
    assert answer("SELECT DISTINCT month FROM history ORDER BY 1", tmp_path)[1] == [
        ("2026-10",), ("2026-11",),
    ]  # fmt: skip
    assert answer("SELECT message FROM findings", tmp_path)[1] == [('D7 – “so, "on" is” no date',)]
    code, said, _ = xlplan("query", "SELECT * FROM opportunities", "--in", tmp_path, "--format",
                           "csv")  # fmt: skip
    assert code == 0
    assert [row["amount"] for row in csv.DictReader(io.StringIO(said))] == ["1000.0", "400.0"]
    code, said, _ = xlplan("query", "SELECT max(as_of) AS day FROM customers", "--in", tmp_path,
                           "--format", "json")  # fmt: skip
    assert json.loads(said) == [{"day": "2026-11-20"}]
    for words in (("SELECT nothing FROM customers", "--in", tmp_path), ("SELECT 1",)):
        code, _, err = xlplan("query", *words, cwd=tmp_path / "history")
        assert (code, len(err.splitlines())) == (2, 1), err


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path):
    plans = tmp_path / "plans"
    plans.mkdir()
    book(plans / "p.xlsx", Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]])
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "duckdb.py").write_text("raise ImportError")
    from test_cli import ROOT

    code, said, _ = xlplan("batch", plans, "--out", tmp_path / "out", PYTHONPATH=f"{hidden}:{ROOT}")
    assert code == 0
    assert "pip install xlplan[fleet]" in said
    assert (tmp_path / "out" / "p.plan.xlsx").exists()
    assert not (tmp_path / "out" / "portfolio.parquet").exists()
    (tmp_path / "out" / "portfolio.parquet").write_bytes(b"")  # as another machine would leave it
    for folder in (tmp_path / "out", tmp_path):
        words = ("query", "SELECT 1", "--in", folder)
        code, _, err = xlplan(*words, PYTHONPATH=f"{hidden}:{ROOT}")
        assert (code, len(err.splitlines())) == (2, 1)
        assert "pip install xlplan[fleet]" in err


def test_a_batch_ends_in_a_portfolio_and_an_unchanged_one_leaves_it(tmp_path):
    plans, out = tmp_path / "plans", tmp_path / "out"
    plans.mkdir()
    book(plans / "p.xlsx", Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]])
    assert xlplan("batch", plans, "--out", out)[0] == 0
    made = (out / "portfolio.xlsx").stat().st_mtime_ns
    assert xlplan("batch", plans, "--out", out)[0] == 0
    assert (out / "portfolio.xlsx").stat().st_mtime_ns == made
    book(plans / "q.xlsx", Customers=[["Customer ID", "Customer"], ["C1", "Marlow"]])
    (plans / "p.xlsx").unlink()
    assert xlplan("batch", plans, "--out", out)[0] == 0
    assert answer("SELECT book, customer FROM customers", out)[1] == [("q.xlsx", "Marlow")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_question_and_a_damaged_portfolio_are_told_in_a_sentence(tmp_path, lang):
    plans, out = tmp_path / "plans", tmp_path / "out"
    plans.mkdir()
    book(plans / "p.xlsx", Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]])
    assert xlplan("batch", plans, "--out", out)[0] == 0
    for sql in ("", "  ", "-- nothing"):
        code, _, err = xlplan("query", "--in", out, "--lang", lang, "--", sql)
        assert (code, len(err.splitlines())) == (2, 1)
        assert "SELECT grade" in err
    for broken in (next((out / "history").glob("*.parquet")), out / "portfolio.parquet"):
        for data in (b"PAR1xxxxPAR1", b""):
            broken.write_bytes(data)
            code, _, err = xlplan("query", "SELECT 1", "--in", out, "--lang", lang)
            assert (code, len(err.splitlines())) == (2, 1)
            assert f"{broken} " in err
            assert "xlplan batch" in err
