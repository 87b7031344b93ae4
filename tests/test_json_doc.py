"""docs/json.md is true: it names every key of a run's JSON to depth 3, and none that never occurs."""

import datetime as dt
import importlib.util
import json
import re
from functools import cache
from pathlib import Path

import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Milestone, Objective, Opportunity, Portfolio, Stakeholder
from xlplan.core.policy import Policy
from xlplan.engine.outcome import outcome
from xlplan.engine.text import Texts
from xlplan.hosts.cli import main

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "json.md").read_text("utf-8")
DEPTH = 3
AT = {"The run": "", "A score": "score", "A risk": "risk"}
"""Heading of a section → where its keys stand; of the others it is their first word."""
MAPS = (
    "facts.sources",
    "policy.changes",
    "top_shares",
    "portfolio.grades",
    "segments",
    "frameworks",
)
"""Objects whose keys are ids, letters or parameters; ``facts.sources`` lies deeper than 3."""


@cache
def named():
    """Every key that the document names: its path → value and ``null``, scores and risks set in."""
    shapes = {"score": {}, "risk": {}}
    found = {}
    for section in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        title = re.split(r" · ", section.partition("\n")[0])[0].strip("`")
        at = AT.get(title, title)
        rows = re.findall(
            r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE
        )
        for key, value, meaning, null in rows:
            keep = shapes.get(at, found)
            path = key if at in ("", *shapes) else f"{at}.{key}"
            keep[path] = value, meaning, null.strip()
    shapes["risk"] = shapes["score"] | shapes["risk"]
    for path, (value, _, _) in list(found.items()):
        shape = shapes.get(re.split(r"[ ,]", value)[0], {})
        found |= {f"{path}.{key}": row for key, row in shape.items()}
    return {path: row for path, row in found.items() if depth(path) <= DEPTH}


def depth(path):
    return path.count(".") + 1


def walk(value, path=""):
    """Yield every key with its value to depth 3."""
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                yield from walk(one, f"{path}[]")
    elif isinstance(value, dict):
        for key, inner in value.items():
            step = "*" if path.endswith(MAPS) else key
            at = f"{path}.{step}" if path else step
            yield at, inner
            if depth(at) < DEPTH:
                yield from walk(inner, at)


@pytest.fixture(scope="module")
def occurring(tmp_path_factory):
    """Path → the values seen, of both examples with everything asked for and one broken book."""
    folder = tmp_path_factory.mktemp("json")
    books = []
    for name in ("example.xlsx", "example.zh.xlsx"):
        (folder / name).write_bytes((ROOT / "workbooks" / name).read_bytes())
        books.append(str(folder / name))
    (folder / "broken.xlsx").write_bytes(b"nothing")
    target = folder / "out.json"
    more = [
        "--plans",
        "none",
        "--flips",
        "--simulate",
        "--as-of",
        "2026-11-20",
        "--json",
        str(target),
    ]
    assert main(["run", *books, str(folder / "broken.xlsx"), *more]) == 2
    seen = {}
    for book in json.loads(target.read_text("utf-8")):
        for path, value in walk(book):
            seen.setdefault(path, []).append(value)
    return seen


def test_every_key_is_named(occurring):
    assert sorted(occurring.keys() - named().keys()) == []


def test_every_name_occurs(occurring):
    assert sorted(named().keys() - occurring.keys()) == []


def test_a_dash_says_that_a_key_is_never_null(occurring):
    """Neither in the examples, nor where next to nothing is known."""
    poor = Portfolio(
        customers=(Customer("c", "C"), Customer("idle", "I", level="partner")),
        opportunities=(Opportunity("o", "c", 1.0), Opportunity("w", "c", 2.0, status="won")),
        stakeholders=(Stakeholder("o", "k"),),
        objectives=(Objective("z", "c", "x"),),
        milestones=(Milestone("o", 2, None, done=False),),
    )
    results = outcome(assess(poor, Policy(), dt.date(2026, 11, 20)), Texts("en"))
    always = {path for path, (_, _, null) in named().items() if null == "–"}
    seen = [(path, value) for path, values in occurring.items() for value in values]
    assert sorted({path for path, value in (*seen, *walk(results)) if value is None} & always) == []


def test_every_meaning_is_there_in_both_languages():
    for path, (value, meaning, null) in named().items():
        assert re.search(r"[A-Za-z]", meaning), path
        assert re.search(r"[\u4e00-\u9fff]", meaning), path
        assert value.strip(), path
        assert null == "–" or re.search(r"[\u4e00-\u9fff]|flips", null), path


def test_words_of_a_key_are_those_it_may_have(occurring):
    """Where the document lists words, no other occurs."""
    for path in ("customers[].risk.level", "customers[].segment", "opportunities[].timing",
                 "opportunities[].pse_state", "customers[].economics.verdict", "closed[].status",
                 "opportunities[].collective.state", "customers[].objectives[].state"):  # fmt: skip
        words = set(named()[path][0].split(", "))
        assert {one for one in occurring[path] if one is not None} <= words, path


def test_the_codes_are_those_of_today(occurring):
    spec = importlib.util.spec_from_file_location("make_json", ROOT / "docs" / "make_json.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.text() == TEXT, "just readme"
    assert set(occurring["findings[].code"]) <= set(made.finding_codes())


def test_readme_and_help_lead_to_it(capsys):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.count("](docs/json.md)") == 2  # one a language
    for lang in ("en", "zh"):
        with pytest.raises(SystemExit):
            main(["run", "--help", "--lang", lang])
        assert "docs/json.md" in capsys.readouterr().out
