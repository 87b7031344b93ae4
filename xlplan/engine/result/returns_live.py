"""What does a relationship leave, by formulas? Receivables, cost, net, ratio, present value."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.moves.knobs import FACTS
from xlplan.engine.contract import CUSTOMERS
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.live import Live, Spots, chosen, joined, quoted
from xlplan.engine.result.shapes import Cell, Column, Row

INPUTS = ("sales", "margin", "dso", "relationship")
HIDDEN = ("cust", "risk_at", "best_at")
"""Number of the customer, row of its risk in the risk table, row of its best deal in the ranking."""
KNOWN = '">-1E+300"'  # of a number, whatever it is

FIGURES = (
    Column("risk", "Risk", "score",
           help="Of the lead opportunity: the one with the largest likelihood × amount."),
    Column("base", "NPV of the business", "money",
           help="Present value of what it buys now, without the open opportunities."),
    Column("open", "NPV of the open ones", "money",
           help="Expected return of the open opportunities, discounted to today."),
)  # fmt: skip


def aside_columns(frame: Frame) -> list[Column]:
    """Return the columns beside the table: inputs of the customer, figures, helpers."""
    return [
        Column("id", CUSTOMERS.by_field["id"].heading(frame.texts.lang), "id"),
        *(Column(one.key, one.heading, one.kind) for _, one in frame.inputs.of_customers),
        *frame.columns(FIGURES),
        *(Column(key, key, "int") for key in HIDDEN),
    ]


def aside_row(frame: Frame, one: CustomerAssessment) -> Row:
    """Return what stands beside a customer."""
    link, id_ = frame.linking, one.customer.id
    best = one.opportunities[0].priority if one.opportunities else None
    return (
        id_,
        *_inputs(frame, one),
        one.risk.score.value,
        one.economics.npv_base,
        one.economics.npv_open,
        link.customer[id_],
        link.customer_line[id_],
        best,
    )


def _inputs(frame: Frame, one: CustomerAssessment) -> Iterator[Cell]:
    for name, column in frame.inputs.of_customers:
        held = one.facts if name in FACTS else one.customer
        yield column.said(getattr(held, FACTS.get(name, name)))


class ReturnFormulas:
    """The formulas of Cost and return.

    Args:
        frame: words, inputs.
        at: where the columns are.
        rows: how many customers.
    """

    def __init__(self, frame: Frame, at: Spots, rows: int) -> None:
        self.frame, self.at, self.rows = frame, at, rows
        rating = at["c_credit_rating"]
        self.loss = f'INDEX(pd_rates,MATCH(IF({rating}="","-",{rating}),pd_ratings,0))*lgd'

    def table(self) -> Live:
        """Return what of the table itself is live."""
        found = dict(self._figures()) | dict(self._judged())
        found["missing"] = joined(self._missing(), self.frame.texts("; "))
        return Live(found, frozenset(INPUTS), rows=self.rows)

    def aside(self) -> Live:
        """Return what of the inputs and helpers is live."""
        inputs = [one for _, one in self.frame.inputs.of_customers]
        return Live(
            dict(self._beside()),
            frozenset(one.key for one in inputs),
            {one.key: tuple(one.words.values()) for one in inputs if one.words},
            rows=self.rows,
            hidden=HIDDEN,
        )

    def _figures(self) -> Iterator[tuple[str, str]]:
        at = self.at
        sales, margin, dso, owed = (at[key] for key in ("sales", "margin", "dso", "receivables"))
        best = at["best_at"]
        yield "grade", f'IF({best}="","D",INDEX(ranking_grade,{best}))'
        nothing = f'IF({sales}=0,0,"")'  # without sales nothing is owed or earned
        yield "gross", _known((sales,), f'IF({margin}="",{nothing},{sales}*{margin})')
        yield "receivables", _known((sales,), f'IF({dso}="",{nothing},{sales}*{dso}/365)')
        yield "carry", _known((owed,), f"{owed}*interest")
        yield "bad_debt", _known((owed,), f"{owed}*{self.loss}")
        parts = [at[key] for key in ("carry", "bad_debt", "relationship")]
        yield "cost", _known(parts, "+".join(parts))
        gross, cost = at["gross"], at["cost"]
        yield "net", _known((gross, cost), f"{gross}-{cost}")
        earned = f'IF(AND({sales}>0,{gross}>0),{cost}/{gross},"")'
        yield "ratio", _known((gross, cost), earned)

    def _judged(self) -> Iterator[tuple[str, str]]:
        at = self.at
        gross, net, sales, ratio = (at[key] for key in ("gross", "net", "sales", "ratio"))
        said = {word: quoted(self.frame.words.say(word) or "")
                for word in ("loss", "luxury", "watch", "sound")}  # fmt: skip
        bad = _known((gross,), f'IF(AND({sales}>0,{gross}<0),{said["loss"]},"")')
        cases = (
            (f'{ratio}=""', bad),
            (f"{ratio}>cost_ratio_luxury", said["luxury"]),
            (f"{ratio}>=cost_ratio_watch", said["watch"]),
        )
        yield "verdict", chosen(cases, said["sound"])
        yield "floor", _known((net, sales), f'IF({sales}>0,{net}/{sales},"")')
        per_day = f"({sales}/365*(interest+{self.loss}))"
        spent = at["relationship"]
        days = f'IF({sales}>0,IF({per_day}>0,({gross}-{spent})/{per_day},""),"")'
        yield "break_even", _known((gross, spent, sales), days)
        kept, risk = at["c_retention"], at["risk"]
        by_risk = f"MAX(0,retention_base-retention_slope*{risk}/100)"
        yield "retention", f'IF({kept}="",{_known((risk,), by_risk)},{kept})'
        base, later = at["base"], at["open"]
        yield "npv", _known((base, later), f"{base}+{later}")

    def _missing(self) -> Iterator[tuple[str, str]]:
        at, heading = self.at, self.frame.words.heading
        sales, margin, dso = at["sales"], at["margin"], at["dso"]
        nothing = f'AND({sales}<>"",N({sales})=0)'
        yield f'{sales}=""', quoted(heading("sales_12m"))
        yield f'AND({margin}="",NOT({nothing}))', quoted(heading("gross_margin"))
        yield f'AND({dso}="",NOT({nothing}))', quoted(heading("dso_days"))
        yield f'{at["relationship"]}=""', quoted(heading("relationship_cost"))
        yield f'{at["retention"]}=""', quoted(heading("retention"))
        deals = f"COUNTIF(ranking_cust,{at['cust']})"
        known = f"COUNTIFS(ranking_cust,{at['cust']},ranking_margin,{KNOWN})"
        yield f'AND({margin}="",{nothing},{deals}>{known})', quoted(heading("gross_margin"))

    def _beside(self) -> Iterator[tuple[str, str]]:
        at = self.at
        place, net, kept = at["risk_at"], at["net"], at["retention"]
        yield "risk", f'IF({place}="","",INDEX(risktable_risk,{place}))'
        q = f"({kept}/(1+discount))"
        series = f"IF(ABS(1-{q})<1E-9,horizon_years,(1-{q}^horizon_years)/(1-{q}))"
        worth = f"{net}*{series}/(1+discount)-one_off"
        still = f'IF({kept}="",IF({net}=0,-one_off,""),{worth})'
        yield "base", _known((net,), still)
        mine = f"ranking_cust,{at['cust']}"
        deals, known = f"COUNTIF({mine})", f"COUNTIFS({mine},ranking_worth,{KNOWN})"
        yield "open", f'IF(AND({deals}>0,{known}=0),"",SUMIF({mine},ranking_worth))'
        customer = at["cust"]
        lead = f"MATCH(MATCH({customer},ranking_leads,0),ranking_weight_rank,0)"
        of_lead = f"MATCH(INDEX(ranking_deal,{lead}),risktable_deal,0)"
        own = f'IFERROR(MATCH({customer},risktable_idle,0),"")'
        yield "risk_at", f"IFERROR({of_lead},{own})"
        first = f"MATCH(MATCH({customer},ranking_firsts,0),ranking_priority,0)"
        yield "best_at", f'IFERROR({first},"")'


def _known(cells: tuple[str, ...] | list[str], formula: str) -> str:
    """Return the formula, blank unless all the cells hold something."""
    blank = [f'{cell}=""' for cell in cells]
    test = blank[0] if len(blank) == 1 else f"OR({','.join(blank)})"
    return f'IF({test},"",{formula})'
