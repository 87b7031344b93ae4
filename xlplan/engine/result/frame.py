"""What do all result sheets share? Names, the line with as-of date and version, look-ups."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from xlplan import __version__
from xlplan.core.assessment import Assessment, CustomerAssessment, OpportunityAssessment, Risk
from xlplan.core.grading.pse import told_state
from xlplan.core.grading.risk import told_level
from xlplan.core.policy import Policy
from xlplan.engine.reading.left_out import unread_deals
from xlplan.engine.result.inputs import Inputs
from xlplan.engine.result.layout import roomy
from xlplan.engine.result.leads import Leads, Targets
from xlplan.engine.result.linking import Linking
from xlplan.engine.result.moved import NAME
from xlplan.engine.result.placing import Marked
from xlplan.engine.result.shapes import Column, ResultSheet, Rule, Since
from xlplan.engine.result.words import GRADE_TONES, Reasons, Words
from xlplan.engine.text import Texts

RESULT_SHEETS: Mapping[str, tuple[str, str]] = {
    "summary": ("Summary", "总览"),
    "risk": ("Risk table", "客户风险评估表"),
    "ranking": ("ABCD ranking", "ABCD排序"),
    "returns": ("Cost and return", "成本与回报"),
    "chain": ("Decision chain", "决策链分析"),
    "relationship": ("Relationship", "关系诊断"),
    "funnel": ("Funnel", "销售漏斗"),
    "care": ("Care", "客户维护"),
    "portfolio": ("Portfolio", "客户组合"),
    "policy": ("Policy in force", "现行参数"),
    "findings": ("Findings", "数据问题"),
}
"""Every result sheet: key → English and Chinese name, in the order of the tabs."""

_KEYS = {name: key for key, names in RESULT_SHEETS.items() for name in (key, *names)}

BACKTEST_SHEETS: Mapping[str, tuple[str, str]] = {
    "backtest": ("Back-test", "回测"),
    "backtest_grades": ("Better grades", "等级检验"),
    "backtest_ways": ("Better than a guess", "与估计比较"),
    "backtest_bins": ("Means what it says", "校准"),
    "backtest_top": ("The most likely", "成功率最高的"),
    "backtest_deals": ("Closed opportunities", "已结束商机"),
}
"""The same of a back-test, which is a workbook of its own."""

SETTINGS = frozenset({"as_of", "currency", "lang", "seller"})
"""Policy keys that say who and when, and change no figure of the method."""

STILL = frozenset({"chain", "relationship", "care", "findings"})
"""The sheets without formulas, which stay as they were when a figure of another is changed."""

STILL_NOTE = (
    " · changed since on other sheets: this one still shows {day}; run xlplan again to renew it"
)
PARTLY_NOTE = " · figures changed since: headlines and texts still speak of {day}; run xlplan again to renew them"

TOP = 4  # the row of the headings when nothing stands between them and the head lines


def result_name(key: str, lang: str) -> str:
    """Return what the tab of a result sheet says."""
    names = RESULT_SHEETS.get(key) or BACKTEST_SHEETS[key]
    return names[1 if lang == "zh" else 0]


def present_results(marked: Mapping[str, Marked]) -> dict[str, Marked]:
    """Return those of the sheets of ours that are results, by their keys.

    Sheets that came from a workbook of results (``xlplan graft``) are marked with their names instead.
    """
    return {_KEYS[key]: one for key, one in marked.items() if key in _KEYS}


def changes(policy: Policy) -> int:
    """Return how many numbers of the method the plan sets otherwise (an own risk table is one)."""
    own_table = policy.factors != Policy().factors
    return sum(key not in SETTINGS for key in policy.changes) + own_table


class Frame:
    """One assessment in one language, as every result sheet needs it.

    Args:
        assessment: an evaluated plan.
        texts: the language.
        targets: where rows may lead to.
    """

    def __init__(
        self, assessment: Assessment, texts: Texts, targets: Targets | None = None
    ) -> None:
        self.assessment, self.texts = assessment, texts
        self.words = Words(texts)
        self.linking = Linking(assessment)
        self.by_c139 = assessment.policy.word("win.score") == "c139"
        self.inputs = Inputs(assessment.policy.factors, self.words, by_c139=self.by_c139)
        self.leads = Leads(assessment, targets)
        self.reasons = Reasons(assessment, self.words)
        self.by_id = {one.customer.id: one for one in assessment.customers}
        self.enough = assessment.policy.number("gate.completeness")
        self.enough_pse = assessment.policy.number("win.completeness")
        self.unread = len(unread_deals(assessment.portfolio))
        self.meta = self._meta()
        day = texts.date(assessment.as_of)
        self._before = texts("As of {day}: ", day=day)
        self._still = texts(STILL_NOTE, day=day)
        self._partly = texts(PARTLY_NOTE, day=day)

    def sheet(self, key: str, headline: str, **more: Any) -> ResultSheet:
        """Return a result sheet with the head that all of them share."""
        lang = self.texts.lang
        more["tables"] = roomy(more["tables"], more.get("tiles", ()))
        return ResultSheet(
            key,
            result_name(key, lang),
            lang,
            self.assessment.as_of,
            headline,
            self.meta,
            self.texts("Page {page} of {pages}"),
            since=Since(NAME, self._before, self._still if key in STILL else self._partly),
            **more,
        )

    def none_open(self, text: str) -> str:
        """Return what is said where no opportunity is open, unless some could not be read."""
        if not self.unread:
            return self.texts(text)
        unread = "No open opportunity could be read; rows of Opportunities left out: {count}."
        return self.texts(unread, count=self.unread)

    def columns(self, columns: Iterable[Column], **params: object) -> list[Column]:
        """Return columns that are declared in English as the reader's language has them."""
        return in_language(columns, self.texts, **params)

    def name(self, customer_id: str) -> str:
        """Return the name of a customer."""
        found: CustomerAssessment | None = self.by_id.get(customer_id)
        return found.customer.name if found else customer_id

    def level(self, risk: Risk) -> str | None:
        """Return the level of a risk as it is told, ``None`` without a value."""
        return self.words.say(told_level(risk.level, risk.score.completeness, self.enough))

    def state(self, one: OpportunityAssessment) -> str | None:
        """Return the advantage state as it is told, ``None`` where there is none."""
        told = told_state(one.pse_state, one.pse.completeness, self.enough_pse)
        return self.words.say(told)

    def grade_rule(self, *columns: str) -> Rule:
        """Return the colours of grades A–D and X."""
        return Rule("words", columns, GRADE_TONES)

    def word_rule(self, column: str, tones: dict[str, str]) -> Rule:
        """Return the colours of canonical words, as they are said here."""
        return Rule("words", (column,), self.words.tones(tones))

    def _meta(self) -> str:
        t, policy = self.texts, self.assessment.policy
        changed, currency = changes(policy), policy.word("currency")
        pieces = [
            t("as of {day}", day=t.date(self.assessment.as_of)),
            t("money in {currency}", currency=currency) if currency else "",
            t("policy: {n} changed", n=changed) if changed else t("policy: as by default"),
            f"xlplan {__version__}",
        ]
        said = " · ".join(piece for piece in pieces if piece)
        return said[:1].upper() + said[1:]


def in_language(columns: Iterable[Column], t: Texts, **params: object) -> list[Column]:
    """Return columns that are declared in English as the reader's language has them."""
    return [
        replace(one, heading=t(one.heading), help=t(one.help, **params) if one.help else "")
        for one in columns
    ]
