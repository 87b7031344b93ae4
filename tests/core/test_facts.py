"""What the detail sheets say of a customer: sales, days outstanding, days late, cost of a year."""

import datetime as dt

import pytest

from xlplan.core.facts import Ledger
from xlplan.core.model import Activity, Cost, Customer, Invoice, Portfolio

AS_OF = dt.date(2026, 11, 20)


def ago(days):
    return AS_OF - dt.timedelta(days=days)


def invoice(amount=1_000.0, date=100, due=70, **more):
    return Invoice("I", "c", ago(date), amount, ago(due), **more)


def facts(*invoices, costs=(), activities=(), customer=None):
    plan = Portfolio(invoices=invoices, costs=costs, activities=activities)
    return Ledger(plan, AS_OF, 60.0).facts(customer or Customer("c", "C"))


def test_a_year_is_365_days_and_ends_with_the_day_itself():
    rows = [
        invoice(1.0, 0),
        invoice(10.0, 364),
        invoice(100.0, 365),
        invoice(1000.0, 729),
        invoice(1e4, 730),
    ]
    found = facts(*rows, invoice(1e5, -1))
    assert (found.sales, found.sales_prior) == (11.0, 1100.0)
    assert found.sources == {"sales_12m": "invoices", "sales_prior_12m": "invoices"}


@pytest.mark.parametrize(("first", "prior"), [(698, 10.0), (697, None)])
def test_a_year_before_that_the_invoices_cover_in_part_is_not_known(first, prior):
    """365 days before the last 365 begin 729 days ago; their first month may be without any."""
    rows = [invoice(10.0, first), invoice(5.0, 3)]
    assert facts(*rows).sales_prior == prior
    other = facts(*rows, customer=Customer("d", "D"))
    assert other.sales_prior == (None if prior is None else 0.0)
    typed = facts(*rows, customer=Customer("c", "C", sales_prior_12m=7.0))
    assert typed.sales_prior == 7.0


def test_rows_after_the_day_do_not_make_a_sheet():
    """What has not happened yet says neither that nothing was sold, nor spent, nor paid."""
    found = facts(
        invoice(date=-5, paid=10.0),
        costs=(Cost(ago(-3), "c", 100.0),),
        activities=(Activity(ago(-2), "c", hours=3.0),),
    )
    assert found == (None, None, None, None, None, {})
    assert facts(invoice(paid_on=ago(-9))).dso_days is None


def test_what_is_typed_beats_what_is_computed():
    found = facts(
        invoice(paid_on=ago(60)), customer=Customer("c", "C", sales_12m=7.0, late_days=3.0)
    )
    assert (found.sales, found.late_days) == (7.0, 3.0)
    assert found.sources["late_days"] == "typed"


def test_days_outstanding_and_days_late():
    # 1000 paid 10 days late, 1000 half paid and 40 days over, 1000 not due yet: owed 500 + 1000
    found = facts(
        invoice(paid_on=ago(60)),
        invoice(due=40, paid=500.0, paid_on=ago(50)),
        invoice(due=-20),
    )
    assert found.dso_days == pytest.approx(1_500 / 3_000 * 365)
    assert found.late_days == pytest.approx((10 + 40) / 2)


def test_paid_early_counts_as_on_time():
    assert facts(invoice(paid_on=ago(90))).late_days == 0.0


@pytest.mark.parametrize("silent", [invoice(paid=1_000.0), invoice(-200.0), invoice(0.0)])
def test_an_invoice_that_cannot_be_late_says_nothing_of_lateness(silent):
    """Paid in full on a day that nobody wrote down; a credit note."""
    assert facts(silent, invoice(paid_on=ago(60))).late_days == 10.0
    assert facts(silent, Invoice("J", "other", ago(9), 5.0, paid=5.0)).late_days is None


def test_without_any_payment_on_record_payment_is_unknown():
    found = facts(invoice())
    assert (found.dso_days, found.late_days) == (None, None)


def test_a_payment_after_the_day_has_not_happened_yet():
    assert facts(invoice(paid_on=ago(-5), paid=1_000.0)).late_days == 70.0


def test_cost_of_a_relationship():
    costs = (Cost(ago(1), "c", 500.0), Cost(ago(400), "c", 9.0), Cost(ago(1), "d", 9.0))
    visits = (Activity(ago(3), "c", hours=2.0), Activity(ago(3), "c"))
    assert facts(costs=costs, activities=visits).relationship_cost == 620.0
    assert facts(costs=costs, customer=Customer("e", "E")).relationship_cost == 0.0


def test_visits_without_hours_are_no_cost_of_zero():
    assert facts(activities=(Activity(ago(3), "c"),)).relationship_cost is None


def test_the_year_before_of_a_customer_whom_the_invoices_do_not_cover_is_not_known():
    """Typed sales and not one invoice: the sheet is of other customers, and 0 would be a guess."""
    rows = [invoice(10.0, 720), invoice(5.0, 3)]
    other = facts(*rows, customer=Customer("d", "D", sales_12m=500.0))
    assert (other.sales, other.sales_prior) == (500.0, None)
    assert facts(*rows, customer=Customer("d", "D", sales_12m=0.0)).sales_prior == 0.0
    assert facts(*rows, customer=Customer("c", "C", sales_12m=500.0)).sales_prior == 10.0


def test_what_was_spent_names_the_sheet_that_tells_it():
    hours = (Activity(ago(2), "c", hours=3.0), Activity(ago(1), "c", hours=1.0))
    found = facts(activities=hours)
    assert (found.relationship_cost, found.sources["relationship_cost"]) == (240.0, "activities")
    both = facts(costs=(Cost(ago(3), "c", 100.0),), activities=hours)
    assert (both.relationship_cost, both.sources["relationship_cost"]) == (340.0, "costs")
    other = facts(costs=(Cost(ago(3), "d", 100.0),), activities=hours)
    assert (other.relationship_cost, other.sources["relationship_cost"]) == (240.0, "activities")
    none = facts(costs=(Cost(ago(3), "d", 100.0),))
    assert (none.relationship_cost, none.sources["relationship_cost"]) == (0.0, "costs")
