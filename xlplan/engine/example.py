"""Which plan shows the whole method? Twelve invented customers, in English and in Chinese.

The stories stand in ``xlplan/example``, one file a customer, written as one tells them: a customer,
its rows, its opportunities with the people who decide. Figures, dates and ids are written once;
``zh.toml`` there holds the Chinese of every text.
"""

import tomllib
from importlib.resources import files
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.contract import SHEETS
from xlplan.engine.tables import Sheet

Rows = list[dict[str, Any]]

_TEXT = frozenset({"text", "any"})  # kinds of columns whose words a story tells in both languages
_OF_OPPORTUNITY = ("stakeholders", "competitors", "milestones", "answers")


def example_records(lang: str) -> dict[str, Rows]:
    """Return the records of the example: sheet key → rows as field → canonical value.

    Raises:
        PlanError: a story names a field that its sheet does not have.
    """
    found: dict[str, Rows] = {sheet.key: [] for sheet in SHEETS}
    for story in _stories():
        for key, rows in _flat(story).items():
            found[key] += rows
    chinese = _read("zh.toml") if lang == "zh" else {}
    return {sheet.key: _told(sheet, found[sheet.key], chinese) for sheet in SHEETS}


def example_stories(lang: str) -> list[tuple[str, str, str]]:
    """Return id, name and the point of each story, in the order of the example."""
    chinese = _read("zh.toml") if lang == "zh" else {}
    heads = [(one["customer"], one["story"]) for one in _stories() if "customer" in one]
    return [
        (
            customer["id"],
            chinese.get(customer["name"], customer["name"]),
            chinese.get(point, point),
        )
        for customer, point in heads
    ]


def _stories() -> list[dict[str, Any]]:
    folder = files("xlplan").joinpath("example")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name[0].isdigit())
    return [_read(name) for name in names]


def _read(name: str) -> dict[str, Any]:
    text = files("xlplan").joinpath("example", name).read_text("utf-8")
    return tomllib.loads(text)


def _flat(story: dict[str, Any]) -> dict[str, Rows]:
    """Return the rows of a story by sheet, with the ids that they belong to."""
    customer = story.get("customer")
    flat: dict[str, Rows] = {"customers": [customer] if customer else []}
    for deal in story.get("opportunity", []):
        own = {"customer_id": customer["id"]} if customer else {}
        plain = {name: value for name, value in deal.items() if name not in _OF_OPPORTUNITY}
        flat.setdefault("opportunities", []).append(own | plain)
        for key in _OF_OPPORTUNITY:
            below = [{"opportunity_id": deal["id"]} | row for row in deal.get(key, [])]
            flat.setdefault(key, []).extend(below)
    for key, rows in story.get("rows", {}).items():
        owner = {"customer_id": customer["id"]} if customer and key != "influences" else {}
        flat.setdefault(key, []).extend(owner | row for row in rows)
    return flat


def _told(sheet: Sheet, rows: Rows, chinese: dict[str, str]) -> Rows:
    """Return rows whose texts are in the language wanted, checked against the contract."""
    for row in rows:
        for field in row:
            if field not in sheet.by_field:
                known = ", ".join(sheet.by_field)
                raise PlanError("UNKNOWN_FIELD", field=field, sheet=sheet.en, near=known)
    texts = {column.field for column in sheet.columns if column.kind in _TEXT}
    return [
        {
            field: chinese.get(value, value) if field in texts and isinstance(value, str) else value
            for field, value in row.items()
        }
        for row in rows
    ]
