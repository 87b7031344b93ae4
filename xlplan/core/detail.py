"""What has happened, and what is planned? The detail records of a plan: logs, ledgers and lists.

The conventions are those of ``model``, which offers these classes too.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageTask:
    """A task of a relationship stage, done or not."""

    customer_id: str
    stage: str
    task: str
    done: bool | None = None
    date: dt.date | None = None
    evidence: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """One touch: a visit, a call, a dinner, with what it gave and what it promised."""

    date: dt.date
    customer_id: str
    contact_id: str | None = None
    opportunity_id: str | None = None
    who: str | None = None
    channel: str | None = None
    purpose: str | None = None
    value_given: str | None = None
    value_amount: float | None = None
    hours: float | None = None
    accepted: bool | None = None
    promise: str | None = None
    promise_due: dt.date | None = None
    promise_kept: bool | None = None
    written: bool | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """Money spent on a relationship."""

    date: dt.date
    customer_id: str
    amount: float
    opportunity_id: str | None = None
    level: str | None = None
    category: str | None = None
    approved: bool | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice and what has been paid of it."""

    id: str
    customer_id: str
    date: dt.date
    amount: float
    due: dt.date | None = None
    paid_on: dt.date | None = None
    paid: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """One answer of a satisfaction survey."""

    date: dt.date
    customer_id: str
    dimension: str | None = None
    score: float | None = None
    recommend: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint and how it was handled."""

    opened: dt.date
    customer_id: str
    severity: float | None = None
    responded: dt.date | None = None
    closed: dt.date | None = None
    cause: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Objective:
    """What we want to reach with a customer."""

    id: str
    customer_id: str
    name: str
    measure: str | None = None
    target: float | None = None
    actual: float | None = None
    owner: str | None = None
    due: dt.date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody will do, and by when."""

    name: str
    customer_id: str
    objective_id: str | None = None
    owner: str | None = None
    due: dt.date | None = None
    status: str | None = None
    evidence: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Whitespace:
    """What a customer's unit buys of a product now, and could buy."""

    customer_id: str
    product: str
    unit: str | None = None
    current: float | None = None
    potential: float | None = None
    competitor: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Lead:
    """A name that may become a customer."""

    date: dt.date
    name: str
    source: str | None = None
    stage: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one qualification question about an opportunity."""

    opportunity_id: str
    question: str
    must: bool | None = None
    answer: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on record: who decided what, why, and when it is looked at again."""

    date: dt.date
    customer_id: str
    opportunity_id: str | None = None
    kind: str | None = None
    decider: str | None = None
    reason: str | None = None
    review_on: dt.date | None = None
    row: int = 0
