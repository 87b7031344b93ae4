"""What would be if a cell said something else? Changes applied to a plan; nothing is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any, NamedTuple

from xlplan.core.grading.winning import COMPARED, competition_gap, is_us
from xlplan.core.issues import PlanError
from xlplan.core.model import Competitor, Portfolio
from xlplan.core.moves.comparing import Comparison, CustomerChange, DealChange, compare
from xlplan.core.moves.score_changes import PartChange, ScoreChange

__all__ = ["GAP", "KEYS", "Change", "Comparison", "CustomerChange", "DealChange", "PartChange",
           "ScoreChange", "Value", "apply", "compare", "find_row", "record_key", "shift_gap"]  # fmt: skip

Value = float | int | str | bool | dt.date | None

KEYS: dict[str, tuple[str, ...]] = {
    "customers": ("id",),
    "contacts": ("id",),
    "opportunities": ("id",),
    "stakeholders": ("opportunity_id", "contact_id"),
    "influences": ("source", "target"),
    "competitors": ("opportunity_id", "name"),
    "milestones": ("opportunity_id", "step", "node"),
    "stage_tasks": ("customer_id", "stage", "task"),
    "activities": ("customer_id", "date"),
    "costs": ("customer_id", "date"),
    "invoices": ("id",),
    "surveys": ("customer_id", "date"),
    "complaints": ("customer_id", "opened"),
    "objectives": ("id",),
    "actions": ("customer_id", "name"),
    "whitespace": ("customer_id", "product"),
    "leads": ("name",),
    "answers": ("opportunity_id", "question"),
    "decisions": ("customer_id", "date"),
}
"""What names a row of each sheet; the parts are joined by a slash: ``O7/K3``, ``O7/us``."""

GAP = "gap"
"""The competition gap of an opportunity, which may be set as if it were a cell of Competitors."""

FIXED = frozenset({"id", "customer_id", "opportunity_id", "contact_id", "source", "target", "row"})
"""The fields that tie records together, which no change may touch."""


class Change(NamedTuple):
    """One cell that says something else.

    Args:
        sheet: key of the sheet, a field of ``Portfolio``.
        key: the row, as ``record_key`` names it; the beginning up to a slash will do where it is
            unique, and ``#12`` is row 12.
        field: the field of the record; or ``gap`` of an opportunity's Competitors.
        value: the canonical value: words in English, shares 0–1; ``None`` for a blank.
    """

    sheet: str
    key: str
    field: str
    value: Value


def record_key(sheet: str, record: Any) -> str:
    """Return the name of a row: its id, or the parts of ``KEYS`` joined by slashes.

    Example:
        >>> record_key("competitors", Competitor("O7", "我方"))
        'O7/us'
    """
    parts = [getattr(record, name) for name in KEYS[sheet]]
    if sheet == "competitors" and is_us(record.name):
        parts[-1] = "us"
    return "/".join(str(part) for part in parts if part is not None)


def apply(portfolio: Portfolio, changes: Sequence[Change]) -> Portfolio:
    """Return the plan with the changes made, one after the other; the given one stays as it is.

    Raises:
        PlanError: a sheet, field or row that there is not, or a key that fits several rows. The
            columns that tie records together (ids) are no fields here.

    Example:
        >>> from xlplan.core.model import Customer
        >>> plan = Portfolio(customers=(Customer("c", "C", dso_days=90.0),))
        >>> apply(plan, [Change("customers", "c", "dso_days", 60.0)]).customers[0].dso_days
        60.0
    """
    rows: dict[str, list[Any]] = {}
    for one in changes:
        if one.sheet not in KEYS:
            raise PlanError("UNKNOWN_SHEET_KEY", name=one.sheet, near=", ".join(KEYS))
        held = rows.setdefault(one.sheet, list(getattr(portfolio, one.sheet)))
        if one.sheet == "competitors" and one.field == GAP:
            rows[one.sheet] = _with_gap(held, one)
            continue
        at = find_row(held, one, portfolio)
        names = [field.name for field in fields(held[at]) if field.name not in FIXED]
        if one.field not in names:
            raise PlanError(
                "UNKNOWN_FIELD", sheet=one.sheet, field=one.field, near=", ".join(names)
            )
        held[at] = replace(held[at], **{one.field: one.value})
    changed: dict[str, Any] = {sheet: tuple(held) for sheet, held in rows.items()}
    return replace(portfolio, **changed)


def find_row(rows: Sequence[Any], change: Change, portfolio: Portfolio) -> int:
    """Return where in its sheet the row is that a change means.

    Choice: a customer, contact or opportunity may also be called by its name, a stakeholder by the
    person's; an id goes first.

    Raises:
        PlanError: there is no such row, or there are several.
    """
    key, sheet = change.key, change.sheet
    if key.startswith("#") and key[1:].isdigit():
        found = [at for at, one in enumerate(rows) if one.row == int(key[1:])]
    else:
        named = [record_key(sheet, one) for one in rows]
        found = [at for at, name in enumerate(named) if name == key]
        found = found or [at for at, name in enumerate(named) if name.startswith(f"{key}/")]
        found = found or _called(rows, change, portfolio)
    if not found:
        near = get_close_matches(key, [record_key(sheet, one) for one in rows], 3, 0.3)
        raise PlanError("NO_SUCH_RECORD", sheet=sheet, key=key, near=", ".join(near) or "–")
    if len(found) > 1:
        raise PlanError("SEVERAL_RECORDS", sheet=sheet, key=key, count=len(found))
    return found[0]


def _called(rows: Sequence[Any], change: Change, portfolio: Portfolio) -> list[int]:
    """Return the rows whose record, or whose person, has that name."""
    wanted = change.key.casefold()
    if change.sheet == "stakeholders":
        names = {one.id: one.name for one in portfolio.contacts}
        said = [f"{one.opportunity_id}/{names.get(one.contact_id, '')}" for one in rows]
    elif KEYS[change.sheet] == ("id",):
        said = [getattr(one, "name", None) or "" for one in rows]
    else:
        return []
    return [at for at, name in enumerate(said) if name.casefold() == wanted]


def _with_gap(rows: list[Competitor], change: Change) -> list[Competitor]:
    mine = [one for one in rows if one.opportunity_id == change.key]
    if competition_gap(mine) is None or not isinstance(change.value, (int, float)):
        raise PlanError("NO_SUCH_RECORD", sheet=change.sheet, key=f"{change.key}.{GAP}", near="–")
    moved = iter(shift_gap(mine, float(change.value)))
    return [next(moved) if one.opportunity_id == change.key else one for one in rows]


def shift_gap(bidders: Sequence[Competitor], gap: float) -> list[Competitor]:
    """Return the bidders of one opportunity with the competition gap set; they must have one.

    Choice: every score of ours that is compared moves by the same amount, past 0 and 100 where it
    must: what is beyond them stands for the rivals' moving the other way.
    """
    now = competition_gap(bidders)
    if now is None:
        raise ValueError(gap)
    ours = next(at for at, one in enumerate(bidders) if is_us(one.name))
    rivals = [one for one in bidders if not is_us(one.name)]
    moved: dict[str, Any] = {}
    for name in COMPARED:
        mine = getattr(bidders[ours], name)
        if mine is not None and any(getattr(one, name) is not None for one in rivals):
            moved[name] = mine + gap - now
    shifted = list(bidders)
    shifted[ours] = replace(bidders[ours], **moved)
    return shifted
