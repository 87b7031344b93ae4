"""The functions as LAMBDAs of a workbook: worked out by an engine that knows LAMBDA, and by LibreOffice.

IronCalc reads them from a file as Excel would save it. LibreOffice knows no LAMBDA: there each
variable of a LAMBDA is a cell of its own.
"""

import math
import re
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell_at

sys.path.insert(0, str(Path(__file__).parents[1]))
from function_cases import varied
from oracle import CASES

from xlplan.functions import PREFIX, CellError, call, published
from xlplan.functions.lambdas import dotted, lambdas
from xlplan.hosts.files.recalculation import find_soffice, recalculate
from xlplan.hosts.libreoffice.describing import method

NEVER = -98765.4321
APART = 10  # rows between two calls
KNOWN = {
    "ABS",
    "AVERAGE",
    "CHOOSE",
    "COLUMNS",
    "CORREL",
    "COUNT",
    "COUNTIFS",
    "EXP",
    "FIND",
    "IF",
    "IFERROR",
    "INDEX",
    "INT",
    "ISTEXT",
    "LEN",
    "LN",
    "MATCH",
    "MAX",
    "MID",
    "MIN",
    "OR",
    "ROWS",
    "SUM",
    "SUMPRODUCT",
    "TRANSPOSE",
    "TRIM",
}  # fmt: skip - what every Excel since 2007 calls by the same name
BEYOND = {"SPEARMAN"}  # IronCalc counts by no list of criteria; LibreOffice does


def arguments(name):
    return [one for one in published()[PREFIX + name].arguments if one.kind != "policy"]


def parts(text):
    """Return what stands between the commas of the outermost brackets of a call."""
    found, depth, start, quoted = [], 0, text.index("(") + 1, False
    for at, sign in enumerate(text):
        quoted ^= sign == '"'
        if quoted:
            continue
        depth += (sign in "({") - (sign in ")}")
        assert depth >= 0
        if sign == "," and depth == 1:
            found.append(text[start:at])
            start = at + 1
    assert depth == 0
    assert text.endswith(")")
    return [*found, text[start:-1]]


@pytest.mark.parametrize("name", lambdas())
def test_a_lambda_reads_as_excel_saves_one(name):
    text = lambdas()[name]
    plain = name.removeprefix(PREFIX)
    assert re.fullmatch(r"XLPLAN\.[A-Z][A-Z0-9]*", dotted(name))
    assert len(text) <= 8192
    assert text.startswith("_xlfn.LAMBDA(")
    *heads, told = parts(text)
    wanted = [("_xlop." if one.optional else "_xlpm.") + one.name for one in arguments(plain)]
    assert heads == wanted
    pairs = parts(told)[:-1] if told.startswith("_xlfn.LET(") else []
    assert "_xlop." not in told  # only where a parameter is declared
    bare = re.sub(r'"[^"]*"', '""', told)
    assert set(re.findall(r"(?<![\w.])([A-Z]+)\(", bare)) <= KNOWN
    assert set(re.findall(r"_xlfn\.(\w+)", text)) <= {"LAMBDA", "LET", "ISOMITTED"}
    declared = {head[6:] for head in heads}
    declared |= {one.removeprefix("_xlpm.") for one in pairs[::2]}
    assert set(re.findall(r"_xlpm\.(\w+)", text)) <= declared
    assert not [
        one
        for one in declared
        if re.fullmatch(r"[a-z]{1,3}\d+|[rc]\d*|r\d*c\d*", one, re.IGNORECASE)
    ]
    omitted = {one.removeprefix("_xlpm.") for one in re.findall(r"ISOMITTED\((\S+?)\)", text)}
    assert omitted == {one.name for one in arguments(plain) if one.optional}


def test_there_is_one_for_every_closed_function():
    closed = {name for name, one in published().items() if one.closed}
    assert set(lambdas()) == closed
    names = {dotted(name) for name in lambdas()}
    assert len(names) == len(closed)
    assert names.isdisjoint(published())


def test_libreoffice_calls_them_the_same_in_a_file():
    for name in lambdas():
        assert dotted(name) == f"XLPLAN.{method(published()[name]).upper()}"


def oracle_calls():
    for name, cases in CASES.items():
        for label, values in cases.items():
            yield name, label, [[list(one)] if isinstance(one, tuple) else one for one in values]


def odd_calls():
    """Yield calls with blanks, errors, texts, words of either language, one row, one column, one cell."""
    for name, way, given in varied():
        plain = name.removeprefix(PREFIX)
        if plain in CASES and not way.endswith(" date"):  # to a spreadsheet a date is a number
            yield plain, way, given[: len(arguments(plain))]


def written(path, calls):
    """Write a workbook with the LAMBDAs and a call a row; return what ``call`` says of each."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Calls")
        for name, text in lambdas().items():
            book.define_name(dotted(name), "=" + text)
        for at, (name, _, given) in enumerate(calls):
            row = at * APART
            places = ",".join(put(page, row, column, value) for column, value in spread(given))
            page.write_formula(row, 0, f"={dotted(PREFIX + name)}({places})", None, NEVER)
    return [call(PREFIX + name, given).value for name, _, given in calls]


def spread(given):
    """Yield the columns in which the arguments stand, side by side."""
    column = 1
    for value in given:
        yield column, value
        column += len(value[0]) + 1 if isinstance(value, list) else 2


def put(page, row, column, value):
    """Write an argument into cells; return how the formula names them."""
    if not isinstance(value, list):
        one(page, row, column, value)
        return cell_at(row, column)
    for down, line in enumerate(value):
        for across, held in enumerate(line):
            one(page, row + down, column + across, held)
    return f"{cell_at(row, column)}:{cell_at(row + len(value) - 1, column + len(value[0]) - 1)}"


def one(page, row, column, value):
    if isinstance(value, CellError):
        page.write_formula(
            row, column, "=NA()" if value == CellError.NA else "=1/0", None, str(value)
        )
    elif isinstance(value, Decimal):
        page.write_number(row, column, float(value))
    elif value is not None:
        page.write(row, column, value)


def agrees(found, wanted):
    if wanted is None:
        return found in (None, "")
    if isinstance(wanted, (int, float)) and not isinstance(found, str):
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return str(found) == str(wanted)


@pytest.fixture(scope="module")
def engine():
    return pytest.importorskip("ironcalc")


def worked_out(engine, path, count):
    model = engine.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return [model.get_cell_value(0, at * APART + 1, 1) for at in range(count)]


def test_an_engine_that_knows_lambda_says_what_call_says(engine, tmp_path):
    calls = [one for one in oracle_calls() if one[0] not in BEYOND]
    wanted = written(tmp_path / "lambdas.xlsx", calls)
    found = worked_out(engine, tmp_path / "lambdas.xlsx", len(calls))
    assert NEVER not in found
    wrong = [
        (one, mine, ours)
        for one, mine, ours in zip(calls, found, wanted, strict=True)
        if not agrees(mine, ours)
    ]
    assert not wrong


def test_odd_cells_give_the_same_or_an_error(engine, tmp_path):
    calls = [one for one in odd_calls() if one[0] not in BEYOND]
    wanted = written(tmp_path / "odd.xlsx", calls)
    found = worked_out(engine, tmp_path / "odd.xlsx", len(calls))
    wrong = []
    for (name, way, given), mine, ours in zip(calls, found, wanted, strict=True):
        error = isinstance(mine, str) and mine.startswith("#")
        fine = error if isinstance(ours, (CellError, list)) else agrees(mine, ours)
        if not fine:
            wrong.append((name, way, given, mine, ours))
    assert len(calls) > 800
    assert not wrong


@pytest.fixture(scope="module")
def unrolled(tmp_path_factory):
    """Work out every case with each variable of its LAMBDA as a cell, by LibreOffice."""
    if find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path_factory.mktemp("unrolled") / "unrolled.xlsx"
    calls = list(oracle_calls())
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Calls")
        for row, (name, _, given) in enumerate(calls):
            unroll(page, row, name, given)
    with recalculate(path) as made:
        sheet = openpyxl.load_workbook(made, data_only=True)["Calls"]
        found = [sheet.cell(row + 1, 1).value for row in range(len(calls))]
    return calls, found


def unroll(page, row, name, given):
    *heads, told = parts(lambdas()[PREFIX + name])
    *pairs, body = parts(told) if told.startswith("_xlfn.LET(") else [told]
    places = {f"_xlpm.{head[6:]}": "$XFD$1" for head in heads}  # an empty cell
    for head, (column, value) in zip(heads, spread(given), strict=False):
        places[f"_xlpm.{head[6:]}"] = put(page, row, column, value)
    left = {f"_xlpm.{head[6:]}" for head in heads[len(given) :]}

    def filled(text):
        text = re.sub(
            r"_xlfn\.ISOMITTED\((\S+?)\)", lambda hit: "TRUE" if hit[1] in left else "FALSE", text
        )
        return re.sub(r"_xlpm\.\w+", lambda hit: places[hit[0]], text)

    for at, (variable, text) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
        if "SUMPRODUCT" in text and "CHOOSE" not in text:  # a range stays one
            places[variable] = f"({filled(text)})"
        else:
            where = cell_at(row, 40 + at)
            page.write_formula(where, "=" + filled(text), None, NEVER)
            places[variable] = where
    page.write_array_formula(row, 0, row, 0, "=" + filled(body), None, NEVER)


def test_libreoffice_says_what_call_says_of_each_variable_in_a_cell(unrolled):
    calls, found = unrolled
    assert NEVER not in found
    wrong = [
        (one, mine)
        for one, mine in zip(calls, found, strict=True)
        if not agrees(mine, call(PREFIX + one[0], one[2]).value)
    ]
    assert not wrong
