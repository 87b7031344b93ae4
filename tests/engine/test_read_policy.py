"""The Policy sheet and the Risk factors sheet replace defaults, and what does not fit is told."""

import pytest
from rawbooks import codes, read, said

from xlplan.core.defaults import DEFAULTS
from xlplan.core.policy import Policy
from xlplan.engine.reading.policy_values import RANGES
from xlplan.engine.text import Texts


def policy(*rows):
    return read(Policy=[["Key", "Value", "Unit"], *[[*row, None] for row in rows]])


def factors(*rows):
    return read(Risk_factors=[["Factor", "Weight", "Input", "Anchors", "Knock-out"], *rows])


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("discount", 0.12, 0.12), ("discount", "12%", 0.12), ("DISCOUNT", 0.12, 0.12), (" Hour_cost ", 80.0, 80.0), ("hour_cost", "¥80", 80.0), ("funnel.threshold", "5万", 50_000.0),
        ("horizon_years", 3.0, 3.0), ("horizon_years", "3", 3.0), ("abcd.days", "20; 60; 120", (20.0, 60.0, 120.0)), ("abcd.days", "20；60；120", (20.0, 60.0, 120.0)),
        ("abcd.days", "20 60 120", (20.0, 60.0, 120.0)), ("abcd.p", "80%; 60%; 30%", (0.8, 0.6, 0.3)), ("win.use_manual", "是", True), ("win.use_manual", 0.0, False),
        ("abcd.basis", "Risk", "risk"), ("lang", "中文", "zh"), ("lang", "EN", "en"), ("currency", "人民币", "CNY"), ("currency", "eur", "EUR"), ("as_of", "2026/3/31", "2026-03-31"),
        ("seller", "Acme Pumps", "Acme Pumps"), ("abcd.matrix", "AAAA  BBBB CCCC dddd", "AAAA BBBB CCCC DDDD"), ("funnel.target", 4e6, 4e6), ("funnel.period_months", 12.0, 12.0),
        ("dmi.decider_cap", -30.0, -30.0), ("dmi.timing", "-20; 0; 50", (-20.0, 0.0, 50.0)),
    ],
)  # fmt: skip
def test_a_value_replaces_its_default(key, value, expected):
    reading = policy([key, value])
    assert reading.findings == ()
    assert list(reading.policy.changes.values()) == [expected]
    assert reading.policy.values[next(iter(reading.policy.changes))] == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("discount", 12.0), ("discount", "much"), ("discount", -0.1), ("horizon_years", 2.5), ("horizon_years", 0.0), ("abcd.days", "20; 60"), ("abcd.days", "60; 20; 120"),
        ("abcd.days", "20; x; 60"), ("abcd.p", "30%; 60%; 80%"), ("abcd.basis", "luck"), ("lang", "fr"), ("currency", "apples"), ("as_of", "soon"), ("as_of", "1900-01-01"),
        ("win.use_manual", "perhaps"), ("abcd.matrix", "ABCD"), ("funnel.period_months", 5.0), ("risk.levels", "30; 50; 170"), ("pse.weights", "0; 0; 0; 0; 0; 0; 0"), ("hour_cost", -5.0),
        ("dmi.freshness_days", 0.0),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_leaves_the_default(key, value):
    reading = policy([key, value])
    (code,) = codes(reading)
    assert code.startswith("POLICY_")
    assert reading.findings[0].address == "Policy!B2"
    assert reading.policy.values[key] == DEFAULTS[key].default


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("discont", "discount"),
        ("interrest", "interest"),
        ("funnel threshhold", "funnel.threshold"),
        ("win.p0", "win.prior"),
        ("qqqq", ""),
    ],
)
def test_an_unknown_key_names_the_nearest(typed, near):
    reading = policy([typed, 1.0])
    assert said(reading) == [("POLICY_UNKNOWN", "Policy!A2", typed)]
    assert dict(reading.findings[0].params)["near"] == near


def told(reading, lang="en"):
    return [Texts(lang).finding(one) for one in reading.findings]


def test_where_nothing_is_near_nothing_is_named():
    assert told(policy(["qqqq", 1.0])) == [
        (
            "Policy!A2 – “qqqq” is no key of the Policy. Correct the key; xlplan policy lists them "
            "all, and so does the first sheet of a blank plan (xlplan new)."
        )
    ]
    assert told(policy(["qqqq", 1.0]), "zh") == [
        "Policy!A2 – “qqqq”不是参数名。请更正参数名；用 xlplan policy 可列出全部参数，空白计划（xlplan new）的首页也列有全部参数。"
    ]


@pytest.mark.parametrize(
    ("key", "value", "english", "chinese"),
    [
        ("abcd.days", "90;30;180",
         "3 numbers of at least 1 and at most 36,500 are asked for, each greater than the one before; the default 30; 90; 180 stays in force.",
         "须为 3 个数，依次增大，不小于 1，不大于 36,500；仍用默认值 30; 90; 180。"),
        ("abcd.p", "1;2", "3 numbers of at least 0 and at most 1 are asked for, each less than the one before", "依次减小"),
        ("abcd.matrix", "ABCD", "four groups of four letters from A to D are asked for", "四组字母"),
        ("as_of", "soon", "does not fit as_of: a date such as 2026-03-31 is asked for. Correct", "须为日期，如 2026-03-31。请更正"),
        ("hour_cost", -5.0, "a number of at least 0 is asked for; the default 60 stays", "须为数字，不小于 0；仍用默认值 60"),
        ("win.use_manual", "perhaps", "yes or no is asked for; the default no stays", "须为是或否；仍用默认值 否"),
        ("abcd.basis", "luck", "one of these words is asked for: likelihood, risk, both", "须为以下词之一：likelihood、risk、both"),
        ("funnel.period_months", 5.0, "one of these numbers is asked for: 1, 3, 12", "1、3、12"),
        ("horizon_years", 2.5, "a whole number of at least 1 and at most 50", "须为整数，不小于 1，不大于 50"),
        ("pse.weights", "0;0;0;0;0;0;0", "one of the weights at least must be more than 0", "至少有一项权重须大于 0"),
        ("currency", "apples", "the code of a currency is asked for", "须为货币代码"),
    ],
)  # fmt: skip
def test_what_a_key_takes_is_said_in_words(key, value, english, chinese):
    reading = policy([key, value])
    assert english in told(reading)[0]
    assert chinese in told(reading, "zh")[0]


LISTS = {
    "pse.weights": ("30;10;10;15;15;10;20", "110", "100"),
    "coach.weights": ("40;30;90", "160", "100"),
    "c139.weights": ("0.5;0.5;0.5", "1.5", "1"),
    "csi.weights": ("0.3;0.3;0.3;0.3;0.3", "1.5", "1"),
    "health.weights": ("0.3;0.2;0.15;0.15;0.1;0.2", "1.1", "1"),
    "effort.letters": ("50%;30%;15%;15%", "1.1", "1"),
}


@pytest.mark.parametrize("key", LISTS)
def test_weights_with_another_sum_are_told(key):
    value, total, whole = LISTS[key]
    reading = policy([key, value])
    assert codes(reading) == ["POLICY_SUM"]
    assert reading.findings[0].address == "Policy!B2"
    assert f"{key}: the weights sum to {total}, not to {whole};" in told(reading)[0]
    assert sum(reading.policy.numbers(key)) == pytest.approx(float(total))


def test_the_sum_of_every_list_of_weights_stands_with_its_default():
    for key, entry in DEFAULTS.items():
        assert (entry.total is not None) == (key in LISTS)
        if entry.total is not None:
            assert sum(entry.default) == pytest.approx(entry.total)


def test_an_amount_in_another_currency_is_not_taken():
    reading = policy(["currency", "CNY"], ["hour_cost", "£60"])
    assert codes(reading) == ["POLICY_CURRENCY"]
    assert (
        "“£60” does not fit hour_cost: the currency of the plan is CNY; the default"
        in told(reading)[0]
    )
    assert reading.policy.changes == {"currency": "CNY"}
    assert policy(["currency", "GBP"], ["hour_cost", "£80"]).policy.number("hour_cost") == 80.0


def test_a_key_twice_counts_once():
    reading = policy(["discount", 0.12], ["Discount", 0.2])
    assert said(reading) == [("POLICY_TWICE", "Policy!A3", "Discount")]
    assert reading.policy.number("discount") == 0.12


def test_a_key_left_open_keeps_its_default():
    reading = policy(["funnel.target", None], ["discount", ""])
    assert said(reading) == [("POLICY_BLANK", "Policy!B3", "")]
    assert reading.policy == Policy({})


def test_a_value_without_a_key_is_told():
    assert said(policy([None, 0.12])) == [("REQUIRED_BLANK", "Policy!A2", "")]


@pytest.mark.parametrize("key", list(DEFAULTS))
def test_every_default_is_a_value_that_fits(key):
    default = DEFAULTS[key].default
    if default is None or default == "":
        return
    text = "; ".join(f"{one:g}" for one in default) if isinstance(default, tuple) else default
    reading = policy([key, text])
    assert reading.findings == ()
    assert reading.policy.values[key] == default


def test_every_unit_of_a_number_has_a_range_that_makes_sense():
    """A key in a new unit needs a line in RANGES: else 1e300 hours would be a plan's number."""
    units = {
        entry.unit
        for entry in DEFAULTS.values()
        if entry.kind in ("number", "share", "money", "int", "numbers")
    }
    assert units - set(RANGES) <= {"months"}


def test_chinese_headings_of_the_policy():
    reading = read(
        客户=[["客户编号", "客户名称"], ["C1", "甲"]], 参数=[["参数", "值"], ["discount", "12%"]]
    )
    assert reading.policy.number("discount") == 0.12


class TestRiskFactors:
    def test_the_sheet_replaces_the_table(self):
        reading = factors(
            ["payment", 60.0, "Days late", "0=0; 90=100", None],
            ["r09", 40.0, "Fit", "0=100; 100=0", "<40"],
        )
        assert reading.findings == ()
        assert [(f.key, f.name, f.weight, f.input, f.group) for f in reading.policy.factors] == [
            ("r04", "payment", 60.0, "customer.late_days", "money"),
            ("r09", "fit", 40.0, "opportunity.fit", "win"),
        ]
        assert reading.policy.factors[0].scale.points(45.0) == 50.0
        assert reading.policy.factors[1].knocks_out(39.0)
        assert not reading.policy.factors[1].knocks_out(40.0)

    def test_it_may_be_in_chinese(self):
        reading = read(
            客户=[["客户编号", "客户名称"], ["C1", "甲"]],
            风险因素=[
                ["因素", "权重", "输入", "锚点", "否决"],
                ["预算", 50.0, "预算状态", "到位=0；批准=30；无=90", None],
                ["信誉", 50.0, "信用等级", "A＝0; E＝100", "＝E"],
            ],
        )
        assert reading.findings == ()
        budget, credit = reading.policy.factors
        assert (budget.key, budget.input, budget.anchors) == (
            "r02",
            "opportunity.budget_status",
            "funded=0; approved=30; none=90",
        )
        assert credit.knocks_out("E")
        assert not credit.knocks_out("D")

    @pytest.mark.parametrize(
        ("typed", "expected", "group"),
        [
            ("dmi", "dmi", "win"), ("DMI", "dmi", "win"), ("规模", "scale", "money"), ("集中度", "concentration", "money"), ("值得做", "worth", "money"), ("pse", "pse", "win"), ("gap", "gap", "win"),
            ("coverage", "coverage", "win"), ("关键人", "coverage", "win"), ("Current ratio", "customer.current_ratio", "money"), ("流动比率", "customer.current_ratio", "money"),
            ("Gross margin", "opportunity.gross_margin", "win"), ("customer.gross_margin", "customer.gross_margin", "money"), ("Wallet", "customer.wallet", "money"), ("Slips", "opportunity.slips", "win"),
            ("r11", "opportunity.advance_share", "money"), ("付款", "customer.late_days", "money"),
        ],
    )  # fmt: skip
    def test_inputs_by_any_name(self, typed, expected, group):
        reading = factors(["mine", 100.0, typed, "0=0; 1=100", None])
        assert {one.code for one in reading.findings} <= {f"FACTOR_{group.upper()}"}
        factor = reading.policy.factors[0]
        assert (factor.key, factor.input, factor.group) == ("mine", expected, group)

    @pytest.mark.parametrize(
        ("typed", "near"),
        [
            ("Day late", "Days late 平均逾期天数"),
            ("Notes", None),
            ("Customer", None),
            ("Created", None),
            ("weather", ""),
        ],
    )
    def test_an_input_that_is_none(self, typed, near):
        reading = factors(["mine", 100.0, typed, "0=0; 1=100", None])
        assert said(reading) == [("FACTOR_INPUT", "Risk factors!C2", typed)]
        if near:
            assert dict(reading.findings[0].params)["near"] == near
        assert reading.policy == Policy({})

    @pytest.mark.parametrize(
        "anchors", ["0=100", "0=0; 1", "0=0; x=5", "0=0; 1=200", "a=b", "0=0; 0=5", "low"]
    )
    def test_anchors_that_are_none(self, anchors):
        assert codes(factors(["mine", 100.0, "Days late", anchors, None])) == ["FACTOR_ANCHORS"]

    def test_a_word_that_the_input_does_not_know(self):
        assert codes(factors(["mine", 100.0, "Budget status", "funded=0; promised=50", None])) == [
            "FACTOR_ANCHORS"
        ]

    def test_blank_anchors_are_those_of_the_default_with_the_same_input(self):
        reading = factors(["mine", 100.0, "Days late", None, None])
        assert reading.policy.factors[0].scale.points(30.0) == 50.0
        assert codes(factors(["mine", 100.0, "Wallet", None, None])) == ["FACTOR_ANCHORS"]

    def test_shares_in_anchors(self):
        reading = factors(["mine", 100.0, "Advance share", "0%=100; 30%=40", None])
        assert reading.policy.factors[0].scale.points(0.15) == 70.0

    def test_flags_in_anchors_and_knock_outs(self):
        reading = factors(["mine", 100.0, "Feasible", "是=0; 否=100", "=否"])
        assert codes(reading) == ["FACTOR_WIN"]
        factor = reading.policy.factors[0]
        assert (factor.scale.points(True), factor.scale.points(False)) == (0.0, 100.0)
        assert factor.knocks_out(False)
        assert not factor.knocks_out(True)

    @pytest.mark.parametrize("limit", ["40", "<", "around 40", "≤40", "=Z"])
    def test_knock_outs_that_are_none(self, limit):
        row = ["mine", 100.0, "Credit rating" if limit == "=Z" else "Fit", None, limit]
        assert codes(factors(row)) == ["FACTOR_KNOCK_OUT"]

    def test_a_whole_number_can_knock_out(self):
        factor = factors(["mine", 100.0, "Slips", "0=0; 5=100", "=5"]).policy.factors[0]
        assert factor.knocks_out(5)

    def test_weights_that_do_not_sum_to_a_hundred(self):
        reading = factors(
            ["payment", 60.0, "Days late", None, None], ["fit", 30.0, "Fit", None, None]
        )
        assert said(reading) == [("WEIGHTS_SUM", "Risk factors!B2", "90")]
        assert len(reading.policy.factors) == 2

    def test_the_sum_is_that_of_the_sheet_with_the_rows_left_out(self):
        """70 + 20 + 30 = 120, though the row of 20 has no usable anchors."""
        reading = factors(
            ["payment", 70.0, "Days late", None, None],
            ["mine", 20.0, "Wallet", "0=100", None],
            ["fit", 30.0, "Fit", None, None],
        )
        assert said(reading) == [
            ("WEIGHTS_SUM", "Risk factors!B2", "120"), ("FACTOR_ANCHORS", "Risk factors!D3", "0=100"),
        ]  # fmt: skip

    def test_a_factor_of_ones_own_says_to_which_half_it_counts(self):
        reading = factors(
            ["purchases", 60.0, "Wallet", "0=100; 1000=0", None],
            ["delay", 40.0, "Slips", "0=0; 5=100", None],
        )
        assert said(reading) == [
            ("FACTOR_MONEY", "Risk factors!A2", "purchases"), ("FACTOR_WIN", "Risk factors!A3", "delay"),
        ]  # fmt: skip
        assert "计入资金风险" in told(reading, "zh")[0]

    def test_a_bad_row_is_left_out_and_the_others_stay(self):
        reading = factors(
            ["payment", "much", "Days late", None, None],
            ["fit", 100.0, "Fit", None, None],
            ["fit", 10.0, "Fit", None, None],
            ["x", -5.0, "Fit", None, None],
        )
        assert codes(reading) == ["NOT_A_NUMBER_ROW", "FACTOR_TWICE", "OUT_OF_RANGE_ROW"]
        assert [factor.key for factor in reading.policy.factors] == ["r09"]

    def test_headings_only_keep_the_default_table(self):
        assert factors().policy == Policy({})
