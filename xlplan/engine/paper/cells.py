"""What stands in a cell or a line of a page? Tables and text of our templates' HTML."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from xlplan.engine.paper.blocks import Cell, Row, Span, Spans, Table

KINDS = ("tag", "letter", "own", "dots")
TONES = ("good", "fair", "poor", "bad", "plain", "open")


def classes_of(node: Element) -> list[str]:
    """Return the classes of an element."""
    return node.get("class", "").split()


def name_of(node: Element) -> str:
    """Return the tag, without the namespace that SVG has."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def flat(node: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(node.itertext()).split())


def grade_of(node: Element) -> str:
    """Return the grade that colours an element."""
    return next((one[6:] for one in classes_of(node) if one.startswith("grade-")), "")


# tables


def read_table(node: Element) -> Table:
    """Return a table."""
    parts: dict[str, list[Row]] = {"thead": [], "tbody": [], "tfoot": []}
    caption = ""
    for part in node:
        tag = name_of(part)
        if tag == "caption":
            caption = flat(part)
        elif tag in parts:
            parts[tag] += [_row(one) for one in part if name_of(one) == "tr"]
        elif tag == "tr":
            parts["tbody"].append(_row(part))
    kind = "file" if "file" in classes_of(node) else ""
    return Table(tuple(parts["tbody"]), tuple(parts["thead"]), tuple(parts["tfoot"]), caption, kind)


def _row(node: Element) -> Row:
    kind = next((one for one in classes_of(node) if one in ("total", "open")), "")
    return Row(tuple(_cell(one) for one in node if name_of(one) in ("td", "th")), kind)


def _cell(node: Element) -> Cell:
    classes = classes_of(node)
    bar, colour = _bar(node)
    wide = node.get("colspan", "1")
    return Cell(
        _lines(node),
        head=name_of(node) == "th",
        align="right" if "n" in classes else "left",
        wide=int(wide) if wide.isdecimal() else 1,
        bar=bar,
        colour=colour,
        firm="n" in classes or "d" in classes,
    )


def _bar(node: Element) -> tuple[float | None, str]:
    for one in node:
        if name_of(one) == "svg" and "bar" in classes_of(one):
            filled = list(one)[-1]
            return float(filled.get("width", "0")), filled.get("fill", "")
        if "bars" in classes_of(node):
            continue
    return (0.0, "") if "bars" in classes_of(node) else (None, "")


def _lines(node: Element) -> tuple[Spans, ...]:
    """Return the text of a cell; what is small stands on a line of its own."""
    lines: list[list[Span]] = [[]]
    for span in spans_of(node, Span("")):
        if span.text == "\n":
            lines.append([])
            continue
        small = span.kind == "small"
        if lines[-1] and small != (lines[-1][0].kind == "small"):
            lines.append([])
        lines[-1].append(span)
    return tuple(kept for line in lines if (kept := neat(line)))


# text


def spans_of(node: Element, like: Span) -> Iterator[Span]:
    """Yield the text of an element, piece by piece."""
    tag, classes = name_of(node), classes_of(node)
    if tag in ("svg", "style", "script"):
        return
    if tag == "br":
        yield Span("\n")
    kind = next((one for one in classes if one in KINDS), "")
    if kind == "letter":
        like = Span("", kind, grade_of(node))
    elif kind:
        like = Span("", kind, next((one for one in classes if one in TONES), ""))
    elif tag == "small":
        like = Span("", "small")
    elif tag in ("b", "strong") and like.kind == "plain":
        like = Span("", "bold")
    first = node.text or ""
    yield from words(capital(first) if like.kind == "tag" else first, like)
    for child in node:
        yield from spans_of(child, like)
        yield from words(child.tail or "", like)


def words(text: str, like: Span) -> Iterator[Span]:
    """Yield a text with its blanks made one each, as a page shows it."""
    if text:
        start = " " if text[0].isspace() else ""
        end = " " if text[-1].isspace() and text.strip() else ""
        yield like._replace(text=f"{start}{' '.join(text.split())}{end}")


def capital(text: str) -> str:
    """Return a text as the style sheet shows it: its first letter is a capital one."""
    return text[:1].upper() + text[1:]


def neat(spans: Iterable[Span]) -> Spans:
    """Return spans without double blanks and without blanks at either end."""
    found: list[Span] = []
    for one in spans:
        text = one.text
        if not found or found[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        if found and found[-1].kind == one.kind == "plain":
            found[-1] = one._replace(text=found[-1].text + text)
        else:
            found.append(one._replace(text=text))
    while found and not found[-1].text.rstrip():
        found.pop()
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    return tuple(found)
