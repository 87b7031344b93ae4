"""In which currency is an imported plan? As the map says, else as headings and cells name it most."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlplan.engine.imports.cells import codes_of
from xlplan.engine.imports.mapping import PlanMap, Recipe
from xlplan.engine.imports.sources import Problems, Source, Tables
from xlplan.engine.imports.values import accepts, heading_codes, raw_text, sign_of
from xlplan.engine.reading.money import most_named
from xlplan.engine.reading.values import read_currency
from xlplan.engine.tables import Column


class PlanCurrency(NamedTuple):
    """The currency of a plan.

    Args:
        code: ISO, ``""`` where nothing names one.
        file: the source that names it first, ``""`` where the map says it.
    """

    code: str
    file: str = ""


def plan_currency(plan_map: PlanMap, tables: Tables) -> PlanCurrency:
    """Return the currency of the plan that a map makes.

    Choice: as in a plan, a heading such as “Amount (EUR)” counts as much as one amount that names its
    currency in its text or by its format; the rows that count are asked.
    """
    said = plan_map.policy.get("currency")
    if said is not None:
        return PlanCurrency(next(iter(read_currency(str(said))), ""))
    votes: Counter[str] = Counter()
    first: dict[str, str] = {}
    for block in plan_map.blocks:
        for source in tables[block.file]:
            wanted = accepts(block.where, block.where_not, source, f"[{block.title}]", block.form)
            rows = [one for one in zip(source.lines, source.rows, strict=True) if wanted(one[1])]
            for column, _, recipe in block.columns:
                for codes in _named(column, recipe, source, tables, rows):
                    votes.update(codes)
                    first |= dict.fromkeys(
                        (code for code in codes if code not in first), source.name
                    )
    code = most_named(votes)
    return PlanCurrency(code, first.get(code, ""))


def _named(
    column: Column,
    recipe: Recipe,
    source: Source,
    tables: Tables,
    rows: list[tuple[int, Sequence[str]]],
) -> Iterator[tuple[str, ...]]:
    """Yield the currencies that a column of amounts names: its heading, then each of its cells."""
    elsewhere = recipe.lookup or recipe.total or recipe.column not in source.headings
    if column.kind != "money" or elsewhere:
        return
    yield heading_codes(recipe)
    text, decimal = raw_text(recipe, source, tables, Problems([])), sign_of(recipe, column, source)
    for line, row in rows:
        yield codes_of(text(line, row), decimal)
