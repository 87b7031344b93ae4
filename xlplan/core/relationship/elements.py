"""How strong is the relationship, and does it hang on one person? Four elements, ties, trust."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from xlplan.core.dossier import Dossier
from xlplan.core.model import Customer
from xlplan.core.policy import Policy
from xlplan.core.scores import ABSENT, Score, weigh

ELEMENTS = ("bonding", "reciprocity", "empathy", "trust")
RATINGS = (1.0, 5.0)
_EQUAL = (1.0,) * len(ELEMENTS)
_ours: Callable[[Customer], tuple[float | None, ...]] = attrgetter(*ELEMENTS)
_theirs: Callable[[Customer], tuple[float | None, ...]] = attrgetter(
    *(f"their_{name}" for name in ELEMENTS)
)
_UNRATED = (None,) * len(ELEMENTS)


class ElementPolicy(NamedTuple):
    """The policy numbers of personal dependency, looked up once a run."""

    trust: float
    tie: float
    touches: float

    @classmethod
    def of(cls, policy: Policy) -> "ElementPolicy":
        """Return the numbers in force."""
        return cls(
            policy.number("dependency.trust"),
            policy.number("dependency.tie"),
            policy.number("dependency.touches"),
        )


class Elements(NamedTuple):
    """The four elements of a relationship, ratings 1–5 (契约 互惠 感同 信任).

    Args:
        index_score: the mean as we see it; its parts are the elements.
        strength: the weakest as we see it; ``weakest`` names it (all of them at a tie).
        theirs: the mean as they see it.
        gaps: |ours − theirs| by element.
        mirror_gap: the mean of the known gaps.
        widest: the element with the largest gap above 0.
    """

    index_score: Score
    strength: float | None
    weakest: tuple[str, ...]
    theirs: Score
    gaps: tuple[float | None, ...]
    mirror_gap: float | None
    widest: str | None


NO_ELEMENTS = Elements(ABSENT, None, (), ABSENT, _UNRATED, None, None)
"""The elements of a relationship that nobody has rated."""


def four_elements(customer: Customer) -> Elements:
    """Return the four elements: index, strength, and how differently the two sides see them.

    Source: method 4.2 (S3: 契约、互惠、感同、信任).
    Choice: index and strength are taken of our own view, the mean of theirs stands beside it; the
    mirror gap is the mean over the elements that both sides rate.
    """
    ours, theirs = _ours(customer), _theirs(customer)
    if ours == _UNRATED and theirs == _UNRATED:
        return NO_ELEMENTS
    strength = element_strength(ours)
    gaps = _gaps(ours, theirs)
    widest = max([gap for gap in gaps if gap is not None], default=0.0)
    return Elements(
        element_index(ours),
        strength,
        tuple(name for name, rating in zip(ELEMENTS, ours, strict=True) if rating == strength)
        if strength is not None
        else (),
        element_index(theirs),
        gaps,
        mirror_gap(ours, theirs),
        ELEMENTS[gaps.index(widest)] if widest > 0.0 else None,
    )


def element_index(ratings: Sequence[float | None]) -> Score:
    """Return the mean of the four elements of a relationship, 1–5.

    Args:
        ratings: bonding, reciprocity, empathy and trust, 1–5; blank = not known.

    Source: method 4.2.

    Example:
        >>> element_index((4, 3, None, 2)).value
        3.0
    """
    return weigh(ELEMENTS, _EQUAL, ratings, ratings, RATINGS)


def element_strength(ratings: Sequence[float | None]) -> float | None:
    """Return the weakest of the four elements, 1–5: a relationship is as strong as that.

    Args:
        ratings: bonding, reciprocity, empathy and trust, 1–5; blank = not known.

    Source: method 4.2.

    Example:
        >>> element_strength((4, 3, None, 2))
        2
    """
    return min([rating for rating in ratings if rating is not None], default=None)


def mirror_gap(ours: Sequence[float | None], theirs: Sequence[float | None]) -> float | None:
    """Return how far apart the two sides see the relationship: the mean of |ours − theirs|.

    Args:
        ours: the four elements as we rate them, 1–5; blank = not known.
        theirs: the same as they rate them.

    Source: method 4.2. Choice: over the elements that both sides rate.

    Example:
        >>> mirror_gap((4, 3, None, 2), (3, 5, 4, None))
        1.5
    """
    seen = [gap for gap in _gaps(ours, theirs) if gap is not None]
    return sum(seen) / len(seen) if seen else None


def _gaps(ours: Sequence[float | None], theirs: Sequence[float | None]) -> tuple[float | None, ...]:
    return tuple(
        [
            None if mine is None or other is None else abs(mine - other)
            for mine, other in zip(ours, theirs, strict=True)
        ]
    )


class Dependency(NamedTuple):
    """Whether the relationship hangs on one person of ours.

    Args:
        personal: yes, no, or ``None`` when neither test can be made.
        reasons: ``trust in the person``, ``one contact of ours``.
        trust_gap: trust in the person − trust in the firm, rating points.
        busiest: who of us has the largest share of the touches; ``busiest_share`` of them, 0–1.
        ties: effective number of ties, 1/Σ share².
        touches: the touches of the 365 days whose contact of ours is known.
    """

    personal: bool | None
    reasons: tuple[str, ...]
    trust_gap: float | None
    busiest: str | None
    busiest_share: float | None
    ties: float | None
    touches: int


def personal_dependency(dossier: Dossier, policy: ElementPolicy) -> Dependency:
    """Return whether the customer trusts a person more than the firm, or knows only one of us.

    Source: method 4.2.
    Choice: touches are the rows of Activities of the last 365 days; a blank Who stands for the
    contact's Our contact. Fewer touches than ``dependency.touches`` say nothing of the share: one
    alone is always the busiest.
    """
    customer, gap = dossier.customer, None
    if customer.trust_in_person is not None and customer.trust_in_firm is not None:
        gap = customer.trust_in_person - customer.trust_in_firm
    counts = _touches(dossier)
    total = sum(counts.values())
    reasons: tuple[str, ...] = ()
    if gap is not None and gap > policy.trust:
        reasons = ("trust in the person",)
    if not total:
        return Dependency(None if gap is None else bool(reasons), reasons, gap, None, None, None, 0)
    busiest, most = min(counts.items(), key=lambda one: (-one[1], one[0]))
    share = most / total
    judged = total >= policy.touches
    if judged and share > policy.tie:
        reasons += ("one contact of ours",)
    return Dependency(
        bool(reasons) if reasons or judged or gap is not None else None,
        reasons,
        gap,
        busiest,
        share,
        effective_ties(counts),
        total,
    )


def effective_ties(counts: Mapping[str, float]) -> float | None:
    """Return how many equally busy contacts of ours the touches amount to: 1/Σ share².

    Example:
        >>> effective_ties({"Li": 5, "Anna": 5}), effective_ties({"Li": 9, "Anna": 1})
        (2.0, 1.2195121951219512)
    """
    total = sum(counts.values())
    if total <= 0:
        return None
    return total * total / sum([count * count for count in counts.values()])


def _touches(dossier: Dossier) -> dict[str, int]:
    """Return the touches of the 365 days by our contact."""
    first = dossier.first
    whose: dict[str, str | None] | None = None
    counts: dict[str, int] = {}
    for one in dossier.activities:
        if one.date < first:
            continue
        who = one.who
        if who is None and one.contact_id is not None:
            if whose is None:
                whose = {contact.id: contact.our_contact for contact in dossier.contacts}
            who = whose.get(one.contact_id)
        if who is not None:
            counts[who] = counts.get(who, 0) + 1
    return counts
