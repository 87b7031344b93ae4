"""How do values become cells? Rows as spreadsheet XML, formulas shared by their column.

The rows are written here and not by XlsxWriter because they are what costs: on 700,000 cells it
takes several times as long. Everything else of a sheet stays XlsxWriter's.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any, NamedTuple

from xlplan.engine.result.cells import Canvas, Styled
from xlplan.engine.result.shapes import Formula, Row
from xlplan.engine.result.styles import Style
from xlplan.engine.tables import letters
from xlplan.hosts.files.sheets.texts import Plain, Strings, escaped

EPOCH = dt.date(1899, 12, 30).toordinal()
EPOCH_1904 = dt.date(1904, 1, 1).toordinal()

_ROW = "\0"  # stands for the number of the row

_NOT_A_NUMBER = re.compile("<v>(?:nan|-?inf)</v>")


class _Head(NamedTuple):
    """What stands before and after the row number in the cells of a column.

    Args:
        before: the column.
        style: the number of the look.
        blank: the rest of a cell without a value, from the style on.
        text: the same up to the value, for a text, where the cell has a formula: its text stands in
            the cell itself; ``""``: it has none.
        number: the same for a number.
    """

    before: str
    style: str
    blank: str
    text: str
    number: str


def _column_head(letter: str, look: int, formula: str = "") -> _Head:
    before, style = f'<c r="{letter}', f'" s="{look}"'
    if not formula:
        return _Head(before, style, f"{style}/>", "", f"{style}><v>")
    text = f'{style} t="str">{formula}<v>'
    return _Head(before, style, f"{text}</v></c>", text, f"{style}>{formula}<v>")


class _Shape(NamedTuple):
    """The text of a row whose values are of certain kinds.

    Args:
        text: with ``%r`` and ``%s`` for the values, and a mark for the number of the row.
        places: of the values in the row.
        texts: places among these of texts, with the dictionary that says how they are written.
        others: places among these of all that is neither text nor number.
    """

    text: str
    places: list[int]
    texts: list[tuple[int, dict[str, Any]]]
    others: list[tuple[int, _Head]]


class Cells(Canvas):
    """The rows of one sheet while they are being filled.

    Args:
        styles: the number of each look.
        strings: where texts go.
        epoch: the day that dates count from, as an ordinal.
    """

    def __init__(self, styles: Mapping[Style, int], strings: Strings, epoch: int = EPOCH) -> None:
        self.styles, self.strings, self.plain = styles, strings, Plain()
        self.epoch = epoch
        self.rows: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self.heights: dict[int, float] = {}
        self.right = 0
        self.shared = 0

    def body(
        self,
        top: int,
        left: int,
        rows: Sequence[Row],
        looks: Sequence[int],
        formulas: Mapping[int, str] | None = None,
    ) -> None:
        """Put many rows of the same columns.

        Args:
            top: first row.
            left: first column.
            rows: the values.
            looks: a style a column.
            formulas: place of a column → its formula in the first row; the other rows share it.
        """
        self.right = max(self.right, left + len(looks) - 1)
        names = [letters(left + at) for at in range(len(looks))]
        if not formulas:
            self._fill(
                top, left, rows, [_column_head(*pair) for pair in zip(names, looks, strict=True)]
            )
            return
        first, others = [], []
        for at, (name, look) in enumerate(zip(names, looks, strict=True)):
            text = escaped(formulas[at]) if at in formulas else ""
            number = f'si="{self.shared}"'
            span = f'ref="{name}{top + 1}:{name}{top + len(rows)}"'
            one = f'<f t="shared" {span} {number}>{text}</f>' if len(rows) > 1 else f"<f>{text}</f>"
            first.append(_column_head(name, look, one if text else ""))
            others.append(_column_head(name, look, f'<f t="shared" {number}/>' if text else ""))
            self.shared += bool(text)
        self._fill(top, left, rows[:1], first)
        self._fill(top + 1, left, rows[1:], others)

    def _fill(self, top: int, left: int, rows: Sequence[Row], heads: Sequence[_Head]) -> None:
        """Put rows; rows whose values are of the same kinds are filled into the same text."""
        shapes: dict[tuple[type, ...], _Shape] = {}
        into = self.rows
        for at, row in enumerate(rows, top + 1):
            kinds = tuple(map(type, row))
            shape = shapes.get(kinds)
            if shape is None:
                shape = shapes[kinds] = self._shape(heads, kinds)
            values = [row[place] for place in shape.places]
            for place, numbers in shape.texts:
                values[place] = numbers[values[place]]  # type: ignore[index]
            for place, head in shape.others:
                values[place] = self._other(head, values[place])
            filled = shape.text % tuple(values)
            into[at].append((left, filled.replace(_ROW, str(at))))

    def _shape(self, heads: Sequence[_Head], kinds: tuple[type, ...]) -> "_Shape":
        text: list[str] = []
        places: list[int] = []
        texts: list[tuple[int, dict[str, Any]]] = []
        others: list[tuple[int, _Head]] = []
        for at, (head, kind) in enumerate(zip(heads, kinds, strict=True)):
            if kind is NoneType:
                text.append(f"{head.before}{_ROW}{_kept(head.blank)}")
                continue
            if kind is float or kind is int:
                text.append(f"{head.before}{_ROW}{_kept(head.number)}%r</v></c>")
            elif kind is str:
                start = head.text or f"{head.style} {self.strings.before}"
                end = "</v></c>" if head.text else self.strings.after
                text.append(f"{head.before}{_ROW}{_kept(start)}%s{end}")
                texts.append((len(places), self.plain if head.text else self.strings))
            else:
                text.append("%s")
                others.append((len(places), head))
            places.append(at)
        return _Shape("".join(text), places, texts, others)

    def _other(self, head: _Head, value: Any) -> str:
        """Return a cell that holds neither a number nor a text."""
        start = f"{head.before}{_ROW}"
        if isinstance(value, Styled):
            return f'{start}" s="{value.look}"{self._any(value.value)}'
        return f"{start}{head.style}{self._any(value)}"

    def _any(self, value: Any) -> str:
        """Return the rest of a cell, from its style on."""
        if value is None:
            return "/>"
        if isinstance(value, Formula):
            return _formula(value)
        if isinstance(value, str):
            return f" {self.strings.before}{self.strings[value]}{self.strings.after}"
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, dt.date):
            return f"><v>{value.toordinal() - self.epoch}</v></c>"
        return f"><v>{value!r}</v></c>"

    def extent(self) -> str:
        """Return the used range, ``A1:T40``."""
        return f"A1:{letters(self.right)}{max(self.rows)}"

    def xml(self) -> str:
        """Return ``<sheetData>``; a NaN is left blank, it would break the file."""
        pieces = []
        for number in sorted(self.rows):
            parts = self.rows[number]
            if len(parts) > 1:
                parts.sort()
            high = self.heights.get(number - 1)
            height = f' ht="{high:g}" customHeight="1"' if high else ""
            pieces.append(
                f'<row r="{number}"{height}>{"".join([cells for _, cells in parts])}</row>'
            )
        data = "".join(pieces)
        if "<v>nan" in data or "<v>inf" in data or "<v>-inf" in data:
            data = _NOT_A_NUMBER.sub("", data)
        return f"<sheetData>{data}</sheetData>"


def _kept(text: str) -> str:
    """Return a text that filling in values leaves as it is."""
    return text.replace("%", "%%")


def _formula(cell: Formula) -> str:
    formula = f"<f>{escaped(cell.text.removeprefix('='))}</f>"
    if cell.value is None:
        return f' t="str">{formula}<v></v></c>'
    if isinstance(cell.value, str):
        return f' t="str">{formula}<v>{escaped(cell.value)}</v></c>'
    return f">{formula}<v>{cell.value!r}</v></c>"
