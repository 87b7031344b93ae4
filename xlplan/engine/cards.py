"""What does a word of the method mean, and what should be done with it? The texts of ``cards.toml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Card = Mapping[str, Any]


def cards(kind: str, lang: str) -> Mapping[str, Card]:
    """Return all cards of a kind in one language, in the order of the method.

    Args:
        kind: stage, task, condition, selling_step, question, role, segment …
        lang: ``en`` or ``zh``.

    Raises:
        KeyError: there is no such kind.

    Example:
        >>> cards("role", "zh")["gatekeeper"]["asks"]
        '它符合技术指标吗？'
    """
    return _told(lang)[kind]


def card(kind: str, key: str | int, lang: str) -> Card:
    """Return one card; steps and layers may be named by their number.

    A card has a ``name``; which other texts (``how``, ``gate``, ``asks`` …) depends on its kind.
    ``own`` lists the texts that are ours where the source only names the thing.

    Raises:
        KeyError: there is no such kind or key.

    Example:
        >>> card("selling_step", 5, "en")["node"]
        'The contract is signed.'
    """
    return cards(kind, lang)[str(key)]


@cache
def _told(lang: str) -> Mapping[str, Mapping[str, Card]]:
    import tomllib

    text = Path(__file__).parents[1].joinpath("cards.toml").read_text("utf-8")
    return {
        kind: {
            key: {name: _in(lang, value) for name, value in one.items()}
            for key, one in held.items()
        }
        for kind, held in tomllib.loads(text).items()
    }


def _in(lang: str, value: Any) -> Any:
    return value[lang] if isinstance(value, dict) else value
