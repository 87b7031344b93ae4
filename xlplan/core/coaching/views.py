"""What should be done next about stage, relationship and care? The rules over a customer's views."""

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.care.voice import HOURS
from xlplan.core.coaching.advice import LATER, NOW, SOON, Case, Params, customer_rule, deal_rule
from xlplan.core.coaching.deals import person
from xlplan.core.grading.ranking import GRADES


@customer_rule(
    "MIGRATING", NOW, "3.7",
    "The customer is moving away from us: {reason:label}.",
    "See the people who buy elsewhere now, and learn what we lost them by.",
)  # fmt: skip
def _migrating(case: Case) -> Params | None:
    return _segment(case, "migrating")


@customer_rule(
    "COMPLAINT_UNANSWERED", NOW, "7",
    "Complaints not answered within {hours:number} hours: {count:number}.",
    "Call back today, say who deals with it and by when.",
)  # fmt: skip
def _complaint_unanswered(case: Case) -> Params | None:
    limit = case.policy.number("complaint.sla_hours")
    waits = [
        HOURS * (case.as_of - one.opened).days
        for one in case.complaints
        if one.responded is None and one.closed is None
    ]
    late = sum(hours > limit for hours in waits)
    return {"hours": limit, "count": float(late)} if late else None


@customer_rule(
    "STAGE_UNSUPPORTED", SOON, "1.1",
    "The stage is given as {claimed:label}; what is on record stops at gate {gate:number}.",
    "Do what that gate asks for and enter it, or take the stage back: none can be skipped.",
)  # fmt: skip
def _stage_unsupported(case: Case) -> Params | None:
    views = case.customer.views
    if views is None or not views.process.stage.gap:
        return None
    at = views.process.stage
    if at.stage is None or at.gate is None:
        return None
    return {"claimed": at.stage, "gate": float(at.gate)}


@customer_rule(
    "FROZEN", SOON, "3.7",
    "The customer is frozen: {reason:label}.",
    "Try once with a new person and a new occasion; if nothing moves, stop spending on it.",
)  # fmt: skip
def _frozen(case: Case) -> Params | None:
    return _segment(case, "frozen")


@customer_rule(
    "A_OVERDUE", NOW, "7",
    "Grade A, and the last touch with a purpose was {days:number} days ago; {high:number} days at "
    "most are meant.",
    "Fix a date this week, with a purpose that is worth the customer's time.",
)  # fmt: skip
def _a_overdue(case: Case) -> Params | None:
    return _overdue(case) if case.customer.grade == GRADES[0] else None


@customer_rule(
    "CONTACT_OVERDUE", SOON, "7",
    "The last touch with a purpose was {days:number} days ago; its grade asks for one every "
    "{high:number} days at most.",
    "Fix a date, with a purpose that is worth the customer's time.",
)  # fmt: skip
def _contact_overdue(case: Case) -> Params | None:
    return None if case.customer.grade == GRADES[0] else _overdue(case)


def _overdue(case: Case) -> Params | None:
    views = case.customer.views
    at = None if views is None else views.care.cadence
    if at is None or at.status != "overdue" or at.days is None:
        return None
    return {"days": float(at.days), "high": at.high}


@customer_rule(
    "CONTACT_NEVER", SOON, "7",
    "No touch with a purpose is on record.",
    "Plan the first one, and enter its purpose in Activities.",
)  # fmt: skip
def _contact_never(case: Case) -> Params | None:
    views = case.customer.views
    at = None if views is None else views.care.cadence
    return {} if at is not None and at.status == "overdue" and at.days is None else None


@customer_rule(
    "CONTACT_TOO_OFTEN", SOON, "7",
    "Touches in {window:number} days: {count:number}, more than its grade bears.",
    "Leave out what has no use for the customer; put the hours where they are due.",
)  # fmt: skip
def _contact_too_often(case: Case) -> Params | None:
    views = case.customer.views
    at = None if views is None else views.care.cadence
    if at is None or at.status != "too often":
        return None
    window = case.policy.number("cadence.window_days")
    return {"window": window, "count": float(at.touches)}


@customer_rule(
    "CSI_LOW", SOON, "7",
    "Satisfaction is {csi:score} of 100.",
    "Take the lowest dimension to the people in charge of it, and tell the customer what changes.",
)  # fmt: skip
def _csi_low(case: Case) -> Params | None:
    views = case.customer.views
    csi = None if views is None else views.care.satisfaction.csi.value
    return {"csi": csi} if csi is not None and csi < case.policy.number("coaching.csi") else None


@customer_rule(
    "DEPENDENCY", SOON, "4.2",
    "The relationship hangs on one person of ours: {reasons:words}.",
    "Bring a second person of ours in, at another level, and let the firm keep the next promise.",
)  # fmt: skip
def _dependency(case: Case) -> Params | None:
    views = case.customer.views
    if views is None or not views.relationship.dependency.personal:
        return None
    return {"reasons": views.relationship.dependency.reasons}


@customer_rule(
    "MIRROR_GAP", SOON, "4.2",
    "We and they see the relationship {gap:score} points apart, most in {element:label}.",
    "Ask them what they miss there before the next offer.",
)  # fmt: skip
def _mirror_gap(case: Case) -> Params | None:
    views = case.customer.views
    at = None if views is None else views.relationship.elements
    if at is None or at.mirror_gap is None or at.widest is None:
        return None
    if at.mirror_gap < case.policy.number("coaching.mirror"):
        return None
    return {"gap": at.mirror_gap, "element": at.widest}


@customer_rule(
    "PARTNER_GATE", SOON, "4.5",
    "A partnership without its conditions; not met: {gates:words}.",
    "Do not invest in the partnership until they are, or step back to preferred.",
)  # fmt: skip
def _partner_gate(case: Case) -> Params | None:
    views = case.customer.views
    if views is None or not views.relationship.gates.flagged:
        return None
    return {"gates": views.relationship.gates.failed}


@customer_rule(
    "LEVEL_LUXURY", SOON, "5.2",
    "The level {present:label} is a luxury here: {best:label} would be worth {gain:money} more.",
    "Decide at the next review: step back a level, or find the share of its spend that pays for it.",
)  # fmt: skip
def _level_luxury(case: Case) -> Params | None:
    views = case.customer.views
    at = None if views is None else views.choices.levels
    if at is None or not at.luxury or at.present is None or at.best is None or at.gain is None:
        return None
    return {"present": at.present, "best": at.best, "gain": at.gain}


@customer_rule(
    "HOURS_OVER", SOON, "3.9",
    "{hours:number} hours spent on it, {due:number} are due by grade and return.",
    "Move hours to customers of a better grade.",
)  # fmt: skip
def _hours_over(case: Case) -> Params | None:
    views = case.customer.views
    if views is None or views.process.hours is None or views.process.hours_due is None:
        return None
    hours, due = views.process.hours, views.process.hours_due
    if hours <= 0.0 or hours <= due * case.policy.number("coaching.hours"):
        return None
    return {"hours": hours, "due": due}


@customer_rule(
    "WALLET_GAP", LATER, "3.7",
    "We hold {share:percent} of its spend in our field; {gap:money} a year goes to others.",
    "Enter by unit and product who holds it, and choose the first gap to win.",
)  # fmt: skip
def _wallet_gap(case: Case) -> Params | None:
    views = case.customer.views
    if views is None or not views.choices.room.wallet_share:
        return None  # who buys nothing yet is a customer to win, not a gap to fill
    share, gap = views.choices.room.wallet_share, views.choices.room.wallet_gap
    if gap is None or share >= case.policy.number("coaching.wallet"):
        return None
    return {"share": share, "gap": gap}


@customer_rule(
    "TOUCH_WITHOUT_PURPOSE", LATER, "7",
    "Touches without a purpose in {window:number} days: {count:number}; they do not count.",
    "Give each touch a purpose, and enter it in Activities.",
)  # fmt: skip
def _touch_without_purpose(case: Case) -> Params | None:
    views = case.customer.views
    if views is None or not views.care.cadence.idle:
        return None
    window = case.policy.number("cadence.window_days")
    return {"window": window, "count": float(views.care.cadence.idle)}


@deal_rule(
    "QUALIFICATION_STOP", NOW, "1.3",
    "A must-question about {deal} is answered with no: “{question}”.",
    "Stop here and free the time, unless the answer changes.",
)  # fmt: skip
def _qualification_stop(case: Case, deal: OpportunityAssessment) -> Params | None:
    at = case.detail(deal)
    if at is None or at.qualification.verdict != "stop" or at.qualification.question is None:
        return None
    return {"question": at.qualification.question}


@deal_rule(
    "LOSS_LEADER_UNDECIDED", NOW, "5.4",
    "{deal} is a first order below cost, {gain:money}, and nobody has decided it.",
    "Have it decided with a reason and a review day, and enter that in Decisions.",
)  # fmt: skip
def _loss_leader_undecided(case: Case, deal: OpportunityAssessment) -> Params | None:
    views = case.customer.views
    for one in views.choices.loss_leaders if views is not None else ():
        loss = one.first_gain is not None and one.first_gain < 0.0
        if one.opportunity_id == deal.opportunity.id and loss and one.decided is None:
            return {"gain": one.first_gain or 0.0}
    return None


@deal_rule(
    "HIDDEN_POWER", SOON, "2.5",
    "More power than title on {deal}, and none of ours in touch: {who}.",
    "Get an introduction to {who}, and learn what they want from this decision.",
)  # fmt: skip
def _hidden_power(case: Case, deal: OpportunityAssessment) -> Params | None:
    at = case.detail(deal)
    hidden = () if at is None else at.key.hidden_powers
    names = tuple(
        person(link)
        for link in deal.chain
        if link.stakeholder.contact_id in hidden and not link.stakeholder.coverage
    )
    return {"who": names} if names else None


@deal_rule(
    "GROUP_OPEN", SOON, "2.2",
    "A leading group decides on {deal}, and it is not for us yet.",
    "Win its members one by one before the meeting; each needs a reason of its own.",
)  # fmt: skip
def _group_open(case: Case, deal: OpportunityAssessment) -> Params | None:
    at = case.detail(deal)
    group = None if at is None else at.collective
    return {} if group is not None and group.members and group.state == "open" else None


@deal_rule(
    "GROUP_UNKNOWN", SOON, "2.2",
    "A leading group decides on {deal}, and nobody is marked as a member of it.",
    "Mark its members in Stakeholders, column Leading group; one decision maker is not the group.",
)  # fmt: skip
def _group_unknown(case: Case, deal: OpportunityAssessment) -> Params | None:
    at = case.detail(deal)
    group = None if at is None else at.collective
    return {} if group is not None and not group.members else None


@deal_rule(
    "QUALIFICATION_OPEN", LATER, "1.3",
    "Qualification questions about {deal} without an answer: {count:number}.",
    "Ask the first one at the next touch: “{question}”.",
)  # fmt: skip
def _qualification_open(case: Case, deal: OpportunityAssessment) -> Params | None:
    at = case.detail(deal)
    if at is None or at.qualification.default or not at.qualification.unknown:
        return None
    unknown = at.qualification.unknown
    return {"count": float(len(unknown)), "question": unknown[0]}


def _segment(case: Case, name: str) -> Params | None:
    views = case.customer.views
    at = None if views is None else views.process.segment
    return {"reason": at.reason} if at is not None and at.name == name and at.reason else None
