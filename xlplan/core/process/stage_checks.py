"""Which stages are claimed and not shown? Findings about stages, tasks, and moves between plans."""

from collections.abc import Iterable, Sequence

from xlplan.core.checks import address
from xlplan.core.issues import Finding, finding
from xlplan.core.model import Customer, Portfolio
from xlplan.core.process.stage_tasks import ENDED, PLACE, meant
from xlplan.core.process.stages import StageStanding, stage_move


def stage_findings(
    plan: Portfolio, standings: Iterable[tuple[Customer, StageStanding]]
) -> tuple[Finding, ...]:
    """Return findings about stages.

    One for each stage claimed above the supported one, one for each relationship ended without a
    reason, one with a count for all tasks in words that the method does not know.

    Args:
        plan: for the addresses of the cells.
        standings: each customer with its standing.

    Source: method 1.1.
    """
    found = []
    for customer, at in standings:
        place = address(plan, "customers", "stage", customer.row)
        if at.gap and at.stage and at.supported and at.gate:
            found.append(finding(
                "STAGE_GAP", *place, at.stage, id=customer.id, claimed=_number(at.stage),
                supported=_number(at.supported), gate=at.gate, count=len(at.open),
            ))  # fmt: skip
        elif at.unexplained:
            found.append(finding("STAGE_NO_REASON", *place, at.stage, id=customer.id))
    own = [one for one in plan.stage_tasks if one.stage != ENDED and not meant(one.stage, one.task)]
    if own:
        place = address(plan, "stage_tasks", "task", own[0].row)
        found.append(finding("STAGE_TASK_OWN", *place, own[0].task, count=len(own)))
    return tuple(found)


def move_findings(
    before: Portfolio, after: Portfolio, *, allow_regress: bool
) -> tuple[Finding, ...]:
    """Return a finding for each customer whose stage moved as no relationship can.

    Source: method 1.1 (不可跳跃). For two states of one plan: a snapshot, or a what-if.
    """
    was = {one.id: one.stage for one in before.customers}
    found: list[Finding] = []
    for one in _moved(after.customers, was):
        code = stage_move(was[one.id], one.stage, allow_regress=allow_regress)
        if code is not None:
            place = address(after, "customers", "stage", one.row)
            first, then = _number(was[one.id]), _number(one.stage)
            found.append(finding(code, *place, one.stage, id=one.id, before=first, after=then))
    return tuple(found)


def _moved(customers: Sequence[Customer], was: dict[str, str | None]) -> list[Customer]:
    return [one for one in customers if one.id in was and one.stage != was[one.id]]


def _number(stage: str | None) -> int:
    """Return the stage's number 1–5, 0 for an ended one."""
    return PLACE.get(stage or "", -1) + 1
