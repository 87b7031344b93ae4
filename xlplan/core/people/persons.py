"""What does one person weigh, how do they stand to us, and how good are they as a coach?"""

MOTIVES = 3.0


def own_influence(
    formal: float | None,
    informal: float | None,
    seniority: float | None,
    formal_share: float,
    blank: float,
) -> float:
    """Return a person's influence before that of those they move, 0–1.

    Args:
        formal: influence by position, 0–1; blank: the informal one stands.
        informal: influence by person, 0–1; blank: the formal one stands.
        seniority: 1–5, used when both are blank.
        formal_share: share of the formal influence, 0–1.
        blank: influence when nothing is known.

    Source: method 2.1.

    Example:
        >>> round(own_influence(0.7, 0.8, None, 0.6, 0.5), 2), own_influence(None, None, 4, 0.6, 0.5)
        (0.74, 0.8)
    """
    if formal is not None and informal is not None:
        return formal_share * formal + (1.0 - formal_share) * informal
    known = informal if formal is None else formal
    if known is not None:
        return known
    return blank if seniority is None else seniority / 5.0


def effective_attitude(
    attitude: float,
    confidence: float | None,
    days: int | None,
    confidence_blank: float,
    half_life: float,
    freshness_blank: float,
) -> float:
    """Return what an attitude is worth today, −1…1: attitude · confidence · freshness.

    Args:
        attitude: hostile −1, opposed −0.5, neutral 0, supportive 0.5, champion 1.
        confidence: how sure we are, 0–1.
        days: since the last contact.
        confidence_blank: confidence where it is not known.
        half_life: days in which it loses half its worth.
        freshness_blank: freshness where no contact is known.

    Source: method 2.1.

    Example:
        >>> effective_attitude(0.5, 0.8, 90, 0.7, 90, 0.5)
        0.2
    """
    sure = confidence_blank if confidence is None else confidence
    fresh = freshness_blank if days is None else 0.5 ** (days / half_life)
    return attitude * sure * fresh


def coach_points(
    access: float, motives: int, facts: float, weights: tuple[float, ...]
) -> float | None:
    """Return how good a coach is, 0–100: access to meetings, motives, facts verified.

    Args:
        access: share of the meetings that the coach can tell us of, 0–1.
        motives: reasons to help us, 0–3.
        facts: share of the inside facts verified, 0–1.
        weights: points for each of the three.

    Source: method 2.3 (xlplan definition).
    Choice: weights that do not sum to 100 are scaled until they do; without any, nothing is known.

    Example:
        >>> coach_points(0.5, 2, 1.0, (40, 30, 30))
        70.0
    """
    by_access, by_motive, by_facts = weights
    total = by_access + by_motive + by_facts
    if total <= 0.0:
        return None
    return (by_access * access + by_motive * motives / MOTIVES + by_facts * facts) * (100.0 / total)
