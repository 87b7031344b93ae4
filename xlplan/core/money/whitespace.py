"""What else could this customer buy from us? Share of its purchases, gaps by unit and product."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.dossier import Dossier
from xlplan.core.grading.segments import wallet_gap
from xlplan.core.model import Whitespace


class Gap(NamedTuple):
    """One unit and product; ``gap`` = potential − current, money a year, at least 0."""

    record: Whitespace
    gap: float | None


class Room(NamedTuple):
    """How much of the customer's purchases is ours, and where the rest is.

    Args:
        wallet: what it buys a year in our field, money.
        wallet_share: our sales of 12 months ÷ wallet, 0–1 (above 1: the wallet is too small).
        wallet_share_change: the same − that of the 12 months before, by today's wallet.
        wallet_gap: wallet − our sales, money a year, at least 0.
        gaps: the rows of Whitespace, the largest gap first, unknown ones last.
        gap: sum of the known gaps; ``contested`` the part of it where a rival is named.
    """

    wallet: float | None
    wallet_share: float | None
    wallet_share_change: float | None
    wallet_gap: float | None
    gaps: tuple[Gap, ...]
    gap: float | None
    contested: float | None


def wallet_share(sales: float | None, wallet: float | None) -> float | None:
    """Return our share of what a customer buys in our field; ``None`` without both.

    Args:
        sales: ours of the last 12 months, money.
        wallet: what it buys a year in our field, money.

    Source: method 3.7, 4.5 (采购份额).

    Example:
        >>> wallet_share(5_000_000, 12_500_000), wallet_share(0.0, None)
        (0.4, None)
    """
    return None if sales is None or not wallet or wallet < 0.0 else sales / wallet


def room(dossier: Dossier) -> Room:
    """Return wallet share, wallet gap and the gaps by unit and product.

    Source: method 10 (whitespace), S4 (了解客户的潜在需求).
    Choice: a row whose Current or Potential is blank has no known gap; it is listed, not counted as
    none. The share of the year before is taken of today's wallet.
    """
    customer, facts, wallet = dossier.customer, dossier.facts, dossier.customer.wallet
    share, before = wallet_share(facts.sales, wallet), wallet_share(facts.sales_prior, wallet)
    gaps = _gaps(dossier.whitespace) if dossier.whitespace else ()
    known = [(gap, record.competitor) for record, gap in gaps if gap is not None]
    return Room(
        wallet,
        share,
        None if share is None or before is None else share - before,
        wallet_gap(customer, facts),
        gaps,
        sum([gap for gap, _ in known]) if known else None,
        sum([gap for gap, rival in known if rival]) if known else None,
    )


def _gaps(whitespace: Sequence[Whitespace]) -> tuple[Gap, ...]:
    gaps = [
        Gap(
            one,
            None
            if one.potential is None or one.current is None
            else max(0.0, one.potential - one.current),
        )
        for one in whitespace
    ]
    return tuple(sorted(gaps, key=lambda one: (one.gap is None, -(one.gap or 0.0))))
