"""How likely is a win? Competition gap, lag, missing nodes, stage history, p."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from xlplan.core.grading.odds import likelihood, shrunk_rate
from xlplan.core.model import Competitor, Milestone, Opportunity
from xlplan.core.policy import Policy
from xlplan.core.scores import Score

Scores = tuple[float | None, ...]
COMPARED = ("brand", "product", "service", "relationship")
"""The scores of Competitors that make the competition gap."""
_seen: Callable[[Competitor], Scores] = attrgetter(*COMPARED)
US = frozenset({"us", "我方", "我们", "we"})


@dataclass(frozen=True, slots=True)
class WinPolicy:
    """The policy numbers of winning, looked up once a run."""

    weights: tuple[float, ...]
    standard_points: float
    lag_points: tuple[float, ...]
    advantage: tuple[float, ...]
    behind: tuple[float, ...]
    clear_facts: float
    lag_flag: float
    prior: tuple[float, ...]
    k: float
    beta: float
    completeness: float
    phi: float
    clip: tuple[float, ...]

    @classmethod
    def of(cls, policy: Policy) -> "WinPolicy":
        """Return the numbers in force."""
        return cls(
            policy.numbers("pse.weights"),
            policy.number("pse.standard_points"),
            policy.numbers("pse.lag_points"),
            policy.numbers("pse.advantage"),
            policy.numbers("pse.behind"),
            policy.number("pse.clear_facts"),
            policy.number("pse.lag_flag"),
            policy.numbers("win.prior"),
            policy.number("win.k"),
            policy.number("win.beta"),
            policy.number("win.completeness"),
            policy.number("win.phi"),
            policy.numbers("win.clip"),
        )


def is_us(name: str) -> bool:
    """Return whether a row of Competitors is our own."""
    return name.strip().casefold() in US


def sides(
    bidders: Sequence[Competitor], seen: Callable[[Competitor], Scores]
) -> tuple[Scores | None, list[Scores]]:
    """Return what is seen of ourselves (our first row, if there is one) and of each rival."""
    ours, rivals = None, []
    for one in bidders:
        if one.name.strip().casefold() in US:
            ours = ours or seen(one)
        else:
            rivals.append(seen(one))
    return ours, rivals


def competition_gap(bidders: Sequence[Competitor]) -> float | None:
    """Return our mean lead over the best rival, −100…100; ``None`` without both sides.

    The mean runs over those of brand, product, service and relationship known on both sides.

    Source: method 3.2 r10.
    Choice: the best rival is taken criterion by criterion: the buyer compares us with the best.
    """
    ours, rivals = sides(bidders, _seen)
    if ours is None or not rivals:
        return None
    best = (
        rivals[0] if len(rivals) == 1 else [_best(scores) for scores in zip(*rivals, strict=True)]
    )
    leads = [
        mine - theirs
        for mine, theirs in zip(ours, best, strict=True)
        if mine is not None and theirs is not None
    ]
    return sum(leads) / len(leads) if leads else None


def _best(scores: Sequence[float | None]) -> float | None:
    return max((score for score in scores if score is not None), default=None)


def lag(purchase_step: int | None, selling_step: int | None) -> int | None:
    """Return purchase step − selling step; positive: the customer is ahead of us.

    Args:
        purchase_step: of the customer, 1–6.
        selling_step: ours, 1–6.

    Source: method 1.2.

    Example:
        >>> lag(4, 2), lag(4, None)
        (2, None)
    """
    return None if purchase_step is None or selling_step is None else purchase_step - selling_step


def lag_steps(opportunity: Opportunity) -> int | None:
    """Return purchase step − selling step; positive: the customer is ahead of us.

    Source: method 1.2.
    """
    return lag(opportunity.purchase_step, opportunity.selling_step)


def missing_nodes(
    opportunity: Opportunity, milestones: Sequence[Milestone]
) -> tuple[Milestone, ...]:
    """Return the key nodes below the present selling step that are marked not done.

    Source: method 1.2. Choice: a node whose Done is blank is unknown, not missing.
    """
    if not milestones or opportunity.selling_step is None:
        return ()
    step = opportunity.selling_step
    return tuple(node for node in milestones if node.step < step and node.done is False)


def stage_likelihood(selling_step: int, won: int, reached: int, policy: WinPolicy) -> float:
    """Return the win rate at a selling step from own history, shrunk towards the prior.

    Args:
        selling_step: 1–6.
        won: own opportunities that reached it and were won.
        reached: own closed opportunities that reached it.
        policy: prior and its weight k.

    Source: method 3.4; 6 of 10 at step 3 → .525.

    Example:
        >>> stage_likelihood(3, 6, 10, WinPolicy.of(Policy()))
        0.525
    """
    return shrunk_rate(won, reached, policy.prior[selling_step - 1], policy.k)


def moving_pse(pse: float | None, known: float, least: float) -> float | None:
    """Return the PSE where enough of it is known to move the likelihood."""
    return pse if known >= least else None


def win_likelihood(p_stage: float, pse: Score, missing: int, policy: WinPolicy) -> float:
    """Return the likelihood that an open opportunity is won, 0.01–0.99.

    The PSE moves the stage's rate on the logit scale once enough of it is known; each missing node
    multiplies by φ.

    Source: method 3.4; pse 74.369 at .45 → .6844, one missing node → .3422.
    """
    used = moving_pse(pse.value, pse.completeness, policy.completeness)
    return likelihood(p_stage, used, missing, policy.beta, policy.phi, policy.clip)
