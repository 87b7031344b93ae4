"""What would an opportunity's grade be if some of its cells said something else? Tried on copies."""

from typing import Any, TypeVar

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.dealing import SEEN_BY_PEOPLE, Dealing
from xlplan.core.grouping import OF_DEAL, Grouped
from xlplan.core.moves.knobs import FACTS, Knob
from xlplan.core.moves.whatif import GAP, Value, record_key, shift_gap

R = TypeVar("R")
Setting = tuple[Knob, Value]


class Trial:
    """One open opportunity whose cells can be set for the length of a question.

    Its records are copied once and changed in place: a new record a question would cost more than
    the answer. What no setting touches is not worked out again: the decision chain, mostly.

    Args:
        deal: the opportunity as assessed.
        by: the records of its plan, grouped, for the trial's own use: its rows are exchanged for
            copies that say the same.
        dealing: of the same grouped records.
    """

    def __init__(self, deal: OpportunityAssessment, by: Grouped, dealing: Dealing) -> None:
        self._by, self._dealing = by, dealing
        self._deal, self._customer = _copy(deal.opportunity), _copy(deal.customer)
        self._records: dict[tuple[str, str], list[Any]] = {
            ("opportunities", deal.opportunity.id): [self._deal],
            ("customers", deal.customer.id): [self._customer],
        }
        self._held = by.of_deal(self._deal.id)
        for sheet in OF_DEAL:
            copies = [_copy(one) for one in getattr(self._held, sheet)]
            setattr(self._held, sheet, copies)
            for one in copies:
                self._records.setdefault((sheet, record_key(sheet, one)), []).append(one)
        self._all_sales, self._sales = by.all_sales, by.facts[self._customer.id].sales or 0.0
        self._bidders = self._held.competitors
        self._people = dealing.people(self._deal, self._customer)

    def assess(self, *settings: Setting) -> OpportunityAssessment:
        """Return the opportunity as it would be assessed with the knobs at these values."""
        people = None if any(_touches_people(knob) for knob, _ in settings) else self._people
        for knob, value in settings:
            self._put(knob, value)
        try:
            found = self._dealing.assessment(self._deal, self._customer, people)
            if people is not None:
                return found
            return found._replace(dmi=found.dmi.settled(), coverage=found.coverage.settled())
        finally:
            for knob, _ in settings:
                self._put(knob, knob.old)

    def _put(self, knob: Knob, value: Any) -> None:
        if knob.sheet == "customers" and knob.field in FACTS:
            self._put_fact(FACTS[knob.field], value)
        elif knob.field == GAP:
            bidders = self._bidders if value == knob.old else shift_gap(self._bidders, value)
            self._held.competitors = bidders
        else:
            for one in self._records[knob.sheet, knob.key]:
                object.__setattr__(one, knob.field, value)

    def _put_fact(self, name: str, value: Any) -> None:
        by, id_ = self._by, self._customer.id
        by.facts[id_] = by.facts[id_]._replace(**{name: value})
        if name == "sales" and self._all_sales is not None:
            by.all_sales = self._all_sales + (value - self._sales)


def _touches_people(knob: Knob) -> bool:
    return knob.sheet == "stakeholders" or knob.field in SEEN_BY_PEOPLE


def _copy(record: R) -> R:
    kind = type(record)
    copy = object.__new__(kind)
    for name in kind.__slots__:  # type: ignore[attr-defined]
        object.__setattr__(copy, name, getattr(record, name))
    return copy
