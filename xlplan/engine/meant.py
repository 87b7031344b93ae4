"""Which known word was perhaps meant by one that is not known? The nearest, if one is near."""

from collections.abc import Iterable, Mapping

NEAR = 0.6
"""How alike two words must be for one to be offered for the other (difflib's ratio)."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the word that was perhaps meant, ``""`` when none is near.

    Example:
        >>> nearest("rnu", ["run", "new"]), nearest("frobnicate", ["run", "new"])
        ('run', '')
    """
    return nearest_of(word, {one: one for one in known})


def nearest_of(word: str, known: Mapping[str, str]) -> str:
    """Return the value whose key is near a word; capitals do not count.

    Example:
        >>> nearest_of("--PALNS", {"json": "--json", "plans": "--plans"})
        '--plans'
    """
    from difflib import get_close_matches  # only once something is wrong

    plain = {key.casefold(): value for key, value in known.items()}
    close = get_close_matches(word.casefold(), plain, 1, NEAR)
    return plain[close[0]] if close else ""
