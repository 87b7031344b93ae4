"""Do we reach what we set out to reach? A row an objective: target, actual, progress, state."""

from collections.abc import Sequence

from xlplan.core.care.objectives import GRADE_NUMBERS, ObjectiveState
from xlplan.engine.result.blocks import Block
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.shapes import Column, Row, Rule
from xlplan.engine.result.terms import WHO, Line, Terms, leads_of
from xlplan.engine.text import Texts

STATE_TONES = {"reached": "A", "on track": "low", "behind": "medium", "late": "severe"}
SHARES, SCORES = frozenset({"wallet share"}), frozenset({"DMI", "risk", "satisfaction"})
GRADES = {number: letter for letter, number in GRADE_NUMBERS.items()}
SMALL = 1000.0  # an own figure below it may have decimals

COLUMNS = (
    *WHO,
    Column("measure", "Measure", "word"),
    Column("objective", "Objective", "wrap"),
    Column("due", "Due", "date"),
    Column("left", "Days left", "int"),
    Column("target", "Target value", "word", help="≤: smaller is better."),
    Column("actual", "Actual", "word",
           help="Computed from the plan; typed only where Measure is own."),
    Column("progress", "Progress", "share",
           help="1 = reached; until then blank for ≤, as nobody knows where it started."),
    Column("remaining", "To go", "word", help="What is still missing to the target, in its unit."),
    Column("state", "Status", "word",
           help="Slipping: an action of it is past its date. Late: its own date has passed."),
    Column("owner", "Owner"),
)  # fmt: skip


def objectives_block(frame: Frame, terms: Terms, lines: Sequence[Line]) -> Block:
    """Return the table of objectives: customers by priority, within one as in the sheet."""
    tones = {_said(state): tone for state, tone in STATE_TONES.items()}
    return Block(
        frame.texts("Objectives"),
        COLUMNS,
        [(*at.who, *_row(frame, terms, one)) for at in lines for one in at.views.objectives],
        (
            frame.grade_rule("grade"),
            frame.word_rule("state", tones),
            Rule("bar", ("progress",)),
            Rule("below", ("left",)),
        ),
        (),
        frame.texts("No objective is set."),
        links=leads_of(frame, [at for at in lines for _ in at.views.objectives]),
    )


def reached(lines: Sequence[Line]) -> tuple[int, int]:
    """Return how many objectives are reached, and how many there are."""
    states = [one.state for at in lines for one in at.views.objectives]
    return states.count("reached"), len(states)


def _row(frame: Frame, terms: Terms, one: ObjectiveState) -> Row:
    t, measure = frame.texts, one.objective.measure
    target = figure(t, measure, one.target)
    return (
        terms.measure.get(measure or ""),
        one.objective.name,
        one.objective.due,
        one.days_left,
        f"≤ {target}" if target and one.downwards else target,
        figure(t, measure, one.actual),
        one.progress,
        remaining(t, one),
        frame.words.say(_said(one.state)) if one.state else None,
        one.objective.owner,
    )


def _said(state: str) -> str:
    """Return how a state is called: ``behind`` also stands for a timing."""
    return "slipping" if state == "behind" else state


def remaining(t: Texts, one: ObjectiveState) -> str | None:
    """Return what is still missing to a target, as its measure is told; ``None`` when nothing is.

    Of a grade it is a number of letters.
    """
    measure = None if one.objective.measure == "grade" else one.objective.measure
    return figure(t, measure, one.remaining or None)


def figure(t: Texts, measure: str | None, value: float | None) -> str | None:
    """Return a target or an actual value as its measure is told; ``None`` for none.

    Example:
        >>> t = Texts("en")
        >>> figure(t, "wallet share", 0.416), figure(t, "grade", 2.0), figure(t, "sales", 4.8e6)
        ('42%', 'B', '4.80 m')
    """
    if value is None:
        return None
    if measure == "grade":
        return GRADES.get(value)
    if measure in SHARES or (measure == "margin" and abs(value) <= 1.0):
        return t.percent(value, 1 if measure == "margin" else 0)
    if measure in ("sales", "margin"):
        return t.money(value)
    if measure in SCORES:
        return t.number(value, 1)
    return t.number(value, 0 if value == int(value) or abs(value) >= SMALL else 2)
