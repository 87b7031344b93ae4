"""What does the summary compute itself? Grades, figures and order of customers, and why."""

from xlplan.core.grading.ranking import ORDER
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.live import Live, Spots, chosen, mark, quoted, told
from xlplan.engine.result.ranking_order import places, rank_formula, size_keys
from xlplan.engine.result.risk_live import level_formula
from xlplan.engine.result.shapes import Column, Row
from xlplan.engine.result.words import capital

HIDDEN = ("cust", "row", "sales", "sales_key", "rank_key")
"""Number of the customer, its row in Cost and return, and what the order follows."""
LETTER, IDLE = 10_000_000, 5_000_000  # a letter outweighs every priority, idle ones come last
KNOWN = '">-1E+300"'


def aside_columns() -> list[Column]:
    """Return the columns of the helpers."""
    return [Column(key, key, "int") for key in HIDDEN]


def aside_rows(frame: Frame) -> list[Row]:
    """Return the helpers of every customer."""
    link, everyone = frame.linking, frame.assessment.customers
    numbers = [link.customer[one.customer.id] for one in everyone]
    sales = [one.facts.sales or 0.0 for one in everyone]
    keys = size_keys(sales, numbers)
    rows: list[Row] = []
    lines = zip(everyone, numbers, sales, keys, places(keys), strict=True)
    for one, number, sold, key, place in lines:
        deals = one.opportunities
        order = (ORDER[one.grade] + 1) * LETTER + (deals[0].priority if deals else IDLE + place)
        rows.append((number, link.seller[one.customer.id], sold, key, order))
    return rows


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
            "priority": rank_formula(at, "rank_key", "<"),
            "grade": f"INDEX(returns_grade,{row})",
            "level": level_formula(self.frame, at["risk"], at["known"]),
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
        sales = f"{IDLE}+{rank_formula(at, 'sales_key', '<')}"
        place = f'IF({best}="",{sales},INDEX(ranking_priority,{best}))'
        found = {
            "row": f"MATCH({at['cust']},returns_cust,0)",
            "rank_key": f'FIND({at["grade"]},"ABCDX")*{LETTER}+{place}',
            "sales_key": f"({rank_formula(at, 'sales', '>')})*{self.rows + 1}+{at['cust']}",
            "sales": f"N(INDEX(returns_sales,{at['row']}))",
        }
        return Live(found, rows=self.rows, hidden=HIDDEN)

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
