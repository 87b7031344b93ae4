"""Is the stage real, what kind of relationship is it, and is it worth its level? One table."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.money.levels import LevelChoice
from xlplan.core.process.stage_tasks import ENDED
from xlplan.core.process.stages import StageStanding
from xlplan.core.process.standing import CustomerProcess
from xlplan.core.relationship.relations import RelationshipView
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Closing, Field
from xlplan.engine.account.shapes import Topic
from xlplan.engine.cards import card, cards
from xlplan.engine.plain import clean

SEGMENT_TONES = {"frozen": "bad", "migrating": "bad", "value": "good", "potential": "good"}


def relation(customer: CustomerAssessment, frame: Frame) -> Topic:
    """Return stage, segment, type, level, four elements, dependency, spend and gates."""
    t, views = frame.t, customer.views
    if views is None:
        return Topic(t("The relationship was not evaluated."), (), "", _fill(frame))
    at = views.relationship
    rows = [*_process(views.process, frame), *_kind(customer, at, frame), *_ties(at, frame)]
    blank = [
        label
        for label, known in (
            (t("the four elements in Customers"), at.elements.index_score.value is not None),
            (t("tasks in Stage tasks"), views.process.stage.supported is not None),
            (t("costs with their level in Costs"), at.spend.durability is not None),
        )
        if not known
    ]
    fill = t("To fill in: {fields}.", fields=frame.names(blank)) if blank else ""
    return Topic(_headline(customer, frame), tuple(rows), fill, _closing(customer, frame))


def _fill(frame: Frame) -> Closing:
    return frame.act(frame.t("Fill in stage and level in Customers, and what was done."))


def _headline(customer: CustomerAssessment, frame: Frame) -> str:
    t, views = frame.t, customer.views
    if views is None:
        return ""
    stage, clauses = views.process.stage, []
    if stage.stage == ENDED:
        clauses.append(t("the relationship has ended"))
    elif stage.gap and stage.supported:
        clauses.append(
            t("it is said to be at the stage {claimed}, but the records end at {supported}",
              claimed=t(stage.stage or ""), supported=t(stage.supported))
        )  # fmt: skip
    elif stage.stage and stage.supported:
        clauses.append(t("the records bear out the stage {claimed}", claimed=t(stage.stage)))
    elif stage.stage:
        clauses.append(t("nothing on record supports the stage {claimed}", claimed=t(stage.stage)))
    else:
        clauses.append(t("the stage of the relationship is not entered"))
    if views.process.segment.name not in (None, "ordinary"):
        clauses.append(t("it is a {segment}", segment=_segment(views.process, frame)))
    if views.relationship.dependency.personal:
        clauses.append(t("it hangs on one person of ours"))
    return frame.sentence(clauses)


def _segment(at: CustomerProcess, frame: Frame) -> str:
    return str(card("segment", at.segment.name or "ordinary", frame.t.lang)["name"])


def _process(at: CustomerProcess, frame: Frame) -> Iterator[Field]:
    t, stage, lang = frame.t, at.stage, frame.t.lang
    claimed = t(stage.stage) if stage.stage else t("not entered")
    note = t("nothing on record")
    if stage.supported:
        note = t("on record: {supported}", supported=t(stage.supported))
    yield Field(t("Stage"), claimed, note, "bad" if stage.gap else "plain")
    if stage.gate is not None and stage.stage != ENDED:
        left = frame.names([card("condition", one.name, lang)["name"] for one in stage.open])
        yield Field(
            t("Next gate"), frame.number(stage.gate), t("still asks for: {left}", left=left)
        )
    if stage.next_tasks:
        tasks = [card("task", one, lang)["name"] for one in stage.next_tasks]
        done = t("{done} of {required} done", done=stage.done, required=stage.required)
        yield Field(t("Tasks of the stage"), done, t("next: {tasks}", tasks=frame.names(tasks)))
    if at.segment.name:
        reason, own = at.segment.reason, t("xlplan definition")
        told = card("segment", at.segment.name, lang)["how"]
        why = card("segment_reason", reason, lang)["name"] if reason else ""
        note = t("{reason}: {step}", reason=why, step=told) if why else told
        yield Field(t("Segment"), _segment(at, frame), note,
                    SEGMENT_TONES.get(at.segment.name, "plain"), own)  # fmt: skip
    if at.hours is not None and at.hours_due is not None:
        over = at.hours > at.hours_due * frame.policy.number("coaching.hours")
        due = t("hours; due by grade and return: {due}", due=frame.number(at.hours_due))
        yield Field(t("Our time"), frame.number(at.hours), due, "fair" if over else "plain")


def _kind(customer: CustomerAssessment, at: RelationshipView, frame: Frame) -> Iterator[Field]:
    t, views = frame.t, customer.views
    if customer.relationship_type:
        ties = t("mean of personal ties {ties}", ties=frame.number(customer.ties, 1))
        note = "" if customer.ties is None else ties
        yield Field(t("Relationship type"), t(customer.relationship_type), note)
    levels = views.choices.levels if views else None
    if levels and (levels.best or levels.present):
        present = t(levels.present) if levels.present else t("not entered")
        note = _best(levels, at, frame)
        if levels.luxury:
            note += t("; ") + t("a luxury, a lower level is worth more")
        yield Field(t("Relationship level"), present, note, "bad" if levels.luxury else "plain")
    asked = [t("{task}: {how}", task=t(one), how=t("no")) for one in at.gates.failed]
    asked += [t("{task}: {how}", task=t(one), how=t("not known")) for one in at.gates.unknown]
    state = {True: t("met"), False: t("not met")}.get(at.gates.ready, t("not known"))  # type: ignore[arg-type]
    yield Field(t("Partnership gates"), state, t("; ").join(asked),
                "bad" if at.gates.flagged else "plain")  # fmt: skip


def _best(levels: LevelChoice, at: RelationshipView, frame: Frame) -> str:
    """Return the level worth most, and the one that the gates leave where that is another."""
    t, allowed = frame.t, levels.best_allowed(at.gates.ready)
    if levels.best is None or allowed is None:
        return t("needs the wallet")
    if allowed == levels.best:
        return t("worth most: {best}", best=t(levels.best))
    return t("worth most: {best}; of those whose gates are met: {allowed}",
             best=t(levels.best), allowed=t(allowed))  # fmt: skip


def _ties(at: RelationshipView, frame: Frame) -> Iterator[Field]:
    t, elements, hangs = frame.t, at.elements, at.dependency
    if elements.index_score.value is not None:
        weakest = frame.names([t(one) for one in elements.weakest])
        note = t("weakest: {weakest}", weakest=weakest)
        if elements.mirror_gap is not None:
            gap = frame.number(elements.mirror_gap, 1)
            note += t("; ") + t("they see it {gap} points apart", gap=gap)
        value = t("{value} of 5", value=frame.number(elements.index_score.value, 1))
        yield Field(t("Four elements"), value, note)
        if "trust" in elements.weakest:
            ways = t.sentences(*(one["name"] for one in cards("trust", t.lang).values()))
            yield Field(t("Ways to trust"), t("eight"), ways)
    if hangs.personal is not None:
        why = [t(one) for one in hangs.reasons]
        if hangs.busiest_share is not None:
            who, share = clean(hangs.busiest), frame.percent(hangs.busiest_share)
            why.append(t("{who} has {share} of the touches", who=who, share=share))
        least = frame.policy.number("dependency.touches")
        if hangs.busiest_share is not None and hangs.touches < least:
            why.append(t("too few touches to judge by: {count}, from {least} on it counts",
                         count=hangs.touches, least=frame.number(least)))  # fmt: skip
        state = t("yes") if hangs.personal else t("no")
        yield Field(t("Hangs on one person"), state, t("; ").join(why),
                    "bad" if hangs.personal else "good")  # fmt: skip
    if at.spend.durability is not None and at.spend.shares is not None:
        names = ("price", "social", "structural")
        mix = [f"{t(name)} {frame.percent(share)}"
               for name, share in zip(names, at.spend.shares, strict=True)]  # fmt: skip
        value = t("durability {value} of 3", value=frame.number(at.spend.durability, 1))
        yield Field(t("Spend by level"), value, t(", ").join(mix))
    if at.payback.mode:
        month = at.payback.month
        paid = t("paid back in month {month}", month=month) if month else t("not paid back yet")
        yield Field(t("Mode"), t(at.payback.mode), paid)


def _closing(customer: CustomerAssessment, frame: Frame) -> Closing:
    """Return the decision on the level, else what to do for the stage, else for the tie."""
    t, views = frame.t, customer.views
    if views is None:
        return _fill(frame)
    if customer.customer.has_ended:
        return frame.act(t("The relationship has ended: no stage task is due."))
    levels, gates = views.choices.levels, views.relationship.gates
    best = levels.best_allowed(gates.ready)
    if levels.luxury and best:
        return frame.decide(
            t("Step back to {best}, or show what pays for the level.", best=t(best))
        )
    if gates.flagged:
        failed = frame.names([t(one) for one in gates.failed])
        return frame.decide(
            t("Settle {gates} before more goes into the partnership, or step back a level.",
              gates=failed)
        )  # fmt: skip
    return _stage_step(views.process.stage, frame) or _tie(views.relationship, frame)


def _stage_step(stage: StageStanding, frame: Frame) -> Closing | None:
    """Return the next thing to do for the stage: what the open gate asks for before what comes later."""
    t = frame.t
    if stage.gate is not None and stage.open and (stage.gap or not stage.next_tasks):
        first = card("condition", stage.open[0].name, t.lang)
        return frame.act(
            t("Settle “{what}” and enter it: {where}.", what=first["name"], where=first["where"])
        )
    if stage.next_tasks:
        task = card("task", stage.next_tasks[0], t.lang)
        return frame.act(t("{task}: {how}", task=task["name"], how=task["how"]))
    return None


def _tie(at: RelationshipView, frame: Frame) -> Closing:
    t = frame.t
    if at.dependency.personal:
        return frame.act(t("Bring a second person of ours in, at another level."))
    if at.elements.strength is None:
        return _fill(frame)
    weakest = frame.names([t(one) for one in at.elements.weakest])
    strength = t("{value} of 5", value=frame.number(at.elements.strength, 1))
    return frame.figure(t("The tie is as strong as its weakest element: {weakest}, {value}.",
                          weakest=weakest, value=strength))  # fmt: skip
