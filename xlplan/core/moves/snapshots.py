"""What is kept of an assessment, to be compared with a later one? Its figures, without the sheets."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xlplan.core.assessment import Assessment, CustomerAssessment, OpportunityAssessment
from xlplan.core.detail import Activity
from xlplan.core.policy import Policy
from xlplan.core.scores import Score


class DealState(NamedTuple):
    """An open opportunity as it stood.

    Args:
        step: selling step, 1–6.
        nodes: how many key nodes are missing.
        p_manual: the planner's own likelihood, ``None`` where none was typed or none was kept.
        money: the risk of group money alone; ``win`` that of group win.
    """

    id: str
    customer_id: str
    name: str
    amount: float
    step: int | None
    close: dt.date | None
    grade: str
    priority: int
    gates: tuple[str, ...]
    p: float
    p_stage: float
    nodes: int
    expected_return: float | None
    risk: Score
    money: Score
    win: Score
    dmi: Score
    coverage: Score
    pse: Score
    p_manual: float | None = None


class ClosedDeal(NamedTuple):
    """An opportunity that is not open: won, lost or ended."""

    id: str
    customer_id: str
    name: str
    amount: float
    status: str


class CustomerState(NamedTuple):
    """A customer as it stood.

    Args:
        stage: as claimed in Customers.
        broken: the promises to it that are marked as not kept, ``2026-11-20 text``.
    """

    id: str
    name: str
    grade: str
    priority: int
    stage: str | None
    risk: Score
    expected_return: float | None
    sales: float | None
    net_year: float | None
    npv: float | None
    broken: tuple[str, ...]


class Snapshot(NamedTuple):
    """What the method said of a plan on a day.

    Args:
        customers: in the order of priority; ``deals``, the open ones, too.
        closed: the opportunities that are not open any more.
        forecast: of the period, money.
        people: names of those on the decision chains, by id.
    """

    as_of: dt.date
    policy: Policy
    customers: tuple[CustomerState, ...]
    deals: tuple[DealState, ...]
    closed: tuple[ClosedDeal, ...]
    forecast: float
    people: Mapping[str, str]


def snapshot(found: Assessment) -> Snapshot:
    """Return what is to be kept of an assessment.

    Source: method 9.
    """
    broken = _broken(found.portfolio.activities)
    return Snapshot(
        found.as_of,
        found.policy,
        tuple(_customer(one, broken.get(one.customer.id, ())) for one in found.customers),
        tuple(map(_deal, found.opportunities)),
        tuple(
            ClosedDeal(one.id, one.customer_id, one.name or "", one.amount, one.status)
            for one in found.portfolio.opportunities
            if one.status != "open"
        ),
        found.funnel.forecast,
        {
            link.contact.id: link.contact.name
            for deal in found.opportunities
            for link in deal.chain
            if link.contact
        },
    )


def _deal(one: OpportunityAssessment) -> DealState:
    deal = one.opportunity
    return DealState(
        deal.id,
        deal.customer_id,
        deal.name or "",
        deal.amount,
        deal.selling_step,
        deal.expected_close,
        one.grade,
        one.priority,
        one.gates,
        one.p,
        one.p_stage,
        len(one.missing_nodes),
        one.expected_return,
        one.risk.score,
        one.risk.money,
        one.risk.win,
        one.dmi.settled(),
        one.coverage.settled(),
        one.pse.settled(),
        one.p_manual,
    )


def _customer(one: CustomerAssessment, broken: Iterable[str]) -> CustomerState:
    return CustomerState(
        one.customer.id,
        one.customer.name,
        one.grade,
        one.priority,
        one.customer.stage,
        one.risk.score,
        one.expected_return,
        one.economics.sales,
        one.economics.net_year,
        one.economics.npv,
        tuple(broken),
    )


def _broken(activities: Iterable[Activity]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in activities:
        if one.promise and one.promise_kept is False:
            day = one.promise_due or one.date
            found.setdefault(one.customer_id, []).append(f"{day.isoformat()} {one.promise}")
    return found
