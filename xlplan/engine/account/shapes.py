"""What may a template of an account plan show? The names and shapes of its context.

A text is ready to print in the plan's language, cleaned of line breaks and control signs but not
escaped: that is the format's business. A blank text means: nothing to say. What has to do with
pictures comes last in a section, as plain numbers and texts.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from xlplan.core.money.horizon import Point
from xlplan.engine.account.rows import (
    ActionRow,
    ApproachRow,
    ChangeRow,
    Closing,
    DealRow,
    DecisionRow,
    Field,
    FindingRow,
    HintRow,
    MoneyRow,
    MoveRow,
    ObjectiveRow,
    PersonRow,
    PromiseRow,
    Question,
    RivalRow,
    ScoreRow,
    StepRow,
    WhiteRow,
)
from xlplan.engine.picture.charts import Contest, Gauge
from xlplan.engine.picture.map import Influencing, Person
from xlplan.engine.picture.money import Fall, Part, Task
from xlplan.engine.picture.places import Bubble, Grid
from xlplan.engine.picture.space import Patch


class Context:
    """Everything a template of one document may show: a frozen dataclass, a section a field."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @cached_property
    def names(self) -> dict[str, object]:
        """Return the variables of a template: name → section."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Cover:
    """The head of the plan; ``figures`` are the key figures, ``facts`` the line below the name."""

    customer: str
    short: str
    id: str
    line: str
    seller: str
    currency: str
    as_of: str
    owner: str
    grade: str
    rank: str
    facts: tuple[Field, ...]
    figures: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Why this grade.

    ``why`` in short, ``story`` in sentences, ``ladder`` the way to the likelihood, ``steps`` the
    way to the letter, ``moves`` what would move it, ``next_letter`` the cheapest change
    that raises it.
    """

    headline: str
    why: str
    story: tuple[str, ...]
    ladder: tuple[Field, ...]
    ladder_bars: tuple[float, ...]
    steps: tuple[Field, ...]
    missing: tuple[str, ...]
    returns: tuple[DealRow, ...]
    stoppers: tuple[Field, ...]
    closing: Closing
    next_letter: Closing
    moves: tuple[MoveRow, ...]
    bubbles: tuple[Bubble, ...]
    grid: Grid
    by_risk: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved since the results kept of the day ``since``, blank where none are kept.

    ``events`` are opportunities that came or went, promises broken, numbers of the method set.
    """

    headline: str
    since: str
    rows: tuple[ChangeRow, ...]
    events: tuple[Field, ...]
    closing: Closing


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """The customer file 客户档案 and the white space.

    ``known`` is the completeness of the file, ``unknown`` what it lacks; ``blank`` are further
    fields of the table that are.
    """

    headline: str
    fields: tuple[Field, ...]
    unknown: tuple[str, ...]
    blank: tuple[str, ...]
    known: str
    white: tuple[WhiteRow, ...]
    closing: Closing
    years: tuple[Part, ...]
    wallet: tuple[Part, ...]
    space: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of one compact table; ``fill`` says in a line what is still to be filled in."""

    headline: str
    rows: tuple[Field, ...]
    fill: str
    closing: Closing


@dataclass(frozen=True, slots=True)
class Chain:
    """The decision chain of the lead opportunity and, in short, of the others."""

    headline: str
    deal: str
    figures: tuple[Field, ...]
    people: tuple[PersonRow, ...]
    cap: str
    strategy: tuple[Field, ...]
    hints: tuple[HintRow, ...]
    approaches: tuple[ApproachRow, ...]
    others: tuple[DealRow, ...]
    outside: str
    closing: Closing
    drawn: tuple[Person, ...]
    lines: tuple[Influencing, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """How the sale stands: project state (PSE), competition, sync of the two tracks.

    ``track`` is the way to the signature: key nodes, close plan, what decides, C139.
    """

    headline: str
    deal: str
    figures: tuple[Field, ...]
    parts: tuple[ScoreRow, ...]
    flags: tuple[str, ...]
    track: tuple[Field, ...]
    criteria: tuple[str, ...]
    rivals: tuple[RivalRow, ...]
    closing: Closing
    contest: tuple[Contest, ...]


@dataclass(frozen=True, slots=True)
class RiskTable:
    """The customer risk evaluation table 客户风险评估表, largest contribution first."""

    headline: str
    figures: tuple[Field, ...]
    rows: tuple[ScoreRow, ...]
    total: str
    questions: tuple[Question, ...]
    closing: Closing
    gauges: tuple[Gauge, ...]
    bounds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """What the relationship costs and returns a year, and what it is worth over the horizon.

    ``pays`` says when the return has caught up with the cost.
    """

    headline: str
    rows: tuple[MoneyRow, ...]
    figures: tuple[Field, ...]
    worth: tuple[Field, ...]
    choices: tuple[Field, ...]
    missing: tuple[str, ...]
    closing: Closing
    number: Closing
    falls: tuple[Fall, ...]
    pays: str
    pays_after: float | None
    way: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Deals:
    """The open opportunities, best first, with their sums."""

    headline: str
    rows: tuple[DealRow, ...]
    amount: str
    weighted: str
    gain: str
    closing: Closing
    unread: str


@dataclass(frozen=True, slots=True)
class Work:
    """Objectives, actions, open promises and decisions of the workbook."""

    headline: str
    objectives: tuple[ObjectiveRow, ...]
    actions: tuple[ActionRow, ...]
    promises: tuple[PromiseRow, ...]
    decisions: tuple[DecisionRow, ...]
    closing: Closing
    tasks: tuple[Task, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do next, by the coaching rules."""

    headline: str
    rows: tuple[StepRow, ...]
    more: str
    closing: Closing


@dataclass(frozen=True, slots=True)
class Data:
    """The findings in this customer's rows."""

    headline: str
    rows: tuple[FindingRow, ...]
    elsewhere: str
    closing: Closing


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the figures come from: day, version, changed policy numbers, sources, definitions."""

    headline: str
    facts: tuple[Field, ...]
    changes: tuple[Field, ...]
    sources: tuple[Field, ...]
    own: tuple[str, ...]
    closing: Closing


@dataclass(frozen=True)
class PlanContext(Context):
    """Everything a template may show; the names of the fields are the names in the template."""

    slides: ClassVar[str] = "slides"

    lang: str
    title: str
    own_mark: str
    cover: Cover
    summary: Summary
    changes: Changes
    file: CustomerFile
    relation: Topic
    chain: Chain
    position: Position
    risk: RiskTable
    money: Money
    deals: Deals
    work: Work
    care: Topic
    steps: Steps
    data: Data
    trace: Trace
