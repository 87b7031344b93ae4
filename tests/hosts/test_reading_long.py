"""A sheet of a hundred thousand rows is read by the fast reader, and says what our own would say."""

import datetime as dt

import pytest
import xlsxwriter

from xlplan.engine.read import read_portfolio
from xlplan.hosts.files import reading
from xlplan.hosts.files.fast import FastBook
from xlplan.hosts.files.reading import read_tables
from xlplan.hosts.files.scan import look_over, text_bytes

CUSTOMERS = [["Customer ID", "Customer", "Notes"], ["C1", "Dongfeng Cement", None]]
HEADINGS = ["Date", "Customer ID", "Hours"]
DAY = dt.date(2026, 3, 31)


def written(path, activities, customers=CUSTOMERS):
    with xlsxwriter.Workbook(path) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in (("Customers", customers), ("Activities", [HEADINGS, *activities])):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if name == "Activities":
                sheet.set_column(0, 0, 12, date)
                for at, row in enumerate(activities, 1):
                    sheet.write_datetime(at, 0, row[0], date)
    return path


@pytest.fixture
def own_reader_refused(monkeypatch):
    def refused(*_args):
        raise AssertionError("the fast reader was not taken")

    monkeypatch.setattr(reading, "read_sheet", refused)


def test_rows_beyond_99_999(tmp_path, monkeypatch, own_reader_refused):
    path = written(tmp_path / "a.xlsx", [[DAY, "C1", n % 8] for n in range(100_500)])
    fast = read_portfolio(read_tables(path))
    assert (len(fast.portfolio.activities), fast.findings) == (100_500, ())
    assert fast.portfolio.activities[-1].hours == 100_499 % 8
    assert fast.portfolio.activities[-1].row == 100_501
    monkeypatch.undo()
    monkeypatch.setattr(FastBook, "rows", lambda *_: None)
    assert read_portfolio(read_tables(path)).portfolio == fast.portfolio


def test_one_long_text_among_many_short_ones(tmp_path, monkeypatch, own_reader_refused):
    """Each of 200 cells could be the longest text and too much for memory; one is."""
    monkeypatch.setattr(reading, "_TEXTS", 50_000)
    customers = [CUSTOMERS[0], ["C1", "Dongfeng Cement", "long " * 2_000]]
    path = written(tmp_path / "a.xlsx", [[DAY, "C1", 1.0]] * 200, customers)
    plan = read_portfolio(read_tables(path)).portfolio
    assert len(plan.activities) == 200
    assert plan.customers[0].notes == ("long " * 2_000).strip()


def test_the_long_text_in_every_cell_is_left_to_our_own_reader(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_TEXTS", 50_000)
    customers = [CUSTOMERS[0], *([f"C{n}", "Dongfeng Cement", "long " * 2_000] for n in range(20))]
    path = written(tmp_path / "a.xlsx", [[DAY, "C1", 1.0]], customers)
    taken = []
    fast = FastBook.rows
    monkeypatch.setattr(
        FastBook, "rows", lambda self, name, fits: taken.append(name) or fast(self, name, fits)
    )
    plan = read_portfolio(read_tables(path)).portfolio
    assert [len(one.notes) for one in plan.customers] == [9_999] * 20
    assert taken == ["Activities"]


def part(*cells: str) -> bytes:
    return f"<worksheet><sheetData>{''.join(cells)}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("rows", "plain"),
    [
        (range(1, 100_001), True),
        ((1, 2, 100_000), False),
        ((1, 1_048_577), False),
        (range(1, 99_999, 5000), True),
    ],
)
def test_a_few_cells_far_down_are_no_long_sheet(rows, plain):
    assert look_over(part(*(f'<c r="B{n}"><v>1</v></c>' for n in rows))).plain is plain


def test_bytes_of_texts():
    cells = [f'<c r="A{n}" s="1" t="s"><v>{n % 2}</v></c>' for n in range(1, 5)]
    assert text_bytes(part(*cells), [10, 7]) == 34
    assert text_bytes(part(*cells), [10]) is None  # a text that is not there
    assert text_bytes(part('<c r="A1" t="s"><f>B1</f><v>0</v></c>'), [10]) is None
