"""What can be wrong, and how is it said? Findings about the input, errors of use, their sentences.

A finding is data: a workbook with findings still gives a result. A ``PlanError`` ends a command:
the workbook cannot be read, or the call is wrong. Both own an English sentence here and a Chinese
one, under the same code, in ``zh.toml``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from xlplan.core.sentences.batch import BATCH
from xlplan.core.sentences.calling import CALLING
from xlplan.core.sentences.graft import GRAFTING
from xlplan.core.sentences.history import HISTORY
from xlplan.core.sentences.process import PROCESS
from xlplan.core.sentences.reading import READING
from xlplan.core.sentences.running import RUNNING
from xlplan.core.sentences.spreadsheet import SPREADSHEET
from xlplan.core.sentences.writing import WRITING


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # something the planner wrote could not be used
    WARNING = "warning"  # used, but doubtful
    INFO = "info"  # good to know


class Sentence(NamedTuple):
    """What is wrong and by which rule; then the next step."""

    severity: Severity
    what: str
    step: str


NAMED = 20_000
"""So many findings of one kind in one column are named; beyond that the others are counted."""

_SUMMARIES = frozenset(("MORE_ERRORS", "MORE_WARNINGS", "MORE_REMARKS"))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at, with its address.

    Args:
        code: the rule's name, a key of ``SENTENCES``.
        sheet: the sheet as it is called in the workbook, ``""`` for the whole workbook.
        cell: the cell (``"D7"``), a column (``"D"``), or ``""``.
        value: the text of the cell as found.
        params: the words that the sentence needs, as pairs.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """Return how much it matters, which its rule decides."""
        return SENTENCES[self.code].severity

    @property
    def rule(self) -> str:
        """Return its code; of a line that counts more of a kind, the code of these."""
        return dict(self.params)["rule"] if self.code in _SUMMARIES else self.code

    @property
    def times(self) -> int:
        """Return for how many it stands: itself, or as many more as it counts."""
        if self.code in _SUMMARIES:
            return int(dict(self.params)["count"].replace(",", ""))
        return 1

    @property
    def address(self) -> str:
        """Return ``Invoices!D7``, or as much of it as is known."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def counted(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, with those that are only counted."""
    found = dict.fromkeys(Severity, 0)
    for one in findings:
        found[one.severity] += one.times
    return found


class PlanError(Exception):
    """A command cannot go on: wrong use, or a file that cannot be read or written.

    ``code`` is a key of ``SENTENCES``; ``params`` fill its sentence. ``meant`` among them is the
    known word that was perhaps meant, ``""`` for none; it is asked after every sentence alike.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(filled(SENTENCES[code].what, self.params))


_CLAUSE = re.compile("⟦(.*?)⟧")
_FIELD = re.compile(r"{(\w+)}")
_NOTHING = ("", "–", None)


def filled(text: str, params: Mapping[str, str]) -> str:
    """Return a sentence with its words; a clause in ⟦ ⟧ stands only where there are words for it.

    Example:
        >>> filled("no key “{key}”⟦; nearest: {near}⟧.", {"key": "q", "near": "–"})
        'no key “q”.'
    """

    def clause(found: re.Match[str]) -> str:
        told = all(params.get(name) not in _NOTHING for name in _FIELD.findall(found[1]))
        return found[1] if told else ""

    return _CLAUSE.sub(clause, text).format_map(params)


def finding(
    code: str, sheet: str = "", cell: str = "", value: object = "", **params: object
) -> Finding:
    """Return a finding; a long value is cut to 60 characters."""
    text = "" if value is None else str(value)
    shown = text if len(text) <= 60 else text[:59] + "…"
    return Finding(code, sheet, cell, shown, tuple((k, str(v)) for k, v in params.items()))


SENTENCES: dict[str, Sentence] = {
    code: Sentence(Severity(severity), what, step)
    for severity, said in (
        *RUNNING.items(),
        *HISTORY.items(),
        *READING.items(),
        *WRITING.items(),
        *GRAFTING.items(),
        *PROCESS.items(),
        *SPREADSHEET.items(),
        *BATCH.items(),
        *CALLING.items(),
    )
    for code, (what, step) in said.items()
}
"""Every rule's sentence; the English lie in ``issues_*.py`` by topic, the Chinese in ``zh.toml``."""
