"""Every function that has a counterpart in the batch says the same of the example, to the last bit."""

import datetime as dt
from pathlib import Path

import pytest

from xlplan.engine.plan import evaluate
from xlplan.functions import call
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 20)
SHEETS = """Customers Opportunities Stakeholders Competitors Contacts Influences Milestones
    Activities Invoices Costs Stage_tasks Decisions"""
PLAN = SHEETS.split()


class Example:
    """The example workbook, evaluated, and its sheets as the ranges that a planner would select."""

    def __init__(self, name: str, *, headless: bool) -> None:
        book = read_tables(ROOT / "workbooks" / name)
        self.found = evaluate(book, DAY).assessment
        self.deals, self.customers = self.found.opportunities, self.found.customers
        english = read_tables(ROOT / "workbooks" / "example.xlsx")
        names = [sheet.name for sheet in english.sheets]
        self.sheets = {
            own: sheet.rows[1:] if headless else sheet.rows
            for own, sheet in zip(names, book.sheets, strict=True)
        }

    def __getitem__(self, name):
        return self.sheets.get(name.replace("_", " "), "")

    def plan(self):
        return [DAY, *(self[name] for name in PLAN), self["Policy"], self["Risk factors"]]

    def policy(self):
        return self["Policy"]


@pytest.fixture(
    scope="module",
    params=[("example.xlsx", False), ("example.zh.xlsx", False), ("example.xlsx", True)],
    ids=["English", "Chinese", "without headings"],
)
def example(request):
    return Example(request.param[0], headless=request.param[1])


def column(cells):
    return [[cell] for cell in cells]


def same(name, args, wanted):
    found = call(name, args)
    value = found.value if isinstance(found.value, list) else [[found.value]]
    assert [line[0] for line in value] == list(wanted), (name, found.why)


def test_people(example):
    deals = example.deals
    ids = column(deal.opportunity.id for deal in deals)
    steps = column(d.opportunity.purchase_step or d.opportunity.selling_step for d in deals)
    from xlplan.core.people.collective import CollectivePolicy, decides_as_group

    terms = CollectivePolicy.of(example.found.policy)
    group = column(
        decides_as_group(d.customer.ownership, d.opportunity.amount, terms) for d in deals
    )
    args = [
        example["Stakeholders"], DAY, ids, steps, group, example["Contacts"],
        example["Influences"], example["Activities"], example.policy(),
    ]  # fmt: skip
    same("DMI", args, [deal.dmi.value for deal in deals])
    same("COVERAGE", args, [deal.coverage.value for deal in deals])
    same("TIMING", args, [deal.timing for deal in deals])
    same("BEST_COACH", [args[0], ids, example.policy()], [deal.coach_quality for deal in deals])
    lags, nodes = column(d.lag for d in deals), column(len(d.missing_nodes) for d in deals)
    flags = [", ".join(deal.red_flags) for deal in deals]
    same("RED_FLAGS", [args[0], ids, lags, nodes, example.policy()], flags)


def test_deals(example):
    deals, bidders = example.deals, example["Competitors"]
    ids = column(deal.opportunity.id for deal in deals)
    policy = example.policy()

    def own(field):
        return column(getattr(deal.opportunity, field) for deal in deals)

    details = {d.opportunity.id: v for c in example.customers
               for d, v in zip(c.opportunities, c.views.details, strict=True)}  # fmt: skip
    details = [details[deal.opportunity.id] for deal in deals]
    same("LAG", [own("purchase_step"), own("selling_step")], [deal.lag for deal in deals])
    same("GAP", [bidders, ids], [deal.gap for deal in deals])
    same("BUYING_ORDER", [bidders, ids, "", policy], [one.deciding_criterion for one in details])
    verdicts = [one.qualification.verdict for one in details]
    same("QUALIFICATION", [example["Answers"], ids], verdicts)
    facts = [own("win_vote"), own("first_facts"), own("clear_facts")]
    same("C139_TEXT", facts, [one.c139 and one.c139.text for one in details])
    same("C139", [*facts, "", policy], [one.c139 and one.c139.score.value for one in details])
    from xlplan.core.grading.pse import commercial_score

    pse = [column(d.dmi.value for d in deals), column(d.coverage.value for d in deals),
           column(d.coach_quality for d in deals), own("fit"), own("standards"),
           column(d.gap for d in deals), column(d.lag for d in deals),
           column(commercial_score(d.opportunity) for d in deals), policy]  # fmt: skip
    same("PSE", pse, [deal.pse.value for deal in deals])
    state = [column(d.pse.value for d in deals), pse[0], pse[5], facts[2],
             column(", ".join(d.red_flags) for d in deals), policy]  # fmt: skip
    same("PSE_STATE", state, [deal.pse_state for deal in deals])
    least = example.found.policy.number("win.completeness")
    odds = [column(d.p_stage for d in deals),
            column(d.pse.value if d.pse.completeness >= least else None for d in deals),
            column(len(d.missing_nodes) for d in deals), "", "", "", policy]  # fmt: skip
    same("WIN_LIKELIHOOD", odds, [deal.p for deal in deals])
    days, p = column(d.days_to_close for d in deals), column(d.p_rank for d in deals)
    slips = own("slips")
    same("GRADE_BY_LIKELIHOOD", [days, p, slips, policy], [d.grade_likelihood for d in deals])
    risks = column(d.risk.score.value for d in deals)
    same("GRADE_BY_RISK", [days, risks, slips, policy], [d.grade_risk for d in deals])
    least = example.found.policy.number("gate.completeness")
    money = [d.risk.money.value if d.risk.money.completeness >= least else None for d in deals]
    open_ones = [at for at, deal in enumerate(deals) if not deal.gates]
    found = call("ABCD_GRADE", [days, p, column(money), slips, policy]).value
    assert [found[at][0] for at in open_ones] == [deals[at].grade for at in open_ones]


def test_risk(example):
    factors = example["Risk factors"]
    for alone in (False, True):
        rows = [one for one in example.customers if (one.lead is None) == alone]
        inputs = []
        for one in rows:
            score = one.risk.score
            known = dict(zip(score.rows.names, score.rows.inputs, strict=True))
            inputs.append([known.get(factor.key) for factor in example.found.policy.factors])
        terms = [inputs, alone, example.policy(), factors]
        same("RISK_SCORE", terms, [one.risk.score.value for one in rows])
        same("RISK_COMPLETENESS", terms, [one.risk.score.completeness for one in rows])
        names = {factor.key: factor.name for factor in example.found.policy.factors}
        same("NEXT_QUESTION", terms, [names.get(one.risk.next_question) for one in rows])
        assert [line[:7] for line in call("RISK_TABLE", terms).value] == [
            [s.value, one.risk.level, one.risk.money.value, one.risk.win.value, s.completeness,
             s.lo, s.hi]
            for one in rows for s in (one.risk.score,)
        ]  # fmt: skip
    values = column(one.risk.score.value for one in example.customers)
    same("RISK_LEVEL", [values, "", example.policy()], [c.risk.level for c in example.customers])


def test_money(example):
    policy = example.policy()
    rows = [one.economics for one in example.customers if one.economics.sales]
    assert len([one for one in rows if one.npv_base is not None]) > 3

    def own(field):
        return column(getattr(one, field) for one in rows)

    same("RECEIVABLES", [own("sales"), own("dso_days")], [one.receivables for one in rows])
    same("CARRYING_COST", [own("receivables"), "", policy], [one.carry for one in rows])
    parts = [own("gross"), own("carry"), own("bad_debt"), own("relationship_cost")]
    same("NET_YEAR", parts, [one.net_year for one in rows])
    same("COST_RATIO", parts, [one.cost_ratio for one in rows])
    same("COST_VERDICT", [own("cost_ratio"), own("gross"), "", "", policy],
         [one.verdict for one in rows])  # fmt: skip
    same("PRICE_FLOOR_CUT", [own("net_year"), own("sales")], [one.price_floor_cut for one in rows])
    npv = [own("net_year"), own("retention"), "", "", "", policy]
    same("RELATIONSHIP_NPV", npv, [one.npv_base for one in rows])
    customers = [one.customer for one in example.customers]
    wallets, levels = column(c.wallet for c in customers), column(c.level for c in customers)
    choices = [one.views.choices for one in example.customers]
    same("BEST_LEVEL", [wallets, policy], [one.levels.best for one in choices])
    same("LUXURY", [levels, wallets, policy], [one.levels.luxury for one in choices])
    asked = [one.ultimatum for one in choices]
    money = [column(c.economics.sales for c in example.customers),
             column(c.economics.net_year for c in example.customers)]  # fmt: skip
    same("ULTIMATUM", [*money, column(one.evidence for one in asked), policy],
         [None if one.refuse is None else "refuse" if one.refuse else "accept" for one in asked])  # fmt: skip
    sales = [one.economics.sales for one in example.customers]
    same("HHI", [sales], [example.found.spread.hhi])
    same("GINI", [sales], [example.found.spread.gini])


def test_relationship(example):
    rows, policy = example.customers, example.policy()
    ties = column(one.ties for one in rows)
    same("RELATIONSHIP_TYPE", [column(one.facts.sales for one in rows), ties, "", policy],
         [one.relationship_type for one in rows])  # fmt: skip
    elements = ("bonding", "reciprocity", "empathy", "trust")
    ours = [[getattr(one.customer, name) for name in elements] for one in rows]
    theirs = [[getattr(one.customer, f"their_{name}") for name in elements] for one in rows]
    views = [one.views.relationship.elements for one in rows]
    same("RELATIONSHIP_INDEX", [ours], [one.index_score.value for one in views])
    same("RELATIONSHIP_STRENGTH", [ours], [one.strength for one in views])
    same("MIRROR_GAP", [ours, theirs], [one.mirror_gap for one in views])
    care = [one.views.care for one in rows]
    ids = column(one.customer.id for one in rows)
    same("CSI", [example["Surveys"], DAY, ids, policy], [c.satisfaction.csi.value for c in care])
    points = [list(one.health.rows.points) for one in care]
    same("HEALTH", [points, "", policy], [one.health.value for one in care])
    touched = [
        at for at, one in enumerate(care) if one.cadence.days is not None and one.cadence.status
    ]
    cadence = [column(rows[at].grade for at in touched),
               column(care[at].cadence.days for at in touched),
               column(care[at].cadence.touches for at in touched), policy]  # fmt: skip
    same("CADENCE", cadence, [care[at].cadence.status for at in touched])


def test_funnel(example):
    one, policy = example.found.funnel, example.policy()
    given = [one.closed_in, one.o_actual, one.weighted, one.o_expected]
    same("FORECAST", given, [one.forecast])
    same("PROGRESS", [one.closed_in, one.o_actual, one.target], [one.progress])
    same("FUNNEL_COVERAGE", [one.amount, one.target, one.o_plan, one.closed_in], [one.coverage])
    found = example.found.process.prospecting
    table = call("LEAD_RATES", [example["Leads"], DAY, policy]).value
    assert [line[1] for line in table] == list(found.reached)
    assert [line[2] for line in table[:-1]] == list(found.rates)
    assert [line[3] for line in table] == list(found.per_win)


def test_the_whole_plan(example):
    found = example.found
    ranking = call("RANKING", example.plan()).value
    assert [line[:8] for line in ranking] == [
        [one.priority, one.opportunity.id, one.customer.id, one.grade, one.p_rank,
         one.risk.score.value, one.expected_return, one.return_per_hour]
        for one in example.deals
    ]  # fmt: skip
    by_id = {one.customer.id: one for one in found.customers}
    segments = call("SEGMENT", example.plan()).value
    assert segments == [[line[0], *by_id[line[0]].views.process.segment] for line in segments]
    assert len(segments) == len(by_id)
    for line in call("STAGE_STANDING", example.plan()).value:
        at = by_id[line[0]].views.process.stage
        assert line[1:] == [at.stage, at.supported, at.gap, at.gate, at.progress]


def test_flips(example):
    from xlplan.core.moves.flip import flips

    for deal in example.deals[:2]:
        table = call("FLIP", [deal.opportunity.id, *example.plan()]).value
        wanted = flips(example.found, deal.opportunity.id)
        assert [line[:5] for line in table] == [
            [one.direction, one.to_grade, one.sheet, one.key, one.field] for one in wanted
        ]
        assert [line[5:] for line in table] == [
            [one.old, one.shown, one.change_share] for one in wanted
        ]
