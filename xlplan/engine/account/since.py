"""What moved with each customer since the results kept? One comparison, grouped for all plans."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlplan.core.grading.ranking import ORDER
from xlplan.core.moves.comparing import Comparison, CustomerChange, DealChange, compare_states
from xlplan.core.moves.score_changes import ScoreChange
from xlplan.core.moves.snapshots import DealState, Snapshot, snapshot
from xlplan.engine.account.frame import Frame


class Moves(NamedTuple):
    """What moved with one customer.

    Args:
        levels: by how many levels its risk rose.
        alone: whether its last open opportunity went: its risk is that of its own factors alone now.
    """

    customer: CustomerChange | None
    deals: tuple[DealChange, ...]
    added: tuple[DealState, ...]
    closed: tuple[tuple[DealState, str], ...]
    levels: int = 0
    alone: bool = False


WON, LOST = "won", "lost"
COUNTING_P = 0.02  # from here on a likelihood makes a headline

NOTHING = Moves(None, (), (), ())


class Since(NamedTuple):
    """A comparison, with what moved at each customer."""

    before: Snapshot
    moved: Comparison
    people: Mapping[str, str]
    by_customer: Mapping[str, Moves]


def since_of(since: Snapshot, frame: Frame) -> Since:
    """Return the comparison, made once for all plans of a run."""
    held = frame.kept.get("since")
    if not isinstance(held, Since) or held.before is not since:
        held = frame.kept["since"] = _compared(since, frame)
    return held


def _compared(since: Snapshot, frame: Frame) -> Since:
    after = snapshot(frame.assessment)
    moved = compare_states(since, after)
    were, are = ({one.id: one for one in state.deals} for state in (since, after))
    how = {one.id: one.status for one in moved.closed}
    changed = {one.customer_id: one for one in moved.customers}
    deals: dict[str, list[DealChange]] = {}
    added: dict[str, list[DealState]] = {}
    closed: dict[str, list[tuple[DealState, str]]] = {}
    for deal in moved.deals:
        deals.setdefault(deal.customer_id, []).append(deal)
    for one in (are[id_] for id_ in moved.added):
        added.setdefault(one.customer_id, []).append(one)
    for one in (were[id_] for id_ in moved.removed):
        closed.setdefault(one.customer_id, []).append((one, how.get(one.id, "")))
    bounds, still = frame.policy.numbers("risk.levels"), {one.customer_id for one in after.deals}
    return Since(since, moved, {**since.people, **after.people}, {
        key: Moves(changed.get(key), tuple(deals.get(key, ())), tuple(added.get(key, ())),
                    tuple(closed.get(key, ())), _levels(changed.get(key), bounds),
                    key in closed and key not in still)
        for key in {*changed, *deals, *added, *closed}
    })  # fmt: skip


def _levels(one: CustomerChange | None, bounds: Sequence[float]) -> int:
    """Return by how many levels a customer's risk rose; 0 where it is not known both times."""
    if one is None or one.risk is None or one.risk.before is None or one.risk.after is None:
        return 0
    old, new = (bisect_right(bounds, value) for value in (one.risk.before, one.risk.after))
    return new - old


def way(moves: Moves) -> str:
    """Return better, worse or ``""``.

    What was won or lost decides, else a knock-out, else the letter, else the likelihood. Choice: a
    win that takes away the opportunity on which the letter stood is neither: an order has come in,
    and less is left to be won. Nor is one after which the risk stands a level higher.
    """
    ended = {how for _, how in moves.closed}
    if ended & {WON, LOST}:
        if WON not in ended:
            return "worse"
        return "" if LOST in ended or _fell(moves) or moves.levels > 0 else "better"
    if moves.customer is not None and moves.customer.knocked_out:
        return "worse"
    steps = 0.0
    if moves.customer is not None:
        old, new = moves.customer.grade
        steps = ORDER[old] - ORDER[new]
    steps = steps or (change.change or 0.0 if (change := largest(moves)[1]) else 0.0)
    return "better" if steps > 0 else "worse" if steps < 0 else ""


def _fell(moves: Moves) -> bool:
    """Return whether the customer's letter is worse than before."""
    one = moves.customer
    return one is not None and ORDER[one.grade[1]] > ORDER[one.grade[0]]


def largest(moves: Moves) -> tuple[DealChange | None, ScoreChange | None]:
    """Return the opportunity whose likelihood moved most, as far as it counts, the first of equals."""
    every = [
        (deal, score)
        for deal in moves.deals
        for score in deal.scores
        if score.name == "p" and abs(score.change or 0.0) >= COUNTING_P
    ]
    none = (None, None)
    return max(every, key=lambda pair: abs(pair[1].change or 0.0), default=none)
