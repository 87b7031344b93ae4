"""What hangs on a row: the price decisions under Cost and return, the simulation, where rows lead."""

import dataclasses

import pytest
from plan_sheets import cell, example, made

from xlplan.core.assess import assess
from xlplan.engine.result.chain import chain_sheet
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.funnel import funnel_sheet
from xlplan.engine.result.returns import returns_sheet
from xlplan.engine.results import Targets, result_tables
from xlplan.engine.text import Texts


def test_the_answer_to_an_ultimatum_stands_under_cost_and_return():
    sheet = made(returns_sheet, example())
    main, demands = sheet.tables[0], sheet.tables[2]
    years = (1.0 - 1.1**-5) / 0.1  # 3.7908
    sales, net = (cell(main, "Nanqu Motors", key) for key in ("sales", "net"))
    accept, loss = 0.02 * sales * years, net * years
    found = [cell(demands, "Nanqu Motors", key) for key in ("accept", "loss", "needed")]
    assert found == pytest.approx([accept, loss, 1.0 - accept / loss])
    assert demands.top > main.bottom


def test_the_floor_of_a_deal_is_its_cost_and_what_is_still_to_be_spent():
    floors = made(returns_sheet, example()).tables[4]
    deals = {one.opportunity.name: one for one in example().opportunities
             if one.margin is not None}  # fmt: skip
    assert len(floors.rows) == len(deals)
    keys = [one.key for one in floors.columns]
    for row in floors.rows:
        said, deal = dict(zip(keys, row, strict=True)), deals[row[1]]
        spent = deal.opportunity.remaining_cost or 0.0
        floor = deal.opportunity.amount * (1.0 - deal.margin) + spent
        assert said["floor"] == pytest.approx(floor)
        assert said["cut"] == pytest.approx(1.0 - floor / deal.opportunity.amount)


def test_a_simulation_has_rows_on_the_funnel_where_it_is_asked_for():
    pytest.importorskip("numpy")
    plain = example()
    assert all(one.columns[0].key != "outcome" for one in made(funnel_sheet, plain).tables)
    changes = {**plain.policy.changes, "simulate.on": True}
    policy = dataclasses.replace(plain.policy, changes=changes)
    found = made(funnel_sheet, assess(plain.portfolio, policy, plain.as_of)).tables[2]
    low, middle, high = (row[1] for row in found.rows[:3])
    assert low <= middle <= high
    assert found.rows[-1][2] is None or 0.0 <= found.rows[-1][2] <= 1.0


@pytest.mark.parametrize(
    "key", ["risk", "ranking", "returns", "chain", "relationship", "care", "portfolio"]
)
def test_a_customer_with_a_plan_leads_to_it_and_to_its_own_row(key):
    found = example()
    documents = {one.customer.id: f"plans/{one.customer.id}.md" for one in found.customers}
    sheets = result_tables(found, Texts("en"), Targets(documents, "book.xlsx"))
    sheet = next(one for one in sheets if one.key == key)
    leads = [target for one in sheet.tables if one.live for links in one.live.links.values()
             for target in links]  # fmt: skip
    assert any(target.startswith("plans/") for target in leads)
    assert any(target.startswith("book.xlsx#'Customers'!") for target in leads)


def test_the_version_stands_on_every_sheet_even_where_nothing_is_installed(monkeypatch):
    def missing(_name):
        raise ModuleNotFoundError

    monkeypatch.setattr("importlib.metadata.version", missing)
    assert "xlplan 0." in Frame(example(), Texts("en")).meta


def test_a_plan_without_any_stakeholder_has_no_rows_of_blanks_in_the_decision_chain():
    found = example()
    bare = dataclasses.replace(found.portfolio, stakeholders=())
    sheet = made(chain_sheet, assess(bare, found.policy, found.as_of))
    assert sheet.tables[0].rows == []
    assert sheet.tables[0].empty == sheet.headline


def test_a_deal_of_the_decision_chain_leads_away_from_its_first_row_only():
    found = example()
    sheets = result_tables(found, Texts("en"), Targets({}, "book.xlsx"))
    table = next(one for one in sheets if one.key == "chain").tables[0]
    deals = [one for one in found.opportunities for _ in one.chain or (None,)]
    firsts = [at == 0 or deals[at - 1] is not one for at, one in enumerate(deals)]
    assert [bool(target) for target in table.live.links["customer"]] == firsts
    assert len(table.rows) == len(firsts)
