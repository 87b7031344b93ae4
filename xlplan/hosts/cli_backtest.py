"""Which options does ``xlplan backtest`` take?"""

from xlplan.engine.text import Texts
from xlplan.hosts.cli_options import add_evaluating
from xlplan.hosts.cli_parser import Parser


def add_backtest(parser: Parser, t: Texts) -> None:
    """Add the options of backtest."""
    parser.add_argument(
        "books",
        metavar=t("BOOK"),
        nargs="+",
        help=t("Workbooks with closed opportunities, or folders NAME.history of kept results."),
    )
    parser.add_argument(
        "--days",
        metavar=t("DAYS"),
        help=t(
            "Score each opportunity so many days before it closed; otherwise backtest.days, 30."
        ),
    )
    parser.add_argument(
        "--out",
        metavar=t("FILE.xlsx"),
        help=t(
            "Write the answer as a workbook, a sheet a question, for example NAME.backtest.xlsx."
        ),
    )
    parser.add_argument(
        "--json", metavar=t("FILE"), help=t("Write the answer as JSON; - prints it.")
    )
    add_evaluating(parser, t)
