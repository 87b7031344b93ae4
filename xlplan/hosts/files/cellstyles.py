"""How does a cell of a package show its number? The number format of each style, and what it adds."""

from typing import NamedTuple

from xlplan.core.issues import PlanError
from xlplan.engine.reading.formats import leading_zeros, shown_currency, shrinks, unscaled
from xlplan.hosts.files.ooxml.package import Package
from xlplan.hosts.files.scan import styled

_BUILT_IN = {5, 6, 7, 8, 41, 42, 43, 44}  # the numbers of formats of money that Excel brings along


class Shown(NamedTuple):
    """What the formats of a sheet's cells add to their numbers, each as column → row → what."""

    currencies: dict[int, dict[int, str]]
    digits: dict[int, dict[int, int]]
    sizes: dict[int, dict[int, str]]
    shrunk: dict[int, dict[int, float]]


class Styles(NamedTuple):
    """What the styles of cells add to their numbers.

    Args:
        currencies: style → the currency that it shows.
        digits: style → how many digits it shows at least.
        sizes: style → the size that it names without scaling.
        shrunk: style → by how much it shows a number smaller.
    """

    currencies: dict[int, str]
    digits: dict[int, int]
    sizes: dict[int, str]
    shrunk: dict[int, float]

    def shown_in(self, part: bytes) -> Shown:
        """Return what is added on a plain sheet, told from its XML."""
        found = Shown({}, {}, {}, {})
        if styles := {*self.currencies, *self.digits, *self.sizes, *self.shrunk}:
            for place, style in styled(part, styles):
                self.note(found, place, style)
        return found

    def note(self, shown: Shown, place: tuple[int, int], style: int) -> None:
        """Note what the style of a cell adds to its number."""
        row, column = place
        if style in self.currencies:
            shown.currencies.setdefault(column, {})[row] = self.currencies[style]
        elif style in self.digits:
            shown.digits.setdefault(column, {})[row] = self.digits[style]
        if style in self.sizes:
            shown.sizes.setdefault(column, {})[row] = self.sizes[style]
        if style in self.shrunk:
            shown.shrunk.setdefault(column, {})[row] = self.shrunk[style]


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
    """Return what the styles add; nothing where they cannot be read, since the cells still can.

    Choice: built-in formats of money show the currency of the computer that has the file open, so
    they say nothing, even where the file spells out what the computer that saved it showed.
    """
    try:
        formats = number_formats(package)
    except PlanError:
        return Styles({}, {}, {}, {})
    currencies = {
        one: "" if one[0] in _BUILT_IN else shown_currency(one[1]) for one in set(formats)
    }
    digits = {code: leading_zeros(code) for _, code in set(formats)}
    sizes = {code: unscaled(code) for _, code in set(formats)}
    shrunk = {code: shrinks(code) for _, code in set(formats)}
    return Styles(
        {style: sign for style, one in enumerate(formats) if (sign := currencies[one])},
        {style: count for style, (_, code) in enumerate(formats) if (count := digits[code])},
        {style: size for style, (_, code) in enumerate(formats) if (size := sizes[code])},
        {style: by for style, (_, code) in enumerate(formats) if (by := shrunk[code]) != 1.0},
    )
