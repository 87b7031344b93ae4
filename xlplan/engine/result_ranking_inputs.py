"""What does the ABCD ranking follow from? The inputs beside it, and the figures on the way."""

from collections.abc import Iterator
from typing import Any

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.c139 import c139, c139_weights
from xlplan.core.ranking import ORDER, money_risk
from xlplan.core.winning import commercial_score
from xlplan.engine.contract import OPPORTUNITIES
from xlplan.engine.result_frame import Frame
from xlplan.engine.result_inputs import HELD, Input
from xlplan.engine.result_shapes import Column, Row

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

CHAIN = (("dmi", "dmi"), ("coverage", "coverage"), ("gap", "gap"), ("coach", "coach"))
"""A computed quantity that is an input here, unless a risk factor has it as its own."""

CHAIN_FLAGS = ("veto against", "decision maker against", "decision maker uncovered")
HIDDEN = ("ph", "deal", "cust", "at", "cat", "lead", "best")
"""Return per hour as a number, numbers, rows elsewhere, and whose risk or grade a deal gives."""
NOTHING = -1e300  # below every return per hour: of those without one

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
    Column("worth", "Worth today", "money", help="Expected return, discounted to today."),
    Column("order", "Order of grade", "int", help="A 1, B 2, C 3, D 4, X 5."),
)  # fmt: skip
C139 = (
    Column("held", "C139 index", "score"),
    Column("held_known", "C139 known", "share"),
)  # fmt: skip


def typed_columns(frame: Frame) -> list[Input]:
    """Return the inputs from the planner's sheets, in the order of the columns."""
    made = frame.inputs
    found = [made.field(OPPORTUNITIES, field, key) for field, key in FIELDS]
    found += [made.computed(name, key) for name, key in CHAIN]
    found.append(made.field(OPPORTUNITIES, "fit", "fit"))
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
        *(Column(key, key, "int") for key in HIDDEN),
    ]


class AsideRows:
    """The rows beside the ranking.

    Args:
        frame: an assessment in one language.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame, self.inputs = frame, typed_columns(frame)
        self.weights = c139_weights(frame.assessment.policy)

    def rows(self) -> list[Row]:
        """Return a row for each open opportunity."""
        deals = self.frame.assessment.opportunities
        return [(one.opportunity.id, *self._cells(one)) for one in deals]

    def _cells(self, one: OpportunityAssessment) -> Iterator[Any]:
        deal, words = one.opportunity, self.frame.words
        computed = (one.dmi.value, one.coverage.value, one.gap, one.coach, deal.fit)
        values: list[Any] = [getattr(deal, field) for field, _ in FIELDS]
        values += computed
        if self.frame.by_c139:
            values += [getattr(deal, name) for name in HELD]
        for column, value in zip(self.inputs, values, strict=True):
            yield column.words.get(value, value) if column.words else value
        yield len(one.missing_nodes)
        yield one.coach_quality
        yield sum(flag in one.red_flags for flag in CHAIN_FLAGS)
        yield words.flag["decision maker against" in one.red_flags]
        yield from self._figures(one)
        yield from self._places(one)

    def _figures(self, one: OpportunityAssessment) -> Iterator[Any]:
        deal, link = one.opportunity, self.frame.linking
        yield commercial_score(deal)
        yield one.lag
        yield one.pse.value
        yield one.pse.completeness
        yield money_risk(one.risk, link.grades)
        yield one.p_rank
        yield one.p_rank * deal.amount
        yield link.present_value[deal.id]
        yield ORDER[one.grade] + 1
        if self.frame.by_c139:
            held = c139(deal, self.weights)
            yield held.score.value if held else None
            yield held.score.completeness if held else 0.0

    def _places(self, one: OpportunityAssessment) -> Iterator[Any]:
        link, id_ = self.frame.linking, one.opportunity.id
        number = link.customer[one.customer.id]
        gain = one.return_per_hour if one.expected_return is not None else None
        yield NOTHING if gain is None else gain
        yield link.deal[id_]
        yield number
        yield link.deal_line[id_]
        yield link.seller[one.customer.id]
        yield number if id_ in link.leads else None
        yield number if id_ in link.best else None
