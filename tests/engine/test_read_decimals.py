"""Decimal commas and points in texts: the column shows which is which, or nobody knows."""

import pytest
from rawbooks import read, said

from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES
from xlplan.engine.reading.cells import convert


def column(heading, *cells):
    """Read a column of customers; return the values and what was found."""
    rows = [["Customer ID", "Customer", heading]]
    rows += [[f"C{at}", f"Firm {at}", cell] for at, cell in enumerate(cells)]
    reading = read(Customers=rows)
    name = {"Sales 12m": "sales_12m", "Gross margin": "gross_margin"}.get(heading.split(" (")[0])
    return [getattr(one, name or "dso_days") for one in reading.portfolio.customers], said(reading)


def test_a_point_parts_thousands_where_others_show_a_decimal_comma():
    values, found = column("Sales 12m (EUR)", "1.250,50", "12.500", "980", "€7.000", 3.5)
    assert values == [1250.5, 12_500.0, 980.0, 7000.0, 3.5]
    assert found == [
        ("READ_AS", "Customers!C3", "12.500"),
        ("READ_AS", "Customers!C5", "€7.000"),
    ]  # 1.250,50 can be nothing else


@pytest.mark.parametrize("shown", ["1250,50", "12,5", "1.250.000", "€1.250.000", "0,125", "−2,5"])
def test_what_shows_a_decimal_comma(shown):
    assert column("Sales 12m", shown, "12.500")[0][1] == 12_500.0


@pytest.mark.parametrize("shown", ["1,250.50", "12.5", "1,250,000", "0.125", "1250.500"])
def test_what_shows_a_decimal_point(shown):
    values, found = column("Sales 12m", shown, "12.500", "1,200")
    assert values[1:] == [12.5, 1200.0]
    assert not found


@pytest.mark.parametrize("cell", ["12.500", "€12.500", "(12.500)", " １２.５００ "])
def test_a_text_that_could_be_either_is_not_read(cell):
    values, found = column("Sales 12m", cell, "980", 5.0, "")
    assert values == [None, 980.0, 5.0, None]
    assert found == [("NUMBER_UNCLEAR", "Customers!C2", cell.strip())]


def test_where_both_are_shown_nothing_is_decided():
    values, found = column("Sales 12m", "1.250,50", "1,250.50", "12.500", "1,200")
    assert values == [1250.5, 1250.5, None, 1200.0]
    assert found == [("NUMBER_UNCLEAR", "Customers!C4", "12.500")]


def test_three_digits_after_a_comma_are_unclear_among_decimal_commas():
    values, found = column("Sales 12m", "12,5", "1,200")
    assert values == [12.5, None]
    assert found == [("NUMBER_UNCLEAR", "Customers!C3", "1,200")]


def test_the_limits_of_a_column_decide():
    assert column("DSO days", "45.500", "60")[0] == [45.5, 60.0]  # 45,500 days are too many
    fit = OPPORTUNITIES.by_field["fit"]
    assert convert(fit, ["80.500"]) == [80.5]
    assert convert(CUSTOMERS.by_field["gross_margin"], ["12.500%"]) == [0.125]


def test_one_decimal_comma_alone_may_be_a_slip():
    values, found = column("Sales 12m", "1,2", "980")
    assert values == [None, 980.0]
    assert found == [("NOT_MONEY", "Customers!C2", "1,2")]


def test_millions_with_points_can_be_nothing_else():
    assert column("Sales 12m", "€1.250.000", "2.000.000")[0] == [1_250_000.0, 2_000_000.0]


def test_a_point_beside_a_size_is_decimal():
    assert column("Sales 12m", "1.250万", "2.500 Mio")[0] == [12_500.0, 2_500_000.0]


def test_texts_count_in_the_unit_of_the_heading():
    assert column("Sales 12m (k€)", "1,5", "12.500")[0] == [1500.0, 12_500_000.0]


def test_decimal_commas_of_shares():
    assert column("Gross margin", "12,5%", "8,0%", "0,25")[0] == [0.125, 0.08, 0.25]
    assert column("Gross margin (%)", "12,5", "8,25")[0] == [0.125, 0.0825]


def test_a_row_that_needs_the_number_is_left_out():
    rows = [["Opportunity ID", "Customer ID", "Opportunity", "Amount"], ["O1", "C1", "A", "12.500"]]
    assert said(read(Opportunities=rows))[0][0].startswith("NUMBER_UNCLEAR")


def test_a_point_of_thousands_in_another_currency_is_told_once():
    _, found = column("Sales 12m (EUR)", "1.250,50", "$12.500")
    assert found == [("OTHER_CURRENCY", "Customers!C3", "$12.500")]
