"""What do the sales and the funnel of a whole plan look like? The shapes of spread and funnel."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """The plan without its largest customers: what is left of sales and gross profit."""

    without: int
    customers: tuple[str, ...]
    sales: float
    gross: float | None


@dataclass(frozen=True, slots=True)
class PortfolioFigures:
    """How the sales are spread (method 3.8, 5.5).

    Args:
        ranked: customer ids by sales, largest first; ``sales``, ``gross`` and ``cumulative``
            (share of all sales) go with them.
        top_shares: share of the largest 1, 3 and 5.
        top_20_share: share of the top 20 % of the customers.
        hhi: Herfindahl index of sales shares, 0–10,000; ``hhi_flag`` 0, 1 or 2 bounds crossed.
    """

    sales: float | None
    gross: float | None
    ranked: tuple[str, ...]
    ranked_sales: tuple[float, ...]
    ranked_gross: tuple[float | None, ...]
    cumulative: tuple[float, ...]
    cumulative_gross: tuple[float | None, ...]
    top_shares: Mapping[int, float]
    top_20_share: float | None
    gini: float | None
    hhi: float | None
    hhi_flag: int
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """The open funnel at one selling step.

    ``conversion`` is the share of own closed opportunities that reached this step and were won.
    """

    step: int
    count: int
    amount: float
    weighted: float
    mean_age_days: float | None
    won: int
    reached: int
    conversion: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The sales funnel of the period that holds ``as_of`` (method 6).

    Args:
        o_actual: out-of-funnel sales of the period so far; ``o_expected`` still to come.
        weighted: Σ p·amount of what is to close by the end of the period; ``due`` of them, together
            ``amount``, of ``in_funnel`` that are in the funnel at all.
        progress: (closed_in + o_actual)/target; ``coverage``: amount ÷ what is left to win.
        stalled: ids of opportunities older than ``stalled_days``.
        frameworks: customer id → sum of its small orders that reach the threshold together.
    """

    start: dt.date
    end: dt.date
    target: float | None
    closed_in: float
    o_actual: float
    o_expected: float
    o_plan: float | None
    weighted: float
    amount: float
    forecast: float
    progress: float | None
    coverage: float | None
    in_funnel: int
    due: int
    out_of_funnel: int
    steps: tuple[FunnelStep, ...]
    stalled_days: float | None
    stalled: tuple[str, ...]
    frameworks: Mapping[str, float]
