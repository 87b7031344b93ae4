"""Why this grade: every line of the explanation is arithmetic that a reader can do again."""

import datetime as dt
import re

import pytest

from xlplan.engine.answers.explain import explain
from xlplan.engine.plan import evaluate, find_customer
from xlplan.engine.sheets import RawSheet, RawWorkbook

AS_OF = dt.date(2026, 11, 20)
SHEETS = {
    "Customers": [["Customer ID", "Customer", "Sales 12m", "Days late"], ["C1", "Kestrel", 100, 20], ["C2", "M", 900, None]],
    "Contacts": [["Contact ID", "Customer ID", "Name"], ["P1", "C1", "Ann"], ["P2", "C1", "Bob"]],
    "Opportunities": [["Opportunity ID", "Customer ID", "Amount", "Fit", "Expected close"], ["O1", "C1", 60_000, 75, "2026-12-24"]],
    "Stakeholders": [["Opportunity ID", "Contact ID", "Buyer role", "Attitude", "Confidence", "Coverage"],
                     ["O1", "P1", "decision maker", "opposed", 0.2, 0.5], ["O1", "P2", "user", "champion", 1, None]],
}  # fmt: skip
LINE = re.compile(r"→ (-?[\d.]+) × ([\d.]+) ÷ ([\d.]+) = ([+-][\d.]+)$")


def explained(lang):
    book = RawWorkbook([RawSheet(name, rows) for name, rows in SHEETS.items()], list(SHEETS))
    found = evaluate(book, AS_OF, lang)
    return explain(find_customer(found.assessment, "C1"), found.assessment, found.texts)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_line_of_a_score_can_be_worked_out_again(lang):
    hits = [LINE.search(line) for line in explained(lang).splitlines()]
    parts = [tuple(map(float, hit.groups())) for hit in hits if hit]
    assert len(parts) > 5
    for points, weight, known, contribution in parts:
        assert points * weight / known == pytest.approx(contribution, abs=0.02)


def test_the_cap_of_an_opposed_decision_maker_is_a_line_of_its_own():
    lines = explained("en").splitlines()
    at = next(n for n, line in enumerate(lines) if "DMI" in line)
    assert "-20.0" in lines[at]
    sums = [line.rpartition("= ")[2] or line for line in lines[at + 1 : at + 3]]
    cap = float(lines[at + 3].rpartition(" ")[2])
    assert sum(map(float, sums)) + cap == pytest.approx(-20.0, abs=0.02)


def test_punctuation_is_that_of_the_language():
    assert not re.search(r"[\u4e00-\u9fff][:,] ", explained("zh"))


def test_a_share_reads_as_one_and_never_as_4e_05():
    # 60 000 of revenue 1.5 bn is 0.004 %; with 100 of all sales (1 000 + 60 000) it is 98.5 %
    raw = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
    for row, value in zip(raw["Customers"], ["Customer revenue", 1.5e9, None], strict=True):
        row.append(value)
    book = RawWorkbook([RawSheet(name, rows) for name, rows in raw.items()], list(raw))
    found = evaluate(book, AS_OF, "en")
    said = explain(find_customer(found.assessment, "C1"), found.assessment, found.texts)
    assert "r01 scale: 0.004% → 0 × 6" in said
    assert "r12 concentration: 98.5% once this is won → 100 × 5" in said
