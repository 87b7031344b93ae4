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

from xlplan.hosts.files.graft_formulas import Renames
from xlplan.hosts.files.graft_source import HEADER, Source
from xlplan.hosts.files.graft_styles import Styles
from xlplan.hosts.files.xmltext import escaped, unescaped

_CELL = re.compile(
    rb'<c(?: r="([A-Z]+[0-9]+)")?((?:\s[^>]*)?)>(?:\s*<v>\s*([0-9]+)\s*</v>\s*</c>)?'
)
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
        data = _CELL.sub(self._cell_of(part), data)
        cell, rule = self._number(self.styles.cell), self._number(self.styles.rule)
        data = _COLUMNS.sub(cell, _ROWS.sub(cell, data))
        data = _RULES.sub(lambda tag: _RULE_STYLE.sub(rule, tag[0]), data)
        data = _CODE.sub(rb"\1", _VIEW.sub(rb"\1", data))
        if active:
            data = _FIRST_VIEW.sub(b'<sheetView tabSelected="1"', data, count=1)
        return HEADER + self._renamed(data)

    def other(self, part: str) -> bytes:
        """Return a chart, a drawing or another part of a sheet; pictures come back as they are."""
        if not part.lower().endswith(".xml"):
            return self.source.parts.read(part)
        return HEADER + self._renamed(self.source.plain(part))

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

    def _cell_of(self, part: str) -> Callable[[re.Match[bytes]], bytes]:
        """Return what replaces a cell's opening tag, with its value if that is a whole number."""
        strings, heads = self.source.strings, {}

        def cell(found: re.Match[bytes]) -> bytes:
            place, said, value = found.groups()
            if said not in heads:
                heads[said] = self._head(said, part)
            head, is_text = heads[said]
            start = b'<c r="' + place + b'"' + head if place else b"<c" + head
            if not is_text:
                return start + b">" + (b"<v>" + value + b"</v></c>" if value else b"")
            if value is None or int(value) >= len(strings):
                raise self.source.parts.fail("GRAFT_XML", part)
            return start + b"><is>" + strings[int(value)] + b"</is></c>"

        return cell

    def _head(self, said: bytes, part: str) -> tuple[bytes, bool]:
        """Return a cell's attributes in the workbook, and whether it holds a shared string."""
        values = dict(_ATTRIBUTE.findall(said))
        if b"vm" in values:
            raise self.source.parts.fail("GRAFT_CARRIES", part, thing="richValue")
        old = int(style) if (style := values.get(b"s", b"")).isdigit() else 0
        kind, closed = values.get(b"t", b"n"), said.endswith(b"/")
        if not self.same_epoch and kind == b"n" and not closed and self.styles.is_date(old):
            raise self.source.parts.fail("GRAFT_EPOCH", part)
        new = self.styles.cell(old)
        kept = [(k, v) for k, v in values.items() if k not in (b"s", b"t", b"cm")]
        kept += [(b"s", b"%d" % new)] if new else []
        kept += [(b"t", b"inlineStr" if kind == b"s" else kind)] if b"t" in values else []
        text = b"".join(b" " + key + b'="' + value + b'"' for key, value in kept)
        return text + (b"/" if closed else b""), kind == b"s" and not closed
