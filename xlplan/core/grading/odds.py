"""How likely is a win? Own rates drawn towards a prior, and the pull of the project's state."""

from math import exp, log


def shrunk_rate(successes: float, tried: float, prior: float, k: float) -> float:
    """Return an own rate, drawn towards a prior while there are few cases of our own, 0–1.

    Args:
        successes: own cases that went well.
        tried: own cases in all.
        prior: the rate expected without any, 0–1.
        k: how many cases the prior weighs.

    Source: method 1.4, 3.4: (successes + k·p0)/(n + k).

    Example:
        >>> shrunk_rate(12, 30, 0.5, 10), round(shrunk_rate(8, 12, 0.6, 10), 4)
        (0.425, 0.6364)
    """
    return (successes + k * prior) / (tried + k)


def likelihood(
    p_stage: float,
    pse: float | None,
    missing: int | None,
    beta: float,
    phi: float,
    clip: tuple[float, ...],
) -> float:
    """Return the likelihood of a win from the stage's rate, the PSE and the nodes left out.

    Args:
        p_stage: win rate at the selling step, 0–1.
        pse: project state evaluation, 0–100; blank: the stage's rate stands.
        missing: key nodes marked not done; blank counts as none.
        beta: pull of 25 points of PSE on the logit scale.
        phi: factor for each missing node.
        clip: least and greatest likelihood while open.

    Source: method 3.4.

    Example:
        >>> [round(likelihood(0.45, 74.369, n, 1.0, 0.5, (0.01, 0.99)), 4) for n in (0, 1)]
        [0.6844, 0.3422]
    """
    p = p_stage
    if pse is not None:
        held = min(max(p_stage, 1e-9), 1.0 - 1e-9)
        pull = log(held / (1.0 - held)) + beta * (pse - 50.0) / 25.0
        p = 1.0 / (1.0 + exp(-pull))
    low, high = clip
    return min(max(p * phi ** (missing or 0), low), high)
