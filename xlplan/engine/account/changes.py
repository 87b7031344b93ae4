"""What changed since the results kept of an earlier day? The section that says why a plan moved."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.moves.comparing import Comparison, DealChange
from xlplan.core.moves.snapshots import Snapshot
from xlplan.engine.account.change_rows import called, causes, change_rows, deal_name, risk_moved
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Closing, Field
from xlplan.engine.account.shapes import Changes
from xlplan.engine.account.since import LOST, NOTHING, WON, Moves, Since, largest, since_of, way
from xlplan.engine.plain import clean


def changes(customer: CustomerAssessment, since: Snapshot | None, frame: Frame) -> Changes:
    """Return what moved with a customer since the results kept; without any, how to keep them."""
    t, key = frame.t, customer.customer.id
    if since is None:
        return Changes(
            t("No earlier results are kept, so nothing can be said of what changed."), "", (), (),
            frame.act(t("Keep today's results, so that the next review can say what changed.")),
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
        rows=tuple(change_rows(moves, found, frame)),
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


def clauses(moves: Moves, found: Since, frame: Frame) -> Iterator[str]:
    """Yield what moved with a customer, in the order of weight."""
    t = frame.t
    for how, said in ((WON, "won {names}"), (LOST, "lost {names}")):
        names = [deal_name(deal) for deal, ended in moves.closed if ended == how]
        if names:
            yield t(said, names=frame.some(names))
    if moves.customer is not None and moves.customer.knocked_out:
        parts = frame.names([frame.factor(key) for key in moves.customer.knocked_out])
        yield t("knocked out by {parts}", parts=parts)
    if moves.customer is not None and moves.customer.grade[0] != moves.customer.grade[1]:
        yield t("grade {old} → {new}", old=moves.customer.grade[0], new=moves.customer.grade[1])
    yield from _given_up(moves, frame)
    yield from risk_moved(moves, frame)
    deal, change = largest(moves)
    if deal is not None and change is not None:
        old, new = (frame.percent(one) for one in (change.before, change.after))
        why = t(", ").join(causes(change, found, frame)[:1])
        text = t("{deal} {old} → {new} likely", deal=called(deal, frame), old=old, new=new)
        yield f"{text} ({why})" if why else text
    late = {called(one, frame): days for one in moves.deals if (days := _put_off(one)) > 0}
    if late:
        yield t("put off by up to {days} days: {names}", days=max(late.values()),
                names=frame.some(list(late)))  # fmt: skip
    if moves.added:
        yield t("new: {names}", names=frame.some([deal_name(one) for one in moves.added]))
    if moves.customer is not None and moves.customer.broken:
        yield t("promises broken: {count}", count=len(moves.customer.broken))


def _given_up(moves: Moves, frame: Frame) -> Iterator[str]:
    """Yield what is left to be won after a win took some of it away."""
    if moves.customer is None or not any(how == WON for _, how in moves.closed):
        return
    old, new = moves.customer.expected_return
    if (new or 0.0) < (old or 0.0):
        yield frame.t("expected return of what is open {old} → {new}", old=frame.cash(old),
                      new=frame.cash(new or 0.0))  # fmt: skip


def _put_off(deal: DealChange) -> int:
    """Return by how many days the expected close moved; 0 where one of them is blank."""
    old, new = deal.close
    return (new - old).days if old and new else 0


def _events(moves: Moves, found: Since, frame: Frame) -> Iterator[Field]:
    """Return what came and went, what was promised and not kept, which numbers are others."""
    t = frame.t
    for deal, how in moves.closed:
        tone = {WON: "good", LOST: "bad"}.get(how, "plain")
        yield Field(deal_name(deal), t(how or "not open any more"), frame.cash(deal.amount), tone)
    for deal in moves.added:
        yield Field(
            deal_name(deal), t("new, grade {grade}", grade=deal.grade), frame.cash(deal.amount)
        )
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
    deal, change = largest(moves)
    if way(moves) == "worse" and deal is not None and change is not None:
        named = called(deal, frame)
        return frame.decide(t("Does {deal} keep its hours, now that it is {p} likely?",
                              deal=named, p=frame.percent(change.after)))  # fmt: skip
    lost = [deal_name(one) for one, how in moves.closed if how == LOST]
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
