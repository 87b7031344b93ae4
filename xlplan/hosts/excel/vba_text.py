"""How is VBA written so that every Excel reads it? Plain ASCII, short lines, Chinese by number."""

from collections.abc import Iterable, Sequence

LONGEST_LINE = 900  # signs; VBA takes 1,023
_PIECE = 200  # signs of a text in one piece


def module_text(name: str, lines: Iterable[str]) -> str:
    r"""Return the text of a module as a ``.bas`` file holds it.

    Raises:
        ValueError: a line is too long or not plain ASCII.

    Example:
        >>> module_text("One", ["Option Explicit"])
        'Attribute VB_Name = "One"\r\nOption Explicit\r\n'
    """
    text = "\r\n".join([f'Attribute VB_Name = "{name}"', *lines, ""])
    if not text.isascii() or max(map(len, text.split("\r\n"))) > LONGEST_LINE:
        raise ValueError(name)
    return text


def literal(text: str) -> str:
    """Return a text as a VBA expression; signs beyond ASCII go by number, through ``XlplanText``.

    Example:
        >>> literal("a plan"), literal("客户")
        ('"a plan"', 'XlplanText("5BA2 6237")')
    """
    if text.isascii():
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    units = text.encode("utf-16-be")
    numbers = " ".join(units[at : at + 2].hex().upper() for at in range(0, len(units), 2))
    return f'XlplanText("{numbers}")'


def assigned(variable: str, text: str) -> list[str]:
    """Return the lines that give a variable a text of any length."""
    pieces = [text[at : at + _PIECE // 2] for at in range(0, len(text), _PIECE // 2)] or [""]
    first, *others = pieces
    return [
        f"    {variable} = {literal(first)}",
        *(f"    {variable} = {variable} & {literal(piece)}" for piece in others),
    ]


def broken(line: str, indent: str = "        ") -> list[str]:
    """Return a line broken after commas where it is too long.

    Example:
        >>> broken("    short")
        ['    short']
    """
    lines: list[str] = []
    words = line.split(", ")
    current = words[0]
    for word in words[1:]:
        if len(current) + len(word) > LONGEST_LINE // 9:
            lines.append(f"{current}, _")
            current = indent + word
        else:
            current = f"{current}, {word}"
    return [*lines, current]


def comment(text: Sequence[str]) -> list[str]:
    """Return lines of a comment."""
    return [f"' {line}".rstrip() for line in text]
