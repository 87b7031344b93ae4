"""What may a customer read of its plan? What we sell it, who works with whom, what we do together.

It is made from records of its own and never from the plan for ourselves: no grade, no risk, no
likelihood, no attitude, interest, tie or birthday, none of our costs, margins or targets. Actions
and objectives are shown where they serve the customer: objectives of its satisfaction or of an own
measure, and the actions for those.
"""

import datetime as dt
from collections.abc import Sequence

from xlplan.core.assessment import Assessment, CustomerAssessment, OpportunityAssessment
from xlplan.core.care.health import CareView
from xlplan.core.coaching.coach import is_open
from xlplan.engine.account.cover import signed
from xlplan.engine.account.customer import sales_years
from xlplan.engine.account.frame import Frame, frame_of
from xlplan.engine.account.joint_shapes import Bought, JointContext, JointWork
from xlplan.engine.account.rows import Closing, Field, JointDeal, PartnerRow
from xlplan.engine.account.shapes import Cover, Topic
from xlplan.engine.account.work import (
    action_row,
    month_ticks,
    objective_row,
    promise_rows,
    task_of,
)
from xlplan.engine.picture.text import fit
from xlplan.engine.plain import clean
from xlplan.engine.text import Texts

PRIVATE = {
    "customers": ("revenue", "wallet", "gross_margin", "current_ratio", "credit_rating",
                  "credit_limit", "retention", "relationship_cost"),
    "contacts": ("personal_ties", "birthday", "brain_a", "brain_b", "brain_c", "brain_d",
                 "awareness", "integrity"),
    "opportunities": ("gross_margin", "remaining_cost", "probability"),
    "stakeholders": ("attitude", "confidence", "personal_interest", "organisation_interest"),
    "costs": ("amount",),
}  # fmt: skip
"""Columns that nothing a customer reads may show; a test proves it for every format."""

SHOWN_MEASURES = (None, "own", "satisfaction")
MOST_PEOPLE = 14


def joint_context(
    customer: CustomerAssessment, assessment: Assessment, texts: Texts
) -> JointContext:
    """Return everything a template of the plan for a customer may show.

    Args:
        customer: one of ``assessment.customers``.
        assessment: the evaluated plan that it belongs to.
        texts: the language.
    """
    frame = frame_of(assessment, texts)
    return JointContext(
        lang=texts.lang,
        title=frame.t("Joint plan"),
        cover=_cover(customer, frame),
        bought=_bought(customer, frame),
        people=_people(customer, frame),
        work=_work(customer, frame),
        service=_service(customer.views.care if customer.views else None, frame),
    )


def _cover(customer: CustomerAssessment, frame: Frame) -> Cover:
    t, one = frame.t, customer.customer
    name = clean(one.name) or clean(one.id)
    facts = [
        Field(t("Your contact with us"), clean(one.owner) or t("nobody yet")),
        Field(t("As of"), t.date(frame.as_of)),
    ]
    if one.since:
        facts.append(Field(t("Working together since"), t.date(one.since)))
    if one.contract_number:
        facts.append(Field(t("Contract"), clean(one.contract_number)))
    return Cover(
        customer=name,
        short=fit(name, 10.0, 300.0),
        id="",  # a number of ours, which says nothing to the reader
        line=" · ".join(part for part in (clean(one.industry), clean(one.region)) if part),
        seller=clean(frame.policy.word("seller")),
        currency=frame.currency,
        as_of=t.date(frame.as_of),
        owner=clean(one.owner) or t("nobody yet"),
        grade="",
        rank="",
        facts=tuple(facts),
        figures=(),
    )


def _bought(customer: CustomerAssessment, frame: Frame) -> Bought:
    open_deals = sorted(
        customer.opportunities,
        key=lambda one: (one.opportunity.expected_close or dt.date.max, one.opportunity.row),
    )
    deals = tuple(JointDeal(frame.deal(one), _day(one, frame)) for one in open_deals)
    return Bought(
        _heard(customer, frame), sales_years(customer, frame), deals, _agree(open_deals, frame)
    )


def _heard(customer: CustomerAssessment, frame: Frame) -> str:
    """Return what the customer bought, as far as it is known; else what is under discussion."""
    t, sales, before = frame.t, customer.facts.sales, customer.facts.sales_prior
    if sales is None:
        count = len(customer.opportunities)
        return (
            t("Projects under discussion: {count}.", count=count)
            if count
            else t("No project is under discussion yet.")
        )
    if sales < 0.0:
        return t("In the last twelve months we credited you {amount} more than we invoiced.",
                 amount=frame.cash(-sales))  # fmt: skip
    if sales == 0.0:
        return t("We have not delivered anything in the last twelve months.")
    if before is not None and before > 0.0:
        return t("You bought for {sales} in twelve months, {rise} on the year before.",
                 sales=frame.cash(sales), rise=signed(sales / before - 1.0, frame))  # fmt: skip
    return t("You bought for {sales} in twelve months.", sales=frame.cash(sales))


def _day(one: OpportunityAssessment, frame: Frame) -> str:
    """Return when a project is expected; a day that has passed is to be agreed anew."""
    day = one.opportunity.expected_close
    return frame.t("to be agreed") if day is None or day < frame.as_of else frame.t.date(day)


def _agree(deals: Sequence[OpportunityAssessment], frame: Frame) -> Closing:
    """Return the next thing to do together: on the project that comes first."""
    t = frame.t
    if not deals:
        return frame.act(t("Agree on the next project to talk about."))
    ahead = [one for one in deals if (one.opportunity.expected_close or dt.date.min) >= frame.as_of]
    if not ahead:
        return frame.act(t("Agree on a day for {deal}.", deal=frame.deal(deals[0])))
    return frame.act(t("Agree on the next step of {deal}, expected by {day}.",
                       deal=frame.deal(ahead[0]), day=_day(ahead[0], frame)))  # fmt: skip


def _people(customer: CustomerAssessment, frame: Frame) -> Topic:
    t = frame.t
    groups = frame.once("contacts", lambda: _contacts(frame))
    rows = groups.get(customer.customer.id, [])[:MOST_PEOPLE]
    if not rows:
        return Topic(t("We know none of your people yet."), (), "",
                     frame.act(t("Name the people who should talk to each other.")))  # fmt: skip
    alone = [row.name for row in rows if not row.ours]
    headline = t("{count} people of yours, {with_us} of them with a contact on our side.",
                 count=len(rows), with_us=len(rows) - len(alone))  # fmt: skip
    found = tuple(Field(row.name, row.ours or t("to be named"), row.title) for row in rows)
    ending = (
        t("We will tell you who on our side is there for {names}.", names=frame.some(alone))
        if alone
        else t("Tell us when somebody changes.")
    )
    return Topic(headline, found, "", frame.act(ending))


def _contacts(frame: Frame) -> dict[str, list[PartnerRow]]:
    groups: dict[str, list[PartnerRow]] = {}
    for one in frame.assessment.portfolio.contacts:
        row = PartnerRow(clean(one.name) or clean(one.id), clean(one.title), clean(one.our_contact))
        groups.setdefault(one.customer_id, []).append(row)
    return groups


def _work(customer: CustomerAssessment, frame: Frame) -> JointWork:
    t, key = frame.t, customer.customer.id
    states = customer.views.objectives if customer.views else ()
    states = tuple(one for one in states if one.objective.measure in SHOWN_MEASURES)
    shown = {one.objective.id for one in states}
    actions = [
        one
        for one in frame.actions.get(key, ())
        if one.status != "dropped" and one.objective_id in shown
    ]
    actions.sort(key=lambda one: (one.due is None, one.due or frame.as_of, one.row))
    numbered, promises = list(enumerate(actions, 1)), promise_rows(key, frame)
    todo = [one for one in actions if is_open(one)]
    first = next((one for one in todo if one.due), None)
    ending = t("Agree on the first joint objective, with an owner and a day.")
    if first is None and promises:
        owed = promises[0]
        ending = t("We keep our word: {promise} ({who}).", promise=owed.name, who=owed.owner)
    if first is not None:
        ending = t("By {day}: {action} ({who}).", day=t.date(first.due), action=clean(first.name),
                   who=clean(first.owner) or t("nobody yet"))  # fmt: skip
    return JointWork(
        headline=t("Joint objectives: {count}; actions open: {open}; promises of ours still to be "
                   "kept: {promised}.", count=len(states), open=len(todo), promised=len(promises)),
        objectives=tuple(objective_row(one, frame) for one in states),
        actions=tuple(action_row(at, one, frame) for at, one in numbered),
        promises=promises,
        closing=frame.act(ending),
        tasks=tuple(task_of(at, one, frame) for at, one in numbered if is_open(one) and one.due),
        ticks=frame.once("ticks", lambda: month_ticks(frame)),
    )  # fmt: skip


def _service(at: CareView | None, frame: Frame) -> Topic:
    t, rows = frame.t, []
    if at is not None and at.satisfaction.csi.value is not None:
        value = t("{value} of 100", value=frame.number(at.satisfaction.csi.value))
        rows.append(Field(t("Satisfaction"), value))
    if at is not None and at.complaints.points is not None:
        value = t("{open} open of {total}", open=at.complaints.open, total=at.complaints.total)
        tone = "bad" if at.complaints.open else "good"
        rows.append(Field(t("Complaints"), value, "", tone))
    if at is not None and at.promises.kept + at.promises.broken:
        word = at.promises
        value = t("{kept} kept, {broken} broken", kept=word.kept, broken=word.broken)
        rows.append(Field(t("Promises"), value, "", "bad" if word.broken else "good"))
    if at is not None and at.value is not None:
        rows.append(Field(t("Value we gave"), frame.money(at.value), t("in twelve months")))
    if not rows:
        return Topic(t("How satisfied are you with us? We have not asked yet."), (), "",
                     frame.act(t("Answer five questions about quality, delivery, service, response "
                                 "and price.")))  # fmt: skip
    still = at.complaints.open if at is not None else 0
    if still:
        headline = t("Complaints still open: {count}.", count=still)
        return Topic(headline, tuple(rows), "", frame.act(t("We close what is open first.")))
    headline = t("No complaint is open.")
    return Topic(
        headline, tuple(rows), "", frame.act(t("Say at the next meeting what we should do better."))
    )
