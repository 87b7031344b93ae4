"""What does a mapping file say? TOML → a map, every word of it checked.

A map has one table a sheet, with the file and, heading by heading, where the value comes from;
``workbooks/maps`` holds maps with comments. Everything that can be wrong in a map ends the import
with a ``PlanError`` that names the nearest right word; nothing is guessed.
"""

import tomllib
from typing import Any

from xlplan.core.defaults import DEFAULTS
from xlplan.core.issues import PlanError
from xlplan.engine.contract import POLICY, SHEETS
from xlplan.engine.imports.checks import (
    Said,
    check_words,
    filter_of,
    flag_of,
    format_of,
    nearest,
    number_of,
    pairs_of,
    table_of,
    text_of,
    texts_of,
    wrong,
)
from xlplan.engine.imports.mapping import Block, Format, Latest, Lookup, PlanMap, Recipe, Total
from xlplan.engine.reading.nearest import near_heading, near_sheet
from xlplan.engine.tables import Sheet, fold, fold_heading

_POLICY = (fold(POLICY.en), fold(POLICY.zh))
_SETTINGS = ("encoding", "delimiter", "decimal", "null", "dates")
_BLOCK = ("file", "columns", "where", "where_not", "distinct", "decimal", "null", "dates")
_SOURCES = ("column", "const", "join")
_RECIPE = (*_SOURCES, "sum", "lookup", "map", "replace", "strip_suffix", "times", "blank",
           "decimal", "null", "dates")  # fmt: skip


def read_map(text: str, name: str) -> PlanMap:
    """Read a mapping file.

    Args:
        text: its TOML.
        name: what it is called, for messages.

    Raises:
        PlanError: no TOML, or a sheet, heading, word or value that a map does not have.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as damage:
        raise PlanError("MAP_DAMAGED", file=name, reason=damage) from damage
    form = format_of(found, Format(), name)
    blocks: list[Block] = []
    policy: dict[str, Any] = {}
    for title, content in found.items():
        if title in _SETTINGS:
            continue
        if fold(title) in _POLICY:
            policy = _policy(content, form)
        else:
            blocks += _blocks(title, content, form, name)
    if not blocks:
        raise PlanError("MAP_EMPTY", file=name)
    encoding, delimiter = (text_of(found, key, name) for key in ("encoding", "delimiter"))
    return PlanMap(name, tuple(blocks), policy, encoding, delimiter)


def _blocks(title: str, content: Any, form: Format, name: str) -> list[Block]:
    named = {fold(spelled): sheet for sheet in SHEETS for spelled in (sheet.en, sheet.zh)}
    sheet = named.get(fold(title))
    if sheet is None:
        meant = near_sheet(title)
        near = meant.en if meant else nearest(title, [*(one.en for one in SHEETS), *_SETTINGS])
        raise PlanError("MAP_UNKNOWN_SHEET", file=name, name=title, near=near)
    several = content if isinstance(content, list) else [content]
    return [_block(sheet, title, one, form) for one in several]


def _block(sheet: Sheet, title: str, content: Any, form: Format) -> Block:
    place = f"[{title}]"
    check_words(content, _BLOCK, place)
    if "file" not in content:
        raise wrong(place, "file", 'file = "orders.csv"')
    form = format_of(content, form, place)
    columns = []
    for heading, said in table_of(content, "columns", place).items():
        column = sheet.by_heading.get(fold_heading(heading))
        if column is None:
            meant = near_heading(heading, sheet)
            known = [said for column in sheet.columns for said in (column.en, column.zh)]
            near = meant.en if meant else nearest(heading, known)
            raise PlanError("MAP_UNKNOWN_HEADING", sheet=title, name=heading, near=near)
        columns.append((column, heading, _recipe(said, f"{title} · {heading}", form)))
    given = {column.field for column, _, _ in columns}
    for column in sheet.columns:
        if column.required and column.field not in given:
            raise PlanError("MAP_REQUIRED", sheet=title, heading=column.en)
    return Block(
        sheet, title, text_of(content, "file", place), tuple(columns),
        filter_of(content, "where", place), filter_of(content, "where_not", place),
        flag_of(content, "distinct", place), form,
    )  # fmt: skip


def _recipe(said: Any, place: str, form: Format) -> Recipe:
    """Read what stands behind a heading: a column's name, or a table of instructions."""
    if isinstance(said, str):
        return Recipe(place, form, column=said)
    check_words(said, _RECIPE, place)
    if not any(source in said for source in _SOURCES):
        raise PlanError("MAP_NO_SOURCE", place=place)
    form = format_of(said, form, place)
    return Recipe(
        place, form,
        column=text_of(said, "column", place), const=said.get("const"),
        join=text_of(said, "join", place),
        replace=pairs_of(said, "replace", place), strip_suffix=text_of(said, "strip_suffix", place),
        lookup=_lookup(said, place), total=_total(said, place), words=pairs_of(said, "map", place),
        times=number_of(said, "times", place), blank=_blank(said, place, form),
    )  # fmt: skip


def _blank(said: Said, place: str, form: Format) -> Recipe | None:
    other = said.get("blank")
    if other is None:
        return None
    if isinstance(other, dict):
        return _recipe(other, place, form)
    return Recipe(place, form, const=other)


def _lookup(said: Said, place: str) -> Lookup | None:
    if "lookup" not in said:
        return None
    inner = table_of(said, "lookup", place)
    check_words(inner, ("file", "key", "value"), f"{place} · lookup")
    names = ("file", "key", "value")
    return Lookup(*(text_of(inner, name, f"{place} · lookup", need=True) for name in names))


def _total(said: Said, place: str) -> Total | None:
    if "sum" not in said:
        return None
    inner, place = table_of(said, "sum", place), f"{place} · sum"
    check_words(inner, ("file", "key", "product", "where", "where_not"), place)
    file, key = (text_of(inner, name, place, need=True) for name in ("file", "key"))
    product = texts_of(inner, "product", place)
    if not product or "column" not in said:
        name, example = ("column", '"order"') if product else ("product", '["price", "quantity"]')
        raise wrong(place, name, f"{name} = {example}")
    where, where_not = (filter_of(inner, name, place) for name in ("where", "where_not"))
    return Total(file, key, product, where, where_not)


def _policy(content: Any, form: Format) -> dict[str, Any]:
    """Read the Policy table: key → a value, or the latest date of some columns."""
    found: dict[str, Any] = {}
    for key, value in _dotted(content).items():
        if key not in DEFAULTS:
            raise PlanError("MAP_UNKNOWN_POLICY", name=key, near=nearest(key, DEFAULTS))
        if isinstance(value, dict):
            place = f"Policy · {key}"
            check_words(value, ("latest", "file", "in_name", "dates"), place)
            columns = texts_of(value, "latest", place)
            file = text_of(value, "file", place, need=True)
            named = flag_of(value, "in_name", place)
            found[key] = Latest(file, named, columns, format_of(value, form, place))
        else:
            found[key] = value
    return found


def _dotted(content: Any) -> dict[str, Any]:
    """Return policy keys as written in one piece: ``funnel.target`` is a nested table in TOML."""
    if not isinstance(content, dict):
        raise wrong("[Policy]", "Policy", 'currency = "CNY"')
    flat: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, dict) and "file" not in value and key not in DEFAULTS:
            flat |= {f"{key}.{below}": inner for below, inner in _dotted(value).items()}
        else:
            flat[key] = value
    return flat
