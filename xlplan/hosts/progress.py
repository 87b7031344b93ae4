"""How far is it? Nothing for the first second, then a line that says what is being done."""

from collections.abc import Callable
from time import monotonic
from typing import IO, cast

from xlplan.engine.text import Texts

QUIET_SECONDS = 1.0
BETWEEN_SECONDS = 0.5


class Progress:
    """Says on a stream what is being done, once it takes more than a second.

    On a terminal the line is rewritten in place; elsewhere (a log) each change is a line.
    """

    def __init__(self, texts: Texts, stream: IO[str]) -> None:
        self.texts, self.stream = texts, stream
        self.start = self.last = monotonic()
        self.width = 0

    def step(self, english: str, **params: object) -> None:
        """Say what begins now."""
        self._say(self.texts(english, **params), always=True)

    def passing(self, english: str, **params: object) -> None:
        """Say what begins now, unless something was said just before: there are many like it."""
        self._say(self.texts(english, **params), always=False)

    def count(self, english: str, done: int, total: int) -> None:
        """Say how many of how many are done."""
        self._say(f"{self.texts(english)} {done}/{total}", always=done == total)

    def done(self) -> None:
        """Clear the line."""
        if self.width and self.stream.isatty():
            self.stream.write("\r" + " " * self.width + "\r")
            self.stream.flush()
        self.width = 0

    def _say(self, text: str, *, always: bool) -> None:
        now = monotonic()
        if now - self.start < QUIET_SECONDS:
            return
        if not always and now - self.last < BETWEEN_SECONDS:
            return
        self.last = now
        if self.stream.isatty():
            self.stream.write("\r" + text.ljust(self.width))
            self.width = max(self.width, 2 * len(text))
        else:
            self.stream.write(text + "\n")
        self.stream.flush()


def spoken(say: Callable[[str], None]) -> IO[str]:
    """Return a stream that hands each line to somebody who says it: a status bar."""
    return cast("IO[str]", _Spoken(say))


class _Spoken:
    """As much of a stream as ``Progress`` asks for."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    def isatty(self) -> bool:
        """Return that each change is told anew."""
        return False

    def write(self, text: str) -> int:
        """Say a text."""
        self.say(text.strip())
        return len(text)

    def flush(self) -> None:
        """Do nothing: what is written is said at once."""
