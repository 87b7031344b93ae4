"""How is a person of the decision chain to be won? Benefit, way of thinking, focus: what the cards say."""

from collections.abc import Iterator

from xlplan.core.assessment import Link
from xlplan.core.people.keyperson import PersonView
from xlplan.engine.cards import card
from xlplan.engine.text import Texts


def benefit(at: PersonView, t: Texts) -> str:
    """Return which layers of benefit are reached; blank when the organisation's is not known."""
    return "" if at.layers is None else str(card("layer", at.layers, t.lang)["name"])


def wants(link: Link, t: Texts) -> str:
    """Return what the person wants to gain for himself: never money."""
    want = link.stakeholder.personal_interest
    return str(card("interest", want, t.lang)["name"]) if want else ""


def thinks(at: PersonView, t: Texts) -> str:
    """Return the dominant brain quadrant by name, with its letter so named."""
    if at.brain is None:
        return ""
    name = card("quadrant", at.brain, t.lang)["name"]
    return (
        str(name)
        if at.brain == "mixed"
        else t("{name} (quadrant {letter})", name=name, letter=at.brain)
    )


def approach(link: Link, at: PersonView, t: Texts, *, animals: bool) -> Iterator[str]:
    """Return what to do with the person, a sentence each.

    Args:
        link: the person in the chain.
        at: what stands out in them.
        t: the language.
        animals: whether the four animals are spoken of (``animal.show``).
    """
    if at.layers is not None:
        yield card("layer", at.layers, t.lang)["how"]
    if at.brain is not None:
        yield card("quadrant", at.brain, t.lang)["how"]
    if link.stakeholder.focus is not None:
        yield card("focus", link.stakeholder.focus, t.lang)["how"]
    if animals and at.animal is not None:
        told = card("animal", at.animal, t.lang)
        yield t.named(told["name"], told["how"])
