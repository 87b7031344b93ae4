"""What does each command do? One function a command, called with the parsed options."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.plan import Evaluation, find_customer
from xlplan.engine.text import Texts
from xlplan.hosts.asking import evaluate_file
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS, WRONG_USE
from xlplan.hosts.progress import Progress
from xlplan.hosts.report import check_lines, typed


def run_command(options: argparse.Namespace, texts: Texts) -> int:
    """Run the command that was typed; return the exit code."""
    table: dict[str, Callable[[argparse.Namespace, Texts], int]] = {
        "new": _new,
        "check": _check,
        "run": _run,
        "plan": _plan,
        "template": _template,
        "batch": _batch,
        "query": _query,
        "explain": _explain,
        "import": _import,
        "policy": _policy,
        "what-if": _what_if,
        "diff": _diff,
        "backtest": _backtest,
        "graft": _graft,
        "clean": _clean,
        "portable": _portable,
        "verify": _verify,
        "functions": _functions,
        "call": _functions,
        "addin": _functions,
        "excel-run": _excel_run,
    }
    return table[options.command](options, texts)


def _new(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.files.planbook import write_example, write_plan

    path = Path(options.file)
    if path.suffix.casefold() != ".xlsx":
        raise PlanError("NO_WORKBOOK_SUFFIX", path=path)
    if path.exists() and not options.force:
        raise PlanError("FILE_EXISTS", path=path)
    write = write_example if options.example else write_plan
    write(path, texts.lang)
    if options.portable:
        from xlplan.hosts.commands_graft import told_portable

        told_portable(path, None, texts)
    else:
        print(texts("Written: {path}", path=path))
    if options.example:
        print(texts("Next: xlplan run {path}", path=typed(path)))
    else:
        print(texts("Next: fill it in, then: xlplan run {path}", path=typed(path)))
    return DONE


def _check(options: argparse.Namespace, _texts: Texts) -> int:
    path = Path(options.book)
    check_json(options, [path])
    found = evaluate_file(path, options, Progress(_texts, sys.stderr))
    if options.json is not None:
        from xlplan.engine.outcome import findings_json, to_json

        write_json(to_json(findings_json(found.findings, found.texts)), options.json)
    if options.json != "-":
        print("\n".join(check_lines(path.name, found)))
    return exit_code(found)


def _explain(options: argparse.Namespace, _texts: Texts) -> int:
    from xlplan.engine.answers.explain import explain

    path = Path(options.book)
    found = evaluate_file(path, options, Progress(_texts, sys.stderr))
    if not found.readable:
        sys.stderr.write("\n".join(check_lines(path.name, found)) + "\n")
        return WRONG_USE
    one = find_customer(found.assessment, options.customer)
    sys.stdout.write(explain(one, found.assessment, found.texts))
    return DONE


def _import(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_import import import_command

    return import_command(options, texts)


def _what_if(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.core.assess import assess
    from xlplan.core.moves.comparing import compare_states
    from xlplan.core.moves.snapshots import snapshot
    from xlplan.core.moves.whatif import apply
    from xlplan.core.process.stage_checks import move_findings
    from xlplan.engine.answers.whatif import read_change
    from xlplan.engine.answers.whatif_words import change_lines, comparison_lines

    path = Path(options.book)
    check_json(options, [path])
    found = evaluate_file(path, options, Progress(texts, sys.stderr))
    if not found.readable:
        sys.stderr.write("\n".join(check_lines(path.name, found)) + "\n")
        return WRONG_USE
    before = found.assessment
    changes = [read_change(text, before.portfolio, texts) for text in options.set]
    after = assess(apply(before.portfolio, changes), before.policy, before.as_of)
    states = snapshot(before), snapshot(after)
    moved = compare_states(*states)
    if options.json is not None:
        from xlplan.engine.outcome import to_json
        from xlplan.engine.plain_json import plain

        write_json(to_json(plain(moved)), options.json)
    if options.json != "-":
        said = found.texts
        regress = after.policy.flag("stage.allow_regress")
        moves = move_findings(before.portfolio, after.portfolio, allow_regress=regress)
        lines = (
            *change_lines(changes, before, said),
            "",
            *map(said.finding, moves),
            *comparison_lines(moved, *states, said),
        )
        print("\n".join(lines))
    return DONE


def _diff(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_diff import diff_command

    return diff_command(options, texts)


def _backtest(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_backtest import backtest_command

    return backtest_command(options, texts)


def _policy(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.core.policy import Policy
    from xlplan.engine.presets import with_preset
    from xlplan.hosts.policies import policy_json, policy_lines

    policy = with_preset(Policy(), options.preset or "")
    check_json(options, [Path(options.book)] if options.book else [])
    if options.book:
        found = evaluate_file(Path(options.book), options, Progress(texts, sys.stderr))
        policy, texts = found.assessment.policy, found.texts
        if not (found.readable or policy.changes):  # else the defaults would pass for its own
            sys.stderr.write("\n".join(check_lines(options.book, found)) + "\n")
            return WRONG_USE
    if options.json is not None:
        from xlplan.engine.outcome import to_json

        write_json(to_json(policy_json(policy, texts)), options.json)
    if options.json != "-":
        print("\n".join(policy_lines(policy, texts)))
    return DONE


def _run(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_run import run_command

    return run_command(options, texts)


def _plan(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_plan import plan_command

    return plan_command(options, texts)


def _template(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_template import template_command

    return template_command(options, texts)


def _batch(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_batch import batch_command

    return batch_command(options, texts)


def _query(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_batch import query_command

    return query_command(options, texts)


def _graft(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_graft import graft_command

    return graft_command(options, texts)


def _verify(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_graft import verify_command

    return verify_command(options, texts)


def _clean(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_graft import clean_command

    return clean_command(options, texts)


def _portable(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_graft import portable_command

    return portable_command(options, texts)


def _functions(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts import commands_functions

    return commands_functions.COMMANDS[options.command](options, texts)


def _excel_run(options: argparse.Namespace, texts: Texts) -> int:
    from xlplan.hosts.commands_excel import excel_run_command

    return excel_run_command(options, texts)


def check_json(options: argparse.Namespace, books: Sequence[Path]) -> None:
    """Refuse a bad place for JSON before any work is done.

    Raises:
        PlanError: it is one of the workbooks or has the name of one, or there is no such folder.
    """
    from xlplan.hosts.files.output import check_text_target

    if options.json not in (None, "-"):
        check_text_target(Path(options.json), books)


def write_json(text: str, where: str) -> None:
    """Write JSON to a file; ``-`` prints it."""
    if where == "-":
        sys.stdout.write(text)
        return
    from xlplan.hosts.files.output import write_text

    write_text(Path(where), text)


def exit_code(found: Evaluation) -> int:
    """Return 0, 1 with error findings, 2 without a plan."""
    if not found.readable:
        return WRONG_USE
    return WITH_ERRORS if found.has_errors else DONE
