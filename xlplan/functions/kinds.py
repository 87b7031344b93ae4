"""What goes into a function and what comes out of it? Kinds of arguments, rows of sheets, errors.

A function says by the types of its arguments what it takes; hosts see the kinds.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, NewType, TypeVar

from xlplan.core import model
from xlplan.engine.reading.cells import ERRORS, Bad, shown

NUMBER, INTEGER, FLAG, WORD, TEXT, DATE = "number", "integer", "yes/no", "word", "text", "date"
"""Kinds of one cell: given a range of them, the function answers for each."""

RANGE, GAPS = "range", "range with blanks"
BLOCK, ROWS, POLICY, ANY = "block", "rows of a sheet", "policy", "anything"
TABLE = "table"
"""The kind of a result that is itself a block of cells."""

CELLS = frozenset({NUMBER, INTEGER, FLAG, WORD, TEXT, DATE})

Cell = float | str | bool | dt.date | None
Grid = list[list[Any]]
R = TypeVar("R")
K = TypeVar("K")


class CellError(StrEnum):
    """An error as a spreadsheet shows it."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"


Value = Cell | CellError | list[list[Any]]
"""A result: one cell, or a block of them."""


class Answer(NamedTuple):
    """What a call gives.

    Args:
        value: a cell, or a list of rows of cells; each may be a ``CellError`` or ``None``, a blank.
        why: why there is an error or a blank, or what was passed over; ``""`` when all is well.
    """

    value: Value
    why: str


class RefusedError(Exception):
    """A call, or one row of it, has no answer; ``english`` and ``params`` say why."""

    def __init__(self, error: CellError, english: str, **params: object) -> None:
        self.error, self.english, self.params = error, english, params
        self.row = 0
        super().__init__(english)


AN_ERROR = "{argument} holds the error {value}."
TOO_WIDE = "{argument}: {width} columns are given, {most} are known."


def refused_cell(bad: Bad, argument: str) -> RefusedError:
    """Return why a cell cannot be read; an error cell stays the error that it is."""
    if bad.code == "ERROR_CELL":
        error = as_error(bad.value) or CellError.VALUE
        return holds_error(argument, error)
    return RefusedError(
        CellError.VALUE,
        f"finding:{bad.code}",
        column=argument,
        value=shown(bad.value),
        **bad.params,
    )


def holds_error(argument: str, error: CellError) -> RefusedError:
    """Return that an argument is an error already."""
    return RefusedError(error, AN_ERROR, argument=argument, value=error)


def as_error(cell: object) -> CellError | None:
    """Return the error that a cell holds, if it holds one.

    Example:
        >>> as_error("#N/A"), as_error("#SPILL!"), as_error("no error")
        (<CellError.NA: '#N/A'>, <CellError.VALUE: '#VALUE!'>, None)
    """
    if isinstance(cell, CellError):
        return cell
    if not isinstance(cell, str) or cell not in ERRORS:
        return None
    return CellError(cell) if cell in CellError.__members__.values() else CellError.VALUE


class Rows(tuple[R, ...]):  # noqa: SLOT001 - it keeps what was made of it
    """The records of a sheet, which remember how they were grouped."""

    def once(self, key: object, make: Callable[[], K]) -> K:
        """Return what ``make`` gives, made the first time only."""
        made = self.__dict__.setdefault("_made", {})
        if key not in made:
            made[key] = make()
        found: K = made[key]
        return found

    def where(self, field: str, value: str | None) -> Sequence[R]:
        """Return the records with that value in a field; all of them for a blank."""
        if value is None:
            return self

        def grouped() -> dict[str, list[R]]:
            groups: dict[str, list[R]] = {}
            for one in self:
                groups.setdefault(getattr(one, field), []).append(one)
            return groups

        return self.once(field, grouped).get(value, ())


Text = NewType("Text", str)
"""A text of the planner's own, such as an id."""

Block = Annotated[Grid, BLOCK]

Customers = Annotated[Rows[model.Customer], "customers"]
Contacts = Annotated[Rows[model.Contact], "contacts"]
Opportunities = Annotated[Rows[model.Opportunity], "opportunities"]
Stakeholders = Annotated[Rows[model.Stakeholder], "stakeholders"]
Influences = Annotated[Rows[model.Influence], "influences"]
Competitors = Annotated[Rows[model.Competitor], "competitors"]
Milestones = Annotated[Rows[model.Milestone], "milestones"]
StageTasks = Annotated[Rows[model.StageTask], "stage_tasks"]
Activities = Annotated[Rows[model.Activity], "activities"]
Costs = Annotated[Rows[model.Cost], "costs"]
Invoices = Annotated[Rows[model.Invoice], "invoices"]
Surveys = Annotated[Rows[model.Survey], "surveys"]
Leads = Annotated[Rows[model.Lead], "leads"]
Answers = Annotated[Rows[model.Answer], "answers"]
Decisions = Annotated[Rows[model.Decision], "decisions"]
