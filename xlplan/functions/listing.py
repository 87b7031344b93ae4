"""Which functions can be called from a cell? The list, and what their words and records may be."""

from collections.abc import Callable, Mapping
from typing import Any

from xlplan.core import funnel
from xlplan.core.care import cadence, health, voice
from xlplan.core.grading import c139, effort, odds, portfolio, pse, ranking, risk, winning
from xlplan.core.money import arithmetic, bargains, levels, whitespace
from xlplan.core.people import keyperson, persons
from xlplan.core.process import prospects
from xlplan.core.relationship import elements, kind, spending
from xlplan.engine.contract import CUSTOMERS
from xlplan.engine.contract_detail import LEADS
from xlplan.functions import deals, people, plans, risks

PREFIX = "XLPLAN_"
Listed = tuple[str, Callable[..., Any], dict[str, str]]

# name, function, and the policy keys that give an argument its default
LISTED: tuple[Listed, ...] = (
    ("RISK_LEVEL", risk.risk_level, {"bounds": "risk.levels"}),
    ("STAGE_LIKELIHOOD", winning.stage_likelihood, {}),
    ("SHRUNK_RATE", odds.shrunk_rate, {"k": "lead.k"}),
    ("WIN_LIKELIHOOD", odds.likelihood,
     {"beta": "win.beta", "phi": "win.phi", "clip": "win.clip"}),
    ("PSE", pse.pse_score, {}),
    ("LAG", winning.lag, {}),
    ("C139", c139.c139_index, {"weights": "c139.weights"}),
    ("ABCD_GRADE", ranking.abcd_grade, {}),
    ("GRADE_BY_LIKELIHOOD", ranking.letter_by_likelihood, {}),
    ("GRADE_BY_RISK", ranking.letter_by_risk, {}),
    ("INFLUENCE", persons.own_influence,
     {"formal_share": "dmi.lambda", "blank": "dmi.influence_blank"}),
    ("ATTITUDE", persons.effective_attitude,
     {"confidence_blank": "dmi.confidence_blank", "half_life": "dmi.freshness_days",
      "freshness_blank": "dmi.freshness_blank"}),
    ("COACH_QUALITY", persons.coach_points, {"weights": "coach.weights"}),
    ("TITLE", keyperson.title_against_role, {"gap": "title.gap"}),
    ("RECEIVABLES", arithmetic.receivables, {}),
    ("CARRYING_COST", arithmetic.carrying_cost, {"interest": "interest"}),
    ("BAD_DEBT", arithmetic.bad_debt, {"lgd": "lgd"}),
    ("NET_YEAR", arithmetic.net_year, {}),
    ("COST_RATIO", arithmetic.cost_ratio, {}),
    ("COST_VERDICT", arithmetic.cost_verdict,
     {"watch": "cost_ratio.watch", "luxury": "cost_ratio.luxury"}),
    ("PRICE_FLOOR_CUT", arithmetic.price_floor_cut, {}),
    ("PRICE_FLOOR", bargains.price_floor, {}),
    ("DSO_BREAK_EVEN", arithmetic.dso_break_even, {}),
    ("CREDIT_COST_RATE", arithmetic.credit_cost_rate,
     {"interest": "level.interest", "loss_rate": "level.loss_rate"}),
    ("RETENTION", arithmetic.retention_by_risk,
     {"base": "retention.base", "slope": "retention.slope"}),
    ("ANNUITY", arithmetic.annuity, {"discount": "discount", "years": "horizon_years"}),
    ("RELATIONSHIP_NPV", arithmetic.relationship_npv,
     {"discount": "discount", "years": "horizon_years", "one_off": "one_off"}),
    ("DEAL_WORTH", arithmetic.deal_worth, {"discount": "discount"}),
    ("LEVEL_NPV", levels.level_npv, {}),
    ("BEST_LEVEL", levels.best_level, {}),
    ("BLUFF_NEEDED", bargains.bluff_needed, {}),
    ("BREAK_EVEN_REPEAT", bargains.break_even_repeat,
     {"discount": "discount", "years": "horizon_years"}),
    ("HHI", portfolio.herfindahl, {}),
    ("GINI", portfolio.gini, {}),
    ("SPEARMAN", effort.spearman, {}),
    ("FORECAST", funnel.forecast, {}),
    ("PROGRESS", funnel.progress, {}),
    ("FUNNEL_COVERAGE", funnel.funnel_coverage, {}),
    ("NAMES_NEEDED", prospects.names_at, {"chain": "lead.chain"}),
    ("RELATIONSHIP_TYPE", kind.relationship_type, {"least_ties": "type.ties"}),
    ("RELATIONSHIP_INDEX", elements.element_index, {}),
    ("RELATIONSHIP_STRENGTH", elements.element_strength, {}),
    ("MIRROR_GAP", elements.mirror_gap, {}),
    ("DURABILITY", spending.durability, {}),
    ("WALLET_SHARE", whitespace.wallet_share, {}),
    ("NPS", voice.net_promoter_score, {}),
    ("HEALTH", health.health, {"weights": "health.weights"}),
    ("FRESHNESS", health.fact_freshness, {"half_life": "freshness.days"}),
    ("CADENCE", cadence.contact_status, {}),
    ("BREAK_EVEN_PROBABILITY", health.break_even_probability, {}),
)  # fmt: skip
"""Over single cells and short ranges, each one formula: the oracle workbook restates them."""

TABLES: tuple[Listed, ...] = (
    ("RISK_SCORE", risks.risk_score, {}),
    ("RISK_TABLE", risks.risk_table, {}),
    ("RISK_COMPLETENESS", risks.risk_completeness, {}),
    ("NEXT_QUESTION", risks.next_question, {}),
    ("DMI", people.dmi, {}),
    ("COVERAGE", people.coverage, {}),
    ("TIMING", people.timing, {}),
    ("BEST_COACH", people.chain_coach, {}),
    ("RED_FLAGS", people.red_flags, {}),
    ("GAP", deals.gap, {}),
    ("BUYING_ORDER", deals.buying_order, {"epsilon": "buying.epsilon"}),
    ("QUALIFICATION", deals.qualification, {}),
    ("PSE_STATE", deals.pse_state, {}),
    ("C139_TEXT", deals.c139_text, {}),
    ("RANKING", plans.ranking, {}),
    ("FLIP", plans.flip, {}),
    ("RECEIVABLE_COST", deals.receivable_cost, {"interest": "interest", "lgd": "lgd"}),
    ("LUXURY", deals.luxury, {}),
    ("ULTIMATUM", deals.ultimatum, {}),
    ("STAGE_CHECK", deals.stage_check, {"allow_regress": "stage.allow_regress"}),
    ("STAGE_STANDING", plans.stage_standing, {}),
    ("SEGMENT", plans.segment, {}),
    ("CSI", deals.csi, {}),
    ("LEAD_RATES", plans.lead_rates, {}),
    ("WHY", deals.why, {}),
)
"""Over rows of sheets and blocks, and decisions in words."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "RISK_TABLE": risks.COLUMNS,
    "RANKING": plans.RANKING,
    "FLIP": plans.FLIPS,
    "SEGMENT": plans.SEGMENTS,
    "STAGE_STANDING": plans.STAGES,
    "LEAD_RATES": plans.LEADS,
}
"""Function → what stands in the columns of its result, where that is a table."""

_STAGES = CUSTOMERS.by_field["stage"].words
WORDS: Mapping[str, Mapping[str, str]] = {
    "level": CUSTOMERS.by_field["level"].words,
    "stage": LEADS.by_field["stage"].words,
    "before": _STAGES,
    "after": _STAGES,
    "grade": dict.fromkeys("ABCDX", ""),
    "evidence": {"none": "无", "claimed": "声称", "verified": "已验证"},
}
"""Argument → the words that it takes, English → Chinese."""

WIDTHS: Mapping[str, int] = {"ratings": 4, "ours": 4, "theirs": 4, "points": 6}
"""Argument that is a record of so many cells: a block of that width is a record a row."""
