"""How well is a customer looked after? Contact, complaints, promises, health, value."""

import datetime as dt
from collections.abc import Callable, Sequence
from math import exp2
from typing import Any, NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.care.cadence import Cadence, CadencePolicy, Promises, cadence, promises
from xlplan.core.care.voice import (
    Complaints,
    Satisfaction,
    VoicePolicy,
    complaint_state,
    satisfaction,
)
from xlplan.core.defaults import RISK_TABLE
from xlplan.core.dossier import Dossier
from xlplan.core.model import Activity
from xlplan.core.policy import Anchors, Policy
from xlplan.core.process.filing import FileState
from xlplan.core.scores import Score, weigh

HEALTH_PARTS = ("satisfaction", "closeness", "promises", "complaints", "payment", "freshness")
LATE = "customer.late_days"


class CarePolicy(NamedTuple):
    """The policy numbers of care, looked up once a run.

    Args:
        late: days late → payment risk 0–100, as in the risk table.
    """

    cadence: CadencePolicy
    voice: VoicePolicy
    half_life: float
    health: tuple[float, ...]
    late: Callable[[Any], float | None]

    @classmethod
    def of(cls, policy: Policy) -> "CarePolicy":
        """Return the numbers in force; without Days late in the risk table its default anchors."""
        own = [factor.scale for factor in policy.factors if factor.input == LATE]
        usual = next(row[4] for row in RISK_TABLE if row[3] == LATE)
        return cls(
            CadencePolicy.of(policy),
            VoicePolicy.of(policy),
            policy.number("freshness.days"),
            policy.numbers("health.weights"),
            own[0].reader if own else Anchors.parse(usual).reader,
        )


class CareView(NamedTuple):
    """How well a customer is looked after (method 7).

    Args:
        freshness: of what we know of it, 0–1; halves in ``freshness.days``.
        health: 0–100, higher is better; its parts are ``HEALTH_PARTS``.
        file: how complete our file is, which is no part of health.
        value: sum of Value amount of the 365 days, money; ``None`` when no amount is given.
        value_break_even: how likely that value must be for our cost of the year to be worth it.
    """

    cadence: Cadence
    satisfaction: Satisfaction
    complaints: Complaints
    promises: Promises
    freshness: float | None
    health: Score
    file: FileState
    value: float | None
    value_break_even: float | None


def care_view(
    dossier: Dossier,
    grade: str,
    lead: OpportunityAssessment | None,
    file: FileState,
    policy: CarePolicy,
) -> CareView:
    """Return everything of method 7 about one customer.

    Args:
        dossier: the customer and its detail records.
        grade: A–D or X, for the cadence.
        lead: its lead opportunity, for closeness and the age of what we know.
        file: how complete its file is, from ``filing.customer_file``.
        policy: the numbers in force.

    Source: method 7. Choice: a relationship that ended has no cadence.
    """
    customer, facts, as_of = dossier.customer, dossier.facts, dossier.as_of
    touch = cadence(grade, dossier, policy.cadence)
    if customer.has_ended:
        touch = touch._replace(status=None)
    said = satisfaction(dossier.surveys, as_of, policy.voice)
    complaints = complaint_state(
        dossier.complaints, as_of, policy.voice, kept=dossier.keeps_complaints
    )
    word = promises(dossier.activities, as_of)
    fresh = fact_freshness(_fact_ages(lead, (touch.days, said.age_days)), policy.half_life)
    value = value_delivered(dossier.activities, dossier.first)
    heard = (said.csi.value, _closeness(lead), _percent(word.rate), complaints.points)
    return CareView(
        touch,
        said,
        complaints,
        word,
        fresh,
        health((*heard, _payment(facts.late_days, policy), _percent(fresh)), policy.health),
        file,
        value,
        break_even_probability(facts.relationship_cost, value),
    )


def health(points: Sequence[float | None], weights: Sequence[float]) -> Score:
    """Return how healthy a relationship is, 0–100, higher is better.

    Args:
        points: satisfaction, closeness (50 + dmi/2), promises, complaints, payment (100 − r04),
            freshness, each 0–100; ``None`` = not known.
        weights: a weight each, ``health.weights``.

    Source: method 7; weights are renormalised over the known parts.

    Example:
        >>> round(health((80, 64, 100, 50, None, 50), (30, 20, 15, 15, 10, 10)).value, 2)
        71.44
    """
    return weigh(HEALTH_PARTS, weights, points, points)


def _closeness(lead: OpportunityAssessment | None) -> float | None:
    dmi = None if lead is None else lead.dmi.value
    return None if dmi is None else 50.0 + dmi / 2.0


def _payment(late_days: float | None, policy: CarePolicy) -> float | None:
    risk = None if late_days is None else policy.late(late_days)
    return None if risk is None else 100.0 - risk


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def fact_freshness(ages: Sequence[int], half_life: float) -> float | None:
    """Return how fresh facts of these ages (days) are, 0–1: the mean of 2^(−days/half-life).

    Args:
        ages: days.
        half_life: days.

    Source: method 7.

    Example:
        >>> fact_freshness([0, 90], 90), fact_freshness([], 90)
        (0.75, None)
    """
    if not ages:
        return None
    return sum([exp2(-age / half_life) for age in ages]) / len(ages)


def _fact_ages(
    lead: OpportunityAssessment | None, told: tuple[int | None, int | None]
) -> list[int]:
    """Return the ages of what we know of a customer, days.

    Choice: the facts are what each person on the lead opportunity's decision chain thinks (days
    since the last contact), what the last touch with a purpose told, and what the last survey said.
    """
    ages = [age for age in told if age is not None]
    if lead is not None:
        ages += [link[5] for link in lead.chain if link[5] is not None]
    return ages


def value_delivered(activities: Sequence[Activity], first: dt.date) -> float | None:
    """Return the sum of Value amount since a day, money; ``None`` when no amount is given.

    Source: method 7.
    """
    amounts = [
        one.value_amount for one in activities if one.value_amount is not None and one.date >= first
    ]
    return sum(amounts) if amounts else None


def break_even_probability(cost: float | None, value: float | None) -> float | None:
    """Return how likely a value must be for a cost to be worth it; above 1 = it is not.

    Args:
        cost: what the advice or service costs, money.
        value: what it saves or brings if the case occurs, money.

    Source: method 7; the typhoon case: 10 000 saves 600 000.

    Example:
        >>> round(break_even_probability(10_000, 600_000), 4)
        0.0167
    """
    return None if cost is None or not value or value < 0.0 else cost / value
