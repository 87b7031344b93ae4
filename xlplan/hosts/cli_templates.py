"""Which options does ``xlplan template`` take?"""

from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import Parser


def add_template(parser: Parser, t: Texts) -> None:
    """Add the options of template."""
    parser.add_argument(
        "action",
        metavar="new|check|variables",
        choices=("new", "check", "variables"),
        help=t(
            "new writes a folder of templates, check tries them, variables lists what they may use."
        ),
    )
    parser.add_argument(
        "folder", metavar=t("DIR"), nargs="?", help=t("The folder of templates, for new and check.")
    )
