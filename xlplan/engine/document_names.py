"""What is the file of a plan called? Names that every system takes, the same from run to run."""

import re
from collections.abc import Iterable
from hashlib import sha256
from unicodedata import normalize

from xlplan.core.model import Customer
from xlplan.engine.picture.text import boundary

LONGEST = 80  # characters, the extension included
MOST_BYTES = (
    240  # file systems stop at 255 bytes, and a name of signs beyond Latin gets there first
)

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029]')
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE
)


def document_name(customer: Customer, ext: str) -> str:
    """Return the file name of a customer's document: id, blank, name, extension.

    What Windows does not take becomes ``_``; reserved device names get a ``_`` in front; names are
    at most 80 characters and 240 bytes, cut between signs.

    Example:
        >>> document_name(Customer("0017", 'A/B "Pumps" & Co.'), "md")
        '0017 A_B _Pumps_ & Co.md'
        >>> document_name(Customer("CON", ""), "html")
        '_CON.html'
    """
    return _name(customer, ext, "")


def document_names(customers: Iterable[Customer], ext: str, label: str = "") -> dict[str, str]:
    """Return customer id → file name, no two alike even where case does not count.

    ``label`` tells the document where it is not the account plan.

    Those that would be alike get six digits that follow from their ids, so that a name does not
    depend on the others' order.

    Example:
        >>> names = document_names([Customer("a", "X"), Customer("A", "X")], "md")
        >>> len({name.casefold() for name in names.values()})
        2
    """
    found = list(customers)
    counts: dict[str, int] = {}
    for one in found:
        plain = _folded(_name(one, ext, label))
        counts[plain] = counts.get(plain, 0) + 1
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in sorted(found, key=lambda customer: customer.id):
        name = _name(one, ext, label)
        at = 0
        while (at == 0 and counts[_folded(name)] > 1) or _folded(name) in taken:
            at += 1
            name = _name(one, ext, f"{label} ~{_digits(one.id, at)}")
        taken.add(_folded(name))
        names[one.id] = name
    return names


def _folded(name: str) -> str:
    return normalize("NFKC", name).casefold()


def _digits(key: str, at: int) -> str:
    text = key if at == 1 else f"{key}\n{at}"
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:6]


def _name(customer: Customer, ext: str, mark: str) -> str:
    text = f"{customer.id} {customer.name}"
    text = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", _UNSEEN.sub("", re.sub(r"\s", " ", text))))
    text = normalize("NFC", text).strip(" .~")
    end = f"{mark}.{ext}"
    stem = _cut(text, LONGEST - len(end), MOST_BYTES - len(end.encode())).rstrip(" .") or "plan"
    if _RESERVED.match(stem.split(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + end


def _cut(text: str, length: int, size: int) -> str:
    """Return as much of a text as fits, never half of what belongs to one sign."""
    at = min(len(text), length)
    while at and len(text[:at].encode()) > size:
        at -= 1
    return text if at == len(text) else text[: boundary(text, at)]
