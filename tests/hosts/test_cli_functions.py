"""The functions of cells from the terminal."""

import json

import pytest

from xlplan.functions import published
from xlplan.hosts.cli import main


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


def test_calls(capsys):
    assert said(capsys, "call", "LAG", "4", "2") == (0, "2\n", "")
    assert said(capsys, "call", "LAG", "[[4], [5]]", "-1") == (0, "5\n6\n", "")
    code, out, err = said(capsys, "call", "LAG", "soon", "2", "--lang", "en")
    assert (code, out) == (1, "#VALUE!\n")
    assert "“soon” is not a number" in err
    code, out, _ = said(capsys, "call", "NET_YEAR", "1", "null", "2", "3", "--json", "-")
    assert json.loads(out) == {"value": None, "why": json.loads(out)["why"]}
    assert "carry" in json.loads(out)["why"]


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
