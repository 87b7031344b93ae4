"""Which names may a template use, and does it use others? Read from the shapes, and from its source."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import jinja2
from jinja2 import meta, nodes

from xlplan.core.issues import PlanError
from xlplan.engine.account.board_shapes import BoardContext
from xlplan.engine.account.joint_shapes import JointContext
from xlplan.engine.account.shapes import PlanContext
from xlplan.engine.template_room import nearest, not_utf8
from xlplan.engine.text import Texts

PICTURES = (
    "spend",
    "map",
    "board",
    "gauge",
    "contest",
    "waterfall",
    "payback",
    "space",
    "timeline",
    "heat",
    "pareto",
    "funnel",
)
PAGE = ("title", "numbers", "pictures")
LOOK = ("running", "plan", "paper", "body", "fonts", "leading", "year", "month", "day")
_SHAPES: tuple[tuple[type, str], ...] = (
    (PlanContext, "Account plan"), (JointContext, "Joint plan"), (BoardContext, "ABCD board"),
)  # fmt: skip
_OWN = frozenset({"self", "super", "caller", "varargs", "kwargs", "loop"})
_KINDS = {str: "text", bool: "yes or no", float: "number", int: "number"}


def known_names() -> frozenset[str]:
    """Return every name that some template of ours is given."""
    shapes = (PlanContext, JointContext, BoardContext)
    return frozenset(
        {name for shape in shapes for name in shape.__dataclass_fields__} | {*PAGE, *LOOK}
    )


def variables(t: Texts) -> Iterator[str]:
    """Yield a line for each name that a template of the plan or the joint plan may use."""
    for shape, title in _SHAPES:
        yield t(title)
        for name, kind in get_type_hints(shape).items():
            if name == "slides" or name.startswith("_"):
                continue
            yield from _lines(name, kind, t)
        yield f"  pictures: {', '.join(PICTURES)}"
    yield t("Word look and page")
    yield "  running.head, running.foot, plan"


def _lines(name: str, kind: Any, t: Texts) -> Iterator[str]:
    fields = _fields(kind)
    if not fields:
        yield f"  {name}: {t(_KINDS.get(kind, 'text'))}"
        return
    for field, inner in fields.items():
        yield f"  {name}.{field}: {_said(inner, t)}"


def _said(kind: Any, t: Texts) -> str:
    """Return what a field holds: a text, a number, or a list of rows with their fields."""
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        fields = _fields(inner)
        what = ", ".join(fields) if fields else t(_KINDS.get(inner, "text"))
        return t("list of {what}", what=what)
    fields = _fields(kind)
    return ", ".join(fields) if fields else t(_KINDS.get(kind, "text"))


def _fields(kind: Any) -> dict[str, Any]:
    if isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields")):
        return get_type_hints(kind)
    return {}


def check_source(file: Path, name: str) -> list[PlanError]:
    """Return what is wrong with a template before it is run: its syntax, and names that do not exist.

    Args:
        file: the template.
        name: how it is called in messages.
    """
    room = jinja2.Environment(autoescape=True)
    room.filters.update(dict.fromkeys(("css", "written"), str))
    try:
        tree = room.parse(file.read_text("utf-8"))
        room.compile(tree)
    except UnicodeDecodeError as wrong:
        return [not_utf8(wrong, name)]
    except RecursionError as wrong:
        return [PlanError("TEMPLATE_UNUSABLE", file=name, problem=str(wrong))]
    except jinja2.TemplateSyntaxError as wrong:
        problem = str(wrong.message).split("\n")[0]
        return [PlanError("TEMPLATE_BROKEN", file=name, line=wrong.lineno, problem=problem)]
    known = known_names()
    unknown = meta.find_undeclared_variables(tree) - known - _OWN - set(_made(tree))
    found = []
    for one in sorted(unknown):
        line = min((n.lineno for n in tree.find_all(nodes.Name) if n.name == one), default=1)
        found.append(
            PlanError("TEMPLATE_NAME", file=name, line=line, name=one, nearest=nearest(one, known))
        )
    return found


def _made(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a template makes itself, which its blocks may use, too."""
    for one in tree.find_all((nodes.FromImport, nodes.Import, nodes.Macro, nodes.Name)):
        if isinstance(one, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in one.names)
        elif isinstance(one, nodes.Import):
            yield one.target
        elif isinstance(one, nodes.Macro) or (isinstance(one, nodes.Name) and one.ctx != "load"):
            yield one.name
