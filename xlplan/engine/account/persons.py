"""How is each person won: what is reached, what do they want, how do they think? Beside the chain."""

from xlplan.core.assessment import CustomerAssessment
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.roles import lead_detail
from xlplan.engine.account.rows import ApproachRow
from xlplan.engine.person_words import approach, benefit, thinks, wants
from xlplan.engine.plain import clean


def approaches(customer: CustomerAssessment, frame: Frame) -> tuple[ApproachRow, ...]:
    """Return those of the lead's decision chain of whom more is known than the role, heaviest first."""
    lead, detail, t = customer.lead, lead_detail(customer), frame.t
    if lead is None or detail is None:
        return ()
    animals = frame.policy.flag("animal.show")
    rows = []
    pairs = zip(lead.chain, detail.key.people, strict=True)
    for link, at in sorted(pairs, key=lambda pair: -pair[0].weight):
        how = t.sentences(*approach(link, at, t, animals=animals))
        if how:
            name = clean(link.contact.name if link.contact else "") or link.stakeholder.contact_id
            rows.append(ApproachRow(name, benefit(at, t), wants(link, t), thinks(at, t), how))
    return tuple(rows)
