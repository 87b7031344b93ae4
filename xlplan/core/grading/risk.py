"""How risky is this customer's business? The customer risk evaluation table, qualitative made countable."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter, mul
from typing import Any, NamedTuple

from xlplan.core.assessment import Facts, Risk
from xlplan.core.model import Customer, Opportunity
from xlplan.core.policy import Factor, Policy
from xlplan.core.scores import picker, weigh

LEVELS = ("low", "medium", "high", "severe")
HARDLY_KNOWN = {level: f"{level}, hardly known" for level in LEVELS}
_FACTS = {"sales_12m": "sales", "sales_prior_12m": "sales_prior", "dso_days": "dso_days",
          "late_days": "late_days", "relationship_cost": "relationship_cost"}  # fmt: skip


class Computed(NamedTuple):
    """The computed quantities that a factor may take as input, besides the fields of the records."""

    scale: float | None = None
    worth: float | None = None
    concentration: float | None = None
    share: float | None = None
    dmi: float | None = None
    coverage: float | None = None
    coach: str | None = None
    gap: float | None = None
    pse: float | None = None
    lag: int | None = None
    p: float | None = None


class RiskTable:
    """A table of factors, ready to evaluate many opportunities.

    Args:
        policy: its factors and the bounds of the levels.
        alone: only the factors that need no opportunity.

    Source: method 3.2 (客户风险评估表, S4).
    Choice: the factors that need no opportunity are those over fields of Customers, the
    concentration and the share; their weights alone make the completeness of a customer's risk
    when nothing is open.
    """

    def __init__(self, policy: Policy, *, alone: bool = False) -> None:
        self.factors = tuple(f for f in policy.factors if not alone or _needs_no_deal(f))
        self.levels = policy.numbers("risk.levels")
        self._sources = _Sources(self.factors)
        self._readers = [factor.scale.reader for factor in self.factors]
        self._knocking = [
            (at, factor) for at, factor in enumerate(self.factors) if factor.knock_out
        ]
        self._names = tuple(factor.key for factor in self.factors)
        self._weights = tuple(factor.weight for factor in self.factors)
        money = [factor.group == "money" for factor in self.factors]
        self._halves = (
            tuple(at for at, yes in enumerate(money) if yes),
            tuple(at for at, yes in enumerate(money) if not yes),
        )
        picks = [(picker(at), picker(at)(self._weights)) for at in self._halves]
        self._half_weights = [(pick, held, sum(held)) for pick, held in picks]

    def evaluate(
        self, customer: Customer, facts: Facts, deal: Opportunity | None, computed: Computed
    ) -> Risk:
        """Return the risk of one opportunity (or of a customer without one), 0–100."""
        return self.judge(self._sources.inputs(customer, facts, deal, computed))

    def judge(self, inputs: Sequence[Any]) -> Risk:
        """Return the risk by the inputs of the factors, in their order; ``None`` is not known."""
        points = [
            None if found is None else read(found)
            for read, found in zip(self._readers, inputs, strict=True)
        ]
        return self._risk(inputs, tuple(points))

    def judge_all(self, columns: Sequence[Sequence[Any]]) -> Iterator[Risk]:
        """Yield the risk of each row of inputs that stand in columns, one a factor."""
        pairs = zip(self.factors, columns, strict=True)
        points = [factor.scale.column(column) for factor, column in pairs]
        yield from map(self._risk, zip(*columns, strict=True), zip(*points, strict=True))

    def _risk(self, inputs: Sequence[Any], points: Sequence[float | None]) -> Risk:
        score = weigh(self._names, self._weights, inputs, points)
        return Risk(
            score,
            risk_level(score.value, self.levels),
            tuple([one.key for at, one in self._knocking if one.knocks_out(inputs[at])]),
            self._halves,
        )

    def half_values(self, risk: Risk) -> tuple[float | None, float | None]:
        """Return the values of ``risk.money`` and ``risk.win``, in a third of the time.

        Args:
            risk: that this table judged.
        """
        points = risk.score.rows.points
        money, win = [
            sum(map(mul, held, pick(points))) / total
            if None not in points and total > 0.0
            else weigh((), held, (), pick(points)).value
            for pick, held, total in self._half_weights
        ]
        return money, win


class _Sources:
    """Where the inputs of the factors come from; reads all of them in four calls."""

    def __init__(self, factors: Sequence[Factor]) -> None:
        typed: list[str] = []
        facts: list[str] = []
        deal: list[str] = []
        places: list[tuple[str, int]] = []
        for factor in factors:
            owner, _, field = factor.input.partition(".")
            if not field:
                places.append(("computed", Computed._fields.index(owner)))
                continue
            held, name = (deal, field) if owner == "opportunity" else (typed, field)
            if owner == "customer" and field in _FACTS:
                held, name = facts, _FACTS[field]
            places.append((owner if held is not facts else "facts", len(held)))
            held.append(name)
        starts = {"customer": 0, "facts": len(typed), "opportunity": len(typed) + len(facts)}
        starts["computed"] = starts["opportunity"] + len(deal)
        self._customer, self._facts, self._deal = map(_fields, (typed, facts, deal))
        self._no_deal = (None,) * len(deal)
        self._pick = picker(tuple([starts[owner] + at for owner, at in places]))

    def inputs(
        self, customer: Customer, facts: Facts, deal: Opportunity | None, computed: Computed
    ) -> tuple[Any, ...]:
        found = self._no_deal if deal is None else self._deal(deal)
        return self._pick(self._customer(customer) + self._facts(facts) + found + computed)


def _fields(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a reader of those attributes, always as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    only = attrgetter(names[0])
    return lambda record: (only(record),)


def risk_level(value: float | None, bounds: Sequence[float]) -> str | None:
    """Return low, medium, high or severe: below the first, second, third bound, or above.

    Args:
        value: risk, 0–100.
        bounds: three, rising.

    Source: method 3.2.

    Example:
        >>> risk_level(28.2, (30, 50, 70)), risk_level(70, (30, 50, 70)), risk_level(None, ())
        ('low', 'severe', None)
    """
    if value is None:
        return None
    return LEVELS[bisect_right(bounds, value)]


def told_level(level: str | None, completeness: float, enough: float) -> str | None:
    """Return a level as a person is told it: one that rests on too little says so.

    Args:
        level: low, medium, high or severe.
        completeness: the share of the weight that is known, 0–1.
        enough: the policy's ``gate.completeness``.

    Source: method 0.2: a score carries its completeness.
    Choice: the bound is that from which money risk gates a grade. What is known too little of to
    move a letter is too little for a word that stands alone, too: with one factor of fourteen
    known, 0 of 100 is no low risk, it may be 95. The word stays, for it is the value's; figures
    that go on to other programs keep the plain word, with the completeness beside it.

    Example:
        >>> told_level("low", 0.05, 0.25), told_level("low", 0.25, 0.25), told_level(None, 0, 0.25)
        ('low, hardly known', 'low', None)
    """
    return HARDLY_KNOWN[level] if level and completeness < enough else level


def _needs_no_deal(factor: Factor) -> bool:
    return factor.input.startswith("customer.") or factor.input in ("concentration", "share")
