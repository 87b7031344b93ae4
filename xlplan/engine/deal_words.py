"""How are key nodes, close plan, deciding criterion and C139 said? One wording for plan, sheet, explain."""

from collections.abc import Iterator

from xlplan.core.grading.c139 import C139
from xlplan.core.model import Milestone
from xlplan.core.people.buying import Deciding
from xlplan.core.process.close_plan import ClosePlan
from xlplan.core.process.nodes import KeyNode
from xlplan.engine.cards import card, cards
from xlplan.engine.plain import clean
from xlplan.engine.text import Texts

STATES = {True: "done", False: "not done", None: "not shown"}


def node_state(one: KeyNode, t: Texts) -> str:
    """Return done, not done or not shown."""
    return t(STATES[one.done])


def node_note(one: KeyNode, t: Texts) -> str:
    """Return what a key node asks for; of one that is not done, what is still open."""
    if one.done or not one.open:
        return str(card("selling_step", one.step, t.lang)["node"])
    names = [clean(name) for name in one.open]
    if one.source != "milestones":
        said = cards("node_condition", t.lang)
        names = [said[name]["name"] for name in one.open]
    return t("still open: {left}", left=t.listed(names))


def close_plan_notes(at: ClosePlan, t: Texts) -> Iterator[str]:
    """Return what has slipped in a close plan, and what comes next."""
    if at.slips:
        yield t("times put off: {slips}", slips=at.slips)
    if at.overdue_days:
        yield t("the expected close passed {days} days ago", days=at.overdue_days)
    if at.late:
        node = _node_name(at.late[0], t)
        yield t("“{node}” is {days} days late", node=node, days=at.late_days)
    if at.after_close:
        yield t("“{node}” comes after the close", node=_node_name(at.after_close[0], t))
    if at.next is not None and at.next not in at.after_close:
        day = t.date(at.next.date)
        yield t("next: “{node}” on {day}", node=_node_name(at.next, t), day=day)
    if at.next is None:
        yield t("no node with a date lies ahead in Milestones")


def _node_name(node: Milestone, t: Texts) -> str:
    return clean(node.node) or t("node of step {step}", step=node.step)


def deciding_words(at: Deciding, t: Texts) -> tuple[str, str]:
    """Return the criterion that decides between the bidders, and who leads in it by how much."""
    said = cards("criterion", t.lang)
    if at.criterion is None or at.lead is None:
        return t("nothing yet"), t("the bidders are alike in what is known")
    lead = (
        "we lead by {points} points" if at.lead > 0.0 else "the best rival leads by {points} points"
    )
    note = t(lead, points=t.number(abs(at.lead)))
    if at.unknown:
        names = t.listed([said[one]["name"] for one in at.unknown])
        note += t("; ") + t("not known on both sides: {names}", names=names)
    return str(said[at.criterion]["name"]), note


def c139_words(at: C139, t: Texts) -> str:
    """Return what the letters of a C139 state say."""
    vote, first, clear = (part.input for part in at.score.parts)
    votes = {None: "whether the highest decision maker backs us is not known",
             0.0: "the highest decision maker does not back us",
             1.0: "the highest decision maker backs us"}  # fmt: skip
    said = [t(votes[vote])]  # type: ignore[index]
    if first is not None:
        said.append(t("{count} of 3 first facts", count=first))
    if clear is not None:
        said.append(t("{count} of 9 facts clear", count=clear))
    return t.named(at.text, t("; ").join(said))
