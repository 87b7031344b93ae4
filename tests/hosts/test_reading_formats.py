"""What only a number format says is read: the currency of an amount, the zeros of an id."""

import openpyxl
import pytest

from workbooks import converted, edited
from xlplan.engine.imports.sources import sheet_source
from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.formats import adds, brought_along, shown_currency
from xlplan.engine.reading.values import CURRENCIES
from xlplan.hosts.files.reading import read_tables

DOLLAR, EURO, YUAN = '"$"#,##0', "[$€-407] #,##0", '_ "¥"* #,##0.00_ '


def workbook(path, formats, policy="", rows=3):
    """Write customers with sales, each in its number format, and a Policy if it is to have one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Customers"
    sheet.append(["Customer ID", "Customer", "Sales 12m", "DSO days"])
    for at in range(rows):
        sheet.append([at + 1, f"Firm {at + 1}", 1000.0 * (at + 1), 30])
    for cell, code in formats.items():
        sheet[cell].number_format = code
    if policy:
        book.create_sheet("Policy").append(["Key", "Value"])
        book["Policy"].append(["currency", policy])
    book.save(path)
    return path


def read(path):
    return read_portfolio(read_tables(path))


def foreign(reading):
    return [(one.address, one.value) for one in reading.findings if one.code == "OTHER_CURRENCY"]


def test_two_currencies_by_format_are_told_and_not_added(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": DOLLAR, "C3": EURO, "C4": DOLLAR})
    reading = read(path)
    assert foreign(reading) == [("Customers!C3", "€ 2000")]
    assert [one.sales_12m for one in reading.portfolio.customers] == [1000.0, None, 3000.0]


def test_a_format_in_another_currency_than_the_policys_is_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": '"US$"#,##0', "C3": YUAN, "C4": "#,##0"}, "CNY")
    assert foreign(read(path)) == [("Customers!C2", "US$ 1000")]


def test_one_currency_everywhere_but_not_the_plans_is_told_cell_by_cell(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": EURO, "C3": EURO, "C4": EURO}, "CNY")
    assert [cell for cell, _ in foreign(read(path))] == [f"Customers!C{row}" for row in (2, 3, 4)]


@pytest.mark.parametrize("code", [DOLLAR, EURO, YUAN, "[$-409]#,##0", "#,##0"])
def test_one_format_everywhere_is_no_finding(code, tmp_path):
    reading = read(workbook(tmp_path / "a.xlsx", {"C2": code, "C3": code, "C4": code}))
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("code", "currency"),
    [(YUAN, "CNY"), (YUAN, "JPY"), (DOLLAR, "USD"), (DOLLAR, "AUD"), (DOLLAR, "CAD")],
)
def test_a_bare_sign_fits_every_currency_that_it_can_mean(code, currency, tmp_path):
    reading = read(workbook(tmp_path / "a.xlsx", {"C2": code, "C3": code}, currency))
    assert foreign(reading) == []


def test_a_sign_with_its_country_is_that_countrys(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": "[$$-C09]#,##0", "C3": "[$$-409]#,##0"}, "AUD")
    assert foreign(read(path)) == [("Customers!C3", "USD 2000")]


def test_a_bare_dollar_in_a_plan_named_otherwise_is_told_once_and_counted(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": DOLLAR, "C4": DOLLAR}, "CNY")
    reading = read(path)
    assert [one.sales_12m for one in reading.portfolio.customers] == [1000.0, 2000.0, 3000.0]
    (told,) = reading.findings
    assert (told.code, told.address, told.value) == ("FORMAT_SIGN", "Customers!C2", "$ 1000")
    assert dict(told.params)["count"] == "2"


def test_a_heading_names_the_currency_before_a_bare_dollar_does(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {f"C{row}": DOLLAR for row in (2, 3, 4)})
    book = openpyxl.load_workbook(path)
    book["Customers"]["C1"] = "Sales 12m (EUR)"
    book.save(path)
    reading = read(path)
    assert (reading.currency, [one.code for one in reading.findings]) == ("EUR", ["FORMAT_SIGN"])


@pytest.mark.parametrize("code", ['#,##0"万美元"', '0"百万欧元"', "[$$-409]#,##0", "[$£-809]#,##0"])
def test_a_foreign_currency_that_a_format_names_is_an_error(code, tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": code}, "CNY")
    reading = read(path)
    assert [cell for cell, _ in foreign(reading)] == ["Customers!C2"]
    assert len(reading.findings) == 1  # its size is no second finding


@pytest.mark.parametrize("code", ['0.0,"万元"', '0.0,"人民币万元"', '0.0,"RMB万"', '0.0,"RMB"'])
def test_yuan_keep_their_sizes(code):
    assert "CNY" in CURRENCIES[shown_currency(code)]


def test_a_built_in_format_says_nothing_even_where_it_is_spelled_out(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": "[$USD] #,##0.00"}, "CNY")
    own = edited(path, styles_xml=lambda part: part.replace(b'numFmtId="164"', b'numFmtId="44"'))
    reading = read(own)
    assert reading.portfolio.customers[0].sales_12m == 1000.0
    assert reading.findings == ()


@pytest.mark.parametrize("code", [
    "$#,##0_);[Red]($#,##0)", '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    '"¥"#,##0;"¥"\\-#,##0', '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    '"£"#,##0.00;[Red]\\-"£"#,##0.00', '#,##0.00\\ "€";[RED]\\-#,##0.00\\ "€"',
    '_-* #,##0\\ "zł"_-;\\-* #,##0\\ "zł"_-;_-* "-"\\ "zł"_-;_-@_-', "¥#,##0;¥-#,##0",
])  # fmt: skip
def test_an_open_workbook_tells_built_in_formats_by_their_looks(code):
    assert brought_along(code)
    assert adds(code).currency == ""
    assert adds(code, built_in=False).currency != "" or "zł" in code


@pytest.mark.parametrize("code", [
    DOLLAR, EURO, YUAN, "[$¥-804]#,##0.00;[RED]-[$¥-804]#,##0.00", '"US$"#,##0;[Red]-"US$"#,##0',
    '#,##0"万美元";-#,##0"万美元"', '"RMB" #,##0;-"RMB" #,##0', '[>=100000]0!.0,"万元";0', "#,##0;-#,##0",
    '"€"0.0;-"€"0.0',
])  # fmt: skip
def test_what_a_planner_made_is_no_built_in_format(code):
    assert not brought_along(code)
    assert adds(code) == adds(code, built_in=False)


def test_a_size_that_a_format_only_writes_behind_the_number_is_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": '0"万元"', "C3": '0"万元"', "C4": '0!.0,"万元"'})
    reading = read(path)
    assert reading.portfolio.customers[0].sales_12m == 1000.0
    (told,) = reading.findings
    assert (told.code, told.address, told.value) == ("FORMAT_SIZE", "Customers!C2", "1000")
    assert dict(told.params)["count"] == "2"


def test_a_size_of_a_format_that_the_heading_names_too_is_read_once(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {f"C{row}": '0"万元"' for row in (2, 3, 4)})
    book = openpyxl.load_workbook(path)
    book["Customers"]["C1"] = "Sales 12m (万元)"
    book.save(path)
    reading = read(path)
    assert reading.portfolio.customers[0].sales_12m == 10_000_000.0
    assert [one.code for one in reading.findings] == ["HEADING_UNIT"]


@pytest.mark.parametrize("code", ['0!.0,"万元"', r"0\.0,", r"#,##0\.0000", '0"."0000'])
@pytest.mark.parametrize("heading", ["Sales 12m (万元)", "Sales 12m"])
def test_an_amount_that_its_format_shows_in_the_unit_stands_in_full(code, heading, tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": code})  # 1000 looks like 0.1, C3 like 2000
    book = openpyxl.load_workbook(path)
    book["Customers"]["C1"] = heading
    if heading == "Sales 12m":
        book["Customers"].insert_rows(1)
        book["Customers"]["A1"] = "单位：万元"
    book.save(path)
    reading = read(path)
    sales = [one.sales_12m for one in reading.portfolio.customers]
    assert sales == [1000.0, 20_000_000.0, 30_000_000.0]
    codes = {one.code for one in reading.findings}
    assert codes == {"FORMAT_FULL", "UNIT_NOTE" if heading == "Sales 12m" else "HEADING_UNIT"}


def test_where_every_amount_stands_in_full_its_unit_is_not_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {f"C{row}": "#,##0," for row in (2, 3, 4)})
    book = openpyxl.load_workbook(path)
    book["Customers"]["C1"] = "Sales 12m (k€)"
    book.save(path)
    reading = read(path)
    assert [one.sales_12m for one in reading.portfolio.customers] == [1000.0, 2000.0, 3000.0]
    (told,) = reading.findings
    assert (told.code, told.address, told.value) == ("FORMAT_FULL", "Customers!C2", "1000")
    assert (dict(told.params)["count"], reading.currency) == ("3", "EUR")


def test_a_format_that_shows_another_size_than_the_unit_changes_nothing(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": "#,##0,"})
    book = openpyxl.load_workbook(path)
    book["Customers"]["C1"] = "Sales 12m (万元)"
    book.save(path)
    assert read(path).portfolio.customers[0].sales_12m == 10_000_000.0


def test_a_row_left_out_for_its_currency_shows_it(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {}, "CNY")
    book = openpyxl.load_workbook(path)
    deals = book.create_sheet("Opportunities")
    for row in (["Opportunity ID", "Customer ID", "Amount"], ["O1", 1, 100]):
        deals.append(row)
    deals["C2"].number_format = '"JPY" #,##0'
    book.save(path)
    assert [one.value for one in read(path).portfolio.left_out] == ["JPY 100"]


def test_a_locale_alone_and_columns_without_money_do_not_matter(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": "[$-409]#,##0", "D2": EURO, "C3": YUAN}, "CNY")
    assert foreign(read(path)) == []


def test_a_sheet_that_the_fast_reader_refuses_tells_its_formats_too(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": EURO, "A2": "0000"}, "CNY")
    book = openpyxl.load_workbook(path)
    book["Customers"].cell(5, 200, "far")  # such a cell is for our own reader
    book.save(path)
    reading = read(path)
    assert foreign(reading) == [("Customers!C2", "€ 1000")]
    assert reading.portfolio.customers[0].id == "0001"


def test_an_ods_tells_the_currencies_of_its_amounts(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": EURO, "C3": YUAN}, "CNY")
    assert foreign(read(converted(path, "ods", tmp_path)))[0][0] == "Customers!C2"


def with_ids(path):
    path = workbook(path, {"A2": "0000", "A3": "0000", "A4": "General"})
    book = openpyxl.load_workbook(path)
    deals = book.create_sheet("Opportunities")
    for row in (["Opportunity ID", "Customer ID", "Amount"], ["O1", "0001", 5], ["O2", 2, 6]):
        deals.append(row)
    deals["B3"].number_format = "0000"
    book.save(path)
    return path


def test_ids_are_what_their_format_shows(tmp_path):
    reading = read(with_ids(tmp_path / "a.xlsx"))
    assert [one.id for one in reading.portfolio.customers] == ["0001", "0002", "3"]
    assert [one.customer_id for one in reading.portfolio.opportunities] == ["0001", "0002"]
    assert reading.findings == ()


def test_a_link_holds_where_one_sheet_alone_shows_zeros(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"A2": "0000", "A3": "0000"})
    book = openpyxl.load_workbook(path)
    deals = book.create_sheet("Opportunities")
    for row in (["Opportunity ID", "Customer ID", "Amount"], ["O1", 1, 5], ["O2", 2, 6]):
        deals.append(row)
    book.save(path)
    reading = read(path)
    assert [one.customer_id for one in reading.portfolio.opportunities] == ["0001", "0002"]
    assert [one.code for one in reading.findings] == ["ID_NUMBER"]


def test_an_import_keeps_the_zeros_too(tmp_path):
    book = read_tables(with_ids(tmp_path / "a.xlsx"), lambda _: True)
    customers = next(one for one in book.sheets if one.name == "Customers")
    assert [row[0] for row in sheet_source(customers, "x").rows] == ["0001", "0002", "3"]


def test_styles_that_cannot_be_read_do_not_keep_a_workbook_from_being_read(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"C2": EURO})
    broken = edited(path, styles_xml=lambda part: part + b"<")
    assert len(read(broken).portfolio.customers) == 3


def scored(path, formats, cells=(0.8, 75.0, 0.6)):
    """Write deals with a fit and a probability each, both in the same number format."""
    book = openpyxl.Workbook()
    book.active.title = "客户"
    book.active.append(["客户编号", "客户名称"])
    book.active.append(["C1", "甲"])
    sheet = book.create_sheet("商机")
    sheet.append(["商机编号", "客户编号", "金额", "需求匹配", "主观成功率"])
    for row, (cell, code) in enumerate(zip(cells, formats, strict=True), 2):
        sheet.append([f"P{row}", "C1", 500_000, cell, 0.5])
        sheet.cell(row, 4).number_format = sheet.cell(row, 5).number_format = code
    book.save(path)
    return path


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0%", "[Red]0 %"])
def test_a_score_shown_in_percent_is_read_as_shown(code, tmp_path):
    found = read(scored(tmp_path / "a.xlsx", [code, code, "General"]))
    assert [(one.fit, one.probability) for one in found.portfolio.opportunities] == [
        (80.0, 0.5), (75.0, 0.5), (0.6, 0.5),
    ]  # fmt: skip
    assert [(one.code, one.address) for one in found.findings] == [("SCORE_PERCENT", "商机!D2")]


def test_formats_in_percent_are_looked_for_under_small_scores_only(tmp_path):
    sheets = read_tables(scored(tmp_path / "a.xlsx", ["0%"] * 3, (80, 75, 60))).sheets
    assert all(not sheet.percents for sheet in sheets)
    (sheet,) = read_tables(scored(tmp_path / "b.xlsx", ["0%"] * 3)).sheets[1:]
    assert sheet.percents == {3: {1, 2, 3}}
