"""How far have we come with the key person? Six steps; title against role; layers of benefit."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from xlplan.core.assessment import Link
from xlplan.core.model import Contact
from xlplan.core.people.chain import NO_COACH, ROLES
from xlplan.core.people.profiles import ProfilePolicy, animal, brain
from xlplan.core.policy import Policy

KEY_STEPS = ("coach", "chart", "roles", "key person", "good relation", "united front")
ALL_STEPS = len(KEY_STEPS) + 1
"""The step of who has evidence for all six."""

HIDDEN, EMPTY = "hidden power", "empty title"
_FAVOUR = frozenset({"supportive", "champion"})
_NOT_AGAINST = frozenset({"neutral", "supportive", "champion"})


@dataclass(frozen=True, slots=True)
class KeyPolicy:
    """The policy numbers of people and roles, looked up once a run."""

    contacts: float
    united: float
    title_gap: float
    organisation: float
    ties: float
    profile: ProfilePolicy

    @classmethod
    def of(cls, policy: Policy) -> "KeyPolicy":
        """Return the numbers in force."""
        return cls(
            policy.number("keyperson.contacts"),
            policy.number("keyperson.united"),
            policy.number("title.gap"),
            policy.number("benefit.organisation"),
            policy.number("type.ties"),
            ProfilePolicy.of(policy),
        )


class PersonView(NamedTuple):
    """One person of a decision chain, beside the ``Link`` of the same place.

    Args:
        title: ``hidden power``, ``empty title``, or ``None``.
        layers: layers of benefit that count, 0–3 (organisation, personal, liking); ``None`` when
            the organisation's interest is not known.
        brain: dominant quadrant A–D or ``mixed``.
        animal: eagle, donkey, fox or sheep.
    """

    title: str | None
    layers: int | None
    brain: str | None
    animal: str | None


_PLAIN = PersonView(None, None, None, None)


class KeyPerson(NamedTuple):
    """How the key-person strategy stands for one opportunity.

    Args:
        step: 1–6, the first of the six steps without evidence; 7 when all have it.
        person: contact id of the key person (the largest weight), ``None`` in an empty chain.
        people: a view of each link of the chain, in its order.
        hidden_powers: contact ids.
        empty_titles: contact ids.
    """

    step: int
    person: str | None
    people: tuple[PersonView, ...]
    hidden_powers: tuple[str, ...]
    empty_titles: tuple[str, ...]


def has_chart(contacts: Sequence[Contact], policy: KeyPolicy) -> bool:
    """Return whether enough contacts are placed in the organisation to speak of a chart."""
    placed = [one for one in contacts if one.reports_to is not None or one.department is not None]
    return len(placed) >= policy.contacts


def key_person(chain: Sequence[Link], policy: KeyPolicy, *, chart: bool) -> KeyPerson:
    """Return the step of the key-person strategy, the key person, and each person's view.

    Args:
        chain: the decision chain of the opportunity.
        policy: the numbers in force.
        chart: the customer's organisation chart is known (``has_chart``).

    Source: method 2.4 (六步: 内线, 组织结构图, 角色分工, 关键人, 良好关系, 统一战线, S4), 2.5, 2.6.
    Choice: of equal weights the first in the sheet is the key person; in the sixth step, a person
    of unknown attitude counts among the people and not among those at least neutral. Who can veto,
    or holds the largest weight, has power: no title of theirs is empty, however the influence that
    was typed compares with their seniority.
    """
    key = max(chain, key=_weight, default=None)
    people = []
    roles, calm, coach = set(), 0, False
    hidden: list[str] = []
    empty: list[str] = []
    for link in chain:
        one, view = link[0], person_view(link, policy)
        if view[0] == EMPTY and (one.can_veto or (key is not None and link[3] >= key[3])):
            view = view._replace(title=None)
        people.append(view)
        if view is not _PLAIN and view[0] is not None:
            (hidden if view[0] == HIDDEN else empty).append(one.contact_id)
        roles.add(one.role)
        calm += one.attitude in _NOT_AGAINST
        coach = coach or one.coach not in NO_COACH
    step = 2 if coach else 1
    if coach and chart:
        step = _step(key, roles, calm / len(people), policy)
    who = None if key is None else key[0].contact_id
    return KeyPerson(step, who, tuple(people), tuple(hidden), tuple(empty))


_weight = itemgetter(3)


def _step(key: Link | None, roles: set[str | None], calm: float, policy: KeyPolicy) -> int:
    """Return the first step without evidence once coach and chart are there: 3–6, or 7."""
    if key is None or not roles.issuperset(ROLES):
        return 3
    attitude = key.stakeholder.attitude
    if attitude not in _FAVOUR:
        return 4 if attitude is None else 5
    return 6 if calm < policy.united else ALL_STEPS


def person_view(link: Link, policy: KeyPolicy) -> PersonView:
    """Return what stands out in one person."""
    one, who = link[0], link[1]
    layers = None if one.organisation_interest is None else benefit_layers(link, policy)
    if who is None:
        return _PLAIN if layers is None else PersonView(None, layers, None, None)
    title = title_against_role(who.seniority, link[2], policy.title_gap)
    if who.brain_a is None and who.awareness is None:
        if title is None and layers is None:
            return _PLAIN
        return PersonView(title, layers, None, None)
    return PersonView(title, layers, brain(who, policy.profile), animal(who, policy.profile))


def title_against_role(seniority: float | None, influence: float, gap: float) -> str | None:
    """Return ``hidden power``, ``empty title``, or ``None`` where title and role agree.

    Args:
        seniority: 1–5, ``None`` when not known.
        influence: I, 0–1, after the influence lines; who can veto or weighs most has no empty title, but is
            not known here.
        gap: difference on the 1–5 scale from which they disagree.

    Source: method 2.5 (客户的职务与他的角色可能会错位, S4).
    Choice: influence 0–1 is laid on the 1–5 scale as 1 + 4·I.

    Example:
        >>> title_against_role(1, 0.8, 2), title_against_role(5, 0.3, 2)
        ('hidden power', 'empty title')
    """
    if seniority is None:
        return None
    above = 1.0 + 4.0 * influence - seniority
    if above >= gap:
        return HIDDEN
    return EMPTY if above <= -gap else None


def benefit_layers(link: Link, policy: KeyPolicy) -> int | None:
    """Return how many layers of benefit count: organisation, personal, liking, one upon the other.

    Source: method 2.6 (先满足组织利益，再谈个人利益，喜欢更次要, S4): a personal win counts only
    where the organisation's interest is met. No layer knows of money for a person.
    Choice: the third layer, liking, is read from Personal ties of at least ``type.ties``.
    """
    one, who = link.stakeholder, link.contact
    if one.organisation_interest is None:
        return None
    if one.organisation_interest < policy.organisation:
        return 0
    if one.personal_interest is None:
        return 1
    liked = who is not None and who.personal_ties is not None and who.personal_ties >= policy.ties
    return 3 if liked else 2
