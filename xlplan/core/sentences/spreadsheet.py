"""What can go wrong at a button inside a spreadsheet program, and how is it said?

Code → what is wrong and by which rule, the next step; by severity. The Chinese stand under the same
codes in ``zh.toml``.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "BOOK_NOT_OPEN": (
        "no open workbook is called “{book}”.",
        "Open it in Excel and press the button again; if Excel runs twice, close one of the two.",
    ),
    "BOOK_NOT_SAVED": (
        "“{book}” does not lie in a folder of this computer yet, and the plans go beside it.",
        "Save it to a folder (of OneDrive: a synchronised one) and press the button again.",
    ),
    "BOOK_READ_ONLY": (
        "“{book}” is read-only, so that no result sheet can be written into it.",
        "Save it under another name and press the button again.",
    ),
    "BOOK_STRUCTURE": (
        "the structure of “{book}” is protected, so that no sheet may be added, moved or deleted.",
        "Unprotect it (Excel: Review, Protect Workbook; LibreOffice: Tools menu) and press again.",
    ),
    "SHEET_PROTECTED": (
        "the sheet “{sheet}” of “{book}” is protected, so that new results cannot replace the old ones.",
        "Unprotect it (Review, Unprotect Sheet), or delete it, and press the button again.",
    ),
    "NO_CUSTOMER_CHOSEN": (
        "the row of the cursor names no customer of the plan.",
        "Put the cursor on a row with a customer's or an opportunity's id and press again.",
    ),
    "NO_PLANS_YET": (
        "there are no plan documents yet: {folder}.",
        "Press Plan for this customer or Plans for all first.",
    ),
    "STOPPED": (
        "stopped with Esc: nothing in the workbook was changed.",
        "Plans that were finished by then are in their folder; press the button to do it all.",
    ),
    "NO_FILE_BROWSER": (
        "there is no program here that shows folders: {folder}.",
        "Open that folder yourself.",
    ),
    "UNKNOWN_BUTTON": (
        "there is no button “{button}”.",
        "Buttons: {known}.",
    ),
    "NO_EXCEL": (
        "Excel's buttons work on Windows and on the Mac alone, where Excel runs.",
        "Use xlplan run BOOK here, or the buttons of LibreOffice: xlplan addin libreoffice.",
    ),
    "NO_XLWINGS": (
        "this Python has no xlwings, which the buttons in Excel need.",
        "Install it there: pip install xlplan[excel] (in a checkout: bin/setup excel).",
    ),
}

SPREADSHEET: dict[str, Said] = {"error": _ERRORS}
"""The sentences of this topic, by severity."""
