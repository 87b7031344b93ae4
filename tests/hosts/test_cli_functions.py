"""The functions of cells from the terminal."""

import datetime as dt
import json
import math
import sys
from argparse import Namespace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))
from function_cases import few, long_cases
from xlsxwriter.utility import xl_range

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.functions import call, published
from xlplan.hosts.arguments import argument_of
from xlplan.hosts.cli import main
from xlplan.hosts.commands_functions import call_command

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example.xlsx"


def said(capsys, *words):
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_function_has_a_line(capsys, lang):
    code, out, _ = said(capsys, "functions", "--lang", lang)
    lines = out.splitlines()
    assert code == 0
    assert [line.partition("(")[0] for line in lines] == list(published())
    assert all(
        one.summed_up(lang) in line for one, line in zip(published().values(), lines, strict=True)
    )


def test_one_function_is_told_with_its_arguments(capsys):
    _, out, _ = said(capsys, "functions", "xlplan.risk_table")
    for argument in published()["XLPLAN_RISK_TABLE"].arguments:
        assert argument.help in out
    assert "next question" in out
    assert "XLPLAN.RISKTABLE" not in out  # it is no single formula
    assert "=XLPLAN.PRICEFLOOR(…)" in said(capsys, "functions", "price_floor")[1]


def test_calls(capsys):
    assert said(capsys, "call", "LAG", "4", "2") == (0, "2\n", "")
    assert said(capsys, "call", "LAG", "[[4], [5]]", "2") == (0, "2\n3\n", "")
    code, out, err = said(capsys, "call", "LAG", "soon", "2", "--lang", "en")
    assert (code, out) == (1, "#VALUE!\n")
    assert "“soon” is not a number" in err
    code, out, _ = said(capsys, "call", "NET_YEAR", "1", "null", "2", "3", "--json", "-")
    assert json.loads(out) == {"value": None, "why": json.loads(out)["why"]}
    assert "carry" in json.loads(out)["why"]


def typed(value):
    """Return an argument as it is typed: JSON, a day or a word as itself."""
    if isinstance(value, str):
        return str(value)
    return json.dumps(
        value, default=lambda one: float(one) if isinstance(one, Decimal) else str(one)[:10]
    ).strip('"')


def test_every_function_says_what_call_says(capsys):
    wrong, calls = [], list(few())
    for name, way, args in calls:
        words = list(map(typed, args))
        if way == "ordinary":
            code, out, err = said(capsys, "call", name, *words, "--lang", "en", "--json", "-")
        else:  # without the parser, which is the same for all
            code = call_command(Namespace(name=name, values=words, json="-"), Texts("en"))
            out, err = capsys.readouterr()
        answer = call(name, [argument_of(word) for word in words])
        wanted = json.loads(json.dumps({"value": answer.value, "why": answer.why}, default=str))
        error = isinstance(answer.value, str) and answer.value.startswith("#")
        if json.loads(out) != wanted or code != error or err:
            wrong.append((name, way, words, out, wanted))
    assert wrong == []
    assert len(calls) > 800


def test_ten_thousand_rows_of_a_workbook(capsys, tmp_path):
    """Each function over them; those rows that several functions take lie in one workbook."""
    cells = {}
    for name, args in long_cases():
        words = []
        for one in args:
            if isinstance(one, list) and id(one) not in cells:
                cells[id(one)] = stored(tmp_path / f"{len(cells)}.xlsx", one)
            words.append(cells[id(one)] if isinstance(one, list) else typed(one))
        code = call_command(Namespace(name=name, values=words, json="-"), Texts("en"))
        out, err = capsys.readouterr()
        answer = call(name, args)
        wanted = json.loads(json.dumps({"value": answer.value, "why": answer.why}, default=str))
        found = json.loads(out)
        assert same(found["value"], wanted["value"]), name
        assert (found["why"], code, err) == (wanted["why"], 0, ""), name


def same(mine, theirs):
    """Compare to twelve digits: a workbook holds sixteen of a number."""
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    if isinstance(mine, float) and isinstance(theirs, float):
        return math.isclose(mine, theirs, rel_tol=1e-12)
    return mine == theirs


def stored(book, rows):
    """Write rows into a workbook; return how they are named at the terminal."""
    with xlsxwriter.Workbook(str(book), {"strings_to_formulas": False}) as made:
        page, day = made.add_worksheet("Rows"), made.add_format({"num_format": "yyyy-mm-dd"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    page.write(row, column, cell, day if isinstance(cell, dt.datetime) else None)
    return f"{book}!Rows!{xl_range(0, 0, len(rows) - 1, len(rows[0]) - 1)}"


def test_days_and_blanks_of_a_workbook(capsys, tmp_path):
    book = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(str(book)) as made:
        page, day = made.add_worksheet("Rows"), made.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate((["O1", 20000.0, dt.date(2026, 4, 20)], ["O2", None, None])):
            page.write_row(at, 0, row[:2])
            if row[2]:
                page.write_datetime(at, 2, row[2], day)
        page.write_formula(2, 0, "=NA()", None, "#N/A")
        page.write_number(3, 0, 20000.0, made.add_format({"num_format": "[$¥-804]#,##0.00"}))
    one = said(capsys, "call", "LAG", f"{book}!Rows!C1", "2", "--lang", "en")
    assert one[:2] == (1, "#VALUE!\n")  # a day is no step
    assert said(capsys, "call", "CARRYING_COST", f"{book}!Rows!B1:B2")[1] == "1600\n\n"
    assert said(capsys, "call", "CARRYING_COST", f"{book}!Rows!A3")[:2] == (1, "#N/A\n")
    assert said(capsys, "call", "CARRYING_COST", f"{book}!Rows!A4")[1] == "1600\n"  # money
    survey = '[["2026-03-01", "C1", "quality", 80]]'
    for day in (f"{book}!Rows!C1", "2026-04-20"):
        assert said(capsys, "call", "CSI", survey, day) == (0, "80\n", "")


def test_cells_of_a_workbook(capsys):
    book = "workbooks/example.xlsx"
    code, out, _ = said(
        capsys, "call", "DMI", f"{book}!stakeholders!A1:S60", "2026-11-20", '["O17-1", "none"]'
    )
    rows = out.splitlines()
    assert code == 0
    assert float(rows[0]) == pytest.approx(float(rows[0]))
    assert len(rows) == 1 or rows[1] == ""
    code, _, err = said(capsys, "call", "HHI", f"{book}!Nowhere!A1:A9", "--lang", "en")
    assert code == 2
    assert "Nowhere" in err


def test_an_unknown_function_names_the_nearest(capsys):
    code, _, err = said(capsys, "call", "RISK_SCOR", "--lang", "en")
    assert code == 2
    assert "XLPLAN_RISK_SCORE" in err
    assert said(capsys, "functions", "nope", "--lang", "zh")[0] == 2


def test_the_extension_is_built_the_same_each_time(capsys, tmp_path):
    for name in ("one", "two"):
        code, out, _ = said(capsys, "addin", "libreoffice", "--out", str(tmp_path / name))
        assert code == 0
        assert "xlplan.oxt" in out
    assert (tmp_path / "one" / "xlplan.oxt").read_bytes() == (
        tmp_path / "two" / "xlplan.oxt"
    ).read_bytes()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("B:A!", "CELLS_NO_BOOK"),
        ("Sheet1!ZZZ9999999", "CELLS_NO_BOOK"),
        ("'My Sheet'!$A$1:$B$2", "CELLS_NO_BOOK"),
        (f"{EXAMPLE}!A2:B3", "CELLS_NO_SHEET"),
        (f"{EXAMPLE}!Customers!A:A", "NO_SUCH_RANGE"),
        (f"{EXAMPLE}!Customers!A2:", "NO_SUCH_RANGE"),
        (f"{EXAMPLE}!Customers!", "NO_SUCH_RANGE"),
        (f"{EXAMPLE}!Customers!A0", "CELLS_OUTSIDE"),
        (f"{EXAMPLE}!Customers!XFE1", "CELLS_OUTSIDE"),
        (f"{EXAMPLE}!Customers!A1:A1048577", "CELLS_OUTSIDE"),
        (f"{EXAMPLE}!Custmers!A1", "NO_SUCH_SHEET"),
        ("[[1, 2", "ROWS_FORM"),
        ("[[approved]]", "ROWS_FORM"),
        ('{"a": 1}', "ROWS_FORM"),
    ],
)
def test_what_looks_like_cells_or_rows_and_is_none_is_told(text, code):
    with pytest.raises(PlanError) as caught:
        argument_of(text)
    assert caught.value.code == code
    for lang in ("en", "zh"):
        assert "{" not in Texts(lang).error(caught.value).replace('{"a": 1}', "")


def test_words_stay_words_and_corners_may_come_in_any_order():
    for word in ("approved", "Yahoo!", "so: well!", "A1", "AT&T"):
        assert argument_of(word) == word
    straight = argument_of(f"{EXAMPLE}!Customers!A2:B3")
    assert argument_of(f"{EXAMPLE}!'customers'!$B$3:$A$2") == straight
    assert [len(row) for row in straight] == [2, 2]


@pytest.mark.parametrize(
    "address",
    ["foo", "", "wheels.example.org/x", "ftp://a.b/c", "https://", "https:///folder", "https://a b/c",
     "https://a.b/xlplan-0.1.0-py3-none-any.whl", "https://a.b:port/c", "https://[a/c", "https://a.b/?x=1"],
)  # fmt: skip
def test_a_wheel_lies_at_an_address_of_the_web(tmp_path, capsys, address):
    for lang, told in (
        ("en", "is no address of a folder on the web"),
        ("zh", "不是网上文件夹的地址"),
    ):
        words = ("--out", str(tmp_path / "o"), "--wheel", address, "--lang", lang)
        code, _, err = said(capsys, "addin", "lite", *words)
        assert (code, len(err.splitlines())) == (2, 1)
        assert told in err
        assert not (tmp_path / "o").exists()
