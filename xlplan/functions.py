"""Which functions can be called from a cell? Each is described once, by its signature and docstring.

A published function is a plain function of ``core`` over numbers, words and short ranges. Hosts map
``published()`` to their own wrappers; nobody describes a function a second time.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from inspect import getdoc, signature
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from xlplan.core import (
    bargains,
    c139,
    cadence,
    care,
    effort,
    elements,
    funnel,
    keyperson,
    levels,
    money,
    odds,
    persons,
    portfolio,
    prospects,
    ranking,
    relationship,
    risk,
    spending,
    voice,
    whitespace,
    winning,
)
from xlplan.core.policy import Policy
from xlplan.core.scores import Score

PREFIX = "XLPLAN_"
NUMBER, INTEGER, FLAG, WORD = "number", "integer", "yes/no", "word"
RANGE, GAPS = "range", "range with blanks"
Listed = tuple[str, Callable[..., Any], dict[str, str]]

# name, function, and the policy keys that give an argument its default
LISTED: tuple[Listed, ...] = (
    ("RISK_LEVEL", risk.risk_level, {"bounds": "risk.levels"}),
    ("STAGE_LIKELIHOOD", winning.stage_likelihood, {}),
    ("SHRUNK_RATE", odds.shrunk_rate, {"k": "lead.k"}),
    ("WIN_LIKELIHOOD", odds.likelihood,
     {"beta": "win.beta", "phi": "win.phi", "clip": "win.clip"}),
    ("PSE", winning.pse_score, {}),
    ("LAG", winning.lag, {}),
    ("C139", c139.c139_index, {"weights": "c139.weights"}),
    ("ABCD_GRADE", ranking.abcd_grade, {}),
    ("GRADE_BY_LIKELIHOOD", ranking.letter_by_likelihood, {}),
    ("GRADE_BY_RISK", ranking.letter_by_risk, {}),
    ("INFLUENCE", persons.own_influence,
     {"formal_share": "dmi.lambda", "blank": "dmi.influence_blank"}),
    ("ATTITUDE", persons.effective_attitude,
     {"confidence_blank": "dmi.confidence_blank", "half_life": "dmi.freshness_days",
      "freshness_blank": "dmi.freshness_blank"}),
    ("COACH_QUALITY", persons.coach_points, {"weights": "coach.weights"}),
    ("TITLE", keyperson.title_against_role, {"gap": "title.gap"}),
    ("RECEIVABLES", money.receivables, {}),
    ("CARRYING_COST", money.carrying_cost, {"interest": "interest"}),
    ("BAD_DEBT", money.bad_debt, {"lgd": "lgd"}),
    ("NET_YEAR", money.net_year, {}),
    ("COST_RATIO", money.cost_ratio, {}),
    ("COST_VERDICT", money.cost_verdict,
     {"watch": "cost_ratio.watch", "luxury": "cost_ratio.luxury"}),
    ("PRICE_FLOOR_CUT", money.price_floor_cut, {}),
    ("PRICE_FLOOR", bargains.price_floor, {}),
    ("DSO_BREAK_EVEN", money.dso_break_even, {}),
    ("CREDIT_COST_RATE", money.credit_cost_rate,
     {"interest": "level.interest", "loss_rate": "level.loss_rate"}),
    ("RETENTION", money.retention_by_risk,
     {"base": "retention.base", "slope": "retention.slope"}),
    ("ANNUITY", money.annuity, {"discount": "discount", "years": "horizon_years"}),
    ("RELATIONSHIP_NPV", money.relationship_npv,
     {"discount": "discount", "years": "horizon_years", "one_off": "one_off"}),
    ("DEAL_WORTH", money.deal_worth, {"discount": "discount"}),
    ("LEVEL_NPV", levels.level_npv, {}),
    ("BEST_LEVEL", levels.best_level, {}),
    ("BLUFF_NEEDED", bargains.bluff_needed, {}),
    ("BREAK_EVEN_REPEAT", bargains.break_even_repeat,
     {"discount": "discount", "years": "horizon_years"}),
    ("HHI", portfolio.herfindahl, {}),
    ("GINI", portfolio.gini, {}),
    ("SPEARMAN", effort.spearman, {}),
    ("FORECAST", funnel.forecast, {}),
    ("PROGRESS", funnel.progress, {}),
    ("FUNNEL_COVERAGE", funnel.funnel_coverage, {}),
    ("NAMES_NEEDED", prospects.names_at, {"chain": "lead.chain"}),
    ("RELATIONSHIP_TYPE", relationship.relationship_type, {"least_ties": "type.ties"}),
    ("RELATIONSHIP_INDEX", elements.element_index, {}),
    ("RELATIONSHIP_STRENGTH", elements.element_strength, {}),
    ("MIRROR_GAP", elements.mirror_gap, {}),
    ("DURABILITY", spending.durability, {}),
    ("WALLET_SHARE", whitespace.wallet_share, {}),
    ("NPS", voice.net_promoter_score, {}),
    ("HEALTH", care.health, {"weights": "health.weights"}),
    ("FRESHNESS", care.fact_freshness, {"half_life": "freshness.days"}),
    ("CADENCE", cadence.contact_status, {}),
    ("BREAK_EVEN_PROBABILITY", care.break_even_probability, {}),
)  # fmt: skip

_KINDS: dict[object, str] = {float: NUMBER, int: INTEGER, bool: FLAG, str: WORD, Score: NUMBER}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as a cell gives it.

    Args:
        name: as in the signature.
        kind: number, integer, yes/no, word, range (of numbers; blanks are left out) or range with
            blanks (each place has its meaning).
        help: meaning, unit, range.
        blank: a blank cell is an answer; where it is not, a blank makes the result blank.
        optional: may be left out, with all that follow.
        default: what stands for a blank; ``None`` = not known.
        policy: the policy key that the default comes from.
    """

    name: str
    kind: str
    help: str
    blank: bool
    optional: bool
    default: Any = None
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A published function: what a host needs to offer, explain and call it.

    Args:
        name: ``XLPLAN_…``.
        summary: one sentence.
        arguments: in order; the policy in force is none of them.
        result: kind of the result; a blank result means that it is not known.
        source: section of the method.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    result: str
    source: str
    _function: Callable[..., Any] = field(repr=False)
    _terms: Mapping[str, Any] = field(repr=False)

    def __call__(self, *given: Any, policy: Policy | None = None) -> float | str | None:
        """Return the result for the values of the cells, in order; ``None`` = not known.

        Raises:
            TypeError: too many values.
            ValueError: an integer with a fraction, or a word that the function does not know.

        Example:
            >>> carrying = published()["XLPLAN_CARRYING_COST"]
            >>> carrying(1000.0), carrying(1000.0, 0.06), carrying(None)
            (80.0, 60.0, None)
        """
        if len(given) > len(self.arguments):
            raise TypeError(self.name)
        terms, values = policy or _USUAL, {}
        for at, one in enumerate(self.arguments):
            found = given[at] if at < len(given) else None
            if found is None:
                found = terms.values[one.policy] if one.policy else one.default
            if found is None and not one.blank:
                return None
            values[one.name] = _typed(found, one.kind)
        try:
            result = self._function(**dict(self._filled(values, terms)))
        except (KeyError, IndexError) as wrong:
            raise ValueError(self.name) from wrong
        return result.value if isinstance(result, Score) else result

    def _filled(self, values: dict[str, Any], policy: Policy) -> Iterator[tuple[str, Any]]:
        """Give every parameter its value: policies made, records put together again."""
        for name, kind in self._terms.items():
            if hasattr(kind, "of"):
                yield name, _usual(kind) if policy is _USUAL else kind.of(policy)
            elif hasattr(kind, "_fields"):
                yield name, kind(*[values[part] for part in kind._fields])
            else:
                yield name, values[name]


@cache
def published() -> dict[str, Function]:
    """Return every published function by name, in the order of the list."""
    return {
        PREFIX + name: _described(PREFIX + name, function, keys) for name, function, keys in LISTED
    }


def _described(name: str, function: Callable[..., Any], keys: dict[str, str]) -> Function:
    doc, hints = getdoc(function) or "", get_type_hints(function)
    returns = hints.pop("return")
    source = re.search(r"^Source: method ([\d., ]*\d)", doc, re.MULTILINE)
    return Function(
        name,
        _sentence(doc),
        _arguments(function, hints, keys),
        _kind(returns)[0],
        source[1] if source else "",
        function,
        hints,
    )


def _arguments(
    function: Callable[..., Any], hints: dict[str, Any], keys: dict[str, str]
) -> tuple[Argument, ...]:
    given = signature(function).parameters
    rows = []
    for name, hint in hints.items():
        if hasattr(hint, "of"):
            continue
        for part, type_, holder in _cells(name, hint, function):
            kind, blank = _kind(type_)
            default = None if holder is not function else given[name].default
            default = None if default is given[name].empty else default
            rows.append((part, kind, _helps(holder)[part], blank, default, keys.get(part, "")))
    leaves, arguments = True, []
    for part, kind, text, blank, default, key in reversed(rows):
        leaves = leaves and (blank or default is not None or bool(key))
        arguments.append(Argument(part, kind, text, blank, leaves, default, key))
    return tuple(reversed(arguments))


def _cells(name: str, hint: Any, function: Callable[..., Any]) -> Iterator[tuple[str, Any, Any]]:
    """Give name, type and describing object of each cell that a parameter takes."""
    if hasattr(hint, "_fields"):
        for part, type_ in get_type_hints(hint).items():
            yield part, type_, hint
    else:
        yield name, hint, function


def _kind(hint: Any) -> tuple[str, bool]:
    """Return the kind of a type, and whether it may be blank."""
    if isinstance(hint, UnionType):
        (bare,) = [one for one in get_args(hint) if one is not type(None)]
        return _kind(bare)[0], True
    if get_origin(hint) in (tuple, Sequence):
        return (GAPS if isinstance(get_args(hint)[0], UnionType) else RANGE), False
    return _KINDS[hint], False


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


def _typed(found: Any, kind: str) -> Any:
    if found is None:
        return None
    if kind == INTEGER:
        if found != int(found):
            raise ValueError(found)
        return int(found)
    if kind in (RANGE, GAPS):
        cells = tuple(found) if isinstance(found, Sequence) else (found,)
        return cells if kind == GAPS else tuple([one for one in cells if one is not None])
    return bool(found) if kind == FLAG else found


@cache
def _usual(kind: Any) -> Any:
    """Return the defaults of a policy's part; they are looked up once."""
    return kind.of(_USUAL)


_USUAL = Policy()
