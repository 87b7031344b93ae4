"""What would move the grade? The smallest change of one input that makes it better, or worse."""

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from xlplan.core.assessment import Assessment, OpportunityAssessment
from xlplan.core.dealing import Dealing
from xlplan.core.grading.ranking import ORDER
from xlplan.core.grouping import Grouped
from xlplan.core.issues import PlanError
from xlplan.core.moves.knobs import Knob, knobs
from xlplan.core.moves.slopes import Slopes
from xlplan.core.moves.trial import Setting, Trial
from xlplan.core.moves.turning import Marks, nearest
from xlplan.core.moves.whatif import Change, Value
from xlplan.core.scores import round_half_up

Bounds = Sequence[Sequence[float]]
Found = tuple[str, float, Value]

BETTER, WORSE = "better", "worse"
_GRID = 4
"""Points looked at on each side of a number whose effect may turn round, besides its stops."""


class Flip(NamedTuple):
    """A single change that moves the grade of an opportunity.

    Args:
        sheet: key of the sheet; ``competitors`` with field ``gap`` is the computed gap.
        row: row of the sheet, 0 when not known.
        field: field of the record.
        unit: score, share, step, count, days, date, money, number, word or flag.
        old: the value in force.
        new: the nearest value that moves the grade; a number is exact, not rounded.
        change_share: the change as a share of the input's range.
        from_grade: A–D or X.
        to_grade: the grade that ``new`` gives.
        direction: ``better`` or ``worse``.
        key: the row, as ``Change`` names it.
        ours: we can work on it; ``False`` for a fact of the past or of the customer's own house,
            and for a selling step taken back.
        shown: ``new`` as a planner would write it: rounded, and still giving ``to_grade``.
    """

    sheet: str
    row: int
    field: str
    unit: str
    old: Value
    new: Value
    change_share: float
    from_grade: str
    to_grade: str
    direction: str
    key: str
    ours: bool
    shown: Value

    @property
    def change(self) -> Change:
        """Return it as a change that ``whatif.apply`` takes."""
        return Change(self.sheet, self.key, self.field, self.new)


def flips(assessment: Assessment, opportunity_id: str) -> tuple[Flip, ...]:
    """Return what would move the grade of an open opportunity.

    The ways to a better grade come first, then the ways to a worse one, each with the smallest
    share of its range first; ties by sheet, row and field. Each input stands at most once a
    direction, with the smallest change that does it: applied to the plan, it gives ``to_grade``,
    and one per cent less (for words, flags, dates and whole numbers: the step before) does not.

    Raises:
        PlanError: the opportunity is not among the open ones.

    Source: method 3.6. For many opportunities of one plan make a ``Flipper``.
    """
    return Flipper(assessment).flips(opportunity_id)


class Flipper:
    """Finds flips in one assessed plan; the records are grouped once, the plan is not touched.

    Args:
        assessment: of the plan.
    """

    def __init__(self, assessment: Assessment) -> None:
        policy = assessment.policy
        self._as_of, self._slopes = assessment.as_of, Slopes(policy)
        self._by = Grouped(assessment.portfolio, assessment.as_of, policy.number("hour_cost"))
        self._dealing = Dealing(self._by, policy, assessment.as_of)
        self._deals = {one.opportunity.id: one for one in assessment.opportunities}
        at = self._dealing.grade_policy
        likely = [-bound for bound in at.minus_p]
        self._bounds = likely, (*at.money_down, at.gate_money), at.risk

    def flips(self, opportunity_id: str) -> tuple[Flip, ...]:
        """Return what would move the grade of an open opportunity; see ``flips``."""
        deal = self._deals.get(opportunity_id)
        if deal is None:
            raise PlanError("UNKNOWN_OPPORTUNITY", opportunity=opportunity_id)
        search = _Search(deal, Trial(deal, self._by, self._dealing), self._bounds)
        found = search.flips(knobs(deal, self._by, self._slopes, self._as_of))
        found.sort(
            key=lambda one: (
                one.direction,
                round(one.change_share, 6),
                one.sheet,
                one.key,
                one.field,
            )
        )
        return tuple(found)


class _Search:
    """The search for the flips of one opportunity."""

    def __init__(self, deal: OpportunityAssessment, trial: Trial, bounds: Bounds) -> None:
        self._now, self._trial, self._bounds = deal.grade, trial, bounds

    def flips(self, inputs: Sequence[Knob]) -> list[Flip]:
        """Return the nearest better and the nearest worse of every knob that has one."""
        found = [flip for knob in inputs if not knob.slope for flip in self._both_ways(knob)]
        for way in (BETTER, WORSE):
            ends = [
                (knob, end)
                for knob in inputs
                if knob.slope and (end := knob.end(better=way == BETTER)) is not None
            ]
            for knob, end in self._reaching(way, ends):
                distance, value = self._nearest(way, knob, end)
                found.append(self._flip(knob, way, distance, value))
        return found

    def _reaching(self, way: str, ends: Sequence[Setting]) -> Sequence[Setting]:
        """Return those of the settings that reach the other grade alone.

        What all of them together do not reach none does: each can only help. So most inputs are
        ruled out many at a time.
        """
        if not ends or self._way(*ends) != way:
            return ()
        if len(ends) == 1:
            return ends
        half = len(ends) // 2
        return (*self._reaching(way, ends[:half]), *self._reaching(way, ends[half:]))

    def _nearest(self, way: str, knob: Knob, end: Value) -> tuple[float, Value]:
        """Return how far it is to the other grade on the way to an end that reaches it."""
        if knob.ends is None:
            path = next(path for path in knob.paths if path and path[-1][0] == end)
            return next(
                (distance, value) for value, distance in path if self._way((knob, value)) == way
            )
        old = _number(knob.old)
        return self._turning(way, knob, old, _number(end))

    def _both_ways(self, knob: Knob) -> Iterator[Flip]:
        """Return the nearest better and the nearest worse of a knob that may do either."""
        nearest: dict[str, tuple[float, Value]] = {}
        for way, distance, value in self._numbers(knob) if knob.ends else self._steps(knob):
            if way not in nearest or distance < nearest[way][0]:
                nearest[way] = distance, value
        for way, (distance, value) in nearest.items():
            yield self._flip(knob, way, distance, value)

    def _steps(self, knob: Knob) -> Iterator[Found]:
        for path in knob.paths:
            missing = {BETTER, WORSE}
            for value, distance in path:
                way = self._way((knob, value))
                if way in missing:
                    missing.discard(way)
                    yield way, distance, value
                if not missing:
                    break

    def _numbers(self, knob: Knob) -> Iterator[Found]:
        old = _number(knob.old)
        for end in knob.ends or ():
            missing = {BETTER, WORSE}
            before = old
            for point in _points(old, end, knob):
                way = self._way((knob, point))
                if way in missing:
                    missing.discard(way)
                    yield way, *self._turning(way, knob, before, point)
                before = point

    def _turning(self, way: str, knob: Knob, before: float, point: float) -> tuple[float, float]:
        """Return the number nearest to the old one that reaches, and how far it is."""

        def probe(value: float) -> tuple[bool, Marks]:
            one = self._trial.assess((knob, value))
            marks = one.p_rank, one.risk.money.value, one.risk.score.value, value
            return _way(self._now, one.grade) == way, marks

        old = _number(knob.old)
        value = nearest(probe, old, before, point, (*self._bounds, knob.stops))
        return abs(value - old), value

    def _way(self, *settings: Setting) -> str | None:
        return _way(self._now, self._trial.assess(*settings).grade)

    def _flip(self, knob: Knob, way: str, distance: float, value: Value) -> Flip:
        then = self._trial.assess((knob, value)).grade
        back = knob.field == "selling_step" and way == BETTER and _less(value, knob.old)
        return Flip(
            knob.sheet, knob.row, knob.field, knob.unit, knob.old, value,
            distance / knob.span if knob.span > 0.0 else 1.0,
            self._now, then, way, knob.key, knob.ours and not back,
            self._shown(knob, value, then) if knob.ends else value,
        )  # fmt: skip

    def _shown(self, knob: Knob, value: Value, then: str) -> Value:
        """Return a number rounded to the grain of its unit, outwards where that is too little."""
        exact, old = _number(value), _number(knob.old)
        low, high = knob.ends or (exact, exact)
        grain = _GRAINS.get(knob.unit, 0.01)
        if knob.unit == "money" and exact > 0.0:
            grain = 10.0 ** (floor(log10(exact)) - 2)
        outwards = (ceil if exact > old else floor)(exact / grain)
        for count in (round_half_up(exact / grain), outwards):
            rounded = round(count * grain, 6)  # takes off the dust of a grain such as .01
            if low <= rounded <= high and self._trial.assess((knob, rounded)).grade == then:
                return rounded
        return value


_GRAINS = {"score": 1.0, "days": 1.0}
"""To what a number is rounded to be shown: share and number .01, money three digits."""


def _number(value: Value) -> float:
    return float(value)  # type: ignore[arg-type]


def _less(value: Value, old: Value) -> bool:
    return isinstance(value, (int, float)) and isinstance(old, (int, float)) and value < old


def _points(old: float, end: float, knob: Knob) -> Sequence[float]:
    """Return the numbers to look at on the way to an end, the nearest first."""
    if old == end:
        return ()
    if knob.slope is not None:
        return (end,)
    between = {old + (end - old) * at / _GRID for at in range(1, _GRID)}
    between |= {stop for stop in knob.stops if min(old, end) < stop < max(old, end)}
    return (*sorted(between, reverse=end < old), end)


def _way(now: str, then: str) -> str | None:
    if ORDER[then] == ORDER[now]:
        return None
    return BETTER if ORDER[then] < ORDER[now] else WORSE
