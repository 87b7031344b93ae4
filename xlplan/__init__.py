"""xlplan: a planning workbook in, decisions out.

``assess`` evaluates a ``Portfolio`` under a ``Policy`` as of a day; everything else reads workbooks
into that shape or writes its answer. The public names are imported when they are first used, so
that ``xlplan --help`` does not pay for them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlplan.core.assess import assess
    from xlplan.core.assessment import Assessment
    from xlplan.core.issues import Finding, PlanError
    from xlplan.core.model import Portfolio
    from xlplan.core.policy import Policy
    from xlplan.core.scores import Part, Score

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Finding",
    "Part",
    "PlanError",
    "Policy",
    "Portfolio",
    "Score",
    "__version__",
    "assess",
]

_HOMES = {
    "Assessment": "assessment",
    "Finding": "issues",
    "Part": "scores",
    "PlanError": "issues",
    "Policy": "policy",
    "Portfolio": "model",
    "Score": "scores",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(f"xlplan.core.{_HOMES[name]}"), name)
    if name == "assess":  # the function; a module of the same name lies in core
        return import_module("xlplan.core.assess").assess
    raise AttributeError(name)
