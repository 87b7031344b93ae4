"""What may a template of the plan for a customer show? The names and shapes of its context."""

from dataclasses import dataclass
from typing import ClassVar

from xlplan.engine.account.rows import ActionRow, Closing, JointDeal, ObjectiveRow, PromiseRow
from xlplan.engine.account.shapes import Context, Cover, Topic
from xlplan.engine.picture.money import Part, Task


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought from us and which projects are under discussion, as it may read it."""

    headline: str
    years: tuple[Part, ...]
    deals: tuple[JointDeal, ...]
    closing: Closing


@dataclass(frozen=True, slots=True)
class JointWork:
    """Objectives, actions and promises of ours that a customer may read."""

    headline: str
    objectives: tuple[ObjectiveRow, ...]
    actions: tuple[ActionRow, ...]
    promises: tuple[PromiseRow, ...]
    closing: Closing
    tasks: tuple[Task, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class JointContext(Context):
    """Everything a template of the plan for a customer may show."""

    slides: ClassVar[str] = "joint"

    lang: str
    title: str
    cover: Cover
    bought: Bought
    people: Topic
    work: JointWork
    service: Topic
