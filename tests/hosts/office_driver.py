"""Runs in the office's own Python: starts a soffice, does what standard input asks, prints JSON.

The request is a list of steps, each a list: its name and its arguments.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.uno import RuntimeException


def prop(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def plain(value):
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return value


def processor_seconds(first):
    """Return the processor's seconds of a process and of all that it started, as Linux tells them."""
    parents, spent = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (process / "stat").read_text().rpartition(")")[2].split()
            number = int(process.name)
            parents[number], spent[number] = int(told[1]), int(told[11]) + int(told[12])

    def below(number):
        return number == first or (number in parents and below(parents[number]))

    return sum(ticks for number, ticks in spent.items() if below(number)) / os.sysconf("SC_CLK_TCK")


class Office:
    gone = RuntimeException

    def __init__(self, lang):
        self.pipe = f"xlplan{time.time_ns()}"
        self.process = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo",
             f"--accept=pipe,name={self.pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        for attempt in range(300):
            try:
                self.context = resolver.resolve(
                    f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
                )
                break
            except Exception:
                if attempt == 299:
                    raise
                time.sleep(0.1)
        self.desktop = self.make("com.sun.star.frame.Desktop")
        self.doc = None

    def make(self, service):
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def open(self, url):
        self.doc = self.desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", False),))

    def recalculated(self, source, target):
        """Open a workbook, calculate all of it anew, save it as another."""
        self.open(source)
        start = time.perf_counter()
        self.doc.calculateAll()
        spent = time.perf_counter() - start
        self.doc.storeToURL(target, (prop("FilterName", "Calc MS Excel 2007 XML"),))
        return spent

    def sheet(self, name=0):
        sheets = self.doc.Sheets
        return sheets.getByIndex(name) if isinstance(name, int) else sheets.getByName(name)

    def put(self, address, rows):
        self.sheet().getCellRangeByName(address).setDataArray(
            tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
        )

    def formula(self, address, text):
        self.sheet().getCellRangeByName(address).setFormula(text)

    def array(self, address, text):
        self.sheet().getCellRangeByName(address).setArrayFormula(text)

    def read(self, address, sheet=0):
        cells = self.sheet(sheet).getCellRangeByName(address)
        return plain(cells.getDataArray())

    def cells(self, address, sheet=0):
        """Return each cell as number, text, or the error that it shows."""
        cells = self.sheet(sheet).getCellRangeByName(address)
        where = cells.RangeAddress
        return [
            [self.one(cells.getCellByPosition(column, row))
             for column in range(where.EndColumn - where.StartColumn + 1)]
            for row in range(where.EndRow - where.StartRow + 1)
        ]  # fmt: skip

    def one(self, cell):
        if cell.getError():
            return cell.String
        return cell.Value if cell.FormulaResultType2 == 1 else cell.String

    def texts(self, address, sheet=0):
        cells = self.sheet(sheet).getCellRangeByName(address)
        where = cells.RangeAddress
        return [
            [cells.getCellByPosition(column, row).String
             for column in range(where.EndColumn - where.StartColumn + 1)]
            for row in range(where.EndRow - where.StartRow + 1)
        ]  # fmt: skip

    def names(self):
        return list(self.doc.Sheets.ElementNames)

    def timed(self, address, text):
        cell = self.sheet().getCellRangeByName(address)
        start = time.perf_counter()
        if ":" in address:
            cell.setArrayFormula(text)
        else:
            cell.setFormula(text)
        cell.getDataArray()
        return time.perf_counter() - start

    def recalculation(self, address, value):
        """Change a cell, calculate what hangs on it; return seconds by the clock and of the processor."""
        self.doc.enableAutomaticCalculation(False)
        self.sheet().getCellRangeByName(address).setValue(value)
        start, before = time.perf_counter(), processor_seconds(self.process.pid)
        self.doc.calculate()
        return [time.perf_counter() - start, processor_seconds(self.process.pid) - before]

    def wizard(self, first):
        """Return what the function wizard shows of each function whose name begins so."""
        functions, found = self.functions(), {}
        for at in range(functions.getCount()):
            one = {p.Name: p.Value for p in functions.getByIndex(at)}
            if one["Name"].startswith(first):
                told = [[a.Name, a.Description] for a in one["Arguments"]]
                found[one["Name"]] = [one["Description"], told]
        return found

    def functions(self):
        return self.make("com.sun.star.sheet.FunctionDescriptions")

    def quit(self):
        if self.doc is not None:
            self.doc.close(True)
        with contextlib.suppress(self.gone):
            self.desktop.terminate()
        self.process.wait(timeout=60)


def main():
    office = Office("en")
    answers = []
    try:
        for name, *arguments in json.load(sys.stdin):
            answers.append(getattr(office, name)(*arguments))
    finally:
        office.quit()
    sys.stdout.write(json.dumps(answers))


main()
