"""Functions come into a workbook as LAMBDAs and out again; nothing else in it changes."""

import zipfile

import openpyxl
import pytest
import xlsxwriter
from graft_support import authored, broken_promises, lint, parts, planner

from xlplan.core.issues import PlanError
from xlplan.functions import call, published
from xlplan.functions.lambdas import dotted, lambdas
from xlplan.hosts.cli import main
from xlplan.hosts.files.graft.grafting import clean, graft
from xlplan.hosts.files.portable import make_portable
from xlplan.hosts.files.reading import read_tables


@pytest.fixture
def book(tmp_path):
    return planner(tmp_path / "plan 计划.xlsx")


def named(path):
    return {
        name: (one.attr_text, one.comment)
        for name, one in openpyxl.load_workbook(path).defined_names.items()
    }


def test_the_functions_stand_beside_the_planners_own_names(book):
    before, theirs = parts(book), named(book)
    report = make_portable(book, lang="zh")
    assert report.changed
    assert report.functions == tuple(map(dotted, lambdas()))
    found = named(book)
    assert {name: found.pop(name) for name in theirs} == theirs
    wanted = {
        dotted(name): (text, published()[name].summed_up("zh")) for name, text in lambdas().items()
    }
    assert found == wanted
    assert all(len(comment) <= 255 for _, comment in wanted.values())  # Excel opens no longer one
    after = parts(book)
    assert [name for name in before if before[name] != after[name]] == ["xl/workbook.xml"]
    assert before.keys() == after.keys()
    assert lint(book) == []


def test_a_second_time_changes_nothing_and_another_language_only_the_help(book):
    make_portable(book)
    held = book.read_bytes()
    assert not make_portable(book).changed
    assert book.read_bytes() == held
    assert make_portable(book, lang="zh").changed
    assert make_portable(book).changed
    assert book.read_bytes() == held


@pytest.mark.parametrize("order", ["functions first", "sheets first"])
def test_clean_gives_back_every_byte(book, tmp_path, order):
    before, sheets = parts(book), authored(tmp_path / "results.xlsx")
    if order == "functions first":
        make_portable(book)
        graft(book, sheets)
    else:
        graft(book, sheets)
        make_portable(book)
    report = clean(book)
    assert report.functions == 50
    assert len(report.removed) == 3
    assert parts(book) == before


def test_a_workbook_without_names_gets_a_list_and_loses_it_again(tmp_path):
    path = tmp_path / "bare.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("plan")
    before = parts(path)
    make_portable(path)
    assert len(named(path)) == 50
    assert broken_promises(path, path) == []
    clean(path)
    assert parts(path) == before


def test_sheets_come_and_go_and_the_functions_stay(book, tmp_path):
    make_portable(book)
    graft(book, authored(tmp_path / "results.xlsx"))
    graft(book, authored(tmp_path / "results.xlsx"))
    assert set(map(dotted, lambdas())) <= set(named(book))


def test_what_another_program_made_of_them_is_put_right(book):
    make_portable(book)
    old = zipfile.Path(book, "xl/workbook.xml").read_bytes()
    saved = old.replace(b"_xlfn.LAMBDA(", b"_xlfn.lambda(").replace(
        b" comment=", b' function="0" comment='
    )
    with zipfile.ZipFile(book) as package:
        held = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(book, "w") as package:
        for name, data in held.items():
            package.writestr(name, saved if name == "xl/workbook.xml" else data)
    assert make_portable(book).changed
    assert zipfile.Path(book, "xl/workbook.xml").read_bytes() == old


def test_a_name_of_the_planners_own_is_not_touched(tmp_path):
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("plan")
        made.define_name("XLPLAN.LAG", "=plan!$A$1")
    held = path.read_bytes()
    with pytest.raises(PlanError) as wrong:
        make_portable(path)
    assert wrong.value.code == "GRAFT_NAME"
    assert path.read_bytes() == held


def test_an_engine_works_them_out_in_a_workbook_that_we_wrote(tmp_path):
    engine = pytest.importorskip("ironcalc")
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("plan")
        page.write_row(0, 1, [70e6, 180.0])
        page.write_dynamic_array_formula("A1", "=XLPLAN.RECEIVABLES(B1,C1)", None, 0)
    make_portable(path)
    model = engine.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    assert model.get_cell_value(0, 1, 1) == pytest.approx(call("RECEIVABLES", [70e6, 180.0]).value)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_commands(tmp_path, capsys, lang):
    path, other = tmp_path / "new.xlsx", tmp_path / "other.xlsx"
    assert main(["--lang", lang, "new", str(path), "--example", "--portable"]) == 0
    assert "XLPLAN.RISKLEVEL" in capsys.readouterr().out
    assert len([name for name in named(path) if name.startswith("XLPLAN.")]) == 50
    assert main(["--lang", lang, "portable", str(path), "--out", str(other)]) == 0
    assert main(["--lang", lang, "clean", str(path)]) == 0
    assert "50" in capsys.readouterr().out
    assert not [name for name in named(path) if name.startswith("XLPLAN.")]
    assert [one.name for one in read_tables(path).sheets] == [
        one.name for one in read_tables(other).sheets
    ]
    assert main(["--lang", lang, "portable", str(tmp_path / "none.xlsx")]) == 2
