"""Live results: LibreOffice, given the formulas alone, finds what Python found, and follows a change."""

import datetime as dt
import re
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

sys.path.append(str(Path(__file__).parents[1] / "engine"))
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import builders
from generated import AS_OF as GENERATED_DAY
from generated import generated_plan

from xlplan.core.assess import assess
from xlplan.core.issues import PlanError
from xlplan.core.model import Customer, Opportunity, Portfolio
from xlplan.core.policy import Factor, Policy
from xlplan.engine.plan import evaluate
from xlplan.engine.results import Targets, result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.graft.grafting import graft
from xlplan.hosts.files.reading import read_tables
from xlplan.hosts.files.recalculation import find_soffice, recalculate
from xlplan.hosts.files.verifying import verify
from xlplan.hosts.files.writing import write_tables

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*xtension is not supported"),
    pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed"),
]
ROOT = Path(__file__).parents[2]
AS_OF = builders.AS_OF


def written(found, path, lang="en", targets=None):
    write_tables(result_tables(found, Texts(lang), targets), path)
    return path


def differences(path):
    report = verify(path)
    assert report.cells > 100
    return report.differences


# cached values are what the formulas give


@pytest.mark.parametrize("name", ["example.xlsx", "example.zh.xlsx"])
def test_the_examples_verify(name, tmp_path):
    found = evaluate(read_tables(ROOT / "workbooks" / name), dt.date(2026, 11, 20))
    path = tmp_path / "result.xlsx"
    write_tables(result_tables(found.assessment, found.texts), path)
    assert differences(path) == ()


def test_a_generated_plan_of_200_customers_verifies(tmp_path):
    plan = written(assess(generated_plan(200), Policy(), GENERATED_DAY), tmp_path / "g.xlsx")
    report = verify(plan)
    assert report.differences == ()
    assert report.cells > 25_000


OWN = (
    Factor("risk", "risk", 30.0, "pse", "0=100; 40=70; 80=0"),  # called like a column of ours
    Factor("r04", "payment", 20.0, "customer.late_days", "0=0; 30=60; 90=100", ">80", "money"),
    Factor("mode", "mode", 10.0, "customer.ownership", "private=20; listed=0", "=foreign"),
    Factor("feasible", "feasible", 10.0, "opportunity.feasible", "yes=0; no=100"),
    Factor("steps", "steps", 10.0, "opportunity.entry_step", "1=0; 6=100", "=5"),
    Factor("fit again", "fit again", 10.0, "opportunity.fit", "50=50"),
    Factor("fit", "fit", 5.0, "opportunity.fit", "0=100; 100=0"),
    Factor("likely", "likely", 5.0, "p", "0=100; 1=0"),
    Factor("weightless", "weightless", 0.0, "share", "0=0; 1=100", "", "money"),
)


@pytest.mark.parametrize(
    ("changes", "factors"),
    [
        ({}, OWN),
        ({"abcd.basis": "risk", "gate.size": 4.0}, None),
        ({"abcd.basis": "likelihood", "win.use_manual": True}, None),
        (
            {"win.score": "c139", "discount": 0.0, "retention.base": 1.0, "retention.slope": 0.0},
            None,
        ),
        ({"win.phi": 0.0, "win.beta": 3.0, "funnel.target": None}, OWN[2:7]),
    ],
    ids=["own factors", "risk", "likelihood and own probability", "c139", "few factors"],
)
def test_any_policy_verifies(changes, factors, tmp_path):
    plan = builders.portfolio(14)
    words = ("private", "listed", "foreign", None)
    deals = tuple(
        replace(one, feasible=(True, False, None)[at % 3], first_facts=at % 4, slips=at % 4,
                win_vote=(True, False, None)[at % 3], clear_facts=(at % 9, None)[at % 5 == 0])
        for at, one in enumerate(plan.opportunities)
    )  # fmt: skip
    plan = replace(
        plan,
        opportunities=deals,
        customers=tuple(
            replace(one, ownership=words[at % 4], retention=(None, 0.8, 0.0)[at % 3])
            for at, one in enumerate(plan.customers)
        ),
    )
    policy = Policy({"funnel.target": 3e6, **changes}, *([factors] if factors else []))
    assert differences(written(assess(plan, policy, AS_OF), tmp_path / "p.xlsx", "zh")) == ()


@pytest.mark.parametrize(
    "plan",
    [
        Portfolio(customers=(Customer("1", "North Paper"),)),
        Portfolio(
            customers=(Customer("1", "N", sales_12m=0.0), Customer("2", "N", sales_12m=-5.0)),
            opportunities=(Opportunity("1", "1", 0.0), Opportunity("2", "1", 1e6, feasible=False)),
        ),
    ],
    ids=["one customer", "nothing known"],
)
def test_a_poor_plan_verifies(plan, tmp_path):
    assert verify(written(assess(plan, Policy(), AS_OF), tmp_path / "p.xlsx")).differences == ()


def test_a_result_that_libreoffice_saved_still_verifies(tmp_path):
    plan = written(builders.assessment(), tmp_path / "p.xlsx")
    with recalculate(plan) as copy:
        again = shutil.copy(copy, tmp_path / "again.xlsx")
    assert differences(again) == ()


def test_results_in_the_planners_own_workbook_verify(tmp_path):
    book = shutil.copy(ROOT / "workbooks" / "example.xlsx", tmp_path / "plan.xlsx")
    plan = written(builders.assessment(), tmp_path / "p.xlsx")
    graft(Path(book), plan)
    assert differences(Path(book)) == ()


def test_a_value_that_is_not_what_its_formula_gives_is_found(tmp_path):
    plan = written(builders.assessment(3), tmp_path / "p.xlsx")
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(plan) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                data = re.sub(rb'(<c r="D8" [^>]*>.*?<v>)[^<]*', rb"\g<1>77", data, count=1)
            new.writestr(name, data)
    found = verify(wrong).differences
    assert [(one.sheet, one.cell, one.cached) for one in found] == [("Risk table", "D8", 77.0)]


def test_a_workbook_without_results_is_refused():
    with pytest.raises(PlanError) as wrong:
        verify(ROOT / "workbooks" / "blank.xlsx")
    assert wrong.value.code == "NO_RESULT_SHEETS"


# a change on the sheet gives what a change of the plan gives

KEYS = {"ranking": ("deal", "id"), "risk": ("deal", "deal"), "returns": ("cust", "id")}
SHOWN = {
    "risk": ("grade", "risk", "lo", "hi", "completeness", "level", "money", "win", "knock_outs",
             "question", "r01", "r02", "r03", "r04", "r05", "r12"),
    "ranking": ("priority", "grade", "gates", "days", "p", "p_stage", "by_likelihood", "by_risk",
                "risk", "level", "state", "margin", "expected", "per_hour", "pse", "worth"),
    "returns": ("grade", "gross", "receivables", "carry", "bad_debt", "cost", "net", "ratio",
                "verdict", "floor", "break_even", "retention", "npv", "missing", "risk"),
    "summary": ("priority", "grade", "level", "risk", "known", "expected", "npv", "net", "why"),
}  # fmt: skip


class Book:
    """A result workbook whose cells are found by sheet, column and number of the row's record."""

    def __init__(self, found):
        self.sheets = {one.key: one for one in result_tables(found, Texts("en"))}

    def table(self, sheet, key):
        tables = self.sheets[sheet].tables
        return next(one for one in tables if key in [column.key for column in one.columns])

    def rows(self, sheet):
        """Number of the opportunity, or of the customer without one → row of the sheet."""
        beside = next(one for one in self.sheets[sheet].tables if one.aside)
        names = [column.key for column in beside.columns]
        found = {}
        for at, row in enumerate(beside.rows, beside.first):
            cells = dict(zip(names, row, strict=True))
            deal = cells.get("deal")
            found["o", deal] = at
            if deal is None:
                found["c", cells["cust"]] = at
        return found

    def cell(self, sheet, key, number):
        return self.table(sheet, key).address(key, self.rows(sheet)[number])


def changed(before, edits, tmp_path):
    """Change cells of a result workbook (sheet name, address → value) and have it calculated."""
    path = written(before, tmp_path / "before.xlsx")
    book = openpyxl.load_workbook(path)
    for (sheet, address), value in edits.items():
        book[sheet][address] = value
    book.save(tmp_path / "changed.xlsx")
    with recalculate(tmp_path / "changed.xlsx") as copy:
        loaded = CalamineWorkbook.from_path(copy)
        return {name: loaded.get_sheet_by_name(name).to_python() for name in loaded.sheet_names}


def compare(cells, before, after):
    """The cells of the changed workbook say what Python says of the changed plan."""
    old, new = Book(before), Book(after)
    seen = 0
    for sheet, keys in SHOWN.items():
        grid = cells[old.sheets[sheet].name]
        there = new.rows(sheet)
        for number, row in old.rows(sheet).items():
            if number[1] is None:
                continue
            for key in keys:
                table, other = old.table(sheet, key), new.table(sheet, key)
                expected = other.rows[there[number] - other.first][other.index(key)]
                found = grid[row][table.left + table.index(key)]
                if isinstance(expected, float):
                    expected = pytest.approx(expected, rel=1e-6, abs=1e-6)
                assert found == ("" if expected is None else expected), (sheet, number, key)
                seen += 1
    assert seen > 300


def deal_changed(plan, at, **changes):
    deals = list(plan.opportunities)
    deals[at] = replace(deals[at], **changes)
    return replace(plan, opportunities=tuple(deals))


def customer_changed(plan, at, **changes):
    customers = list(plan.customers)
    customers[at] = replace(customers[at], **changes)
    return replace(plan, customers=tuple(customers))


@pytest.fixture(scope="module")
def plan():
    return builders.portfolio()


def numbers(found, plan, at):
    """Return how the sheets call the opportunity and the customer at a place of the plan."""
    deals = sorted(one.opportunity.id for one in found.opportunities)
    customers = sorted(one.id for one in plan.customers)
    deal = plan.opportunities[at]
    return ("o", deals.index(deal.id) + 1), ("c", customers.index(deal.customer_id) + 1)


def test_weights_and_anchors_on_the_sheet_move_risk_and_grade(plan, tmp_path):
    before = assess(plan, Policy(), AS_OF)
    factors = list(Policy().factors)
    factors[1] = replace(factors[1], weight=40.0)
    factors[6] = replace(factors[6], weight=0.0)
    factors[3] = replace(factors[3], anchors="0=0; 15=25; 30=90; 60=95; 90=100")
    book = Book(before)
    risk, policy = book.sheets["risk"].main, book.sheets["policy"]
    anchors = next(one for one in policy.tables if one.columns[0].key == "factor")
    at = [row[0] for row in anchors.rows].index("r04 Payment")
    edits = {
        ("Risk table", risk.address("r02", risk.top - 1)): 40.0,
        ("Risk table", risk.address("r07", risk.top - 1)): 0.0,
        (policy.name, anchors.address("y", anchors.first + at + 2)): 90.0,
        (policy.name, anchors.address("y", anchors.first + at + 3)): 95.0,
    }
    after = assess(plan, Policy({}, tuple(factors)), AS_OF)
    compare(changed(before, edits, tmp_path), before, after)
    assert [one.grade for one in after.opportunities] != [one.grade for one in before.opportunities]


def test_facts_of_a_customer_on_the_sheet_move_every_figure(plan, tmp_path):
    before = assess(plan, Policy(), AS_OF)
    facts = {"credit_rating": "E", "current_ratio": None, "late_days": 75.0, "sales_12m": 2.5e6,
             "dso_days": 120.0, "gross_margin": 0.31, "retention": 0.9}  # fmt: skip
    after = assess(customer_changed(plan, 0, **facts), Policy(), AS_OF)
    book, number = Book(before), ("c", 1)
    keys = {"sales_12m": "sales", "dso_days": "dso", "gross_margin": "margin"}
    rows = {("c", row): at for row, at in _customer_rows(book).items()}
    edits = {}
    for name, value in facts.items():
        key = keys.get(name, f"c_{name}")
        table = book.table("returns", key)
        edits["Cost and return", table.address(key, rows[number])] = value
    compare(changed(before, edits, tmp_path), before, after)


def _customer_rows(book):
    beside = next(one for one in book.sheets["returns"].tables if one.aside)
    at = beside.index("cust")
    return {row[at]: beside.first + place for place, row in enumerate(beside.rows)}


def test_facts_of_an_opportunity_on_the_sheet_move_likelihood_and_grade(plan, tmp_path):
    before = assess(plan, Policy(), AS_OF)
    book = Book(before)
    first, _ = numbers(before, plan, 0)
    second, _ = numbers(before, plan, 4)
    third, _ = numbers(before, plan, 8)
    edits = {
        ("ABCD ranking", book.cell("ranking", "close", first)): AS_OF + dt.timedelta(days=12),
        ("Risk table", book.cell("risk", "x2", first)): "Funded",
        ("Risk table", book.cell("risk", "x9", first)): 97.0,
        ("ABCD ranking", book.cell("ranking", "close", second)): AS_OF - dt.timedelta(days=3),
        ("ABCD ranking", book.cell("ranking", "slips", second)): 2,
        ("ABCD ranking", book.cell("ranking", "amount", second)): 1_500_000.0,
        ("ABCD ranking", book.cell("ranking", "hours", second)): 3.0,
        ("ABCD ranking", book.cell("ranking", "feasible", third)): "No",
        ("ABCD ranking", book.cell("ranking", "close", third)): None,
        ("ABCD ranking", book.cell("ranking", "hours", third)): None,
        ("ABCD ranking", book.cell("ranking", "payment_terms", third)): 15.0,
        ("Risk table", book.cell("risk", "x11", third)): None,
    }
    new = deal_changed(
        plan, 0, expected_close=AS_OF + dt.timedelta(days=12), budget_status="funded", fit=97.0
    )
    new = deal_changed(
        new, 4, expected_close=AS_OF - dt.timedelta(days=3), slips=2, amount=1_500_000.0,
        remaining_hours=3.0,
    )  # fmt: skip
    new = deal_changed(
        new, 8, feasible=False, expected_close=None, payment_terms=15.0, advance_share=None,
        remaining_hours=None,
    )  # fmt: skip
    compare(changed(before, edits, tmp_path), before, assess(new, Policy(), AS_OF))


def test_a_probability_and_numbers_of_the_policy_on_the_sheet_move_the_order(plan, tmp_path):
    before = assess(plan, Policy(), AS_OF)
    policy = {"win.use_manual": True, "abcd.basis": "likelihood", "abcd.days": (20.0, 60.0, 150.0),
              "discount": 0.2, "risk.levels": (20.0, 45.0, 70.0), "interest": 0.12, "win.k": 4.0,
              "win.prior": (0.2, 0.25, 0.45, 0.6, 0.85, 1.0), "pd.a": 0.1,
              "abcd.matrix": "ABCD ABCD BCCD CDDD"}  # fmt: skip
    book = Book(before)
    first, _ = numbers(before, plan, 1)
    sheet = book.sheets["policy"]
    main = sheet.main
    place = {row[0]: at for at, row in enumerate(main.rows, main.first) if row[0]}
    stages, matrix, rates = (book.table("policy", key) for key in ("prior", "m1", "rates"))
    edits = {
        ("ABCD ranking", book.cell("ranking", "p_manual", first)): 0.93,
        (sheet.name, main.address("v1", place["win.use_manual"])): "Yes",
        (sheet.name, main.address("v1", place["abcd.basis"])): "Likelihood",
        (sheet.name, main.address("v1", place["discount"])): 0.2,
        (sheet.name, main.address("v1", place["interest"])): 0.12,
        (sheet.name, main.address("v1", place["win.k"])): 4.0,
        (sheet.name, stages.address("prior", stages.first)): 0.2,
        (sheet.name, rates.address("rates", rates.first)): 0.1,
    }
    for key in ("abcd.days", "risk.levels"):
        for at, value in enumerate(policy[key], 1):
            edits[sheet.name, main.address(f"v{at}", place[key])] = value
    for at, letter in enumerate("ABCD", 1):
        edits[sheet.name, matrix.address(f"m{at}", matrix.first)] = letter
    after = assess(deal_changed(plan, 1, probability=0.93), Policy(policy), AS_OF)
    compare(changed(before, edits, tmp_path), before, after)


# links


def test_rows_lead_to_the_plan_document_and_to_the_planners_row(tmp_path):
    plan = builders.portfolio(2)
    places = {"customers": {"id": "B"}, "opportunities": {"id": "A"}}
    plan = replace(
        plan, sheets={"customers": "Customers", "opportunities": "Deals '26"}, columns=places
    )
    found = assess(plan, Policy(), AS_OF)
    targets = Targets({"C001": "p.plans/C001 50% #1.md"}, book="")
    path = written(found, tmp_path / "p.xlsx", targets=targets)
    page = openpyxl.load_workbook(path)["ABCD ranking"]
    said = [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    links = {text for text in said if text.startswith("=HYPERLINK")}
    assert '=HYPERLINK("p.plans/C001 50%25 %231.md","Harbour Crane Works")' in links
    assert '=HYPERLINK("#\'Customers\'!B3","North Paper")' in links
    assert any(text.startswith("=HYPERLINK(\"#'Deals ''26'!A") for text in links)
    returns = openpyxl.load_workbook(path)["Cost and return"]
    ids = [cell.value for row in returns.iter_rows() for cell in row]
    assert '=HYPERLINK("#\'Customers\'!B2","C001")' in ids
    assert differences(path) == ()
    assert not any("HYPERLINK" in str(text) for text in _formulas(written(found, path)))


def _formulas(path):
    for page in openpyxl.load_workbook(path).worksheets:
        yield from (cell.value for row in page.iter_rows() for cell in row)
