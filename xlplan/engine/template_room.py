"""Where do templates run? Jinja2's sandbox, with one escape for each format and errors that help.

Whoever writes a template may read the names of the context and loop over them; everything else,
attributes of Python among it, is closed. Environments and compiled templates are kept.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

import jinja2

from xlplan.core.issues import PlanError
from xlplan.engine.account import board_shapes, rows, shapes
from xlplan.engine.paper.typst_text import literal
from xlplan.engine.template_limits import CountedEnvironment, LimitedEnvironment, ending

RUNNING = (
    jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError,
    RecursionError, MemoryError,
)  # fmt: skip
_FIELDS: dict[type, frozenset[str]] = {
    shape: frozenset((*getattr(shape, "_fields", ()), *getattr(shape, "__dataclass_fields__", ())))
    for room in (rows, shapes, board_shapes)
    for shape in vars(room).values()
    if isinstance(shape, type) and shape.__module__.startswith("xlplan.")
}
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])(?=\s|$|[-+=])")


class Unknown(jinja2.StrictUndefined):
    """A name that the context does not have; its error carries the nearest one that it has."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:  # not unknown, but closed: it says so
            return self._undefined_hint
        name, owner = str(self._undefined_name), self._undefined_obj
        if repr(owner) == "missing":  # a variable, not a field of something
            return f"{name}\n"
        known = _FIELDS.get(type(owner), frozenset(owner if isinstance(owner, Mapping) else ()))
        return f"{name}\n{nearest(name, known)}"


class Room(LimitedEnvironment):
    """The sandbox: of our own shapes it shows the fields and nothing else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of a shape; anything else by the sandbox's own rules."""
        fields = _FIELDS.get(type(obj))
        if fields is None:
            return super().getattr(obj, attribute)
        if attribute in fields:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)


class UsersRoom(CountedEnvironment, Room):
    """The sandbox for templates of a user's own."""


class Folders(jinja2.FileSystemLoader):
    """Templates from folders; one that appears in an earlier folder later on is noticed."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its file, and whether that is still the one to use.

        Raises:
            PlanError: it is not saved as UTF-8.
        """
        try:
            text, file, unchanged = super().get_source(environment, template)
        except UnicodeDecodeError as wrong:
            raise not_utf8(wrong, template) from wrong
        places = [Path(folder, *template.split("/")) for folder in self.searchpath]
        earlier = places[: places.index(Path(file))]
        return text, file, lambda: unchanged() and not any(path.exists() for path in earlier)


def not_utf8(wrong: UnicodeDecodeError, name: str) -> PlanError:
    """Return what is wrong with a template in another encoding: its line, and the byte there."""
    line = wrong.object.count(b"\n", 0, wrong.start) + 1
    byte = f"0x{wrong.object[wrong.start]:02x}"
    return PlanError("TEMPLATE_ENCODING", file=name, line=line, byte=byte)


def render(name: str, values: Mapping[str, Any], format: str, folders: tuple[str, ...]) -> str:  # noqa: A002
    """Return a template filled with values.

    Args:
        name: the template's path inside the folders.
        values: what it may use.
        format: ``md``, ``html`` or ``typ``; decides how values are escaped.
        folders: where templates are looked for, first come first served.

    Raises:
        PlanError: the template is missing, broken, or asks for a name that there is not.
    """
    room = _room(format, folders)
    room.budget.made = 0
    try:
        with ending() if len(folders) > 1 else nullcontext():  # ours end by themselves
            return room.get_template(name).render(values)
    except RUNNING as wrong:
        _explain(wrong, room, name, values)


def markdown(value: Any) -> Any:
    r"""Return a value so that Markdown shows it as it is: on one line, no sign of it as markup.

    Example:
        >>> print(markdown("a|b *c* _d_"), markdown("1. x"), markdown("R&D &amp; <b>"))
        a\|b \*c\* \_d\_ 1\. x R&D \&amp; \<b\>
    """
    return _markdown(value) if type(value) is str else value


@lru_cache(
    maxsize=16384
)  # a plan says most of its short texts more than once, and so does the next
def _markdown(text: str) -> str:
    if "\n" in text or "\r" in text:
        text = " ".join(text.split())
    if _MARKDOWN.search(text):
        text = _MARKDOWN.sub(r"\\\g<0>", text)
    if text[:1] in "0123456789-+=" and _LINE_START.match(text):
        text = _LINE_START.sub(lambda at: f"{at[1]}\\{at[2]}" if at[1] else f"\\{at[3]}", text)
    return text


def typst(value: Any) -> Any:
    """Return a value so that Typst takes it as a string, whatever is in it."""
    return literal(value) if type(value) is str else value


class Written(str):
    """Markup that a template has made itself and that is not escaped again."""

    __slots__ = ()


def css_text(value: object) -> str:
    r"""Return a text as the inside of a CSS string.

    Example:
        >>> print(css_text('a"b</i>') + "|")
        a\22 b\3c /i\3e |
    """
    return re.sub(r"[\"'\\<>&\x00-\x1f]", lambda sign: f"\\{ord(sign[0]):x} ", str(value))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like another, blank when there is none at all."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.0)
    return found[0] if found else ""


@lru_cache(maxsize=16)
def _room(format: str, folders: tuple[str, ...]) -> Room:  # noqa: A002
    page = format == "html"
    kind = UsersRoom if len(folders) > 1 else Room  # ours make little
    room = kind(
        loader=Folders(list(folders)),
        autoescape=page,
        undefined=Unknown,
        finalize={"html": None, "typ": typst}.get(format, markdown),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=200,
    )
    room.filters["css"] = css_text
    room.filters["written"] = Written
    if isinstance(room, UsersRoom):
        room.bound()
    return room


def _explain(wrong: BaseException, room: Room, name: str, values: Mapping[str, Any]) -> NoReturn:
    """Raise what went wrong as one sentence: file, line, and the nearest name that there is."""
    if isinstance(wrong, jinja2.TemplateNotFound):
        known = room.list_templates()
        asked = str(wrong.name or name)
        raise PlanError("TEMPLATE_MISSING", file=asked, nearest=nearest(asked, known)) from wrong
    if isinstance(wrong, jinja2.TemplateSyntaxError):
        problem = said(wrong)
        told = wrong.filename or wrong.name or name  # the lexer's errors name a path
        file = _inside(Path(told), room) or wrong.name
        raise PlanError(
            "TEMPLATE_BROKEN", file=file or name, line=wrong.lineno, problem=problem
        ) from wrong
    file, line = _place(wrong.__traceback__, room, name)
    if isinstance(wrong, jinja2.UndefinedError) and "\n" in str(wrong):
        asked, _, near = str(wrong).partition("\n")
        near = near or nearest(asked, values)
        raise PlanError("TEMPLATE_NAME", file=file, line=line, name=asked, nearest=near) from wrong
    if not line:  # it never ran
        raise PlanError("TEMPLATE_UNUSABLE", file=file, problem=said(wrong)) from wrong
    raise PlanError("TEMPLATE_BROKEN", file=file, line=line, problem=said(wrong)) from wrong


def said(wrong: BaseException) -> str:
    """Return what an error of a template says, in one line and without its full stop."""
    return str(wrong).split("\n")[0].rstrip(". ") or type(wrong).__name__


def _place(trace: TracebackType | None, room: Room, name: str) -> tuple[str, int]:
    """Return the innermost template and line that a traceback goes through."""
    found = (name, 0)
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        inside = _inside(file, room)
        if inside and file.suffix != ".py":
            found = (inside, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _inside(file: Path, room: Room) -> str:
    """Return a file as the template that it is, blank when it is none."""
    roots = [Path(folder) for folder in room.loader.searchpath]  # type: ignore[union-attr]
    root = next((root for root in roots if file.is_relative_to(root)), None)
    return "" if root is None else file.relative_to(root).as_posix()
