"""Which inputs of an opportunity could say something else, and over which range? The knobs."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from math import floor
from typing import Any, NamedTuple

from xlplan.core.assessment import Link, OpportunityAssessment
from xlplan.core.grading.winning import COMPARED, competition_gap, is_us
from xlplan.core.grouping import Grouped
from xlplan.core.model import Competitor, Milestone
from xlplan.core.moves.slopes import Slopes
from xlplan.core.moves.whatif import GAP, Value, record_key
from xlplan.core.people.chain import ATTITUDES, COACHES
from xlplan.core.policy import Factor, Policy

Path = tuple[tuple[Value, float], ...]

FACTS = {"sales_12m": "sales", "sales_prior_12m": "sales_prior", "dso_days": "dso_days",
         "late_days": "late_days", "relationship_cost": "relationship_cost"}  # fmt: skip
"""Fields of Customers whose value in force stands in ``Facts``."""

MOST_STANDARDS = 100.0
"""No customer's standard takes more of our parameters. Choice."""

_SCORE, _SHARE, _STEP = ("score", 0.0, 100.0), ("share", 0.0, 1.0), ("step", 1.0, 6.0)
_RANGES: dict[str, tuple[str, float, float]] = {
    "fit": _SCORE, "budget_clarity": _SCORE, "payment_terms": _SCORE, "authority_known": _SCORE,
    "advance_share": _SHARE, "probability": _SHARE, "coverage": _SHARE, "meeting_access": _SHARE,
    "facts_verified": _SHARE, "purchase_step": _STEP, "selling_step": _STEP, "entry_step": _STEP,
    "coach_motive": ("count", 0.0, 3.0), "clear_facts": ("count", 0.0, 9.0),
    "first_facts": ("count", 0.0, 3.0),
}  # fmt: skip
_UNITS = {"late_days": "days", "dso_days": "days", "amount": "money", "revenue": "money"}
_WHOLE = frozenset({"purchase_step", "selling_step", "entry_step", "standards", "slips",
                    "coach_motive", "clear_facts", "first_facts"})  # fmt: skip
_COMMERCIAL = ("fit", "budget_clarity", "payment_terms", "authority_known")
_THEIRS = frozenset({"entry_step", "purchase_step", "slips", "revenue", "current_ratio",
                     "credit_rating", "sales_12m", "sales_prior_12m", "budget_status", "late_days",
                     "dso_days", "expected_close"})  # fmt: skip
"""Facts of the past, or of the customer's own house. Choice: when it decides is the customer's too;
another date in the cell brings no order sooner."""


class Knob(NamedTuple):
    """One input of an opportunity.

    Args:
        sheet: key of the sheet.
        key: the row, as ``whatif.Change`` names it.
        row: its row in the sheet, 0 when not known.
        field: of the record.
        unit: score, share, step, count, days, date, money, number, word or flag.
        old: the value in force.
        span: length of its range, in its unit.
        ends: the ends of the range of a number, ``None`` for steps.
        paths: the values of a step-wise input, nearest first, one path a direction, each value
            with its distance from the old one.
        slope: 1 where more of it can only make the grade better, −1 where only worse, 0 where one
            of the two is so, ``None`` where the effect may turn round on the way.
        stops: the numbers at which its effect may jump, or turn round.
        ours: we can work on it; ``False`` for a fact of the past or of the customer's own house.
    """

    sheet: str
    key: str
    row: int
    field: str
    unit: str
    old: Value
    span: float
    ends: tuple[float, float] | None = None
    paths: tuple[Path, ...] = ()
    slope: int | None = 0
    stops: tuple[float, ...] = ()
    ours: bool = True

    def end(self, *, better: bool) -> Value:
        """Return the last value of the way to the better (or the worse), ``None`` when at it."""
        up = better == (self.slope == 1)
        if self.ends is None:
            path = self.paths[up]
            return path[-1][0] if path else None
        return None if self.ends[up] == self.old else self.ends[up]


class _Record(NamedTuple):
    sheet: str
    record: Any

    def knob(self, field: str, unit: str, old: Value, span: float, **more: Any) -> Knob:
        key = record_key(self.sheet, self.record)
        ours = field not in _THEIRS
        return Knob(self.sheet, key, self.record.row, field, unit, old, span, **more, ours=ours)

    def number(
        self,
        field: str,
        old: float,
        bounds: tuple[str, float, float],
        slope: int | None = 0,
        stops: Iterable[float] = (),
    ) -> Knob:
        unit, low, high = bounds
        if slope and not low <= old <= high:
            slope = 0  # both ends lie on one side
        if field in _WHOLE:
            paths = _whole(int(old), int(low), int(high))
            return self.knob(field, unit, old, high - low, paths=paths, slope=slope)
        more = {"slope": slope, "stops": tuple(sorted(stops))}
        return self.knob(field, unit, old, high - low, ends=(low, high), **more)

    def words(self, field: str, old: str, words: Sequence[str], slope: int | None = 0) -> Knob:
        at = words.index(old)
        paths = tuple(
            tuple((words[to], float(abs(to - at))) for to in places)
            for places in (range(at - 1, -1, -1), range(at + 1, len(words)))
        )
        return self.knob(field, "word", old, len(words) - 1.0, paths=paths, slope=slope)

    def flag(self, field: str, old: bool) -> Knob:
        return self.knob(field, "flag", old, 1.0, paths=(((not old, 1.0),),))


def knobs(deal: OpportunityAssessment, by: Grouped, slopes: Slopes, as_of: dt.date) -> list[Knob]:
    """Return every known input of an opportunity that its grade may hang on.

    Source: method 3.6.
    Choice: what is not known has nothing to be changed from; ``next_question`` asks for it. The
    range of a number is that of its column, else of its anchors; of an amount, twice itself.
    """
    held = by.of_deal(deal.opportunity.id)
    return [
        *_fields(deal, by, slopes),
        *_money(deal, by, slopes.policy),
        *_close(deal, slopes, as_of),
        *(knob for link in deal.chain for knob in _person(link, slopes)),
        *_bidders(held.competitors, slopes),
        *_nodes(deal, held.milestones),
    ]


def _fields(deal: OpportunityAssessment, by: Grouped, slopes: Slopes) -> Iterator[Knob]:
    policy = slopes.policy
    own = [*_COMMERCIAL, "standards", "purchase_step", "selling_step", "feasible", "slips"]
    if policy.flag("win.use_manual"):
        own.append("probability")
    wanted: dict[tuple[str, str], list[Factor]] = {("opportunities", field): [] for field in own}
    for place, using in (wanted | slopes.factors).items():
        sheet, field = place
        record = deal.customer if sheet == "customers" else deal.opportunity
        old = getattr(record, field)
        if sheet == "customers" and field in FACTS:
            old = getattr(by.facts[deal.customer.id], FACTS[field])
        if old is None or field == "amount":
            continue
        if field in ("standards", "slips"):
            bounds, slope = _counted(field, old, policy), slopes.of(field, using)
            yield _Record(sheet, record).number(field, old, bounds, slope)
        else:
            yield from _field(_Record(sheet, record), (field, old), using, slopes)


def _field(
    at: _Record, cell: tuple[str, Any], using: list[Factor], slopes: Slopes
) -> Iterator[Knob]:
    """Return the knob of a field as its value and its factors have it."""
    field, old = cell
    if isinstance(old, bool):
        yield at.flag(field, old)
    elif isinstance(old, str):
        scale = next((one.scale for one in using if old in one.scale.words), None)
        if scale is not None:
            words = [word for word in scale.words if isinstance(word, str)]
            words.sort(key=lambda word: scale.words[word])
            yield at.words(field, old, words, slopes.of_words(field, words, using))
    else:
        xs = [x for one in using for x in one.scale.xs]
        bounds = _RANGES.get(field)
        if bounds is None and len(xs) > 1:
            bounds = _UNITS.get(field, "number"), min(xs), max(xs)
        if bounds is not None:
            slope = slopes.of(field, using)
            stops = {one.limit for one in using if one.limit is not None}
            yield at.number(field, old, bounds, slope, stops if slope else {*stops, *xs})


def _counted(field: str, old: int, policy: Policy) -> tuple[str, float, float]:
    """Return the range of a count: as far as it can make a difference."""
    if field == "slips":
        return "count", 0.0, max(policy.number("abcd.slips"), float(old))
    points = policy.number("pse.standard_points")
    enough = min(100.0 / points, MOST_STANDARDS) if points > 0.0 else 0.0
    return "count", 0.0, max(enough, float(old))


def _money(deal: OpportunityAssessment, by: Grouped, policy: Policy) -> Iterator[Knob]:
    """Return the knobs behind the computed factors: amount, the customer's revenue, our sales."""
    inputs = {one.input: one for one in policy.factors}
    one, customer = deal.opportunity, deal.customer
    sales, everything = by.facts[customer.id].sales, by.all_sales
    if one.amount > 0.0:
        bounds = ("money", 0.0, 2.0 * one.amount)
        stops = _amounts(customer.revenue, (sales, everything), policy)
        knob = _Record("opportunities", one).number("amount", one.amount, bounds, None, stops)
        yield knob._replace(span=one.amount)
    if "scale" in inputs and customer.revenue and one.amount > 0.0:
        xs = [x for x in inputs["scale"].scale.xs if x > 0.0]
        if len(xs) > 1:
            bounds = ("money", one.amount / max(xs), one.amount / min(xs))
            yield _Record("customers", customer).number("revenue", customer.revenue, bounds)
    if sales is not None and everything and inputs.keys() & {"concentration", "share"}:
        bounds = ("money", 0.0, max(2.0 * sales, everything))
        yield _Record("customers", customer).number("sales_12m", sales, bounds)


def _amounts(
    revenue: float | None, sold: tuple[float | None, float | None], policy: Policy
) -> set[float]:
    """Return the amounts at which a factor bends, a gate closes, or a group must decide."""
    worth = policy.number("funnel.threshold")
    sales, everything = sold
    found = {policy.number("gate.size") * worth, policy.number("soe.threshold")}
    for one in policy.factors:
        limits = () if one.limit is None else (one.limit,)
        for x in (*one.scale.xs, *limits):
            if one.input == "opportunity.amount":
                found.add(x)
            elif one.input == "worth":
                found.add(x * worth)
            elif one.input == "scale" and revenue is not None:
                found.add(x * revenue)
            elif one.input == "concentration" and sales is not None and everything and x < 1.0:
                found.add((x * everything - sales) / (1.0 - x))
    return found


def _close(deal: OpportunityAssessment, slopes: Slopes, as_of: dt.date) -> Iterator[Knob]:
    """Return the knob of the close date: its values are the edges of the time bands."""
    bounds, days = slopes.policy.numbers("abcd.days"), deal.days_to_close
    if days is None:
        return
    last = [floor(bound) for bound in bounds]
    earlier = [day for day in reversed(last) if 0 <= day < days]
    later = [day for day in (0, *(day + 1 for day in last)) if day > days]
    paths = tuple(
        tuple((as_of + dt.timedelta(days=day), float(abs(day - days))) for day in path)
        for path in (earlier, later)
    )
    at, old = _Record("opportunities", deal.opportunity), deal.opportunity.expected_close
    span = max(bounds[-1], float(abs(days)))
    slope = slopes.by_time if days >= 0 else 0
    yield at.knob("expected_close", "date", old, span, paths=paths, slope=slope)


def _person(link: Link, slopes: Slopes) -> Iterator[Knob]:
    one = link.stakeholder
    at = _Record("stakeholders", one)
    if one.attitude is not None:
        yield at.words("attitude", one.attitude, ATTITUDES, slopes.of("attitude", []))
    if one.coach is not None:
        yield at.words("coach", one.coach, COACHES)
    fields: tuple[str, ...] = ("coverage",)
    if link.coach_quality is not None:
        fields += ("meeting_access", "facts_verified", "coach_motive")
    for field in fields:
        old = getattr(one, field)
        if old is not None:
            yield at.number(field, old, _RANGES[field], slopes.of(field, []))


def _bidders(bidders: Sequence[Competitor], slopes: Slopes) -> Iterator[Knob]:
    gap = competition_gap(bidders)
    if gap is None:
        return
    ours = next(one for one in bidders if is_us(one.name))
    rivals = [one for one in bidders if not is_us(one.name)]
    at, slope = _Record("competitors", ours), slopes.of(GAP, [])
    yield at.number(GAP, gap, ("score", -100.0, 100.0), slope)._replace(key=ours.opportunity_id)
    for field in COMPARED:
        old = getattr(ours, field)
        if old is not None and any(getattr(one, field) is not None for one in rivals):
            yield at.number(field, old, _SCORE, slope)


def _nodes(deal: OpportunityAssessment, nodes: Sequence[Milestone]) -> Iterator[Knob]:
    step = deal.opportunity.selling_step
    for node in nodes:
        if step is not None and node.step < step and node.done is not None:
            yield _Record("milestones", node).flag("done", node.done)


def _whole(old: int, low: int, high: int) -> tuple[Path, ...]:
    """Return the whole numbers around one, downwards and upwards."""
    down = tuple((to, float(old - to)) for to in range(min(old - 1, high), low - 1, -1))
    up = tuple((to, float(to - old)) for to in range(max(old + 1, low), high + 1))
    return down, up
