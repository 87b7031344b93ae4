"""What does the head office get of a workbook? Its customers, opportunities and findings as rows.

One table holds all: ``record`` says which a row is, and a column that does not belong to it is
blank. The same rows are in ``portfolio.parquet``.
"""

import csv
import unicodedata
import zlib
from collections.abc import Iterator
from io import StringIO
from typing import Any

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.engine.plan import Evaluation

COLUMNS = {
    "record": "VARCHAR",  # workbook, customer, opportunity, finding
    "book": "VARCHAR",
    "as_of": "DATE",
    "customer_id": "VARCHAR",
    "customer": "VARCHAR",
    "customer_key": "VARCHAR",  # the name as it counts across workbooks
    "owner": "VARCHAR",
    "region": "VARCHAR",
    "industry": "VARCHAR",
    "grade": "VARCHAR",
    "priority": "INTEGER",
    "risk": "DOUBLE",
    "risk_level": "VARCHAR",
    "known": "DOUBLE",
    "p": "DOUBLE",
    "expected_return": "DOUBLE",
    "key_account": "BOOLEAN",
    "sales": "DOUBLE",
    "gross": "DOUBLE",
    "net_year": "DOUBLE",
    "npv": "DOUBLE",
    "verdict": "VARCHAR",
    "opportunity_id": "VARCHAR",
    "opportunity": "VARCHAR",
    "amount": "DOUBLE",
    "expected_close": "DATE",
    "days_to_close": "INTEGER",
    "timing": "VARCHAR",
    "pse_state": "VARCHAR",
    "return_per_hour": "DOUBLE",
    "gates": "VARCHAR",
    "severity": "VARCHAR",
    "code": "VARCHAR",
    "sheet": "VARCHAR",
    "cell": "VARCHAR",
    "message": "VARCHAR",
}
"""The columns of the roll-up and their types in SQL, in order."""

_PLACES = {column: at for at, column in enumerate(COLUMNS)}
Row = dict[str, Any]
_FIRMS = (
    "股份有限公司", "有限责任公司", "有限公司", "incorporated", "corporation", "limited",
    "company", "gmbh", "llc", "ltd", "inc", "corp", "plc", "co", "ag", "sa",
)  # fmt: skip


def rows_of(name: str, found: Evaluation) -> Iterator[Row]:
    """Return the rows of an evaluated workbook: itself, its customers, opportunities, findings."""
    plan = found.assessment
    common = {"book": name, "as_of": plan.as_of}
    yield {"record": "workbook", "code": "", **common}
    yield from (common | _customer(one) for one in plan.customers)
    yield from (common | _opportunity(one) for one in plan.opportunities)
    for item in found.findings:
        yield {
            "record": "finding",
            **common,
            "severity": str(item.severity),
            "code": item.code,
            "sheet": item.sheet,
            "cell": item.cell,
            "message": found.texts.finding(item),
        }


def packed(rows: Iterator[Row]) -> bytes:
    """Return rows as compressed lines of CSV, one line a row, blank where there is nothing."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        line: list[Any] = [None] * len(COLUMNS)
        for column, value in row.items():
            line[_PLACES[column]] = _one_line(value) if isinstance(value, str) else value
        writer.writerow(line)
    return zlib.compress(text.getvalue().encode("utf-8", "replace"), zlib.Z_BEST_SPEED)


def unpacked(data: bytes) -> bytes:
    """Return the lines of CSV again."""
    return zlib.decompress(data)


def customer_key(name: str) -> str:
    """Return a customer's name as it counts across workbooks: no case, blanks, signs, legal form.

    Example:
        >>> customer_key("Harbour-Crane  Co., Ltd.") == customer_key("HARBOUR CRANE")
        True
        >>> customer_key("东风水泥（集团）有限公司") == customer_key("东风水泥(集团)")
        True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    while len(words) > 1 and words[-1] in _FIRMS:
        words.pop()
    joined = "".join(words)
    chinese = next((form for form in _FIRMS[:3] if joined.endswith(form)), "")
    return joined.removesuffix(chinese) or joined or folded


def _one_line(text: str) -> str:
    """Return a text as it can stand in a line, whatever a planner wrote."""
    return text if text.isprintable() else " ".join(text.split())


def _judged(one: CustomerAssessment | OpportunityAssessment) -> Row:
    """Return what is said of a customer and of an opportunity alike."""
    who = one.customer
    return {
        "customer_id": who.id,
        "customer": who.name,
        "customer_key": customer_key(who.name),
        "owner": who.owner,
        "region": who.region,
        "industry": who.industry,
        "grade": one.grade,
        "priority": one.priority,
        "risk": one.risk.score.value,
        "risk_level": one.risk.level,
        "known": one.risk.score.completeness,
        "expected_return": one.expected_return,
    }


def _customer(one: CustomerAssessment) -> Row:
    return _judged(one) | {
        "record": "customer",
        "p": one.lead.p if one.lead else None,
        "key_account": one.key_account,
        "sales": one.economics.sales,
        "gross": one.economics.gross,
        "net_year": one.economics.net_year,
        "npv": one.economics.npv,
        "verdict": one.economics.verdict,
        "opportunity_id": one.lead.opportunity.id if one.lead else None,
    }


def _opportunity(one: OpportunityAssessment) -> Row:
    deal = one.opportunity
    return _judged(one) | {
        "record": "opportunity",
        "p": one.p,
        "opportunity_id": deal.id,
        "opportunity": deal.name,
        "amount": deal.amount,
        "expected_close": deal.expected_close,
        "days_to_close": one.days_to_close,
        "timing": one.timing,
        "pse_state": one.pse_state,
        "return_per_hour": one.return_per_hour,
        "gates": "; ".join(one.gates),
    }
