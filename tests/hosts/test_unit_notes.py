"""A plan whose amounts stand in 万元 under a note is the plan itself: in every format, to its JSON."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from workbooks import converted, write_xlsb
from xlplan.core.issues import Severity
from xlplan.engine.contract import SHEETS
from xlplan.engine.read import read_portfolio
from xlplan.engine.tables import fold
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "workbooks" / "example.zh.xlsx"
NOTE = "单位：万元"
BY_NAME = {fold(name): sheet for sheet in SHEETS for name in (sheet.en, sheet.zh)}


def in_units(path: Path, note: str, parts: float) -> Path:
    """Write the example with a note above each table of amounts, which are so many times smaller."""
    source, made = openpyxl.load_workbook(EXAMPLE, data_only=True), openpyxl.Workbook()
    made.remove(made.active)
    for old in source:
        new = made.create_sheet(old.title)
        rows = [list(row) for row in old.iter_rows(values_only=True)]
        sheet = BY_NAME.get(fold(old.title))
        if sheet is None:
            continue
        head = {str(cell): at for at, cell in enumerate(rows[0])}
        amounts = [head[one.zh] for one in sheet.columns if one.kind == "money" and one.zh in head]
        for row in rows[1:]:
            targets = [head["目标值"]] if sheet.key == "objectives" and "销售额" in row else []
            for at in (*amounts, *targets):
                if isinstance(row[at], (int, float)):
                    row[at] /= parts
        if amounts or sheet.key == "objectives":
            new.append([None] * (len(rows[0]) - 1) + [note])
        for row in rows:
            new.append(row)
            for cell in new[new.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # a knock-out such as =E is no formula
    made.save(path)
    return path


def outcome(path: Path, *, in_place: bool = False) -> dict:
    where = ["--in-place"] if in_place else ["--out", str(path.with_suffix(".plan.xlsx"))]
    command = [sys.executable, "-m", "xlplan", "run", str(path), "--json", "-", "--plans", "none"]
    command += where
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return json.loads(done.stdout)


def told(reading, code):
    return [one for one in reading.findings if one.code == code]


def test_the_example_in_units_of_ten_thousand_has_the_same_results(tmp_path):
    plain = outcome(in_units(tmp_path / "a.xlsx", "单位：元", 1.0))
    noted = outcome(in_units(tmp_path / "b.xlsx", NOTE, 1e4))
    notes = [one for one in noted["findings"] if one["code"] == "UNIT_NOTE"]
    assert [one for one in noted["findings"] if one not in notes] == plain["findings"]
    assert len(notes) == 7
    for key in plain:
        if key not in ("findings", "workbook", "source", "file"):
            assert same(noted[key], plain[key]), key


def same(one, other) -> bool:
    """Return whether two results are alike; amounts that were divided differ in the last bit."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == pytest.approx(other, rel=1e-12) if isinstance(one, float) else one == other


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_note_is_read_in_every_format(suffix, tmp_path):
    path = in_units(tmp_path / "a.xlsx", NOTE, 1e4)
    if suffix != "xlsx":
        path = converted(path, suffix, tmp_path)
    reading, plain = (read_portfolio(read_tables(one)) for one in (path, EXAMPLE))
    assert len(told(reading, "UNIT_NOTE")) == 7
    assert [one.amount for one in reading.portfolio.opportunities] == pytest.approx(
        [one.amount for one in plain.portfolio.opportunities]
    )
    assert {one.severity for one in told(reading, "UNIT_NOTE")} == {Severity.INFO}


def test_a_note_is_read_in_xlsb_and_xlsm(tmp_path):
    rows = [[None, None, NOTE], ["客户编号", "客户名称", "年采购额"], ["0017", "甲", 120.0]]
    path = write_xlsb(tmp_path / "a.xlsb", {"客户": rows})
    assert read_portfolio(read_tables(path)).portfolio.customers[0].wallet == 1_200_000.0
    macros = in_units(tmp_path / "a.xlsx", NOTE, 1e4).rename(tmp_path / "a.xlsm")
    assert len(told(read_portfolio(read_tables(macros)), "UNIT_NOTE")) == 7


@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
def test_results_put_into_the_plan_leave_its_sheets_alone(tmp_path):
    path = in_units(tmp_path / "a.xlsx", NOTE, 1e4)
    before = sheets(path)
    result = outcome(path)
    outcome(path, in_place=True)
    after = sheets(path)
    assert {name: after[name] for name in before} == before
    assert same(outcome(path), result)  # the second run reads what the first one has left


def sheets(path: Path) -> dict[str, list]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
