"""What does a number format show beside the number? A currency, a percent sign, the zeros of an id."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import normalize

from xlplan.engine.reading.units import money_unit
from xlplan.engine.reading.values import CURRENCIES
from xlplan.engine.sheets import RawSheet

_PIECE = re.compile(
    r"""
      \[\$(?P<sign>[^\]-]*)(?:-(?P<place>[^\]]*))?\]    # [$€-407], [$-409]
    | "(?P<quoted>[^"]*)"
    | \\(?P<escaped>.)
    | (?P<plain>[$¥￥€£₩₹₽฿₫])
    | (?P<gap>[ ()+-] | _. | \[[^\]]*\])                # [Red], and widths left free
    | (?P<other>\*. | .)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACES = {
    "409": "USD", "c09": "AUD", "1009": "CAD", "c0c": "CAD", "1409": "NZD", "c04": "HKD",
    "1004": "SGD", "4809": "SGD", "404": "TWD", "80a": "MXN", "804": "CNY", "411": "JPY",
}  # fmt: skip
"""Windows' number of a country → its currency, where the sign alone is not enough."""

_SIZES = re.compile(r"^[十百千万亿]+|(?:(?<=^人民币)|(?<=^rmb))[十百千万亿]*元?$")
_QUOTED = re.compile(r'"([^"]*)"')
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[!\\][.]")  # 0, and 0!.0: a thousand or ten thousand
_WRITTEN = re.compile(r'"[^"]*"|\\.|_.')  # signs that are only written
_CUT = re.compile(r"[0#?](,+)(?![0#?,])")
_MOVED = re.compile(
    r'(?:[!\\]\.|"\.")([0#?]+)'
)  # a point that is only written: 0!.0 shows 12 as 1.2
_ZEROS = re.compile(r"0{2,20}")
_LOOSE = re.compile(r"""\[[^\]]*\]|_.|\*.|[\s"\\()-]""")  # widths, colours, and how a loss is shown
_MONEY = re.compile(r"(?=.*[^#,.0])([^#0?]*)#,##0(?:\.00)?([^#0?]*)")
_ELSEWHERE = re.compile(r"us\$|rmb|[\u4e00-\u9fff]")  # no computer shows its own money so


class Adds(NamedTuple):
    """What a number format adds to a number.

    Args:
        currency: that it shows, a key of ``CURRENCIES``.
        digits: how many it shows at least: 17 as 0017.
        size: that it names without scaling: 5 as 5万元.
        shrunk: by how much it shows the number smaller: 10,000 for 50000 as 5; 0 where it does not.
        percent: whether it shows .8 as 80%.
    """

    currency: str = ""
    digits: int = 0
    size: str = ""
    shrunk: float = 0.0
    percent: bool = False


NOTHING = Adds()


class Shown(NamedTuple):
    """What the formats of a sheet's cells add to their numbers, each as column → row → what.

    ``percents`` are the rows in percent.
    """

    currencies: dict[int, dict[int, str]]
    digits: dict[int, dict[int, int]]
    sizes: dict[int, dict[int, str]]
    shrunk: dict[int, dict[int, float]]
    percents: dict[int, set[int]]

    @classmethod
    def none(cls) -> "Shown":
        """Return that nothing is added, so far."""
        return cls({}, {}, {}, {}, {})

    @classmethod
    def on(cls, sheet: RawSheet) -> "Shown":
        """Return what a sheet has noted, to be added to."""
        return cls(sheet.currencies, sheet.digits, sheet.sizes, sheet.shrunk, sheet.percents)

    def note(self, row: int, column: int, adds: Adds) -> None:
        """Note what the format of a cell adds to its number."""
        if adds.currency:
            self.currencies.setdefault(column, {})[row] = adds.currency
        if adds.digits:
            self.digits.setdefault(column, {})[row] = adds.digits
        if adds.size:
            self.sizes.setdefault(column, {})[row] = adds.size
        if adds.shrunk:
            self.shrunk.setdefault(column, {})[row] = adds.shrunk
        if adds.percent:
            self.percents.setdefault(column, set()).add(row)


def adds(code: str, *, built_in: bool | None = None) -> Adds:
    """Return what a number format adds.

    Choice: built-in formats of money show the currency of the computer that has the workbook open,
    so they say nothing of the plan's, even where their code spells out a sign.

    Args:
        code: of the format.
        built_in: whether it is a built-in format of money; ``None``: judged by its looks.

    Example:
        >>> adds('"US$"#,##0') == Adds(currency="us$"), adds("0000") == Adds(digits=4)
        (True, True)
        >>> adds("$#,##0_);($#,##0)") == NOTHING, adds("0.0%").percent
        (True, True)
    """
    silent = brought_along(code) if built_in is None else built_in
    currency, smaller = "" if silent else shown_currency(code), shrinks(code)
    shrunk = smaller if smaller > 1.0 else 0.0
    return Adds(currency, leading_zeros(code), unscaled(code), shrunk, in_percent(code))


def brought_along(code: str) -> bool:
    """Return whether a format looks like one of money that every spreadsheet program brings along.

    An open workbook tells the code of a format, not whether it is a built-in one. Those have a section
    for losses that shows them as their first one does, and a sign without its country.

    Example:
        >>> brought_along("$#,##0_);[Red]($#,##0)"), brought_along('_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-')
        (True, True)
        >>> brought_along('"$"#,##0'), brought_along("[$€-407] #,##0;-[$€-407] #,##0")
        (False, False)
    """
    if "[$" in code:
        return False
    first, _, rest = _LOOSE.sub("", code).partition(";")
    found = _MONEY.fullmatch(first)
    named = found is not None and _ELSEWHERE.search(_folded(found[1] + found[2]))
    return found is not None and not named and rest.partition(";")[0] == first


def shown_currency(code: str) -> str:
    """Return the currency that a number format shows, a key of ``CURRENCIES``; ``""`` without one.

    Example:
        >>> shown_currency('"US$"#,##0'), shown_currency("[$€-407] #,##0"), shown_currency('0.0,"万元"')
        ('us$', '€', '元')
        >>> shown_currency('#,##0"万美元"'), shown_currency('0"百万欧元"')
        ('美元', '欧元')
        >>> shown_currency("[$-409]d-mmm"), shown_currency("#,##0"), shown_currency("[$$-C09]#,##0")
        ('', '', 'aud')
    """
    words = [""]
    for piece in _PIECE.finditer(_first_section(code)):
        if piece["sign"] is not None:
            words.append(_placed(piece["sign"], piece["place"] or ""))
        elif piece["other"] is not None:
            words.append("")
        elif piece["gap"] is None:
            words[-1] += piece["quoted"] or piece["escaped"] or piece["plain"] or ""
    return next((found for word in words if (found := _currency(word))), "")


def unscaled(code: str) -> str:
    """Return the size that a number format names behind digits that it does not cut off, else ``""``.

    Example:
        >>> unscaled('0"万元"'), unscaled('#,##0.0"k€"'), unscaled('0.0,"k€"'), unscaled('0!.0,"万元"')
        ('万元', 'k€', '', '')
    """
    section = _first_section(code)
    if _SCALED.search(_QUOTED.sub("", section)):
        return ""
    words = (found[1] for found in _QUOTED.finditer(section))
    return next((word.strip() for word in words if money_unit(word)[0] > 1.0), "")


def in_percent(code: str) -> bool:
    """Return whether a number format shows hundredths as percent.

    Example:
        >>> in_percent("0%"), in_percent("#,##0.0 %;-0%"), in_percent('0"%"')
        (True, True, False)
    """
    return "%" in _WRITTEN.sub("", _first_section(code))


def shrinks(code: str) -> float:
    """Return by how much a number format shows numbers smaller than they are; 1 for as they are.

    Example:
        >>> shrinks("#,##0,"), shrinks('0!.0,"万元"'), shrinks("0!.0000"), shrinks("#,##0.00")
        (1000.0, 10000.0, 10000.0, 1.0)
    """
    section = _first_section(code)
    moved, cut = _MOVED.search(section), _CUT.search(_QUOTED.sub("", section))
    return 10.0 ** (3 * len(cut[1] if cut else "") + len(moved[1] if moved else ""))


def leading_zeros(code: str) -> int:
    """Return how many digits a number format shows at least, 0 when it pads nothing.

    Example:
        >>> leading_zeros("0000"), leading_zeros("0"), leading_zeros("0.00"), leading_zeros("0%")
        (4, 0, 0, 0)
    """
    found = _ZEROS.fullmatch(_first_section(code).strip())
    return len(found[0]) if found else 0


def padded(cells: Sequence[Any], digits: Mapping[int, int], start: int) -> list[Any]:
    """Return the ids of a column as their formats show them.

    Choice: an id is what its owner sees, in whole numbers from 0 on; others stay as they are.

    Args:
        cells: as found.
        digits: row → how many digits the format shows at least.
        start: the row of the first cell.

    Example:
        >>> padded([17.0, "K2", 18.0], {5: 4, 6: 4}, 5)
        ['0017', 'K2', 18.0]
    """
    found = list(cells)
    for row, count in digits.items():
        cell = found[row - start] if 0 <= row - start < len(found) else None
        if type(cell) is float and cell.is_integer() and cell >= 0.0:
            found[row - start] = f"{cell:0{count}.0f}"
    return found


def of_a_hundred_shown(cells: Sequence[Any], rows: Collection[int], start: int) -> list[Any]:
    """Return the scores of a column as their formats show them: .8 as 80% is 80 of 100.

    Choice: a number above 1 stays; who formats 80 in percent afterwards sees 8000% and means 80.

    Args:
        cells: as found.
        rows: those in percent.
        start: the row of the first cell.

    Example:
        >>> of_a_hundred_shown([0.8, 0.57, 0.5, 80.0], {5, 6, 8}, 5)
        [80.0, 57.0, 0.5, 80.0]
    """
    found = list(cells)
    for row in rows:
        cell = found[row - start] if 0 <= row - start < len(found) else None
        if type(cell) is float and 0.0 < cell <= 1.0:
            found[row - start] = round(cell * 100.0, 9)
    return found


def _first_section(code: str) -> str:
    """Return the part of a format that is for what is above 0; quotes keep a semicolon."""
    quoted = False
    for at, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            return code[:at]
    return code


def _placed(sign: str, place: str) -> str:
    """Return a sign with what its country says of it: ``$`` in Australia is AUD."""
    known = _PLACES.get(place.casefold().lstrip("0"), "")
    fits = known in CURRENCIES.get(_folded(sign), ())
    return known if fits else sign


def _currency(word: str) -> str:
    plain = _folded(word)
    if plain not in CURRENCIES:
        plain = _SIZES.sub("", plain)  # 万元: its size is that of what is shown
    return plain if plain in CURRENCIES else ""


def _folded(word: str) -> str:
    return normalize("NFKC", word).casefold().strip(" .-()")
