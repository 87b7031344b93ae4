"""What do kept results say of opportunities that have closed since? How they stood, and how they ended."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from xlplan.core.learning.rescoring import (
    Scored,
    States,
    Was,
    as_kept,
    closing,
    days_before,
    last_kept,
)
from xlplan.core.moves.snapshots import ClosedDeal, Snapshot
from xlplan.core.policy import Policy


class KeptPast(NamedTuple):
    """What the kept results of a plan say, put together.

    Args:
        states: id → how it stood while it was open, day by day.
        closed: id → the first day on which it was closed, and how it closed; only those that the
            last results have as closed.
        policy: of the last results; ``None`` without any.
        as_of: their day.
    """

    states: Mapping[str, States]
    closed: Mapping[str, tuple[dt.date, ClosedDeal]]
    policy: Policy | None
    as_of: dt.date | None


NOTHING_KEPT = KeptPast({}, {}, None, None)


def kept_past(
    results: Iterable[Snapshot], until: Mapping[str, dt.date | None] | None = None
) -> KeptPast:
    """Return what kept results say, in the order of their days.

    Args:
        results: they may be many, and are looked at one after the other.
        until: id → the day up to which the last state is wanted, where that is known; ``None``: no
            state of it is. Of every other opportunity all states are kept.

    A run keeps the state of what is open in the workbook and of nothing else, whatever day it was
    asked for. So a state cannot know the result, even if the run was of a day long past.
    """
    wanted = until or {}
    states: dict[str, list[tuple[dt.date, Was]]] = {}
    closed: dict[str, tuple[dt.date, ClosedDeal]] = {}
    policy, day = None, None
    for one in results:
        policy, day = one.policy, one.as_of
        for deal in one.deals:
            closed.pop(deal.id, None)  # open again
            if deal.id not in wanted:
                states.setdefault(deal.id, []).append((day, Was.of(deal)))
            elif (last := wanted[deal.id]) is not None and day <= last:
                states[deal.id] = [(day, Was.of(deal))]
        for gone in one.closed:
            since = closed[gone.id][0] if gone.id in closed else day
            closed[gone.id] = since, gone
    return KeptPast(states, closed, policy, day)


def scored_when_kept(past: KeptPast, policy: Policy, known: Collection[str] = ()) -> list[Scored]:
    """Return the closed opportunities that stand in kept results alone, as they had been scored.

    Args:
        past: what was kept.
        policy: the numbers in force.
        known: ids of those that stand in the workbook, which says itself how they closed.

    Source: method 9.
    Choice: it closed by the first day whose results have it closed; that it was created, nobody knew
    before the first day whose results have it.
    """
    days = dt.timedelta(days=days_before(policy))
    longest, least = int(policy.number("backtest.kept_days")), policy.number("win.completeness")
    found = []
    for id_, (day, deal) in past.closed.items():
        states = [one for one in past.states.get(id_, ()) if one[0] < day]
        if id_ in known or not states:
            continue
        state = last_kept(states, max(day - days, states[0][0]), longest)
        if state is not None:
            found.append(as_kept(deal, day, state, least))
    return sorted(found, key=closing)
