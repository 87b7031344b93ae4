"""What does a text in a cell mean? Numbers, money, shares, dates and flags as planners write them.

Every function returns ``None`` for a text that it cannot read with certainty: nothing is guessed.
"""

import datetime as dt
import re
from typing import NamedTuple
from unicodedata import normalize

from xlplan.engine.tables import fold


class Money(NamedTuple):
    """An amount whose text names its currency.

    Args:
        amount: the number.
        currencies: ISO codes that the text can mean, the likeliest first (``¥``: CNY, JPY).
        text: the cell as found.
    """

    amount: float
    currencies: tuple[str, ...]
    text: str


_PLAIN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:e[+-]?\d{1,3})?|\.\d+", re.IGNORECASE)
_SPACED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d*)?")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_SWAPPED = str.maketrans(",.", ".,")
_MINUS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "’": "'"})

_DOLLARS = ("USD", "CAD", "AUD", "HKD", "SGD", "TWD", "NZD", "MXN")
_YUAN = ("CNY", "TWD", "HKD", "MOP")
_NAMED = {
    "¥": ("CNY", "JPY"), "$": _DOLLARS, "€": ("EUR",), "£": ("GBP",), "₹": ("INR",), "₩": ("KRW",),
    "₫": ("VND",), "₽": ("RUB",), "฿": ("THB",), "us$": ("USD",), "hk$": ("HKD",), "nt$": ("TWD",),
    "a$": ("AUD",), "c$": ("CAD",), "s$": ("SGD",), "r$": ("BRL",), "zł": ("PLN",),
    "kr": ("SEK", "NOK", "DKK"), "元": _YUAN, "圆": _YUAN, "人民币": ("CNY",), "人民币元": ("CNY",),
    "美元": ("USD",), "美金": ("USD",), "欧元": ("EUR",), "英镑": ("GBP",), "日元": ("JPY",),
    "港元": ("HKD",), "港币": ("HKD",), "台币": ("TWD",), "新台币": ("TWD",), "加元": ("CAD",),
    "澳元": ("AUD",), "新元": ("SGD",), "韩元": ("KRW",), "瑞郎": ("CHF",), "卢布": ("RUB",),
    "越南盾": ("VND",), "rmb": ("CNY",), "cnh": ("CNY",), "yuan": ("CNY",), "euro": ("EUR",), "euros": ("EUR",),
}  # fmt: skip
_CODES = (
    "CNY USD EUR GBP JPY HKD TWD MOP SGD AUD CAD NZD CHF SEK NOK DKK INR KRW VND THB IDR MYR PHP "
    "BRL MXN RUB PLN CZK HUF TRY ZAR AED SAR ILS"
)
CURRENCIES: dict[str, tuple[str, ...]] = {
    **_NAMED, **{code.casefold(): (code,) for code in _CODES.split()}
}  # fmt: skip
"""Sign, code or word of a currency, folded in case → the ISO codes it can mean."""

CURRENCY_NAMES = "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True)))
"""The pattern of any of them, the longest first."""

_BEFORE = re.compile(rf"({CURRENCY_NAMES})\s*(?=[\d.(+-])")
_AFTER = re.compile(rf"(?<=[\d.)\s万亿千百kmn])({CURRENCY_NAMES})$")
TIMES = {
    "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2, "k": 1e3,
    "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
"""Word of a size, folded in case → what it multiplies by."""

SIZE_NAMES = "|".join(map(re.escape, sorted(TIMES, key=len, reverse=True)))
"""The pattern of any of them, the longest first."""

_SIZE = re.compile(rf"\s*({SIZE_NAMES})\.?$")

_CLOCK = r"(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
_TIME = rf"(?:[T\s]\s*{_CLOCK}\s*(?:Z|[+-]\d{{2}}:?\d{{2}}|[AaPp][Mm])?)?"
_DATES = (
    re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_TIME}"),
    re.compile(rf"(?P<y>\d{{4}})\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*[日号]?{_TIME}"),
    re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){_TIME}"),
)

_FLAGS = {
    **dict.fromkeys(("yes", "y", "true", "是", "1", "√", "✓", "✔", "对"), True),
    **dict.fromkeys(("no", "n", "false", "否", "0", "×", "✗", "✘"), False),
}


def read_number(text: str) -> float | None:
    """Return the number that a text says; brackets mean negative, groups of three are allowed.

    Example:
        >>> read_number("１,200.5"), read_number("(1,200)"), read_number("1,2"), read_number("n/a")
        (1200.5, -1200.0, None, None)
    """
    return _signed(_plain(text))


def read_money(text: str) -> float | Money | None:
    """Return the amount that a text says, as ``Money`` when it names a currency.

    Choice: ``€1.200`` could be 1.2 or 1200 and is not read; ``1.200`` without a sign of currency
    is what a spreadsheet takes it for, 1.2.

    Example:
        >>> read_money("1.2万"), read_money("(1,200)"), read_money("about 5")
        (12000.0, -1200.0, None)
        >>> read_money("¥3亿")
        Money(amount=300000000.0, currencies=('CNY', 'JPY'), text='¥3亿')
    """
    plain, found = _without_currency(_plain(text).casefold())
    if found == ():
        return None
    size = _SIZE.search(plain)
    if size:
        plain = plain[: size.start()]
    number = _signed(plain)
    if number is None or (found and re.search(r"\d\.\d{3}\)?$", plain) and "," not in plain):
        return None
    amount = number * (TIMES[size[1]] if size else 1.0)
    return Money(amount, found, text) if found else amount


def read_share(text: str) -> float | None:
    """Return a share: ``35%`` is 0.35, a bare number stays as it is.

    Example:
        >>> read_share("35 %"), read_share("３５％"), read_share("0.35"), read_share("35")
        (0.35, 0.35, 0.35, 35.0)
    """
    plain = _plain(text)
    if plain.endswith("%"):
        number = _signed(plain[:-1].rstrip())
        return None if number is None else number / 100.0
    return _signed(plain)


def read_date(text: str) -> dt.date | None:
    """Return the date of a text such as 2026-03-31, 2026/3/31, 2026年3月31日 or 31.03.2026.

    A time after it is left away. Choice: 3/31/2026 is not read, since 4/3/2026 has two meanings.

    Example:
        >>> read_date("2026年3月31日"), read_date("31.03.2026 10:20"), read_date("3/4/2026")
        (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    """
    plain = _plain(text)
    for pattern in _DATES:
        if found := pattern.fullmatch(plain):
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def read_flag(text: str) -> bool | None:
    """Return yes or no.

    Example:
        >>> read_flag("是"), read_flag(" N "), read_flag("maybe")
        (True, False, None)
    """
    return _FLAGS.get(_plain(text).casefold())


def flag_words(meaning: bool) -> tuple[str, ...]:
    """Return every text that says yes, or no.

    Example:
        >>> flag_words(False)[:4]
        ('no', 'n', 'false', '否')
    """
    return tuple(text for text, found in _FLAGS.items() if found is meaning)


def read_currency(text: str) -> tuple[str, ...]:
    """Return the ISO codes that a sign, a word or a code of a currency can mean.

    Example:
        >>> read_currency("RMB"), read_currency("￥"), read_currency("apples")
        (('CNY',), ('CNY', 'JPY'), ())
    """
    plain = _plain(text).casefold()
    if plain in CURRENCIES:
        return CURRENCIES[plain]
    return (plain.upper(),) if re.fullmatch(r"[a-z]{3}", plain) else ()


def fold_id(text: str) -> str:
    """Return an id as two spellings of the same one are compared: ``0017``, ``17`` and ``17.0``.

    Example:
        >>> fold_id("0017") == fold_id("17.0"), fold_id("c-01") == fold_id("C01")
        (True, True)
    """
    plain = fold(text.removesuffix(".0"))
    return plain.lstrip("0") or plain


def pointed(text: str, decimal: str) -> str:
    """Return a text whose decimal sign is a point.

    Example:
        >>> pointed("1.200,5", ","), pointed("1,200.5", ".")
        ('1,200.5', '1,200.5')
    """
    return text.translate(_SWAPPED) if decimal == "," else text


def has_size(text: str) -> bool:
    """Return whether an amount names its size.

    Example:
        >>> has_size("1.25万元"), has_size("€ 3 Mio."), has_size("€1.250")
        (True, True, False)
    """
    plain, _ = _without_currency(_plain(text).casefold())
    return bool(_SIZE.search(plain))


def _plain(text: str) -> str:
    return normalize("NFKC", text).translate(_MINUS).strip()


def _without_currency(plain: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the text without its currency, and the codes: ``()`` if two contradict."""
    codes: tuple[str, ...] | None = None
    before, after = _BEFORE.match(plain.lstrip("(+- ")), _AFTER.search(plain)
    if before:
        plain = plain.replace(before[0], "", 1)
        codes = CURRENCIES[before[1]]
    if after:
        plain = plain[: len(plain) - len(after[1])].rstrip()
        also = CURRENCIES[after[1]]
        codes = also if codes is None else tuple(code for code in codes if code in also)
    return plain, codes


def _signed(plain: str) -> float | None:
    sign = 1.0
    if plain.startswith("(") and plain.endswith(")"):
        sign, plain = -1.0, plain[1:-1].strip()
    elif plain[:1] in ("-", "+"):
        sign, plain = (-1.0 if plain[0] == "-" else 1.0), plain[1:].lstrip()
    elif plain.endswith("-"):
        sign, plain = -1.0, plain[:-1].rstrip()
    if not plain.isascii():
        return None
    if _PLAIN.fullmatch(plain):
        return sign * float(plain.replace(",", ""))
    if _SPACED.fullmatch(plain):
        return sign * float(plain.replace(" ", "").replace("'", "").replace(",", "."))
    if _EUROPEAN.fullmatch(plain):
        return sign * float(plain.replace(".", "").replace(",", "."))
    return None
