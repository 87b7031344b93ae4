"""How far do we go on price? The answer to an ultimatum, price floors, first orders below cost."""

from dataclasses import replace

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.money.bargains import Floor, LossLeader
from xlplan.engine.result.blocks import GAP
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import SCREEN, table
from xlplan.engine.result.live import Live, Spots, quoted
from xlplan.engine.result.shapes import Column, Row, Rule, Table
from xlplan.engine.tables import letters

_Bargain = tuple[OpportunityAssessment, Floor, LossLeader | None]

CHART_ROWS = 15  # that the chart under a short table takes
NEEDED = {"verdict": 17.0, "answer": 10.5}  # widths beyond those of the columns above
VERDICT_TONES = {"never pays": "severe", "pays if repeated": "medium", "no loss": "low"}

DEMANDS = (
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer"),
    Column("accept", "Giving in costs", "money", help="The cut on all sales, present value over {years} years."),
    Column("answer", "Answer", "word", help="Refuse where a bluff is likely enough, else negotiate."),
    Column("most", "At most", "percent", help="The largest cut that is better given than refused."),
    Column("loss", "Losing it costs", "money",
           help="The net of {years} years, present value, and the cost of the exit."),
    Column("bluff", "Bluff likely", "share", help="By the evidence of a rival's offer (Policy ultimatum.bluff)."),
    Column("needed", "enough to refuse", "share", help="1 − giving in ÷ losing it."),
    Column("evidence", "Rival's offer", "word", help="None, claimed or verified."),
)  # fmt: skip

DEALS = (
    Column("grade", "Grade", "grade"),
    Column("opportunity", "Opportunity"),
    Column("amount", "Amount", "money"),
    Column("cut", "Cut to the floor", "percent", help="From today's amount; negative: it is below the floor already."),
    Column("repeats", "Repeats needed", "share",
           help="How likely repeats must be for a first order below cost to pay."),
    Column("floor", "Lowest price", "money", help="The price that just covers what is still to be spent."),
    Column("decided", "Decided", "word", help="Whether the first order below cost is on record in Decisions."),
    Column("verdict", "First order below cost", "word", width=17.0),
    Column("customer", "Customer"),
)  # fmt: skip


def bargaining(frame: Frame, main: Table, hidden: int, *, charted: bool) -> tuple[Table, ...]:
    """Return the tables under Cost and return that have rows, in its columns.

    Args:
        frame: the assessment in one language.
        main: the table of the sheet.
        hidden: a column that is hidden there; the numbers that the formulas look up stand in it.
        charted: whether a chart stands on the sheet.
    """
    under = charted and len(main.rows) <= SCREEN
    top = main.bottom + GAP + (CHART_ROWS if under else 0)
    widths = [one.width for one in main.columns]
    found: list[Table] = []
    for make in (_demands, _deals):
        one, numbers = make(frame, top, letters(hidden))
        if one.rows:
            pairs = zip(one.columns, widths, strict=False)
            columns = tuple(
                replace(at, width=max(wide, NEEDED.get(at.key, 0.0))) for at, wide in pairs
            )
            placed = replace(one, columns=columns)
            more = [Column("number", "number", "int")]
            rows: list[Row] = [(number,) for number in numbers]
            found += [placed, table(more, rows, top, left=hidden, aside=True)]
            top = placed.bottom + GAP
    return tuple(found)


def _demands(frame: Frame, top: int, hidden: str) -> tuple[Table, list[int]]:
    t, policy = frame.texts, frame.assessment.policy
    known = [
        one
        for one in frame.linking.sellers
        if one.views and one.views.choices.ultimatum.refuse is not None
    ]
    cut = t.percent(policy.number("ultimatum.cut"), 1)
    columns = frame.columns(DEMANDS, years=t.number(policy.number("horizon_years")))
    leads = frame.leads.customers(one.customer for one in known)
    made = table(
        columns,
        [_demand(frame, one) for one in known],
        top,
        title=t("If they demand {cut} off or leave", cut=cut),
        rules=(frame.grade_rule("grade"),),
        live=Live(_demand_formulas(frame, Spots(((0, columns),), top + 1, 1), hidden), links=leads),
    )
    return made, [frame.linking.customer[one.customer.id] for one in known]


def _demand(frame: Frame, one: CustomerAssessment) -> Row:
    at = one.views.choices.ultimatum  # type: ignore[union-attr]
    return (
        one.grade,
        one.customer.name,
        at.accept_cost,
        frame.words.say("refuse" if at.refuse else "negotiate"),
        at.most,
        at.refuse_loss,
        at.bluff,
        at.bluff_needed,
        frame.words.say(at.evidence),
    )


def _demand_formulas(frame: Frame, at: Spots, hidden: str) -> dict[str, str]:
    """Return the formulas of a demand (method 5.3); blank when nothing is bought any more."""
    place = f"MATCH({hidden}{at.first + 1},returns_cust,0)"
    sales, net = (f"N(INDEX(returns_{key},{place}))" for key in ("sales", "net"))
    years = "IF(discount=0,horizon_years,(1-(1+discount)^-horizon_years)/discount)"
    accept, loss, bluff, needed = (at[key] for key in ("accept", "loss", "bluff", "needed"))
    refuse, talk = (quoted(frame.words.say(word) or "") for word in ("refuse", "negotiate"))
    most = f"MAX(0,(1-{bluff})*{loss}/({sales}*{years}))"
    return {
        "grade": f"INDEX(returns_grade,{place})",
        "accept": f"ultimatum_cut*{sales}*{years}",
        "loss": f"{net}*{years}+ultimatum_exit_cost",
        "needed": f"IF({loss}>0,MAX(0,1-{accept}/{loss}),0)",
        "answer": f"IF({bluff}>={needed},{refuse},{talk})",
        "most": f'IF({sales}>0,{most},"")',
    }


def _deals(frame: Frame, top: int, hidden: str) -> tuple[Table, list[int]]:
    t, found = frame.texts, _floors(frame)
    deals = [deal for deal, *_ in found]
    columns = frame.columns(DEALS)
    leads = frame.leads.customers(one.customer for one in deals)
    leads |= frame.leads.deals(one.opportunity for one in deals)
    made = table(
        columns,
        [_deal(frame, *one) for one in found],
        top,
        title=t("Price floor of each open opportunity, and first orders below cost"),
        rules=(
            frame.grade_rule("grade"),
            frame.word_rule("verdict", VERDICT_TONES),
            Rule("below", ("cut",)),
        ),
        live=Live(_deal_formulas(Spots(((0, columns),), top + 1, 1), hidden), links=leads),
    )
    return made, [frame.linking.deal[one.opportunity.id] for one in deals]


def _floors(frame: Frame) -> list[_Bargain]:
    """Return the open opportunities of which something is known, in order of priority."""
    found: list[_Bargain] = []
    for one in frame.assessment.customers:
        if one.views is None:
            continue
        choices = one.views.choices
        first = {leader.opportunity_id: leader for leader in choices.loss_leaders}
        found += [
            (deal, floor, first.get(deal.opportunity.id))
            for deal, floor in zip(one.opportunities, choices.floors, strict=True)
            if floor.amount is not None or deal.opportunity.id in first
        ]
    return sorted(found, key=lambda line: line[0].priority)


def _deal(frame: Frame, one: OpportunityAssessment, floor: Floor, first: LossLeader | None) -> Row:
    words = frame.words
    return (
        one.grade,
        one.opportunity.name or one.opportunity.id,
        one.opportunity.amount,
        floor.cut,
        first.break_even if first else None,
        floor.amount,
        words.flag[first.decided is not None] if first else None,
        words.say(first.verdict) if first else None,
        one.customer.name,
    )


def _deal_formulas(at: Spots, hidden: str) -> dict[str, str]:
    """Return the formulas of a price floor (method 5.1); blank without margin or amount."""
    place = f"MATCH({hidden}{at.first + 1},ranking_deal,0)"
    margin, rest = (f"INDEX(ranking_{key},{place})" for key in ("margin", "rest"))
    amount, floor = at["amount"], at["floor"]
    covered = f"MAX(0,{amount}*(1-{margin})+N({rest}))"
    return {
        "grade": f"INDEX(ranking_grade,{place})",
        "amount": f"INDEX(ranking_amount,{place})",
        "floor": f'IF(AND(ISNUMBER({margin}),{amount}>0),{covered},"")',
        "cut": f'IF({floor}="","",1-{floor}/{amount})',
    }
