"""What does a document consist of, whatever the format? Blocks, one below the other.

A page made from a template (``plan.html.j2``) is read into these blocks; Word, PDF and slides are
written from them. Texts are plain: every format escapes them in its own way.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of text; ``kind`` plain, bold, small, tag, letter, own or dots; ``tone`` its colour."""

    text: str
    kind: str = "plain"
    tone: str = ""


Spans = tuple[Span, ...]


class Cell(NamedTuple):
    """A cell: its lines, each of spans; ``bar`` a drawn bar 0–100 with its colour."""

    lines: tuple[Spans, ...]
    head: bool = False
    align: str = "left"
    wide: int = 1
    bar: float | None = None
    colour: str = ""
    firm: bool = False
    """Whether its text stays on one line."""

    @property
    def text(self) -> str:
        """Return its text, a blank between lines."""
        return " ".join("".join(span.text for span in line) for line in self.lines)


class Row(NamedTuple):
    """A row; ``kind`` blank, ``total`` or ``open`` (a part that is missing)."""

    cells: tuple[Cell, ...]
    kind: str = ""


class Table(NamedTuple):
    """A table; ``kind`` is ``file`` for pairs of label and value without a head."""

    rows: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    foot: tuple[Row, ...] = ()
    caption: str = ""
    kind: str = ""

    @property
    def columns(self) -> int:
        """Return how many columns it has."""
        every = (*self.head, *self.rows, *self.foot)
        return max((sum(cell.wide for cell in row.cells) for row in every), default=0)


class Heading(NamedTuple):
    """A heading; ``page`` starts a new page with it, ``key`` is what a link aims at."""

    level: int
    text: str
    number: str = ""
    key: str = ""
    page: bool = False


class Paragraph(NamedTuple):
    """A paragraph; ``kind`` plain, headline, how, item (of a list) or footer."""

    spans: Spans
    kind: str = "plain"

    @property
    def text(self) -> str:
        """Return its text."""
        return "".join(span.text for span in self.spans)


class Ending(NamedTuple):
    """How a section ends: ``kind`` decision, action or number, label and sentence."""

    kind: str
    label: str
    text: str


class Card(NamedTuple):
    """A key figure with its label, note, colour and the mark of a definition of ours."""

    label: str
    value: str
    note: str = ""
    tone: str = "plain"
    own: str = ""


class Cards(NamedTuple):
    """Key figures side by side, so many in a row."""

    cards: tuple[Card, ...]
    columns: int = 3


class Head(NamedTuple):
    """The head of a document; ``badge`` is a label, a large sign, a note and its colour class."""

    kind: str
    name: str
    line: str
    badge: tuple[str, str, str, str] | None = None


class Facts(NamedTuple):
    """Labels with values in one line below the head."""

    pairs: tuple[tuple[str, str], ...]


class Picture(NamedTuple):
    """A picture of the context by name, with what stands below it."""

    name: str
    caption: str = ""


class Contents(NamedTuple):
    """The table of contents, under its title."""

    title: str


class Signs(NamedTuple):
    """Lines to sign on."""

    names: tuple[str, ...]


class Columns(NamedTuple):
    """Blocks side by side."""

    columns: tuple[tuple["Block", ...], ...]


Block = (
    Head | Facts | Cards | Heading | Paragraph | Ending | Table | Picture | Contents | Signs | Columns
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A document.

    Args:
        lang: ``en`` or ``zh``.
        title: of the file's properties.
        head: what stands at the top of every page.
        foot: what stands at the bottom of every page.
        blocks: its content.
    """

    lang: str
    title: str
    head: str
    foot: str
    blocks: tuple[Block, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """Return the names of its pictures, in their order."""
        return tuple(_pictures(self.blocks))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Return its headings of the first level."""
        return tuple(
            one for one in self.blocks if isinstance(one, Heading) and one.level == 1 and one.text
        )


def _pictures(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for one in blocks:
        if isinstance(one, Picture):
            found.append(one.name)
        elif isinstance(one, Columns):
            for column in one.columns:
                found += _pictures(column)
    return found
