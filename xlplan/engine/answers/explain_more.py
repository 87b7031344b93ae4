"""What else is there to say of one opportunity? Its people, questions, key nodes, and what would move it."""

from collections.abc import Iterator

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.dealdetail import DealDetail
from xlplan.core.moves.flip import Flip, Flipper
from xlplan.core.moves.whatif import GAP
from xlplan.engine.account.moves import levers
from xlplan.engine.cards import card
from xlplan.engine.contract import SHEETS
from xlplan.engine.deal_words import (
    c139_words,
    close_plan_notes,
    deciding_words,
    node_note,
    node_state,
)
from xlplan.engine.person_words import approach, benefit, thinks, wants
from xlplan.engine.text import Texts

SHOWN_FLIPS = 6
_BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def detail_lines(
    deal: OpportunityAssessment, detail: DealDetail, t: Texts, *, animals: bool
) -> Iterator[str]:
    """Return qualification, key person, what decides, C139, key nodes and close plan of a deal."""
    yield from _people(deal, detail, t, animals=animals)
    asked = detail.qualification
    verdict = "  " + t.named(t("Qualification"), t(asked.verdict))
    if asked.question:
        verdict += f" – {asked.question}"
    yield verdict
    if detail.collective is not None:
        state = "for us" if detail.collective.state == "for us" else "not decided yet"
        if not detail.collective.members:
            state = "nobody is marked in the column Leading group"
        yield "  " + t.named(t("The leading group decides together"), t(state))
    step = detail.key_person_step
    yield "  " + t.named(
        t("Key-person strategy"),
        t("all six steps are evidenced") if step > 6 else t("step {step} of 6 is next", step=step),
    )
    yield from _track(detail, t)


def _people(
    deal: OpportunityAssessment, detail: DealDetail, t: Texts, *, animals: bool
) -> Iterator[str]:
    """Return how each person is won of whom more is known than the role; who is not as titled."""
    for link, at in zip(deal.chain, detail.key.people, strict=True):
        name = link.contact.name if link.contact else link.stakeholder.contact_id
        kinds = (benefit(at, t), wants(link, t), thinks(at, t))
        said = " · ".join(kind for kind in kinds if kind)
        how = t.sentences(*approach(link, at, t, animals=animals))
        if at.title is not None:
            told = card("title", at.title, t.lang)
            yield "  " + t.named(name, f"{told['name']} – {told['how']}")
        if how:
            yield "  " + t.named(name, f"{said} – {how}" if said else how)


def _track(detail: DealDetail, t: Texts) -> Iterator[str]:
    """Return what decides, the C139 state, the key nodes and the close plan."""
    if detail.deciding is not None:
        name, note = deciding_words(detail.deciding, t)
        yield "  " + t.named(t("What decides between the bidders"), f"{name} – {note}")
    if detail.c139 is not None:
        index = t.number(detail.c139.score.value, 2)
        yield f"  C139 {index} – {c139_words(detail.c139, t)}"
    yield "  " + t.named(t("Key nodes"), "").rstrip()
    for node in detail.nodes:
        name = card("selling_step", node.step, t.lang)["name"]
        yield f"      {node.step} {t.named(name, node_state(node, t))} – {node_note(node, t)}"
    notes = t("; ").join(close_plan_notes(detail.close, t))
    yield "  " + t.named(t("Close plan"), f"{t(detail.close.state)} – {notes}")


def flip_lines(deal: OpportunityAssessment, flipper: Flipper, t: Texts) -> Iterator[str]:
    """Return the cheapest single changes that reach a better grade, and those that lose one."""
    found = levers(flipper.flips(deal.opportunity.id))
    for way, title in (
        ("better", "What would make it better"),
        ("worse", "What would make it worse"),
    ):
        rows = [one for one in found if one.direction == way][:SHOWN_FLIPS]
        if rows:
            yield "  " + t.named(t(title), "").rstrip()
            yield from (f"      {_flip(one, t)}" for one in rows)


def _flip(one: Flip, t: Texts) -> str:
    sheet = _BY_KEY[one.sheet]
    field = t("gap") if one.field == GAP else sheet.by_field[one.field].heading(t.lang)
    change = f"{t.value(one.old)} → {t.value(one.shown)} = {one.to_grade}"
    return f"{sheet.name(t.lang)} {one.key} · {t.named(field, change)}"
