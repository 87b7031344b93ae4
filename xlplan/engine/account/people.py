"""Who decides, how do they stand to us, who covers them? The decision chain of an account plan."""

from xlplan.core.assessment import CustomerAssessment, Link, OpportunityAssessment
from xlplan.core.model import Contact
from xlplan.core.people.chain import AGAINST, NO_COACH
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.moves import UNREAD
from xlplan.engine.account.persons import approaches
from xlplan.engine.account.roles import hints, strategy
from xlplan.engine.account.rows import Closing, DealRow, Field, PersonRow
from xlplan.engine.account.shapes import Chain
from xlplan.engine.advice import NextStep
from xlplan.engine.picture.map import Influencing, Person, weight_dots
from xlplan.engine.plain import clean

FOR = frozenset({"supportive", "champion"})
TONES = {"champion": "good", "supportive": "good", "neutral": "plain",
         "opposed": "poor", "hostile": "bad"}  # fmt: skip
TIMING_TONES = {"push": "good", "build": "fair", "contested": "poor", "behind": "bad"}
PEOPLE_DRAWN = 40
ADVICE = frozenset({
    "GATE_CLOSED", "VETO_AGAINST", "DECIDER_AGAINST", "CHAIN_EMPTY", "DECIDER_MISSING", "DECIDER_UNCOVERED",
    "CHAIN_BEHIND", "COACH_MISSING", "COACH_UNVERIFIED", "SINGLE_THREAD", "ATTITUDE_UNKNOWN",
    "ATTITUDE_STALE", "PUSH", "HIDDEN_POWER", "GROUP_OPEN", "GROUP_UNKNOWN",
})  # fmt: skip
"""The advice that is about people."""


def chain(
    customer: CustomerAssessment, rows: tuple[DealRow, ...], steps: list[NextStep], frame: Frame
) -> Chain:
    """Return the decision chain of the lead opportunity, and in short the others that have one."""
    lead = customer.lead
    drawn = _drawn(customer, frame)
    others = [
        row
        for deal, row in zip(customer.opportunities, rows, strict=True)
        if deal is not lead and deal.chain
    ]
    hidden = len(customer.contacts) + _unlisted(lead) - len(drawn)
    return Chain(
        headline=_headline(customer, frame),
        deal=frame.deal(lead) if lead else "",
        figures=_figures(lead, frame) if lead else (),
        people=tuple(_row(link, lead, frame) for link in _sorted(lead)) if lead else (),
        cap=_cap(lead, frame),
        strategy=strategy(customer, frame),
        hints=hints(lead, frame),
        approaches=approaches(customer, frame),
        others=tuple(others),
        outside=frame.t("Contacts not drawn: {count}.", count=hidden) if hidden > 0 else "",
        closing=_closing(lead, steps, frame),
        drawn=drawn,
        lines=_lines(drawn, frame),
    )


def _sorted(lead: OpportunityAssessment) -> list[Link]:
    return sorted(lead.chain, key=lambda link: -link.weight)


def person_name(link: Link) -> str:
    """Return a stakeholder's name, or the id where the contact is not listed."""
    return clean(link.contact.name if link.contact else "") or clean(link.stakeholder.contact_id)


def _headline(customer: CustomerAssessment, frame: Frame) -> str:
    t, lead = frame.t, customer.lead
    if lead is None and (unread := frame.not_read(customer.customer.id)):
        known = t("contacts known: {count}", count=len(customer.contacts))
        return frame.sentence([known, frame.listed(unread)])
    if lead is None:
        return t("Contacts known: {count}; without an open opportunity there is no decision chain.",
                 count=len(customer.contacts))  # fmt: skip
    if not lead.chain:
        return t("Nobody is named yet who decides on {deal}.", deal=frame.deal(lead))
    links = _sorted(lead)
    yes = sum(link.stakeholder.attitude in FOR for link in links)
    against = [person_name(link) for link in links if link.stakeholder.attitude in AGAINST]
    alone = [person_name(link) for link in links if link.stakeholder.coverage == 0.0]
    clauses = [t("{yes} of {count} on our side", yes=yes, count=len(links))]
    if against:
        clauses.append(t("against us: {who}", who=frame.some(against)))
    if alone:
        clauses.append(t("covered by nobody: {who}", who=frame.some(alone)))
    unknown = [person_name(link) for link in links if link.stakeholder.attitude is None]
    if unknown:
        clauses.append(t("attitude unknown: {who}", who=frame.some(unknown)))
    if not against and not alone and not unknown:
        clauses.append(t("nobody against us"))
    return frame.sentence(clauses)


def _figures(lead: OpportunityAssessment, frame: Frame) -> tuple[Field, ...]:
    t, own = frame.t, frame.t("xlplan definition")
    dmi, coverage = lead.dmi, lead.coverage.value
    span = ""
    if dmi.value is not None and dmi.completeness < 1.0:
        span = t("between {lo} and {hi}", lo=frame.number(dmi.lo, 1), hi=frame.number(dmi.hi, 1))
    tone = TIMING_TONES.get(lead.timing or "", "plain")
    coach = frame.word("stakeholders", "coach", lead.coach) or t("not known")
    quality = ""
    if lead.coach_quality is not None:
        quality = t("quality {value} of 100", value=frame.number(lead.coach_quality))
    elif lead.coach not in NO_COACH:
        quality = t("quality not known")
    return (
        Field(t("Decision attitude (DMI)"), frame.number(dmi.value, 1),
              span or t("of −100 to 100"), tone, own),
        Field(t("Coverage"), frame.percent(None if coverage is None else coverage / 100.0),
              t("of the decision's weight")),
        Field(t("Timing"), t(lead.timing) if lead.timing else t("not known"), "", tone),
        Field(t("Coach"), coach, quality, "plain", own if lead.coach_quality is not None else ""),
    )  # fmt: skip


def _row(link: Link, lead: OpportunityAssessment, frame: Frame) -> PersonRow:
    t, one, contact = frame.t, link.stakeholder, link.contact
    total = sum(other.weight for other in lead.chain) or 1.0
    heaviest = max(other.weight for other in lead.chain)
    marks = [t("veto")] if one.can_veto else []
    if one.coach in ("possible", "verified"):
        marks.append(t("coach ({state})", state=frame.word("stakeholders", "coach", one.coach)))
    dots = weight_dots(link.weight, heaviest)
    days = link.days_since_contact
    known = None if one.attitude is None else 100.0 * link.weight * link.effect / total
    return PersonRow(
        name=person_name(link),
        title=clean(contact.title) if contact else "",
        role=frame.word("stakeholders", "role", one.role) or t("no role"),
        attitude=frame.word("stakeholders", "attitude", one.attitude) or t("unknown"),
        tone=TONES.get(one.attitude or "", "plain"),
        weight=frame.percent(link.weight / total),
        dots="●" * dots + "○" * (5 - dots),
        coverage=frame.percent(one.coverage),
        last=t("no contact on record") if days is None else t("{days} days ago", days=days),
        ours=clean(contact.our_contact) if contact else "",
        marks=frame.t(", ").join(marks),
        added=frame.number(known, 1),
    )


def _cap(lead: OpportunityAssessment | None, frame: Frame) -> str:
    if lead is None or not lead.dmi.adjustments:
        return ""
    lost = sum(amount for _, amount in lead.dmi.adjustments)
    return frame.t("The voice against us holds the DMI down by {lost} points.",
                   lost=frame.number(-lost, 1))  # fmt: skip


def _closing(lead: OpportunityAssessment | None, steps: list[NextStep], frame: Frame) -> Closing:
    t = frame.t
    found = frame.first(steps, ADVICE, lead)
    if found is not None:
        return frame.act(found.step)
    if lead is None and (unread := frame.first(steps, UNREAD, None)):
        return frame.act(unread.step)
    if lead is None or lead.dmi.value is None:
        return frame.act(t("Enter who decides in Stakeholders, with attitude and coverage."))
    high = frame.policy.numbers("dmi.timing")[-1]
    return frame.figure(
        t("DMI {dmi} says {timing}; from {high} on, with the decision maker covered, it is time to push.",
          dmi=frame.number(lead.dmi.value, 1), timing=t(lead.timing or ""), high=frame.number(high))
    )  # fmt: skip


def _unlisted(lead: OpportunityAssessment | None) -> int:
    return 0 if lead is None else sum(link.contact is None for link in lead.chain)


def _drawn(customer: CustomerAssessment, frame: Frame) -> tuple[Person, ...]:
    """Return the boxes of the map: the decision chain and its bosses first, at most 40 people."""
    links = (
        {link.stakeholder.contact_id: link for link in customer.lead.chain} if customer.lead else {}
    )
    contacts = {one.id: one for one in customer.contacts}
    first = dict.fromkeys(links)
    for key in list(first):
        boss = contacts[key].reports_to if key in contacts else None
        while boss in contacts and boss not in first:
            first[boss] = None
            boss = contacts[boss].reports_to
    order = [*first, *(key for key in contacts if key not in first)][:PEOPLE_DRAWN]
    heaviest = max((link.weight for link in links.values()), default=0.0)
    return tuple(_person(key, contacts.get(key), links.get(key), heaviest, frame) for key in order)


def _person(
    key: str, contact: Contact | None, link: Link | None, heaviest: float, frame: Frame
) -> Person:
    t = frame.t
    title = clean(contact.title) if contact else ""
    name = (clean(contact.name) if contact else "") or clean(key)
    boss = contact.reports_to if contact else None
    if link is None:
        return Person(
            key, name, title, role_text=t("not in this decision"), decides=False, boss=boss
        )
    one = link.stakeholder
    ours = clean(contact.our_contact) if contact else ""
    alone = one.coverage == 0.0
    note = t("nobody covers") if alone else t("covered by {who}", who=ours) if ours else ""
    return Person(
        key, name, title, one.role,
        frame.word("stakeholders", "role", one.role) or t("no role"),
        one.attitude, weight_dots(link.weight, heaviest), note, alone,
        t("coach") if one.coach in ("possible", "verified") else "",
        t("veto") if one.can_veto else "", True, boss,
    )  # fmt: skip


def _lines(drawn: tuple[Person, ...], frame: Frame) -> tuple[Influencing, ...]:
    blank = frame.policy.number("dmi.strength_blank")
    return tuple(
        Influencing(one.source, one.target, one.kind == "conflict",
                    blank if one.strength is None else one.strength)
        for person in drawn
        for one in frame.influences.get(person.id, ())
    )  # fmt: skip
