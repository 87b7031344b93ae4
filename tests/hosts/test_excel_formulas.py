"""Formulas in Excel: the real dispatcher of xlwings up to the border of COM, pywin32 stubbed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xlplan.functions import published
from xlplan.hosts.excel.vba_modules import wrapper

HERE = Path(__file__).parent


def border(what, **more):
    """Run the border in a process of its own: it changes what the platform is."""
    paths = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parents[1])))
    done = subprocess.run(
        [sys.executable, str(HERE / "excel_border.py"), what],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": paths, **more},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_function_gives_what_call_gives(lang):
    found = border("compare", XLPLAN_LANG=lang)
    assert found["wrong"] == []
    assert found["calls"] > (3000 if lang == "en" else 200)


def test_what_is_left_out_and_why():
    found = border("left-out")
    assert found["wrong"] == []
    assert "not a number" in found["why"]
    assert found["last"] == found["why"]
    assert "不是数字" in border("left-out", XLPLAN_LANG="zh")["why"]


def test_the_vba_is_what_xlwings_itself_would_write():
    found = border("vba")
    theirs = functions_of(found["vba"])
    assert theirs.keys() == published().keys()
    for name, function in published().items():
        mine = functions_of("\n".join(wrapper(function)))[name]
        assert mine[0] == theirs[name][0], name  # the arguments
        assert mine[1] == theirs[name][1], name  # module, function, what is handed over


def functions_of(text):
    """Return each function's head and the call to the server, without what stands around them."""
    joined = re.sub(r" _\s*\n\s*", " ", text)
    found = {}
    for head, body in re.findall(
        r"Function (XLPLAN_\w+\(.*?\))\s*\n(.*?)End Function", joined, re.DOTALL
    ):
        name = head.partition("(")[0]
        call = re.search(r'CallUDF\((".*?), ActiveWorkbook, Application.Caller\)', body).group(1)
        call = re.sub(r"\b(argsArray|several)\b", "all", call)
        found[name] = (" ".join(head.split()), " ".join(call.split()))
    return found


def test_the_wizard_says_what_the_registry_says():
    found = border("vba", XLPLAN_LANG="zh")
    said = {name.rpartition("!")[2]: (text, helps) for name, text, helps in found["options"]}
    assert said.keys() == published().keys()
    for name, function in published().items():
        text, helps = said[name]
        assert text == function.summary_zh
        assert (helps or []) == [one.help_zh for one in function.arguments]
