"""How are documents about single customers written? ``xlplan plan``: no result sheets, only documents."""

import argparse
import sys
from pathlib import Path

from xlplan.engine.plan import find_customer
from xlplan.engine.text import Texts
from xlplan.hosts.asking import evaluate_file
from xlplan.hosts.cli_parser import WRONG_USE
from xlplan.hosts.commands import exit_code
from xlplan.hosts.commands_run import order
from xlplan.hosts.progress import Progress
from xlplan.hosts.report import check_lines, finding_lines, plain


def plan_command(options: argparse.Namespace, texts: Texts) -> int:
    """Write the documents of the customers that were named."""
    from xlplan.hosts.files.history import history_folder
    from xlplan.hosts.files.running import write_compared

    path = Path(options.book)
    wanted = order(options)._replace(book=path)
    progress = Progress(texts, sys.stderr)
    found = evaluate_file(path, options, progress)
    if not found.readable:
        progress.done()
        sys.stderr.write("\n".join(check_lines(path.name, found)) + "\n")
        return WRONG_USE
    named = [find_customer(found.assessment, one) for one in options.customers]
    chosen = [one for at, one in enumerate(named) if one not in named[:at]]
    folder = Path(options.out) if options.out else path.parent / f"{path.stem}.plans"
    since = Path(options.since) if options.since else None
    past = history_folder(path, path), since
    notes = write_compared(found, chosen, folder, wanted, past, progress)
    progress.done()
    t = found.texts
    print("\n".join([*finding_lines(notes, t), plain(t("Documents: {path}", path=folder))]))
    return exit_code(found)
