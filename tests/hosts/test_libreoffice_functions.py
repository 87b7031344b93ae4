"""Every published function in a real LibreOffice: from cells, from ranges, the same as ``call``."""

import datetime as dt
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from function_cases import cases, names
from office import started

from xlplan.engine.tables import letters
from xlplan.functions import CellError, call, published
from xlplan.functions.listing import PREFIX
from xlplan.hosts.libreoffice.describing import method

CASES = list(cases())
ROWS = 40  # of the sheet for each case
RESULT = 60  # column in which results begin


def formula(name, references):
    while references and references[-1] == "":
        references.pop()
    return f"=XLPLAN.{name.replace('_', '')}({';'.join(references)})"


def laid_out(at, name, args):
    """Return the steps that put the arguments into cells and the formula beside them."""
    top, left, steps, references = at * ROWS + 1, 0, [], []
    for value in args:
        if value is None or value == "":
            references.append("")
            continue
        grid = value if isinstance(value, list) else [[value]]
        first, last = letters(left), letters(left + len(grid[0]) - 1)
        where = f"{first}{top}:{last}{top + len(grid) - 1}"
        steps.append(
            ["put", where, [[float(c) if isinstance(c, bool) else c for c in row] for row in grid]]
        )
        references.append(
            where if len(grid) * len(grid[0]) > 1 or isinstance(value, list) else f"{first}{top}"
        )
        left += len(grid[0])
    assert left < RESULT
    return steps, references


def wanted(name, args):
    value = call(name, args).value
    grid = value if isinstance(value, list) else [[value]]
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


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return started(tmp_path_factory)


@pytest.fixture(scope="module")
def answers(office):
    steps, reads = [["open", "private:factory/scalc"]], {}
    for at, (name, args) in enumerate(CASES):
        put, references = laid_out(at, name, args)
        steps += put
        size = wanted(name, args)
        top, right, bottom = (
            at * ROWS + 1,
            letters(RESULT + len(size[0]) - 1),
            at * ROWS + len(size),
        )
        assert len(size) < ROWS
        where = f"{letters(RESULT)}{top}:{right}{bottom}"
        steps.append(["array", where, formula(name, list(references))])
        single = f"{letters(RESULT + 20)}{top}"
        steps.append(["formula", single, formula(name, list(references))])
        reads[at] = len(steps)
        steps += [["cells", where], ["cells", f"{single}:{single}"]]
    found = office.session(steps)
    return {at: (found[step], found[step + 1]) for at, step in reads.items()}


def test_every_function_has_a_case():
    assert names() == set(published())


@pytest.mark.parametrize("at", range(len(CASES)), ids=lambda at: f"{CASES[at][0]}-{at}")
def test_calc_says_what_call_says(at, answers):
    block, single = answers[at]
    grid = wanted(*CASES[at])
    assert block == grid
    assert single == [[grid[0][0]]]


def test_constants_and_errors_and_what_is_left_out(office):
    found = office.session([
        ["open", "private:factory/scalc"],
        ["formula", "A1", "=XLPLAN.LAG(4;2)"],
        ["formula", "A2", "=XLPLAN.CARRYINGCOST(1000)"],
        ["formula", "A3", "=XLPLAN.LAG(NA();2)"],
        ["formula", "A4", '=IFERROR(XLPLAN.LAG("soon";2);XLPLAN.WHY())'],
        ["formula", "A5", '=IF(XLPLAN.RISKLEVEL(28)="low";1;2)+XLPLAN.LAG(5;2)'],
        ["cells", "A1:A5"],
    ])  # fmt: skip
    assert [row[0] for row in found[-1][:3]] == [2.0, 80.0, "#N/A"]
    assert found[-1][3][0] == "purchase_step: “soon” is not a number."
    assert found[-1][4][0] == 4.0  # 1 + 3: a word can be compared at once


def test_the_function_wizard_shows_names_help_and_units(office):
    found = office.session(
        [["wizard", f"XLPLAN.{name.removeprefix(PREFIX)}"] for name in published()]
    )
    for (name, one), shown_there in zip(published().items(), found, strict=True):
        assert shown_there is not None, name
        summary, arguments = shown_there
        assert summary == one.summary
        assert [a[0] for a in arguments] == [a.name for a in one.arguments]
        assert [a[1] for a in arguments] == [a.help for a in one.arguments]


def test_names_suit_uno():
    made = [method(one) for one in published().values()]
    assert len(set(made)) == len(made)
    assert all(name.isalnum() for name in made)
