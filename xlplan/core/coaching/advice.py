"""What is a piece of advice, and what may a coaching rule look at? Shapes and register of rules."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.model import Action, Activity, Complaint, LeftOut, Objective
from xlplan.core.policy import Policy

if TYPE_CHECKING:
    from xlplan.core.dealdetail import DealDetail

Param = str | float | dt.date | tuple[str, ...]
Params = dict[str, Param]

NOW, SOON, LATER = 1, 2, 3
"""Priorities: this week, this month, by the next review."""


class Advice(NamedTuple):
    """One thing to do next, as data; its sentences stand in ``RULES``.

    Args:
        code: the rule's name.
        priority: 1 this week, 2 this month, 3 by the next review.
        params: what the sentences need, unformatted (money, shares 0–1, dates, names).
        opportunity_id: the opportunity it is about, ``None`` for the customer as a whole.
    """

    code: str
    priority: int
    params: Mapping[str, Param]
    opportunity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One customer as the rules see it: its assessment and the records that no score holds.

    Args:
        framework: sum of its small orders that together reach the funnel's threshold.
        unread: its opportunities whose rows gave no record.
        strays: such opportunities of nobody known, which may be its.
    """

    customer: CustomerAssessment
    policy: Policy
    as_of: dt.date
    objectives: Sequence[Objective] = ()
    actions: Sequence[Action] = ()
    activities: Sequence[Activity] = ()
    complaints: Sequence[Complaint] = ()
    framework: float | None = None
    unread: Sequence[LeftOut] = ()
    strays: Sequence[LeftOut] = ()

    def detail(self, deal: OpportunityAssessment) -> "DealDetail | None":
        """Return what else is known of one of the customer's open opportunities."""
        views = self.customer.views
        if views is None:
            return None
        pairs = zip(self.customer.opportunities, views.details, strict=True)
        return next((detail for one, detail in pairs if one is deal), None)


OnCustomer = Callable[[Case], Params | None]
OnDeal = Callable[[Case, OpportunityAssessment], Params | None]


class Rule(NamedTuple):
    """A coaching rule.

    Args:
        code: its name, the key of its Chinese in ``zh.toml``.
        priority: 1 this week, 2 this month, 3 by the next review.
        source: section of the method.
        what: what was found; ``{name}`` or ``{name:kind}`` stands for a parameter, kinds are
            money, percent, number, score, date, words (labels) and input (of a risk factor).
        step: what to do about it.
        on_customer: its condition over a customer, or
        on_deal: its condition over an open opportunity; either returns ``None`` when it is quiet.
    """

    code: str
    priority: int
    source: str
    what: str
    step: str
    on_customer: OnCustomer | None = None
    on_deal: OnDeal | None = None


RULES: dict[str, Rule] = {}
"""Every rule by its code, in the order in which equals are listed."""

STOPS = frozenset({"GATE_CLOSED", "QUALIFICATION_STOP"})
"""What is said of an opportunity that is no sales opportunity as it stands."""

OWED = frozenset({
    "LUXURY", "BELOW_COST", "PAYS_TOO_LATE", "LIMIT_EXCEEDED", "COMPLAINT_OPEN",
    "COMPLAINT_UNANSWERED", "PROMISE_BROKEN", "PROMISE_DUE", "ACTION_LATE", "DEAL_NOT_READ",
    "OWNER_MISSING", "CONCENTRATION", "HOURS_OVER",
})  # fmt: skip
"""What is still to be done for a customer whose relationship has ended."""


def customer_rule(
    code: str, priority: int, source: str, what: str, step: str
) -> Callable[[OnCustomer], OnCustomer]:
    """Register the condition that follows as a rule over a customer."""

    def add(condition: OnCustomer) -> OnCustomer:
        RULES[code] = Rule(code, priority, source, what, step, on_customer=condition)
        return condition

    return add


def deal_rule(
    code: str, priority: int, source: str, what: str, step: str
) -> Callable[[OnDeal], OnDeal]:
    """Register the condition that follows as a rule over an open opportunity."""

    def add(condition: OnDeal) -> OnDeal:
        RULES[code] = Rule(code, priority, source, what, step, on_deal=condition)
        return condition

    return add
