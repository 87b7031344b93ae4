"""Which figures does the head office ask for? Each as one question to the rows of all workbooks."""

from typing import Any

from xlplan.core.defaults import DEFAULTS
from xlplan.core.grading.risk import HARDLY_KNOWN
from xlplan.engine.result.fleet_board import Board, Totals

SHOWN = 10_000  # customers, opportunities, workbooks of a sheet
LISTED = 1_000  # duplicates and changes
LARGEST = 50
_ORDER = "coalesce(position(grade IN 'ABCDX'), 9)"

_GROUPS = """
SELECT grouping_id(owner, region, industry) AS which,
    coalesce(owner, region, industry) AS name,
    count(*) FILTER (c) AS customers,
    count(*) FILTER (c AND grade = 'A'), count(*) FILTER (c AND grade = 'B'),
    count(*) FILTER (c AND grade = 'C'), count(*) FILTER (c AND grade = 'D'),
    count(*) FILTER (c AND grade = 'X'),
    sum(sales) FILTER (c), sum(expected_return) FILTER (c), sum(net_year) FILTER (c),
    avg(risk) FILTER (c), count(*) FILTER (c AND risk_level IN ('high', 'severe')),
    count(*) FILTER (NOT c), sum(amount) FILTER (NOT c), sum(amount * p) FILTER (NOT c)
FROM (SELECT *, record = 'customer' AS c FROM portfolio
    WHERE record IN ('customer', 'opportunity'))
GROUP BY GROUPING SETS ((owner), (region), (industry), ())
ORDER BY which, 10 DESC NULLS LAST, name NULLS LAST
"""
_OWNER, _REGION, _INDUSTRY, _ALL = 3, 5, 6, 7  # bits of grouping_id: what is not grouped by

_KEY = "coalesce(nullif(customer_key, ''), book || customer_id)"
_MERGED = f"""
CREATE OR REPLACE TEMP TABLE merged AS
SELECT {_KEY} AS who, count(*) AS rows, sum(sales) AS sales FROM customers GROUP BY 1
"""
_LARGEST = f"""
WITH held AS (SELECT who, sales, greatest(sales, 0) AS sold FROM merged WHERE sales IS NOT NULL),
    first AS (SELECT * FROM held ORDER BY sold DESC, who LIMIT ?),
    named AS (SELECT {_KEY} AS who, min(customer) AS customer, count(DISTINCT book) AS books
        FROM customers WHERE {_KEY} IN (SELECT who FROM first) GROUP BY 1),
    firm AS (SELECT nullif(sum(sold), 0) AS total FROM held)
SELECT row_number() OVER w AS rank, customer, books, sales, sold / total,
    sum(sold) OVER (w ROWS UNBOUNDED PRECEDING) / total
FROM first JOIN named USING (who), firm WINDOW w AS (ORDER BY sold DESC, who) ORDER BY rank
"""
_HHI = """
WITH held AS (SELECT greatest(sales, 0) AS sold FROM merged WHERE sales IS NOT NULL)
SELECT 10000 * sum((sold / t) * (sold / t)) FROM held, (SELECT nullif(sum(sold), 0) AS t FROM held)
"""
_DUPLICATES = """
SELECT min(customer), count(DISTINCT book) AS books,
    string_agg(DISTINCT owner, ', ' ORDER BY owner),
    string_agg(DISTINCT grade, ', ' ORDER BY grade), sum(sales) AS sold,
    array_to_string(list_sort(list(DISTINCT book))[:5], ', ')
FROM customers
WHERE customer_key IN (SELECT who FROM merged WHERE rows > 1)
GROUP BY customer_key HAVING books > 1 ORDER BY sold DESC NULLS LAST, customer_key LIMIT ?
"""
_CHANGES = """
SELECT coalesce(n.customer, b.customer), coalesce(n.book, b.book), coalesce(n.owner, b.owner),
    b.grade, n.grade, b.risk, n.risk, b.expected_return, n.expected_return,
    coalesce(n.expected_return, 0) - coalesce(b.expected_return, 0) AS moved
FROM customers AS n FULL JOIN before AS b USING (book, customer_id)
WHERE n.grade IS DISTINCT FROM b.grade OR abs(moved) >= 0.5 OR abs(n.risk - b.risk) >= 0.05
ORDER BY abs(moved) DESC, 2, 1 LIMIT ?
"""
_COMPARED = """
SELECT grade, b.n, n.n, b.s, n.s FROM
    (SELECT grade, count(*) AS n, sum(expected_return) AS s FROM customers GROUP BY 1) AS n
    FULL JOIN (SELECT grade, count(*) AS n, sum(expected_return) AS s FROM before GROUP BY 1) AS b
    USING (grade)
ORDER BY grade
"""
_BOOKS = """
SELECT book, max(code) FILTER (record = 'workbook') AS failed, max(as_of),
    count(*) FILTER (record = 'customer'), count(*) FILTER (record = 'opportunity'),
    count(*) FILTER (record = 'finding' AND severity = 'error') AS errors
FROM portfolio GROUP BY book ORDER BY failed = '' NULLS LAST, errors DESC, book LIMIT ?
"""
_FINDINGS = """
SELECT code, severity, count(*) AS n, count(DISTINCT book), min(message)
FROM findings GROUP BY 1, 2 ORDER BY n DESC, code LIMIT ?
"""


_LEVEL = (
    f"CASE WHEN known < {DEFAULTS['gate.completeness'].default} THEN CASE risk_level "
    + " ".join(f"WHEN '{level}' THEN '{told}'" for level, told in HARDLY_KNOWN.items())
    + " END ELSE risk_level END AS risk_level"
)
"""A level that rests on too little says so. Choice: by the default of the bound, for the workbooks'
own policies lie with the workbooks."""


def _first(view: str, columns: str, value: str, last: str) -> str:
    """Return a question for the first rows by grade and value.

    The value of the last row among them is found first: to sort all rows with all their columns
    would cost four times as much.
    """
    return f"""
WITH known AS (SELECT {_ORDER} AS letter, coalesce({value}, '-infinity') AS value FROM {view}),
    edge AS (SELECT * FROM (SELECT * FROM known ORDER BY letter, value DESC LIMIT {SHOWN})
        ORDER BY letter DESC, value LIMIT 1)
SELECT {columns} FROM {view}, edge
WHERE {_ORDER} < letter OR ({_ORDER} = letter AND coalesce({value}, '-infinity') >= edge.value)
ORDER BY {_ORDER}, {value} DESC NULLS LAST, {last} LIMIT {SHOWN}
"""


_CUSTOMERS = _first(
    "customers",
    f"customer, customer_id, book, owner, region, industry, grade, risk, {_LEVEL}, p, "
    "expected_return, sales, net_year, npv, verdict, as_of",
    "expected_return",
    "book, customer_id",
)
_OPPORTUNITIES = _first(
    "opportunities",
    "opportunity, opportunity_id, customer, book, owner, grade, amount, p, expected_return, risk, "
    f"{_LEVEL}, expected_close, days_to_close",
    "return_per_hour",
    "book, opportunity_id",
)


def board_of(base: Any, previous: str) -> Board:
    """Return the figures of a portfolio.

    Args:
        base: a connection of DuckDB with the views of ``rollup.opened``.
        previous: the month of the view ``before``, ``""`` without one.
    """

    def ask(question: str, *values: object) -> list[Any]:
        found: list[Any] = base.execute(question, values).fetchall()
        return found

    ask("SET threads = 1")  # sums of fractions depend on their order: the same rows, the same bytes
    ask(_MERGED)
    groups: dict[int, list[Any]] = {_OWNER: [], _REGION: [], _INDUSTRY: [], _ALL: []}
    for which, *row in ask(_GROUPS):
        groups[which].append(tuple(row))
    largest = ask(_LARGEST, LARGEST)
    everything: Any = groups[_ALL][0] if groups[_ALL] else (None, 0, *[None] * 13)
    ((books, failed),) = ask(
        "SELECT count(*), count(*) FILTER (code <> '') FROM portfolio WHERE record = 'workbook'"
    )
    ((hhi,),) = ask(_HHI)
    totals = Totals(
        books, failed, everything[1], everything[7], everything[8], everything[12] or 0,
        everything[13], everything[14], largest[min(9, len(largest) - 1)][5] if largest else None,
        hhi,
    )  # fmt: skip
    grades = "SELECT grade, count(*), sum(expected_return) FROM customers GROUP BY 1 ORDER BY 1"
    return Board(
        totals,
        ask(grades),
        largest,
        groups[_OWNER],
        groups[_REGION],
        groups[_INDUSTRY],
        ask(_CUSTOMERS),
        ask(_OPPORTUNITIES),
        ask(_DUPLICATES, LISTED),
        previous,
        ask(_COMPARED) if previous else [],
        ask(_CHANGES, LISTED) if previous else [],
        ask(_FINDINGS, LISTED),
        ask(_BOOKS, SHOWN),
    )
