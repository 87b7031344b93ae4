"""Is this value of a mapping file what it should be? Typed access that names the place."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.imports.mapping import Format, Words

Said = Mapping[str, Any]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known names most like this one, at most three.

    Example:
        >>> nearest("Custmer", ["Customer", "Amount"])
        'Customer'
    """
    names = list(dict.fromkeys(known))
    alike = {one.casefold(): one for one in names}
    plain = name.casefold()
    close = get_close_matches(plain, alike, 3) or get_close_matches(plain, alike, 3, 0.0)
    return ", ".join(alike[one] for one in close)


def check_words(said: Any, known: tuple[str, ...], place: str) -> None:
    """Check that something is a table of known instructions."""
    if not isinstance(said, dict):
        raise wrong(place, place, f"{{ {known[0]} = … }}")
    for word in said:
        if word not in known:
            raise PlanError("MAP_UNKNOWN_WORD", place=place, name=word, near=nearest(word, known))


def wrong(place: str, name: str, example: str) -> PlanError:
    """Return the error of a value that is not of its kind."""
    return PlanError("MAP_WRONG_VALUE", place=place, name=name, example=example)


def text_of(said: Said, name: str, place: str, *, need: bool = False) -> str:
    """Return a text; ``need`` = it may not be missing."""
    found = said.get(name, "")
    if not isinstance(found, str) or (need and not found):
        raise wrong(place, name, f'{name} = "text"')
    return found


def texts_of(said: Said, name: str, place: str) -> tuple[str, ...]:
    """Return a list of texts; one text alone counts as a list of one."""
    found = said.get(name, [])
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise wrong(place, name, f'{name} = ["one", "two"]')
    return tuple(found)


def table_of(said: Said, name: str, place: str) -> Said:
    """Return a table that may not be missing."""
    found = said.get(name)
    if not isinstance(found, dict) or not found:
        raise wrong(place, name, f"{name} = {{ … }}")
    return found


def pairs_of(said: Said, name: str, place: str) -> dict[str, str]:
    """Return a table of texts."""
    found = table_of(said, name, place) if name in said else {}
    if not all(isinstance(one, (str, int, float)) for one in found.values()):
        raise wrong(place, name, f'{name} = {{ old = "new" }}')
    return {old: str(new) for old, new in found.items()}


def number_of(said: Said, name: str, place: str) -> float | None:
    """Return a number, ``None`` when missing."""
    found = said.get(name)
    if found is not None and (isinstance(found, bool) or not isinstance(found, (int, float))):
        raise wrong(place, name, f"{name} = 1000")
    return found


def flag_of(said: Said, name: str, place: str) -> bool:
    """Return a yes or no, no when missing."""
    found = said.get(name, False)
    if not isinstance(found, bool):
        raise wrong(place, name, f"{name} = true")
    return found


def filter_of(said: Said, name: str, place: str) -> Words:
    """Return a condition: column → the texts that count."""
    found = table_of(said, name, place) if name in said else {}
    return {column: texts_of(found, column, f"{place} · {name}") for column in found}


def format_of(said: Said, form: Format, place: str) -> Format:
    """Return how cells are written here: what is said here, else what was said before.

    Words for nothing add up; date formats and the decimal sign replace.
    """
    null = form.null | {word.strip().casefold() for word in texts_of(said, "null", place)}
    decimal = text_of(said, "decimal", place) or form.decimal
    if decimal not in ("", ".", ","):
        raise wrong(place, "decimal", 'decimal = ","')
    return Format(null, texts_of(said, "dates", place) or form.dates, decimal)
