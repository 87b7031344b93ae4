"""What a command says of itself: in one language, and never silent about what it leaves undone."""

import json

import pytest
from test_cli import EXAMPLES, small, xlplan

from xlplan.hosts import progress
from xlplan.hosts.cli import main


def test_progress_speaks_the_language_of_the_workbook_once_it_is_known(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0)
    monkeypatch.setattr(progress, "BETWEEN_SECONDS", 0)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    words = ["--plans", "A", "--out", str(tmp_path / "r.xlsx")]
    for lang, first, later in (
        (None, "Reading", "客户计划 4/4"),
        ("en", "Reading", "Account plans 4/4"),
        ("zh", "读取", "客户计划 4/4"),
    ):
        asked = ["--lang", lang] if lang else []
        assert main(["run", str(EXAMPLES["zh"]), *words, *asked]) == 0
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith((first, "正在读取") if lang == "zh" else first)
        assert said[-1] == later
        assert any(line.startswith("Writing") for line in said) == (lang == "en")


@pytest.mark.parametrize(
    ("lang", "terminal", "page"),
    [
        (
            "en",
            "1 workbooks set another day on their Policy sheet",
            "--as-of 2026-12-31 is not used",
        ),
        ("zh", "1 个工作簿在“参数”表中指定了另外的评估日", "未采用 --as-of 2026-12-31"),
    ],
)
def test_a_batch_tells_once_which_workbooks_overrule_the_day(tmp_path, lang, terminal, page):
    plans, out = tmp_path / "plans", tmp_path / "out"
    plans.mkdir()
    small(plans / "free.xlsx")
    small(plans / "fixed.xlsx", Policy=[["Key", "Value"], ["as_of", "2026-11-20"]])
    for _ in range(2):  # what is known of a workbook that is left out says so, too
        code, said, _ = xlplan(
            "batch", plans, "--out", out, "--as-of", "2026-12-31", "--jobs", "1", "--lang", lang
        )
        assert code == 0
        assert said.count(terminal) == 1
        assert "--fresh" not in said
        told = json.loads((out / "report.json").read_text("utf-8"))
        assert told["asked"] == "2026-12-31"
        assert told["overruled"] == [{"book": "fixed.xlsx", "as_of": "2026-11-20"}]
        html = (out / "report.html").read_text("utf-8")
        assert page in html
        assert '<tr><th scope="row">fixed.xlsx</th><td>2026-11-20</td></tr>' in html
    assert terminal[2:] not in xlplan("batch", plans, "--out", out, "--lang", lang)[1]
    told = json.loads((out / "report.json").read_text("utf-8"))
    assert (told["asked"], told["overruled"]) == (None, [])
