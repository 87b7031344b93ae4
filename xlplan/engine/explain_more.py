"""What else is there to say of one customer? Stage, people, relationship, care, and what would move it."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.care import CareView
from xlplan.core.choices import MoneyChoices
from xlplan.core.dealdetail import DealDetail
from xlplan.core.flip import Flip, Flipper
from xlplan.core.levels import RELATION_LEVELS
from xlplan.core.process import CustomerProcess
from xlplan.core.relations import RelationshipView
from xlplan.core.whatif import GAP
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
from xlplan.engine.text import DASH, Texts

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
        how = " ".join(approach(link, at, t, animals=animals))
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
    found = flipper.flips(deal.opportunity.id)
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


def customer_lines(one: CustomerAssessment, t: Texts) -> Iterator[str]:
    """Return stage, segment, relationship, care and level of one customer."""
    if one.views is None:
        return
    yield t("The customer")
    yield from _process(one.views.process, t)
    yield from _relationship(one.views.relationship, one.relationship_type, t)
    yield from _care(one.views.care, t)
    yield from _choices(one.views.choices, t)


def _process(at: CustomerProcess, t: Texts) -> Iterator[str]:
    stage = at.stage
    yield "      " + t(
        "Stage claimed {stage}, supported {supported}; tasks {done} of {required}",
        stage=t(stage.stage) if stage.stage else DASH,
        supported=t(stage.supported) if stage.supported else DASH,
        done=stage.done,
        required=stage.required,
    )
    if at.segment.name:
        reason = f" ({t(at.segment.reason)})" if at.segment.reason else ""
        yield "      " + t.named(t("Segment"), f"{t(at.segment.name)}{reason}")
    yield "      " + t(
        "Our hours: {hours} spent, {due} due by grade and return",
        hours=t.number(at.hours),
        due=t.number(at.hours_due),
    )


def _relationship(at: RelationshipView, kind: str | None, t: Texts) -> Iterator[str]:
    yield "      " + t.named(t("Relationship type"), t(kind) if kind else DASH)
    elements = at.elements
    yield "      " + t(
        "Four elements: {index} of 5, weakest {weakest}, mirror gap {gap}",
        index=t.number(elements.index_score.value, 1),
        weakest=t.listed(t(name) for name in elements.weakest) or DASH,
        gap=t.number(elements.mirror_gap, 2),
    )
    if at.dependency.personal:
        reasons = t.listed(t(reason) for reason in at.dependency.reasons)
        yield "      " + t.named(t("It hangs on one person"), reasons)
    if at.gates.flagged:
        failed = t.listed(t(gate) for gate in at.gates.failed)
        yield "      " + t.named(t("Partnership gates not met"), failed)


def _care(at: CareView, t: Texts) -> Iterator[str]:
    if at.cadence.status:
        yield "      " + t(
            "Contact: {status}, last {days} days ago, every {low}–{high} days by grade",
            status=t(at.cadence.status),
            days=t.number(at.cadence.days),
            low=t.number(at.cadence.low),
            high=t.number(at.cadence.high),
        )
    yield "      " + t(
        "Health {health} of 100; satisfaction {csi}; file {file} complete",
        health=t.number(at.health.value, 1),
        csi=t.number(at.satisfaction.csi.value, 1),
        file=t.percent(at.file.completeness),
    )


def _choices(at: MoneyChoices, t: Texts) -> Iterator[str]:
    best = at.levels.best
    if best is None:
        return
    present = at.levels.present
    worth = dict(zip(RELATION_LEVELS, at.levels.worth, strict=False)) if at.levels.worth else {}
    yield (
        "      "
        + t(
            "Level: {present} now, {best} is worth most ({value})",
            present=t(present) if present else DASH,
            best=t(best),
            value=t.money(worth.get(best)),
        )
        + (f" · {t('luxury')}" if at.levels.luxury else "")
    )
