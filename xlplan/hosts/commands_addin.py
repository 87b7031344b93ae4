"""How does somebody get the add-in for Excel or for xlwings Lite? ``xlplan addin`` builds it from text."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from xlplan import __version__
from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import DONE
from xlplan.hosts.files.output import make_folder
from xlplan.hosts.files.storing import store

PLANNER = "planner.xlsm"
_NO_PART = re.compile(r"[\s\"'<>\\`{}|^?#]")
"""What no address of a folder holds."""


def addin_excel(options: argparse.Namespace, texts: Texts) -> int:
    """Build the add-in for Excel, write its files, and say what to do with them.

    Raises:
        PlanError: ``NO_XLWINGS``; the folder or a file cannot be written.
    """
    files = excel_files(texts, example=options.example)
    write_files(Path(options.out), files, texts)
    for line in (
        texts(
            "xlplan.xlam is the add-in: formulas, ribbon, buttons. planner.xlsm is a workbook with "
            "the buttons."
        ),
        texts("The folder modules holds the text of all macros, for review."),
        texts("How to install it, and what to do in trouble: docs/excel.md."),
        texts(
            "Built without Excel: tested up to its border, never opened in Excel itself by its "
            "makers."
        ),
    ):
        print(line)
    return DONE


def addin_lite(options: argparse.Namespace, texts: Texts) -> int:
    """Write what xlwings Lite needs for formulas and scripts, and say what to do with it.

    Raises:
        PlanError: ``WHEEL_ADDRESS``; the folder or a file cannot be written.
    """
    from xlplan.hosts.excel.lite import lite_files

    address = _web_folder(options.wheel)
    write_files(Path(options.out), lite_files(__version__, texts.lang, address), texts)
    if address:
        print(texts("Next: put the wheel at {address}.", address=address))
    for line in (
        texts("Next: copy both texts into xlwings Lite. The guide: docs/lite.md."),
        texts("Formulas, Check, Evaluate and Explain. Not opened in xlwings Lite itself."),
    ):
        print(line)
    return DONE


def _web_folder(text: str | None) -> str:
    """Return the address of a folder on the web, ``""`` where none is given.

    Raises:
        PlanError: it is none; the wheel itself is none either.
    """
    if text is None:
        return ""
    try:
        found = urlsplit(text)
        good = found.scheme in ("https", "http") and found.hostname and found.port != 0
    except ValueError:  # a bracket that is left open, a port that is no number
        good = False
    if not good or _NO_PART.search(text) or text.casefold().endswith(".whl"):
        raise PlanError("WHEEL_ADDRESS", text=text)
    return text


def write_files(folder: Path, files: Mapping[str, bytes], texts: Texts) -> None:
    """Write files into a folder, which is made if need be, and say so."""
    for name, data in files.items():
        path = folder / name
        make_folder(path.parent)
        store(path, data)
        print(texts("Written: {path}", path=path))


def excel_files(texts: Texts, *, example: bool = False) -> dict[str, bytes]:
    """Return the files of the add-in for Excel: name → content.

    Raises:
        PlanError: ``NO_XLWINGS``: the formulas are bound to the version of xlwings installed here.
    """
    from xlplan.hosts.excel.addin import (
        add_buttons,
        addin,
        attach_project,
        command_file,
        texts_of,
    )
    from xlplan.hosts.excel.attaching import installed_xlwings
    from xlplan.hosts.excel.vba_modules import buttons
    from xlplan.hosts.files.planbook import FREE_ROW, planner

    versions = (__version__, installed_xlwings())

    def finish(book: Any, page: Any) -> None:
        page.set_row(FREE_ROW, 30)
        add_buttons(page, texts, (FREE_ROW, 0))
        attach_project(book, [buttons(texts, versions)])

    files = {f"modules/{name}": text.encode() for name, text in texts_of(texts, versions).items()}
    files["xlplan.xlam"] = addin(texts, versions)
    files[PLANNER] = planner(PLANNER, texts.lang, finish, example=example)
    command = command_file(versions[1])
    return files | ({"xlplan-command.txt": command} if command else {})
