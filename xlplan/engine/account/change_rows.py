"""Which rows tell what moved with a customer? Scores with their largest parts, amounts, dates."""

from collections.abc import Callable, Iterator
from typing import Any

from xlplan.core.grading.ranking import ORDER
from xlplan.core.moves.comparing import DealChange, Pair
from xlplan.core.moves.score_changes import ScoreChange
from xlplan.core.moves.snapshots import DealState
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.position import PARTS
from xlplan.engine.account.rows import ChangeRow
from xlplan.engine.account.since import LOST, WON, Moves, Since, way
from xlplan.engine.plain import clean

CAUSES = 2  # so many parts of a change are named
DEALS = 6
LEAST_P = 0.005
LEAST_SCORE = 0.05
ODDS = {
    "stage": "own rate at this step", "pse": "project state", "nodes": "missing key nodes",
    "policy": "numbers of the method",
}  # fmt: skip


def change_rows(moves: Moves, found: Since, frame: Frame) -> Iterator[ChangeRow]:
    """Yield the customer's letter, its opportunities, then its own figures, as far as they moved."""
    one = moves.customer
    if one is not None and one.grade[0] != one.grade[1]:
        steps = ORDER[one.grade[0]] - ORDER[one.grade[1]]
        tone = "plain" if steps < 0 and way(moves) != "worse" else _tone(steps)
        yield ChangeRow(frame.t("Grade of the customer"), "", *one.grade, _left(moves, frame), tone)
    for deal in moves.deals[:DEALS]:
        yield from _deal_rows(deal, found, frame)
    if one is None:
        return
    yield from _risk_row(moves, found, frame)
    yield from _paired("Relationship stage", "", one.stage, frame.t.value, frame)
    pairs = (
        ("Expected return", one.expected_return), ("Sales 12m", one.sales),
        ("Net of the year", one.net_year), ("NPV", one.npv),
    )  # fmt: skip
    for label, pair in pairs:
        yield from _paired(label, "", pair, frame.cash, frame, up=True)


def _left(moves: Moves, frame: Frame) -> str:
    """Return why the customer's letter is another, where no open opportunity has moved so."""
    one, t = moves.customer, frame.t
    if one is None or any(deal.grade == one.grade for deal in moves.deals):
        return ""
    for how, said in (
        (WON, "{names} won, so no longer open"),
        (LOST, "{names} lost, so no longer open"),
    ):
        names = [deal_name(deal) for deal, ended in moves.closed if ended == how]
        if names:
            return t(said, names=frame.some(names))
    return ""


def _deal_rows(deal: DealChange, found: Since, frame: Frame) -> Iterator[ChangeRow]:
    t, name = frame.t, called(deal, frame)
    grade = (-ORDER[deal.grade[0]], -ORDER[deal.grade[1]])
    if grade[0] != grade[1]:
        why = t(", ").join(frame.phrase(gate) for gate in deal.gates[1])
        yield ChangeRow(t("Grade"), name, *deal.grade, why, _tone(grade[1] - grade[0]))
    scores = {score.name: score for score in deal.scores}
    for key, label in (("p", "Likelihood"), ("pse", "PSE"), ("dmi", "DMI"), ("risk", "Risk")):
        if key in scores:
            yield from _score_row(scores[key], t(label), name, found, frame)
    yield from _paired("Amount", name, deal.amount, frame.cash, frame, up=True)
    yield from _paired("Selling step", name, deal.step, frame.number, frame, up=True)
    yield from _paired("Expected close", name, deal.close, t.date, frame)


def _risk_row(moves: Moves, found: Since, frame: Frame) -> Iterator[ChangeRow]:
    """Yield the customer's own risk, unless a row of its lead opportunity tells it already."""
    risk = moves.customer.risk if moves.customer is not None else None
    told = [
        (score.before, score.after)
        for deal in moves.deals[:DEALS]
        for score in deal.scores
        if score.name == "risk"
    ]
    if risk is None or (risk.before, risk.after) in told:
        return
    for row in _score_row(risk, frame.t("Risk of the customer"), "", found, frame):
        if moves.alone:  # not the same thing as before: neither better nor worse
            why = frame.t("nothing is open: by its own factors alone")
            said = frame.t("; ").join((why, *filter(None, [row.why])))
            yield row._replace(why=said, tone="plain")
        else:
            yield row


def risk_moved(moves: Moves, frame: Frame) -> Iterator[str]:
    """Yield how a customer's risk moved, where it came to another level."""
    risk = moves.customer.risk if moves.customer is not None else None
    if risk is not None and moves.levels:
        said = (
            "risk {old} → {new}, by its own factors alone" if moves.alone else "risk {old} → {new}"
        )
        yield frame.t(said, old=frame.number(risk.before, 1), new=frame.number(risk.after, 1))


def _score_row(
    score: ScoreChange, label: str, name: str, found: Since, frame: Frame
) -> Iterator[ChangeRow]:
    likely = score.name == "p"
    if score.change is not None and abs(score.change) < (LEAST_P if likely else LEAST_SCORE):
        return
    old, new = (
        frame.percent(one) if likely else frame.number(one, 1)
        for one in (score.before, score.after)
    )
    up = (score.change or 0.0) * (-1.0 if score.name == "risk" else 1.0)
    why = frame.t("; ").join(causes(score, found, frame))
    yield ChangeRow(label, name, old, new, why, _tone(up))


def causes(score: ScoreChange, found: Since, frame: Frame) -> list[str]:
    """Return the parts that moved a score most, each with what it moved."""
    t = frame.t
    parts = sorted(score.parts, key=lambda part: -abs(part.change))
    said = []
    for part in parts[:CAUSES]:
        if score.name == "p":
            if abs(part.change) >= LEAST_P:
                moved = t("{points} points", points=f"{100 * part.change:+.0f}")
                said.append(f"{t(ODDS[part.name])} {moved}")
        elif abs(part.change) >= LEAST_SCORE:
            said.append(f"{_part(score.name, part.name, found, frame)} {part.change:+.1f}")
    return said


def _part(score: str, name: str, found: Since, frame: Frame) -> str:
    if score == "pse":
        return frame.t(PARTS.get(name, name))
    if name in frame.factors and score == "risk":
        return frame.factor(name)
    return clean(found.people.get(name)) or frame.t(name)


def _paired(
    label: str,
    name: str,
    pair: Pair[Any],
    said: Callable[[Any], str],
    frame: Frame,
    *,
    up: bool = False,
) -> Iterator[ChangeRow]:
    old, new = (said(one) for one in pair)
    if old != new:
        known = up and None not in pair
        yield ChangeRow(
            frame.t(label), name, old, new, "", _tone(pair[1] - pair[0] if known else 0.0)
        )


def _tone(gain: float) -> str:
    return "good" if gain > 0 else "bad" if gain < 0 else "plain"


def deal_name(deal: DealState) -> str:
    """Return the name of an opportunity as it stood."""
    return clean(deal.name) or clean(deal.id)


def called(deal: DealChange, frame: Frame) -> str:
    """Return the name of an opportunity that is open still."""
    named = frame.once("deal names", lambda: _names(frame))
    return named.get(deal.opportunity_id, clean(deal.opportunity_id))


def _names(frame: Frame) -> dict[str, str]:
    return {one.opportunity.id: frame.deal(one) for one in frame.assessment.opportunities}
