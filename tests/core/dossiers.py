"""The dossier of one customer, for tests."""

from plans import AS_OF

from xlplan.core import model
from xlplan.core.dossier import Dossier, Dossiers
from xlplan.core.facts import Ledger


def dossier(customer: dict[str, object] | None = None, **sheets: object) -> Dossier:
    """The dossier of customer ``c`` in a plan of these sheets; an hour costs 60."""
    one = model.Customer("c", "C", **customer or {})
    plan = model.Portfolio(customers=(one,), **{name: tuple(rows) for name, rows in sheets.items()})
    return Dossiers(plan, AS_OF).of(one, Ledger(plan, AS_OF, 60.0).facts(one))


def touch(day, **fields) -> model.Activity:
    return model.Activity(day, "c", **{"purpose": "review", **fields})
