"""Which sets of numbers come with xlplan? Policy presets: a name for several keys at once.

A preset is a file of ``xlplan/presets``; a plan names it under the policy key ``preset``. What the plan
sets itself beats the preset, the preset beats the defaults.
"""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.core.policy import Policy, Value

_FOLDER = Path(__file__).parents[1] / "presets"
DEFAULT = "default"


def preset_names() -> tuple[str, ...]:
    """Return the names of the presets; ``default`` changes nothing and comes first."""
    return (DEFAULT, *sorted(path.stem for path in _FOLDER.glob("*.toml")))


def about(name: str, lang: str) -> str:
    """Return what a preset is for, one sentence; nothing for the default."""
    return "" if name == DEFAULT else str(_load(name)["about"][lang])


def with_preset(policy: Policy, name: str) -> Policy:
    """Return the policy with a preset under it.

    Raises:
        PlanError: there is no such preset.

    Example:
        >>> policy = with_preset(Policy({"discount": 0.2}), "growth")
        >>> policy.number("discount"), policy.number("gate.money")
        (0.2, 80.0)
    """
    if name in ("", DEFAULT):
        return policy
    if name not in preset_names():
        near = get_close_matches(name, preset_names(), 1, 0.0)[0]
        raise PlanError("UNKNOWN_PRESET", preset=name, near=near, known=", ".join(preset_names()))
    changes: Mapping[str, Value] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in _load(name)["policy"].items()
    }
    return Policy({**changes, **policy.changes}, policy.factors)


def _load(name: str) -> dict[str, dict[str, Value | list[float]]]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
