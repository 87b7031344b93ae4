"""What moved between two states of a plan? ``xlplan diff``: kept results or workbooks, old and new."""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from xlplan.core.moves.comparing import compare_states
from xlplan.core.moves.snapshots import Snapshot, snapshot
from xlplan.engine.text import Texts
from xlplan.hosts.asking import evaluate_file
from xlplan.hosts.cli_parser import DONE, WRONG_USE
from xlplan.hosts.commands import check_json, write_json
from xlplan.hosts.files.history import KEPT, read_kept
from xlplan.hosts.progress import Progress
from xlplan.hosts.report import check_lines, plain


class _Side(NamedTuple):
    """A state of the plan, ``None`` where the workbook holds no plan, and its own language."""

    state: Snapshot | None
    texts: Texts


def diff_command(options: argparse.Namespace, texts: Texts) -> int:
    """Say what moved; the language is that of the new side, then of the old one."""
    paths = [Path(options.old), Path(options.new)]
    check_json(options, [path for path in paths if path.suffix.casefold() != KEPT])
    old, new = (_side(path, options, texts) for path in paths)
    if old.state is None or new.state is None:
        return WRONG_USE
    moved = compare_states(old.state, new.state)
    if options.json is not None:
        from xlplan.engine.outcome import to_json
        from xlplan.engine.plain_json import plain as plain_json

        write_json(to_json(plain_json(moved)), options.json)
    if options.json != "-":
        from xlplan.engine.answers.whatif_words import comparison_lines

        t = new.texts if new.texts is not texts else old.texts
        days = {"day": t.date(old.state.as_of), "later": t.date(new.state.as_of)}
        names = {"old": paths[0].name, "new": paths[1].name}
        print(plain(t("{old} ({day}) → {new} ({later})", **names, **days)))
        print("\n".join(map(plain, comparison_lines(moved, old.state, new.state, t))))
    return DONE


def _side(path: Path, options: argparse.Namespace, texts: Texts) -> _Side:
    """Return one side: kept results, or a workbook that is evaluated."""
    if path.suffix.casefold() == KEPT:
        return _Side(read_kept(path), texts)
    found = evaluate_file(path, options, Progress(texts, sys.stderr))
    if not found.readable:
        sys.stderr.write("\n".join(check_lines(path.name, found)) + "\n")
        return _Side(None, texts)
    return _Side(snapshot(found.assessment), found.texts)
