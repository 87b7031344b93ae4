"""What does ``xlplan template`` do? Begin a folder of templates, check it, list what it may use."""

import argparse
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS
from xlplan.hosts.report import plain, typed


def template_command(options: argparse.Namespace, texts: Texts) -> int:
    """Do what was asked for with templates."""
    if options.action == "variables":
        from xlplan.engine.template_names import variables

        print("\n".join(variables(texts)))
        return DONE
    if options.folder is None:
        raise PlanError("NO_FOLDER_GIVEN", action=options.action)
    folder = Path(options.folder)
    if options.action == "new":
        from xlplan.hosts.files.templates import new_templates

        for path in new_templates(folder, texts.lang):
            print(plain(texts("Written: {path}", path=path)))
        print(texts("Next: change them, then: xlplan template check {path}", path=typed(folder)))
        return DONE
    from xlplan.hosts.files.templates import check_templates

    wrong = check_templates(folder, getattr(options, "lang", None))
    for one in wrong:
        print(plain(texts.error(one)))
    if not wrong:
        print(texts("Every document comes out right."))
    return WITH_ERRORS if wrong else DONE
