"""What moved between two states of a plan? Every change of a score, split by part."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from xlplan.core.assessment import Assessment
from xlplan.core.policy import Policy, Value
from xlplan.core.scores import Input, Part, Score
from xlplan.core.snapshots import ClosedDeal, CustomerState, DealState, Snapshot, snapshot
from xlplan.core.winning import WinPolicy, win_likelihood

T = TypeVar("T")
Pair = tuple[T, T]
Money = Pair[float | None]
_SCORES = {
    "risk": "risk", "risk_money": "money", "risk_win": "win", "dmi": "dmi", "coverage": "coverage",
    "pse": "pse",
}  # fmt: skip
"""The name of a score in a change, and the field of the state that holds it."""


class PartChange(NamedTuple):
    """What one part moved.

    Args:
        name: the part: a risk factor, a contact id, ``stage`` …
        before: its input before.
        after: its input after.
        change: what it adds to the change of the score; the parts sum to it.
    """

    name: str
    before: Input
    after: Input
    change: float


class ScoreChange(NamedTuple):
    """How a score moved.

    Args:
        name: risk, risk_money, risk_win, dmi, coverage, pse or p.
        before: its value before, ``None`` when absent.
        after: its value after.
        change: after − before; ``None`` when either is absent.
        parts: those that moved it; they sum to the change exactly.
    """

    name: str
    before: float | None
    after: float | None
    change: float | None
    parts: tuple[PartChange, ...]


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
    customers = [_customer(known[one.id], one) for one in after.customers if one.id in known]
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


def _customer(old: CustomerState, new: CustomerState) -> CustomerChange | None:
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
    )
    pairs = (change.grade, change.stage, change.expected_return, change.sales, change.net_year)
    still = change.risk is None and not change.broken and _still(*pairs, change.npv)
    return None if still else change


def _still(*pairs: Pair[object]) -> bool:
    return all(before == after for before, after in pairs)


def score_change(name: str, old: Score, new: Score) -> ScoreChange | None:
    """Return how a score moved, split by part; ``None`` when its value did not.

    The contributions of a score sum to it, so their differences sum to its change. A part that did
    not change itself may still move the score: what else is known shifts its share of the weight.
    """
    if old.value == new.value:
        return None
    if old.value is None or new.value is None:
        return ScoreChange(name, old.value, new.value, None, ())
    first, then = _by_name(old.parts), _by_name(new.parts)
    parts = [
        PartChange(key, _input(first, key), _input(then, key), _sum(then, key) - _sum(first, key))
        for key in {**first, **then}
    ]
    moved = tuple(one for one in parts if one.change != 0.0 or one.before != one.after)
    return ScoreChange(name, old.value, new.value, new.value - old.value, moved)


def likelihood_change(old: DealState, new: DealState, policy: WinPolicy) -> ScoreChange | None:
    """Return how the win likelihood moved; ``None`` when it did not.

    Choice: it is no sum of parts, so stage, PSE and missing nodes are changed one after the other
    in this order, and each is what it moved then; a rest stands under ``policy``.
    """
    if old.p == new.p:
        return None
    nodes = old.nodes, new.nodes
    path = (
        old.p,
        win_likelihood(new.p_stage, old.pse, nodes[0], policy),
        win_likelihood(new.p_stage, new.pse, nodes[0], policy),
        win_likelihood(new.p_stage, new.pse, nodes[1], policy),
        new.p,
    )
    inputs: tuple[tuple[str, Input, Input], ...] = (
        ("stage", old.p_stage, new.p_stage),
        ("pse", old.pse.value, new.pse.value),
        ("nodes", float(nodes[0]), float(nodes[1])),
        ("policy", None, None),
    )
    parts = [
        PartChange(name, was, now, path[at + 1] - path[at])
        for at, (name, was, now) in enumerate(inputs)
    ]
    moved = tuple(one for one in parts if one.change != 0.0)
    return ScoreChange("p", old.p, new.p, new.p - old.p, moved)


def _by_name(parts: Sequence[Part]) -> dict[str, list[Part]]:
    named: dict[str, list[Part]] = {}
    for part in parts:
        named.setdefault(part.name, []).append(part)
    return named


def _input(named: dict[str, list[Part]], key: str) -> Input:
    return named[key][-1].input if key in named else None


def _sum(named: dict[str, list[Part]], key: str) -> float:
    return sum(part.contribution for part in named.get(key, ()))
