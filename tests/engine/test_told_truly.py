"""What is told of a customer agrees with its figures: lost customers, credit notes, slips, noughts."""

import datetime as dt

import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Opportunity, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.account.board import board_context
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.grade import grade_reason, grade_steps
from xlplan.engine.account.joint import joint_context
from xlplan.engine.answers.explain import explain
from xlplan.engine.documents import render_plan
from xlplan.engine.results import result_tables
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


class TestCreditNotes:
    """Credit notes exceed invoices by 50 000; with 1 000 000 of another, all sales are 950 000."""

    CREDITED = Customer(
        "C1", "Back", sales_12m=-50_000.0, sales_prior_12m=200_000.0, gross_margin=0.2, wallet=1e6,
        dso_days=60.0, relationship_cost=1_000.0, retention=0.8, credit_rating="B", row=2,
    )  # fmt: skip
    OTHER = Customer("C2", "Rest", sales_12m=1e6, gross_margin=0.2, row=3)

    def test_nothing_is_said_that_is_not_so(self):
        text, found = plan_of(self.CREDITED, self.OTHER)
        assert found.customers[0].economics.verdict is None
        for wrong in ("below cost", "stays of", "fell", "-125%", "Stop quoting", "Sound"):
            assert wrong not in text
        for so in (
            "**Credit notes exceed invoices by 50 k in twelve months.**",
            "Money: credit notes exceed invoices by 50 k in twelve months.",
            "| Sales, last 12 months | -50 k | credit notes exceed invoices |",
            "**Credit notes exceed invoices by 50 k in twelve months: nothing is earned.**",
        ):
            assert so in text

    def test_nor_in_chinese(self):
        text, _ = plan_of(self.CREDITED, self.OTHER, lang="zh")
        for wrong in ("低于成本", "净剩", "下降", "-125%", "停止按此价格"):
            assert wrong not in text
        assert text.count("红字发票比开票额多 5.0 万") == 3

    def test_the_joint_plan_does_not_say_that_nothing_was_delivered(self):
        _, found = plan_of(self.CREDITED, self.OTHER)
        one = next(one for one in found.customers if one.customer.id == "C1")
        said = "In the last twelve months we credited you 50 k more than we invoiced."
        assert joint_context(one, found, Texts("en")).bought.headline == said

    def test_the_share_of_the_other_says_what_all_sales_contain(self):
        """1 000 000 ÷ 950 000 = 105.3 %."""
        text, found = plan_of(self.OTHER, self.CREDITED)
        note = "of sales net of 50 k of credit notes"
        assert f"| 105.3% | key account; {note} |" in text
        spread = board_context(found, Texts("en")).spread
        assert (spread.figures[0].value, spread.figures[0].note) == ("105.3%", note)
        sheet = next(one for one in result_tables(found, Texts("en")) if one.key == "portfolio")
        said = "Rest alone is 105% of sales, which are net of 50 k of credit notes;"
        assert sheet.headline.startswith(said)
        one = next(one for one in found.customers if one.customer.id == "C2")
        assert f"105.3% – key account; {note}" in explain(one, found, Texts("en"))

    def test_without_credit_notes_nothing_is_said_of_them(self):
        text, _ = plan_of(self.OTHER)
        assert "credit note" not in text


class TestLoss:
    """Margin 2 %, cost 100 000: 80 000 is lost on 1 000 000; at no margin all of the 100 000."""

    def customer(self, margin, days=0.0):
        return Customer("C1", "Dear", sales_12m=1e6, gross_margin=margin, dso_days=days,
                        relationship_cost=100_000.0, retention=0.8, row=2)  # fmt: skip

    def test_a_loss_is_lost(self):
        text, _ = plan_of(self.customer(0.02))
        assert "Money: 80 k is lost on 1.00 m a year (8.0%)." in text
        assert (
            "资金：全年销售 100.0 万，亏损 8.0 万（8.0%）。"
            in plan_of(self.customer(0.02), lang="zh")[0]
        )

    def test_a_gain_stays(self):
        assert "Money: 100 k stays of 1.00 m a year (10.0%)." in plan_of(self.customer(0.2))[0]

    def test_without_any_margin_nothing_is_sound(self):
        text, _ = plan_of(self.customer(0.0))
        assert "**Sold at cost: no gross profit pays for the relationship.**" in text


class TestEnded:
    """Nothing is asked for a relationship that has ended, and none of its stages is borne out."""

    @pytest.mark.parametrize(
        ("lang", "so", "wrong"),
        [
            ("en", "**The relationship has ended", ("Next gate", "bear out", "supports the stage")),
            ("zh", "**关系已终止", ("下一道关口", "下一关", "支持")),
        ],
    )
    def test_no_gate_comes_next(self, lang, so, wrong):
        text, found = plan_of(Customer("C1", "Over", stage="ended", row=2), lang=lang)
        assert so in text
        assert [one for one in wrong if one in text] == []
        sheet = next(one for one in result_tables(found, Texts(lang)) if one.key == "relationship")
        table = next(one for one in sheet.tables if "asks" in [c.key for c in one.columns])
        at = [column.key for column in table.columns].index("asks")
        assert [row[at] for row in table.rows] == [None]
