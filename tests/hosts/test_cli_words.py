"""What is said when the command line is typed wrong: the word that was meant, in one language."""

import re

import pytest
from test_cli import EXAMPLES, xlplan

from xlplan.engine.text import Texts
from xlplan.hosts.cli import _parser

COMMANDS = tuple(_parser(Texts("en"))._subparsers._group_actions[0].choices)
NAMES = {
    "xlplan", "en", "zh", "internal", "customer", "local", "dask", "ray", "table", "csv", "json",
    "new", "check", "variables", "libreoffice", "excel", "lite", "SQL", "CSV", "MB", "URL", "toml",
    "xlsx", "h",
}  # fmt: skip
"""Latin words of a Chinese usage line that are typed so, or called so in Chinese, too."""


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["rnu"], "run"),
        (["help"], "--help"),
        (["version"], "--version"),
        (["--hepl"], "--help"),
        (["--lagn", "en", "run"], "--lang"),
        (["run", "b.xlsx", "--palns", "none"], "--plans"),
        (["batch", "b.xlsx", "--oot", "there"], "--out"),
        (["plan", "b.xlsx", "–format", "pdf", "C1"], "--format"),
        (["query", "select 1", "--fromat", "csv"], "--format"),
        (["run", "b.xlsx", "--audience", "custmer"], "customer"),
        (["query", "select 1", "--format=tabel"], "table"),
        (["template", "nwe"], "new"),
        (["addin", "exel", "--out", "there"], "excel"),
        (["run", "b.xlsx", "--format", "pdff"], "pdf"),
        (["run", "b.xlsx", "--documents", "plna"], "plan"),
        (["policy", "--preset", "projetcs"], "projects"),
        (["call", "LGA", "1", "2"], "XLPLAN_LAG"),
        (["excel-run", "chek", "--book", "b.xlsx"], "check"),
    ],
)
def test_the_nearest_word_is_offered_in_both_languages(tmp_path, words, meant):
    for lang, near in (("en", ("Did you mean {}?", "nearest {}", "nearest one is {}")),
                       ("zh", ("您是否想用 {}？", "最接近的是 {}"))):  # fmt: skip
        code, out, err = xlplan(*words, cwd=tmp_path, LANG=f"{lang}_XX.UTF-8", LC_ALL="")
        assert (code, out, len(err.splitlines())) == (2, "", 1)
        assert any(one.format(meant) in err for one in (*near, "nearest is {}")), err
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (["diff", "a"], "These are missing: NEW.", "缺少：新结果。"),
        (
            ["import", "a.csv"],
            "One of these is missing: --map, --draft.",
            "缺少其中之一：--map、--draft。",
        ),
        (["batch"], "These are missing: SOURCE, --out.", "缺少：来源、--out。"),
        (["run", "b.xlsx", "--keep=3"], "--keep takes no value.", "--keep 后面不跟值。"),
        (["run", "b.xlsx", "--as-of"], "--as-of needs a value.", "--as-of 后面要跟一个值。"),
        (
            ["batch", "b", "--out", "c", "--resume", "--fresh"],
            "--fresh and --resume exclude each other.",
            "--fresh 与 --resume 不能同时使用。",
        ),
        (
            ["check", "my", "plan.xlsx"],
            "plan.xlsx is too much; a name with blanks needs quotes.",
            "plan.xlsx 是多余的；含空格的名称要加引号。",
        ),
        (
            ["addin", "word", "--out", "a"],
            "OFFICE: “word” is none of libreoffice, excel, lite.",
            "软件：“word”不是可选值；可选：libreoffice、excel、lite。",
        ),
    ],
)
def test_wrong_use_is_told_in_our_own_words(tmp_path, words, english, chinese):
    for lang, said in (("en", english), ("zh", chinese)):
        code, _, err = xlplan(*words, "--lang", lang, cwd=tmp_path)
        assert code == 2
        help_line = {"en": " Help: xlplan ", "zh": "帮助：xlplan "}[lang]
        assert f"xlplan: {said}{help_line}{words[0]} --help\n" == err


def test_a_command_that_is_like_none_is_answered_with_all_of_them():
    err = xlplan("frobnicate", "--lang", "en")[2]
    assert all(f"{name}" in err for name in COMMANDS)
    assert "Did you mean" not in err


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_chinese_reader_sees_of_the_usage_is_chinese(command):
    code, out, _ = xlplan(command, "--help", "--lang", "zh")
    assert code == 0
    usage = out.partition("\n\n")[0]
    words = set(re.findall(r"[A-Za-z]+", re.sub(r"--?[a-z][a-z-]*", "", usage)))
    assert words - NAMES <= {*command.split("-"), "run"}
    assert max(map(wide, out.splitlines())) <= 80
    assert not re.search(r"(?m)^\S+:$", out)


def wide(line):
    return sum(1 + ("\u2e80" <= letter <= "\uffe6") for letter in line)


def test_a_latin_word_is_not_broken_by_the_help():
    assert re.search(r"portfolio\b", xlplan("query", "--help", "--lang", "zh")[1])


def test_a_negative_number_with_a_power_of_ten_is_a_value():
    assert xlplan("call", "LAG", "-1e0", "2", "--lang", "en")[2].startswith(
        "xlplan: purchase_step: -1 is not"
    )


def test_the_nearest_customer_and_the_nearest_file_are_offered(tmp_path):
    book = tmp_path / "north.xlsx"
    book.write_bytes(EXAMPLES["zh"].read_bytes())
    for word, meant in (("皋雨重工", "0034 皋屿重工"), ("034", "0034 皋屿重工")):
        assert f"您是否想用 {meant}？" in xlplan("explain", book, word, "--lang", "zh")[2]
    assert "Did you mean" not in xlplan("explain", book, "nobody", "--lang", "en")[2]
    for name in ("nroth.xlsx", "north", "north.xls"):
        err = xlplan("run", tmp_path / name, "--lang", "en")[2]
        assert f"Did you mean {book}?" in err
    assert "Did you mean" not in xlplan("run", tmp_path / "budget.xlsx", "--lang", "en")[2]


def test_all_and_none_may_be_written_with_capitals_and_commas_in_chinese(tmp_path):
    book = tmp_path / "p.xlsx"
    book.write_bytes(EXAMPLES["zh"].read_bytes())
    assert xlplan("run", book, "--plans", "None")[0] == 0
    assert not (tmp_path / "p.plans").exists()
    assert xlplan("plan", book, "0034", "--format", "md，html")[0] == 0
    assert {one.suffix for one in (tmp_path / "p.plans").glob("0034*")} >= {".md", ".html"}


def test_a_button_where_no_excel_can_be_is_told():
    code, _, err = xlplan("excel-run", "check", "--book", "x.xlsx", "--lang", "en")
    assert code == 2
    assert len(err.splitlines()) == 1
