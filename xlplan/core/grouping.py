"""Which records belong together? Every sheet of a plan grouped once, for all that look things up."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

from xlplan.core.facts import Begins, Ledger
from xlplan.core.history import Tally
from xlplan.core.model import Contact, Influence, Opportunity, Portfolio


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


def by_opportunity(
    records: Iterable[O], wanted: Container[str] | None = None
) -> dict[str, Sequence[O]]:
    """Return records by opportunity, of all or of those wanted, in the order of the sheet."""
    return _runs(records, _opportunity, wanted)


def by_source(
    lines: Iterable[Influence], contacts: Mapping[str, Contact]
) -> dict[str, list[Influence]]:
    """Return lines of influence by the customer of who influences; strangers' lines are left out."""
    groups: defaultdict[str, list[Influence]] = defaultdict(list)
    for line in lines:
        if line.source in contacts:
            groups[contacts[line.source].customer_id].append(line)
    return groups


def _runs(
    records: Iterable[R], key: Callable[[R], str], wanted: Container[str] | None = None
) -> dict[str, Sequence[R]]:
    """Group records by key; those of one key mostly stand together in a sheet.

    A run is kept as a tuple, which is one block of memory where a list is two; only records that
    are scattered over their sheet are gathered in a list.
    """
    groups: dict[str, Sequence[R]] = {}
    scattered: dict[str, list[R]] = {}
    for id_, run in groupby(records, key):
        if wanted is not None and id_ not in wanted:
            continue
        if id_ not in groups:
            groups[id_] = tuple(run)
            continue
        if id_ not in scattered:
            scattered[id_] = list(groups[id_])
        scattered[id_].extend(run)
    return groups | scattered if scattered else groups


def _noted(contacts: Iterable[Contact], by_id: dict[str, Contact]) -> Iterator[Contact]:
    """Yield contacts and note each by its id, while it is at hand anyway."""
    for one in contacts:
        by_id[one.id] = one
        yield one


class Grouped:
    """A plan, grouped as of a day; people, bidders and nodes of the open opportunities alone.

    Args:
        plan: the records.
        as_of: what lies after it has not happened yet.
        hour_cost: money an hour, for the cost of relationships.
        begins: of the whole plan, where ``plan`` is a part of it.
    """

    def __init__(
        self, plan: Portfolio, as_of: dt.date, hour_cost: float, begins: Begins | None = None
    ) -> None:
        self.contact: dict[str, Contact] = {}
        self.contacts = by_customer(_noted(plan.contacts, self.contact))
        open_, evaluated, self.closed, history = [], set(), list[Opportunity](), Tally()
        for one in plan.opportunities:
            if one.status == "open":
                open_.append(one)
                evaluated.add(one.id)
            elif not (one.closed_on and one.closed_on > as_of):
                self.closed.append(one)
                history.add(one)
        self.open, self.history = by_customer(open_), history.history
        self.stakeholders = by_opportunity(plan.stakeholders, evaluated)
        self.competitors = by_opportunity(plan.competitors, evaluated)
        self.milestones = by_opportunity(plan.milestones, evaluated)
        self.influences = by_source(plan.influences, self.contact)
        ledger = Ledger(plan, as_of, hour_cost, begins)
        self.last_seen = ledger.last_seen
        self.facts = {one.id: ledger.facts(one) for one in plan.customers}
        known = [found.sales for found in self.facts.values() if found.sales is not None]
        self.all_sales = sum(known) if known else None
