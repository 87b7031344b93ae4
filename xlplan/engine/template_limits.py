"""What ends a template that would never end, or would fill the memory? Limits on time and on sizes.

Jinja2's sandbox closes Python's attributes, not nested loops or a text of a billion signs. Loops are ended from
outside, by an exception in the thread that renders; what one step can make large is measured before.
"""

import ctypes
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.nodes import Concat, Getitem, Slice
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from xlplan.engine.template_budget import Budget, grown

SECONDS = 20.0
"""How long a template of a user's own may take for one document; ours take a hundredth of one."""

HIGHEST_POWER = 1_000
CLOSED = frozenset({
    "center", "ljust", "rjust", "zfill", "expandtabs", "to_bytes",  # as long as a number says
    "translate",  # as long as other texts say
})  # fmt: skip
"""Methods that could make something of any length."""


class Endless(jinja2.TemplateRuntimeError):
    """A template that took longer than it may; raised from another thread, so it takes no words."""

    def __init__(self) -> None:
        super().__init__(f"it was stopped after {SECONDS:.0f} seconds; does a loop never end?")


@contextmanager
def ending(seconds: float = SECONDS) -> Iterator[None]:
    """End what is rendered inside once it takes too long.

    Raises:
        Endless: after ``seconds``, at the next step of the template.
    """
    thread, lock, done = threading.get_ident(), threading.Lock(), False

    def end() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(Endless)
                )

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            done = True


class _Measured(CodeGenerator):
    """Compiles ``a ~ b`` and ``a[b:c]`` to calls that measure what they make."""

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 - Jinja2's own name
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja2's own name
        if not isinstance(node.arg, Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.part(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            if bound is None:
                self.write("None")
            else:
                self.visit(bound, frame)
            self.write(", ")
        self.write("))")


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox in which no single step can make something huge."""

    code_generator_class = _Measured
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.budget = Budget()

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out an operation, unless its result would be huge.

        Raises:
            SecurityError: it would.
        """
        count = self.budget.count
        if operator == "**" and _is_number(right) and abs(right) > HIGHEST_POWER:
            raise SecurityError(f"a power above {HIGHEST_POWER}")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("a text with % can be made of any length; write it with ~")
        if operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
            count(left.bit_length() * (right if operator == "**" else 1) + right.bit_length())
        if operator == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(many, Sequence) and _is_number(times):
                    count(max(0, len(many) * times))
        if operator == "+" and isinstance(left, Sequence) and isinstance(right, Sequence):
            count(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def joined(self, parts: Sequence[Any]) -> str:
        """Return texts after one another.

        Raises:
            SecurityError: they are too long together.
        """
        self.budget.count(sum(len(part) for part in parts if isinstance(part, str)))
        return markup_join(parts) if self.autoescape else str_join(parts)

    def part(self, whole: Any, bounds: slice) -> Any:
        """Return a part of a text or a list."""
        return whole[bounds]

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return no way to format a text by a pattern: a width in it can be any number.

        Raises:
            SecurityError: ``value`` is ``str.format``.
        """
        if super().wrap_str_format(value) is not None:
            raise SecurityError("a pattern can make a text of any length; write it with ~")
        return None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may use an attribute: no method that makes something of any length."""
        if isinstance(obj, str | bytes | int) and attr in CLOSED:
            return False
        return super().is_safe_attribute(obj, attr, value)


class CountedEnvironment(LimitedEnvironment):
    """The same for templates that are not our own: all that their steps make is counted together."""

    def bound(self) -> None:
        """Count what filters, values and the whole make; called once the filters are set."""
        self.globals.pop("lipsum", None)
        self.budget.filters(self.filters)
        self.finalize = self.budget.shown(self.finalize)
        self.concat = self.budget.concat  # type: ignore[method-assign]

    def joined(self, parts: Sequence[Any]) -> str:
        """Return texts after one another, lists among them with all that is inside.

        Raises:
            SecurityError: they are too long together.
        """
        self.budget.weigh(parts)
        return super().joined(parts)

    def call(self, context: Any, called: Any, /, *given: Any, **named: Any) -> Any:
        """Call what a template may call, and count what comes of it.

        Raises:
            SecurityError: it is too much.
        """
        owner = getattr(called, "__self__", None)
        if isinstance(owner, str):
            self.budget.count(grown(called.__name__, owner, given))
        made = super().call(context, called, *given, **named)
        if isinstance(made, str | list | dict | bytes):
            self.budget.weigh(made)
        return made

    def part(self, whole: Any, bounds: slice) -> Any:
        """Return a part of a text or a list, counted.

        Raises:
            SecurityError: it is too much.
        """
        made = super().part(whole, bounds)
        self.budget.count(len(made) if isinstance(made, Sequence) else 0)
        return made


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))
