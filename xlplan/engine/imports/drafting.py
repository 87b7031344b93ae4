"""What might a map of these files be? A draft: every line a guess, made from headings and cells.

Nothing is imported by a guess: the draft is a file that somebody reads through first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlplan.engine.contract import CUSTOMERS
from xlplan.engine.imports.cells import converted
from xlplan.engine.imports.fitting import Fitted, fitted
from xlplan.engine.imports.mapping import Format
from xlplan.engine.imports.sources import Source
from xlplan.engine.reading.heads import resembled
from xlplan.engine.reading.nearest import known_heading, near_heading
from xlplan.engine.reading.units import heading_unit
from xlplan.engine.tables import Column, Sheet, fold_heading

_DERIVED = ("industry", "region", "owner")
"""What a list of deals or orders can tell of its customers, beside their names."""


class Guess(NamedTuple):
    """One line of a draft: the heading of the plan, and what it is made from.

    Args:
        column: of the plan.
        said: what the map says of it.
        fitted: how the cells fit.
        hint: nothing speaks for it but that it could be; a comment until somebody takes it.
    """

    column: Column
    said: Mapping[str, object]
    fitted: Fitted
    hint: bool = False


class Part(NamedTuple):
    """What one source gives to one sheet.

    Args:
        source: the file or sheet.
        sheet: of the plan.
        guesses: in the order of the plan's columns.
        unused: headings of the source that are taken for nothing.
        missing: columns without which no row counts, and that nothing gives.
    """

    source: Source
    sheet: Sheet
    guesses: tuple[Guess, ...]
    unused: tuple[str, ...]
    missing: tuple[Column, ...]


class Draft(NamedTuple):
    """A draft of a map.

    Args:
        parts: what each source gives to a sheet.
        unlike: the sources that resemble no sheet of a plan.
        encoding: of all CSV files among them, where it was found out.
    """

    parts: tuple[Part, ...]
    unlike: tuple[str, ...]
    encoding: str = ""

    @property
    def lacking(self) -> tuple[Part, ...]:
        """Return the parts that cannot be used, where nothing else gives their sheet."""
        given = {part.sheet.key for part in self.parts if not part.missing}
        return tuple(part for part in self.parts if part.missing and part.sheet.key not in given)


def draft(sources: Iterable[Source]) -> Draft:
    """Return the map that these files may have.

    Choice: without a list of customers they are taken from the first source that names one in each
    row; the name is then the id. Where others name customers by name and not by id, the name is
    looked up.
    """
    sources = list(sources)
    alike: list[tuple[Source, Sheet]] = []
    unlike: list[str] = []
    for source in sources:
        sheet = resembled(_label(source.name), [text for text in source.headings if text])
        if sheet is None or sheet.record is None:
            unlike.append(source.name)
        else:
            alike.append((source, sheet))
    found = [(source, sheet, _matches(source, sheet)) for source, sheet in alike]
    if not any(sheet is CUSTOMERS and "id" in known for _, sheet, known in found):
        named = _customers_of(found)
        found = [*named, *(one for one in found if not named or one[1] is not CUSTOMERS)]
    known = next(((one, names) for one, sheet, names in found if sheet is CUSTOMERS), None)
    parts = [_part(source, sheet, names, known) for source, sheet, names in found]
    parts.sort(key=lambda part: part.sheet is not CUSTOMERS)
    encodings = {source.guessed for source in sources if "!" not in source.name}
    return Draft(tuple(parts), tuple(unlike), encodings.pop() if len(encodings) == 1 else "")


def _label(name: str) -> str:
    """Return what a source is called: the sheet, or the file without its ending."""
    file, _, sheet = name.partition("!")
    return sheet or file.rpartition(".")[0]


def _matches(source: Source, sheet: Sheet) -> dict[str, str]:
    """Return field → heading of the source: the same name first, then common words, then likeness."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for meant in (_same, known_heading, near_heading):
        for heading in source.headings:
            column = meant(heading, sheet)
            if heading and heading not in used and column and column.field not in found:
                found[column.field] = heading
                used.add(heading)
    if "customer_id" in sheet.by_field and "customer_id" not in found:
        whose = next((one for one in source.headings if one not in used and _names(one)), None)
        if whose is not None:
            found["customer_id"] = whose
    if sheet is CUSTOMERS and ("id" in found) != ("name" in found):
        found["id"] = found["name"] = found.get("id") or found["name"]
    return found


def _same(heading: str, sheet: Sheet) -> Column | None:
    return sheet.by_heading.get(fold_heading(heading))


def _names(heading: str) -> bool:
    """Return whether a heading is one under which lists name their customers."""
    column = near_heading(heading, CUSTOMERS)
    return column is not None and column.field in ("id", "name")


def _customers_of(
    found: Sequence[tuple[Source, Sheet, dict[str, str]]],
) -> list[tuple[Source, Sheet, dict[str, str]]]:
    """Return the customers whom another source names, if one does."""
    for source, _, names in found:
        if "customer_id" in names:
            told = _matches(source, CUSTOMERS)
            own = {field: told[field] for field in _DERIVED if field in told}
            heading = names["customer_id"]
            return [(source, CUSTOMERS, {"id": heading, "name": heading} | own)]
    return []


def _part(
    source: Source,
    sheet: Sheet,
    names: Mapping[str, str],
    customers: tuple[Source, Mapping[str, str]] | None,
) -> Part:
    guesses: list[Guess] = []
    missing: list[Column] = []
    for column in sheet.columns:
        heading = names.get(column.field)
        if heading is not None:
            guesses.append(_guess(source, column, heading, customers))
        elif column.field == "id":
            numbered = {"join": f"{sheet.en[0]}{{#}}"}
            guesses.append(Guess(column, numbered, Fitted({}, len(source.rows), ())))
        elif column.required:
            missing.append(column)
    if sheet.key == "opportunities" and "status" not in names and "selling_step" in names:
        guesses += _status(source, sheet, names["selling_step"])
    if sheet.key == "opportunities" and "closed_on" not in names and "expected_close" in names:
        closed = _taken(source, sheet.by_field["closed_on"], names["expected_close"])
        guesses.append(closed._replace(hint=True))
    taken = {str(guess.said.get("column")) for guess in guesses}
    unused = tuple(text for text in source.headings if text and text not in taken)
    return Part(source, sheet, tuple(guesses), unused, tuple(missing))


def _guess(
    source: Source,
    column: Column,
    heading: str,
    customers: tuple[Source, Mapping[str, str]] | None,
) -> Guess:
    if column.field == "customer_id" and customers and customers[0] is not source:
        texts, (other, names) = column_texts(source, heading), customers
        ids, called = (set(column_texts(other, names[field])) for field in ("id", "name"))
        if sum(text in called for text in texts) > sum(text in ids for text in texts):
            looked = {"file": other.name, "key": names["name"], "value": names["id"]}
            return Guess(column, {"column": heading, "lookup": looked}, Fitted({}, len(texts), ()))
    return _taken(source, column, heading)


def _taken(source: Source, column: Column, heading: str) -> Guess:
    """Return the line by which a column of the source is taken for one of the plan."""
    texts, unit = column_texts(source, heading), heading_unit(heading)
    how = fitted(column, texts, unit, source.above.unit)
    return Guess(column, {"column": heading} | how.words, how)


def _status(source: Source, sheet: Sheet, heading: str) -> list[Guess]:
    """Return the status where the column of the steps tells it too: Won, Lost, 赢单."""
    column = sheet.by_field["status"]
    guess, texts = _taken(source, column, heading), set(column_texts(source, heading))
    told = [*(converted(column, one, Format()) for one in texts), *guess.fitted.meant.values()]
    return [guess] if "won" in told or "lost" in told else []


def column_texts(source: Source, heading: str) -> list[str]:
    """Return the cells of a column that are not blank."""
    at = source.headings.index(heading)
    return [text for row in source.rows if at < len(row) and (text := row[at]) and text.strip()]
