"""The worked cases of the method: a story, a few rows, and what an expert works out by hand.

Each file of ``cases`` tells one; the arithmetic stands beside the figure. The rows go through the real
reader, the figures are looked up in the results as another program gets them.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from xlplan.engine.outcome import outcome
from xlplan.engine.plan import evaluate
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.engine.text import Texts

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


def looks() -> list[Any]:
    """Every day on which a case is looked at."""
    told = [(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in CASES]
    return [
        pytest.param(case, look, id=f"{name}-{look['as_of']}")
        for name, case in told
        for look in case["look"]
    ]


def book(sheets: dict[str, list[list[Any]]]) -> RawWorkbook:
    raw = [RawSheet(name, [list(row) for row in rows]) for name, rows in sheets.items()]
    return RawWorkbook(raw, [one.name for one in raw])


def at(results: Any, path: str) -> Any:
    """Follow a dotted path; a record of a list is named by its id."""
    found = results
    for step in path.split("."):
        records = {one["id"]: one for one in found} if isinstance(found, list) else found
        found = records[step]
    return found


def test_all_six_cases_are_told():
    assert len(CASES) == 6


@pytest.mark.parametrize(("case", "look"), looks())
def test_the_case_comes_out_as_worked_by_hand(case, look):
    found = evaluate(book(case["sheets"]), dt.date.fromisoformat(look["as_of"]), lang="en")
    assert not found.has_errors, [Texts("en").finding(one) for one in found.findings]
    results = outcome(found.assessment, Texts("en"))
    for path, expected in look["expect"].items():
        value = at(results, path)
        if isinstance(expected, float):
            assert value == pytest.approx(expected, rel=2e-5, abs=1e-9), path
        else:
            assert value == expected, path
