"""What should be done next on this opportunity? The coaching rules over one open opportunity."""

from collections.abc import Iterable

from xlplan.core.assessment import Link, OpportunityAssessment
from xlplan.core.coaching.advice import LATER, NOW, SOON, Case, Params, deal_rule
from xlplan.core.grading.ranking import GradePolicy, money_risk
from xlplan.core.people.chain import AGAINST

Deal = OpportunityAssessment


@deal_rule(
    "GATE_CLOSED", NOW, "3.1",
    "{deal} is no sales opportunity as it stands: {gates:words}.",
    "Decide: remove the cause, or withdraw and free the time.",
)  # fmt: skip
def _gate_closed(_case: Case, deal: Deal) -> Params | None:
    return {"gates": deal.gates} if deal.gates else None


@deal_rule(
    "VETO_AGAINST", NOW, "2.1",
    "Against us, with a veto on {deal}: {who}.",
    "Meet {who} before anything else is sent: learn the objection, and who could answer it.",
)  # fmt: skip
def _veto_against(_case: Case, deal: Deal) -> Params | None:
    return _who(
        link for link in deal.chain
        if link.stakeholder.can_veto and link.stakeholder.attitude in AGAINST
    )  # fmt: skip


@deal_rule(
    "DECIDER_AGAINST", NOW, "2.1",
    "Against us, and deciding on {deal}: {who}.",
    "Have an ally inside make the case to {who}; if nothing moves, stop spending on it.",
)  # fmt: skip
def _decider_against(_case: Case, deal: Deal) -> Params | None:
    return _who(
        link for link in deal.chain
        if link.stakeholder.role == "decision maker"
        and link.stakeholder.attitude in AGAINST and not link.stakeholder.can_veto
    )  # fmt: skip


@deal_rule(
    "CHAIN_EMPTY", NOW, "2.4",
    "Nobody is named in the decision chain of {deal}.",
    "Name decision maker, gatekeeper, purchaser and user in Stakeholders.",
)  # fmt: skip
def _chain_empty(_case: Case, deal: Deal) -> Params | None:
    return None if deal.chain else {}


@deal_rule(
    "DECIDER_MISSING", NOW, "2.4",
    "No decision maker is on the map of {deal}.",
    "Find out who signs, and enter that person in Stakeholders.",
)  # fmt: skip
def _decider_missing(_case: Case, deal: Deal) -> Params | None:
    named = any(link.stakeholder.role == "decision maker" for link in deal.chain)
    return None if named or not deal.chain else {}


@deal_rule(
    "DECIDER_UNCOVERED", NOW, "3.3",
    "Nobody of ours is in touch with the decision maker of {deal}: {who}.",
    "Have a supporter introduce us, and agree on a first meeting.",
)  # fmt: skip
def _decider_uncovered(_case: Case, deal: Deal) -> Params | None:
    return _who(
        link for link in deal.chain
        if link.stakeholder.role == "decision maker"
        and link.stakeholder.coverage is not None and link.stakeholder.coverage <= 0.0
    )  # fmt: skip


@deal_rule(
    "CLOSE_PASSED", NOW, "3.5",
    "{deal} was to close on {day:date}, {days:number} days ago.",
    "Ask the customer for the new date and its reason; enter the date and the slip.",
)  # fmt: skip
def _close_passed(_case: Case, deal: Deal) -> Params | None:
    day = deal.opportunity.expected_close
    if day is None or deal.days_to_close is None or deal.days_to_close >= 0:
        return None
    return {"day": day, "days": float(-deal.days_to_close)}


@deal_rule(
    "NODE_MISSING", NOW, "3.4",
    "Before step {at:number} of {deal} these nodes are not done: {nodes}; each multiplies the "
    "likelihood by {factor:ratio}.",
    "Make up for “{first}” before going on.",
)  # fmt: skip
def _node_missing(case: Case, deal: Deal) -> Params | None:
    if not deal.missing_nodes:
        return None
    names = tuple(node.node or str(node.step) for node in deal.missing_nodes)
    return {
        "at": float(deal.opportunity.selling_step or 1),
        "nodes": names,
        "first": names[0],
        "factor": case.policy.number("win.phi"),
    }


@deal_rule(
    "CUSTOMER_AHEAD", NOW, "1.2",
    "The customer is at purchase step {theirs:number} of {deal}, we are at selling step "
    "{ours:number}.",
    "Ask what was decided without us, and bring what that step needs.",
)  # fmt: skip
def _customer_ahead(case: Case, deal: Deal) -> Params | None:
    if deal.lag is None or deal.lag < case.policy.number("pse.lag_flag"):
        return None
    at = deal.opportunity
    return {"theirs": float(at.purchase_step or 1), "ours": float(at.selling_step or 1)}


@deal_rule(
    "MONEY_RISK", NOW, "3.5",
    "The money risk of {deal} is {risk:score}, which costs it a letter.",
    "Ask for an advance payment, security or shorter terms before the offer.",
)  # fmt: skip
def _money_risk(case: Case, deal: Deal) -> Params | None:
    found = money_risk(deal.risk, GradePolicy.of(case.policy))
    down = case.policy.word("abcd.basis") == "both" and not deal.gates
    if found is None or not down or found < case.policy.numbers("abcd.money_down")[0]:
        return None
    return {"risk": found}


@deal_rule(
    "LOSES_MONEY", NOW, "3.5",
    "{deal} is expected to cost more than it brings: {gain:money}.",
    "Raise the price, cut what is still to be spent, or let it go.",
)  # fmt: skip
def _loses_money(_case: Case, deal: Deal) -> Params | None:
    gain = deal.expected_return
    return {"gain": gain} if gain is not None and gain < 0.0 else None


@deal_rule(
    "PUSH", NOW, "2.1",
    "The decision chain of {deal} is with us: DMI {dmi:score}.",
    "Ask for the order: agree with the customer on the steps and the day of signature.",
)  # fmt: skip
def _push(_case: Case, deal: Deal) -> Params | None:
    if deal.timing != "push" or deal.grade not in ("A", "B") or deal.dmi.value is None:
        return None
    return {"dmi": deal.dmi.value}


@deal_rule(
    "CHAIN_BEHIND", SOON, "2.1",
    "The decision chain of {deal} leans against us: DMI {dmi:score}.",
    "Decide: bring in new people, change the criteria, or stop.",
)  # fmt: skip
def _chain_behind(_case: Case, deal: Deal) -> Params | None:
    if deal.timing != "behind" or deal.dmi.value is None:
        return None
    return {"dmi": deal.dmi.value}


@deal_rule(
    "RIVAL_AHEAD", SOON, "3.3",
    "On {deal} we are {gap:score} points behind the best rival.",
    "Move the contest to criteria where we lead, or close the gap before the bids are opened.",
)  # fmt: skip
def _rival_ahead(case: Case, deal: Deal) -> Params | None:
    if deal.gap is None or deal.gap > case.policy.numbers("pse.behind")[1]:
        return None
    return {"gap": -deal.gap}


@deal_rule(
    "COACH_MISSING", SOON, "2.3",
    "{deal} has no coach.",
    "Win one: somebody who gains from our offer, sits in the meetings and wants us to win.",
)  # fmt: skip
def _coach_missing(_case: Case, deal: Deal) -> Params | None:
    return {} if deal.chain and deal.coach in (None, "none") else None


@deal_rule(
    "COACH_UNVERIFIED", SOON, "2.3",
    "The coach on {deal} is not verified: {who}.",
    "Check what {who} told us against a second source.",
)  # fmt: skip
def _coach_unverified(_case: Case, deal: Deal) -> Params | None:
    if deal.coach != "possible":
        return None
    return _who(link for link in deal.chain if link.stakeholder.coach == "possible")


@deal_rule(
    "SINGLE_THREAD", SOON, "2.4",
    "{deal} hangs on one contact: {who}.",
    "Open a second line, at another level or in another department.",
)  # fmt: skip
def _single_thread(_case: Case, deal: Deal) -> Params | None:
    touched = [link for link in deal.chain if (link.stakeholder.coverage or 0.0) > 0.0]
    return _who(touched) if len(touched) == 1 else None


@deal_rule(
    "ATTITUDE_UNKNOWN", SOON, "2.4",
    "We do not know how {who} stands, the heaviest voice on {deal}: {share:percent} of the weight.",
    "Ask the coach first, then ask {who}.",
)  # fmt: skip
def _attitude_unknown(_case: Case, deal: Deal) -> Params | None:
    total = sum(link.weight for link in deal.chain)
    heaviest = max(deal.chain, key=lambda link: link.weight, default=None)
    if heaviest is None or heaviest.stakeholder.attitude is not None or total <= 0.0:
        return None
    return {"who": person(heaviest), "share": heaviest.weight / total}


@deal_rule(
    "ATTITUDE_STALE", SOON, "2.1",
    "What we know of {who} on {deal} is more than {days:number} days old.",
    "Meet again; enter the day and the attitude found.",
)  # fmt: skip
def _attitude_stale(case: Case, deal: Deal) -> Params | None:
    days = case.policy.number("dmi.freshness_days")
    found = _who(
        link for link in deal.chain
        if link.stakeholder.attitude is not None
        and link.days_since_contact is not None and link.days_since_contact > days
    )  # fmt: skip
    return None if found is None else {**found, "days": days}


@deal_rule(
    "CLOSE_MISSING", SOON, "3.5",
    "{deal} has no expected close, so it ranks in the last time band.",
    "Ask when the customer needs delivery, count back, enter the day.",
)  # fmt: skip
def _close_missing(_case: Case, deal: Deal) -> Params | None:
    return {} if deal.days_to_close is None else None


@deal_rule(
    "BUDGET_OPEN", SOON, "1.3",
    "{deal} is at selling step {at:number}, and its budget is not approved.",
    "Ask who releases the money, and by when.",
)  # fmt: skip
def _budget_open(case: Case, deal: Deal) -> Params | None:
    """Choice: from ``coaching.budget_step`` on, as key node 1 asks for a budget or approval seen."""
    at, first = deal.opportunity.selling_step, case.policy.number("coaching.budget_step")
    if at is None or at < first or deal.opportunity.budget_status not in ("none", "planned"):
        return None
    return {"at": float(at)}


@deal_rule(
    "ASK_NEXT", LATER, "3.2",
    "The risk of {deal} rests on {known:percent} of the weight; the largest gap is {factor:label}.",
    "Find it out and enter it: {field:input}.",
)  # fmt: skip
def _ask_next(case: Case, deal: Deal) -> Params | None:
    key = deal.risk.next_question
    factor = next((one for one in case.policy.factors if one.key == key), None)
    if factor is None or deal is not case.customer.lead:
        return None
    known = deal.risk.score.completeness
    return {"known": known, "factor": factor.name, "field": factor.input}


def person(link: Link) -> str:
    """Return a stakeholder's name, or the id where the contact is not listed."""
    return link.contact.name if link.contact else link.stakeholder.contact_id


def _who(links: Iterable[Link]) -> Params | None:
    names = tuple(person(link) for link in links)
    return {"who": names} if names else None
