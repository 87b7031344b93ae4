"""Who decides, how do they stand to us, and how well do we cover them? The decision chain."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from xlplan.core.assessment import Link
from xlplan.core.model import Contact, Influence, Stakeholder
from xlplan.core.people.persons import coach_points, effective_attitude, own_influence
from xlplan.core.policy import Policy

ROLES = ("decision maker", "gatekeeper", "purchaser", "user")
ATTITUDES = ("hostile", "opposed", "neutral", "supportive", "champion")
AGAINST = frozenset({"hostile", "opposed"})
NO_COACH = frozenset({None, "none"})
COACHES = ("none", "possible", "verified")
_RANK = {word: at for at, word in enumerate(COACHES)}
_link = partial(tuple.__new__, Link)  # a third of the cost of Link(…), once a stakeholder


@dataclass(frozen=True, slots=True)
class ChainPolicy:
    """The policy numbers of the decision chain, looked up once a run."""

    formal_share: float
    alpha: float
    influence_blank: float
    strength_blank: float
    confidence_blank: float
    freshness_days: float
    freshness_blank: float
    attitude: Mapping[str, float]
    role: Mapping[str | None, tuple[float, ...]]
    veto_cap: float
    decider_cap: float
    timing: tuple[float, ...]
    coach: tuple[float, ...]

    @classmethod
    def of(cls, policy: Policy) -> "ChainPolicy":
        """Return the numbers in force."""
        role: dict[str | None, tuple[float, ...]] = {
            name: policy.numbers(f"dmi.role.{name.replace(' ', '_')}") for name in ROLES
        }
        role[None] = (policy.number("dmi.role.blank"),) * 6
        return cls(
            policy.number("dmi.lambda"),
            policy.number("dmi.alpha"),
            policy.number("dmi.influence_blank"),
            policy.number("dmi.strength_blank"),
            policy.number("dmi.confidence_blank"),
            policy.number("dmi.freshness_days"),
            policy.number("dmi.freshness_blank"),
            dict(zip(ATTITUDES, policy.numbers("dmi.attitude"), strict=True)),
            role,
            policy.number("dmi.veto_cap"),
            policy.number("dmi.decider_cap"),
            policy.numbers("dmi.timing"),
            policy.numbers("coach.weights"),
        )


def decision_chain(
    stakeholders: Sequence[Stakeholder],
    contacts: Mapping[str, Contact],
    influences: Sequence[Influence],
    last_activity: Mapping[str, dt.date],
    when: tuple[int, dt.date],
    policy: ChainPolicy,
) -> tuple[Link, ...]:
    """Return the stakeholders of one opportunity with influence, weight and effective attitude.

    Args:
        stakeholders: those of the opportunity, in the order of the sheet.
        contacts: by id.
        influences: the lines among the customer's contacts.
        last_activity: contact id → date of the last activity with them, none after ``as_of``.
        when: purchase step 1–6 and ``as_of``.
        policy: the numbers in force.

    Source: method 2.1.
    Choice: a contact date after ``as_of`` is not known yet and does not count.
    """
    step, as_of = when
    people = [contacts.get(one.contact_id) for one in stakeholders]
    formal_share, blank = policy.formal_share, policy.influence_blank
    levels = [
        own_influence(
            one.formal_influence,
            one.informal_influence,
            None if who is None else who.seniority,
            formal_share,
            blank,
        )
        for one, who in zip(stakeholders, people, strict=True)
    ]
    if influences:
        levels = _spread_influence(stakeholders, levels, influences, policy)
    role, attitudes, at = policy.role, policy.attitude, step - 1
    sure, half_life, fresh = (
        policy.confidence_blank, policy.freshness_days, policy.freshness_blank,
    )  # fmt: skip
    links = []
    for one, who, influence in zip(stakeholders, people, levels, strict=True):
        last, active, attitude = one.last_contact, last_activity.get(one.contact_id), one.attitude
        if last is not None and last > as_of:
            last = None
        if active is not None and (last is None or active > last):
            last = active
        days = None if last is None else (as_of - last).days
        effect = 0.0
        if attitude is not None:
            effect = effective_attitude(
                attitudes[attitude], one.confidence, days, sure, half_life, fresh
            )
        weight = role[one.role][at] * influence
        quality = None if one.coach in NO_COACH else coach_quality(one, policy)
        links.append(_link((one, who, influence, weight, effect, days, quality)))
    return tuple(links)


def _spread_influence(
    stakeholders: Sequence[Stakeholder],
    own: list[float],
    influences: Sequence[Influence],
    policy: ChainPolicy,
) -> list[float]:
    """Return influence after the lines: who moves the mighty is mighty (to a fixed point).

    Choice: lines of kind conflict move nobody; a blank kind counts as influences; only people of
    this decision chain count. Iteration ends when nothing moves by 1e-13, or after 200 rounds.
    """
    place = {one.contact_id: at for at, one in enumerate(stakeholders)}
    lines: dict[int, list[tuple[int, float]]] = {}
    for line in influences:
        if line.kind == "conflict" or line.source not in place or line.target not in place:
            continue
        strength = policy.strength_blank if line.strength is None else line.strength
        lines.setdefault(place[line.source], []).append((place[line.target], strength))
    levels = list(own)
    for _ in range(200 if lines else 0):
        moved = list(levels)
        for at, targets in lines.items():
            carried = min(1.0, sum(strength * levels[to] for to, strength in targets))
            moved[at] = (1.0 - policy.alpha) * own[at] + policy.alpha * carried
        still = max(abs(a - b) for a, b in zip(moved, levels, strict=True)) < 1e-13
        levels = moved
        if still:
            break
    return levels


def timing(dmi: float | None, chain: Sequence[Link], policy: ChainPolicy) -> str | None:
    """Return what the moment asks for: push, build, contested or behind.

    Source: method 2.1. Choice: from 40 on without a covered decision maker it is still build.
    """
    if dmi is None:
        return None
    low, middle, high = policy.timing
    if dmi < low:
        return "behind"
    if dmi < middle:
        return "contested"
    if dmi >= high:
        for link in chain:
            if link.stakeholder.role == "decision maker" and link.stakeholder.coverage:
                return "push"
    return "build"


def coach_quality(one: Stakeholder, policy: ChainPolicy) -> float | None:
    """Return how good a coach is, 0–100; ``None`` unless one with all three facts known.

    Source: method 2.3 (xlplan definition): meeting access, motives of three, facts verified.
    """
    if one.coach in NO_COACH:
        return None
    access, motives, facts = one.meeting_access, one.coach_motive, one.facts_verified
    if access is None or motives is None or facts is None:
        return None
    return coach_points(access, motives, facts, policy.coach)


def best_coach(chain: Sequence[Link]) -> tuple[str | None, float | None]:
    """Return the best coach's word and the best coach quality of a chain."""
    best, quality = -1, None
    for one, _, _, _, _, _, found in chain:
        word = one.coach
        if word is not None and _RANK[word] > best:
            best = _RANK[word]
        if found is not None and (quality is None or found > quality):
            quality = found
    return (None if best < 0 else COACHES[best]), quality
