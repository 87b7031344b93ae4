"""The buttons in Excel: pressed on a stand-in for the open example, the sheets read back."""

import datetime as dt
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import fake_excel
import openpyxl
import pytest

from xlplan.core.issues import PlanError
from xlplan.engine.buttons import BUTTONS, Desk, press
from xlplan.engine.outcome import outcome
from xlplan.engine.plan import evaluate
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.excel.attaching import chosen
from xlplan.hosts.excel.dressing import _address, _categories, _sources
from xlplan.hosts.excel.opened import Opened
from xlplan.hosts.excel.reading import read_open
from xlplan.hosts.excel.writing import marked, write_open
from xlplan.hosts.files.history import keep
from xlplan.hosts.files.output import Order, write_documents, write_results
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 20)
LANGS = ("en", "zh")


def example(lang):
    return ROOT / "workbooks" / ("example.xlsx" if lang == "en" else "example.zh.xlsx")


class Quiet:
    def count(self, *_):
        pass


def desk(book, opened=(), lang="en"):
    def documents(found, chosen, folder):
        return write_documents(found, chosen, folder, Order(("md",)), Quiet())

    show = getattr(opened, "append", None)
    return Desk(Opened(book), Texts(lang), TODAY, None, documents, show, ("md",), "excel")


@pytest.fixture(params=LANGS)
def lang(request):
    return request.param


@pytest.fixture
def book(lang, tmp_path):
    path = tmp_path / "plan.xlsx"
    shutil.copy(example(lang), path)
    return fake_excel.open_copy(path)


def content(book):
    return {
        sheet.name: {spot: cell.value for spot, cell in sheet.grid.items()} for sheet in book.sheets
    }


def point_at(book, text):
    """Put the cursor beside the first cell that says a text."""
    for sheet in book.sheets:
        for (row, column), cell in sheet.grid.items():
            if cell.value == text:
                sheet.activate()
                sheet.range((row, column + 3)).select()
                return
    raise AssertionError(text)


def test_the_open_book_reads_as_the_file_does(lang, book):
    opened, filed = read_open(book), read_tables(example(lang))
    assert [sheet.name for sheet in opened.sheets] == [sheet.name for sheet in filed.sheets]
    mine, theirs = (evaluate(one, TODAY) for one in (opened, filed))
    assert outcome(mine.assessment, mine.texts) == outcome(theirs.assessment, theirs.texts)


def test_evaluate_writes_the_cells_that_the_file_gets(lang, book, tmp_path):
    before = content(book)
    assert press("evaluate", desk(book))
    found = evaluate(read_tables(example(lang)), TODAY)
    target = tmp_path / "results.xlsx"
    write_results(found, target)
    compared = 0
    for sheet in openpyxl.load_workbook(target):
        mine = book.sheets[sheet.title]
        links = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in (None, "") or cell.coordinate in links:
                    continue
                own = mine.grid[cell.row, cell.column]
                said = own.formula or own.value
                assert same(said, cell.value), f"{sheet.title}!{cell.coordinate}"
                compared += 1
        for spot in links:
            cell = sheet[spot]
            formula = mine.grid[cell.row, cell.column].formula
            assert formula.startswith('=HYPERLINK("#')
            assert str(cell.value) in formula
        assert {name.short for name in mine.names} - {"_xlplan_graft"} == set(sheet.defined_names)
    assert compared > 3000
    for name, cells in before.items():  # nothing of the planner's moved
        assert content(book)[name] == cells


def test_bubbles_get_their_days_from_beside_the_table():
    # Excel takes the leftmost column for the horizontal axis, so it is set again afterwards
    found = evaluate(read_tables(example("en")), TODAY)
    (ranking,) = [
        one for one in result_tables(found.assessment, Texts("en")) if one.key == "ranking"
    ]
    (chart,) = ranking.charts
    columns = [address[0] for address in _sources(chart)]
    assert columns == sorted(columns)
    main, beside = ranking.tables
    assert columns == [main.address(key, 5)[0] for key in ("days", "p", "amount")]
    assert _address(_categories(chart)).startswith(beside.address("near", 5).rstrip("0123456789"))


def same(mine, theirs):
    if isinstance(mine, str) and mine.startswith("="):
        return mine == str(theirs)
    if isinstance(theirs, dt.datetime) or isinstance(mine, dt.datetime):
        return mine == theirs
    if isinstance(mine, float | int) and not isinstance(mine, bool):
        return mine == pytest.approx(theirs, abs=1e-12)
    return mine == theirs


def test_a_second_evaluation_replaces_and_keeps_names_that_the_planner_gave(book):
    press("evaluate", desk(book))
    first = content(book)
    ours = marked(book)
    renamed = next(iter(ours.values())).name
    book.sheets[renamed].name = "My view"
    press("evaluate", desk(book))
    second = content(book)
    assert second.keys() == (first.keys() - {renamed}) | {"My view"}
    assert second["My view"] == first[renamed]
    assert all(second[name] == first[name] for name in first if name != renamed)


def test_the_other_language_takes_the_places_of_the_first(book, lang):
    press("evaluate", desk(book))
    before = [sheet.name for sheet in book.sheets]
    first = {key: one.name for key, one in marked(book).items()}
    book.sheets[first["care"]].name = "My care"
    own = book.sheets.add("Mine", after=book.sheets[0])
    own.range("A1").formula = f"='{first['risk']}'!A1"
    other = "zh" if lang == "en" else "en"
    press("evaluate", desk(book)._replace(lang=other))
    found = evaluate(read_open(book), TODAY, other)
    wanted = {sheet.key: sheet.name for sheet in result_tables(found.assessment, found.texts)}
    wanted["care"] = "My care"
    assert {key: one.name for key, one in marked(book).items()} == wanted
    moved = {first[key]: wanted[key] for key in wanted}
    order = [moved.get(name, name) for name in before]
    assert [sheet.name for sheet in book.sheets if sheet is not own] == order
    assert own.grid[1, 1].formula == f"='{wanted['risk']}'!A1"  # Excel lets it follow
    press("evaluate", desk(book)._replace(lang=lang))  # and back again
    back = {key: one.name for key, one in marked(book).items()}
    assert back == first | {"care": "My care"}


def test_a_copy_of_a_sheet_of_ours_is_the_planners_wherever_it_stands(book):
    press("evaluate", desk(book))
    ours = marked(book)["risk"]
    copy = book.sheets.add("Copy", after=book.sheets[0])  # before the original
    copy.grid[1, 1] = fake_excel.Cell()
    copy.grid[1, 1].value = "as of last month"
    copy.names.add("_xlplan_graft", f'="risk/{ours.given}"')
    press("evaluate", desk(book))
    assert marked(book)["risk"] == ours
    assert copy.grid[1, 1].value == "as of last month"


def test_a_sheet_of_the_planner_with_the_name_of_a_result_stays(tmp_path):
    path = tmp_path / "plan.xlsx"
    shutil.copy(example("en"), path)
    book = fake_excel.open_copy(path)
    own = book.sheets.add("Summary")
    own.grid[1, 1] = fake_excel.Cell()
    own.grid[1, 1].value = "mine"
    press("evaluate", desk(book))
    assert own.grid[1, 1].value == "mine"
    assert marked(book)["summary"].name == "Summary (2)"
    others = [name.refers_to for sheet in book.sheets for name in sheet.names]
    assert not any(text.startswith(("='Summary'!", "=Summary!")) for text in others)


@pytest.mark.parametrize("button", BUTTONS)
def test_selection_and_settings_stay_as_they_were(book, button):
    point_at(book, "0017")
    app = book.app
    app.calculation = "semiautomatic"
    kept = app.selection.address, app.selection.sheet, book.sheets.active
    press(button, desk(book))
    assert (app.selection.address, app.selection.sheet, book.sheets.active) == kept
    assert app.calculation == "semiautomatic"
    assert app.screen_updating is True
    assert app.enable_events is True
    assert app.status_bar is False
    assert len(app.alerts) == 1


def test_settings_come_back_when_excel_refuses(book, monkeypatch):
    def refuse(self, *_, **__):
        raise fake_excel.ExcelError("Excel is busy")

    monkeypatch.setattr(fake_excel.Sheets, "add", refuse)
    with pytest.raises(fake_excel.ExcelError):
        press("evaluate", desk(book))
    assert book.app.calculation == "automatic"
    assert book.app.screen_updating is True
    assert book.app.status_bar is False


def test_the_check_tells_the_worst_first(book, lang):
    press("check", desk(book))
    text, _, _ = book.app.alerts[0]
    assert text.startswith("Findings" if lang == "en" else "数据问题")
    assert len(text) < 4000


def test_a_plan_for_the_customer_of_the_row(book, tmp_path):
    point_at(book, "O34-1")  # an opportunity of 0034
    assert press("build-one", desk(book))
    written = [path.name for path in (tmp_path / "plan.plans").glob("*.md")]
    assert len(written) == 1
    assert written[0].startswith("0034")


def test_plans_for_all_and_their_folder(book, tmp_path):
    opened = []
    assert not press("open-folder", desk(book, opened))
    assert press("build-all", desk(book))
    assert len(list((tmp_path / "plan.plans").glob("*.md"))) == 12
    assert press("open-folder", desk(book, opened))
    assert opened == [tmp_path / "plan.plans"]


def test_a_row_without_a_customer_is_told(book, lang):
    sheet = book.sheets[0]
    sheet.activate()
    sheet.range("A1").select()
    assert not press("explain", desk(book, lang=lang))
    text, _, mode = book.app.alerts[0]
    assert mode == "critical"
    assert ("no customer" in text) == (lang == "en")


def test_explain_writes_a_page_of_ours(book, lang):
    point_at(book, "0017")
    assert press("explain", desk(book))
    assert press("explain", desk(book))
    name = "Explanation" if lang == "en" else "解释"
    page = book.sheets[name]
    assert "0017" in page.grid[1, 1].value
    assert len(page.grid) > 20
    assert sum(sheet.name.startswith(name) for sheet in book.sheets) == 1
    count, other = len(book.sheets), "zh" if lang == "en" else "en"
    assert press("explain", desk(book)._replace(lang=other))
    assert len(book.sheets) == count  # in its place, in the other language
    assert page.name == ("解释" if lang == "en" else "Explanation")


def test_a_book_that_was_never_saved_has_no_folder(book):
    book._where = "Book1"
    point_at(book, "0017")
    assert not press("build-one", desk(book))
    assert book.name in book.app.alerts[0][0]


def test_a_book_on_onedrive_that_is_not_synchronised_has_no_folder_either(book, lang):
    book._where = None
    point_at(book, "0017")
    assert not press("build-one", desk(book, lang=lang))
    assert "OneDrive" in book.app.alerts[0][0]
    assert book.name in book.app.alerts[0][0]
    assert press("evaluate", desk(book))  # the sheets need no folder


def test_a_protected_structure_is_told_before_anything_is_changed(book, lang):
    book.api.ProtectStructure = True
    before = content(book)
    for button in ("evaluate", "explain"):
        point_at(book, "0017")
        assert not press(button, desk(book, lang=lang))
        assert ("Protect Workbook" if lang == "en" else "保护工作簿") in book.app.alerts[-1][0]
    assert content(book) == before
    book.api.ProtectStructure = False
    assert press("evaluate", desk(book))
    book.api.ProtectStructure = True  # no sheet comes, goes or is renamed any more
    assert press("evaluate", desk(book))


def test_a_protected_result_sheet_is_told_by_its_name(book, lang):
    press("evaluate", desk(book))
    ours = book.sheets[marked(book)["care"].name]
    ours.api.ProtectContents = True
    before = content(book)
    assert not press("evaluate", desk(book, lang=lang))
    assert ours.name in book.app.alerts[-1][0]
    assert content(book) == before


def test_a_filtered_result_sheet_shows_all_its_rows_again(book):
    press("evaluate", desk(book))
    ours = book.sheets[marked(book)["risk"].name]
    ours.api.AutoFilterMode = True
    ours._hidden_rows |= {8, 9}
    press("evaluate", desk(book))
    assert ours.api.AutoFilterMode is False
    assert not ours._hidden_rows


def test_manual_calculation_is_told(book):
    press("evaluate", desk(book))
    assert "F9" not in book.app.alerts[-1][0]
    book.app.calculation = "manual"
    press("evaluate", desk(book))
    assert "F9" in book.app.alerts[-1][0]
    assert book.app.calculation == "manual"


def test_another_workbook_in_front_stays_there(book):
    other = fake_excel.Book(book.app, "other.xlsx", "/elsewhere")
    other.sheets.all.append(fake_excel.Sheet(other, book.sheets.active.name))  # of the same name
    other.activate()
    assert press("evaluate", desk(book))
    assert book.app.chosen.sheet.book is other
    assert not press("explain", desk(book))  # the cursor is in the other one
    assert book.app.chosen.sheet.book is other


def test_a_workbook_of_onedrive_is_found_by_its_name():
    app = fake_excel.App()
    book = fake_excel.Book(app, "Plan 1.xlsx", "/a")
    book._where = None
    fake_excel.Book(app, "Other.xlsx", "/a")
    for name in (
        "https://d.docs.live.net/1/Plan 1.xlsx",
        "https://x.sharepoint.com/a/Plan%201.xlsx",
    ):
        assert chosen(app.books, name) is book


@pytest.mark.parametrize(
    "words", [["check", "--book", "No.xlsx"], ["explode", "--book", "x"], ["check"]]
)
def test_what_cannot_be_told_in_excel_is_told_by_the_system(monkeypatch, words, lang):
    """The Python of the buttons has no terminal: what it prints is seen by nobody."""
    from xlplan.hosts import commands_excel
    from xlplan.hosts.cli import main
    from xlplan.hosts.excel import alone

    told = []
    monkeypatch.setattr(commands_excel, "attach", lambda name: chosen([], name))
    monkeypatch.setattr(alone, "tell", told.append)
    assert main(["--lang", lang, "excel-run", *words]) == 2
    (text,) = told
    assert ("open-folder" in text) == (words[0] == "explode")
    assert (("Open it in Excel" if lang == "en" else "请在 Excel 中打开") in text) == (
        words[0] == "check"
    )


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_the_dialog_of_the_system(monkeypatch, system):
    from types import SimpleNamespace

    from xlplan.hosts.excel import alone

    shown = []
    user32 = SimpleNamespace(MessageBoxW=lambda *said: shown.append(said[1]))
    monkeypatch.setattr(alone.sys, "platform", system)
    monkeypatch.setattr(alone.ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    monkeypatch.setattr(alone.subprocess, "run", lambda words, check: shown.append(words[-1]))
    alone.tell('“Plan” "1"')
    assert shown == ([] if system == "linux" else ['“Plan” "1"'])


def test_a_book_without_a_plan_says_what_is_there(tmp_path):
    app = fake_excel.App()
    book = fake_excel.Book(app, "other.xlsx", str(tmp_path))
    book.sheets.add("Accounts").range("A1").options().value = [["'Customer Name", "'City"]]
    for button in ("evaluate", "build-all", "explain"):
        press(button, desk(book))
        assert app.alerts[-1][2] == "critical"
    assert [sheet.name for sheet in book.sheets] == ["Accounts"]


def test_values_arrive_as_excel_hands_them_over():
    from decimal import Decimal

    book = fake_excel.Book(fake_excel.App())
    sheet = book.sheets.add("Customers")
    rows = [
        ["Customer ID", "Customer", "Since", "Sales 12m", "Strategic"],
        [17.0, "=cmd|' /C calc'!A0", dt.datetime(2024, 5, 1), Decimal("1200.50"), True],
        ["0018", "#N/A", dt.datetime(2024, 5, 1, 12, 30), 3, None],
    ]
    for down, row in enumerate(rows, 1):
        for at, value in enumerate(row, 1):
            cell = sheet.grid.setdefault((down, at), fake_excel.Cell())
            cell.value = value
    (found,) = read_open(book).sheets
    assert found.rows[1] == [17.0, "=cmd|' /C calc'!A0", dt.date(2024, 5, 1), 1200.5, True]
    assert type(found.rows[1][3]) is float
    assert found.rows[2][:2] == ["0018", None]
    assert found.errors == {(2, 1): "#N/A"}
    # and a name that looks like a formula is written as the text that it is
    result = evaluate(read_open(book), TODAY)
    write_open(book, result_tables(result.assessment, result.texts))


def test_tables_are_seen_without_their_totals():
    book = fake_excel.Book(fake_excel.App())
    sheet = book.sheets.add("Customers")
    sheet.tables.append(fake_excel.Table(sheet, "T", "B3:D9", totals=True))
    sheet.grid[9, 4] = fake_excel.Cell()
    (found,) = read_open(book).sheets
    assert tuple(found.blocks[0]) == ("T", 2, 1, 7, 3)


@pytest.mark.parametrize("name", [r"C:\Plans\Plan.xlsx", "/Users/a/Plan.xlsx", "plan.XLSX"])
def test_the_workbook_meant_is_found(name):
    app = fake_excel.App()
    folder = name.replace("\\", "/").rpartition("/")[0]
    book = fake_excel.Book(app, "Plan.xlsx", folder)
    fake_excel.Book(app, "Other.xlsx", folder)
    assert chosen(app.books, name) is book


def test_two_of_one_name_in_two_folders():
    app = fake_excel.App()
    one, other = (fake_excel.Book(app, "Plan.xlsx", folder) for folder in ("/a", "/b"))
    assert chosen(app.books, "/b/plan.xlsx") is other
    assert chosen(app.books, "/a/plan.xlsx") is one
    with pytest.raises(PlanError):
        chosen(app.books, "Plan.xlsx")
    with pytest.raises(PlanError):
        chosen(app.books, "Nowhere.xlsx")


def test_an_unknown_button():
    with pytest.raises(PlanError):
        press("explode", desk(None))


def test_the_command_behind_the_buttons(book, lang, monkeypatch, capsys):
    from xlplan.hosts import commands_excel
    from xlplan.hosts.cli import main

    monkeypatch.setattr(commands_excel, "attach", lambda name: book)
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    point_at(book, "0017")
    assert main(["--lang", lang, "excel-run", "build-one", "--book", book.fullname]) == 0
    assert len(list(Path(book.fullname).with_suffix(".plans").glob("0017*"))) == 2
    assert main(["--lang", lang, "excel-run", "nothing", "--book", book.fullname]) == 2
    assert "nothing" in capsys.readouterr().err
    told = []
    monkeypatch.setattr(commands_excel.alone, "tell", told.append)
    details = (
        0,
        "Microsoft Excel",
        "Select method of Range class failed.",
        "xlmain11.chm",
        0,
        -2146827284,
    )
    for args in (
        ("Call was rejected by callee.",),
        (-2147352567, "Exception occurred.", details, None),
        (),
    ):
        sys.excepthook(ValueError, ValueError(*args), None)
    words = (
        "Excel did not let xlplan finish: {}." if lang == "en" else "Excel 没有让 xlplan 做完：{}。"
    )
    reasons = "Call was rejected by callee", "Select method of Range class failed", "ValueError"
    assert all(words.format(why) in text for why, text in zip(reasons, told, strict=True))


def test_a_drive_that_is_gone_is_told(book, lang, monkeypatch):
    from xlplan.hosts import commands_excel
    from xlplan.hosts.cli import main

    def gone(*_):
        raise OSError(5, "Input/output error")

    told = []
    monkeypatch.setattr(commands_excel, "attach", lambda name: book)
    monkeypatch.setattr(commands_excel, "write_compared", gone)
    monkeypatch.setattr(commands_excel.alone, "tell", told.append)
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    point_at(book, "0017")
    assert main(["--lang", lang, "excel-run", "build-one", "--book", book.fullname]) == 2
    assert "Input/output error" in told[0]
    assert book.app.calculation == "automatic"


def test_an_excel_that_refuses_every_call_is_told_about(lang, monkeypatch):
    from xlplan.hosts import commands_excel
    from xlplan.hosts.cli import main

    def busy(_name):
        raise fake_excel.ExcelError(-2147418111, "Call was rejected by callee.")

    told = []
    monkeypatch.setattr(commands_excel, "attach", busy)
    monkeypatch.setattr(commands_excel.alone, "tell", told.append)
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with pytest.raises(fake_excel.ExcelError, match="rejected") as wrong:
        main(["--lang", lang, "excel-run", "check", "--book", "Plan.xlsx"])
    sys.excepthook(wrong.type, wrong.value, None)
    assert "Call was rejected by callee" in told[0]


def test_plans_built_by_a_button_say_what_changed_since_the_kept_day(book, lang, monkeypatch):
    from xlplan.hosts import commands_excel
    from xlplan.hosts.cli import main

    monkeypatch.setattr(commands_excel, "attach", lambda name: book)
    then = evaluate(read_tables(example(lang)), TODAY, lang).assessment
    earlier = replace(then, as_of=dt.date(2026, 10, 20))
    keep(earlier, Path(book.fullname).with_suffix(".history"))
    point_at(book, "0017")
    assert main(["excel-run", "build-one", "--book", book.fullname]) == 0
    (plan,) = Path(book.fullname).with_suffix(".plans").glob("0017*.html")
    assert Texts(lang).date(earlier.as_of) in plan.read_text("utf-8")


def test_the_command_without_excel_says_so(capsys):
    from xlplan.hosts.cli import main

    assert main(["excel-run", "ready"]) == 0
    assert main(["--lang", "zh", "excel-run", "check"]) == 2
    assert "没有" in capsys.readouterr().err


def test_progress_is_told_in_the_status_bar(book, monkeypatch):
    from xlplan.hosts import progress

    monkeypatch.setattr(progress, "QUIET_SECONDS", 0)
    told = progress.Progress(Texts("en"), progress.spoken(Opened(book).say))
    told.step("Account plans")
    assert book.app.status_bar == "Account plans"
