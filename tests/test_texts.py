"""English and Chinese are equals: every text has both, with the same placeholders."""

import ast
import re
import string
from pathlib import Path

import pytest

from xlplan.core.defaults import DEFAULTS
from xlplan.core.issues import SENTENCES
from xlplan.engine.text import Texts, chinese

PACKAGE = Path(__file__).parents[1] / "xlplan"
HAN = re.compile(r"[\u4e00-\u9fff]")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_finding_speaks_both_languages(code):
    english, found = SENTENCES[code], chinese()["finding"][code]
    for mine, theirs in ((english.what, found["what"]), (english.step, found["step"])):
        assert placeholders(mine) == placeholders(theirs)
        assert not mine or HAN.search(theirs)


def test_no_chinese_finding_without_an_english_one():
    assert set(chinese()["finding"]) <= set(SENTENCES)


def labels() -> set[str]:
    """Every literal that is passed to a Texts: t("…"), texts("…"), self.texts("…"), .step("…")."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            first = node.args[0]
            if name in ("t", "texts", "_texts", "step", "count") and isinstance(
                first, ast.Constant
            ):
                if isinstance(first.value, str) and re.search("[A-Za-z]", first.value):
                    found.add(first.value)
    return found


def test_every_label_has_its_chinese():
    known = chinese()["label"]
    assert sorted(label for label in labels() if label not in known) == []


def test_labels_keep_their_placeholders():
    for english, found in chinese()["label"].items():
        assert placeholders(english) == placeholders(found), english


def test_a_text_is_said_in_the_language_asked_for():
    assert Texts("zh")("Risk table") == "客户风险评估表"
    assert Texts("en")("Risk table") == "Risk table"


@pytest.mark.parametrize(
    ("amount", "english", "chinese_text"),
    [
        (None, "–", "–"),
        (999.5, "1,000", "1,000"),
        (12_345, "12 k", "1.2 万"),
        (2_920_000, "2.92 m", "292.0 万"),
        (-123_456_789, "-123.46 m", "-1.23 亿"),
    ],
)
def test_money_is_short_enough_to_read(amount, english, chinese_text):
    assert Texts("en").money(amount) == english
    assert Texts("zh").money(amount) == chinese_text


def test_every_policy_key_is_explained():
    assert all(entry.meaning and entry.source for entry in DEFAULTS.values())


def test_every_policy_key_is_explained_in_chinese():
    said = {text for entry in DEFAULTS.values() for text in (entry.meaning, entry.unit)}
    known = chinese()["label"]
    lettered = {text for text in said if re.search("[A-Za-z]", text)}
    assert sorted(lettered - known.keys()) == []


OTHER_NAMES = {
    "步骤差": "进程差", "净收益": "净回报", "预期回报": "期望回报", "钱包份额": "采购份额",
    "风险等级": "风险级别", "赢单可能性": "成功率", "客户细分": "客户分群", "应得工时": "应投工时",
    "关系级别": "关系层级", "投入匹配度": "投入一致性", "决策链覆盖度": "关键人覆盖度",
    "赢单率": "赢率", "主导商机": "主商机",
}  # fmt: skip
"""What else a quantity could be called, and the one name that it has; 按风险等级 is a grade by risk."""


def said_in_chinese():
    """Every file whose Chinese a user reads: its name and text."""
    root = PACKAGE.parent
    yield from (
        (path.relative_to(root).as_posix(), path.read_text("utf-8").replace("按风险等级", ""))
        for path in (
            *PACKAGE.rglob("*.toml"),
            *PACKAGE.rglob("quantities.py"),
            *(root / "templates" / "zh").rglob("*.j2"),
            *(root / "docs").glob("*.md"),
            root / "README.md",
        )
    )


@pytest.mark.parametrize("other", OTHER_NAMES)
def test_a_quantity_has_one_name_in_chinese(other):
    assert [name for name, text in said_in_chinese() if other in text] == []
    assert any(OTHER_NAMES[other] in text for _, text in said_in_chinese())


def test_a_rate_is_what_was_won_and_a_likelihood_what_may_be_won():
    """赢率 counts what was won before; 成功率 is the likelihood of one opportunity."""
    for english, found in chinese()["label"].items():
        if "赢率" in found:
            assert re.search(r"\b(win|own) rate\b", english, re.IGNORECASE), english
        if re.search(r"\blikelihood\b|^p$", english, re.IGNORECASE):
            assert "赢率" not in found, english


def test_chinese_has_its_own_punctuation_between_its_letters():
    half = re.compile(r"[\u4e00-\u9fff] ?\(|[\u4e00-\u9fff][,:;] ?[\u4e00-\u9fff]")
    assert [found for found in chinese()["label"].values() if half.search(found)] == []
