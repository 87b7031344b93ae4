"""How is a draft of a map written? As TOML, in the reader's language, with what to look at said."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from xlplan.core.issues import Finding, finding
from xlplan.engine.imports.drafting import Draft, Guess, Part
from xlplan.engine.tables import Column
from xlplan.engine.text import Texts

_SHOWN = 3  # cells that are quoted
_WANTED = 8  # headings named that would help most
_SIGNS = re.compile(r"([*?\[])")


def draft_toml(found: Draft, texts: Texts) -> str:
    """Return a draft as the text of a mapping file; what cannot be used as it is, is a comment."""
    lines = [
        _comment(texts("Drafted from headings and cells: every line is a guess. Read it through.")),
        _comment(
            texts(
                "How to read a map: “heading of the plan” = “column of the source”. What else a map "
                "can say stands at the top of workbooks/maps/maven_crm.toml."
            )
        ),
    ]
    if found.encoding:
        lines += ["", f"encoding = {_quoted(found.encoding)}"]
    for part in found.parts:
        lines += ["", *_part(part, texts)]
    for name in found.unlike:
        lines += ["", _comment(texts("{name}: resembles no sheet of a plan.", name=name))]
    return "\n".join(lines) + "\n"


def draft_lines(found: Draft, texts: Texts) -> Iterator[str]:
    """Return what the terminal shows of a draft: source by source, what it was taken for."""
    for part in found.parts:
        sheet = part.sheet.name(texts.lang)
        if part.missing:
            lacking = texts.listed(column.heading(texts.lang) for column in part.missing)
            yield texts(
                "{name} → {sheet}: not usable yet, nothing gives {lacking}",
                name=part.source.name, sheet=sheet, lacking=lacking,
            )  # fmt: skip
            continue
        taken = texts.listed(one.column.heading(texts.lang) for one in part.guesses if _fits(one))
        yield texts(
            "{name} → {sheet}: {count} rows; {taken}",
            name=part.source.name, sheet=sheet, count=len(part.source.rows), taken=taken,
        )  # fmt: skip
    for name in found.unlike:
        yield texts("{name}: resembles no sheet of a plan.", name=name)


def draft_findings(found: Draft, texts: Texts) -> list[Finding]:
    """Return which sheets the plan will lack although a source was meant for them."""
    return [
        finding(
            "DRAFT_NO_SHEET",
            file=part.source.name,
            target=part.sheet.name(texts.lang),
            missing=texts.listed(column.heading(texts.lang) for column in part.missing),
        )
        for part in found.lacking
    ]


def _part(part: Part, texts: Texts) -> Iterator[str]:
    name = _key(part.sheet.name(texts.lang))
    off = "# " if part.missing else ""
    for column in part.missing:
        heading = column.heading(texts.lang)
        yield _comment(
            texts(
                "No column was taken for “{heading}”, without which no row counts: add it below, "
                "and take off the # in front of the lines.",
                heading=heading,
            )
        )
    yield f"{off}[[{name}]]"
    file = _SIGNS.sub(r"[\1]", part.source.name)  # signs that would stand for others
    yield f"{off}file = {_quoted(file)}"
    if any(one.column.unique or one.column.field == "id" for one in part.guesses):
        yield f"{off}distinct = true"
    yield from _above(part, texts)
    yield f"{off}[{name}.columns]"
    for guess in part.guesses:
        yield from (line if line.startswith("#") else off + line for line in _line(guess, texts))
    for column in part.missing:
        yield f"# {_quoted(column.heading(texts.lang))} = {_quoted('')}"
    if part.unused:
        names = texts.listed(map(_quoted, part.unused))
        yield _comment(texts("Not used: {names}", names=names))
    wanted = _wanted(part)
    if wanted:
        names = texts.listed(_quoted(column.heading(texts.lang)) for column in wanted)
        yield _comment(texts("Still without a source, among others: {names}", names=names))


def _above(part: Part, texts: Texts) -> Iterator[str]:
    """Yield what was made of a unit of money above the headings, where there are amounts."""
    if not any(one.column.kind == "money" for one in part.guesses):
        return
    above = part.source.above
    if above.unit and above.unit.scale not in (None, 1.0):
        yield _comment(texts("Above the headings: “{note}”, hence times.", note=above.text))
    for one in above.doubts:
        yield _comment(
            texts(
                "Above the headings: “{note}”. Add times to amounts that are not in full.",
                note=one.text,
            )
        )


def _wanted(part: Part) -> Sequence[Column]:
    """Return columns of the sheet that nothing gives: the first ones are the most useful."""
    given = {one.column.field for one in part.guesses} | {one.field for one in part.missing}
    return [column for column in part.sheet.columns if column.field not in given][:_WANTED]


def _line(guess: Guess, texts: Texts) -> Iterator[str]:
    how, column, said = guess.fitted, guess.column, guess.said
    if how.meant:
        words = [word for pair in column.words.items() if (word := pair[texts.lang == "zh"])]
        allowed = " / ".join(words) or texts(column.note)
        yield _comment(
            texts("What each word means ({allowed}); “” leaves the cell blank.", allowed=allowed)
        )
        if texts.lang == "zh":
            said = {
                **said,
                "map": {old: column.words.get(one, one) for old, one in how.meant.items()},
            }
    if "lookup" in said:
        yield _comment(texts("Named there by name; the id is looked up."))
    if "join" in said:
        yield _comment(
            texts(
                "No column holds an id: the line of the row counts, so rows may only be appended."
            )
        )
    if how.unfit:
        first = list(dict.fromkeys(text.strip() for text in how.unfit))[:_SHOWN]
        words_for = {
            "count": len(how.unfit),
            "all": how.filled,
            "shown": texts.listed(map(_quoted, first)),
        }
        yield _comment(texts("{count} of {all} cells do not fit: {shown}", **words_for))
    if guess.hint:
        yield _comment(texts("If this is also the day on which an opportunity was won or lost:"))
    off = "" if _fits(guess) else "# "
    yield f"{off}{_quoted(column.heading(texts.lang))} = {_said(said)}"


def _fits(guess: Guess) -> bool:
    """Return whether a line can stand: it is needed, or half of its cells fit."""
    how, column = guess.fitted, guess.column
    needed = column.required or column.decides
    return not guess.hint and (needed or 2 * len(how.unfit) <= how.filled)


def _said(said: Mapping[str, object]) -> str:
    return _quoted(str(said["column"])) if list(said) == ["column"] else _inline(said)


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_inline(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "# " + " ".join(text.split())
