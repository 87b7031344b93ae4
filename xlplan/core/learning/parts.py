"""Which figures does a back-test consist of? Grades, likelihoods, rivals, bins, the most likely ones."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from xlplan.core.grading.ranking import GRADES, ORDER
from xlplan.core.learning.judging import (
    auc,
    brier,
    calibration,
    deviations,
    lead,
    mean_lead,
    skill,
    squares,
    top_share,
    wilson,
)
from xlplan.core.learning.rescoring import Scored
from xlplan.core.learning.shapes import Bin, Contrast, Forecast, GradeRate, Rivalry, Top
from xlplan.core.policy import Policy

Said = Callable[[Scored], float | None]
"""What was said of an opportunity."""
WAYS: dict[str, Said] = {
    "p": lambda one: one.p,
    "p_stage": lambda one: one.p_stage,
    "p_manual": lambda one: one.p_manual,
    "p_dated": lambda one: one.p_dated,
}
SURE = 0.01
"""A guess that near to 0 or 1 counts as knowing the result."""


def results(deals: Sequence[Scored]) -> list[bool]:
    """Return which were won."""
    return [one.status == "won" for one in deals]


def grade_rates(
    deals: Sequence[Scored], ended: Sequence[Scored], confidence: float
) -> tuple[GradeRate, ...]:
    """Return the win rate of each grade that occurs, A first, X last."""
    found = []
    for grade in ORDER:
        mine = results([one for one in deals if one.grade == grade])
        off = sum(one.grade == grade for one in ended)
        if mine or off:
            n, won = len(mine), sum(mine)
            bounds = wilson(won, n, confidence)
            found.append(GradeRate(grade, n, won, won / n if n else None, *bounds, off))
    return tuple(found)


def in_order(rates: Sequence[GradeRate]) -> bool | None:
    """Return whether A ≥ B ≥ C ≥ D holds among those that occur; ``None`` with fewer than two."""
    known = [one.rate for one in rates if one.grade in GRADES and one.rate is not None]
    return all(one >= other for one, other in pairwise(known)) if len(known) > 1 else None


def inverted(rates: Sequence[GradeRate], confidence: float) -> bool:
    """Return whether some grade of A–D wins more than a better one, beyond what chance explains."""
    known = [one for one in rates if one.grade in GRADES and one.n]
    return any(
        lead((one.won, one.n), (other.won, other.n), confidence)[1] < 0.0
        for at, one in enumerate(known)
        for other in known[at + 1 :]
    )


def contrast(rates: Sequence[GradeRate], confidence: float) -> Contrast | None:
    """Return whether A wins more than C; where one does not occur, the best and the worst grade."""
    known = {one.grade: one for one in rates if one.grade in GRADES and one.n}
    if len(known) < 2:
        return None
    ends = ("A", "C") if {"A", "C"} <= known.keys() else (min(known), max(known))
    better, worse = (known[grade] for grade in ends)
    low, high = lead((better.won, better.n), (worse.won, worse.n), confidence)
    apart = better.won / better.n - worse.won / worse.n
    return Contrast(*ends, apart, low, high, verdict(low, high))


def verdict(low: float | None, high: float | None) -> str:
    """Return whether something is better, worse or open, by the bounds of a gain."""
    if low is None or high is None or low <= 0.0 <= high:
        return "open"
    return "better" if low > 0.0 else "worse"


Told = dict[str, tuple[list[Scored], list[float]]]
"""Way → the opportunities of which it said something, and what."""


def told(deals: Sequence[Scored], ways: dict[str, Said]) -> Told:
    """Return what each way said, without those that said nothing."""
    found: Told = {}
    for name, said in ways.items():
        mine = [(one, p) for one in deals if (p := said(one)) is not None]
        if mine:
            found[name] = [one for one, _ in mine], [p for _, p in mine]
    return found


def forecasts(said: Told, confidence: float) -> tuple[Forecast, ...]:
    """Return how good each way was, on those of which it said something."""
    return tuple(_forecast(name, p, held, confidence) for name, (held, p) in said.items())


def _forecast(name: str, p: list[float], deals: Sequence[Scored], confidence: float) -> Forecast:
    won = results(deals)
    score, line = brier(p, won), calibration(p, won)
    reference = brier([one.p_stage for one in deals], won)
    wide = deviations(confidence) * line.error if line else 0.0
    return Forecast(
        name,
        len(p),
        fmean(p),
        fmean(won),
        *wilson(sum(won), len(won), confidence),
        auc=auc(p, won),
        brier=score,
        skill=skill(score, reference),
        intercept=line.intercept if line else None,
        slope=line.slope if line else None,
        slope_lo=line.slope - wide if line else None,
        slope_hi=line.slope + wide if line else None,
    )


class Terms(NamedTuple):
    """The policy numbers by which two ways are compared.

    Args:
        confidence: of the intervals.
        known: share of guesses that say the result itself, from which they are no guesses.
        matters: difference of Brier scores below which two ways are equally near.
    """

    confidence: float
    known: float
    matters: float

    @classmethod
    def of(cls, policy: Policy) -> "Terms":
        """Return the numbers in force."""
        return cls(*(policy.number(f"backtest.{name}") for name in cls._fields))


def rivalries(said: Told, terms: Terms) -> tuple[Rivalry, ...]:
    """Return whether ``p`` beats each other way, case by case."""
    return tuple(_rivalry(name, p, held, terms) for name, (held, p) in said.items() if name != "p")


def _rivalry(name: str, p: list[float], deals: Sequence[Scored], terms: Terms) -> Rivalry:
    """Return whether ``p`` beats another way.

    Choice: where a salesperson's guesses mostly say the result itself, they were filled in once it
    was known, and nothing is said of who is better.
    """
    won = results(deals)
    theirs, ours = squares(p, won), squares([one.p for one in deals], won)
    gains = [other - mine for other, mine in zip(theirs, ours, strict=True)]
    low, high = mean_lead(gains, terms.confidence) or (None, None)
    known = fmean(abs(said - came) <= SURE for said, came in zip(p, won, strict=True))
    word = verdict(low, high)
    if not any(gains):
        word = "same"
    elif name == "p_manual" and known > terms.known:
        word = "hindsight"
    elif low is not None and high is not None and max(-low, high) < terms.matters:
        word = "even"
    return Rivalry(name, len(p), fmean(gains), low, high, word, known)


def bins(deals: Sequence[Scored], bounds: Sequence[float], confidence: float) -> tuple[Bin, ...]:
    """Return what came of the opportunities, by what was said of them; empty bins are left out."""
    found = []
    edges = [0.0, *bounds, 1.0]
    for at, (low, high) in enumerate(pairwise(edges), 2):
        last = at == len(edges)
        mine = [one for one in deals if low <= one.p and (one.p < high or last)]
        if mine:
            n, won = len(mine), sum(results(mine))
            p = fmean(one.p for one in mine)
            found.append(Bin(low, high, n, won, p, won / n, *wilson(won, n, confidence)))
    return tuple(found)


def top(deals: Sequence[Scored], share: float, *, one_currency: bool) -> Top:
    """Return what the most likely opportunities hold of the wins and of the won amount."""
    p, won = [one.p for one in deals], results(deals)
    wins = top_share(p, [float(came) for came in won], share)
    amounts = [one.amount if came else 0.0 for one, came in zip(deals, won, strict=True)]
    value = top_share(p, amounts, share) if one_currency else None
    return Top(share, wins, wins / share if wins is not None and share else None, value)
