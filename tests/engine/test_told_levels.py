"""A risk level that rests on too little says so, wherever a person reads it; programs get the word."""

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from xlplan.core.moves.flip import flips
from xlplan.engine.account.board import board_context
from xlplan.engine.account.moves import levers
from xlplan.engine.answers.explain import explain
from xlplan.engine.documents import render_plan
from xlplan.engine.outcome import outcome
from xlplan.engine.plan import evaluate, find_customer
from xlplan.engine.results import result_tables
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.hosts.files.reading import read_tables
from xlplan.hosts.report import summary_lines

BOOKS = Path(__file__).parents[2] / "workbooks"
SAID = {"en": ("low, hardly known", "Low, hardly known"), "zh": ("低（依据不足）",) * 2}
OF = {"en": "example.xlsx", "zh": "example.zh.xlsx"}


@pytest.fixture(scope="module", params=["en", "zh"])
def found(request):
    return evaluate(read_tables(BOOKS / OF[request.param]), dt.date(2026, 11, 20))


def told(found):
    return SAID[found.texts.lang]


def test_of_the_example_one_customer_is_hardly_known(found):
    few = [one for one in found.assessment.customers if one.risk.score.completeness < 0.25]
    assert [(one.customer.id, one.risk.level) for one in few] == [("0082", "low")]
    assert few[0].risk.score.completeness == pytest.approx(0.05)


def test_the_terminal_and_the_explanation_say_so(found):
    lines = list(summary_lines("b", found, Path("r.xlsx"), None, ()))
    assert sum(told(found)[0] in line for line in lines) == 1
    one = find_customer(found.assessment, "0082")
    assert f" · {told(found)[0]} · " in explain(one, found.assessment, found.texts)
    other = find_customer(found.assessment, "0034")
    assert told(found)[0] not in explain(other, found.assessment, found.texts)


def test_the_result_sheets_say_so_and_keep_it_apart_by_colour(found):
    sheets = {one.key: one for one in result_tables(found.assessment, found.texts)}
    for key in ("summary", "risk", "ranking"):
        main = sheets[key].tables[0]
        at = [column.key for column in main.columns].index("level")
        said = [row[at] for row in main.rows]
        assert said.count(told(found)[1]) == 1
        rule = next(rule for rule in main.rules if rule.columns == ("level",))
        assert rule.tones[told(found)[1]] == "grey"
        assert f'"{told(found)[1]}"' in main.live.formulas["level"]


def test_the_documents_say_so(found):
    text = {
        id_: render_plan(find_customer(found.assessment, id_), found.assessment, found.texts, "md")
        for id_ in ("0082", "0034")
    }
    assert text["0082"].count(told(found)[0]) == 3  # figure, sentence, row of the opportunity
    assert told(found)[0] not in text["0034"]


def test_the_heat_map_gives_what_is_hardly_known_no_colour(found):
    heats = board_context(found.assessment, found.texts).dangers.heats
    names = {one.label: one for one in heats}
    assert [one.total for one in names.values()].count(None) >= 1
    for one in found.assessment.customers:
        heat, known = names[one.customer.name], one.risk.score.completeness
        assert (heat.total is None) is (known < 0.25), one.customer.id
        assert heat.total is not None or heat.total_text in ("hardly known", "依据不足")


def test_programs_get_the_plain_word_and_the_completeness(found):
    made = json.loads(json.dumps(outcome(found.assessment, found.texts), default=str))
    one = next(one for one in made["customers"] if one["id"] == "0082")
    assert (one["risk"]["level"], one["risk"]["completeness"]) == ("low", 0.05)


def test_the_board_over_many_workbooks_says_so(tmp_path):
    pytest.importorskip("duckdb")
    from xlplan.hosts.batch.jobs import Outcome
    from xlplan.hosts.batch.query import answer
    from xlplan.hosts.batch.rollup import roll_up, write_portfolio
    from xlplan.hosts.batch.rows import packed, rows_of

    found = evaluate(read_tables(BOOKS / OF["en"]), dt.date(2026, 11, 20))
    day = dt.date(2026, 11, 20)
    roll_up([packed(rows_of("e.xlsx", found))], [Outcome("e.xlsx", "done")], tmp_path, day)
    write_portfolio(tmp_path, day, found.texts)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "portfolio.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert cells.count(SAID["en"][1]) == 2  # the customer, and its opportunity
    question = "SELECT risk_level FROM customers WHERE customer_id = '0082'"
    assert answer(question, tmp_path)[1] == [("low",)]


def test_a_project_state_that_rests_on_little_says_so():
    """Fit 90 alone: 15 of 100 of the weight, PSE 90, advantage only by that one part."""
    book = RawWorkbook([
        RawSheet("Customers", [["Customer ID", "Customer"], ["c", "C"]]),
        RawSheet("Opportunities", [["Opportunity ID", "Customer ID", "Amount", "Fit"], ["o", "c", 9e4, 90]]),
    ], ["Customers", "Opportunities"])  # fmt: skip
    for lang, told in (("en", "even, hardly known"), ("zh", "均势（依据不足）")):
        got = evaluate(book, dt.date(2026, 11, 20), lang)
        deal = got.assessment.opportunities[0]
        assert (deal.pse_state, round(deal.pse.completeness, 2)) == ("even", 0.15)
        one = got.assessment.customers[0]
        assert f" · {told}" in explain(one, got.assessment, got.texts)
        text = render_plan(one, got.assessment, got.texts, "md")
        assert told in text
        assert "15%" in text
        sheets = {sheet.key: sheet for sheet in result_tables(got.assessment, got.texts)}
        main = sheets["ranking"].tables[0]
        at = [column.key for column in main.columns].index("state")
        assert main.rows[0][at].casefold() == told
        assert f'"{main.rows[0][at]}"' in main.live.formulas["state"]
        made = outcome(got.assessment, got.texts)
        assert made["opportunities"][0]["pse_state"] == "even"


def test_the_level_worth_most_and_the_one_that_the_gates_leave_are_both_named(found):
    text = explain(find_customer(found.assessment, "0017"), found.assessment, found.texts)
    said = {
        "en": "worth most: alliance; of those whose gates are met: preferred",
        "zh": "价值最高：战略联盟；条件已满足的层级中：供应",
    }
    assert said[found.texts.lang] in text


def test_a_step_taken_back_is_no_way_up(found):
    """Unwinding the selling step of O17-2 from 4 to 3 would make it better; nobody can do that."""
    flipped = flips(found.assessment, "O17-2")
    back = [one for one in flipped if (one.field, one.direction) == ("selling_step", "better")]
    assert [(one.old, one.new) for one in back] == [(4, 3)]
    assert not set(back) & set(levers(flipped))
    assert [one for one in flipped if one not in back] == levers(flipped)
