"""What does the whole plan say? Ranking, flips, segments and stages from the rows of its sheets."""

import datetime as dt
from typing import Any, NamedTuple

from xlplan.core.assess import assess
from xlplan.core.assessment import Assessment
from xlplan.core.issues import PlanError
from xlplan.core.model import Portfolio
from xlplan.core.moves.flip import flips
from xlplan.core.policy import Policy
from xlplan.core.process.prospects import LEAD_STAGES, prospecting
from xlplan.functions.kinds import (
    Activities,
    CellError,
    Competitors,
    Contacts,
    Costs,
    Customers,
    Decisions,
    Grid,
    Influences,
    Invoices,
    Leads,
    Milestones,
    Opportunities,
    RefusedError,
    StageTasks,
    Stakeholders,
    Text,
)

RANKING = (
    "place", "opportunity", "customer", "grade", "likelihood", "risk", "expected return",
    "return an hour", "gates",
)  # fmt: skip
FLIPS = ("direction", "to grade", "sheet", "id", "field", "old", "new", "share of the range")
SEGMENTS = ("customer", "segment", "reason", "wallet gap")
STAGES = ("customer", "claimed", "supported", "stages too high", "first open gate", "tasks done")
LEADS = ("stage", "names", "own rate to the next", "names for a win", "by 10-5-3-1")

NO_OPPORTUNITY = "There is no open opportunity “{opportunity}” in these rows."


class Plan(NamedTuple):
    """The sheets of a plan, each in the order of the contract or under its headings.

    Args:
        as_of: the day for which the figures hold.
        customers: rows of Customers.
        opportunities: rows of Opportunities.
        stakeholders: rows of Stakeholders.
        competitors: rows of Competitors.
        contacts: rows of Contacts.
        influences: rows of Influences.
        milestones: rows of Milestones.
        activities: rows of Activities.
        invoices: rows of Invoices.
        costs: rows of Costs.
        stage_tasks: rows of Stage tasks.
        decisions: rows of Decisions.
    """

    as_of: dt.date
    customers: Customers
    opportunities: Opportunities | None
    stakeholders: Stakeholders | None
    competitors: Competitors | None
    contacts: Contacts | None
    influences: Influences | None
    milestones: Milestones | None
    activities: Activities | None
    invoices: Invoices | None
    costs: Costs | None
    stage_tasks: StageTasks | None
    decisions: Decisions | None


def ranking(plan: Plan, policy: Policy) -> Grid:
    """Return the open opportunities in the order of our time, a row each, best first.

    Source: method 3.5.

    Example:
        >>> from xlplan.functions import call
        >>> deals = [["O1", "C1", "", 9e4], ["O2", "C1", "", 8e4, "", "", "2026-04-10"]]
        >>> [row[:4] for row in call("RANKING", ["2026-03-31", [["C1", "North"]], deals]).value]
        [[1, 'O2', 'C1', 'C'], [2, 'O1', 'C1', 'D']]
    """
    return [
        [
            one.priority, one.opportunity.id, one.customer.id, one.grade, one.p_rank,
            one.risk.score.value, one.expected_return, one.return_per_hour,
            ", ".join(one.gates) or None,
        ]
        for one in _assessed(plan, policy).opportunities
    ]  # fmt: skip


def flip(opportunity: Text, plan: Plan, policy: Policy) -> Grid:
    """Return what would move the grade of an opportunity: each single change, the nearest first.

    Args:
        opportunity: id of an open one.
        plan: the sheets.
        policy: the numbers in force.

    Source: method 3.6.

    Example:
        >>> from xlplan.functions import call
        >>> deals = [["O2", "C1", "", 8e4, "", "", "2026-08-10"]]
        >>> call("FLIP", ["O2", "2026-03-31", [["C1", "North"]], deals]).value[0][:6]
        ['better', 'C', 'opportunities', 'O2', 'expected_close', datetime.date(2026, 8, 10)]
    """
    try:
        found = flips(_assessed(plan, policy), opportunity)
    except PlanError as wrong:
        raise RefusedError(CellError.NA, NO_OPPORTUNITY, opportunity=opportunity) from wrong
    return [
        [one.direction, one.to_grade, one.sheet, one.key, one.field, one.old, one.shown,
         one.change_share]
        for one in found
    ]  # fmt: skip


def segment(plan: Plan, policy: Policy) -> Grid:
    """Return the segment of each customer: frozen, migrating, value, potential or ordinary.

    Source: method 3.7.

    Example:
        >>> from xlplan.functions import call
        >>> rows = [["Customer ID", "Customer", "Sales 12m", "Sales prior 12m"],
        ...         ["C1", "North", 50, 100], ["C2", "South", 100, 90]]
        >>> call("SEGMENT", ["2026-03-31", rows]).value
        [['C1', 'migrating', 'sales down', None], ['C2', 'ordinary', None, None]]
    """
    found = _assessed(plan, policy)
    views = {one.customer.id: one.views.process.segment for one in found.customers if one.views}
    return [[one.id, *views[one.id]] for one in plan.customers]


def stage_standing(plan: Plan, policy: Policy) -> Grid:
    """Return which stage each relationship claims, and which one the records support.

    Source: method 1.1.

    Example:
        >>> from xlplan.functions import call
        >>> rows = [["Customer ID", "Customer", "Relationship stage"], ["C1", "North", "成熟期"]]
        >>> call("STAGE_STANDING", ["2026-03-31", rows]).value
        [['C1', 'mature', None, 0, 1, None]]
    """
    found = _assessed(plan, policy)
    views = {one.customer.id: one.views.process.stage for one in found.customers if one.views}
    return [
        [one.id, at.stage, at.supported, at.gap, at.gate, at.progress]
        for one in plan.customers
        for at in (views[one.id],)
    ]


def lead_rates(leads: Leads, as_of: dt.date, policy: Policy) -> Grid:
    """Return our own step rates from name to win, and how many names a win takes by them.

    Args:
        leads: rows of Leads, in the order of the contract or under their headings.
        as_of: the day for which the figures hold.
        policy: the numbers in force.

    Source: method 1.4 (10-5-3-1).

    Example:
        >>> from xlplan.functions import call
        >>> call("LEAD_RATES", [[["2026-01-05", "North", "", "win"]], "2026-03-31"]).value[-1]
        ['win', 1, None, 1.0, 1.0]
    """
    found = prospecting(leads, as_of, policy)
    rows = zip(
        LEAD_STAGES, found.reached, (*found.rates, None), found.per_win, found.per_win_rule,
        strict=True,
    )  # fmt: skip
    return [list(row) for row in rows]


def _assessed(plan: Plan, policy: Policy) -> Assessment:
    sheets: dict[str, Any] = plan._asdict()
    del sheets["as_of"]
    sheets = {name: rows or () for name, rows in sheets.items()}
    return assess(Portfolio(**sheets), policy, plan.as_of)
