"""What number formats add is read from the open document as from its file, in offices of several countries."""

import shutil

import pytest
import xlsxwriter
from office import started

from xlplan.hosts.files.reading import read_tables

CODES = (
    '"US$"#,##0', "[$€-407] #,##0", '_ "¥"* #,##0.00_ ', "[$$-C09]#,##0", "[$USD] #,##0.00",
    '0"万元"', '0!.0,"万元"', '0.0,"k€"', '0"k€"', '#,##0.00"T€"', "0000", "000000", '"JPY" #,##0',
    "#,##0", "0%", "yyyy-mm-dd", '[>=100000]0!.0,"万";0', '"$"#,##0', "[$¥-804]#,##0",
)  # fmt: skip
BUILT_IN = (5, 6, 7, 8, 41, 42, 43, 44)
ROWS = 10_000


def workbook(path):
    """Write ids and amounts, each amount in a format of its own, among them those of no country."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, ["Customer ID", "Customer", "Sales 12m"])
        ids = book.add_format({"num_format": "0000"})
        for row, code in enumerate((*CODES, *BUILT_IN), 1):
            sheet.write_number(row, 0, row, ids)
            sheet.write_string(row, 1, f"Firm {row}")
            sheet.write_number(row, 2, 1000.0, book.add_format({"num_format": code}))
        blank = book.add_format({"num_format": CODES[0]})
        sheet.write_blank(row + 1, 2, None, blank)
        sheet.write_string(row + 2, 1, "a firm of which nothing is known")
    return path


def long(path, amounts):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, ["Customer ID", "Customer", "Sales 12m"])
        sheet.set_column(4, 20, None, book.add_format({"num_format": "0.00"}))
        made = [book.add_format({"num_format": code}) for code in amounts]
        for row in range(1, ROWS + 1):
            sheet.write_string(row, 0, f"K{row}")
            sheet.write_string(row, 1, f"Firm {row}")
            for column in range(2, 20):
                sheet.write_number(row, column, 1000.0 + row, made[row % len(made)])
    return path


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    office = started(tmp_path_factory)
    room = tmp_path_factory.mktemp("formats")
    book = workbook(room / "plan.xlsx")
    plain = long(room / "plain.xlsx", ["#,##0"])
    mixed = long(room / "mixed.xlsx", ["#,##0", "[$€-407] #,##0", '"US$"#,##0'])
    answers = {}
    for lang, country in (("en", "US"), ("zh", "CN"), ("de", "DE")):
        own = room / lang
        own.mkdir()
        shutil.copy(book, own / "plan.xlsx")
        steps = [
            ["open", str(own / "plan.xlsx")], ["read"], ["select", "Customers", "C3"],
            ["cursor_texts"], ["press", "check"], ["close"], ["open", str(plain)], ["read"], ["close"],
            ["open", str(mixed)], ["read"], ["number_format", "Customers", "C4"],
        ]  # fmt: skip
        office.settle(f"{lang}-{country}")
        found = office.inside(steps, own)
        names = {"read": 1, "texts": 3, "told": 4, "plain": 7, "mixed": 10, "spelled": 11}
        answers[lang] = {name: found[at] for name, at in names.items()}
    return answers | {"book": book}


@pytest.mark.parametrize("lang", ["en", "zh", "de"])
def test_what_formats_add_is_what_the_file_says(read, lang):
    (mine,), _ = read[lang]["read"]
    theirs = read_tables(read["book"]).sheets[0]
    wanted = [theirs.currencies, theirs.digits, theirs.sizes]
    assert [
        {
            int(column): {int(row): what for row, what in rows.items()}
            for column, rows in one.items()
        }
        for one in mine
    ] == wanted
    assert theirs.currencies[2][1] == "us$"
    assert len(theirs.currencies[2]) == 10
    assert len(theirs.sizes[2]) == 2


@pytest.mark.parametrize("lang", ["en", "zh", "de"])
def test_the_row_of_the_cursor_reads_as_the_plan_does(read, lang):
    assert read[lang]["texts"][:2] == ["0002", "Firm 2"]


def test_the_button_tells_of_amounts_in_another_currency(read):
    text, worrying = read["en"]["told"]
    assert worrying
    assert "Customers!C3 – Sales 12m: € 1000 is not in CNY" in text


def test_each_office_spells_formats_in_its_own_way(read):
    """Else the comparison above would say nothing."""
    assert [read[lang]["spelled"] for lang in ("en", "zh", "de")] == ["#,##0", "#,##0", "#.##0"]


def test_a_long_sheet_with_many_formats_is_read_about_as_fast_as_one_with_none(read):
    """18 amounts in each of 10,000 rows, two of three in a foreign currency."""
    (found,), spent = read["en"]["mixed"]
    _, plain = read["en"]["plain"]
    assert len(found[0]) == 18
    assert len(found[0]["2"]) == 6667
    assert spent < plain + 0.5
