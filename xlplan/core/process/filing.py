"""How complete is the customer file? What is on record of the firm and its people."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.core.model import Contact, Customer

FILE_ITEMS = (
    "industry", "region", "ownership", "revenue", "wallet", "credit",
    "contact", "title", "structure", "style",
)  # fmt: skip
"""What a customer file holds (客户档案, S2): the firm (industry, region, ownership), its business
in our field (wallet), its finances (revenue; credit rating or current ratio), and its people: a
named contact, somebody's title, somebody's place (department or superior), somebody's style
(preferred channel, brain quadrants or a note)."""


class FileState(NamedTuple):
    """The state of a customer file.

    Args:
        completeness: share of ``FILE_ITEMS`` on record, 0–1.
        missing: the items that are not.
    """

    completeness: float
    missing: tuple[str, ...]


_ALL = FileState(1.0, ())


def customer_file(one: Customer, contacts: Sequence[Contact]) -> FileState:
    """Return how complete a customer's file is.

    Source: method 1.1, 7 (file completeness is our homework, not the customer's health); S2.
    Choice: each of the ten items counts the same; sales and payment are left out, for nobody can
    know them of a customer who has not bought yet.

    Example:
        >>> customer_file(Customer("c", "C", industry="steel", revenue=1e7), ()).completeness
        0.2
    """
    title = structure = style = False
    for who in contacts:
        title = title or who.title is not None
        structure = structure or who.department is not None or who.reports_to is not None
        style = style or _style_known(who)
    known = (
        one.industry is not None, one.region is not None, one.ownership is not None,
        one.revenue is not None, one.wallet is not None,
        one.credit_rating is not None or one.current_ratio is not None,
        bool(contacts), title, structure, style,
    )  # fmt: skip
    count = sum(known)
    if count == len(FILE_ITEMS):
        return _ALL
    missing = tuple([item for item, has in zip(FILE_ITEMS, known, strict=True) if not has])
    return FileState(count / len(FILE_ITEMS), missing)


def _style_known(who: Contact) -> bool:
    return who.preferred_channel is not None or who.brain_a is not None or who.notes is not None
