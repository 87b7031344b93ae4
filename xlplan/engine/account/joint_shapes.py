"""What may a template of the plan for a customer show? The names and shapes of its context."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from xlplan.engine.account.rows import ActionRow, Closing, JointDeal, ObjectiveRow
from xlplan.engine.account.shapes import Cover, Topic
from xlplan.engine.picture.money import Part, Task


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought from us and which projects are in talk, as it may read it."""

    headline: str
    years: tuple[Part, ...]
    deals: tuple[JointDeal, ...]
    closing: Closing


@dataclass(frozen=True, slots=True)
class JointWork:
    """Objectives and actions that a customer may read."""

    headline: str
    objectives: tuple[ObjectiveRow, ...]
    actions: tuple[ActionRow, ...]
    closing: Closing
    tasks: tuple[Task, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class JointContext:
    """Everything a template of the plan for a customer may show."""

    slides: ClassVar[str] = "joint"

    lang: str
    title: str
    cover: Cover
    bought: Bought
    people: Topic
    work: JointWork
    service: Topic

    @cached_property
    def names(self) -> dict[str, object]:
        """Return the variables of a template: name → section."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}
