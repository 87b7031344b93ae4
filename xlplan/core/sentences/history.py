"""What can be wrong with kept results and with learning from them, and how is it said?

Code → what is wrong and by which rule, the next step; by severity.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "NO_KEPT_RESULTS": (
        "{file} holds no results kept by xlplan.",
        "Give NAME.history/DATE.json of a run with --keep, the JSON of a run, or a workbook.",
    ),
    "NO_KEPT_FOLDER": (
        "the folder {folder} holds no results kept by xlplan.",
        "Give a workbook, or the folder NAME.history that xlplan run --keep fills.",
    ),
    "BACKTEST_DAYS": (
        "--days {text} is no number of days from 1 to {most}.",
        "Say how many days before its closing an opportunity is scored, for example --days 30.",
    ),
}

_WARNINGS: Said = {
    "HISTORY_BROKEN": (
        "{path} holds no results kept by xlplan, or somebody changed it; nothing is compared with it.",
        "Delete it, or name other kept results with --since.",
    ),
    "HISTORY_SKIPPED": (
        "{path} holds no results kept by xlplan, or somebody changed it; it is left out.",
        "Delete it, or put back what xlplan run --keep wrote.",
    ),
}

_REMARKS: Said = {
    "HISTORY_KEPT": (
        "the results of {day} are kept in {path}, to be compared with later ones.",
        "They say as much as the workbook; delete the folder to keep none.",
    ),
    "COMPARED_WITH": (
        "what changed is told since {day}, as kept in {path}.",
        "Another file of kept results is named with --since.",
    ),
}

HISTORY: dict[str, Said] = {"error": _ERRORS, "warning": _WARNINGS, "info": _REMARKS}
