"""What can be wrong with the cells of a workbook, and how is it said? Cells, rows, parameters.

Code → what is wrong and by which rule, the next step. The Chinese stand under the same codes in
``zh.toml``. A code that ends in ``_ROW`` says the same of a cell that its row cannot do without.
"""

from xlplan.core.sentences.files import ERRORS, REMARKS, WARNINGS, Said

_LEFT_OUT = " The row is left out."
_OR_EMPTY = ", or leave the cell empty"

_CELLS: Said = {
    "NOT_A_NUMBER": (
        "{column}: “{value}” is no number.",
        "Write a number⟦ from {low} to {high}⟧⟦, such as {example}⟧, or leave the cell empty.",
    ),
    "NOT_WHOLE": (
        "{column}: {value} is no whole number.",
        "Write a whole number⟦ from {low} to {high}⟧⟦, such as {example}⟧, or leave the cell empty.",
    ),
    "NOT_MONEY": (
        "{column}: “{value}” is no amount of money.",
        "Write it like 1200.5, ¥1,200.50, 1.2万 or $3,000, or leave the cell empty.",
    ),
    "NUMBER_UNCLEAR": (
        "{column}: “{value}” could be {small} or {large}; the other texts of the column do not show which.",
        "Enter it as a number, or without a sign between thousands.",
    ),
    "NOT_A_SHARE": (
        "{column}: “{value}” is no share.",
        "Write it like 35% or 0.35, or leave the cell empty.",
    ),
    "NOT_A_DATE": (
        "{column}: “{value}” is no date.",
        (
            "Format the cell as a date, or write it like 2026-03-31, 2026/3/31, 2026年3月31日 "
            "or 31.03.2026."
        ),
    ),
    "NOT_A_FLAG": (
        "{column}: “{value}” is neither yes nor no.",
        "Write yes or no (是 / 否), or leave the cell empty.",
    ),
    "NOT_A_WORD": (
        "{column}: “{value}” is none of {words}⟦; perhaps {near} is meant⟧.",
        "Choose one of these words, or leave the cell empty.",
    ),
    "OUT_OF_RANGE": (
        "{column}: {value} does not lie between {low} and {high}.",
        "Correct the number, or leave the cell empty.",
    ),
    "TOO_NEAR": (
        "{column}: {value} is nearer to 0 than any number of a plan ({least}).",
        "Write 0 if nothing is meant; in a formula, ROUND helps.",
    ),
    "SHARE_OUT_OF_RANGE": (
        "{column}: {value} is no share between {low} and {high}.",
        "Write 35% or 0.35 for thirty-five percent, or leave the cell empty.",
    ),
    "SHARE_UNCLEAR": (
        "{column}: {value} could be {value}% or {percent}%: other cells of the column count in percent.",
        "Write the percent sign into the cell.",
    ),
    "DATE_OUT_OF_RANGE": (
        "{column}: {value} does not lie between {low} and {high}.",
        "Correct the date, or leave the cell empty.",
    ),
    "ERROR_CELL": (
        "{column} shows the error {value}.",
        "Correct the formula, or leave the cell empty.",
    ),
    "NOT_CALCULATED": (
        "{column} holds a formula that was never calculated.",
        "Open and save the workbook once in Excel or LibreOffice, or run with --recalculate.",
    ),
    "OTHER_CURRENCY": (
        (
            "{column}: {value} is not in {currency}, the currency of the plan, and cannot be "
            "added to the rest."
        ),
        "Convert the amount, or set the key currency on the Policy sheet.",
    ),
}

_KEPT = "⟦; the default {default} stays in force⟧."
_UNFIT = {
    "NUMBER": "a number⟦ of at least {low}⟧⟦ and at most {high}⟧ is asked for",
    "WHOLE": "a whole number⟦ of at least {low}⟧⟦ and at most {high}⟧ is asked for",
    "LIST": "{count} numbers⟦ of at least {low}⟧⟦ and at most {high}⟧ are asked for",
    "RISING": (
        "{count} numbers⟦ of at least {low}⟧⟦ and at most {high}⟧ are asked for, each greater than "
        "the one before"
    ),
    "FALLING": (
        "{count} numbers⟦ of at least {low}⟧⟦ and at most {high}⟧ are asked for, each less than "
        "the one before"
    ),
    "NO_WEIGHT": "one of the weights at least must be more than 0",
    "NEAR_ZERO": "0 is asked for, or a number of at least {low}",
    "CHOICE": "one of these numbers is asked for: {known}",
    "WORD": "one of these words is asked for: {known}",
    "FLAG": "yes or no is asked for",
    "DATE": "a date such as 2026-03-31 is asked for",
    "CODE": "the code of a currency is asked for, such as CNY or EUR",
    "MATRIX": "four groups of four letters from A to D are asked for, a group a time band",
    "CURRENCY": "the currency of the plan is {currency}",
}
_LISTED = "Write {count} numbers with semicolons between them."
_STEPS = {"LIST": _LISTED, "RISING": _LISTED, "FALLING": _LISTED}
_POLICY: Said = {
    f"POLICY_{kind}": (
        f"“{{value}}” does not fit {{key}}: {asked}{_KEPT}",
        _STEPS.get(kind, "Correct the value."),
    )
    for kind, asked in _UNFIT.items()
}

_ROWS: Said = {
    "UNDECIDED_ROW": (
        (
            "{column}: “{value}” is none of {words}⟦; perhaps {near} is meant⟧. Whether the row "
            "still counts cannot be told, so it is left out."
        ),
        "Choose one of these words; an empty cell means {blank}.",
    ),
    "REQUIRED_BLANK": (
        "{column} is empty, and every row needs it; the row is left out.",
        "Fill it in, or delete the row.",
    ),
    "DUPLICATE_ID": (
        "{column} “{value}” stands already in {first}; this row is left out.",
        "Give each its own id, or delete one of the two.",
    ),
    "OWNER_LEFT_OUT": (
        "{column}: the row of “{value}” on the sheet {target} was left out, so this one is too.",
        "Correct that row first.",
    ),
    "STAKEHOLDER_TWICE": (
        "“{value}” is already a stakeholder of {opportunity} in {first}; this row is left out.",
        "Join the two rows.",
    ),
    "OWN_INFLUENCE": (
        "“{value}” is said to influence itself; the row is left out.",
        "Correct From or To.",
    ),
    "POLICY_UNKNOWN": (
        "“{value}” is no key of the Policy⟦; nearest: {near}⟧.",
        "Correct the key; xlplan policy lists them all, and so does the first sheet of a blank plan (xlplan new).",
    ),
    "FACTOR_INPUT": (
        "“{value}” is no input of a risk factor⟦; nearest: {near}⟧; the row is left out.",
        (
            "Write a heading of Customers or Opportunities that holds numbers or words, or a "
            "computed quantity such as dmi or coverage."
        ),
    ),
    "FACTOR_ANCHORS": (
        "“{value}” are no anchors; the row is left out.",
        "Write at least two inputs = risk points from 0 to 100, with semicolons between, such as {words}.",
    ),
    "FACTOR_KNOCK_OUT": (
        "“{value}” is no knock-out; the row is left out.",
        "Write it like <40, >0.5 or =E.",
    ),
    "FACTOR_TWICE": (
        "the factor “{value}” stands in the table already; this row is left out.",
        "Give it another name, or delete it.",
    ),
}

_LINKS: Said = {
    "UNKNOWN_ID": (
        "{column}: “{value}” is not on the sheet {target}⟦; nearest: {near}⟧⟦; it is the name of {named}⟧.",
        "Correct the id, or add it there.",
    ),
    "ID_ZEROS": (
        (
            "{column}: “{value}” is not on the sheet {target}, but “{near}” in {first} is, which "
            "has other leading zeros."
        ),
        "Write both alike.",
    ),
    "ID_BLANK": (
        (
            "{column}: “{value}” is not on the sheet {target}, where the row of {first} has no "
            "id and is left out; perhaps it is that row."
        ),
        "Fill in the id there.",
    ),
    "NO_TARGET": (
        (
            "{column} refers to the sheet {target}, which is not there or cannot be read (rows: "
            "{count}; the first says “{value}”)."
        ),
        "Add the sheet, or correct its headings.",
    ),
}

_DOUBTS: Said = {
    "REPEATED_ID": (
        "{column} “{value}” stands already in {first}; both rows are counted.",
        "Nothing to do if they are parts of one; else give each its own number.",
    ),
    "OTHER_CUSTOMER": (
        "{column}: “{value}” belongs to customer {other}, not to {customer}.",
        "Check which of the two is meant.",
    ),
    "DATES_REVERSED": (
        "{column}: {value} lies before {other}, {earlier}.",
        "Correct one of the two dates.",
    ),
    "LOOP": (
        "{column}: the line leads back to where it began: {chain}.",
        "Correct one of its steps.",
    ),
    "FORMAT_SIZE": (
        (
            "{column}: the number format shows {value}{size}, and the cell holds {value}, which is "
            "read without that size (cells: {count})."
        ),
        "Write the unit into the heading, or the whole amount into the cell.",
    ),
    "SCORE_SCALE": (
        (
            "{column}: every number lies between {low} and {high} (cells: {count}, the first {value}), and "
            "is read as so many points of 100."
        ),
        "Write points from 0 to 100 if the numbers are of another scale.",
    ),
    "FORMAT_SIGN": (
        (
            "{column}: number formats show $ (cells: {count}, the first {value}), and the plan is in "
            "{currency}; the amounts are taken for {currency}."
        ),
        "Give the cells a format with the sign of {currency}; convert what is in dollars.",
    ),
    "POLICY_TWICE": (
        "“{value}” is set already in {first}, which counts.",
        "Delete one of the two.",
    ),
    "POLICY_SUM": (
        "{key}: the weights sum to {total}, not to {whole}; each counts by its share of that sum.",
        "Make them sum to {whole}.",
    ),
    "WEIGHTS_SUM": (
        "the weights sum to {total}, not to 100; scores are still weighted means.",
        "Make them sum to 100.",
    ),
}

_NOTED: Said = {
    "ID_NUMBER": (
        (
            "{column}: “{value}” is read as “{near}” in {target}!{first}; one of the two is a number, "
            "which keeps no leading zeros (rows: {count})."
        ),
        "Nothing to do if that is meant; written alike on both sheets, ids need no guess.",
    ),
    "SCORE_PERCENT": (
        "{column}: percent of formats (cells: {count}, the first {value}) is read as points of 100: {points}.",
        "Nothing to do if that is meant; else write points from 0 to 100.",
    ),
    "FACTOR_MONEY": (
        "“{value}” counts to the money risk, which closes gates and lowers grades.",
        "Nothing to do.",
    ),
    "FACTOR_WIN": (
        "“{value}” counts to the winning risk.",
        "Nothing to do.",
    ),
    "READ_AS": (
        "{column}: “{value}” is read as {meaning}.",
        "Nothing to do if that is meant; else correct the cell.",
    ),
    "FORMAT_FULL": (
        (
            "{column}: the cell holds {value}, which its number format shows in the unit of the "
            "column; it is read in full (cells: {count})."
        ),
        "Nothing to do.",
    ),
    "POLICY_BLANK": (
        "{key} has no value; the default {default} stays in force.",
        "Enter a value, or delete the row.",
    ),
}


def _of_rows(said: Said) -> Said:
    return {
        f"{code}_ROW": (what + _LEFT_OUT, step.replace(_OR_EMPTY, ""))
        for code, (what, step) in said.items()
    }


READING: dict[str, Said] = {
    "error": ERRORS | _ROWS | _POLICY | _CELLS | _of_rows(_CELLS) | _of_rows(_LINKS),
    "warning": WARNINGS | _DOUBTS | _LINKS,
    "info": REMARKS | _NOTED,
}
