"""What does the summary compute itself? Grades, figures and order of customers, and why."""

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.ranking import ORDER
from xlplan.engine.result_frame import Frame
from xlplan.engine.result_live import Live, Spots, chosen, mark, quoted, told
from xlplan.engine.result_risk_live import level_formula
from xlplan.engine.result_shapes import Column, Row
from xlplan.engine.result_words import capital

HIDDEN = ("cust", "row", "rank_key", "sales")
"""Number of the customer, its row in Cost and return, and what the order follows."""
LETTER, IDLE = 10_000_000, 9_999_999  # a letter outweighs every priority, idle ones come last
KNOWN = '">-1E+300"'


def aside_columns() -> list[Column]:
    """Return the columns of the helpers."""
    return [Column(key, key, "int") for key in HIDDEN]


def aside_row(frame: Frame, one: CustomerAssessment) -> Row:
    """Return the helpers of a customer."""
    link, id_ = frame.linking, one.customer.id
    place = one.opportunities[0].priority if one.opportunities else IDLE
    return (
        link.customer[id_],
        link.seller[id_],
        (ORDER[one.grade] + 1) * LETTER + place,
        one.facts.sales or 0.0,
    )


class SummaryFormulas:
    """The formulas of the summary.

    Args:
        frame: words.
        at: where the columns are.
        rows: how many customers.
    """

    def __init__(self, frame: Frame, at: Spots, rows: int) -> None:
        self.frame, self.at, self.rows = frame, at, rows
        self.best = f"INDEX(returns_best_at,{at['row']})"

    def table(self) -> Live:
        """Return what of the table itself is live."""
        at, row = self.at, self.at["row"]
        place = f"INDEX(returns_risk_at,{row})"
        mine = f"ranking_cust,{at['cust']}"
        none = f"COUNTIFS({mine},ranking_expected,{KNOWN})=0"
        found = {
            "priority": self._priority(),
            "grade": f"INDEX(returns_grade,{row})",
            "level": level_formula(self.frame, at["risk"]),
            "risk": f"INDEX(returns_risk,{row})",
            "known": f'IF({place}="",0,INDEX(risktable_completeness,{place}))',
            "expected": f'IF({none},"",SUMIF({mine},ranking_expected))',
            "npv": f"INDEX(returns_npv,{row})",
            "net": f"INDEX(returns_net,{row})",
            "why": self._why(),
        }
        return Live(found, rows=self.rows)

    def aside(self) -> Live:
        """Return what of the helpers is live."""
        at, best = self.at, self.best
        place = f'IF({best}="",{IDLE},INDEX(ranking_priority,{best}))'
        found = {
            "row": f"MATCH({at['cust']},returns_cust,0)",
            "rank_key": f'FIND({at["grade"]},"ABCDX")*{LETTER}+{place}',
            "sales": f"N(INDEX(returns_sales,{at['row']}))",
        }
        return Live(found, rows=self.rows, hidden=HIDDEN)

    def _priority(self) -> str:
        """Return the rank: grade and best opportunity; of those without one the larger sales."""
        at = self.at
        better = f'COUNTIF({at.all("rank_key")},"<"&{at["rank_key"]})'
        tie = f"({at.all('sales')}={at['sales']})*({at.all('cust')}<{at['cust']})"
        same = f"({at.all('rank_key')}={at['rank_key']})*(({at.all('sales')}>{at['sales']})+{tie})"
        return f"1+{better}+SUMPRODUCT({same})"

    def _why(self) -> str:
        t, best = self.frame.texts, self.best
        gates, days = f"INDEX(ranking_gates,{best})", f"INDEX(ranking_days,{best})"
        closed = told(capital(t("gate closed: {why}", why=mark("why"))), why=gates)
        overdue = told(t("overdue by {days} days", days=mark("d")), d=f"-{days}")
        closes = told(t("closes in {days} days", days=mark("d")), d=days)
        undated = quoted(t("no close date"))
        closing = chosen(((f'{days}=""', undated), (f"{days}<0", overdue)), closes)
        marks = {name: mark(name) for name in ("deal", "closing", "p")}
        deal = told(
            t("{deal}: {closing}, {p} likely", **marks),
            deal=f"INDEX(ranking_opportunity,{best})",
            closing=closing,
            p=f'TEXT(INDEX(ranking_p_rank,{best}),"0%")',
        )
        idle = quoted(capital(t("no open opportunity")))
        return chosen(((f'{best}=""', idle), (f'{gates}<>""', closed)), deal)
