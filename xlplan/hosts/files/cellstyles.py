"""How does a cell of a package show its number? The number format of each style, and what it adds."""

from collections.abc import Collection
from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.reading.formats import Adds, Shown, adds
from xlplan.hosts.files.ooxml.package import Package
from xlplan.hosts.files.scan import styled

_PERCENT = {9: "0%", 10: "0.00%"}  # those in percent
_BUILT_IN = {5, 6, 7, 8, 41, 42, 43, 44}  # the numbers of formats of money that Excel brings along


class Styles(NamedTuple):
    """What the styles of cells add to their numbers; those that add nothing are not in it.

    Args:
        adds: style → what it adds.
        percents: styles that show percent and add nothing else: usual ones, so that their cells
            are only looked for where a number in percent means another.
    """

    adds: dict[int, Adds]
    percents: frozenset[int]

    def shown_in(self, part: bytes) -> Shown:
        """Return what is added on a plain sheet, told from its XML."""
        found = Shown.none()
        if self.adds:
            for place, style in styled(part, self.adds):
                self.note(found, place, style)
        return found

    def percents_in(self, part: bytes, columns: Collection[int]) -> dict[int, set[int]]:
        """Return the cells of some columns of a plain sheet that show percent: column → rows."""
        found: dict[int, set[int]] = {}
        for (row, column), _ in styled(part, self.percents, columns):
            found.setdefault(column, set()).add(row)
        return found

    def note(self, shown: Shown, place: tuple[int, int], style: int) -> None:
        """Note what the style of a cell adds to its number."""
        if style in self.adds:
            shown.note(*place, self.adds[style])
        elif style in self.percents:
            shown.note(*place, Adds(percent=True))


def number_formats(package: Package) -> list[tuple[int, str]]:
    """Return number and code of each cell style's format; the code of a built-in one is blank.

    Raises:
        PlanError: the part is damaged or unsafe.
    """
    part = package.part_of("styles")
    if part is None:
        return []
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = False
    for tag, attributes in package.tags(part, "numFmt", "cellXfs", "xf", "cellStyles"):
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))
        elif tag != "xf":
            inside = tag == "cellXfs"
    return [(int(one) if one.isdecimal() else 0, codes.get(one, "")) for one in styles]


def read_styles(package: Package) -> Styles:
    """Return what the styles add; nothing where they cannot be read, since the cells still can."""
    try:
        formats = number_formats(package)
    except PlanError:
        return Styles({}, frozenset())
    found = {
        (number, code): adds(code or _PERCENT.get(number, ""), built_in=number in _BUILT_IN)
        for number, code in set(formats)
    }
    by_style = {style: found[one] for style, one in enumerate(formats)}
    alone = frozenset(style for style, one in by_style.items() if one == Adds(percent=True))
    return Styles(
        {style: one for style, one in by_style.items() if any(one) and style not in alone}, alone
    )
