"""Do we reach what we set out to reach with a customer? Objectives with computed actual values."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.model import Action, Objective
from xlplan.core.policy import Policy

GRADE_NUMBERS = {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0, "X": 5.0}
DOWNWARDS = frozenset({"risk", "grade"})
ENDED = frozenset({"done", "dropped"})


class Figures(NamedTuple):
    """What an objective can be measured by; ``None`` = not known.

    Args:
        sales: of 12 months, money.
        gross: gross profit of 12 months, money; ``margin`` the rate, 0–1.
        wallet_share: 0–1.
        dmi: of the lead opportunity, −100…100.
        risk: 0–100.
        grade: A–D or X.
        satisfaction: CSI, 0–100.
    """

    sales: float | None
    gross: float | None
    margin: float | None
    wallet_share: float | None
    dmi: float | None
    risk: float | None
    grade: str
    satisfaction: float | None


class ObjectiveState(NamedTuple):
    """Where one objective stands.

    Args:
        target: as compared; a wallet share above 1 was a percentage.
        actual: computed, or typed for ``own``; a grade is 1 (A) … 4 (D), 5 (X).
        progress: 0 up; 1 = reached; ``None`` where it is not known from where it started.
        remaining: what is still missing to the target, in its unit; 0 = reached.
        state: ``reached``, ``on track``, ``not reached`` (nothing has moved yet), ``behind`` (an
            action of it is past its date), ``late`` (its own date has passed); ``None`` when target
            or actual is not known.
        days_left: to its date; negative when past.
        downwards: smaller is better.
    """

    objective: Objective
    target: float | None
    actual: float | None
    progress: float | None
    remaining: float | None
    state: str | None
    days_left: int | None
    downwards: bool


def objective_states(
    objectives: Sequence[Objective],
    actions: Sequence[Action],
    figures: Figures,
    as_of: dt.date,
    down_words: Sequence[str],
) -> tuple[ObjectiveState, ...]:
    """Return where the objectives of one customer stand, in the order of the sheet.

    Args:
        objectives: of the customer.
        actions: of the customer.
        figures: what the method says of it.
        as_of: the day.
        down_words: words that make an ``own`` objective one of lowering, see ``down_words``.

    Source: method 10; workbook contract, Objectives.
    Choice: with its date ahead and nothing slipped an objective is ``on track`` where something has
    moved: progress above 0, or an action of it done. Else nobody can tell: ``not reached``.
    Choice: a target of at most 1 for ``margin`` is a rate, a larger one money; a wallet share above
    1 is a percentage. Risk and grade count downwards, and so does an ``own`` objective whose target
    is 0 or whose name holds one of ``objective.down_words`` (the sheet has no column for it).
    """
    if not objectives:
        return ()
    slipped = {
        one.objective_id
        for one in actions
        if one.objective_id and one.due and one.due < as_of and one.status not in ENDED
    }
    moved = {one.objective_id for one in actions if one.objective_id and one.status == "done"}
    going = dict.fromkeys(moved, "on track") | dict.fromkeys(slipped, "behind")
    return tuple([_state(one, figures, as_of, going.get(one.id), down_words) for one in objectives])


def down_words(policy: Policy) -> tuple[str, ...]:
    """Return the words in force that tell that smaller is better."""
    return tuple(policy.word("objective.down_words").casefold().split())


def _state(
    one: Objective, figures: Figures, as_of: dt.date, going: str | None, words: Sequence[str]
) -> ObjectiveState:
    target, actual = _compared(one, figures)
    down = one.measure in DOWNWARDS or (one.measure in (None, "own") and _is_lowering(one, words))
    left = None if one.due is None else (one.due - as_of).days
    if target is None or actual is None:
        return ObjectiveState(one, target, actual, None, None, None, left, down)
    missing = max(0.0, actual - target if down else target - actual)
    done = progress(actual, target, down=down)
    state = "reached"
    if missing:
        moving = going or ("on track" if done else "not reached")
        state = "late" if left is not None and left < 0 else moving
    return ObjectiveState(one, target, actual, done, missing, state, left, down)


def _compared(one: Objective, at: Figures) -> tuple[float | None, float | None]:
    """Return target and actual value in the same unit."""
    target = one.target
    if one.measure == "margin":
        rate = target is not None and target <= 1.0
        return target, at.margin if rate else at.gross
    if one.measure == "wallet share":
        percent = target is not None and target > 1.0
        return target / 100.0 if target is not None and percent else target, at.wallet_share
    computed = {
        "sales": at.sales,
        "DMI": at.dmi,
        "risk": at.risk,
        "grade": GRADE_NUMBERS[at.grade],
        "satisfaction": at.satisfaction,
    }
    return target, computed.get(one.measure or "", one.actual)


def _is_lowering(one: Objective, words: Sequence[str]) -> bool:
    if one.target is not None and one.target <= 0.0:
        return True
    name = one.name.casefold()
    heard = name.replace(",", " ").replace(".", " ").split()
    return any(word in heard if word.isascii() else word in name for word in words)


def progress(actual: float, target: float, *, down: bool = False) -> float | None:
    """Return how far an objective is reached, 0 up, 1 = reached.

    Args:
        actual: the value today.
        target: the value wanted.
        down: smaller is better.

    Source: method 10. Choice: a plan does not say from where an objective started, and that is no
    zero (method 0.2). Upwards it is reckoned from what is there without any effort: no sales, no
    share, a decision attitude of 0, neutral. Downwards no such start is known, nor for a target
    that is not above 0: then progress is 1 once the target is met, and ``None`` until it is.

    Example:
        >>> progress(3e6, 6e6), progress(-10, 45), progress(45, 30, down=True)
        (0.5, 0.0, None)
        >>> progress(20, 30, down=True), progress(-20, -10)
        (1.0, None)
    """
    if down or target <= 0.0:
        return 1.0 if (actual <= target if down else actual >= target) else None
    return max(0.0, actual) / target
