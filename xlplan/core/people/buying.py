"""Which criterion decides between us and the best rival? The order in which buyers compare."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from xlplan.core.grading.winning import Scores, sides
from xlplan.core.model import Competitor

CRITERIA = ("product", "quality", "price", "service", "relationship")
"""The buying order 产品→质量→价格→服务→关系 (S4), as columns of Competitors."""

_seen: Callable[[Competitor], Scores] = attrgetter(*CRITERIA)


class Deciding(NamedTuple):
    """What decides between the bidders.

    Args:
        criterion: the first in which we and the best rival differ; ``None`` when none does.
        lead: ours − the best rival's in it, points; negative: the rival leads.
        unknown: the criteria before it (or all in all) that are not known on both sides.
    """

    criterion: str | None
    lead: float | None
    unknown: tuple[str, ...]


def deciding_criterion(bidders: Sequence[Competitor], epsilon: float) -> Deciding | None:
    """Return the first criterion of the buying order in which the bidders differ.

    Args:
        bidders: the rows of Competitors of one opportunity, ours among them.
        epsilon: up to this difference two bidders are alike, points.

    Source: method 2.8 (同样产品看质量，同样质量看价格，同样价格看服务, S4).
    Choice: the best rival is taken criterion by criterion, as in the gap; a criterion not known on
    both sides is passed over and named. ``None`` without our own row, a rival, or anything to
    compare.
    """
    ours, rivals = sides(bidders, _seen)
    if ours is None or not rivals:
        return None
    unknown: list[str] = []
    for at, criterion in enumerate(CRITERIA):
        mine, best = ours[at], None
        for rival in rivals:
            score = rival[at]
            if score is not None and (best is None or score > best):
                best = score
        if mine is None or best is None:
            unknown.append(criterion)
        elif abs(mine - best) > epsilon:
            return Deciding(criterion, mine - best, tuple(unknown))
    return Deciding(None, None, tuple(unknown)) if len(unknown) < len(CRITERIA) else None
