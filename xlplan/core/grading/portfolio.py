"""How are the sales spread over the customers? Shares, Pareto, Gini, concentration, losses."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from xlplan.core.figures import Loss, PortfolioFigures
from xlplan.core.policy import Policy

LOSSES = (1, 3, 5)


class Seller(NamedTuple):
    """What a customer adds: its id, sales of 12 months, gross profit (``None`` = unknown)."""

    id: str
    sales: float
    gross: float | None


def herfindahl(sales: Sequence[float]) -> float | None:
    """Return the Herfindahl index of sales shares, 0–10,000; ``None`` without sales.

    Args:
        sales: of each customer, money; negative ones (credits) count as none.

    Source: method 5.5; 70 % + 4 × 5 % + 5 × 2 % → 5 020.

    Example:
        >>> round(herfindahl([70, 5, 5, 5, 5, 2, 2, 2, 2, 2]))
        5020
    """
    held = [max(0.0, one) for one in sales]
    total = sum(held)
    return sum((100.0 * one / total) ** 2 for one in held) if total > 0.0 else None


def gini(sales: Sequence[float]) -> float | None:
    """Return the Gini coefficient of sales, 0 = all equal, near 1 = one has all.

    Args:
        sales: of each customer, money; negative ones (credits) count as none.

    Source: method 3.8.

    Example:
        >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 4])
        (0.0, 0.75)
    """
    held = sorted(max(0.0, one) for one in sales)
    total, count = sum(held), len(held)
    if total <= 0.0:
        return None
    return sum((2 * at - count + 1) * one for at, one in enumerate(held)) / (count * total)


def spread(sellers: Sequence[Seller], policy: Policy) -> PortfolioFigures:
    """Return how the known sales are spread; ties keep the order of the sheet.

    Source: method 3.8, 5.5.
    Choice: shares are taken of the customers as listed, not of groups under a parent. The top 20 %
    of n customers are the first ⌈n/5⌉.
    """
    ranked = sorted(sellers, key=lambda one: -one.sales)
    sales = [one.sales for one in ranked]
    total = sum(sales) if ranked else None
    known = [one.gross for one in ranked if one.gross is not None]
    gross = sum(known) if known else None
    hhi = herfindahl(sales)
    bounds = policy.numbers("hhi.flags")
    top = ceil(len(ranked) * policy.number("key.top"))
    return PortfolioFigures(
        total,
        gross,
        tuple(one.id for one in ranked),
        tuple(sales),
        tuple(one.gross for one in ranked),
        tuple(_cumulative(sales, total)),
        tuple(_cumulative([one.gross or 0.0 for one in ranked], gross)),
        {n: sum(sales[:n]) / total for n in LOSSES if total and n <= len(ranked)},
        sum(sales[:top]) / total if total else None,
        gini(sales),
        hhi,
        0 if hhi is None else sum(hhi >= bound for bound in bounds),
        tuple(_loss(ranked, n, gross is not None) for n in LOSSES if n < len(ranked)),
    )


def credited(figures: PortfolioFigures) -> float:
    """Return by how much credit notes exceed invoices, over the customers where they do, money.

    All sales, of which shares are taken, are less by it: the shares of the others can exceed 1.
    """
    return sum(-sales for sales in figures.ranked_sales if sales < 0.0)


def key_customers(figures: PortfolioFigures, share: float) -> set[str]:
    """Return the ids of those who make up the first ``share`` of all sales.

    Source: method 3.8 (20/80). Choice: who crosses the line is in; who sold nothing is not.
    """
    ids, before = set(), 0.0
    for customer, sales, after in zip(
        figures.ranked, figures.ranked_sales, figures.cumulative, strict=True
    ):
        if before < share and sales > 0.0:
            ids.add(customer)
        before = after
    return ids


def _cumulative(amounts: Sequence[float], total: float | None) -> list[float]:
    running, shares = 0.0, []
    for amount in amounts:
        running += amount
        shares.append(running / total if total else 0.0)
    return shares


def _loss(ranked: Sequence[Seller], without: int, known: bool) -> Loss:
    left = ranked[without:]
    gross = [one.gross for one in left if one.gross is not None]
    return Loss(
        without,
        tuple(one.id for one in ranked[:without]),
        sum(one.sales for one in left),
        sum(gross) if known else None,
    )
