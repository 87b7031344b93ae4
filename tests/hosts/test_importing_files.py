"""CSV files become a planning workbook: any delimiter and encoding, and nothing lost on real data."""

import csv
import datetime as dt
import json
import sys
from math import fsum
from pathlib import Path

import openpyxl
import pytest
from test_cli import EXAMPLES, xlplan

sys.path.insert(0, str(Path(__file__).parents[1]))
from shared_data import real

from xlplan.core.issues import PlanError, Severity
from xlplan.engine.plan import evaluate
from xlplan.engine.text import Texts
from xlplan.hosts.files.csv_text import read_csv
from xlplan.hosts.files.importing import import_plan
from xlplan.hosts.files.reading import read_tables

MAPS = Path(__file__).parents[2] / "workbooks" / "maps"
CUSTOMERS = (
    '[Customers]\nfile = "c*.csv"\n[Customers.columns]\n"Customer ID" = "id"\n"Customer" = "name"\n'
)


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"id,name\n1,A\n", ""),
        (b"id;name\r\n1;A\r\n", ""),
        (b"id\tname\n1\tA", ""),
        (b"id|name\n1|A\n\n", ""),
        (b"\xef\xbb\xbfid,name\n1,A\n", ""),
        ("id,name\n1,A\n".encode("utf-16"), ""),
        (b"id,name\n1,A\n", "gb18030"),
    ],
)
def test_delimiter_and_encoding_are_found(tmp_path, content, encoding):
    found = read_csv(put(tmp_path, "c.csv", content), encoding)
    assert found.headings == ("id", "name")
    assert [list(row) for row in found.rows] == [["1", "A"]]


def test_chinese_text_in_its_own_encoding(tmp_path):
    path = put(tmp_path, "c.csv", "编号,名称\n1,东夔建设\n".encode("gb18030"))
    said, found = read_csv(path, "gb18030"), read_csv(path)
    assert said.rows[0][1] == found.rows[0][1] == "东夔建设"
    assert (said.guessed, found.guessed) == ("", "gb18030")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,name\n1,Müller & Söhne\n", "cp1252"),
        ("id,name\n1,Château d'Œuvres\n", "cp1252"),
        ("id,name\n1,Завод\n", "cp1251"),
        ("編號,名稱\n1,臺灣機械股份有限公司\n", "big5"),
    ],
)
def test_what_is_no_chinese_text_is_not_taken_for_one(tmp_path, text, encoding):
    with pytest.raises(PlanError) as wrong:
        read_csv(put(tmp_path, "c.csv", text.encode(encoding)))
    assert wrong.value.code == "CSV_ENCODING"


def test_utf_8_with_a_damaged_sign_is_not_taken_for_another_encoding(tmp_path):
    content = "编号,名称\n1,江南重型机械集团有限公司\n".encode()[:-2]
    with pytest.raises(PlanError):
        read_csv(put(tmp_path, "c.csv", content))


def test_a_row_knows_the_line_on_which_it_begins(tmp_path):
    path = put(tmp_path, "c.csv", 'id,name\n1,"two\nlines"\n\n2,B\n')
    found = read_csv(path)
    assert list(found.lines) == [2, 5]
    assert found.rows[0][1] == "two\nlines"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "CSV_NO_HEADINGS"),
        (b'id,name\n1,"open\n', "CSV_DAMAGED"),
        (b'id,name\n1,"a"b\n', "CSV_DAMAGED"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content, code):
    with pytest.raises(PlanError) as wrong:
        read_csv(put(tmp_path, "c.csv", content))
    assert wrong.value.code == code
    assert Texts("zh").error(wrong.value)


# --- drafting a map -------------------------------------------------------------------------------


CRM = {
    "客户.csv": "客户代码,公司名称,所属行业,销售负责人,年度销售额(万元),上年销售额(万元),毛利率%,信用评级,跟进记录\n"
    "C001,江南重型机械集团,装备制造,李晓明,420,360,32,A,已拜访\nC002,苏州精锐,自动化,王芳,85,,28,B,\n",
    "商机.csv": "项目编号,客户代码,项目名称,预算金额,预计签约,阶段,赢率,状态\n"
    "P1,C001,焊接线改造,280万,2026/12/20,投标,60%,跟进中\nP2,C002,视觉检测,85万,2026-11-15,谈判,70%,赢单\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("고객번호,고객명,금액,담당자\n1,삼성전자,5,김철수\n", "euc-kr"),
        ("顧客番号,顧客名,金額,担当\n1,東芝,5,山田\n", "euc-jp"),
        ("色彩,大小\n红,大\n", "gb18030"),  # Chinese, and nothing of a plan
    ],
)
def test_what_has_no_known_chinese_heading_is_not_taken_for_chinese(tmp_path, text, encoding):
    path = put(tmp_path, "c.csv", text.encode(encoding))
    with pytest.raises(PlanError) as wrong:
        read_csv(path)
    assert wrong.value.code == "CSV_ENCODING"
    assert read_csv(path, encoding).headings == tuple(text.partition("\n")[0].split(","))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_crm_export_drafts_into_a_plan_that_runs(tmp_path, encoding):
    crm = tmp_path / "crm"
    crm.mkdir()
    for name, text in CRM.items():
        put(crm, name, text.encode(encoding))
    draft, out = tmp_path / "m.toml", tmp_path / "o.xlsx"
    code, said, err = xlplan("import", crm, "--draft", draft, "--lang", "zh")
    assert (code, err) == (0, "")
    assert ("已按 gb18030 中文编码读取" in said) == (encoding == "gb18030")
    assert ('encoding = "gb18030"' in draft.read_text("utf-8")) == (encoding == "gb18030")
    code, said, err = xlplan("import", crm, "--map", draft, "--out", out, "--lang", "zh")
    assert (code, err) == (0, "")
    plan = evaluate(read_tables(out), dt.date(2026, 11, 20)).assessment.portfolio
    assert [(one.name, one.owner, one.sales_12m, one.sales_prior_12m, one.gross_margin,
             one.credit_rating, one.notes) for one in plan.customers] == [
        ("江南重型机械集团", "李晓明", 4_200_000.0, 3_600_000.0, 0.32, "A", "已拜访"),
        ("苏州精锐", "王芳", 850_000.0, None, 0.28, "B", None),
    ]  # fmt: skip
    assert [(one.amount, one.expected_close, one.selling_step, one.status, one.probability)
            for one in plan.opportunities] == [
        (2_800_000.0, dt.date(2026, 12, 20), 4, "open", 0.6),
        (850_000.0, dt.date(2026, 11, 15), 5, "won", 0.7),
    ]  # fmt: skip


def test_a_sheet_that_cannot_be_made_is_said_at_the_end_of_the_draft(tmp_path):
    crm = tmp_path / "crm"
    crm.mkdir()
    put(crm, "客户.csv", CRM["客户.csv"])
    put(crm, "商机.csv", "项目编号,客户代码,项目名称\nP1,C001,焊接线改造\n")
    _, said, _ = xlplan("import", crm, "--draft", tmp_path / "m.toml", "--lang", "zh")
    assert "警告：计划中不会有来自 商机.csv 的“商机”表：没有任何列可作 金额。" in said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_read_by_its_own_draft_is_the_same_plan(tmp_path, lang):
    book, draft, out = EXAMPLES[lang], tmp_path / "map.toml", tmp_path / "out.xlsx"
    code, said, err = xlplan("import", book, "--draft", draft, "--lang", lang)
    assert code == 0, err
    assert said.splitlines()[-1].endswith(f"--map {draft} --out plan.xlsx")
    code, _, err = xlplan("import", book, "--map", draft, "--out", out, "--lang", lang)
    assert code == 0, err
    as_of = dt.date(2026, 11, 20)
    first, again = (evaluate(read_tables(path), as_of).assessment for path in (book, out))
    assert again.portfolio == first.portfolio


def test_the_workbook_of_a_stranger_becomes_a_plan(tmp_path):
    """Its own headings, customers named only in the deals, stages in words, percentages of 100."""
    source = real("workbooks", "en_ox4d_SalesPipelineV1.0.xlsx")
    draft, out = tmp_path / "map.toml", tmp_path / "plan.xlsx"
    assert xlplan("import", source, "--draft", draft)[0] == 0
    code, said, err = xlplan("import", source, "--map", draft, "--out", out)
    assert code == 0, err
    assert "Customers: 64 rows of 105\nOpportunities: 105 rows of 105\n" in said
    found = evaluate(read_tables(out), dt.date(2026, 1, 1)).assessment.portfolio
    cells = read_tables(source, lambda name: name == "Deals").sheets[0].rows
    at = {name: place for place, name in enumerate(cells[0])}
    rows = cells[1:]
    assert [one.amount for one in found.opportunities] == [row[at["AmountGBP"]] for row in rows]
    assert [one.probability for one in found.opportunities] == pytest.approx(
        [row[at["Probability"]] / 100 for row in rows]
    )
    won = {row[at["DealId"]] for row in rows if row[at["Stage"]] == "Closed Won"}
    assert {one.id for one in found.opportunities if one.status == "won"} == won


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (["accounts.csv", "--draft", "map.txt"], ".toml file", ".toml 文件"),
        (["accounts.csv", "--draft", "old.toml"], "exists", "已存在"),
        (["accounts.csv", "--map", "old.toml"], "needs --out", "需要 --out"),
        (["nothing.csv", "--draft", "map.toml"], "resembles a sheet", "没有像计划"),
        (["accounts.csv"], "--draft", "--draft"),
    ],
)
def test_a_draft_that_cannot_be_made_is_one_line(tmp_path, lang, words, english, chinese):
    put(tmp_path, "accounts.csv", "Customer,Industry\nA,steel\n")
    put(tmp_path, "nothing.csv", "x,y\n1,2\n")
    put(tmp_path, "old.toml", "mine")
    before = sorted(path.name for path in tmp_path.iterdir())
    code, said, err = xlplan("import", *words, "--lang", lang, cwd=tmp_path)
    assert (code, said, err.count("\n")) == (2, "", 1)
    assert (english if lang == "en" else chinese) in err
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "old.toml").read_text() == "mine"


def test_what_is_wrong_in_every_row_is_told_once_and_listed_in_the_json(tmp_path):
    rows = "".join(f",Nobody {n}\n" for n in range(50)) + "1,A\n"
    source = put(tmp_path, "c.csv", f"id,name\n{rows}")
    words = (source, "--map", put(tmp_path, "map.toml", CUSTOMERS), "--out", tmp_path / "p.xlsx")
    code, said, err = xlplan("import", *words, "--json", tmp_path / "found.json", "--lang", "en")
    assert (code, err) == (1, "")
    assert said.count("the row gives no Customer ID") == 2
    assert "… and 48 more like it." in said
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert [one["cell"] for one in found] == [f"A{n}" for n in range(2, 52)]


def test_formulas_without_values_are_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Accounts"
    for row in (["Customer", "Industry", "Sales 12m"], ["A", "steel", "=1+1"]):
        book.active.append(row)
    book.save(tmp_path / "crm.xlsx")
    text = (
        '[Customers]\nfile = "crm.xlsx!*"\n[Customers.columns]\n"Customer ID" = "Customer"\n'
        '"Customer" = "Customer"\n"Sales 12m" = "Sales 12m"\n'
    )
    plan_map = put(tmp_path, "map.toml", text)
    report = import_plan([tmp_path / "crm.xlsx"], plan_map, tmp_path / "out.xlsx", "en")
    assert [(one.code, one.address) for one in report.findings] == [
        ("IMPORT_NOT_CALCULATED", "crm.xlsx!Accounts!C2")
    ]


# --- importing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_import_writes_a_workbook_that_the_reader_reads(tmp_path, lang):
    plan_map = put(tmp_path, "map.toml", CUSTOMERS)
    sources = [
        put(tmp_path, "c1.csv", "id,name\n0017,Dongkui\n,Nobody\n"),
        put(tmp_path, "other.csv", "x\n1\n"),
    ]
    report = import_plan(sources, plan_map, tmp_path / "out.xlsx", lang)
    assert report.rows == {"Customers" if lang == "en" else "客户": (2, 1)}
    assert report.unused == ("other.csv",)
    assert [one.code for one in report.findings] == ["IMPORT_LEFT_OUT"]
    plan = evaluate(read_tables(tmp_path / "out.xlsx"), dt.date(2026, 1, 1))
    assert plan.texts.lang == lang
    assert [one.customer.id for one in plan.assessment.customers] == ["0017"]
    assert plan.findings == ()


def test_a_folder_stands_for_the_csv_files_in_it(tmp_path):
    (tmp_path / "in").mkdir()
    put(tmp_path / "in", "c1.csv", "id,name\n1,A\n")
    put(tmp_path / "in", "C2.CSV", "id,name\n2,B\n")
    report = import_plan(
        [tmp_path / "in"], put(tmp_path, "map.toml", CUSTOMERS), tmp_path / "out.xlsx", "en"
    )
    assert report.rows == {"Customers": (2, 2)}


@pytest.mark.parametrize(
    ("plan_map", "source", "code"),
    [
        (CUSTOMERS, "orders.csv", "MAP_UNKNOWN_FILE"),
        (CUSTOMERS, "nowhere/c.csv", "FILE_NOT_FOUND"),
        (CUSTOMERS.replace('"id"', '"ident"'), "c.csv", "MAP_UNKNOWN_COLUMN"),
        ("[Customers", "c.csv", "MAP_DAMAGED"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_written(tmp_path, plan_map, source, code):
    put(tmp_path, "c.csv", "id,name\n1,A\n")
    put(tmp_path, "orders.csv", "id,name\n1,A\n")
    with pytest.raises(PlanError) as wrong:
        import_plan(
            [tmp_path / source], put(tmp_path, "map.toml", plan_map), tmp_path / "out.xlsx", "en"
        )
    assert wrong.value.code == code
    assert not (tmp_path / "out.xlsx").exists()
    for lang in ("en", "zh"):
        assert Texts(lang).error(wrong.value)


# --- real data ------------------------------------------------------------------------------------


def imported(tmp_path, name):
    """Import a set by its own map; return what the reader makes of the workbook."""
    report = import_plan([real(name)], MAPS / f"{name}.toml", tmp_path / "plan.xlsx", "en")
    assert report.findings == ()
    for count in report.counts:
        assert count.read == count.written + count.filtered + count.merged + count.left_out
    found = evaluate(read_tables(tmp_path / "plan.xlsx"), dt.date(2026, 1, 1))
    # remarks on what the set does not hold (close dates, a whole prior year) are no faults of a cell
    assert [one for one in found.findings if one.severity is not Severity.INFO] == []
    return found.assessment


def rows(*parts):
    with real(*parts).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def only(folder, pattern):
    return min(real(folder).glob(pattern)).name


def test_maven_crm(tmp_path):
    found = imported(tmp_path, "maven_crm")
    deals = rows("maven_crm", only("maven_crm", "pipeline*.csv"))
    prices = {
        row["product"]: float(row["sales_price"]) for row in rows("maven_crm", "products.csv")
    }
    plan = found.portfolio
    assert len(plan.opportunities) == len(deals)
    for status, stages in (
        ("won", {"Won"}),
        ("lost", {"Lost"}),
        ("open", {"Engaging", "Prospecting"}),
    ):
        mine = [one for one in plan.opportunities if one.status == status]
        theirs = [row for row in deals if row["deal_stage"] in stages]
        assert len(mine) == len(theirs)
        worth = [
            float(row["close_value"] or 0) or prices[row["product"].replace("GTXPro", "GTX Pro")]
            for row in theirs
        ]
        assert fsum(one.amount for one in mine) == pytest.approx(fsum(worth))
    won = fsum(float(row["close_value"]) for row in deals if row["deal_stage"] == "Won")
    assert found.spread.sales == pytest.approx(won)
    named = {row["account"] for row in deals} | {
        row["account"] for row in rows("maven_crm", "accounts.csv")
    }
    assert {one.id for one in plan.customers} == {name or "(no account yet)" for name in named}
    assert {one.industry for one in plan.customers} & {"technolgy", "technology"} == {"technology"}


def test_northwind(tmp_path):
    plan = imported(tmp_path, "northwind").portfolio
    details = rows("northwind", "order_details.csv")
    total = fsum(
        float(d["unitPrice"]) * float(d["quantity"]) * (1 - float(d["discount"])) for d in details
    )
    assert len(plan.invoices) == len(rows("northwind", "orders.csv"))
    assert fsum(one.amount for one in plan.invoices) == pytest.approx(total)
    assert len(plan.customers) == len(plan.contacts) == len(rows("northwind", "customers.csv"))
    assert any("ó" in one.name for one in plan.customers)
    assert not any(one.region == "NULL" for one in plan.customers)


def test_ibm_receivables(tmp_path):
    plan = imported(tmp_path, "ibm_receivables").portfolio
    invoices = rows("ibm_receivables", only("ibm_receivables", "invoices*.csv"))
    assert fsum(one.amount for one in plan.invoices) == pytest.approx(
        fsum(float(row["InvoiceAmount"]) for row in invoices)
    )
    assert len(plan.customers) == len({row["customerID"] for row in invoices})
    settled = {row["invoiceNumber"]: row for row in invoices if row["SettledDate"]}
    paid = {one.id: one for one in plan.invoices if one.paid_on}
    assert paid.keys() == settled.keys()
    for number, row in settled.items():
        assert max(0, (paid[number].paid_on - paid[number].due).days) == float(row["DaysLate"])


@pytest.mark.parametrize("name", ["reseller", "online_retail"])
def test_orders(tmp_path, name):
    real(name)
    report = import_plan([real(name)], MAPS / "reseller.toml", tmp_path / "plan.xlsx", "zh")
    plan = evaluate(read_tables(tmp_path / "plan.xlsx"), dt.date(2026, 1, 1)).assessment.portfolio
    orders = rows(name, only(name, "orders*.csv"))
    assert report.findings == ()
    assert fsum(one.amount for one in plan.invoices) == pytest.approx(
        fsum(float(row["amount"]) for row in orders)
    )
    assert len(plan.invoices) == len(orders)
    assert {one.id for one in plan.customers} == {
        row["customer"].removesuffix(".0") for row in orders
    }
