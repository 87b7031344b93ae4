"""How many names does a win need? The 10-5-3-1 rule, and our own step rates from Leads."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from xlplan.core.grading.odds import shrunk_rate
from xlplan.core.model import Lead
from xlplan.core.policy import Policy

LEAD_STAGES = ("lead", "prospect", "offer", "win")
_PLACE = {stage: at for at, stage in enumerate(LEAD_STAGES)}


class Prospecting(NamedTuple):
    """Names by how far they came, and what a win takes.

    Args:
        reached: names that became a lead, a prospect, an offer, a win.
        rates: own rates of the three steps, shrunk towards the rule's, 0–1.
        rule: the rule's rates of the three steps.
        per_win: leads, prospects and offers (and the win) that one win takes at our own rates.
        per_win_rule: the same by the rule: 10, 5, 3, 1.
    """

    reached: tuple[int, ...]
    rates: tuple[float, ...]
    rule: tuple[float, ...]
    per_win: tuple[float, ...]
    per_win_rule: tuple[float, ...]


def names_needed(wins: float, chain: tuple[float, ...]) -> tuple[float, ...]:
    """Return leads, prospects, offers and wins for so many wins.

    Source: method 1.4 (10-5-3-1, S4).

    Example:
        >>> names_needed(4, (10, 5, 3, 1))
        (40.0, 20.0, 12.0, 4.0)
    """
    return tuple(wins * names / chain[-1] for names in chain)


def names_at(stage: str, wins: float, chain: tuple[float, ...]) -> float:
    """Return how many names a stage needs for so many wins.

    Args:
        stage: lead, prospect, offer or win.
        wins: wanted.
        chain: leads, prospects, offers and wins of the rule.

    Source: method 1.4 (10-5-3-1, S4).

    Example:
        >>> [names_at(stage, 4, (10, 5, 3, 1)) for stage in ("lead", "offer")]
        [40.0, 12.0]
    """
    return names_needed(wins, chain)[_PLACE[stage]]


def prospecting(leads: Iterable[Lead], as_of: dt.date, policy: Policy) -> Prospecting:
    """Return our own step rates and what a win takes at them.

    Each rate is (successes + k·p0)/(n + k), with p0 the rule's rate of that step.

    Source: method 1.4; 30→12→8→2 gives .425, .6364, .2963.
    Choice: a row of Leads is one name at the farthest stage that it reached; a blank stage is a
    lead; a name dated after ``as_of`` does not count yet.
    """
    chain, k = policy.numbers("lead.chain"), policy.number("lead.k")
    reached = [0] * len(LEAD_STAGES)
    for one in leads:
        if one.date <= as_of:
            for at in range(_PLACE[one.stage or "lead"] + 1):
                reached[at] += 1
    rule = tuple(after / before for before, after in pairwise(chain))
    steps = zip(pairwise(reached), rule, strict=True)
    rates = tuple(shrunk_rate(after, before, prior, k) for (before, after), prior in steps)
    return Prospecting(tuple(reached), rates, rule, _per_win(rates), names_needed(1.0, chain))


def _per_win(rates: tuple[float, ...]) -> tuple[float, ...]:
    """Return how many names each stage needs for one win, the first stage first."""
    needed = [1.0]
    for rate in reversed(rates):
        needed.append(needed[-1] / rate)
    return tuple(reversed(needed))
