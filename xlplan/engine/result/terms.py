"""What are the words of the method called on a result sheet? Names of the cards and of the contract."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.grading.segments import SEGMENTS, Segment
from xlplan.core.model import Contact
from xlplan.core.money.levels import RELATION_LEVELS, LevelChoice
from xlplan.core.process.stages import Condition
from xlplan.core.relationship.partnership import PartnerGates
from xlplan.core.views import CustomerViews
from xlplan.engine.cards import cards
from xlplan.engine.contract import CUSTOMERS
from xlplan.engine.contract_detail import OBJECTIVES
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.shapes import Column, Row
from xlplan.engine.result.words import capital

SEGMENT_TONES = {"frozen": "grey", "migrating": "high", "value": "A", "potential": "low"}
LEVEL_TONES = {"luxury": "high", "gates": "medium", "rise": "low"}
REASONS = ("no order", "no reply", "sales down", "wallet share down", "gross profit", "wallet gap")


WHO = (
    Column("priority", "No.", "int"),
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer"),
)  # fmt: skip


class Line(NamedTuple):
    """One customer with all that the method says of it."""

    one: CustomerAssessment
    views: CustomerViews

    @property
    def who(self) -> Row:
        """Return what every table begins with."""
        return (self.one.priority, self.one.grade, self.one.customer.name)


def lines_of(frame: Frame) -> list[Line]:
    """Return the customers in order of priority."""
    return [Line(one, one.views) for one in frame.assessment.customers if one.views]


def leads_of(frame: Frame, lines: Sequence[Line], *, id_too: bool = False) -> dict[str, list[str]]:
    """Return where the names of customers lead to, and their ids where a table has them."""
    customers = [at.one.customer for at in lines]
    return frame.leads.rows(customers) if id_too else frame.leads.customers(customers)


class Terms:
    """The names of stages, levels, segments, gates and steps in the language of one frame."""

    def __init__(self, frame: Frame) -> None:
        self.texts, self.words = frame.texts, frame.words
        self.stage = frame.words.of(CUSTOMERS.by_field["stage"])
        self.level = frame.words.of(CUSTOMERS.by_field["level"])
        self.measure = frame.words.of(OBJECTIVES.by_field["measure"])

    def names(self, kind: str) -> Mapping[str, str]:
        """Return the cards of a kind as key → name, with a capital."""
        return {key: capital(one["name"]) for key, one in cards(kind, self.texts.lang).items()}

    # segments

    @cached_property
    def segment_reasons(self) -> dict[tuple[str | None, str | None], str]:
        """Return segment and reason → how it is said: ``Frozen: no order``."""
        say, t = self.words.say, self.texts
        found: dict[tuple[str | None, str | None], str] = {}
        for name in SEGMENTS:
            found[name, None] = say(name) or ""
            for reason in REASONS:
                found[name, reason] = t("{name}: {reason}", name=say(name), reason=t(reason))
        return found

    def segment(self, one: Segment) -> str | None:
        """Return a segment with its reason, ``None`` when too little is known."""
        return self.segment_reasons.get((one.name, one.reason))

    def segment_tones(self) -> dict[str, str]:
        """Return segment as shown → tone."""
        return {
            text: SEGMENT_TONES[name]
            for (name, _), text in self.segment_reasons.items()
            if name in SEGMENT_TONES
        }

    # levels

    @cached_property
    def level_verdicts(self) -> dict[tuple[str, str | None], str]:
        """Return verdict and level → how it is said: ``Can rise to preferred``."""
        t = self.texts
        found: dict[tuple[str, str | None], str] = {
            ("fits", None): capital(t("fits")),
            ("gates", None): capital(t("partnership gates not met")),
        }
        for key in RELATION_LEVELS:
            found["luxury", key] = capital(t("level a luxury: {level} is worth more", level=t(key)))
            found["rise", key] = capital(t("can rise to {level}", level=t(key)))
        return found

    def level_verdict(self, choice: LevelChoice, gates: PartnerGates) -> str | None:
        """Return what the level asks for: step back, meet the gates, rise, or stay.

        Choice: a luxury comes first, then a level of partner or above without its gates, then the
        best level; one that the gates do not allow yet asks for the gates.
        """
        best, present = choice.best, choice.present
        if choice.luxury:
            return self.level_verdicts["luxury", best]
        if gates.flagged:
            return self.level_verdicts["gates", None]
        if best is None or present is None:
            return None
        if best == present:
            return self.level_verdicts["fits", None]
        allowed = choice.best_allowed(gates.ready) or best
        if RELATION_LEVELS.index(allowed) > RELATION_LEVELS.index(present):
            return self.level_verdicts["rise", allowed]
        return self.level_verdicts["gates", None]

    def level_tones(self) -> dict[str, str]:
        """Return verdict as shown → tone."""
        return {
            text: LEVEL_TONES[kind]
            for (kind, _), text in self.level_verdicts.items()
            if kind in LEVEL_TONES
        }

    # conditions of a gate

    @cached_property
    def _conditions(self) -> Mapping[str, str]:
        return {key: one["name"] for key, one in cards("condition", self.texts.lang).items()}

    def condition(self, one: Condition) -> str:
        """Return what a gate asks for, with what is there of it where that is counted."""
        name, t = self._conditions[one.name], self.texts
        if one.need is None:
            return name
        if one.name == "file":
            return t(
                "{name} ({have} of {need})",
                name=name,
                have=t.percent(one.have),
                need=t.percent(one.need),
            )
        return t(
            "{name} ({have} of {need})", name=name, have=t.number(one.have), need=t.number(one.need)
        )

    # people

    def people(self, ids: tuple[str, ...], contacts: Mapping[str, Contact]) -> str:
        """Return the names of contacts; an id without a contact stands for itself."""
        return self.words.names([contacts[one].name if one in contacts else one for one in ids])
