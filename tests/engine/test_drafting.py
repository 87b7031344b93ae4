"""The draft of a map: each heading goes where a planner would put it, and what is doubtful says so."""

import datetime as dt
import tomllib

import pytest

from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES
from xlplan.engine.imports.cells import Held
from xlplan.engine.imports.draft_text import draft_lines, draft_toml
from xlplan.engine.imports.drafting import draft
from xlplan.engine.imports.fitting import fitted
from xlplan.engine.imports.importing import import_tables
from xlplan.engine.imports.reading import read_map
from xlplan.engine.imports.sources import Source, sheet_source
from xlplan.engine.sheets import RawSheet
from xlplan.engine.text import Texts


def table(name, headings, *rows):
    texts = [[one if isinstance(one, str) else Held.of(one) for one in row] for row in rows]
    return Source(name, tuple(headings), texts, range(2, len(rows) + 2))


def followed(*sources, lang="en"):
    """Draft a map, read it as a mapping file, and import by it."""
    text = draft_toml(draft(sources), Texts(lang))
    plan_map = read_map(text, "draft.toml")
    tables = {source.name: [source] for source in sources}
    return import_tables(plan_map, {name: tables[name] for name in plan_map.files()}), text


ACCOUNTS = table(
    "crm.xlsx!Accounts", ["Account No", "Company", "Sector", "Fax"],
    [17.0, "Dongkui", "steel", "1"], [21.0, "Linhao", "cement", "2"],
)  # fmt: skip
DEALS = table(
    "crm.xlsx!Deals", ["AccountName", "DealName", "Amount", "Stage", "CloseDate", "Probability"],
    ["Dongkui", "Pumps", 1200.5, "Closed Won", dt.date(2026, 3, 31), 100.0],
    ["Linhao", "Valves", 800.0, "Negotiation", dt.date(2026, 12, 1), 60.0],
    ["Linhao", "Seals", 90.0, "On Hold", dt.date(2026, 12, 9), 30.0],
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_draft_can_be_followed_as_it_is(lang):
    found, _ = followed(ACCOUNTS, DEALS, lang=lang)
    assert found.records["customers"] == [
        {"id": "17", "name": "Dongkui", "industry": "steel"},
        {"id": "21", "name": "Linhao", "industry": "cement"},
    ]
    deals = found.records["opportunities"]
    assert [one["customer_id"] for one in deals] == ["17", "21", "21"]  # looked up by name
    assert [one["id"] for one in deals] == ["O2", "O3", "O4"]  # by the line, as there is no id
    assert [one["amount"] for one in deals] == [1200.5, 800.0, 90.0]
    assert [one["expected_close"] for one in deals] == [
        dt.date(2026, 3, 31), dt.date(2026, 12, 1), dt.date(2026, 12, 9),
    ]  # fmt: skip
    assert [one["probability"] for one in deals] == [1.0, 0.6, 0.3]  # of a hundred
    assert [one.get("selling_step") for one in deals] == [6, 5, None]
    assert [one.get("status") for one in deals] == ["won", "open", "ended"]
    assert found.findings == []


def test_what_is_doubtful_says_so_in_the_draft():
    text = draft_toml(draft([ACCOUNTS, DEALS]), Texts())
    assert '"On Hold" = ""' in text
    assert "# What each word means (open / won / lost / ended); “” leaves the cell blank." in text
    assert '# Not used: "Fax"' in text
    assert '# Named there by name; the id is looked up.\n"Customer ID"' in text
    assert "rows may only be appended" in text


def test_the_day_of_closing_is_offered_where_nothing_else_gives_it():
    text = draft_toml(draft([ACCOUNTS, DEALS]), Texts())
    assert (
        "# If this is also the day on which an opportunity was won or lost:\n"
        '# "Closed on" = "CloseDate"'
    ) in text


def test_without_a_list_of_customers_the_deals_name_them():
    found, _ = followed(DEALS)
    assert found.records["customers"] == [
        {"id": "Dongkui", "name": "Dongkui"},
        {"id": "Linhao", "name": "Linhao"},
    ]
    assert {one["customer_id"] for one in found.records["opportunities"]} == {"Dongkui", "Linhao"}


def test_a_sheet_that_lacks_what_each_row_needs_is_a_comment():
    deals = table("t.csv", ["Deal ID", "Deal Value", "Colour"], ["D1", "5", "red"])
    found = draft([ACCOUNTS, deals])
    text = draft_toml(found, Texts())
    assert list(tomllib.loads(text)) == ["Customers"]
    assert "# [[Opportunities]]" in text
    assert "No column was taken for “Customer ID”" in text
    told = list(draft_lines(found, Texts()))
    assert told[1] == "t.csv → Opportunities: not usable yet, nothing gives Customer ID"


def test_a_column_whose_cells_do_not_fit_is_a_comment():
    deals = table(
        "deals.csv", ["Customer", "Amount", "Probability"],
        ["A", "1", "high"], ["A", "x", "low"], ["A", "3", "50%"],
    )  # fmt: skip
    text = draft_toml(draft([deals]), Texts())
    assert '# 2 of 3 cells do not fit: "high", "low"\n# "Probability" = "Probability"' in text
    assert '# 1 of 3 cells do not fit: "x"\n"Amount" = "Amount"' in text  # needed all the same


def test_names_with_signs_that_would_stand_for_others():
    odd = table("Accounts.[a]*?.csv", ["Customer", "Industry"], ["A", "steel"])
    text = draft_toml(draft([odd]), Texts())
    assert tomllib.loads(text)["Customers"][0]["file"] == "Accounts.[[]a][*][?].csv"
    quoted = table("accounts.csv", ["Customer", 'say "\\ hi"'], ["A", "b"])
    assert (
        "Customer ID"
        in tomllib.loads(draft_toml(draft([quoted]), Texts()))["Customers"][0]["columns"]
    )


@pytest.mark.parametrize(
    ("field", "texts", "words"),
    [
        ("created", ["2026-03-31", "2026/4/1"], {}),
        ("created", ["4/30/2026", "1/2/2026"], {"dates": ["%m/%d/%Y"]}),
        ("created", ["30/4/2026"], {"dates": ["%d/%m/%Y"]}),
        ("created", ["2026年4月30日"], {}),
        ("amount", ["1,200.50", "€3"], {}),
        ("amount", ["1,5", "1.200,50"], {"decimal": ","}),
        ("amount", ["1.200,50", "12.500"], {"decimal": ","}),
        ("amount", ["1.200.000", "12.500"], {"decimal": ","}),
        ("amount", ["1200.50", "12.500"], {}),
        ("amount", ["5", "n/a", "N/A", "-"], {"null": ["-", "n/a"]}),
        ("probability", ["30", "100"], {"times": 0.01}),
        ("probability", ["30%", "100%"], {}),
        ("probability", ["0.3", "1"], {}),
        ("status", ["Won", "open"], {}),
        ("status", ["战败", "方案"], {"map": {"战败": "lost", "方案": "open"}}),
        ("probability", ["30", "50%"], {"times": 0.01}),
        ("probability", ["3,5", "0,30%"], {"decimal": ",", "times": 0.01}),
    ],
)
def test_how_cells_are_written_is_found(field, texts, words):
    found = fitted(OPPORTUNITIES.by_field[field], texts)
    assert found.words == words
    assert not found.unfit


def test_a_status_without_a_meaning_stays_as_it_is():
    deals = table(
        "deals.csv", ["Customer", "Amount", "Status"],
        ["A", "1", "wrapped up"], ["A", "2", "战败"], ["A", "3", "wrapped up"],
    )  # fmt: skip
    found, text = followed(deals)
    assert '# 2 of 3 cells do not fit: "wrapped up"' in text
    assert '"Status" = { column = "Status", map = { "战败" = "lost" } }' in text
    assert [one["status"] for one in found.records["opportunities"]] == [
        "wrapped up", "lost", "wrapped up",
    ]  # fmt: skip
    assert [one.code for one in found.findings] == ["IMPORT_UNDECIDED"] * 2


def test_an_amount_that_names_its_size_is_scaled_once():
    found, text = followed(
        table("客户.csv", ["客户名称", "年度销售额(万元)"], ["东风", "5"], ["西风", "5万"])
    )
    assert "times = 10000" in text
    assert [one["sales_12m"] for one in found.records["customers"]] == [50000.0, 50000.0]


def test_a_share_that_could_be_either_is_told_in_the_draft():
    found = fitted(OPPORTUNITIES.by_field["probability"], ["20", "0.5", Held.of(30.0)])
    assert (found.words, found.unfit) == ({"times": 0.01}, ["0.5"])


def test_an_amount_that_could_be_either_is_told_in_the_draft():
    found = fitted(OPPORTUNITIES.by_field["amount"], ["12.500", "980", Held.of(1.25)])
    assert (found.words, found.unfit) == ({}, ["12.500"])


def test_a_number_of_a_workbook_is_none_of_its_texts():
    cells = [Held.of(1.234), Held.of(30.0), "1,5"]
    found = fitted(OPPORTUNITIES.by_field["amount"], cells)
    assert found.words == {"decimal": ","}
    assert not found.unfit


def test_a_sheet_becomes_a_source_with_its_lines_and_letters():
    raw = RawSheet(
        "S", [["Our customers"], [], [None, "Customer", "Since"],
              [None, "Dongkui", dt.datetime(2024, 5, 1)], [None, None], [None, "Linhao", None]],
        errors={(5, 2): "#N/A"},
    )  # fmt: skip
    found = sheet_source(raw, "b.xlsx!S")
    assert found.headings == ("", "Customer", "Since")
    assert [list(row) for row in found.rows] == [
        ["", "Dongkui", "2024-05-01"],
        ["", "Linhao", "#N/A"],
    ]
    assert list(found.lines) == [4, 6]
    text = '[[Customers]]\nfile = "s"\n[Customers.columns]\n"Customer ID" = "Customer"\n"Customer" = "Customer"\n"Since" = "Since"'
    result = import_tables(read_map(text, "m"), {"s": [found]})
    assert result.records["customers"][0]["since"] == dt.date(2024, 5, 1)
    assert [(one.code, one.address) for one in result.findings] == [
        ("IMPORT_NOT_DATE", "b.xlsx!S!C6")
    ]


def test_the_columns_of_a_plan_itself_are_all_taken():
    headings = [column.en for column in CUSTOMERS.columns]
    (part,) = draft([table("Customers.csv", headings, ["x"] * len(headings))]).parts
    assert [guess.column for guess in part.guesses] == list(CUSTOMERS.columns)
    assert part.unused == part.missing == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_unit_above_the_headings_is_the_times_of_amounts_without_one(lang):
    rows = [
        ["2026年客户", None, None, "单位：万元"],
        ["客户名称", "年度销售额", "信用额度（千元）", "应收天数"],
        ["东风", 120.0, 30.0, 60.0],
        ["西风", "5万", 40.0, 45.0],
    ]
    found, text = followed(sheet_source(RawSheet("客户", rows), "crm.xlsx!客户"), lang=lang)
    east, west = found.records["customers"]
    assert (east["sales_12m"], west["sales_12m"]) == (1_200_000.0, 50_000.0)
    assert (east["credit_limit"], east["dso_days"]) == (30_000.0, 60.0)
    assert "单位：万元" in text


def test_a_unit_above_the_headings_that_is_not_certain_is_a_comment():
    rows = [["单位：万元、台"], ["客户名称", "年度销售额"], ["东风", 120.0]]
    found, text = followed(sheet_source(RawSheet("客户", rows), "crm.xlsx!客户"))
    assert found.records["customers"][0]["sales_12m"] == 120.0
    assert "# Above the headings: “单位：万元、台”. Add times" in text
    (told,) = found.findings
    assert (told.code, told.address) == ("IMPORT_UNIT_NOTE", "crm.xlsx!客户!A1")
    assert dict(told.params)["columns"] == "年度销售额"
