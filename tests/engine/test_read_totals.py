"""A line of totals is no record, whatever stands beside its label; a firm called Total is one."""

import pytest
from rawbooks import read, said

from xlplan.engine.reading.totals import Kind, kind_of

HEAD = ["Customer ID", "Customer", "Sales 12m"]
TWO = [HEAD, ["C1", "A", 1_000_000.0], ["C2", "B", 2_000_000.0]]


def customers(*rows, above=TWO):
    reading = read(Customers=[*above, *rows])
    return [one.id for one in reading.portfolio.customers], said(reading)


@pytest.mark.parametrize(
    ("row", "cell", "label"),
    [
        (["合计", "共2家", 3e6], "A4", "合计"),
        (["合计", 2.0, 3e6], "A4", "合计"),
        (["合计", "-", 3e6], "A4", "合计"),
        (["合计", "合计", 3e6], "A4", "合计"),
        (["小计", "华东", 3e6], "A4", "小计"),
        (["华东", "小计", 3e6], "B4", "小计"),
        ([2.0, "合计", 3e6], "B4", "合计"),
        ([None, "华东小计", 3e6], "B4", "华东小计"),
        (["合计（2家）", None, 3e6], "A4", "合计（2家）"),
        (["平均", "—", 1.5e6], "A4", "平均"),
        (["Average", "-", 1.5e6], "A4", "Average"),
        (["Total", "2 customers", 3e6], "A4", "Total"),
        (["Sub-total", "North", 3e6], "A4", "Sub-total"),
        (["Total", "North", 3e6], "A4", "Total"),  # 1 m + 2 m
        (["Total", "Total", 3e6], "A4", "Total"),
    ],
)
def test_a_line_of_totals_is_told_whatever_stands_beside_its_label(row, cell, label):
    assert customers(row) == (["C1", "C2"], [("TOTAL_ROW", f"Customers!{cell}", label)])


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (["TOT", "Total Energies", 3e6], "TOT"),
        (["Totalgaz", "Totalgaz", 3e6], "Totalgaz"),
        (["Total Energies", "Total Energies", 3e6], "Total Energies"),
        (["Total", "Total Energies", 3e6], "Total"),
        (["合计科技", "合计科技", 3e6], "合计科技"),
        (["合计", "合计科技", 3e6], "合计"),
        (["C3", "Total", 5e6], "C3"),
        (["C3", "Sum", None], "C3"),
    ],
)
def test_a_firm_whose_name_begins_like_a_total_is_a_customer(row, key):
    assert customers(row) == (["C1", "C2", key], [])


@pytest.mark.parametrize(
    "row",
    [["Total", "Total", 5e6], ["Total", "North", 5e6], ["C3", "Total", 3e6]],
)
def test_what_can_be_either_is_read_and_told(row):
    ids, told = customers(row)
    assert ids[2] == row[0]
    assert [code for code, _, _ in told] == ["TOTAL_UNSURE"]


def test_subtotals_do_not_count_in_the_total_under_them():
    rows = [["Subtotal", "North", 3e6], ["C3", "C", 5e6], ["Total", "Total", 8e6]]
    ids, told = customers(*rows)
    assert ids == ["C1", "C2", "C3"]
    assert [cell for _, cell, _ in told] == ["Customers!A4", "Customers!A6"]


DEALS = [["Opportunity ID", "Customer ID", "Opportunity", "Amount"],
         ["P1", "C1", "a", 1e5], ["P2", "C1", "b", 2e5]]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["小计", "C1", None, 3e5], "TOTAL_ROW"),
        (["合计", "C1", "合计", 3e5], "TOTAL_ROW"),
        (["C1 合计", "C1", "", 1e5], "TOTAL_ROW"),
        (["Total", "C1", None, 9e5], "TOTAL_ROW"),
        (["P3", "合计", "-", 9e5], "TOTAL_ROW"),
        (["P3", "C1", "小计", 3e5], "TOTAL_ROW"),  # 0.1 m + 0.2 m
        (["P3", "C1", "小计", 4e5], "TOTAL_UNSURE"),
        (["P3", "C1", "Total station order", 3e5], None),
        (["P3", "C1", "合计算力平台", 3e5], None),
    ],
)
def test_totals_among_opportunities(row, code):
    reading = read(Opportunities=[*DEALS, row])
    assert len(reading.portfolio.opportunities) == (2 if code == "TOTAL_ROW" else 3)
    assert [one for one, _, _ in said(reading)] == ([code] if code else [])


@pytest.mark.parametrize("label", ["合计", "10月小计", "Total"])
def test_totals_among_invoices(label):
    rows = [["Invoice", "Customer ID", "Date", "Amount"], ["F1", "C1", "2026-10-30", 1e5],
            [label, "C1", "2026-10-31", 3e5]]  # fmt: skip
    reading = read(Invoices=rows)
    assert [one.id for one in reading.portfolio.invoices] == ["F1"]
    assert said(reading) == [("TOTAL_ROW", "Invoices!A3", label)]


def test_a_total_of_costs_stands_where_a_customer_does():
    rows = [["Date", "Customer ID", "Amount"], ["2026-01-01", "C1", 5.0],
            ["2026-01-31", "合计", 5.0]]  # fmt: skip
    assert said(read(Costs=rows)) == [("TOTAL_ROW", "Costs!B3", "合计")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Grand total", Kind.SURE), ("总 计：", Kind.SURE), ("华东 小计", Kind.SURE),
        ("TOTAL:", Kind.OFTEN), ("Sum", Kind.OFTEN), ("Total 2026", Kind.NONE),
        ("审计", Kind.NONE), ("Summit", Kind.NONE), ("总和科技", Kind.NONE), (7.0, Kind.NONE),
    ],
)  # fmt: skip
def test_how_sure_a_label_is(text, kind):
    assert kind_of(text) is kind
