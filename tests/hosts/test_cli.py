"""The command as a user types it: files, messages in two languages, exit codes, same bytes twice."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = {"en": ROOT / "workbooks" / "example.xlsx", "zh": ROOT / "workbooks" / "example.zh.xlsx"}


def xlplan(*words, cwd=None, **env):
    """Run the command in a process of its own; return exit code, output, errors."""
    done = subprocess.run(
        [sys.executable, "-m", "xlplan", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"} | env,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done.returncode, done.stdout, done.stderr


def book(path, **sheets):
    """Write a small workbook: sheet name → rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def small(path, **more):
    return book(
        path,
        Customers=[
            ["Customer ID", "Customer", "Sales 12m"],
            ["C1", "Kestrel", 100_000],
            ["C2", "Marlow", 50_000],
        ],
        Opportunities=[
            ["Opportunity ID", "Customer ID", "Amount", "Expected close", "Selling step"],
            ["O1", "C1", 200_000, "2026-12-01", 5],
        ],
        **more,
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_example_runs_from_start_to_documents(tmp_path, lang):
    plan = tmp_path / "计划 2026.xlsx"
    plan.write_bytes(EXAMPLES[lang].read_bytes())
    before = plan.read_bytes()
    code, out, _ = xlplan("run", plan, "--json", tmp_path / "r.json")
    assert code == 0, out
    assert plan.read_bytes() == before
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert result["as_of"] == "2026-11-20"
    assert len(result["customers"]) == 12
    assert {one["grade"] for one in result["customers"]} == set("ABCDX")
    names = {path.suffix for path in (tmp_path / "计划 2026.plans").iterdir()}
    assert {".md", ".html"} <= names
    assert len(list((tmp_path / "计划 2026.plans").glob("*.html"))) == 12
    sheets = openpyxl.load_workbook(tmp_path / "计划 2026.plan.xlsx").sheetnames
    assert sheets[0] == {"en": "Summary", "zh": "总览"}[lang]


def test_both_examples_tell_the_same_figures(tmp_path):
    results = []
    for path in EXAMPLES.values():
        _, out, _ = xlplan(
            "run", path, "--plans", "none", "--json", "-", "--out", tmp_path / "o.xlsx"
        )
        results.append(json.loads(out))
    english, chinese = results
    for one, other in zip(english["customers"], chinese["customers"], strict=True):
        assert (one["id"], one["grade"], one["economics"]) == (
            other["id"],
            other["grade"],
            other["economics"],
        )
        assert one["risk"]["value"] == other["risk"]["value"]
    assert english["funnel"] == chinese["funnel"]


def test_same_bytes_in_another_folder_time_zone_and_locale(tmp_path):
    texts = []
    for number, env in enumerate(
        ({"TZ": "Asia/Shanghai"}, {"TZ": "America/Los_Angeles", "LANG": "de_DE.UTF-8"})
    ):
        folder = tmp_path / f"folder {number}"
        folder.mkdir()
        plan = small(tmp_path / "p.xlsx") if number == 0 else tmp_path / "p.xlsx"
        there = folder / "p.xlsx"
        there.write_bytes(plan.read_bytes())
        code, _, err = xlplan(
            "run", "p.xlsx", "--as-of", "2026-11-20", "--json", "r.json", cwd=folder, **env
        )
        assert code == 0, err
        documents = sorted((folder / "p.plans").glob("*.md"))
        texts.append([(folder / "r.json").read_bytes(), *(one.read_bytes() for one in documents)])
    assert texts[0] == texts[1]
    assert len(texts[0]) == 3


def test_a_sparse_plan_gives_a_useful_result(tmp_path):
    code, out, err = xlplan(
        "run", small(tmp_path / "p.xlsx"), "--as-of", "2026-11-20", "--plans", "none", "--json", "-"
    )
    assert code == 0, err
    result = json.loads(out)
    first = result["customers"][0]
    assert (first["id"], first["grade"], first["lead_opportunity"]) == ("C1", "A", "O1")
    assert first["economics"]["net_year"] is None
    assert set(first["economics"]["missing"]) >= {"gross_margin", "dso_days"}
    assert result["opportunities"][0]["dmi"]["value"] is None
    # shares 2/3 and 1/3
    assert result["portfolio"]["hhi"] == pytest.approx((200 / 3) ** 2 + (100 / 3) ** 2)


def test_what_would_move_a_grade_is_in_the_json_where_it_is_asked_for(tmp_path):
    path = small(tmp_path / "p.xlsx")
    words = ("run", path, "--as-of", "2026-11-20", "--plans", "none", "--json", "-")
    asked, plain = (json.loads(xlplan(*words, *more)[1]) for more in (["--flips"], []))
    found = asked["opportunities"][0].pop("flips")
    assert {one["from_grade"] for one in found} == {"A"}
    assert {one["direction"] for one in found} == {"worse"}
    assert "expected_close" in {one["field"] for one in found}
    assert plain["opportunities"][0].pop("flips") is None


@pytest.mark.parametrize(("lang", "said"), [("en", "--json FILE"), ("zh", "没有要求输出 JSON")])
def test_what_would_move_a_grade_without_a_json_to_put_it_in_is_wrong_use(tmp_path, lang, said):
    path = small(tmp_path / "p.xlsx")
    code, _, err = xlplan("run", path, "--flips", "--lang", lang)
    assert code == 2
    assert said in err
    assert list(tmp_path.iterdir()) == [path]


def test_a_day_that_the_workbook_overrules_is_told():
    out = xlplan("check", EXAMPLES["en"], "--as-of", "2026-12-31", "--lang", "en")
    own = xlplan("check", EXAMPLES["en"], "--as-of", "2026-11-20", "--lang", "en")
    assert (
        "--as-of 2026-12-31 is not used: the workbook’s Policy sets as_of to 2026-11-20" in out[2]
    )
    assert "not used" not in own[2]
    assert out[:2] == own[:2]


def test_what_is_missing_is_said_in_chinese_signs():
    code, _, err = xlplan("plan", EXAMPLES["zh"], "--lang", "zh")
    assert code == 2
    assert "缺少：客户。" in err


def test_a_csv_file_that_is_not_there_is_named(tmp_path):
    words = ("--map", ROOT / "workbooks" / "maps" / "northwind.toml", "--out", tmp_path / "n.xlsx")
    code, _, err = xlplan("import", tmp_path / "nix.csv", *words, "--lang", "en")
    assert code == 2
    assert "nix.csv" in err
    assert "customers.csv" not in err


def test_the_likelihood_in_a_row_is_that_of_the_deal_whose_letter_stands_there(tmp_path):
    # C1: step 5 in a month is its best, step 1 of ten times the amount in a year its lead (.8 < 10 × .1)
    heads = "Opportunity ID", "Customer ID", "Amount", "Selling step", "Expected close"
    near, far = dt.date(2026, 12, 10), dt.date(2027, 11, 1)
    deals = [heads, ["O1", "C1", 200_000, 5, near], ["O2", "C1", 2_000_000, 1, far]]
    customers = [["Customer ID", "Customer"], ["C1", "Kestrel"]]
    path = book(tmp_path / "p.xlsx", Customers=customers, Opportunities=deals)
    words = ("--as-of", "2026-11-20", "--plans", "none", "--lang", "en")
    out = xlplan("run", path, *words, "--json", tmp_path / "p.json")[1]
    found = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert found["customers"][0]["lead_opportunity"] == "O2"
    p = next(one["p"] for one in found["opportunities"] if one["id"] == "O1")
    row = next(line for line in out.splitlines() if "Kestrel" in line)
    assert f"{p:.0%}" in row


def test_the_help_in_chinese_names_the_place_of_the_command_in_chinese():
    assert "[--lang {en,zh}] 命令 ..." in xlplan("--help", "--lang", "zh")[1]


def test_error_findings_make_exit_code_one_and_carry_the_address(tmp_path):
    rows = [["Opportunity ID", "Customer ID", "Amount"], ["O1", "C9", 5], ["O2", "C1", "many"]]
    path = book(
        tmp_path / "p.xlsx",
        Customers=[["Customer ID", "Customer"], ["C1", "K"]],
        Opportunities=rows,
    )
    code, out, _ = xlplan("check", path, "--json", "-")
    assert code == 1
    found = {(one["sheet"], one["cell"]): one for one in json.loads(out)}
    assert ("Opportunities", "B2") in found
    assert ("Opportunities", "C3") in found
    assert all(
        one["severity"] in ("error", "warning", "info") and one["message"] for one in found.values()
    )


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (["run"], "missing: BOOK", "缺少：工作簿"),
        (["run", "nowhere.xlsx"], "nowhere.xlsx", "nowhere.xlsx"),
        (["frobnicate"], "frobnicate", "frobnicate"),
        (["new", "plan.docx"], ".xlsx", ".xlsx"),
        (["run", "nowhere.xlsx", "--as-of", "soon"], "“soon” is no date", "soon"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(tmp_path, words, english, chinese):
    code, out, err = xlplan(*words, cwd=tmp_path)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert english in err
    code, out, err = xlplan(*words, "--lang", "zh", cwd=tmp_path)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert chinese in err
    assert any("\u4e00" <= letter <= "\u9fff" for letter in err)


def test_help_in_both_languages(tmp_path):
    code, out, _ = xlplan("--help")
    assert code == 0
    assert "Exit codes" in out
    code, out, _ = xlplan("run", "--help", LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8")
    assert code == 0
    assert "工作簿" in out
    assert xlplan("--version")[1].startswith("xlplan ")


def test_the_workbook_itself_and_strangers_files_are_never_overwritten(tmp_path):
    plan = small(tmp_path / "p.xlsx")
    other = small(tmp_path / "other.xlsx")
    kept = plan.read_bytes(), other.read_bytes()
    assert xlplan("run", plan, "--out", plan)[0] == 2
    assert xlplan("run", plan, "--out", other)[0] == 2
    assert (plan.read_bytes(), other.read_bytes()) == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.xlsx", "p.xlsx"]


def test_a_second_run_replaces_its_results_but_no_edited_plan(tmp_path):
    plan = small(tmp_path / "p.xlsx")
    words = ("run", plan, "--as-of", "2026-11-20", "--format", "md")
    assert xlplan(*words)[0] == 0
    first = sorted(path.name for path in (tmp_path / "p.plans").glob("*.md"))
    assert len(first) == 2
    edited = tmp_path / "p.plans" / first[0]
    edited.write_text("my own words", "utf-8")
    code, out, _ = xlplan(*words)
    assert code == 0
    assert edited.read_text("utf-8") == "my own words"
    assert first[0] in out
    assert len(list((tmp_path / "p.plans").glob("*.md"))) == 3


@pytest.mark.parametrize(
    ("which", "count"),
    [("all", 2), ("none", 0), ("A", 1), ("a,d", 2), ("C2", 1), ("AD", 2), ("kestrel", 1)],
)
def test_which_plans(tmp_path, which, count):
    plan = small(tmp_path / "p.xlsx")
    code, _, err = xlplan("run", plan, "--as-of", "2026-11-20", "--plans", which, "--format", "md")
    assert code == 0, err
    assert len(list((tmp_path / "p.plans").glob("*.md"))) == count


def test_plans_for_nobody_known(tmp_path):
    code, _, err = xlplan("run", small(tmp_path / "p.xlsx"), "--plans", "C77")
    assert code == 2
    assert "C77" in err


def test_several_workbooks_go_to_a_folder(tmp_path):
    one, two = small(tmp_path / "one.xlsx"), small(tmp_path / "two.xlsx")
    code, _, err = xlplan(
        "run",
        one,
        two,
        "--out",
        tmp_path / "new" / "results",
        "--plans",
        "none",
        "--json",
        tmp_path / "all.json",
    )
    assert code == 0, err
    assert sorted(p.name for p in (tmp_path / "new" / "results").iterdir()) == [
        "one.plan.xlsx",
        "two.plan.xlsx",
    ]
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))) == 2


def test_explain_gives_the_arithmetic(tmp_path):
    code, out, err = xlplan(
        "explain", small(tmp_path / "p.xlsx"), "kestrel", "--as-of", "2026-11-20"
    )
    assert code == 0, err
    assert "C1  Kestrel" in out
    assert "Time to close: 11 days" in out
    assert "r14" in out
    code, out, _ = xlplan("explain", small(tmp_path / "p.xlsx"), "C1", "--lang", "zh")
    assert code == 0
    assert "下一个问题" in out


def test_a_workbook_that_is_no_plan_gets_a_useful_answer(tmp_path):
    path = book(tmp_path / "crm.xlsx", Accounts=[["Customer Name", "Turnover"], ["K", 5]])
    code, out, err = xlplan("run", path)
    assert code == 2
    assert "Accounts" in out + err
    assert "Customer Name" in out + err
    assert [p.name for p in tmp_path.iterdir()] == ["crm.xlsx"]


def test_policy_as_of_beats_the_option(tmp_path):
    plan = small(
        tmp_path / "p.xlsx", Policy=[["Key", "Value"], ["as_of", "2026-10-01"], ["discount", 0.12]]
    )
    _, out, _ = xlplan("run", plan, "--as-of", "2026-11-20", "--plans", "none", "--json", "-")
    result = json.loads(out)
    assert result["as_of"] == "2026-10-01"
    assert result["policy"]["changes"]["discount"] == 0.12
