"""How does an authored sheet read inside another workbook?

Its texts become inline strings (the workbook's shared strings stay byte for byte as they are, no
index moves), style numbers are those of the workbook, its tab is not selected, and references to
our sheets and tables have their names there. All else is taken over as authored.

Works on the plain form that ``graft_source`` gives, where ``<`` starts nothing but a tag, so a
pattern that starts with it cannot match inside a text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from xlplan.hosts.files.graft.formulas import Renames
from xlplan.hosts.files.graft.source import HEADER, Source
from xlplan.hosts.files.graft.styles import Styles
from xlplan.hosts.files.ooxml.xmltext import escaped, unescaped

_CELLS = re.compile(
    rb'(<c(?: r="[A-Z]+[0-9]+")?)'
    rb'(?:((?:\s[^>]*?)?\st="s"[^>]*>)\s*<v>\s*([0-9]+)\s*</v>\s*</c>|((?:\s[^>]*)?>))'
)
"""Each cell in four: its place; the rest of its tag and its text's number, if it holds a shared
text; else the rest of its tag."""

_ATTRIBUTE = re.compile(rb'\s([a-z]+)="([^"]*)"')
_TAG = rb'<(?:%s)(?:\s(?:[^>"]|"[^"]*")*)?>'
_ROWS = re.compile(rb'(<row\s[^>]*?\ss=")([0-9]+)(?=")')
_COLUMNS = re.compile(rb'(<col\s[^>]*?\sstyle=")([0-9]+)(?=")')
_RULES = re.compile(_TAG % rb"cfRule|sortCondition|colorFilter")
_RULE_STYLE = re.compile(rb'(\sdxfId=")([0-9]+)(?=")')
_VIEW = re.compile(rb'(<sheetView(?:\s[^>]*?)?)\stabSelected="[^"]*"')
_FIRST_VIEW = re.compile(rb"<sheetView(?=[\s/>])")
_CODE = re.compile(rb'(<sheetPr(?:\s[^>]*?)?)\scodeName="[^"]*"')
_FORMULA = re.compile(rb"(<(?:\w+:)?(?:f|formula|formula1|formula2)(?:\s[^>]*)?>)([^<]+)")
_LINK = re.compile(_TAG % rb"hyperlink")
_LOCATION = re.compile(rb'(\s(?:location|textlink)=")([^"]*)(?=")')
_SHAPE = re.compile(_TAG % rb"(?:\w+:)?sp")


@dataclass(frozen=True, slots=True)
class Translator:
    """What a sheet's translation needs to know.

    Args:
        source: the authored workbook.
        styles: where its styles are in the workbook.
        renames: what is called otherwise there.
        same_epoch: both workbooks count days from the same date.
    """

    source: Source
    styles: Styles
    renames: Renames
    same_epoch: bool

    def sheet(self, part: str, *, active: bool) -> bytes:
        """Return a sheet's part; ``active``: it is the one in front.

        Raises:
            PlanError: GRAFT_CARRIES, GRAFT_EPOCH, GRAFT_XML.
        """
        data = self.source.plain(part)
        data = self._cells(data, part)
        cell, rule = self._number(self.styles.cell), self._number(self.styles.rule)
        data = _COLUMNS.sub(cell, _ROWS.sub(cell, data))
        data = _RULES.sub(lambda tag: _RULE_STYLE.sub(rule, tag[0]), data)
        data = _CODE.sub(rb"\1", _VIEW.sub(rb"\1", data))
        if active:
            data = _FIRST_VIEW.sub(b'<sheetView tabSelected="1"', data, count=1)
        data = HEADER + self._renamed(data)
        return self.source.fill(part, data, self.styles.cell) if self.source.fill else data

    def other(self, part: str) -> bytes:
        """Return a chart, a drawing or another part of a sheet; pictures come back as they are."""
        if not part.lower().endswith(".xml"):
            return self.source.parts.read(part)
        return HEADER + self._renamed(self.source.plain(part))

    def _cells(self, data: bytes, part: str) -> bytes:
        """Return a sheet with its cells as the workbook needs them.

        By tables, not by a function for each cell: a sheet has many cells, but few kinds of them.
        """
        texts, others = _Heads(self, part, b"<is>"), _Heads(self, part, b"")
        pieces: list[bytes] = _CELLS.split(data)
        pieces[2::5] = map(texts.__getitem__, pieces[2::5])
        pieces[4::5] = map(others.__getitem__, pieces[4::5])
        try:
            pieces[3::5] = map(self.source.numbered_strings.__getitem__, pieces[3::5])
        except KeyError as wrong:
            raise self.source.parts.fail("GRAFT_XML", part) from wrong
        return b"".join(pieces)

    def _renamed(self, data: bytes) -> bytes:
        if not self.renames:
            return data
        data = _FORMULA.sub(lambda found: found[1] + self._formula(found[2]), data)

        def place(tag: re.Match[bytes]) -> bytes:
            return _LOCATION.sub(
                lambda f: f[1] + self._formula(f[2]).replace(b'"', b"&quot;"), tag[0]
            )

        return _SHAPE.sub(place, _LINK.sub(place, data))

    def _formula(self, text: bytes) -> bytes:
        plain = unescaped(text.decode())
        new = self.renames.formula(plain)
        return text if new == plain else escaped(new).encode()

    @staticmethod
    def _number(new: Callable[[int], int]) -> Callable[[re.Match[bytes]], bytes]:
        return lambda found: found[1] + b"%d" % new(int(found[2]))


class _Heads(dict[bytes | None, bytes]):
    """The rest of a cell's tag as authored → in the workbook, up to where its text begins."""

    def __init__(self, translator: Translator, part: str, follows: bytes) -> None:
        super().__init__({None: b""})
        self._with, self._part, self._follows = translator, part, follows

    def __missing__(self, said: bytes | None) -> bytes:
        self[said] = self._head(said or b"") + self._follows
        return self[said]

    def _head(self, said: bytes) -> bytes:
        """Return a cell's attributes in the workbook."""
        values, closed = dict(_ATTRIBUTE.findall(said)), said.endswith(b"/>")
        kind = values.get(b"t", b"n")
        if b"vm" in values:
            raise self._with.source.parts.fail("GRAFT_CARRIES", self._part, thing="richValue")
        if kind == b"s" and not (closed or self._follows):
            raise self._with.source.parts.fail("GRAFT_XML", self._part)
        old = int(style) if (style := values.get(b"s", b"")).isdigit() else 0
        shows = kind == b"n" and not closed and not self._with.same_epoch
        if shows and self._with.styles.is_date(old):
            raise self._with.source.parts.fail("GRAFT_EPOCH", self._part)
        new = self._with.styles.cell(old)
        kept = [(k, v) for k, v in values.items() if k not in (b"s", b"t", b"cm")]
        kept += [(b"s", b"%d" % new)] if new else []
        kept += [(b"t", b"inlineStr" if kind == b"s" else kind)] if b"t" in values else []
        text = b"".join(b" " + key + b'="' + value + b'"' for key, value in kept)
        return text + (b"/>" if closed else b">")
