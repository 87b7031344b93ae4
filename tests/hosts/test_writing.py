"""A result workbook on the disk: read back by others, whole, and refused with a reason."""

import datetime as dt
import errno
import io
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import builders

from xlplan.core.issues import PlanError
from xlplan.engine.result.layout import head_span, table
from xlplan.engine.result.shapes import Chart, Column, Formula, Range, ResultSheet, Rule, Series
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.sheets.package import package
from xlplan.hosts.files.writing import check_writable, write_tables

AS_OF = dt.date(2026, 11, 22)
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")


def sheet_of(*rows, kind="text", name="Risk table", key="risk", **more):
    columns = tuple(Column(f"c{at}", f"Heading {at}", kind) for at in range(len(rows[0])))
    return ResultSheet(
        key, name, "en", AS_OF, "What it shows.", "As of 2026-11-22 · xlplan", "Page {page} of {pages}",
        (table(columns, rows, 4, main=True, **more),),
    )  # fmt: skip


def cells(data, name=None):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return book[name] if name else book.worksheets[0]


def one_cell(value, kind="text"):
    return cells(package([sheet_of((value,), kind=kind)]))["A6"]


@pytest.fixture(scope="module", params=["en", "zh"])
def sheets(request):
    return result_tables(builders.assessment(funnel__target=2_500_000.0), Texts(request.param))


@pytest.fixture(scope="module")
def data(sheets):
    return package(sheets)


def shown(cell):
    """A formula shows its cached value."""
    return cell.value if isinstance(cell, Formula) else cell


def day(value):
    """A date comes back as midnight of its day."""
    return value.date() if isinstance(value, dt.datetime) else value


# what others read


def test_every_cell_of_every_table_is_read_back(sheets, data):
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert book.sheetnames == [sheet.name for sheet in sheets]
    for sheet in sheets:
        page = book[sheet.name]
        assert page["A1"].value == sheet.name
        left = head_span(sheet)[0] + 1
        assert page.cell(2, left).value == sheet.headline
        assert page.cell(3, left).value == sheet.meta
        for one in sheet.tables:
            rows = [tuple(column.heading for column in one.columns), *one.rows]
            for at, row in enumerate(rows, one.top + 1):
                found = [day(page.cell(at, one.left + col + 1).value) for col in range(len(row))]
                assert found == [shown(cell) for cell in row]
            for col, total in enumerate(one.totals(), one.left + 1):
                value = total.value if isinstance(total, Formula) else total
                assert page.cell(one.last + 2, col).value == value


def test_the_fast_reader_sees_the_same(sheets, data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in sheets:
        rows = book.get_sheet_by_name(sheet.name).to_python()
        if sheet.main and sheet.main.rows:
            found = rows[sheet.main.first][: len(sheet.main.columns)]
            assert found == ["" if v is None else v for v in sheet.main.rows[0]]


def test_a_formula_has_its_text_and_its_value():
    page = sheet_of((1.0,), (2.0,), kind="money", sums=("c0",), total="Σ")
    raw = package([page])
    assert cells(raw)["A8"].value == '=IF(SUBTOTAL(102,A6:A7)=0,"",SUBTOTAL(109,A6:A7))'
    assert openpyxl.load_workbook(io.BytesIO(raw), data_only=True).worksheets[0]["A8"].value == 3.0
    assert one_cell(Formula('=IF(A1<>"",1,2)', "x&y")).value == '=IF(A1<>"",1,2)'


def test_figures_have_their_formats():
    assert one_cell(1_234_567.0, "money").number_format.startswith("#,##0")
    assert one_cell(0.35, "share").number_format.startswith("0%")
    assert one_cell(28.241, "score").number_format.startswith("0.0")
    day = one_cell(dt.date(2026, 3, 31), "date")
    assert (day.value, day.number_format) == (dt.datetime(2026, 3, 31), "yyyy-mm-dd")
    assert one_cell(True).value is True
    assert one_cell(None).value is None


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "-2",
        "@SUM(A1)",
        "http://example.com",
        "0017",
        "1e5",
        "TRUE",
        "#N/A",
        "12%",
    ],
)
def test_text_stays_text(text):
    cell = one_cell(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None


@pytest.mark.parametrize(
    "text",
    [
        "  two spaces  ",
        "line\nbreak",
        "a & b < c > d \"e\" 'f'",
        "客户 😀",
        "_x0041_ is no A",
        "tab\tstop",
    ],
)
def test_text_is_read_back_as_it_was(text):
    raw = package([sheet_of((text,))])
    assert (
        CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()[5][0]
        == text
    )
    if "_x" not in text:  # openpyxl does not undo this escape
        assert cells(raw)["A6"].value == text


def test_what_a_cell_cannot_hold_is_dropped_or_cut():
    assert one_cell("bell\x07 and\x00 null \ud800\ufffe").value == "bell and null "
    long = one_cell("x" * 40_000).value
    assert (len(long), long[-1]) == (32_767, "…")
    wide = one_cell("😀" * 20_000).value
    assert len(wide.encode("utf-16-le")) // 2 <= 32_767
    assert wide.endswith("😀…")


def test_a_figure_that_is_none_becomes_a_blank_and_not_a_broken_file():
    assert one_cell(float("nan"), "score").value is None
    assert one_cell(float("inf"), "score").value is None


# how it looks


def row_of(one):
    """The first row of a table or of a chart."""
    return getattr(one, "row", getattr(one, "top", 0))


def test_headings_are_frozen_filtered_and_repeated_in_print(sheets, data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in sheets:
        page, main = book[sheet.name], sheet.main
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0 or page.page_setup.scale
        assert page.oddFooter.right.text
        if main is None:
            continue
        assert page.freeze_panes.endswith(str(main.first + 1))
        under = [one for one in (*sheet.tables, *sheet.charts) if row_of(one) > main.bottom]
        if not any(not getattr(one, "aside", False) for one in under):
            assert str(main.top + 1) in page.print_title_rows
        elif main.bottom < 20:  # page 2 shows others, over which they would mislead
            assert not page.print_title_rows
        if main.rows:
            assert page.auto_filter.ref.startswith(f"A{main.top + 1}:")


def test_only_the_first_tab_is_selected(data):
    views = [
        page.sheet_view.tabSelected for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets
    ]
    assert [bool(one) for one in views] == [True] + [False] * (len(views) - 1)


def test_the_properties_say_the_day_and_the_program(data):
    told = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert told.created == dt.datetime(2026, 11, 22)
    assert "xlplan" in told.description


def test_colours_follow_the_cells(sheets, data):
    page = openpyxl.load_workbook(io.BytesIO(data))[sheets[1].name]
    kinds = {rule.type for found in page.conditional_formatting for rule in found.rules}
    assert {"cellIs", "colorScale", "dataBar"} <= kinds


def test_charts_are_native_and_know_their_cells(sheets, data):
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        charts = [
            box.read(name).decode()
            for name in sorted(box.namelist())
            if name.startswith("xl/charts/chart")
        ]
    assert len(charts) == sum(len(sheet.charts) for sheet in sheets)
    bubble = next(xml for xml in charts if "<c:bubbleChart>" in xml)
    assert bubble.count("<c:bubbleSize>") == bubble.count("<c:ser>") > 3
    assert "scatter" not in bubble
    title = sheets[2].name
    assert re.search(rf"<c:bubbleSize><c:numRef><c:f>'?{title}'?!\$J\$\d+:\$J\$\d+</c:f>", bubble)
    drawn = openpyxl.load_workbook(io.BytesIO(data))[title]._charts
    assert [type(one).__name__ for one in drawn] == ["BubbleChart"]


@pytest.mark.parametrize(
    ("figures", "ends"),
    [
        ((2.1e6, 2.4e6), {"min": 0.0}),  # a spreadsheet would begin at 2 million
        ((-9.0, -8.0), {"max": 0.0}),
        ((1.0, 9.0), {}),
        ((-1.0, 9.0), {}),
        ((0.0, 0.0), {}),
    ],
)
@pytest.mark.parametrize("kind", ["bar", "column"])
def test_bars_of_similar_figures_begin_at_0(kind, figures, ends):
    place = Range(5, 0, 6, figures)
    chart = Chart(kind, "Bars", (Series("s", place, place, "navy"),), 20, 3)
    told = replace(sheet_of(*[(one,) for one in figures], kind="money"), charts=(chart,))
    with zipfile.ZipFile(io.BytesIO(package([told]))) as box:
        axis = re.search(r"<c:valAx>.*?</c:valAx>", box.read("xl/charts/chart1.xml").decode())[0]
    found = {end: float(value) for end, value in re.findall(r'<c:(min|max) val="([^"]+)"', axis)}
    assert found == ends


def test_help_is_toldat_the_headings(sheets, data):
    page = openpyxl.load_workbook(io.BytesIO(data))[sheets[1].name]
    notes = [one.prompt for one in page.data_validations.dataValidation]
    assert next(column.help for column in sheets[1].main.columns if column.help) in notes
    assert all(len(note) <= 255 for note in notes if note)


def test_the_package_is_in_order(data):
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        names = box.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels")):
                minidom.parseString(box.read(name))
        listed = re.findall(r'PartName="/([^"]+)"', box.read("[Content_Types].xml").decode())
        assert set(listed) <= set(names)
        assert len(listed) == len(set(listed))
        for name in (n for n in names if n.endswith(".rels")):
            folder = Path(name).parent.parent
            for mode, target in re.findall(
                r'(?:TargetMode="(\w+)" )?Target="([^"]+)"', box.read(name).decode()
            ):
                if not mode and not target.startswith("#"):
                    path = (
                        target.lstrip("/")
                        if target.startswith("/")
                        else os.path.normpath(folder / target)
                    )
                    assert path in names, (name, target)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a/b:c*d?[e]", "a b c d  e"), ("'quoted'", "quoted"), ("客" * 40, "客" * 31), ("  ", "risk")],
)
def test_a_sheet_name_is_made_legal(name, shown):
    assert cells(package([sheet_of(("x",), name=name)])).title == shown


def test_two_sheets_never_have_one_name():
    same = [sheet_of(("x",), name="Risk table"), sheet_of(("x",), name="RISK TABLE", key="other")]
    assert openpyxl.load_workbook(io.BytesIO(package(same))).sheetnames == [
        "Risk table",
        "RISK TABLE 2",
    ]


def test_the_same_sheets_give_the_same_bytes(sheets, data, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert package(sheets) == data


def test_a_table_that_fits_no_sheet_is_refused():
    page = sheet_of(("x",))
    endless = replace(page, tables=(replace(page.tables[0], rows=range(1_048_576)),))
    with pytest.raises(PlanError) as wrong:
        package([endless])
    assert wrong.value.code == "OUT_TOO_LONG"


def test_a_rule_on_an_empty_table_does_no_harm():
    page = sheet_of(("x",))
    empty = replace(page.tables[0], rows=[], rules=(Rule("scale", ("c0",)),), empty="None.")
    assert cells(package([replace(page, tables=(empty,))]))["A6"].value == "None."


@pytest.mark.skipif(not Path("/usr/bin/soffice").exists(), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_sees_the_same(sheets, data, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "/usr/bin/soffice",
        profile,
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "book.xlsx"),
    ]
    subprocess.run(
        command,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    book = CalamineWorkbook.from_path(tmp_path / "book.ods")
    assert book.sheet_names == [sheet.name for sheet in sheets]
    for sheet in sheets:
        rows = book.get_sheet_by_name(sheet.name).to_python()
        for one in sheet.tables:
            for row, values in enumerate(one.rows, one.first):
                for col, value in enumerate(values, one.left):
                    if isinstance(value, float):
                        assert rows[row][col] == pytest.approx(value, rel=1e-9)
            for col, total in enumerate(one.totals(), one.left):
                if isinstance(total, Formula):
                    told = "" if total.value is None else pytest.approx(total.value, rel=1e-9)
                    assert rows[one.last + 1][col] == told


# onto the disk


@pytest.fixture
def page():
    return [sheet_of(("new",))]


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_as_open_as_any_other(page, tmp_path):
    (tmp_path / "other").touch()
    write_tables(page, tmp_path / "计划 plan 😀.xlsx")
    mode = stat.S_IMODE((tmp_path / "计划 plan 😀.xlsx").stat().st_mode)
    assert mode == stat.S_IMODE((tmp_path / "other").stat().st_mode)
    assert left(tmp_path) == ["other", "计划 plan 😀.xlsx"]


def test_an_old_file_is_replaced_and_keeps_its_mode(page, tmp_path):
    target = tmp_path / "plan.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_tables(page, target)
    assert cells(target.read_bytes())["A6"].value == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert left(tmp_path) == ["plan.xlsx"]


def test_a_link_is_followed(page, tmp_path):
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "plan.xlsx"
    target.write_bytes(b"old")
    (tmp_path / "link.xlsx").symlink_to(target)
    write_tables(page, tmp_path / "link.xlsx")
    assert (tmp_path / "link.xlsx").is_symlink()
    assert target.read_bytes()[:2] == b"PK"


def refused(page, target):
    with pytest.raises(PlanError) as wrong:
        write_tables(page, target)
    assert Texts("en").error(wrong.value)
    assert Texts("zh").error(wrong.value)
    return wrong.value.code


def test_a_missing_folder_is_told(page, tmp_path):
    assert refused(page, tmp_path / "none" / "plan.xlsx") == "NO_FOLDER"


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_left_alone(page, tmp_path, lock):
    (tmp_path / "plan.xlsx").write_bytes(b"old")
    (tmp_path / lock).touch()
    assert refused(page, tmp_path / "plan.xlsx") == "OUT_OPEN"
    assert (tmp_path / "plan.xlsx").read_bytes() == b"old"
    assert len(left(tmp_path)) == 2


def test_a_read_only_file_is_left_alone(page, tmp_path, monkeypatch):
    target = tmp_path / "plan.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    allowed = os.access
    # root may write anything; here the mark on the file counts
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: allowed(path, mode) and bool(Path(path).stat().st_mode & 0o200),
    )
    assert refused(page, target) == "NO_WRITE_PERMISSION"
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DISK_FULL"),
        (errno.EDQUOT, "DISK_FULL"),
        (errno.EACCES, "NO_WRITE_PERMISSION"),
        (errno.EIO, "CANNOT_WRITE"),
    ],
)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    page, tmp_path, monkeypatch, number, code
):
    target = tmp_path / "plan.xlsx"
    target.write_bytes(b"old")

    def fail(_handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    assert refused(page, target) == code
    assert target.read_bytes() == b"old"
    assert left(tmp_path) == ["plan.xlsx"]


@pytest.mark.skipif(not shutil.which("prlimit"), reason="prlimit is not installed")
def test_a_real_limit_on_the_size_is_told_too(tmp_path):
    code = f"""
import sys; sys.path[:0] = {sys.path!r}
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from test_writing import sheet_of
from xlplan.core.issues import PlanError
from xlplan.hosts.files.writing import write_tables
try:
    write_tables([sheet_of(("new",))], Path({str(tmp_path / "plan.xlsx")!r}))
except PlanError as wrong:
    print(wrong.code)
"""
    done = subprocess.run(
        ["prlimit", "--fsize=4096", sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert done.stdout.split() == ["DISK_FULL"], done.stderr
    assert left(tmp_path) == []


def test_a_place_can_be_asked_for_before_the_work(tmp_path):
    check_writable(tmp_path / "plan.xlsx")
    (tmp_path / "~$plan.xlsx").touch()
    with pytest.raises(PlanError):
        check_writable(tmp_path / "plan.xlsx")
