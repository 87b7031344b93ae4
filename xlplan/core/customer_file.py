"""How complete is our file on a customer? Our homework, apart from how well the customer is."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from xlplan.core.assessment import Facts
from xlplan.core.model import Contact, Customer

_FIRM = (
    "industry", "region", "ownership", "revenue", "wallet", "since",
    "owner", "stage", "level", "gross_margin", "current_ratio", "credit_rating",
)  # fmt: skip
_FACTS = ("sales_12m", "sales_prior_12m", "dso_days", "late_days")
_ASKED = _FIRM + _FACTS
_PERSON = ("title", "department", "seniority", "preferred_channel")
_firm: Callable[[Customer], tuple[object, ...]] = attrgetter(*_FIRM)
_person: Callable[[Contact], tuple[object, ...]] = attrgetter(*_PERSON)


class CustomerFile(NamedTuple):
    """Our file on a customer.

    Args:
        completeness: share of the file that is filled, 0–1.
        answers: what is known of the firm and our business with it.
        people: how many contacts there are; ``blanks`` how many of them lack each answer.
    """

    completeness: float
    answers: tuple[object, ...]
    people: int
    blanks: tuple[int, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what to fill in: fields, ``contacts``, or ``contacts.title`` if some lack it."""
        fields = [name for name, known in zip(_ASKED, self.answers, strict=True) if known is None]
        if not self.people:
            return (*fields, "contacts")
        lacking = zip(_PERSON, self.blanks, strict=True)
        return (*fields, *(f"contacts.{name}" for name, blanks in lacking if blanks))


def file_completeness(
    customer: Customer, facts: Facts, contacts: Sequence[Contact]
) -> CustomerFile:
    """Return how complete the file on a customer is.

    Source: method 7, and 1.1 gate 1 (S2: 客户档案: 基本企业信息、业务范围、财务状况、
    过往合作历史、关键联系人及其沟通风格).
    Choice: twelve fields of the firm, four figures of our business with it (typed or computed) and
    four questions on its people count alike; a question on people earns the share of the contacts
    for whom it is answered, nothing without a contact.
    """
    answers = _firm(customer) + facts[: len(_FACTS)]
    people = len(contacts)
    blanks: tuple[int, ...] = ()
    filled = float(len(_ASKED) - answers.count(None))
    if people:
        columns = zip(*map(_person, contacts), strict=True)
        blanks = tuple([column.count(None) for column in columns])
        filled += len(_PERSON) - sum(blanks) / people
    return CustomerFile(filled / (len(_ASKED) + len(_PERSON)), answers, people, blanks)
