"""What does the add-in's VBA say? Four modules: buttons, server, formulas, their descriptions.

The buttons start ``xlplan excel-run`` and return at once: Excel stays free, and nothing depends on the
version of xlwings. Formulas go to xlwings' server, whose library carries a version: it is written
into the module when the add-in is built, from the xlwings that is installed.
"""

from collections.abc import Iterable

from xlplan.engine.text import Texts
from xlplan.functions import Function, published
from xlplan.hosts.excel.vba_buttons import BUTTON_LINES
from xlplan.hosts.excel.vba_project import WORKBOOK, Module, document
from xlplan.hosts.excel.vba_server import CELL_LINES, SERVER_LINES
from xlplan.hosts.excel.vba_text import assigned, broken, comment, module_text

UDFS = "xlplan.hosts.excel.udfs"
_NOTE = (
    "xlplan {version}, for xlwings {xlwings}.",
    "Written by a program and tested up to the border of Excel;",
    "its makers have not opened it in Excel itself.",
)


def buttons(texts: Texts, versions: tuple[str, str]) -> Module:
    """Return the module of the buttons."""
    said = {
        "@NO_BOOK@": texts(
            "Open a planning workbook first. If it is open, but in Protected View (a yellow bar at the "
            "top), press Enable Editing there."
        ),
        "@FAILED@": texts(
            "xlplan could not be started. Its Python was not found, or xlplan and xlwings are not "
            "installed in it. Make the add-in anew there: xlplan addin excel --out FOLDER. The guide "
            "docs/excel.md says more."
        ),
        "@OTHER@": texts(
            "The formulas of this add-in need xlwings {version}, and another one is installed. Make "
            "the add-in anew: xlplan addin excel --out FOLDER. The buttons work all the same.",
            version=versions[1],
        ),
    }
    lines = _filled(BUTTON_LINES, versions)
    for mark, text in said.items():
        lines = [
            line for one in lines for line in (assigned("said", text) if mark in one else [one])
        ]
    return _module("XlplanButtons", lines, versions)


def server(lang: str, versions: tuple[str, str]) -> Module:
    """Return the module that reaches xlwings' server."""
    lines = [line.replace("@LANG@", lang) for line in _filled(SERVER_LINES, versions)]
    return _module("XlplanServer", lines, versions)


def formulas(versions: tuple[str, str]) -> Module:
    """Return the module of the formulas: one function of VBA each."""
    lines = ["Option Explicit", ""]
    for function in published().values():
        lines += wrapper(function)
    return _module("XlplanFunctions", [*lines, *CELL_LINES], versions)


def wrapper(function: Function) -> list[str]:
    """Return a published function in VBA."""
    name = function.name
    heads = [
        f"ParamArray {one.name}()"
        if one.variadic
        else f"Optional {one.name}"
        if one.optional
        else one.name
        for one in function.arguments
    ]
    lines = broken(f"Public Function {name}({', '.join(heads)})")
    lines.append("    On Error GoTo failed")
    if function.arguments and function.arguments[-1].variadic:
        last = function.arguments[-1].name
        lines += ["    Dim several As Variant", f"    several = {last}"]
        array = "several"
    else:
        array = f"Array({', '.join(one.name for one in function.arguments)})"
    lines += broken(
        f'    {name} = XlplanCells(XLPy.CallUDF("{UDFS}", "{name}", {array}, '
        "ActiveWorkbook, Application.Caller))"
    )
    told = "Err.Description" if name.endswith("_WHY") else "CVErr(2015)"
    return [*lines, "    Exit Function", "failed:", f"    {name} = {told}", "End Function", ""]


def descriptions(lang: str, versions: tuple[str, str]) -> Module:
    """Return the module that tells Excel's function wizard what each formula is for."""
    lines = ["Option Explicit", "", "Public Sub XlplanDescribe()", "    On Error Resume Next"]
    functions = list(published().values())
    lines += [f"    Describe{at}" for at in range(len(functions))]
    lines += ["End Sub", ""]
    for at, function in enumerate(functions):
        lines += _described(at, function, lang)
    return _module("XlplanDescriptions", lines, versions)


def _described(at: int, function: Function, lang: str) -> Iterable[str]:
    count = len(function.arguments)
    yield f"Private Sub Describe{at}()"
    yield f"    Dim said As String, help({max(count - 1, 0)}) As Variant"
    yield from assigned("said", function.summed_up(lang)[:255])
    for place, one in enumerate(function.arguments):
        yield from assigned(f"help({place})", one.helped(lang)[:255])
    more = ", ArgumentDescriptions:=help" if count else ""
    yield f'    Application.MacroOptions Macro:="{function.name}", Description:=said, _'
    yield f'        Category:="xlplan"{more}'
    yield "End Sub"
    yield ""


def opening() -> Module:
    """Return the module of the add-in's workbook, which describes the formulas when it is opened."""
    empty = document("ThisWorkbook", WORKBOOK)
    lines = ["Private Sub Workbook_Open()", "    XlplanDescribe", "End Sub", ""]
    return empty._replace(source=empty.source + "\r\n".join(lines))


def _filled(lines: Iterable[str], versions: tuple[str, str]) -> list[str]:
    return [line.replace("@XLWINGS@", versions[1]) for line in lines]


def _module(name: str, lines: Iterable[str], versions: tuple[str, str]) -> Module:
    version, xlwings = versions
    note = [line.format(version=version, xlwings=xlwings) for line in _NOTE]
    return Module(name, module_text(name, [*comment(note), *lines]))
