"""What do forecast and coverage leave open? What closes later, what is still to win, what lies in X."""

from collections.abc import Callable
from math import fsum

from xlplan.core.assessment import OpportunityAssessment
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Live, Look, quoted
from xlplan.engine.result.shapes import Column, Row, Table

WIDE = 46.0  # of the first column, which names things

COVER = (
    Column("part", "Beside the forecast", width=WIDE),
    Column("amount", "Amount", "money"),
)  # fmt: skip

DUE = (
    "ISNUMBER(ranking_deal)*(ranking_amount>=funnel_threshold)"
    "*ISNUMBER(ranking_close)*(ranking_close<=period_end)"
)
"""The open opportunities of the funnel that close in the period: 1 or 0 each."""

STOPPED = '*(ranking_grade="X")'
"""Those of them that are stopped at a gate."""


def cover(frame: Frame, parts: Table) -> Table:
    """Return what the forecast and the coverage leave open: later ones, X, what is still to win."""
    t, one = frame.texts, frame.assessment.funnel
    to_win = None if one.target is None else one.target - (one.o_plan or 0.0) - one.closed_in
    won = parts.address("amount", parts.first)
    open_ = f"SUMIF(ranking_amount,{quoted('>=')}&funnel_threshold)"
    lines = (
        (t("Open in the funnel, whenever it closes"), _open_amount(frame), open_),
        (t("of it closing in the period: what the coverage counts"), one.amount,
         f"SUMPRODUCT({DUE}*ranking_amount)"),
        (t("Still to win: target − won − planned out of the funnel"), to_win,
         f'IF(ISNUMBER(funnel_target),{left_to_win(frame, won)},"")'),
        (t("In the forecast, though stopped at a gate (X)"), stopped_forecast(frame),
         f"SUMPRODUCT({DUE}{STOPPED}*ranking_weighted)"),
    )  # fmt: skip
    looks = {(at, "amount"): Look(formula=formula) for at, (*_, formula) in enumerate(lines)}
    rows: list[Row] = [(name, amount) for name, amount, _ in lines]
    if ended := _in_forecast(frame, lambda one: one.customer.has_ended and one.grade != "X"):
        rows.append((t("In the forecast, though the relationship has ended"), ended))
    return table(frame.columns(COVER), rows, parts.bottom + 3, live=Live(looks=looks))


def left_to_win(frame: Frame, won: str) -> str:
    """Return what is still to be won in the funnel, as a formula; ``won``: where the won stands."""
    planned = frame.assessment.funnel.o_plan or 0.0
    return f"(funnel_target-IF(ISNUMBER(funnel_o_plan),funnel_o_plan,{planned!r})-{won})"


def stopped_forecast(frame: Frame) -> float:
    """Return how much of the forecast lies in opportunities that are stopped at a gate.

    Choice: method 5 and 6 count every open opportunity, so these stay in the forecast, and are told.
    """
    return _in_forecast(frame, lambda one: one.grade == "X")


def _in_forecast(frame: Frame, which: Callable[[OpportunityAssessment], bool]) -> float:
    end = frame.assessment.funnel.end
    least = frame.assessment.policy.number("funnel.threshold")
    return fsum(
        one.p * one.opportunity.amount
        for one in frame.assessment.opportunities
        if which(one)
        and one.opportunity.amount >= least
        and one.opportunity.expected_close is not None
        and one.opportunity.expected_close <= end
    )


def _open_amount(frame: Frame) -> float:
    return fsum(one.amount for one in frame.assessment.funnel.steps)
