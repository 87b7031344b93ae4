"""Numbers at the ends of what a cell can hold: a result or a finding, never an error of Python."""

import datetime as dt

import pytest

from xlplan.core.defaults import DEFAULTS
from xlplan.core.numbers import LEAST
from xlplan.engine.contract import SHEETS
from xlplan.engine.documents import render_plan
from xlplan.engine.example import example_records
from xlplan.engine.outcome import outcome, to_json
from xlplan.engine.plan import evaluate
from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.cells import Bad, convert, limits
from xlplan.engine.reading.policy_values import RANGES
from xlplan.engine.results import result_tables
from xlplan.engine.sheets import RawSheet, RawWorkbook

AS_OF = dt.date(2026, 11, 20)
KEPT = ("0046",)
EXTREMES = (
    1e-320,
    1e-300,
    -1e-300,
    1e-9,
    1e15,
    -1e15,
    1e300,
    -0.0,
    "nan",
    "inf",
    "1e400",
    "1e-400",
)
HARD = ("funnel.target", "pse.standard_points", "discount", "simulate.draws", "horizon_years")
NUMBERS = ("money", "share", "score", "rating", "int", "number", "any")
COLUMNS = [
    (sheet.key, column.field)
    for sheet in SHEETS
    for column in sheet.columns
    if column.kind in NUMBERS and sheet.key != "policy"
]
CONTRACT = {sheet.key: sheet for sheet in SHEETS}
RECORDS = example_records("en")


def book(sheet="", fields=(), value=None, policy=()):
    """Two customers of the example, one column of theirs and some keys of the Policy set."""
    sheets = []
    for one in SHEETS:
        names = [column.field for column in one.columns]
        rows = [row for row in RECORDS[one.key] if row.get("customer_id", KEPT[0]) in KEPT]
        if one.key == "customers":
            rows = [row for row in rows if row["id"] in KEPT]
        if one.key == "policy":
            rows = [{"key": key, "value": said} for key, said in policy]
        cells = [
            [value if one.key == sheet and name in fields else row.get(name) for name in names]
            for row in rows
        ]
        sheets.append(RawSheet(one.en, [[column.en for column in one.columns], *cells]))
    return RawWorkbook(sheets, [one.name for one in sheets])


def tell_all(raw):
    """Evaluate a workbook and write everything."""
    found = evaluate(raw, AS_OF)
    result_tables(found.assessment, found.texts)
    for one in found.assessment.customers:
        render_plan(one, found.assessment, found.texts, "md")
    to_json(outcome(found.assessment, found.texts))  # refuses what is no number


@pytest.mark.parametrize(("sheet", "field"), COLUMNS)
def test_every_column_of_numbers_tells_what_is_out_of_range(sheet, field):
    column = CONTRACT[sheet].by_field[field]
    low, high = limits(column)
    found = convert(column, EXTREMES)
    for read in found if column.kind != "any" else ():
        assert isinstance(read, Bad) or low <= read <= high
        assert isinstance(read, Bad) or read == 0.0 or abs(read) >= LEAST
    assert column.kind == "any" or found[0].code in ("TOO_NEAR", "NOT_WHOLE", "OUT_OF_RANGE")


@pytest.mark.parametrize("value", [1e-9, 1e15, -1e15, -0.0])
@pytest.mark.parametrize("sheet", dict(COLUMNS))
def test_what_is_just_within_range_gives_a_result(sheet, value):
    columns = {column.field: limits(column) for column in CONTRACT[sheet].columns}
    fields = [name for key, name in COLUMNS if key == sheet]
    tell_all(book(sheet, [name for name in fields if columns[name][0] <= value], value))


@pytest.mark.parametrize("key", DEFAULTS)
def test_every_key_of_the_policy_tells_what_is_out_of_range(key):
    entry = DEFAULTS[key]
    for value in EXTREMES:
        row = "; ".join([str(value)] * int(entry.words)) if entry.kind == "numbers" else value
        policy = RawSheet("Policy", [["Key", "Value"], [key, row]])
        codes = {one.code for one in read_portfolio(RawWorkbook([policy], ["Policy"])).findings}
        if value == 1e-320 and entry.kind in ("number", "money", "share"):
            assert "POLICY_NEAR_ZERO" in codes


@pytest.mark.parametrize("end", [0, 1])
@pytest.mark.parametrize(
    "keys", [[key] for key in HARD] + [[key for key in DEFAULTS if key not in HARD]], ids=len
)
def test_the_ends_of_the_policy_give_a_result(keys, end):
    numbers = [key for key in keys if DEFAULTS[key].kind in ("number", "money", "share", "int")]
    rows = [(key, RANGES.get(DEFAULTS[key].unit, (-1e15, 1e15))[end] or 1e-9) for key in numbers]
    tell_all(book(policy=rows))


def test_a_number_too_near_to_nought_is_missing_and_told():
    found = evaluate(book("customers", ["revenue"], 1e-320), AS_OF)
    assert [one.code for one in found.findings].count("TOO_NEAR") == len(KEPT)
    assert all(one.revenue is None for one in found.assessment.portfolio.customers)


def test_nought_has_no_sign():
    found = evaluate(book("customers", ["sales_12m"], -0.0), AS_OF)
    assert [str(one.sales_12m) for one in found.assessment.portfolio.customers] == ["0.0"]


def test_paid_early_is_no_risk_and_no_error():
    found = evaluate(book("customers", ["late_days"], -6.0), AS_OF)
    assert not [one for one in found.findings if one.code == "OUT_OF_RANGE"]
    parts = {one.name: one.points for one in found.assessment.customers[0].risk.score.parts}
    assert parts["r04"] == 0.0
