"""xlwings' real dispatcher with pywin32 stubbed, in a process of its own: ``python excel_border.py WHAT``.

What Excel hands over (ranges with COM values, errors as numbers, currency, what is left out) goes
through ``CallUDF`` into the published functions; what comes out is compared with ``call``. The only
things that are not real are pywin32 and the platform's name while xlwings is imported.
"""

import ctypes
import datetime as dt
import json
import os
import sys
from pathlib import Path
from time import perf_counter
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

MISSING = -2147352572
ERRORS = {
    "#DIV/0!": -2146826281, "#N/A": -2146826246, "#NAME?": -2146826259, "#NULL!": -2146826288,
    "#NUM!": -2146826252, "#REF!": -2146826265, "#VALUE!": -2146826273,
}  # fmt: skip
RANGE_ID = "{00020846-0000-0000-C000-000000000046}"
UDFS = "xlplan.hosts.excel.udfs"


class Stub(ModuleType):
    """A module of pywin32: whatever is asked of it is there."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        found = type(name, (Exception,), {}) if "error" in name.lower() else MagicMock(name=name)
        if name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass", "TimeType"):
            found = type(name, (), {})
        setattr(self, name, found)
        return found


def stubbed():
    """Import xlwings as on Windows."""
    names = [
        "pythoncom",
        "pywintypes",
        "win32api",
        "win32con",
        "win32gui",
        "win32process",
        "win32timezone",
        "win32event",
        "win32com",
        "win32com.client",
        "win32com.server",
        "win32com.server.util",
        "win32com.server.policy",
        "win32com.server.dispatcher",
        "win32com.server.exception",
        "win32com.client.gencache",
    ]
    for name in names:
        sys.modules[name] = Stub(name)
        parent, _, own = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], own, sys.modules[name])
    sys.modules["pywintypes"].IID = str
    sys.modules["win32com.server.util"].unwrap = unwrap
    sys.modules["win32com.client"].Dispatch = lambda com, **_: com
    sys.modules["win32process"].GetWindowThreadProcessId = lambda _: (1, 1)
    utc = SimpleNamespace(utc=lambda: dt.UTC)
    sys.modules["win32timezone"].TimeZoneInfo = utc
    sys.modules["pythoncom"].__file__ = "pythoncom.dll"
    ctypes.windll, ctypes.oledll = MagicMock(), MagicMock()
    plain, ctypes.PyDLL = ctypes.PyDLL, MagicMock()
    real, sys.platform = sys.platform, "win32"
    try:
        import xlwings
        from xlwings import com_server
    finally:
        sys.platform, ctypes.PyDLL = real, plain
    return xlwings, com_server


def unwrap(_):
    raise TypeError("no object of Python's own")


APP = SimpleNamespace(Hwnd=1)
SHEET = SimpleNamespace(Parent=SimpleNamespace(Application=APP, Parent=APP))


KIND = SimpleNamespace(iid=RANGE_ID)


class Cells:
    """A Range of Excel as COM hands it over."""

    def __init__(self, value):
        self.Value = value
        self._oleobj_ = self
        self.Row = self.Column = 1
        self.Worksheet = SHEET
        block = isinstance(value, tuple)
        self.Rows = SimpleNamespace(Count=len(value) if block else 1)
        self.Columns = SimpleNamespace(Count=len(value[0]) if block else 1)

    def GetTypeInfo(self):  # noqa: N802
        return self

    def GetTypeAttr(self):  # noqa: N802
        return KIND


def as_com(value):
    """Return a cell as COM has it."""
    from xlplan.functions import CellError

    if isinstance(value, CellError):
        return ERRORS[str(value)]
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


_HANDED = {}


def shared(argument):
    """Return an argument handed over; one of many rows is made once for all that take it."""
    if not isinstance(argument, list) or len(argument) < 1000:
        return handed(argument)
    if id(argument) not in _HANDED:
        _HANDED[id(argument)] = handed(argument), argument  # kept, so that no other gets its number
    return _HANDED[id(argument)][0]


def handed(argument):
    """Return an argument as VBA hands it over: a range as Range, a literal as itself."""
    if isinstance(argument, list):
        rows = tuple(tuple(map(as_com, row)) for row in argument)
        single = len(rows) == 1 and len(rows[0]) == 1
        return Cells(rows[0][0] if single else rows)
    return as_com(argument)


def expected(name, args):
    """Return what ``call`` says, in the shape in which CallUDF returns it."""
    from xlplan.functions import CellError, call

    def cell(value):
        if value is None:
            return ""
        return str(value) if isinstance(value, CellError) else value

    found = call(name, args, os.environ.get("XLPLAN_LANG", "en")).value
    if not isinstance(found, list):
        return cell(found)
    rows = [[cell(value) for value in row] for row in found]
    if len(rows) == 1:
        return rows[0][0] if len(rows[0]) == 1 else rows[0]
    return rows


def same(mine, theirs):
    if isinstance(mine, (list, tuple)) and isinstance(theirs, (list, tuple)):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    if isinstance(mine, dt.date) and isinstance(theirs, dt.date):
        return str(mine)[:10] == str(theirs)[:10]
    return type(mine) is type(theirs) and mine == theirs


def compare(server):
    """Call every function in every way; return how many calls there were and which differ."""
    from function_cases import cases, fixed, long_cases

    count, wrong = 0, []
    long = ((name, "10,000 rows", args) for name, args in long_cases())
    every = (*cases(), *long) if os.environ.get("XLPLAN_LANG", "en") == "en" else fixed()
    for name, way, args in every:
        given = [shared(one) for one in args]
        mine = server.CallUDF(UDFS, name, given, None, None)
        theirs = expected(name, args)
        count += 1
        if not same(mine, theirs):
            wrong.append(f"{name} {way}: {str(mine)[:80]} is not {str(theirs)[:80]}")
    return {"calls": count, "wrong": wrong}


def left_out(server):
    """Arguments left out at the end, in the middle, and none at all."""
    from xlplan.functions import call

    pairs = [
        (server.CallUDF(UDFS, "XLPLAN_CARRYING_COST", [1000.0, MISSING], None, None),
         call("CARRYING_COST", [1000.0]).value),
        (server.CallUDF(UDFS, "XLPLAN_RISK_LEVEL", [Cells(64.0), MISSING, MISSING], None, None),
         call("RISK_LEVEL", [64.0]).value),
        (server.CallUDF(UDFS, "XLPLAN_WIN_LIKELIHOOD", [0.4, MISSING, Cells(2.0)], None, None),
         call("WIN_LIKELIHOOD", [0.4, None, 2.0]).value),
    ]  # fmt: skip
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    said = server.CallUDF(UDFS, "XLPLAN_WHY", ["XLPLAN_LAG", "soon", 2.0], None, None)
    server.CallUDF(UDFS, "XLPLAN_LAG", ["soon", 2.0], None, None)
    last = server.CallUDF(UDFS, "XLPLAN_WHY", [], None, None)
    return {"wrong": wrong, "why": said, "last": last}


def wrapper_text():
    """What xlwings itself would write as VBA for these functions, and say in the wizard."""
    from xlwings import udfs

    workbook = MagicMock()
    workbook.Name = "xlplan.xlam"
    texts = []

    def keep(name):
        texts.append(Path(name).read_text())

    workbook.VBProject.VBComponents.Import = keep
    workbook.Application.Version = "16.0"
    udfs.Dispatch = lambda _: MagicMock(sheets=[])
    udfs.udf_modules.clear()
    udfs.Book = lambda impl: MagicMock(sheets=[])
    udfs.import_udfs(UDFS, workbook)
    options = [
        (one.args[0], one.kwargs["Description"], one.kwargs["ArgumentDescriptions"])
        for one in workbook.Application.MacroOptions.call_args_list
    ]
    return {"vba": texts[0], "options": options}


def timing(server, calls=2000):
    """Microseconds a scalar call: through the dispatcher, and our half of it."""
    from xlplan.functions import call
    from xlplan.hosts.excel import udfs

    def spent(work):
        start = perf_counter()
        for _ in range(calls):
            work()
        return (perf_counter() - start) / calls * 1e6

    args = [Cells(4.0), Cells(2.0)]
    server.CallUDF(UDFS, "XLPLAN_LAG", args, None, None)
    return {
        "through the dispatcher": spent(
            lambda: server.CallUDF(UDFS, "XLPLAN_LAG", args, None, None)
        ),
        "our half": spent(lambda: udfs.XLPLAN_LAG([[4.0]], [[2.0]])),
        "the function alone": spent(lambda: call("XLPLAN_LAG", [4.0, 2.0])),
    }


def main():
    _, com_server = stubbed()
    server = com_server.XLPython()
    what = {
        "compare": lambda: compare(server),
        "left-out": lambda: left_out(server),
        "vba": wrapper_text,
        "timing": lambda: timing(server),
    }[sys.argv[1]]
    sys.stdout.write(json.dumps(what(), default=str) + "\n")
    sys.stdout.flush()
    os._exit(0)  # what xlwings tidies up at the exit needs Windows


if __name__ == "__main__":
    main()
