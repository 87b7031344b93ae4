"""What a graft refuses: with the true reason, nothing written, nothing left behind."""

import os
import re
import shutil
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
from graft_support import SHARED, authored, lint, parts, planner, rewritten

from xlplan.core.issues import SENTENCES, PlanError
from xlplan.engine.text import Texts
from xlplan.hosts.files import replacing
from xlplan.hosts.files.graft import parts as graft_parts
from xlplan.hosts.files.graft.grafting import clean, graft
from xlplan.hosts.files.portable import make_portable


@pytest.fixture
def book(tmp_path):
    (tmp_path / "place").mkdir()
    return planner(tmp_path / "place" / "plan.xlsx")


@pytest.fixture
def sheets(tmp_path):
    return authored(tmp_path / "results.xlsx")


def refused(book, sheets, out=None, **options):
    """Return the code of the refusal, after making sure that nothing happened."""
    folder = book.parent
    before = {p.name: p.read_bytes() if p.is_file() else b"" for p in folder.iterdir()}
    with pytest.raises(PlanError) as wrong:
        graft(book, sheets, out, **options)
    after = {p.name: p.read_bytes() if p.is_file() else b"" for p in folder.iterdir()}
    assert before == after
    assert Texts("zh").error(wrong.value) != Texts("en").error(wrong.value)
    return wrong.value.code


def inserted(before, new):
    """Return a change that puts bytes before the first place of others in a part."""
    return lambda data: data.replace(before, new + before, 1)


@pytest.mark.parametrize("name", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_open_elsewhere(book, sheets, name):
    book.with_name(name).write_text("someone")
    assert refused(book, sheets) == "GRAFT_LOCKED"
    graft(book, sheets, book.with_name("out.xlsx"))  # another file may be written


def test_lock_behind_a_link(book, sheets, tmp_path):
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    book.with_name("~$plan.xlsx").write_text("someone")
    assert refused(link, sheets) == "GRAFT_LOCKED"


def test_read_only(book, sheets):
    book.chmod(0o444)
    assert refused(book, sheets) == "GRAFT_READ_ONLY"


def test_a_folder_that_may_not_be_written(book, sheets, monkeypatch):
    def access(path, _mode):
        return path != book.parent

    monkeypatch.setattr(replacing.os, "access", access)
    assert refused(book, sheets) == "NO_WRITE_PERMISSION"


def test_missing_folder_pipe_and_suffix(book, sheets, tmp_path):
    assert refused(book, sheets, tmp_path / "none" / "x.xlsx") == "NO_FOLDER"
    assert refused(book, sheets, tmp_path / "x.xlsm") == "GRAFT_SUFFIX"
    with pytest.raises(PlanError):
        graft(book.parent, sheets, tmp_path / "y")
    with pytest.raises(PlanError):
        graft(book.with_name("nothing.xlsx"), sheets)
    os.mkfifo(book.with_name("pipe.xlsx"))
    with pytest.raises(PlanError):
        graft(book.with_name("pipe.xlsx"), sheets)


@pytest.mark.parametrize("marker", ["", "a b", "a/b", "标记", "x" * 31])
def test_a_marker_that_cannot_be_part_of_a_name(book, sheets, marker):
    assert refused(book, sheets, marker=marker) == "GRAFT_MARKER"


def protect(tag):
    return {"xl/workbook.xml": inserted(b"<bookViews>", tag)}


def test_locked_structure(book, sheets):
    rewritten(book, protect(b'<workbookProtection lockStructure="1"/>'))
    assert refused(book, sheets) == "GRAFT_STRUCTURE"


def test_locked_windows_are_no_obstacle(book, sheets):
    rewritten(book, protect(b'<workbookProtection lockWindows="1" lockStructure="false"/>'))
    graft(book, sheets)


def lock(tag):
    """Return a change that protects a sheet."""
    return lambda data: data.replace(b"</sheetData>", b"</sheetData>" + tag, 1)


def own_part(book, key):
    """Return the part of a sheet of ours, found by openpyxl's own way through the package."""
    (name,) = [one for one, text in marks(book).items() if text.startswith(key)]
    listed = parts(book)["xl/workbook.xml"].decode()
    (rel,) = re.findall(f'<sheet name="{name}"[^>]*r:id="([^"]+)"', listed)
    links = parts(book)["xl/_rels/workbook.xml.rels"].decode()
    (link,) = [one for one in re.findall("<Relationship [^>]*>", links) if f'Id="{rel}"' in one]
    return "xl/" + re.search('Target="([^"]+)"', link)[1].removeprefix("/xl/")


def marks(book):
    found = {}
    for sheet in openpyxl.load_workbook(book):
        for name, one in sheet.defined_names.items():
            if name == "_xlplan_graft":
                found[sheet.title] = one.attr_text.strip('"')
    return found


PROTECTED = [
    b'<sheetProtection sheet="1" objects="1" scenarios="1"/>',
    b"<sheetProtection sheet='true' password='C0DE' />",
    b'<x:sheetProtection xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" hash="a>b" sheet="1"/>',
]


@pytest.mark.parametrize("tag", PROTECTED)
def test_a_sheet_of_ours_that_the_planner_protected(book, sheets, tag):
    """As the buttons in Excel and LibreOffice do: the sheet is named, and nothing is written."""
    graft(book, sheets)
    rewritten(book, {own_part(book, "risk"): lock(tag)})
    assert refused(book, sheets) == "GRAFT_SHEET_PROTECTED"
    assert refused(book, sheets, book.with_name("out.xlsx")) == "GRAFT_SHEET_PROTECTED"
    with pytest.raises(PlanError) as wrong:
        graft(book, authored(sheets, ("One", "Two", "Three"), variant=1))
    assert "Risk table" in Texts("en").error(wrong.value)
    assert "Risk table" in Texts("zh").error(wrong.value)


def test_a_protected_sheet_in_another_encoding(book, sheets):
    graft(book, sheets)

    def wide(data):
        text = lock(PROTECTED[0])(data).decode().replace("UTF-8", "UTF-16")
        return text.encode("utf-16")

    rewritten(book, {own_part(book, "risk"): wide})
    assert refused(book, sheets) == "GRAFT_SHEET_PROTECTED"


def test_a_protected_sheet_is_not_taken_out_once_somebody_has_saved_the_workbook(book, sheets):
    graft(book, sheets)
    rewritten(book, {
        own_part(book, "notes"): lock(PROTECTED[0]),
        "xl/workbook.xml": lambda data: data + b"\n",  # as whoever protects a sheet saves
    })  # fmt: skip
    before = book.read_bytes()
    with pytest.raises(PlanError, match="Notes") as wrong:
        clean(book)
    assert wrong.value.code == "GRAFT_SHEET_PROTECTED"
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "tag", [b'<sheetProtection sheet="0" objects="1"/>', b"<sheetProtection/>"]
)
def test_what_protects_nothing_is_no_obstacle(book, sheets, tag):
    graft(book, sheets)
    rewritten(book, {own_part(book, "risk"): lock(tag)})
    assert "Risk table" in graft(book, sheets).replaced
    clean(book)


def test_protected_sheets_of_the_planners_own_are_no_obstacle(book, sheets):
    rewritten(book, {"xl/worksheets/sheet1.xml": lock(PROTECTED[0])})
    graft(book, sheets)
    before = parts(book)["xl/worksheets/sheet1.xml"]
    graft(book, authored(sheets, variant=1))
    assert parts(book)["xl/worksheets/sheet1.xml"] == before


def test_sheets_that_come_protected_replace_themselves(book, sheets):
    """The protection that they brought along is no word of the planner's."""
    plain = parts(book)
    rewritten(sheets, {"xl/worksheets/sheet2.xml": lock(PROTECTED[0])})
    graft(book, sheets)
    assert b"<sheetProtection" in parts(book)[own_part(book, "risk")]
    once = book.read_bytes()
    graft(book, sheets)
    assert book.read_bytes() == once
    make_portable(book)
    clean(book)
    assert parts(book) == plain


def test_a_text_that_looks_like_protection_is_none(book, tmp_path):
    made = tmp_path / "text.xlsx"
    with xlsxwriter.Workbook(made) as one:
        one.add_worksheet("Risk table").write("A1", '<sheetProtection sheet="1"/>')
    graft(book, made)
    assert graft(book, made).replaced == ("Risk table",)


def test_reserved_for_those_with_a_password(book, sheets):
    sharing = b'<fileSharing userName="me" reservationPassword="C0DE"/>'
    rewritten(book, {"xl/workbook.xml": inserted(b"<workbookPr", sharing)})
    assert refused(book, sheets) == "GRAFT_RESERVED"
    graft(book, sheets, book.with_name("out.xlsx"))


def test_recommended_read_only_is_only_a_recommendation(book, sheets):
    sharing = b'<fileSharing readOnlyRecommended="1"/>'
    rewritten(book, {"xl/workbook.xml": inserted(b"<workbookPr", sharing)})
    graft(book, sheets)


def signed(book):
    kind = b"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    relation = b'<Relationship Id="rIdS" Type="' + kind + b'" Target="_xmlsignatures/origin.sigs"/>'
    types = b'<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/>'
    return rewritten(
        book,
        {
            "_rels/.rels": inserted(b"</Relationships>", relation),
            "[Content_Types].xml": inserted(b"<Default", types),
            "_xmlsignatures/origin.sigs": b"",
        },
    )


def test_signature(book, sheets):
    signed(book)
    assert refused(book, sheets) == "GRAFT_SIGNED"
    graft(book, sheets, break_signature=True)
    assert "_xmlsignatures/origin.sigs" in parts(book)


def test_shared_with_a_log(book, sheets):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/revisionHeaders"
    relation = (
        b'<Relationship Id="rIdR" Type="' + kind + b'" Target="revisions/revisionHeaders.xml"/>'
    )
    rewritten(book, {"xl/_rels/workbook.xml.rels": inserted(b"</Relationships>", relation)})
    assert refused(book, sheets) == "GRAFT_SHARED"


def test_binary_workbook(book, sheets):
    def binary(data):
        return data.replace(b"sheet.main+xml", b"sheet.binary.macroEnabled.main").replace(
            b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.b", b"vnd.ms-excel.sheet.b"
        )

    rewritten(book, {"[Content_Types].xml": binary})
    assert refused(book, sheets) == "GRAFT_XLSB"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"]
)
def test_doctype_and_malformed_parts(book, sheets, part):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    old = parts(book)[part]
    rewritten(book, {part: re.sub(rb"(<\?xml[^>]*>\s*)", rb"\1" + bomb, old)})
    assert refused(book, sheets) == "GRAFT_DOCTYPE"
    rewritten(book, {part: old[:-9]})
    assert refused(book, sheets) == "GRAFT_XML"
    deep = old.rstrip()
    end = deep.rindex(b"</")
    rewritten(book, {part: deep[:end] + b"<a>" * 5000 + b"</a>" * 5000 + deep[end:]})
    assert refused(book, sheets) == "GRAFT_DEEP"


def test_a_part_that_swells(book, sheets):
    rewritten(book, {"xl/media/bomb.bin": b"\0" * (64 << 20)})
    assert refused(book, sheets) == "TOO_LARGE"
    rewritten(book, {"xl/media/bomb.bin": None, "xl/styles.xml": lambda d: d + b" " * (31 << 20)})
    graft(book, sheets)  # large, but it fits
    rewritten(
        book,
        {
            "xl/styles.xml": lambda d: (
                d + b"<!--" + os.urandom(1 << 16).hex().encode() * 700 + b"-->"
            )
        },
    )
    assert refused(book, sheets) == "TOO_LARGE"


def test_too_many_parts(book, sheets):
    with zipfile.ZipFile(book, "a") as archive:
        for number in range(20_001):
            archive.writestr(f"x/{number}", b"")
    assert refused(book, sheets) == "TOO_LARGE"


def test_the_same_part_twice(book, sheets):
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("XL/Workbook.xml", b"<x/>")
    assert refused(book, sheets) == "GRAFT_DUPLICATE"


def patched(book, name, place, value):
    """Change a field of a part's entry in the directory."""
    data = bytearray(book.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    size = struct.calcsize(value[0])
    data[at + place : at + place + size] = struct.pack(*value)
    book.write_bytes(data)
    return book


def test_an_encrypted_entry(book, sheets):
    patched(book, "xl/styles.xml", 8, ("<H", 1))
    assert refused(book, sheets) == "GRAFT_ENCRYPTED_PART"


def test_a_wrong_checksum_of_an_edited_part(book, sheets):
    patched(book, "xl/styles.xml", 16, ("<L", 1))
    assert refused(book, sheets) == "GRAFT_PART"


def test_entries_that_share_bytes(book, sheets):
    offset = zipfile.ZipFile(book).getinfo("xl/workbook.xml").header_offset
    patched(book, "xl/styles.xml", 42, ("<L", offset))
    assert refused(book, sheets) == "GRAFT_ZIP"


def test_a_cut_file(book, sheets):
    book.write_bytes(book.read_bytes()[:-30])
    assert refused(book, sheets) == "GRAFT_ZIP"


def test_an_edited_part_packed_in_an_unusual_way(book, sheets):
    old = parts(book)
    with zipfile.ZipFile(book, "w") as archive:
        for name, data in old.items():
            kind = zipfile.ZIP_LZMA if name == "xl/styles.xml" else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, kind)
    assert refused(book, sheets) == "GRAFT_METHOD"


def test_other_parts_packed_in_an_unusual_way_are_copied(book, sheets):
    old = parts(book)
    with zipfile.ZipFile(book, "w") as archive:
        for name, data in old.items():
            kind = zipfile.ZIP_BZIP2 if "theme" in name else zipfile.ZIP_STORED
            archive.writestr(name, data, kind)
    graft(book, sheets)
    new = parts(book)
    assert all(new[name] == old[name] for name in old if "theme" in name or "worksheets" in name)


def test_data_descriptors_zip64_and_comments_are_fine(book, sheets, tmp_path):
    old = parts(book)
    streamed = tmp_path / "place" / "streamed.xlsx"
    with streamed.open("wb") as raw:

        class Pipe:
            """A file that cannot seek, so that sizes follow the data."""

            write, flush = raw.write, raw.flush

        with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in old.items():
                with archive.open(name, "w", force_zip64=True) as part:
                    part.write(data)
            archive.comment = "说明".encode()
    graft(streamed, sheets)
    assert lint(streamed) == []
    assert zipfile.ZipFile(streamed).comment == "说明".encode()
    assert all(not info.flag_bits & 8 for info in zipfile.ZipFile(streamed).infolist())
    clean(streamed)
    assert parts(streamed) == old


def test_old_and_encrypted_workbooks(sheets, tmp_path):
    files = sorted((SHARED / "corpus").glob("*.xls")) + sorted(
        (SHARED / "corpus").glob("*pass*.xlsx")
    )
    if not files:
        pytest.skip(f"no real workbooks at {SHARED}")
    codes = set()
    for path in files:
        book = tmp_path / "place" / path.name
        book.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, book)
        codes.add(refused(book, sheets))
        book.unlink()
    assert codes <= {"GRAFT_XLS", "ENCRYPTED", "OLD_FORMAT", "NOT_A_WORKBOOK"}
    assert {"GRAFT_XLS", "ENCRYPTED"} <= codes


def test_sheets_that_need_more_than_themselves(book, tmp_path):
    made = authored(tmp_path / "made.xlsx")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    relation = (
        b'<Relationship Id="rIdP" Type="' + kind + b'" Target="../pivotTables/pivotTable1.xml"/>'
    )
    rewritten(
        made, {"xl/worksheets/_rels/sheet2.xml.rels": inserted(b"</Relationships>", relation)}
    )
    assert refused(book, made) == "GRAFT_CARRIES"


def test_something_that_was_put_on_our_sheet_and_others_depend_on(book, sheets):
    graft(book, sheets)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    relation = (
        b'<Relationship Id="rIdP" Type="' + kind + b'" Target="../pivotTables/pivotTable1.xml"/>'
    )
    changes = {
        name: inserted(b"</Relationships>", relation)
        for name in parts(book)
        if "_rels/sheet5" in name
    }
    rewritten(book, changes | {"xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition/>"})
    assert len(changes) == 1
    graft(book, sheets)  # the record still holds: only our own parts were changed
    rewritten(book, changes | {"xl/workbook.xml": lambda data: data + b"\n"})
    assert refused(book, sheets) == "GRAFT_HOLDS"


def test_clean_leaves_a_sheet_to_see(book, sheets):
    graft(book, sheets)
    hide = {
        "xl/workbook.xml": lambda d: re.sub(
            rb'(<sheet name="(?:Customers|Summary|[^"a-z]+)")', rb'\1 state="hidden"', d
        )
    }
    rewritten(book, hide)
    with pytest.raises(PlanError) as wrong:
        clean(book)
    assert wrong.value.code == "GRAFT_LAST"


def test_someone_writes_in_the_meantime(book, sheets, monkeypatch):
    old = graft_parts.write_package

    def late(*args):
        old(*args)
        book.write_bytes(book.read_bytes() + b" ")

    monkeypatch.setattr(graft_parts, "write_package", late)
    with pytest.raises(PlanError) as wrong:
        graft(book, sheets)
    assert wrong.value.code == "GRAFT_CHANGED"
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_a_full_disk_leaves_nothing(book, sheets, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacing.os, "fsync", full)
    assert refused(book, sheets) == "DISK_FULL"


def test_every_refusal_has_its_sentence_in_both_languages():
    codes = [code for code in SENTENCES if code.startswith("GRAFT_")]
    assert len(codes) > 20
    for code in codes:
        params = dict.fromkeys(
            re.findall(r"{(\w+)}", SENTENCES[code].what + SENTENCES[code].step), "x"
        )
        what, step = Texts("zh").sentence(code, params)
        assert what
        assert step
