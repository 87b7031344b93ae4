"""Which key nodes are behind us, does the close plan hold, what decides? The way to the signature."""

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.process.nodes import KeyNode
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.roles import lead_detail
from xlplan.engine.account.rows import Field
from xlplan.engine.cards import card
from xlplan.engine.deal_words import (
    c139_words,
    close_plan_notes,
    deciding_words,
    node_note,
    node_state,
)

PLAN_TONES = {"on plan": "good", "slipping": "bad", "no plan": "fair"}


def track(customer: CustomerAssessment, frame: Frame) -> tuple[Field, ...]:
    """Return the key nodes, the close plan, the deciding criterion and the C139 state of the lead."""
    lead, detail, t = customer.lead, lead_detail(customer), frame.t
    if lead is None or detail is None:
        return ()
    step = lead.opportunity.selling_step or 1
    rows = [_node(one, step, frame) for one in detail.nodes]
    close = detail.close
    notes = t("; ").join(close_plan_notes(close, t))
    rows.append(Field(t("Close plan"), t(close.state), notes, PLAN_TONES[close.state]))
    if detail.deciding is not None:
        lead_points = detail.deciding.lead or 0.0
        tone = "good" if lead_points > 0.0 else "bad" if lead_points < 0.0 else "plain"
        rows.append(Field(t("Decided by"), *deciding_words(detail.deciding, t), tone))
    if detail.c139 is not None:
        index = t("{value} of 100", value=frame.number(detail.c139.score.value, 1))
        rows.append(Field("C139", index, c139_words(detail.c139, t)))
    return tuple(rows)


def _node(one: KeyNode, step: int, frame: Frame) -> Field:
    """Return a key node; one of a step to come is not missed yet."""
    t = frame.t
    name = card("selling_step", one.step, t.lang)["name"]
    tone = "good" if one.done else "bad" if one.done is False and one.step < step else "plain"
    label = t("Node {step}: {name}", step=one.step, name=name)
    state = t("to come") if one.done is None and one.step > step else node_state(one, t)
    return Field(label, state, node_note(one, t), tone)
