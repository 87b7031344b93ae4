"""What may a template of the ABCD board show? The names and shapes of its context."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from xlplan.engine.account.rows import Closing, Field
from xlplan.engine.account.shapes import Changes, Context, Cover
from xlplan.engine.picture.places import Bubble, Grid
from xlplan.engine.picture.spread import Bar, Heat, Level


class BoardRow(NamedTuple):
    """One customer on the board."""

    rank: str
    name: str
    id: str
    grade: str
    owner: str
    deal: str
    amount: str
    p: str
    close: str
    risk: str
    risk_tone: str
    gain: str


class NextRow(NamedTuple):
    """What to do first with one customer."""

    customer: str
    grade: str
    when: str
    tone: str
    what: str
    step: str


@dataclass(frozen=True, slots=True)
class Order:
    """Who comes first."""

    headline: str
    rows: tuple[BoardRow, ...]
    more: str
    closing: Closing
    bubbles: tuple[Bubble, ...]
    grid: Grid
    by_risk: bool


@dataclass(frozen=True, slots=True)
class Dangers:
    """How risky every customer is, factor by factor."""

    headline: str
    closing: Closing
    heads: tuple[str, ...]
    heats: tuple[Heat, ...]
    bounds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How sales are spread over the customers."""

    headline: str
    figures: tuple[Field, ...]
    closing: Closing
    bars: tuple[Bar, ...]
    limit: float
    limit_text: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """What is in the funnel."""

    headline: str
    figures: tuple[Field, ...]
    closing: Closing
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class First:
    """What to do first, customer by customer."""

    headline: str
    rows: tuple[NextRow, ...]
    closing: Closing


@dataclass(frozen=True)
class BoardContext(Context):
    """Everything a template of the board may show."""

    slides: ClassVar[str] = "board"

    lang: str
    title: str
    cover: Cover
    order: Order
    changes: Changes
    dangers: Dangers
    spread: Spread
    pipe: Pipe
    first: First
