"""The table is found wherever it stands, in either language, and what is odd about it is told."""

from typing import ClassVar

import pytest
from rawbooks import CUSTOMERS, book, codes, read, said

from xlplan.core.issues import Severity
from xlplan.engine.contract import CUSTOMERS as SHEET
from xlplan.engine.contract import OPPORTUNITIES, SHEETS
from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.headings import locate
from xlplan.engine.sheets import Block, RawSheet


def place(rows, sheet=SHEET, blocks=()):
    return locate(sheet, RawSheet("x", rows, blocks=blocks))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_heading_of_the_contract_is_found(sheet, lang):
    found = place([[column.heading(lang) for column in sheet.columns]], sheet)
    assert list(found.columns) == [column.field for column in sheet.columns]
    assert not found.missing
    assert not found.unknown


@pytest.mark.parametrize(
    "heading",
    [
        "Customer ID",
        "customer id",
        "CUSTOMER_ID",
        " Customer  ID ",
        "Ｃｕｓｔｏｍｅｒ　ＩＤ",
        "Customer\nID",
        "Customer ID*",
        "客户编号",
        "客户 编号",
        "客户编号（必填）",
        "Customer ID 客户编号",
        "客户编号\nCustomer ID",
        "Customer ID / 客户编号",
        "客户编号Customer ID",
        "Customer ID (key)",
    ],
)
def test_spellings_of_a_heading(heading):
    assert place([[heading, "Customer"]]).columns == {"id": 0, "name": 1}


def test_english_and_chinese_headings_mix_and_any_order_will_do():
    found = place([["客户名称", "my own column", "Gross margin", "客户编号"]])
    assert found.columns == {"name": 0, "gross_margin": 2, "id": 3}
    assert found.unknown == {1: (0, "my own column")}


@pytest.mark.parametrize("above", [0, 1, 5, 30])
def test_titles_may_stand_above(above):
    rows = [["Key account plan 2026", ""]] * above + [["Customer ID", "Customer"], ["C1", "A"]]
    found = place(rows)
    assert (found.top, found.start, found.end) == (above, above + 1, above + 2)


def test_a_title_that_is_a_heading_does_not_win_over_the_row_with_more():
    found = place([["Customer"], [], ["Customer ID", "Customer", "Industry"], ["C1", "A", "Steel"]])
    assert found.top == 2


def test_a_heading_over_two_rows_of_merged_cells():
    rows = [
        ["Customer ID", "Customer", "Relationship", None, None],
        [None, None, "Bonding", "Trust", "Empathy"],
        ["C1", "A", 3.0, 4.0, 5.0],
    ]
    found = place(rows)
    assert (found.top, found.start) == (0, 2)
    assert found.columns == {"id": 0, "name": 1, "bonding": 2, "trust": 3, "empathy": 4}


def test_group_titles_over_the_headings_are_left_alone():
    rows = [
        ["基本信息", None, "财务", None],
        ["客户编号", "客户名称", "毛利率", "信用等级"],
        ["C1", "A", 0.3, "B"],
    ]
    found = place(rows)
    assert (found.top, found.start) == (1, 2)


def test_headings_repeated_in_the_other_language_are_no_record():
    rows = [
        ["Customer ID", "Customer", "Industry"],
        ["客户编号", "客户名称", "行业"],
        ["C1", "A", "Steel"],
    ]
    assert place(rows).start == 2


def test_a_record_of_words_under_the_headings_is_a_record():
    rows = [["Customer ID", "Customer", "Industry"], ["C1", "Industry", "Steel"], ["C2", "B", ""]]
    assert place(rows).start == 1


def test_a_sheet_without_any_heading_has_no_place():
    assert place([["Account", "Sales rep"], ["A", "B"]]) is None
    assert place([]) is None


def test_sheets_by_either_name_and_spelling():
    for name in ("Customers", "客户", "CUSTOMERS", " customers", "Ｃｕｓｔｏｍｅｒｓ"):
        raw = RawSheet(name, CUSTOMERS)
        reading = read_portfolio(book(Customers=raw))
        assert len(reading.portfolio.customers) == 2
        assert reading.portfolio.sheets == {"customers": name}


def test_addresses_of_columns_are_those_of_the_workbook():
    reading = read(
        客户=[[], ["", "客户名称", "", "Customer ID", "毛利率"], ["", "甲", "", "C1", "35%"]]
    )
    assert reading.portfolio.columns["customers"] == {"name": "B", "id": "D", "gross_margin": "E"}
    assert reading.portfolio.customers[0].row == 3


def test_language_is_that_of_most_names():
    assert read().lang == "en"
    assert read(客户=[["客户编号", "客户名称", "Industry"], ["C1", "甲", "Steel"]]).lang == "zh"
    assert (
        read(
            客户=[["客户编号", "客户名称"], ["C1", "甲"]], Policy=[["Key", "Value"], ["lang", "en"]]
        ).lang
        == "en"
    )


def test_blank_rows_are_skipped_without_a_word():
    reading = read(
        Customers=[
            ["Customer ID", "Customer"],
            [],
            ["C1", "A"],
            ["", "  "],
            [None, None, "my own note"],
            ["C2", "B"],
        ]
    )
    assert [one.id for one in reading.portfolio.customers] == ["C1", "C2"]
    assert [one.row for one in reading.portfolio.customers] == [3, 6]
    assert reading.findings == ()


def test_a_heading_twice_is_told_and_the_first_is_read():
    reading = read(Customers=[["Customer ID", "Customer", "客户名称"], ["C1", "A", "B"]])
    assert reading.portfolio.customers[0].name == "A"
    assert said(reading) == [("HEADING_TWICE", "Customers!C1", "Customer")]


def test_a_nearly_right_heading_is_a_hint():
    reading = read(Customers=[["Customer ID", "Customer", "Gross margins"], ["C1", "A", 0.3]])
    assert said(reading) == [("NEAR_HEADING", "Customers!C1", "Gross margins")]
    assert reading.portfolio.customers[0].gross_margin is None


@pytest.mark.parametrize("label", ["Total", "TOTAL:", "Grand total", "合计", "总 计", "小计："])
def test_a_line_of_totals_is_told_and_not_read(label):
    rows = [["Opportunity ID", "Customer ID", "Amount"], ["O1", "C1", 100.0], [label, None, 100.0]]
    reading = read(Opportunities=rows)
    assert [one.id for one in reading.portfolio.opportunities] == ["O1"]
    assert said(reading) == [("TOTAL_ROW", "Opportunities!A3", label.strip())]


def test_a_label_of_totals_may_stand_in_a_column_of_the_planners_own():
    rows = [
        ["No.", "Date", "Customer ID", "Amount"],
        [1.0, "2026-01-01", "C1", 5.0],
        ["合计", None, None, 5.0],
    ]
    assert said(read(Costs=rows)) == [("TOTAL_ROW", "Costs!A3", "合计")]


def test_a_customer_whose_name_begins_like_a_total_is_a_customer():
    reading = read(
        Customers=[["Customer ID", "Customer"], ["C1", "Total"], ["Total", "TotalEnergies"]]
    )
    assert len(reading.portfolio.customers) == 2
    assert reading.findings == ()


class TestExcelTables:
    ROWS: ClassVar = [["Customer ID", "Customer"], ["C1", "A"], ["C2", "B"], ["Total", None]]

    def test_a_table_ends_where_it_says(self):
        raw = RawSheet("Customers", self.ROWS, blocks=(Block("T", 0, 0, 2, 1),))
        reading = read(Customers=raw)
        assert [one.id for one in reading.portfolio.customers] == ["C1", "C2"]
        assert reading.findings == ()

    def test_rows_right_under_a_table_are_told(self):
        rows = [*self.ROWS[:3], ["C3", "C"], ["C4", "D"], [], ["a note"]]
        reading = read(
            Customers=RawSheet("Customers", rows, blocks=(Block("tblCustomers", 0, 0, 2, 1),))
        )
        assert len(reading.portfolio.customers) == 2
        assert said(reading) == [("BELOW_TABLE", "Customers!A4", "C3")]
        assert dict(reading.findings[0].params)["count"] == "2"
        assert reading.findings[0].severity is Severity.ERROR

    def test_rows_under_a_table_count_without_their_id_too_and_notes_do_not(self):
        rows = [
            ["Customer ID", "Customer", "Region"],
            ["C1", "A", "North"],
            ["Total", None, 1.0],
            [None, "B", "East"],
            ["C3", "C", None],
            ["Source: our ledger", None, None],
            ["C4", "D", "West"],
            [],
            ["C5", "far", "below"],
        ]
        reading = read(Customers=RawSheet("Customers", rows, blocks=(Block("T", 0, 0, 1, 2),)))
        assert said(reading) == [("BELOW_TABLE", "Customers!B4", "B")]
        assert dict(reading.findings[0].params)["count"] == "3"

    def test_a_table_of_something_else_beside_does_not_matter(self):
        raw = RawSheet(
            "Customers",
            self.ROWS[:3],
            blocks=(Block("Other", 0, 5, 1, 6), Block("Below", 9, 0, 12, 1)),
        )
        assert len(read(Customers=raw).portfolio.customers) == 2

    def test_titles_above_a_table(self):
        rows = [["Plan"], [], *self.ROWS[:3], ["C3", "C"]]
        raw = RawSheet("Customers", rows, blocks=(Block("T", 2, 0, 4, 1),))
        assert [one.row for one in read(Customers=raw).portfolio.customers] == [4, 5]


def test_two_sheets_for_one_are_told():
    reading = read(Customers=CUSTOMERS, 客户=[["客户编号", "客户名称"], ["C9", "甲"]])
    assert [one.id for one in reading.portfolio.customers] == ["C1", "C2"]
    assert said(reading) == [("SHEET_TWICE", "客户", "客户")]


def test_an_empty_sheet_beside_a_filled_one_is_no_matter():
    reading = read(Customers=[], 客户=[["客户编号", "客户名称"], ["C9", "甲"]])
    assert [one.id for one in reading.portfolio.customers] == ["C9"]
    assert reading.findings == ()


def test_a_sheet_that_lacks_a_heading_it_needs_is_told_with_what_is_near():
    reading = read(
        Opportunities=[["Opportunity ID", "Customer ID", "Deal value"], ["O1", "C1", 5.0]]
    )
    assert reading.portfolio.opportunities == ()
    assert "opportunities" not in reading.portfolio.sheets
    assert said(reading) == [("MISSING_HEADING", "Opportunities!A1", "")]
    assert dict(reading.findings[0].params)["near"] == "“Deal value”"


def test_a_sheet_of_the_contract_without_its_headings_is_told():
    assert codes(read(Costs=[["What", "When"], ["dinner", "May"]])) == ["NO_HEADINGS"]


def test_sheets_of_headings_only_are_fine():
    blank = {
        sheet.en.replace(" ", "_"): [[column.en for column in sheet.columns]]
        for sheet in SHEETS
        if sheet.key != "customers"
    }
    reading = read(**blank)
    assert reading.findings == ()
    assert len(reading.portfolio.sheets) == len(SHEETS)


def test_a_misspelt_sheet_is_a_hint_but_result_sheets_are_not():
    made = book(Customers=CUSTOMERS)
    made.names += ["Oportunities", "Relationship", "Portfolio", "Chart1"]
    assert said(read_portfolio(made)) == [("NEAR_NAME", "Oportunities", "Oportunities")]


def test_a_heading_with_a_unit_is_read_in_that_unit():
    rows = [["商机编号", "客户编号", "金额（万元）"], ["O1", "C1", 12.5]]
    reading = read(商机=rows)
    assert reading.portfolio.opportunities[0].amount == 125_000.0
    assert said(reading) == [("HEADING_UNIT", "商机!C1", "金额（万元）")]


def test_a_whole_number_of_an_old_workbook_is_read_in_that_unit_too():
    rows = [["商机编号", "客户编号", "金额（万元）"], ["O1", "C1", 12], ["O2", "C1", 12.0]]
    assert [one.amount for one in read(商机=rows).portfolio.opportunities] == [120_000.0] * 2


def test_short_rows_are_filled_up():
    found = place(
        [["Opportunity ID", "Customer ID", "Amount", "Fit"], ["O1", "C1", 5.0]], OPPORTUNITIES
    )
    assert found.end == 2
    reading = read(
        Opportunities=[["Opportunity ID", "Customer ID", "Amount", "Fit"], ["O1", "C1", 5.0]]
    )
    assert reading.portfolio.opportunities[0].fit is None
