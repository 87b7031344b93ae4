"""Which options do the commands take that answer a question?"""

from xlplan.engine.text import Texts
from xlplan.hosts.cli_options import add_book, add_evaluating, add_json, add_preset
from xlplan.hosts.cli_parser import Parser


def add_explain(parser: Parser, t: Texts) -> None:
    """Add the options of explain."""
    add_book(parser, t)
    parser.add_argument("customer", metavar=t("CUSTOMER"), help=t("A customer's id or name."))


def add_what_if(parser: Parser, t: Texts) -> None:
    """Add the options of what-if."""
    add_book(parser, t)
    parser.add_argument(
        "--set",
        metavar=t("CELL=VALUE"),
        action="append",
        required=True,
        help=t("A change such as Opportunities!O7.Fit=85; may be given several times."),
    )
    add_json(parser, t, t("Write the answer as JSON; - prints it."))


def add_diff(parser: Parser, t: Texts) -> None:
    """Add the options of diff."""
    about = t("Results kept by run --keep, the JSON of a run, or a workbook.")
    for name, metavar in (("old", t("OLD")), ("new", t("NEW"))):
        parser.add_argument(name, metavar=metavar, help=about)
    add_evaluating(parser, t)
    add_json(parser, t, t("Write the answer as JSON; - prints it."))


def add_policy(parser: Parser, t: Texts) -> None:
    """Add the options of policy."""
    parser.add_argument(
        "book",
        metavar=t("BOOK"),
        nargs="?",
        help=t("A workbook, to see the values in force there."),
    )
    add_preset(parser, t)
    add_json(parser, t, t("Write the list as JSON; - prints it."))
    parser.set_defaults(as_of=None, recalculate=False)


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
    add_json(parser, t, t("Write the answer as JSON; - prints it."))
    add_evaluating(parser, t)
