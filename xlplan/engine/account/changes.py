"""What changed since the results kept of an earlier day? The section that says why a plan moved."""

from collections.abc import Callable, Iterator
from typing import Any

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.grading.ranking import ORDER
from xlplan.core.moves.comparing import Comparison, DealChange, Pair
from xlplan.core.moves.score_changes import ScoreChange
from xlplan.core.moves.snapshots import DealState, Snapshot
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.position import PARTS
from xlplan.engine.account.rows import ChangeRow, Closing, Field
from xlplan.engine.account.shapes import Changes
from xlplan.engine.account.since import NOTHING, Moves, Since, since_of
from xlplan.engine.plain import clean

CAUSES = 2  # so many parts of a change are named
DEALS = 6
LEAST_P = 0.005
COUNTING_P = 0.02  # from here on a likelihood makes a headline
LEAST_SCORE = 0.05
ODDS = {
    "stage": "own rate at this step", "pse": "project state", "nodes": "missing key nodes",
    "policy": "numbers of the method",
}  # fmt: skip
WON, LOST = "won", "lost"


def changes(customer: CustomerAssessment, since: Snapshot | None, frame: Frame) -> Changes:
    """Return what moved with a customer since the results kept; without any, how to keep them."""
    t, key = frame.t, customer.customer.id
    if since is None:
        return Changes(
            t("No earlier results are kept, so nothing can be said of what changed."), "", (), (),
            frame.act(t("Run xlplan with --keep; the next run says what changed since.")),
        )  # fmt: skip
    found = since_of(since, frame)
    day = t.date(since.as_of)
    if key in found.moved.came:
        told = t("New since {day}: not among the customers of that day.", day=day)
        return Changes(told, day, (), (), frame.figure(forecast(found.moved, frame)))
    moves = found.by_customer.get(key, NOTHING)
    return Changes(
        headline=_headline(moves, day, found, frame),
        since=day,
        rows=tuple(_rows(moves, found, frame)),
        events=tuple(_events(moves, found, frame)),
        closing=_closing(moves, found, frame),
    )


def _headline(moves: Moves, day: str, found: Since, frame: Frame) -> str:
    t = frame.t
    said = list(clauses(moves, found, frame))
    if not said:
        return t("Nothing that counts has moved since {day}.", day=day)
    told = t("; ").join(said)
    if (turn := way(moves)) == "better":
        return t("Better than on {day}: {what}.", day=day, what=told)
    if turn == "worse":
        return t("Worse than on {day}: {what}.", day=day, what=told)
    return t("Moved since {day}: {what}.", day=day, what=told)


def way(moves: Moves) -> str:
    """Return better, worse or ``""``.

    What was won or lost decides, else a knock-out, else the letter, else the likelihood.
    """
    ended = {how for _, how in moves.closed}
    if ended & {WON, LOST}:
        return "" if {WON, LOST} <= ended else "better" if WON in ended else "worse"
    if moves.customer is not None and moves.customer.knocked_out:
        return "worse"
    steps = 0.0
    if moves.customer is not None:
        old, new = moves.customer.grade
        steps = ORDER[old] - ORDER[new]
    steps = steps or (change.change or 0.0 if (change := _largest(moves)[1]) else 0.0)
    return "better" if steps > 0 else "worse" if steps < 0 else ""


def clauses(moves: Moves, found: Since, frame: Frame) -> Iterator[str]:
    """Yield what moved with a customer, in the order of weight."""
    t = frame.t
    for how, said in ((WON, "won {names}"), (LOST, "lost {names}")):
        names = [_name(deal) for deal, ended in moves.closed if ended == how]
        if names:
            yield t(said, names=frame.some(names))
    if moves.customer is not None and moves.customer.knocked_out:
        parts = frame.names([frame.factor(key) for key in moves.customer.knocked_out])
        yield t("knocked out by {parts}", parts=parts)
    if moves.customer is not None and moves.customer.grade[0] != moves.customer.grade[1]:
        yield t("grade {old} → {new}", old=moves.customer.grade[0], new=moves.customer.grade[1])
    deal, change = _largest(moves)
    if deal is not None and change is not None:
        old, new = (frame.percent(one) for one in (change.before, change.after))
        why = t(", ").join(_causes(change, found, frame)[:1])
        text = t("{deal} {old} → {new} likely", deal=_called(deal, frame), old=old, new=new)
        yield f"{text} ({why})" if why else text
    late = {_called(one, frame): days for one in moves.deals if (days := _put_off(one)) > 0}
    if late:
        yield t("put off by up to {days} days: {names}", days=max(late.values()),
                names=frame.some(list(late)))  # fmt: skip
    if moves.added:
        yield t("new: {names}", names=frame.some([_name(one) for one in moves.added]))
    if moves.customer is not None and moves.customer.broken:
        yield t("promises broken: {count}", count=len(moves.customer.broken))


def _put_off(deal: DealChange) -> int:
    """Return by how many days the expected close moved; 0 where one of them is blank."""
    old, new = deal.close
    return (new - old).days if old and new else 0


def _largest(moves: Moves) -> tuple[DealChange | None, ScoreChange | None]:
    """Return the opportunity whose likelihood moved most, as far as it counts, the first of equals."""
    every = [
        (deal, score)
        for deal in moves.deals
        for score in deal.scores
        if score.name == "p" and abs(score.change or 0.0) >= COUNTING_P
    ]
    none = (None, None)
    return max(every, key=lambda pair: abs(pair[1].change or 0.0), default=none)


def _rows(moves: Moves, found: Since, frame: Frame) -> Iterator[ChangeRow]:
    for deal in moves.deals[:DEALS]:
        yield from _deal_rows(deal, found, frame)
    one = moves.customer
    if one is None:
        return
    yield from _paired("Relationship stage", "", one.stage, frame.t.value, frame)
    pairs = (
        ("Expected return", one.expected_return), ("Sales 12m", one.sales),
        ("Net of the year", one.net_year), ("NPV", one.npv),
    )  # fmt: skip
    for label, pair in pairs:
        yield from _paired(label, "", pair, frame.cash, frame, up=True)


def _deal_rows(deal: DealChange, found: Since, frame: Frame) -> Iterator[ChangeRow]:
    t, name = frame.t, _called(deal, frame)
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
    why = frame.t("; ").join(_causes(score, found, frame))
    yield ChangeRow(label, name, old, new, why, _tone(up))


def _causes(score: ScoreChange, found: Since, frame: Frame) -> list[str]:
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


def _events(moves: Moves, found: Since, frame: Frame) -> Iterator[Field]:
    """Return what came and went, what was promised and not kept, which numbers are others."""
    t = frame.t
    for deal, how in moves.closed:
        tone = {WON: "good", LOST: "bad"}.get(how, "plain")
        yield Field(_name(deal), t(how or "not open any more"), frame.cash(deal.amount), tone)
    for deal in moves.added:
        yield Field(_name(deal), t("new, grade {grade}", grade=deal.grade), frame.cash(deal.amount))
    for promise in moves.customer.broken if moves.customer else ():
        yield Field(t("Promise"), t("not kept"), clean(promise), "bad")
    for key, pair in found.moved.policy.items():
        old, new = (" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in pair)
        yield Field(key, f"{clean(old)} → {clean(new)}", t("a number of the method"))


def _closing(moves: Moves, found: Since, frame: Frame) -> Closing:
    t = frame.t
    if moves.customer is not None and moves.customer.broken:
        return frame.act(
            t("Make good what was promised: {what}", what=clean(moves.customer.broken[0]))
        )
    deal, change = _largest(moves)
    if way(moves) == "worse" and deal is not None and change is not None:
        named = _called(deal, frame)
        return frame.decide(t("Does {deal} keep its hours, now that it is {p} likely?",
                              deal=named, p=frame.percent(change.after)))  # fmt: skip
    lost = [_name(one) for one, how in moves.closed if how == LOST]
    if lost:
        return frame.act(
            t("Ask the customer why {deal} was lost, and enter the reason.", deal=lost[0])
        )
    return frame.figure(forecast(found.moved, frame))


def forecast(moved: Comparison, frame: Frame) -> str:
    """Return the forecast of the period then and now, once where it is the same."""
    old, new = (frame.cash(one) for one in moved.forecast)
    if old == new:
        return frame.t("forecast of the period {now}, as before", now=new)
    return frame.t("forecast of the period {old} then, {new} now", old=old, new=new)


def _name(deal: DealState) -> str:
    return clean(deal.name) or clean(deal.id)


def _called(deal: DealChange, frame: Frame) -> str:
    named = frame.once("deal names", lambda: _names(frame))
    return named.get(deal.opportunity_id, clean(deal.opportunity_id))


def _names(frame: Frame) -> dict[str, str]:
    return {one.opportunity.id: frame.deal(one) for one in frame.assessment.opportunities}
