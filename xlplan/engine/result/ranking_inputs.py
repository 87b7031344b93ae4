"""What does the ABCD ranking follow from? The inputs beside it, and the figures on the way."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.grading.c139 import c139, c139_weights
from xlplan.core.grading.pse import commercial_score
from xlplan.core.grading.ranking import money_risk
from xlplan.engine.contract import OPPORTUNITIES
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.inputs import HELD, Input
from xlplan.engine.result.ranking_order import ORDER, order_rows
from xlplan.engine.result.shapes import Column, Row

FIELDS = (
    ("expected_close", "close"),
    ("gross_margin", "own_margin"),
    ("selling_step", "selling_step"),
    ("purchase_step", "purchase_step"),
    ("budget_clarity", "budget_clarity"),
    ("payment_terms", "payment_terms"),
    ("authority_known", "authority_known"),
    ("standards", "standards"),
    ("clear_facts", "clear_facts"),
    ("feasible", "feasible"),
    ("slips", "slips"),
    ("remaining_hours", "hours"),
    ("remaining_cost", "rest"),
)
"""Field of an opportunity → key of its column."""

SHARED = {"dmi": "dmi", "coverage": "coverage", "gap": "gap", "coach": "coach",
          "opportunity.fit": "fit"}  # fmt: skip
"""An input of the PSE → key of its column here, unless it is an input of the risk table."""

CHAIN_FLAGS = ("veto against", "decision maker against", "decision maker uncovered")
PLACES = ("deal", "cust", "at")
"""Number of the opportunity and of its customer, row in the risk table."""

STEP_NOTE = "Key nodes and attitudes at this step are not counted anew."
MORE = (
    Column("nodes", "Nodes missing", "int", help="How many key nodes of earlier steps are missing."),
    Column("coach_quality", "Coach quality", "score",
           help="Of the best coach, 0–100; blank: not known."),
    Column("red", "Flags of the chain", "int",
           help="How many of: a veto against us, a decision maker against us or not covered."),
    Column("against", "Decision maker against", "word"),
)  # fmt: skip
FIGURES = (
    Column("commercial", "Commercial", "score",
           help="Mean of budget clarity, payment terms and authority known."),
    Column("lag", "Lag", "int", help="Purchase step − selling step."),
    Column("pse", "PSE", "score", help="Project state evaluation, 0–100 (xlplan definition)."),
    Column("pse_known", "PSE known", "share", help="Share of the weight of the PSE that is known."),
    Column("money", "Money risk that counts", "score",
           help="Money risk, once enough of it is known (Policy gate.completeness)."),
    Column("p_rank", "Likelihood that ranks", "share",
           help="Win likelihood, or the planner's own with Policy win.use_manual."),
    Column("weighted", "Amount × likelihood", "money"),
    Column("near", "Days, overdue as 0", "int"),
    Column("worth", "Worth today", "money", help="Expected return, discounted to today."),
)  # fmt: skip
C139 = (
    Column("held", "C139 index", "score"),
    Column("held_known", "C139 known", "share"),
)  # fmt: skip


def shared_inputs(frame: Frame) -> dict[str, str]:
    """Return the inputs of the PSE that stand here because no risk factor takes them."""
    return {name: key for name, key in SHARED.items() if frame.inputs.typed(name) is None}


def typed_columns(frame: Frame) -> list[Input]:
    """Return the inputs from the planner's sheets, in the order of the columns."""
    made = frame.inputs
    found = [made.field(OPPORTUNITIES, field, key) for field, key in FIELDS]
    for name, key in shared_inputs(frame).items():
        field = name.removeprefix("opportunity.")
        own = field != name
        found.append(made.field(OPPORTUNITIES, field, key) if own else made.computed(name, key))
    if frame.by_c139:
        found += [made.field(OPPORTUNITIES, name, name) for name in HELD]
    return found


def aside_columns(frame: Frame) -> list[Column]:
    """Return the columns beside the ranking: inputs, figures, helpers."""
    t = frame.texts
    steps = ("selling_step", "purchase_step")
    inputs = [
        Column(one.key, one.heading, one.kind, help=t(STEP_NOTE) if one.key in steps else "")
        for one in typed_columns(frame)
    ]
    return [
        Column("id", OPPORTUNITIES.by_field["id"].heading(t.lang), "id"),
        *inputs,
        *frame.columns(MORE),
        *frame.columns(FIGURES),
        *(frame.columns(C139) if frame.by_c139 else ()),
        *(Column(key, key, "int") for key in (*PLACES, *ORDER)),
    ]


class AsideRows:
    """The rows beside the ranking.

    Args:
        frame: an assessment in one language.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        columns = typed_columns(frame)
        self._said = [(at, one.words) for at, one in enumerate(columns) if one.words]
        shared = tuple(key for key in shared_inputs(frame).values())
        held = HELD if frame.by_c139 else ()
        self._typed = attrgetter(*(field for field, _ in FIELDS))
        self._more = tuple(_MORE[key] for key in shared) + tuple(_MORE[key] for key in held)
        self._weights = c139_weights(frame.assessment.policy)

    def rows(self) -> list[Row]:
        """Return a row for each open opportunity."""
        deals = self.frame.assessment.opportunities
        orders = order_rows(deals, self.frame.linking)
        return [(*self._row(one), *order) for one, order in zip(deals, orders, strict=True)]

    def _row(self, one: OpportunityAssessment) -> Row:
        deal, link, flags = one.opportunity, self.frame.linking, one.red_flags
        typed = [*self._typed(deal), *(more(one) for more in self._more)]
        for at, words in self._said:
            typed[at] = words.get(typed[at])
        return (
            deal.id,
            *typed,
            len(one.missing_nodes),
            one.coach_quality,
            sum([flag in flags for flag in CHAIN_FLAGS]) if flags else 0,
            self.frame.words.flag["decision maker against" in flags],
            commercial_score(deal),
            one.lag,
            one.pse.value,
            one.pse.completeness,
            money_risk(one.risk, link.grades),
            one.p_rank,
            one.p * deal.amount,
            None if one.days_to_close is None else max(one.days_to_close, 0),
            link.present_value[deal.id],
            *(self._held(one) if self.frame.by_c139 else ()),
            link.deal[deal.id],
            link.customer[one.customer.id],
            link.deal_line[deal.id],
        )

    def _held(self, one: OpportunityAssessment) -> tuple[float | None, float]:
        held = c139(one.opportunity, self._weights)
        return (held.score.value, held.score.completeness) if held else (None, 0.0)


_MORE: dict[str, Callable[[OpportunityAssessment], Any]] = {
    "dmi": lambda one: one.dmi.value,
    "coverage": lambda one: one.coverage.value,
    "gap": lambda one: one.gap,
    "coach": lambda one: one.coach,
    "fit": lambda one: one.opportunity.fit,
    "first_facts": lambda one: one.opportunity.first_facts,
    "win_vote": lambda one: one.opportunity.win_vote,
}
"""Key of a column → its value."""
