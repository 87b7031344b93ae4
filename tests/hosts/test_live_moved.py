"""One change on a sheet: LibreOffice moves the figures, and what stays behind says that it does."""

import datetime as dt
from dataclasses import replace

import pytest
from test_live import (
    AS_OF,
    Book,
    builders,
    changed,
    compare,
    customer_changed,
    deal_changed,
    numbers,
)

from xlplan.core.assess import assess
from xlplan.core.policy import Policy
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.recalculation import find_soffice

pytestmark = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
STILL = {"Decision chain", "Relationship", "Care", "Findings"}


def told(row):
    """The text of a row of the head, wherever on it that stands."""
    return next(cell for cell in row if cell)


@pytest.fixture(scope="module", name="plan")
def given_plan():
    return builders.portfolio()


def weight(book, _found, plan):
    risk = book.sheets["risk"].main
    factors = tuple(
        replace(one, weight=45.0) if at == 1 else one for at, one in enumerate(Policy().factors)
    )
    return ("Risk table", risk.address("r02", risk.top - 1)), 45.0, plan, Policy({}, factors)


def rating(book, _found, plan):
    beside = next(one for one in book.sheets["returns"].tables if one.aside)
    at = next(n for n, row in enumerate(beside.rows) if row[beside.index("cust")] == 1)
    cell = book.table("returns", "c_credit_rating").address("c_credit_rating", beside.first + at)
    return (
        ("Cost and return", cell),
        "E",
        customer_changed(plan, 0, credit_rating="E"),
        Policy(),
    )


def date(book, found, plan):
    deal, _ = numbers(found, plan, 2)
    day = AS_OF + dt.timedelta(days=20)
    cell = book.cell("ranking", "close", deal)
    return ("ABCD ranking", cell), day, deal_changed(plan, 2, expected_close=day), Policy()


def probability(book, found, plan):
    """The manual probability counts where the policy says so."""
    deal, _ = numbers(found, plan, 1)
    cell = book.cell("ranking", "p_manual", deal)
    new = deal_changed(plan, 1, probability=0.95)
    return ("ABCD ranking", cell), 0.95, new, Policy({"win.use_manual": True})


@pytest.mark.parametrize("change", [weight, rating, date, probability])
def test_one_change_moves_score_and_grade_as_python_does(change, plan, tmp_path):
    policy = Policy({"win.use_manual": True}) if change is probability else Policy()
    before = assess(plan, policy, AS_OF)
    place, value, new, after_policy = change(Book(before), before, plan)
    after = assess(new, after_policy, AS_OF)
    cells = changed(before, {place: value}, tmp_path)
    compare(cells, before, after)
    said = [
        {one.opportunity.id: (one.grade, one.risk.score.value) for one in found.opportunities}
        for found in (before, after)
    ]
    assert said[0] != said[1]
    for name, grid in cells.items():
        assert told(grid[1]).startswith(f"As of {AS_OF}: "), name
        said = "on other sheets" if name in STILL else "figures changed since"
        assert said in told(grid[2]), name
        assert told(grid[2]).endswith("to renew it" if name in STILL else "to renew them")


def test_nothing_is_of_the_past_while_nothing_has_moved(tmp_path):
    for found in (
        assess(builders.portfolio(), Policy(), AS_OF),
        assess(replace(builders.portfolio(2), opportunities=()), Policy(), AS_OF),
    ):
        cells = changed(found, {("Findings", "A60"): "a remark"}, tmp_path)
        sheets = result_tables(found, Texts("en"))
        assert [told(cells[one.name][1]) for one in sheets] == [one.headline for one in sheets]
        assert [told(cells[one.name][2]) for one in sheets] == [one.meta for one in sheets]


def test_the_figures_of_two_customers_exchanged_are_noticed(plan, tmp_path):
    found = assess(plan, Policy(), AS_OF)
    book = Book(found)
    ranking = book.sheets["ranking"].main
    rows = {row[ranking.index("amount")]: at for at, row in enumerate(ranking.rows, ranking.first)}
    (first, one), (second, other) = list(rows.items())[:2]
    edits = {
        ("ABCD ranking", ranking.address("amount", one)): second,
        ("ABCD ranking", ranking.address("amount", other)): first,
    }
    cells = changed(found, edits, tmp_path)
    assert "figures changed since" in told(cells["Summary"][2])
