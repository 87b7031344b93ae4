"""Which rows of a sheet are lines of totals although nothing is missing in them?"""

from collections.abc import Iterator

from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.totals import LONGEST, Kind, Verdict, is_sum, kind_of, verdict


def drop_totals(table: Table, gathered: Gathered) -> None:
    """Leave out and tell the lines of totals; tell what may be one and is read."""
    if table.sheet.record is None:
        return
    named = "name" in table.columns and table.sheet.by_field["name"].required
    labels = dict[int, str]()
    for field in _fields(table):
        for at in _labelled(table, field):
            labels.setdefault(at, field)
    for at in sorted(labels):
        if at in table.dropped:
            continue
        field = labels[at]
        label = table.columns[field][at]
        if field not in ("id", "name"):  # a reference to what nothing is called
            told = "TOTAL_ROW" if kind_of(label) is Kind.SURE else ""
        else:
            told = _TOLD[_verdict(table, at, named=named)]
        if told:
            gathered.add(told, table.spot(field, at), label)
        if told == "TOTAL_ROW":
            table.forget(at)


_TOLD = {Verdict.TOTAL: "TOTAL_ROW", Verdict.UNSURE: "TOTAL_UNSURE", Verdict.RECORD: ""}


def _fields(table: Table) -> list[str]:
    """Return the columns in which a label of totals may stand: ids, names, references that must be."""
    return [
        one.field
        for one in table.sheet.columns
        if one.field in table.columns
        and (one.field in ("id", "name") or (one.kind == "id" and one.required))
    ]


def _labelled(table: Table, field: str) -> Iterator[int]:
    """Yield the rows whose text may label totals; few end in no digit where it is an id."""
    values = table.columns[field]
    texts = {one for one in values if type(one) is str}
    # a long text is no label, and a million of them take long to compare
    short = (one for one in texts if len(one) <= LONGEST and not one[-1:].isdigit())
    labels = {one for one in short if kind_of(one) is not Kind.NONE}
    if labels:
        yield from (at for at, one in enumerate(values) if type(one) is str and one in labels)


def _verdict(table: Table, at: int, *, named: bool) -> Verdict:
    key, name = (_text(table, field, at) for field in ("id", "name"))
    return verdict(key, name, lambda: _adds_up(table, at), named=named)


def _text(table: Table, field: str, at: int) -> str | None:
    value = table.columns[field][at] if field in table.columns else None
    return value if type(value) is str else None


def _adds_up(table: Table, at: int) -> bool:
    """Return whether an amount of a row is the sum of those of the records above it."""
    amounts = [one.field for one in table.sheet.columns if one.kind == "money"]
    return any(
        is_sum(
            table.columns[name][at],
            [v for row, v in enumerate(table.columns[name][:at])
             if type(v) is float and row not in table.dropped],
        )
        for name in amounts if name in table.columns
    )  # fmt: skip
