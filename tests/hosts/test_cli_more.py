"""what-if, policy, presets, and results inside the planner's own workbook, as a user types them."""

import gc
import json
import re
import zipfile

import openpyxl
import pytest
from test_cli import EXAMPLES, small, xlplan

from xlplan.core.assessment import CustomerAssessment
from xlplan.hosts.cli import main
from xlplan.hosts.files import running


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "计划.xlsx"
    path.write_bytes(EXAMPLES["en"].read_bytes())
    return path


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_if_tells_what_moves_and_writes_nothing(example):
    before = example.read_bytes()
    code, out, err = xlplan("what-if", example, "--set", "Opportunities!O34-1.Fit=95")
    assert code == 0, err
    assert out.startswith("Opportunities O34-1 · Fit: 78 → 95\n")
    assert (
        "Opportunity O34-1 Condition monitoring for three plants: Expected return 731 k → 763 k"
        in out
    )
    assert "r09 fit: 78 → 95" in out
    assert example.read_bytes() == before
    assert [path.name for path in example.parent.iterdir()] == [example.name]


def test_what_if_splits_the_change_exactly(example):
    words = ("what-if", example, "--set", "Customers!0017.Days late=10", "--json", "-")
    moved = json.loads(xlplan(*words)[1])
    for deal in moved["deals"]:
        for score in deal["scores"]:
            assert sum(part["change"] for part in score["parts"]) == pytest.approx(
                score["change"], abs=1e-9
            )
    first = next(one for one in moved["customers"] if one["customer_id"] == "0017")
    assert first["grade"] == ["B", "A"]


def test_what_if_in_chinese(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(EXAMPLES["zh"].read_bytes())
    code, out, err = xlplan("what-if", path, "--set", "决策链!O34-1/K34-1.态度=敌对")
    assert code == 0, err
    assert "等级" in out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("商机！O34-1。需求匹配＝95", "需求匹配：78 → 95"),
        ("商机!三个工厂的设备状态监测.需求匹配=95", "商机 O34-1 · 需求匹配：78 → 95"),
        ("决策链!O34-1/宋锐.态度=支持", "决策链 O34-1/K34-2 · 态度：反对 → 支持"),
        ("竞争对手!O34-1.gap=12", "差距：2.5 → 12"),
        ("商机!O34-1.状态=赢单", "赢单"),
        ("客户!0046.关系阶段=成熟期", "由第 3 阶段变为第 5 阶段"),
        ("商机!P65=41", "P65"),
    ],
)
def test_what_if_takes_what_a_planner_types(tmp_path, change, says):
    path = tmp_path / "p.xlsx"
    path.write_bytes(EXAMPLES["zh"].read_bytes())
    code, out, err = xlplan("what-if", path, "--set", change)
    assert code == 0, err
    if says == "P65":  # a cell as findings and spreadsheets name it
        assert re.match("商机 O[0-9-]+ · 需求匹配：.+ → 41", out)
    else:
        assert says in out


@pytest.mark.parametrize(
    "change",
    [
        "Opportunities.O1.Fit",
        "Opportunities!O1=3",
        "Opportunities!ZZ2=3",
        "Opportunities!O1.Amount=",
        "Opportunities!O1.Amount=-3",
        "Opportunities!O1.Customer ID=C2",
        "Competitors!O1.gap=far",
        "Competitors!O1.gap=300",
        "ABCD ranking!O1.Grade=A",
        "Policy!hour_cost.Value=3",
        "Answers!O1.Answer=perhaps",
        "=3",
        "Deals!O1.Fit=3",
        "Opportunities!O1.Fitt=3",
        "Opportunities!O1.Fit=much",
        "Opportunities!O9.Fit=3",
    ],
)
def test_a_change_that_cannot_be_is_one_line(tmp_path, change):
    code, out, err = xlplan("what-if", small(tmp_path / "p.xlsx"), "--set", change)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "Traceback" not in err


def test_policy_lists_every_key_with_the_value_in_force(example):
    rows = json.loads(xlplan("policy", example, "--json", "-")[1])
    by_key = {row["key"]: row for row in rows}
    assert by_key["discount"]["value"] == by_key["discount"]["default"] == 0.1
    assert by_key["hour_cost"]["changed"]
    code, out, _ = xlplan("policy", "--preset", "conservative")
    assert code == 0
    assert "* gate.money = 60 (default 70)" in out
    assert "Presets: default, c139" in out


def test_a_preset_changes_the_result_and_the_plan_beats_the_preset(tmp_path):
    def discount(*more, **sheets):
        path = small(tmp_path / "p.xlsx", **sheets)
        return json.loads(xlplan("policy", path, "--json", "-", *more)[1])

    def value(rows, key):
        return next(row["value"] for row in rows if row["key"] == key)

    assert value(discount("--preset", "growth"), "discount") == 0.08
    policy = [["Key", "Value"], ["preset", "growth"], ["discount", 0.2]]
    rows = discount(Policy=policy)
    assert (value(rows, "discount"), value(rows, "gate.money")) == (0.2, 80.0)
    code, _, err = xlplan("policy", "--preset", "grwth")
    assert code == 2
    assert "growth" in err


def test_in_place_adds_our_sheets_and_nothing_else_changes(example):
    before = parts(example)
    code, _, err = xlplan("run", example, "--in-place", "--plans", "none", "--backup")
    assert code == 0, err
    after = parts(example)
    edited = {
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/styles.xml",
    }
    assert {name for name in before if after.get(name) != before[name]} <= edited
    assert example.with_name("计划.backup.xlsx").exists()
    names = openpyxl.load_workbook(example).sheetnames
    assert "Customers" in names
    assert "ABCD ranking" in names
    once = example.read_bytes()
    assert xlplan("run", example, "--in-place", "--plans", "none")[0] == 0
    assert example.read_bytes() == once
    code, out, _ = xlplan("clean", example)
    assert code == 0
    assert "ABCD ranking" in out
    assert parts(example) == before


def test_in_place_in_the_other_language_replaces_the_first(example):
    assert xlplan("run", example, "--in-place", "--plans", "none")[0] == 0
    assert xlplan("run", example, "--in-place", "--plans", "none", "--lang", "zh")[0] == 0
    names = openpyxl.load_workbook(example).sheetnames
    assert "ABCD排序" in names
    assert "ABCD ranking" not in names


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_place_offers_a_workbook_of_its_own_where_sheets_cannot_go(suffix, lang, tmp_path):
    book = tmp_path / f"plan{suffix}"
    book.write_bytes(b"old")
    code, _, err = xlplan("run", book, "--in-place", "--lang", lang)
    assert code == 2
    assert "--out" in err
    assert ("另存为" in err) is (lang == "zh")
    assert book.read_bytes() == b"old"


def test_in_place_refuses_what_it_cannot_keep(tmp_path, example):
    other = tmp_path / "plan.ods"
    other.write_bytes(b"PK")
    assert xlplan("run", other, "--in-place")[0] == 2
    code, _, err = xlplan("run", example, "--in-place", "--out", tmp_path / "x.xlsx")
    assert code == 2
    assert "--out" in err
    lock = tmp_path / f"~${example.name}"
    lock.write_bytes(b"")
    kept = example.read_bytes()
    code, _, err = xlplan("run", example, "--in-place", "--plans", "none")
    assert code == 2
    assert example.read_bytes() == kept
    assert lock.name in err


def test_graft_puts_any_sheets_into_any_workbook(tmp_path, example):
    made = openpyxl.Workbook()
    made.active.title = "Extra"
    made.active["A1"] = "hello"
    made.save(tmp_path / "extra.xlsx")
    out = tmp_path / "both.xlsx"
    code, said, err = xlplan("graft", example, tmp_path / "extra.xlsx", "--out", out)
    assert code == 0, err
    assert "Extra" in said
    assert openpyxl.load_workbook(out)["Extra"]["A1"].value == "hello"
    assert example.read_bytes() == EXAMPLES["en"].read_bytes()


def test_a_run_of_many_workbooks_keeps_nothing_of_those_before(tmp_path, monkeypatch):
    names = [str(small(tmp_path / f"plan{number}.xlsx")) for number in range(4)]
    real, alive = running.evaluate_book, []

    def counted(*words):
        alive.append(sum(isinstance(one, CustomerAssessment) for one in gc.get_objects()))
        return real(*words)

    monkeypatch.setattr(running, "evaluate_book", counted)
    gc.collect()  # what other tests left behind
    gc.disable()  # so that nothing but the run itself lets go
    try:
        assert main(["run", *names, "--as-of", "2026-11-20", "--plans", "none"]) == 0
    finally:
        gc.enable()
    assert len(set(alive)) == 1, alive
