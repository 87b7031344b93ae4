"""Sheets come into a workbook and out again: what is added, what stays, what is found again."""

import os
import re
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from graft_support import (
    EDITED,
    authored,
    broken_promises,
    calamine,
    lint,
    look,
    parts,
    planner,
    rewritten,
)

from xlplan.core.issues import PlanError
from xlplan.hosts.files import replacing
from xlplan.hosts.files.graft.grafting import clean, counts_from_1904, graft


@pytest.fixture
def book(tmp_path):
    return planner(tmp_path / "plan 计划 😀.xlsx")


@pytest.fixture
def sheets(tmp_path):
    return authored(tmp_path / "results.xlsx")


def test_sheets_are_added_and_everything_else_stays(book, sheets, tmp_path):
    before = shutil.copy(book, tmp_path / "before.xlsx")
    report = graft(book, sheets)
    assert report.added == ("Summary (2)", "Risk table", "Notes")
    assert report.renamed == (("Summary", "Summary (2)"),)
    assert report.changed
    assert broken_promises(before, book) == []
    assert lint(book) == []
    old, new = look(before), look(book)
    assert {name: new[name] for name in old} == old
    old, new = calamine(before, book)
    assert {name: new[name] for name in old} == old


def test_our_sheets_say_what_was_authored(book, sheets):
    graft(book, sheets)
    found, wanted = openpyxl.load_workbook(book), openpyxl.load_workbook(sheets)
    for name, new in (("Summary", "Summary (2)"), ("Risk table", "Risk table"), ("Notes", "Notes")):
        for row in wanted[name].iter_rows():
            for cell in row:
                ours = found[new][cell.coordinate]
                if name != "Summary" and "RiskTable" not in str(cell.value):
                    assert ours.value == cell.value
                assert ours.number_format == cell.number_format
                assert (ours.font.b, ours.font.name, ours.font.color) == (
                    cell.font.b,
                    cell.font.name,
                    cell.font.color,
                )
                assert repr(ours.fill) == repr(cell.fill)
    first = found["Summary (2)"]
    assert first["A1"].value == "=1+1 is a text"
    assert first["A1"].data_type == "s"
    assert first["A2"].value == " spaced "
    assert first["B2"].is_date
    rule = next(iter(found["Risk table"].conditional_formatting)).rules[0]
    assert rule.dxf.fill.bgColor.rgb == "FFFFC7CE"
    assert found["Notes"].print_title_rows == "$1:$1"
    assert found["Notes"].auto_filter.ref == "A1:C12"


def test_references_between_our_sheets_follow_a_new_name(book, sheets):
    planner(book, names=("Risk table", "Notes", "Other"))
    graft(book, sheets)
    new = parts(book)
    first = next(
        data for data in new.values() if b"is a text" in data and b"<worksheet" in data
    ).decode()
    assert "SUM('Risk table (2)'!B2:B6)*Rate" in first
    assert "&quot;" not in re.findall(r"<f>HYPERLINK.*?</f>", first)[0]
    assert 'HYPERLINK("#\'Notes (2)\'!A1","go")' in first
    assert "location=\"'Risk table (2)'!A1\"" in first
    second = next(
        data for name, data in new.items() if b"tablePart " in data and b"RiskTable_2" in data
    ).decode()
    assert "SUM(RiskTable_2[Risk])" in second
    assert "<formula1>'Notes (2)'!$A$2:$A$12</formula1>" in second
    charts = [data.decode() for name, data in new.items() if "charts/chart" in name]
    assert any("'Risk table (2)'!$B$2:$B$6" in chart for chart in charts)
    links = [data.decode() for name, data in new.items() if "drawings/_rels" in name]
    assert any("#'Notes (2)'!A2" in link for link in links)
    names = new["xl/workbook.xml"].decode()
    assert (
        '<definedName name="Rate" localSheetId="3">\'Risk table (2)\'!$B$2</definedName>' in names
    )
    assert "localSheetId=\"5\">'Notes (2)'!$1:$1</definedName>" in names


def test_twice_is_once(book, sheets):
    graft(book, sheets)
    once, when = book.read_bytes(), book.stat()
    report = graft(book, sheets)
    assert book.read_bytes() == once
    assert not report.changed
    assert report.replaced == ("Summary (2)", "Risk table", "Notes")
    assert (book.stat().st_ino, book.stat().st_mtime_ns) == (when.st_ino, when.st_mtime_ns)


def test_other_sheets_replace_ours_as_if_they_had_come_first(book, sheets, tmp_path):
    other = authored(tmp_path / "other.xlsx", names=("总览", "风险", "说明"), variant=7)
    fresh = shutil.copy(book, tmp_path / "fresh.xlsx")
    graft(book, sheets)
    report = graft(book, other)
    assert report.replaced == ("总览", "风险", "说明")  # the keys say that they are the same sheets
    graft(fresh, other)
    assert parts(book) == parts(fresh)


def test_clean_gives_back_every_byte(book, sheets, tmp_path):
    before = shutil.copy(book, tmp_path / "before.xlsx")
    graft(book, sheets)
    report = clean(book)
    assert report.removed == ("Summary (2)", "Risk table", "Notes")
    assert parts(book) == parts(before)
    assert zipfile.ZipFile(book).namelist() == zipfile.ZipFile(before).namelist()


def test_clean_of_a_workbook_without_our_sheets_touches_nothing(book):
    before = book.read_bytes(), book.stat().st_ino
    assert not clean(book).changed
    assert (book.read_bytes(), book.stat().st_ino) == before


def test_out_leaves_the_workbook_alone(book, sheets, tmp_path):
    before = book.read_bytes()
    out = tmp_path / "out.xlsx"
    graft(book, sheets, out)
    assert book.read_bytes() == before
    assert "Notes" in openpyxl.load_workbook(out).sheetnames
    clean(out, tmp_path / "again.xlsx")
    assert parts(tmp_path / "again.xlsx") == parts(book)


def moved(path):
    """Do what a planner does in Excel: rename, move to the front, hide, come back to our sheet."""
    found = openpyxl.load_workbook(path)
    found["Notes"].title = "My notes"
    found.move_sheet("My notes", -5)
    found["Risk table"].sheet_state = "hidden"
    found.active = 0
    found.save(path)


def test_sheets_are_found_again_after_another_program_saved_the_workbook(book, sheets, tmp_path):
    graft(book, sheets)
    moved(book)
    later = authored(tmp_path / "later.xlsx", variant=3)
    report = graft(book, later)
    assert report.replaced == ("Summary (2)", "Risk table", "My notes")
    found = openpyxl.load_workbook(book)
    assert found.sheetnames == [
        "My notes",
        "Customers",
        "Summary",
        "图表",
        "Summary (2)",
        "Risk table",
    ]
    assert found["Risk table"].sheet_state == "hidden"
    assert found["My notes"]["C2"].value == 4.5
    assert found["Summary"].print_title_rows == "$1:$1"
    assert found["图表"].defined_names["Here"].attr_text == "'图表'!$A$1"
    assert lint(book) == []
    assert "calcChain" not in " ".join(parts(book))
    once = book.read_bytes()
    graft(book, later)
    assert book.read_bytes() == once


def test_clean_after_another_program_saved_the_workbook(book, sheets, tmp_path):
    before = shutil.copy(book, tmp_path / "before.xlsx")
    graft(book, sheets)
    moved(book)
    clean(book)
    old, new = look(before), look(book)
    assert new.keys() == old.keys()
    assert {name: cells[0] for name, cells in new.items() if name != "names"} == {
        name: cells[0] for name, cells in old.items() if name != "names"
    }
    assert new["names"] == old["names"]
    assert not [name for name in parts(book) if "graft" in name or "table2" in name]


def test_a_copy_that_the_planner_made_of_our_sheet_stays(book, sheets):
    graft(book, sheets)
    found = openpyxl.load_workbook(book)
    copy = found.copy_worksheet(found["Notes"])
    copy.title = "Notes of March"
    for name, value in found["Notes"].defined_names.items():
        copy.defined_names[name] = type(value)(name, attr_text=value.attr_text)
    found.save(book)
    graft(book, sheets)
    assert "Notes of March" in openpyxl.load_workbook(book).sheetnames
    clean(book)
    assert openpyxl.load_workbook(book).sheetnames == [
        "Customers",
        "Summary",
        "图表",
        "Notes of March",
    ]


def test_two_markers_live_side_by_side(book, sheets, tmp_path):
    other = authored(tmp_path / "other.xlsx", names=("X", "Y", "Z"))
    graft(book, sheets)
    graft(book, other, marker="other")
    clean(book, marker="xlplan")
    assert openpyxl.load_workbook(book).sheetnames == [
        "Customers",
        "Summary",
        "图表",
        "X",
        "Y",
        "Z",
    ]
    clean(book, marker="other")
    assert openpyxl.load_workbook(book).sheetnames == ["Customers", "Summary", "图表"]


def test_only_the_planners_tab_is_selected(book, sheets):
    graft(book, sheets)
    selected = [name for name, data in parts(book).items() if b'tabSelected="1"' in data]
    assert selected == ["xl/worksheets/sheet2.xml"]
    assert b'activeTab="1"' in parts(book)["xl/workbook.xml"]


def test_a_front_sheet_that_does_not_exist_does_not_become_ours(book, sheets):
    rewritten(
        book, {"xl/workbook.xml": lambda data: data.replace(b'activeTab="1"', b'activeTab="3"')}
    )
    graft(book, sheets)
    assert b'activeTab="0"' in parts(book)["xl/workbook.xml"]
    assert not graft(book, sheets).changed


def test_our_sheet_stays_in_front_if_the_planner_left_it_there(book, sheets):
    graft(book, sheets)
    found = openpyxl.load_workbook(book)
    found.active = found.sheetnames.index("Notes")
    for sheet in found:
        sheet.sheet_view.tabSelected = sheet.title == "Notes"
    found.save(book)
    graft(book, sheets)
    found = openpyxl.load_workbook(book)
    assert found.active.title == "Notes"
    assert [sheet.title for sheet in found if sheet.sheet_view.tabSelected] == ["Notes"]


def test_a_workbook_with_prefixes_comments_and_utf16(book, sheets, tmp_path):
    def prefixed(data):
        text = data.decode().replace("xmlns=", "xmlns:x=")
        return re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", text).encode()

    def wide(data):
        text = prefixed(data).decode().partition("?>")[2]
        return ('<?xml version="1.0" encoding="UTF-16"?>\r\n<!-- ☃ -->' + text).encode("utf-16")

    rewritten(
        book,
        {
            "xl/workbook.xml": wide,
            "xl/styles.xml": prefixed,
            EDITED[1]: prefixed,
            EDITED[2]: prefixed,
        },
    )
    before = shutil.copy(book, tmp_path / "before.xlsx")
    graft(book, sheets)
    assert broken_promises(before, book) == []
    assert parts(book)["xl/workbook.xml"].startswith(b"\xff\xfe<\0?\0")
    assert "Notes" in calamine(book)[0] or calamine(before)[0] == calamine(book)[0]
    clean(book)
    assert parts(book) == parts(before)


def test_a_strict_workbook_gets_strict_sheets(book, sheets, tmp_path):
    def strict(data):
        text = data.decode().replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        for name in ("relationships", "drawing", "chart"):
            text = text.replace(
                f"http://schemas.openxmlformats.org/officeDocument/2006/{name}",
                f"http://purl.oclc.org/ooxml/officeDocument/{name}",
            )
        for name in ("main", "chart", "spreadsheetDrawing"):
            text = text.replace(
                f"http://schemas.openxmlformats.org/drawingml/2006/{name}",
                f"http://purl.oclc.org/ooxml/drawingml/{name}",
            )
        return text.encode()

    names = [
        name
        for name in parts(book)
        if name.endswith((".xml", ".rels")) and "Content_Types" not in name
    ]
    rewritten(book, dict.fromkeys(names, strict))
    before = set(parts(book))
    graft(book, sheets)
    ours = [
        data
        for name, data in parts(book).items()
        if name not in before and name.endswith((".xml", ".rels"))
    ]
    assert not any(b"spreadsheetml/2006/main" in data for data in ours)
    assert not any(b"officeDocument/2006/relationships" in data for data in ours)
    assert any(b'gapWidth val="60%"' in data for data in ours)
    assert calamine(book)[0]["Notes"][1][1] == "备注 1 <&> “x”"


def test_a_workbook_without_styles_names_and_views(tmp_path, sheets):
    book = planner(tmp_path / "bare.xlsx")

    def bare(data):
        text = re.sub(r"<(bookViews|definedNames).*?</\1>", "", data.decode())
        return text.encode()

    def unlisted(data):
        return re.sub(rb"<Relationship [^>]*styles[^>]*/>|<Override [^>]*styles[^>]*/>", b"", data)

    changes = {
        "xl/workbook.xml": bare,
        "xl/styles.xml": None,
        EDITED[1]: unlisted,
        EDITED[2]: unlisted,
    }
    rewritten(book, changes)
    before = parts(book)
    graft(book, sheets)
    assert openpyxl.load_workbook(book)["Notes"]["A1"].font.b
    clean(book)
    assert parts(book) == before


def test_odd_empty_lists_come_back_as_they_were(book, sheets):
    def odd(data):
        data = re.sub(rb"<dxfs.*</dxfs>", b"<dxfs count='0' />", data)
        return re.sub(rb"<numFmts.*</numFmts>", b"<numFmts></numFmts>", data)

    rewritten(book, {"xl/styles.xml": odd})
    before = parts(book)
    graft(book, sheets)
    assert b'<dxfs count="1" ><dxf>' in parts(book)["xl/styles.xml"]
    assert openpyxl.load_workbook(book)["Summary (2)"]["B1"].number_format == '0.0 "%"'
    clean(book)
    assert parts(book) == before


def test_styles_do_not_grow_with_every_save_by_another_program(book, sheets):
    graft(book, sheets)
    sizes = []
    for _ in range(3):
        openpyxl.load_workbook(book).save(book)
        graft(book, sheets)
        styles = parts(book)["xl/styles.xml"]
        sizes.append(
            [
                int(n)
                for n in re.findall(rb'<(?:fonts|fills|borders|cellXfs|dxfs) count="(\d+)"', styles)
            ]
        )
    assert sizes[1] == sizes[2]


def test_content_is_kept_by_openpyxl_written_sheets(book, tmp_path):
    """Sheets authored by another library, with its quirks, come over too."""
    made = openpyxl.Workbook()
    made.active.title = "From openpyxl"
    made.active.append(["a", 1, "=A1&B1"])
    made.active["A1"].font = openpyxl.styles.Font(name="Arial", size=20)
    made.save(tmp_path / "made.xlsx")
    graft(book, tmp_path / "made.xlsx")
    found = openpyxl.load_workbook(book)["From openpyxl"]
    assert [cell.value for cell in found[1]] == ["a", 1, "=A1&B1"]
    assert found["A1"].font.name == "Arial"


def test_cdata_comments_and_prefixes_in_authored_sheets(book, sheets):
    def odd(data):
        text = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", data.decode().replace("xmlns=", "xmlns:x="))
        return text.replace("<x:sheetData>", "<!-- <c r='Z9'> --><x:sheetData>").encode()

    def cdata(data):
        return data.replace(b"=1+1 is a text", b"<![CDATA[<b>&]]> is a text")

    rewritten(sheets, {"xl/worksheets/sheet1.xml": odd, "xl/sharedStrings.xml": cdata})
    graft(book, sheets)
    assert openpyxl.load_workbook(book)["Summary (2)"]["A1"].value == "<b>& is a text"


def test_sheets_for_a_workbook_that_counts_from_1904(tmp_path, sheets):
    book = planner(tmp_path / "mac.xlsx", default_date_format="yyyy")
    rewritten(
        book,
        {
            "xl/workbook.xml": lambda data: data.replace(
                b"<workbookPr ", b'<workbookPr date1904="1" '
            )
        },
    )
    assert counts_from_1904(book)
    with pytest.raises(PlanError) as wrong:
        graft(book, sheets)
    assert wrong.value.code == "GRAFT_EPOCH"
    made = authored(tmp_path / "mac-results.xlsx", date_1904=True)
    graft(book, made)
    assert (
        openpyxl.load_workbook(book)["Summary (2)"]["B2"].value.isoformat() == "2026-03-31T00:00:00"
    )


def test_mode_times_links_and_backup(book, sheets, tmp_path):
    book.chmod(0o640)
    os.utime(book, ns=(1_700_000_000_000_000_000, 1_700_000_000_123_456_789))
    (tmp_path / "else").mkdir()
    link = tmp_path / "else" / "link.xlsx"
    link.symlink_to(book)
    old = book.read_bytes()
    report = graft(link, sheets, backup=True)
    assert link.is_symlink()
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
    assert book.stat().st_mtime_ns == 1_700_000_000_123_456_789
    assert report.backup == book.with_name("plan 计划 😀.backup.xlsx")
    assert report.backup.read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []
    other = authored(tmp_path / "other.xlsx", variant=1)
    assert graft(book, other, backup=True).backup.name == "plan 计划 😀.backup1.xlsx"


def test_extended_attributes_stay_and_a_hard_link_keeps_the_old_file(book, sheets, tmp_path):
    other = tmp_path / "second name.xlsx"
    other.hardlink_to(book)
    old = book.read_bytes()
    try:
        os.setxattr(book, "user.owner", b"planner")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    graft(book, sheets)
    assert os.getxattr(book, "user.owner") == b"planner"
    assert other.read_bytes() == old
    assert "Notes" in calamine(book)[0]


def test_a_new_file_gets_the_mode_of_the_workbook(book, sheets, tmp_path):
    book.chmod(0o604)
    graft(book, sheets, tmp_path / "out.xlsx")
    assert stat.S_IMODE((tmp_path / "out.xlsx").stat().st_mode) == 0o604


def test_what_a_killed_run_left_is_swept(book, sheets):
    dead = replacing._temporary(book).replace(f"-{os.getpid()}-", "-999999999-")
    book.with_name(dead).write_bytes(b"left")
    alive = replacing._temporary(book)
    book.with_name(alive).write_bytes(b"at work")
    graft(book, sheets)
    assert not book.with_name(dead).exists()
    assert book.with_name(alive).exists()


def test_libreoffice_saves_it_and_the_sheets_are_found_again(book, sheets, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    graft(book, sheets)
    office(tmp_path, book)
    saved = tmp_path / "saved" / book.name
    old = calamine(book)[0]
    assert {n: calamine(saved)[0][n] for n in ("Customers", "Notes")} == {
        n: old[n] for n in ("Customers", "Notes")
    }
    report = graft(saved, sheets)
    assert report.replaced == ("Summary (2)", "Risk table", "Notes")
    assert lint(saved) == []
    once = saved.read_bytes()
    graft(saved, sheets)
    assert saved.read_bytes() == once
    clean(saved)
    assert openpyxl.load_workbook(saved).sheetnames == ["Customers", "Summary", "图表"]


def office(folder, *files):
    """Have LibreOffice open files and save them as .xlsx in ``saved``."""
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    subprocess.run(
        [*command, "--outdir", str(Path(folder) / "saved"), *map(str, files)],
        env=environment, capture_output=True, timeout=300, check=True,
    )  # fmt: skip
