"""The guide to batches is true: its commands are ours, its questions have answers, in both languages."""

import datetime as dt
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from test_rollup import rolled

from xlplan.engine.text import Texts
from xlplan.hosts.batch.query import answer
from xlplan.hosts.cli import _parser

ROOT = Path(__file__).parents[2]
GUIDES = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("batch.md", "batch.zh.md")}
COMMAND = re.compile(r"\bxlplan(?:\.exe)? ((?:--lang zh )?(?:batch|query) .*)")


@pytest.fixture(params=GUIDES)
def guide(request):
    return GUIDES[request.param]


def commands(guide):
    blocks = "".join(re.findall(r"```\w*\n(.*?)```", guide, re.DOTALL))
    return [shlex.split(found.partition(" >>")[0]) for found in COMMAND.findall(blocks)]


def test_its_commands_are_ours(guide):
    parser = _parser(Texts())
    for words in commands(guide):
        assert parser.parse_args(words).command in ("batch", "query")


def test_its_questions_have_answers(guide, tmp_path):
    rolled(tmp_path, day=dt.date(2026, 10, 31))
    rolled(tmp_path)
    asked = [words[words.index("query") + 1] for words in commands(guide) if "query" in words]
    assert len(asked) == 6
    for question in asked:
        assert answer(question, tmp_path)[1] or "days_to_close" in question, question


def test_its_extras_are_declared(guide):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = set(",".join(re.findall(r"\[([a-z0-9,]+)\]'", guide)).split(","))
    assert named == {"fleet", "s3", "dask"}
    assert named <= set(project["optional-dependencies"])


def test_both_languages_show_the_same():
    english, chinese = (
        re.findall(r"```\w*\n.*?```", guide.replace("--lang zh ", ""), re.DOTALL)
        for guide in GUIDES.values()
    )
    assert english == chinese


def test_its_lines_of_cron_are_for_a_shell(guide):
    lines = re.findall(r"^\d+ \d+ \S+ \* \S+ +(.*)$", guide, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        subprocess.run(["/bin/sh", "-n", "-c", line], check=True)
        assert "%" not in line, "which cron takes for the end of the line"
