"""What can go wrong in writing a workbook and in importing, and how is it said? Files, maps, cells.

Code → what is wrong and by which rule, the next step; by severity. The Chinese stand under the same
codes in ``zh.toml``.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "NO_FOLDER": (
        "there is no folder {folder}.",
        "Create it, or name another place.",
    ),
    "NO_WRITE_PERMISSION": (
        "{file} may not be written: no permission, or it is open in another program.",
        "Close it there, or name another place.",
    ),
    "DISK_FULL": (
        "{file} was not written: the disk is full.",
        "Free some space and try again; a file of that name is as it was, what was written before is whole.",
    ),
    "CANNOT_WRITE": (
        "{file} cannot be written: {reason}.",
        "Name another place.",
    ),
    "UNKNOWN_SHEET_KEY": (
        "no sheet of the contract has the key “{name}”.",
        "Keys: {near}.",
    ),
    "UNKNOWN_FIELD": (
        "the sheet {sheet} has no field “{field}”.",
        "Fields: {near}.",
    ),
    "TOO_MANY_ROWS": (
        "{sheet} would have {count} rows; a sheet holds {limit}.",
        "Import fewer rows, for example by a where in the map.",
    ),
    "MAP_DAMAGED": (
        "{file} is no mapping file: {reason}.",
        "Compare it with one of the maps in workbooks/maps.",
    ),
    "MAP_EMPTY": (
        "{file} maps no sheet.",
        "Add at least [Customers] with its file and columns.",
    ),
    "MAP_UNKNOWN_SHEET": (
        "{file} names a sheet [{name}] that a plan does not have.",
        "Nearest: {near}.",
    ),
    "MAP_UNKNOWN_HEADING": (
        "[{sheet}] has no heading “{name}”.",
        "Nearest: {near}.",
    ),
    "MAP_UNKNOWN_WORD": (
        "{place}: “{name}” is no instruction of a map.",
        "Nearest: {near}.",
    ),
    "MAP_WRONG_VALUE": (
        "{place}: {name} must look like {example}.",
        "Compare it with one of the maps in workbooks/maps.",
    ),
    "MAP_NO_SOURCE": (
        "{place} says neither column nor const nor join.",
        'Say where the value comes from, such as {{ column = "name" }}.',
    ),
    "MAP_UNKNOWN_COLUMN": (
        "{file} has no column “{name}”, which {place} asks for.",
        "Nearest: {near}.",
    ),
    "MAP_UNKNOWN_FILE": (
        "no file given is called “{name}”, which {place} asks for.",
        "Given: {near}.",
    ),
    "MAP_REQUIRED": (
        "[{sheet}] gives no “{heading}”, without which no row counts.",
        'Add a line "{heading}" = … to its columns.',
    ),
    "MAP_UNKNOWN_POLICY": (
        "[Policy] has no key “{name}”.",
        "Nearest: {near}.",
    ),
    "IMPORT_NO_OUT": (
        "import needs --out: the workbook to write.",
        "Such as --out plan.xlsx.",
    ),
    "NO_MAP_SUFFIX": (
        "{path}: the draft of a map is written as a .toml file.",
        "Such as --draft map.toml.",
    ),
    "DRAFT_NOTHING": (
        "nothing in these files resembles a sheet of a plan: {near}.",
        "Give files with headings such as Customer, Opportunity, Amount, or write the map by hand.",
    ),
    "CSV_ENCODING": (
        "{file} is no text in {encoding} (byte {at}).",
        (
            "Save it as “CSV UTF-8”, or name its encoding in the map, such as "
            'encoding = "gb18030" or "cp1252".'
        ),
    ),
    "CSV_DAMAGED": (
        "{file} cannot be read after line {line}: {reason}.",
        "Save it again as CSV.",
    ),
    "CSV_NO_HEADINGS": (
        "{file} has no heading row.",
        "The first line of a CSV file names its columns.",
    ),
    "IMPORT_NOT_DATE": (
        "“{value}” in {column} is no date in the form {formats}; {target} · {heading} stays blank.",
        'Say in the map how dates are written, such as dates = ["%m/%d/%Y"].',
    ),
    "IMPORT_NOT_NUMBER": (
        "“{value}” in {column} is no number; {target} · {heading} stays blank.",
        "Correct the source, or name the word for nothing in the map (null).",
    ),
    "IMPORT_CURRENCY": (
        (
            "“{value}” in {column} is not in {currency}, the currency of the plan, and cannot be added to "
            "the rest; {target} · {heading} stays blank."
        ),
        'Convert the amount in the source, or set another currency in the map: currency = "EUR" under [Policy].',
    ),
    "IMPORT_UNCLEAR": (
        "“{value}” in {column} could be {small} or {large}; {target} · {heading} stays blank.",
        'Say in the map which sign is the decimal one: decimal = "," or decimal = ".".',
    ),
    "IMPORT_NOT_WHOLE": (
        "“{value}” in {column} is no whole number; {target} · {heading} stays blank.",
        "Correct the source.",
    ),
    "IMPORT_NOT_WORD": (
        "“{value}” in {column} is none of {words}; {target} · {heading} stays blank.",
        'Translate it in the map, such as map = {{ Won = "won" }}.',
    ),
    "IMPORT_UNDECIDED": (
        (
            "“{value}” in {column} is none of {words}; {target} · {heading} keeps it as it is, and "
            "the plan does not read such rows."
        ),
        'Translate it in the map, such as map = {{ Dormant = "ended" }}.',
    ),
    "IMPORT_LEFT_OUT": (
        "the row gives no {heading}, without which {target} takes none; it is left out.",
        "Correct the source, or give a value for blanks in the map.",
    ),
}

_WARNINGS: Said = {
    "IMPORT_NOT_CALCULATED": (
        "{count} cells hold formulas that were never calculated; they count as blank.",
        "Open and save the workbook once in Excel or LibreOffice.",
    ),
    "DRAFT_NO_SHEET": (
        (
            "the plan will have no sheet {target} from {file}: no column of it was taken for "
            "{missing}."
        ),
        "Name the column in the draft, and take off the # in front of the lines.",
    ),
    "IMPORT_NOT_FOUND": (
        "“{value}” is not in {key} of {file}; {target} · {heading} stays blank.",
        "Add it there, or correct the spelling with replace in the map.",
    ),
    "IMPORT_ROW_LENGTH": (
        "the row has {count} cells under {expected} headings.",
        "Check it for a separator inside a text without quotes.",
    ),
    "IMPORT_DIFFERS": (
        (
            "{count} rows repeat an id of {target} with another {heading}; the first counts "
            "(the first such id: {id})."
        ),
        "Check which is right, or leave that column out of the map.",
    ),
    "IMPORT_UNIT_NOTE": (
        (
            "“{value}” above the headings may be the unit of {columns}; the map gives no times for "
            "it, and the amounts are taken as they stand."
        ),
        "Add times to these lines of the map: times = 10000 for 万元, times = 1 for amounts in full.",
    ),
    "IMPORT_NOTHING": (
        "no row of {file} went to {target}.",
        "Check file and where in the map.",
    ),
    "IMPORT_LONG_TEXT": (
        "the text for {target} · {heading} is longer than a cell holds; its end is cut off.",
        "Shorten it in the source.",
    ),
}

_REMARKS: Said = {
    "IMPORT_ENCODING": (
        "{file} is no UTF-8 and was read as Chinese text in {encoding}.",
        "Should names look wrong, write another encoding at the top of the map.",
    ),
}

WRITING: dict[str, Said] = {"error": _ERRORS, "warning": _WARNINGS, "info": _REMARKS}
