"""Figures that can be and are hardly meant are told with their address, and used as they stand."""

import datetime as dt

from xlplan.core.doubts import doubt_findings
from xlplan.core.model import Cost, Customer, Invoice, Opportunity, Portfolio, Whitespace

DAY = dt.date(2026, 3, 31)
PLACES = {
    "sheets": {"customers": "Customers", "costs": "Costs", "invoices": "Invoices", "opportunities": "Opportunities"},
    "columns": {"customers": {"sales_12m": "M", "name": "B"}, "costs": {"amount": "F"}, "invoices": {"paid": "G"}, "opportunities": {"amount": "D", "status": "K"}},
}  # fmt: skip


def doubts(**records):
    return [
        (one.code, one.address, one.value) for one in doubt_findings(Portfolio(**PLACES, **records))
    ]


def test_amounts_below_nought_are_told():
    assert doubts(
        customers=(Customer("a", "A", sales_12m=-5_000.0, row=2), Customer("b", "B", sales_12m=0.0, row=3)),
        costs=(Cost(DAY, "a", -800.0, row=7),),
        whitespace=(Whitespace("a", "pumps", potential=-1.0, row=4),),
    ) == [
        ("BELOW_NOUGHT", "Customers!M2", "-5,000"),
        ("BELOW_NOUGHT", "Costs!F7", "-800"),
        ("BELOW_NOUGHT", "whitespace", "-1"),
    ]  # fmt: skip


def test_two_customers_of_one_name_are_told():
    firms = (
        Customer("a", "Delta Pumps", row=2),
        Customer("b", "delta  pumps ", row=3),
        Customer("c", "Delta", row=4),
    )
    assert doubts(customers=firms) == [("SAME_NAME", "Customers!B3", "delta  pumps ")]


def test_an_invoice_paid_far_above_its_amount_is_told_and_a_credit_note_is_not():
    """With a tax of 20 % an amount of 100 is paid with 120."""
    invoices = (
        Invoice("i", "a", DAY, 100.0, paid=1_000.0, row=2),
        Invoice("j", "a", DAY, 100.0, paid=120.0, row=3),
        Invoice("k", "a", DAY, -100.0, paid=0.0, row=4),
        Invoice("l", "a", DAY, 100.0, row=5),
    )
    assert doubts(invoices=invoices) == [("OVERPAID", "Invoices!G2", "1,000")]


def test_an_open_opportunity_worth_nothing_is_told():
    deals = (
        Opportunity("o", "a", 0.0, row=2),
        Opportunity("p", "a", 0.0, status="lost", row=3),
        Opportunity("q", "a", 1.0, row=4),
    )
    assert doubts(opportunities=deals) == [("AMOUNT_NOUGHT", "Opportunities!D2", "0")]


def test_an_opportunity_that_is_open_though_the_relationship_has_ended_is_told():
    firms = (Customer("a", "A", stage="ended", row=2), Customer("b", "B", stage="growth", row=3))
    deals = (
        Opportunity("o", "a", 5.0, row=2),
        Opportunity("p", "a", 5.0, status="won", row=3),
        Opportunity("q", "b", 5.0, row=4),
    )
    told = doubts(customers=firms, opportunities=deals)
    assert told == [("OPEN_THOUGH_ENDED", "Opportunities!K2", "")]
