"""A second table under the first one does not become its records."""

import pytest
from rawbooks import read, said

from xlplan.core.issues import Severity
from xlplan.engine.sheets import Block, RawSheet

FIRST = [
    ["Customer ID", "Customer", "Industry", "Owner"],
    ["C1", "Alpha", "steel", "Ann"],
    ["C2", "Beta", "paper", "Bob"],
]
PEOPLE = [["Contact ID", "Customer ID", "Name", "Title"], ["K1", "C1", "Mr. Lee", "Buyer"]]


def customers(rows):
    reading = read(Customers=rows)
    return [one.id for one in reading.portfolio.customers], said(reading), reading


@pytest.mark.parametrize(
    ("between", "row"), [([[]], 5), ([[], []], 6), ([["", None], ["Contacts"]], 6),
                         ([[], ["Contacts"], ["as of March"]], 7)]
)  # fmt: skip
def test_headings_of_another_sheet_end_the_table(between, row):
    ids, told, reading = customers([*FIRST, *between, *PEOPLE, [], ["K9", "C2", "X", "Y"]])
    assert ids == ["C1", "C2"]
    assert told == [("SECOND_TABLE", f"Customers!A{row}", "Contact ID")]
    assert reading.findings[0].severity is Severity.ERROR
    assert dict(reading.findings[0].params)["near"] == "Contacts 联系人"


def test_in_chinese_too():
    rows = [["客户编号", "客户名称", "行业"], ["C1", "甲", "钢"], [], [],
            ["联系人编号", "客户编号", "姓名", "职务"], ["K1", "C1", "李四", "采购"]]  # fmt: skip
    reading = read(客户=rows)
    assert [one.id for one in reading.portfolio.customers] == ["C1"]
    assert said(reading) == [("SECOND_TABLE", "客户!A5", "联系人编号")]


def test_the_same_headings_in_another_order_end_it():
    again = [["Customer", "Customer ID", "Owner", "Sales 12m"], ["Gamma", "C3", "Ann", 5.0]]
    ids, told, _ = customers([*FIRST, [], *again])
    assert ids == ["C1", "C2"]
    assert told == [("SECOND_TABLE", "Customers!A5", "Customer")]
    swapped = [["Customer ID", "Customer", "Owner", "Industry"], ["C3", "Gamma", "Ann", "oil"]]
    assert customers([*FIRST, [], *swapped])[0] == ["C1", "C2"]


def test_the_same_headings_again_do_not():
    ids, told, _ = customers([*FIRST, [], FIRST[0], ["C3", "Gamma", "oil", "Ann"]])
    assert ids == ["C1", "C2", "C3"]
    assert [code for code, _, _ in told] == ["HEADING_ROW"]


@pytest.mark.parametrize(
    "row",
    [["C3", "Customer"], ["Name", "Title Insurance"], ["Owner", "Partner", "steel", "Ann"],
     ["C3", "Name", "Title", "Date"]],
)  # fmt: skip
def test_a_record_after_a_gap_is_a_record(row):
    ids, told, _ = customers([*FIRST, [], row])
    assert ids == ["C1", "C2", row[0]]
    assert told == []


def test_below_an_excel_table_nothing_is_read_anyway():
    raw = RawSheet("Customers", [*FIRST, [], *PEOPLE], blocks=(Block("T", 0, 0, 2, 3),))
    ids, told, _ = customers(raw)
    assert (ids, told) == (["C1", "C2"], [])
