"""What is live on the result sheets: how much of it, by which formulas, with which inputs."""

import datetime as dt
import re
import sys
from pathlib import Path

import builders
import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from generated import AS_OF as GENERATED_DAY
from generated import generated_plan
from live import live_share

from xlplan.core.assess import assess
from xlplan.core.policy import Policy
from xlplan.engine.result.live import Spots, chosen, joined, mark, names_in, told
from xlplan.engine.result.shapes import Column, Formula
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts

BARRED = re.compile(
    r"\b(LET|LAMBDA|XLOOKUP|XMATCH|FILTER|SORT|UNIQUE|IFS|MAXIFS|MINIFS|TEXTJOIN|CONCAT|SWITCH"
    r"|AGGREGATE|OFFSET|INDIRECT|TODAY|NOW)\("
)


@pytest.fixture(scope="module")
def sheets():
    return result_tables(builders.assessment(20, funnel__target=2e6), Texts("en"))


def formulas(sheet):
    if sheet.since is not None:
        yield sheet.since.moved
    for tile in sheet.tiles:
        yield tile.formula
    for table in sheet.tables:
        if table.live:
            yield from table.live.formulas.values()
            yield from (look.formula for look in table.live.looks.values())
        for row in table.rows:
            yield from (cell.text for cell in row if isinstance(cell, Formula))


@pytest.mark.parametrize("size", ["small", "large"])
def test_most_numeric_cells_of_the_three_sheets_are_live(size, sheets):
    if size == "large":
        sheets = result_tables(assess(generated_plan(200), Policy(), GENERATED_DAY), Texts("en"))
    shares = live_share(sheets)
    assert set(shares) == {"risk", "ranking", "returns"}
    live, numbers = (sum(pair[at] for pair in shares.values()) for at in (0, 1))
    assert live / numbers >= 0.6
    assert all(live / numbers >= 0.6 for live, numbers in shares.values())


def test_formulas_are_those_that_every_spreadsheet_knows(sheets):
    """A shared formula may name no other sheet and hold no array (MS-XLSB 2.5.98.98)."""
    for sheet in sheets:
        for formula in formulas(sheet):
            assert not BARRED.search(formula), formula
            assert "!" not in formula
            assert "{" not in formula
            assert len(formula) < 8_000
            assert formula.count("(") == formula.count(")")


def test_every_name_in_a_formula_is_offered_by_a_sheet(sheets):
    offers = {name for sheet in sheets for name in sheet.offers}
    for sheet in sheets:
        used = names_in(formulas(sheet))
        assert used <= offers
        assert used == set(sheet.names)
    assert not [name for name in offers if re.fullmatch(r"[a-z]{1,3}\d+|r\d*c?\d*", name)]


def test_an_input_is_no_formula_and_a_formula_no_input(sheets):
    for sheet in sheets:
        for table in sheet.tables:
            if table.live:
                assert not table.live.inputs & set(table.live.formulas)
                keys = {column.key for column in table.columns}
                assert keys >= {*table.live.inputs, *table.live.formulas, *table.live.hidden}
                assert len(keys) == len(table.columns)


def test_each_fact_is_an_input_in_one_place_only(sheets):
    made = {sheet.key: sheet for sheet in sheets}
    headings = [
        column.heading
        for key in ("risk", "ranking", "returns")
        for table in made[key].tables
        for column in table.columns
        if table.live and column.key in table.live.inputs
    ]
    twice = {"Gross margin", "Margin"}  # of the customer, of the opportunity
    assert len({*headings} - twice) == len([one for one in headings if one not in twice])


def test_choices_are_in_the_language_of_the_sheet():
    made = {one.key: one for one in result_tables(builders.assessment(3), Texts("zh"))}
    beside = next(table for table in made["risk"].tables if table.aside)
    assert ("到位", "批准", "计划", "无") in beside.live.choices.values()
    looks = made["policy"].main.live.looks.values()
    assert ("是", "否") in [look.words for look in looks]


def test_the_day_stands_on_the_policy_sheet_and_is_no_input(sheets):
    policy = next(one for one in sheets if one.key == "policy")
    assert policy.main.rows[0][3] == dt.date(2026, 11, 22)
    assert policy.main.live.looks[0, "v1"].input is False


# building blocks


def test_places_are_those_of_the_sheet():
    at = Spots([(0, [Column("a", "A")]), (26, [Column("b", "B")])], 9, 3)
    assert (at["a"], at["b"], at.all("b")) == ("A10", "AA10", "AA$10:AA$12")
    assert dict(at.areas("risk", "x"))["x_b"] == ("risk", 9, 26, 11, 26)


def test_sentences_and_cases_become_formulas():
    assert told(mark("b") + ' "and" ' + mark("a"), a="A1", b="B1") == 'B1&" ""and"" "&A1'
    assert joined((), "; ") == '""'
    assert chosen((), "1") == "1"
    assert names_in(['IF(gate_money="so what",A1)&pd_rates']) == {"gate_money", "pd_rates"}
