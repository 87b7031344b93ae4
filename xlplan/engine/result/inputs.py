"""Where does the input of a risk factor stand, so that changing it moves the score?

Each fact is an input in one place only: facts of a customer in Cost and return, those that rank in
ABCD ranking, all others of an opportunity in the risk table. The other sheets look them up.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from xlplan.core.policy import Factor
from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES, STAKEHOLDERS
from xlplan.engine.result.live import Spots
from xlplan.engine.result.words import Words
from xlplan.engine.tables import Column as Field

COMPUTED: Mapping[str, tuple[str, str]] = {
    "scale": ("Amount ÷ revenue", "percent"),
    "worth": ("Amount ÷ threshold", "ratio"),
    "concentration": ("Share of sales if won", "percent"),
    "share": ("Share of sales", "percent"),
    "dmi": ("DMI", "score"),
    "coverage": ("Chain covered, 0–100", "score"),
    "coach": ("Best coach", "word"),
    "gap": ("Lead over rivals", "score"),
    "pse": ("PSE", "score"),
    "lag": ("Lag", "int"),
    "p": ("Win likelihood", "share"),
}
"""A computed input of a factor → its heading, its kind."""

RANKED = {
    "amount": "amount",
    "gross_margin": "own_margin",
    "probability": "p_manual",
    "purchase_step": "purchase_step",
    "selling_step": "selling_step",
    "budget_clarity": "budget_clarity",
    "payment_terms": "payment_terms",
    "authority_known": "authority_known",
    "standards": "standards",
    "feasible": "feasible",
    "slips": "slips",
    "clear_facts": "clear_facts",
    "remaining_hours": "hours",
    "remaining_cost": "rest",
}
"""Field of an opportunity that is an input of ABCD ranking → key of its column."""

HELD = ("first_facts", "win_vote")
"""Fields that rank too where the C139 index moves the likelihood."""

SOLD = {
    "sales_12m": "sales",
    "gross_margin": "margin",
    "dso_days": "dso",
    "relationship_cost": "relationship",
}
"""Field of a customer that is a figure of Cost and return → key of its column."""

_KINDS = {"money": "money", "share": "percent", "score": "score", "rating": "score", "int": "int",
          "number": "ratio", "flag": "word", "word": "word", "date": "date"}  # fmt: skip
_DAYS = ("late_days", "dso_days")
_FIELDS = {"customer": CUSTOMERS, "opportunity": OPPORTUNITIES}


class Input(NamedTuple):
    """A column of inputs.

    Args:
        key: of the column.
        heading: in the reader's language.
        kind: of the column.
        words: canonical word → as it is said here, for a choice of words.
        source: formula by the places of the sheet; ``None``: the planner may type here.
    """

    key: str
    heading: str
    kind: str
    words: Mapping[Any, str]
    source: Callable[[Spots], str] | None = None

    def said(self, value: Any) -> Any:
        """Return a value as the cell holds it."""
        return self.words.get(value, value) if self.words else value


class Inputs:
    """The inputs of the factors in force, each with its place.

    Args:
        factors: the risk table.
        words: of the language.
        by_c139: whether C139 moves the likelihood.
    """

    def __init__(self, factors: Iterable[Factor], words: Words, *, by_c139: bool) -> None:
        self.words, self._by_field = words, dict(RANKED)
        if by_c139:
            self._by_field |= {name: name for name in HELD}
        self.factors = tuple(factors)
        self.keys = tuple(one.key for one in self.factors)
        self._typed: dict[str, str] = {}
        self.columns = tuple(
            self._column(f"x{at}", one.input) for at, one in enumerate(self.factors, 1)
        )

    @cached_property
    def said(self) -> tuple[tuple[int, Mapping[Any, str]], ...]:
        """Return the places of the inputs that are words, and how the words are said."""
        return tuple((at, one.words) for at, one in enumerate(self.columns) if one.words)

    def typed(self, name: str) -> str | None:
        """Return the column of the risk table where an input is typed, if it is there."""
        return self._typed.get(name)

    @cached_property
    def of_customers(self) -> tuple[tuple[str, Input], ...]:
        """Return the fields of customers that are inputs beside Cost and return, as columns."""
        fields = ["credit_rating", "retention"]
        fields += ["revenue"] * any(one.input == "scale" for one in self.factors)
        for one in self.factors:
            owner, _, name = one.input.partition(".")
            if owner == "customer" and name not in SOLD:
                fields.append(name)
        return tuple(
            (name, self.field(CUSTOMERS, name, f"c_{name}")) for name in dict.fromkeys(fields, 0)
        )

    def field(self, sheet: Any, name: str, key: str) -> Input:
        """Return a column for a field of the planner's sheet."""
        field: Field = sheet.by_field[name]
        kind = "score" if name in _DAYS else _KINDS[field.kind]
        return Input(key, field.heading(self.words.texts.lang), kind, self._words(field))

    def computed(self, name: str, key: str) -> Input:
        """Return a column for a quantity that is computed elsewhere."""
        heading, kind = COMPUTED[name]
        words = self._words(STAKEHOLDERS.by_field["coach"]) if name == "coach" else {}
        return Input(key, self.words.texts(heading), kind, words)

    def _words(self, field: Field) -> Mapping[Any, str]:
        if field.kind == "flag":
            return {True: self.words.flag[True], False: self.words.flag[False]}
        return self.words.of(field) if field.words else {}

    def _column(self, key: str, name: str) -> Input:
        owner, _, field = name.partition(".")
        made = self.field(_FIELDS[owner], field, key) if field else self.computed(name, key)
        if name in self._typed:
            return made._replace(source=_same(self._typed[name]))
        source = self._source(owner, field)
        if source is None:
            self._typed[name] = key
        return made._replace(source=source)

    def _source(self, owner: str, field: str) -> Callable[[Spots], str] | None:
        if owner == "customer":
            return _looked_up(f"returns_{SOLD.get(field, f'c_{field}')}", "cat")
        if owner == "opportunity":
            ranked = self._by_field.get(field)
            return _looked_up(f"ranking_{ranked}", "at") if ranked else None
        return _COMPUTED.get(owner)


def looked_up(name: str, place: str) -> str:
    """Return the formula of a cell in a column of another sheet; a blank stays blank."""
    found = f"INDEX({name},{place})"
    return f'IF({place}="","",IF({found}="","",{found}))'


def _looked_up(name: str, place: str) -> Callable[[Spots], str]:
    return lambda at: looked_up(name, at[place])


def _same(key: str) -> Callable[[Spots], str]:
    return lambda at: f'IF({at[key]}="","",{at[key]})'


def _scale(at: Spots) -> str:
    revenue = f"INDEX(returns_c_revenue,{at['cat']})"
    return f'IF({at["at"]}="","",IF(N({revenue})=0,"",{_amount(at)}/{revenue}))'


def _worth(at: Spots) -> str:
    return f'IF({at["at"]}="","",IF(funnel_threshold=0,"",{_amount(at)}/funnel_threshold))'


def _concentration(at: Spots) -> str:
    sales = f"INDEX(returns_sales,{at['cat']})"
    amount = f'IF({at["at"]}="",0,{_amount(at)})'
    share = f"({sales}+{amount})/(all_sales+{amount})"
    return f'IF({sales}="","",IF(all_sales+{amount}<=0,"",{share}))'


def _amount(at: Spots) -> str:
    return f"INDEX(ranking_amount,{at['at']})"


def _share(at: Spots) -> str:
    sales = f"INDEX(returns_sales,{at['cat']})"
    return f'IF({sales}="","",IF(all_sales=0,"",{sales}/all_sales))'


_COMPUTED: Mapping[str, Callable[[Spots], str]] = {
    "scale": _scale,
    "worth": _worth,
    "concentration": _concentration,
    "share": _share,
    "pse": _looked_up("ranking_pse", "at"),
    "lag": _looked_up("ranking_lag", "at"),
    "p": _looked_up("ranking_p", "at"),
}
