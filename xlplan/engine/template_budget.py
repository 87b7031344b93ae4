"""How much may a template make altogether? Every text and list that its steps make is counted.

No step may make something huge (``MOST``), and all of them together no more than ``ALTOGETHER``: a list that grows in
a loop, a long text printed again and again, lists inside each other that become one text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from itertools import islice
from typing import Any

from jinja2 import Environment
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

MOST = 5_000_000
"""Signs of a text, or members of a list, that one step of a template may make."""

ALTOGETHER = 50_000_000
"""Signs and members that all steps of one document may make."""

MEMBER = 8
"""Signs that a member of a list counts for, besides its own."""

HIGHEST = 1_000
"""The largest number for a filter that makes so many of something."""

_GONE = ("center", "indent", "format", "wordwrap")  # as long as a number says
_NUMBERED = frozenset({"batch", "slice", "round", "tojson", "truncate", "urlize"})
_PASSED = "jinja_pass_arg"
_ASIDE = (Environment, EvalContext, Context)


class Budget:
    """What one document's template has made up to now."""

    def __init__(self) -> None:
        self.made = 0

    def count(self, size: float) -> None:
        """Count what a step makes.

        Raises:
            SecurityError: it is huge, or too much with all before it.
        """
        if size > MOST:
            raise SecurityError(f"more than {MOST:,} signs at once")
        self.made += int(size)
        if self.made > ALTOGETHER:
            raise SecurityError(f"more than {ALTOGETHER:,} signs altogether")

    def weigh(self, *values: Any) -> None:
        """Count values with all that is inside them, as long as they would be as text.

        Raises:
            SecurityError: as ``count``.
        """
        size, waiting = 0, list(values)
        while waiting:
            one = waiting.pop()
            size += MEMBER
            if isinstance(one, str):
                size += len(one)
            elif isinstance(one, (tuple, list, set, frozenset)):
                waiting += one
            elif isinstance(one, dict):
                waiting += one
                waiting += one.values()
            if size + MEMBER * len(waiting) > MOST:
                break
        self.count(size + MEMBER * len(waiting))

    def concat(self, parts: Iterable[str]) -> str:
        """Return what a template has written as one text; a template still at work is stopped at its line.

        Raises:
            SecurityError: as ``count``.
        """
        found, size = [], 0
        for part in parts:
            found.append(part)
            size += len(part)
            if size > MOST and isinstance(parts, Iterator) and hasattr(parts, "throw"):
                parts.throw(SecurityError(f"more than {MOST:,} signs at once"))
        self.count(size)
        return "".join(found)

    def shown(self, inner: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
        """Return how a value becomes text: counted first, unless it is one already."""

        def finalize(value: Any) -> Any:
            if not isinstance(value, str):
                _single(value)
                self.weigh(value)
            return value if inner is None else inner(value)

        return finalize

    def filters(self, known: dict[str, Callable[..., Any]]) -> None:
        """Let every filter be counted, and take out those that make a text as long as a number says."""
        for name in _GONE:
            known.pop(name, None)
        for name, found in known.items():
            known[name] = self._counted(name, found)

    def _counted(self, name: str, found: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(found, updated=())
        def call(*given: Any, **named: Any) -> Any:
            at = 1 if given and isinstance(given[0], _ASIDE) else 0
            given = (*given[:at], *map(_few, given[at : at + 1]), *given[at + 1 :])
            if name in _NUMBERED and any(_many(one) for one in (*given[at + 1 :], *named.values())):
                raise SecurityError(f"a number above {HIGHEST:,} for {name}")
            self.weigh(*given[at:], *named.values())
            if name in _MORE:
                self.count(_MORE[name](*given[at:], **named))
            made = found(*given, **named)
            if isinstance(made, str | list):
                self.weigh(made)
            return made

        if hasattr(found, _PASSED):  # what Jinja2 hands a filter besides
            setattr(call, _PASSED, getattr(found, _PASSED))
        return call


def _single(value: object) -> None:
    """Refuse what is no single value: a template that shows all of it has forgotten a name.

    Raises:
        TemplateRuntimeError: it says which names there are.
    """
    known = getattr(value, "_fields", None) or getattr(value, "__dataclass_fields__", None)
    if known:
        raise TemplateRuntimeError(f"more than one value; it has {', '.join(known)}")
    if isinstance(value, tuple):
        raise TemplateRuntimeError("a list; show its members in a loop")


def grown(name: str, text: str, given: Sequence[Any]) -> int:
    """Return how much a method of a text makes besides the text: ``replace``, ``join``."""
    if name == "replace" and len(given) > 1:
        return _replaced(text, *given)
    if name == "join" and given and isinstance(given[0], Sequence):
        return sum(len(text) + len(one) for one in given[0] if isinstance(one, str))
    return 0


def _few(value: Any) -> Any:
    """Return what an iterator yields as a list, so that it can be counted; not more than one step may make."""
    return list(islice(value, MOST)) if isinstance(value, Iterator) else value


def _many(number: object) -> bool:
    return isinstance(number, (int, float)) and abs(number) > HIGHEST


def _replaced(text: object, old: object = "", new: object = "", *_: Any, **__: Any) -> int:
    return str(text).count(str(old)) * len(str(new))


def _between(parts: Any, between: object = "", *_: Any, **named: Any) -> int:
    return (len(parts) if hasattr(parts, "__len__") else 0) * len(str(named.get("d", between)))


_MORE: dict[str, Callable[..., int]] = {"replace": _replaced, "join": _between}
"""What a filter makes besides what it is given."""
