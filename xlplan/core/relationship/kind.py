"""What kind of relationship is it? Business and friendship make four types."""

from collections.abc import Sequence

from xlplan.core.model import Contact

TYPES = ("outsider", "friend", "supplier", "partner")


def mean_ties(contacts: Sequence[Contact]) -> float | None:
    """Return the mean personal ties of a customer's contacts, 1–5; ``None`` when none is rated."""
    known = [one.personal_ties for one in contacts if one.personal_ties is not None]
    return sum(known) / len(known) if known else None


def relationship_type(sales: float | None, ties: float | None, least_ties: float) -> str | None:
    """Return outsider, friend, supplier or partner; ``None`` unless sales and ties are known.

    Args:
        sales: of the last 12 months, money; above 0 there is business.
        ties: mean of the personal ties, 1–5.
        least_ties: ties from which there is friendship.

    Source: method 4.1 (S4: 局外人, 朋友, 供应商, 合作伙伴).

    Example:
        >>> relationship_type(1e6, 3.5, 3.5), relationship_type(0, 2, 3.5)
        ('partner', 'outsider')
    """
    if sales is None or ties is None:
        return None
    return TYPES[(2 if sales > 0.0 else 0) + (1 if ties >= least_ties else 0)]
