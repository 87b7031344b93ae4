"""How does a folder of templates of one's own begin, and is what stands in it right?"""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.core.moves.snapshots import Snapshot, snapshot
from xlplan.engine.account.board import board_context
from xlplan.engine.account.context import plan_context
from xlplan.engine.account.joint import joint_context
from xlplan.engine.document_kinds import BOARD, EVERY, JOINT, KINDS
from xlplan.engine.documents import LOOK, Saying, replaces_any, templates_folder
from xlplan.engine.plan import Evaluation, evaluate
from xlplan.engine.template_names import check_source
from xlplan.engine.text import LANGUAGES
from xlplan.engine.word.look import own_parts
from xlplan.engine.word.package import properties
from xlplan.hosts.files.documents import NEEDS, Wanted, document
from xlplan.hosts.files.formats.word import pack
from xlplan.hosts.files.storing import store

SHARED = ("shared/parts.html.j2", "shared/plan.css", "shared/plan.typ.j2")
AS_OF = dt.date(2026, 11, 20)
"""The day of the example that templates are tried on."""


def new_templates(folder: Path, lang: str) -> list[Path]:
    """Write our templates of a language, and the look of Word documents, into a folder.

    Returns:
        The files that were written.

    Raises:
        PlanError: there is something in the folder already, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlanError("TEMPLATES_EXIST", folder=folder)
    ours = templates_folder()
    names = [f"{lang}/{key}.html.j2" for key in EVERY] + [f"{lang}/plan.md.j2"]
    written = []
    for name in (*names, *SHARED):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        store(target, (ours / name).read_bytes())
        written.append(target)
    store(folder / LOOK, pack(_look(lang)))
    return [*written, folder / LOOK]


def _look(lang: str) -> dict[str, bytes]:
    """Return our look as a file of its own: with properties, which a plan brings itself."""
    core = "docProps/core.xml"
    return own_parts(lang) | {core: properties("look", lang, AS_OF).encode()}


def check_templates(folder: Path, lang: str | None) -> list[PlanError]:
    """Return what is wrong in a folder of templates; nothing is written.

    Every template is read; then every document is made of the example, in every language and format
    that the folder says something about.

    Raises:
        PlanError: there is no such folder, or nothing in it replaces a file of ours.
    """
    if not folder.is_dir():
        raise PlanError("NO_TEMPLATES_FOLDER", folder=folder)
    if not replaces_any(folder):
        raise PlanError("TEMPLATES_NONE", folder=folder)
    found: list[PlanError] = []
    for file in sorted(folder.rglob("*.j2")):
        found += check_source(file, file.relative_to(folder).as_posix())
    if found:
        return found
    wrong = _Wrong()
    for one in (lang,) if lang else LANGUAGES:
        for each in _tried():
            wrong.try_all(folder, one, each)
    return wrong.found


class _Wrong:
    """Gathers errors, each once."""

    def __init__(self) -> None:
        self.found: list[PlanError] = []
        self._examples: dict[str, tuple[Evaluation, Snapshot]] = {}

    def try_all(self, folder: Path, lang: str, wanted: Wanted) -> None:
        """Make a document of every customer of the example until one goes wrong."""
        if lang not in self._examples:
            example = _example(lang)
            self._examples[lang] = example, _past(example)
        found, past = self._examples[lang]
        quick = wanted.ext in ("md", "html")
        if wanted.kind == BOARD.key:
            board = board_context(found.assessment, found.texts, past)
            self._try(board, found, wanted, folder)
            return
        make: Callable[..., Saying] = joint_context
        if wanted.kind != JOINT.key:
            make = partial(plan_context, since=past)
        for customer in found.assessment.customers[: None if quick else 1]:
            context = make(customer, found.assessment, found.texts)
            if not self._try(context, found, wanted, folder):
                return

    def _try(self, context: Saying, found: Evaluation, wanted: Wanted, folder: Path) -> bool:
        """Return whether a document comes out; what is wrong with it is kept once."""
        try:
            document(context, found.assessment, found.texts, wanted, folder)
        except PlanError as wrong:
            told = [(one.code, one.params) for one in self.found]
            if (wrong.code, wrong.params) not in told:
                self.found.append(wrong)
            return False
        return True


def _past(found: Evaluation) -> Snapshot:
    """Return the example as it could have stood earlier, so that templates can say what changed."""
    now = snapshot(found.assessment)
    *customers, last = now.customers
    first, *rest = now.deals
    moved = [one._replace(p=one.p / 2.0, amount=one.amount * 2.0) for one in rest]
    return now._replace(
        customers=(*customers, last._replace(id="gone")),
        deals=(first._replace(id="gone"), *moved),
    )


def _tried() -> Iterator[Wanted]:
    """Yield the documents that are tried: every kind as HTML, the plan in the other formats."""
    yield Wanted("plan", "md")
    for key in (*KINDS, BOARD.key, JOINT.key):
        yield Wanted(key, "html")
    for ext, library in NEEDS.items():
        if find_spec(library) is not None:
            yield Wanted("plan", ext)


def _example(lang: str) -> Evaluation:
    from xlplan.hosts.files.planbook import write_example
    from xlplan.hosts.files.reading import read_tables

    with tempfile.TemporaryDirectory(prefix="xlplan-") as place:
        book = Path(place) / "example.xlsx"
        write_example(book, lang)
        return evaluate(read_tables(book), AS_OF, lang)
