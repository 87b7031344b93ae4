"""``xlplan backtest`` from workbooks and kept results to terminal, JSON and sheets."""

import datetime as dt
import hashlib
import json
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from shared_data import real
from test_cli import book
from test_history import run, xlplan  # noqa: F401 - fixtures

from xlplan.core.learning.shapes import Backtest

HEADS = ["Opportunity ID", "Customer ID", "Amount", "Created", "Closed on", "Status", "Selling step",
         "Expected close", "Probability", "Fit", "Budget clarity", "Payment terms"]  # fmt: skip
START = dt.date(2025, 1, 6)


def closed(path, n=60, *, shift=0, guess=None, open_ones=(), currency=""):
    """A plan of n closed opportunities, one a week; every other one was won."""
    rows = []
    for at in range(n):
        day = START + dt.timedelta(days=7 * at + shift)
        won = at % 2 == 0
        status = "" if at in open_ones else "won" if won else "lost"
        rows.append([
            f"O{at:03}", "C1", 100_000, str(day - dt.timedelta(days=90)), "" if not status else str(day),
            status, 4 if won else 2, str(day), guess, 80 if won else 45, 60, 60,
        ])  # fmt: skip
    sheets = {
        "Customers": [["Customer ID", "Customer", "Sales 12m"], ["C1", "Kestrel", 100_000]],
        "Opportunities": [HEADS, *rows],
    }
    if currency:
        sheets["Policy"] = [["Key", "Value"], ["currency", currency]]
    return book(path, **sheets)


DAY = ("--as-of", "2026-11-20")


def test_the_finding_comes_first_and_says_what_it_rests_on(tmp_path, xlplan):  # noqa: F811
    path = closed(tmp_path / "p.xlsx", guess=0.5)
    before = path.read_bytes()
    code, out, err = xlplan("backtest", path, *DAY, "--lang", "en")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith(
        "p.xlsx · as of 2026-11-20 · 60 closed opportunities, scored about 30"
    )
    assert lines[2].startswith("As typed today: A won ")
    assert "p was nearer to the result than the salesperson’s guess (over 60)." in lines
    assert lines[5].startswith("100% of the inputs bear no date")
    assert any("60 are few: the intervals are wide" in line for line in lines)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["p.xlsx"]  # nothing is written


def test_it_speaks_chinese(tmp_path, xlplan):  # noqa: F811
    code, out, _ = xlplan("backtest", closed(tmp_path / "p.xlsx"), *DAY, "--lang", "zh")
    assert code == 0
    assert "按现在所填：A 级赢单" in out
    assert "等级越高，赢单越多吗？" in out
    words = [word for word in out.replace("—", " ").split() if word.isalpha() and word.isascii()]
    assert set(words) <= {
        "A",
        "B",
        "C",
        "D",
        "X",
        "AUC",
        "Brier",
        "N",
        "p",
        "xlplan",
        "run",
        "Wilson",
    }


def test_seventeen_are_too_few_to_say(tmp_path, xlplan):  # noqa: F811
    path = closed(tmp_path / "p.xlsx", 17)
    code, out, _ = xlplan("backtest", path, *DAY, "--lang", "en", "--out", tmp_path / "b.xlsx")
    assert code == 0
    assert out.splitlines()[2] == (
        "17 closed opportunities are too few to say; it takes 20 that were won or lost."
    )
    assert "AUC" not in out
    sheets = openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames
    assert sheets == ["Back-test", "Closed opportunities"]


def test_what_keeps_all_of_them_from_being_scored_is_said(tmp_path, xlplan):  # noqa: F811
    """A workbook whose closed opportunities bear no day: not one can be scored, and that is why."""
    rows = [[f"O{at}", "C1", 1_000, None, None, "won", *[None] * 6] for at in range(40)]
    path = book(
        tmp_path / "p.xlsx",
        Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]],
        Opportunities=[HEADS, *rows],
    )
    code, out, _ = xlplan("backtest", path, *DAY, "--lang", "en")
    assert code == 0
    assert "40 cannot be scored without a closing day; fill in Closed on." in out


def test_an_empty_plan_is_no_error(tmp_path, xlplan):  # noqa: F811
    path = book(tmp_path / "p.xlsx", Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]])
    out_path = tmp_path / "b.xlsx"
    code, out, _ = xlplan("backtest", path, *DAY, "--lang", "en", "--out", out_path, "--json", "-")
    assert code == 0
    assert json.loads(out)["backtest"]["size"] == "too few"
    assert out_path.exists()


def test_json_under_the_names_of_the_method_the_same_bytes_each_time(tmp_path, xlplan):  # noqa: F811
    path = closed(tmp_path / "p.xlsx", guess=0.5)
    code, out, _ = xlplan("backtest", path, *DAY, "--json", "-")
    assert code == 0
    found = json.loads(out)
    assert found["sources"] == [{"name": "p.xlsx", "as_of": "2026-11-20"}]
    assert set(found["backtest"]) == set(Backtest._fields)
    assert found["backtest"]["counts"] == {
        "closed": 60, "won": 30, "lost": 30, "ended": 0, "left_out": {},
    }  # fmt: skip
    assert len(found["backtest"]["deals"]) == 60
    assert xlplan("backtest", path, *DAY, "--json", "-")[1] == out


def test_days_before_can_be_chosen(tmp_path, xlplan):  # noqa: F811
    path = closed(tmp_path / "p.xlsx")
    deals = json.loads(xlplan("backtest", path, *DAY, "--json", "-", "--days", "60")[1])["backtest"]
    assert deals["days"] == 60
    assert deals["deals"][0]["scored_on"] == str(START - dt.timedelta(days=60))
    for wrong in ("0", "-3", "x", "1e3", "99999"):
        code, _, err = xlplan("backtest", path, *DAY, f"--days={wrong}", "--lang", "en")
        assert code == 2
        assert "is no number of days from 1 to 36500" in err


def test_the_sheets_one_a_question_with_native_charts(tmp_path, xlplan):  # noqa: F811
    target = tmp_path / "b.xlsx"
    closed(tmp_path / "p.xlsx", 120, guess=0.5)
    code, out, _ = xlplan("backtest", tmp_path / "p.xlsx", *DAY, "--lang", "en", "--out", target)
    assert code == 0
    assert str(target) in out
    found = openpyxl.load_workbook(target)
    assert found.sheetnames == [
        "Back-test", "Better grades", "Better than a guess", "Means what it says", "The most likely",
        "Closed opportunities",
    ]  # fmt: skip
    assert [len(sheet._charts) for sheet in found] == [0, 1, 0, 1, 1, 0]
    assert (
        "Over all 98, each by what was known on its day – Stage alone: the same; Salesperson" in out
    )
    ways = found["Better than a guess"]
    cells = {row[0].value: row for row in ways.iter_rows(min_row=6, max_row=12)}
    assert cells["Salesperson’s guess"][3].value == 0.5  # its AUC: the same guess for all
    assert cells["Salesperson’s guess"][3].number_format == "0.000_ "
    rates = found["Better grades"]
    assert [rates.cell(7, column).value for column in (1, 2, 3)] == ["A", 49, 49]
    deals = found["Closed opportunities"]
    assert deals.max_row == 5 + 98  # the others close after the day of the plan
    # written again over its own, but not over one that somebody edited, nor over the workbook
    assert xlplan("backtest", tmp_path / "p.xlsx", *DAY, "--out", target)[0] == 0
    found["Back-test"]["A30"] = "mine"
    found.save(target)
    _, _, err = xlplan("backtest", tmp_path / "p.xlsx", *DAY, "--lang", "en", "--out", target)
    assert "was changed by someone since xlplan wrote it; it is kept as b" in err
    code, _, err = xlplan("backtest", tmp_path / "p.xlsx", *DAY, "--out", tmp_path / "p.xlsx")
    assert code == 2


def test_a_workbook_of_results_is_no_place_for_a_plan_s_results(tmp_path, xlplan):  # noqa: F811
    """Ours may be replaced by ours; a planner's workbook never."""
    other = closed(tmp_path / "other.xlsx")
    content = other.read_bytes()
    code, _, err = xlplan(
        "backtest", closed(tmp_path / "p.xlsx"), *DAY, "--lang", "en", "--out", other
    )
    assert code == 2
    assert "was not written by xlplan" in err
    assert other.read_bytes() == content


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def history(tmp_path, run):  # noqa: F811
    """A plan run every four weeks while its opportunities close; then all of them have."""
    path = tmp_path / "p.xlsx"
    for month in range(16):
        day = START + dt.timedelta(days=28 * month)
        still = [at for at in range(60) if START + dt.timedelta(days=7 * at) > day]
        closed(path, guess=0.6, open_ones=still)
        run(path, str(day), "--keep", "--plans", "none")
    return closed(path, guess=1.0)


def test_kept_scores_are_judged_alone_and_cannot_know_the_result(tmp_path, xlplan, history):  # noqa: F811
    kept = digest(tmp_path)
    code, out, err = xlplan("backtest", history, *DAY, "--lang", "en")
    assert code == 0, err
    assert "All scores were kept before the result was known." in out
    assert "As typed today" not in out
    found = json.loads(xlplan("backtest", history, *DAY, "--json", "-")[1])["backtest"]
    assert found["evidence"]["judged"] == "kept"
    assert found["evidence"]["undated"] == 0.0
    scores = [one for one in found["deals"] if one["kept"]]
    assert len(scores) == found["evidence"]["kept"] > 40
    assert {one["p_manual"] for one in scores} == {0.6}  # what was said then, not the 1.0 of today
    assert digest(tmp_path) == kept


def test_a_history_alone_or_beside_its_workbook(tmp_path, xlplan, run, history):  # noqa: F811
    run(history, "2026-11-20", "--keep", "--plans", "none")
    folder = tmp_path / "p.history"
    alone = json.loads(xlplan("backtest", folder, "--json", "-")[1])
    assert alone["sources"] == [{"name": "p.history", "as_of": "2026-11-20"}]
    assert alone["backtest"]["evidence"]["judged"] == "kept"
    both = json.loads(xlplan("backtest", history, folder, history, *DAY, "--json", "-")[1])
    assert [one["name"] for one in both["sources"]] == ["p.xlsx"]  # its own history, counted once
    moved = tmp_path / "elsewhere" / "p.history"
    shutil.move(folder, moved)
    again = json.loads(xlplan("backtest", history, moved, *DAY, "--json", "-")[1])
    assert again["backtest"]["evidence"] == both["backtest"]["evidence"]


def test_kept_results_that_somebody_broke_are_left_out_and_told(tmp_path, xlplan, history):  # noqa: F811
    folder = tmp_path / "p.history"
    (folder / "2025-02-03.json").write_text("{}", "utf-8")
    code, _, err = xlplan("backtest", history, *DAY, "--lang", "en")
    assert code == 0
    assert (
        "2025-02-03.json holds no results kept by xlplan, or somebody changed it; it is left out"
        in err
    )


def test_several_workbooks_are_judged_together(tmp_path, xlplan):  # noqa: F811
    books = [closed(tmp_path / f"{name}.xlsx", 20, currency="EUR") for name in ("a", "b")]
    found = json.loads(xlplan("backtest", *books, *DAY, "--json", "-")[1])["backtest"]
    assert found["counts"]["closed"] == 40
    assert {one["book"] for one in found["deals"]} == {"a.xlsx", "b.xlsx"}
    assert found["top"]["value"] is not None
    books.append(closed(tmp_path / "c.xlsx", 20, currency="USD"))
    found = json.loads(xlplan("backtest", *books, *DAY, "--json", "-")[1])["backtest"]
    assert found["top"]["value"] is None  # euros and dollars are not added


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_no_workbook_is_refused_in_a_line(tmp_path, xlplan, lang):  # noqa: F811
    empty, text = tmp_path / "p.history", tmp_path / "t.xlsx"
    empty.mkdir()
    text.write_text("no workbook", "utf-8")
    good = closed(tmp_path / "p.xlsx", 5)
    for words in (
        [empty],
        [tmp_path / "none.xlsx"],
        [text],
        [good, "--out", tmp_path / "b.csv"],
        [good, "--json", tmp_path / "no" / "b.json"],
        [good, "--json", good],
    ):
        code, out, err = xlplan("backtest", *words, *DAY, "--lang", lang)
        assert (code, out) == (2, ""), words
        assert err.startswith("xlplan: ")
        assert len(err.splitlines()) == 1
        assert "Traceback" not in err


def test_error_findings_are_told_and_end_with_1(tmp_path, xlplan):  # noqa: F811
    path = tmp_path / "p.xlsx"
    rows = [
        ["O1", "C1", "much", "2025-01-01", "2025-03-01", "won", 3, None, None, None, None, None]
    ]
    book(
        path,
        Customers=[["Customer ID", "Customer"], ["C1", "Kestrel"]],
        Opportunities=[HEADS, *rows],
    )
    code, _, err = xlplan("backtest", path, *DAY, "--lang", "en")
    assert code == 1
    assert "error findings in p.xlsx; xlplan check says which." in err


def test_where_nothing_tells_the_deals_apart_that_is_the_answer(tmp_path, xlplan):  # noqa: F811
    """A CRM whose columns say nothing of the result: p is the win rate of the step, AUC about .5."""
    folder = real("maven_crm")
    sources = [folder / "accounts.csv", folder / "products.csv", *folder.glob("pipeline*.csv")]
    target, mapped = tmp_path / "m.xlsx", Path(__file__).parents[2] / "workbooks" / "maps"
    code, *_ = xlplan("import", *sources, "--map", mapped / "maven_crm.toml", "--out", target)
    assert code in (0, 1)
    found = json.loads(xlplan("backtest", target, "--json", "-")[1])["backtest"]
    assert (found["counts"]["won"], found["counts"]["lost"]) == (2539, 1552)
    p = found["last"]["forecasts"][0]
    assert p["auc"] == pytest.approx(0.5, abs=0.03)
    assert found["top"]["lift"] == pytest.approx(1.0, abs=0.05)
    assert found["last"]["rivalries"][0]["verdict"] == "same"
