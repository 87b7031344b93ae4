"""The sheets over many workbooks: both languages, every heading, what is said when there is nothing."""

import datetime as dt

import pytest

from xlplan.engine.result import fleet_columns
from xlplan.engine.result.fleet import SHEETS, fleet_sheets
from xlplan.engine.result.fleet_board import Board, Totals
from xlplan.engine.text import Texts, chinese

NOTHING = Board(
    Totals(0, 0, 0, None, None, 0, None, None, None, None),
    [], [], [], [], [], [], [], [], "", [], [], [], [],
)  # fmt: skip
DAY = dt.date(2026, 11, 20)


def test_every_heading_has_its_chinese():
    declared = [one for one in vars(fleet_columns).values() if isinstance(one, tuple)]
    said = {column.heading for columns in declared for column in columns} | set(SHEETS.values())
    assert sorted(said - chinese()["label"].keys()) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_portfolio_of_nothing_says_so(lang):
    sheets = fleet_sheets(NOTHING, DAY, Texts(lang))
    assert len({sheet.name for sheet in sheets}) == len(SHEETS) + 1
    assert all(sheet.headline for sheet in sheets)
    assert not [table for sheet in sheets for table in sheet.tables if table.rows]


def test_what_is_said_is_what_the_figures_say():
    totals = Totals(3, 1, 40, 1e6, 2e5, 9, 5e6, 2.5e6, 0.92, 3200.0)
    group = ("Li", 40, 1, 2, 3, 4, 5, 1e6, 2e5, 1e5, 42.0, 7, 9, 5e6, 2.5e6)
    board = NOTHING._replace(
        totals=totals,
        largest=[(1, "Kestrel", 2, 5e5, 0.5, 0.5)],
        owners=[group],
        previous="2026-10",
        changes=[("Kestrel", "a.xlsx", "Li", "B", "A", 40.0, 42.0, 1e5, 2e5, 1e5)],
    )
    said = {sheet.key: sheet for sheet in fleet_sheets(board, DAY, Texts("zh"))}
    assert said["portfolio"].headline == "Kestrel 占全公司销售额的 50%，前十家占 92%。"
    assert said["owners"].headline == "Li 的期望回报最高：20.0 万。"
    assert said["change"].headline == "自 2026-10 以来有 1 家客户发生变化，变化最大的在前。"
    assert said["books"].headline == "3 个工作簿中有 1 个未能评估。"
    tiles = {tile.label: tile.value for tile in said["portfolio"].tiles}
    assert tiles["HHI"] == 3200.0


def test_sheets_say_who_comes_first_and_what_to_do_about_failures():
    deal = ("", "O7", "Kestrel", "a.xlsx", "Li", "A", 1e6, 0.5, 1e5, 20.0, "low", DAY, 11)
    board = NOTHING._replace(
        totals=Totals(2, 1, 12_000, None, None, 1, None, None, None, None),
        customers=[("Kestrel", "C1", "a.xlsx", "Li", "N", "I", "A", *[None] * 9)],
        opportunities=[deal],
        previous="2026-10",
        findings=[("STAGE_GAP", "warning", 1200, 30, "…")],
        books=[("b.xlsx", "BOOK_TIMEOUT", None, 0, 0, 0), ("a.xlsx", None, DAY, 12, 1, 0)],
    )
    said = {sheet.key: sheet for sheet in fleet_sheets(board, DAY, Texts())}
    assert "2 workbooks · 1 failed · " in said["books"].meta
    assert said["top_customers"].headline == (
        "Kestrel comes first: grade A. "
        "The first 1 of 12,000, by grade; all are in portfolio.parquet."
    )
    assert said["top_opportunities"].headline == "O7 comes first: grade A."
    assert said["change"].headline == "No customer moved since 2026-10."
    assert said["kinds"].headline == "The most frequent finding stands 1,200 times in 30 workbooks."
    lost, done = said["books"].tables[0].rows
    assert lost[2].startswith("Try this workbook alone with xlplan run")
    assert lost[3:] == (None,) * 4
    assert done[1:] == (None, None, DAY, 12, 1, 0)
