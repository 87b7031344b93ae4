"""Which documents are there about a customer? Each with its title and the sections it numbers."""

from collections.abc import Iterable
from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.meant import nearest

FORMATS = ("md", "html")
"""The formats that need no more than the templates."""

PLAN = "plan"
SECTIONS = (
    "why", "file", "relation", "people", "position", "risk", "money", "deals", "work", "care", "next",
    "data", "trace",
)  # fmt: skip
"""The sections of the full account plan; the other documents put some of them in their own order."""


class Kind(NamedTuple):
    """A document: its key (also its template's name), its English title, its sections."""

    key: str
    title: str
    sections: tuple[str, ...]


KINDS = {
    kind.key: kind
    for kind in (
        Kind(PLAN, "Account plan", SECTIONS),
        Kind("one-page", "Account plan on a page", ()),
        Kind("risk-report", "Risk evaluation report", ("risk", "why", "money", "data")),
        Kind("battle-map", "Key-person battle map", ("people", "position")),
        Kind("customer-file", "Customer file", ("file", "relation", "care", "data")),
        Kind("review", "Review memo", ("work", "deals", "care", "next")),
        Kind("decision", "Decision memo", ("money", "why", "risk")),
        Kind("hand-over", "Hand-over pack", ("file", "people", "deals", "work", "care")),
        Kind("marketing", "Marketing plan", ("relation", "file", "position", "work", "money")),
    )
}
"""Source: section 10 of the method."""
BOARD = Kind("board", "ABCD board", ("order", "dangers", "spread", "pipe", "first"))
"""The one document that is about all customers."""
KEYS = (*KINDS, BOARD.key)
ALL = "all"
"""What stands for each of them."""
JOINT = Kind("joint", "Joint plan", ("bought", "people", "work", "service"))
"""What a customer gets, whatever is asked for."""
SLIDES = Kind("slides", "Account review", ())
"""What ``pptx`` makes of a customer, whichever documents are asked for."""
EVERY = {**KINDS, BOARD.key: BOARD, JOINT.key: JOINT, SLIDES.key: SLIDES}


_COMPARING = frozenset({PLAN, "one-page", "review", BOARD.key})


def compares(kinds: Iterable[str], formats: Iterable[str], audience: str = "internal") -> bool:
    """Return whether any of the documents says what changed since earlier results.

    Example:
        >>> compares(["risk-report"], ["md"]), compares(["risk-report"], ["pptx"])
        (False, True)
    """
    return audience == "internal" and ("pptx" in formats or not _COMPARING.isdisjoint(kinds))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a list with commas, in small letters.

    Example:
        >>> words_of("MD，html, ")
        ('md', 'html')
    """
    words = (one.strip().casefold() for one in text.replace("，", ",").split(","))
    return tuple(word for word in words if word)


def kinds_of(text: str) -> tuple[str, ...]:
    """Return the documents that a list with commas names, each once; ``all`` names every one.

    Raises:
        PlanError: one of them is none.

    Example:
        >>> kinds_of("plan, risk-report")
        ('plan', 'risk-report')
    """
    words = words_of(text)
    if words == (ALL,):
        return KEYS
    found = tuple(dict.fromkeys(words))
    for word in found or (text,):
        if word not in KEYS:
            meant = nearest(word, KEYS)
            raise PlanError("UNKNOWN_DOCUMENT", name=word, known=", ".join(KEYS), meant=meant)
    return found
