"""In which currency is the plan? Said by its Policy, by headings, by the texts of amounts or formats."""

from collections import Counter
from collections.abc import Container, Iterable

from xlplan.engine.reading.above import Doubt
from xlplan.engine.reading.cells import Bad, shown
from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.unit_notes import Unit
from xlplan.engine.reading.units import money_unit
from xlplan.engine.reading.values import CURRENCIES, Money

BARE = "$"
"""The sign that programs put into number formats by themselves, whatever the currency."""


def choose_currency(tables: Iterable[Table], said: Counter[str]) -> str:
    """Return the ISO code that fits the most amounts; ``""`` when none names a currency.

    A heading such as “Amount (EUR)” counts as much as one amount that names its currency in its
    text or by its format. Ties go to the code met first. A bare $ of formats counts only where no
    heading and no text names a currency.

    Args:
        tables: of the plan, converted.
        said: what their headings and texts name, see ``named_currencies``.
    """
    votes = said.copy()
    for table in tables:
        for name in table.columns:
            for sign, count in Counter(_formats(table, name).values()).items():
                if sign != BARE or not said:
                    votes.update(dict.fromkeys(CURRENCIES[sign], count))
    return most_named(votes)


def most_named(votes: Counter[str]) -> str:
    """Return the code named most often, of several the one met first; ``""`` without any.

    Example:
        >>> most_named(Counter(["USD", "EUR", "CNY", "EUR", "CNY"])), most_named(Counter())
        ('EUR', '')
    """
    return max(votes, key=lambda code: votes[code], default="")


def named_currencies(tables: Iterable[Table]) -> Counter[str]:
    """Return the codes that headings and the texts of amounts name, and how often."""
    votes: Counter[str] = Counter()
    for table in tables:
        for codes in table.currencies.values():
            votes.update(codes)
        for name in table.columns:
            for value in table.columns[name] if name in table.odd else ():
                if type(value) is Money:
                    votes.update(value.currencies)
    return votes


def settle_money(table: Table, currency: str, gathered: Gathered, *, named: bool) -> None:
    """Turn amounts that name a currency into numbers, and tell which unit a heading sets.

    Args:
        table: its columns converted.
        currency: the plan's.
        gathered: takes the findings.
        named: something else than number formats says that the plan is in it.

    Choice: an amount in another currency than the plan's cannot be added to the rest and is not
    used; xlplan knows no rate of exchange. A bare $ of formats is told and taken for the plan's
    currency where that is named: programs put it there by themselves, in plans of any currency.
    """
    _tell_above(table, currency, gathered)
    for name in table.columns:
        _tell_unit(table, name, gathered)
        by_sign = _strange(table, name, currency)
        if named and (bare := by_sign.pop(BARE, {})):
            first = min(bare)
            gathered.add(
                "FORMAT_SIGN", table.spot(name, first), bare[first],
                column=table.heading(name), currency=currency, count=f"{len(bare):,}",
            )  # fmt: skip
        strange = {at: text for cells in by_sign.values() for at, text in cells.items()}
        foreign = bool(currency) and currency not in table.currencies.get(name, (currency,))
        if not foreign:
            _tell_sizes(table, name, strange, gathered)
        if foreign or strange:
            table.odd.add(name)
        if name in table.odd:
            _use_own(table, name, currency, strange, foreign=foreign)


def _use_own(
    table: Table, name: str, currency: str, strange: dict[int, str], *, foreign: bool
) -> None:
    """Leave the amounts of a column that are in the plan's currency, as numbers; no others."""
    values = table.columns[name]
    for at, value in enumerate(values):
        if type(value) is Money:
            fits = not currency or currency in value.currencies
            values[at] = value.amount if fits else _other(value.text, currency)
        elif at in strange:
            values[at] = _other(strange[at], currency)
        elif foreign and type(value) is float:
            values[at] = _other(table.cell(name, at), currency)


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


def _strange(table: Table, name: str, currency: str) -> dict[str, dict[int, str]]:
    """Return those in another currency than the plan's: sign → index → how it looks in the workbook."""
    if not currency:
        return {}
    found = _formats(table, name)
    other = {sign for sign in set(found.values()) if currency not in CURRENCIES[sign]}
    if not other:
        return {}
    strange: dict[str, dict[int, str]] = {}
    for at, sign in found.items():
        if sign in other:
            text = f"{sign.upper()} {shown(table.cell(name, at))}"
            strange.setdefault(sign, {})[at] = text
    return strange


def _tell_sizes(table: Table, name: str, strange: Container[int], gathered: Gathered) -> None:
    """Tell of amounts whose formats name a size without scaling: 5 looks like 5万元.

    Choice: the number in the cell is read, as every formula of the workbook reads it. What is in
    another currency, and told for that, is not read at all.
    """
    if table.sheet.by_field[name].kind != "money":
        return
    start, scale = table.place.start, table.scales.get(name, 1.0)
    sizes = {
        row - start: size
        for row, size in table.raw.sizes.get(table.place.columns[name], {}).items()
        if start <= row < table.place.end and table.columns[name][row - start]
        if row - start not in strange
        if money_unit(size)[0] != scale
    }
    if sizes:
        at = min(sizes)
        value = shown(table.cell(name, at))
        gathered.add(
            "FORMAT_SIZE", table.spot(name, at), value,
            column=table.heading(name), size=sizes[at], count=f"{len(sizes):,}",
        )  # fmt: skip


def _tell_above(table: Table, currency: str, gathered: Gathered) -> None:
    """Tell which unit above the headings was read for which columns, and which was not.

    Choice: what changes nothing is not told, such as the plan's own currency in whole units. The
    sheets of rules have a unit a row: an amount of the Policy is that of its key, and the anchors
    of a factor are those of its input, so that no note above them is read.
    """
    above = table.above
    if table.sheet.record is None:
        read = [Doubt("", above.spot, above.text, (above.unit,))] if above.unit else []
        for one in (*read, *above.doubts):
            if not _is_plain(one.units, currency):
                gathered.add("UNIT_NOTE_RULES", one.spot, one.text)
        return
    for one in above.doubts if table.opened else ():
        if not _is_plain(one.units, currency):
            words = {"first": one.first} if one.first else {}
            gathered.add(one.code, one.spot, one.text, **words)
    if above.unit is None:
        return
    scale, codes = above.unit.scale or 1.0, above.unit.currencies
    used = [label for name, label in table.opened.items() if scale == 1.0 or name in table.scales]
    if used and not _is_plain((above.unit,), currency):
        gathered.add(
            "UNIT_NOTE", above.spot, above.text, columns=", ".join(used),
            scale=f"{scale:,.0f}", currency=currency if currency in codes else "".join(codes[:1]),
        )  # fmt: skip
    named = {name for name in table.currencies if not table.full.get(name)}
    whole = [name for name in table.columns if name in named - {*table.opened, *table.scales}]
    if whole and scale != 1.0:
        columns = ", ".join(map(table.heading, whole))
        gathered.add("UNIT_NOTE_HEADINGS", above.spot, above.text, columns=columns)


def _is_plain(units: Iterable[Unit], currency: str) -> bool:
    """Return whether units say nothing but whole ones of the plan's currency."""
    found = list(units)
    return bool(found) and all(
        one.scale in (None, 1.0) and (not currency or currency in (one.currencies or (currency,)))
        for one in found
    )


def _tell_unit(table: Table, name: str, gathered: Gathered) -> None:
    """Say what one stands for under a heading with a unit, and which cells hold more than they show."""
    if full := table.full.get(name):
        first, count = table.spot(name, min(full)), f"{len(full):,}"
        cell = table.cell(name, min(full))
        gathered.add("FORMAT_FULL", first, cell, column=table.heading(name), count=count)
    if name not in table.scales or name in table.opened:
        return
    scale, spot = table.scales[name], table.place.spot(table.place.columns[name])
    if table.sheet.by_field[name].kind == "money":
        gathered.add("HEADING_UNIT", spot, table.heading(name), scale=f"{scale:,.0f}")
    else:
        code = "HEADING_SHARE" if scale == 1.0 else "HEADING_PERCENT"
        gathered.add(code, spot, table.heading(name))


def _other(value: object, currency: str) -> Bad:
    return Bad("OTHER_CURRENCY", value, currency=currency)
