"""In which currency is the plan? Said by its Policy, by headings, by the texts of amounts or formats."""

from collections import Counter
from collections.abc import Iterable

from xlplan.engine.reading.cells import Bad, shown
from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import CURRENCIES, Money


def choose_currency(tables: Iterable[Table]) -> str:
    """Return the ISO code that fits the most amounts; ``""`` when none names a currency.

    A heading such as “Amount (EUR)” counts as much as one amount that names its currency in its
    text or by its format. Ties go to the code met first.
    """
    votes: Counter[str] = Counter()
    for table in tables:
        for codes in table.currencies.values():
            votes.update(codes)
        for name in table.columns:
            for value in table.columns[name] if name in table.odd else ():
                if type(value) is Money:
                    votes.update(value.currencies)
            for sign, count in Counter(_formats(table, name).values()).items():
                votes.update(dict.fromkeys(CURRENCIES[sign], count))
    return max(votes, key=lambda code: votes[code], default="")


def settle_money(table: Table, currency: str, gathered: Gathered) -> None:
    """Turn amounts that name a currency into numbers, and tell which unit a heading sets.

    Choice: an amount in another currency than the plan's cannot be added to the rest and is not
    used; xlplan knows no rate of exchange.
    """
    for name, values in table.columns.items():
        if name in table.scales:
            _tell_unit(table, name, gathered)
        foreign = currency and currency not in table.currencies.get(name, (currency,))
        strange = _strange(table, name, currency)
        if foreign or strange:
            table.odd.add(name)
        elif name not in table.odd:
            continue
        for at, value in enumerate(values):
            if type(value) is Money:
                fits = not currency or currency in value.currencies
                values[at] = value.amount if fits else _other(value.text, currency)
            elif at in strange:
                values[at] = _other(strange[at], currency)
            elif foreign and type(value) is float:
                values[at] = _other(value, currency)


def _formats(table: Table, name: str) -> dict[int, str]:
    """Return the amounts of a column whose formats show a currency: index → which."""
    signs = table.raw.currencies.get(table.place.columns[name])
    if not signs or table.sheet.by_field[name].kind != "money":
        return {}
    values, start, end = table.columns[name], table.place.start, table.place.end
    return {
        row - start: sign
        for row, sign in signs.items()
        if start <= row < end and type(values[row - start]) is float
    }


def _strange(table: Table, name: str, currency: str) -> dict[int, str]:
    """Return those of them in another currency than the plan's, as they look in the workbook."""
    if not currency:
        return {}
    found = _formats(table, name)
    other = {sign for sign in set(found.values()) if currency not in CURRENCIES[sign]}
    if not other:
        return {}
    rows, column = table.raw.rows[table.place.start :], table.place.columns[name]
    return {
        at: f"{sign.upper()} {shown(rows[at][column])}"
        for at, sign in found.items()
        if sign in other
    }


def _tell_unit(table: Table, name: str, gathered: Gathered) -> None:
    """Say what one stands for under a heading with a unit."""
    scale, spot = table.scales[name], table.place.spot(table.place.columns[name])
    if table.sheet.by_field[name].kind == "money":
        gathered.add("HEADING_UNIT", spot, table.heading(name), scale=f"{scale:,.0f}")
    else:
        code = "HEADING_SHARE" if scale == 1.0 else "HEADING_PERCENT"
        gathered.add(code, spot, table.heading(name))


def _other(value: object, currency: str) -> Bad:
    return Bad("OTHER_CURRENCY", value, currency=currency)
