"""How is the add-in built without Excel? Text to review, an .xlam with formulas and ribbon, buttons.

Everything is made from text: the modules are written beside the files that contain them.
"""

import io
import re
import site
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from xlplan.engine.buttons import BUTTONS as ACTIONS
from xlplan.engine.text import Texts
from xlplan.hosts.excel.vba_modules import buttons, descriptions, formulas, opening, server
from xlplan.hosts.excel.vba_project import WORKBOOK, WORKSHEET, Module, document, vba_project

NOT_OPENED = (
    "Built without Excel: tested up to its border, never opened in Excel itself by its makers."
)

_FACES = (
    ("check", "XlplanCheck", "ReviewAcceptOrRejectChangeDialog"),
    ("evaluate", "XlplanEvaluate", "CalculateNow"),
    ("build-one", "XlplanBuildOne", "FileNew"),
    ("build-all", "XlplanBuildAll", "CopyToFolder"),
    ("explain", "XlplanExplain", "FunctionWizard"),
    ("open-folder", "XlplanOpenFolder", "FileOpen"),
    ("help", "XlplanHelp", "Help"),
)
BUTTONS = tuple((word, ACTIONS[word].label, macro, picture) for word, macro, picture in _FACES)
"""Word of the command, label, macro, picture of Office."""

_MENU = "http://schemas.microsoft.com/office/2006/01/customui"
_EXTENSIBILITY = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_SHEET_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_FIXED = (1980, 1, 1, 0, 0, 0)


def ribbon(texts: Texts) -> str:
    """Return the ribbon's XML: one tab, the buttons, each with its command in the tag."""
    rows = "".join(
        f'<button id="xlplan_{macro}" label={quoteattr(texts(label))} tag="{word}" size="large" '
        f'imageMso="{picture}" onAction="XlplanRibbon"/>'
        for word, label, macro, picture in BUTTONS
    )
    group = f'<group id="xlplan_group" label={quoteattr(texts("Account plans"))}>{rows}</group>'
    tab = f'<tab id="xlplan_tab" label="xlplan">{group}</tab>'
    return f'<customUI xmlns="{_MENU}"><ribbon><tabs>{tab}</tabs></ribbon></customUI>'


def modules(texts: Texts, versions: tuple[str, str]) -> list[Module]:
    """Return the modules of the add-in, without those of its workbook and sheet.

    Args:
        texts: the language of dialogs and descriptions.
        versions: of xlplan and of xlwings.
    """
    return [
        buttons(texts, versions),
        server(texts.lang, versions),
        formulas(versions),
        descriptions(texts.lang, versions),
    ]


def addin(texts: Texts, versions: tuple[str, str]) -> bytes:
    """Return the add-in: an ``.xlam`` with the ribbon, the buttons and the formulas."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "xlplan", "comments": NOT_OPENED})
    page = book.add_worksheet("xlplan")
    page.write_string(0, 0, f"xlplan {versions[0]}")
    page.write_string(1, 0, texts(NOT_OPENED))
    attach_project(book, [opening(), *modules(texts, versions)])
    book.close()
    return _as_addin(out.getvalue(), ribbon(texts))


def attach_project(book: Any, added: Sequence[Module]) -> None:
    """Give a workbook of XlsxWriter its VBA project, with a module for each of its sheets."""
    pages = book.worksheets()
    names = [f"Sheet{at}" for at in range(1, len(pages) + 1)]
    project = [*added, *(document(name, WORKSHEET) for name in names)]
    if not any(one.document and one.name == "ThisWorkbook" for one in added):
        project.insert(0, document("ThisWorkbook", WORKBOOK))
    book.add_vba_project(io.BytesIO(vba_project(project)), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for page, name in zip(pages, names, strict=True):
        page.set_vba_name(name)


def add_buttons(page: Any, texts: Texts, place: tuple[int, int]) -> None:
    """Put the buttons onto a page of XlsxWriter, in a row from a place on."""
    row, column = place
    width, gap = 132, 8
    for at, (_, label, macro, _) in enumerate(BUTTONS):
        page.insert_button(
            row,
            column,
            {
                "macro": macro,
                "caption": texts(label),
                "width": width,
                "height": 26,
                "x_offset": at * (width + gap),
                "y_offset": 4,
            },
        )


def _as_addin(workbook: bytes, menu: str) -> bytes:
    """Return a macro workbook as an add-in: its content type, and the ribbon by one relationship."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(_SHEET_TYPE.encode(), _ADDIN_TYPE.encode())
            elif name == "_rels/.rels":
                link = f'<Relationship Id="rIdMenu" Type="{_EXTENSIBILITY}" Target="customUI/customUI.xml"/>'
                data = data.replace(b"</Relationships>", f"{link}</Relationships>".encode())
            _put(new, name, data)
        _put(new, "customUI/customUI.xml", menu.encode())
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def command_file(xlwings: str) -> bytes | None:
    """Return how this machine starts xlplan, for the add-in's macros; ``None`` but on Windows.

    Three lines of UTF-16: the command, the folder of xlwings' library, the Python.
    """
    if sys.platform != "win32":
        return None
    quiet = Path(sys.executable).with_name("pythonw.exe")
    python = quiet if quiet.exists() else Path(sys.executable)
    folders = (sys.prefix, sys.base_prefix, site.getuserbase(), str(python.parent))
    found = [one for one in folders if (Path(one) / f"xlwings64-{xlwings}.dll").exists()]
    lines = (f'"{python}" -m xlplan', found[0] if found else "", str(python))
    return "\r\n".join(lines).encode("utf-16")


def apple_script(python: str = sys.executable) -> str:
    """Return the script by which Excel on the Mac may start xlplan."""
    quoted = re.sub(r'(["\\])', r"\\\1", python)
    words = (
        f'(quoted form of "{quoted}")',
        '" -m xlplan excel-run "',
        "(quoted form of button)",
        '" --book "',
        "(quoted form of book)",
        '" > /dev/null 2>&1 &"',
    )
    return (
        "\n\t".join(
            (
                "on press(said)",
                'set AppleScript\'s text item delimiters to "|"',
                "set button to text item 1 of said",
                "set book to (text items 2 thru -1 of said) as text",
                'set AppleScript\'s text item delimiters to ""',
                f"do shell script {' & '.join(words)}",
                'return ""',
            )
        )
        + "\nend press\n"
    )


def texts_of(texts: Texts, versions: tuple[str, str]) -> Mapping[str, str]:
    """Return the reviewed text of the add-in: file name → content."""
    files = {f"{one.name}.bas": one.source for one in modules(texts, versions)}
    return {**files, "customUI.xml": ribbon(texts), "xlplan.applescript": apple_script()}
