"""What do we want, and who does what by when? Objectives, actions and decisions of the workbook."""

import datetime as dt

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.care.objectives import ObjectiveState
from xlplan.core.coaching.coach import is_open
from xlplan.core.grading.ranking import ORDER
from xlplan.core.model import Action, Activity
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import ActionRow, Closing, DecisionRow, ObjectiveRow, PromiseRow
from xlplan.engine.account.shapes import Work
from xlplan.engine.picture.money import Task
from xlplan.engine.plain import clean

DRAWN = 14
TONES = {"reached": "good", "behind": "poor", "late": "bad"}
BACK_DAYS, AHEAD_DAYS = 30.0, 90.0
"""The timeline shows a month back and a quarter ahead."""


def work(customer: CustomerAssessment, frame: Frame) -> Work:
    """Return objectives with their actual figures, actions by date, decisions on record."""
    key = customer.customer.id
    actions = [one for one in frame.actions.get(key, ()) if one.status != "dropped"]
    actions.sort(key=lambda one: (not is_open(one), one.due or dt.date.max, one.row))
    objectives = customer.views.objectives if customer.views else ()
    numbered = list(enumerate(actions, 1))
    rows = tuple(objective_row(one, frame) for one in objectives)
    tasks = tuple(task_of(at, one, frame) for at, one in numbered if is_open(one) and one.due)
    return Work(
        headline=_headline(actions, rows, frame),
        objectives=rows,
        actions=tuple(action_row(at, one, frame) for at, one in numbered),
        promises=promise_rows(key, frame),
        decisions=tuple(
            DecisionRow(
                frame.t.date(one.date),
                frame.word("decisions", "kind", one.kind),
                clean(one.reason),
                clean(one.decider),
                frame.t.date(one.review_on),
            )
            for one in frame.decisions.get(key, ())
        ),
        closing=_closing(customer, actions, frame),
        tasks=tasks[:DRAWN],
        ticks=frame.once("ticks", lambda: month_ticks(frame)),
    )


def promise_rows(customer_id: str, frame: Frame) -> tuple[PromiseRow, ...]:
    """Return what we promised a customer and still owe, by date.

    Choice: a promise that is marked as not kept is owed while its day is ahead, and for
    ``dmi.freshness_days`` after it, as long as a broken one is brought up.
    """
    keep = frame.policy.number("dmi.freshness_days")
    owed = [
        one for one in frame.activities.get(customer_id, ())
        if one.promise and not one.promise_kept and one.date <= frame.as_of
        and (one.promise_kept is None
             or (frame.as_of - (one.promise_due or one.date)).days <= keep)
    ]  # fmt: skip
    owed.sort(key=lambda one: (one.promise_due or dt.date.max, one.row))
    return tuple(_promise_row(one, frame) for one in owed)


def _promise_row(one: Activity, frame: Frame) -> PromiseRow:
    t, due = frame.t, one.promise_due
    late = due is not None and due < frame.as_of
    return PromiseRow(clean(one.promise), clean(one.who) or t("nobody yet"), t.date(due),
                      t("late") if late else t("to be kept"), "bad" if late else "plain")  # fmt: skip


def _headline(actions: list[Action], rows: tuple[ObjectiveRow, ...], frame: Frame) -> str:
    t = frame.t
    todo = [one for one in actions if is_open(one)]
    clauses = []
    if rows:
        met = sum(one.state == t("reached") for one in rows)
        clauses.append(t("{met} of {count} objectives met", met=met, count=len(rows)))
    if not actions:
        clauses.append(t("no action is planned"))
    elif not todo:
        clauses.append(t("every action is done"))
    else:
        late = sum(one.due is not None and one.due < frame.as_of for one in todo)
        near = frame.policy.numbers("abcd.days")[0]
        soon = sum(
            one.due is not None and 0 <= (one.due - frame.as_of).days <= near for one in todo
        )
        clauses.append(
            t("actions open: {count}, late: {late}, due within {days} days: {soon}",
              count=len(todo), late=late, days=frame.number(near), soon=soon)
        )  # fmt: skip
    return frame.sentence(clauses)


def _measured(value: float | None, measure: str | None, frame: Frame) -> str:
    if value is None:
        return frame.number(None)
    if measure == "grade":
        return next((grade for grade, at in ORDER.items() if at + 1 == value), frame.number(value))
    if measure == "wallet share" or (measure == "margin" and abs(value) <= 1.0):
        return frame.percent(value, 1)
    if measure in ("sales", "margin"):
        return frame.money(value)
    return frame.number(value, 0 if value == round(value) else 1)


def objective_row(at: ObjectiveState, frame: Frame) -> ObjectiveRow:
    """Return an objective with its actual figure and state."""
    t, one = frame.t, at.objective
    return ObjectiveRow(
        id=clean(one.id),
        name=clean(one.name),
        measure=frame.word("objectives", "measure", one.measure),
        target=_measured(at.target, one.measure, frame),
        actual=_measured(at.actual, one.measure, frame),
        owner=clean(one.owner) or t("nobody yet"),
        due=t.date(one.due),
        state=t(at.state) if at.state else t("not known"),
        tone=TONES.get(at.state or "", "plain"),
        progress=_progress(at, frame),
    )


def _progress(at: ObjectiveState, frame: Frame) -> str:
    """Return the share that is done; where the start is not known, what is still to go."""
    if at.progress is not None or at.remaining is None:
        return frame.percent(at.progress)
    measure = None if at.objective.measure == "grade" else at.objective.measure
    return frame.t("{distance} to go", distance=_measured(at.remaining, measure, frame))


def action_row(at: int, one: Action, frame: Frame) -> ActionRow:
    """Return an action with its number and state."""
    t = frame.t
    state, tone = frame.word("actions", "status", one.status or "open"), "plain"
    if one.status == "done":
        tone = "good"
    elif one.due is not None and one.due < frame.as_of:
        state, tone = t("late"), "bad"
    return ActionRow(
        str(at), clean(one.name), clean(one.objective_id), clean(one.owner) or t("nobody yet"),
        t.date(one.due), state, tone,
    )  # fmt: skip


def task_of(at: int, one: Action, frame: Frame) -> Task:
    """Return an action for the timeline."""
    days = float(((one.due or frame.as_of) - frame.as_of).days)
    return Task(str(at), clean(one.name), clean(one.owner), days, days < 0, one.status == "doing")


def month_ticks(frame: Frame) -> tuple[tuple[float, str], ...]:
    """Return the month starts of the timeline between its two ends."""
    ticks = [(-BACK_DAYS, "")]
    day = (frame.as_of - dt.timedelta(days=BACK_DAYS)).replace(day=1)
    while (offset := float((day - frame.as_of).days)) < AHEAD_DAYS:
        if offset > -BACK_DAYS:
            ticks.append((offset, f"{day.year}-{day.month:02d}"))
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return (*ticks, (AHEAD_DAYS, ""))


def _closing(customer: CustomerAssessment, actions: list[Action], frame: Frame) -> Closing:
    t = frame.t
    first = next((one for one in actions if is_open(one) and one.due), None)
    if first is None and customer.customer.has_ended:
        return frame.act(t("The relationship has ended: no next step is due; settle what is owed."))
    if first is None:
        return frame.act(t("Write down the next step with owner and date in Actions."))
    who = clean(first.owner) or t("nobody yet")
    due = t.date(first.due)
    if first.due is not None and first.due < frame.as_of:
        return frame.act(
            t("Late since {day}: {action} ({who}).", day=due, action=clean(first.name), who=who)
        )
    return frame.act(t("By {day}: {action} ({who}).", day=due, action=clean(first.name), who=who))
