"""Where result rows lead: to files and cells that are there, also for names with signs of their own."""

import datetime as dt
import re
import shutil
import warnings
from urllib.parse import unquote

import openpyxl
import pytest
from test_cli import EXAMPLES, xlplan
from uno_office import has_uno, tell, url

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.result.leads import Targets
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.row_targets import row_targets

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")
LINK = re.compile(r'=HYPERLINK\("((?:[^"]|"")*)","((?:[^"]|"")*)"\)')
FOLDER = "计划 #1 100%"


def links(path):
    """Return (sheet, target, text) of every link of a result workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                found = LINK.fullmatch(cell.value) if isinstance(cell.value, str) else None
                if found:
                    yield page.title, found[1], found[2]


def planned(tmp_path, lang, name):
    folder = tmp_path / FOLDER
    folder.mkdir()
    path = folder / name
    shutil.copyfile(EXAMPLES[lang], path)
    return path


def missing(result):
    """Return the links of a result workbook that lead nowhere, and how many lead to what."""
    wrong, seen, cells = [], {"document": 0, "row": 0}, {}
    for sheet, target, text in links(result):
        place, _, cell = target.partition("#")
        file = result.parent / unquote(place) if place else result
        if not file.is_file():
            wrong.append((sheet, target))
            continue
        seen["row" if cell else "document"] += 1
        if cell:
            name, _, address = cell.rpartition("!")
            if file not in cells:
                cells[file] = openpyxl.load_workbook(file)
            page = cells[file][name[1:-1].replace("''", "'")]
            there = [str(one.value) for one in page[page[address].row]]
            if sheet not in ("Findings", "数据问题") and text not in there:
                wrong.append((sheet, target, text, there))
        elif text not in file.read_text("utf-8"):
            wrong.append((sheet, target, text))
    return wrong, seen


@pytest.mark.parametrize(("lang", "name"), [("en", "plan.xlsx"), ("zh", "客户 计划#2 50%.xlsx")])
def test_rows_of_a_result_workbook_lead_to_documents_and_rows(lang, name, tmp_path):
    path = planned(tmp_path, lang, name)
    assert xlplan("run", path)[0] == 0
    wrong, seen = missing(path.with_name(f"{path.stem}.plan.xlsx"))
    assert wrong == []
    assert seen["document"] >= 40
    assert seen["row"] >= 40


@pytest.mark.parametrize(("lang", "name"), [("en", "plan.xlsx"), ("zh", "客户 计划#2 50%.xlsx")])
def test_rows_in_place_lead_to_documents_and_rows_of_the_same_workbook(lang, name, tmp_path):
    path = planned(tmp_path, lang, name)
    assert xlplan("run", path, "--in-place", "--plans", "A,B")[0] == 0
    wrong, seen = missing(path)
    assert wrong == []
    assert all(target.startswith("#'") for _, target, _ in links(path) if "!" in target)
    assert seen["document"] >= 15
    assert seen["row"] >= 60  # a customer without a document leads to the planner's row


def test_a_result_elsewhere_leads_back_to_the_workbook(tmp_path):
    path = planned(tmp_path, "en", "plan.xlsx")
    assert xlplan("run", path, "--out", tmp_path / "out" / "deep")[0] == 0
    wrong, seen = missing(tmp_path / "out" / "deep" / "plan.plan.xlsx")
    assert wrong == []
    assert seen["row"] >= 40


def test_the_result_does_not_depend_on_the_working_folder(tmp_path, monkeypatch):
    path = planned(tmp_path, "en", "plan.xlsx")
    result = path.with_name("plan.plan.xlsx")
    found = []
    for folder, asked in ((tmp_path, path), (path.parent, "plan.xlsx"), ("/", path)):
        monkeypatch.chdir(folder)
        assert xlplan("run", asked, "--format", "html")[0] == 0
        found.append(result.read_bytes())
    assert found[0] == found[1] == found[2]


def test_findings_lead_to_their_cells(tmp_path):
    path = planned(tmp_path, "en", "plan.xlsx")
    assert xlplan("run", path, "--in-place", "--plans", "none")[0] == 0
    found = [(target, text) for sheet, target, text in links(path) if sheet == "Findings"]
    assert len(found) >= 3
    assert all(target.endswith(f"!{text}") for target, text in found)


@pytest.mark.parametrize(
    ("name", "known"),
    [("x" * 60, True), ("🙂" * 36, True), ("🙂" * 130, False), ("a:b", False)],
)
def test_a_target_that_a_formula_cannot_hold_is_left_out(name, known):
    plan = Portfolio(
        customers=(Customer("1", "North Paper", row=2),),
        sheets={"customers": "Customers"},
        columns={"customers": {"id": "A"}},
    )
    found = assess(plan, Policy(), dt.date(2026, 3, 31))
    targets = Targets({"1": f"p.plans/{name}.html"}, f"{name}.xlsx")
    summary = result_tables(found, Texts("en"), targets)[0].main
    assert ("customer" in summary.live.links) is known
    assert ("id" in summary.live.links) is known


def test_tables_without_sheets_are_not_led_to(tmp_path):
    found = assess(Portfolio(), Policy(), dt.date(2026, 3, 31))
    places = (tmp_path / "plan.csv", tmp_path / "plan.plan.xlsx", tmp_path / "plan.plans")
    assert row_targets((), found, places, ("html",)) == Targets()
    places = (tmp_path / "plan.xlsx", *places[1:])
    assert row_targets((), found, places, ("html",)) == Targets({}, "plan.xlsx")


JUMP = """
for one in arguments:
    book = load(one)
    if book.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        print(book.CurrentSelection.AbsoluteName)
    else:
        print("document")
    book.close(True)
"""


@pytest.mark.skipif(not has_uno(), reason="LibreOffice with its Python is not installed")
def test_libreoffice_follows_the_links(tmp_path):
    path = planned(tmp_path, "zh", "客户 计划#2 50%.xlsx")
    assert xlplan("run", path)[0] == 0
    all_of_them = list(links(path.with_name(f"{path.stem}.plan.xlsx")))
    rows = [target for _, target, _ in all_of_them if "#" in target][:2]
    page = next(target for _, target, _ in all_of_them if target.endswith(".html"))
    base = url(path.parent)
    shown = tell(tmp_path, JUMP, *(f"{base}/{one}" for one in (*rows, page)))
    wanted = [row.partition("#")[2].replace("'", "").split("!") for row in rows]
    cells = [f"${sheet}.$" + re.sub("([0-9])", r"$\1", cell, count=1) for sheet, cell in wanted]
    assert shown == [*cells, "document"]
