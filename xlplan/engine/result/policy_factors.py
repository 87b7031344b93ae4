"""How do inputs become points? The anchors of every risk factor, and what else is to know of it."""

from collections.abc import Callable, Sequence

from xlplan.core.grading.risk import RiskTable
from xlplan.core.policy import Factor
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Area, Live, Look
from xlplan.engine.result.policy_tables import Offered
from xlplan.engine.result.shapes import Cell, Column, Formula, Row
from xlplan.engine.tables import letters

Pairs = Sequence[tuple[float | str, float]]

ANCHORS = (
    Column("factor", "Risk factor", width=24.0),
    Column("x", "Input", "figure", width=12.0,
           help="Between two numbers the points lie on a line, beyond the last they stay."),
    Column("y", "Points", "figure", width=9.0),
    Column("slope", "Slope", "ratio", width=9.0, help="Points per unit up to the next input."),
)  # fmt: skip
ROWS = {
    "weight": "Weight",
    "money": "Money risk: 1 = belongs to it",
    "win": "Winning risk: 1 = belongs to it",
    "alone": "Known without an opportunity: 1 = yes",
    "rank": "Rank by weight",
    "question": "Next question",
    "sign": "Knock-out: the input is",
    "limit": "than or as this",
}
"""A row of the table of factors → what it says."""


def anchors(frame: Frame, top: int, left: int) -> Offered:
    """Return the anchors of every factor: input → points, with the slope to the next."""
    rows: list[Row] = []
    offers: dict[str, Area] = {}
    looks: dict[tuple[int, str], Look] = {}
    for number, factor in enumerate(frame.assessment.policy.factors, 1):
        start, pairs = len(rows), _pairs(factor)
        said = frame.inputs.columns[number - 1].said
        for at, (found, points) in enumerate(pairs):
            place = (top + 2 + len(rows), left)
            looks[len(rows), "x"] = Look("figure", not isinstance(found, str))
            looks[len(rows), "y"] = Look("figure", input=True)
            name = frame.words.factor(factor) if at == 0 else None
            rows.append((name, _word(said, found), points, _slope(pairs, at, place)))
        for key, column in (("x", 1), ("y", 2), ("s", 3)):
            area = Area("policy", top + 1 + start, left + column, top + len(rows), left + column)
            offers[f"f{number}_{key}"] = area
    title = frame.texts("Anchors of the risk factors: input → points, higher is riskier")
    columns = frame.columns(ANCHORS)
    made = table(columns, rows, top, left=left, title=title, live=Live(looks=looks))
    return Offered(made, offers)


def _pairs(factor: Factor) -> Pairs:
    scale = factor.scale
    if scale.words:  # of a flag: the words, not what a record holds
        return [(word, points) for word, points in scale.words.items() if isinstance(word, str)]
    return list(zip(scale.xs, scale.ys, strict=True))


def _word(said: Callable[[object], Cell], found: float | str) -> Cell:
    """Return an input as the cell of the risk table holds it."""
    return said({"yes": True, "no": False}.get(found, found) if isinstance(found, str) else found)


def _slope(pairs: Pairs, at: int, place: tuple[int, int]) -> Cell:
    if isinstance(pairs[at][0], str):
        return None
    if at + 1 == len(pairs):
        return 0.0
    row, left = place
    x, y = letters(left + 1), letters(left + 2)
    (x0, y0), (x1, y1) = pairs[at], pairs[at + 1]
    formula = f"=({y}{row + 1}-{y}{row})/({x}{row + 1}-{x}{row})"
    return Formula(formula, (y1 - y0) / (float(x1) - float(x0)))


def factors(frame: Frame, top: int, left: int) -> Offered:
    """Return what is to know of every factor, a column each: weight, group, question, knock-out."""
    found = frame.assessment.policy.factors
    columns = [
        Column("what", frame.texts("Factor"), width=29.0),
        *(Column(f"k{at}", frame.words.factor(one), "figure", 8.3) for at, one in enumerate(found)),
    ]
    made_rows = _rows(frame, top, left)
    rows: list[Row] = [(frame.texts(said), *made_rows[key]) for key, said in ROWS.items()]
    order = list(ROWS)
    last = order.index("limit")
    looks = {
        (last, f"k{at}"): Look("figure", input=True)
        for at, one in enumerate(found)
        if one.knock_out
    }
    looks |= {(order.index("question"), f"k{at}"): Look("text") for at in range(len(found))}
    title = frame.texts("Risk factors: their weights are changed in the risk table")
    made = table(columns, rows, top, left=left, title=title, live=Live(looks=looks))
    first = made.first
    offers = {
        f"factor_{key}": Area("policy", first + at, left + 1, first + at, left + len(found))
        for at, key in enumerate(order)
    }
    for at in range(1, len(found) + 1):
        offers[f"f{at}_limit"] = Area("policy", first + last, left + at, first + last, left + at)
    return Offered(made, offers)


def _rows(frame: Frame, top: int, left: int) -> dict[str, list[Cell]]:
    """Return the rows of the table of factors, without their first cell."""
    found = frame.assessment.policy.factors
    alone = {one.key for one in RiskTable(frame.assessment.policy, alone=True).factors}
    weights: list[Cell] = [
        Formula(f"=INDEX(risktable_weights,{at})", one.weight) for at, one in enumerate(found, 1)
    ]
    return {
        "weight": weights,
        "money": [int(one.group == "money") for one in found],
        "win": [int(one.group != "money") for one in found],
        "alone": [int(one.key in alone) for one in found],
        "rank": _ranks(found, top + 2, left),
        "question": [frame.words.question(one) for one in found],
        "sign": [one.knock_out[:1] or None for one in found],
        "limit": [_limit(frame, at, one) for at, one in enumerate(found)],
    }


def _ranks(found: Sequence[Factor], row: int, left: int) -> list[Cell]:
    """Return the ranks by weight, the first of equals before the others."""
    order = sorted(range(len(found)), key=lambda at: -found[at].weight)
    first, last = letters(left + 1), letters(left + len(found))
    cells: list[Cell] = []
    for at in range(len(found)):
        cell = f"{letters(left + 1 + at)}{row}"
        so_far = f"COUNTIF(${first}{row}:{cell},{cell})-1"
        formula = f"=RANK({cell},${first}${row}:${last}${row})+{so_far}"
        cells.append(Formula(formula, float(order.index(at) + 1)))
    return cells


def _limit(frame: Frame, at: int, factor: Factor) -> Cell:
    if not factor.knock_out:
        return None
    limit = factor.knock_out[1:].strip()
    for value, word in frame.inputs.columns[at].words.items():
        if str(value) == limit:
            return word
    return float(limit[:-1]) / 100.0 if limit.endswith(("%", "％")) else float(limit)
