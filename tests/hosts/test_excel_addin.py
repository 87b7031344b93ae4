"""The add-in for Excel, built here: VBA read back, packages without faults, opened by LibreOffice."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import openpyxl
import pytest
from graft_support import lint, rewritten
from oletools.olevba import VBA_Parser

from workbooks import converted
from xlplan.core.issues import PlanError
from xlplan.engine.buttons import BUTTONS as ACTIONS
from xlplan.engine.text import Texts
from xlplan.functions import published
from xlplan.hosts.cli import main
from xlplan.hosts.commands_addin import excel_files
from xlplan.hosts.excel import addin as building
from xlplan.hosts.excel.attaching import installed_xlwings
from xlplan.hosts.files.reading import read_tables

LANGS = ("en", "zh")
BOOKS = ("xlplan.xlam", "planner.xlsm")
RESERVED = frozenset(
    [
        "AddressOf",
        "And",
        "Any",
        "As",
        "Boolean",
        "ByRef",
        "Byte",
        "ByVal",
        "Call",
        "Case",
        "Const",
        "Currency",
        "Date",
        "Declare",
        "Dim",
        "Do",
        "Double",
        "Each",
        "Else",
        "ElseIf",
        "Empty",
        "End",
        "Enum",
        "Eqv",
        "Erase",
        "Error",
        "Event",
        "Exit",
        "False",
        "For",
        "Friend",
        "Function",
        "Get",
        "Global",
        "GoSub",
        "GoTo",
        "If",
        "Imp",
        "Implements",
        "In",
        "Integer",
        "Is",
        "Let",
        "Lib",
        "Like",
        "Long",
        "Loop",
        "LSet",
        "Me",
        "Mod",
        "Name",
        "New",
        "Next",
        "Not",
        "Nothing",
        "Null",
        "Object",
        "On",
        "Open",
        "Option",
        "Optional",
        "Or",
        "ParamArray",
        "Preserve",
        "Print",
        "Private",
        "Property",
        "Public",
        "Put",
        "RaiseEvent",
        "ReDim",
        "Rem",
        "Resume",
        "Return",
        "RSet",
        "Select",
        "Set",
        "Single",
        "Static",
        "Step",
        "Stop",
        "String",
        "Sub",
        "Then",
        "To",
        "True",
        "Type",
        "TypeOf",
        "Until",
        "Variant",
        "Wend",
        "While",
        "With",
        "WithEvents",
        "Write",
        "Xor",
        "Input",
        "Line",
        "Seek",
        "Width",
    ]
)


@pytest.fixture(scope="module", params=LANGS)
def built(request, tmp_path_factory):
    """The files of an add-in in a folder, with the language they speak."""
    folder = tmp_path_factory.mktemp("addin")
    code = main(
        ["--lang", request.param, "addin", "excel", "--out", str(folder / "new"), "--example"]
    )
    assert code == 0
    return folder / "new", request.param


def modules_of(path):
    parser = VBA_Parser(str(path))
    found = {stream.split("/")[-1]: code for _, stream, _, code in parser.extract_macros()}
    parser.close()
    return found


def reviewed(folder):
    return {
        path.stem: path.read_bytes().decode("ascii") for path in (folder / "modules").glob("*.bas")
    }


def test_olevba_reads_back_what_lies_there_for_review(built):
    folder, _ = built
    text = reviewed(folder)
    found = modules_of(folder / "xlplan.xlam")
    assert found.keys() == text.keys() | {"ThisWorkbook", "Sheet1"}
    for name, source in text.items():
        assert found[name] == source, name
    assert "XlplanDescribe" in found["ThisWorkbook"]
    planner = modules_of(folder / "planner.xlsm")
    assert planner["XlplanButtons"] == text["XlplanButtons"]
    assert "XlplanFunctions" not in planner


def test_every_sheet_has_its_module(built):
    folder, _ = built
    for name in BOOKS:
        with zipfile.ZipFile(folder / name) as package:
            book = package.read("xl/workbook.xml").decode()
            pages = [one for one in package.namelist() if one.startswith("xl/worksheets/sheet")]
            names = [
                re.search(r'codeName="(\w+)"', package.read(page).decode()).group(1)
                for page in pages
            ]
        assert 'codeName="ThisWorkbook"' in book
        assert set(names) | {"ThisWorkbook"} <= modules_of(folder / name).keys()
        assert len(set(names)) == len(names)


def test_the_packages_have_no_faults(built):
    folder, _ = built
    for name in BOOKS:
        assert lint(folder / name) == []
        with zipfile.ZipFile(folder / name) as package:
            check_package(package)


def check_package(package):
    """Every part once, of one known type; every relationship leads somewhere."""
    names = package.namelist()
    assert len(names) == len({name.casefold() for name in names})
    types = ET.fromstring(package.read("[Content_Types].xml"))
    overrides = [one.get("PartName") for one in types if one.tag.endswith("Override")]
    defaults = [one.get("Extension") for one in types if one.tag.endswith("Default")]
    assert len(set(overrides)) == len(overrides)
    assert len(set(defaults)) == len(defaults)
    for name in names:
        if name != "[Content_Types].xml":
            assert f"/{name}" in overrides or name.rpartition(".")[2] in defaults, name
        if name.endswith((".xml", ".rels", ".vml")):
            ET.fromstring(package.read(name))
        if name.endswith(".rels"):
            ids = [one.get("Id") for one in ET.fromstring(package.read(name))]
            assert len(set(ids)) == len(ids)
    assert {name[1:] for name in overrides} <= set(names)


def test_the_lint_finds_faults(built):
    folder, _ = built
    out = io.BytesIO()
    with zipfile.ZipFile(folder / "xlplan.xlam") as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b'<Default Extension="bin"', b'<Default Extension="xml"')
            new.writestr(name, data)
    with zipfile.ZipFile(out) as package, pytest.raises(AssertionError):
        check_package(package)


def test_the_ribbon_has_every_button_in_the_language(built):
    folder, lang = built
    menu = ET.fromstring((folder / "modules" / "customUI.xml").read_text("utf-8"))
    found = {one.get("tag"): one.get("label") for one in menu.iter() if one.get("tag")}
    assert found.keys() == ACTIONS.keys()
    assert found["check"] == {"en": "Check", "zh": "检查"}[lang]
    with zipfile.ZipFile(folder / "xlplan.xlam") as package:
        assert (
            package.read("customUI/customUI.xml")
            == (folder / "modules" / "customUI.xml").read_bytes()
        )
        assert b"addin.macroEnabled" in package.read("[Content_Types].xml")
        links = ET.fromstring(package.read("_rels/.rels"))
    kinds = [one.get("Type").rpartition("/")[2] for one in links]
    assert kinds.count("extensibility") == 1


def test_every_button_of_the_workbook_has_its_macro(built):
    folder, lang = built
    macros = modules_of(folder / "planner.xlsm")["XlplanButtons"]
    with zipfile.ZipFile(folder / "planner.xlsm") as package:
        drawings = [one for one in package.namelist() if one.endswith(".vml")]
        vml = "".join(package.read(one).decode() for one in drawings)
    for word, label, macro, _ in building.BUTTONS:
        assert f"[0]!{macro}<" in vml
        assert f'Public Sub {macro}()\r\n    XlplanPress "{word}"' in macros
        assert Texts(lang)(label) in vml


def test_the_planner_workbook_is_one(built):
    folder, lang = built
    sheets = read_tables(folder / "planner.xlsm")
    plain = read_tables(Path("workbooks") / ("example.xlsx" if lang == "en" else "example.zh.xlsx"))
    assert [(one.name, one.rows) for one in sheets.sheets] == [
        (one.name, one.rows) for one in plain.sheets
    ]
    assert openpyxl.load_workbook(folder / "planner.xlsm", keep_vba=True).vba_archive


def test_libreoffice_opens_both(built, tmp_path):
    folder, lang = built
    planner = converted(folder / "planner.xlsm", "ods", tmp_path)
    assert read_tables(planner).names[1] == {"en": "Customers", "zh": "客户"}[lang]
    # LibreOffice knows no add-ins of Excel; the same parts as a macro workbook it opens
    copy = tmp_path / "addin.xlsm"
    kind = {"[Content_Types].xml": lambda data: data.replace(b"addin.macro", b"sheet.macro")}
    rewritten(folder / "xlplan.xlam", kind, copy)
    assert openpyxl.load_workbook(converted(copy, "xlsx", tmp_path))["xlplan"]["A1"].value


def test_the_vba_is_plain_and_short(built):
    folder, _ = built
    for name, source in reviewed(folder).items():
        lines = source.split("\r\n")
        assert source.isascii(), name
        assert max(map(len, lines)) <= 1023
        run = 0
        for line in lines:
            run = run + 1 if line.endswith(" _") else 0
            assert run <= 24
        opened = len(re.findall(r"^(?:Public|Private) (?:Function|Sub) ", source, re.MULTILINE))
        assert opened == len(re.findall(r"^End (?:Function|Sub)\r?$", source, re.MULTILINE))
        assert source.count("#If") == source.count("#End If")
        assert "@" not in source
        assert not re.search(r"[A-Z]:\\|/home/|/tmp/", source)


def test_names_suit_vba():
    words = {word.casefold() for word in RESERVED}
    own = {"failed", "several"}
    for name, function in published().items():
        assert not re.fullmatch(r"[A-Z]{1,3}\d+", name)
        assert len(function.arguments) <= 60
        names = [one.name.casefold() for one in function.arguments]
        assert not words & set(names), name
        assert not own & set(names), name
        assert len(set(names)) == len(names)
        assert sum(map(len, names)) + len(names) <= 254, name
        assert len(function.summary) <= 255
        optional = [one.optional for one in function.arguments]
        assert optional == sorted(optional)
        assert not (any(optional) and any(one.variadic for one in function.arguments[:-1]))


def test_the_version_of_the_library_is_that_of_the_xlwings_here(built):
    folder, _ = built
    version = installed_xlwings()
    source = reviewed(folder)["XlplanServer"]
    assert f"xlwings64-{version}.dll" in source
    assert f"xlwings32-{version}.dll" in source
    assert "pro" not in re.findall(r"\w+", source)
    assert f"--xlwings {version}" in reviewed(folder)["XlplanButtons"]


def test_another_xlwings_is_told_from_none(capsys, monkeypatch):
    assert main(["excel-run", "ready", "--xlwings", installed_xlwings()]) == 0
    assert main(["excel-run", "ready", "--xlwings", "0.1"]) == 3
    from xlplan.hosts.excel import attaching

    def missing(name):
        raise attaching.PackageNotFoundError(name)

    monkeypatch.setattr(attaching, "version", missing)
    assert main(["excel-run", "ready"]) == 2
    assert "pip install xlplan[excel]" in capsys.readouterr().err
    with pytest.raises(PlanError):
        excel_files(Texts("en"))


def test_an_unknown_host(capsys):
    with pytest.raises(SystemExit):
        main(["--lang", "zh", "addin", "lotus", "--out", "nowhere"])
    assert "lotus" in capsys.readouterr().err
    assert not Path("nowhere").exists()


def test_the_command_file_of_windows(monkeypatch, tmp_path):
    python = tmp_path / "Scripts" / "python.exe"
    python.parent.mkdir()
    for name in ("python.exe", "pythonw.exe"):
        (python.parent / name).write_bytes(b"")
    (tmp_path / "xlwings64-0.37.8.dll").write_bytes(b"")
    monkeypatch.setattr(building.sys, "platform", "win32")
    monkeypatch.setattr(building.sys, "executable", str(python))
    monkeypatch.setattr(building.sys, "prefix", str(tmp_path))
    command, folder, runs = building.command_file("0.37.8").decode("utf-16").split("\r\n")
    assert command == f'"{python.with_name("pythonw.exe")}" -m xlplan'
    assert folder == str(tmp_path)
    assert runs == str(python.with_name("pythonw.exe"))
    monkeypatch.setattr(building.sys, "platform", "linux")
    assert building.command_file("0.37.8") is None


def test_the_same_add_in_twice_is_the_same_file():
    texts = Texts("en")
    one, other = (building.addin(texts, ("1", "2")) for _ in range(2))
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        for name in first.namelist():
            if name != "docProps/core.xml":
                assert first.read(name) == second.read(name)


def test_it_is_said_that_excel_has_not_seen_it(built, capsys):
    folder, lang = built
    main(["--lang", lang, "addin", "excel", "--out", str(folder)])
    said = capsys.readouterr().out
    assert Texts(lang)(building.NOT_OPENED) in said
    assert "not opened it in Excel" in reviewed(folder)["XlplanFunctions"]
    with zipfile.ZipFile(folder / "xlplan.xlam") as package:
        assert Texts(lang)(building.NOT_OPENED) in package.read("xl/sharedStrings.xml").decode()
