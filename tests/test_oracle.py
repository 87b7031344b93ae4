"""Every published function against a spreadsheet that restates it as a native formula."""

import re

import openpyxl
import pytest
from oracle import CASES, ORACLE, SHEET, computed, described, oracle_rows, write_oracle

from xlplan.functions import PREFIX, published
from xlplan.functions.formulas import FORMULAS
from xlplan.hosts.files.recalculation import find_soffice, recalculate

NAMES = {name: names for name, (_, names) in described().items()}
ROWS = list(oracle_rows(NAMES))
NEVER = -98765.4321  # what a formula shows that was not calculated


@pytest.fixture(scope="module")
def calculated(tmp_path_factory):
    if find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path_factory.mktemp("oracle") / "oracle.xlsx"
    write_oracle(path, described(), lambda _: NEVER)
    with recalculate(path) as made:
        sheet = openpyxl.load_workbook(made, data_only=True)[SHEET]
        return {row.result: sheet[row.result].value for row in ROWS}


def test_every_published_function_has_rows_and_every_row_a_function():
    closed = {name.removeprefix(PREFIX) for name, one in published().items() if one.closed}
    assert set(CASES) == set(FORMULAS) == closed
    assert min(len(cases) for cases in CASES.values()) >= 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.function}: {row.label}")
def test_the_spreadsheet_says_the_same(row, calculated):
    found, ours = calculated[row.result], computed(row)
    assert found != NEVER
    if isinstance(ours, str):
        assert (found or "") == ours
    else:
        assert found == pytest.approx(ours, rel=1e-9, abs=1e-9)


def stored(path, **how):
    sheet = openpyxl.load_workbook(path, **how)[SHEET]
    return {
        one.coordinate: getattr(one.value, "text", one.value)
        for line in sheet.iter_rows()
        for one in line
        if one.value is not None
    }


def test_the_committed_workbook_is_current(tmp_path):
    fresh = tmp_path / "oracle.xlsx"
    write_oracle(fresh, described(), computed)
    assert stored(ORACLE) == stored(fresh), "write it anew: .venv/bin/python tests/oracle.py"


def test_the_committed_workbook_shows_our_figures_before_it_is_calculated():
    shown = stored(ORACLE, data_only=True)
    for row in ROWS:
        ours = computed(row)
        if isinstance(ours, str):
            assert shown.get(row.result, "") == ours
        else:
            assert shown[row.result] == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("name", published())
def test_a_description_is_complete(name):
    one = published()[name]
    assert re.fullmatch(r"XLPLAN_[A-Z0-9_]+", name)
    assert one.summary.endswith(".")
    assert one.source
    assert "`" not in one.summary
    assert all(argument.help for argument in one.arguments)
    left_out = [argument.optional for argument in one.arguments]
    assert left_out == sorted(left_out), "what may be left out comes last"


def test_each_published_function_has_an_example():
    for name, one in published().items():
        assert ">>>" in one._function.__doc__, name


def test_a_blank_where_a_figure_is_needed_gives_a_blank():
    assert published()["XLPLAN_NET_YEAR"](1.0, None, 2.0, 3.0) is None
    assert published()["XLPLAN_ANNUITY"]() is None


def test_the_policy_in_force_gives_the_defaults():
    from xlplan.core.policy import Policy

    own = Policy({"discount": 0.2, "horizon_years": 1.0, "abcd.p": (0.9, 0.5, 0.2)})
    assert published()["XLPLAN_ANNUITY"](1.0, policy=own) == pytest.approx(1 / 1.2)
    assert published()["XLPLAN_ABCD_GRADE"](10, 0.8, policy=own) == "A"
    assert published()["XLPLAN_ABCD_GRADE"](80, 0.8, policy=own) == "B"


@pytest.mark.parametrize(
    ("name", "given"),
    [("CADENCE", ("Q", 1, 1)), ("LEVEL_NPV", ("friend", 1e6)), ("LAG", (2.5, 1)),
     ("NAMES_NEEDED", ("client", 1.0)), ("SPEARMAN", ((1.0, 2.0), (1.0,)))],
)  # fmt: skip
def test_what_a_function_does_not_know_is_a_value_error(name, given):
    with pytest.raises(ValueError):
        published()[PREFIX + name](*given)


PSE = (28.07, 79.09, 100.0, 80.0, 0, 10.0, 0, 70.0)
FIGURES = [
    ("NAMES_NEEDED", ("lead", 1.0), 0, 10), ("NAMES_NEEDED", ("offer", 1.0), 0, 3),
    ("SHRUNK_RATE", (12, 30, 0.5), 4, 0.425), ("SHRUNK_RATE", (8, 12, 0.6), 4, 0.6364),
    ("SHRUNK_RATE", (2, 8, 1 / 3), 4, 0.2963),
    ("C139", (False, 2, 7), 2, 46.67), ("PSE", PSE, 2, 74.37),
    ("STAGE_LIKELIHOOD", (3, 6, 10), 4, 0.525),
    ("WIN_LIKELIHOOD", (0.45, 74.369), 4, 0.6844), ("WIN_LIKELIHOOD", (0.45, 74.369, 1), 4, 0.3422),
    ("RECEIVABLES", (70e6, 180.0), 0, 34_520_548), ("CARRYING_COST", (34_520_548.0,), 0, 2_761_644),
    ("BAD_DEBT", (34_520_548.0, 0.02), 0, 345_205),
    ("NET_YEAR", (4.2e6, 2_761_644.0, 345_205.0, 6e5), 0, 493_151),
    ("NET_YEAR", (2.8e6, 2_761_644.0, 345_205.0, 6e5), 0, -906_849),
    ("COST_RATIO", (4.2e6, 2_761_644.0, 345_205.0, 6e5), 4, 0.8826),
    ("PRICE_FLOOR_CUT", (493_151.0, 70e6), 5, 0.00705),
    ("DSO_BREAK_EVEN", (4.2e6, 6e5, 70e6, 0.08, 0.01), 1, 208.6),
    ("LEVEL_NPV", ("preferred", 10e6), -2, 472_200), ("LEVEL_NPV", ("preferred", 20e6), -2, 1_324_300),
    ("LEVEL_NPV", ("partner", 40e6), -2, 4_303_100),
    ("BREAK_EVEN_REPEAT", (-300_000.0, 150_000.0, 0.8), 4, 0.7533),
    ("HHI", ((70.0, *[5.0] * 4, *[2.0] * 5),), 0, 5020),
    ("FORECAST", (9e5, 2.6e5, 5e5 * 0.45 + 8e5 * 0.25 + 1.2e6 * 0.6 + 3e5 * 0.85, 3.6e5), 0, 2.92e6),
    ("PROGRESS", (9e5, 2.6e5, 4e6), 3, 0.29), ("FUNNEL_COVERAGE", (2.8e6, 4e6, 8e5, 9e5), 3, 1.217),
    ("BREAK_EVEN_PROBABILITY", (10_000.0, 600_000.0), 4, 0.0167),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "digits", "figure"), FIGURES)
def test_the_check_figures_of_the_method(name, given, digits, figure):
    assert round(published()[PREFIX + name](*given), digits) == figure


def test_the_check_grades_and_words_of_the_method():
    calls = published()
    assert calls["XLPLAN_GRADE_BY_LIKELIHOOD"](75, 0.6844) == "B"
    assert calls["XLPLAN_GRADE_BY_RISK"](75, 28.2) == "A"
    assert calls["XLPLAN_ABCD_GRADE"](75, 0.6844, 29.35) == "B"
    assert calls["XLPLAN_RISK_LEVEL"](28.241) == "low"
    assert calls["XLPLAN_COST_VERDICT"](0.8826, 4.2e6) == "watch"
    assert [calls["XLPLAN_BEST_LEVEL"](w) for w in (10e6, 20e6, 40e6)] == [
        "preferred", "preferred", "partner",
    ]  # fmt: skip
