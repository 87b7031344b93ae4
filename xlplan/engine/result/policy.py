"""Which numbers does the result follow? The policy in force, where changing one moves the result.

What stands here are the numbers that formulas of the result sheets use. Changing one here changes
this workbook only; the plan's own sheet Policy keeps what it says.
"""

from typing import Any

from xlplan.core.defaults import DEFAULTS
from xlplan.engine.result.frame import Frame, changes
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Area, Live, Look
from xlplan.engine.result.policy_factors import anchors, factors
from xlplan.engine.result.policy_tables import STACKED, Offered
from xlplan.engine.result.shapes import Cell, Column, Formula, ResultSheet, Row, Table

TOP, ASIDE = 5, 11  # row of the first headings; first column of what stands on the right
VALUES = 7  # the longest row of numbers

KEYS = (
    "funnel.threshold", "funnel.target", "funnel.o_plan", "gate.money", "gate.size",
    "gate.completeness", "risk.levels", "pse.weights", "pse.standard_points", "pse.lag_points",
    "pse.advantage", "pse.behind", "pse.clear_facts", "pse.lag_flag", "win.k", "win.beta",
    "win.completeness", "win.phi", "win.clip", "win.use_manual", "abcd.basis", "abcd.days",
    "abcd.p", "abcd.risk", "abcd.money_down", "abcd.slips", "horizon_years", "discount",
    "interest", "lgd", "one_off", "retention.base", "retention.slope", "cost_ratio.watch",
    "cost_ratio.luxury", "npv.days_blank", "ultimatum.cut", "ultimatum.exit_cost",
)  # fmt: skip

COLUMNS = (
    Column("key", "Key", width=19.0, help="As on the sheet Policy of the plan."),
    Column("meaning", "Meaning", "wrap", width=43.0),
    Column("unit", "Unit", width=15.0),
)
_KINDS = {"money": "money", "share": "percent", "share a year": "percent"}


def policy_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Policy in force: numbers, grade matrix, own history, anchors of factors."""
    numbers = _numbers(frame)
    made: list[Offered] = []
    row = TOP
    for make in STACKED:
        made.append(make(frame, row, ASIDE))
        row = made[-1].table.bottom + 3
    made += [anchors(frame, TOP, ASIDE + 6), factors(frame, TOP, ASIDE + 11)]
    offers = _offers(numbers)
    for one in made:
        offers |= one.offers
    return frame.sheet(
        "policy",
        _headline(frame),
        tables=(numbers, *(one.table for one in made)),
        offers=offers,
    )


def _headline(frame: Frame) -> str:
    t, changed = frame.texts, changes(frame.assessment.policy)
    said = t("Change a blue number, and every score, grade and total follows at once")
    how = t("{n} numbers differ from the default", n=changed) if changed else t("all by default")
    return f"{said} ({how})."


def _keys(frame: Frame) -> tuple[str, ...]:
    return (*KEYS, "c139.weights") if frame.by_c139 else KEYS


def _numbers(frame: Frame) -> Table:
    t, policy = frame.texts, frame.assessment.policy
    values = [
        Column(f"v{at}", t("Value") if at == 1 else "", "figure", width=9.5)
        for at in range(1, VALUES + 1)
    ]
    values[0] = Column("v1", t("Value"), "figure", width=13.0)
    rows: list[Row] = [*_derived(frame)]
    looks = {(0, "v1"): Look("date"), (1, "v1"): Look("date"), (2, "v1"): Look("money")}
    for at, key in enumerate(_keys(frame), len(rows)):
        entry = DEFAULTS[key]
        found = _values(frame, policy.values[key])
        kind = _KINDS.get(entry.unit, "figure")
        words = _words(frame, key)
        for number in range(1, len(found) + 1):
            looks[at, f"v{number}"] = Look("word" if words else kind, True, words)
        unit = t(entry.unit) if entry.unit else None
        rows.append((key, t(entry.meaning), unit, *found, *_none(VALUES - len(found))))
    columns = [*frame.columns(COLUMNS), *values]
    return table(columns, rows, TOP, main=True, live=Live(looks=looks))


def _derived(frame: Frame) -> tuple[Row, ...]:
    """Return what follows from the plan and is used like a number of the policy."""
    t, found = frame.texts, frame.assessment
    sales = Formula("=SUM(returns_sales)", found.spread.sales or 0.0)
    return (
        ("as_of", t(DEFAULTS["as_of"].meaning), None, found.as_of, *_none(VALUES - 1)),
        (None, t("Last day of the period"), None, found.funnel.end, *_none(VALUES - 1)),
        (None, t("Sales 12m of all customers"), t("money"), sales, *_none(VALUES - 1)),
    )


def _none(count: int) -> tuple[None, ...]:
    return (None,) * count


def _values(frame: Frame, value: Any) -> tuple[Cell, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return (frame.words.flag[value],)
    return (frame.words.say(value) if isinstance(value, str) else value,)


def _words(frame: Frame, key: str) -> tuple[str, ...]:
    entry = DEFAULTS[key]
    if entry.kind == "flag":
        return tuple(frame.words.flag[said] for said in (True, False))
    if entry.kind == "word":
        return tuple(frame.words.say(word) or "" for word in entry.words.split())
    return ()


def _offers(numbers: Table) -> dict[str, Area]:
    """Return the names of the numbers: ``gate_money``, ``risk_levels`` and ``risk_levels_1``."""
    offers: dict[str, Area] = {}
    first = numbers.left + len(COLUMNS)
    derived = ["as_of", "period_end", "all_sales"]
    for at, values in enumerate(numbers.rows):
        row, key = numbers.first + at, str(values[0])
        name = derived[at] if at < len(derived) else key.replace(".", "_")
        default = DEFAULTS[key].default if key in DEFAULTS else None
        count = len(default) if isinstance(default, tuple) else 1
        offers[name] = Area("policy", row, first, row, first + count - 1)
        if count > 1:
            for number in range(count):
                place = first + number
                offers[f"{name}_{number + 1}"] = Area("policy", row, place, row, place)
    return offers
