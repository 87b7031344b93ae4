"""Units and headings over two rows: what a heading, or a row under it, says of the numbers below."""

import pytest
from rawbooks import CUSTOMERS, codes, read, said

from xlplan.engine.contract import CUSTOMERS as SHEET
from xlplan.engine.reading.headings import locate
from xlplan.engine.reading.units import heading_unit, is_unit, money_unit
from xlplan.engine.sheets import RawSheet

MERGED = [
    ["Customer ID", "Customer", "Sales", None, "Credit", None, "Gross margin", "Days late"],
    [None, None, "Sales 12m", "Sales prior 12m", "Credit rating", "DSO days", None, None],
    ["0017", "A", 100_000.0, 90_000.0, "A", 60.0, 0.2, 5.0],
]


def customers(rows):
    return read(Customers=rows).portfolio.customers


def shares(heading, *cells):
    """Read a column of gross margins; return the values and what was found."""
    rows = [["Customer ID", "Customer", heading]]
    rows += [[f"C{at}", f"Firm {at}", cell] for at, cell in enumerate(cells)]
    reading = read(Customers=rows)
    return [one.gross_margin for one in reading.portfolio.customers], said(reading)


@pytest.mark.parametrize(
    ("unit", "scale", "currencies"),
    [
        ("万元", 10_000.0, ("CNY", "TWD", "HKD", "MOP")),
        ("万元/年", 10_000.0, ("CNY", "TWD", "HKD", "MOP")),
        ("单位：万元", 10_000.0, ("CNY", "TWD", "HKD", "MOP")),
        ("人民币万元", 10_000.0, ("CNY",)),
        ("RMB万元", 10_000.0, ("CNY",)),
        ("EUR", 1.0, ("EUR",)),
        ("in CNY", 1.0, ("CNY",)),
        ("k USD", 1000.0, ("USD",)),
        ("USD k", 1000.0, ("USD",)),
        ("EUR thousands", 1000.0, ("EUR",)),
        ("in thousands", 1000.0, ()),
        ("'000", 1000.0, ()),
        ("thousands of USD", 1000.0, ("USD",)),
        ("w", 10_000.0, ()),
        ("10k RMB", 10_000.0, ("CNY",)),
        ("tsd. EUR", 1000.0, ("EUR",)),
        ("EUR in millions", 1e6, ("EUR",)),
        ("£’000s", 1000.0, ("GBP",)),
        ("万元人民币", 10_000.0, ("CNY",)),
        ("万元（人民币）", 10_000.0, ("CNY",)),
        ("人民币美元", 1.0, ()),
        ("-", 1.0, ()),
        ("e5", 1.0, ()),
        ("a year", 1.0, ()),
        ("net of VAT", 1.0, ()),
        ("%", 1.0, ()),
        ("1", 1.0, ()),
        ("", 1.0, ()),
    ],
)
def test_units_of_money(unit, scale, currencies):
    assert money_unit(unit) == (scale, currencies)


def test_units_in_headings():
    assert heading_unit("金额（万元）*") == "万元"
    assert heading_unit("Amount (EUR)") == "EUR"
    assert heading_unit("毛利率(%)") == heading_unit("毛利率（％）") == "%"
    assert heading_unit("Gross margin %") == "%"
    assert heading_unit("Amount") == ""


@pytest.mark.parametrize("text", ["%", "（％）", "CNY", "万元", "天", "days", "h", "A-E", "0–100"])
def test_a_unit_is_one(text):
    assert is_unit(text)


@pytest.mark.parametrize("text", ["C1", "17", "100", "12%", "East/West", "Dongfeng", "", "甲公司"])
def test_what_is_no_unit(text):
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("under", "found"),
    [("%", 0.2), ("annual", 0.2), ("East / West", 0.2), (None, 0.2)],
)
def test_a_heading_over_two_rows_may_have_a_unit_or_a_note_under_it(under, found):
    rows = [list(row) for row in MERGED]
    rows[1][6], rows[1][7] = under, "days"
    (one,) = customers(rows)
    assert (one.id, one.sales_12m, one.sales_prior_12m, one.dso_days) == (
        "0017", 100_000.0, 90_000.0, 60.0,
    )  # fmt: skip
    assert (one.gross_margin, one.late_days, one.credit_rating) == (found, 5.0, "A")


def test_a_unit_under_a_heading_counts_as_one_in_brackets():
    rows = [
        ["客户编号", "客户名称", "经营数据", None, "毛利率", "年采购额"],
        [None, None, "近12月销售额", "应收天数", "%", "万元"],
        ["0017", "甲", 100_000.0, 60.0, 20.0, 3.0],
    ]
    (one,) = customers(rows)
    assert (one.sales_12m, one.dso_days, one.gross_margin, one.wallet) == (
        100_000.0, 60.0, 0.2, 30_000.0,
    )  # fmt: skip
    assert said(read(Customers=rows)) == [
        ("HEADING_PERCENT", "Customers!E1", "毛利率"),
        ("HEADING_UNIT", "Customers!F1", "年采购额"),
    ]


def test_notes_under_the_id_do_not_hide_a_second_row_of_headings():
    rows = [
        ["Customer ID", "Customer", "Sales", None],
        ["unique", "full name", "Sales 12m", "Sales prior 12m"],
        ["0017", "A", 5.0, 4.0],
    ]
    assert [(one.id, one.sales_12m) for one in customers(rows)] == [("0017", 5.0)]


def test_a_group_that_is_called_like_a_heading_gives_no_column_its_name():
    rows = [[None, "Owner", None], ["Customer ID", "Since when", "Customer"], ["C1", "x", "A"]]
    (one,) = customers(rows)
    assert (one.id, one.name, one.owner) == ("C1", "A", None)


def test_a_record_with_a_word_that_is_a_heading_in_an_own_column_is_a_record():
    rows = [["Customer ID", "Customer", "Job"], ["C1", "A", "Owner"], ["C2", "B", "Owner"]]
    assert [one.id for one in customers(rows)] == ["C1", "C2"]
    assert codes(read(Customers=rows)) == []


def test_headings_in_a_row_that_is_not_read_are_an_error_with_their_names():
    rows = [
        ["Customer ID", "Customer", "Sales", None],
        [None, None, "Sales 12m", 2025.0],
        ["0017", "A", 5.0, 4.0],
    ]
    reading = read(Customers=rows)
    (told,) = (one for one in reading.findings if one.code == "HEADINGS_UNREAD")
    assert (told.address, told.value, dict(told.params)["row"]) == (
        "Customers!C2", "Sales 12m", "2",
    )  # fmt: skip


def test_headings_above_that_are_not_read_are_told():
    rows = [
        ["Customer", None, "Region"],
        ["Customer ID", "Customer", "East/West"],
        ["0017", "A", "East"],
    ]
    assert said(read(Customers=rows))[0] == ("HEADINGS_UNREAD", "Customers!C1", "Region")


def test_a_group_over_headings_is_no_unread_heading():
    rows = [
        ["Customer", None, "Trust", None],
        ["Customer ID", "Customer", "Trust in firm", "Trust in person"],
        ["0017", "A", 3.0, 4.0],
    ]
    assert codes(read(Customers=rows)) == []


def test_a_row_of_units_under_the_headings_is_no_record():
    rows = [
        ["Customer ID", "Customer", "Sales 12m", "Gross margin", "Credit rating", "DSO days"],
        ["text", "text", "万元", "%", "A-E", "days"],
        ["1", "A", 10.0, 20.0, "A", 30.0],
    ]
    (one,) = customers(rows)
    assert (one.sales_12m, one.gross_margin, one.row) == (100_000.0, 0.2, 3)
    assert codes(read(Customers=rows)) == ["HEADING_UNIT", "HEADING_PERCENT"]


def test_a_record_whose_ids_look_like_units_is_no_second_row_of_headings():
    rows = [["Customer ID", "Customer", "", ""], ["c-1", "a-b", "Region", ""], ["c-2", "x", "", ""]]
    assert [one.id for one in customers(rows)] == ["c-1", "c-2"]


def test_a_dash_under_a_heading_is_no_unit_that_turns_the_amounts_round():
    rows = [["Customer ID", "Customer", "Sales 12m"], ["", "", "-"], ["1", "A", 5.0]]
    assert customers(rows)[0].sales_12m == 5.0


def test_what_is_not_known_is_no_unit():
    rows = [["Customer ID", "Customer", "Sales 12m"], ["", "", "n/a"], ["1", "A", 5.0]]
    assert said(read(Customers=rows)) == [("NOT_MONEY", "Customers!C2", "n/a")]


@pytest.mark.parametrize("again", ["Customer\nID", "CUSTOMER ID", "customer id*"])
def test_headings_said_again_in_another_spelling_are_no_record(again):
    head = ["Customer ID", "Customer", "Sales 12m"]
    rows = [head, ["1", "A", 5.0], [again, *head[1:]], ["2", "B", 6.0]]
    reading = read(Customers=rows)
    assert [one.id for one in reading.portfolio.customers] == ["1", "2"]
    assert codes(reading) == ["HEADING_ROW"]


@pytest.mark.parametrize("label", ["单位", "单位：", "unit", None])
def test_a_row_of_units_with_its_label(label):
    rows = [["客户编号", "客户名称", "近12月销售额"], [label, None, "元"], ["1", "甲", 5.0]]
    assert [one.id for one in customers(rows)] == ["1"]


def test_customers_called_like_units_are_customers():
    rows = [["Customer ID", "Customer", "Industry"], ["K", "M", "%"], ["1", "EUR", "h"]]
    assert [one.id for one in customers(rows)] == ["K", "1"]


def test_headings_repeated_among_the_records_are_told_and_not_read():
    head = ["Customer ID", "Customer", "Sales 12m", "Gross margin"]
    rows = [head, ["1", "A", 5.0, 0.2], head, ["2", "B", 6.0, 0.3]]
    reading = read(Customers=rows)
    assert [(one.id, one.row) for one in reading.portfolio.customers] == [("1", 2), ("2", 4)]
    assert said(reading) == [("HEADING_ROW", "Customers!A3", "Customer ID")]


def test_headings_repeated_where_a_date_comes_first():
    head = ["日期", "客户编号", "金额"]
    rows = [head, ["2026-01-01", "C1", 5.0], head, ["2026-01-02", "C1", 6.0]]
    reading = read(Customers=CUSTOMERS, 费用=rows)
    assert [one.amount for one in reading.portfolio.costs] == [5.0, 6.0]
    assert codes(reading) == ["HEADING_ROW"]


def test_a_customer_called_like_a_heading_is_a_customer():
    rows = [["Customer ID", "Customer", "Industry"], ["C1", "A", "x"], ["Customer ID", "B", "y"]]
    assert len(customers(rows)) == 2


@pytest.mark.parametrize(
    "heading", ["毛利率(%)", "毛利率（％）", "Gross margin %", "Gross margin (%)"]
)
def test_a_share_under_percent_counts_in_percent(heading):
    values, found = shares(heading, 20.0, 35.0, "12.5", "30%", None, 0.0)
    assert values == [0.2, 0.35, 0.125, 0.3, None, 0.0]
    assert found == [("HEADING_PERCENT", "Customers!C1", heading)]


def test_shares_that_only_look_like_percent_stay():
    values, found = shares("毛利率(%)", 0.2, 1.0, "35%")
    assert values == [0.2, 1.0, 0.35]
    assert found == [("HEADING_SHARE", "Customers!C1", "毛利率(%)")]


def test_both_kinds_under_percent_are_told():
    values, found = shares("毛利率(%)", 20.0, 0.2, 35.0, "0.4", 0.0)
    assert values == [0.2, None, 0.35, None, 0.0]
    assert found[1:] == [
        ("SHARE_UNCLEAR", "Customers!C3", "0.2"),
        ("SHARE_UNCLEAR", "Customers!C5", "0.4"),
    ]


def test_one_beside_percent_could_be_all_or_a_hundredth():
    values, found = shares("毛利率(%)", 95.0, 60.0, 1.0, 0.07)
    assert values == [0.95, 0.6, None, None]
    assert found[1:] == [
        ("SHARE_UNCLEAR", "Customers!C4", "1"),
        ("SHARE_UNCLEAR", "Customers!C5", "0.07"),
    ]


def test_one_number_beyond_a_column_of_shares_is_the_one_that_is_told():
    values, found = shares("毛利率(%)", 0.2, 0.5, 1.2)
    assert values == [0.2, 0.5, None]
    assert found[1:] == [("SHARE_OUT_OF_RANGE", "Customers!C4", "1.2")]


def test_percent_that_is_no_share_is_quoted_as_found():
    assert shares("毛利率(%)", 20.0, 250.0)[1][1] == ("SHARE_OUT_OF_RANGE", "Customers!C3", "250")


@pytest.mark.parametrize(
    ("cells", "kept", "unclear"),
    [
        ((22.0, 18.0, 1.0, 30.0), [None] * 4, ["C4"]),
        ((-5.0, 12.0, 8.0, 1.0), [None] * 4, ["C2", "C5"]),
        ((22.0, 0.8, "0.4", "35%", 0.0, ""), [None, 0.8, 0.4, 0.35, 0.0, None], []),
        ((22.0, 0.8, "35%", 0.0), [None, None, 0.35, 0.0], ["C3"]),
        ((22.0, 0.2, 18.0, "35%", "0.4"), [None, None, None, 0.35, None], ["C3", "C6"]),
        ((22.0, 0.2, 0.3), [None, 0.2, 0.3], []),
        ((-5.0, 0.2, 0.3), [-5.0, 0.2, 0.3], []),
        (("twenty", 0.2, "30%"), [None, 0.2, 0.3], []),
    ],
)
def test_percent_without_a_heading_in_percent_leaves_others_unclear(cells, kept, unclear):
    values, found = shares("Gross margin", *cells)
    assert [cell for code, cell, _ in found if code == "SHARE_UNCLEAR"] == [
        f"Customers!{cell}" for cell in unclear
    ]
    assert values == kept


@pytest.mark.parametrize("heading", ["Probability", "主观成功率"])
def test_a_probability_of_one_among_percents_is_unclear(heading):
    rows = [["Opportunity ID", "Customer ID", "Opportunity", "Amount", heading]]
    rows += [[f"O{at}", "C1", "A", 5.0, cell] for at, cell in enumerate((80.0, 60.0, 1.0))]
    reading = read(Opportunities=rows)
    assert [one.probability for one in reading.portfolio.opportunities] == [None] * 3
    assert said(reading)[-1] == ("SHARE_UNCLEAR", "Opportunities!E4", "1")


@pytest.mark.parametrize(
    "heading",
    [
        "DSO days (weeks)", "应收天数（月）", "Sales 12m (T€)", "Sales 12m (TEUR)",
        "近12月销售额（万元/月）", "Sales 12m (1000 EUR)",
        "Current ratio (%)", "Trust in firm (1-10)",
    ],
)  # fmt: skip
def test_a_unit_that_is_not_read_is_told(heading):
    rows = [["Customer ID", "Customer", heading], ["1", "A", 5.0]]
    assert said(read(Customers=rows)) == [("UNIT_NOT_USED", "Customers!C1", heading)]


@pytest.mark.parametrize(
    "heading",
    ["DSO days (天)", "应收天数（日）", "Sales 12m (net of VAT)", "Sales 12m (a year)",
     "Sales 12m (EUR)", "Trust in firm (1-5)", "Sales 12m (12 months)", "Sales 12m (total)"],
)  # fmt: skip
def test_a_columns_own_unit_and_a_note_are_not_told(heading):
    assert codes(read(Customers=[["Customer ID", "Customer", heading], ["1", "A", 5.0]])) == []


def test_a_unit_under_a_heading_that_is_not_read_is_told():
    rows = [["客户编号", "客户名称", "应收天数"], ["", "", "月"], ["1", "甲", 2.0]]
    assert said(read(Customers=rows)) == [("UNIT_NOT_USED", "Customers!C1", "应收天数")]


def test_two_units_of_one_column_that_contradict_are_told():
    rows = [["客户编号", "客户名称", "近12月销售额（元）"], ["", "", "万元"], ["1", "甲", 5.0]]
    reading = read(Customers=rows)
    assert said(reading) == [("UNIT_CLASH", "Customers!C1", "近12月销售额（元）")]
    assert reading.portfolio.customers[0].sales_12m == 5.0


def test_a_share_beyond_the_limits_is_told_under_percent_too():
    assert [code for code, _, _ in shares("毛利率(%)", 20.0, 250.0)[1]] == [
        "HEADING_PERCENT", "SHARE_OUT_OF_RANGE",
    ]  # fmt: skip


def test_money_in_percent_is_not_the_money():
    rows = [["Customer ID", "Customer", "Sales 12m %"], ["C1", "A", 12.0]]
    assert customers(rows)[0].sales_12m is None


def test_the_heading_is_found_under_its_own_unit_row_only():
    head = locate(SHEET, RawSheet("x", MERGED)).head
    assert (head.top, head.below, head.start) == (0, 2, 2)


@pytest.mark.parametrize(
    ("heading", "sales"),
    [
        ("Sales 12m in thousands", 120_000.0),
        ("Sales 12m, k€", 120_000.0),
        ("Sales 12m in EUR", 120.0),
        ("近12月销售额，万元", 1_200_000.0),
        ("Sales 12m (w)", 1_200_000.0),
        ("Sales 12m in theory", None),
        ("DSO days, k", None),
    ],
)
def test_a_unit_of_money_in_words_behind_its_heading(heading, sales):
    (one,) = customers([["Customer ID", "Customer", heading], ["C1", "Alpha", 120.0]])
    assert (one.sales_12m, one.dso_days) == (sales, None)
