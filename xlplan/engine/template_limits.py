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
from jinja2.nodes import Concat
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

SECONDS = 20.0
"""How long a template of a user's own may take for one document; ours take a hundredth of one."""

MOST = 5_000_000
"""Signs of a text, or members of a list, that one step of a template may make."""

HIGHEST_POWER = 1_000
PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs"})
"""Methods of a text that make it as long as a number says."""


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
    """Compiles ``a ~ b`` to a call that measures what it makes."""

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 - Jinja2's own name
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox in which no single step can make something huge."""

    code_generator_class = _Measured
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out an operation, unless its result would be huge.

        Raises:
            SecurityError: it would.
        """
        if operator == "**" and _is_number(right) and abs(right) > HIGHEST_POWER:
            raise SecurityError(f"a power above {HIGHEST_POWER}")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("a text with % can be made of any length; write it with ~")
        if operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
            _check(left.bit_length() * (right if operator == "**" else 1) + right.bit_length())
        if operator == "*":
            for many, count in ((left, right), (right, left)):
                if isinstance(many, Sequence) and _is_number(count):
                    _check(len(many) * count)
        if operator == "+" and isinstance(left, Sequence) and isinstance(right, Sequence):
            _check(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def joined(self, parts: Sequence[Any]) -> str:
        """Return texts after one another.

        Raises:
            SecurityError: they are too long together.
        """
        _check(sum(len(part) for part in parts if isinstance(part, str)))
        return markup_join(parts) if self.autoescape else str_join(parts)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return no way to format a text by a pattern: a width in it can be any number.

        Raises:
            SecurityError: ``value`` is ``str.format``.
        """
        if super().wrap_str_format(value) is not None:
            raise SecurityError("a pattern can make a text of any length; write it with ~")
        return None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may use an attribute: no method that makes texts of any length."""
        if isinstance(obj, str) and attr in PADDING:
            return False
        return super().is_safe_attribute(obj, attr, value)


def narrowed(filters: dict[str, Callable[..., Any]]) -> None:
    """Take out the filters that make a text as long as a number says, and bound what replaces."""
    for name in ("center", "indent", "format", "wordwrap"):
        filters.pop(name, None)
    replace = filters["replace"]

    def bounded(context: Any, text: str, old: str, new: str, count: int | None = None) -> Any:
        _check(len(str(text)) + str(text).count(str(old)) * len(str(new)))
        return replace(context, text, old, new, count)

    filters["replace"] = jinja2.pass_eval_context(bounded)


def _check(size: float) -> None:
    if size > MOST:
        raise SecurityError(f"more than {MOST:,} signs at once")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))
