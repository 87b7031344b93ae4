"""How does a page become blocks? The HTML of our templates is read, by its tags and classes.

Only what the templates use has a meaning (see ``templates/shared/parts.html.j2``); of anything else
the text is kept. A page that is no XML (``&nbsp;``, ``<br>``) is read as a browser would.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import XML, Element, ParseError, TreeBuilder

from xlplan.engine.paper.blocks import (
    Block,
    Card,
    Cards,
    Columns,
    Contents,
    Ending,
    Facts,
    Head,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Signs,
    Span,
)
from xlplan.engine.paper.cells import (
    TONES,
    capital,
    classes_of,
    flat,
    grade_of,
    name_of,
    neat,
    read_table,
    spans_of,
    words,
)

PLACE = '<img class="picture" alt="{name}"/>'
"""What stands in a page for a picture that another format draws itself."""

_VOID = frozenset({"br", "img", "meta", "link", "hr", "input", "wbr"})
_INLINE = frozenset(
    {"span", "b", "strong", "i", "em", "a", "small", "code", "br", "u", "sub", "sup"}
)


def read_paper(page: str, lang: str) -> Paper:
    """Return a page as a document of blocks."""
    root = _tree(page)
    body = root.find("body")
    body = root if body is None else body
    title = root.find("head/title")
    return Paper(
        lang=lang,
        title="" if title is None else flat(title),
        head=body.get("data-head", ""),
        foot=body.get("data-foot", ""),
        blocks=tuple(_blocks(body, "")),
    )


def _tree(page: str) -> Element:
    start = page.find("<html")
    page = page[max(start, 0) :].strip()
    try:
        return XML(page)
    except ParseError:
        reader = _Loose()
        reader.feed(page)
        return reader.root()


class _Loose(HTMLParser):
    """Reads what is HTML, but not XML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = TreeBuilder()
        self._open: list[str] = []
        self._tree.start("html", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            return
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._tree.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open:
                last = self._open.pop()
                self._tree.end(last)
                if last == tag:
                    return

    def handle_data(self, data: str) -> None:
        self._tree.data(data)

    def root(self) -> Element:
        while self._open:
            self._tree.end(self._open.pop())
        self._tree.end("html")
        return self._tree.close()


# blocks


def _blocks(node: Element, key: str) -> Iterator[Block]:
    """Yield the blocks inside an element; text and inline elements between them are paragraphs."""
    loose: list[Span] = list(words(node.text or "", Span("")))
    for child in node:
        if name_of(child) in _INLINE and not _placed(child):
            loose += spans_of(child, Span(""))
        else:
            yield from _loose_paragraph(loose)
            loose = []
            yield from _block(child, key)
        loose += words(child.tail or "", Span(""))
    yield from _loose_paragraph(loose)


def _placed(node: Element) -> bool:
    return any(name_of(one) == "img" for one in node.iter())


def _loose_paragraph(spans: list[Span]) -> Iterator[Block]:
    kept = neat(spans)
    if kept:
        yield Paragraph(kept)


def _block(node: Element, key: str) -> Iterator[Block]:  # noqa: C901, PLR0912 - a list of the tags
    tag, classes = name_of(node), classes_of(node)
    if tag in ("h1", "h2", "h3", "h4"):
        yield _heading(node, key)
    elif tag == "p":
        yield from _paragraph(node, classes)
    elif tag == "table":
        yield read_table(node)
    elif tag == "figure":
        yield from _figure(node)
    elif tag == "img":
        yield Picture(node.get("alt", ""))
    elif tag == "header" and "cover" in classes:
        yield _head(node)
    elif tag == "dl":
        yield _facts(node)
    elif tag in ("ul", "ol"):
        yield from _list(node, classes)
    elif tag == "nav":
        yield Contents(" ".join((node.text or "").split()) or node.get("aria-label", ""))
    elif "two" in classes:
        yield from _columns(node, key)
    elif "sign" in classes:
        yield Signs(tuple(flat(one) for one in node))
    elif tag == "footer":
        yield Paragraph(neat(spans_of(node, Span(""))), "footer")
    elif tag not in ("head", "style", "script", "svg", "template"):
        yield from _blocks(node, node.get("id", key) if tag == "section" else key)


def _heading(node: Element, key: str) -> Heading:
    number = next((flat(one) for one in node if "no" in classes_of(one)), "")
    text = flat(node).removeprefix(number).strip()
    level = max(1, int(name_of(node)[1]) - 1)
    return Heading(level, text, number, key if level == 1 else "", "page" in classes_of(node))


def _paragraph(node: Element, classes: list[str]) -> Iterator[Block]:
    if "closing" in classes:
        kind = next((one for one in classes if one != "closing"), "number")
        parts = [flat(one) for one in node]
        yield Ending(kind, parts[0] if parts else "", parts[1] if len(parts) > 1 else flat(node))
        return
    spans = neat(spans_of(node, Span("")))
    kind = next((one for one in classes if one in ("headline", "how")), "plain")
    if spans:
        yield Paragraph(spans, kind)


def _figure(node: Element) -> Iterator[Block]:
    caption = next((flat(one) for one in node.iter() if name_of(one) == "figcaption"), "")
    for one in node.iter():
        if name_of(one) == "img":
            yield Picture(one.get("alt", ""), caption)


def _head(node: Element) -> Head:
    texts = {name: flat(one) for one in node.iter() for name in classes_of(one)}
    name = next((flat(one) for one in node.iter() if name_of(one) == "h1"), "")
    badge = next((one for one in node.iter() if "grade" in classes_of(one)), None)
    found = None
    if badge is not None:
        label, sign, note = ([flat(one) for one in badge] + ["", "", ""])[:3]
        found = (label, sign, note, grade_of(badge))
    return Head(texts.get("kind", ""), name, texts.get("line", ""), found)


def _facts(node: Element) -> Facts:
    names = [flat(one) for one in node.iter() if name_of(one) == "dt"]
    values = [flat(one) for one in node.iter() if name_of(one) == "dd"]
    return Facts(tuple(zip(names, values, strict=False)))


def _list(node: Element, classes: list[str]) -> Iterator[Block]:
    if "figures" not in classes:
        for one in node:
            yield Paragraph(neat(spans_of(one, Span(""))), "item")
        return
    cards = []
    for one in node:
        texts = {name: flat(part) for part in one for name in classes_of(part)}
        tone = next((name for name in classes_of(one) if name in TONES), "plain")
        cards.append(
            Card(texts.get("label", ""), capital(texts.get("value", "")), texts.get("note", ""), tone,
                 texts.get("own", ""))
        )  # fmt: skip
    if cards:
        yield Cards(tuple(cards), 4 if "four" in classes else 3)


def _columns(node: Element, key: str) -> Iterator[Block]:
    columns = []
    for one in node:
        inside = tuple(_block(one, key)) if name_of(one) == "table" else tuple(_blocks(one, key))
        if inside:
            columns.append(inside)
    if len(columns) == 1:
        yield from columns[0]
    elif columns:
        yield Columns(tuple(columns))
