"""What does a plan consist of? The records of a planning workbook, one class a sheet.

Every record is what a planner typed, checked and typed by kind: blank is ``None``. Money is in the
plan's currency, a share lies in 0–1, a score in 0–100, a rating in 1–5. ``row`` is the row of the
sheet that it came from, so that a later finding can still name its cell.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from xlplan.core.detail import (
    Action,
    Activity,
    Answer,
    Complaint,
    Cost,
    Decision,
    Invoice,
    Lead,
    Objective,
    StageTask,
    Survey,
    Whitespace,
)

__all__ = [
    "Action",
    "Activity",
    "Answer",
    "Competitor",
    "Complaint",
    "Contact",
    "Cost",
    "Customer",
    "Decision",
    "Influence",
    "Invoice",
    "Lead",
    "Milestone",
    "Objective",
    "Opportunity",
    "Portfolio",
    "StageTask",
    "Stakeholder",
    "Survey",
    "Whitespace",
]


@dataclass(frozen=True, slots=True)
class Customer:
    """A firm that buys, or could buy, from us."""

    id: str
    name: str
    industry: str | None = None
    region: str | None = None
    owner: str | None = None
    ownership: str | None = None
    parent: str | None = None
    since: dt.date | None = None
    stage: str | None = None
    level: str | None = None
    revenue: float | None = None
    wallet: float | None = None
    sales_12m: float | None = None
    sales_prior_12m: float | None = None
    gross_margin: float | None = None
    current_ratio: float | None = None
    credit_rating: str | None = None
    dso_days: float | None = None
    late_days: float | None = None
    credit_limit: float | None = None
    retention: float | None = None
    relationship_cost: float | None = None
    strategic: bool | None = None
    bonding: float | None = None
    reciprocity: float | None = None
    empathy: float | None = None
    trust: float | None = None
    their_bonding: float | None = None
    their_reciprocity: float | None = None
    their_empathy: float | None = None
    their_trust: float | None = None
    trust_in_firm: float | None = None
    trust_in_person: float | None = None
    contract_number: str | None = None
    contract_date: dt.date | None = None
    notes: str | None = None
    row: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether the relationship is over: nothing more is worked for, what is owed is settled."""
        return self.stage == "ended"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer."""

    id: str
    customer_id: str
    name: str
    title: str | None = None
    department: str | None = None
    seniority: float | None = None
    reports_to: str | None = None
    our_contact: str | None = None
    personal_ties: float | None = None
    preferred_channel: str | None = None
    birthday: dt.date | None = None
    brain_a: float | None = None
    brain_b: float | None = None
    brain_c: float | None = None
    brain_d: float | None = None
    awareness: float | None = None
    integrity: float | None = None
    notes: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A deal that can be won or lost whole."""

    id: str
    customer_id: str
    amount: float
    name: str | None = None
    gross_margin: float | None = None
    created: dt.date | None = None
    expected_close: dt.date | None = None
    purchase_step: int | None = None
    selling_step: int | None = None
    entry_step: int | None = None
    status: str = "open"
    closed_on: dt.date | None = None
    lost_reason: str | None = None
    budget_status: str | None = None
    advance_share: float | None = None
    fit: float | None = None
    feasible: bool | None = None
    budget_clarity: float | None = None
    payment_terms: float | None = None
    authority_known: float | None = None
    standards: int | None = None
    probability: float | None = None
    remaining_hours: float | None = None
    remaining_cost: float | None = None
    slips: int | None = None
    loss_leader: bool | None = None
    clear_facts: int | None = None
    first_facts: int | None = None
    win_vote: bool | None = None
    product_line: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A contact's part in the decision on one opportunity."""

    opportunity_id: str
    contact_id: str
    role: str | None = None
    coach: str | None = None
    meeting_access: float | None = None
    coach_motive: int | None = None
    facts_verified: float | None = None
    formal_influence: float | None = None
    informal_influence: float | None = None
    attitude: str | None = None
    confidence: float | None = None
    coverage: float | None = None
    can_veto: bool | None = None
    last_contact: dt.date | None = None
    organisation_interest: float | None = None
    personal_interest: str | None = None
    leading_group: bool | None = None
    focus: str | None = None
    evidence: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Influence:
    """Who moves whom inside a customer (contact ids)."""

    source: str
    target: str
    kind: str | None = None
    strength: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Competitor:
    """How one bidder (``us`` is ourselves) looks to the buyer, scores 0–100."""

    opportunity_id: str
    name: str
    brand: float | None = None
    product: float | None = None
    service: float | None = None
    relationship: float | None = None
    price: float | None = None
    quality: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Milestone:
    """A key node of the selling process, done or not."""

    opportunity_id: str
    step: int
    node: str | None = None
    done: bool | None = None
    date: dt.date | None = None
    evidence: str | None = None
    row: int = 0


class LeftOut(NamedTuple):
    """A row of the workbook that gave no record, since a cell that it needs says nothing usable.

    Args:
        sheet: key of the sheet, a field of ``Portfolio``.
        row: its row in the workbook.
        id: what stands in its column of ids, ``""`` without one.
        customer_id: the customer that the row names, itself or by its opportunity; ``""`` for none.
        status: what its column Status says; ``None`` where it is blank or there is none.
        cell: the cell for which it was left out (``"D8"``).
        column: that cell's heading as found.
        value: that cell's text as found, ``""`` where it is blank.
    """

    sheet: str
    row: int
    id: str
    customer_id: str
    status: str | None
    cell: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A whole plan: every record of a workbook, in the order of its rows.

    ``columns`` says where each sheet's columns lie (sheet key → field → column letters) and
    ``sheets`` what the sheets are called there, so that a record's field has an address;
    ``left_out`` are the rows that gave no record, so that nobody takes them for absent.
    """

    customers: tuple[Customer, ...] = ()
    contacts: tuple[Contact, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    influences: tuple[Influence, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    stage_tasks: tuple[StageTask, ...] = ()
    activities: tuple[Activity, ...] = ()
    costs: tuple[Cost, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    surveys: tuple[Survey, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    whitespace: tuple[Whitespace, ...] = ()
    leads: tuple[Lead, ...] = ()
    answers: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sheets: Mapping[str, str] | None = None
    columns: Mapping[str, Mapping[str, str]] | None = None
    left_out: tuple[LeftOut, ...] = ()

    def has(self, sheet: str) -> bool:
        """Return whether the workbook has that sheet at all (``"costs"``), filled or not."""
        return bool(getattr(self, sheet)) if self.sheets is None else sheet in self.sheets
