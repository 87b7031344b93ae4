"""A rerun replaces and removes what xlplan wrote, and never what a person made of it."""

import json
import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from workbooks import write
from xlplan.core.issues import PlanError
from xlplan.hosts.cli import main
from xlplan.hosts.files.sealing import is_sealed
from xlplan.hosts.files.shelf import Shelf
from xlplan.hosts.files.sweeping import PREFIX, made_by

HEADS = ["Customer ID", "Customer", "Sales 12m", "Gross margin"]
KESTREL, MARLOW = ["C1", "Kestrel", 100_000, 0.2], ["C2", "Marlow", 50_000, 0.3]


@pytest.fixture
def run(tmp_path, capsys):
    """Return a function that runs the customers given: output; in English unless said otherwise."""

    def go(*customers, words=(), lang="en"):
        write(tmp_path / "p.xlsx", {"Customers": [HEADS, *customers]})
        day = ("--as-of", "2026-11-20", "--format", "md")
        assert main(["run", str(tmp_path / "p.xlsx"), *day, *words, "--lang", lang]) == 0
        return capsys.readouterr().out

    return go


def plans(tmp_path):
    return sorted(one.name for one in (tmp_path / "p.plans").glob("*.md"))


class TestPlans:
    def test_that_of_a_customer_who_left_goes(self, run, tmp_path):
        run(KESTREL, MARLOW)
        assert "no longer called so were removed (1): C2 Marlow.md" in run(KESTREL)
        assert plans(tmp_path) == ["C1 Kestrel.md"]
        assert "removed" not in run(KESTREL)

    def test_that_of_a_former_name_goes(self, run, tmp_path):
        run(KESTREL, MARLOW)
        assert "C1 Kestrel.md" in run(["C1", "Falcon", 1, 0.2], MARLOW)
        assert plans(tmp_path) == ["C1 Falcon.md", "C2 Marlow.md"]

    def test_one_that_a_person_edited_stays_and_is_the_persons(self, run, tmp_path):
        run(KESTREL, MARLOW)
        edited = tmp_path / "p.plans" / "C2 Marlow.md"
        edited.write_text("mine")
        assert "C2 Marlow.md was changed by someone and is kept" in run(KESTREL)
        assert "C2 Marlow.md" not in run(KESTREL)
        assert edited.read_text() == "mine"

    def test_one_that_a_person_put_there_stays(self, run, tmp_path):
        run(KESTREL)
        (tmp_path / "p.plans" / "C9 Notes.md").write_text("mine")
        run(KESTREL)
        assert plans(tmp_path) == ["C1 Kestrel.md", "C9 Notes.md"]

    def test_those_of_customers_not_asked_for_stay(self, run, tmp_path):
        run(KESTREL, MARLOW)
        run(KESTREL, MARLOW, words=("--plans", "C1"))
        run(KESTREL, words=("--plans", "none"))
        assert plans(tmp_path) == ["C1 Kestrel.md", "C2 Marlow.md"]

    def test_a_numbered_one_stays_while_its_customer_does(self, run, tmp_path):
        run(KESTREL)
        (tmp_path / "p.plans" / "C1 Kestrel.md").write_text("mine")
        run(KESTREL)
        assert plans(tmp_path) == ["C1 Kestrel (2).md", "C1 Kestrel.md"]
        run(MARLOW)
        assert plans(tmp_path) == ["C1 Kestrel.md", "C2 Marlow.md"]

    def test_other_documents_and_those_in_another_language_stay(self, run, tmp_path):
        run(KESTREL, MARLOW, words=("--documents", "risk-report,board"), lang="zh")
        others = plans(tmp_path)
        assert len(others) == 3
        run(KESTREL, MARLOW)
        assert set(others) < set(plans(tmp_path))
        assert "removed (2)" in run(KESTREL)
        assert len(plans(tmp_path)) == 3  # the board, its report, its plan

    def test_those_of_another_workbook_stay(self, run, tmp_path, capsys):
        words = ("--out", str(tmp_path / "p.plans"), "--as-of", "2026-11-20", "--format", "md")
        write(tmp_path / "q.xlsx", {"Customers": [HEADS, MARLOW]})
        run(KESTREL)
        assert main(["plan", str(tmp_path / "q.xlsx"), "C2", *words]) == 0
        assert "removed" not in capsys.readouterr().out
        assert plans(tmp_path) == ["C1 Kestrel.md", "C2 Marlow.md"]
        assert "C1 Kestrel.md" in run(["C3", "Merlin", 1, 0.2])
        assert plans(tmp_path) == ["C2 Marlow.md", "C3 Merlin.md"]

    def test_the_plan_of_one_customer_removes_no_other(self, run, tmp_path, capsys):
        words = ("--as-of", "2026-11-20", "--format", "md")
        run(KESTREL, MARLOW)
        write(tmp_path / "p.xlsx", {"Customers": [HEADS, KESTREL]})
        assert main(["plan", str(tmp_path / "p.xlsx"), "C1", *words]) == 0
        assert "removed" not in capsys.readouterr().out
        assert plans(tmp_path) == ["C1 Kestrel.md", "C2 Marlow.md"]

    def test_those_of_no_known_workbook_stay(self, run, tmp_path):
        run(KESTREL, MARLOW)
        record = tmp_path / "p.plans" / ".xlplan.json"
        known = {name: told.split()[0] for name, told in json.loads(record.read_text()).items()}
        record.write_text(json.dumps(known))
        assert "removed" not in run(KESTREL)  # from here on the first is known again
        assert "C1 Kestrel.md" in run(MARLOW)
        assert plans(tmp_path) == ["C2 Marlow.md"]

    def test_nothing_outside_the_folder_is_removed(self, run, tmp_path):
        run(KESTREL)
        (tmp_path / "out.md").write_text("x")
        (tmp_path / "p.plans" / ".xlplan.json").write_text(
            '{"../out.md": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}'
        )
        run(KESTREL)
        assert (tmp_path / "out.md").exists()


class TestResults:
    def test_ours_are_replaced(self, run, tmp_path):
        run(KESTREL)
        assert is_sealed(tmp_path / "p.plan.xlsx")
        run(KESTREL, MARLOW)
        assert sorted(one.name for one in tmp_path.glob("*.xlsx")) == ["p.plan.xlsx", "p.xlsx"]

    @pytest.mark.parametrize(
        ("lang", "said"),
        [("en", "it is kept as p 2026-11-19.plan.xlsx"), ("zh", "已另存为 p 2026")],
    )
    def test_an_edited_one_is_kept_under_its_day(self, run, tmp_path, lang, said):
        run(KESTREL, lang=lang)
        target = tmp_path / "p.plan.xlsx"
        edited = openpyxl.load_workbook(target)
        edited.create_sheet("Mine")["A1"] = "a thought"
        edited.save(target)
        os.utime(target, (1_795_089_600, 1_795_089_600))  # 2026-11-19 12:00 UTC
        before = target.read_bytes()
        assert said in run(KESTREL, lang=lang)
        assert (tmp_path / "p 2026-11-19.plan.xlsx").read_bytes() == before
        assert "Mine" not in openpyxl.load_workbook(target).sheetnames
        run(KESTREL, lang=lang)
        assert len(list(tmp_path.glob("*.plan.xlsx"))) == 2

    def test_one_with_a_single_part_changed_is_no_longer_sealed(self, run, tmp_path):
        run(KESTREL)
        with zipfile.ZipFile(tmp_path / "p.plan.xlsx") as old:
            parts = {name: old.read(name) for name in old.namelist()}
        parts["xl/worksheets/sheet1.xml"] += b" "
        with zipfile.ZipFile(tmp_path / "q.xlsx", "w") as new:
            for name, data in parts.items():
                new.writestr(name, data)
        assert not is_sealed(tmp_path / "q.xlsx")
        assert not is_sealed(tmp_path / "nowhere.xlsx")

    def test_where_nothing_can_be_written_nothing_is_kept_either(self, run, tmp_path, monkeypatch):
        def full(*_):
            raise PlanError("DISK_FULL", file="p.plan.xlsx")

        run(KESTREL)
        openpyxl.load_workbook(tmp_path / "p.plan.xlsx").save(tmp_path / "p.plan.xlsx")
        monkeypatch.setattr("xlplan.hosts.files.writing.store", full)
        assert main(["run", str(tmp_path / "p.xlsx"), "--plans", "none"]) == 2
        assert sorted(one.name for one in tmp_path.glob("*.xlsx")) == ["p.plan.xlsx", "p.xlsx"]


def test_what_a_killed_run_left_is_swept(run, tmp_path):
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    host = made_by().rpartition("-")[0]
    run(KESTREL)
    for folder in (tmp_path, tmp_path / "p.plans"):
        (folder / f"{PREFIX}{host}-{int(done.stdout)}-abc.tmp").write_text("half")
        (folder / f"{PREFIX}{made_by()}-abc.tmp").write_text("of one who lives")
    run(KESTREL)
    for folder in (tmp_path, tmp_path / "p.plans"):
        assert [one.name for one in folder.glob("*.tmp")] == [f"{PREFIX}{made_by()}-abc.tmp"]


@pytest.mark.parametrize("placed", [True, False])
def test_a_stop_right_after_a_document_is_in_its_place_leaves_it_ours(
    tmp_path, monkeypatch, placed
):
    def stopped(path, data):
        if placed:
            path.write_bytes(data)
        raise KeyboardInterrupt

    monkeypatch.setattr("xlplan.hosts.files.shelf.store", stopped)
    shelf = Shelf(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        shelf.put("plan.md", b"new")
    assert ("plan.md" in shelf.known) is placed
