"""Which plan does a workbook hold? Tables as found become a Portfolio, a Policy and findings."""

from dataclasses import dataclass, replace
from typing import Any

from xlplan.core.issues import Finding
from xlplan.core.model import Competitor, Portfolio
from xlplan.core.pausing import collector_paused
from xlplan.core.policy import Policy, Value
from xlplan.engine.contract import CUSTOMERS, SHEETS
from xlplan.engine.reading.common import tell_common
from xlplan.engine.reading.describe import both, describe, tell_missing, tell_near, tell_unread
from xlplan.engine.reading.factors import read_factors
from xlplan.engine.reading.gather import Gathered, Spot
from xlplan.engine.reading.heading_rows import is_blank
from xlplan.engine.reading.headings import Place, locate
from xlplan.engine.reading.judging import judge
from xlplan.engine.reading.left_out import left_out
from xlplan.engine.reading.links import check_links
from xlplan.engine.reading.money import choose_currency, named_currencies, settle_money
from xlplan.engine.reading.nearest import near_sheet
from xlplan.engine.reading.policy import drop_foreign, read_changes
from xlplan.engine.reading.scores import tell_scores
from xlplan.engine.reading.second import end_before_next
from xlplan.engine.reading.table import Table, read_table, records
from xlplan.engine.reading.targets import settle_targets
from xlplan.engine.reading.totals import is_total
from xlplan.engine.reading.unit_doubts import tell_units
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.engine.tables import fold

US = "us"
_US = (US, "我方")


@dataclass(frozen=True)
class Reading:
    """What a workbook says.

    Args:
        portfolio: the records, with the addresses of their sheets and columns.
        policy: the numbers in force.
        findings: what was found on the way, in a stable order: by sheet, row, column.
        lang: ``en`` or ``zh``: the Policy's, else that of most sheet names and headings.
        currency: ISO code of the plan's currency, ``""`` when nothing names one.
    """

    portfolio: Portfolio
    policy: Policy
    findings: tuple[Finding, ...]
    lang: str
    currency: str


def read_portfolio(book: RawWorkbook) -> Reading:
    """Return the plan of a workbook.

    A workbook without a usable sheet Customers gives an empty portfolio and findings that say what
    was seen instead. Nothing that a planner may type raises an error.

    Example:
        >>> rows = [["客户编号", "客户名称", "毛利率"], ["0017", "东风水泥", "35%"]]
        >>> reading = read_portfolio(RawWorkbook([RawSheet("客户", rows)], ["客户"]))
        >>> reading.portfolio.customers[0].gross_margin, reading.lang, reading.findings
        (0.35, 'zh', ())
    """
    with collector_paused():
        return _read(book)


def _read(book: RawWorkbook) -> Reading:
    gathered = Gathered(tuple(book.names))
    places = _find_sheets(book, gathered)
    tables = {key: read_table(*found) for key, found in places.items()}
    changes = read_changes(tables["policy"], gathered) if "policy" in tables else {}
    currency = _settle(tables, str(changes.get("currency") or ""), gathered)
    if "policy" in tables:
        drop_foreign(tables["policy"], changes, currency, gathered)
    factors = read_factors(tables["risk_factors"], gathered) if "risk_factors" in tables else ()
    policy = Policy(changes, factors) if factors else Policy(changes)
    lang = _language(book, places, changes)
    if CUSTOMERS.key not in tables:
        findings = (*book.findings, *describe(book), *gathered.findings())
        return Reading(Portfolio(sheets={}, columns={}), policy, findings, lang, currency)
    names = {sheet.key: both(sheet) for sheet in SHEETS}
    names |= {key: place.name for key, (place, _) in places.items()}
    check_links({key: one for key, one in tables.items() if one.sheet.record}, names, gathered)
    portfolio = _portfolio(tables, gathered)
    if not portfolio.customers:
        gathered.add("NO_RECORDS", Spot(names[CUSTOMERS.key]))
    findings = (*book.findings, *_stray_sheets(book), *gathered.findings())
    return Reading(portfolio, policy, findings, lang, currency)


def _settle(tables: dict[str, Table], currency: str, gathered: Gathered) -> str:
    """Settle what one column alone cannot: targets and currencies; judge the rows then."""
    if "objectives" in tables:
        settle_targets(tables["objectives"])
    named = bool(currency)
    if not named:
        said = named_currencies(tables.values())
        currency = choose_currency(tables.values(), said)
        named = currency in said
    for key, table in tables.items():
        settle_money(table, currency, gathered, named=named)
        if key != "policy":  # it has rules of its own for blanks
            judge(table, gathered)
            tell_common(table, gathered)
            tell_scores(table, gathered)
    return currency


def _find_sheets(book: RawWorkbook, gathered: Gathered) -> dict[str, tuple[Place, RawSheet]]:
    """Return the usable sheets of the contract and where their tables lie, in its order."""
    found: dict[str, tuple[Place, RawSheet]] = {}
    for sheet in SHEETS:
        names = (fold(sheet.en), fold(sheet.zh))
        matching = [raw for raw in book.sheets if fold(raw.name) in names]
        filled = [raw for raw in matching if any(not is_blank(c) for row in raw.rows for c in row)]
        for raw in filled[1:]:
            gathered.add("SHEET_TWICE", Spot(raw.name), raw.name, first=filled[0].name)
        for raw in filled[:1]:
            place = locate(sheet, raw)
            if place is None:
                headings = ", ".join(both(column) for column in sheet.columns[:6])
                gathered.add("NO_HEADINGS", Spot(raw.name), "", headings=headings)
                continue
            tell_unread(place, raw, gathered)
            if place.missing:
                tell_missing(place, raw, gathered)
            else:
                found[sheet.key] = (place, raw)
                _tell_place(place, raw, gathered)
    return found


def _tell_place(place: Place, raw: RawSheet, gathered: Gathered) -> None:
    end_before_next(place, raw, gathered)
    tell_near(place, gathered)
    tell_units(place, gathered)
    for column, name in place.doubles.items():
        first = place.spot(place.columns[name]).cell
        spot = place.spot(column)
        gathered.add("HEADING_TWICE", spot, place.headings[name], first=first)
    if place.block:
        _tell_below(place, raw, gathered)


def _tell_below(place: Place, raw: RawSheet, gathered: Gathered) -> None:
    """Tell of records that stand right under an Excel table without belonging to it.

    A record says something of what must be there, and something more; a note does not. They end
    where a row says nothing in any column of the table.
    """
    needed = {place.columns[one.field] for one in place.sheet.columns if one.required}
    below: list[Spot] = []
    for at in range(place.end, len(raw.rows)):
        row = raw.rows[at]
        told = [
            column
            for column in sorted(place.columns.values())
            if column < len(row) and not is_blank(row[column])
        ]
        if not told:
            break
        if len(told) > 1 and needed & set(told) and not any(map(is_total, row)):
            below.append(Spot(place.name, at, told[0]))
    if below and place.block:
        first = below[0]
        gathered.add(
            "BELOW_TABLE", first, raw.rows[first.row][first.column],
            table=place.block.name, count=str(len(below)),
        )  # fmt: skip


def _stray_sheets(book: RawWorkbook) -> list[Finding]:
    """Return hints on sheets whose names are nearly those of sheets that are not there."""
    gathered = Gathered(tuple(book.names))
    present = {fold(name) for name in book.names}
    for name in book.names:
        near = near_sheet(name)
        if near and not present & {fold(near.en), fold(near.zh)} and not _is_result(name):
            gathered.add("NEAR_NAME", Spot(name), name, near=both(near))
    return list(gathered.findings())


def _is_result(name: str) -> bool:
    from xlplan.engine.result.frame import RESULT_SHEETS  # late: only a hint needs the names

    return any(fold(name) == fold(own) for names in RESULT_SHEETS.values() for own in names)


def _portfolio(tables: dict[str, Table], gathered: Gathered) -> Portfolio:
    filled = {key: one for key, one in tables.items() if one.sheet.record}
    found = {key: own_rows(key, records(one)) for key, one in filled.items()}
    return Portfolio(
        **found,
        sheets={key: table.place.name for key, table in tables.items()},
        columns={key: table.place.letters() for key, table in tables.items()},
        left_out=left_out(filled, gathered.findings()),
    )


def own_rows(key: str, found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the records of a sheet, our own row among the bidders under its one name.

    Example:
        >>> own_rows("competitors", (Competitor("O1", "我方"),))[0].name
        'us'
    """
    return tuple(map(_named_us, found)) if key == "competitors" else found


def _named_us(row: Competitor) -> Competitor:
    return replace(row, name=US) if fold(row.name) in _US else row


def _language(
    book: RawWorkbook, places: dict[str, tuple[Place, RawSheet]], changes: dict[str, Value]
) -> str:
    if changes.get("lang"):
        return str(changes["lang"])
    texts = [
        text for place, _ in places.values() for text in (place.name, *place.headings.values())
    ]
    if not texts:  # nothing matched: what script are its names and first cells in?
        texts = [
            *book.names,
            *(c for raw in book.sheets for row in raw.rows[:5] for c in row if isinstance(c, str)),
        ]
    chinese = sum(any("一" <= letter <= "鿿" for letter in text) for text in texts)
    return "zh" if chinese * 2 > len(texts) else "en"
