"""What a command says of itself: in one language, and never silent about what it leaves undone."""

import json
import re

import pytest
from test_cli import EXAMPLES, book, small, xlplan

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts, chinese
from xlplan.hosts import progress
from xlplan.hosts.cli import _parser, main
from xlplan.hosts.idle import _RULES, idle_lines


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
        assert {line.rpartition("：" if "：" in line else ": ")[2] for line in said} >= {
            "客户",
            "商机",
        }


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


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("run b --plans none --since k.json --format pdf --audience customer", "--format, --audience, --since"),
        ("run b --plans none --documents risk-report --templates t", "--documents, --templates"),
        ("run b --plans none --documents plan,board", "--documents"),
        ("run b --plans none --documents all", "--documents"),
        ("run b --plans none --documents board --format md --since k.json", None),
        ("run b --plans none --documents board --audience customer", "--documents, --audience"),
        ("run b --audience customer --documents plan --since k.json", "--documents, --since"),
        ("run b --documents risk-report --format pptx", "--documents"),
        ("run b --documents plan --format pptx", None),
        ("run b --documents risk-report --format pptx,", "--documents"),
        ("run b --documents risk-report --format all --since k.json", None),
        ("run b --backup --break-signature", "--backup, --break-signature"),
        ("run b --in-place --backup", None),
        ("run b --documents risk-report,marketing --format md --since k.json", "--since"),
        ("plan b C1 --documents risk-report,review --since k.json", None),
        ("plan b C1 --audience customer --documents risk-report", "--documents"),
        ("batch b --out o --format pdf", "--format"),
        ("batch b --out o --plans A --format pdf", None),
        ("batch b --out o --engine dask --scheduler tcp://a --jobs 3", "--jobs"),
        ("diff a.json b.JSON --as-of 2026-01-01 --preset growth", "--as-of, --preset"),
        ("diff a.json b.xlsx --as-of 2026-01-01", None),
        ("addin lite --out o --install", "--install"),
        ("addin excel --out o --wheel=https://a.b/", "--wheel"),
        ("addin libreoffice --out o --example --install", "--example"),
        ("import a.csv --draft m.toml --json f.json", "--json"),
        ("import a.csv --map m.toml --out b.xlsx --json f.json", None),
        ("template variables there", "DIR"),
        ("template variables", None),
        ("excel-run check --book b --xlwings 1", "--xlwings"),
    ],
)  # fmt: skip
def test_an_option_that_changes_nothing_is_told(words, options):
    for lang in ("en", "zh"):
        texts = Texts(lang)
        found = list(idle_lines(_parser(texts).parse_args(words.split()), texts))
        if options is None:
            assert found == []
            continue
        names = options if lang == "en" else options.replace(", ", "、").replace("DIR", "文件夹")
        start = {"en": f"{names} changes nothing here: ", "zh": f"{names} 在这里不起作用："}[lang]
        assert len(found) == 1
        assert found[0].startswith(start)
        assert re.search("[\u4e00-\u9fff]", found[0]) is None if lang == "en" else True


def test_every_reason_has_its_chinese():
    assert [rule.why for rule in _RULES if rule.why not in chinese()["label"]] == []


def test_the_note_is_a_line_on_standard_error_and_the_work_is_done(tmp_path):
    path = small(tmp_path / "p.xlsx")
    words = ("--as-of", "2026-11-20", "--plans", "none", "--format", "md", "--lang", "en")
    code, out, err = xlplan("run", path, *words)
    assert (code, err) == (
        0,
        "xlplan: --format changes nothing here: no documents are written with --plans none.\n",
    )
    assert "Results: " in out


def test_a_folder_that_is_named_is_made_but_not_the_one_of_a_file(tmp_path):
    path = small(tmp_path / "p.xlsx")
    words = ("--as-of", "2026-11-20", "--lang", "zh")
    for command in (
        ("run", path, *words, "--out", "slip/r.xlsx"),
        ("run", path, *words, "--json", "slip/r.json"),
        ("new", "slip/n.xlsx", "--lang", "zh"),
        ("portable", path, "--out", "slip/q.xlsx", "--lang", "zh"),
    ):
        code, _, err = xlplan(*command, cwd=tmp_path)
        assert code == 2
        assert err.startswith("xlplan: 文件夹 slip 不存在。")
        assert list(tmp_path.iterdir()) == [path]
    assert xlplan("run", path, *words, "--out", "there/below", cwd=tmp_path)[0] == 0
    assert (tmp_path / "there" / "below" / "p.plan.xlsx").is_file()


@pytest.mark.parametrize(
    ("lang", "blank", "example"),
    [
        ("en", 'Next: fill it in, then: xlplan run "my plan.xlsx"', "Next: xlplan run e.xlsx"),
        ("zh", '下一步：填好后运行 xlplan run "my plan.xlsx"', "下一步：xlplan run e.xlsx"),
    ],
)
def test_only_a_blank_workbook_is_to_be_filled_in(tmp_path, lang, blank, example):
    out = xlplan("new", "my plan.xlsx", "--lang", lang, cwd=tmp_path)[1]
    assert out.splitlines()[-1] == blank
    out = xlplan("new", "e.xlsx", "--example", "--lang", lang, cwd=tmp_path)[1]
    assert out.splitlines()[-1] == example


@pytest.mark.parametrize("command", ["check", "run", "clean", "portable", "verify", "policy"])
def test_a_folder_in_the_place_of_a_workbook_is_told(tmp_path, command):
    for name in (".", tmp_path):
        code, _, err = xlplan(command, name, "--lang", "zh", cwd=tmp_path)
        assert (code, err) == (2, f"xlplan: {name} 是文件夹。请指定其中的一个工作簿。\n")


def test_reasons_of_the_system_and_lists_are_chinese_for_a_chinese_reader(tmp_path):
    told = PlanError("CANNOT_WRITE", file="a.xlsx", reason="No space left on device")
    assert Texts("zh").error(told) == "无法写入 a.xlsx：磁盘已满。请换一个位置。"
    assert "No space left on device" in Texts("en").error(told)
    err = xlplan("run", "b.xlsx", "--format", "doc", "--lang", "zh")[2]
    assert "md、html、docx、pdf、pptx" in err
    code, out, err = xlplan(
        "policy", book(tmp_path / "p.xlsx", 甲=[["乙"], ["丙"]]), "--lang", "zh"
    )
    assert (code, out) == (2, "")
    assert "没有名为 Customers（客户）的工作表" in err


def test_the_policy_of_a_workbook_without_customers_is_shown(tmp_path):
    path = book(tmp_path / "p.xlsx", Policy=[["Key", "Value"], ["hour_cost", 77]])
    code, out, _ = xlplan("policy", path, "--lang", "en")
    assert code == 0
    assert "hour_cost = 77 " in out


def test_the_names_for_templates_hold_none_of_the_machine_room():
    for lang in ("en", "zh"):
        assert "__" not in xlplan("template", "variables", "--lang", lang)[1]


def test_a_folder_without_a_template_that_replaces_one_is_told(tmp_path):
    path, own = small(tmp_path / "p.xlsx"), tmp_path / "own"
    (own / "plans").mkdir(parents=True)
    (own / "plans" / "plan.md.j2").write_text("mine", "utf-8")
    words = ("plan", path, "C1", "--format", "md", "--templates", own, "--lang", "en")
    line = "xlplan: --templates changes nothing here: nothing in that folder replaces a template of ours.\n"
    assert line in xlplan(*words)[2]
    code, _, err = xlplan("template", "check", own, "--lang", "zh")
    assert (code, err.startswith(f"xlplan: {own} 中没有可替换的模板。")) == (2, True)
    (own / "shared").mkdir()
    (own / "shared" / "look.docx").write_bytes(b"the company's")  # where Word looks for it, too
    assert "changes nothing here" not in xlplan(*words)[2]
    (own / "shared" / "look.docx").unlink()
    (own / "plans").rename(own / "en")
    assert xlplan(*words)[2] == ""
    assert next((tmp_path / "p.plans").glob("*.md")).read_text("utf-8").strip() == "mine"
