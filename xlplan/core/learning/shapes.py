"""What does a back-test look like? The shapes that ``backtest`` fills and everything else reads."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from xlplan.core.learning.rescoring import Scored


class GradeRate(NamedTuple):
    """How often a grade won.

    Args:
        n: won and lost opportunities of that grade; ``ended`` ones are not among them.
        rate: won ÷ n; ``lo`` and ``hi`` bound it.
    """

    grade: str
    n: int
    won: int
    rate: float | None
    lo: float
    hi: float
    ended: int


class Contrast(NamedTuple):
    """Whether a better grade wins more than a worse one, at two grades.

    Args:
        apart: rate of the better less rate of the worse; ``lo`` and ``hi`` bound it.
        verdict: ``better``: it wins more; ``worse``: less; ``open``: that cannot be told.
    """

    better: str
    worse: str
    apart: float
    lo: float
    hi: float
    verdict: str


class Forecast(NamedTuple):
    """How good one way of giving likelihoods was.

    Args:
        name: p, p_stage, p_manual, p_dated, ``base`` (the win rate of those that closed before) or
            ``suggested``.
        n: won and lost opportunities that it said something of.
        skill: by which share its Brier score is better than that of ``p_stage`` on the same ones.
        mean: what it said on average; ``rate`` what came of them, within ``lo`` and ``hi``.
        intercept: of its calibration; ``slope`` 1 is perfect, below 1 too sure of itself, within
            ``slope_lo`` and ``slope_hi``.
    """

    name: str
    n: int
    mean: float
    rate: float
    lo: float
    hi: float
    auc: float | None
    brier: float
    skill: float | None
    intercept: float | None
    slope: float | None
    slope_lo: float | None
    slope_hi: float | None


class Rivalry(NamedTuple):
    """Whether ``p`` is nearer to what came than another way of giving likelihoods.

    Args:
        name: of the other way.
        n: opportunities of which both said something.
        gain: Brier score of the other less that of ``p``; ``lo`` and ``hi`` bound it.
        verdict: ``better``, ``worse`` or ``open``: that cannot be told; ``same`` where both say the
            same throughout, ``even`` where they differ too little to matter; ``hindsight`` where
            the other mostly says the result itself, so that it was filled in afterwards.
        known: share of them of which the other says the result itself.
    """

    name: str
    n: int
    gain: float
    lo: float | None
    hi: float | None
    verdict: str
    known: float


class Bin(NamedTuple):
    """What came of the opportunities of which about the same was said.

    Args:
        low: bound of ``p``; ``high`` the other, not part of it but for 1.
        p: what was said on average; ``rate`` what came, within ``lo`` and ``hi``.
    """

    low: float
    high: float
    n: int
    won: int
    p: float
    rate: float
    lo: float
    hi: float


class Top(NamedTuple):
    """What the most likely opportunities hold.

    Args:
        share: of the opportunities.
        wins: share of all wins in them; ``lift`` the same as a multiple of what chance would give.
        value: share of the won amount in them; ``None`` across several currencies.
    """

    share: float
    wins: float | None
    lift: float | None
    value: float | None


class Suggestion(NamedTuple):
    """A better number of the method, if there is one.

    Args:
        key: of the policy; ``now`` its value in force, ``suggested`` what own history says.
        n: opportunities it is fitted to, all closed before those that it is tried on.
        gain: Brier score in force less that of the suggested, on the last to close.
        verdict: ``better`` (only then is it to be taken), ``no better``, ``undated`` (the scores
            rest on inputs that may have been filled in afterwards) or ``too few``.
    """

    key: str
    now: float
    suggested: float | None
    n: int
    gain: float | None
    lo: float | None
    hi: float | None
    verdict: str


class Counts(NamedTuple):
    """How many closed opportunities there are; those left out are not among the others.

    Args:
        left_out: reason → how many.
    """

    closed: int
    won: int
    lost: int
    ended: int
    left_out: Mapping[str, int]


class Evidence(NamedTuple):
    """What the scores rest on.

    Args:
        kept: won and lost opportunities whose score a run had kept; ``again`` those scored again.
        judged: ``kept``: the figures are of those alone; ``all``: of all of them.
        undated: share of the inputs without a date, mean over those that are judged, 0–1.
        days: median of the days from score to closing, of those that are judged.
        no_close: share of those that are judged without an expected close, whose grade rests on the
            likelihood alone.
        moved: how many of those that are judged had their selling step moved on after that day.
    """

    kept: int
    again: int
    judged: str
    undated: float
    days: float
    no_close: float
    moved: int


class Period(NamedTuple):
    """How good grades and likelihoods were of opportunities that closed in a period.

    Args:
        n: won and lost ones.
        in_order: whether A ≥ B ≥ C ≥ D holds; ``None`` with fewer than two of them.
        inverted: some grade wins more than a better one, beyond what chance explains.
    """

    first: dt.date
    last: dt.date
    n: int
    won: int
    grades: tuple[GradeRate, ...]
    in_order: bool | None
    inverted: bool
    contrast: Contrast | None
    forecasts: tuple[Forecast, ...]
    rivalries: tuple[Rivalry, ...]


class Backtest(NamedTuple):
    """What own history says of the method.

    Args:
        days: before the closing.
        least: won and lost ones from which on anything is judged.
        size: ``too few`` (nothing but counts), ``wide`` (the intervals are) or ``enough``.
        every: all that are judged; ``last``: the last of them to close.
        tried_on: ``last`` where that has enough of them to compare likelihoods, else ``every``;
            ``bins`` and ``top`` are of the same.
        top: what the most likely ones hold; ``gains`` the same of each further tenth of them.
        deals: all that were scored, in the order of closing.
    """

    days: int
    least: int
    size: str
    counts: Counts
    evidence: Evidence | None
    every: Period | None
    last: Period | None
    tried_on: str
    bins: tuple[Bin, ...]
    top: Top | None
    gains: tuple[Top, ...]
    suggestion: Suggestion | None
    deals: tuple[Scored, ...]

    @property
    def tried(self) -> Period | None:
        """The period in which likelihoods are compared."""
        return self.last if self.tried_on == "last" else self.every
