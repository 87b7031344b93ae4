"""Is the stage of a relationship real? Tasks done, gates passed, the stage that records support."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.model import Customer, StageTask
from xlplan.core.policy import Policy
from xlplan.core.process.stage_tasks import ENDED, PLACE, STAGES, TASKS, VETTING, meant

__all__ = ["ENDED", "STAGES", "Condition", "Seen", "StagePolicy", "StageStanding", "stage_move",
           "stage_standing"]  # fmt: skip


class StagePolicy(NamedTuple):
    """The policy numbers of the stages, looked up once a run."""

    allow_regress: bool
    file: float
    accepted: float
    invitations: int

    @classmethod
    def of(cls, policy: Policy) -> "StagePolicy":
        """Return the numbers in force."""
        accepted, invitations = policy.numbers("stage.trust")
        return cls(
            policy.flag("stage.allow_regress"),
            policy.number("stage.file"),
            accepted,
            int(invitations),
        )


class Seen(NamedTuple):
    """What the other sheets show of a customer, as far as the gates ask for it.

    Args:
        as_of: the day.
        file: completeness of the customer file, 0–1.
        touched: there is an activity.
        visited: one of them was a visit.
        replies: the answers to our invitations, the latest first: Accepted of Activities.
        need: the fit of one of its opportunities is known.
        funds: its current ratio, or the budget status of one of its opportunities, is known.
        payment: its credit rating or its days late are known.
        reason: a decision of kind stage on record gives a reason.
        keeps_tasks: the plan as a whole has Stage tasks, so none here means none recorded.
    """

    as_of: dt.date
    file: float = 0.0
    touched: bool = False
    visited: bool = False
    replies: Sequence[bool] = ()
    need: bool = False
    funds: bool = False
    payment: bool = False
    reason: bool = False
    keeps_tasks: bool = False


class Condition(NamedTuple):
    """One thing that a gate asks for.

    Args:
        name: contact, file, visit, outline, need, funds, payment, exchange, trust, design,
            contract number, contract date.
        met: ``False`` when the records say no, ``None`` when nothing is on record.
        have: what is there, where it is counted (share of the file, accepted invitations).
        need: how much of it the gate asks for.
    """

    name: str
    met: bool | None
    have: float | None = None
    need: float | None = None


class StageStanding(NamedTuple):
    """Where a relationship stands (method 1.1).

    Args:
        stage: as claimed in Customers.
        supported: the highest stage whose earlier gates all hold; ``None`` if nothing is recorded.
        gap: how many stages the claim lies above the supported one, 0 if it does not.
        gate: number 1–5 of the first gate that does not hold, ``None`` if all do.
        open: what that gate still asks for.
        done: required tasks done in the stage (the claimed one, else the supported one).
        required: how many there are.
        progress: done ÷ required, 0–1; ``None`` without any Stage tasks of the customer.
        next_tasks: keys of the required tasks not done.
        unexplained: ended, and no decision on record says why.
    """

    stage: str | None
    supported: str | None
    gap: int
    gate: int | None
    open: tuple[Condition, ...]
    done: int
    required: int
    progress: float | None
    next_tasks: tuple[str, ...]
    unexplained: bool

    @property
    def skipped(self) -> bool:
        """Return whether the claim jumps over a whole stage, which no relationship can do."""
        return self.gap > 1


def stage_move(before: str | None, after: str | None, *, allow_regress: bool) -> str | None:
    """Return ``"STAGE_SKIP"`` for a move that cannot be; ``None`` for a legal one.

    Legal are to stay, to go on by one, to end from anywhere, and to fall back by one where
    ``stage.allow_regress`` says so.

    Source: method 1.1 (不可跳跃，但可能随时终止, S1).
    Choice: what ended may start again as a stranger; a stage not known before or after is no move.

    Example:
        >>> stage_move("stranger", "building", allow_regress=False)
        >>> stage_move("stranger", "evaluation", allow_regress=False)
        'STAGE_SKIP'
    """
    if before is None or after is None or after in (before, ENDED):
        return None
    if before == ENDED:
        return None if after == STAGES[0] else "STAGE_SKIP"
    step = PLACE[after] - PLACE[before]
    return None if step == 1 or (step == -1 and allow_regress) else "STAGE_SKIP"


def stage_standing(
    customer: Customer, tasks: Sequence[StageTask], seen: Seen, policy: StagePolicy
) -> StageStanding:
    """Return the stage that the records support, and how far the tasks of the stage have come.

    Args:
        customer: claimed stage and contract.
        tasks: its rows of Stage tasks.
        seen: what the other sheets show.
        policy: the numbers in force.

    Source: method 1.1.
    Choice: a contract with number and date holds all gates, for nobody signs with a firm that he
    has not met, vetted and learnt to trust (S1: 签订合同是唯一标志). A gate holds on evidence only;
    a task that is not on record is open, not failed. Without a contract and without Stage tasks in
    the whole plan, no stage can be supported or denied. A task dated after ``as_of`` is not done.
    """
    signed = customer.contract_number is not None and _past(customer.contract_date, seen.as_of)
    marked = _tasks(tasks, seen.as_of) if tasks else _NOTHING
    gate: int | None = None
    still: tuple[Condition, ...] = ()
    supported: str | None = STAGES[-1]
    if not signed:
        gate, still = _first_open(customer, marked, seen, policy)
        supported = STAGES[gate - 1] if tasks or seen.keeps_tasks else None
    claimed = customer.stage
    gap = 0
    if supported is not None and claimed is not None and claimed != ENDED:
        gap = max(0, PLACE[claimed] - PLACE[supported])
    at = claimed or supported
    required = _REQUIRED.get(at, ()) if at else ()
    done = marked[0] | _SIGNED if signed else marked[0]
    left = tuple([key for key in required if (at, key) not in done])
    count = len(required) - len(left)
    known = tasks or (signed and at == STAGES[-1])
    progress = count / len(required) if required and known else None
    ended = claimed == ENDED and not seen.reason
    return StageStanding(
        claimed, supported, gap, gate, still, count, len(required), progress, left, ended
    )


_Keys = frozenset[tuple[str, str]]
_NOTHING: tuple[_Keys, _Keys] = (frozenset(), frozenset())
_SIGNED: _Keys = frozenset({("mature", "negotiation"), ("mature", "signing")})
_REQUIRED = {stage: tuple(task.key for task in tasks) for stage, tasks in TASKS.items()}


def _past(day: dt.date | None, as_of: dt.date) -> bool:
    return day is not None and day <= as_of


def _tasks(tasks: Sequence[StageTask], as_of: dt.date) -> tuple[_Keys, _Keys]:
    """Return what is done and what is marked as not done, as stage and task."""
    done: set[tuple[str, str]] = set()
    undone: set[tuple[str, str]] = set()
    for row in tasks:
        if row.done is None:
            continue
        held = done if row.done and (row.date is None or row.date <= as_of) else undone
        for key in meant(row.stage, row.task):
            held.add((row.stage, key))
    return frozenset(done), frozenset(undone)


def _first_open(
    customer: Customer, tasks: tuple[_Keys, _Keys], seen: Seen, policy: StagePolicy
) -> tuple[int, tuple[Condition, ...]]:
    """Return the first gate that does not hold, and what it still asks for."""
    gates = (_gate_1, _gate_2, _gate_3, _gate_4)
    for number, gate in enumerate(gates, 1):
        still = tuple([one for one in gate(tasks, seen, policy) if one.met is not True])
        if still:
            return number, still
    asked = (
        Condition("contract number", customer.contract_number is not None or None),
        Condition("contract date", _past(customer.contract_date, seen.as_of) or None),
    )
    return 5, tuple([one for one in asked if one.met is not True])


def _gate_1(tasks: tuple[_Keys, _Keys], seen: Seen, policy: StagePolicy) -> tuple[Condition, ...]:
    contact = True if seen.touched else _state(tasks, ("stranger", "call"))
    return (
        Condition("contact", contact),
        Condition("file", seen.file >= policy.file, seen.file, policy.file),
    )


def _gate_2(tasks: tuple[_Keys, _Keys], seen: Seen, _: StagePolicy) -> tuple[Condition, ...]:
    visit = True if seen.visited else _state(tasks, ("building", "visit"))
    return (
        Condition("visit", visit),
        Condition("outline", _state(tasks, ("building", "outline"))),
    )


def _gate_3(tasks: tuple[_Keys, _Keys], seen: Seen, _: StagePolicy) -> tuple[Condition, ...]:
    """Choice: a vetting question is answered once its answer is on record, whatever it is."""
    vetted = _state(tasks, ("evaluation", VETTING.key))
    return (
        Condition("need", True if seen.need else vetted),
        Condition("funds", True if seen.funds else vetted),
        Condition("payment", True if seen.payment else vetted),
        Condition("exchange", _state(tasks, ("evaluation", "exchange"))),
    )


def _gate_4(tasks: tuple[_Keys, _Keys], seen: Seen, policy: StagePolicy) -> tuple[Condition, ...]:
    replies = seen.replies[: policy.invitations]
    accepted = float(sum(replies))
    trust: bool | None = accepted >= policy.accepted
    if not trust and len(replies) < policy.invitations:
        trust = None
    return (
        Condition("trust", trust, accepted, policy.accepted),
        Condition("design", _state(tasks, ("growth", "design"))),
    )


def _state(tasks: tuple[_Keys, _Keys], key: tuple[str, str]) -> bool | None:
    done, undone = tasks
    if key in done:
        return True
    return False if key in undone else None
