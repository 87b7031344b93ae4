"""Where does a result row lead to? To the plan document and to the planner's own row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xlplan.core.assessment import Assessment
from xlplan.core.issues import Finding
from xlplan.core.model import Customer, Opportunity
from xlplan.engine.result.live import units

LONGEST = 255  # signs of a text in a formula, those beyond 16 bits count twice


@dataclass(frozen=True, slots=True)
class Targets:
    """What result rows may lead to; nothing by default.

    Args:
        documents: customer id → plan document, its path seen from the result workbook with ``/``.
        book: the planner's workbook seen from there; ``""``: the same workbook; ``None``: no link
            to its rows.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    book: str | None = None


class Leads:
    """Finds the targets of rows.

    Args:
        assessment: an evaluated plan; its portfolio knows the sheets and columns.
        targets: what may be led to.
    """

    def __init__(self, assessment: Assessment, targets: Targets | None) -> None:
        self.targets = targets or Targets()
        plan = assessment.portfolio
        self._sheets, self._columns = plan.sheets or {}, plan.columns or {}

    def customers(self, customers: Iterable[Customer]) -> dict[str, list[str]]:
        """Return where the column of customers leads to: plan document, else the planner's row."""
        found = [self._document(one) or self._row("customers", one) for one in customers]
        return {"customer": found} if any(found) else {}

    def deals(self, deals: Iterable[Opportunity | None]) -> dict[str, list[str]]:
        """Return where the column of opportunities leads to: the planner's row."""
        found = [self._row("opportunities", one) if one else "" for one in deals]
        return {"opportunity": found} if any(found) else {}

    def rows(self, customers: Iterable[Customer]) -> dict[str, list[str]]:
        """Return where both columns lead to: of customers and of their ids."""
        known = list(customers)
        return self.customers(known) | self.ids(known)

    def ids(self, customers: Iterable[Customer]) -> dict[str, list[str]]:
        """Return where the column of customers' ids leads to: the planner's row."""
        found = [self._row("customers", one) for one in customers]
        return {"id": found} if any(found) else {}

    def cells(self, findings: Iterable[Finding]) -> dict[str, list[str]]:
        """Return where the column of the cells of findings leads to: the cell itself."""
        found = [self._cell(one.sheet, one.cell) for one in findings]
        return {"cell": found} if any(found) else {}

    def _document(self, customer: Customer) -> str:
        return _short(_address(self.targets.documents.get(customer.id, "")))

    def _row(self, sheet: str, record: Any) -> str:
        column = self._columns.get(sheet, {}).get("id")
        if column is None or sheet not in self._sheets or not record.row:
            return ""
        return self._cell(self._sheets[sheet], f"{column}{record.row}")

    def _cell(self, sheet: str, cell: str) -> str:
        if self.targets.book is None or not sheet or not cell:
            return ""
        name, before = sheet.replace("'", "''"), _address(self.targets.book)
        return _short(f"{before}#'{name}'!{cell}") if before or not self.targets.book else ""


def _address(path: str) -> str:
    """Return a path as a link spells it: % and # mean something there, a colon ends a scheme.

    Signs beyond ASCII and blanks stay: Excel and LibreOffice take them, and they count as one.
    """
    return "" if ":" in path else path.replace("%", "%25").replace("#", "%23")


def _short(target: str) -> str:
    """Return a target that a formula can hold; a longer one leads nowhere."""
    return target if units(target) <= LONGEST else ""
