"""A batch: what is read, what is done again, what a poisoned file or a kill costs, what is said."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from test_cli import ROOT, small, xlplan
from test_cli import book as workbook

from workbooks import edited
from xlplan.core.issues import PlanError
from xlplan.hosts.batch import guard
from xlplan.hosts.batch.jobs import recipe_digest
from xlplan.hosts.batch.sources import find_books
from xlplan.hosts.files.running import Asking, Writing

HERE = Path(__file__).parent
DAY = ("--as-of", "2026-11-20")
REPORTS = ("report.json", "report.html")


def command(*words):
    return [sys.executable, str(HERE / "batch_run.py"), "batch", *map(str, words)]


def environment():
    path = os.pathsep.join((str(ROOT), str(HERE)))
    return os.environ | {"PYTHONPATH": path, "LC_ALL": "C.UTF-8"}


def batch(*words):
    done = subprocess.run(
        command(*words), capture_output=True, text=True, encoding="utf-8", env=environment()
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done.returncode, done.stdout, done.stderr


def started(*words):
    return subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )


def fleet(folder, count, prefix="plan"):
    folder.mkdir(parents=True, exist_ok=True)
    first = small(folder / f"{prefix}0.xlsx")
    for number in range(1, count):
        (folder / f"{prefix}{number}.xlsx").write_bytes(first.read_bytes())
    return folder


def report(out):
    return json.loads((out / "report.json").read_text("utf-8"))


def reasons(out):
    return {one["code"]: one["count"] for one in report(out)["failures"]}


def contents(out):
    """Every result below a folder: name → bytes; what tells the time is left out."""
    told = ("report.json", "report.html", "batch.log", "batch.db", "batch.db-wal", "batch.db-shm")
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in told
    }


def lines(out):
    """Return how many lines the log has."""
    log = out / "batch.log"
    return len(log.read_text("utf-8").splitlines()) if log.exists() else 0


def finished(out):
    """Names and digests of what the memory of a batch says is done."""
    base = sqlite3.connect(out / "batch.db")
    try:
        rows = base.execute("SELECT name, stamp FROM book WHERE status = 'done'").fetchall()
    finally:
        base.close()
    return dict(rows)


def test_a_folder_is_evaluated_and_only_what_is_a_plan_is_read(tmp_path):
    source, out = fleet(tmp_path / "plans" / "north", 2).parent, tmp_path / "out"
    fleet(source / "south", 1)
    for name in ("~$plan0.xlsx", "old.plan.xlsx", ".hidden.xlsx", "notes.txt", "a.backup.xlsx"):
        (source / "south" / name).write_bytes(b"not to be read")
    before = contents(source)
    code, said, err = batch(source, "--out", out, *DAY)
    assert (code, err) == (0, "")
    assert "3 workbooks: 3 done, 0 as they were, 0 failed" in said
    assert set(contents(out)) >= {
        "north/plan0.plan.xlsx", "north/plan1.plan.xlsx", "south/plan0.plan.xlsx",
    }  # fmt: skip
    assert contents(source) == before
    log = (out / "batch.log").read_text("utf-8").splitlines()
    assert len(log) == 3
    assert all(line.split("\t")[1] == "done" for line in log)


def test_results_are_those_of_run(tmp_path):
    source = fleet(tmp_path / "plans", 1)
    assert batch(source, "--out", tmp_path / "out", "--plans", "all", *DAY)[0] == 0
    assert xlplan("run", source / "plan0.xlsx", "--out", tmp_path / "one", *DAY)[0] == 0
    many, one = contents(tmp_path / "out"), contents(tmp_path / "one")
    assert {name: many[name] for name in one} == one
    assert any(name.startswith("plan0.plans/") for name in one)


def test_patterns_lists_and_files_name_what_they_name(tmp_path):
    north, south = fleet(tmp_path / "a" / "north", 2), fleet(tmp_path / "a" / "south", 1, "x")
    listed = tmp_path / "books.txt"
    listed.write_text(f"# tonight\n{north / 'plan1.xlsx'}\n\n{south}\n", "utf-8")

    def names(*sources):
        return [
            one.name for one in find_books([str(one) for one in sources], str(tmp_path / "out"))
        ]

    assert names(f"@{listed}") == ["north/plan1.xlsx", "south/x0.xlsx"]
    assert names(tmp_path / "a" / "*" / "*0.xlsx") == ["north/plan0.xlsx", "south/x0.xlsx"]
    assert names(north / "plan0.xlsx") == ["plan0.xlsx"]
    assert names(north, north / "plan0.xlsx") == ["plan0.xlsx", "plan1.xlsx"]
    for wrong, rule in ((tmp_path / "none", "BATCH_NO_SOURCE"), (f"@{tmp_path}", "BATCH_NO_LIST")):
        with pytest.raises(PlanError) as found:
            names(wrong)
        assert found.value.code == rule
    with pytest.raises(PlanError) as found:
        names(tmp_path / "*.xls")
    assert found.value.code == "BATCH_NO_BOOKS"


def test_two_workbooks_that_differ_in_their_ending_have_a_result_each(tmp_path):
    source, out = fleet(tmp_path / "plans", 1), tmp_path / "out"
    (source / "plan0.xlsm").write_bytes((source / "plan0.xlsx").read_bytes())
    assert batch(source, "--out", out, *DAY)[0] == 0
    assert {"plan0.plan.xlsx", "plan0 (xlsm)/plan0.plan.xlsx"} <= set(contents(out))


def test_what_did_not_change_is_left_out_and_what_did_is_done(tmp_path):
    source, out = fleet(tmp_path / "plans", 3), tmp_path / "out"

    def again(*words):
        assert batch(source, "--out", out, *words)[0] == 0
        found = report(out)
        return found["done"], found["unchanged"]

    assert again() == (3, 0)
    assert again() == (0, 3)
    os.utime(source / "plan0.xlsx")  # a new time, the same bytes
    assert again() == (0, 3)
    small(source / "plan1.xlsx", Notes=[["more"]])
    assert again() == (1, 2)
    (out / "plan2.plan.xlsx").unlink()
    assert again() == (1, 2)
    assert again("--preset", "growth") == (3, 0)
    assert again("--preset", "growth", "--jobs", "1") == (0, 3)
    assert again("--preset", "growth", "--fresh") == (3, 0)


def test_the_recipe_knows_everything_that_decides_a_result(tmp_path):
    import datetime as dt

    templates = tmp_path / "templates"
    templates.mkdir()
    asking, writing = Asking(dt.date(2026, 11, 20)), Writing(templates=templates)
    first = recipe_digest(asking, writing, day_given=False)
    later = asking._replace(today=dt.date(2026, 11, 21))
    assert recipe_digest(later, writing, day_given=False) == first
    assert recipe_digest(asking, writing, day_given=True) != recipe_digest(
        later, writing, day_given=True
    )
    others = (
        (asking._replace(preset="growth"), writing),
        (asking._replace(lang="zh"), writing),
        (asking, writing._replace(plans="A")),
        (asking, writing._replace(in_place=True)),
    )
    assert len({recipe_digest(*one, day_given=False) for one in others} | {first}) == 5
    (templates / "plan.md.j2").write_text("x")
    assert recipe_digest(asking, writing, day_given=False) != first


def test_in_place_twice_leaves_the_workbooks_as_the_first_run_left_them(tmp_path):
    source, out = fleet(tmp_path / "plans", 2), tmp_path / "out"
    assert batch(source, "--out", out, "--in-place", *DAY)[0] == 0
    once = contents(source)
    assert zipfile.is_zipfile(source / "plan0.xlsx")
    assert "plan0.plan.xlsx" not in contents(out)
    assert batch(source, "--out", out, "--in-place", *DAY)[0] == 0
    assert report(out)["unchanged"] == 2
    assert contents(source) == once
    (source / "~$plan0.xlsx").touch()
    assert batch(source, "--out", out, "--in-place", "--fresh", *DAY)[0] == 1
    assert reasons(out) == {"GRAFT_LOCKED": 1}
    assert contents(source).keys() == once.keys() | {"~$plan0.xlsx"}


def test_in_place_rows_lead_into_the_workbook_itself_and_to_the_documents_elsewhere(tmp_path):
    source, out = fleet(tmp_path / "plans", 1), tmp_path / "results" / "out"
    words = ("--in-place", "--plans", "all", "--format", "md", *DAY)
    assert batch(source, "--out", out, *words)[0] == 0
    with zipfile.ZipFile(source / "plan0.xlsx") as package:
        sheets = b"".join(package.read(n) for n in package.namelist() if "worksheets/sheet" in n)
    assert b"../results/out/plan0.plans/C1 Kestrel.md" in sheets
    assert b"plan0.xlsx" not in sheets, "its own rows need no file"


def test_a_poisoned_workbook_costs_only_itself(tmp_path):
    source, out = fleet(tmp_path / "plans", 6), tmp_path / "out"
    for name in ("hang", "deaf", "segfault", "exit", "raise", "memory", "huge", "vanish", "half"):
        fleet(source, 1, name)
    (source / "broken.xlsx").write_bytes((source / "plan0.xlsx").read_bytes()[:2000])
    small(source / "bomb.xlsx")
    edited(source / "bomb.xlsx", sheet1_xml=lambda _: b" " * (64 << 20))
    words = ("--out", out, "--timeout", "8", "--memory", "400", "--jobs", "3", *DAY)
    code, said, err = batch(source, *words)
    assert code == 1
    assert "secret" not in said + err + (out / "batch.log").read_text("utf-8")
    found = report(out)
    assert (found["done"], found["failed"]) == (7, 10)
    by_code = {one["code"]: {b["book"] for b in one["books"]} for one in found["failures"]}
    assert by_code == {
        "BOOK_TIMEOUT": {"hang0.xlsx", "deaf0.xlsx"},
        "BOOK_CRASHED": {"segfault0.xlsx", "exit0.xlsx", "raise0.xlsx"},
        "BOOK_MEMORY": {"memory0.xlsx", "huge0.xlsx"},
        "FILE_NOT_FOUND": {"vanish0.xlsx"},
        "DAMAGED": {"broken.xlsx"},
        "TOO_LARGE": {"bomb.xlsx"},
    }
    assert "SIGSEGV" in said
    assert "KeyError" in said
    expected = {f"plan{n}.plan.xlsx" for n in range(6)} | {"half0.plan.xlsx"}
    together = {"portfolio.parquet", "portfolio.xlsx", f"history/{DAY[1][:7]}.parquet"}
    assert set(contents(out)) - together == expected, "no stray file"
    page = (out / "report.html").read_text("utf-8")
    assert "10 of 17 workbooks failed" in page
    assert "hang0.xlsx" in page


def test_a_child_keeps_nothing_of_the_workbooks_before():
    limits = guard.Limits(60, 300 << 20)
    guard.start()
    try:
        held = [guard.guarded("batch_poison:cyclic", n, limits, lambda *_: None) for n in range(12)]
    finally:
        guard.stop()
    assert held == list(range(12)), "12 × 40 MB do not fit"


def test_workers_killed_at_random_cost_nothing(tmp_path):
    source, out = fleet(tmp_path / "plans", 30), tmp_path / "out"
    running = started(source, "--out", out, "--jobs", "2", *DAY)
    killed = 0
    while running.poll() is None:
        time.sleep(0.05)
        if lines(out) > 9 * (killed + 1) and (found := children(running.pid)):
            os.kill(found[killed % len(found)], signal.SIGKILL)
            killed += 1
    _, err = running.communicate()
    assert running.returncode in (0, 1), err
    found = report(out)
    assert killed > 1
    assert found["done"] + found["failed"] == 30
    assert found["failed"] <= killed // 2, "only who lost two processes"
    assert not list(out.rglob(".xlplan-*"))


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_a_stop_in_the_middle_loses_nothing_that_was_finished(tmp_path, way):
    source, out = fleet(tmp_path / "plans", 24), tmp_path / "out"
    running = started(source, "--out", out, "--jobs", "2", *DAY)
    while lines(out) < 8:
        time.sleep(0.02)
        assert running.poll() is None
    kept = children(running.pid)
    begun = time.monotonic()
    running.send_signal(way)
    _, err = running.communicate()
    assert b"Traceback" not in err
    if way != signal.SIGKILL:
        assert running.returncode == 130
        assert time.monotonic() - begun < 20, "two seconds on a machine that is not busy"
    for _ in range(200):
        if not any(alive(child) for child in kept):
            break
        time.sleep(0.05)
    assert not any(alive(child) for child in kept), "no child outlives the batch"
    done = finished(out)
    assert len(done) >= 8
    if way != signal.SIGKILL:
        return
    times = {name: (out / name.replace(".xlsx", ".plan.xlsx")).stat().st_mtime_ns for name in done}
    assert batch(source, "--out", out, *DAY)[0] == 0
    assert report(out)["unchanged"] >= len(done)
    assert times == {
        name: (out / name.replace(".xlsx", ".plan.xlsx")).stat().st_mtime_ns for name in done
    }
    assert batch(source, "--out", tmp_path / "whole", *DAY)[0] == 0
    assert contents(out) == contents(tmp_path / "whole")


def test_two_runs_at_once_do_not_share_a_folder(tmp_path):
    source, out = fleet(tmp_path / "plans", 1, "hang"), tmp_path / "out"
    running = started(source, "--out", out, *DAY)
    try:
        while not (out / "batch.log").exists():
            time.sleep(0.02)
        code, _, err = batch(source, "--out", out, *DAY)
        assert code == 2
        assert "another run" in err
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate()


@pytest.mark.parametrize(
    "words", [("--jobs", "0"), ("--timeout", "soon"), ("--memory", "1"), ("--preset", "grwth")]
)
def test_wrong_use_is_one_line(tmp_path, words):
    source = fleet(tmp_path / "plans", 1)
    code, _, err = batch(source, "--out", tmp_path / "out", *words, "--lang", "zh")
    assert (code, len(err.splitlines())) == (2, 1), err


def test_a_memory_that_is_none_is_told_and_left_alone(tmp_path):
    source, state = fleet(tmp_path / "plans", 1), tmp_path / "out" / "batch.db"
    state.parent.mkdir()
    state.write_bytes(b"no database, but long enough to be looked at" * 9)
    code, _, err = batch(source, "--out", tmp_path / "out")
    assert code == 2
    assert "batch.db" in err
    assert state.read_bytes().startswith(b"no database")


def test_the_report_speaks_chinese(tmp_path):
    source, out = fleet(tmp_path / "规划", 1), tmp_path / "out"
    (source / "坏.xlsx").write_bytes(b"PK")
    code, said, _ = batch(source, "--out", out, "--lang", "zh", *DAY)
    assert code == 1
    assert "共 2 个工作簿：完成 1 个" in said
    assert "2 个工作簿中有 1 个未能评估" in (out / "report.html").read_text("utf-8")


def children(process):
    """Return the processes that a process has started."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    threads = Path(f"/proc/{process}/task").iterdir()
    found = text.split()
    for thread in threads:
        try:
            found += (thread / "children").read_text().split()
        except OSError:
            continue
    return [int(one) for one in dict.fromkeys(found)]


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_logs_and_report_say_nothing_of_what_stands_in_a_workbook(tmp_path):
    source, out = fleet(tmp_path / "secret-place" / "plans", 1), tmp_path / "out"
    workbook(
        source / "odd.xlsx",
        Customers=[
            ["Customer ID", "Customer", "Sales 12m", "Payment terms days"],
            ["C1", "Secret Ltd", 987_654, "secret days"],
            ["C1", "Secret twice", "secret sum", 30],
        ],
        Opportunities=[["Opportunity ID", "Customer ID", "Amount"], ["O1", "secret", "secret"]],
    )
    workbook(
        source / "none.xlsx",
        Customers=[["Customer ID", "Customer"]],
        Policy=[["Key", "Value"], ["discount", "secret"], ["secret", 1]],
    )
    workbook(source / "other.xlsx", Accounts=[["Customer Name", "City"], ["Secret Ltd", "Secret"]])
    fleet(source, 1, "raise")
    (source / "broken.xlsx").write_bytes((source / "plan0.xlsx").read_bytes()[:2000])
    code, *said = batch(source, "--out", out, *DAY)
    assert code == 1
    said += [(out / name).read_text("utf-8") for name in ("batch.log", *REPORTS)]
    assert not re.findall("secret|987.?654|kestrel|marlow", "".join(said), re.IGNORECASE)
    assert report(out)["done"] == 2
    assert set(reasons(out)) == {"NO_RECORDS", "NO_CUSTOMERS", "BOOK_CRASHED", "DAMAGED"}
