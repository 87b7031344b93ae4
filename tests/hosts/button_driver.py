"""Runs inside the office, on its own thread, as a planner's press does: steps from a file, answers to one.

Each step is a list: its name and its arguments. ``press`` goes through the dispatcher, as menu and toolbar do.
"""

import json
import os
import time
import traceback
from pathlib import Path

import uno
from com.sun.star.awt.Key import ESCAPE
from com.sun.star.beans import PropertyValue
from com.sun.star.util import CloseVetoException

PATIENCE = 240


def prop(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


class Driver:
    def __init__(self):
        self.context = uno.getComponentContext()
        self.desktop = self.make("com.sun.star.frame.Desktop")
        self.toolkit = self.make("com.sun.star.awt.Toolkit")
        self.dispatcher = self.make("com.sun.star.frame.DispatchHelper")
        self.doc = None
        self.told = []
        self.beats = 0

    def make(self, service):
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def open(self, path, **how):
        url = path if ":" in path else uno.systemPathToFileUrl(path)
        given = tuple(prop(name, value) for name, value in how.items())
        self.doc = self.desktop.loadComponentFromURL(url, "_blank", 0, given)
        self.listen()

    def open_read_only(self, path):
        self.open(path, ReadOnly=True)

    def listen(self):
        """Take what would be a dialog; the first question loads the extension."""
        url = uno.createUnoStruct("com.sun.star.util.URL")
        url.Complete = "xlplan:help"
        _, url = self.make("com.sun.star.util.URLTransformer").parseStrict(url)
        assert self.frame().queryDispatch(url, "_self", 0) is not None
        from xlplan.hosts.libreoffice import telling

        def show(_where, text, *, worrying):
            self.told.append([text, worrying])

        telling.show = show

    def frame(self):
        return self.doc.CurrentController.Frame

    def press(self, button):
        """Press a button and return what is told, and whether it worries."""
        before, start = len(self.told), time.monotonic()
        self.dispatcher.executeDispatch(self.frame(), f"xlplan:{button}", "", 0, ())
        while len(self.told) == before:
            assert time.monotonic() - start < PATIENCE, f"{button} does not end"
            self.live()
        self.live()
        return self.told[-1]

    def busy(self, button):
        """Press a button; return what is told, and what the office did and refused meanwhile."""
        from xlplan.hosts.libreoffice.turns import next_turn

        seen = {"turns": 0, "kept open": False}
        before = len(self.told)

        def turn():
            if len(self.told) > before:
                return
            seen["turns"] += 1
            if seen["turns"] == 2:
                self.dispatcher.executeDispatch(self.frame(), "xlplan:help", "", 0, ())
                try:
                    self.doc.close(False)
                except CloseVetoException:
                    seen["kept open"] = True
            time.sleep(0.002)
            next_turn(self.context, turn)

        self.dispatcher.executeDispatch(self.frame(), f"xlplan:{button}", "", 0, ())
        next_turn(self.context, turn)
        while len(self.told) == before:
            self.live()
        self.live(10)
        return [self.told[before:], seen]

    def stopped(self, button):
        """Press a button, and Esc as soon as it is at work; return what is told."""
        from xlplan.hosts.libreoffice.turns import next_turn

        key = uno.createUnoStruct("com.sun.star.awt.KeyEvent")
        key.KeyCode, key.Source = ESCAPE, self.frame().ComponentWindow
        before = len(self.told)

        def escape():
            self.toolkit.keyPress(key)
            self.toolkit.keyRelease(key)

        self.dispatcher.executeDispatch(self.frame(), f"xlplan:{button}", "", 0, ())
        next_turn(self.context, escape)
        while len(self.told) == before:
            self.live()
        self.live()
        return self.told[-1]

    def live(self, turns=3):
        for _ in range(turns):
            self.toolkit.reschedule()
            time.sleep(0.005)

    def undo(self):
        self.doc.UndoManager.undo()
        self.live(30)

    def redo(self):
        self.doc.UndoManager.redo()
        self.live(30)

    def undoable(self):
        return list(self.doc.UndoManager.AllUndoActionTitles)

    def sheets(self):
        return list(self.doc.Sheets.ElementNames)

    def rename(self, name, new):
        self.doc.Sheets.getByName(name).Name = new

    def copy(self, name, new):
        """Put a copy of a sheet before all others."""
        self.doc.Sheets.copyByName(name, new, 0)

    def cell(self, sheet, address):
        return self.doc.Sheets.getByName(sheet).getCellRangeByName(address)

    def put(self, sheet, address, formula):
        self.cell(sheet, address).setFormula(formula)

    def formula(self, sheet, address):
        return [self.cell(sheet, address).Formula, self.cell(sheet, address).String]

    def select(self, sheet, address):
        controller = self.doc.CurrentController
        controller.setActiveSheet(self.doc.Sheets.getByName(sheet))
        controller.select(self.cell(sheet, address))

    def selected(self):
        controller = self.doc.CurrentController
        return [controller.ActiveSheet.Name, controller.getSelection().AbsoluteName]

    def content(self):
        """Return every formula and value of every sheet."""
        return {name: used(self.doc, name).getFormulaArray() for name in self.sheets()}

    def same_as(self, path):
        """Return how many cells the sheets of a file have, and in which the document differs."""
        other = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (prop("Hidden", True),)
        )
        seen, wrong = 0, []
        for name in other.Sheets.ElementNames:
            pairs = zip(
                used(self.doc, name).getDataArray(), used(other, name).getDataArray(), strict=False
            )
            for row, (mine, theirs) in enumerate(pairs, 1):
                for column, (one, two) in enumerate(zip(mine, theirs, strict=False)):
                    seen += two != ""
                    if not alike(one, two):
                        wrong.append([name, row, column, str(one), str(two)])
            mine, theirs = (d.Sheets.getByName(name) for d in (self.doc, other))
            for what in ("Charts", "NamedRanges"):
                counts = [len(getattr(one, what).ElementNames) for one in (mine, theirs)]
                if counts[0] != counts[1] + (what == "NamedRanges"):  # and the mark
                    wrong.append([name, what, *counts])
        other.close(True)
        return [seen, wrong]

    def frozen(self, sheet):
        """Return how many columns and rows of a sheet stay, as the window remembers it."""
        told = self.doc.CurrentController.getViewData().split(";")
        part = told[len(told) - len(self.sheets()) + self.sheets().index(sheet)].split("/")
        return [int(part[4]), int(part[5])]

    def printed(self, name):
        """Return whether a sheet is printed across, how many areas, and the last row repeated."""
        sheet = self.doc.Sheets.getByName(name)
        page = self.doc.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
        return [page.IsLandscape, len(sheet.getPrintAreas()), sheet.getTitleRows().EndRow]

    def foreign(self):
        """Return the names of sheets that point out of the document."""
        return [
            f"{sheet}.{name}"
            for sheet in self.sheets()
            for name in self.doc.Sheets.getByName(sheet).NamedRanges.ElementNames
            if "file:" in self.doc.Sheets.getByName(sheet).NamedRanges.getByName(name).Content
        ]

    def protect_sheet(self, name):
        self.doc.Sheets.getByName(name).protect("word")

    def unprotect_sheet(self, name):
        self.doc.Sheets.getByName(name).unprotect("word")

    def protect(self, given):
        self.doc.protect("word") if given else self.doc.unprotect("word")

    def buttons(self, lang):
        """Return menu and toolbar as the configuration has them: name and address of each button."""
        provider = self.make("com.sun.star.configuration.ConfigurationProvider")
        found = []
        for path in (
            "OfficeMenuBar/org.xlplan.calc.menu/Submenu",
            "OfficeToolBar/org.xlplan.calc.toolbar",
        ):
            access = provider.createInstanceWithArguments(
                "com.sun.star.configuration.ConfigurationAccess",
                (prop("nodepath", f"/org.openoffice.Office.Addons/AddonUI/{path}"), prop("Locale", lang)),
            )  # fmt: skip
            names = sorted(access.ElementNames)
            nodes = [access.getByName(name) for name in names]
            found.append([[node.getByName("Title"), node.getByName("URL")] for node in nodes])
        return found

    def icons(self):
        """Return the icons that the office finds: the button's address, the sizes in pixels."""
        provider = self.make("com.sun.star.configuration.ConfigurationProvider")
        path = prop("nodepath", "/org.openoffice.Office.Addons/AddonUI/Images")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", (path,)
        )
        graphics, found = self.make("com.sun.star.graphic.GraphicProvider"), []
        expander = self.context.getValueByName("/singletons/com.sun.star.util.theMacroExpander")
        for name in access.ElementNames:
            node = access.getByName(name)
            sizes = []
            for kind in ("ImageSmallURL", "ImageBigURL"):
                url = node.getByName("UserDefinedImages").getByName(kind)
                if url.startswith("vnd.sun.star.expand:"):
                    url = expander.expandMacros(url.partition(":")[2])
                image = graphics.queryGraphic((prop("URL", url),))
                sizes.append([image.SizePixel.Width, image.SizePixel.Height])
            found.append([node.getByName("URL"), *sizes])
        return found

    def calm(self):
        """Let the office greet nobody: no tip of the day, no news of the version."""
        provider = self.make("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (prop("nodepath", "/org.openoffice.Office.Common/Misc"),),
        )
        for name in ("ShowTipOfTheDay", "FirstRun"):
            if access.hasByName(name):
                access.setPropertyValue(name, False)
        access.commitChanges()

    def photograph(self, path, seconds=20):
        """Copy what the screen shows once it has stood still for a second."""
        screen = Path(os.environ["XLPLAN_SCREEN"])
        self.frame().ContainerWindow.setPosSize(0, 0, 1600, 900, 15)
        last, still, start = None, 0, time.monotonic()
        while still < 10 and time.monotonic() - start < seconds:
            self.live(10)
            now = screen.read_bytes()
            still = still + 1 if now == last else 0
            last = now
        Path(path).write_bytes(last)
        return still

    def read(self):
        """Return what number formats add on every sheet as it is read, and the seconds that it takes."""
        from xlplan.hosts.libreoffice.reading import read_open

        start = time.monotonic()
        found = read_open(self.doc)
        spent = time.monotonic() - start
        return [[[one.currencies, one.digits, one.sizes] for one in found.sheets], spent]

    def number_format(self, sheet, address):
        """Return how this office spells the number format of a cell."""
        return self.doc.NumberFormats.getByKey(self.cell(sheet, address).NumberFormat).FormatString

    def cursor_texts(self):
        from xlplan.hosts.libreoffice.reading import selected_texts

        return list(selected_texts(self.doc))

    def toolbar(self):
        return self.frame().LayoutManager.isElementVisible(
            "private:resource/toolbar/addon_org.xlplan.calc.toolbar"
        )

    def save(self, path, kind):
        self.doc.storeToURL(uno.systemPathToFileUrl(path), (prop("FilterName", kind),))

    def close(self):
        self.doc.close(True)


def used(doc, name):
    cells = doc.Sheets.getByName(name).createCursor()
    cells.gotoEndOfUsedArea(True)
    where = cells.RangeAddress
    return doc.Sheets.getByName(name).getCellRangeByPosition(0, 0, where.EndColumn, where.EndRow)


def alike(one, two):
    if isinstance(one, float) and isinstance(two, float):
        return abs(one - two) <= 1e-9 * max(1.0, abs(two))
    return one == two


def main(*_):
    room = Path(os.environ["XLPLAN_STEPS"])
    given = []
    try:
        driver = Driver()
        with (room / "log").open("w") as log:
            for name, *arguments in json.loads((room / "steps.json").read_text()):
                print(f"{time.monotonic():.1f}", name, *arguments, file=log, flush=True)
                given.append(getattr(driver, name)(*arguments))
        answers = {"given": given}
    except BaseException:  # noqa: BLE001 - whatever it is, the test is told
        answers = {"wrong": f"{len(given)} steps done\n{traceback.format_exc()}"}
    (room / "answers.json").write_text(json.dumps(answers))
    os._exit(0)  # whatever is open stays as it is: no question whether to save it
