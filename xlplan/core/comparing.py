"""What moved between two assessments of a plan? Every change of a score, split by part."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from xlplan.core.assessment import Assessment, CustomerAssessment, OpportunityAssessment
from xlplan.core.scores import Input, Part, Score
from xlplan.core.winning import WinPolicy, win_likelihood

T = TypeVar("T")
Pair = tuple[T, T]
Money = Pair[float | None]


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
    expected_return: Money
    scores: tuple[ScoreChange, ...]


class CustomerChange(NamedTuple):
    """How a customer moved; pairs are before and after.

    Args:
        risk: ``None`` when it did not move.
    """

    customer_id: str
    grade: Pair[str]
    priority: Pair[int]
    risk: ScoreChange | None
    expected_return: Money
    net_year: Money
    npv: Money


class Comparison(NamedTuple):
    """What moved between two assessments.

    Args:
        customers: those whose figures moved, in the order of priority afterwards.
        deals: the open opportunities whose figures moved, in the same order.
        reranked: how many other open opportunities only changed their place.
        added: ids of open opportunities that were not open before.
        removed: ids of those that are not open any more.
        forecast: of the period, money, before and after.
    """

    customers: tuple[CustomerChange, ...]
    deals: tuple[DealChange, ...]
    reranked: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    forecast: Pair[float]


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Return what moved from one assessment to another of the same plan.

    Source: method 0.3, 9: every score's change is split exactly by part.
    """
    was = {one.opportunity.id: one for one in before.opportunities}
    now = {one.opportunity.id for one in after.opportunities}
    deals, reranked = _deals(was, after.opportunities, WinPolicy.of(before.policy))
    known = {one.customer.id: one for one in before.customers}
    customers = [
        _customer(known[one.customer.id], one)
        for one in after.customers
        if one.customer.id in known
    ]
    return Comparison(
        tuple(one for one in customers if one is not None),
        deals,
        reranked,
        tuple(one.opportunity.id for one in after.opportunities if one.opportunity.id not in was),
        tuple(id_ for id_ in was if id_ not in now),
        (before.funnel.forecast, after.funnel.forecast),
    )


def _deals(
    was: dict[str, OpportunityAssessment],
    later: Sequence[OpportunityAssessment],
    policy: WinPolicy,
) -> tuple[tuple[DealChange, ...], int]:
    """Return the deals that moved, and how many others only changed their place."""
    moved, reranked = [], 0
    for new in later:
        old = was.get(new.opportunity.id)
        if old is None:
            continue
        change = _deal(old, new, policy)
        if change is not None:
            moved.append(change)
        else:
            reranked += old.priority != new.priority
    return tuple(moved), reranked


def _deal(
    old: OpportunityAssessment, new: OpportunityAssessment, policy: WinPolicy
) -> DealChange | None:
    scores = [
        score_change("risk", old.risk.score, new.risk.score),
        score_change("risk_money", old.risk.money, new.risk.money),
        score_change("risk_win", old.risk.win, new.risk.win),
        score_change("dmi", old.dmi, new.dmi),
        score_change("coverage", old.coverage, new.coverage),
        score_change("pse", old.pse, new.pse),
        likelihood_change(old, new, policy),
    ]
    change = DealChange(
        new.opportunity.id,
        new.customer.id,
        (old.grade, new.grade),
        (old.priority, new.priority),
        (old.gates, new.gates),
        (old.expected_return, new.expected_return),
        tuple(one for one in scores if one is not None),
    )
    still = not change.scores and all(
        pair[0] == pair[1] for pair in (change.grade, change.gates, change.expected_return)
    )
    return None if still else change


def _customer(old: CustomerAssessment, new: CustomerAssessment) -> CustomerChange | None:
    money, later = old.economics, new.economics
    change = CustomerChange(
        new.customer.id,
        (old.grade, new.grade),
        (old.priority, new.priority),
        score_change("risk", old.risk.score, new.risk.score),
        (old.expected_return, new.expected_return),
        (money.net_year, later.net_year),
        (money.npv, later.npv),
    )
    pairs = (change.grade, change.expected_return, change.net_year, change.npv)
    still = change.risk is None and all(pair[0] == pair[1] for pair in pairs)
    return None if still else change


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


def likelihood_change(
    old: OpportunityAssessment, new: OpportunityAssessment, policy: WinPolicy
) -> ScoreChange | None:
    """Return how the win likelihood moved; ``None`` when it did not.

    Choice: it is no sum of parts, so stage, PSE and missing nodes are changed one after the other
    in this order, and each is what it moved then; a rest stands under ``policy``.
    """
    if old.p == new.p:
        return None
    nodes = len(old.missing_nodes), len(new.missing_nodes)
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
