"""The buttons in a real LibreOffice: pressed through its dispatcher on open workbooks, all read back."""

import datetime as dt
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from office import started

from xlplan.engine.buttons import BUTTONS
from xlplan.engine.plan import evaluate
from xlplan.engine.result.frame import RESULT_SHEETS
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.output import write_results
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[2]
WORKBOOKS = {"en": ROOT / "workbooks/example.xlsx", "zh": ROOT / "workbooks/example.zh.xlsx"}
XLSX = "Calc MS Excel 2007 XML"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return started(tmp_path_factory)


class Steps:
    """Steps, each with a name for its answer where one is wanted."""

    def __init__(self):
        self.steps, self.names = [], {}

    def __call__(self, name, *arguments, as_=None):
        if as_:
            self.names[as_] = len(self.steps)
        self.steps.append([name, *arguments])

    def done(self, office, room):
        answers = office.inside(self.steps, room)
        return {name: answers[at] for name, at in self.names.items()}


def evaluated(do, room, lang):
    """Evaluate the example twice, with a formula and a name of the planner's, and take both back."""
    path = room / lang / "plan.xlsx"
    path.parent.mkdir()
    shutil.copyfile(WORKBOOKS[lang], path)
    found = evaluate(read_tables(path), dt.date.today())
    results = [sheet.name for sheet in result_tables(found.assessment, found.texts)]
    write_results(found, room / f"{lang}.results.xlsx")
    customers = read_tables(path).names[1]
    do("open", str(path))
    do("sheets", as_=f"{lang} sheets")
    do("content", as_=f"{lang} content")
    do("select", customers, "C4")
    do("press", "evaluate", as_=f"{lang} told")
    do("selected", as_=f"{lang} selected")
    do("same_as", str(room / f"{lang}.results.xlsx"), as_=f"{lang} same")
    do("content", as_=f"{lang} after")
    do("foreign", as_=f"{lang} foreign")
    do("frozen", results[1], as_=f"{lang} frozen")
    do("printed", results[1], as_=f"{lang} printed")
    do("undoable", as_=f"{lang} undoable")
    do("save", str(room / f"{lang}.saved.xlsx"), XLSX)
    return path, results


@pytest.fixture(scope="module")
def pressed(office, tmp_path_factory):
    room = tmp_path_factory.mktemp("buttons")
    do = Steps()
    path, results = evaluated(do, room, "en")
    first = results[0]
    do("put", "Customers", "AZ1", f"=$'{first}'.$A$1")
    do("put", "Customers", "AZ2", f"=COUNTA($'{results[1]}'.$A$1:$A$9)")
    do("rename", results[1], "My risks")
    do("put", first, "A40", "kept by nobody")
    do("press", "evaluate", as_="again")
    do("sheets", as_="again sheets")
    do("formula", "Customers", "AZ1", as_="refers")
    do("formula", "Customers", "AZ2", as_="refers to a name of its own")
    do("formula", first, "A40", as_="replaced")
    do("undoable", as_="steps")
    do("undo")
    do("formula", first, "A40", as_="taken back")
    do("formula", "Customers", "AZ1", as_="refers still")
    do("sheets", as_="one back")
    do("redo")
    do("formula", first, "A40", as_="done again")
    do("press", "check", as_="check")
    do("select", "Customers", "D3")
    do("press", "build-one", as_="one")
    do("press", "explain", as_="explain")
    do("press", "explain", as_="explain again")
    do("content", as_="with page")
    do("selected", as_="selected at last")
    do("busy", "build-all", as_="all")
    do("sheets", as_="before the stops")
    do("stopped", "evaluate", as_="stopped")
    do("stopped", "build-all", as_="stopped plans")
    do("sheets", as_="after the stops")
    do("press", "check", as_="check after the stops")
    do("press", "help", as_="help")
    do("select", "Read me", "A1")
    do("press", "explain", as_="nobody")
    do("protect_sheet", "Care")
    do("press", "evaluate", as_="protected sheet")
    do("unprotect_sheet", "Care")
    do("protect", True)
    do("press", "evaluate", as_="protected")
    do("protect", False)
    do("put", "Policy", "A4", "lang")
    do("put", "Policy", "B4", "zh")
    do("put", "Customers", "AZ3", f"=$'{results[2]}'.$A$1")
    do("copy", results[3], "Copy of mine")
    do("sheets", as_="english sheets")
    do("select", results[2], "C4")
    do("press", "evaluate", as_="other language")
    do("sheets", as_="chinese sheets")
    do("selected", as_="selected in chinese")
    do("formula", "Customers", "AZ3", as_="follows")
    do("undo")
    do("sheets", as_="english again")
    do("formula", "Customers", "AZ3", as_="follows back")
    do("redo")
    do("formula", "Customers", "AZ3", as_="follows again")
    do("select", "Customers", "D3")
    do("press", "explain")
    do("sheets", as_="with a chinese page")
    do("put", "Policy", "A4", "lang")
    do("put", "Policy", "B4", "en")
    do("toolbar", as_="toolbar")
    do("icons", as_="icons")
    for lang in ("en-US", "zh-CN"):
        do("buttons", lang, as_=f"buttons {lang}")
    do("close")

    evaluated(do, room, "zh")
    do("undo")
    do("content", as_="zh taken back")
    do("undoable", as_="zh steps")
    do("close")

    few_path, other = room / "few.xlsx", room / "other.xlsx"
    few = openpyxl.Workbook()
    few.active.title = "Customers"
    few.active.append(["Customer ID", "Customer"])
    few.active.append(["C1", "One"])
    few.save(few_path)
    book = openpyxl.Workbook()
    book.active.append(["Customer Name", "City"])
    book.save(other)
    do("open", str(other))
    do("press", "evaluate", as_="no plan")
    do("sheets", as_="no plan sheets")
    do("close")
    do("open_read_only", str(few_path))
    do("press", "evaluate", as_="read-only")
    do("close")
    do("open", "private:factory/scalc")
    do("press", "open-folder", as_="never saved")
    do("close")
    return do.done(office, room) | {"path": path, "room": room, "results": results}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_evaluate_writes_the_sheets_that_the_batch_writes(pressed, lang):
    seen, wrong = pressed[f"{lang} same"]
    assert wrong == []
    assert seen > 3000
    text, worrying = pressed[f"{lang} told"]
    assert ("12 customers" if lang == "en" else "12") in text
    assert not worrying
    assert pressed[f"{lang} foreign"] == []
    assert pressed[f"{lang} frozen"] == [3, 6]
    assert pressed[f"{lang} printed"] == [True, 1, 5]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_of_the_planner_moves(pressed, lang):
    before, after = pressed[f"{lang} content"], pressed[f"{lang} after"]
    assert list(after)[: len(before)] == pressed[f"{lang} sheets"]
    assert all(after[name] == before[name] for name in before)
    sheet, cells = pressed[f"{lang} selected"]
    assert sheet in before
    assert cells.endswith("$C$4")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_saved_workbook_points_nowhere_and_its_sheets_are_ours(pressed, lang):
    saved = openpyxl.load_workbook(pressed["room"] / f"{lang}.saved.xlsx")
    assert not saved._external_links
    marked = [sheet.title for sheet in saved if "_xlplan_graft" in sheet.defined_names]
    assert len(marked) == 11
    found = evaluate(read_tables(pressed["room"] / f"{lang}.saved.xlsx"), dt.date.today())
    assert len(found.assessment.customers) == 12


def test_one_step_back_is_the_workbook_before(pressed):
    assert pressed["en undoable"] == ["xlplan: Evaluate"]
    assert pressed["zh taken back"] == pressed["zh content"]
    assert pressed["zh steps"] == []


def test_a_second_evaluation_keeps_names_and_formulas_of_the_planner(pressed):
    assert pressed["again sheets"].count("My risks") == 1
    assert pressed["results"][1] not in pressed["again sheets"]
    assert pressed["refers"] == ["=$Summary.$A$1", "Summary"]
    assert pressed["refers to a name of its own"][0] == "=COUNTA($'My risks'.$A$1:$A$9)"
    assert pressed["replaced"][1] == ""
    assert pressed["steps"][0] == "xlplan: Evaluate"
    assert pressed["taken back"] == ["kept by nobody"] * 2
    assert pressed["refers still"] == pressed["refers"]
    assert pressed["one back"] == pressed["again sheets"]
    assert pressed["done again"][1] == ""


def test_another_language_takes_the_places_of_the_first(pressed):
    """What the planner renamed keeps its name, a copy is left alone, formulas follow: one step of Undo."""
    english, chinese = pressed["english sheets"], pressed["chinese sheets"]
    assert pressed["other language"][0].startswith("已")
    assert len(chinese) == len(english)
    both = dict(RESULT_SHEETS.values())
    expected = [both.get(name, name) for name in english]
    assert chinese == expected
    assert "My risks" in chinese
    assert "Copy of mine" in chinese
    assert "ABCD排序" in chinese
    assert pressed["follows"][0] == "=$ABCD排序.$A$1"
    assert pressed["follows"][1].startswith("ABCD")
    assert pressed["selected in chinese"] == ["ABCD排序", "$ABCD排序.$C$4"]
    assert pressed["english again"] == english
    assert pressed["follows back"][0] == "=$'ABCD ranking'.$A$1"
    assert pressed["follows again"] == pressed["follows"]


def test_documents_and_pages(pressed):
    folder = pressed["path"].with_suffix(".plans")
    assert len(list(folder.glob("*.md"))) == len(list(folder.glob("*.html"))) == 12
    assert pressed["one"][0].startswith("1 ")
    ((text, _),), meanwhile = pressed["all"]
    assert text.startswith("12 ")
    assert "md, html" in text
    assert meanwhile["turns"] > 5  # the window lives; a second press waits for no turn
    assert meanwhile["kept open"]
    page = pressed["with page"]["Explanation"]
    assert page[0][0].startswith("0021")
    assert len(page) > 20
    assert pressed["explain"] == pressed["explain again"]
    assert "解释" in pressed["with a chinese page"]
    assert "解释" not in pressed["with page"]
    assert pressed["selected at last"][0] == "Customers"


def test_esc_stops_a_button(pressed):
    for name in ("stopped", "stopped plans"):
        text, worrying = pressed[name]
        assert text.startswith("stopped with Esc: nothing in the workbook was changed.")
        assert worrying
    assert pressed["after the stops"] == pressed["before the stops"]
    assert pressed["check after the stops"] == pressed["check"]  # the next press is not stopped
    folder = pressed["path"].with_suffix(".plans")
    assert set(json.loads((folder / ".xlplan.json").read_text())) == {
        path.name for path in folder.iterdir() if path.suffix in (".md", ".html")
    }


def test_what_is_told(pressed):
    assert pressed["check"][0].startswith("Findings")
    assert "docs/libreoffice.md" in pressed["help"][0]
    assert "no customer" in pressed["nobody"][0]
    assert "“Care”" in pressed["protected sheet"][0]
    assert "Unprotect Sheet" in pressed["protected sheet"][0]
    assert "protected" in pressed["protected"][0]
    assert "read-only" in pressed["read-only"][0]
    for name in ("nobody", "protected sheet", "protected", "read-only", "no plan", "never saved"):
        assert pressed[name][1], name
    assert pressed["no plan sheets"] == ["Sheet"]


def test_menu_and_toolbar_in_both_languages(pressed):
    assert pressed["toolbar"]
    for lang in ("en", "zh"):
        wanted = [[Texts(lang)(one.label), f"xlplan:{word}"] for word, one in BUTTONS.items()]
        icons = [[f"xlplan:{word}", [16, 16], [26, 26]] for word in BUTTONS]
        assert sorted(pressed["icons"]) == sorted(icons)
        assert pressed[f"buttons {'en-US' if lang == 'en' else 'zh-CN'}"] == [wanted, wanted]
