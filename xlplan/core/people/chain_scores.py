"""How do those who decide stand to us, and how well do we cover them? The two scores of a chain."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from xlplan.core.assessment import Link
from xlplan.core.people.chain import AGAINST, ChainPolicy
from xlplan.core.scores import ABSENT, Score, score_of, weigh_rows


class _People(NamedTuple):
    """The rows of a score of a chain, a person each: read from the chain when somebody asks."""

    chain: Sequence[Link]

    @property
    def names(self) -> list[str]:
        """The ids of the contacts."""
        return [one.stakeholder.contact_id for one in self.chain]

    @property
    def weights(self) -> list[float]:
        """What each weighs."""
        return [one.weight for one in self.chain]


class Attitudes(_People):
    """The rows of the decision attitude."""

    __slots__ = ()

    @property
    def inputs(self) -> list[str | None]:
        """The attitudes as typed."""
        return [one.stakeholder.attitude for one in self.chain]

    @property
    def points(self) -> list[float]:
        """The effective attitudes, −100…100; an unknown one adds nothing."""
        return [100.0 * one.effect for one in self.chain]


class Covers(_People):
    """The rows of the coverage."""

    __slots__ = ()

    @property
    def inputs(self) -> list[float | None]:
        """The coverage as typed, 0–1."""
        return [one.stakeholder.coverage for one in self.chain]

    @property
    def points(self) -> list[float | None]:
        """The same, 0–100."""
        return [None if one is None else 100.0 * one for one in self.inputs]


_attitudes, _covers = partial(tuple.__new__, Attitudes), partial(tuple.__new__, Covers)


def dmi_score(chain: Sequence[Link], policy: ChainPolicy) -> Score:
    """Return the decision attitude of the chain, −100…100, by person.

    An unknown attitude adds nothing but keeps its weight; it widens the interval to hostile and
    champion at full effect. An opposed person who can veto holds the score at ``dmi.veto_cap``, an
    opposed decision maker at ``dmi.decider_cap``; the cap is a part of its own.

    Source: method 2.1 (决策态度影响, S0; xlplan definition).
    Choice: with no attitude known at all the score is absent, by rule 0.2.
    """
    total = known = earned = 0.0
    cap = worst_cap = 100.0
    for one, _, _, weight, effect, _, _ in chain:
        attitude = one.attitude
        total += weight
        earned += weight * effect
        if attitude is None or attitude in AGAINST:
            limit = policy.veto_cap if one.can_veto else 100.0
            if one.role == "decision maker":
                limit = min(limit, policy.decider_cap)
            worst_cap = min(worst_cap, limit)
            if attitude is not None:
                cap = min(cap, limit)
        if attitude is not None:
            known += weight
    if known <= 0.0:
        return ABSENT
    mean, open_share = 100.0 * earned / total, 100.0 * (total - known) / total
    value = min(cap, mean)
    return score_of((
        value,
        max(-100.0, min(mean - open_share, worst_cap)),
        min(mean + open_share, cap),
        known / total,
        _attitudes((chain,)),
        (("cap", value - mean),) if value < mean else (),
    ))  # fmt: skip


def coverage_score(chain: Sequence[Link]) -> Score:
    """Return how well the chain is covered, 0–100, over those with a known coverage.

    Source: method 2.1.
    """
    if not chain:
        return ABSENT
    weights, points = [], []
    for one, _, _, weight, _, _, _ in chain:
        cover = one.coverage
        weights.append(weight)
        points.append(None if cover is None else 100.0 * cover)
    return weigh_rows(_covers((chain,)), weights, points)
