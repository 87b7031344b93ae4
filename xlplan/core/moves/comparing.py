"""What moved between two states of a plan? Every change of a score, split by part."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from xlplan.core.assessment import Assessment
from xlplan.core.grading.winning import WinPolicy
from xlplan.core.moves.score_changes import ScoreChange, likelihood_change, score_change
from xlplan.core.moves.snapshots import ClosedDeal, CustomerState, DealState, Snapshot, snapshot
from xlplan.core.policy import Factor, Policy, Value

T = TypeVar("T")
Pair = tuple[T, T]
Money = Pair[float | None]
_SCORES = {
    "risk": "risk", "risk_money": "money", "risk_win": "win", "dmi": "dmi", "coverage": "coverage",
    "pse": "pse",
}  # fmt: skip
"""The name of a score in a change, and the field of the state that holds it."""


class DealChange(NamedTuple):
    """How an open opportunity moved; pairs are before and after.

    Args:
        scores: those that moved, of risk, risk_money, risk_win, dmi, coverage, pse and p.
    """

    opportunity_id: str
    customer_id: str
    grade: Pair[str]
    priority: Pair[int]
    gates: Pair[tuple[str, ...]]
    amount: Pair[float]
    step: Pair[int | None]
    close: Pair[dt.date | None]
    expected_return: Money
    scores: tuple[ScoreChange, ...]


class CustomerChange(NamedTuple):
    """How a customer moved; pairs are before and after.

    Args:
        risk: ``None`` when it did not move.
        broken: the promises that are broken now and were not.
        knocked_out: the risk factors that rule it or one of its opportunities out now and did not.
    """

    customer_id: str
    grade: Pair[str]
    priority: Pair[int]
    stage: Pair[str | None]
    risk: ScoreChange | None
    expected_return: Money
    sales: Money
    net_year: Money
    npv: Money
    broken: tuple[str, ...]
    knocked_out: tuple[str, ...]


class Comparison(NamedTuple):
    """What moved between two states of a plan.

    Args:
        customers: those whose figures moved, in the order of priority afterwards.
        deals: the open opportunities whose figures moved, in the same order.
        reranked: how many other open opportunities only changed their place.
        added: ids of open opportunities that were not open before.
        removed: ids of those that are not open any more; ``closed`` has those of them that were
            won, lost or ended, the others are on no sheet any more.
        came: ids of customers that were not there before; ``gone`` of those not there any more.
        policy: the numbers of the method that say something else: key → before and after.
        forecast: of the period, money, before and after.
    """

    customers: tuple[CustomerChange, ...]
    deals: tuple[DealChange, ...]
    reranked: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    closed: tuple[ClosedDeal, ...]
    came: tuple[str, ...]
    gone: tuple[str, ...]
    policy: Mapping[str, Pair[Value]]
    forecast: Pair[float]


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Return what moved from one assessment to another of the same plan."""
    return compare_states(snapshot(before), snapshot(after))


def compare_states(before: Snapshot, after: Snapshot) -> Comparison:
    """Return what moved from one state of a plan to another.

    Source: method 0.3, 9: every score's change is split exactly by part.
    """
    was = {one.id: one for one in before.deals}
    now = {one.id for one in after.deals}
    deals, reranked = _deals(was, after.deals, WinPolicy.of(before.policy))
    known = {one.id: one for one in before.customers}
    there = {one.id for one in after.customers}
    hit = _knocked_out(before, after)
    customers = [
        _customer(known[one.id], one, hit.get(one.id, ()))
        for one in after.customers
        if one.id in known
    ]
    return Comparison(
        tuple(one for one in customers if one is not None),
        deals,
        reranked,
        tuple(one.id for one in after.deals if one.id not in was),
        tuple(id_ for id_ in was if id_ not in now),
        tuple(one for one in after.closed if one.id in was),
        tuple(one.id for one in after.customers if one.id not in known),
        tuple(id_ for id_ in known if id_ not in there),
        _policy(before.policy, after.policy),
        (before.forecast, after.forecast),
    )


def _policy(before: Policy, after: Policy) -> dict[str, Pair[Value]]:
    """Return the numbers that say something else; day, language, seller move no figure."""
    keys = sorted({*before.changes, *after.changes} - {"as_of", "lang", "seller"})
    pairs = {key: (before.values.get(key), after.values.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _deals(
    was: dict[str, DealState],
    later: Sequence[DealState],
    policy: WinPolicy,
) -> tuple[tuple[DealChange, ...], int]:
    """Return the deals that moved, and how many others only changed their place."""
    moved, reranked = [], 0
    for new in later:
        old = was.get(new.id)
        if old is None:
            continue
        change = _deal(old, new, policy)
        if change is not None:
            moved.append(change)
        else:
            reranked += old.priority != new.priority
    return tuple(moved), reranked


def _deal(old: DealState, new: DealState, policy: WinPolicy) -> DealChange | None:
    scores = [
        *(
            score_change(name, getattr(old, field), getattr(new, field))
            for name, field in _SCORES.items()
        ),
        likelihood_change(old, new, policy),
    ]
    change = DealChange(
        new.id,
        new.customer_id,
        (old.grade, new.grade),
        (old.priority, new.priority),
        (old.gates, new.gates),
        (old.amount, new.amount),
        (old.step, new.step),
        (old.close, new.close),
        (old.expected_return, new.expected_return),
        tuple(one for one in scores if one is not None),
    )
    pairs = (change.grade, change.gates, change.amount, change.step, change.close)
    still = not change.scores and _still(*pairs, change.expected_return)
    return None if still else change


def _knocked_out(before: Snapshot, after: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return by customer the factors that rule out now, it or a deal of it, and did not.

    A deal tells it by its gates. Where nothing is open the customer's own inputs do, both times by
    the later rules: results that an earlier version kept do not hold any.
    """
    both = (*before.policy.factors, *after.policy.factors)
    rules = {one.key: one for one in both if one.knock_out}
    old, new = (_hit(state, [*rules.values()]) for state in (before, after))
    return {
        key: tuple(dict.fromkeys(one for one in names if one not in old.get(key, ())))
        for key, names in new.items()
    }


def _hit(state: Snapshot, rules: Sequence[Factor]) -> dict[str, list[str]]:
    hit: dict[str, list[str]] = {}
    for one in state.customers:
        inputs = dict(zip(one.risk.rows.names, one.risk.rows.inputs, strict=True))
        hit[one.id] = [rule.key for rule in rules if rule.knocks_out(inputs.get(rule.key))]
    for deal in state.deals:
        keys = [gate.partition(" ")[2] for gate in deal.gates if gate.startswith("knock-out ")]
        hit.setdefault(deal.customer_id, []).extend(keys)
    return hit


def _customer(
    old: CustomerState, new: CustomerState, knocked_out: tuple[str, ...]
) -> CustomerChange | None:
    change = CustomerChange(
        new.id,
        (old.grade, new.grade),
        (old.priority, new.priority),
        (old.stage, new.stage),
        score_change("risk", old.risk, new.risk),
        (old.expected_return, new.expected_return),
        (old.sales, new.sales),
        (old.net_year, new.net_year),
        (old.npv, new.npv),
        tuple(one for one in new.broken if one not in old.broken),
        knocked_out,
    )
    pairs = (change.grade, change.stage, change.expected_return, change.sales, change.net_year)
    told = change.risk is not None or change.broken or knocked_out
    still = not told and _still(*pairs, change.npv)
    return None if still else change


def _still(*pairs: Pair[object]) -> bool:
    return all(before == after for before, after in pairs)
