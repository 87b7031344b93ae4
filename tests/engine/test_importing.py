"""A map is followed word by word: every row is accounted for, every wrong word is named."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.core.issues import PlanError
from xlplan.engine.imports.importing import import_tables
from xlplan.engine.imports.reading import read_map
from xlplan.engine.imports.sources import Source, sheet_source
from xlplan.engine.sheets import RawSheet
from xlplan.engine.text import Texts

MAPS = Path(__file__).parents[2] / "workbooks" / "maps"

CUSTOMERS = """
[Customers]
file = "customers.csv"
[Customers.columns]
"Customer ID" = "id"
"Customer" = "name"
"""


def source(text, name="customers.csv"):
    """``a,b`` lines as a file: the first names the columns, the second is line 2."""
    rows = list(csv.reader(text.strip().splitlines()))
    return Source(name, tuple(rows[0]), rows[1:], range(2, len(rows) + 1))


def follow(plan_map, **files):
    read = read_map(plan_map, "test.toml")
    return import_tables(
        read, {f"{name}.csv": [source(text, f"{name}.csv")] for name, text in files.items()}
    )


def one_column(heading, said, text, sheet="Opportunities"):
    """Import one heading beside the ones that each row needs; return the values and the findings."""
    plan_map = f"""
[{sheet}]
file = "deals.csv"
[{sheet}.columns]
"Opportunity ID" = "id"
"Customer ID" = {{ const = "C1" }}
"Amount" = {{ const = 1 }}
"{heading}" = {said}
"""
    found = follow(plan_map, deals=text)
    field = {"Status": "status", "Created": "created", "Fit": "fit", "Slips": "slips", "Advance share": "advance_share", "Remaining cost": "remaining_cost",
             "Feasible": "feasible", "Opportunity": "name", "Product line": "product_line"}[heading]  # fmt: skip
    return [row.get(field) for row in found.records["opportunities"]], found.findings


@pytest.mark.parametrize(
    ("said", "texts", "values"),
    [
        ('"x"', ("1.250,50", "12.500", "€7.000"), [1250.5, 12500.0, 7000.0]),
        ('"x"', ("1250.50", "12.500", "1,200"), [1250.5, 12.5, 1200.0]),
        ('{ column = "x", decimal = "." }', ("1.250,50", "12.500", "1"), [1250.5, 12.5, 1.0]),
        ('{ column = "x", decimal = "," }', ("12.500", "1", "2"), [12500.0, 1.0, 2.0]),
    ],
)
def test_texts_of_a_column_show_their_decimal_sign_unless_the_map_says_it(said, texts, values):
    text = "id;x\n" + "\n".join(f"O{at};{one}" for at, one in enumerate(texts))
    text = "\n".join(f'"{line}"'.replace(";", '","') for line in text.splitlines())
    assert one_column("Remaining cost", said, text) == (values, [])


def test_a_number_that_could_be_either_stays_blank_and_is_told():
    values, found = one_column("Remaining cost", '"x"', "id,x\nO1,12.500\nO2,980\nO3,1.250万")
    assert values == [None, 980.0, 12500.0]
    assert [(one.code, one.address) for one in found] == [("IMPORT_UNCLEAR", "deals.csv!B2")]
    for lang in ("en", "zh"):
        assert "12.5" in Texts(lang).finding(found[0])
        assert "12,500" in Texts(lang).finding(found[0])


MONEY = CUSTOMERS + '"Sales 12m" = "sales"\n"Wallet" = "wallet"\n'
MIXED = 'id,name,sales,wallet\n1,A,"$1,200,000","€9,000,000"\n2,B,"€2,000,000","¥500,000"\n3,C,¥300万,"3,000,000"'


def amounts(plan_map, text, name="customers"):
    """Import sales and wallets; return them, the findings and the policy."""
    found = follow(plan_map, **{name: text})
    rows = [(row.get("sales_12m"), row.get("wallet")) for row in found.records["customers"]]
    told = [(one.code, one.address, dict(one.params)["currency"]) for one in found.findings]
    policy = {row["key"]: (row["value"], row["source"]) for row in found.records.get("policy", ())}
    return rows, told, policy


def test_amounts_in_other_currencies_are_not_added_and_told():
    rows, told, policy = amounts(MONEY, MIXED)
    assert policy == {"currency": ("EUR", "customers.csv")}  # named twice, as CNY, and met first
    assert rows == [(None, 9_000_000.0), (2_000_000.0, None), (None, 3_000_000.0)]
    cells = ("C2", "D3", "C4")
    assert told == [("IMPORT_CURRENCY", f"customers.csv!{cell}", "EUR") for cell in cells]


def test_the_currency_that_a_map_says_is_the_plans():
    rows, told, policy = amounts('[Policy]\ncurrency = "CNY"\n' + MONEY, MIXED)
    assert policy == {"currency": ("CNY", "test.toml")}
    assert rows == [(None, None), (None, 500_000.0), (3_000_000.0, 3_000_000.0)]
    assert len(told) == 3


def test_one_currency_is_carried_over_without_a_word():
    text = 'id,name,sales,wallet\n1,A,"$1,200,000",$9m\n2,B,5,'
    assert amounts(MONEY, text) == (
        [(1_200_000.0, 9_000_000.0), (5.0, None)], [], {"currency": ("USD", "customers.csv")},
    )  # fmt: skip


def test_a_heading_names_the_currency_of_bare_amounts():
    plan_map = CUSTOMERS + '"Sales 12m" = "Sales (EUR)"\n"Wallet" = "Wallet (USD)"\n'
    text = "id,name,Sales (EUR),Wallet (USD)\n1,A,5,7\n2,B,6,€8"
    rows, told, policy = amounts(plan_map, text)
    assert policy["currency"][0] == "EUR"
    assert rows == [(5.0, None), (6.0, 8.0)]
    assert told == [("IMPORT_CURRENCY", "customers.csv!D2", "EUR")]


def test_number_formats_of_a_workbook_name_currencies_too():
    raw = RawSheet(
        "S", [["id", "name", "sales", "wallet"], ["1", "A", 5.0, 6.0], ["2", "B", 7.0, 8.0]],
        currencies={2: {1: "€", 2: "us$"}, 3: {1: "€", 2: "$"}},
    )  # fmt: skip
    plan_map = read_map(MONEY, "test.toml")
    found = import_tables(plan_map, {"customers.csv": [sheet_source(raw, "book.xlsx!S")]})
    assert [(row.get("sales_12m"), row["wallet"]) for row in found.records["customers"]] == [
        (5.0, 6.0), (None, 8.0),
    ]  # fmt: skip
    assert [(one.code, one.address) for one in found.findings] == [
        ("IMPORT_CURRENCY", "book.xlsx!S!C3")
    ]


def test_a_score_in_percent_is_of_a_hundred():
    assert one_column("Fit", '"x"', "id,x\nO1,80%\nO2,70 ％\nO3,60") == ([80.0, 70.0, 60.0], [])


def test_amounts_of_no_currency_have_none():
    assert amounts(MONEY, "id,name,sales,wallet\n1,A,5,1.2万") == ([(5.0, 12_000.0)], [], {})


# --- what a map can say ---------------------------------------------------------------------------


def test_a_heading_takes_the_column_that_the_map_names():
    found = follow(CUSTOMERS, customers="id,name,colour\n0017,Dongkui,red\n0021,Linhao,blue")
    assert found.records == {
        "customers": [{"id": "0017", "name": "Dongkui"}, {"id": "0021", "name": "Linhao"}]
    }
    assert found.findings == []


def test_sheets_and_headings_may_be_written_in_chinese():
    plan_map = '["客户"]\nfile = "c.csv"\n["客户".columns]\n"客户编号" = "id"\n"客户名称" = "name"'
    assert follow(plan_map, c="id,name\n1,A").records["customers"] == [{"id": "1", "name": "A"}]


@pytest.mark.parametrize(
    ("heading", "said", "cell", "value"),
    [
        ("Status", '{ column = "x", map = { Won = "won", Engaging = "open" } }', "Won", "won"),
        ("Status", '{ column = "x", map = { won = "won" } }', "WON", "won"),
        ("Status", '"x"', "赢单", "won"),
        ("Product line", '{ column = "x", replace = { GTXPro = "GTX Pro" } }', "GTXPro", "GTX Pro"),
        ("Product line", '{ column = "x", strip_suffix = ".0" }', "13085.0", "13085"),
        ("Product line", '{ column = "x", null = ["n/a"] }', "N/A", None),
        ("Product line", '{ column = "x", null = ["n/a"], blank = "none" }', "N/A", "none"),
        ("Product line", '{ column = "x", blank = { column = "id" } }', "", "D1"),
        ("Opportunity", '{ join = "{id}: {x}" }', "Pumps", "D1: Pumps"),
        ("Opportunity", '{ join = "{x}" }', "", None),
        ("Created", '{ column = "x", dates = ["%m/%d/%Y"] }', "4/30/2013", dt.date(2013, 4, 30)),
        (
            "Created",
            '{ column = "x", dates = ["%m/%d/%Y", "%d.%m.%y"] }',
            "30.04.13",
            dt.date(2013, 4, 30),
        ),
        ("Created", '"x"', "1996-07-04 00:00:00.000", dt.date(1996, 7, 4)),
        ("Created", "{ const = 2026-11-20 }", "", dt.date(2026, 11, 20)),
        ("Fit", '"x"', "82.5", 82.5),
        ("Fit", '{ column = "x", times = 100 }', "0.07", 7.0),
        ("Remaining cost", '{ column = "x", times = 10000 }', "1,200.5", 12005000.0),
        ("Remaining cost", '{ column = "x", times = 10000, decimal = "," }', "1.200,5", 12005000.0),
        ("Remaining cost", '{ column = "x", times = 10000 }', "5万", 50000.0),  # says its own size
        ("Remaining cost", '{ column = "x", times = 10000 }', "¥5", 5.0),
        ("Advance share", '{ column = "x", times = 0.01 }', "30", 0.3),
        ("Advance share", '{ column = "x", times = 0.01 }', "30%", 0.3),
        ("Advance share", '"x"', "35%", 0.35),
        ("Advance share", '{ column = "x", decimal = "," }', "0,35", 0.35),
        ("Slips", '"x"', "3.0", 3),
        ("Feasible", '"x"', "否", False),
        ("Feasible", '"x"', "Y", True),
    ],
)
def test_an_instruction_makes_the_value(heading, said, cell, value):
    values, findings = one_column(heading, said, f'id,x\nD1,"{cell}"')
    assert values == [value]
    assert findings == []


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("Created", "31/12/2026", "IMPORT_NOT_DATE"),
        ("Fit", "good", "IMPORT_NOT_NUMBER"),
        ("Fit", "inf", "IMPORT_NOT_NUMBER"),
        ("Fit", "nan", "IMPORT_NOT_NUMBER"),
        ("Slips", "2.5", "IMPORT_NOT_WHOLE"),
        ("Feasible", "perhaps", "IMPORT_NOT_WORD"),
    ],
)
def test_what_does_not_fit_is_a_finding_with_its_cell_and_the_row_goes_on(heading, cell, code):
    values, findings = one_column(heading, '"x"', f"id,x\nD1,\nD2,{cell}")
    assert values == [None, None]
    assert [(one.code, one.address, one.value) for one in findings] == [
        (code, "deals.csv!B3", cell)
    ]
    for lang in ("en", "zh"):
        assert cell in Texts(lang).finding(findings[0])
        assert "Opportunities · " + heading in Texts(lang).finding(findings[0])


def test_an_unknown_status_is_written_as_it_is_since_a_blank_one_is_open():
    values, findings = one_column("Status", '"x"', "id,x\nD1,\nD2,Dormant")
    assert values == [None, "Dormant"]
    assert [(one.code, one.address, one.value) for one in findings] == [
        ("IMPORT_UNDECIDED", "deals.csv!B3", "Dormant")
    ]
    assert "does not read such rows" in Texts().finding(findings[0])
    assert "计划不会读取这样的行" in Texts("zh").finding(findings[0])


def test_a_lookup_says_what_another_file_says():
    said = '{ column = "x", lookup = { file = "products.csv", key = "product", value = "series" } }'
    plan_map = (
        '[Opportunities]\nfile = "deals.csv"\n[Opportunities.columns]\n"Opportunity ID" = "id"\n'
        f'"Customer ID" = {{ const = "C" }}\n"Amount" = {{ const = 1 }}\n"Product line" = {said}'
    )
    found = follow(
        plan_map,
        deals="id,x\nD1,Pump 5\nD2,Pump 6\nD3,",
        products="product,series\nPump 5,P\nPump 5,Q",
    )
    assert [row.get("product_line") for row in found.records["opportunities"]] == ["P", None, None]
    assert [(one.code, one.address, one.value) for one in found.findings] == [
        ("IMPORT_NOT_FOUND", "deals.csv!B3", "Pump 6")
    ]


INVOICES = """
[Invoices]
file = "orders.csv"
[Invoices.columns]
"Invoice" = "order"
"Customer ID" = "customer"
"Date" = "day"
"Amount" = { column = "order", sum = { file = "lines.csv", key = "order", product = ["price", "quantity", "1-discount"] } }
"""


def test_a_sum_adds_up_the_detail_rows():
    # 10: 14·12·(1 − 0) + 9.8·10·(1 − 0.15) = 168 + 83.3 = 251.3; 11: 2.5·4·(1 − 0.5) = 5
    lines = "order,price,quantity,discount\n10,14.00,12,0\n11,2.5,4,0.5\n10,9.80,10,0.15"
    found = follow(
        INVOICES, orders="order,customer,day\n10,A,2026-01-05\n11,B,2026-01-06", lines=lines
    )
    assert [row["amount"] for row in found.records["invoices"]] == [251.3, 5.0]
    assert found.findings == []


def test_a_sum_with_an_unreadable_detail_is_unknown_not_too_small():
    lines = "order,price,quantity,discount\n10,14.00,12,0\n10,free,1,0\n11,1,1,0"
    found = follow(
        INVOICES,
        orders="order,customer,day\n10,A,2026-01-05\n11,B,2026-01-06\n12,C,2026-01-07",
        lines=lines,
    )
    assert [row["id"] for row in found.records["invoices"]] == ["11"]
    assert [(one.code, one.address) for one in found.findings] == [
        ("IMPORT_NOT_NUMBER", "lines.csv!B3"),
        ("IMPORT_LEFT_OUT", "orders.csv!A2"),
        ("IMPORT_LEFT_OUT", "orders.csv!A4"),
    ]
    assert found.counts[0].left_out == 2


def test_a_condition_chooses_rows_and_details():
    plan_map = (
        CUSTOMERS.replace(
            "[Customers.columns]",
            'where = { kind = ["client", ""] }\nwhere_not = { name = "Test" }\n[Customers.columns]',
        )
        + '"Sales 12m" = { column = "id", sum = { file = "deals.csv", key = "id", product = ["value"], where = { stage = "Won" } }, blank = 0 }\n'
    )
    found = follow(
        plan_map,
        customers="id,name,kind\n1,A,client\n2,B,vendor\n3,C,\n4,Test,client",
        deals="id,stage,value\n1,Won,10\n1,Lost,20\n1,won,5",
    )
    assert [(row["id"], row["sales_12m"]) for row in found.records["customers"]] == [
        ("1", 15.0),
        ("3", 0.0),
    ]
    assert found.counts[0].filtered == 2


# --- rows of the same id --------------------------------------------------------------------------


def test_distinct_makes_one_row_of_an_id_and_tells_where_the_others_differ():
    plan_map = (
        CUSTOMERS.replace("[Customers.columns]", "distinct = true\n[Customers.columns]")
        + '"Region" = "region"\n'
    )
    found = follow(plan_map, customers="id,name,region\n1,A,East\n1,A,West\n2,B,\n1,A,East")
    assert found.records["customers"] == [
        {"id": "1", "name": "A", "region": "East"},
        {"id": "2", "name": "B"},
    ]
    assert found.counts[0].merged == 2
    assert [
        (one.code, dict(one.params)["heading"], dict(one.params)["count"]) for one in found.findings
    ] == [("IMPORT_DIFFERS", "Region", "1")]


def test_a_second_source_adds_only_the_ids_that_the_first_lacks():
    plan_map = CUSTOMERS.replace("[Customers]\n", "[[Customers]]\n") + (
        '[[Customers]]\nfile = "deals.csv"\ndistinct = true\n[Customers.columns]\n'
        '"Customer ID" = { column = "account", blank = "(no account yet)" }\n'
        '"Customer" = { column = "account", blank = "(no account yet)" }\n'
    )
    found = follow(plan_map, customers="id,name\nA,Alpha", deals="account,x\nA,1\n,2\nB,3\n,4")
    assert [row["id"] for row in found.records["customers"]] == ["A", "(no account yet)", "B"]
    assert found.records["customers"][0]["name"] == "Alpha"
    assert found.findings == []


def test_without_distinct_a_repeated_id_stays_for_the_check_to_find():
    found = follow(CUSTOMERS, customers="id,name\n1,A\n1,B")
    assert len(found.records["customers"]) == 2


def test_several_files_may_fit_one_name():
    read = read_map(CUSTOMERS, "m")
    tables = {
        "customers.csv": [
            source("id,name\n1,A", "customers_1.csv"),
            source("id,name\n2,B", "customers_2.csv"),
        ]
    }
    found = import_tables(read, tables)
    assert [row["id"] for row in found.records["customers"]] == ["1", "2"]
    assert [count.file for count in found.counts] == ["customers_1.csv", "customers_2.csv"]


# --- nothing is lost in silence -------------------------------------------------------------------


def test_a_row_without_what_each_one_needs_is_left_out_with_a_finding():
    found = follow(CUSTOMERS, customers="id,name\n1,A\n,B\n3,")
    assert [row["id"] for row in found.records["customers"]] == ["1"]
    assert [(one.code, one.address, dict(one.params)["heading"]) for one in found.findings] == [
        ("IMPORT_LEFT_OUT", "customers.csv!A3", "Customer ID"),
        ("IMPORT_LEFT_OUT", "customers.csv!A4", "Customer"),
    ]


def test_a_row_with_cells_too_many_or_too_few_is_told():
    found = follow(CUSTOMERS, customers="id,name\n1,A,x\n2")
    assert [one.code for one in found.findings] == [
        "IMPORT_ROW_LENGTH",
        "IMPORT_ROW_LENGTH",
        "IMPORT_LEFT_OUT",
    ]


def test_a_source_of_which_nothing_fits_is_told():
    plan_map = CUSTOMERS.replace(
        "[Customers.columns]", 'where = { name = "Nobody" }\n[Customers.columns]'
    )
    found = follow(plan_map, customers="id,name\n1,A")
    assert [one.code for one in found.findings] == ["IMPORT_NOTHING"]


def test_a_text_longer_than_a_cell_is_cut_and_told():
    found = follow(CUSTOMERS, customers=f"id,name\n1,{'x' * 40_000}")
    assert len(found.records["customers"][0]["name"]) == 32_767
    assert [one.code for one in found.findings] == ["IMPORT_LONG_TEXT"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["", "A", "Test"])),
        max_size=12,
    ),
    st.booleans(),
)
def test_every_row_is_accounted_for(rows, distinct):
    plan_map = CUSTOMERS.replace(
        "[Customers.columns]",
        f'distinct = {str(distinct).lower()}\nwhere_not = {{ name = "Test" }}\n[Customers.columns]',
    )
    found = follow(plan_map, customers="\n".join(["id,name", *(f"{a},{b}" for a, b in rows)]))
    count = found.counts[0]
    assert count.read == len(rows) == count.written + count.filtered + count.merged + count.left_out
    assert count.written == len(found.records["customers"])
    assert count.left_out == sum(one.code == "IMPORT_LEFT_OUT" for one in found.findings)


@pytest.mark.parametrize(
    ("rows", "cell", "label"),
    [
        ("甲,1000000\n乙,2000000\n合计,3000000", "A4", "合计"),
        ("甲,1000000\n乙,2000000\n合计,约300万", "A4", "合计"),
        ("A,1000000\nB,2000000\nTotal,3000000", "A4", "Total"),
        ("A,1000000\nB,2000000\nSubtotal,7", "A4", "Subtotal"),
    ],
)
def test_a_line_of_totals_is_told_and_not_imported(rows, cell, label):
    plan_map = CUSTOMERS.replace('"id"', '"name"') + '"Sales 12m" = "sales"'
    found = follow(plan_map, customers=f"name,sales\n{rows}")
    assert len(found.records["customers"]) == 2
    assert [(one.code, one.address, one.value) for one in found.findings] == [
        ("TOTAL_ROW", f"customers.csv!{cell}", label)
    ]
    assert (found.counts[0].written, found.counts[0].left_out) == (2, 1)


def test_a_line_of_totals_that_lacks_something_is_told_as_such():
    found = follow(CUSTOMERS, customers="no,id,name\n1,C1,A\n合计,,")
    assert [(one.code, one.address) for one in found.findings] == [
        ("TOTAL_ROW", "customers.csv!A3")
    ]


@pytest.mark.parametrize("name", ["Total Energies", "Totalgaz", "合计科技"])
def test_a_firm_whose_name_begins_like_a_total_is_imported(name):
    plan_map = CUSTOMERS.replace('"id"', '"name"') + '"Sales 12m" = "sales"'
    found = follow(plan_map, customers=f"name,sales\nA,1\nB,2\n{name},3")
    assert [row["id"] for row in found.records["customers"]] == ["A", "B", name]
    assert found.findings == []


def test_what_may_be_a_total_or_a_firm_is_imported_and_told():
    plan_map = CUSTOMERS.replace('"id"', '"name"') + '"Sales 12m" = "sales"'
    found = follow(plan_map, customers="name,sales\nA,1\nB,2\nTotal,5")
    assert len(found.records["customers"]) == 3
    assert [one.code for one in found.findings] == ["TOTAL_UNSURE"]


def test_ids_of_two_widths_are_one():
    plan_map = CUSTOMERS.replace("[Customers.columns]", "distinct = true\n[Customers.columns]")
    found = follow(plan_map, customers="id,name\nC1,A\nＣ１,A")
    assert found.records["customers"] == [{"id": "C1", "name": "A"}]


# --- the policy of a map --------------------------------------------------------------------------


def test_the_policy_of_a_map_becomes_the_policy_sheet():
    plan_map = (
        CUSTOMERS
        + '[Policy]\ncurrency = "USD"\nfunnel.target = 5000\nas_of = { file = "customers.csv", latest = "day", dates = ["%d/%m/%Y"] }\n'
    )
    found = follow(plan_map, customers="id,name,day\n1,A,31/01/2026\n2,B,\n3,C,02/02/2026")
    assert [(row["key"], row["value"]) for row in found.records["policy"]] == [
        ("currency", "USD"),
        ("funnel.target", 5000),
        ("as_of", dt.date(2026, 2, 2)),
    ]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("deals_as_of_2017-08-31.csv", dt.date(2017, 8, 31)),
        ("deals20170831.csv", dt.date(2017, 8, 31)),
        ("deals_2017.csv", dt.date(2016, 1, 2)),
    ],
)
def test_the_day_of_the_data_may_stand_in_the_name_of_the_file(name, day):
    plan_map = (
        CUSTOMERS
        + '[Policy]\nas_of = { file = "customers.csv", in_name = true, latest = ["day"] }\n'
    )
    found = import_tables(
        read_map(plan_map, "m"), {"customers.csv": [source("id,name,day\n1,A,2016-01-02", name)]}
    )
    assert found.records["policy"][0]["value"] == day


# --- wrong maps -----------------------------------------------------------------------------------

COLUMNS = '[Customers.columns]\n"Customer ID" = "id"\n"Customer" = "name"\n'


@pytest.mark.parametrize(
    ("plan_map", "code", "near"),
    [
        ("[Customers", "MAP_DAMAGED", ""),
        ("", "MAP_EMPTY", ""),
        ('[Custmers]\nfile = "c.csv"', "MAP_UNKNOWN_SHEET", "Customers"),
        (CUSTOMERS + '"Credit ratng" = "x"', "MAP_UNKNOWN_HEADING", "Credit rating"),
        (CUSTOMERS + '"Region" = { colum = "x" }', "MAP_UNKNOWN_WORD", "column"),
        (CUSTOMERS + '"Region" = { blank = "x" }', "MAP_NO_SOURCE", ""),
        (CUSTOMERS + '"Region" = 5', "MAP_WRONG_VALUE", ""),
        (CUSTOMERS + '"Region" = { column = "x", times = "10" }', "MAP_WRONG_VALUE", ""),
        (CUSTOMERS + '"Wallet" = { column = "x", decimal = ";" }', "MAP_WRONG_VALUE", ""),
        (CUSTOMERS + '"Region" = { column = "x", map = "won" }', "MAP_WRONG_VALUE", ""),
        (
            CUSTOMERS + '"Region" = { column = "x", lookup = { file = "y.csv", key = "k" } }',
            "MAP_WRONG_VALUE",
            "",
        ),
        (
            CUSTOMERS + '"Sales 12m" = { column = "x", sum = { file = "y.csv", key = "k" } }',
            "MAP_WRONG_VALUE",
            "",
        ),
        (f"[Customers]\n{COLUMNS}", "MAP_WRONG_VALUE", ""),
        (f'[Customers]\nfile = "c.csv"\ndistinct = "yes"\n{COLUMNS}', "MAP_WRONG_VALUE", ""),
        (
            '[Customers]\nfile = "c.csv"\n[Customers.columns]\n"Customer ID" = "id"',
            "MAP_REQUIRED",
            "",
        ),
        (CUSTOMERS + '[Policy]\ncurency = "USD"', "MAP_UNKNOWN_POLICY", "currency"),
        ("Customers = 5", "MAP_WRONG_VALUE", ""),
    ],
)
def test_a_wrong_map_is_refused_and_the_nearest_word_is_named(plan_map, code, near):
    with pytest.raises(PlanError) as wrong:
        read_map(plan_map, "my.toml")
    assert wrong.value.code == code
    assert near in wrong.value.params.get("near", "")
    for lang in ("en", "zh"):
        assert Texts(lang).error(wrong.value)


def test_an_unknown_column_is_refused_and_the_nearest_is_named():
    with pytest.raises(PlanError) as wrong:
        follow(CUSTOMERS, customers="id,nmae\n1,A")
    assert wrong.value.code == "MAP_UNKNOWN_COLUMN"
    assert wrong.value.params == {
        "file": "customers.csv",
        "name": "name",
        "place": "Customers · Customer",
        "near": "nmae",
    }


@pytest.mark.parametrize("path", sorted(MAPS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_map_that_comes_with_xlplan_is_right(path):
    assert "customers" in {
        block.sheet.key for block in read_map(path.read_text("utf-8"), path.name).blocks
    }
