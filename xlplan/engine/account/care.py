"""How well is the customer looked after, and when is the next touch due? The care plan."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.care.health import CareView
from xlplan.core.scores import hardly_known
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Closing, Field
from xlplan.engine.account.shapes import Topic
from xlplan.engine.cards import cards

TONES = {"overdue": "bad", "too often": "fair", "due": "fair", "in time": "good"}


def care(customer: CustomerAssessment, frame: Frame) -> Topic:
    """Return cadence, satisfaction, complaints, promises, freshness and health."""
    t = frame.t
    if customer.views is None:
        return Topic(
            t("Care was not evaluated."), (), "", frame.act(t("Enter touches in Activities."))
        )
    at = customer.views.care
    blank = [
        name
        for name, known in (
            (t("touches with a purpose in Activities"), at.cadence.last is not None),
            (t("answers in Surveys"), at.satisfaction.csi.value is not None),
            (t("complaints in Complaints"), at.complaints.points is not None),
        )
        if not known
    ]
    fill = t("To fill in: {fields}.", fields=frame.names(blank)) if blank else ""
    closing = _closing(customer, at, frame)
    return Topic(_headline(at, frame), tuple(_rows(at, frame)), fill, closing)


def _headline(at: CareView, frame: Frame) -> str:
    t, clauses = frame.t, []
    if at.health.value is not None:
        text = "health is {value} of 100, with {known} of its weight known"
        if hardly_known(at.health, frame.grading.gate_completeness):
            text = "health is hardly known: {known} of its weight says {value} of 100"
        known = frame.percent(at.health.completeness)
        clauses.append(t(text, value=frame.number(at.health.value), known=known))
    if at.cadence.days is not None and at.cadence.status:
        clauses.append(t("contact is {status}", status=t(at.cadence.status)))
    elif at.cadence.status:
        clauses.append(t("no touch with a purpose is on record"))
    if at.complaints.open:
        clauses.append(t("complaints open: {count}", count=at.complaints.open))
    if at.promises.broken:
        clauses.append(t("promises broken: {count}", count=at.promises.broken))
    return frame.sentence(
        clauses or [t("nothing is known yet of how the customer is looked after")]
    )


def _rows(at: CareView, frame: Frame) -> Iterator[Field]:
    t, touch, n = frame.t, at.cadence, frame.number
    if touch.status:
        every = t("every {low}–{high} days by grade", low=n(touch.low), high=n(touch.high))
        last = (
            t("last with a purpose {days} days ago", days=touch.days)
            if touch.days is not None
            else ""
        )
        note = t("; ").join(one for one in (last, every) if one)
        yield Field(t("Contact"), t(touch.status), note, TONES[touch.status])
        heard_for = t.sentences(*(one["name"] for one in cards("listening", t.lang).values()))
        yield Field(t("At the next touch"), t("listen"), heard_for)
    said = at.satisfaction
    if said.csi.value is not None:
        note = t("{count} answers, the last {days} days ago", count=said.n, days=said.age_days)
        if said.nps is not None:
            note += t("; ") + t("NPS {value}", value=n(said.nps))
        low = said.csi.value < frame.policy.number("coaching.csi")
        value = t("{value} of 100", value=n(said.csi.value))
        yield Field(t("Satisfaction"), value, note, "bad" if low else "plain")
    heard = at.complaints
    if heard.points is not None:
        notes = []
        if heard.response_hours is not None:
            notes.append(t("answered in {hours} hours (median)", hours=n(heard.response_hours)))
        if heard.breaches:
            limit = n(frame.policy.number("complaint.sla_hours"))
            notes.append(t("beyond {hours} hours: {count}", hours=limit, count=heard.breaches))
        value = t("{open} open of {total}", open=heard.open, total=heard.total)
        yield Field(t("Complaints"), value, t("; ").join(notes), "bad" if heard.open else "good")
    yield from _word(at, frame)


def _word(at: CareView, frame: Frame) -> Iterator[Field]:
    t, word, n = frame.t, at.promises, frame.number
    if word.kept + word.broken + word.unanswered + word.pending:
        value = t("{kept} kept, {broken} broken", kept=word.kept, broken=word.broken)
        note = t("due and not marked: {count}; still to come: {pending}", count=word.unanswered,
                 pending=word.pending)  # fmt: skip
        late = word.broken or word.unanswered
        yield Field(t("Promises"), value, note, "bad" if late else "good")
    if at.freshness is not None:
        half = t("halves every {days} days", days=n(frame.policy.number("freshness.days")))
        yield Field(t("Freshness of what we know"), frame.percent(at.freshness), half)
    if at.health.value is not None:
        weak = min(
            (p for p in at.health.parts if p.points is not None), key=lambda p: p.points or 0.0
        )
        note = t("weakest: {weakest}", weakest=t(weak.name))
        value = t("{value} of 100", value=n(at.health.value))
        if hardly_known(at.health, frame.grading.gate_completeness):
            value = t("{value}, hardly known", value=value)
        yield Field(t("Health"), value, note)
    if at.value is not None:
        note = t("in twelve months")
        if at.value_break_even is not None:
            share = frame.percent(at.value_break_even, 1)
            worth = t("worth our cost if {share} likely", share=share)
            note += t("; ") + (worth if at.value_break_even <= 1.0 else t("less than it cost us"))
        yield Field(t("Value we gave"), frame.money(at.value), note)


def _closing(customer: CustomerAssessment, at: CareView, frame: Frame) -> Closing:
    t, touch = frame.t, at.cadence
    if at.complaints.open:
        return frame.act(t("Close the open complaint before the next offer goes out."))
    if touch.status == "too often":
        return frame.act(t("Pause: no further touch without use for the customer."))
    if touch.next_by is not None and touch.next_by < frame.as_of:
        when = t("this week") if customer.grade == "A" else t("this month")
        return frame.act(t("A touch with a purpose was due by {day}: fix a date {when}.",
                           day=t.date(touch.next_by), when=when))  # fmt: skip
    if customer.customer.has_ended:
        return frame.act(t("The relationship has ended: no further touch is due."))
    if touch.next_by is not None:
        return frame.act(t("Next touch with a purpose between {start} and {end}.",
                           start=t.date(touch.next_from), end=t.date(touch.next_by)))  # fmt: skip
    return frame.act(t("Plan the first touch with a purpose, and enter it in Activities."))
