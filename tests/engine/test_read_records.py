"""Rows become records; what cannot be read is told with its address and is missing afterwards."""

import datetime as dt

import pytest
from rawbooks import codes, read, said

from xlplan.core.issues import NAMED, SENTENCES, Severity, counted
from xlplan.engine.contract import SHEETS
from xlplan.engine.reading.gather import NAMED_IN_ALL, Gathered, Spot
from xlplan.engine.sheets import RawSheet
from xlplan.engine.text import Texts

DEALS = ["Opportunity ID", "Customer ID", "Amount"]


def deals(*rows, more=()):
    return read(Opportunities=[[*DEALS, *more], *rows])


def sample(column, n):
    """A value that the column takes."""
    references = {
        "customer_id": "C1",
        "opportunity_id": "O1",
        "contact_id": "P1",
        "reports_to": None,
        "parent": None,
        "objective_id": "G1",
        "source": "P1",
        "target": "P2",
    }
    if column.kind == "id" and column.field in references:
        return references[column.field]
    return {
        "id": f"X{n}", "text": "some text", "date": dt.date(2026, 3, 31), "money": 1000.0, "share": 0.35, "score": 80.0, "rating": 4.0,
        "int": float(column.high or 3), "number": 2.0, "flag": "yes", "word": next(iter(column.words), None),
    }.get(column.kind)  # fmt: skip


PLAN = {
    "Contacts": [["Contact ID", "Customer ID", "Name"], ["P1", "C1", "Li"], ["P2", "C1", "Wang"]],
    "Opportunities": [DEALS, ["O1", "C1", 100.0]],
    "Objectives": [["Objective ID", "Customer ID", "Objective"], ["G1", "C1", "grow"]],
}


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if sheet.record], ids=lambda sheet: sheet.key
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_column_of_every_sheet_arrives_in_its_field(sheet, lang):
    values = [sample(column, 1) for column in sheet.columns]
    if sheet.key == "customers":
        values[0] = "C1"
    if sheet.key == "contacts":
        values[0] = "P1"
    if sheet.key == "opportunities":
        values[0] = "O1"
    if sheet.key == "objectives":
        values[0] = "G1"
    rows = [[column.heading(lang) for column in sheet.columns], values]
    plan = {"Customers": [["Customer ID", "Customer"], ["C1", "A"]], **PLAN}
    plan = {name: rows for name, rows in plan.items() if name != sheet.en}
    reading = read(**plan, **{sheet.name(lang).replace(" ", "_"): rows})
    record = getattr(reading.portfolio, sheet.key)[-1]
    for column, value in zip(sheet.columns, values, strict=True):
        expected = {"flag": True, "int": int(value) if column.kind == "int" else value}.get(
            column.kind, value
        )
        assert getattr(record, column.field) == expected, column.en
    assert record.row == 2
    assert [found for found in reading.findings if found.severity is Severity.ERROR] == []


def test_a_plan_of_customers_and_opportunities_is_enough():
    reading = deals(["O1", "C1", 1200.0])
    assert reading.findings == ()
    deal = reading.portfolio.opportunities[0]
    assert (deal.status, deal.fit, deal.expected_close) == ("open", None, None)
    assert reading.portfolio.has("opportunities")
    assert not reading.portfolio.has("costs")


def test_an_unreadable_cell_is_told_and_missing():
    reading = deals(["O1", "C1", 5.0, "high", "someday"], more=["Fit", "Expected close"])
    assert said(reading) == [
        ("NOT_A_NUMBER", "Opportunities!D2", "high"),
        ("NOT_A_DATE", "Opportunities!E2", "someday"),
    ]
    deal = reading.portfolio.opportunities[0]
    assert (deal.fit, deal.expected_close) == (None, None)


def test_an_unreadable_cell_that_is_needed_costs_the_row_and_the_finding_says_so():
    reading = deals(["O1", "C1", "much"], ["O2", "C1", 5.0])
    assert [one.id for one in reading.portfolio.opportunities] == ["O2"]
    assert said(reading) == [("NOT_MONEY_ROW", "Opportunities!C2", "much")]
    assert "left out" in Texts("en").finding(reading.findings[0])
    assert "未读取" in Texts("zh").finding(reading.findings[0])


def test_a_blank_cell_that_is_needed_costs_the_row():
    reading = deals(["O1", "C1", None], ["", "C1", 5.0])
    assert reading.portfolio.opportunities == ()
    assert said(reading) == [
        ("REQUIRED_BLANK", "Opportunities!C2", ""),
        ("REQUIRED_BLANK", "Opportunities!A3", ""),
    ]


def test_a_finding_quotes_the_heading_and_the_sheet_as_the_planner_wrote_them():
    reading = read(商机=[["商机编号", "客户编号", "金额", "需求匹配"], ["O1", "C1", 5.0, "高"]])
    assert Texts("zh").finding(reading.findings[0]).startswith("商机!D2 – 需求匹配：“高”不是数字")


def test_error_cells_are_told_apart_from_blanks():
    raw = RawSheet(
        "Opportunities",
        [[*DEALS, "Fit"], ["O1", "C1", 5.0, ""], ["O2", "C1", "", 80.0]],
        errors={(1, 3): "#N/A", (2, 2): "#REF!", (0, 9): "#N/A", (90, 9): "#N/A"},
    )
    reading = read(Opportunities=raw)
    assert said(reading) == [
        ("ERROR_CELL", "Opportunities!D2", "#N/A"),
        ("ERROR_CELL_ROW", "Opportunities!C3", "#REF!"),
    ]
    assert [one.id for one in reading.portfolio.opportunities] == ["O1"]


def test_formulas_that_were_never_calculated_are_told_apart_from_blanks():
    raw = RawSheet("Opportunities", [[*DEALS, "Fit"], ["O1", "C1", 5.0, None]], uncached={(1, 3)})
    reading = read(Opportunities=raw)
    assert codes(reading) == ["NOT_CALCULATED"]
    assert "--recalculate" in Texts("en").finding(reading.findings[0])


def test_formulas_filled_down_beyond_the_records_are_told_once_a_cell():
    raw = RawSheet(
        "Opportunities",
        [[*DEALS, "Fit"], ["O1", "C1", 5.0, 80.0], ["", "", "", ""]],
        errors={(2, 3): "#N/A"},
    )
    assert said(read(Opportunities=raw)) == [("ERROR_CELL", "Opportunities!D3", "#N/A")]


def test_rows_of_nothing_but_uncalculated_formulas_are_no_blank_rows():
    raw = RawSheet(
        "Opportunities",
        [DEALS, ["O1", "C1", 5.0], ["", "", ""]],
        uncached={(2, 0), (2, 1), (2, 2), (4, 2), (9, 9)},
        errors={(3, 0): "#N/A"},
    )
    reading = read(Opportunities=raw)
    assert [one.address for one in reading.findings if one.code == "NOT_CALCULATED_ROW"] == [
        "Opportunities!A3",
        "Opportunities!B3",
        "Opportunities!C3",
        "Opportunities!C5",
    ]
    assert [one.address for one in reading.findings if one.code == "ERROR_CELL_ROW"] == [
        "Opportunities!A4"
    ]
    assert len(reading.portfolio.opportunities) == 1


def test_numbers_out_of_range_are_told():
    reading = deals(
        ["O1", "C1", 5.0, 120.0, 7.0, 35.0], more=["Fit", "Selling step", "Probability"]
    )
    assert said(reading) == [
        ("OUT_OF_RANGE", "Opportunities!D2", "120"),
        ("OUT_OF_RANGE", "Opportunities!E2", "7"),
        ("SHARE_OUT_OF_RANGE", "Opportunities!F2", "35"),
    ]


def test_each_bad_cell_of_a_mess_is_named():
    rows = [[f"O{n}", "C1", 5.0, "high"] for n in range(1000)]
    reading = deals(*rows, more=["Fit"])
    assert codes(reading) == ["NOT_A_NUMBER"] * 1000
    assert reading.findings[-1].address == "Opportunities!D1001"
    assert counted(reading.findings)[Severity.ERROR] == 1000
    assert len(reading.portfolio.opportunities) == 1000


def test_beyond_the_limit_the_others_are_counted_and_the_totals_hold():
    gathered = Gathered(("S",))
    for row in range(NAMED + 7):
        gathered.add("NOT_A_NUMBER", Spot("S", row, 3), "x", column="Fit")
    *named, last = gathered.findings()
    assert (len(named), named[-1].address) == (NAMED, f"S!D{NAMED}")
    assert (last.code, last.rule, last.address, last.times) == (
        "MORE_ERRORS", "NOT_A_NUMBER", "S!D", 7,
    )  # fmt: skip
    assert counted([*named, last])[Severity.ERROR] == NAMED + 7
    assert "NOT_A_NUMBER" not in Texts("en").finding(last)


def test_a_kind_that_comes_after_the_limit_of_all_is_named_once():
    gathered = Gathered(("S",))
    for column in range(6):
        for row in range(NAMED):
            gathered.add("NOT_A_NUMBER", Spot("S", row, column), "x", column="Fit")
    found = gathered.findings()
    assert len(found) <= NAMED_IN_ALL + 2
    assert counted(found)[Severity.ERROR] == 6 * NAMED
    assert "S!F1" in [one.address for one in found]


def test_findings_come_by_sheet_row_and_column_and_the_same_every_time():
    def once():
        return read(
            Costs=[
                ["Date", "Customer ID", "Amount"],
                ["soon", "C1", 5.0],
                ["2026-01-01", "C9", "x"],
            ],
            Opportunities=[[*DEALS, "Fit"], ["O1", "C1", "?", "?"], ["O2", "C7", 5.0, 300.0]],
        )

    found = [one.address for one in once().findings]
    assert found == [
        "Costs!A2",
        "Costs!B3",
        "Costs!C3",
        "Opportunities!C2",
        "Opportunities!D2",
        "Opportunities!B3",
        "Opportunities!D3",
    ]
    assert once().findings == once().findings


def test_us_among_the_competitors_in_any_spelling():
    rows = [
        ["Opportunity ID", "Competitor", "Brand"],
        ["O1", "US", 70.0],
        ["O1", "我方", 60.0],
        ["O1", "Rival", 50.0],
    ]
    reading = read(Opportunities=[DEALS, ["O1", "C1", 5.0]], Competitors=rows)
    assert [one.name for one in reading.portfolio.competitors] == ["us", "us", "Rival"]


def test_targets_are_read_by_their_measure():
    rows = [["Objective ID", "Customer ID", "Objective", "Measure", "Target"]]
    rows += [
        [f"G{at}", "C1", "x", *pair]
        for at, pair in enumerate(
            [
                ("grade", "b"),
                ("等级", "A"),
                ("wallet share", "25%"),
                ("sales", "¥1.2万"),
                ("DMI", 40.0),
                ("DMI", "B"),
                ("grade", "Z"),
                (None, "3"),
            ]
        )
    ]
    reading = read(Objectives=rows)
    assert [one.target for one in reading.portfolio.objectives] == [
        2.0,
        1.0,
        0.25,
        12_000.0,
        40.0,
        None,
        None,
        3.0,
    ]
    assert said(reading) == [
        ("NOT_A_NUMBER", "Objectives!E7", "B"),
        ("NOT_A_NUMBER", "Objectives!E8", "Z"),
    ]


def test_customers_without_rows_are_told():
    assert codes(read(Customers=[["Customer ID", "Customer"]])) == ["NO_RECORDS"]


class TestCurrency:
    def test_it_is_that_of_most_amounts(self):
        reading = deals(["O1", "C1", "¥1,200"], ["O2", "C1", "￥3万"], ["O3", "C1", "$3,000"])
        assert reading.currency == "CNY"
        assert said(reading) == [("OTHER_CURRENCY_ROW", "Opportunities!C4", "$3,000")]
        assert [one.amount for one in reading.portfolio.opportunities] == [1200.0, 30_000.0]

    def test_the_policy_decides(self):
        reading = read(
            Opportunities=[DEALS, ["O1", "C1", "¥1,200"], ["O2", "C1", "$3,000"]],
            Policy=[["Key", "Value"], ["currency", "usd"]],
        )
        assert reading.currency == "USD"
        assert said(reading) == [("OTHER_CURRENCY_ROW", "Opportunities!C2", "¥1,200")]

    def test_a_sign_fits_every_currency_that_uses_it(self):
        reading = read(
            Opportunities=[DEALS, ["O1", "C1", "$1,200"]],
            Policy=[["Key", "Value"], ["currency", "AUD"]],
        )
        assert reading.findings == ()
        assert reading.portfolio.opportunities[0].amount == 1200.0

    def test_across_sheets(self):
        reading = read(
            Opportunities=[DEALS, ["O1", "C1", "€1,200"], ["O2", "C1", 7.0]],
            Costs=[
                ["Date", "Customer ID", "Amount"],
                ["2026-01-01", "C1", "5 EUR"],
                ["2026-01-02", "C1", "£5"],
            ],
        )
        assert reading.currency == "EUR"
        assert said(reading) == [("OTHER_CURRENCY_ROW", "Costs!C3", "£5")]

    def test_headings_count_too(self):
        reading = read(
            Opportunities=[["Opportunity ID", "Customer ID", "Amount (EUR)"], ["O1", "C1", 7.0]],
            Invoices=[
                ["Invoice", "Customer ID", "Date", "Amount (EUR)", "Paid (USD)"],
                ["I1", "C1", "2026-01-01", 5.0, 3.0],
            ],
        )
        assert reading.currency == "EUR"
        assert said(reading) == [("OTHER_CURRENCY", "Invoices!E2", "3")]

    def test_bare_numbers_name_none(self):
        assert deals(["O1", "C1", 5.0]).currency == ""


def test_every_sentence_has_a_next_step():
    from xlplan.core.sentences.reading import READING

    for said_so in READING.values():
        for code, (what, step) in said_so.items():
            assert what, code
            assert step, code
            assert code in SENTENCES
