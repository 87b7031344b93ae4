"""What is told of a customer agrees with its figures: lost customers, credit notes, slips, noughts."""

import datetime as dt

import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Opportunity, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.documents import render_plan
from xlplan.engine.text import Texts

AS_OF = dt.date(2026, 11, 20)


def plan_of(*customers, deals=(), lang="en", **more):
    """Return the first customer's plan as text, and the assessment."""
    found = assess(Portfolio(customers=customers, opportunities=deals, **more), Policy({}), AS_OF)
    first = next(one for one in found.customers if one.customer.id == customers[0].id)
    return render_plan(first, found, Texts(lang), "md"), found


class TestWhoStoppedBuying:
    """Sales of 12 months 0 after 1 000 000 the year before: lost, not new."""

    LOST = Customer("C1", "Gone", sales_12m=0.0, sales_prior_12m=1e6, gross_margin=0.3, row=2)

    @pytest.mark.parametrize(
        ("lang", "said", "not_said"),
        [
            ("en", ["It bought nothing in twelve months, after 1.00 m in the year before."],
             ["New business", "No sales yet"]),
            ("zh", ["近十二个月未向我方采购，上年为 100.0 万。"], ["新客户", "尚无销售"]),
        ],
    )  # fmt: skip
    def test_it_is_not_called_new(self, lang, said, not_said):
        text, _ = plan_of(self.LOST, lang=lang)
        assert [one for one in said if one not in text] == []
        assert [one for one in not_said if one in text] == []

    def test_neither_where_the_wallet_is_known(self):
        known = Customer("C1", "Gone", sales_12m=0.0, sales_prior_12m=1e6, wallet=4e6, row=2)
        assert "New business" not in plan_of(known)[0]
        assert "新客户" not in plan_of(known, lang="zh")[0]

    @pytest.mark.parametrize("before", [None, 0.0])
    def test_who_never_bought_is_new_still(self, before):
        text, _ = plan_of(Customer("C1", "New", sales_12m=0.0, sales_prior_12m=before, row=2))
        assert "New business: it buys nothing from us yet." in text
        assert "No sales yet: what is spent here is an investment." in text
