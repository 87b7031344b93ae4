"""What is done with one workbook? Read, evaluate, write: the whole run of one, for whoever runs many."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, PlanError, finding
from xlplan.engine.document_kinds import BOARD, compares
from xlplan.engine.plan import Evaluation, evaluate, select_customers
from xlplan.engine.result.leads import Targets
from xlplan.hosts.progress import Progress

if TYPE_CHECKING:
    from xlplan.hosts.files.output import Order

IN_PLACE_SUFFIXES = (".xlsx", ".xlsm")


class Asking(NamedTuple):
    """How a workbook is evaluated.

    Args:
        today: the day, unless the workbook's Policy sets one.
        lang: ``en``, ``zh``, or ``None`` for the workbook's own.
        preset: a named set of numbers, ``""`` for the one that the workbook names.
        recalculate: let LibreOffice calculate a copy first.
        simulate: ask for the simulation, whatever the workbook says.
    """

    today: dt.date
    lang: str | None = None
    preset: str = ""
    recalculate: bool = False
    simulate: bool = False


class Writing(NamedTuple):
    """What is written for a workbook.

    Args:
        plans: account plans for ``all``, ``none``, grades or customer ids.
        formats: of the account plans.
        templates: a folder of the user's own.
        kinds: which documents.
        audience: ``internal``, or ``customer``, who gets the joint plan.
        in_place: the result sheets go into the workbook itself; then ``backup`` keeps the old file
            and ``break_signature`` goes on although a signature will no longer hold.
        keep: the results are kept for later comparisons.
        since: kept results to compare with; otherwise the last kept before.
    """

    plans: str = "all"
    formats: tuple[str, ...] = ("md", "html")
    templates: Path | None = None
    kinds: tuple[str, ...] = ("plan",)
    audience: str = "internal"
    in_place: bool = False
    backup: bool = False
    break_signature: bool = False
    keep: bool = False
    since: Path | None = None


class Written(NamedTuple):
    """Where the account plans of a workbook are, if there are any, and what is to be said of them."""

    folder: Path | None
    notes: tuple[Finding, ...]


def evaluate_book(path: Path, asking: Asking, progress: Progress) -> Evaluation:
    """Read and assess one workbook.

    Raises:
        PlanError: the file cannot be read, or there is no such preset.
    """
    from xlplan.hosts.files.reading import read_tables

    progress.step("Reading {name}", name=path.name)
    if asking.recalculate:
        from xlplan.hosts.files.recalculation import recalculate

        with recalculate(path) as copy:
            book = read_tables(copy)
    else:

        def watch(sheet: str) -> None:
            progress.passing("Reading {name}: {sheet}", name=path.name, sheet=sheet)

        book = read_tables(path, watch=watch)
    progress.step("Evaluating {name}", name=path.name)
    found = evaluate(book, asking.today, asking.lang, asking.preset, simulate=asking.simulate)
    progress.texts = found.texts  # from here on one language: that of the results
    return found


def check_place(path: Path, target: Path, *, in_place: bool) -> None:
    """Refuse a place for the results, before anything is computed for it.

    Raises:
        PlanError: the workbook cannot take sheets, or ``target`` is not ours to write.
    """
    from xlplan.hosts.files.output import check_target

    if not in_place:
        check_target(target, [path])
    elif path.suffix.casefold() not in IN_PLACE_SUFFIXES:
        raise PlanError("IN_PLACE_SUFFIX", file=path)


def write_book(
    found: Evaluation, path: Path, target: Path, writing: Writing, progress: Progress
) -> Written:
    """Write the results and the account plans of one workbook.

    Raises:
        PlanError: a customer wanted is not in the plan, or something cannot be written.
    """
    from xlplan.hosts.files.history import NO_PAST, earlier, history_folder, keep
    from xlplan.hosts.files.output import Order, write_documents, write_results
    from xlplan.hosts.files.row_targets import row_targets

    chosen = select_customers(found.assessment, writing.plans)
    history = history_folder(path, target)
    telling = (chosen or BOARD.key in writing.kinds) and compares(
        writing.kinds, writing.formats, writing.audience
    )
    past = earlier(history, found.assessment.as_of, writing.since) if telling else NO_PAST
    progress.step("Writing {name}", name=target.name)
    folder = target.parent / f"{path.stem}.plans"
    results = path if writing.in_place else target
    targets = row_targets(chosen, found.assessment, (path, results, folder), writing.formats)
    if writing.in_place:
        _write_in_place(found, path, targets, writing)
        kept: tuple[Finding, ...] = ()
    else:
        kept = write_results(found, target, targets)
    how = Order(writing.formats, writing.templates, writing.kinds, writing.audience, past.state,
                path, clears=True)  # fmt: skip
    notes = write_documents(found, chosen, folder, how, progress)
    notes += tuple(_shown(chosen, writing.audience))
    if writing.keep or history.is_dir():
        notes += (keep(found.assessment, history),)
    written = bool(chosen) or BOARD.key in writing.kinds
    return Written(folder if written else None, kept + past.notes + notes)


def _write_in_place(found: Evaluation, book: Path, targets: Targets, writing: Writing) -> None:
    """Put the result sheets into the planner's workbook; everything else in it stays as it is."""
    from xlplan.engine.results import result_tables
    from xlplan.hosts.files.sheets.in_place import graft_tables

    sheets = result_tables(found.assessment, found.texts, targets)
    graft_tables(sheets, book, backup=writing.backup, break_signature=writing.break_signature)


def write_compared(
    found: Evaluation,
    chosen: Sequence[CustomerAssessment],
    folder: Path,
    how: "Order",
    past: tuple[Path, Path | None],
    progress: Progress,
) -> tuple[Finding, ...]:
    """Write documents that say what changed since the results kept last, or those that were named.

    Args:
        found: the evaluated workbook.
        chosen: the customers.
        folder: of the documents, ``NAME.plans``.
        how: which documents; nothing is cleared away unless all customers are chosen.
        past: the folder of kept results, and those of them that were named, if any.
        progress: told how far it is.
    """
    from xlplan.hosts.files.history import NO_PAST, earlier
    from xlplan.hosts.files.output import write_documents

    history, since = past
    telling = compares(how.kinds, how.formats, how.audience)
    state, notes = earlier(history, found.assessment.as_of, since) if telling else NO_PAST
    whole = len(chosen) == len(found.assessment.customers)
    how = how._replace(since=state, clears=how.clears and whole)
    notes += tuple(_shown(chosen, how.audience))
    return (*write_documents(found, chosen, folder, how, progress), *notes)


def _shown(chosen: Sequence[CustomerAssessment], audience: str) -> Iterator[Finding]:
    """Yield which names of the planner's own a customer reads in its plan."""
    from xlplan.hosts.files.output import CUSTOMER
    from xlplan.hosts.files.shelf import NAMED

    deals = (deal.opportunity for one in chosen for deal in one.opportunities)
    names = [deal.name for deal in deals if deal.name]
    if names and audience == CUSTOMER:
        more = " …" if len(names) > NAMED else ""
        yield finding("NAMES_SHOWN", count=len(names), names=", ".join(names[:NAMED]) + more)
