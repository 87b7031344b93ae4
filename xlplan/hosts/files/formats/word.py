"""How is a Word document made? The plan's blocks in our look or the company's, with its pictures."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.account.pictures import scenes
from xlplan.engine.document_kinds import PLAN
from xlplan.engine.documents import Saying, look_places, paper_of
from xlplan.engine.paper.blocks import Paper
from xlplan.engine.paper.typst_text import with_fonts
from xlplan.engine.pictures import Scene, svg
from xlplan.engine.text import Texts
from xlplan.engine.word.look import Look, look_of, own_look
from xlplan.engine.word.package import word_parts
from xlplan.hosts.files.formats.pictures import pngs
from xlplan.hosts.files.ooxml.packing import PackageWriter

MOST = 64 << 20  # bytes of a look, unpacked


def word_document(
    context: Saying, texts: Texts, templates: Path | None, day: dt.date, kind: str = PLAN
) -> bytes:
    """Return an account plan as a Word document.

    Args:
        context: what the plan says.
        texts: the language.
        templates: a folder whose files replace ours; ``look.docx`` in it (or in its ``en``, ``zh``
            or ``shared``) brings the company's styles, header, footer and logo.
        day: the plan's day.
        kind: which document.

    Raises:
        PlanError: a template or the look is missing something, broken, or no Word document; Typst
            is not installed.
    """
    paper = paper_of(context, texts, templates, kind)
    look = word_look(templates, texts.lang)
    drawn = _drawn(paper, scenes(context, texts), texts.lang)
    return pack(word_parts(paper, look, drawn, context.names, day))


def _drawn(
    paper: Paper, found: Mapping[str, Scene | None], lang: str
) -> dict[str, tuple[Scene, str, bytes]]:
    shown = {name: one for name in paper.pictures if (one := found.get(name)) is not None}
    texts = [svg(one) for one in shown.values()]
    images = pngs(texts, [one.width for one in shown.values()], lang)
    return {
        name: (one, with_fonts(text, lang), image)
        for (name, one), text, image in zip(shown.items(), texts, images, strict=True)
    }


def word_look(templates: Path | None, lang: str) -> Look:
    """Return the look of Word documents: the company's, or our own.

    Raises:
        PlanError: the company's file is no Word document.
    """
    if templates is not None:
        for file in (templates / place for place in look_places(lang)):
            if file.is_file():
                return _company(file, file.stat().st_mtime_ns)
    return own_look(lang)


@lru_cache(maxsize=4)
def _company(file: Path, _when: int) -> Look:
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MOST:
                raise PlanError("LOOK_UNREADABLE", file=file)
            parts = {entry.filename: package.read(entry) for entry in entries}
        return look_of(parts)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as wrong:
        raise PlanError("LOOK_UNREADABLE", file=file) from wrong


def pack(parts: Mapping[str, Any]) -> bytes:
    """Return parts as one package; the same parts give the same bytes."""
    out = io.BytesIO()
    writer = PackageWriter(out)
    first = "[Content_Types].xml"
    for name in (first, *(name for name in parts if name != first)):
        writer.add(name, parts[name])
    writer.finish(b"")
    return out.getvalue()
