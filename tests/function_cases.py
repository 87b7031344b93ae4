"""A call or more of every published function, for hosts to compare with ``call``."""

from oracle import CASES

from xlplan.functions import PREFIX

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
         ("LEVEL_NPV", ["friend", 1e6]), ("ANNUITY", [0.9, -1.0]), ("FLIP", ["O9", *PLAN]), ("NET_YEAR", [1.0, None, 2.0, 3.0])]  # fmt: skip


def cases():
    """Yield every function with arguments as cells hold them."""
    for name, found in CASES.items():
        for values in found.values():
            yield name, [_cell(value) for value in values]
    for name, found in TABLES.items():
        for values in found:
            yield name, values
    yield from WRONG


def _cell(value):
    if isinstance(value, tuple):
        return [[None if one is None else float(one)] for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def names():
    """Return every name that has a case."""
    return {PREFIX + name for name, _ in cases()}
