"""What would move the grade? The smallest change of one input that makes it better, or worse."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor, log10
from typing import Any, NamedTuple, TypeVar

from xlplan.core.assessment import Assessment, OpportunityAssessment
from xlplan.core.dealing import SEEN_BY_PEOPLE, Dealing, People
from xlplan.core.grouping import Grouped
from xlplan.core.issues import PlanError
from xlplan.core.knobs import FACTS, Knob, knobs
from xlplan.core.ranking import ORDER
from xlplan.core.scores import round_half_up
from xlplan.core.turning import Marks, Probe, nearest
from xlplan.core.whatif import GAP, Change, Value, record_key, shift_gap

R = TypeVar("R")
Grade = Callable[[Value], OpportunityAssessment]
Bounds = Sequence[Sequence[float]]

BETTER, WORSE = "better", "worse"
_GRID = 16
"""Points looked at on each side of a number whose effect may turn round."""


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
        self._assessment = assessment
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
        at = self._assessment
        people = self._dealing.people(deal.opportunity, deal.customer)
        found = [
            flip
            for knob in knobs(deal, self._by, at.policy, at.as_of)
            for flip in _flips_of(deal, knob, self._grader(deal, knob, people), self._bounds)
        ]
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

    def _grader(self, deal: OpportunityAssessment, knob: Knob, now: People) -> Grade:
        """Return how to assess the opportunity with the knob set to a value.

        What the knob does not touch is not worked out again: the decision chain, mostly, which is
        ``now`` as it stands.
        """
        one, customer, assess = deal.opportunity, deal.customer, self._dealing.assessment
        touched = knob.sheet == "stakeholders" or knob.field in SEEN_BY_PEOPLE
        people = None if touched else now
        if knob.sheet == "opportunities":
            return lambda value: assess(_with(one, knob.field, value), customer, people)
        if knob.sheet == "customers":
            return lambda value: self._with_customer(deal, knob.field, value, people)
        rows: dict[str, Any] = getattr(self._by, knob.sheet)
        return lambda value: self._with_rows(deal, knob, (rows, value), people)

    def _with_customer(
        self, deal: OpportunityAssessment, field: str, value: Any, people: People | None
    ) -> OpportunityAssessment:
        customer, by = _with(deal.customer, field, value), self._by
        kept, all_sales = by.facts[customer.id], by.all_sales
        try:
            if field in FACTS:
                by.facts[customer.id] = kept._replace(**{FACTS[field]: value})
            if field == "sales_12m":
                by.all_sales = sum(one.sales for one in by.facts.values() if one.sales is not None)
            return self._dealing.assessment(deal.opportunity, customer, people)
        finally:
            by.facts[customer.id], by.all_sales = kept, all_sales

    def _with_rows(
        self,
        deal: OpportunityAssessment,
        knob: Knob,
        change: tuple[dict[str, Any], Any],
        people: People | None,
    ) -> OpportunityAssessment:
        id_, (rows, value) = deal.opportunity.id, change
        kept = rows[id_]
        if knob.field == GAP:
            changed = shift_gap(kept, value)
        else:
            changed = [
                _with(one, knob.field, value) if record_key(knob.sheet, one) == knob.key else one
                for one in kept
            ]
        try:
            rows[id_] = changed
            return self._dealing.assessment(deal.opportunity, deal.customer, people)
        finally:
            rows[id_] = kept


def _with(record: R, field: str, value: Any) -> R:
    """Return a record with one field changed; ``replace`` takes five times as long."""
    kind = type(record)
    changed = object.__new__(kind)
    for name in kind.__slots__:  # type: ignore[attr-defined]
        object.__setattr__(changed, name, value if name == field else getattr(record, name))
    return changed


def _flips_of(
    deal: OpportunityAssessment, knob: Knob, grade: Grade, bounds: Bounds
) -> Iterator[Flip]:
    """Return the nearest better and the nearest worse that a knob can do."""
    nearest: dict[str, tuple[float, Value]] = {}
    now = deal.grade
    tried = _numbers(now, knob, grade, bounds) if knob.ends else _steps(now, knob, grade)
    for direction, distance, value in tried:
        if direction not in nearest or distance < nearest[direction][0]:
            nearest[direction] = distance, value
    for direction, (distance, value) in nearest.items():
        then = grade(value).grade
        back = knob.field == "selling_step" and direction == BETTER and _less(value, knob.old)
        yield Flip(
            knob.sheet, knob.row, knob.field, knob.unit, knob.old, value,
            distance / knob.span if knob.span > 0.0 else 1.0,
            deal.grade, then, direction, knob.key, knob.ours and not back,
            _shown(knob, value, then, grade) if knob.ends else value,
        )  # fmt: skip


def _less(value: Value, old: Value) -> bool:
    return isinstance(value, (int, float)) and isinstance(old, (int, float)) and value < old


def _shown(knob: Knob, value: Value, then: str, grade: Grade) -> Value:
    """Return a number rounded to the grain of its unit, outwards where the nearest is too little."""
    exact, old = float(value), float(knob.old)  # type: ignore[arg-type]
    low, high = min(knob.ends or ()), max(knob.ends or ())
    grain = _GRAINS.get(knob.unit, 0.01)
    if knob.unit == "money" and exact > 0.0:
        grain = 10.0 ** (floor(log10(exact)) - 2)
    outwards = (ceil if exact > old else floor)(exact / grain)
    for count in (round_half_up(exact / grain), outwards):
        rounded = round(count * grain, 6)  # takes off the dust of a grain such as .01
        if low <= rounded <= high and grade(rounded).grade == then:
            return rounded
    return value


Found = tuple[str, float, Value]
_GRAINS = {"score": 1.0, "days": 1.0}
"""To what a number is rounded to be shown: share and number .01, money three digits."""


def _steps(now: str, knob: Knob, grade: Grade) -> Iterator[Found]:
    for path in knob.paths:
        missing = {BETTER, WORSE}
        for value, distance in path:
            way = _way(now, grade(value).grade)
            if way in missing:
                missing.discard(way)
                yield way, distance, value
            if not missing:
                break


def _numbers(now: str, knob: Knob, grade: Grade, bounds: Bounds) -> Iterator[Found]:
    old = float(knob.old)  # type: ignore[arg-type]
    for end in knob.ends or ():
        missing = {BETTER, WORSE}
        before = old
        for point in _points(old, end, 1 if knob.smooth else _GRID):
            way = _way(now, grade(point).grade)
            if way in missing:
                missing.discard(way)
                value = nearest(_reaching(now, way, grade), old, before, point, bounds)
                yield way, abs(value - old), value
            before = point


def _points(old: float, end: float, count: int) -> Sequence[float]:
    if old == end:
        return ()
    return [old + (end - old) * at / count for at in range(1, count)] + [end]


def _reaching(now: str, way: str, grade: Grade) -> Probe:
    def probe(value: float) -> tuple[bool, Marks]:
        one = grade(value)
        marks = one.p_rank, one.risk.money.value, one.risk.score.value
        return _way(now, one.grade) == way, marks

    return probe


def _way(now: str, then: str) -> str | None:
    if ORDER[then] == ORDER[now]:
        return None
    return BETTER if ORDER[then] < ORDER[now] else WORSE
