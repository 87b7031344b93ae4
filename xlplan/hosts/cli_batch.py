"""Which options do the commands around many workbooks take?"""

from xlplan.engine.text import Texts
from xlplan.hosts.cli_options import add_documents, add_evaluating, add_in_place
from xlplan.hosts.cli_parser import Parser


def add_batch(parser: Parser, t: Texts) -> None:
    """Add the options of batch."""
    parser.add_argument(
        "sources",
        metavar=t("SOURCE"),
        nargs="+",
        help=t(
            "Folders, patterns, workbooks, addresses of an object store (s3://…), or lists of them "
            "(@FILE, one a line)."
        ),
    )
    parser.add_argument(
        "--out",
        metavar=t("DIR"),
        required=True,
        help=t("The folder of results, report and memory; or an address of an object store."),
    )
    add_evaluating(parser, t)
    add_documents(parser, t, "none")
    add_in_place(parser, t)
    parser.add_argument(
        "--jobs", metavar=t("N"), help=t("Workbooks at a time; otherwise one for each core.")
    )
    parser.add_argument(
        "--timeout",
        metavar=t("S"),
        default="60",
        help=t("Seconds that one workbook may take (60)."),
    )
    parser.add_argument(
        "--memory",
        metavar="MB",
        default="2048",
        help=t("Memory that one workbook may take, in MB (2048)."),
    )
    parser.add_argument(
        "--engine",
        choices=("local", "dask", "ray"),
        default="local",
        help=t("Who does the work: this machine, or the cluster at --scheduler."),
    )
    parser.add_argument(
        "--scheduler", metavar=t("ADDRESS"), default="", help=t("Where the cluster is (tcp://…).")
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--resume",
        action="store_true",
        help=t("Leave out what is done and did not change; so it is anyway."),
    )
    which.add_argument("--fresh", action="store_true", help=t("Evaluate every workbook anew."))


def add_query(parser: Parser, t: Texts) -> None:
    """Add the options of query."""
    parser.add_argument(
        "sql",
        metavar="SQL",
        help=t("A question to customers, opportunities, findings, workbooks, portfolio, history."),
    )
    parser.add_argument(
        "--in",
        dest="folder",
        metavar=t("DIR"),
        default=".",
        help=t("The folder that batch wrote to."),
    )
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json"),
        default="table",
        help=t("How the answer is printed."),
    )
