"""How is help laid out? As argparse does it, but where Chinese letters take two columns."""

import argparse
import re
from collections.abc import Callable, Iterable

from xlplan.engine.text import Texts

_FILL = "\ue000"
"""Stands after a wide letter while argparse counts letters; no text of ours holds it."""
_WIDE = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_LETTER = re.compile(f"[{_WIDE}]")
_PIECE = re.compile(rf"\s+|[“（]*(?:[{_WIDE}]|[^\s{_WIDE}“]+)[，。、；：）”！？…]*")
"""What stays together: a blank, a wide letter or a Latin word, each with its punctuation."""


def spread(text: str) -> str:
    """Return a text as long as it is wide."""
    return _LETTER.sub(lambda hit: hit[0] + _FILL, text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines of so many columns; Latin words and numbers stay whole.

    Example:
        >>> [line.replace(_FILL, "") for line in wrapped("给出 portfolio，或文件夹。", 14)]
        ['给出', 'portfolio，或', '文件夹。']
    """
    lines = [""]
    for piece in map(spread, _PIECE.findall(" ".join(text.split()))):
        if lines[-1] and len((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def formatter(texts: Texts) -> Callable[..., argparse.HelpFormatter]:
    """Return what lays help out in a language."""

    class Formatter(argparse.HelpFormatter):
        """argparse's own, with wide letters counted twice."""

        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[argparse._MutuallyExclusiveGroup],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage, actions, groups, spread(prefix or texts("Usage: ")))

        def start_section(self, heading: str | None) -> None:
            super().start_section(spread(heading or ""))

        def format_help(self) -> str:
            text = super().format_help().replace(_FILL, "")
            if texts.lang == "zh":
                text = re.sub(rf"(?m)^([{_WIDE}]+):$", r"\1：", text)
            return text

        def _metavar_formatter(
            self, action: argparse.Action, default_metavar: str
        ) -> Callable[[int], tuple[str, ...]]:
            names = super()._metavar_formatter(action, default_metavar)
            return lambda count: tuple(map(spread, names(count)))

        def _split_lines(self, text: str, width: int) -> list[str]:
            return wrapped(text, width)

        def _fill_text(self, text: str, width: int, indent: str) -> str:
            return "\n".join(indent + line for line in wrapped(text, width - len(indent)))

    return Formatter
