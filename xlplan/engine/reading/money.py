"""In which currency is the plan? Said by its Policy, by headings, or by the texts of amounts."""

from collections.abc import Iterable

from xlplan.engine.reading.cells import Bad
from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import Money


def choose_currency(tables: Iterable[Table]) -> str:
    """Return the ISO code that fits the most amounts; ``""`` when none names a currency.

    A heading such as “Amount (EUR)” counts as much as one text. Ties go to the code met first.
    """
    votes: dict[str, int] = {}
    for table in tables:
        for codes in table.currencies.values():
            _vote(votes, codes)
        for name in table.columns:
            for value in table.columns[name] if name in table.odd else ():
                if type(value) is Money:
                    _vote(votes, value.currencies)
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
        if foreign:
            table.odd.add(name)
        elif name not in table.odd:
            continue
        for at, value in enumerate(values):
            if type(value) is Money:
                fits = not currency or currency in value.currencies
                values[at] = value.amount if fits else _other(value.text, currency)
            elif foreign and type(value) is float:
                values[at] = _other(value, currency)


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


def _vote(votes: dict[str, int], codes: tuple[str, ...]) -> None:
    for code in codes:
        votes[code] = votes.get(code, 0) + 1
