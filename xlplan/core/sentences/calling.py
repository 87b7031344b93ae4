"""What can be wrong with calling a function, or with bringing the functions into an office?

Code → what is wrong and by which rule, the next step; by severity. The Chinese stand under the same
codes in ``zh.toml``.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "UNKNOWN_FUNCTION": (
        "there is no function {name}; the nearest is {near}.",
        "xlplan functions lists them all.",
    ),
    "NO_SUCH_SHEET": (
        "there is no sheet “{sheet}”.",
        "The sheets are: {known}.",
    ),
    "NO_SUCH_RANGE": (
        "“{cells}” is no range.",
        "Write it like A2:B9.",
    ),
    "CELLS_NO_BOOK": (
        "“{text}” looks like cells, but names no workbook.",
        "Write it like BOOK.xlsx!SHEET!A2:B9.",
    ),
    "CELLS_NO_SHEET": (
        "“{text}” names a workbook, but no sheet in it.",
        "Write it like BOOK.xlsx!SHEET!A2:B9.",
    ),
    "CELLS_OUTSIDE": (
        "“{cells}” lies outside of every sheet, which goes from A1 to XFD1048576.",
        "Check the letters and the number.",
    ),
    "ROWS_FORM": (
        "“{text}” begins like rows, but is none.",
        "Write it like [[1, 2], [3, null]], words in double quotes, and all of it in single quotes.",
    ),
    "WHEEL_ADDRESS": (
        "“{text}” is no address of a folder on the web.",
        "Write it like https://your-server/folder; the wheel is put into that folder.",
    ),
}

CALLING: dict[str, Said] = {"error": _ERRORS}
