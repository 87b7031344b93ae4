"""What does a small XML part say? Start tags and text, no namespaces, never a DOCTYPE.

Workbooks use any prefix and two namespaces (transitional and strict) for the same things, so names
are compared without them. A DOCTYPE has no business in a workbook and is how entity bombs arrive.
"""

from collections.abc import Callable, Iterator
from typing import Protocol
from xml.parsers import expat

Tag = tuple[str, dict[str, str]]


class UnsafeXmlError(ValueError):
    """A part carries a DOCTYPE."""


def local(name: str) -> str:
    """Return a name without its namespace prefix.

    Example:
        >>> local("x:sheet"), local("row")
        ('sheet', 'row')
    """
    return name.rpartition(":")[2]


def parser() -> expat.XMLParserType:
    """Return an expat parser that hands over text in one piece and refuses a DOCTYPE."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    return made


class Walker(Protocol):
    """What follows a part's elements and texts."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Meet an element's start."""

    def end(self, name: str, /) -> None:
        """Meet an element's end."""

    def characters(self, text: str, /) -> None:
        """Meet text."""


def followed(walker: Walker) -> expat.XMLParserType:
    """Return a parser that tells a walker what it meets."""
    made = parser()
    made.StartElementHandler = walker.start
    made.EndElementHandler = walker.end
    made.CharacterDataHandler = walker.characters
    return made


def start_tags(part: bytes, *wanted: str) -> Iterator[Tag]:
    """Yield the local name and the attributes (local names) of the wanted elements.

    Raises:
        expat.ExpatError: malformed.
        UnsafeXmlError: with a DOCTYPE.
    """
    found: list[Tag] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = local(name)
        if plain in wanted:
            found.append((plain, {local(key): text for key, text in attributes.items()}))

    reader = parser()
    reader.StartElementHandler = start
    reader.Parse(part, True)
    yield from found


def texts(part: bytes, item: str, skipped: str) -> Iterator[str]:
    """Yield the joined ``t`` texts of each ``item``, leaving out those inside ``skipped``.

    Source: shared strings; ``rPh`` (a reading aid in Japanese) is no part of the text.
    """
    found: list[str] = []
    reader = parser()
    collect_texts(reader, item, skipped, found.append)
    reader.Parse(part, True)
    yield from found


def collect_texts(
    reader: expat.XMLParserType, item: str, skipped: str, done: Callable[[str], None]
) -> None:
    """Set the handlers of ``texts``, for a caller that feeds the parser in pieces."""
    pieces: list[str] = []
    inside = [0, 0]  # open skipped elements, open t elements

    def start(name: str, _attributes: dict[str, str]) -> None:
        plain = local(name)
        if plain == item:
            pieces.clear()
        inside[0] += plain == skipped
        inside[1] += plain == "t"

    def end(name: str) -> None:
        plain = local(name)
        if plain == item:
            done("".join(pieces))
        inside[0] -= plain == skipped
        inside[1] -= plain == "t"

    def text(piece: str) -> None:
        if inside[1] and not inside[0]:
            pieces.append(piece)

    reader.StartElementHandler = start
    reader.EndElementHandler = end
    reader.CharacterDataHandler = text


def _refuse(*_args: object) -> None:
    raise UnsafeXmlError("DOCTYPE")
