"""What do the buttons in a spreadsheet do? Each reads the open workbook, works, says what came of it.

A host brings an ``OpenBook``, all else stands here: every program has the same buttons.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, PlanError, Severity, counted
from xlplan.engine.answers.explain import explain
from xlplan.engine.meant import nearest
from xlplan.engine.plan import Evaluation, evaluate
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.results import result_tables
from xlplan.engine.sheets import RawWorkbook
from xlplan.engine.text import Texts

EXPLANATION = "explanation"  # what the sheet of an explanation is marked for
SHOWN = 8  # findings that a dialog lists
Found = TypeVar("Found")


class OpenBook(Protocol):
    """The workbook that a planner has open, as a host reaches it."""

    @property
    def name(self) -> str:
        """Return what its window says."""

    def place(self) -> Path | None:
        """Return the file; ``None``: it lies in no folder of this computer."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """Keep selection, calculation and screen as they are while a button works."""

    def calculates_by_hand(self) -> bool:
        """Return whether formulas that were written show their values only once the planner asks."""

    def read(self) -> RawWorkbook:
        """Return its tables."""

    def selected_texts(self) -> Sequence[str]:
        """Return what stands in the row of the cursor, from left to right."""

    def write_sheets(self, results: Sequence[ResultSheet]) -> Sequence[str]:
        """Put result sheets into it, in the place of older ones; return what they are called."""

    def write_page(self, page: tuple[str, str], lines: Iterable[str], lang: str) -> str:
        """Put lines of text onto a sheet of ours and return its name.

        Args:
            page: what it is for, and what it is called in its language.
            lines: what stands there.
            lang: their language.
        """

    def aside(self, work: Callable[[], Found]) -> Found:
        """Do work that needs nothing of the open workbook, so that its window stays alive."""

    def say(self, text: str) -> None:
        """Tell what is being done."""

    def tell(self, text: str, *, worrying: bool) -> None:
        """Tell what came of it, in a dialog."""


class Desk(NamedTuple):
    """What a button works with.

    Args:
        book: the open workbook.
        texts: for what is said before the workbook's own language is known.
        today: the day, unless the workbook's Policy sets one.
        lang: ``en`` or ``zh``; ``None``: the workbook's own.
        write_documents: writes the plans of customers into a folder and says which were kept.
        open_folder: shows a folder to the planner.
        formats: what plans are written in here, ``md``.
        guide: the page of the documentation, ``excel``.
    """

    book: OpenBook
    texts: Texts
    today: dt.date
    lang: str | None
    write_documents: Callable[[Evaluation, Sequence[CustomerAssessment], Path], Sequence[Finding]]
    open_folder: Callable[[Path], None]
    formats: Sequence[str]
    guide: str


class _Said(NamedTuple):
    """What a button tells in its dialog."""

    text: str
    worrying: bool = False


def check_button(button: str) -> None:
    """Refuse a button that there is not, with a ``PlanError`` that names those that there are."""
    if button not in BUTTONS:
        meant = nearest(button, BUTTONS)
        raise PlanError("UNKNOWN_BUTTON", button=button, known=", ".join(BUTTONS), meant=meant)


def press(button: str, desk: Desk) -> bool:
    """Do what one of ``BUTTONS`` does and tell the planner; return whether it could be done.

    Raises:
        PlanError: there is no such button. What is wrong in the workbook is told in a dialog.
    """
    check_button(button)
    done = True
    try:
        with desk.book.undisturbed():
            said = BUTTONS[button].do(desk)
    except PlanError as wrong:
        said, done = _Said(desk.texts.error(wrong), worrying=True), False
    desk.book.tell(said.text, worrying=said.worrying)
    return done


def _check(desk: Desk) -> _Said:
    found = _evaluation(desk)
    t = found.texts
    if found.readable and not found.findings:
        return _Said(t("Nothing to complain about."))
    lines = _findings(found, SHOWN)
    return _Said("\n".join(lines), worrying=found.has_errors)


def _evaluate(desk: Desk) -> _Said:
    found = _readable(desk)
    if isinstance(found, _Said):
        return found
    t, plan = found.texts, found.assessment
    desk.book.say(t("Writing the result sheets …"))
    names = desk.book.write_sheets(desk.book.aside(lambda: result_tables(plan, t)))
    first = plan.customers[0]
    lines = [
        t("{count} customers evaluated as of {day}.", count=len(plan.customers), day=plan.as_of),
        t("First: {name}, grade {grade}.", name=first.customer.name, grade=first.grade),
        t("Sheets written: {names}.", names=t.listed(names)),
        *_findings(found, 0),
    ]
    if desk.book.calculates_by_hand():
        lines.append(
            t("Calculation is set to manual here: press F9 to bring the figures up to date.")
        )
    return _Said("\n".join(lines), worrying=found.has_errors)


def _build_one(desk: Desk) -> _Said:
    found = _readable(desk)
    if isinstance(found, _Said):
        return found
    return _build(desk, found, [_customer(desk, found)])


def _build_all(desk: Desk) -> _Said:
    found = _readable(desk)
    if isinstance(found, _Said):
        return found
    return _build(desk, found, found.assessment.customers)


def _build(desk: Desk, found: Evaluation, chosen: Sequence[CustomerAssessment]) -> _Said:
    t = found.texts
    desk.book.say(t("Account plans"))
    folder = plans_folder(desk.book)
    notes = desk.book.aside(lambda: desk.write_documents(found, chosen, folder))
    lines = [t("{count} account plans are in {folder}.", count=len(chosen), folder=folder)]
    lines.append(t.named(t("Formats"), ", ".join(desk.formats)))
    lines += [t.finding(note) for note in notes[:SHOWN]]
    return _Said("\n".join(lines))


def _explain(desk: Desk) -> _Said:
    found = _readable(desk)
    if isinstance(found, _Said):
        return found
    one = _customer(desk, found)
    t = found.texts
    lines = explain(one, found.assessment, t).splitlines()
    name = desk.book.write_page((EXPLANATION, t("Explanation")), lines, t.lang)
    risk = t.number(one.risk.score.value, 1)
    return _Said(
        t(
            "{name}: grade {grade}, risk {risk}. Why, part by part: sheet {sheet}.",
            name=one.customer.name,
            grade=one.grade,
            risk=risk,
            sheet=name,
        )
    )


def _open_folder(desk: Desk) -> _Said:
    folder = plans_folder(desk.book)
    if not folder.is_dir():
        raise PlanError("NO_PLANS_YET", folder=folder)
    desk.open_folder(folder)
    return _Said(desk.texts("Opened: {folder}", folder=folder))


def _help(desk: Desk) -> _Said:
    t = desk.texts
    page = f"docs/{desk.guide}{'.zh' if t.lang == 'zh' else ''}.md"
    lines = [
        t("Check: what is wrong or missing, cell by cell."),
        t("Evaluate: the result sheets in this workbook; a second time replaces them."),
        t(
            "Plan for this customer, Plans for all: an account plan for the customer of the cursor's row, "
            "or one for each."
        ),
        t("Explain: why that customer has its grade, part by part."),
        t("Open folder: the folder with the plans."),
        t("Your own sheets are never changed. The guide is {page}.", page=page),
    ]
    return _Said("\n".join(lines))


class Button(NamedTuple):
    """A button: its label, a text of ``zh.toml``, and what it does."""

    label: str
    do: Callable[[Desk], _Said]


BUTTONS: dict[str, Button] = {
    "check": Button("Check", _check),
    "evaluate": Button("Evaluate", _evaluate),
    "build-one": Button("Plan for this customer", _build_one),
    "build-all": Button("Plans for all", _build_all),
    "explain": Button("Explain", _explain),
    "open-folder": Button("Open folder", _open_folder),
    "help": Button("Help", _help),
}
"""Every button: its word on the command line → its label, what it does."""


def plans_folder(book: OpenBook) -> Path:
    """Return where the plans of an open workbook lie: the folder ``NAME.plans`` beside it.

    Raises:
        PlanError: ``BOOK_NOT_SAVED``.
    """
    path = book.place()
    if path is None:
        raise PlanError("BOOK_NOT_SAVED", book=book.name)
    return path.parent / f"{path.stem}.plans"


def _evaluation(desk: Desk) -> Evaluation:
    desk.book.say(desk.texts("Reading {name}", name=desk.book.name))
    tables = desk.book.read()
    desk.book.say(desk.texts("Evaluating {name}", name=desk.book.name))
    return desk.book.aside(lambda: evaluate(tables, desk.today, desk.lang))


def _readable(desk: Desk) -> Evaluation | _Said:
    """Return the evaluation, or what is to be said when there is no plan in the workbook."""
    found = _evaluation(desk)
    if found.readable:
        return found
    return _Said("\n".join(_findings(found, SHOWN)), worrying=True)


def _customer(desk: Desk, found: Evaluation) -> CustomerAssessment:
    """Return the customer that the cursor's row names: by its id, or by an opportunity's.

    Raises:
        PlanError: ``NO_CUSTOMER_CHOSEN``.
    """
    customers = {one.customer.id: one for one in found.assessment.customers}
    of_deal = {deal.id: deal.customer_id for deal in found.assessment.portfolio.opportunities}
    for text in desk.book.selected_texts():
        customer = customers.get(text) or customers.get(of_deal.get(text, ""))
        if customer is not None:
            return customer
    raise PlanError("NO_CUSTOMER_CHOSEN")


def _findings(found: Evaluation, most: int) -> list[str]:
    """Return how many findings there are, and the first of them, errors first."""
    t, order = found.texts, list(Severity)
    ranked = sorted(found.findings, key=lambda one: order.index(one.severity))
    counts = [
        f"{count} × {t(str(severity))}" for severity, count in counted(ranked).items() if count
    ]
    lines = [t.named(t("Findings"), t.listed(counts))] if counts else []
    lines += [f"• {t.finding(one)}" for one in ranked[:most]]
    more = sum(one.times for one in ranked[most:])
    if most and more:
        lines.append(t("… and {count} more, all on the sheet Findings.", count=more))
    return lines
