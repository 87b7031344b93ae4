"""What the terminal shows at the end of a run: short, in columns, nothing that a cell smuggles in."""

import datetime as dt

import pytest

from xlplan.engine.plan import evaluate
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.hosts.report import _width, check_lines, finding_lines, summary_lines

AS_OF = dt.date(2026, 11, 20)


def evaluated(*customers, lang="en", **sheets):
    rows = [["Customer ID", "Customer", "Sales 12m", "Gross margin"], *customers]
    book = {"Customers": rows, **sheets}
    return evaluate(RawWorkbook([RawSheet(*one) for one in book.items()], list(book)), AS_OF, lang)


def summary(found, tmp_path):
    return list(summary_lines("p.xlsx", found, tmp_path / "p.plan.xlsx", None, ()))


def test_columns_stand_below_one_another_whatever_the_name(tmp_path):
    names = [
        "Kestrel",
        "东风水泥有限公司",
        "x" * 400,
        "two\nlines\tand a tab",
        "Emoji 😀",
        "e\u0301\u200b",
    ]
    lines = summary(evaluated(*([f"C{n}", name, n, 0.2] for n, name in enumerate(names))), tmp_path)
    rows = lines[1 : 2 + len(names)]
    assert len({_width(row) for row in rows}) == 1
    assert max(map(_width, rows)) < 110
    assert any("two lines and a tab" in row for row in rows)


def test_no_escape_sequence_reaches_the_terminal(tmp_path):
    evil = "\x1b[31mred\x1b]0;title\x07"
    found = evaluated(["C1", evil, evil, 0.2])
    shown = "".join((*summary(found, tmp_path), *check_lines(evil, found)))
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_columns_without_any_figure_are_left_out(tmp_path):
    heads = summary(evaluated(["C1", "K", 100, None]), tmp_path)[1]
    assert "Sales 12m" in heads
    assert "NPV" not in heads
    deals = [["Opportunity ID", "Customer ID", "Amount"], ["O1", "C1", 5_000]]
    heads = summary(evaluated(["C1", "K", 100, 0.2], Opportunities=deals), tmp_path)[1]
    assert "Expected return" in heads


def test_a_risk_of_which_little_is_known_is_shown_with_its_interval(tmp_path):
    lines = summary(evaluated(["C1", "K", 100, 0.2], ["C2", "M", 900, 0.2]), tmp_path)
    # C1: only concentration (5 of 37) is known, a tenth of all sales gives 0: 0 … 32 of 37
    assert "0–86" in next(line for line in lines if " K " in line)


@pytest.mark.parametrize(("lang", "between", "colon"), [("en", ", ", ": "), ("zh", "、", "：")])
def test_punctuation_is_that_of_the_language(lang, between, colon):
    found = evaluated(["C1", "K", "many", 0.2], ["C1", "L", 1, 0.2], lang=lang,
                      Contacts=[["Contact ID", "Customer ID", "Name"], ["P1", "C1", "N"], ["P2", "", "M"]])  # fmt: skip
    lines = list(check_lines("p.xlsx", found))
    assert between in lines[1]
    assert all(colon in line for line in list(finding_lines(found.findings, found.texts))[:-1])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_one_kind_in_a_column_the_terminal_shows_five_and_says_how_many_more(lang):
    found = evaluated(*([f"C{n}", f"K{n}", "many", "much"] for n in range(1500)), lang=lang)
    lines = list(check_lines("p.xlsx", found))
    shown = [line for line in lines if "Customers!" in line and "–" in line]
    assert len(shown) == 10
    assert sum("1,495" in line and "Customers!C" in line for line in lines) == 1
    assert sum("1,495" in line and "Customers!D" in line for line in lines) == 1
    assert lines[-1].strip().startswith("3000 × ")
    assert not any("NOT_MONEY" in line for line in lines)


def test_the_end_of_a_run_shows_ten_and_counts_the_others(tmp_path):
    lines = summary(evaluated(*([f"C{n}", f"K{n}", "many", "much"] for n in range(1500))), tmp_path)
    assert sum("Customers!" in line for line in lines) == 10
    assert "  … and 2990 more, all on the sheet Findings." in lines
