"""What does ``xlplan policy`` show? Every number of the method: in force, default, unit, meaning, source."""

from collections.abc import Iterator
from typing import Any

from xlplan.core.defaults import DEFAULTS
from xlplan.core.policy import Policy
from xlplan.engine.presets import about, preset_names
from xlplan.engine.text import Texts


def policy_lines(policy: Policy, t: Texts) -> Iterator[str]:
    """Return a line a key, by room of the method; ``*`` marks what is not the default."""
    for key, entry in DEFAULTS.items():
        value = policy.values[key]
        changed = value != entry.default
        line = f"{'*' if changed else ' '} {key} = {t.setting(value)}"
        if changed:
            line += f" ({t('default')} {t.setting(entry.default)})"
        named = "amount of money" if entry.unit == "money" else entry.unit
        unit = f" [{t(named)}]" if named else ""
        dagger = " †" if entry.expert else ""
        yield f"{line}{unit} – {t(entry.meaning)} · {t('method')} {entry.source}{dagger}"
    yield ""
    yield t("† an expert default that your own history may replace; * set by the plan or a preset.")
    yield t("Presets: {names}", names=", ".join(preset_names()))
    for name in preset_names()[1:]:
        yield f"  {name}: {about(name, t.lang)}"


def policy_json(policy: Policy, t: Texts) -> list[dict[str, Any]]:
    """Return the same as data."""
    return [
        {
            "key": key,
            "value": policy.values[key],
            "default": entry.default,
            "unit": entry.unit,
            "meaning": t(entry.meaning),
            "source": entry.source,
            "expert": entry.expert,
            "changed": policy.values[key] != entry.default,
        }
        for key, entry in DEFAULTS.items()
    ]
