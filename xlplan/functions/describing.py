"""How does a host offer, explain and call a function? By one description, made from its signature.

A function is described once, by its signature and docstring in English, and its block in
``zh.toml``; nobody describes it a second time.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from inspect import Parameter, getdoc, signature
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from xlplan.core.policy import Policy
from xlplan.core.scores import Score
from xlplan.functions.function import Argument, Function
from xlplan.functions.kinds import (
    ANY,
    BLOCK,
    DATE,
    FLAG,
    GAPS,
    INTEGER,
    NUMBER,
    POLICY,
    RANGE,
    ROWS,
    TABLE,
    TEXT,
    WORD,
    Grid,
    Text,
)
from xlplan.functions.listing import COLUMNS, LISTED, PREFIX, TABLES, WIDTHS, WORDS

_KINDS: dict[object, str] = {
    float: NUMBER, int: INTEGER, bool: FLAG, str: WORD, Text: TEXT, dt.date: DATE, Score: NUMBER,
    Grid: TABLE, Any: ANY,
}  # fmt: skip
_LIMITS = re.compile(r"(?:^|, |each )(−?\d+)[–…](\d+)(?=[.,;]| each)")
_POLICY_HELP = {
    "policy": "rows of Policy (key, value): the numbers of the plan; blank: the usual ones.",
    "factors": "rows of Risk factors: a risk table of the plan's own; blank: the usual one.",
}


@cache
def published() -> dict[str, Function]:
    """Return every published function by name, in the order of the list."""
    closed = {name for name, _, _ in LISTED}
    return {
        PREFIX + name: _described(name, function, keys, closed=name in closed)
        for name, function, keys in (*LISTED, *TABLES)
    }


@cache
def _chinese() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "zh.toml").read_text("utf-8"))


def _described(
    name: str, function: Callable[..., Any], keys: dict[str, str], *, closed: bool
) -> Function:
    doc, hints = getdoc(function) or "", get_type_hints(function, include_extras=True)
    returns = hints.pop("return")
    source = re.search(r"^Source: method ([\d., ]*\d)", doc, re.MULTILINE)
    return Function(
        PREFIX + name,
        _sentence(doc),
        _arguments(function, hints, keys),
        _kind(returns)[0],
        source[1] if source else "",
        _chinese()["summary"][name],
        COLUMNS.get(name, ()),
        closed,
        function,
        hints,
    )


def _arguments(
    function: Callable[..., Any],
    hints: dict[str, Any],
    keys: dict[str, str],
) -> tuple[Argument, ...]:
    given = signature(function).parameters
    rows: list[dict[str, Any]] = []
    for name, hint in hints.items():
        if hasattr(hint, "of") or hint is Policy:
            continue
        for part, type_, holder in _cells(name, hint, function):
            kind, blank = _kind(type_)
            default = None if holder is not function else given[name].default
            default = None if default is given[name].empty else default
            rows.append({
                "name": part, "kind": kind, "help": _helps(holder)[part], "blank": blank,
                "default": default, "policy": keys.get(part, ""), "sheet": _sheet(type_),
                "width": _width(part, kind, keys),
                "words": WORDS.get(part, {}) if kind == WORD else {},
                "variadic": given[name].kind is Parameter.VAR_POSITIONAL,
                **_limits(_helps(holder)[part]),
            })  # fmt: skip
    rows += _policy_rows(tuple(hints.values()), keys)
    leaves, arguments = True, []
    for row in reversed(rows):
        leaves = leaves and (
            row["blank"] or row.get("default") is not None or bool(row.get("policy"))
        )
        arguments.append(Argument(**row, optional=leaves, help_zh=_chinese()["help"][row["help"]]))
    return tuple(reversed(arguments))


def _limits(help_text: str) -> dict[str, float]:
    """Return between which numbers an argument lies, where its help says so: ``…, 0–100``."""
    found = _LIMITS.search(help_text)
    if found is None:
        return {}
    low, high = (float(one.replace("−", "-")) for one in found.groups())
    return {"low": low, "high": high}


def _width(name: str, kind: str, keys: Mapping[str, str]) -> int:
    """Return how many cells a range has to have; 0: any number."""
    if kind == GAPS:
        return WIDTHS.get(name, 0)
    usual = Policy().values[keys[name]] if kind == RANGE and name in keys else ()
    return len(usual) if isinstance(usual, tuple) else 0


def _policy_rows(hints: Sequence[Any], keys: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Give the arguments that bring the plan's own numbers, where a function uses any."""
    whole = any(hint is Policy for hint in hints)
    if not (whole or keys or any(hasattr(hint, "of") for hint in hints)):
        return
    for name, sheet in (("policy", "policy"), ("factors", "risk_factors")):
        if name == "policy" or whole:
            yield {
                "name": name, "kind": POLICY, "help": _POLICY_HELP[name], "blank": True,
                "sheet": sheet,
            }  # fmt: skip


def _cells(name: str, hint: Any, function: Callable[..., Any]) -> Iterator[tuple[str, Any, Any]]:
    """Give name, type and describing object of each cell that a parameter takes."""
    if hasattr(hint, "_fields"):
        for part, type_ in get_type_hints(hint, include_extras=True).items():
            yield part, type_, hint
    else:
        yield name, hint, function


def _kind(hint: Any) -> tuple[str, bool]:
    """Return the kind of a type, and whether it may be blank."""
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        (bare,) = [one for one in get_args(hint) if one is not type(None)]
        return _kind(bare)[0], True
    if origin is Annotated:
        return (BLOCK if _sheet(hint) == BLOCK else ROWS), False
    if origin in (tuple, Sequence):
        return (GAPS if isinstance(get_args(hint)[0], UnionType) else RANGE), False
    return _KINDS[hint], hint is Any


def _sheet(hint: Any) -> str:
    """Return the mark of an annotated type: the sheet whose rows it holds."""
    if get_origin(hint) in (UnionType, Union):
        return next((found for one in get_args(hint) if (found := _sheet(one))), "")
    return str(get_args(hint)[1]) if get_origin(hint) is Annotated else ""


def _sentence(doc: str) -> str:
    first = _plain(doc.partition("\n\n")[0]).removeprefix("Return ")
    return first[:1].upper() + first[1:]


@cache
def _helps(described: Any) -> dict[str, str]:
    """Return the help of each argument in a docstring's Args."""
    found = re.search(r"^Args:\n((?:    .*\n?)+)", getdoc(described) or "", re.MULTILINE)
    pieces = re.findall(
        r"^    (\w+): ((?:.*)(?:\n        .*)*)", found[1] if found else "", re.MULTILINE
    )
    return {name: _plain(text) for name, text in pieces}


def _plain(text: str) -> str:
    """Return a docstring's words as a planner reads them, on one line."""
    return " ".join(text.replace("``None``", "blank").replace("``", "").split())
