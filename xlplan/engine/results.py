"""What do the result sheets say? An assessment as finished sheets, in the reader's language."""

from xlplan.core.assessment import Assessment
from xlplan.core.pausing import collector_paused
from xlplan.engine.result.care import care_sheet
from xlplan.engine.result.chain import chain_sheet
from xlplan.engine.result.findings import findings_sheet
from xlplan.engine.result.frame import RESULT_SHEETS, Frame, result_name
from xlplan.engine.result.funnel import funnel_sheet
from xlplan.engine.result.leads import Targets
from xlplan.engine.result.names import linked
from xlplan.engine.result.policy import policy_sheet
from xlplan.engine.result.portfolio import portfolio_sheet
from xlplan.engine.result.ranking import ranking_sheet
from xlplan.engine.result.relationship import relationship_sheet
from xlplan.engine.result.returns import returns_sheet
from xlplan.engine.result.risk import risk_sheet
from xlplan.engine.result.shapes import ResultSheet
from xlplan.engine.result.summary import summary_sheet
from xlplan.engine.text import Texts

__all__ = ["RESULT_SHEETS", "Targets", "result_name", "result_tables"]

MAKERS = (
    risk_sheet,
    ranking_sheet,
    returns_sheet,
    chain_sheet,
    relationship_sheet,
    funnel_sheet,
    care_sheet,
    portfolio_sheet,
    policy_sheet,
    findings_sheet,
)


def result_tables(
    assessment: Assessment, texts: Texts, targets: Targets | None = None
) -> tuple[ResultSheet, ...]:
    """Return every result sheet of an assessment, in the order of the tabs, Summary first.

    Args:
        assessment: an evaluated plan.
        texts: the language that the sheets speak.
        targets: plan documents and planner's rows that rows of the results lead to.

    Example:
        >>> import datetime as dt
        >>> from xlplan.core.assess import assess
        >>> from xlplan.core.model import Customer, Portfolio
        >>> from xlplan.core.policy import Policy
        >>> plan = Portfolio(customers=(Customer("1", "North Paper"),))
        >>> found = assess(plan, Policy(), dt.date(2026, 3, 31))
        >>> [sheet.name for sheet in result_tables(found, Texts("zh"))][:3]
        ['总览', '客户风险评估表', 'ABCD排序']
    """
    with collector_paused():  # hundreds of thousands of cells, none of them part of a cycle
        frame = Frame(assessment, texts, targets)
        others = tuple(make(frame) for make in MAKERS)
        return linked((summary_sheet(frame, others), *others))
