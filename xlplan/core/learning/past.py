"""What did the plan look like on an earlier day? Its records without what came later."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from xlplan.core.grouping import by_opportunity
from xlplan.core.model import (
    Activity,
    Complaint,
    Customer,
    Invoice,
    Milestone,
    Opportunity,
    Portfolio,
    StageTask,
    Stakeholder,
)

SIGNING = 5
"""The selling step that ends with the contract: nothing open is beyond it."""


def plan_as_of(
    portfolio: Portfolio, day: dt.date, opportunity: str, *, dated_only: bool = False
) -> Portfolio:
    """Return the plan as it stood on a day, with one opportunity open that has closed since.

    Args:
        portfolio: the records as they stand now, or those of some customers.
        day: the day; what is dated after it is not in the plan yet.
        opportunity: id of the one that is open again, whatever the sheet says of its closing.
        dated_only: leave out, too, every cell that bears no date: it says how things stand now,
            and may have been filled in once the result was known.

    Source: method 9.
    Choice: a record dated after the day is not there; what a later date says was done, paid,
    answered or signed was not yet; an opportunity closed later is open, one created later is not
    there, and of one closed on an unknown day nobody knows. The selling step of what is open again
    is the typed one, taken back to the step of any node that was done later, and to the signing of
    the contract. With ``dated_only`` it is that of the last node dated done by the day. Who a
    customer is, and what is at stake (amount, product line), counts as known from the beginning.
    """
    nodes = by_opportunity(portfolio.milestones)
    plan = replace(
        portfolio,
        customers=tuple(_customer(one, day) for one in portfolio.customers),
        opportunities=tuple(_opportunities(portfolio.opportunities, day, opportunity, nodes)),
        stakeholders=tuple(_stakeholder(one, day) for one in portfolio.stakeholders),
        milestones=tuple(_node(one, day) for one in portfolio.milestones),
        stage_tasks=tuple(_node(one, day) for one in portfolio.stage_tasks),
        activities=tuple(_activity(one, day) for one in _until(portfolio.activities, day)),
        costs=tuple(_until(portfolio.costs, day)),
        invoices=tuple(_invoice(one, day) for one in _until(portfolio.invoices, day)),
        surveys=tuple(_until(portfolio.surveys, day)),
        complaints=tuple(_complaint(one, day) for one in portfolio.complaints if one.opened <= day),
        leads=tuple(_until(portfolio.leads, day)),
        decisions=tuple(_until(portfolio.decisions, day)),
    )
    return _dated(plan) if dated_only else plan


def dated_step(nodes: Iterable[Milestone]) -> int | None:
    """Return the last selling step with a node that is dated done; ``None`` without one."""
    return max((one.step for one in nodes if one.done and one.date), default=None)


def _until(records: Sequence[Any], day: dt.date) -> list[Any]:
    return [one for one in records if one.date <= day]


def _later(when: dt.date | None, day: dt.date) -> bool:
    return when is not None and when > day


def _customer(one: Customer, day: dt.date) -> Customer:
    if not (_later(one.contract_date, day) or _later(one.since, day)):
        return one
    signed = not _later(one.contract_date, day)
    return replace(
        one,
        since=None if _later(one.since, day) else one.since,
        contract_date=one.contract_date if signed else None,
        contract_number=one.contract_number if signed else None,
    )


def _opportunities(
    deals: Iterable[Opportunity], day: dt.date, wanted: str, nodes: dict[str, Sequence[Milestone]]
) -> Iterator[Opportunity]:
    for one in deals:
        if one.id == wanted or (one.status != "open" and _later(one.closed_on, day)):
            if one.id == wanted or not _later(one.created, day):
                yield _open_again(one, day, nodes.get(one.id, ()))
        elif one.status == "open":
            if not _later(one.created, day):
                yield one
        elif one.closed_on is not None:
            yield one


def _open_again(one: Opportunity, day: dt.date, nodes: Iterable[Milestone]) -> Opportunity:
    step = one.selling_step
    if step is not None:
        later = (node.step for node in nodes if node.done and _later(node.date, day))
        step = min(step, SIGNING, *later)
    return replace(one, status="open", closed_on=None, lost_reason=None, selling_step=step)


def _stakeholder(one: Stakeholder, day: dt.date) -> Stakeholder:
    return replace(one, last_contact=None) if _later(one.last_contact, day) else one


def _node(one: Any, day: dt.date) -> Any:
    """Return a milestone or a stage task, not done yet if it was done later."""
    return replace(one, done=False, date=None) if one.done and _later(one.date, day) else one


def _activity(one: Activity, day: dt.date) -> Activity:
    return replace(one, promise_kept=None) if _later(one.promise_due, day) else one


def _invoice(one: Invoice, day: dt.date) -> Invoice:
    """Return an invoice; one paid later is unpaid, and the plan still says so of its invoices."""
    if not _later(one.paid_on, day):
        return one
    return replace(one, paid_on=None, paid=None if one.paid is None else 0.0)


def _complaint(one: Complaint, day: dt.date) -> Complaint:
    if not (_later(one.responded, day) or _later(one.closed, day)):
        return one
    return replace(
        one,
        responded=None if _later(one.responded, day) else one.responded,
        closed=None if _later(one.closed, day) else one.closed,
    )


def _dated(plan: Portfolio) -> Portfolio:
    """Return the plan without what bears no date; a node not done now was not done then either."""
    nodes = tuple(one for one in plan.milestones if one.date or not one.done)
    steps = {id_: dated_step(own) for id_, own in by_opportunity(nodes).items()}
    return replace(
        plan,
        customers=tuple(map(_known_of, plan.customers)),
        opportunities=tuple(_at_stake(one, steps.get(one.id)) for one in plan.opportunities),
        stakeholders=(),
        influences=(),
        competitors=(),
        milestones=nodes,
        stage_tasks=tuple(filter(_is_dated, plan.stage_tasks)),
        objectives=(),
        actions=(),
        whitespace=(),
        answers=(),
    )


def _is_dated(one: StageTask) -> bool:
    return one.date is not None or not one.done


def _known_of(one: Customer) -> Customer:
    return Customer(
        one.id, one.name, one.industry, one.region, one.owner, one.ownership, one.parent, one.since,
        contract_number=one.contract_number if one.contract_date else None,
        contract_date=one.contract_date, row=one.row,
    )  # fmt: skip


def _at_stake(one: Opportunity, step: int | None) -> Opportunity:
    """Return an opportunity with its dates; how far a closed one came is part of own history."""
    return Opportunity(
        one.id, one.customer_id, one.amount, one.name, created=one.created,
        selling_step=step if one.status == "open" else one.selling_step,
        status=one.status, closed_on=one.closed_on, product_line=one.product_line, row=one.row,
    )  # fmt: skip
