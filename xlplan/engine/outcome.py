"""What does another program get? The results as JSON under the names of the method.

The same workbook, policy and day give the same bytes: keys are sorted, numbers are unrounded, and
nothing in it tells the time or the folder. Missing is ``null``.
"""

import json
from collections.abc import Sequence

from xlplan.core.assessment import (
    Assessment,
    CustomerAssessment,
    Economics,
    OpportunityAssessment,
    Risk,
)
from xlplan.core.dealdetail import DealDetail
from xlplan.core.figures import Funnel
from xlplan.core.issues import Finding
from xlplan.core.money.simulation import SimulationPolicy, period_outcome
from xlplan.core.moves.flip import Flipper
from xlplan.core.moves.snapshots import snapshot
from xlplan.core.views import CustomerViews
from xlplan.engine.plain_json import Json, plain, score_json
from xlplan.engine.text import Texts


def to_json(results: Json | list[Json]) -> str:
    """Return results as text, one trailing newline."""
    return json.dumps(results, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def outcome(assessment: Assessment, texts: Texts, *, flips: bool = False) -> Json:
    """Return everything the method says of a plan.

    ``customers`` and ``opportunities`` (the open ones) are in the order of priority, ``findings``
    in the order of the workbook; their messages are in the language of ``texts``.

    Choice: what would move each grade (``flips``, method 3.6) is there where it is asked for, for
    it costs a few hundred evaluations an opportunity, about 20 ms; else it is ``null``.
    """
    flipper = Flipper(assessment) if flips else None
    details = {
        deal.opportunity.id: _detail(detail)
        for one in assessment.customers
        if one.views
        for deal, detail in zip(one.opportunities, one.views.details, strict=True)
    }
    state = snapshot(assessment)
    return {
        "as_of": assessment.as_of.isoformat(),
        "customers": [
            _customer(one) | {"broken_promises": list(kept.broken)}
            for one, kept in zip(assessment.customers, state.customers, strict=True)
        ],
        "opportunities": [
            _opportunity(one)
            | details.get(one.opportunity.id, {})
            | {"flips": None if flipper is None else plain(flipper.flips(one.opportunity.id))}
            for one in assessment.opportunities
        ],
        "closed": [one._asdict() for one in state.closed],
        "portfolio": _portfolio(assessment) | _together(assessment),
        "funnel": _funnel(assessment.funnel),
        "policy": {
            "changes": dict(assessment.policy.changes),
            "factors": [
                {"key": one.key, "name": one.name, "weight": one.weight, "group": one.group}
                for one in assessment.policy.factors
            ],
        },
        "findings": findings_json(assessment.findings, texts),
    }


def findings_json(findings: Sequence[Finding], texts: Texts) -> list[Json]:
    """Return findings with their sentences."""
    return [
        {
            "sheet": one.sheet,
            "cell": one.cell,
            "severity": str(one.severity),
            "code": one.code,
            "value": one.value,
            "message": texts.finding(one),
        }
        for one in findings
    ]


def _risk(risk: Risk) -> Json:
    return score_json(risk.score) | {
        "money": risk.money.value,
        "win": risk.win.value,
        "money_completeness": risk.money.completeness,
        "win_completeness": risk.win.completeness,
        "level": risk.level,
        "knock_outs": list(risk.knock_outs),
        "next_question": risk.next_question,
    }


def _customer(one: CustomerAssessment) -> Json:
    return {
        "id": one.customer.id,
        "name": one.customer.name,
        "grade": one.grade,
        "priority": one.priority,
        "lead_opportunity": one.lead.opportunity.id if one.lead else None,
        "opportunities": [deal.opportunity.id for deal in one.opportunities],
        "share": one.share,
        "share_flag": one.share_flag,
        "key_account": one.key_account,
        "relationship_type": one.relationship_type,
        "ties": one.ties,
        "expected_return": one.expected_return,
        "facts": one.facts._asdict() | {"sources": dict(one.facts.sources)},
        "risk": _risk(one.risk),
        "economics": _economics(one.economics),
        **(_views(one.views) if one.views else {}),
    }


def _views(views: CustomerViews) -> Json:
    """Return the further views of a customer under the names of the method."""
    stage = views.process.stage
    return {
        "segment": views.process.segment.name,
        "stage": stage.stage,
        "stage_progress": stage.progress,
        "stage_supported": stage.supported,
        "stage_gap": stage.gap,
        "file_completeness": views.process.file.completeness,
        "health": score_json(views.care.health),
        "csi": score_json(views.care.satisfaction.csi),
        "best_level": views.choices.levels.best,
        "wallet_share": views.choices.room.wallet_share,
        "personal_dependency": views.relationship.dependency.personal,
        "process": plain(views.process),
        "relationship": plain(views.relationship),
        "care": plain(views.care),
        "choices": plain(views.choices),
        "objectives": plain(views.objectives),
    }


def _detail(detail: DealDetail) -> Json:
    found: Json = plain(detail)
    return found | {
        "key_person_step": detail.key_person_step,
        "deciding_criterion": detail.deciding_criterion,
    }


def _together(assessment: Assessment) -> Json:
    """Return the figures of all customers together, and the spread of the period's forecast."""
    policy = SimulationPolicy.of(assessment.policy)
    figures = plain(assessment.process) if assessment.process else {}
    return {
        "effort_alignment": figures.get("alignment"),
        "segments": figures.get("segments"),
        "prospecting": figures.get("prospecting"),
        "simulation": plain(period_outcome(assessment, policy)),
    }


def _economics(money: Economics) -> Json:
    return money._asdict() | {"missing": list(money.missing)}


def _opportunity(one: OpportunityAssessment) -> Json:
    deal = one.opportunity
    return {
        "id": deal.id,
        "customer_id": deal.customer_id,
        "name": deal.name,
        "amount": deal.amount,
        "priority": one.priority,
        "selling_step": deal.selling_step,
        "expected_close": deal.expected_close.isoformat() if deal.expected_close else None,
        "days_to_close": one.days_to_close,
        "dmi": score_json(one.dmi),
        "coverage": score_json(one.coverage),
        "timing": one.timing,
        "coach": one.coach,
        "coach_quality": one.coach_quality,
        "gap": one.gap,
        "lag": one.lag,
        "pse": score_json(one.pse),
        "pse_state": one.pse_state,
        "clarity": one.clarity,
        "red_flags": list(one.red_flags),
        "p_stage": one.p_stage,
        "p": one.p,
        "p_manual": one.p_manual,
        "missing_nodes": [{"step": node.step, "node": node.node} for node in one.missing_nodes],
        "grade": one.grade,
        "grade_likelihood": one.grade_likelihood,
        "grade_risk": one.grade_risk,
        "gates": list(one.gates),
        "margin": one.margin,
        "expected_return": one.expected_return,
        "return_per_hour": one.return_per_hour,
        "risk": _risk(one.risk),
    }


def _portfolio(assessment: Assessment) -> Json:
    figures = assessment.spread
    rows = zip(
        figures.ranked,
        figures.ranked_sales,
        figures.ranked_gross,
        figures.cumulative,
        figures.cumulative_gross,
        strict=True,
    )
    names = ("id", "sales", "gross", "cumulative", "cumulative_gross")
    return {
        "sales": figures.sales,
        "gross": figures.gross,
        "pareto": [dict(zip(names, row, strict=True)) for row in rows],
        "top_shares": {str(count): share for count, share in figures.top_shares.items()},
        "top_20_share": figures.top_20_share,
        "gini": figures.gini,
        "hhi": figures.hhi,
        "hhi_flag": figures.hhi_flag,
        "losses": [
            {
                "without": one.without,
                "customers": list(one.customers),
                "sales": one.sales,
                "gross": one.gross,
            }
            for one in figures.losses
        ],
        "grades": assessment.grades,
    }


def _funnel(funnel: Funnel) -> Json:
    plain = {name: getattr(funnel, name) for name in funnel.__slots__}
    return plain | {
        "start": funnel.start.isoformat(),
        "end": funnel.end.isoformat(),
        "steps": [{name: getattr(one, name) for name in one.__slots__} for one in funnel.steps],
        "stalled": list(funnel.stalled),
        "frameworks": dict(funnel.frameworks),
    }
