"""xlwings Lite: the generated main.py in its own kind of Python, every function the same as ``call``."""

import datetime as dt
import json
import math
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from function_cases import few, long_cases

from xlplan.functions import Caller, CellError, call, published
from xlplan.hosts.cli import main
from xlplan.hosts.excel.lite import HEAD, lite_files, main_text

HERE = Path(__file__).parent
PYODIDE = "314.0.7"


CASES = [(name, args) for name, _, args in few()]
"""Days and amounts of money among them: Lite hands over what Office.js does, or what xlwings makes of it."""


def handed(argument):
    """Return an argument as xlwings hands it over with ndim=2: always rows of cells."""
    return argument if isinstance(argument, list) else [[argument]]


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
    if find_spec("xlwings") is None:
        pytest.skip("xlwings is not installed")
    for lang in ("en", "zh"):
        room = {}
        exec(compile(main_text("1", lang), "main.py", "exec"), room)
        assert {name for name in room if name.startswith("XLPLAN_")} == set(published())
        assert room["XLPLAN_LAG"]([[4.0]], [[2.0]]) == 2
        assert room["XLPLAN_CARRYING_COST"]([[1000.0]]) == 80.0
        one = published()["XLPLAN_LAG"]
        assert room["XLPLAN_LAG"].__doc__ == one.summed_up(lang)
    assert "{version}" in HEAD


def test_no_name_is_one_of_a_lambda():
    assert not [name for name in published() if "." in name]


def test_the_wheel_asks_for_nothing_and_lists_its_files():
    files = lite_files("0.1.0", "en")
    assert files == lite_files("0.1.0", "en")
    name = next(one for one in files if one.endswith(".whl"))
    assert name in files["requirements.txt"].decode()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_writes_the_files_and_says_what_next(tmp_path, capsys, lang):
    assert main(["--lang", lang, "addin", "lite", "--out", str(tmp_path / "made")]) == 0
    names = {one.name for one in (tmp_path / "made").iterdir()}
    assert {"main.py", "requirements.txt"} < names
    said = capsys.readouterr().out
    assert ("docs/lite.md" if lang == "en" else "docs/lite.zh.md") in said
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
    folder = HERE.parents[1] / ".cache"
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


def test_every_function_answers_in_pyodide_as_call_does(pyodide, tmp_path):
    for name, data in lite_files("0.1.0", "en").items():
        (tmp_path / name).write_bytes(data)
    calls = [*CASES, *long_cases()]
    given = [[name, [handed(one) for one in args]] for name, args in calls]
    (tmp_path / "cases.json").write_text(json.dumps(given, default=sent))
    done = subprocess.run(
        ["node", str(HERE / "pyodide_run.mjs"), str(pyodide), str(tmp_path / "xlplan-0.1.0-py3-none-any.whl"),
         str(tmp_path / "main.py"), str(tmp_path / "cases.json")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    version, found = json.loads(done.stdout.splitlines()[-1])
    assert version.startswith("3.14")
    assert {name for name, _ in CASES} == set(published())
    wrong = []
    for at, ((name, args), mine) in enumerate(zip(calls, found, strict=True)):
        theirs = json.loads(json.dumps(wanted(name, args), default=str))
        if not same(mine, theirs, 1e-14 if at < len(CASES) else 1e-12):
            wrong.append((name, args, mine, theirs))
    assert wrong == []


def test_the_reason_is_told():
    room = {}
    if find_spec("xlwings") is None:
        pytest.skip("xlwings is not installed")
    exec(compile(main_text("1", "zh"), "main.py", "exec"), room)
    assert isinstance(room["CALLER"], Caller)
    assert room["XLPLAN_LAG"]([["soon"]], [[2.0]]) == "#VALUE!"
    assert "不是数字" in room["XLPLAN_WHY"]()
