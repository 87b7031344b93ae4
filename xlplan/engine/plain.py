"""How is a planner's text made fit to print? One line, no control signs, no stray direction."""

import re

_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# direction overrides could turn the rest of a page around; lone surrogates cannot be written
_UNSAFE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[^\x20-\x7e\u00a1-\u058f\u3001-\uabff\uac00-\ud7a3\uff01-\uffee]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")


def clean(text: str | None) -> str:
    r"""Return a text of the planner on one line, safe in any format but not escaped.

    White space becomes one blank; what steers text direction is dropped, and a text with Hebrew or
    Arabic letters is isolated, so that it cannot reorder what stands around it.

    Example:
        >>> clean(" Müller\n& Co "), clean(None)
        ('Müller & Co', '')
    """
    if not text:
        return ""
    if not _ODD.search(text) and "  " not in text and text[0] != " " and text[-1] != " ":
        return text
    plain = _SPACE.sub(" ", _UNSAFE.sub("", text)).strip()
    return f"\u2068{plain}\u2069" if _RIGHT_TO_LEFT.search(plain) else plain
