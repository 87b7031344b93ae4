"""What moved with each customer since the results kept? One comparison, grouped for all plans."""

from collections.abc import Mapping
from typing import NamedTuple

from xlplan.core.moves.comparing import Comparison, CustomerChange, DealChange, compare_states
from xlplan.core.moves.snapshots import DealState, Snapshot, snapshot
from xlplan.engine.account.frame import Frame


class Moves(NamedTuple):
    """What moved with one customer."""

    customer: CustomerChange | None
    deals: tuple[DealChange, ...]
    added: tuple[DealState, ...]
    closed: tuple[tuple[DealState, str], ...]


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
    return Since(since, moved, {**since.people, **after.people}, {
        key: Moves(changed.get(key), tuple(deals.get(key, ())), tuple(added.get(key, ())),
                    tuple(closed.get(key, ())))
        for key in {*changed, *deals, *added, *closed}
    })  # fmt: skip
