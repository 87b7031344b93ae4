"""Do the records of a plan fit together? Ids, references, dates and lines of reporting.

A record that belongs to nobody cannot be evaluated and is left out with an error; what is merely
odd is kept with a warning.
"""

from collections import Counter
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from xlplan.engine.reading.gather import Gathered, Spot
from xlplan.engine.reading.ids import ids_by_name
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import fold_id
from xlplan.engine.reading.zeros import bare, take_numbers
from xlplan.engine.tables import fold

TARGETS = {
    "customer_id": "customers",
    "parent": "customers",
    "opportunity_id": "opportunities",
    "contact_id": "contacts",
    "reports_to": "contacts",
    "source": "contacts",
    "target": "contacts",
    "objective_id": "objectives",
}
"""Field of a reference → the sheet that it points to."""

OWNERS = ("customers", "opportunities")
"""A record that must belong to one of these, and does not, is left out."""

DATE_ORDER = {
    "opportunities": (("created", "closed_on"),),
    "invoices": (("date", "due"),),
    "activities": (("date", "promise_due"),),
    "complaints": (("opened", "responded"), ("opened", "closed")),
}
"""Sheet → pairs of dates of which the first comes first."""

Tables = dict[str, Table]

_MOST_LOOKS = 100_000  # ids that are looked at for similar ones, in a column


def check_links(tables: Tables, names: dict[str, str], gathered: Gathered) -> None:
    """Check ids and references of all sheets; rows that cannot belong anywhere are dropped.

    Args:
        tables: sheet key → its table, judged, in the order of the contract.
        names: sheet key → what to call the sheet.
        gathered: takes the findings.
    """
    for table in tables.values():
        _check_ids(table, gathered)
    ids = {key: {value for _, value in table.kept("id")} for key, table in tables.items()}
    for key, table in tables.items():
        for column in table.sheet.columns:
            target = TARGETS.get(column.field)
            if target and column.kind == "id" and column.field in table.columns:
                _check_reference(
                    table, column.field, _Target(target, names[target], tables, ids), gathered
                )
        ids[key] = {value for _, value in table.kept("id")}
    _check_pairs(tables, gathered)
    _check_owners(tables, gathered)
    for key, pairs in DATE_ORDER.items():
        if key in tables:
            for first, second in pairs:
                _check_order(tables[key], first, second, gathered)
    for key, name in (("customers", "parent"), ("contacts", "reports_to")):
        if key in tables:
            _check_loops(tables[key], name, gathered)


class _Target:
    """The sheet that references point to."""

    def __init__(self, key: str, name: str, tables: Tables, ids: dict[str, set[Any]]) -> None:
        self.key, self.name, self.tables = key, name, tables
        self.table, self.ids = tables.get(key), ids.get(key, set())
        self._folded: dict[str, str] | None = None
        self._looks = 0

    @cached_property
    def left_out(self) -> set[Any]:
        """Return the ids of the rows that gave no record."""
        return {self.table.columns["id"][at] for at in self.table.dropped} if self.table else set()

    @cached_property
    def rows(self) -> dict[Any, int]:
        """Return id → the first row that has it."""
        ids = self.table.columns["id"] if self.table else ()
        return {value: at for at, value in reversed(list(enumerate(ids)))}

    @cached_property
    def unnamed(self) -> list[int]:
        """Return the rows that say something and gave no record since they have no id."""
        if self.table is None:
            return []
        table, ids = self.table, self.table.columns["id"]
        return [
            at
            for at in sorted(table.dropped)
            if ids[at] is None and any(values[at] is not None for values in table.columns.values())
        ]

    @cached_property
    def likely(self) -> set[Any]:
        """Return which ids those rows may have: of the ids that nobody has those most referred to."""
        if not self.unnamed:
            return set()
        names = [name for name, key in TARGETS.items() if key == self.key]
        columns = [one.columns[name] for one in self.tables.values() for name in names
                   if name in one.columns]  # fmt: skip
        nobodys = Counter(value for values in columns for value in values if value not in self.ids)
        for known in (None, *self.left_out):
            nobodys.pop(known, None)
        return {value for value, _ in nobodys.most_common(len(self.unnamed))}

    def cause(self, value: str) -> tuple[str, dict[str, str]]:
        """Return the code and the words that say why an id is not there."""
        if name := self.named(value):
            return "UNKNOWN_ID", {"near": "", "named": name}
        near = self.near(value)
        if near and bare(near) == bare(value) and self.table:
            first = self.table.spot("id", self.rows[near]).cell
            return "ID_ZEROS", {"near": near, "first": first}
        if self.table and value in self.likely:
            return "ID_BLANK", {"first": self.table.spot("id", self.unnamed[0]).cell}
        return "UNKNOWN_ID", {"near": near, "named": ""}

    @cached_property
    def _names(self) -> dict[str, str]:
        """Return folded name → id."""
        return ids_by_name(self.table.both("id", "name") if self.table else ())

    def named(self, value: str) -> str:
        """Return the id of the only one called so, ``""`` without one."""
        return self._names.get(fold(value), "")

    def near(self, value: str) -> str:
        """Return the id that was probably meant, ``""`` if none is near."""
        if self._folded is None:
            self._folded = {fold_id(one): one for one in sorted(self.ids, reverse=True)}
        if same := self._folded.get(fold_id(value)):
            return same
        self._looks += len(self._folded)
        if self._looks > _MOST_LOOKS:
            return ""
        close = get_close_matches(fold_id(value), self._folded, 1, 0.8)
        return self._folded[close[0]] if close else ""


def _check_ids(table: Table, gathered: Gathered) -> None:
    """Tell of ids that stand twice: where they must be unique the later row is left out.

    An invoice number may stand on several rows (part payments, say): those are kept, and told.
    """
    column = table.sheet.by_field.get("id")
    if column is None or len(set(table.columns["id"])) == len(table):
        return
    first: dict[Any, int] = {}
    for at, value in table.kept("id"):
        if first.setdefault(value, at) != at:
            gathered.add(
                "DUPLICATE_ID" if column.unique else "REPEATED_ID", table.spot("id", at), value,
                column=table.heading("id"), first=table.spot("id", first[value]).cell,
            )  # fmt: skip
    if column.unique:
        table.dropped.update(at for at, value in table.kept("id") if first[value] != at)


def _check_reference(table: Table, name: str, target: _Target, gathered: Gathered) -> None:
    if target.table is not None:
        take_numbers(table, name, target.table, target.ids, gathered)
    missing = set(table.columns[name]) - target.ids
    missing.discard(None)
    if not missing:
        return
    lost = [(at, value) for at, value in enumerate(table.columns[name]) if value in missing]
    must = table.sheet.by_field[name].required and target.key in OWNERS
    if must:
        table.dropped.update(at for at, _ in lost)
    suffix, heading = "_ROW" if must else "", table.heading(name)
    if target.table is None and lost:
        spot, value = table.spot(name, lost[0][0]), lost[0][1]
        params = {"column": heading, "target": target.name, "count": str(len(lost))}
        gathered.add(f"NO_TARGET{suffix}", spot, value, **params)
        return
    params = {"column": heading, "target": target.name}
    outs = [pair for pair in lost if must and pair[1] in target.left_out]
    strays = [pair for pair in lost if pair[1] not in target.left_out]  # the others are told there
    for at, value in outs:
        gathered.add("OWNER_LEFT_OUT", table.spot(name, at), value, **params)
    causes = {value: target.cause(value) for value in {value for _, value in strays}}
    for at, value in strays:
        code, words = causes[value]
        gathered.add(code + suffix, table.spot(name, at), value, **params, **words)


def _check_pairs(tables: Tables, gathered: Gathered) -> None:
    """Leave out a stakeholder named twice, and an influence on oneself."""
    if table := tables.get("stakeholders"):
        first: dict[Any, int] = {}
        contacts = table.columns["contact_id"]
        for at, opportunity in table.kept("opportunity_id"):
            earlier = first.setdefault((opportunity, contacts[at]), at)
            if earlier != at:
                spot = table.spot("contact_id", at)
                cell = table.spot("contact_id", earlier).cell
                gathered.add(
                    "STAKEHOLDER_TWICE", spot, contacts[at], opportunity=opportunity, first=cell
                )
                table.dropped.add(at)
    if table := tables.get("influences"):
        targets = table.columns["target"]
        for at, source in table.kept("source"):
            if source == targets[at]:
                gathered.add("OWN_INFLUENCE", table.spot("target", at), source)
                table.dropped.add(at)


def _check_owners(tables: Tables, gathered: Gathered) -> None:
    """Warn where a contact or an opportunity of one customer is used under another."""
    contacts, deals = _owners(tables.get("contacts")), _owners(tables.get("opportunities"))
    customers = tables.get("customers")
    parents = (
        {one: parent for _, one, parent in customers.both("id", "parent")} if customers else {}
    )
    for key, table in tables.items():
        if key == "stakeholders":
            used = [
                (at, "contact_id", contacts[contact], deals.get(deal))
                for at, contact, deal in table.both("contact_id", "opportunity_id")
                if contact in contacts and contacts[contact] != deals.get(deal)
            ]
        elif key in ("activities", "costs", "decisions"):
            used = [
                (at, name, owner[value], customer)
                for name, owner in (("contact_id", contacts), ("opportunity_id", deals))
                for at, value, customer in table.both(name, "customer_id")
                if value in owner and owner[value] != customer
            ]
        else:
            continue
        for at, name, theirs, ours in used:
            if ours and not _related(parents, theirs, ours):
                gathered.add(
                    "OTHER_CUSTOMER", table.spot(name, at), table.columns[name][at],
                    column=table.heading(name), other=theirs, customer=ours,
                )  # fmt: skip


def _owners(table: Table | None) -> dict[Any, Any]:
    return {one: owner for _, one, owner in table.both("id", "customer_id")} if table else {}


def _related(parents: dict[Any, Any], one: object, other: object) -> bool:
    """Return whether one is the other's parent, or both have the same."""
    mine, theirs = parents.get(one), parents.get(other)
    return mine == other or theirs == one or (mine is not None and mine == theirs)


def _check_order(table: Table, first: str, second: str, gathered: Gathered) -> None:
    wrong = [(at, early, late) for at, early, late in table.both(first, second) if late < early]
    column, other = table.heading(second), table.heading(first)
    for at, early, late in wrong:
        spot = table.spot(second, at)
        gathered.add("DATES_REVERSED", spot, late, column=column, other=other, earlier=str(early))


def _check_loops(table: Table, name: str, gathered: Gathered) -> None:
    """Warn of lines that lead back to where they began; each loop once, at its first row."""
    above = {one: other for _, one, other in table.both("id", name)}
    rows = {value: at for at, value in table.kept("id")} if above else {}
    done: set[Any] = set()
    for start in above:
        path: dict[Any, None] = {}
        at: Any = start
        while at in above and at not in done and at not in path:
            path[at] = None
            at = above[at]
        if at in path:
            steps = list(path)
            loop = steps[steps.index(at) :]
            shown = [*loop[:6], *(["…"] if len(loop) > 6 else []), loop[0]]
            spot: Spot = table.spot(name, min(rows[one] for one in loop))
            chain = " → ".join(map(str, shown))
            gathered.add("LOOP", spot, at, column=table.heading(name), chain=chain)
        done.update(path)
