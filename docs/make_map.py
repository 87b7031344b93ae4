"""Which module answers which question? Writes ``map.md`` beside it from the modules' own first lines.

``python docs/make_map.py`` after a module was added, renamed or given another question.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parent
PACKAGE = DOCS.parent / "xlplan"
HEAD = """# The map of the rooms

Every module begins with the question that it answers; here they all are, in the order in which a newcomer
would ask. Read the bold ones first: ten minutes for the way from a workbook to a decision. Written by
`just readme` from the modules themselves.

`core` is the method, `engine` the same as tables, text and documents, `hosts` the places where it runs;
imports point down (`hosts → engine → core`), `functions` describes what spreadsheets may call.
"""


class Group(NamedTuple):
    """Modules that belong together: a title, and a pattern of their names."""

    title: str
    names: str


CORE = (
    Group("The plan, its numbers, its shapes",
          "model|policy|defaults|numbers|scores|assessment|figures|history|detail|dossier|facts"),
    Group("The way through it", "assess|grouping|dealing|dealdetail|views|funnel|pausing"),
    Group("What is wrong, in words", "checks|issues"),
)  # fmt: skip
ENGINE = (
    Group("The whole way", "plan|outcome|plain_json|snapshots"),
    Group("The contract with the planner", "contract.*|declaring|tables|sheets|notes|example|presets"),
    Group("Reading and showing", "read|results|quantities"),
    Group("Language", "text|plain|cards|advice|deal_words|person_words"),
    Group("Documents and their pictures", "document.*|template.*|pictures"),
)  # fmt: skip
ROOMS = ("process", "people", "grading", "moves", "relationship", "money", "care", "coaching", "learning",
         "sentences")  # fmt: skip
"""The rooms of the core, in the order of the method."""
GROUPS = {"core": CORE, "engine": ENGINE}
FIRST = frozenset({
    "core/model", "core/policy", "core/scores", "core/assess", "core/dealing", "core/people/chain",
    "core/grading/risk", "core/grading/winning", "core/grading/ranking", "core/money/returns",
    "core/views", "core/coaching/coach", "engine/plan", "engine/contract", "engine/read",
    "engine/text", "engine/results", "engine/account/context", "engine/documents",
    "hosts/commands_run",
})  # fmt: skip


def question(path: Path) -> str:
    """Return the first line of a module's docstring."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return told.partition("\n")[0]


def modules(folder: str) -> dict[str, Path]:
    """Return the modules of a folder by name, without its ``__init__``."""
    found = sorted((PACKAGE / folder).glob("*.py"))
    return {path.stem: path for path in found if path.stem != "__init__"}


def room(folder: str, groups: tuple[Group, ...]) -> Iterator[str]:
    """Yield a room's modules by group; those that no group knows stand at the end."""
    left = modules(folder)
    for title, names in (*groups, Group("More", ".*") if groups else Group("", ".*")):
        rows = [name for name in left if re.fullmatch(names, name)]
        rows.sort(key=lambda name: (f"{folder}/{name}" not in FIRST, name))
        if rows and title:
            yield f"\n### {title}\n"
        for name in rows:
            shown = f"**`{name}`**" if f"{folder}/{name}" in FIRST else f"`{name}`"
            yield f"- {shown} – {question(left.pop(name))}"


def folders() -> Iterator[str]:
    """Yield the folders of the package, from the core outwards, each before the folders in it."""
    for top in ("core", "engine", "functions", "hosts"):
        for path in sorted((PACKAGE / top).rglob("__init__.py"), key=_place):
            yield path.parent.relative_to(PACKAGE).as_posix()


def _place(path: Path) -> tuple[int, Path]:
    """Return what the folders are sorted by: name, and the rooms of the core by the method."""
    inner = path.parent.parent == PACKAGE / "core"
    return (1 + ROOMS.index(path.parent.name) if inner else 0, path)


def text() -> str:
    """Return the whole map."""
    lines = [HEAD.rstrip()]
    for folder in folders():
        groups = GROUPS.get(folder, ())
        about = question(PACKAGE / folder / "__init__.py")
        lines += [f"\n## {folder}\n", about, *([] if groups else [""]), *room(folder, groups)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (DOCS / "map.md").write_text(text(), "utf-8")
