"""Which codes can a finding have? Writes the list of them into ``json.md`` beside it, in both languages.

``python docs/make_json.py`` after a sentence was added or changed.
"""

import re
from pathlib import Path

from xlplan.core.issues import SENTENCES
from xlplan.engine.text import chinese

DOCS = Path(__file__).parent
PACKAGE = DOCS.parent / "xlplan"
START, END = "<!-- codes -->", "<!-- /codes -->"
ELSEWHERE = ("GRAFT_", "BOOK_")
"""Sentences of putting sheets into a workbook, and of a batch: errors that end a work."""

_SHOWN = str.maketrans({"|": "\\|", "⟦": "[", "⟧": "]"})
"""How a sentence stands in a table; what is said only where there are words for it, in brackets."""


def finding_codes() -> list[str]:
    """Return the codes that do not end a command, in the order in which their sentences stand."""
    source = "".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    ending = set(re.findall(r'PlanError\(\s*"([A-Z_]+)"', source))
    return [code for code in SENTENCES if code not in ending and not code.startswith(ELSEWHERE)]


def text() -> str:
    """Return ``json.md`` with the list of today."""
    rows = ["| Code · 代码 | Severity · 程度 | What · 问题 |", "| --- | --- | --- |"]
    for code in finding_codes():
        one, said = SENTENCES[code], chinese()["finding"][code]["what"]
        what = f"{one.what} {said}".translate(_SHOWN)
        rows.append(f"| `{code}` | {one.severity} | {what} |")
    before, _, rest = (DOCS / "json.md").read_text("utf-8").partition(START)
    return f"{before}{START}\n" + "\n".join(rows) + f"\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    (DOCS / "json.md").write_text(text(), "utf-8")
