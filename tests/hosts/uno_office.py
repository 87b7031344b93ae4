"""A LibreOffice of the test's own, told what to do through its Python."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

PYTHON = "/usr/bin/python3"
CONNECT = """
import sys, time, uno
from com.sun.star.beans import PropertyValue
context = uno.getComponentContext()
resolver = context.ServiceManager.createInstanceWithContext(
    "com.sun.star.bridge.UnoUrlResolver", context)
for _ in range(240):
    try:
        office = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % sys.argv[1])
        break
    except Exception:
        time.sleep(0.5)
desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
def load(url):
    return desktop.loadComponentFromURL(url, "_blank", 0, ())
def save(book, url):
    book.storeToURL(url, (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),))
    book.close(True)
arguments = sys.argv[2:]
try:
"""


def has_uno() -> bool:
    """Tell whether there is a LibreOffice with a Python that reaches it."""
    if not (shutil.which("soffice") and Path(PYTHON).exists()):
        return False
    run = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return run.returncode == 0


def url(path: Path) -> str:
    """Return a file as an address."""
    return f"file://{quote(str(path))}"


def tell(folder: Path, code: str, *arguments: str) -> list[str]:
    """Run code that has ``load(url)``, ``save(book, url)`` and ``arguments``; return what it printed."""
    pipe = f"xlplan{os.getpid()}"
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--norestore", f"--accept=pipe,name={pipe};urp;"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    body = "".join(f"    {line}\n" for line in code.strip().splitlines())
    script = f"{CONNECT}{body}finally:\n    desktop.terminate()\n"
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    ) as office:
        try:
            run = subprocess.run(
                [PYTHON, "-c", script, pipe, *arguments],
                capture_output=True, timeout=300, check=False, env=environment,
            )  # fmt: skip
            assert run.returncode == 0, run.stderr.decode()
            office.wait(60)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, 9)
    return run.stdout.decode().splitlines()
