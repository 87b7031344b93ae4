"""How strongly should the state of a project move the likelihood? What own history says of it."""

from collections.abc import Callable, Sequence
from math import log, sqrt

from xlplan.core.grading.odds import likelihood
from xlplan.core.grading.winning import WinPolicy
from xlplan.core.learning.judging import CERTAIN
from xlplan.core.learning.rescoring import Scored

STEPS = 40  # each shrinks the range by .618: 4.0 to 2e-8
GOLDEN = (sqrt(5.0) - 1.0) / 2.0


def with_beta(one: Scored, beta: float, policy: WinPolicy) -> float:
    """Return the likelihood of an opportunity under another pull of the project state."""
    return likelihood(one.p_stage, one.pse, one.nodes, beta, policy.phi, policy.clip)


def best_beta(deals: Sequence[Scored], policy: WinPolicy, between: tuple[float, float]) -> float:
    """Return the pull under which what came of the opportunities is most likely.

    Args:
        deals: won and lost ones.
        policy: everything else that makes the likelihood.
        between: least and greatest pull.

    Source: method 3.4, 9 (xlplan definition: maximum likelihood in ``win.beta`` alone).
    Choice: one number is fitted and no more. A few hundred closed opportunities carry no dozen
    weights, and ``win.beta`` is the one that says how far the whole state may move the base rate.
    """
    return _least(lambda beta: _loss(deals, beta, policy), *between)


def _loss(deals: Sequence[Scored], beta: float, policy: WinPolicy) -> float:
    """Return the logarithmic loss: how surprised one would be by what came."""
    loss = 0.0
    for one in deals:
        p = min(max(with_beta(one, beta, policy), CERTAIN), 1.0 - CERTAIN)
        loss -= log(p if one.status == "won" else 1.0 - p)
    return loss


def _least(loss: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley is least, by golden sections."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    for _ in range(STEPS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = loss(right)
    return (low + high) / 2.0
