"""What else could this customer buy from us? Share of its purchases, gaps by unit and product."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.dossier import Dossier
from xlplan.core.model import Whitespace


class Gap(NamedTuple):
    """One unit and product; ``gap`` = potential − current, money a year, at least 0."""

    record: Whitespace
    gap: float | None


class Room(NamedTuple):
    """How much of the customer's purchases is ours, and where the rest is.

    Args:
        wallet: what it buys a year in our field; ``source`` says ``typed`` or ``whitespace``.
        wallet_share: our sales of 12 months ÷ wallet, 0–1 (above 1: the wallet is too small).
        wallet_share_change: the same − that of the 12 months before, by today's wallet.
        wallet_gap: wallet − our sales, money a year, at least 0.
        gaps: the rows of Whitespace, the largest gap first, unknown ones last.
        gap: sum of the known gaps; ``contested`` the part of it where a rival is named.
    """

    wallet: float | None
    source: str | None
    wallet_share: float | None
    wallet_share_change: float | None
    wallet_gap: float | None
    gaps: tuple[Gap, ...]
    gap: float | None
    contested: float | None


def wallet_share(sales: float | None, wallet: float | None) -> float | None:
    """Return our share of what a customer buys in our field; ``None`` without both.

    Source: method 3.7, 4.5 (采购份额).

    Example:
        >>> wallet_share(5_000_000, 12_500_000), wallet_share(0.0, None)
        (0.4, None)
    """
    return None if sales is None or not wallet or wallet < 0.0 else sales / wallet


def room(dossier: Dossier) -> Room:
    """Return wallet share, wallet gap and the gaps by unit and product.

    Source: method 10 (whitespace), S4 (了解客户的潜在需求).
    Choice: a blank Wallet is the sum of Potential in Whitespace where every row has one. A row
    whose Current or Potential is blank has no known gap; it is listed, not counted as none.
    """
    facts, whitespace = dossier.facts, dossier.whitespace
    wallet, source = dossier.customer.wallet, "typed"
    if wallet is None and whitespace:
        source = "whitespace"
        wallet = _complete_sum([one.potential for one in whitespace])
    sales = facts.sales
    share, before = wallet_share(sales, wallet), wallet_share(facts.sales_prior, wallet)
    gaps = _gaps(whitespace) if whitespace else ()
    known = [(gap, record.competitor) for record, gap in gaps if gap is not None]
    return Room(
        wallet,
        None if wallet is None else source,
        share,
        None if share is None or before is None else share - before,
        None if sales is None or wallet is None else max(0.0, wallet - sales),
        gaps,
        sum(gap for gap, _ in known) if known else None,
        sum(gap for gap, rival in known if rival) if known else None,
    )


def _complete_sum(amounts: Sequence[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


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
