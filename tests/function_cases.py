"""Calls of every published function, in every way that cells come: hosts are compared with ``call``."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from oracle import CASES

from xlplan.functions import PREFIX, CellError, published
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[1]
NOON = dt.datetime(2026, 3, 31)
EPOCH = dt.datetime(1899, 12, 30)
CELL_KINDS = ("number", "integer", "yes/no", "word", "text", "date")

DAY = "2026-03-31"
PEOPLE = [
    ["O1", "1", "decision maker", "", "", "", "", 1.0, 0.8, "neutral", 0.8, 0.5, "", 46082.0],
    [
        "O1",
        "2",
        "gatekeeper",
        "verified",
        0.5,
        2.0,
        1.0,
        0.7,
        0.8,
        "支持",
        0.9,
        1.0,
        "是",
        "2026-03-21",
    ],
    ["O2", "3", "purchaser", "", "", "", "", 0.5, 0.4, "opposed", 0.7, 0.5, "", ""],
]
RIVALS = [
    ["O1", "us", 70.0, 80.0, 60.0, 50.0, 40.0, 70.0],
    ["O1", "Rival", 60.0, 78.0, "", 55.0, 60.0, 50.0],
]
CUSTOMERS = [
    [
        "Customer ID",
        "Customer",
        "Sales 12m",
        "Sales prior 12m",
        "Relationship stage",
        "Gross margin",
    ],
    ["C1", "North", 500000.0, 900000.0, "mature", 0.2],
    ["C2", "South", 100000.0, 90000.0, "成熟期", ""],
]
DEALS = [
    ["Opportunity ID", "Customer ID", "Amount", "Expected close", "Selling step", "Fit"],
    ["O1", "C1", 90000.0, "2026-04-20", 4.0, 80.0],
    ["O2", "C2", 80000.0, 46200.0, "", ""],
]
RISK = [[0.02, "approved", 1.2, 20.0, "B", 28.07, 79.09, "verified", 80.0, 10.0, 0.3, 0.12, 2.0, 6.0],
        [0.10, "", "", "", "A", "", "", "", 50.0, "", "", "", "", ""]]  # fmt: skip
PLAN = [DAY, CUSTOMERS, DEALS, PEOPLE, RIVALS]
TABLES = {
    "RISK_SCORE": [[RISK], [RISK[:1]], [RISK, True]],
    "RISK_TABLE": [[RISK], [RISK[:1]]],
    "RISK_COMPLETENESS": [[RISK]],
    "NEXT_QUESTION": [[RISK]],
    "DMI": [[PEOPLE, DAY, [["O1"], ["O2"], ["O3"]], 3.0], [PEOPLE, 46112.0, "O1"]],
    "COVERAGE": [[PEOPLE, DAY, [["O1"], ["O2"]], 3.0]],
    "TIMING": [[PEOPLE, DAY, "O1", 3.0]],
    "BEST_COACH": [[PEOPLE, [["O1"], ["O2"]]]],
    "RED_FLAGS": [[PEOPLE, [["O1"], ["O2"]], 2.0]],
    "GAP": [[RIVALS, "O1"], [RIVALS]],
    "BUYING_ORDER": [[RIVALS]],
    "QUALIFICATION": [[[["O1", "Budget?", "yes", "no"], ["O2", "Need?", "yes", "yes"]], [["O1"], ["O2"]]]],
    "PSE_STATE": [[74.4, 28.0, 10.0, 7.0], [[[74.4], [30.0]], 28.0, 10.0, 7.0, "lag"]],
    "C139_TEXT": [["是", 2.0, 7.0], [None, 1.0]],
    "RANKING": [PLAN],
    "FLIP": [["O1", *PLAN], ["O9", *PLAN]],
    "RECEIVABLE_COST": [[70e6, 180.0, 0.02], [[[70e6], [1e6]], 180.0, 0.02, 0.08, 0.5]],
    "LUXURY": [["partner", [[10e6], [40e6]]]],
    "ULTIMATUM": [[10e6, [[100000.0], [2e6]], "none"]],
    "STAGE_CHECK": [["陌生期", [["building"], ["growth"]]]],
    "STAGE_STANDING": [PLAN],
    "SEGMENT": [PLAN],
    "CSI": [[[["2026-03-01", "C1", "quality", 80.0], ["2026-03-02", "C1", "price", 40.0]], DAY]],
    "LEAD_RATES": [[[["2026-01-05", "North", "", "win"], ["2026-01-06", "South", "", ""]], DAY]],
    "WHY": [["LAG", "soon", 2.0], ["LAG", 3.0, 2.0]],
}  # fmt: skip
WRONG = [("LAG", ["soon", 2.0]), ("LAG", [2.5, 2.0]), ("COST_RATIO", [[[100.0], ["x"], [50.0]], 10.0, 5.0, 20.0]),
         ("LEVEL_NPV", ["friend", 1e6]), ("ANNUITY", [0.9, -1.0]), ("SHRUNK_RATE", [0.0, 0.0, 0.5, 0.0]), ("FLIP", ["O9", *PLAN]), ("NET_YEAR", [1.0, None, 2.0, 3.0])]  # fmt: skip


def cases() -> Iterator[tuple[str, str, list]]:
    """Yield every call: the function's name, what is said of the call, its arguments as cells hold them."""
    yield from fixed()
    yield from varied()


def few():
    """Yield the fixed calls, and of each function the ordinary one and its first argument in every way."""
    yield from fixed()
    first = {name: one.arguments[0].name for name, one in published().items()}
    for name, way, args in varied():
        if way in ("ordinary", "only what is needed") or way.startswith(f"{first[name]} "):
            yield name, way, args


def fixed():
    """Yield the cases of the oracle, calls over rows of sheets, and wrong ones."""
    for name, found in CASES.items():
        for label, values in found.items():
            yield PREFIX + name, label, [_cell(value) for value in values]
    for name, found in TABLES.items():
        for at, values in enumerate(found, 1):
            yield PREFIX + name, f"rows {at}", values
    for name, values in WRONG:
        yield PREFIX + name, "wrong", values


def _cell(value):
    if isinstance(value, tuple):
        return [[None if one is None else float(one)] for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def varied():
    """Yield each function with ordinary arguments, and with each argument in every way that it may come."""
    for name, function in published().items():
        given = [usual(one) for one in function.arguments]
        yield name, "ordinary", given
        needed = [
            value for value, one in zip(given, function.arguments, strict=True) if not one.optional
        ]
        if name != "XLPLAN_WHY":  # without arguments it tells the last reason
            yield name, "only what is needed", needed
        for at, one in enumerate(function.arguments):
            known = ways(one, given[at])
            if at > 2 and one.kind == "rows of a sheet":  # they are read alike
                known = [pair for pair in known if pair[0] in ("blank", "with error")]
            for way, value in known:
                yield name, f"{one.name} {way}", [*given[:at], value, *given[at + 1 :]]


def ways(one, value):
    """Yield the ways in which an argument may come."""
    yield "blank", None
    yield "error", CellError.NA
    yield "word that is none", "nonsense"
    if one.high is not None:
        wide = one.high + 5.0
        yield "outside", [[wide], *value[1:]] if isinstance(value, list) else wide
    if one.kind in CELL_KINDS:
        yield "one cell", [[value]]
        yield "row", [[value, None, value]]
        yield "column", [[value], [CellError.DIV0], ["nonsense"], [value]]
        yield "currency", Decimal("12.5")
        yield "date", dt.datetime(2026, 3, 31, 9, 30)
        yield "yes", True
    elif isinstance(value, list):
        yield "one cell", [[value[0][0]]]
        yield "row", [value[0]]
        yield "with blank", [*value, [None] * len(value[0])]
        yield "with error", [*value, [CellError.NUM] * len(value[0])]
        yield "currency", [[Decimal("3.5") if isinstance(cell, float) else cell for cell in row]
                           for row in value]  # fmt: skip
        yield "one row fewer", value[:-1] or value


def long_cases(rows=10_000):
    """Yield of each function a call with that many rows; blanks among them, no errors."""
    tables = long_tables(rows)
    for name, function in published().items():
        short = name.removeprefix(PREFIX)
        if short in tables:
            yield name, tables[short]
        elif name != "XLPLAN_WHY":
            yield name, _long(function, rows)


def _long(function, rows):
    """Return arguments: the first one and all ranges with so many rows, other cells as they are usually."""
    first, *others = function.arguments
    given = [_stretched(first, rows)]
    for one in others:
        if one.kind not in (*CELL_KINDS, "range", "range with blanks"):
            break  # the policy, the factors
        given.append(usual(one) if one.kind in CELL_KINDS else _stretched(one, rows))
    return given


@cache
def long_tables(rows):
    """Return the calls over rows of sheets, and the risk tables: each row is of a deal of its own."""
    risk = [[*RISK[at % 7 == 3][:5], float(at % 90), *RISK[at % 3 == 1][6:]] for at in range(rows)]
    people = [[f"O{at // 3}", *PEOPLE[at % 3][1:9], ("opposed", "支持", "", "champion")[at % 4],
               *PEOPLE[at % 3][10:]] for at in range(rows)]  # fmt: skip
    rivals = [[f"O{at // 2}", *RIVALS[at % 2][1:]] for at in range(rows)]
    customers = [CUSTOMERS[0], *([f"C{at}", f"Name {at}", 1e3 * (at % 700), *CUSTOMERS[1 + at % 2][3:]]
                                 for at in range(rows))]  # fmt: skip
    deals = [DEALS[0], *([f"O{at}", f"C{at}", 5e4 + at, 46100.0 + at % 200, float(1 + at % 6), float(at % 101)]
                         for at in range(rows))]  # fmt: skip
    ids = [[f"O{at}"] for at in range(rows)]
    plan = [DAY, customers, deals, people, rivals]
    answers = [[f"O{at}", "Budget?", "yes", ("yes", "no", "")[at % 3]] for at in range(rows)]
    surveys = [[46000.0 + at % 100, f"C{at % 9}", ("quality", "price")[at % 2], float(at % 101)]
               for at in range(rows)]  # fmt: skip
    leads = [[46000.0 + at % 100, f"Lead {at}", "", ("lead", "prospect", "offer", "win")[at % 4]]
             for at in range(rows)]  # fmt: skip
    return {
        "RISK_SCORE": [risk],
        "RISK_TABLE": [risk],
        "RISK_COMPLETENESS": [risk],
        "NEXT_QUESTION": [risk],
        "DMI": [people, DAY, ids, 3.0],
        "COVERAGE": [people, DAY, ids, 3.0],
        "TIMING": [people, DAY, ids, 3.0],
        "RANKING": plan,
        "STAGE_STANDING": plan,
        "SEGMENT": plan,
        "BEST_COACH": [people, ids],
        "RED_FLAGS": [people, ids, 2.0],
        "GAP": [rivals, ids],
        "BUYING_ORDER": [rivals, ids],
        "QUALIFICATION": [answers, ids],
        "FLIP": ["O9", *plan],
        "CSI": [surveys, DAY],
        "LEAD_RATES": [leads, DAY],
    }


def _stretched(one, rows):
    """Return an argument as so many rows; those of one kind share them."""
    return _rows(one.kind, one.low, one.high, one.width, tuple(one.words.items()), rows)


@cache
def _rows(kind, low, high, width, words, rows):
    """Return an argument as so many rows: cells that differ, every eleventh blank where it may be."""
    if kind in CELL_KINDS:
        return [
            [None if at % 11 == 5 else _varied(kind, low, high, words, at)] for at in range(rows)
        ]
    low, high = (0.0, 100.0) if high is None else (low, high)
    return [[low + (high - low) * ((at + across) % 97 + 1) / 98 for across in range(width or 1)]
            for at in range(rows)]  # fmt: skip


def _varied(kind, low, high, words, at):
    """Return the cell of a row."""
    if kind == "number":
        low, high = (0.0, 50.0) if high is None else (low, high)
        return low + (high - low) * (at % 89 + 1) / 90
    if kind == "integer":
        return float(at % 6 + 1)
    if kind == "yes/no":
        return at % 2 == 0
    if kind == "word":
        known = [word for pair in words for word in pair if word] or ["partner"]
        return known[at % len(known)]
    return NOON + dt.timedelta(days=at % 400) if kind == "date" else f"O{at}"


def plain_cells(args):
    """Return arguments as a sheet holds them: days and amounts of money are numbers."""
    return [
        [[_plain(cell) for cell in row] for row in one] if isinstance(one, list) else _plain(one)
        for one in args
    ]


def _plain(cell):
    if isinstance(cell, dt.datetime):
        return (cell - EPOCH) / dt.timedelta(days=1)
    return float(cell) if isinstance(cell, Decimal) else cell


@cache
def sheets():
    """Rows of the example's sheets under their headings, by key."""
    from xlplan.engine.contract import SHEETS

    found = {one.name: one.rows for one in read_tables(ROOT / "workbooks" / "example.xlsx").sheets}
    return {
        sheet.key: [[plain(cell) for cell in row] for row in found[sheet.en][:13]]
        for sheet in SHEETS
        if sheet.en in found
    }


def plain(cell):
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return dt.datetime.combine(cell, dt.time())
    return None if cell == "" else cell


def usual(one):
    """Return an ordinary cell or range for an argument."""
    kind, low, high = one.kind, one.low, one.high
    if kind == "number":
        return 0.4 if high is None else low + 0.4 * (high - low)
    if kind == "integer":
        return 2.0
    if kind == "yes/no":
        return True
    if kind == "word":
        return next(iter(one.words), "partner")
    if kind == "date":
        return NOON
    if kind == "text":
        return "O34-1"
    if kind in ("range", "range with blanks"):
        count = one.width or 3
        if high is None:
            return [[30.0 + 20.0 * at] for at in range(count)]
        return [[low + (high - low) * (at + 1) / (count + 2)] for at in range(count)]
    if kind == "policy":
        return [["discount", 0.12]]
    if kind == "rows of a sheet":
        return sheets()[one.sheet]
    if kind == "anything":
        return "XLPLAN_LAG"
    width = one.width or 3
    return [[0.5] * width, [0.25] * width]
