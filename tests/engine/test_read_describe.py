"""A workbook that does not follow the contract gets an answer that helps."""

import pytest
from rawbooks import book, codes, said

from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.describe import describe
from xlplan.engine.result.frame import RESULT_SHEETS
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.engine.text import Texts

CRM = [
    ["My CRM"],
    [],
    ["Account Name", "Sector", "City", "Sales rep"],
    ["Acme", "Steel", "Linz", "Jo"],
]
PIPELINE = [
    ["Deal name", "Company", "Deal value", "Close date", "Stage"],
    ["Pumps", "Acme", 5.0, "2026-03-31", "offer"],
]


def test_what_was_seen_what_is_near_what_is_missing():
    reading = read_portfolio(book(Accounts=CRM, Pipeline=PIPELINE, Chart=[]))
    assert reading.portfolio.customers == ()
    found = said(reading)
    assert found[0] == ("NO_CUSTOMERS", "", "")
    assert found[1][0] == "SHEETS_SEEN"
    assert ("NEAR_SHEET", "Accounts", "Accounts") in found
    assert ("NEAR_HEADING", "Accounts!A3", "Account Name") in found
    assert ("NEAR_HEADING", "Accounts!B3", "Sector") in found
    assert ("NEAR_HEADING", "Pipeline!C1", "Deal value") in found
    text = "\n".join(Texts("en").finding(one) for one in reading.findings)
    assert "“Accounts”" in text
    assert "Customer ID 客户编号" in text  # what is missing
    assert "Account Name” may be meant as Customer 客户名称" in text


def test_nothing_is_applied_that_was_only_near():
    assert (
        read_portfolio(book(Clients=[["Customer ID", "Customer"], ["C1", "A"]])).portfolio.customers
        == ()
    )


def test_a_chinese_workbook_is_answered_in_chinese():
    reading = read_portfolio(
        book(客户清单=[["公司名称", "所属行业", "业务员"], ["甲", "钢铁", "李"]])
    )
    assert reading.lang == "zh"
    assert "客户清单" in Texts("zh").finding(reading.findings[0])


def test_a_customers_sheet_without_its_headings_says_which_and_what_is_near():
    reading = read_portfolio(
        book(
            Customers=[
                ["Customer Name", "Account no", "Industry", "Region"],
                ["A", "1", "Steel", "Linz"],
            ],
            Opportunities=[["Opportunity ID", "Customer ID", "Amount"], ["O1", "1", 5.0]],
        )
    )
    missing = [dict(one.params) for one in reading.findings if one.code == "MISSING_HEADING"]
    assert [(one["column"], one["near"]) for one in missing] == [
        ("Customer ID 客户编号", "“Account no”"),
        ("Customer 客户名称", "“Customer Name”"),
    ]
    assert "CUSTOMERS_UNUSABLE" in codes(reading)
    assert reading.portfolio.opportunities == ()
    assert reading.portfolio.sheets == {}


def test_a_usable_sheet_is_not_described():
    found = describe(
        book(Opportunities=[["Opportunity ID", "Customer ID", "Amount"], ["O1", "1", 5.0]])
    )
    assert [one.code for one in found] == ["NO_CUSTOMERS", "SHEETS_SEEN"]


def test_an_empty_workbook():
    reading = read_portfolio(book(Sheet1=[]))
    assert codes(reading) == ["NO_CUSTOMERS", "SHEETS_SEEN"]
    assert codes(read_portfolio(book()))[0] == "NO_CUSTOMERS"


def test_an_endless_workbook_gets_a_short_answer():
    wide = [[f"Heading {n}" for n in range(5000)]] * 50
    reading = read_portfolio(book(**{f"Sheet{n}": wide for n in range(60)}))
    assert len(reading.findings) < 60


def test_the_name_of_a_sheet_counts_before_its_headings():
    found = describe(book(联系人清单=[["姓名", "职位", "电话"], ["李", "总经理", "1"]]))
    assert ("NEAR_SHEET", "Contacts 联系人") in [
        (one.code, dict(one.params).get("near")) for one in found
    ]


@pytest.mark.parametrize("lang", [0, 1])
@pytest.mark.parametrize(
    ("file", "code", "plan"),
    [("a.plan.xlsx", "RESULTS_OF", "a.xlsx"), ("renamed.xlsx", "RESULTS_ONLY", None)],
)
def test_a_workbook_of_results_is_named_as_that_with_its_plan(lang, file, code, plan):
    names = [both[lang] for both in RESULT_SHEETS.values()]
    book = RawWorkbook([RawSheet(name, [["Customer", "Grade"]]) for name in names], names, [], file)
    (found,) = read_portfolio(book).findings
    assert (found.code, dict(found.params).get("plan")) == (code, plan)
