"""xlwings Lite: the generated main.py in its own kind of Python, every function the same as ``call``."""

import datetime as dt
import json
import math
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import get_type_hints

import pytest
import xlwings

sys.path.insert(0, str(Path(__file__).parents[1]))
from function_cases import few, long_cases

from xlplan.engine.plan import evaluate
from xlplan.engine.results import result_tables
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.functions import Caller, CellError, call, published
from xlplan.hosts.cli import main
from xlplan.hosts.excel.lite import lite_files, main_text
from xlplan.hosts.excel.lite_book import SCRIPTS
from xlplan.hosts.files.reading import read_tables

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYODIDE = "314.0.7"


CASES = [(name, args) for name, _, args in few()]
"""Days and amounts of money among them: Lite hands over what Office.js does, or what xlwings makes of it."""


def handed(argument):
    """Return an argument as xlwings hands it over with ndim=2: always rows of cells."""
    return argument if isinstance(argument, list) else [[argument]]


def pooled(argument, pool, places):
    """Return the place of an argument among all of them; many calls share those of many rows."""
    if id(argument) not in places:
        places[id(argument)] = len(pool), argument  # kept, so that no other gets its number
        pool.append(handed(argument))
    return places[id(argument)][0]


def sent(value):
    """Return a cell as JSON carries it to Pyodide."""
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"money": str(value)}
    raise TypeError(value)


def wanted(name, args):
    def cell(value):
        return "" if value is None else str(value) if isinstance(value, CellError) else value

    found = call(name, [_single(one) for one in args]).value
    if isinstance(found, list):
        return [[cell(one) for one in row] for row in found]
    return cell(found)


def same(mine, theirs, digits=1e-14):
    """Compare to 14 digits, sums of 10,000 to 12: from Python 3.12 on, ``sum`` rounds more carefully."""
    if isinstance(mine, list) and isinstance(theirs, list):
        pairs = zip(mine, theirs, strict=False)
        return len(mine) == len(theirs) and all(same(*pair, digits) for pair in pairs)
    if isinstance(mine, float) and isinstance(theirs, float):
        return math.isclose(mine, theirs, rel_tol=digits)
    return type(mine) is type(theirs) and mine == theirs


def _single(one):
    return one[0][0] if isinstance(one, list) and len(one) == 1 == len(one[0]) else one


def test_main_defines_every_function_with_the_real_decorators():
    for lang in ("en", "zh"):
        room = {}
        exec(compile(main_text("1", lang), "main.py", "exec"), room)
        assert {name for name in room if name.startswith("XLPLAN_")} == set(published())
        assert room["XLPLAN_LAG"]([[4.0]], [[2.0]]) == 2
        assert room["XLPLAN_CARRYING_COST"]([[1000.0]]) == 80.0
        one = published()["XLPLAN_LAG"]
        assert room["XLPLAN_LAG"].__doc__ == one.summed_up(lang)
        for button in SCRIPTS:
            script = room[f"xlplan_{button}"]
            assert script.__doc__
            assert get_type_hints(script) == {"book": xlwings.Book}  # by this Lite knows a script


def test_no_name_is_one_of_a_lambda():
    assert not [name for name in published() if "." in name]


def test_the_files_are_the_same_each_time_and_the_wheel_has_its_address():
    assert lite_files("0.1.0", "en") == lite_files("0.1.0", "en")
    assert set(lite_files("0.1.0", "en")) == {"main.py", "requirements.txt"}
    files = lite_files("0.1.0", "zh", "https://example.org/wheels/")
    name = next(one for one in files if one.endswith(".whl"))
    assert files["requirements.txt"].decode() == f"xlwings\nhttps://example.org/wheels/{name}\n"
    assert len(files["main.py"]) < 100_000


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_writes_the_files_and_says_what_next(tmp_path, capsys, lang):
    out = str(tmp_path / "made")
    assert main(["--lang", lang, "addin", "lite", "--out", out]) == 0
    assert {one.name for one in (tmp_path / "made").iterdir()} == {"main.py", "requirements.txt"}
    said = capsys.readouterr().out
    assert ("docs/lite.md" if lang == "en" else "docs/lite.zh.md") in said
    address = "https://example.org/wheels"
    assert main(["--lang", lang, "addin", "lite", "--out", out, "--wheel", address]) == 0
    assert address in capsys.readouterr().out
    (wheel,) = (tmp_path / "made").glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        record = next(one for one in held.namelist() if one.endswith("RECORD"))
        listed = [line.split(",")[0] for line in held.read(record).decode().splitlines()]
        assert sorted(listed) == sorted(held.namelist())
        assert "xlplan/functions/zh.toml" in listed


@pytest.fixture(scope="module")
def pyodide():
    """Return the folder of Pyodide, fetched from npm once."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    folder = ROOT / ".cache"
    found = folder / "node_modules" / "pyodide"
    if not (found / "pyodide.asm.wasm").exists():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"pyodide@{PYODIDE}"],
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"npm could not fetch Pyodide: {done.stderr[-200:]}")
    return found


def plan(lang):
    """Return the example as JSON: what each of its sheets holds."""
    found = read_tables(
        ROOT / "workbooks" / ("example.xlsx" if lang == "en" else "example.zh.xlsx")
    )
    return [[sheet.name, sheet.rows] for sheet in found.sheets]


def test_functions_and_results_in_pyodide_are_those_of_this_python(pyodide, tmp_path):
    for name, data in lite_files("0.1.0", "en").items():
        (tmp_path / name).write_bytes(data)
    calls = [*CASES, *long_cases()]
    pool, places = [], {}
    given = [[name, [pooled(one, pool, places) for one in args]] for name, args in calls]
    sheets = {lang: plan(lang) for lang in ("en", "zh")}
    (tmp_path / "cases.json").write_text(json.dumps([pool, given, sheets], default=sent))
    done = subprocess.run(
        ["node", str(HERE / "pyodide_run.mjs"), str(pyodide), str(tmp_path / "main.py"), str(tmp_path / "cases.json")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    version, found, results = json.loads(done.stdout.splitlines()[-1])
    assert version.startswith("3.14")
    assert {name for name, _ in CASES} == set(published())
    wrong = []
    for at, ((name, args), mine) in enumerate(zip(calls, found, strict=True)):
        theirs = json.loads(json.dumps(wanted(name, args), default=str))
        if not same(mine, theirs, 1e-14 if at < len(CASES) else 1e-12):
            wrong.append((name, args, mine, theirs))
    assert wrong == []
    for lang, rows in sheets.items():
        tables = RawWorkbook([RawSheet(*one) for one in rows], [name for name, _ in rows])
        evaluation = evaluate(tables, dt.date(2026, 11, 20), None)
        mine = result_tables(evaluation.assessment, evaluation.texts)
        assert [name for name, _ in results[lang]] == [one.name for one in mine]
        theirs = [[table.rows for table in one.tables] for one in mine]
        assert same(
            [rows for _, rows in results[lang]], json.loads(json.dumps(theirs, default=str)), 1e-12
        )


def test_the_reason_is_told():
    room = {}
    exec(compile(main_text("1", "zh"), "main.py", "exec"), room)
    assert isinstance(room["CALLER"], Caller)
    assert room["XLPLAN_LAG"]([["soon"]], [[2.0]]) == "#VALUE!"
    assert "不是数字" in room["XLPLAN_WHY"]()
