"""Which records belong together? The sheets of a plan, grouped once for all that look things up."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

from xlplan.core.facts import Begins, Ledger
from xlplan.core.history import Tally
from xlplan.core.model import (
    Competitor,
    Contact,
    Influence,
    Milestone,
    Opportunity,
    Portfolio,
    Stakeholder,
)


class _OfCustomer(Protocol):
    @property
    def customer_id(self) -> str: ...


class _OfOpportunity(Protocol):
    @property
    def opportunity_id(self) -> str: ...


_customer, _opportunity = attrgetter("customer_id"), attrgetter("opportunity_id")
R = TypeVar("R")
C = TypeVar("C", bound=_OfCustomer)
O = TypeVar("O", bound=_OfOpportunity)  # noqa: E741 - the other of the two


def by_customer(records: Iterable[C]) -> dict[str, Sequence[C]]:
    """Return records by customer, in the order of the sheet."""
    return _runs(records, _customer)


def by_opportunity(records: Iterable[O]) -> dict[str, Sequence[O]]:
    """Return records by opportunity, in the order of the sheet."""
    return _runs(records, _opportunity)


def by_source(
    lines: Iterable[Influence], contacts: Mapping[str, Contact]
) -> dict[str, list[Influence]]:
    """Return lines of influence by the customer of who influences; strangers' lines are left out."""
    groups: defaultdict[str, list[Influence]] = defaultdict(list)
    for line in lines:
        if line.source in contacts:
            groups[contacts[line.source].customer_id].append(line)
    return groups


def _runs(records: Iterable[R], key: Callable[[R], str]) -> dict[str, Sequence[R]]:
    """Group records by key; those of one key mostly stand together in a sheet."""
    groups: dict[str, Sequence[R]] = {}
    for id_, run in groupby(records, key):
        groups[id_] = _joined(groups.get(id_, ()), run)
    return groups


def _joined(held: Sequence[R], run: Iterable[R]) -> Sequence[R]:
    """Return what is held with one more run.

    A run is kept as a tuple, which is one block of memory where a list is two; only records that
    are scattered over their sheet are gathered in a list.
    """
    if not held:
        return tuple(run)
    gathered = held if isinstance(held, list) else list(held)
    gathered.extend(run)
    return gathered


OF_DEAL = ("stakeholders", "competitors", "milestones")
"""The sheets whose rows belong to an opportunity and move its evaluation."""


class OfDeal:
    """What the sheets say of one open opportunity: its people, bidders and nodes."""

    __slots__ = ("competitors", "milestones", "stakeholders")

    def __init__(self) -> None:
        self.stakeholders: Sequence[Stakeholder] = ()
        self.competitors: Sequence[Competitor] = ()
        self.milestones: Sequence[Milestone] = ()


class Grouped:
    """A plan, grouped as of a day; what belongs to an opportunity, of the open ones alone.

    Args:
        plan: the records.
        as_of: what lies after it has not happened yet.
        hour_cost: money an hour, for the cost of relationships.
        begins: of the whole plan, where ``plan`` is a part of it.
    """

    def __init__(
        self, plan: Portfolio, as_of: dt.date, hour_cost: float, begins: Begins | None = None
    ) -> None:
        self.contacts = by_customer(plan.contacts)
        open_, self._of_deals = list[Opportunity](), dict[str, OfDeal]()
        self.closed, history = list[Opportunity](), Tally()
        for one in plan.opportunities:
            if one.status == "open":
                open_.append(one)
                self._of_deals[one.id] = OfDeal()
            elif not (one.closed_on and one.closed_on > as_of):
                self.closed.append(one)
                history.add(one)
        self.open, self.history = by_customer(open_), history.history
        for sheet in OF_DEAL:
            for id_, run in groupby(getattr(plan, sheet), _opportunity):
                if held := self._of_deals.get(id_):
                    setattr(held, sheet, _joined(getattr(held, sheet), run))
        self.influences = by_source(plan.influences, self.contact) if plan.influences else {}
        ledger = Ledger(plan, as_of, hour_cost, begins)
        self.last_seen = ledger.last_seen
        self.facts = {one.id: ledger.facts(one) for one in plan.customers}
        known = [found.sales for found in self.facts.values() if found.sales is not None]
        self.all_sales = sum(known) if known else None

    @cached_property
    def contact(self) -> dict[str, Contact]:
        """Every contact by id; a table of a hundred thousand is slow to fill, and seldom needed."""
        return {one.id: one for people in self.contacts.values() for one in people}

    def people(self, customer_id: str, asked: Iterable[Stakeholder]) -> Mapping[str, Contact]:
        """Return the contacts of a customer by id; all contacts where a stranger is asked for."""
        own = {one.id: one for one in self.contacts.get(customer_id, ())}
        for one in asked:
            if one.contact_id not in own:
                return self.contact
        return own

    def of_deal(self, id_: str) -> OfDeal:
        """Return what the sheets say of an open opportunity; nothing where it is not open."""
        return self._of_deals.get(id_) or OfDeal()
