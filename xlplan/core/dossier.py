"""What is on record of a customer up to the day? Its detail records, without the future."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from xlplan.core.assessment import Facts
from xlplan.core.facts import YEAR
from xlplan.core.grading.winning import is_us
from xlplan.core.grouping import by_customer
from xlplan.core.model import (
    Activity,
    Complaint,
    Contact,
    Cost,
    Customer,
    Decision,
    Invoice,
    Portfolio,
    Survey,
    Whitespace,
)

EVIDENCE = ("none", "claimed", "verified")


class Dossier(NamedTuple):
    """The records of one customer, in the order of the sheets, none dated after ``as_of``.

    Args:
        customer: its row of Customers; ``facts`` its figures, typed or computed.
        as_of: the day.
        first: the first of the 365 days up to and including ``as_of``.
        rival: what shows a rival's offer: none, claimed or verified.
        keeps_activities: the plan as a whole has Activities up to the day, so none here means
            none made.
        keeps_complaints: the same of Complaints.
    """

    customer: Customer
    facts: Facts
    as_of: dt.date
    first: dt.date
    contacts: Sequence[Contact] = ()
    activities: Sequence[Activity] = ()
    costs: Sequence[Cost] = ()
    invoices: Sequence[Invoice] = ()
    surveys: Sequence[Survey] = ()
    complaints: Sequence[Complaint] = ()
    whitespace: Sequence[Whitespace] = ()
    decisions: Sequence[Decision] = ()
    rival: str = "none"
    keeps_activities: bool = False
    keeps_complaints: bool = False


class _Dated(Protocol):
    @property
    def customer_id(self) -> str: ...
    @property
    def date(self) -> dt.date: ...


D = TypeVar("D", bound=_Dated)


class Dossiers:
    """The dossiers of all customers of a plan: every sheet is gone through once.

    Args:
        plan: the records.
        as_of: what is dated after it has not happened yet.
        contacts: the plan's contacts by customer, where they are grouped already.
    """

    def __init__(
        self, plan: Portfolio, as_of: dt.date, contacts: dict[str, Sequence[Contact]] | None = None
    ) -> None:
        self.as_of, self.first = as_of, as_of - dt.timedelta(days=YEAR - 1)
        self._contacts = by_customer(plan.contacts) if contacts is None else contacts
        self._activities = self._past(plan.activities)
        self._costs = self._past(plan.costs)
        self._invoices = self._past(plan.invoices)
        self._surveys = self._past(plan.surveys)
        self._complaints = by_customer(one for one in plan.complaints if one.opened <= as_of)
        self._whitespace = by_customer(plan.whitespace)
        self._decisions = self._past(plan.decisions)
        self._rivals = rival_evidence(plan)
        self._keeps = bool(self._activities), bool(self._complaints)

    def of(self, customer: Customer, facts: Facts) -> Dossier:
        """Return the dossier of a customer."""
        id_ = customer.id
        return Dossier(
            customer,
            facts,
            self.as_of,
            self.first,
            self._contacts.get(id_, ()),
            self._activities.get(id_, ()),
            self._costs.get(id_, ()),
            self._invoices.get(id_, ()),
            self._surveys.get(id_, ()),
            self._complaints.get(id_, ()),
            self._whitespace.get(id_, ()),
            self._decisions.get(id_, ()),
            self._rivals.get(id_, "none"),
            *self._keeps,
        )

    def _past(self, records: Iterable[D]) -> dict[str, Sequence[D]]:
        as_of = self.as_of
        return by_customer([one for one in records if one.date <= as_of])


def rival_evidence(plan: Portfolio) -> dict[str, str]:
    """Return what shows a rival's offer, by customer; who is not in it has none.

    Source: method 5.3 (none, claimed, verified).
    Choice: verified where Competitors rates a rival's price better than ours for an open
    opportunity; claimed where a rival is only named there, or in Whitespace.
    """
    owner = {one.id: one.customer_id for one in plan.opportunities if one.status == "open"}
    found = {one.customer_id: "claimed" for one in plan.whitespace if one.competitor}
    ours: dict[str, float] = {}
    prices: list[tuple[str, float]] = []
    for one in plan.competitors:
        deal, price = one.opportunity_id, one.price
        if deal not in owner:
            continue
        mine = is_us(one.name)
        if not mine:
            found[owner[deal]] = "claimed"
        if price is not None and mine:
            ours[deal] = price
        elif price is not None:
            prices.append((deal, price))
    for deal, price in prices:
        if deal in ours and price > ours[deal]:
            found[owner[deal]] = "verified"
    return found
