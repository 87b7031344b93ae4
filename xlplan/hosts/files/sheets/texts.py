"""How do texts become XML? As shared strings with a number each, or written in their cells."""

import re
from typing import Any

LONGEST = 32_767  # UTF-16 units that a cell holds
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MARKED = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x")
"""What makes a text look otherwise in XML; nearly none has any of it."""


def plain_text(text: str) -> str:
    """Return a text as a cell can hold it: no control characters, cut with an ellipsis.

    Example:
        >>> plain_text("a" + chr(7) + "b"), len(plain_text("x" * 40_000))
        ('ab', 32767)
    """
    text = _ILLEGAL.sub("", text)
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) <= LONGEST * 2:
        return text
    return text.encode("utf-16-le")[: (LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"


def escaped(text: str) -> str:
    """Return a text as it stands in the XML of a workbook.

    Example:
        >>> escaped("R&D <a>"), escaped("_x0041_"), escaped("Kestrel")
        ('R&amp;D &lt;a&gt;', '_x005F_x0041_', 'Kestrel')
    """
    if len(text) * 2 <= LONGEST and not _MARKED.search(text):
        return text
    text = _ESCAPE.sub("_x005F_", plain_text(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "_x000D_")


class Strings(dict[str, Any]):
    """The shared strings of a workbook: text → number, in the order of first use."""

    before, after = 't="s"><v>', "</v></c>"
    """What stands around a text in its cell."""

    def __missing__(self, text: str) -> Any:
        """Give a new text the next number."""
        self[text] = number = len(self)
        return number

    def xml(self) -> str:
        """Return the part that holds them."""
        items = "".join(f"<si>{_text_element(text)}</si>" for text in self)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'uniqueCount="{len(self)}">{items}</sst>'
        )


class InlineStrings(Strings):
    """Texts that stand in their cells: text → its XML, made once."""

    before, after = 't="inlineStr"><is>', "</is></c>"

    def __missing__(self, text: str) -> str:
        """Write a new text."""
        self[text] = found = _text_element(text)
        return found


def _text_element(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{kept}>{escaped(text)}</t>"


class Plain(dict[str, str]):
    """Texts as they stand in the XML, each escaped once."""

    def __missing__(self, text: str) -> str:
        """Escape a new text."""
        self[text] = found = escaped(text)
        return found
