"""What has to be told about a plan as of a day: dates that cannot be, gaps that look like results."""

import datetime as dt

import pytest
from plans import AS_OF, ago, ahead, assessed

from xlplan.core.checks import date_findings, gap_findings
from xlplan.core.issues import NAMED
from xlplan.core.model import Customer, Invoice, Opportunity, Portfolio

PLACES = {
    "sheets": {"opportunities": "Deals"},
    "columns": {"opportunities": {"expected_close": "G"}},
}


def deal(id_="o", close=30, amount=80_000.0, **more):
    return Opportunity(
        id_, "c", amount, expected_close=None if close is None else ahead(close), **more
    )


def gaps(*deals, customers=None, invoices=(), **policy):
    firms = customers or (Customer("c", "C"),)
    plan = Portfolio(customers=firms, opportunities=deals, invoices=invoices)
    return {one.code: one for one in gap_findings(assessed(plan, **policy))}


def test_a_plan_without_gaps_says_nothing():
    customers = (Customer("c", "C", sales_12m=5.0),)
    assert gaps(deal(), customers=customers) == {}


def test_open_opportunities_without_a_close_are_told_once():
    found = gaps(deal("o", None), deal("p", None), deal("q"), deal("r", None, status="lost"))
    assert dict(found["NO_CLOSE_DATES"].params) == {"count": "2", "total": "3", "id": "o"}


def test_a_threshold_above_every_opportunity_leaves_the_funnel_empty():
    small = (deal("o", amount=900.0), deal("p", amount=2_000.0))
    assert dict(gaps(*small)["FUNNEL_EMPTY"].params) == {
        "count": "2", "largest": "2,000", "threshold": "50,000",
    }  # fmt: skip
    assert gaps(*small, funnel__threshold=2_000.0) == {}
    assert gaps() == {}


def test_shares_of_sales_that_are_known_for_some_only():
    customers = (Customer("c", "C", sales_12m=5.0), Customer("d", "D"), Customer("e", "E"))
    assert dict(gaps(customers=customers)["SALES_PARTLY_KNOWN"].params) == {
        "known": "1",
        "total": "3",
    }
    assert gaps(customers=customers[1:]) == {}


@pytest.mark.parametrize(
    ("first", "codes"),
    [
        (900, set()),
        (698, set()),
        (697, {"PRIOR_SHORT"}),
        (333, {"PRIOR_SHORT"}),
        (332, {"SALES_SHORT"}),
    ],
)
def test_invoices_that_begin_too_late_for_a_sum_over_a_year(first, codes):
    """365 days begin 364 days ago, those before them 729 days ago; a month may be without any."""
    invoices = (Invoice("I", "c", ago(first), 5.0), Invoice("J", "c", ago(3), 5.0))
    assert set(gaps(invoices=invoices)) == codes
    typed = (Customer("c", "C", sales_12m=5.0, sales_prior_12m=5.0),)
    assert gaps(customers=typed, invoices=invoices) == {}


def passed(count):
    deals = tuple(deal(f"o{n}", -n - 1, row=n + 2) for n in range(count))
    return date_findings(Portfolio(opportunities=deals, **PLACES), AS_OF)


def test_a_passed_close_has_its_address():
    assert [(one.code, one.address, one.value) for one in passed(1)] == [
        ("CLOSE_PASSED", "Deals!G2", str(AS_OF - dt.timedelta(days=1)))
    ]


def test_each_passed_close_is_named_and_beyond_the_limit_the_others_are_counted():
    assert [one.code for one in passed(1_000)] == ["CLOSE_PASSED"] * 1_000
    found = passed(NAMED + 995)
    assert [one.code for one in found] == ["CLOSE_PASSED"] * NAMED + ["MORE_WARNINGS"]
    assert (found[-1].rule, found[-1].times) == ("CLOSE_PASSED", 995)
