"""Which key nodes of the sale are behind us? Milestones, and what the other sheets show of them."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.model import Milestone
from xlplan.core.people.chain import NO_COACH

_BUDGET = {"funded": True, "approved": True, "planned": False, "none": False}
_CHART_AND_KEY = 4
"""The first four key-person steps: coach, chart, roles, key person with attitude."""

Condition = tuple[str, bool | None]

_FROM_THE_BID: tuple[tuple[Condition, ...], ...] = (
    (("compliant bid", None), ("shortlist", None)),
    (("contract", None),),
    (("acceptance", None), ("payment", None)),
)
"""Nodes 4 to 6. No other sheet shows them of one opportunity: a contract number and an invoice are
the customer's, and the selling step is a claim."""


class KeyNode(NamedTuple):
    """A key node of one selling step (their texts stand in ``cards.toml``).

    Args:
        step: selling step 1–6.
        done: ``None`` when neither Milestones nor another sheet tells.
        source: ``milestones`` where a row tells, ``records`` where other sheets do, else ``None``.
        open: what is not shown yet: budget, gates, key person, coach, coach quality (there is one,
            and not all three facts of 2.3 about it are known), supplier list, standards,
            compliant bid, shortlist, contract, acceptance, payment, or the nodes of Milestones that
            are not done.
    """

    step: int
    done: bool | None
    source: str | None
    open: tuple[str, ...]


def key_nodes(
    deal: OpportunityAssessment,
    key_person_step: int,
    milestones: Sequence[Milestone],
    least_coach: float,
) -> tuple[KeyNode, ...]:
    """Return the six key nodes of an opportunity.

    Args:
        deal: the assessment.
        key_person_step: 1–7, of its ``DealDetail``.
        milestones: its rows of Milestones.
        least_coach: coach quality asked for by node 2 (``node.coach``).

    Source: method 1.2 (关键节点, S4).
    Choice: rows of Milestones tell of their step; only where a step has no row with an answer do
    the other sheets, and the nodes from the bid on leave no trace there.
    """
    told: dict[int, list[Milestone]] = {}
    for one in milestones:
        if one.done is not None:
            told.setdefault(one.step, []).append(one)
    own = _project(deal), _people(deal, key_person_step, least_coach), _standards(deal)
    return (
        *[
            _told(step, told[step]) if step in told else _shown(step, asked)
            for step, asked in enumerate(own, 1)
        ],
        *[_told(node.step, told[node.step]) if node.step in told else node for node in _UNSEEN],
    )


def _told(step: int, rows: Sequence[Milestone]) -> KeyNode:
    left = tuple([one.node or str(step) for one in rows if not one.done])
    return KeyNode(step, not left, "milestones", left) if left else _DONE[step - 1]


@cache  # a step has few states, and most opportunities leave it to the other sheets
def _shown(step: int, asked: tuple[Condition, ...]) -> KeyNode:
    met = [state for _, state in asked]
    done = False if False in met else None if None in met else True
    left = tuple([name for name, state in asked if state is not True])
    return KeyNode(step, done, "records" if done is not None else None, left)


_DONE = tuple([KeyNode(step, True, "milestones", ()) for step in range(1, 7)])
_UNSEEN = tuple([_shown(step, asked) for step, asked in enumerate(_FROM_THE_BID, 4)])


def _project(deal: OpportunityAssessment) -> tuple[Condition, ...]:
    budget = deal.opportunity.budget_status
    return (("budget", _BUDGET.get(budget) if budget else None), ("gates", not deal.gates))


def _people(deal: OpportunityAssessment, step: int, least_coach: float) -> tuple[Condition, ...]:
    coach, name = None, "coach" if deal.coach in NO_COACH else "coach quality"
    if deal.coach_quality is not None:
        coach, name = deal.coach_quality >= least_coach, "coach"
    return (("key person", step > _CHART_AND_KEY), (name, coach), ("supplier list", None))


def _standards(deal: OpportunityAssessment) -> tuple[Condition, ...]:
    count = deal.opportunity.standards
    return (("standards", None if count is None else count > 0),)
