"""How are tags in a Word document filled? ``{{ name }}``, ``{% if %}`` in its text, paragraph by paragraph.

``{%p … %}`` stands for its whole paragraph, ``{%tr … %}`` for its whole row, ``{%tc … %}`` for its
whole cell, as in docxtpl. Word splits a tag into runs as it likes; it is put together first.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from typing import Any, NoReturn

import jinja2

from xlplan.core.issues import PlanError
from xlplan.engine.template_limits import ending
from xlplan.engine.template_room import RUNNING, Unknown, UsersRoom, nearest, said
from xlplan.engine.word.text import content

_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>(?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)(.*?)(</w:t>)", re.DOTALL)
_TAG = re.compile(
    r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)", re.DOTALL
)  # one that is not closed ends with its paragraph
_WHOLE = re.compile(r"(\{[%{])(p|tr|tc|r)\s(.*?)([%}]\})", re.DOTALL)
_OUTER = {"tr": "w:tr", "tc": "w:tc"}
_CURLY = str.maketrans("“”‘’", "\"\"''")
_MARK = "\x02"
"""Stands before each paragraph in the source, so that an error can name the paragraph."""


def fill(part: str, text: str, values: Mapping[str, Any], start: int = 0) -> str:
    """Return a part of a Word document with its tags filled.

    Args:
        part: its name, for errors.
        text: its XML.
        values: what the tags may use.
        start: how many paragraphs of the part stand before this text.

    Raises:
        PlanError: a tag is broken or asks for a name that there is not; it names the paragraph.
    """
    if not _TAG.search(re.sub(r"<[^>]*>", "", text)):
        return text
    source = _source(text)
    room = _room()
    room.budget.made = 0
    try:
        with ending():
            return room.from_string(source).render(values)
    except RUNNING as wrong:
        _explain(wrong, part, values, start)


def paragraphs(text: str) -> int:
    """Return how many paragraphs a text has."""
    return len(_PARAGRAPH.findall(text))


@lru_cache(maxsize=1)
def _room() -> UsersRoom:
    room = UsersRoom(
        autoescape=False, undefined=Unknown, finalize=_shown, keep_trailing_newline=True
    )
    room.filters["written"] = str
    room.bound()
    return room


def _shown(value: object) -> object:
    """Return a value as text of a run; a line break of it becomes one of Word."""
    if isinstance(value, jinja2.Undefined):
        return value
    text = content(str(value))
    return text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')


def _source(text: str) -> str:
    """Return a part as a template, one line a paragraph."""
    text = " ".join(text.split("\n"))
    paragraphs = _PARAGRAPH.sub(lambda found: "\n" + _gathered(found[0]), text)
    return _outer(paragraphs)


def _gathered(paragraph: str) -> str:
    """Return a paragraph with every tag in one run; one that is a tag only becomes the tag."""
    pieces = [match[2] for match in _TEXT.finditer(paragraph)]
    whole = "".join(pieces)
    if not _TAG.search(whole):
        return paragraph.replace("{%", "{{'{%'}}") if "{%" in paragraph else paragraph
    alone = _WHOLE.fullmatch(whole.strip())
    if alone and alone[2] in ("p", "tr", "tc", "r"):
        tag = f"{alone[1]} {unescape(alone[3]).translate(_CURLY)}{alone[4]}"
        return tag if alone[2] in ("p", "r") else f"{_MARK}{alone[2]}{tag}{_MARK}"
    return _rewritten(paragraph, pieces)


def _rewritten(paragraph: str, pieces: list[str]) -> str:
    """Move each tag that spans runs into the run where it begins."""
    owner = [at for at, piece in enumerate(pieces) for _ in piece]
    whole = "".join(pieces)
    fresh = [""] * len(pieces)
    place = 0
    for tag in _TAG.finditer(whole):
        for at in range(place, tag.start()):
            fresh[owner[at]] += whole[at]
        fresh[owner[tag.start()]] += unescape(tag[0]).translate(_CURLY)
        place = tag.end()
    for at in range(place, len(whole)):
        fresh[owner[at]] += whole[at]
    texts = iter(fresh)
    return _TEXT.sub(lambda found: f'<w:t xml:space="preserve">{next(texts)}{found[3]}', paragraph)


def _outer(text: str) -> str:
    """Let a row or cell that holds one tag only become that tag."""
    for kind, element in _OUTER.items():
        pattern = re.compile(
            rf"<{element}(?: [^>]*)?>(?:(?!<{element}[ >]).)*?{_MARK}{kind}(.*?){_MARK}"
            rf"(?:(?!<{element}[ >]).)*?</{element}>",
            re.DOTALL,
        )
        text = pattern.sub(lambda found: "\n" * found[0].count("\n") + found[1], text)
    return text.replace(_MARK, "")


def _explain(wrong: BaseException, part: str, values: Mapping[str, Any], start: int) -> NoReturn:
    """Raise what went wrong as one sentence: part, paragraph, nearest name."""
    line = getattr(wrong, "lineno", None)
    trace = wrong.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    at = start + max((line or 1) - 1, 1)
    if isinstance(wrong, jinja2.UndefinedError) and "\n" in str(wrong):
        asked, _, near = str(wrong).partition("\n")
        near = near or nearest(asked, values)
        raise PlanError("LOOK_NAME", file=part, paragraph=at, name=asked, nearest=near) from wrong
    raise PlanError("LOOK_BROKEN", file=part, paragraph=at, problem=said(wrong)) from wrong
