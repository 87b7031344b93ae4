"""What is told of a customer agrees with its figures: lost customers, credit notes, slips, noughts."""

import datetime as dt

import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Opportunity, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.grade import grade_reason, grade_steps
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


class TestSlip:
    """Put off twice and overdue: by the matrix A, in force B; the loss is told as money risk's is."""

    def deal(self, **more):
        made = {"slips": 2, "expected_close": AS_OF - dt.timedelta(days=5), "probability": 0.8}
        return Opportunity("O1", "C1", 300_000.0, row=2, **(made | more))

    def told(self, lang="en", policy=(), **more):
        deal = self.deal(**more)
        plan = Portfolio(customers=(Customer("C1", "One", row=2),), opportunities=(deal,))
        found = assess(plan, Policy({"win.use_manual": True, **dict(policy)}), AS_OF)
        frame, one = Frame(found, Texts(lang)), found.opportunities[0]
        reason = grade_reason(one, frame.grading, frame)
        steps = {row.label: (row.value, row.note) for row in grade_steps(one, frame.grading, frame)}
        return one.grade, reason, steps

    def test_the_matrix_gives_an_a_and_the_slip_takes_a_letter(self):
        grade, reason, steps = self.told()
        assert grade == "B"
        assert reason == (
            "80% likely within 30 days ranks A by likelihood; "
            "overdue again (slips: 2) costs one letter."
        )
        assert steps["Grade by likelihood"] == ("B", "80% likely; without the slips A")
        assert steps["Slips"] == ("2", "overdue again: costs one letter")

    def test_in_chinese(self):
        grade, reason, steps = self.told("zh")
        assert grade == "B"
        assert (
            reason == "成功率 80%，30 天内，按成功率评为 A 级；再次逾期（已延期 2 次），降 1 级。"
        )
        assert steps["按成功率等级"] == ("B", "成功率 80%；不计延期为 A")

    def test_nothing_is_below_d(self):
        grade, reason, steps = self.told(
            policy={"abcd.matrix": "AABD ABCD BCCD CDDD"}, probability=0.05
        )
        assert (grade, steps["Slips"][1]) == ("D", "overdue again: costs no letter")
        assert reason.endswith("ranks D by likelihood; overdue again (slips: 2) costs no letter.")
        assert steps["Grade by likelihood"] == ("D", "5% likely")

    def test_by_risk_too(self):
        """A fit of 100 leaves a risk of 3.2: A by the matrix."""
        grade, reason, steps = self.told(policy={"abcd.basis": "risk"}, fit=100.0)
        assert grade == "B"
        assert reason.endswith("ranks A; overdue again (slips: 2) costs one letter.")
        assert steps["Grade by risk"][0] == "B"
        assert steps["Grade by risk"][1].endswith("; without the slips A")

    def test_without_a_slip_nothing_is_told_of_it(self):
        _, reason, steps = self.told(slips=1)
        assert reason == "80% likely within 30 days ranks A by likelihood."
        assert "Slips" not in steps
