"""How far is the batch? A line on the terminal, and a log with one line a workbook.

The log says when, what became of it, why, how long it took, and the file; never what is in it.
"""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from typing import IO

from xlplan.engine.text import Texts
from xlplan.hosts.batch.fleet import Tally
from xlplan.hosts.batch.jobs import Outcome

LIVE_SECONDS, LOG_SECONDS = 0.25, 30.0


class Watch:
    """Tells a stream how far a batch is, and a log what became of each workbook.

    On a terminal one line is rewritten four times a second; elsewhere there is a line every half
    minute.
    """

    def __init__(self, texts: Texts, stream: IO[str], log: IO[str]) -> None:
        self.texts, self.stream, self.log = texts, stream, log
        self.live = stream.isatty()
        self.start = self.last = monotonic()
        self.width = 0

    def tell(self, tally: Tally, outcomes: Sequence[Outcome]) -> None:
        """Note how far it is, and what was just finished."""
        if outcomes:
            self.log.writelines(log_line(one, datetime.now()) for one in outcomes)  # noqa: DTZ005 - the clock on the wall
            self.log.flush()
        now = monotonic()
        if now - self.last >= (LIVE_SECONDS if self.live else LOG_SECONDS):
            self.last = now
            self._say(progress_line(tally, now - self.start, self.texts))

    def clear(self) -> None:
        """Take the line from the terminal."""
        if self.live and self.width:
            self.stream.write("\r" + " " * self.width + "\r")
            self.stream.flush()

    def _say(self, line: str) -> None:
        if self.live:
            self.stream.write("\r" + line.ljust(self.width))
            self.width = max(self.width, 2 * len(line))
        else:
            self.stream.write(line + "\n")
        self.stream.flush()


def progress_line(tally: Tally, seconds: float, t: Texts) -> str:
    """Return how many are finished, how fast it goes, how long it will take, what failed.

    Example:
        >>> progress_line(Tally(10_000, 2_000, 990, 10), 10.0, Texts())
        '3,000/10,000 workbooks · 100.0/s · 1 min 10 s left · 10 failed'
    """
    worked = tally.done + tally.failed
    parts = [
        t("{done}/{total} workbooks", done=f"{tally.finished:,}", total=f"{tally.books:,}"),
    ]
    if worked and seconds > 0.0:
        rate = worked / seconds
        parts.append(t("{rate}/s", rate=f"{rate:.1f}"))
        parts.append(t("{time} left", time=duration((tally.books - tally.finished) / rate, t)))
    parts.append(t("{count} failed", count=f"{tally.failed:,}"))
    return " · ".join(parts)


def duration(seconds: float, t: Texts) -> str:
    """Return a time in two units at most.

    Example:
        >>> [duration(s, Texts()) for s in (0.34, 42.4, 130, 7_300)]
        ['0.3 s', '42 s', '2 min 10 s', '2 h 1 min']
    """
    if seconds < 10:
        return t("{n} s", n=f"{seconds:.1f}")
    whole = round(seconds)
    hours, minutes, left = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return t("{hours} h {minutes} min", hours=hours, minutes=minutes)
    if minutes:
        return t("{minutes} min {seconds} s", minutes=minutes, seconds=left)
    return t("{n} s", n=left)


def log_line(one: Outcome, now: datetime) -> str:
    r"""Return the line of the log for a workbook.

    Example:
        >>> one = Outcome("north/plan.xlsx", "failed", "DAMAGED", seconds=0.0123)
        >>> log_line(one, datetime(2026, 11, 20, 1, 30))
        '2026-11-20 01:30:00\tfailed\tDAMAGED\t0.012 s\tnorth/plan.xlsx\n'
    """
    name = " ".join(one.name.split()) if not one.name.isprintable() else one.name
    fields = (f"{now:%Y-%m-%d %H:%M:%S}", one.status, one.code or "-", f"{one.seconds:.3f} s", name)
    return "\t".join(fields) + "\n"
