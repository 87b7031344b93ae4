"""What should be done next to close on time? The rules over slips, close plan, and hours of an A."""

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.coaching.advice import NOW, SOON, Case, Params, customer_rule, deal_rule
from xlplan.core.grading.ranking import GRADES
from xlplan.core.process.close_plan import ClosePlan


@deal_rule(
    "CLOSE_NODE_LATE", NOW, "10",
    "The close plan of {deal} slips: “{node}” was due {days:number} days ago and is not done.",
    "Get “{node}” done or agree on a new day with the customer; move the close if it depends on it.",
)  # fmt: skip
def _close_node_late(case: Case, deal: OpportunityAssessment) -> Params | None:
    """Choice: a node below the selling step is missing, which ``NODE_MISSING`` says."""
    at = close_plan_of(case, deal)
    late = [] if at is None else [node for node in at.late if node not in deal.missing_nodes]
    if not late or late[0].date is None:
        return None
    node = late[0].node or str(late[0].step)
    return {"node": node, "days": float((case.as_of - late[0].date).days)}


@deal_rule(
    "CLOSE_SLIPPED", SOON, "3.5",
    "The close of {deal} has been put off {slips:number} times.",
    "Ask the customer what has to happen before the signature; enter each node with its day in "
    "Milestones, and leave the close where the last one puts it.",
)  # fmt: skip
def _close_slipped(case: Case, deal: OpportunityAssessment) -> Params | None:
    slips = deal.opportunity.slips or 0
    return {"slips": float(slips)} if slips >= case.policy.number("abcd.slips") else None


@deal_rule(
    "NODE_AFTER_CLOSE", SOON, "10",
    "“{node}” of {deal} is planned for {day:date}, after the expected close on {close:date}.",
    "Bring the node forward, or move the close: one of the two days is wrong.",
)  # fmt: skip
def _node_after_close(case: Case, deal: OpportunityAssessment) -> Params | None:
    at, close = close_plan_of(case, deal), deal.opportunity.expected_close
    after = () if at is None else at.after_close
    if not after or after[0].date is None or close is None:
        return None
    return {"node": after[0].node or str(after[0].step), "day": after[0].date, "close": close}


@customer_rule(
    "HOURS_UNDER", SOON, "3.9",
    "Grade A and only {hours:number} hours spent on it; {due:number} are due by grade and return.",
    "Take hours from customers of a lower grade, and put them into this one's next node.",
)  # fmt: skip
def _hours_under(case: Case) -> Params | None:
    views = case.customer.views
    if case.customer.grade != GRADES[0] or views is None:
        return None
    hours, due = views.process.hours, views.process.hours_due
    if hours is None or due is None or hours * case.policy.number("coaching.hours") >= due:
        return None
    return {"hours": hours, "due": due}


def close_plan_of(case: Case, deal: OpportunityAssessment) -> ClosePlan | None:
    """Return the close plan of one of the customer's open opportunities."""
    detail = case.detail(deal)
    return None if detail is None else detail.close
