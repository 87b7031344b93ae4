"""How does a cell of a package show its number? The number format of each style, and what it adds."""

from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.reading.formats import Adds, Shown, adds
from xlplan.hosts.files.ooxml.package import Package
from xlplan.hosts.files.scan import styled

_BUILT_IN = {5, 6, 7, 8, 41, 42, 43, 44}  # the numbers of formats of money that Excel brings along


class Styles(NamedTuple):
    """What the styles of cells add to their numbers; those that add nothing are not in it."""

    adds: dict[int, Adds]

    def shown_in(self, part: bytes) -> Shown:
        """Return what is added on a plain sheet, told from its XML."""
        found = Shown.none()
        if self.adds:
            for place, style in styled(part, self.adds):
                self.note(found, place, style)
        return found

    def note(self, shown: Shown, place: tuple[int, int], style: int) -> None:
        """Note what the style of a cell adds to its number."""
        if style in self.adds:
            shown.note(*place, self.adds[style])


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
        return Styles({})
    found = {one: adds(one[1], built_in=one[0] in _BUILT_IN) for one in set(formats)}
    return Styles({style: found[one] for style, one in enumerate(formats) if any(found[one])})
