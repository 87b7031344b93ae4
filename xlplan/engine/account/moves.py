"""What would move the grade? The smallest single changes that raise it or lose it, ours first.

Choice: only the opportunity that gives the customer its grade is looked at; finding out costs far
more than all the other sections, and another opportunity moves the customer's grade no sooner.
"""

import datetime as dt
from collections.abc import Sequence

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.moves.flip import BETTER, Flip, Flipper
from xlplan.core.moves.whatif import GAP
from xlplan.engine.account.frame import BY_KEY, GRADE_TONES, Frame
from xlplan.engine.account.rows import Closing, MoveRow
from xlplan.engine.advice import NextStep
from xlplan.engine.plain import clean

SHOWN, SHOWN_WORSE = 5, 3
RECORDS = frozenset({"entry_step", "purchase_step", "selling_step", "slips", "done"})
"""Fields that say what has happened: a step, a postponed close, a node."""

UNREAD = frozenset({"DEAL_NOT_READ"})
"""Advice on opportunities whose rows gave no record."""


def moves(one: OpportunityAssessment | None, frame: Frame) -> tuple[MoveRow, ...]:
    """Return what would make the letter better, what is in our hands first, then what loses it.

    Choice: a letter is lost by whoever moves first, so of those the nearest come first.
    """
    if one is None:
        return ()
    flipper = frame.once("flipper", lambda: Flipper(frame.assessment))
    found = flipper.flips(one.opportunity.id)
    better = [flip for flip in levers(found) if flip.direction == BETTER]
    worse = [flip for flip in found if flip.direction != BETTER]
    return tuple(_row(flip, one, frame) for flip in (*_ways_up(better), *worse[:SHOWN_WORSE]))


def levers(found: Sequence[Flip]) -> list[Flip]:
    """Return what can be told as a way to another letter; the whole list is in the JSON.

    Choice: nobody gets better by saying that what has happened has not: a step that was reached,
    a node that was done, a close that slipped. Backwards these are no way up.
    """
    return [flip for flip in found if flip.direction != BETTER or not _undoes(flip)]


def _undoes(flip: Flip) -> bool:
    """Return whether a change takes back what its cell records as having happened."""
    if flip.field not in RECORDS or not isinstance(flip.old, int) or not isinstance(flip.new, int):
        return False
    return flip.new < flip.old


def _ways_up(better: Sequence[Flip]) -> list[Flip]:
    """Return the nearest of ours, then of theirs: one of those stays, however many are ours."""
    theirs = [flip for flip in better if not flip.ours]
    ours = [flip for flip in better if flip.ours][: SHOWN - bool(theirs)]
    return [*ours, *theirs][:SHOWN]


def find_next(customer: CustomerAssessment, steps: list[NextStep], frame: Frame) -> Closing:
    """Return what to do where no opportunity is open: first of all read those that were not."""
    t, unread = frame.t, frame.first(steps, UNREAD, None)
    if unread is not None:
        return frame.act(unread.step)
    if customer.customer.has_ended:
        return frame.act(t("The relationship has ended: no next step is due; settle what is owed."))
    if frame.strays:
        sheets = frame.assessment.portfolio.sheets or {}
        cell = f"{sheets.get('opportunities', 'Opportunities')}!{frame.strays[0].cell}"
        return frame.act(t("Correct {cell} first: that opportunity may be one of this customer.",
                           cell=cell))  # fmt: skip
    return frame.act(t("Find the next need, and enter it in Opportunities."))


def next_letter(one: OpportunityAssessment, rows: tuple[MoveRow, ...], frame: Frame) -> Closing:
    """Return the cheapest single change of ours that raises the letter.

    Choice: where only a fact of the customer's would, that is said and asked of nobody: writing
    another date into the plan is no step towards the order.
    """
    t = frame.t
    if one.gates:
        why = frame.names([frame.phrase(gate) for gate in one.gates])
        return frame.decide(t("Open the gate ({why}) or withdraw.", why=why))
    best = next((row for row in rows if row.better), None)
    if best is not None:
        text = "{what} from {old} to {new} would make it {grade}."
        if not best.ours:
            text = "No single change of ours; {what} from {old} to {new} would make it {grade}."
        said = {"what": best.what, "old": best.old, "new": best.new, "grade": best.grade}
        return frame.figure(t(text, **said))
    p = frame.percent(one.p_rank)
    if one.grade == "A":
        return frame.figure(t("{p} likely: no grade is better than this.", p=p))
    return frame.figure(t("{p} likely: no single change reaches a better letter.", p=p))


def _row(flip: Flip, one: OpportunityAssessment, frame: Frame) -> MoveRow:
    t = frame.t
    return MoveRow(
        what=_what(flip, one, frame),
        old=_value(flip.old, flip, frame),
        new=_value(flip.shown, flip, frame),
        grade=flip.to_grade,
        tone=GRADE_TONES[flip.to_grade],
        hands=t("in our hands") if flip.ours else t("a fact of theirs"),
        way=t("better") if flip.direction == BETTER else t("worse"),
        better=flip.direction == BETTER,
        ours=flip.ours,
    )


def _what(flip: Flip, one: OpportunityAssessment, frame: Frame) -> str:
    """Return the input: its heading, and whose it is where a sheet has several rows a deal."""
    if flip.field == GAP:
        return frame.t("Lead over the best rival")
    heading = BY_KEY[flip.sheet].by_field[flip.field].heading(frame.t.lang)
    if flip.sheet in ("opportunities", "customers"):
        return heading
    key = flip.key.rpartition("/")[2]
    names = {link.stakeholder.contact_id: link.contact.name for link in one.chain if link.contact}
    return frame.t("{field} ({who})", field=heading, who=clean(names.get(key, key)))


def _value(value: object, flip: Flip, frame: Frame) -> str:
    if value is None or value == "":
        return frame.t("blank")
    if isinstance(value, bool):
        return frame.t("yes") if value else frame.t("no")
    if isinstance(value, dt.date):
        return frame.t.date(value)
    if isinstance(value, str):
        return frame.word(flip.sheet, flip.field, value)
    return _number(value, flip, frame)


def _number(value: object, flip: Flip, frame: Frame) -> str:
    number = float(value) if isinstance(value, int | float) else None
    if flip.unit == "money":
        return frame.money(number)
    if flip.unit == "share":
        return frame.percent(number, 1)
    whole = number is not None and number == round(number)
    return frame.number(number, 0 if whole else 2)
