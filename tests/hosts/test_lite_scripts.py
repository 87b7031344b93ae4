"""The scripts of xlwings Lite: run on the stand-in for Excel, made to refuse what Lite cannot read."""

import shutil
import sys
from pathlib import Path

import fake_excel
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_excel_buttons import TODAY, content, desk, example, point_at

from xlplan.engine.buttons import BUTTONS, press
from xlplan.hosts.excel import lite_book
from xlplan.hosts.excel.lite import main_text

ONLY_SET = {
    fake_excel.Range: (
        "color", "column_width", "formula", "horizontal_alignment", "number_format", "row_height",
        "vertical_alignment", "wrap_text",
    ),
    fake_excel.App: ("calculation", "enable_events", "screen_updating", "status_bar"),
}  # fmt: skip
"""What Lite's object model sets at most, and raises NotImplementedError when it is read."""


@pytest.fixture(params=["en", "zh"])
def lang(request):
    return request.param


@pytest.fixture
def book(lang, tmp_path, monkeypatch):
    path = tmp_path / "plan.xlsx"
    shutil.copy(example(lang), path)
    made = fake_excel.open_copy(path, "https://example.sharepoint.com/sites/sales")
    plain = fake_excel.open_copy(path)

    def refuse(_):
        raise NotImplementedError

    for kind, names in ONLY_SET.items():
        for name in names:
            old = getattr(kind, name, None)
            setter = old.fset if old is not None else lambda *_: None
            monkeypatch.setattr(kind, name, property(refuse, setter), raising=False)
    monkeypatch.setattr(lite_book.dt, "date", Day)
    return made, plain


class Day(lite_book.dt.date):
    @classmethod
    def today(cls):
        return TODAY


@pytest.fixture
def room(lang):
    made = {}
    exec(compile(main_text("1", lang), "main.py", "exec"), made)
    return made


def test_evaluate_writes_what_the_button_of_the_add_in_writes(book, room, monkeypatch):
    made, plain = book
    made.sheets[3].activate()
    before = content(made)
    room["xlplan_evaluate"](made)
    assert press("evaluate", desk(plain)._replace(book=lite_book.LiteBook(plain)))
    assert content(made) == content(plain)
    assert len(content(made)) > len(before) + 8
    assert {name: content(made)[name] for name in before} == before
    assert made.sheets.active.name == made.sheets[3].name
    ((text, title, mode),) = made.app.alerts
    assert title == "xlplan"
    assert "2026" in text
    assert mode in ("info", "critical")


def test_check_and_explain(book, room):
    made, _ = book
    names = [sheet.name for sheet in made.sheets]
    room["xlplan_check"](made)
    assert [sheet.name for sheet in made.sheets] == names
    point_at(made, "0017")
    room["xlplan_explain"](made)
    (added,) = [sheet.name for sheet in made.sheets if sheet.name not in names]
    assert any("0017" in str(cell.value) for cell in made.sheets[added].grid.values())
    assert len(made.app.alerts) == 2


def test_a_cursor_on_no_customer_is_told_and_nothing_written(book, room):
    made, _ = book
    made.sheets[0].range("XA900").select()
    before = content(made)
    room["xlplan_explain"](made)
    assert content(made) == before
    assert made.app.alerts[0][2] == "critical"


def test_what_needs_a_folder_is_no_script():
    assert set(lite_book.SCRIPTS) == {"check", "evaluate", "explain"} < set(BUTTONS)
