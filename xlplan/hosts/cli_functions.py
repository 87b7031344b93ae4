"""Which options do the commands around functions in cells take?"""

from xlplan.engine.text import Texts
from xlplan.hosts.cli_options import add_json
from xlplan.hosts.cli_parser import Parser

ADD_INS = ("libreoffice", "excel", "lite")


def add_functions(parser: Parser, t: Texts) -> None:
    """Add the options of functions."""
    parser.add_argument(
        "name", metavar=t("NAME"), nargs="?", help=t("One function, to see its arguments.")
    )


def add_call(parser: Parser, t: Texts) -> None:
    """Add the options of call."""
    parser.add_argument("name", metavar=t("NAME"), help=t("A function, such as XLPLAN_LAG or LAG."))
    parser.add_argument(
        "values",
        metavar=t("VALUE"),
        nargs="*",
        help=t(
            "A number, a word, null, rows as [[1, 2], [3, 4]], or cells as BOOK.xlsx!SHEET!A2:B9."
        ),
    )
    add_json(parser, t, t("Write value and reason as JSON; - prints them."))


def add_addin(parser: Parser, t: Texts) -> None:
    """Add the options of addin."""
    parser.add_argument("host", metavar=t("OFFICE"), choices=ADD_INS, help=t("For which office."))
    parser.add_argument(
        "--out", metavar=t("DIR"), required=True, help=t("The folder that takes the add-in.")
    )
    parser.add_argument("--install", action="store_true", help=t("Install it for this user, too."))
    parser.add_argument(
        "--example", action="store_true", help=t("Excel: a planner workbook with twelve customers.")
    )
    parser.add_argument(
        "--wheel",
        metavar="URL",
        help=t("Lite: the folder on the web that holds the wheel; otherwise main.py brings all."),
    )


def add_excel_run(parser: Parser, t: Texts) -> None:
    """Add the options of excel-run."""
    parser.add_argument(
        "button",
        metavar=t("BUTTON"),
        help=t("check, evaluate, build-one, build-all, explain, open-folder or help"),
    )
    parser.add_argument("--book", metavar=t("NAME"), help=t("The workbook that is open in Excel."))
    parser.add_argument(
        "--xlwings",
        metavar=t("VERSION"),
        help=t("With ready: whether this version of xlwings is installed."),
    )
