// Runs the generated main.py in Pyodide: node pyodide_run.mjs PYODIDE_FOLDER MAIN CASES
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, main, cases] = process.argv.slice(2);
const code = `
import datetime, decimal, json, sys, types
def cell(found):
    if "day" in found:
        day = datetime.datetime.fromisoformat(found["day"])
        return day if "T" in found["day"] else day.date()
    return decimal.Decimal(found["money"]) if "money" in found else found
stub = types.ModuleType("xlwings")
stub.func = stub.script = lambda f=None, *args, **kwargs: f if f else (lambda g: g)
stub.arg = lambda *args, **kwargs: lambda g: g
stub.Book = object
sys.modules["xlwings"] = stub
room = {}
exec(compile(main_text, "main.py", "exec"), room)
pool, given, plans = json.loads(cases_text, object_hook=cell)
found = [room[name](*(pool[at] for at in places)) for name, places in given]

from xlplan.engine.plan import evaluate
from xlplan.engine.results import result_tables
from xlplan.engine.sheets import RawSheet, RawWorkbook
import xlplan.hosts.excel.lite_book
def results(rows):
    tables = RawWorkbook([RawSheet(*one) for one in rows], [name for name, _ in rows])
    made = evaluate(tables, datetime.date(2026, 11, 20), None)
    return [[one.name, [table.rows for table in one.tables]]
            for one in result_tables(made.assessment, made.texts)]
json.dumps([sys.version.split()[0], found, {lang: results(rows) for lang, rows in plans.items()}],
           default=str)
`;
try {
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
  const python = await loadPyodide();
  python.globals.set("main_text", readFileSync(main, "utf8"));
  python.globals.set("cases_text", readFileSync(cases, "utf8"));
  console.log(python.runPython(code));
} catch (wrong) {
  console.error(String(wrong).slice(-2000)); // its stack would show all of Pyodide's source
  process.exit(1);
}
