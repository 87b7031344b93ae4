"""An id that is merged over rows is the id of each of them."""

import time

import openpyxl
import pytest

from xlplan.engine.contract import OPPORTUNITIES
from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.headings import locate
from xlplan.engine.reading.merges import filled_down
from xlplan.engine.sheets import RawSheet
from xlplan.hosts.files.reading import read_tables

CUSTOMERS = [["Customer ID", "Customer"], ["C1", "A"], ["C2", "B"]]
DEALS = [
    ["Opportunity ID", "Customer ID", "Opportunity", "Amount"],
    ["P1", "C1", "a", 1e5],
    ["P2", None, "b", 2e5],
    ["P3", "C2", "c", 3e5],
    ["P4", None, "d", 4e5],
]


def made(path, *merged, deals=DEALS, customers=CUSTOMERS, far=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("Customers", customers), ("Opportunities", deals)):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    for place in merged:
        name, ref = place.split("!")
        book[name].merge_cells(ref)
    if far:  # a cell far away: our own reader reads the sheet
        book["Opportunities"]["XFD1"] = "far"
    book.save(path)
    return read_portfolio(read_tables(path))


def owners(reading):
    return [(one.id, one.customer_id) for one in reading.portfolio.opportunities]


@pytest.mark.parametrize("far", [False, True])
def test_the_rows_of_a_merged_reference_have_its_id(tmp_path, far):
    reading = made(tmp_path / "x.xlsx", "Opportunities!B2:B3", far=far)
    assert owners(reading) == [("P1", "C1"), ("P2", "C1"), ("P3", "C2")]
    assert [(one.code, one.address) for one in reading.findings] == [
        ("REQUIRED_BLANK", "Opportunities!B5")
    ]


def test_a_merge_over_blank_rows_makes_no_records(tmp_path):
    reading = made(tmp_path / "x.xlsx", "Opportunities!B2:B3", "Opportunities!B4:B20")
    assert owners(reading) == [("P1", "C1"), ("P2", "C1"), ("P3", "C2"), ("P4", "C2")]
    assert reading.findings == ()


def test_the_id_of_a_record_stays_its_own(tmp_path):
    people = [["Customer ID", "Customer"], ["C1", "A"], [None, "B"]]
    reading = made(tmp_path / "x.xlsx", "Customers!A2:A3", customers=people, deals=DEALS[:2])
    assert [one.id for one in reading.portfolio.customers] == ["C1"]
    assert [one.code for one in reading.findings] == ["REQUIRED_BLANK"]


def test_a_merge_across_columns_is_no_id_of_other_rows(tmp_path):
    reading = made(tmp_path / "x.xlsx", "Opportunities!A3:B3", deals=DEALS[:3])
    assert owners(reading) == [("P1", "C1")]


def test_merges_that_overlap_as_no_program_has_them_take_no_time():
    rows = [
        ["Opportunity ID", "Customer ID", "Amount"],
        *([f"P{at}", None, 1.0] for at in range(2000)),
    ]
    rows[1][1] = "C1"
    raw = RawSheet("Opportunities", rows, merged=[(1, 1, 1_000_000)] * 20_000)
    place = locate(OPPORTUNITIES, raw)
    begun = time.process_time()
    assert set(filled_down([row[1] for row in rows[1:]], 1, place, raw)) == {"C1"}
    assert time.process_time() - begun < 2
