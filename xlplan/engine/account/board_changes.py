"""What changed over all customers since the results kept of an earlier day? For the ABCD board."""

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.moves.snapshots import Snapshot
from xlplan.engine.account.changes import clauses, forecast
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import ChangeRow, Closing, Field
from xlplan.engine.account.shapes import Changes
from xlplan.engine.account.since import Moves, Since, since_of, way
from xlplan.engine.plain import clean

SHOWN = 25
TONES = {"better": "good", "worse": "bad", "": "plain"}


def board_changes(since: Snapshot | None, frame: Frame) -> Changes:
    """Return whose letter or likelihood moved, who came and went; blank without kept results."""
    if since is None:
        return Changes("", "", (), (), Closing("", "", ""))
    found, t = since_of(since, frame), frame.t
    grades = {one.id: one.grade for one in since.customers}
    moved = [
        (one, moves, said)
        for one in frame.assessment.customers
        if (moves := found.by_customer.get(one.customer.id))
        and (said := t("; ").join(clauses(moves, found, frame)))
    ]
    rows = tuple(
        ChangeRow(_name(one), "", grades.get(one.customer.id, ""), one.grade, said,
                  TONES[way(moves)])
        for one, moves, said in moved[:SHOWN]
    )  # fmt: skip
    return Changes(
        headline=_headline(moved, found, frame),
        since=t.date(since.as_of),
        rows=rows,
        events=tuple(_events(found, since, frame)),
        closing=_closing(moved, found, frame),
    )


_Moved = list[tuple[CustomerAssessment, Moves, str]]


def _headline(moved: _Moved, found: Since, frame: Frame) -> str:
    ways = [way(moves) for _, moves, _ in moved]
    counted = frame.t(
        "customers that stand better: {up}, worse: {down}",
        up=ways.count("better"),
        down=ways.count("worse"),
    )
    return frame.sentence([counted, forecast(found.moved, frame)])


def _events(found: Since, since: Snapshot, frame: Frame) -> list[Field]:
    t, names = frame.t, {one.id: one.name for one in since.customers}
    are = {one.customer.id: _name(one) for one in frame.assessment.customers}
    came = [Field(are[key], t("new customer")) for key in found.moved.came]
    gone = [
        Field(clean(names[key]) or key, t("customer not in the plan any more"))
        for key in found.moved.gone
    ]
    return came + gone


def _closing(moved: _Moved, found: Since, frame: Frame) -> Closing:
    t = frame.t
    worse = [one for one, moves, _ in moved if way(moves) == "worse"]
    if worse:
        return frame.decide(
            t("What is done about {names}, now that they stand worse?",
              names=frame.some([_name(one) for one in worse]))
        )  # fmt: skip
    return frame.figure(forecast(found.moved, frame))


def _name(one: CustomerAssessment) -> str:
    return clean(one.customer.name) or clean(one.customer.id)
