"""Why can sheets not be put into a workbook, and how is it said?

Code → what is wrong and by which rule, the next step; by severity.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "GRAFT_XLS": (
        "{file} is an old .xls workbook; sheets can only be put into .xlsx and .xlsm.",
        "Save it as .xlsx in Excel, or write to a new file with --out.",
    ),
    "GRAFT_XLSB": (
        "{file} is a binary .xlsb workbook; sheets can only be put into .xlsx and .xlsm.",
        "Save it as .xlsx or .xlsm in Excel, or write to a new file with --out.",
    ),
    "GRAFT_ZIP": (
        "the package of {file} is damaged.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_PART": (
        "the part {part} of {file} is damaged.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_DUPLICATE": (
        "{file} holds the part {part} twice, so nobody can tell which one counts.",
        "Open it in Excel and save it.",
    ),
    "GRAFT_ENCRYPTED_PART": (
        "the part {part} of {file} is encrypted.",
        "Remove the password and save it again.",
    ),
    "GRAFT_METHOD": (
        "the part {part} of {file} is compressed in a way that Excel does not use.",
        "Open it in Excel and save it.",
    ),
    "GRAFT_XML": (
        "the part {part} of {file} is malformed.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_DOCTYPE": (
        "the part {part} of {file} has a DOCTYPE, which no workbook needs and attacks use.",
        "Open it in Excel and save it, if you trust where it comes from.",
    ),
    "GRAFT_DEEP": (
        "the part {part} of {file} is nested too deep or has too many elements.",
        "Check where the file comes from.",
    ),
    "GRAFT_PART_MISSING": (
        "{file} refers to the part {part}, which is not there.",
        "Open it in Excel, let it repair the workbook, and save it.",
    ),
    "GRAFT_NO_SHEETS": (
        "{file} lists no sheets.",
        "Open it in Excel and save it.",
    ),
    "GRAFT_STYLES": (
        "{file} has no room for more cell formats (at most {count}).",
        "Remove unused cell styles in Excel.",
    ),
    "GRAFT_CARRIES": (
        "the part {part} of {file} brings along something that cannot be moved into another workbook: {thing}.",
        "Take it out of the sheets to be added.",
    ),
    "GRAFT_EPOCH": (
        "the sheets in {file} and the workbook count dates from different years, 1900 and 1904.",
        "Make the sheets with the workbook’s date system (date_1904).",
    ),
    "GRAFT_MARKER": (
        "“{marker}” cannot mark sheets.",
        "Use up to 30 letters and digits.",
    ),
    "GRAFT_SUFFIX": (
        "{file} must end with {suffix}, like the workbook that it is made from.",
        "Choose a name with that ending.",
    ),
    "GRAFT_LOCKED": (
        "{file} is open in Excel or LibreOffice (there is a lock file {lock}).",
        "Close it and try again; if nobody has it open, delete the lock file.",
    ),
    "GRAFT_READ_ONLY": (
        "{file} is read-only.",
        "Remove the protection, or write to another file with --out.",
    ),
    "GRAFT_RESERVED": (
        "{file} is reserved: a password is needed to change it.",
        "Remove that password in Excel, or write to another file with --out.",
    ),
    "GRAFT_STRUCTURE": (
        "the structure of {file} is protected, so that no sheet may be added, moved or deleted.",
        "Unprotect it in Excel (Review, Protect Workbook), or write to a new file.",
    ),
    "GRAFT_SHEET_PROTECTED": (
        "the sheet “{sheet}” of {file} is protected, so that it can be neither replaced nor taken out.",
        "Unprotect it (Excel: Review, Unprotect Sheet; LibreOffice: Tools, Protect Sheet) or delete it, and try again.",
    ),
    "GRAFT_SHARED": (
        "{file} is a shared workbook with a log of changes, which would no longer fit.",
        "Stop sharing it in Excel, or write to a new file.",
    ),
    "GRAFT_SIGNED": (
        "{file} is digitally signed; the signature would no longer be valid.",
        "Add --break-signature to go on all the same, or write to a new file.",
    ),
    "GRAFT_CHANGED": (
        "{file} was changed by someone else in the meantime; nothing was written.",
        "Try again.",
    ),
    "GRAFT_HOLDS": (
        "a sheet of ours in {file} carries something that was put on it later and that other parts depend on ({thing}).",
        "Move it to a sheet of your own, then try again.",
    ),
    "GRAFT_NAME": (
        "{file} has a name {name} of its own, which is no function of ours.",
        "Rename it in Excel's Name Manager, then try again.",
    ),
    "GRAFT_LAST": (
        "{file} would be left without a visible sheet.",
        "Add a sheet of your own first.",
    ),
}

GRAFTING: dict[str, Said] = {"error": _ERRORS}
