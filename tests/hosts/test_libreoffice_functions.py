"""Every published function in a real LibreOffice: from cells, from ranges, the same as ``call``."""

import datetime as dt
import math
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))
from function_cases import few, long_cases, plain_cells
from office import started
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from xlplan.functions import CellError, call, published
from xlplan.functions.listing import PREFIX
from xlplan.hosts.libreoffice.describing import method

ROWS = 45  # of the sheet for each case
RESULT = 180  # column in which results begin
SPOILT = {CellError.NA: "=NA()", CellError.DIV0: "=1/0", CellError.NUM: "=SQRT(-1)"}
NEVER = -98765.4321
CASES = [(name, way, args) for name, way, args in few() if args not in ([None], [[[None]]])]
"""A reference to one blank cell is 0 to Calc; in a range, and left out, a blank is one."""

FORMATS = {dt.datetime: "yyyy-mm-dd hh:mm", Decimal: "[$¥-804]#,##0.00"}
"""How a planner's cells of days and of money look; Calc hands over their numbers."""


def put(page, top, left, value, formats):
    """Write an argument; return how a formula names it."""
    grid = value if isinstance(value, list) else [[value]]
    for down, row in enumerate(grid):
        for across, cell in enumerate(row):
            place = (top + down, left + across)
            if isinstance(cell, CellError):
                page.write_formula(*place, SPOILT[cell], None, str(cell))
            elif cell not in (None, ""):
                known = float(cell) if isinstance(cell, (bool, Decimal)) else cell
                page.write(*place, known, formats.get(type(cell)))
    if isinstance(value, list):
        return xl_range(top, left, top + len(grid) - 1, left + len(grid[0]) - 1)
    return xl_rowcol_to_cell(top, left)


def formula(page, top, name, args, formats):
    """Lay out the arguments side by side; return the formula over them."""
    references, left = [], 0
    for value in args:
        blank = value is None or value == ""
        references.append("" if blank else put(page, top, left, value, formats))
        left += len(value[0]) if isinstance(value, list) else 1
    assert left < RESULT
    return called(name, references)


def called(name, references):
    """Return the formula over references; what is left out at the end is left out."""
    while references and references[-1] == "":
        references.pop()
    return f"=XLPLAN.{method(published()[name]).upper()}({','.join(references)})"


def wanted(name, args):
    """Return what Calc shall show: an error among the arguments ends the call before it is ours."""
    for value in args:
        if isinstance(value, CellError):
            return [[str(value)]]
    args = plain_cells(args)
    value = call(name, [float(one) if isinstance(one, bool) else one for one in args]).value
    grid = value if isinstance(value, list) else [[value]]
    if any(
        isinstance(cell, CellError)
        for one in args
        if isinstance(one, list)
        for row in one
        for cell in row
    ):
        return [["#VALUE!"] * len(row) for row in grid]
    return [[shown(cell) for cell in row] for row in grid]


def shown(cell):
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return str(cell)
    if isinstance(cell, (bool, int)):
        return float(cell)
    if isinstance(cell, dt.date):
        return float((cell - dt.date(1899, 12, 30)).days)
    return cell


def same(mine, theirs):
    """Compare as a file holds numbers, to 15 digits."""
    if isinstance(theirs, float) and isinstance(mine, (int, float)):
        return math.isclose(mine, theirs, rel_tol=1e-14, abs_tol=1e-15)
    return (mine or "") == theirs


@cache
def figures():
    """Return what Calc shall show of every case, and of every call with many rows."""
    long = {name: (args, wanted(name, args)) for name, args in long_cases()}
    return [wanted(name, args) for name, _, args in CASES], long


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return started(tmp_path_factory)


@pytest.fixture(scope="module")
def calculated(office):
    """Write every case with its formula in a cell and over a block, let Calc work them out."""
    few_rows, many_rows = figures()
    book, made = office.home / "cases.xlsx", office.home / "calculated.xlsx"
    with xlsxwriter.Workbook(str(book), {"strings_to_formulas": False}) as written:
        formats = {kind: written.add_format({"num_format": look}) for kind, look in FORMATS.items()}
        page = written.add_worksheet("Cases")
        for at, (name, _, args) in enumerate(CASES):
            top, size = at * ROWS, few_rows[at]
            text = formula(page, top, name, args, formats)
            page.write_formula(top, RESULT, text, None, NEVER)
            block = (top, RESULT + 2, top + len(size) - 1, RESULT + 1 + len(size[0]))
            page.write_array_formula(*block, text, None, NEVER)
        shared = {}  # the arguments of many rows: several functions take the same
        for name, (args, size) in many_rows.items():
            references = [shared_rows(written, shared, one, formats) for one in args]
            block = (0, 0, len(size) - 1, len(size[0]) - 1)
            page = written.add_worksheet(name)
            page.write_array_formula(*block, called(name, references), None, NEVER)
    office.home.chmod(0o777)
    book.chmod(0o644)
    office.session([["recalculated", book.as_uri(), made.as_uri()]])
    cases = openpyxl.load_workbook(made, data_only=True, read_only=True)["Cases"]
    read = CalamineWorkbook.from_path(made)
    many = {
        name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in many_rows
    }
    return {"Cases": list(cases.iter_rows(min_col=RESULT + 1, values_only=True)), **many}


def shared_rows(written, shared, value, formats):
    """Write an argument onto a sheet of its own unless it is there; return how a formula names it."""
    if not isinstance(value, list):
        return f'"{value}"' if isinstance(value, str) else f"{float(as_number(value))!r}"
    if id(value) not in shared:
        name = f"R{len(shared)}"
        area = put(written.add_worksheet(name), 0, 0, value, formats)
        shared[id(value)] = f"{name}!{area}"
    return shared[id(value)]


def as_number(value):
    return plain_cells([value])[0]


def block(rows, top, left, size):
    """Return the cells of a block, counted from the column of results on."""
    return [rows[top + at][left : left + len(line)] for at, line in enumerate(size)]


def test_every_function_has_a_case():
    assert {name for name, _, _ in CASES} == set(published())
    assert len(CASES) > 800


def test_calc_says_what_call_says_in_a_cell_and_over_a_block(calculated):
    rows, wrong = calculated["Cases"], []
    for at, (name, way, args) in enumerate(CASES):
        size = figures()[0][at]
        found = block(rows, at * ROWS, 2, size)
        single = rows[at * ROWS][0]
        pairs = [(single, size[0][0])]
        pairs += [
            pair
            for mine, theirs in zip(found, size, strict=True)
            for pair in zip(mine, theirs, strict=True)
        ]
        if not all(same(*pair) for pair in pairs):
            wrong.append((name, way, args, found, size))
    assert wrong == []


def test_ten_thousand_rows(calculated):
    seen = 0
    assert figures()[1].keys() == published().keys() - {"XLPLAN_WHY"}
    for name, (_, size) in figures()[1].items():
        found = block([*calculated[name], *([[""] * 9] * len(size))], 0, 0, size)
        for mine, theirs in zip(found, size, strict=True):
            assert all(map(same, mine, theirs)), name
            seen += sum(cell != "" for cell in theirs)
    assert seen > 700_000


def test_constants_and_errors_and_what_is_left_out(office):
    found = office.session([
        ["open", "private:factory/scalc"],
        ["formula", "A1", "=XLPLAN.LAG(4;2)"],
        ["formula", "A2", "=XLPLAN.CARRYINGCOST(1000)"],
        ["formula", "A3", "=XLPLAN.LAG(NA();2)"],
        ["formula", "A4", '=IFERROR(XLPLAN.LAG("soon";2);XLPLAN.WHY())'],
        ["formula", "A5", '=IF(XLPLAN.RISKLEVEL(28)="low";1;2)+XLPLAN.LAG(5;2)'],
        ["formula", "A6", "=XLPLAN.LAG(Z1;2)"],  # Z1 is blank: Calc says 0
        ["formula", "A7", "=XLPLAN.LAG(Z1:Z1;2)"],
        ["cells", "A1:A7"],
    ])  # fmt: skip
    assert [row[0] for row in found[-1][:3]] == [2.0, 80.0, "#N/A"]
    assert found[-1][3][0] == "purchase_step: “soon” is not a number."
    assert found[-1][4][0] == 4.0  # 1 + 3: a word can be compared at once
    assert [row[0] for row in found[-1][5:]] == ["#NUM!", ""]


def test_the_function_wizard_shows_names_help_and_units(office):
    (found,) = office.session([["wizard", "XLPLAN."]])
    assert len(found) == len(published())
    for name, one in published().items():
        summary, arguments = found[f"XLPLAN.{name.removeprefix(PREFIX)}"]
        assert summary == one.summary
        assert [a[0] for a in arguments] == [a.name for a in one.arguments]
        assert [a[1] for a in arguments] == [a.help for a in one.arguments]


def test_names_suit_uno():
    made = [method(one) for one in published().values()]
    assert len(set(made)) == len(made)
    assert all(name.isalnum() for name in made)
