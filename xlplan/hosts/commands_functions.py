"""How are the functions of cells seen and called from a terminal, and how do they get into an office?"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.functions import CellError, Function, call, published
from xlplan.functions.calling import found
from xlplan.functions.kinds import RefusedError
from xlplan.functions.lambdas import dotted, lambdas
from xlplan.hosts.arguments import argument_of
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS


def functions_command(options: argparse.Namespace, texts: Texts) -> int:
    """List the functions, a line each; of one, its arguments too."""
    if options.name:
        print("\n".join(described(_named(options.name), texts)))
        return DONE
    for one in published().values():
        print(f"{one.name}({_arguments(one)})  {one.summed_up(texts.lang)}")
    return DONE


def described(one: Function, texts: Texts) -> list[str]:
    """Return a function with its arguments, a line each."""
    lines = [f"{one.name}({_arguments(one)})", one.summed_up(texts.lang)]
    for argument in one.arguments:
        line = texts.named(f"  {argument.name}", argument.helped(texts.lang))
        if argument.policy:
            line += f" [{argument.policy}]"
        lines.append(line)
    if one.columns:
        lines.append(texts.named(texts("Columns"), texts.listed(one.columns)))
    if one.name in lambdas():
        lines.append(texts.named(texts("In a portable workbook"), f"={dotted(one.name)}(…)"))
    return lines


def _arguments(one: Function) -> str:
    shown = [
        f"{argument.name}…" if argument.variadic else argument.name for argument in one.arguments
    ]
    left_out = [argument.optional for argument in one.arguments]
    needed = shown[: left_out.index(True)] if True in left_out else shown
    rest = shown[len(needed) :]
    return ", ".join(needed) + (f"[{', ' if needed else ''}{', '.join(rest)}]" if rest else "")


def _named(name: str) -> Function:
    try:
        return found(name)
    except RefusedError as wrong:
        raise PlanError("UNKNOWN_FUNCTION", **wrong.params) from wrong


def call_command(options: argparse.Namespace, texts: Texts) -> int:
    """Call a function with values, lists or ranges of a workbook; print what a cell would show."""
    one = _named(options.name)
    value, why = call(one.name, [argument_of(text) for text in options.values], texts.lang)
    if options.json is not None:
        from xlplan.hosts.commands import write_json

        told = {"value": value, "why": why}
        write_json(json.dumps(told, ensure_ascii=False, default=str) + "\n", options.json)
    if options.json != "-":
        rows = value if isinstance(value, list) else [[value]]
        print("\n".join("\t".join(map(_shown, row)) for row in rows))
        if why:
            sys.stderr.write(f"xlplan: {why}\n")
    return WITH_ERRORS if isinstance(value, CellError) else DONE


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def addin_command(options: argparse.Namespace, texts: Texts) -> int:
    """Build the add-in of an office."""
    if options.host == "excel":
        from xlplan.hosts.commands_addin import addin_excel

        return addin_excel(options, texts)
    if options.host == "lite":
        from xlplan.hosts.commands_addin import addin_lite

        return addin_lite(options, texts)
    return addin_libreoffice(options, texts)


def addin_libreoffice(options: argparse.Namespace, texts: Texts) -> int:
    """Build the extension of LibreOffice; install it where that is asked for."""
    from xlplan.hosts.libreoffice.building import build, install

    path = build(Path(options.out))
    print(texts("Written: {path}", path=path))
    if options.install:
        install(path)
        print(texts("Installed for this user. Start LibreOffice anew."))
    else:
        print(texts("Next: open it with LibreOffice, or add --install."))
    return DONE


COMMANDS: dict[str, Callable[[argparse.Namespace, Texts], int]] = {
    "functions": functions_command,
    "call": call_command,
    "addin": addin_command,
}
