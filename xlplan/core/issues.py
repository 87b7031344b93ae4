"""What can be wrong, and how is it said? Findings about the input, errors of use, their sentences.

A finding is data: a workbook with findings still gives a result. A ``PlanError`` ends a command:
the workbook cannot be read, or the call is wrong. Both own an English sentence here and a Chinese
one, under the same code, in ``zh.toml``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from xlplan.core.issues_process import PROCESS
from xlplan.core.issues_reading import READING
from xlplan.core.issues_writing import WRITING


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # something the planner wrote could not be used
    WARNING = "warning"  # used, but doubtful
    INFO = "info"  # good to know


class Sentence(NamedTuple):
    """What is wrong and by which rule; then the next step."""

    severity: Severity
    what: str
    step: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at, with its address.

    Args:
        code: the rule's name, a key of ``SENTENCES``.
        sheet: the sheet as it is called in the workbook, ``""`` for the whole workbook.
        cell: the cell (``"D7"``), a column (``"D"``), or ``""``.
        value: the text of the cell as found.
        params: the words that the sentence needs, as pairs.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """Return how much it matters, which its rule decides."""
        return SENTENCES[self.code].severity

    @property
    def address(self) -> str:
        """Return ``Invoices!D7``, or as much of it as is known."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class PlanError(Exception):
    """A command cannot go on: wrong use, or a file that cannot be read or written.

    ``code`` is a key of ``SENTENCES``; ``params`` fill its sentence.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(SENTENCES[code].what.format_map(self.params))


def finding(
    code: str, sheet: str = "", cell: str = "", value: object = "", **params: object
) -> Finding:
    """Return a finding; a long value is cut to 60 characters."""
    text = "" if value is None else str(value)
    shown = text if len(text) <= 60 else text[:59] + "…"
    return Finding(code, sheet, cell, shown, tuple((k, str(v)) for k, v in params.items()))


E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO

SENTENCES: dict[str, Sentence] = {
    # evaluating
    "DATE_IN_FUTURE": Sentence(
        W,
        "{value} lies after {day}, the day of the evaluation; {count} such cells here are not counted yet.",
        "Check the date, or evaluate as of a later day.",
    ),
    "CLOSE_PASSED": Sentence(
        W,
        "the expected close of {id}, {value}, passed {days} days ago; it is ranked as if it closed today.",
        "Agree on a new date with the customer, or close the opportunity.",
    ),
    "CLOSED_LATER": Sentence(
        W,
        "{id} is closed on {value}, after {day}; it is not part of the history yet.",
        "Check the date.",
    ),
    "WON_UNDATED": Sentence(
        W,
        "{count} won opportunities have no closing date (the first: {id}); they count in the win rate, not in the funnel.",
        "Fill in Closed on.",
    ),
    "UNKNOWN_CUSTOMER": Sentence(
        E, "no customer is called “{customer}”.", "Give an id or a name of the Customers sheet."
    ),
    "AMBIGUOUS_CUSTOMER": Sentence(
        E, "“{customer}” fits more than one customer: {names}.", "Give the id."
    ),
    # using the command
    "OUT_IS_INPUT": Sentence(
        E,
        "{path} is the workbook itself; its sheets are never changed.",
        "Name another file with --out.",
    ),
    "OUT_NOT_OURS": Sentence(
        E,
        "{path} exists and was not written by xlplan.",
        "Name another file with --out, or move this one away.",
    ),
    "OUT_NEEDS_FOLDER": Sentence(
        E, "--out names one file, but there are {count} workbooks.", "Give a folder with --out."
    ),
    "FILE_EXISTS": Sentence(
        E, "{path} exists already.", "Choose another name, or delete it first."
    ),
    "CHANGE_FORM": Sentence(
        E, "“{change}” is no change.", "Write it like Opportunities!O7.Fit=85: sheet, row, column, value."
    ),
    "CHANGE_SHEET": Sentence(E, "there is no sheet “{sheet}”.", "The nearest one: {near}."),
    "CHANGE_COLUMN": Sentence(
        E, "{sheet} has no column “{column}”.", "The nearest one: {near}."
    ),
    "CHANGE_VALUE": Sentence(
        E, "“{value}” is no value for {column}.", "xlplan new writes a workbook whose notes tell the values."
    ),
    "UNKNOWN_PRESET": Sentence(
        E, "there is no preset “{preset}”; the nearest one is {near}.", "The presets are: {known}."
    ),
    "UNKNOWN_FORMAT": Sentence(
        E, "“{format}” is no format of account plans.", "The formats are: {known}."
    ),
    "BAD_DATE": Sentence(E, "“{text}” is no date.", "Write it like 2026-03-31."),
    "NO_WORKBOOK_SUFFIX": Sentence(E, "{path} is no name for a workbook.", "End it with .xlsx."),
    "DOCUMENT_KEPT": Sentence(
        W,
        "{name} was changed by someone and is kept; the new plan is {new}.",
        "Compare the two and delete one.",
    ),
    # putting sheets into a workbook
    "GRAFT_XLS": Sentence(
        E,
        "{file} is an old .xls workbook; sheets can only be put into .xlsx and .xlsm.",
        "Save it as .xlsx in Excel, or write to a new file with --out.",
    ),
    "GRAFT_XLSB": Sentence(
        E,
        "{file} is a binary .xlsb workbook; sheets can only be put into .xlsx and .xlsm.",
        "Save it as .xlsx or .xlsm in Excel, or write to a new file with --out.",
    ),
    "GRAFT_ZIP": Sentence(
        E,
        "the package of {file} is damaged.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_PART": Sentence(
        E,
        "the part {part} of {file} is damaged.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_DUPLICATE": Sentence(
        E,
        "{file} holds the part {part} twice, so nobody can tell which one counts.",
        "Open it in Excel and save it.",
    ),
    "GRAFT_ENCRYPTED_PART": Sentence(
        E,
        "the part {part} of {file} is encrypted.",
        "Remove the password and save it again.",
    ),
    "GRAFT_METHOD": Sentence(
        E,
        "the part {part} of {file} is compressed in a way that Excel does not use.",
        "Open it in Excel and save it.",
    ),
    "GRAFT_XML": Sentence(
        E,
        "the part {part} of {file} is malformed.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_DOCTYPE": Sentence(
        E,
        "the part {part} of {file} has a DOCTYPE, which no workbook needs and attacks use.",
        "Open it in Excel and save it, if you trust where it comes from.",
    ),
    "GRAFT_DEEP": Sentence(
        E,
        "the part {part} of {file} is nested too deep or has too many elements.",
        "Check where the file comes from.",
    ),
    "GRAFT_PART_MISSING": Sentence(
        E,
        "{file} refers to the part {part}, which is not there.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_NO_SHEETS": Sentence(
        E,
        "{file} lists no sheets.",
        "Open it in Excel and save it.",
    ),
    "GRAFT_STYLES": Sentence(
        E,
        "{file} has no room for more cell formats (at most {count}).",
        "Remove unused cell styles in Excel.",
    ),
    "GRAFT_CARRIES": Sentence(
        E,
        "the part {part} of {file} brings along something that cannot be moved into another workbook: {thing}.",
        "Take it out of the sheets to be added.",
    ),
    "GRAFT_EPOCH": Sentence(
        E,
        "the sheets in {file} and the workbook count dates from different years, 1900 and 1904.",
        "Make the sheets with the workbook’s date system (date_1904).",
    ),
    "GRAFT_MARKER": Sentence(
        E,
        "“{marker}” cannot mark sheets.",
        "Use up to 30 letters and digits.",
    ),
    "GRAFT_SUFFIX": Sentence(
        E,
        "{file} must end with {suffix}, like the workbook that it is made from.",
        "Choose a name with that ending.",
    ),
    "GRAFT_LOCKED": Sentence(
        E,
        "{file} is open in Excel or LibreOffice (there is a lock file {lock}).",
        "Close it and try again; if nobody has it open, delete the lock file.",
    ),
    "GRAFT_READ_ONLY": Sentence(
        E,
        "{file} is read-only.",
        "Remove the protection, or write to another file with --out.",
    ),
    "GRAFT_RESERVED": Sentence(
        E,
        "{file} is reserved: a password is needed to change it.",
        "Remove that password in Excel, or write to another file with --out.",
    ),
    "GRAFT_STRUCTURE": Sentence(
        E,
        "the structure of {file} is protected, so that no sheet may be added, moved or deleted.",
        "Unprotect it in Excel (Review, Protect Workbook), or write to a new file.",
    ),
    "GRAFT_SHARED": Sentence(
        E,
        "{file} is a shared workbook with a log of changes, which would no longer fit.",
        "Stop sharing it in Excel, or write to a new file.",
    ),
    "GRAFT_SIGNED": Sentence(
        E,
        "{file} is digitally signed; the signature would no longer be valid.",
        "Add --break-signature to go on all the same, or write to a new file.",
    ),
    "GRAFT_CHANGED": Sentence(
        E,
        "{file} was changed by someone else in the meantime; nothing was written.",
        "Try again.",
    ),
    "GRAFT_HOLDS": Sentence(
        E,
        "a sheet of ours in {file} carries something that was put on it later and that other parts depend on ({thing}).",
        "Move it to a sheet of your own, then try again.",
    ),
    "GRAFT_LAST": Sentence(
        E,
        "{file} would be left without a visible sheet.",
        "Add a sheet of your own first.",
    ),
    # documents
    "FORMAT_UNKNOWN": Sentence(
        E, "there is no document format “{format}”.", "Choose one of: {formats}."
    ),
    "TEMPLATES_MISSING": Sentence(
        E, "the templates are not where they should be: {folder}.", "Install xlplan again."
    ),
    "TEMPLATE_MISSING": Sentence(
        E, "there is no template {file}.", "The nearest one that there is: {nearest}."
    ),
    "TEMPLATE_BROKEN": Sentence(
        E, "the template {file}, line {line}: {problem}.", "Compare the line with the template that came with xlplan."
    ),
    "TEMPLATE_NAME": Sentence(
        E, "the template {file}, line {line}, asks for “{name}”, which a plan does not have.", "The nearest name that it has: {nearest}."
    ),
    # writing result sheets
    "OUT_OPEN": Sentence(
        E,
        "{file} is open in another program ({lock}).",
        "Close it there and try again, or name another file with --out.",
    ),
    "OUT_TOO_LONG": Sentence(
        E,
        "“{sheet}” would have more than {rows} rows, which no spreadsheet holds.",
        "Split the plan into several workbooks.",
    ),
}

SENTENCES |= {
    code: Sentence(Severity(severity), what, step)
    for severity, said in (*READING.items(), *WRITING.items(), *PROCESS.items())
    for code, (what, step) in said.items()
}  # reading a workbook has so many that they have a module of their own
