"""What stands in the rows and cards of an account plan? The small shapes that its sections hold.

A field that ends in ``bar`` is a number 0–100 for a drawn bar, ``tone`` a colour class: good, fair,
poor, bad, plain, or open for a part that is missing.
"""

from typing import NamedTuple


class Closing(NamedTuple):
    """How a section ends: ``kind`` decision, action or number, with its label and sentence."""

    kind: str
    label: str
    text: str


class Field(NamedTuple):
    """A label with its value, a note, and a mark when the figure is defined by xlplan itself."""

    label: str
    value: str
    note: str = ""
    tone: str = "plain"
    own: str = ""


class ScoreRow(NamedTuple):
    """One part of a score; ``added`` is its contribution, ``blocks`` the bar as text."""

    key: str
    name: str
    input: str
    points: str
    weight: str
    added: str
    bar: float
    blocks: str
    tone: str = "plain"
    group: str = ""


class Question(NamedTuple):
    """A missing input: what it is, where to enter it, and the weight that waits for it."""

    name: str
    where: str
    weight: str


class DealRow(NamedTuple):
    """One open opportunity."""

    mark: str
    id: str
    name: str
    amount: str
    step: str
    close: str
    days: str
    p: str
    own_p: str
    grade: str
    risk: str
    risk_level: str
    risk_tone: str
    margin: str
    gain: str
    gain_tone: str
    timing: str
    dmi: str
    coverage: str
    state: str


class PersonRow(NamedTuple):
    """One stakeholder of the lead opportunity."""

    name: str
    title: str
    role: str
    attitude: str
    tone: str
    weight: str
    dots: str
    coverage: str
    last: str
    ours: str
    marks: str
    added: str


class RivalRow(NamedTuple):
    """One bidder with its scores in the order of ``Position.criteria``."""

    name: str
    ours: bool
    scores: tuple[str, ...]


class MoneyRow(NamedTuple):
    """One line of the year, from sales to net."""

    label: str
    value: str
    note: str
    total: bool


class ObjectiveRow(NamedTuple):
    """One objective of the workbook; ``state`` reached, on track, not reached, behind or late."""

    id: str
    name: str
    measure: str
    target: str
    actual: str
    owner: str
    due: str
    state: str
    tone: str
    progress: str


class ActionRow(NamedTuple):
    """One action of the workbook that is not dropped."""

    mark: str
    name: str
    objective: str
    owner: str
    due: str
    state: str
    tone: str


class PromiseRow(NamedTuple):
    """Something that we promised the customer and have not kept yet."""

    name: str
    owner: str
    due: str
    state: str
    tone: str


class DecisionRow(NamedTuple):
    """A decision on record."""

    date: str
    kind: str
    reason: str
    decider: str
    review: str


class StepRow(NamedTuple):
    """One piece of advice: ``when`` this week, this month, by the next review."""

    mark: str
    code: str
    when: str
    tone: str
    what: str
    step: str


class FindingRow(NamedTuple):
    """A data finding in one of the customer's rows."""

    severity: str
    tone: str
    where: str
    what: str
    step: str


class MoveRow(NamedTuple):
    """A single change that moves the letter; ``hands`` says in words whether it is ours to make."""

    what: str
    old: str
    new: str
    grade: str
    tone: str
    hands: str
    way: str
    better: bool
    ours: bool


class ChangeRow(NamedTuple):
    """What moved: then and now, and the parts that moved it; ``deal`` blank: the customer's own."""

    what: str
    deal: str
    old: str
    new: str
    why: str
    tone: str


class ApproachRow(NamedTuple):
    """A person on the chain: the layer of benefit reached, what they want, how they think."""

    name: str
    benefit: str
    wants: str
    thinks: str
    how: str


class HintRow(NamedTuple):
    """A role on the chain: who has it, what it is there for, what it cares about, what it asks."""

    role: str
    who: str
    job: str
    cares: str
    asks: str


class WhiteRow(NamedTuple):
    """What a unit buys of a product, could buy, and what lies between."""

    product: str
    unit: str
    current: str
    potential: str
    gap: str
    rival: str


class PartnerRow(NamedTuple):
    """A person of the customer and who of ours is there for it."""

    name: str
    title: str
    ours: str


class JointDeal(NamedTuple):
    """A project under discussion, as the customer may read it."""

    name: str
    close: str
