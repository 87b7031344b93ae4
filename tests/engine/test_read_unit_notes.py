"""The unit of money written once above a table: what is read, what is told, what stays as it is."""

import pytest
from rawbooks import book, codes, read, said

from xlplan.core.issues import Severity
from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES
from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.unit_notes import Unit, read_note
from xlplan.engine.text import Texts

YUAN = ("CNY", "TWD", "HKD", "MOP")
HEAD = ["客户编号", "客户名称", "近12月销售额", "毛利率", "应收天数"]
ROW = ["0017", "甲", 120.0, 0.2, 60.0]


def customers(*above, head=HEAD, row=ROW):
    """Read one customer under rows that stand above its headings."""
    return read(客户=[*map(list, above), head, row])


def sales(reading):
    return reading.portfolio.customers[0].sales_12m


def words(reading, code):
    """Return the words of the one finding of a code."""
    (told,) = (one for one in reading.findings if one.code == code)
    return dict(told.params)


@pytest.mark.parametrize(
    ("text", "scale", "currencies"),
    [
        ("单位：万元", 1e4, YUAN),
        ("单位:元", 1.0, YUAN),
        ("（单位：人民币万元）", 1e4, ("CNY",)),
        ("金额单位：千元", 1e3, YUAN),
        ("单位：  万元", 1e4, YUAN),
        ("单位（万元）", 1e4, YUAN),
        ("单位为百万元", 1e6, YUAN),
        ("货币单位: 亿元", 1e8, YUAN),
        ("单位：万美元", 1e4, ("USD",)),
        ("单位：万元（人民币）", 1e4, ("CNY",)),
        ("单位：万元人民币", 1e4, ("CNY",)),
        ("单位：万元（含税）", 1e4, YUAN),
        ("单位：万元  币种：人民币", 1e4, ("CNY",)),
        ("币种：人民币 单位：万元", 1e4, ("CNY",)),
        ("单位：万元，币种：人民币", 1e4, ("CNY",)),
        ("币种：人民币", None, ("CNY",)),
        ("以万元为单位", 1e4, YUAN),
        ("金额均以人民币万元计", 1e4, ("CNY",)),
        ("除特别说明外，金额单位均为万元", 1e4, YUAN),
        ("编制单位：东风水泥   2026年3月31日   单位：万元", 1e4, YUAN),
        ("编制单位：万元科技有限公司 金额单位：千元", 1e3, YUAN),
        ("2026年销售计划（单位：万元）", 1e4, YUAN),
        ("2026年销售计划\n单位：万元", 1e4, YUAN),
        ("单位：人民币 10,000 元", 1e4, ("CNY",)),
        ("单 位：万 元", 1e4, YUAN),
        ("数量单位：台 金额单位：万元", 1e4, YUAN),
        ("金额单位：千元；数量单位：吨", 1e3, YUAN),
        ("单位：人民币（万元）", 1e4, ("CNY",)),
        ("人民币单位：万元", 1e4, ("CNY", "TWD", "HKD", "MOP")),
        ("注：金额单位为万元。", 1e4, YUAN),
        ("货币：CNY；单位：千", 1e3, ("CNY",)),
        ("Expressed in thousands of RMB", 1e3, ("CNY",)),
        ("All amounts are in EUR.", 1.0, ("EUR",)),
        ("Unit: EUR (thousand)", 1e3, ("EUR",)),
        ("RMB'000", 1e3, ("CNY",)),
        ("Unit: k€", 1e3, ("EUR",)),
        ("Units: EUR thousands", 1e3, ("EUR",)),
        ("UNIT: RMB 10,000", 1e4, ("CNY",)),
        ("in thousands of USD", 1e3, ("USD",)),
        ("(in thousands of USD)", 1e3, ("USD",)),
        ("USD in thousands", 1e3, ("USD",)),
        ("Amounts in EUR '000", 1e3, ("EUR",)),
        ("Amounts in EUR ’000s", 1e3, ("EUR",)),
        ("All figures are stated in millions", 1e6, ()),
        ("All amounts in thousands of USD unless otherwise stated", 1e3, ("USD",)),
        ("USD million", 1e6, ("USD",)),
        ("Amounts in EUR", 1.0, ("EUR",)),
        ("Currency: EUR", None, ("EUR",)),
        ("Currency: EUR, Unit: thousand", 1e3, ("EUR",)),
        ("Key accounts 2026 (Unit: k€)", 1e3, ("EUR",)),
    ],
)  # fmt: skip
def test_a_note_that_is_certain(text, scale, currencies):
    found = read_note(text)
    assert found.certain
    assert found.units == (Unit(scale, currencies),)


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元（数量：台）", "单位：台、万元", "单位：万元/月", "单位：万元、吨", "单位：万元，数量：台", "数量单位：台  单位：万元",
        "2026年销售计划（万元）", "Sales plan 2026 in thousands of USD", "Unit: k€ or k$", "Unit: T€",
        "Unit: M", "单位：1000万元", "单位：美元（人民币）", "单位：万元/元", "Sales plan (k€)",
        "Amounts in thousands of US dollars",
        "销售额单位：万元",
        "单位：W",
        "TEUR",
        "(In thousands, except per share data)",
        "Unit: 1 = 10,000 RMB",
    ],
)  # fmt: skip
def test_a_note_that_mentions_a_unit_and_is_not_certain(text):
    found = read_note(text)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        "编制单位：东风水泥", "单位：销售一部", "单位：万科企业", "2026年客户计划", "数量单位：台",
        "Business unit: Europe", "Unit: North", "Sales plan 2026", "Key accounts", "10亿俱乐部",
        "Plans in March", "制表日期：2026-03-31", "Owner: Kr. Hansen", "M", "",
    ],
)  # fmt: skip
def test_a_text_that_says_nothing_of_a_unit_of_money(text):
    assert read_note(text) is None


def test_amounts_under_a_note_count_in_its_unit():
    reading = customers(["2026年客户计划"], [None, None, None, None, "单位：万元"])
    (one,) = reading.portfolio.customers
    assert (one.sales_12m, one.gross_margin, one.dso_days) == (1_200_000.0, 0.2, 60.0)
    (told,) = reading.findings
    assert (told.code, told.address, told.value) == ("UNIT_NOTE", "客户!E2", "单位：万元")
    assert (told.severity, words(reading, "UNIT_NOTE")["scale"]) == (Severity.INFO, "10,000")
    assert words(reading, "UNIT_NOTE")["columns"] == "近12月销售额"
    assert "表头上方的“单位：万元”已用于近12月销售额：其中的 1 按 10,000 CNY 读取。" in Texts(
        "zh"
    ).finding(told)
    assert (
        "“单位：万元” above the headings is read for 近12月销售额: 1 there is read as 10,000 CNY."
        in Texts("en").finding(told)
    )


def test_without_a_note_the_same_rows_are_what_they_were():
    reading = customers(["2026年客户计划"], [None, None, None, None, "单位：元"])
    assert (sales(reading), codes(reading)) == (120.0, [])


@pytest.mark.parametrize(
    ("cell", "amount"),
    [(120.0, 1.2e6), ("120", 1.2e6), ("1,200", 1.2e7), ("¥1.2万", 12_000.0), ("5万", 50_000.0)],
)
def test_a_cell_with_a_size_or_currency_of_its_own_keeps_it(cell, amount):
    reading = customers(["单位：万元"], row=["0017", "甲", cell, 0.2, 60.0])
    assert sales(reading) == amount


@pytest.mark.parametrize(
    ("heading", "amount"),
    [
        ("近12月销售额（千元）", 120_000.0), ("近12月销售额（元）", 120.0),
        ("近12月销售额（不含税）", 1_200_000.0), ("近12月销售额（TCNY）", 120.0),
    ],
)  # fmt: skip
def test_a_heading_with_a_unit_of_its_own_wins(heading, amount):
    head = [*HEAD[:2], heading, *HEAD[3:]]
    assert sales(customers(["单位：万元"], head=head)) == amount


def test_a_heading_in_whole_units_under_a_note_of_thousands_is_told():
    head = ["Customer ID", "Customer", "Sales 12m (EUR)", "Wallet"]
    reading = read(Customers=[["in thousands"], head, ["1", "A", 5.0, 6.0]])
    (one,) = reading.portfolio.customers
    assert (one.sales_12m, one.wallet) == (5.0, 6000.0)
    assert said(reading) == [
        ("UNIT_NOTE", "Customers!A1", "in thousands"),
        ("UNIT_NOTE_HEADINGS", "Customers!A1", "in thousands"),
    ]
    assert words(reading, "UNIT_NOTE_HEADINGS")["columns"] == "Sales 12m (EUR)"


def test_a_row_of_units_under_the_headings_wins_too():
    reading = read(客户=[["单位：万元"], HEAD, ["", "", "千元", "", "天"], ROW])
    assert sales(reading) == 120_000.0


def test_a_label_and_its_unit_in_two_cells():
    assert sales(customers([None, None, "单位：", "万元"])) == 1_200_000.0
    assert sales(customers(["制表日期", None, "Unit", "k€"])) == 120_000.0


def test_a_unit_and_a_currency_in_two_cells_are_one_note():
    reading = customers(["币种：人民币", None, None, "单位：万元"])
    assert (sales(reading), reading.currency) == (1_200_000.0, "CNY")
    assert said(reading) == [("UNIT_NOTE", "客户!D1", "单位：万元")]


def test_the_same_note_twice_is_one():
    reading = customers(["单位：万元"], ["2026年客户计划（万元）", None, "单位：万元"])
    assert (sales(reading), codes(reading)) == (1_200_000.0, ["UNIT_NOTE"])


def test_notes_that_contradict_are_told_and_none_is_read():
    reading = customers(["单位：万元"], [None, "单位：千元"])
    assert sales(reading) == 120.0
    assert said(reading) == [("UNIT_NOTE_CLASH", "客户!B2", "单位：千元")]
    assert words(reading, "UNIT_NOTE_CLASH")["first"] == "A1"


def test_of_three_notes_the_two_that_contradict_are_named():
    reading = customers(["币种：人民币", "单位：万元", "单位：千元"])
    assert said(reading) == [("UNIT_NOTE_CLASH", "客户!C1", "单位：千元")]
    assert words(reading, "UNIT_NOTE_CLASH") == {"first": "B1"}


def test_a_note_beside_an_uncertain_one_is_not_read():
    reading = customers(["单位：万元", "单位：台、千元"])
    assert sales(reading) == 120.0
    assert said(reading) == [("UNIT_NOTE_UNREAD", "客户!B1", "单位：台、千元")]


@pytest.mark.parametrize("text", ["单位：万元（数量：台）", "2026年客户计划（万元）", "Unit: T€"])
def test_a_note_that_is_not_certain_is_told_and_not_read(text):
    reading = customers([text])
    assert (sales(reading), said(reading)) == (120.0, [("UNIT_NOTE_UNREAD", "客户!A1", text)])
    assert reading.findings[0].severity is Severity.WARNING


def test_a_title_in_the_plans_own_currency_is_no_finding():
    assert codes(customers(["Deals in CNY"], row=["1", "A", "¥5", 0.2, 6.0])) == []


def test_a_unit_of_another_kind_beside_it_makes_it_one_columns():
    reading = customers([None, None, "单位：万元", "单位：%", "单位：天"])
    assert (sales(reading), codes(reading)) == (120.0, ["UNIT_NOTE_UNREAD"])


def test_a_bare_unit_over_one_of_several_amounts_may_be_its_own():
    head = ["Customer ID", "Customer", "Sales 12m", "Wallet"]
    rows = [[None, None, "k€"], head, ["1", "A", 5.0, 6.0]]
    assert codes(read(Customers=rows)) == ["UNIT_NOTE_UNREAD"]
    assert codes(read(Customers=[["k€"], *rows[1:]])) == ["UNIT_NOTE"]
    assert codes(read(Customers=[["Plan 2026", None, "k€"], *rows[1:]])) == ["UNIT_NOTE_UNREAD"]


def test_numbers_between_note_and_headings_keep_it_from_being_read():
    reading = customers(["单位：万元"], ["销售目标", 1200.0], [])
    assert (sales(reading), said(reading)) == (120.0, [("UNIT_NOTE_FAR", "客户!A1", "单位：万元")])
    assert codes(customers(["销售目标", 1200.0, "单位：万元"])) == ["UNIT_NOTE_FAR"]


def test_a_year_and_a_date_above_the_headings_are_no_amounts():
    assert sales(customers(["单位：万元"], ["年度", 2026.0])) == 1_200_000.0
    assert sales(customers(["年度", 2026.0, "单位：万元"], ["制表", "2026-03-31"])) == 1_200_000.0


def test_a_note_after_the_headings_of_their_row_is_told():
    reading = read(客户=[[*HEAD, None, "单位：万元"], ROW])
    assert (sales(reading), said(reading)) == (
        120.0,
        [("UNIT_NOTE_UNREAD", "客户!G1", "单位：万元")],
    )


def test_a_note_of_two_cells_that_looks_like_a_heading_is_told():
    head = ["Customer ID", "Product", "Current", "Potential"]
    rows = [[*[None] * 4, "Unit:", "k€"], head, ["C1", "pump", 5.0, 6.0]]  # Unit is a heading there
    reading = read(Whitespace=rows)
    assert said(reading) == [("UNIT_NOTE_UNREAD", "Whitespace!F1", "k€")]


def test_a_planners_own_column_with_a_unit_is_no_note():
    assert codes(read(客户=[[*HEAD, "毛利额（万元）"], [*ROW, 5.0]])) == []


def test_a_note_of_another_table_beside_is_told():
    head = [*HEAD, None, "产品", "价格"]
    reading = customers([*[None] * 7, "单位：万元"], head=head, row=[*ROW, None, "泵", 5.0])
    assert (sales(reading), codes(reading)) == (120.0, ["UNIT_NOTE_FAR"])


def test_a_sheet_without_open_amounts_says_nothing_of_a_note():
    contacts = [["单位：万元"], ["联系人编号", "客户编号", "姓名"], ["K1", "C1", "王"]]
    assert codes(read(联系人=contacts)) == []


def test_a_note_belongs_to_its_own_sheet():
    reading = read(
        客户=[["单位：万元"], HEAD, ROW],
        商机=[["商机编号", "客户编号", "金额"], ["O1", "0017", 5.0]],
    )
    assert (sales(reading), reading.portfolio.opportunities[0].amount) == (1_200_000.0, 5.0)


def test_a_note_in_another_currency_than_the_plans():
    policy = [["参数", "值"], ["currency", "CNY"]]
    reading = read(客户=[["单位：万美元"], HEAD, ROW], 参数=policy)
    assert sales(reading) is None
    assert said(reading) == [
        ("UNIT_NOTE", "客户!A1", "单位：万美元"), ("OTHER_CURRENCY", "客户!C3", "120"),
    ]  # fmt: skip
    assert words(reading, "UNIT_NOTE")["currency"] == "USD"


def test_a_note_names_the_plans_currency_as_a_heading_does():
    reading = customers(["Amounts in EUR"])
    assert (reading.currency, sales(reading), codes(reading)) == ("EUR", 120.0, [])
    policy = [["参数", "值"], ["currency", "USD"]]
    other = read(客户=[["Amounts in EUR"], HEAD, ROW], 参数=policy)
    assert codes(other) == ["UNIT_NOTE", "OTHER_CURRENCY"]


@pytest.mark.parametrize("sheet", ["Policy", "Risk factors"])
def test_the_sheets_of_rules_have_a_unit_a_row(sheet):
    rows = {
        "Policy": [["单位：万元"], ["Key", "Value"], ["funnel.target", 1200.0]],
        "Risk factors": [
            ["单位：万元"], ["Factor", "Weight", "Input", "Anchors"],
            ["Size", 100.0, "Amount", "10=0; 100=90"],
        ],
    }  # fmt: skip
    reading = read(**{sheet: rows[sheet]})
    told = [one for one in reading.findings if one.code == "UNIT_NOTE_RULES"]
    assert [one.address for one in told] == [f"{sheet}!A1"]
    if sheet == "Policy":
        assert reading.policy.number("funnel.target") == 1200.0


def test_targets_of_sales_are_amounts():
    rows = [
        ["单位：万元"],
        ["目标编号", "客户编号", "目标", "度量", "目标值"],
        ["G1", "C1", "a", "销售额", 500.0],
        ["G2", "C1", "b", "满意度", 80.0],
        ["G3", "C1", "c", "等级", "A"],
        ["G4", "C1", "d", "销售额", "600万"],
    ]
    reading = read(目标=rows)
    assert [one.target for one in reading.portfolio.objectives] == [5e6, 80.0, 1.0, 6e6]
    assert words(reading, "UNIT_NOTE")["columns"] == "目标值 · 销售额"


def test_a_note_is_neither_heading_nor_record():
    reading = customers(["单位：万元"])
    assert [(one.id, one.row) for one in reading.portfolio.customers] == [("0017", 3)]
    assert reading.portfolio.columns["customers"]["sales_12m"] == "C"


def test_both_languages_tell_what_was_done():
    made = read_portfolio(
        book(Customers=[["USD million"], ["Customer ID", "Customer", "Wallet"], ["1", "A", 2.0]])
    )
    assert made.portfolio.customers[0].wallet == 2e6
    assert "1 there is read as 1,000,000 USD" in Texts("en").finding(made.findings[0])


_NUMBERS = ("money", "number", "share", "score", "rating", "int")


@pytest.mark.parametrize("sheet", [CUSTOMERS, OPPORTUNITIES], ids=["customers", "opportunities"])
def test_every_amount_of_a_sheet_is_scaled_and_no_other_number(sheet):
    head = [one.zh for one in sheet.columns]
    row = [1.0 if one.kind in _NUMBERS else "C1" if one.required else None for one in sheet.columns]
    sheets = {
        "客户": [["客户编号", "客户名称"], ["C1", "甲"]],
        sheet.zh: [["单位：千元"], head, row],
    }
    record = getattr(read(**sheets).portfolio, sheet.key)[0]
    for one in sheet.columns:
        if one.kind in _NUMBERS:
            assert getattr(record, one.field) == (1000.0 if one.kind == "money" else 1.0), one.field
