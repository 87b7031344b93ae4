"""What the graft's tests share: authored sheets, planners' workbooks, and independent looks at files.

The looks use ElementTree, openpyxl and calamine, nothing of the graft itself.
"""

import datetime as dt
import io
import json
import random
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
import zlib
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
EDITED = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml")
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
DAY = dt.date(2026, 3, 31)


def authored(path, names=("Summary", "Risk table", "Notes"), *, variant=0, **options):
    """Write three sheets with what result sheets have: texts, a chart, a table, rules, links, names."""
    book = xlsxwriter.Workbook(str(path), OPTIONS | options)
    first, second, third = (book.add_worksheet(name) for name in names)
    look = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "share": book.add_format({"num_format": '0.0 "%"', "bold": True, "font_color": "#C00000"}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#1F4E78", "font_color": "white", "border": 1}
        ),
        "bad": book.add_format(
            {"bg_color": "#FFC7CE", "font_color": "#9C0006", "num_format": "0.000"}
        ),
    }
    _first(first, names, look, variant)
    _second(book, second, names, look, variant)
    third.write_row(0, 0, ["Id", "Note", "Score"], look["head"])
    for row in range(1, 12):
        third.write_row(row, 0, [f"00{row}", f"备注 {row} <&> “x”", row * 1.5 + variant])
    third.autofilter(0, 0, 11, 2)
    third.repeat_rows(0)
    third.print_area(0, 0, 11, 2)
    third.write_comment("B2", "A comment")
    book.define_name("Rate", f"={quoted(names[1])}!$B$2")
    for name, key in zip(names, ("summary", "risk", "notes"), strict=True):
        book.define_name(f"{quoted(name)}!_xlplan_key", f'="{key}"')
    book.close()
    return path


def quoted(name):
    return "'" + name.replace("'", "''") + "'"


def _first(sheet, names, look, variant):
    sheet.write("A1", "=1+1 is a text")
    sheet.write("A2", " spaced ")
    sheet.write_rich_string("A3", "plain ", look["share"], "rich")
    sheet.write_number("B1", 1234.5 + variant, look["share"])
    sheet.write_datetime("B2", DAY, look["date"])
    sheet.write_boolean("B3", True)
    sheet.write_formula("C1", f"=SUM({quoted(names[1])}!B2:B6)*Rate", None, 42)
    sheet.write_formula("C2", f'=HYPERLINK("#{quoted(names[2])}!A1","go")', None, "go")
    sheet.write_url("D1", f"internal:{quoted(names[1])}!A1", string="to risk")
    sheet.write_url("D2", "https://example.com/?a=1&b=2", string="out")
    sheet.insert_image(
        "F20",
        "dot.png",
        {"image_data": io.BytesIO(_png()), "url": f"internal:{quoted(names[2])}!A2"},
    )
    sheet.conditional_format("B1:B9", {"type": "3_color_scale"})


def _second(book, sheet, names, look, variant):
    sheet.write_row("A1", ["Customer", "Risk"], look["head"])
    rows = [[f"客户 {n}", 10.0 * n + variant] for n in range(1, 6)]
    columns = [
        {"header": "Customer"},
        {"header": "Risk"},
        {"header": "Twice", "formula": "=[@Risk]*2"},
    ]
    sheet.add_table("A1:C6", {"data": rows, "columns": columns, "name": "RiskTable"})
    sheet.write_formula("E1", "=SUM(RiskTable[Risk])", None, 150)
    rule = {"type": "cell", "criteria": ">", "value": 20, "format": look["bad"]}
    sheet.conditional_format("B2:B6", rule)
    sheet.data_validation("E2", {"validate": "list", "source": ["open", "done"]})
    sheet.data_validation("E3", {"validate": "list", "source": f"={quoted(names[2])}!$A$2:$A$12"})
    sheet.set_column("F:F", 20, look["share"])
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"categories": [names[1], 1, 0, 5, 0], "values": [names[1], 1, 1, 5, 1], "gap": 60}
    )
    sheet.insert_chart("G2", chart)
    sheet.freeze_panes(1, 0)


def _png():
    body = zlib.compress(b"\0\xff\0\0")
    chunks = [(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\2\0\0\0"), (b"IDAT", body), (b"IEND", b"")]
    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        made += (
            len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        )
    return made


def planner(path, names=("Customers", "Summary", "图表"), **options):
    """Write a planner's workbook: values, formulas, styles, a table, a chart, names, sheets of a kind."""
    book = xlsxwriter.Workbook(str(path), OPTIONS | options)
    first, second, third = (book.add_worksheet(name) for name in names)
    money = book.add_format({"num_format": "¥#,##0.00", "italic": True})
    red = book.add_format({"bg_color": "#FF0000"})
    first.write_row(0, 0, ["Customer ID", "客户名称", "Amount"])
    for row in range(1, 30):
        first.write_row(row, 0, [f"{row:04}", f"客户{row}"])
        first.write_number(row, 2, row * 100.5, money)
    first.add_table(
        0, 0, 29, 2, {"name": "RiskTable", "columns": [{"header": h} for h in ("a", "b", "c")]}
    )
    first.conditional_format("C2:C30", {"type": "cell", "criteria": ">", "value": 5, "format": red})
    second.write_formula("A1", f"=SUM({quoted(names[0])}!C2:C30)", money, 43717.5)
    second.write_comment("A1", "planner's comment")
    second.repeat_rows(0)
    book.define_name("Total", f"={quoted(names[1])}!$A$1")
    book.define_name(f"{quoted(names[2])}!Here", f"={quoted(names[2])}!$A$1")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": [names[0], 1, 2, 9, 2]})
    third.insert_chart("B2", chart)
    second.activate()
    book.close()
    return path


def parts(path):
    """Return name → content of all parts."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(path, name):
    """Return a part's compressed bytes."""
    with zipfile.ZipFile(path) as archive, Path(path).open("rb") as file:
        info = archive.getinfo(name)
        file.seek(info.header_offset + 26)
        lengths = file.read(4)
        file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
        return file.read(info.compress_size)


def rewritten(path, changes, out=None):
    """Write a workbook again with parts changed: name → new content, a function of the old, or None."""
    old = parts(path)
    for name, change in changes.items():
        old[name] = change(old.get(name)) if callable(change) else change
    with zipfile.ZipFile(out or path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in old.items():
            if data is not None:
                archive.writestr(name, data)
    return out or path


def embedding(old, new, where=""):
    """Return what of an element is not there any more, in order, in another (which may have more)."""
    wrong = []
    loose = {"count"} if old.tag.rpartition("}")[2] in LISTS else set()
    keys = (old.attrib.keys() | new.attrib.keys()) - loose
    wrong += [
        f"{where}@{k}: {old.get(k)} -> {new.get(k)}" for k in keys if old.get(k) != new.get(k)
    ]
    if (old.text or "").strip() != (new.text or "").strip():
        wrong.append(f"{where}: {old.text!r} -> {new.text!r}")
    kids = iter(new)
    for place, kid in enumerate(old):
        match = next((other for other in kids if other.tag == kid.tag and same(kid, other)), None)
        if match is None:
            match = None if kid.tag.rpartition("}")[2] not in HOLDERS else new.find(kid.tag)
            if match is None:
                return [*wrong, f"{where}/{kid.tag}[{place}] is gone"]
            wrong += embedding(kid, match, f"{where}/{kid.tag.rpartition('}')[2]}")
            kids = iter(list(new)[list(new).index(match) + 1 :])
    return wrong


LISTS = ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "numFmts")
HOLDERS = (*LISTS, "sheets", "definedNames")


def same(old, new):
    """Tell whether two elements say the same."""
    texts = (old.text or "").strip() == (new.text or "").strip()
    kids = len(old) == len(new) and all(same(a, b) for a, b in zip(old, new, strict=False))
    return old.tag == new.tag and old.attrib == new.attrib and texts and kids


def edited_parts(path):
    """Return the names of the four parts that a graft edits, found independently of it."""
    space = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
    old = parts(path)
    byname = {name.lower(): name for name in old}
    root = ET.fromstring(old["_rels/.rels"])
    main = next(
        r.get("Target") for r in root.iter(space) if r.get("Type").endswith("/officeDocument")
    )
    main = byname[main.lstrip("/").lower()]
    folder, _, name = main.rpartition("/")
    rels = byname[f"{folder}/_rels/{name}.rels".lstrip("/").lower()]
    found = [main, rels, byname["[content_types].xml"]]
    for relation in ET.fromstring(old[rels]).iter(space):
        if relation.get("Type").endswith("/styles"):
            target = relation.get("Target")
            full = target[1:] if target.startswith("/") else f"{folder}/{target}"
            found += [byname[full.lower()]] if full.lower() in byname else []
    return found


def broken_promises(before, after):
    """Return what a graft changed that it must not have: parts, and things within the edited four."""
    old, new, edited = parts(before), parts(after), edited_parts(before)
    wrong = [f"{name} is gone" for name in old if name not in new]
    wrong += [f"{n} differs" for n in old if n in new and n not in edited and old[n] != new[n]]
    wrong += [
        f"{n} was packed again"
        for n in old
        if n not in edited and packed(before, n) != packed(after, n)
    ]
    for name in edited:
        wrong += embedding(ET.fromstring(old[name]), ET.fromstring(new[name]), name)
    return wrong


def lint(path):
    """Return what is wrong with a package as a whole: types, relationships, doubles, selected tabs."""
    wrong, now = [], parts(path)
    names = [name.lower() for name in zipfile.ZipFile(path).namelist()]
    wrong += [f"double part {name}" for name in names if names.count(name) > 1]
    types = ET.fromstring(now["[Content_Types].xml"])
    said = [kid.get("PartName").lower() for kid in types if kid.tag.endswith("Override")]
    ends = [kid.get("Extension").lower() for kid in types if kid.tag.endswith("Default")]
    wrong += [f"two overrides of {name}" for name in set(said) if said.count(name) > 1]
    wrong += [f"two defaults of {name}" for name in set(ends) if ends.count(name) > 1]
    wrong += [f"no type of {n}" for n in names if not n.endswith("/") and n.rpartition(".")[2] not in ends
              and "/" + n not in said and n != "[content_types].xml"]  # fmt: skip
    return wrong


def look(path):
    """Return what openpyxl sees: per sheet its cells with their styles, and the names."""
    book = openpyxl.load_workbook(path)
    shown = {}
    found = {"names": {name: value.attr_text for name, value in book.defined_names.items()}}
    for sheet in book.worksheets:
        cells = {}
        for cell in sheet._cells.values():  # not iter_rows: a sheet may end at XFD1048576
            if cell.value is not None or cell.has_style:
                cells[cell.coordinate] = (_value(cell.value), _style(cell, shown))
        rules = [
            (str(r.sqref), [(x.type, x.dxf and x.dxf.__dict__.__repr__()) for x in r.rules])
            for r in sheet.conditional_formatting
        ]
        local = {name: value.attr_text for name, value in sheet.defined_names.items()}
        extra = (sheet.print_title_rows, sheet.print_area, sorted(sheet.tables), sheet.sheet_state)
        found[sheet.title] = (cells, rules, local, extra)
    return found


def _value(value):
    return (value.ref, value.text) if isinstance(value, ArrayFormula) else repr(value)


def _style(cell, shown):
    key = tuple(cell._style)
    if key not in shown:
        shown[key] = "|".join(
            map(
                repr,
                (
                    cell.number_format,
                    cell.font,
                    cell.fill,
                    cell.border,
                    cell.alignment,
                    cell.protection,
                    cell.style,
                ),
            )
        )
    return shown[key]


def calamine(*paths):
    """Return what calamine sees of workbooks, in a process of its own: it may abort."""
    code = (
        "import sys, json, python_calamine as c\n"
        "for path in sys.argv[1:]:\n"
        "    try:\n"
        "        b = c.CalamineWorkbook.from_path(path)\n"
        "        print(json.dumps({n: [[str(v) for v in r] for r in b.get_sheet_by_name(n).to_python()]"
        " for n in b.sheet_names}))\n"
        "    except BaseException as e:\n"
        "        print(json.dumps(type(e).__name__))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)], capture_output=True, timeout=60, check=False
    )
    lines = run.stdout.decode().splitlines()
    return [json.loads(line) for line in lines] + [None] * (len(paths) - len(lines))


def real_workbooks():
    """Return the real .xlsx and .xlsm at hand."""
    return sorted(
        p for folder in ("corpus", "workbooks") for p in (SHARED / folder).glob("*.xls[xm]")
    )


def mutated(data, dice: random.Random):
    """Return a package with something broken: bytes anywhere, or bytes within a part."""
    if dice.random() < 0.4:
        return _scratched(data, dice)
    made = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            infos = old.infolist()
            chosen = dice.choice([i for i in infos if i.filename.endswith((".xml", ".rels"))])
            favoured = [i for i in infos if i.filename in EDITED]
            chosen = dice.choice(favoured) if favoured and dice.random() < 0.8 else chosen
            for info in infos:
                content = old.read(info)
                if info is chosen:
                    content = dice.choice([_scratched, _moved, _retagged])(content, dice)
                new.writestr(info.filename, content)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError):
        return _scratched(data, dice)
    return made.getvalue()


def _scratched(data, dice):
    data = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8, 64])):
        if data:
            at = dice.randrange(len(data))
            data[at : at + dice.choice([0, 1, 1, 1, 40])] = dice.randbytes(
                dice.choice([0, 1, 1, 4])
            )
    return bytes(data)


def _moved(data, dice):
    a, b = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    at = dice.randrange(len(data) + 1)
    return dice.choice([data[:a] + data[b:], data[:at] + data[a:b] + data[at:], data[:a]])


def _retagged(data, dice):
    words = [b"sheetId", b"localSheetId", b"count", b"activeTab", b"name", b"Id", b"Target", b"Type", b"PartName",
             b"sheets", b"sheet", b"definedNames", b"definedName", b"cellXfs", b"fonts", b"xf", b"r:id", b"numFmtId",
             b"xmlns", b"Extension", b"Relationship", b"Override", b"dxfs", b"workbook", b"styleSheet"]  # fmt: skip
    word = dice.choice(words)
    new = dice.choice([b"x" + word, b"", b"a:b", dice.choice(words), b'1="9999999999999" ' + word])
    return data.replace(word, new, dice.choice([1, -1]))
