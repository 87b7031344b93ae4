"""How is one call worked out? Arguments read, ranges of cells spread, each answer or its error kept."""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from xlplan.core.issues import Finding
from xlplan.core.policy import Policy
from xlplan.core.scores import Score
from xlplan.engine.text import Texts
from xlplan.functions.blocks import read_rows, read_terms, worst
from xlplan.functions.cells import TOO_LARGE, as_grid, plain_grid, read_cell, read_numbers
from xlplan.functions.function import Argument, Function
from xlplan.functions.kinds import (
    BLOCK,
    CELLS,
    GAPS,
    POLICY,
    ROWS,
    TABLE,
    CellError,
    RefusedError,
    Value,
)

TOO_MANY = "{given} arguments are given; {function} takes {most}."
NO_FIT = "The ranges do not fit each other: {one} and {other} cells."
WRONG_COUNT = "{argument}: {given} cells are filled; it takes {needed}."
NO_ZERO = "The figures divide by zero."
NOT_POSSIBLE = "Nothing can be computed from these values."
BLANK = "Blank, because {argument} is not known."
TOO_LITTLE = "Blank, because too little is known."
IN_ROW = "Row {row}: {reason}"


class Call:
    """One call: its arguments read, those that are ranges of cells spread over a shape."""

    def __init__(self, function: Function, args: Sequence[Any]) -> None:
        most = len(function.arguments)
        if len(args) > most:
            raise RefusedError(
                CellError.VALUE, TOO_MANY, given=len(args), function=function.name, most=most
            )
        self.function = function
        self.findings: list[Finding] = []
        self.wrong: RefusedError | None = None
        self.row = 0
        self.spread: dict[int, list[list[Any]]] = {}
        self.given: list[Any] = []
        grids: dict[str, Any] = {}
        for argument, cell in zip(function.arguments, args, strict=False):
            if argument.kind == POLICY:
                grid = as_grid(cell, row=True)
                grids[argument.sheet] = None if grid is None else plain_grid(grid)
            else:
                self.given.append(self._read(argument, cell))
        self.policy = self._terms(grids) if grids else None

    def _terms(self, grids: dict[str, Any]) -> Policy | None:
        policy, findings = read_terms(grids.get("policy"), grids.get("risk_factors"))
        self.findings += findings
        return policy

    def _read(self, argument: Argument, cell: Any) -> Any:
        kind = argument.kind
        if kind in CELLS:
            if not isinstance(cell, (list, tuple)):
                return read_cell(argument, cell)
            return self._spread(_lines(cell), lambda one: read_cell(argument, one))
        grid = as_grid(cell, row=kind in (ROWS, BLOCK) or bool(argument.width))
        if grid is None:
            return None
        return self._read_grid(argument, grid)

    def _read_grid(self, argument: Argument, grid: list[list[Any]]) -> Any:
        if argument.kind == BLOCK:
            return plain_grid(grid)
        if argument.kind == ROWS:
            rows, findings = read_rows(argument.sheet, argument.name, plain_grid(grid))
            self.findings += findings
            return rows
        if argument.width == len(grid[0]) and len(grid) > 1:
            return self._spread([[line] for line in grid], lambda one: _numbers(argument, one))
        return _numbers(argument, [one for line in grid for one in line])

    def _spread(self, grid: list[list[Any]], read: Any) -> Any:
        """Keep a range of cells for later, each read or refused by itself; of one cell, its value."""
        if len(grid) == 1 and len(grid[0]) == 1:
            return read(grid[0][0])
        self.spread[len(self.given)] = [[_or_refused(read, one) for one in line] for line in grid]
        return None

    def value(self) -> Value:
        """Return the value for one cell, or the values over the shape of the ranges."""
        if not self.spread:
            single: Value = self._one(self.given)
            return single
        rows, columns = self._shape()
        result: list[list[Any]] = []
        for row in range(rows):
            line = []
            for column in range(columns):
                self.row = row + 1
                line.append(self._safely(self._at(row, column)))
            result.append(line)
        return result

    def _shape(self) -> tuple[int, int]:
        rows = columns = 1
        for grid in self.spread.values():
            size = len(grid), len(grid[0])
            if size[0] not in (1, rows) and rows != 1:
                raise RefusedError(CellError.VALUE, NO_FIT, one=rows, other=size[0])
            if size[1] not in (1, columns) and columns != 1:
                raise RefusedError(CellError.VALUE, NO_FIT, one=columns, other=size[1])
            rows, columns = max(rows, size[0]), max(columns, size[1])
        return rows, columns

    def _at(self, row: int, column: int) -> list[Any]:
        values = list(self.given)
        for place, grid in self.spread.items():
            line = grid[row if len(grid) > 1 else 0]
            values[place] = line[column if len(line) > 1 else 0]
        return values

    def _safely(self, values: list[Any]) -> Any:
        try:
            for one in values:
                if type(one) is RefusedError:
                    raise one
            return self._one(values)
        except RefusedError as wrong:
            return self._noted(wrong)

    def _one(self, values: list[Any]) -> Any:
        try:
            result = self.function(*values, policy=self.policy)
        except ZeroDivisionError:
            raise RefusedError(CellError.DIV0, NO_ZERO) from None
        except OverflowError:
            raise RefusedError(CellError.NUM, TOO_LARGE) from None
        except ValueError:
            raise RefusedError(CellError.NUM, NOT_POSSIBLE) from None
        if isinstance(result, Score):
            result = result.value
        if result is None:
            self._note_blank(values)
            return None
        if self.function.result == TABLE:
            return self._table(result)
        return _finite(result)

    def _table(self, rows: list[list[Any]]) -> Value:
        """Return a block of cells; of one cell that is no table, the cell."""
        result = [
            [self._noted(one, at) if type(one) is RefusedError else one for one in line]
            if RefusedError in map(type, line)
            else line
            for at, line in enumerate(rows, 1)
        ]
        if len(result) == 1 and len(result[0]) == 1:
            return result[0][0]
        return result or None

    def _noted(self, wrong: RefusedError, row: int = 0) -> CellError:
        """Keep the first reason of an error."""
        if self.wrong is None:
            self.wrong = RefusedError(wrong.error, wrong.english, **wrong.params)
            self.wrong.row = row or self.row
        return wrong.error

    def _note_blank(self, values: list[Any]) -> None:
        if self.wrong is not None:
            return
        for argument, one in self._filled(values):
            if one is None and not argument.answers_blank:
                self.wrong = RefusedError(CellError.NA, BLANK, argument=argument.name)
                break
        else:
            self.wrong = RefusedError(CellError.NA, TOO_LITTLE)
        self.wrong.row = self.row

    def _filled(self, values: list[Any]) -> Iterator[tuple[Argument, Any]]:
        for at, argument in enumerate(self.function.arguments):
            if argument.kind != POLICY:
                yield argument, values[at] if at < len(values) else None

    def reason(self, lang: str) -> str:
        """Return why there is an error or a blank, or what was passed over."""
        if self.wrong is not None:
            told = said(self.wrong, Texts(lang))
            return Texts(lang)(IN_ROW, row=self.wrong.row, reason=told) if self.wrong.row else told
        first = worst(self.findings)
        return "" if first is None else Texts(lang).finding(first)


def _lines(cell: Sequence[Any]) -> list[list[Any]]:
    """Return a range as rows of equal length, blanks and all: each cell gets its answer."""
    lines = [list(one) if isinstance(one, (list, tuple)) else [one] for one in cell]
    width = max(map(len, lines), default=0)
    if width == 0:
        return [[None]]
    return [line + [None] * (width - len(line)) for line in lines]


def _numbers(argument: Argument, cells: Sequence[Any]) -> list[float | None] | None:
    """Return the numbers of a range; as many as it takes, where each has its meaning by its place."""
    numbers = read_numbers(argument, cells)
    if not argument.width:
        return numbers
    filled = len(numbers) if argument.kind == GAPS else len(numbers) - numbers.count(None)
    if filled == 0:
        return None
    if not filled == len(numbers) == argument.width:
        raise RefusedError(
            CellError.VALUE,
            WRONG_COUNT,
            argument=argument.name,
            given=filled,
            needed=argument.width,
        )
    return numbers


def _or_refused(read: Any, cell: Any) -> Any:
    try:
        return read(cell)
    except RefusedError as wrong:
        return wrong


def _finite(result: Any) -> Any:
    if isinstance(result, complex) or (type(result) is float and not isfinite(result)):
        raise RefusedError(CellError.NUM, TOO_LARGE)
    return result


def said(wrong: RefusedError, texts: Texts) -> str:
    """Return why a call has no answer, in a language."""
    if wrong.english.startswith("finding:"):
        params = {name: str(value) for name, value in wrong.params.items()}
        column = params.get("column", "")
        return texts.named(column, " ".join(texts.sentence(wrong.english[8:], params)).strip())
    return texts(wrong.english, **wrong.params)
