"""A call from a cell: what a planner's cells may hold, and what comes back."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplan.functions import Caller, CellError, call, published
from xlplan.functions.kinds import RefusedError

VALUE, NA, NUM, DIV0 = CellError.VALUE, CellError.NA, CellError.NUM, CellError.DIV0
PEOPLE = [
    ["O1", "1", "decision maker", "", "", "", "", 1.0, 0.8, "neutral", 0.8, 0.5, "", 46082.0],
    ["O1", "2", "gatekeeper", "", "", "", "", 0.7, 0.8, "支持", 0.9, 1, "是", "2026-03-21"],
    [
        "O1",
        "3",
        "purchaser",
        "",
        "",
        "",
        "",
        0.5,
        0.4,
        "opposed",
        0.7,
        "50%",
        "",
        dt.date(2026, 2, 14),
    ],
    [
        "O1",
        "4",
        "user",
        "",
        "",
        "",
        "",
        0.4,
        0.5,
        "champion",
        1,
        1,
        "",
        dt.datetime(2026, 3, 26, 9),
    ],
]
RISK = [0.02, "approved", 1.2, 20, "B", 28.07, 79.09, "verified", 80, 10, 0.3, 0.12, 2, 6]


def value(name, *args):
    return call(name, args).value


def test_the_check_figures_of_the_method():
    assert value("DMI", PEOPLE, "2026-03-31", "", 3) == pytest.approx(28.07, abs=0.005)
    assert value("DMI", PEOPLE, "2026-03-31", "O1", 5) == pytest.approx(4.81, abs=0.005)
    assert value("COVERAGE", PEOPLE, dt.date(2026, 3, 31), "O1", 3) == pytest.approx(
        79.09, abs=0.005
    )
    assert value("RISK_SCORE", [RISK]) == pytest.approx(28.241, abs=0.0005)
    table = value("RISK_TABLE", [RISK, [*RISK[:2], "", "", *RISK[4:]]])
    assert [round(one, 2) for one in (table[0][0], *table[0][2:4])] == [28.24, 29.35, 26.35]
    assert table[0][1] == "low"
    assert [round(one, 3) for one in (table[1][0], *table[1][4:7])] == [
        24.633,
        0.76,
        18.721,
        42.721,
    ]
    assert table[1][7] == "funds"
    assert value("PSE_STATE", 74.369, 28.07, 10, 7) == "advantage"


def test_columns_give_columns_and_rows_rows():
    assert value("LAG", [[4], [5]], [[1], [2]]) == [[3], [3]]
    assert value("LAG", [[4, 5]], 1) == [[3, 4]]
    assert value("LAG", [4, 5], [[1]]) == [[3], [4]]
    assert value("LAG", [[4], [5]], [[1, 2]]) == [[3, 2], [4, 3]]
    assert call("LAG", [[4, 5], [[1], [2], [3]]]).value == VALUE
    assert "do not fit" in call("LAG", [[4, 5], [[1], [2], [3]]]).why


def test_an_error_or_a_blank_concerns_its_own_row_alone():
    found = call("XLPLAN_COST_RATIO", [[[100], ["x"], [""], ["#N/A"], [0]], 10, 5, 20])
    assert found.value == [[0.35], [VALUE], [None], [NA], [None]]
    assert found.why == "Row 2: gross: “x” is not a number."


@pytest.mark.parametrize(
    ("cell", "number"),
    [(Decimal("2.50"), 2.5), (3, 3.0), ("35%", 0.35), ("1.2万", 12000.0), ("¥1,200.50", 1200.5),
     (True, 1.0), ("１２", 12.0)],
)  # fmt: skip
def test_numbers_come_in_many_forms(cell, number):
    assert value("PROGRESS", cell, 0, 1) == number


def test_words_dates_and_flags_are_known_in_both_languages():
    assert value("LEVEL_NPV", "供应", 10e6) == value("LEVEL_NPV", "Preferred ", 10e6)
    assert value("STAGE_CHECK", "陌生期", "growth") == "skip"
    assert value("C139", "是", 2, 7) == value("C139", True, 2, 7) == value("C139", 1, 2, 7)
    days = [
        46112.0,
        "2026-03-31",
        "2026年3月31日",
        dt.date(2026, 3, 31),
        dt.datetime(2026, 3, 31, 8),
    ]
    found = value("DMI", PEOPLE, days, "O1", 3)
    assert len({line[0] for line in found}) == 1


def test_true_errors_come_with_a_reason_a_person_understands():
    for name, args, error, words in [
        ("LAG", ("soon", 2), VALUE, "purchase_step: “soon” is not a number."),
        ("LAG", (2.5, 2), VALUE, "“2.5” is not a whole number."),
        ("LAG", (CellError.REF, 2), CellError.REF, "holds the error #REF!"),
        ("LAG", ("#SPILL!", 2), VALUE, "error"),
        ("LAG", (1, 2, 3, 4), VALUE, "takes 2"),
        ("LEVEL_NPV", ("friend", 1e6), VALUE, "none of: transactional"),
        ("NO_SUCH", (), CellError.NAME, "nearest"),
        ("SHRUNK_RATE", (0, 0, 0.5, 0), DIV0, "divide by zero"),
        ("DEAL_WORTH", (0.5, 100, 10, -2), NUM, "discount: -2 is not within 0…1."),
        ("LAG", (7, 2), NUM, "purchase_step: 7 is not within 1…6."),
        ("WIN_LIKELIHOOD", (45, 74), NUM, "p_stage: 45 is not within 0…1."),
        ("RELATIONSHIP_INDEX", ([4, 3, 6, 2],), NUM, "ratings: 6 is not within 1…5."),
        ("RELATIONSHIP_INDEX", ([4, 3, 2],), VALUE, "3 cells are filled; it takes 4"),
        ("C139", (True, 2, 7, [0.5, 0.5]), VALUE, "2 cells are filled; it takes 3"),
        ("HEALTH", ([80] * 6, [1, 1, "", 1, 1, 1]), VALUE, "5 cells are filled; it takes 6"),
        ("RECEIVABLES", (1e308, 1e308), NUM, "too large"),
        ("RECEIVABLES", (float("nan"), 1), NUM, "cannot be computed"),
        ("RISK_SCORE", ([[*RISK, 1]],), VALUE, "15 columns"),
        ("RISK_SCORE", ([["x"]],), VALUE, "scale"),
        ("DMI", ([["nobody"] * 30], 46112), VALUE, "columns"),
        ("FLIP", ("O9", 46112, [["C1", "N"]]), NA, "O9"),
    ]:
        found = call(name, args)
        assert found.value == error, (name, args, found)
        assert words in found.why, found.why


def test_a_blank_says_what_is_missing():
    assert call("NET_YEAR", [1, None, 2, 3]) == (None, "Blank, because carry is not known.")
    assert call("RISK_LEVEL", []) == (None, "Blank, because too little is known.")
    assert call("DMI", [[[""]], "2026-03-31"]).value is None
    assert call("HHI", [[["", ""]]]).value is None


def test_why_tells_the_last_reason_and_that_of_a_call():
    caller = Caller("zh")
    assert caller("XLPLAN_LAG", [3, 1]) == 2
    assert caller("XLPLAN_WHY", []) is None
    assert caller("XLPLAN_LAG", ["x", 1]) == VALUE
    assert caller("XLPLAN_WHY", []) == "purchase_step：“x”不是数字。"
    assert caller("XLPLAN_WHY", ["XLPLAN.LAG", None, 1]) == "空白，因为已知的太少。"
    assert value("WHY") is None


def test_what_the_batch_passes_over_is_passed_over_and_told():
    people = [
        ["Opportunity ID", "Contact ID", "Attitude"],
        ["O1", "1", "champion"],
        ["O1", "2", "shy"],
    ]
    found = call("DMI", [people, "2026-03-31"])
    assert found.value == pytest.approx(17.5)
    assert found.why.startswith("stakeholders!C3 – ")


def test_headings_in_either_language_and_any_order():
    rows = [["态度", "联系人编号", "商机编号", "mine"], ["拥护", 4.0, 1.0, "x"], ["", "", "", ""]]
    assert value("DMI", rows, 46112, [[1.0], ["1"], ["2"]]) == [[35.0], [35.0], [None]]
    risk = [["需求匹配", "r02", "Current ratio"], [80, "批准", 1.2]]
    assert value("RISK_TABLE", risk)[0][4] == pytest.approx(0.34)
    assert (
        "“Opportunity ID” is missing"
        in call("DMI", [[["Attitude", "Contact ID"], ["champion", "1"]], 46112]).why
    )


def test_a_plan_s_own_numbers():
    assert value(
        "ANNUITY", 1, None, None, [["discount", 0.2], ["horizon_years", 1]]
    ) == pytest.approx(1 / 1.2)
    factors = [["only", 100, "Fit", "0=100; 100=0"]]
    assert value("RISK_SCORE", [[80], [30]], "", "", factors) == [[20], [70]]
    assert "discout" in call("ANNUITY", [1, 0.1, 5, [["discout", 0.2]]]).why


def test_records_of_several_cells_answer_row_by_row():
    assert value("RELATIONSHIP_INDEX", [[4, 3, "", 2]]) == 3.0
    assert value("RELATIONSHIP_INDEX", [4, 3, "", 2]) == 3.0
    assert value("RELATIONSHIP_INDEX", [[4, 3, "", 2], [1, 1, 1, 1]]) == [[3.0], [1.0]]
    assert value(
        "MIRROR_GAP", [[4, 3, "", 2], [1, 1, 1, 1]], [[3, 5, 4, ""], ["", "", "", ""]]
    ) == [[1.5], [None]]


def test_ten_thousand_rows_and_a_whole_column():
    rows = [RISK] * 10_000
    found = value("RISK_SCORE", rows)
    assert len(found) == 10_000
    assert {round(one[0], 3) for one in found} == {28.241}
    sales = [[70.0]] + [[5.0]] * 4 + [[2.0]] * 5 + [[None]] * 70_000
    assert value("HHI", sales) == pytest.approx(5020)
    assert len(value("LAG", [[5.0]] * 10_000, 2)) == 10_000


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(-(10**9), 10**9), st.text(max_size=6),
    st.dates(), st.datetimes(), st.decimals(), st.sampled_from(list(CellError)),
    st.sampled_from(["O1", "A", "35%", "是", "partner", "Customer ID", "#N/A", "discount"]),
)  # fmt: skip
GRIDS = st.lists(st.lists(CELLS, max_size=5), max_size=4)


@pytest.mark.parametrize("name", published())
@settings(max_examples=12, deadline=None)
@given(args=st.lists(st.one_of(CELLS, GRIDS, st.lists(CELLS, max_size=4)), max_size=6))
def test_nothing_in_a_cell_raises(name, args):
    found = call(name, args, "zh")
    assert isinstance(found.why, str)
    assert not isinstance(found.value, (complex, RefusedError))
    if isinstance(found.value, CellError):
        assert found.why
