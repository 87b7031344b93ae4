"""The README is true: its commands run, its Python runs, what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_commands_are_there_and_may_be_run():
    for block in blocks("sh"):
        for line in block.splitlines():
            command = ROOT / line.split()[0]
            assert command.is_file()
            assert command.stat().st_mode & 0o111


def test_the_demo_does_the_main_job(tmp_path):
    """What ``bin/demo`` runs once its set-up is done."""
    text = (ROOT / "bin" / "demo").read_text("utf-8")
    assert "exec .venv/bin/xlplan run" in text
    book = tmp_path / "example.xlsx"
    book.write_bytes((ROOT / "workbooks" / "example.xlsx").read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "xlplan", "run", str(book)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "example.plan.xlsx").exists()
    assert len(list((tmp_path / "example.plans").glob("*.html"))) == 12


def test_the_python_runs():
    for block in blocks("python"):
        done = subprocess.run(
            [sys.executable, "-c", block], capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_every_command_is_told():
    from xlplan.engine.text import Texts
    from xlplan.hosts.cli import _parser

    actions = _parser(Texts())._subparsers._group_actions
    for name in actions[0].choices:
        assert README.count(f"`xlplan {name} ") >= 2, f"{name} is not told in both languages"


def test_every_result_sheet_is_told_in_both_languages():
    from xlplan.engine.result.frame import RESULT_SHEETS

    english, _, chinese = README.partition("## 中文")
    for names in RESULT_SHEETS.values():
        for name, text in zip(names, (english, chinese), strict=True):
            assert f"| {name} |" in text, name


def test_every_file_it_names_is_there():
    for name in re.findall(r"`((?:workbooks|bin|benchmarks|docs)/[\w./]*)`", README):
        if ".plan" not in name:
            assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\(([\w./]+)\)", README):
        assert (ROOT / name).exists(), name
