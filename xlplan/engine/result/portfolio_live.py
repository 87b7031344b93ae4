"""What does the portfolio compute itself? Shares, cumulative shares, concentration, losses."""

from collections.abc import Iterator

from xlplan.engine.result.live import Live, Look, Spots
from xlplan.engine.result.shapes import Column, Table

HIDDEN = ("cust", "row")
"""Number of the customer, its row in Cost and return."""


def aside_columns() -> list[Column]:
    """Return the columns of the helpers."""
    return [Column(key, key, "int") for key in HIDDEN]


def pareto_live(at: Spots, rows: int) -> Live:
    """Return what of the table of customers is live; its order is that of the run."""
    sales, gross, row = at["sales"], at["gross"], at["row"]
    margin = f"INDEX(returns_margin,{row})"
    all_gross = f"SUM({at.all('gross')})"
    found = {
        "sales": f"INDEX(returns_sales,{row})",
        "share": f'IF(all_sales=0,"",{sales}/all_sales)',
        "cumulative": f"IF(all_sales=0,0,SUM({_so_far(sales)})/all_sales)",
        "gross": f'IF({margin}="","",{sales}*{margin})',
        "cumulative_gross": f'IF({all_gross}=0,"",SUM({_so_far(gross)})/{all_gross})',
        "grade": f"INDEX(returns_grade,{row})",
    }
    return Live(found, rows=rows)


def _so_far(cell: str) -> str:
    """Return the cells from the first row down to this one: ``C$10:C10``."""
    letter = cell.rstrip("0123456789")
    return f"{letter}${cell[len(letter) :]}:{cell}"


def helpers_live(at: Spots, rows: int) -> Live:
    """Return what of the helpers is live."""
    return Live({"row": f"MATCH({at['cust']},returns_cust,0)"}, rows=rows, hidden=HIDDEN)


def tile_formulas(at: Spots, rows: int, top: int) -> dict[str, str]:
    """Return the formulas of the key figures.

    Args:
        at: where the columns of the table of customers are.
        rows: how many customers.
        top: how many of them are called the top.
    """
    sales, gross = at.all("sales"), at.all("gross")
    sold = f'SUMIF({sales},">0")'
    letter = at["sales"].rstrip("0123456789")

    def ranks(count: int) -> str:
        first = at.first + 1
        return f"(ROW({letter}${first}:{letter}${at.first + max(count, 1)})-{first - 1})"

    largest = f"LARGE({sales},{ranks(rows)})"
    gini = f"SUMPRODUCT(({rows + 1}-2*{ranks(rows)})*({largest}>0)*{largest})/({rows}*{sold})"
    hhi = f"SUMPRODUCT(({sales}>0)*1,{sales},{sales})*10000/{sold}^2"
    first = f"SUMPRODUCT(LARGE({sales},{ranks(top)}))/all_sales"
    return {
        "sales": f'IF(COUNT({sales})=0,"",SUM({sales}))',
        "gross": f'IF(COUNT({gross})=0,"",SUM({gross}))',
        "largest": f'IF(all_sales=0,"",MAX({sales})/all_sales)',
        "top": f'IF(all_sales=0,"",IFERROR({first},""))',
        "hhi": f'IF({sold}>0,{hhi},"")',
        "gini": f'IFERROR({gini},"")',
    }


def losses_live(pareto: Table, losses: Table, counts: tuple[int, ...]) -> Live:
    """Return what of the table of losses is live: sums of the rows that would be left."""

    def cells() -> Iterator[tuple[tuple[int, str], Look]]:
        gross = f"{pareto.address('gross', pareto.first)}:{pareto.address('gross', pareto.last)}"
        for at, count in enumerate(counts):
            sold, earned = (
                f"{pareto.address(key, pareto.first + count)}:{pareto.address(key, pareto.last)}"
                for key in ("sales", "gross")
            )
            left = losses.address("sales", losses.first + at)
            yield (at, "sales"), Look(formula=f"SUM({sold})")
            yield (at, "lost"), Look(formula=f'IF(all_sales=0,"",1-{left}/all_sales)')
            yield (at, "gross"), Look(formula=f'IF(COUNT({gross})=0,"",SUM({earned}))')

    return Live(looks=dict(cells()))


def grades_live(grades: Table, letters: str) -> Live:
    """Return what of the table of grades is live: counts over Cost and return."""
    count = grades.address("count", grades.first)
    letter, row = count.rstrip("0123456789"), grades.first + 1
    every = f"SUM({letter}${row}:{letter}${grades.last + 1})"
    looks = {
        (at, "count"): Look(formula=f'COUNTIF(returns_grade,"{grade}")')
        for at, grade in enumerate(letters)
    }
    return Live({"share": f'IF({every}=0,"",{count}/{every})'}, looks=looks)
