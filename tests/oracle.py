"""The published functions a second time, as formulas of a spreadsheet.

``write_oracle`` writes ``workbooks/oracle.xlsx``: a block for each function, a row for each case,
inputs in cells, and the figure as a native formula of ``xlplan/functions/formulas.py``. LibreOffice
calculates them in the tests. Write it anew: ``.venv/bin/python tests/oracle.py``.
"""

import datetime as dt
import re
import sys
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from xlplan.functions.formulas import FORMULAS, is_array, written

ROOT = Path(__file__).parents[1]
ORACLE = ROOT / "workbooks" / "oracle.xlsx"
SHEET, FIRST = "Oracle", 3  # the first input stands in column D

NET = (4.2e6, 2_761_643.835616, 345_205.479452, 600_000.0)

CASES: dict[str, dict[str, tuple]] = {
    "RISK_LEVEL": {"method": (28.241,), "a bound": (30.0,), "high": (69.9,), "severe": (70.0,),
         "unknown": (None,), "own bounds": (45.0, (20.0, 40.0, 60.0))},
    "STAGE_LIKELIHOOD": {"method": (3, 6, 10), "no history": (1, 0, 0), "execution": (6, 4, 5), "late": (5, 2, 17)},
    "SHRUNK_RATE": {"leads": (12, 30, 0.5), "prospects": (8, 12, 0.6), "offers": (2, 8, 1 / 3),
         "own weight": (2, 8, 0.25, 3.0)},
    "WIN_LIKELIHOOD": {"method": (0.45, 74.369), "a missing node": (0.45, 74.369, 1), "no state": (0.45, None),
         "a weak state": (0.6, 31.5, 2), "certain": (1.0, 90.0), "hopeless": (0.02, 5.0, 3),
         "own numbers": (0.45, 74.369, 1, 0.8, 0.6, (0.05, 0.5))},
    "PSE": {
        "method": (28.07, 79.09, 100.0, 80.0, 0, 10.0, 0, 70.0),
        "standards": (-10.0, 40.0, 60.0, 93.0, 2, -25.0, 1, 55.0),
        "behind": (-60.0, 10.0, 0.0, 35.0, 1, -40.0, 5, 20.0),
        "half known": (28.07, None, None, 80.0, None, None, -1, None),
        "nothing known": (None,) * 8,
    },
    "LAG": {"ahead": (4, 2), "behind": (1, 3), "unknown": (4, None)},
    "C139": {
        "method": (False, 2, 7), "all": (True, 3, 9), "vote unknown": (None, 1, 4),
        "unknown": (None, None, None), "own weights": (True, 1, 5, (0.5, 0.2, 0.3)),
    },
    "ABCD_GRADE": {
        "method": (75, 0.6844, 29.35), "bounds": (30, 0.7, 49.9), "one letter": (30, 0.7, 50.0),
        "two letters": (90, 0.7, 70.0), "put off twice": (-3, 0.8, None, 2),
        "put off once": (-3, 0.8, None, 1), "no date": (None, 0.75), "last": (200, 0.1, 80.0, 3),
    },
    "GRADE_BY_LIKELIHOOD": {
        "method": (75, 0.6844), "by 180 days": (180, 0.5), "bounds": (31, 0.2), "low": (10, 0.19),
        "put off": (-1, 0.8, 2), "no date": (None, 0.9),
    },
    "GRADE_BY_RISK": {
        "method": (75, 28.2), "bounds": (90, 30.0), "severe": (30, 70.0), "unknown": (10, None),
        "put off": (-1, 20.0, 2), "no date": (None, 49.0),
    },
    "INFLUENCE": {"method": (0.7, 0.8), "formal": (0.9, None), "informal": (None, 0.25), "title": (None, None, 4),
         "nothing": (None, None, None), "own share": (1.0, 0.2, 5, 0.3, 0.4)},
    "ATTITUDE": {"method": (0.5, 0.9, 10), "opposed": (-0.5, 0.7, 45), "unsure": (1.0, None, 5),
         "undated": (-1.0, 1.0, None), "own numbers": (1.0, None, 30, 0.6, 60.0, 0.4)},
    "COACH_QUALITY": {"best": (1.0, 3, 1.0), "middling": (0.5, 1, 0.8), "own": (0.5, 2, 0.3, (20.0, 40.0, 40.0)),
         "any sum": (1.0, 3, 1.0, (40.0, 30.0, 90.0))},
    "TITLE": {"hidden": (1.0, 0.8), "empty": (5.0, 0.25), "in line": (3.0, 0.5), "own gap": (3.0, 0.75, 1.0)},
    "RECEIVABLES": {"method": (70e6, 180.0), "none": (0.0, 90.0), "small": (123_456.78, 33.5)},
    "CARRYING_COST": {"method": (34_520_547.945205,), "own": (1e6, 0.045)},
    "BAD_DEBT": {"method": (34_520_547.945205, 0.02), "rating E": (2e6, 0.2, 0.65)},
    "NET_YEAR": {"method": NET, "after a 2 % cut": (2.8e6, *NET[1:]), "none": (0.0, 0.0, 0.0, 5e4)},
    "COST_RATIO": {"method": NET, "luxury": (3e6, *NET[1:]), "no gross profit": (-1.0, *NET[1:])},
    "COST_VERDICT": {"method": (0.8826, 4.2e6), "sound": (0.79, 1.0), "bound": (1.0, 1.0), "luxury": (1.01, 1.0),
         "loss": (None, -5.0), "unknown": (None, None), "own": (0.7, 1.0, 0.5, 0.6)},
    "PRICE_FLOOR_CUT": {"method": (493_150.68, 70e6), "below": (-906_849.0, 70e6), "no sales": (1.0, 0.0)},
    "PRICE_FLOOR": {"order": (500_000.0, 0.12, 10_000.0), "spent": (80_000.0, 0.3), "free": (1e3, 2.0)},
    "DSO_BREAK_EVEN": {"method": (4.2e6, 0.6e6, 70e6, 0.08, 0.01), "loss": (1e5, 3e5, 2e6, 0.06, 0.0025),
         "credit is free": (1e5, 3e5, 2e6, 0.0, 0.0)},
    "CREDIT_COST_RATE": {"method": (90.0,), "own": (45.0, 0.08, 0.01)},
    "RETENTION": {"method": (28.241,), "worst": (100.0,), "own": (80.0, 0.5, 0.9)},
    "ANNUITY": {"method": (1.0,), "own": (0.82, 0.08, 10), "no discount": (1.0, 0.0, 3), "one year": (0.0, 0.1, 1)},
    "RELATIONSHIP_NPV": {"preferred": (189_931.506849, 0.82, 0.1, 5, 50_000.0), "method": (493_150.684932, 0.9),
         "loss": (-906_849.32, 0.75, 0.12, 8, 1e6)},
    "DEAL_WORTH": {"a year": (0.6, 250_000.0, 365), "overdue": (0.45, 80_000.0, -20), "own": (0.3, -5e4, 90, 0.15)},
    "LEVEL_NPV": {"method, 10 m": ("preferred", 10e6), "method, 20 m": ("preferred", 20e6), "method, 40 m": ("partner", 40e6),
         "small": ("transactional", 1e6), "too high": ("alliance", 10e6)},
    "BEST_LEVEL": {"small": (1e6,), "method, 10 m": (10e6,), "method, 20 m": (20e6,), "method, 40 m": (40e6,), "large": (100e6,)},
    "BLUFF_NEEDED": {"refuse": (2e5, 8e5), "accept": (9e5, 8e5), "no loss": (1e5, -2e5)},
    "BREAK_EVEN_REPEAT": {"method": (-300_000.0, 150_000.0, 0.8), "no loss": (10.0, 5.0, 0.8), "never": (-1e5, 0.0, 0.9),
         "own": (-1e6, 150_000.0, 0.7, 0.08, 3)},
    "HHI": {"method": ((70.0, *[5.0] * 4, *[2.0] * 5),), "a credit": ((9.5e6, -2e5, 1.25e6, None, 3e5),),
         "no sales": ((0.0, 0.0),)},
    "GINI": {"equal": ((1.0, 1.0, 1.0, 1.0),), "one has all": ((0.0, 0.0, 0.0, 4.0),),
         "a credit": ((9.5e6, -2e5, 1.25e6, 3e5, 3e5),), "a gap": ((9.5e6, None, 1.25e6, None, 3e5),),
         "no sales": ((0.0, 0.0),)},
    "SPEARMAN": {"in step": ((1.0, 2.0, 3.0), (10.0, 20.0, 40.0)), "ties": ((5.0, 3.0, 3.0, 8.0, 1.0), (2.0, 2.0, 9.0, 4.0, 2.0)),
         "opposed": ((1.0, 2.0, 3.0, 4.0), (9.0, 7.0, 3.0, 1.0)), "all alike": ((1.0, 2.0, 3.0), (5.0, 5.0, 5.0)),
         "too few": ((1.0, 2.0), (2.0, 1.0)),
         "gaps": ((1.0, None, 3.0, 2.0, 5.0), (4.0, 2.0, None, 1.0, 9.0))},
    "FORECAST": {"method": (9e5, 2.6e5, 1.4e6, 3.6e5), "nothing open": (1e5, 0.0, 0.0, 2e4)},
    "PROGRESS": {"method": (9e5, 2.6e5, 4e6), "over": (5e6, 1.0, 4e6), "no target": (9e5, 2.6e5, None)},
    "FUNNEL_COVERAGE": {"method": (2.8e6, 4e6, 8e5, 9e5), "won already": (1e6, 1e6, 2e5, 8e5), "no target": (1e6, None, 0.0, 0.0)},
    "NAMES_NEEDED": {"leads": ("lead", 4.0), "prospects": ("prospect", 4.0), "offers": ("offer", 4.0), "wins": ("win", 4.0),
         "own": ("lead", 3.0, (20.0, 8.0, 4.0, 2.0))},
    "RELATIONSHIP_TYPE": {"partner": (1e6, 3.5), "supplier": (1.0, 3.4), "friend": (0.0, 4.0), "outsider": (0.0, 2.0),
         "unknown": (1e6, None), "own": (1e6, 3.4, 3.0)},
    "RELATIONSHIP_INDEX": {"all": ((4.0, 3.0, 5.0, 2.0),), "some": ((4.0, None, None, 2.5),), "none": ((None,) * 4,)},
    "RELATIONSHIP_STRENGTH": {"all": ((4.0, 3.0, 5.0, 2.0),), "some": ((4.0, None, None, 2.5),), "none": ((None,) * 4,)},
    "MIRROR_GAP": {"all": ((4.0, 3.0, 5.0, 2.0), (3.0, 5.0, 5.0, 1.5)), "some": ((4.0, 3.0, None, 2.0), (3.0, 5.0, 4.0, None)),
         "no pair": ((4.0, None, None, None), (None, 3.0, None, None))},
    "DURABILITY": {"mixed": (100.0, 0.0, 100.0), "social": (0.0, 50.0, 150.0), "price": (1e4, 0.0, 0.0), "none": (0.0, 0.0, 0.0)},
    "WALLET_SHARE": {"known": (5e6, 12.5e6), "more than all": (2e6, 1.5e6), "no wallet": (1e6, None), "no sales": (None, 1e6)},
    "NPS": {"good": ((10, 9, 8, 6),), "bad": ((3, 7, None, 0),), "none": ((None,),)},
    "HEALTH": {"all": ((80.0, 64.035, 100.0, 50.0, 71.2, 50.0),), "some": ((80.0, 64.0, 100.0, 50.0, None, 50.0),),
         "none": ((None,) * 6,), "own": ((80.0, None, 60.0, 50.0, 10.0, 90.0), (3.0, 2.0, 1.0, 1.0, 2.0, 1.0))},
    "FRESHNESS": {"half": ((0, 90),), "a year": ((3, 45, None, 365),), "none": ((None, None),), "own": ((10, 20, 30), 30.0)},
    "CADENCE": {"in time": ("A", 3, 1), "due": ("A", 14, 0), "overdue": ("B", 31, 0), "too often": ("C", 1, 2),
         "four a fortnight": ("A", 1, 4), "behind a gate": ("X", 100, 0)},
    "BREAK_EVEN_PROBABILITY": {"typhoon": (10_000.0, 600_000.0), "dear": (5e4, 4e4), "no value": (1e4, None), "no cost": (None, 1e4)},
}  # fmt: skip
"""Function → label → values of the cells, in order."""


class Row(NamedTuple):
    """A case as it stands in the workbook."""

    function: str
    label: str
    values: tuple
    cells: list[tuple[str, object]]
    result: str
    formula: str
    array: bool


def oracle_rows(arguments):
    """Yield every case with its cells.

    Args:
        arguments: function → names of its arguments in order.
    """
    at = 2
    for name, cases in CASES.items():
        names = arguments[name]
        widths = _widths(cases, len(names))
        for label, values in cases.items():
            cells, refs, column = [], {}, FIRST
            for place, argument in enumerate(names):
                value = values[place] if place < len(values) else None
                held = value if isinstance(value, tuple) else (value,)
                places = [cell(at, column + one) for one in range(len(held))]
                cells += zip(places, held, strict=True)
                refs[argument] = (places, value)
                column += widths[place]
            formula = "=" + written(FORMULAS[name], lambda *found, r=refs: _ref(r, *found))
            yield Row(name, label, values, cells, cell(at, 2), formula, is_array(FORMULAS[name]))
            at += 1
        at += 3


def _ref(refs, name, otherwise):
    places, value = refs[name]
    if otherwise.startswith("{"):  # a row of numbers cannot be asked whether it is blank
        return otherwise if value is None else f"{places[0]}:{places[-1]}"
    if len(places) > 1 or isinstance(value, tuple):
        return f"{places[0]}:{places[-1]}"
    return f'IF({places[0]}="",{otherwise},{places[0]})' if otherwise else places[0]


def write_oracle(path, described, value_of):
    """Write the workbook.

    Args:
        path: of the workbook.
        described: function → (its summary, names of its arguments).
        value_of: row → the value that the formula shows until it is calculated.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties(
            {"title": "xlplan oracle", "created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
        )
        sheet = book.add_worksheet(SHEET)
        bold, plain = book.add_format({"bold": True}), book.add_format()
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 2, 20)
        sheet.freeze_panes(0, FIRST)
        head = None
        for row in oracle_rows({name: names for name, (_, names) in described.items()}):
            at = int(re.sub(r"\D", "", row.result)) - 1
            summary, names = described[row.function]
            if head != row.function:
                head = row.function
                sheet.write_string(at - 2, 0, f"XLPLAN_{head}", bold)
                sheet.write_string(at - 2, 1, summary)
                sheet.write_row(at - 1, 1, ["case", "result"], bold)
                _heads(sheet, at - 1, row, names, bold)
            sheet.write_string(at, 1, row.label)
            write = sheet.write_array_formula if row.array else sheet.write_formula
            place = f"{row.result}:{row.result}" if row.array else row.result
            write(place, row.formula, plain, value_of(row))
            for where, value in row.cells:
                if value is not None:
                    sheet.write(where, value)


def _heads(sheet, at, row, names, bold):
    column = FIRST
    for name, width in zip(names, _widths(CASES[row.function], len(names)), strict=True):
        sheet.write_string(at, column, name, bold)
        column += width


def _widths(cases, count):
    """Return how many cells each argument takes, at most."""
    return [
        max(
            len(v[place]) if place < len(v) and isinstance(v[place], tuple) else 1
            for v in cases.values()
        )
        for place in range(count)
    ]


def described():
    """Return summary and argument names of each function that is one formula."""
    from xlplan.functions import PREFIX, published

    return {
        name.removeprefix(PREFIX): (
            one.summary,
            [a.name for a in one.arguments if a.kind != "policy"],
        )
        for name, one in published().items()
        if one.closed
    }


def computed(row):
    """Return what the program says of a case, as the formula would show it."""
    from xlplan.functions import PREFIX, published

    found = published()[PREFIX + row.function](*row.values)
    return "" if found is None else found


if __name__ == "__main__":
    write_oracle(Path(sys.argv[1]) if len(sys.argv) > 1 else ORACLE, described(), computed)
