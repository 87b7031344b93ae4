"""Workbooks as read, written down in a line: what the tests of reading begin with."""

from xlplan.engine.read import Reading, read_portfolio
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.engine.text import Texts

CUSTOMERS = [["Customer ID", "Customer"], ["C1", "Dongfeng Cement"], ["C2", "Harbour Crane"]]


def book(**sheets) -> RawWorkbook:
    """Return a workbook; an underscore in a name is a space, a value is rows or a RawSheet."""
    made = []
    for key, rows in sheets.items():
        name = key.replace("_", " ")
        made.append(
            rows if isinstance(rows, RawSheet) else RawSheet(name, [list(row) for row in rows])
        )
    return RawWorkbook(made, [raw.name for raw in made])


def read(**sheets) -> Reading:
    """Return the reading of a workbook; two customers unless it brings its own."""
    if "Customers" not in sheets and "客户" not in sheets:
        sheets = {"Customers": CUSTOMERS, **sheets}
    reading = read_portfolio(book(**sheets))
    for found in reading.findings:  # whatever is found can be said in both languages
        for lang in ("en", "zh"):
            said = Texts(lang).finding(found)
            assert "{" not in said
            assert len(said) > 10
    return reading


def said(reading: Reading) -> list[tuple[str, str, str]]:
    """Return code, address and value of the findings."""
    return [(found.code, found.address, found.value) for found in reading.findings]


def codes(reading: Reading) -> list[str]:
    return [found.code for found in reading.findings]
