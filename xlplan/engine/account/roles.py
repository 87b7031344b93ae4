"""How far are we with the key person, and what does each role want to hear? Beside the chain."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment, Link, OpportunityAssessment
from xlplan.core.dealdetail import DealDetail
from xlplan.core.people.chain import ROLES
from xlplan.core.people.keyperson import KEY_STEPS
from xlplan.core.process.qualification import Qualification
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Field, HintRow
from xlplan.engine.cards import card, cards
from xlplan.engine.plain import clean


def lead_detail(customer: CustomerAssessment) -> DealDetail | None:
    """Return what else is known of the lead opportunity."""
    if customer.views is None or customer.lead is None:
        return None
    pairs = zip(customer.opportunities, customer.views.details, strict=True)
    return next((detail for deal, detail in pairs if deal is customer.lead), None)


def strategy(customer: CustomerAssessment, frame: Frame) -> tuple[Field, ...]:
    """Return qualification, key-person step, title against role, and the group that decides."""
    lead, detail = customer.lead, lead_detail(customer)
    if lead is None or detail is None:
        return ()
    return tuple(_strategy(lead, detail, frame))


def _strategy(lead: OpportunityAssessment, detail: DealDetail, frame: Frame) -> Iterator[Field]:
    t = frame.t
    yield _qualified(detail.qualification, frame)
    if lead.chain:
        yield _coached(lead, frame)
    step = detail.key_person_step
    if step > len(KEY_STEPS):
        yield Field(t("Key-person strategy"), t("all six steps are evidenced"), "", "good")
    else:
        told = card("key_step", step, t.lang)
        at = t("step {step} of 6: {name}", step=step, name=told["name"])
        yield Field(t("Key-person strategy"), at, told["how"])
    names = {one.stakeholder.contact_id: _name(one) for one in lead.chain}
    for kind, found in (
        ("hidden power", detail.key.hidden_powers), ("empty title", detail.key.empty_titles)
    ):  # fmt: skip
        if found:
            yield Field(frame.cap(kind), frame.some([names[one] for one in found]),
                        t("title and influence differ"), "fair")  # fmt: skip
    group = detail.collective
    if group is not None:
        note = t("for us: {share} of the group's weight", share=frame.percent(group.for_share))
        if not group.members:
            note = t("nobody is marked in the column Leading group")
        note += t("; ") + card("collective", group.state, t.lang)["how"]
        state = t("for us") if group.state == "for us" else t("undecided")
        yield Field(t("Leading group decides"), state, note,
                    "good" if group.state == "for us" else "fair")  # fmt: skip


def _qualified(asked: Qualification, frame: Frame) -> Field:
    """Return the verdict, and the question to ask next: the planner's own, or the method's."""
    t = frame.t
    note = clean(asked.question) if asked.question else ""
    if not note and asked.unknown:
        first = clean(asked.unknown[0])
        if asked.default:
            first = card("question", asked.unknown[0], t.lang)["asks"]
        count = len(asked.unknown)
        note = t("without an answer: {count}; ask first: {question}", count=count, question=first)
    tone = {"stop": "bad", "go": "good"}.get(asked.verdict, "plain")
    return Field(t("Qualification"), t(asked.verdict), note, tone)


def _coached(lead: OpportunityAssessment, frame: Frame) -> Field:
    """Return the six inside facts to ask a coach for; without one, by what to know one."""
    t = frame.t
    if lead.coach in (None, "none"):
        signs = [one["name"] for one in cards("coach_sign", t.lang).values()]
        return Field(t("Find a coach"), t("nobody yet"), t.sentences(*signs), "fair")
    facts = frame.names([one["name"] for one in cards("inside_fact", t.lang).values()])
    known = max((link.stakeholder.facts_verified or 0.0 for link in lead.chain), default=0.0)
    return Field(t("Ask the coach"), t("{share} verified", share=frame.percent(known)), facts)


def _name(link: Link) -> str:
    return clean(link.contact.name if link.contact else "") or clean(link.stakeholder.contact_id)


def hints(lead: OpportunityAssessment | None, frame: Frame) -> tuple[HintRow, ...]:
    """Return for each role on the chain what it cares about and asks, with the people in it."""
    rows = []
    for role in ROLES if lead is not None else ():
        who = [_name(link) for link in lead.chain if link.stakeholder.role == role] if lead else []
        if who:
            told = card("role", role, frame.t.lang)
            rows.append(
                HintRow(told["name"], frame.some(who), told["purpose"], told["cares"], told["asks"])
            )
    return tuple(rows)
