"""Spread, concentration and funnel: the check figures of method 3.8, 4.1, 5.5 and 6."""

import datetime as dt

import pytest
from plans import AS_OF, ago, ahead, assessed

from xlplan.core import model
from xlplan.core.funnel import forecast, funnel_coverage, period_of, progress
from xlplan.core.grading.portfolio import gini, herfindahl
from xlplan.core.relationship.kind import relationship_type


def sold(*amounts, **more):
    customers = tuple(
        model.Customer(f"c{n}", f"C{n}", sales_12m=float(amount), **more)
        for n, amount in enumerate(amounts)
    )
    return assessed(model.Portfolio(customers=customers))


def test_hhi_of_the_method():
    found = sold(70, 5, 5, 5, 5, 2, 2, 2, 2, 2).spread
    assert found.hhi == pytest.approx(5020)
    assert found.hhi_flag == 2
    assert found.top_shares == pytest.approx({1: 0.7, 3: 0.8, 5: 0.9})


def test_flags_at_ten_and_twenty_percent():
    flags = [one.share_flag for one in sold(50, 20, 10, 9.99, 10.01).customers]
    assert sorted(flags) == [0, 1, 1, 2, 2]


def test_key_accounts_are_those_up_to_eighty_percent_and_the_strategic():
    found = {one.customer.id: one.key_account for one in sold(50, 25, 15, 10).customers}
    assert found == {"c0": True, "c1": True, "c2": True, "c3": False}  # c2 crosses the line
    assert all(one.key_account for one in sold(50, 1, strategic=True).customers)


def test_pareto_gini_and_losses():
    found = sold(60, 20, 10, 6, 4, gross_margin=0.5).spread
    assert found.cumulative == pytest.approx((0.6, 0.8, 0.9, 0.96, 1.0))
    assert found.top_20_share == pytest.approx(0.6)
    # Σ(2i − n − 1)x/(n Σx), i from 1, x rising: (−4·4 − 2·6 + 0 + 2·20 + 4·60)/500
    assert found.gini == pytest.approx(252 / 500)
    assert [(one.without, one.sales, one.gross) for one in found.losses] == [
        (1, 40.0, 20.0),
        (3, 10.0, 5.0),
    ]


def test_unknown_sales_take_no_part():
    customers = (model.Customer("a", "A", sales_12m=100.0), model.Customer("b", "B"))
    found = assessed(model.Portfolio(customers=customers))
    assert found.spread.ranked == ("a",)
    assert [one.share for one in found.customers] == [1.0, None]
    assert assessed(model.Portfolio(customers=customers[1:])).spread.hhi is None


def test_gini_and_hhi_at_their_ends():
    assert gini([]) is None
    assert gini([0.0, 0.0]) is None
    assert herfindahl([5.0]) == 10_000.0


@pytest.mark.parametrize(
    ("sales", "ties", "kind"),
    [
        (0.0, 3.4, "outsider"),
        (0.0, 3.5, "friend"),
        (1.0, 1.0, "supplier"),
        (1.0, 5.0, "partner"),
        (None, 5.0, None),
        (1.0, None, None),
    ],
)
def test_relationship_types(sales, ties, kind):
    assert relationship_type(sales, ties, 3.5) == kind


def test_funnel_formulas_of_the_method():
    assert forecast(0.9e6, 0.26e6, 0.225e6 + 0.2e6 + 0.72e6 + 0.255e6, 0.36e6) == pytest.approx(
        2.92e6
    )
    assert progress(0.9e6, 0.26e6, 4e6) == pytest.approx(0.29)
    assert round(funnel_coverage(2.8e6, 4e6, 0.8e6, 0.9e6), 3) == 1.217
    assert progress(1.0, 1.0, None) is None
    assert funnel_coverage(1.0, 1.0, 1.0, 1.0) is None


@pytest.mark.parametrize(
    ("months", "start", "end"),
    [
        (1, "2026-11-01", "2026-11-30"),
        (3, "2026-10-01", "2026-12-31"),
        (12, "2026-01-01", "2026-12-31"),
    ],
)
def test_periods(months, start, end):
    assert [str(day) for day in period_of(AS_OF, months)] == [start, end]


def funnel_plan():
    def won(id_, amount, days):
        return model.Opportunity(
            id_,
            "c",
            amount,
            status="won",
            closed_on=ago(days),
            created=ago(days + 60),
            selling_step=6,
        )

    deals = (
        model.Opportunity("in", "c", 500_000.0, selling_step=3, expected_close=ahead(10), created=ago(50)),
        model.Opportunity("overdue", "c", 200_000.0, selling_step=4, expected_close=ago(30), created=ago(300)),
        model.Opportunity("later", "c", 800_000.0, selling_step=2, expected_close=ahead(200), created=ago(10)),
        model.Opportunity("undated", "c", 100_000.0),
        model.Opportunity("small", "c", 30_000.0, expected_close=ahead(5)),
        won("w1", 900_000.0, 20), won("w2", 40_000.0, 10), won("w3", 45_000.0, 60),
        won("w4", 120_000.0, 200), won("w5", 300_000.0, 250),
        model.Opportunity("lost", "c", 90_000.0, status="lost", closed_on=ago(5), selling_step=4),
    )  # fmt: skip
    return model.Portfolio(customers=(model.Customer("c", "C"),), opportunities=deals)


def test_a_funnel_by_hand():
    found = assessed(funnel_plan(), funnel__target=4e6).funnel
    assert (found.start, found.end) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert (found.closed_in, found.o_actual) == (900_000.0, 40_000.0)
    # three past quarters held one small order of 45,000 (60 days ago: 21 September); 41 of 92 days are left
    assert found.o_expected == pytest.approx(45_000 / 3 * 41 / 92)
    p = {one.opportunity.id: one.p for one in assessed(funnel_plan()).opportunities}
    assert found.weighted == pytest.approx(p["in"] * 500_000 + p["overdue"] * 200_000)
    assert found.forecast == pytest.approx(940_000 + found.weighted + found.o_expected)
    assert found.progress == pytest.approx(0.235)
    assert found.coverage == pytest.approx(700_000 / (4e6 - 15_000 - 900_000))
    assert (found.in_funnel, found.out_of_funnel) == (4, 1)
    steps = {one.step: one for one in found.steps}
    assert (steps[1].count, steps[2].count, steps[3].count, steps[4].count) == (1, 1, 1, 1)
    # six closed reached step 4, five of them were won
    assert (steps[4].reached, steps[4].won, steps[4].conversion) == (6, 5, 5 / 6)
    # own won cycles in the funnel are 60 days each: stalled beyond 90
    assert found.stalled_days == pytest.approx(90.0)
    assert found.stalled == ("overdue",)


def test_small_orders_that_add_up_suggest_a_framework():
    found = assessed(funnel_plan()).funnel
    assert found.frameworks == {"c": 30_000.0 + 40_000.0 + 45_000.0}
