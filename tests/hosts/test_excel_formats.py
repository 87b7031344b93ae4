"""What number formats add is read from the workbook open in Excel as from its file, with few questions."""

import fake_excel
import openpyxl
import pytest
from test_excel_buttons import desk, point_at
from test_libreoffice_formats import BUILT_IN, CODES, workbook

from xlplan.engine.buttons import press
from xlplan.hosts.excel import lite_book
from xlplan.hosts.excel.opened import Opened
from xlplan.hosts.excel.reading import read_open
from xlplan.hosts.files.reading import read_tables


def added(book):
    return [(one.currencies, one.digits, one.sizes) for one in book.sheets]


def plan(path, formats):
    """Write customers, each with sales in one of the formats, and an id of four digits."""
    book = openpyxl.Workbook()
    book.active.title = "Customers"
    book.active.append(["Customer ID", "Customer", "Sales 12m"])
    for row, code in enumerate(formats, 2):
        book.active.append([row, f"Firm {row}", 1000.0])
        book.active.cell(row, 1).number_format = "0000"
        book.active.cell(row, 3).number_format = code
    book.save(path)
    return path


def test_what_formats_add_is_what_the_file_says(tmp_path):
    path = workbook(tmp_path / "plan.xlsx")
    mine, theirs = added(read_open(fake_excel.open_copy(path))), added(read_tables(path))
    assert mine == theirs
    currencies, digits, sizes = mine[0]
    assert [len(one[2]) for one in (currencies, sizes)] == [10, 2]
    assert set(digits[0].values()) == {4}
    assert len(digits[0]) == len(CODES) + len(BUILT_IN)


def test_a_column_of_one_format_costs_one_question(tmp_path):
    book = fake_excel.open_copy(plan(tmp_path / "a.xlsx", ["[$€-407] #,##0"] * 10_000))
    (sheet,) = read_open(book).sheets
    assert len(sheet.currencies[2]) == len(sheet.digits[0]) == 10_000
    assert book.sheets["Customers"].questions == 2


def test_one_other_amount_among_thousands_is_found_in_a_few_questions(tmp_path):
    formats = ["#,##0"] * 10_000
    formats[7_000] = '"US$"#,##0'
    book = fake_excel.open_copy(plan(tmp_path / "a.xlsx", formats))
    (sheet,) = read_open(book).sheets
    assert sheet.currencies == {2: {7_001: "us$"}}
    assert book.sheets["Customers"].questions < 40


def test_formats_that_differ_from_row_to_row_are_given_up(tmp_path):
    book = fake_excel.open_copy(plan(tmp_path / "a.xlsx", ["#,##0", '"US$"#,##0'] * 1_000))
    read_open(book)
    assert book.sheets["Customers"].questions == 1 + 64


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_buttons_tell_another_currency_and_know_an_id_as_it_shows(lang, tmp_path):
    formats = ["[$€-407] #,##0", '"US$"#,##0', "[$€-407] #,##0", "[$€-407] #,##0"]
    book = fake_excel.open_copy(plan(tmp_path / "plan.xlsx", formats))
    press("check", desk(book, lang=lang))
    (text, _, mode), *_ = book.app.alerts
    assert mode == "critical"
    assert "Customers!C3" in text
    assert "US$ 1000" in text
    point_at(book, "Firm 4")
    assert Opened(book).selected_texts()[:2] == ["0004", "Firm 4"]
    assert press("explain", desk(book, lang=lang))


def test_lite_is_not_asked(tmp_path):
    book = fake_excel.open_copy(plan(tmp_path / "plan.xlsx", ["[$€-407] #,##0"]))
    open_book = lite_book.LiteBook(book)
    assert added(open_book.read()) == [({}, {}, {})]
    point_at(book, "Firm 2")
    assert open_book.selected_texts()[0] == "2"
    assert book.sheets["Customers"].questions == 0
