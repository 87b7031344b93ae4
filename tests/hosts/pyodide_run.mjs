// Runs the generated main.py in Pyodide: node pyodide_run.mjs PYODIDE_FOLDER WHEEL MAIN CASES
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, wheel, main, cases] = process.argv.slice(2);
const code = `
import datetime, decimal, json, sys, types
def cell(found):
    if "day" in found:
        return datetime.datetime.fromisoformat(found["day"])
    return decimal.Decimal(found["money"])
stub = types.ModuleType("xlwings")
stub.func = lambda f=None, *args, **kwargs: f if f else (lambda g: g)
stub.arg = lambda *args, **kwargs: lambda g: g
sys.modules["xlwings"] = stub
room = {}
exec(compile(main_text, "main.py", "exec"), room)
found = [room[name](*args) for name, args in json.loads(cases_text, object_hook=cell)]
json.dumps([sys.version.split()[0], found], default=str)
`;
try {
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
  const python = await loadPyodide();
  python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
  python.globals.set("main_text", readFileSync(main, "utf8"));
  python.globals.set("cases_text", readFileSync(cases, "utf8"));
  console.log(python.runPython(code));
} catch (wrong) {
  console.error(String(wrong).slice(-2000)); // its stack would show all of Pyodide's source
  process.exit(1);
}
