"""Kept results beside a workbook, and ``xlplan diff``: what was kept, compared, and said."""

import datetime as dt
import json
import os
import stat

import pytest
from test_cli import book

from xlplan.hosts.cli import main

DAYS = ("2026-10-20", "2026-11-20")


def plan(path, amount=200_000.0, status="", name="Kestrel"):
    return book(
        path,
        Customers=[["Customer ID", "Customer", "Sales 12m"], ["C1", name, 100_000]],
        Opportunities=[
            ["Opportunity ID", "Customer ID", "Amount", "Expected close", "Selling step", "Status",
             "Closed on", "Gross margin"],
            ["O1", "C1", amount, "2027-01-01", 4, status, "2026-11-01" if status else None, 0.2],
            ["O2", "C1", 90_000.0, "2027-01-01", 3, None, None, 0.2],
        ],
    )  # fmt: skip


@pytest.fixture
def xlplan(capsys):
    """Run the command in this process; return exit code, output, errors."""

    def said(*words):
        capsys.readouterr()
        code = main([*map(str, words)])
        return code, *capsys.readouterr()

    return said


@pytest.fixture
def run(xlplan):
    def runs(path, day, *words):
        shared = ("--as-of", day, "--lang", "en", "--format", "md")
        code, out, err = xlplan("run", path, *shared, *words)
        assert code == 0, err
        return out

    return runs


def test_without_being_asked_nothing_is_kept(tmp_path, xlplan, run):
    path = plan(tmp_path / "p.xlsx")
    run(path, DAYS[0])
    assert not (tmp_path / "p.history").exists()


def test_a_history_once_begun_goes_on_and_the_plan_says_what_changed(tmp_path, xlplan, run):
    path, history = tmp_path / "p.xlsx", tmp_path / "p.history"
    out = run(plan(path), DAYS[0], "--keep")
    assert "2026-10-20" in out
    assert "p.history" in out
    first = (history / "2026-10-20.json").read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(history.stat().st_mode) == 0o700
    out = run(plan(path, 260_000.0), DAYS[1])
    assert sorted(one.name for one in history.iterdir()) == [f"{day}.json" for day in DAYS]
    assert (history / "2026-10-20.json").read_bytes() == first
    assert "what changed is told since 2026-10-20" in out
    text = next((tmp_path / "p.plans").glob("*.md")).read_text("utf-8")
    assert "## What changed since 2026-10-20" in text
    assert "| Amount (O1) | 200 k | 260 k |" in text
    again = run(path, DAYS[1])
    assert "2026-10-20" in again
    assert next((tmp_path / "p.plans").glob("*.md")).read_text("utf-8") == text


def test_another_day_can_be_named_and_the_customer_reads_nothing_of_it(tmp_path, xlplan, run):
    path = tmp_path / "p.xlsx"
    run(plan(path), "2026-09-20", "--keep")
    run(plan(path, 210_000.0), DAYS[0])
    plan(path, 260_000.0)
    since = tmp_path / "p.history" / "2026-09-20.json"
    run(path, DAYS[1], "--since", since)
    text = next((tmp_path / "p.plans").glob("*.md")).read_text("utf-8")
    assert "since 2026-09-20" in text
    out = run(path, DAYS[1], "--audience", "customer", "--out", tmp_path / "joint.xlsx")
    assert "what changed is told" not in out
    code, out, err = xlplan(
        "plan", path, "C1", "--as-of", DAYS[1], "--lang", "zh", "--format", "md"
    )
    assert code == 0, err
    assert "变化以 2026-10-20 的结果为起点" in out


@pytest.mark.parametrize("text", ["{}", "not json", "[" * 9999, '{"as_of": "2026-10-20"}'])
def test_a_broken_history_is_said_and_a_file_of_somebody_else_stays(tmp_path, text, xlplan, run):
    path, history = plan(tmp_path / "p.xlsx"), tmp_path / "p.history"
    history.mkdir()
    (history / "2026-10-20.json").write_text(text, "utf-8")
    (history / "notes.json").write_text("mine", "utf-8")
    out = run(path, DAYS[1])
    assert "nothing is compared with it" in out
    code, _, err = xlplan("run", path, "--as-of", DAYS[0], "--format", "md")
    assert code == 2
    assert (history / "2026-10-20.json").read_text("utf-8") == text
    code, _, err = xlplan("diff", history / "2026-10-20.json", path, "--lang", "zh")
    assert code == 2
    assert "没有 xlplan 留存的结果" in err


def test_diff_of_kept_results_of_json_and_of_workbooks_says_the_same(tmp_path, xlplan, run):
    old, new = plan(tmp_path / "old.xlsx"), plan(tmp_path / "new.xlsx", status="won")
    words = ("--as-of", DAYS[1], "--lang", "en", "--plans", "none")
    for path in (old, new):
        assert xlplan("run", path, *words, "--keep", "--json", path.with_suffix(".json"))[0] == 0
    pairs = [
        (old, new),
        (old.with_suffix(".json"), new.with_suffix(".json")),
        (tmp_path / "old.history/2026-11-20.json", tmp_path / "new.history/2026-11-20.json"),
    ]
    said = [xlplan("diff", *pair, "--as-of", DAYS[1], "--lang", "en")[1] for pair in pairs]
    assert "Opportunity O1: won · 200 k" in said[0]
    assert len({text.partition("\n")[2] for text in said}) == 1
    found = [
        json.loads(xlplan("diff", *pair, "--as-of", DAYS[1], "--json", "-")[1]) for pair in pairs
    ]
    assert found[0] == found[1] == found[2]
    assert found[0]["removed"] == ["O1"]
    assert found[0]["closed"][0]["status"] == "won"
    none = xlplan("diff", pairs[2][1], pairs[2][1], "--lang", "en")[1]
    assert "Nothing moves." in none


def test_diff_names_who_came_and_who_went(tmp_path, xlplan, run):
    old = book(tmp_path / "o.xlsx", Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]])
    new = book(tmp_path / "n.xlsx", Customers=[["Customer ID", "Customer"], ["C2", "Marlow"]])
    out = xlplan("diff", old, new, "--as-of", DAYS[1], "--lang", "en")[1]
    assert "C1 Kestrel: customer not in the plan any more" in out
    assert "C2 Marlow: new customer" in out


def test_diff_says_first_whose_grade_moved_worse_before_better(tmp_path, xlplan, run):
    heads = (
        "Opportunity ID",
        "Customer ID",
        "Opportunity",
        "Amount",
        "Selling step",
        "Expected close",
    )
    deal, pumps = ["O1", "C1", "Line", 200_000, 5], ["O2", "C2", "Pumps", 200_000, 5]
    customers = [["Customer ID", "Customer"], ["C1", "Kestrel"], ["C2", "Marlow"]]
    near, far = dt.date(2026, 12, 1), dt.date(2027, 12, 1)
    books = [
        book(tmp_path / name, Customers=customers, Opportunities=[heads, [*deal, a], [*pumps, b]])
        for name, a, b in (("o.xlsx", near, far), ("n.xlsx", far, near))
    ]
    lines = xlplan("diff", *books, "--as-of", DAYS[1], "--lang", "en")[1].splitlines()
    assert lines[1:3] == ["Grade worse: O1 Line A → C", "Grade better: O2 Pumps C → A"]
    chinese = xlplan("diff", *books, "--as-of", DAYS[1], "--lang", "zh")[1].splitlines()
    assert chinese[1:3] == ["等级下降：O1 Line A → C", "等级上升：O2 Pumps C → A"]
    same = xlplan("diff", books[0], books[0], "--as-of", DAYS[1], "--lang", "en")[1]
    assert "Grade" not in same


def test_diff_refuses_what_is_not_there(tmp_path, xlplan, run):
    path = plan(tmp_path / "p.xlsx")
    assert xlplan("diff", tmp_path / "no.json", path)[0] == 2
    code, _, err = xlplan("diff", path, path, "--json", path)
    assert code == 2
    assert path.name in err
