"""How risky are many opportunities at once? The risk evaluation table over a block of inputs."""

from collections.abc import Callable, Sequence
from typing import Any

from xlplan.core.assessment import Risk
from xlplan.core.grading.risk import RiskTable
from xlplan.core.policy import Factor, Policy
from xlplan.engine.reading.cells import Bad, convert
from xlplan.engine.reading.factors import factor_named, input_column
from xlplan.functions.kinds import TOO_WIDE, Block, CellError, Grid, RefusedError, refused_cell

COLUMNS = ("risk", "level", "money risk", "win risk", "known", "low", "high", "next question")
"""What stands in the columns of a risk table."""

Row = list[Any]


def risk_score(inputs: Block, alone: bool | None, policy: Policy) -> Grid:
    """Return the risk of each row, 0–100, higher is riskier, over the factors that are known.

    Args:
        inputs: a row for each opportunity, a column for each factor in the order of the risk table
            (scale, budget, funds, payment, credit, DMI, coverage, coach, fit, gap, advance,
            concentration, entry, worth), or under headings of the factors.
        alone: only the factors of the customer count, as when nothing is open; blank = no.
        policy: the numbers in force; its risk table.

    Source: method 3.2.

    Example:
        >>> from xlplan.functions import call
        >>> row = [.02, "approved", 1.2, 20, "B", 28.07, 79.09, "verified", 80, 10, .3, .12, 2, 6]
        >>> round(call("RISK_SCORE", [[row]]).value, 3)
        28.241
    """
    return _each(inputs, alone, policy, lambda one, _: [one.score.value])


def risk_completeness(inputs: Block, alone: bool | None, policy: Policy) -> Grid:
    """Return how much of the weight of the risk table is known in each row, 0–1.

    Args:
        inputs: as for XLPLAN_RISK_SCORE.
        alone: only the factors of the customer count, as when nothing is open; blank = no.
        policy: the numbers in force; its risk table.

    Source: method 3.2, 0.2.

    Example:
        >>> from xlplan.functions import call
        >>> call("RISK_COMPLETENESS", [[[0.02, "approved"]]]).value
        0.2
    """
    return _each(inputs, alone, policy, lambda one, _: [one.score.completeness])


def next_question(inputs: Block, alone: bool | None, policy: Policy) -> Grid:
    """Return which factor to ask for next in each row: the missing one with the largest weight.

    Args:
        inputs: as for XLPLAN_RISK_SCORE.
        alone: only the factors of the customer count, as when nothing is open; blank = no.
        policy: the numbers in force; its risk table.

    Source: method 3.2.

    Example:
        >>> from xlplan.functions import call
        >>> call("NEXT_QUESTION", [[[0.02, "approved"], [0.02, ""]]]).value
        [['funds'], ['budget']]
    """
    names = {factor.key: factor.name for factor in policy.factors}
    return _each(inputs, alone, policy, lambda one, _: [names.get(one.next_question or "")])


def risk_table(inputs: Block, alone: bool | None, policy: Policy) -> Grid:
    """Return the risk table: a row for each row of inputs with risk, level, its halves and bounds.

    Args:
        inputs: as for XLPLAN_RISK_SCORE.
        alone: only the factors of the customer count, as when nothing is open; blank = no.
        policy: the numbers in force; its risk table.

    Source: method 3.2.

    Example:
        >>> from xlplan.functions import call
        >>> call("RISK_TABLE", [[["10%", "funded"]]]).value
        [[30.0, 'medium', 30.0, None, 0.2, 6.0, 86.0, 'funds']]
    """
    names = {factor.key: factor.name for factor in policy.factors}
    return _each(inputs, alone, policy, lambda one, table: _line(one, table, names))


def _each(
    inputs: Grid, alone: bool | None, policy: Policy, line: Callable[[Risk, RiskTable], Row]
) -> Grid:
    """Return a line for each row; one of its error where a cell of it cannot be read."""
    table = RiskTable(policy, alone=bool(alone))
    columns, refused = _columns(inputs, policy, table)
    lines = [line(one, table) for one in table.judge_all(columns)]
    for at, wrong in refused.items():
        lines[at] = [wrong] * len(lines[at])
    return lines


def _line(one: Risk, table: RiskTable, names: dict[str, str]) -> Row:
    score = one.score
    asked = names.get(one.next_question or "")
    if score.value is None:
        return [None, None, None, None, 0.0, None, None, asked]
    return [
        score.value, one.level, *table.half_values(one), score.completeness, score.lo, score.hi,
        asked,
    ]  # fmt: skip


def _columns(
    inputs: Grid, policy: Policy, table: RiskTable
) -> tuple[list[Sequence[Any]], dict[int, RefusedError]]:
    """Return the inputs of each factor, and the error of each row with a cell that cannot be read."""
    rows, places = _laid_out(inputs, policy.factors)
    across = list(zip(*rows, strict=True))
    blank = (None,) * len(rows)
    at = {factor.key: place for factor, place in zip(policy.factors, places, strict=True)}
    columns: list[Sequence[Any]] = []
    refused: dict[int, RefusedError] = {}
    for factor in table.factors:
        place = at[factor.key]
        found = blank if place is None else convert(input_column(factor.input), across[place])
        if Bad in set(map(type, found)):
            bad = {row: one for row, one in enumerate(found) if type(one) is Bad}
            refused.update({row: refused_cell(one, factor.name) for row, one in bad.items()})
            found = [None if row in bad else one for row, one in enumerate(found)]
        columns.append(found)
    return columns, refused


def _laid_out(inputs: Grid, factors: Sequence[Factor]) -> tuple[Grid, list[int | None]]:
    """Return the rows below the headings, and in which column the input of each factor lies."""
    width = len(inputs[0])
    heads = [factor_named(one, factors) if isinstance(one, str) else None for one in inputs[0]]
    texts = all(one is None or isinstance(one, str) for one in inputs[0])
    if texts and any(at is not None for at in heads):
        return inputs[1:], [heads.index(at) if at in heads else None for at in range(len(factors))]
    if width > len(factors):
        raise RefusedError(
            CellError.VALUE, TOO_WIDE, argument="inputs", width=width, most=len(factors)
        )
    return inputs, [at if at < width else None for at in range(len(factors))]
