"""Results inside the planner's workbook say what NAME.plan.xlsx says, whatever the workbook is like."""

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest
from graft_support import broken_promises, lint, parts, rewritten
from python_calamine import CalamineWorkbook
from uno_office import has_uno, tell, url

from xlplan.core.issues import PlanError
from xlplan.engine.plan import evaluate
from xlplan.engine.results import Targets, result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.cli import main
from xlplan.hosts.files.graft.grafting import clean
from xlplan.hosts.files.reading import read_tables
from xlplan.hosts.files.recalculation import find_soffice
from xlplan.hosts.files.sheets.in_place import graft_tables
from xlplan.hosts.files.verifying import verify
from xlplan.hosts.files.writing import write_tables

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")
BOOKS = Path(__file__).parents[2] / "workbooks"
TODAY = dt.date(2026, 11, 20)


def results(path, lang=None):
    found = evaluate(read_tables(path), TODAY, lang)
    return result_tables(found.assessment, found.texts, Targets(book=""))


def shown(path):
    loaded = CalamineWorkbook.from_path(str(path))
    return {name: loaded.get_sheet_by_name(name).to_python() for name in loaded.sheet_names}


def looks(page):
    """Return value, number format, fill and font of every cell of a sheet."""
    return {
        cell.coordinate: (
            cell.value,
            cell.number_format,
            cell.fill.fgColor.rgb,
            cell.font.name,
            cell.font.b,
            cell.font.color and cell.font.color.rgb,
            cell.alignment.horizontal,
        )
        for row in page.iter_rows()
        for cell in row
    }


def from_1904(path):
    """Make a workbook count its days from 1904, its dates staying what they are."""
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)
    return path


@pytest.fixture(params=["example.xlsx", "example.zh.xlsx"])
def book(request, tmp_path):
    return Path(shutil.copyfile(BOOKS / request.param, tmp_path / "计划 😀.xlsx"))


def test_the_sheets_say_and_look_as_in_a_result_workbook(book, tmp_path):
    before = Path(shutil.copyfile(book, tmp_path / "before.xlsx"))
    sheets = results(book)
    write_tables(sheets, tmp_path / "alone.xlsx")
    graft_tables(sheets, book)
    assert broken_promises(before, book) == []
    assert lint(book) == []
    alone, inside = openpyxl.load_workbook(tmp_path / "alone.xlsx"), openpyxl.load_workbook(book)
    cached, there = shown(tmp_path / "alone.xlsx"), shown(book)
    for sheet in sheets:
        assert there[sheet.name] == cached[sheet.name]
        assert looks(inside[sheet.name]) == looks(alone[sheet.name])
    clean(book)
    assert parts(book) == parts(before)


def test_a_workbook_that_counts_from_1904(book, tmp_path):
    plain = results(book)
    write_tables(plain, tmp_path / "alone.xlsx")
    from_1904(book)
    assert b'date1904="1"' in parts(book)["xl/workbook.xml"]
    sheets = results(book)
    assert [sheet.tables for sheet in sheets] == [sheet.tables for sheet in plain]
    graft_tables(sheets, book)
    alone, inside = shown(tmp_path / "alone.xlsx"), shown(book)
    dates = 0
    for sheet in sheets:
        assert inside[sheet.name] == alone[sheet.name]
        dates += sum(isinstance(cell, dt.date) for row in inside[sheet.name] for cell in row)
    assert dates > 30
    page = openpyxl.load_workbook(book)[next(one.name for one in sheets if one.key == "policy")]
    assert any(cell.value == dt.datetime(2026, 11, 20) for row in page.iter_rows() for cell in row)
    if find_soffice() is not None:
        assert verify(book).differences == ()


def test_another_language_takes_the_places_of_the_first(book):
    graft_tables(results(book, "en"), book)
    edited = parts(book)["xl/workbook.xml"].decode()
    rewritten(book, {"xl/workbook.xml": edited.replace('name="Care"', 'name="我的"').encode()})
    names = openpyxl.load_workbook(book).sheetnames
    report = graft_tables(results(book, "zh"), book)
    now = openpyxl.load_workbook(book).sheetnames
    assert (report.added, report.removed) == ((), ())
    assert len(now) == len(names)
    assert now.index("我的") == names.index("我的")
    assert now.index("ABCD排序") == names.index("ABCD ranking")


@pytest.mark.parametrize("formula", ["Care!A1", "SUM('Care'!A1:A3)", "SUM(Care:Findings!A1)"])
def test_a_sheet_that_a_formula_refers_to_keeps_its_name_in_another_language(book, formula):
    """In a file no formula follows a new name, and a file of the planner's is not edited."""
    there = openpyxl.load_workbook(book)
    there.worksheets[0]["AZ9"] = f"={formula}"
    there.save(book)
    graft_tables(results(book, "en"), book)
    graft_tables(results(book, "zh"), book)
    now = openpyxl.load_workbook(book)
    assert now.worksheets[0]["AZ9"].value == f"={formula}"
    assert "Care" in now.sheetnames
    assert "ABCD排序" in now.sheetnames
    assert ("数据问题" in now.sheetnames) == ("Findings" not in formula)
    assert len(graft_tables(results(book, "zh"), book).replaced) == 11


def test_a_text_that_only_looks_like_a_reference_keeps_no_name(book):
    there = openpyxl.load_workbook(book)
    there.worksheets[0]["AZ9"] = "Care: see Care!A1"
    there.save(book)
    graft_tables(results(book, "en"), book)
    graft_tables(results(book, "zh"), book)
    assert "客户维护" in openpyxl.load_workbook(book).sheetnames


def test_a_name_with_a_number_stays_when_the_other_sheet_goes(book):
    """What refers to ``Care (2)`` goes on doing so."""
    there = openpyxl.load_workbook(book)
    there.create_sheet("Care")
    there.save(book)
    graft_tables(results(book, "en"), book)
    there = openpyxl.load_workbook(book)
    del there["Care"]
    there.save(book)
    graft_tables(results(book, "en"), book)
    assert "Care (2)" in openpyxl.load_workbook(book).sheetnames


def test_a_sheet_of_the_planner_with_the_name_of_one_of_ours(book):
    """Links to the planner's rows lead to the planner's sheet, formulas to ours."""
    sheets = results(book)
    taken = sheets[1].name
    there = openpyxl.load_workbook(book)
    there.create_sheet(taken)["A1"] = "mine"
    there.save(book)
    report = graft_tables(sheets, book)
    assert (taken, f"{taken} (2)") in report.renamed
    now = openpyxl.load_workbook(book)
    assert now[taken]["A1"].value == "mine"
    assert f"'{taken} (2)'!" in parts(book)["xl/workbook.xml"].decode()
    if find_soffice() is not None:
        assert verify(book).differences == ()


MOVED = """
book = load(arguments[0])
sheets = book.Sheets
sheets.getByName(arguments[2]).Name = "我的 ABCD"
sheets.moveByName("我的 ABCD", 0)
sheets.moveByName(arguments[3], 1)
sheets.removeByName(arguments[4])
sheets.getByIndex(2).getCellRangeByName("A60").String = "a remark"
save(book, arguments[1])
"""


@pytest.mark.skipif(not has_uno(), reason="LibreOffice with its Python is not installed")
def test_libreoffice_renames_moves_and_deletes_our_sheets_and_saves(tmp_path):
    book = Path(shutil.copyfile(BOOKS / "example.xlsx", tmp_path / "计划.xlsx"))
    mine = openpyxl.load_workbook(book).sheetnames
    graft_tables(results(book), book)
    saved = tmp_path / "saved.xlsx"
    tell(tmp_path, MOVED, url(book), url(saved), "ABCD ranking", "Findings", "Care")
    before = shown(saved)
    report = graft_tables(results(saved), saved)
    assert report.added == ("Care",)
    assert "我的 ABCD" in report.replaced
    now = openpyxl.load_workbook(saved).sheetnames
    assert now[:3] == ["我的 ABCD", "Findings", mine[0]]
    assert len(now) == len(mine) + 11
    after = shown(saved)
    assert {name: after[name] for name in mine} == {name: before[name] for name in mine}
    assert lint(saved) == []
    assert verify(saved).differences == ()
    once = saved.read_bytes()
    graft_tables(results(saved), saved)
    assert saved.read_bytes() == once
    clean(saved)
    assert openpyxl.load_workbook(saved).sheetnames == mine
    left = shown(saved)
    assert left == {name: before[name] for name in mine}
    assert not openpyxl.load_workbook(saved).defined_names.keys() & {"ranking_p", "risk_levels_1"}


PROTECTED = """
book = load(arguments[0])
book.Sheets.getByName(arguments[2]).protect("word")
save(book, arguments[1])
"""
UNPROTECTED = PROTECTED.replace(".protect(", ".unprotect(")


@pytest.mark.skipif(not has_uno(), reason="LibreOffice with its Python is not installed")
@pytest.mark.parametrize(("lang", "name"), [("en", "Care"), ("zh", "客户维护")])
def test_a_result_sheet_that_was_protected_in_libreoffice_is_not_replaced(lang, name, tmp_path):
    """The same as at the buttons: refused with the name of the sheet, and nothing is written."""
    example = "example.xlsx" if lang == "en" else "example.zh.xlsx"
    book = Path(shutil.copyfile(BOOKS / example, tmp_path / "计划.xlsx"))
    graft_tables(results(book), book)
    saved, again = tmp_path / "saved.xlsx", tmp_path / "again.xlsx"
    tell(tmp_path, PROTECTED, url(book), url(saved), name)
    before = saved.read_bytes()
    with pytest.raises(PlanError) as wrong:
        graft_tables(results(saved), saved)
    assert wrong.value.code == "GRAFT_SHEET_PROTECTED"
    said = Texts(lang).error(wrong.value)
    assert name in said
    assert "saved.xlsx" in said
    assert saved.read_bytes() == before
    tell(tmp_path, UNPROTECTED, url(saved), url(again), name)
    assert name in graft_tables(results(again), again).replaced
    assert verify(again).differences == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_says_which_sheet_is_protected_and_writes_nothing(lang, tmp_path, capsys):
    example = "example.xlsx" if lang == "en" else "example.zh.xlsx"
    name = "Care" if lang == "en" else "客户维护"
    path = Path(shutil.copyfile(BOOKS / example, tmp_path / "plan.xlsx"))
    graft_tables(results(path), path)
    there = openpyxl.load_workbook(path)
    there[name].protection.enable()
    there.save(path)
    before = path.read_bytes()
    assert main(["run", str(path), "--in-place", "--lang", lang]) == 2
    said = capsys.readouterr().err
    assert name in said
    assert ("Unprotect Sheet" if lang == "en" else "撤消工作表保护") in said
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["plan.xlsx"]
