"""What can be wrong with evaluating, asking and writing, and how is it said?

Code → what is wrong and by which rule, the next step; by severity.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "IN_PLACE_SUFFIX": (
        "{file} cannot take sheets; only .xlsx and .xlsm can.",
        "Write the results to a workbook of their own with --out RESULTS.xlsx, or save it as .xlsx in Excel first.",
    ),
    "IN_PLACE_OR_OUT": (
        "--in-place and --out exclude each other.",
        "Give one of them.",
    ),
    "FLIPS_NEED_JSON": (
        "--flips adds to the JSON, and none is asked for.",
        "Give --json FILE too, or - to print it; xlplan explain says what would move a grade in words.",
    ),
    "UNKNOWN_CUSTOMER": (
        "no customer is called “{customer}”.",
        "Give an id or a name of the Customers sheet.",
    ),
    "AMBIGUOUS_CUSTOMER": (
        "“{customer}” fits more than one customer: {names}.",
        "Give the id.",
    ),
    "OUT_IS_INPUT": (
        "{path} is the workbook itself; its sheets are never changed.",
        "Name another file with --out.",
    ),
    "OUT_NOT_OURS": (
        "{path} exists and was not written by xlplan.",
        "Name another file with --out, or move this one away.",
    ),
    "OUT_NEEDS_FOLDER": (
        "--out names one file, but there are {count} workbooks.",
        "Give a folder with --out.",
    ),
    "FILE_EXISTS": (
        "{path} exists already.",
        "Choose another name, or replace it with --force.",
    ),
    "CHANGE_FORM": (
        "“{change}” is no change.",
        "Write it like Opportunities!O7.Fit=85 (sheet, row, column, value) or Opportunities!N7=85.",
    ),
    "CHANGE_CELL": (
        "no column of {sheet} that xlplan reads lies at {cell}.",
        "Its columns: {known}.",
    ),
    "CHANGE_FIXED": (
        "{column} ties the records of the plan together and cannot be set.",
        "Set another column of {sheet}.",
    ),
    "CHANGE_BLANK": (
        "{column} cannot be blank: a row without it is left out.",
        "Give it a value after the equals sign.",
    ),
    "CHANGE_LEFT_OUT": (
        "the row “{key}” was not read, so nothing can be tried on it: {why} ({where}).",
        "Correct that cell in the workbook first.",
    ),
    "CHANGE_RESULT": (
        "“{sheet}” is a result: what stands there is computed.",
        "Set what it is computed from, such as Opportunities!O7.Fit=85.",
    ),
    "CHANGE_POLICY": (
        "“{sheet}” holds numbers of the method, not records of the plan.",
        "Change them in the workbook; xlplan policy lists them.",
    ),
    "CHANGE_SHEET": (
        "there is no sheet “{sheet}”.",
        "The nearest one: {near}.",
    ),
    "CHANGE_COLUMN": (
        "{sheet} has no column “{column}”.",
        "The nearest one: {near}.",
    ),
    "CHANGE_VALUE": (
        "“{value}” is no value for {column}.",
        "It takes: {rule}",
    ),
    "NO_UNOPKG": (
        "LibreOffice's unopkg was not found.",
        "Open {path} with LibreOffice instead.",
    ),
    "UNOPKG_REFUSED": (
        "LibreOffice did not take {path}: {reason}",
        "Close LibreOffice and try again, or open the file with it.",
    ),
    "NO_LIBRARY": (
        "the library {name} is not installed, and the add-in needs it.",
        "Install xlplan again.",
    ),
    "UNKNOWN_PRESET": (
        "there is no preset “{preset}”; the nearest one is {near}.",
        "The presets are: {known}.",
    ),
    "UNKNOWN_FORMAT": (
        "“{format}” is no format of account plans.",
        "The formats are: {known}.",
    ),
    "BAD_DATE": (
        "“{text}” is no date.",
        "Write it like 2026-03-31.",
    ),
    "AS_OF_RANGE": (
        "{text} does not lie between {low} and {high}.",
        "Give a day of the plan.",
    ),
    "OUT_TWICE": (
        "{path} would be written for two of the workbooks.",
        "Run them one at a time, or rename one.",
    ),
    "NO_TEXT_NAME": (
        "{path} is a name for a workbook, and no place for JSON.",
        "End it with .json; - prints it instead.",
    ),
    "NO_TEMPLATES_FOLDER": (
        "there is no folder {folder} with templates.",
        "Make one with en/plan.md.j2, zh/plan.html.j2 or what else should replace ours.",
    ),
    "NO_WORKBOOK_SUFFIX": (
        "{path} is no name for a workbook.",
        "End it with .xlsx.",
    ),
    "UNKNOWN_DOCUMENT": (
        "there is no document “{name}”.",
        "The documents are: {known}.",
    ),
    "TEMPLATES_EXIST": (
        "{folder} is there already, and not empty.",
        "Name a new folder; nothing of yours is overwritten.",
    ),
    "TEMPLATES_NONE": (
        "nothing in {folder} replaces a template of ours.",
        "Name the folder that holds en, zh, shared or look.docx; xlplan template new writes one.",
    ),
    "NO_FOLDER_GIVEN": (
        "template {action} needs a folder.",
        "Write: xlplan template {action} DIR",
    ),
    "EXTRA_MISSING": (
        ".{format} needs {library}, which is not installed.",
        "Run: python -m pip install {library}",
    ),
    "LOOK_NAME": (
        "{file}, paragraph {paragraph}, asks for “{name}”, which a plan does not have.",
        "The nearest name that it has: {nearest}.",
    ),
    "LOOK_BROKEN": (
        "{file}, paragraph {paragraph}: {problem}.",
        "Look at the tags of that paragraph in Word, such as {{{{ cover.customer }}}}.",
    ),
    "LOOK_TYPST": (
        "the template {file}: {problem}.",
        "Compare it with the template that came with xlplan.",
    ),
    "LOOK_UNREADABLE": (
        "{file} is no Word document that could lend its look.",
        "Open it in Word and save it as .docx.",
    ),
    "FORMAT_UNKNOWN": (
        "there is no document format “{format}”.",
        "Choose one of: {formats}.",
    ),
    "TEMPLATES_MISSING": (
        "the templates are not where they should be: {folder}.",
        "Install xlplan again.",
    ),
    "TEMPLATE_MISSING": (
        "there is no template {file}.",
        "The nearest one that there is: {nearest}.",
    ),
    "TEMPLATE_BROKEN": (
        "the template {file}, line {line}: {problem}.",
        "Compare the line with the template that came with xlplan.",
    ),
    "TEMPLATE_ENCODING": (
        "the template {file}, line {line}, is not saved as UTF-8: there is a byte {byte}.",
        "Save it as UTF-8 in your editor.",
    ),
    "TEMPLATE_UNUSABLE": (
        "the template {file} cannot be used: {problem}.",
        "Compare it with the template that came with xlplan.",
    ),
    "TEMPLATE_NAME": (
        "the template {file}, line {line}, asks for “{name}”, which a plan does not have.",
        "The nearest name that it has: {nearest}.",
    ),
    "OUT_OPEN": (
        "{file} is open in another program ({lock}).",
        "Close it there and try again, or name another file with --out.",
    ),
    "OUT_TOO_LONG": (
        "“{sheet}” would have more than {rows} rows, which no spreadsheet holds.",
        "Split the plan into several workbooks.",
    ),
}

_WARNINGS: Said = {
    "DATE_IN_FUTURE": (
        "{value} lies after {day}, the day of the evaluation; what is dated so is not counted yet (in this column: {count}).",
        "Check the date, or evaluate as of a later day.",
    ),
    "CLOSE_PASSED": (
        "the expected close of {id}, {value}, lies {days} d back; it is ranked as if it closed today.",
        "Agree on a new date with the customer, or close the opportunity.",
    ),
    "CLOSED_LATER": (
        "{id} is closed on {value}, after {day}; it is not part of the history yet.",
        "Check the date.",
    ),
    "WON_UNDATED": (
        "without a closing date: {count} of the won opportunities (the first: {id}), counted in the win rate, not in the funnel.",
        "Fill in Closed on.",
    ),
    "BELOW_NOUGHT": (
        "the amount {value} lies below 0; it is used as it stands.",
        "Check the sign.",
    ),
    "AMOUNT_NOUGHT": (
        "the amount of {id}, an open opportunity, is 0; it is graded, and may set its customer's grade, as worth nothing.",
        "Enter the amount, or close the opportunity.",
    ),
    "OPEN_THOUGH_ENDED": (
        "{id} is open, though the relationship with {customer} has ended; it is ranked all the same.",
        "Enter how it ended in Status, or the present stage in Customers.",
    ),
    "SAME_NAME": (
        "{id} and {other} have the same name, “{value}”; they are taken for two customers.",
        "If they are one, join their rows; else tell the names apart.",
    ),
    "OVERPAID": (
        "invoice {id}: {value} is paid of {amount}.",
        "Check both amounts.",
    ),
    "DOCUMENT_KEPT": (
        "{name} was changed by someone and is kept; the new plan is {new}.",
        "Compare the two and delete one.",
    ),
    "RESULTS_KEPT": (
        "{name} was changed by someone since xlplan wrote it; it is kept as {new}.",
        "Carry over what you need and delete it.",
    ),
    "DOCUMENT_ORPHAN": (
        "{name} was changed by someone and is kept, though no customer of the plan is called so.",
        "Delete it if it is no longer needed.",
    ),
}

_REMARKS: Said = {
    "DOCUMENTS_REMOVED": (
        "account plans of this workbook for customers no longer called so were removed ({count}): {names}.",
        "Nothing to do.",
    ),
    "NAMES_SHOWN": (
        "the customer reads the names of its opportunities as they stand in the workbook ({count}): {names}.",
        "Look whether a customer may read each; if not, name it otherwise.",
    ),
    "NO_CLOSE_DATES": (
        (
            "without an expected close: {count} of {total} open opportunities (the first: {id}), ranked "
            "in the last time band and in no forecast."
        ),
        "Ask for the day of delivery, count back, fill in Expected close.",
    ),
    "FUNNEL_EMPTY": (
        (
            "every open opportunity ({count}) lies below the funnel's threshold of {threshold} (the "
            "largest is {largest}), so the funnel is empty."
        ),
        "Set funnel.threshold on the Policy sheet to what is worth following one by one.",
    ),
    "SALES_PARTLY_KNOWN": (
        (
            "the sales of 12 months are known for {known} of {total} customers; shares and "
            "concentration are those among them."
        ),
        "Fill in Sales 12m for the others, 0 where nothing was sold.",
    ),
    "SALES_SHORT": (
        "the invoices begin on {value}; sales of 12 months, from {first} on, cover less than a year.",
        "Enter earlier invoices, or type Sales 12m.",
    ),
    "PRIOR_SHORT": (
        (
            "the invoices begin on {value}; the 12 months before the last, from {first} on, are "
            "covered in part, so growth is not known."
        ),
        "Enter earlier invoices, or type Sales prior 12m.",
    ),
}

RUNNING: dict[str, Said] = {"error": _ERRORS, "warning": _WARNINGS, "info": _REMARKS}
