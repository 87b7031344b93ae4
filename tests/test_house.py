"""The rules of the house: what may import what, how long a module may be, what may not stand in it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xlplan"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {"core": 0, "functions": 1, "engine": 1, "hosts": 2}
STANDARD = sys.stdlib_module_names


def room(name: str) -> str:
    return name.split(".")[1] if name.count(".") else ""


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_point_down(path):
    mine = room(dotted(path))
    if mine in ("", "__init__", "__main__"):
        return
    for name in imported(path):
        if name.startswith("xlplan."):
            assert ROOMS[room(name)] <= ROOMS[mine], f"{dotted(path)} imports {name}"
        elif mine in ("core", "engine") and name != "xlplan":  # the version, and nothing else
            drawing = ("xlplan.core.money.simulation", "xlplan.core.money.horizon")
            if dotted(path) in drawing and name.startswith("numpy"):
                continue  # late, and only where the extra is installed
            allowed = name.partition(".")[0] in STANDARD or (
                mine == "engine" and name.startswith("jinja2")
            )
            assert allowed, f"{dotted(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_host_imports_no_other_host(path):
    parts = dotted(path).split(".")
    if len(parts) < 4 or parts[1] != "hosts":
        return
    others = {name for name in imported(path) if name.startswith("xlplan.hosts.")}
    allowed = [f"xlplan.hosts.{parts[2]}", "xlplan.hosts.progress"]
    if parts[2] == "batch":  # it does with many workbooks what files does with one
        allowed.append("xlplan.hosts.files")
    assert all(name.startswith(tuple(allowed)) for name in others)


def test_importing_the_package_imports_no_host_and_no_library():
    code = "import sys, xlplan; xlplan.assess; print(*[m for m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    names = loaded.stdout.split()
    assert not [
        name
        for name in names
        if name.startswith(("xlplan.hosts", "jinja2", "xlsxwriter", "python_calamine"))
    ]


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_fits_on_a_few_screens(path):
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_says_which_question_it_answers(path):
    text = path.read_text("utf-8")
    if not text.strip():
        return
    assert ast.get_docstring(ast.parse(text)), "no docstring"


def test_nothing_catches_everything_or_is_left_for_later():
    loose = re.compile(r"except Exception|except:|\bTODO\b|\bFIXME\b|NotImplementedError")
    for path in MODULES:
        assert not loose.search(path.read_text("utf-8")), dotted(path)


def test_only_the_command_line_prints():
    for path in MODULES:
        if dotted(path).startswith("xlplan.hosts.c"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"], (
            dotted(path)
        )


def test_records_and_contract_name_the_same_fields():
    import dataclasses

    from xlplan.engine.contract import SHEETS

    for sheet in SHEETS:
        if sheet.record is not None:
            fields = {one.name for one in dataclasses.fields(sheet.record)} - {"row"}
            assert fields == {column.field for column in sheet.columns}, sheet.en


def test_no_heading_means_two_things_on_one_sheet():
    from xlplan.engine.contract import SHEETS

    for sheet in SHEETS:
        assert len(sheet.by_heading) == len({h for c in sheet.columns for h in (c.en, c.zh)}), (
            sheet.en
        )
