"""Scores are points of 100: percent is read as such, another scale is told."""

import pytest
from rawbooks import book, said

from xlplan.engine.read import read_portfolio
from xlplan.engine.sheets import RawSheet


def fits(*cells, percents=()):
    """Read deals with a fit each; return their fits and what was found."""
    rows = [["Opportunity ID", "Customer ID", "Opportunity", "Amount", "Fit"]]
    rows += [[f"O{at}", "C1", f"Deal {at}", 5000.0, cell] for at, cell in enumerate(cells)]
    raw = RawSheet("Opportunities", rows, percents={4: set(percents)})
    customers = [["Customer ID", "Customer"], ["C1", "Alpha"]]
    reading = read_portfolio(book(Customers=customers, Opportunities=raw))
    return [one.fit for one in reading.portfolio.opportunities], said(reading)


def test_a_score_shown_in_percent_is_of_a_hundred():
    values, found = fits(0.8, 0.57, 75.0, 1.0, percents=(1, 2, 4))
    assert values == [80.0, 57.0, 75.0, 100.0]
    assert found == [("SCORE_PERCENT", "Opportunities!E2", "80%")]


def test_a_number_above_one_stays_whatever_its_format():
    values, found = fits(80.0, 60.0, 0.0, percents=(1, 2, 3))
    assert values == [80.0, 60.0, 0.0]
    assert not found


@pytest.mark.parametrize("text", ["80%", "80 %", "８０％", " 80% "])
def test_a_text_in_percent_is_of_a_hundred(text):
    assert fits(text, 70.0) == ([80.0, 70.0], [])


def test_a_percent_beyond_a_hundred_is_told():
    values, found = fits("120%")
    assert values == [None]
    assert found == [("OUT_OF_RANGE", "Opportunities!E2", "120%")]


@pytest.mark.parametrize(
    ("cells", "first"),
    [([0.8, 0.5, 1.0], "0.8"), ([0.0, 0.5, 1.0], "0.5"), ([8.0, 1.0, 10.0], "8"), ([None, 7.0, 8.0, 9.0], "7")],
)  # fmt: skip
def test_a_column_on_another_scale_is_a_warning(cells, first):
    values, found = fits(*cells)
    assert values == cells
    row = 2 + next(at for at, cell in enumerate(cells) if cell)
    assert found == [("SCORE_SCALE", f"Opportunities!E{row}", first)]


@pytest.mark.parametrize(
    "cells", [[0.8, 0.5], [0.0, 1.0, 0.0], [0.0, 7.0, 8.0], [7.0, 8.0, 80.0], [0.8, 0.5, 80.0], [0.0, 0.0, 0.0]]
)  # fmt: skip
def test_a_column_that_may_be_of_a_hundred_is_none(cells):
    assert fits(*cells) == (cells, [])
