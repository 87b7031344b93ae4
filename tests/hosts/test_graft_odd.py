"""Workbooks as other programs leave them: odd spellings, rare sheets, old habits. Each takes sheets."""

import re
import shutil
import zipfile

import openpyxl
import pytest
from graft_support import (
    EDITED,
    authored,
    broken_promises,
    calamine,
    lint,
    parts,
    planner,
    quoted,
    rewritten,
)

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.grafting import clean, graft

RELS, TYPES = EDITED[1], EDITED[2]
BOOK = "xl/workbook.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    return authored(tmp_path_factory.mktemp("sheets") / "results.xlsx")


def swap(old, new, count=-1):
    return lambda data: data.replace(old.encode(), new.encode(), count)


def moved(old, new, target, said=None):
    """Rename a part: its entry, what points to it and its type."""
    return {
        "rename": (old, new),
        RELS: swap(old.removeprefix("xl/"), target),
        TYPES: swap(f"/{old}", said or f"/{new}"),
    }


def more_sheets(*elements):
    """List further sheets with a part each: (kind, root, state)."""
    listed, related, typed, changes = "", "", "", {}
    for at, (kind, root, state) in enumerate(elements, 20):
        listed += f'<sheet name="S{at}" sheetId="{at}" state="{state}" r:id="rId{at}0"/>'
        related += f'<Relationship Id="rId{at}0" Type="{LINKS}/{kind}" Target="odd/s{at}.xml"/>'
        typed += f'<Override PartName="/xl/odd/s{at}.xml" ContentType="{KINDS}.{kind}+xml"/>'
        changes[f"xl/odd/s{at}.xml"] = f'<{root} xmlns="{SPACE}"><sheetData/></{root}>'.encode()
    return changes | {
        BOOK: swap("</sheets>", f"{listed}</sheets>"),
        RELS: swap("</Relationships>", f"{related}</Relationships>"),
        TYPES: swap("</Types>", f"{typed}</Types>"),
    }


def wide(data):
    text = data.decode().partition("?>")[2]
    return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")


def marked(data):
    return b"\xef\xbb\xbf" + data


CUSTOM = (
    '<customWorkbookViews><customWorkbookView name="mine" guid="{1A2B3C4D-0000-0000-0000-000000000000}"'
    ' windowWidth="1" windowHeight="1" activeSheetId="2"/></customWorkbookViews></workbook>'
)
OUTSIDE = {
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{SPACE}"/>'.encode(),
    BOOK: swap("</sheets>", '</sheets><externalReferences><externalReference r:id="rId90"/></externalReferences>'),
    RELS: swap(
        "</Relationships>",
        f'<Relationship Id="rId90" Type="{LINKS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        "</Relationships>",
    ),
    TYPES: swap(
        "</Types>",
        f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{KINDS}.externalLink+xml"/></Types>',
    ),
}  # fmt: skip
ODD = {
    "absolute targets": {RELS: swap('Target="', 'Target="/xl/')},
    "backslash targets": {RELS: swap("worksheets/", "worksheets\\")},
    "targets with dots": {RELS: swap("worksheets/", "./../xl/worksheets/")},
    "a part with %20 in its name": moved(
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet%20one.xml", "worksheets/sheet%20one.xml"
    ),
    "a part with a blank in its name": moved(
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet one.xml",
        "worksheets/sheet%20one.xml",
        "/xl/worksheets/sheet%20one.xml",
    ),
    "parts in another case": {RELS: swap("worksheets/sheet", "Worksheets/Sheet")},
    "styles in UTF-16": {"xl/styles.xml": wide},
    "lists in UTF-16": {RELS: wide, TYPES: wide},
    "byte order marks": {BOOK: marked, RELS: marked, TYPES: marked, "xl/styles.xml": marked},
    "no theme, no shared strings, no properties": {
        "xl/theme/theme1.xml": None,
        "docProps/app.xml": None,
        "docProps/core.xml": None,
        "_rels/.rels": lambda data: re.sub(rb"<Relationship [^>]*docProps[^>]*/>", b"", data),
        RELS: lambda data: re.sub(rb"<Relationship [^>]*theme[^>]*/>", b"", data),
        TYPES: lambda data: re.sub(rb"<Override [^>]*(?:theme|docProps)[^>]*/>", b"", data),
    },
    "chart, dialog and macro sheets": more_sheets(
        ("chartsheet", "chartsheet", "visible"),
        ("dialogsheet", "dialogsheet", "hidden"),
        ("xlMacrosheet", "macrosheet", "veryHidden"),
    ),
    "very hidden": {BOOK: swap('name="Customers"', 'name="Customers" state="veryHidden"')},
    "260 sheets": more_sheets(*[("worksheet", "worksheet", "visible")] * 260),
    "the largest sheet id": {BOOK: swap('sheetId="3"', 'sheetId="65534"')},
    "custom views": {BOOK: swap("</workbook>", CUSTOM)},
    "external links": OUTSIDE,
    "our names, for the whole workbook": {
        BOOK: swap(
            "<definedNames>",
            '<definedNames><definedName name="Rate">Customers!$C$2</definedName>'
            '<definedName name="_xlplan_graft">"mine"</definedName>',
        )
    },
    "protected sheets": {
        "xl/worksheets/sheet1.xml": swap("</sheetData>", '</sheetData><sheetProtection sheet="1"/>')
    },
    "names in front": {BOOK: swap("<calcPr", "<!-- x --><calcPr")},
}  # fmt: skip


def opened(path):
    """Return a workbook as openpyxl sees it, if it takes such a one at all."""
    try:
        return openpyxl.load_workbook(path)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def front(book):
    """Return the name of the sheet in front, if there is one."""
    return book.active.title if book.active else None


@pytest.mark.parametrize("how", ODD)
def test_an_odd_workbook_takes_sheets_and_gives_them_back(how, sheets, tmp_path):
    book = planner(tmp_path / "plan.xlsx")
    changes = dict(ODD[how])
    old, new = changes.pop("rename", ("", ""))
    rewritten(book, changes)
    if old:
        content = parts(book)[old]
        rewritten(book, {old: None, new: content})
    before = shutil.copyfile(book, tmp_path / "before.xlsx")
    report = graft(book, sheets)
    assert report.added == ("Summary (2)", "Risk table", "Notes")
    assert broken_promises(before, book) == []
    assert set(lint(book)) <= set(lint(before))
    old, new = opened(before), opened(book)
    if old is not None:
        assert new.sheetnames[: len(old.sheetnames)] == old.sheetnames
        assert front(old) in (front(new), None)
    old_cells, new_cells = calamine(before, book)
    if isinstance(old_cells, dict):
        assert {name: new_cells[name] for name in old_cells} == old_cells
        assert new_cells["Summary (2)"][0][0] == "=1+1 is a text"
    else:
        assert new_cells == old_cells
    once = book.read_bytes()
    graft(book, sheets)
    assert book.read_bytes() == once
    clean(book)
    assert parts(book) == parts(before)


def test_a_macro_workbook_keeps_its_macros_and_the_numbers_of_its_sheets(sheets, tmp_path):
    book = planner(tmp_path / "made.xlsx").rename(tmp_path / "plan.xlsm")
    rewritten(
        book,
        {
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros",
            BOOK: lambda data: re.sub(rb"<workbookPr[^>]*/>", b'<workbookPr codeName="Book"/>', data),
            RELS: swap(
                "</Relationships>",
                '<Relationship Id="rId91" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
                ' Target="vbaProject.bin"/></Relationships>',
            ),
            TYPES: lambda data: data.replace(
                f"{KINDS}.sheet.main+xml".encode(),
                b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            ).replace(
                b"</Types>",
                b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
            ),
        },
    )  # fmt: skip
    before = parts(book)
    names = openpyxl.load_workbook(book).sheetnames
    graft(book, sheets)
    after = parts(book)
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert b"macroEnabled" in after[TYPES]
    assert openpyxl.load_workbook(book, keep_vba=True).sheetnames[: len(names)] == names
    assert b"codeName" not in b"".join(after[name] for name in after if name not in before)
    clean(book)
    assert parts(book) == before


def test_a_workbook_with_as_many_formats_as_excel_takes(sheets, tmp_path):
    book = planner(tmp_path / "plan.xlsx")

    def full(data):
        new = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 63_999
        return data.replace(b"</cellXfs>", new + b"</cellXfs>")

    rewritten(book, {"xl/styles.xml": full})
    before = book.read_bytes()
    with pytest.raises(PlanError) as wrong:
        graft(book, sheets)
    assert wrong.value.code == "GRAFT_STYLES"
    assert book.read_bytes() == before


def excel_like(book, out):
    """Save a grafted workbook as Excel would: parts renumbered, strings shared, styles reindexed,
    our record and unknown parts gone, the order of calculation and the names kept."""
    loaded = parts(book)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        text = loaded[BOOK].decode()
        related = loaded[RELS].decode()
        order = re.findall(r'<sheet [^>]*r:id="(\w+)"', text)
        targets = dict(re.findall(r'Id="(\w+)"[^>]*Target="([^"]*)"', related)) | {
            b: a for a, b in re.findall(r'Target="([^"]*)"[^>]*Id="(\w+)"', related)
        }
        new = {f"xl/{targets[i]}": f"xl/worksheets/sheet{n}.xml" for n, i in enumerate(order, 101)}
        related = re.sub(r"<Relationship [^>]*graft-record[^>]*/>", "", related)
        chain = f'<Relationship Id="rId99" Type="{LINKS}/calcChain" Target="calcChain.xml"/>'
        related = related.replace("</Relationships>", f"{chain}</Relationships>")
        said = re.sub(r"<Override [^>]*graft[^>]*/>", "", loaded[TYPES].decode())
        part = f'<Override PartName="/xl/calcChain.xml" ContentType="{KINDS}.calcChain+xml"/>'
        said = said.replace("</Types>", f"{part}</Types>")
        for old, name in new.items():
            related = related.replace(old.removeprefix("xl/") + '"', name.removeprefix("xl/") + '"')
            said = said.replace(f'"/{old}"', f'"/{name}"')
        for name, data in loaded.items():
            if "graft" in name:
                continue
            kept = {BOOK: text, RELS: related, TYPES: said}.get(name)
            place = name.replace("_rels/", "").removesuffix(".rels")
            if place in new:
                renamed = new[place]
                head, _, tail = renamed.rpartition("/")
                name = f"{head}/_rels/{tail}.rels" if "_rels" in name else renamed  # noqa: PLW2901
            if name == "xl/styles.xml":
                kept = data.decode().replace("<cellXfs", "<cellXfs ", 1)
            archive.writestr(name, kept.encode() if kept is not None else data)
        cells = "".join(f'<c r="A1" i="{n}"/>' for n in range(1, len(order) + 1))
        archive.writestr("xl/calcChain.xml", f'<calcChain xmlns="{SPACE}">{cells}</calcChain>')
    return out


def test_sheets_are_found_after_excel_renumbered_everything(sheets, tmp_path):
    book = planner(tmp_path / "plan.xlsx")
    planned = calamine(book)[0]
    graft(book, sheets)
    saved = excel_like(book, tmp_path / "saved.xlsx")
    text = parts(saved)[BOOK].decode()
    ours = re.findall(r"<sheet [^>]*name=\"(?:Summary \(2\)|Risk table|Notes)\"[^>]*/>", text)
    assert len(ours) == 3
    moved_up = text.replace(ours[2], "").replace("<sheets>", f"<sheets>{ours[2]}")
    renumbered = re.sub(
        r'localSheetId="(\d+)"', lambda f: f'localSheetId="{(int(f[1]) + 1) % 6}"', moved_up
    ).replace('activeTab="1"', 'activeTab="2"')
    renumbered = renumbered.replace('name="Risk table"', 'name="我的风险"').replace(
        quoted("Risk table"), quoted("我的风险")
    )
    rewritten(saved, {BOOK: renumbered.encode()})
    report = graft(saved, sheets)
    assert report.replaced == ("Summary (2)", "我的风险", "Notes")
    names = openpyxl.load_workbook(saved).sheetnames
    assert names == ["Notes", "Customers", "Summary", "图表", "Summary (2)", "我的风险"]
    assert openpyxl.load_workbook(saved).active.title == "Summary"
    assert not any("calcChain" in name for name in parts(saved))
    assert lint(saved) == []
    now = calamine(saved)[0]
    assert {name: now[name] for name in planned} == planned
    once = saved.read_bytes()
    graft(saved, sheets)
    assert saved.read_bytes() == once
    assert clean(saved).removed == ("Notes", "Summary (2)", "我的风险")
    now = calamine(saved)[0]
    assert now == planned
    left = parts(saved)
    assert sum(name.startswith("xl/worksheets/sheet") for name in left) == 3
