"""How is one value of a map made from a row? Column, replacement, look-up, sum, conversion."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import fsum
from typing import Any

from xlplan.engine.imports.cells import (
    LONGEST,
    NUMBERS,
    Held,
    Wrong,
    bare,
    codes_of,
    converted,
    number,
)
from xlplan.engine.imports.mapping import Format, Recipe, Total, Words
from xlplan.engine.imports.sources import Problems, Row, Source, Spot, Tables, place_of
from xlplan.engine.reading.numerals import decimal_sign
from xlplan.engine.reading.units import heading_unit, money_unit
from xlplan.engine.tables import Column

Fetch = Callable[[int, Row], Any]
Text = Callable[[int, Row], Any]

_COMPLEMENT = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(.+)")
LINE = "#"  # in a join: the line of the row
_HOLE = re.compile(r"\{([^{}]+)\}")


def accepts(
    where: Words, where_not: Words, source: Source, place: str, form: Format
) -> Callable[[Row], bool]:
    """Return the test whether a row counts: all of ``where``, none of ``where_not``."""
    must = [(place_of(source, name, place), _folded(texts)) for name, texts in where.items()]
    never = [(place_of(source, name, place), _folded(texts)) for name, texts in where_not.items()]

    def test(row: Row) -> bool:
        return all(_seen(row, at, form) in texts for at, texts in must) and not any(
            _seen(row, at, form) in texts for at, texts in never
        )

    return test


def fetcher(
    recipe: Recipe,
    column: Column,
    source: Source,
    tables: Tables,
    problems: Problems,
    currency: str = "",
) -> Fetch:
    """Return the function that makes a column's value from a row; ``None`` = not known.

    ``currency`` is the plan's; an amount in another cannot be added to the rest, and is not used.

    Choice: a status that is none of its words is written as it was found, since a blank one is open.
    """
    raw = raw_text(recipe, source, tables, problems)
    form = replace(recipe.form, decimal=sign_of(recipe, column, source))
    later = (
        fetcher(recipe.blank, column, source, tables, problems, currency) if recipe.blank else None
    )
    money = column.kind == "money" and currency
    unsaid = heading_codes(recipe) or (currency,)

    def fetch(line: int, row: Row) -> Any:
        found = raw(line, row)
        if found is None:
            return later(line, row) if later else None
        value = converted(column, found, form, recipe.times)
        spot = Spot(source, line, recipe.column, recipe.place)
        if money and currency not in (codes_of(found, form.decimal) or unsaid):
            value = Wrong("IMPORT_CURRENCY", {"currency": currency})
        if isinstance(value, Wrong):
            decisive = column.decides and value.code == "IMPORT_NOT_WORD"
            problems.cell(
                "IMPORT_UNDECIDED" if decisive else value.code, spot, found, **value.fitting
            )
            return str(found)[:LONGEST] if decisive else None
        if isinstance(value, str) and len(value) > LONGEST:
            problems.cell("IMPORT_LONG_TEXT", spot, value)
            return value[:LONGEST]
        return value

    return fetch


def heading_codes(recipe: Recipe) -> tuple[str, ...]:
    """Return the currencies that the heading of a source's column can mean: Sales (EUR)."""
    return money_unit(heading_unit(recipe.column))[1]


def sign_of(recipe: Recipe, column: Column, source: Source) -> str:
    """Return the decimal sign of a column: as the map says, else as its texts show it."""
    form = recipe.form
    elsewhere = recipe.lookup or recipe.total or recipe.column not in source.headings
    if form.decimal or column.kind not in NUMBERS or elsewhere:
        return form.decimal
    at = source.headings.index(recipe.column)
    texts = {row[at] for row in source.rows if at < len(row) and not isinstance(row[at], Held)}
    return decimal_sign(texts)


def raw_text(recipe: Recipe, source: Source, tables: Tables, problems: Problems) -> Text:
    """Return the function that makes the text of a value, before it is converted."""
    if recipe.join:
        return _changed(recipe, _joined(recipe, source))
    if not recipe.column:
        return lambda _line, _row: recipe.const
    at = place_of(source, recipe.column, recipe.place)
    form = recipe.form

    def cell(_line: int, row: Row) -> str | None:
        text = _text(row, at)
        return None if text.casefold() in form.null else text

    text = _changed(recipe, cell)
    text = _looked_up(recipe, text, source, tables, problems)
    if recipe.total:
        return _summed(recipe, recipe.total, text, tables, problems)
    return _translated(recipe, text)


def _joined(recipe: Recipe, source: Source) -> Text:
    """Fill the holes of a template; blank when all of them are. ``{#}`` is the line of the row."""
    holes = _HOLE.findall(recipe.join)
    places = {name: place_of(source, name, recipe.place) for name in holes if name != LINE}
    form = recipe.form

    def text(line: int, row: Row) -> str | None:
        found = {name: _seen(row, at, form) for name, at in places.items()}
        if not any(found.values()) and places:
            return None
        shown = {name: row[at].strip() if found[name] else "" for name, at in places.items()}
        shown[LINE] = str(line)
        filled = _HOLE.sub(lambda hole: shown[hole[1]], recipe.join)
        return " ".join(filled.split()).strip(" ,;·-") or None

    return text


def _changed(recipe: Recipe, text: Text) -> Text:
    """Replace parts of the text, and take an ending off."""
    if not recipe.replace and not recipe.strip_suffix:
        return text

    def changed(line: int, row: Row) -> str | None:
        found = text(line, row)
        if found is None:
            return None
        made = found
        for old, new in recipe.replace.items():
            made = made.replace(old, new)
        made = made.removesuffix(recipe.strip_suffix)
        return found if made == found else made or None

    return changed


def _translated(recipe: Recipe, text: Text) -> Text:
    """Translate whole values; what the map does not name passes as it is."""
    if not recipe.words:
        return text
    words = {old.strip().casefold(): new for old, new in recipe.words.items()}

    def translated(line: int, row: Row) -> str | None:
        found = text(line, row)
        return None if found is None else words.get(found.casefold(), found) or None

    return translated


def _looked_up(
    recipe: Recipe, text: Text, source: Source, tables: Tables, problems: Problems
) -> Text:
    """Say what another file says of the value; the first row of that key counts."""
    lookup = recipe.lookup
    if lookup is None:
        return text
    known: dict[str, str] = {}
    for other in tables[lookup.file]:
        key, value = (place_of(other, name, recipe.place) for name in (lookup.key, lookup.value))
        for row in other.rows:
            if max(key, value) < len(row):
                known.setdefault(_text(row, key), _text(row, value))

    def looked_up(line: int, row: Row) -> str | None:
        found = text(line, row)
        if found is None:
            return None
        if found not in known:
            spot = Spot(source, line, recipe.column, recipe.place)
            problems.cell("IMPORT_NOT_FOUND", spot, found, key=lookup.key, file=lookup.file)
            return None
        value = known[found]
        return None if value.casefold() in recipe.form.null else value

    return looked_up


def _summed(recipe: Recipe, total: Total, text: Text, tables: Tables, problems: Problems) -> Text:
    """Add up the detail rows of the value.

    Choice: a key without detail rows, or with a detail that is no number, has no sum: a part of
    the amount would be taken for the whole. Sums are rounded to a millionth, which takes off what
    binary fractions leave behind.
    """
    parts: dict[str, list[float] | None] = {}
    for other in tables[total.file]:
        for key, amount in _details(recipe, total, other, problems):
            known = parts.setdefault(key, [])
            if amount is None:
                parts[key] = None
            elif known is not None:
                known.append(amount)
    sums = {key: round(fsum(found), 6) for key, found in parts.items() if found is not None}

    def summed(line: int, row: Row) -> float | None:
        found = text(line, row)
        return None if found is None else sums.get(found)

    return summed


def _details(
    recipe: Recipe, total: Total, other: Source, problems: Problems
) -> Iterator[tuple[str, float | None]]:
    """Yield key and product of each detail row that counts; ``None`` for what is no number."""
    place, form = f"{recipe.place} · sum", recipe.form
    key = place_of(other, total.key, place)
    wanted = accepts(total.where, total.where_not, other, place, form)
    terms = [_term(name, other, place, form) for name in total.product]
    for line, row in zip(other.lines, other.rows, strict=True):
        if key >= len(row) or not wanted(row):
            continue
        amount = 1.0
        for name, term in zip(total.product, terms, strict=True):
            factor = term(row)
            if factor is None:
                problems.cell("IMPORT_NOT_NUMBER", Spot(other, line, name, place), ",".join(row))
                yield row[key].strip(), None
                break
            amount *= factor
        else:
            yield row[key].strip(), amount


def _term(name: str, other: Source, place: str, form: Format) -> Callable[[Row], float | None]:
    """Return one factor of a product: a column, a number, or a number minus a column."""
    fixed = number(name)
    if fixed is not None and name not in other.headings:
        return lambda _row: fixed
    less = _COMPLEMENT.fullmatch(name) if name not in other.headings else None
    at = place_of(other, less[2] if less else name, place)

    def term(row: Row) -> float | None:
        found = number(row[at], form.decimal) if at < len(row) else None
        if found is None or less is None:
            return found
        return float(less[1]) - found

    return term


def _text(row: Row, at: int) -> str:
    """Return a cell without blanks around it; one that is not there is blank."""
    return bare(row[at]) if at < len(row) else ""


def _seen(row: Row, at: int, form: Format) -> str:
    """Return a cell as conditions compare it; every word for nothing is a blank."""
    text = row[at].strip().casefold() if at < len(row) else ""
    return "" if text in form.null else text


def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(text.strip().casefold() for text in texts)
