"""How wide is a text in a picture, and how is it made to fit? Without knowing the reader's font."""

from functools import lru_cache
from unicodedata import combining, east_asian_width

NARROW = frozenset("iljftrI.,:;'|!()[]{} -·’")
BROAD = frozenset("mwMWGOQ@%&—…")


@lru_cache(maxsize=8192)
def text_width(text: str, size: float) -> float:
    """Return roughly how wide a text is drawn, rather too wide than too narrow.

    Choice: three widths of Latin letters and one em for East Asian ones and emoji; a page does not
    know which font the reader has.
    """
    ems = 0.0
    for sign in text:
        if sign < "\u0300":
            ems += (
                0.34
                if sign in NARROW
                else 0.9
                if sign in BROAD
                else 0.66
                if sign.isupper()
                else 0.56
            )
        elif combining(sign) or sign in "\u200d\ufe0e\ufe0f\u2068\u2069":
            continue
        else:
            ems += 1.0 if east_asian_width(sign) in _wide(sign) or sign >= "\U0001f000" else 0.62
    return ems * size


def _wide(sign: str) -> str:
    """Return the classes of width that are an em wide: of dots and blocks the ambiguous one, too."""
    return "WFA" if sign >= "\u2500" else "WF"


@lru_cache(maxsize=8192)
def fit(text: str, size: float, width: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than ``width``.

    What belongs to one sign (accents, joined emoji) stays together.
    """
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept, size) + 0.9 * size > width:
        kept = kept[: boundary(kept, len(kept) - 1)]
    isolated = "\u2069" if kept.startswith("\u2068") and "\u2069" not in kept else ""
    return kept.rstrip() + "…" + isolated


def boundary(text: str, at: int) -> int:
    """Return the largest place up to ``at`` where the text may be cut."""
    while at > 0 and (
        _joins(text[at]) or text[at - 1] == "\u200d" or (_flag(text[at]) and _flag(text[at - 1]))
    ):
        at -= 1
    return at


def _flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _joins(sign: str) -> bool:
    return (
        bool(combining(sign))
        or sign in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )


def wrap(text: str, size: float, width: float, lines: int = 2) -> list[str]:
    """Return a text in at most so many lines; the last one is cut where there is more."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and text_width(rest, size) > width:
        line = _first_line(rest, size, width)
        found.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return [*found, fit(rest, size, width)] if rest else found


def _first_line(text: str, size: float, width: float) -> str:
    at = 1
    while at < len(text) and text_width(text[: at + 1], size) <= width:
        at += 1
    at = max(1, boundary(text, at))
    space = text.rfind(" ", 0, at + 1)
    latin = text[at - 1] < "\u2e80" and at < len(text) and text[at] < "\u2e80"
    return text[:space] if latin and space > 0 else text[:at]
