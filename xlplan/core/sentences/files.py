"""What can be wrong with a workbook as a file, and how is it said? Files, sheets, headings.

Code → what is wrong and by which rule, the next step; by severity. The Chinese stand under the same
codes in ``zh.toml``.
"""

Said = dict[str, tuple[str, str]]

ERRORS: Said = {
    "FILE_NOT_FOUND": (
        "there is no file {file}.",
        "Check the name and the folder.",
    ),
    "IS_A_FOLDER": (
        "{file} is a folder.",
        "Name a workbook in it.",
    ),
    "LOCK_FILE": (
        "{file} is the mark of a program that has a workbook open, not the workbook itself.",
        "Name the workbook, without ~$.",
    ),
    "NO_READ_PERMISSION": (
        "you may not read {file}.",
        "Ask its owner for permission, or copy it to a folder of your own.",
    ),
    "CANNOT_OPEN": (
        "{file} cannot be opened: {reason}.",
        "Copy it to a local folder and try again.",
    ),
    "NOT_A_WORKBOOK": (
        "{file} is no workbook.",
        "Give an .xlsx, .xlsm, .xls, .xlsb or .ods file; a CSV file comes in by xlplan import.",
    ),
    "OLD_FORMAT": (
        "{file} is in a format older than Excel 97, or in Excel's XML of 2003.",
        "Open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    "ENCRYPTED": (
        "{file} is protected by a password for opening.",
        "Open it with the password and save a copy without one.",
    ),
    "DAMAGED": (
        "{file} is damaged.",
        "Open it in Excel or LibreOffice, let it repair the file, and save it again.",
    ),
    "UNSAFE": (
        "{file} carries a document type declaration, which no workbook has; it is not read.",
        "Open it in Excel or LibreOffice and save it again as .xlsx.",
    ),
    "TOO_LARGE": (
        "{file} holds more than a plan can need (15 million cells, 400 MB a sheet).",
        "Take out sheets that are no part of the plan, and formats of whole rows and columns.",
    ),
    "UNREADABLE": (
        "{file} cannot be read: it is damaged, or spreads over more cells than a plan can need.",
        "Open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    "NO_LIBREOFFICE": (
        "LibreOffice is needed to recalculate, and is not installed.",
        "Install LibreOffice, or open and save the workbook once in Excel.",
    ),
    "RECALCULATION_FAILED": (
        "LibreOffice could not recalculate {file}.",
        "Open and save the workbook once in Excel or LibreOffice.",
    ),
    "NO_RESULT_SHEETS": (
        "{file} has no result sheets of xlplan to verify.",
        "Name a workbook that xlplan run has written, such as NAME.plan.xlsx.",
    ),
    "NO_CUSTOMERS": (
        (
            "no sheet is called Customers (客户), and without one nothing can be evaluated"
            "⟦; nearest: {near}⟧."
        ),
        (
            "Rename the sheet of your customers and its headings, let xlplan import make a plan of "
            "this workbook (--draft), or begin with xlplan new."
        ),
    ),
    "RESULTS_OF": (
        "{value} holds the results that xlplan made of {plan}, and no plan.",
        "Give {plan}.",
    ),
    "RESULTS_ONLY": (
        "the workbook holds results that xlplan made of a plan, and no plan.",
        "Give the plan that they were made of.",
    ),
    "CUSTOMERS_UNUSABLE": (
        "the sheet of the customers cannot be used as it is, so nothing is evaluated.",
        (
            "See the findings on its headings; Customer ID (客户编号) and Customer (客户名称) "
            "must be there."
        ),
    ),
    "MISSING_HEADING": (
        (
            "the headings in row {row} lack {column}, without which the sheet cannot be used"
            "⟦; nearest here: {near}⟧."
        ),
        "Add the column, or rename the one that is meant.",
    ),
    "NO_HEADINGS": (
        (
            "none of its headings is found in the first 40 rows, so the sheet is not read; "
            "expected: {headings} …"
        ),
        "Write the headings in one row; see a blank plan: xlplan new.",
    ),
    "HEADINGS_UNREAD": (
        (
            "row {row} beside the headings in row {head} holds headings too, which are not read: "
            "{headings}."
        ),
        "Write every heading in one row, or in two rows of which the upper one holds the groups.",
    ),
    "BELOW_TABLE": (
        (
            "what stands right under the table of this sheet does not belong to it and is not read "
            "(rows: {count})."
        ),
        "Drag the table's corner down over them.",
    ),
    "SECOND_TABLE": (
        "another table begins here, with headings of {near}; from here on nothing is read.",
        "Move it to the sheet {near}, under its headings there.",
    ),
    "NO_RECORDS": (
        "there is no customer in it.",
        "Fill in at least Customer ID and Customer.",
    ),
    "MORE_ERRORS": (
        "and {count} more of the same kind in this column.",
        "See the cells named above.",
    ),
}

WARNINGS: Said = {
    "UNIT_NOT_USED": (
        "{value}: the unit “{unit}” is not read, and the numbers are taken as they stand.",
        "Write them in the unit of the contract; for money also thousand, million, k, 万 or 亿.",
    ),
    "UNIT_CLASH": (
        "{value}: the heading says {unit}, the row under it {other}; {unit} is read.",
        "Delete the wrong one of the two.",
    ),
    "UNIT_NOTE_HEADINGS": (
        (
            "“{value}” above the headings is not read for {columns}, whose headings name a unit of "
            "their own."
        ),
        "Nothing to do if that is meant; else write the size into these headings too.",
    ),
    "UNIT_NOTE_UNREAD": (
        (
            "“{value}” seems to name the unit of amounts, but not for certain that of this whole "
            "table; it is not read, and the numbers are taken as they stand."
        ),
        (
            "Write it alone into a cell above the headings, such as 单位：万元 or Unit: k€, or into "
            "each heading."
        ),
    ),
    "UNIT_NOTE_FAR": (
        (
            "“{value}” names a unit of amounts, but stands beside other numbers, or over another "
            "table; it is not read, and the numbers are taken as they stand."
        ),
        "Write it into the row right above the headings, or into each heading.",
    ),
    "UNIT_NOTE_CLASH": (
        (
            "“{value}” contradicts the unit in {first}; neither is read, and the numbers are taken "
            "as they stand."
        ),
        "Delete the wrong one of the two.",
    ),
    "UNIT_NOTE_RULES": (
        (
            "“{value}” above the headings is not read: each row of this sheet has a unit of its own, "
            "and amounts stand in it in full."
        ),
        "Write the amounts of this sheet in full.",
    ),
    "SHEET_TWICE": (
        "“{first}” is the same sheet in the other language and is read; this one is not.",
        "Join the two.",
    ),
    "HEADING_TWICE": (
        "“{value}” stands here a second time; the column at {first} is read.",
        "Delete or rename one of the two.",
    ),
    "TOTAL_UNSURE": (
        "the row of “{value}” may be a line of totals; it is read as a record.",
        "If it is one, delete the row, or leave its id empty.",
    ),
    "MORE_WARNINGS": (
        "and {count} more of the same kind in this column.",
        "See the cells named above.",
    ),
}

REMARKS: Said = {
    "OPEN_ELSEWHERE": (
        "someone has {value} open; what was last saved is read.",
        "Save it there and run again to include later changes.",
    ),
    "SHEETS_SEEN": (
        "the workbook has these sheets: {names}.",
        "Compare them with the sheets of a blank plan: xlplan new.",
    ),
    "HEADINGS_SEEN": (
        "row {row} looks like the headings: {headings}.",
        "Compare them with the headings of a blank plan: xlplan new.",
    ),
    "NEAR_SHEET": (
        (
            "this sheet may be meant as {near}; it is not read. Of the columns that must be "
            "there it lacks: {missing}."
        ),
        "If it is meant so, rename it and its headings, and add what it lacks.",
    ),
    "NEAR_NAME": (
        "this sheet may be meant as {near}; it is not read.",
        "Rename it if it is.",
    ),
    "NEAR_HEADING": (
        "“{value}” may be meant as {near}; it is not read.",
        "Rename the heading if it is.",
    ),
    "TOTAL_ROW": (
        "the row of “{value}” is a line of totals or averages and is not read.",
        "Nothing to do.",
    ),
    "HEADING_UNIT": (
        "the heading names a unit: 1 in this column is read as {scale}.",
        "Check that this is meant.",
    ),
    "UNIT_NOTE": (
        (
            "“{value}” above the headings is read for {columns}: 1 there is read as "
            "{scale}⟦ {currency}⟧."
        ),
        "Check that this is meant.",
    ),
    "HEADING_PERCENT": (
        "the heading names %: 20 in this column is read as 20%.",
        "Check that this is meant.",
    ),
    "HEADING_SHARE": (
        ("the heading names %, but no number in the column is above 1: 0.2 in it is read as 20%."),
        "If 0.2% is meant, write the percent sign into the cells.",
    ),
    "HEADING_ROW": (
        "the row repeats the headings and is not read.",
        "Nothing to do.",
    ),
    "MORE_REMARKS": (
        "and {count} more of the same kind in this column.",
        "See the cells named above.",
    ),
}
