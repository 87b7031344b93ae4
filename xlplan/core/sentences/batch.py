"""What can be wrong with a batch and its roll-up, and how is it said?

Code → what is wrong and by which rule, the next step; by severity.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "BATCH_NO_BOOKS": (
        "there is no workbook in {sources}.",
        "Name a folder, a pattern such as plans/**/*.xlsx, a list @FILE, or workbooks.",
    ),
    "BATCH_NO_SOURCE": (
        "there is no {source}.",
        "Check the name; a pattern needs *, ? or [.",
    ),
    "BATCH_NO_LIST": (
        "{file} is no list that can be read.",
        "Write one workbook, folder or pattern a line, as UTF-8 text.",
    ),
    "BATCH_RUNNING": (
        "another run is writing to {folder}, or the folder takes no database.",
        "Wait for it to end, or name another folder with --out.",
    ),
    "BATCH_STATE": (
        "{file} is not the memory of a batch that this version can use.",
        "Move it away; everything is then done anew.",
    ),
    "BATCH_NO_WORKER": (
        "no process can be started for the work ({reason}).",
        "Give more memory with --memory, and check that xlplan run works for one workbook.",
    ),
    "BATCH_NUMBER": (
        "{option} takes a number from {low} on, not “{text}”.",
        "Give one.",
    ),
    "BATCH_NO_DUCKDB": (
        "putting workbooks together, and asking in SQL, needs DuckDB, which is not installed.",
        "Install it with: pip install xlplan[fleet] (in a checkout: bin/setup fleet); nothing else needs it.",
    ),
    "STORE_NO_EXTRA": (
        "{address} cannot be reached: the library for it is not installed.",
        "Install it with: pip install xlplan[{extra}] (in a checkout: bin/setup {extra}).",
    ),
    "STORE_DENIED": (
        "{address}: the store refuses access.",
        "Check the credentials in the environment or the role of this machine, and what they may read and write.",
    ),
    "STORE_FAILED": (
        "{address}: the store cannot be reached or used ({reason}).",
        "Check the address, the network, and the credentials in the environment.",
    ),
    "ENGINE_MISSING": (
        "the engine {engine} is not installed here.",
        "Install it with: pip install xlplan[{engine}] (in a checkout: bin/setup {engine}), or leave --engine out to use this machine.",
    ),
    "ENGINE_SCHEDULER": (
        "--engine {engine} and --scheduler “{scheduler}” do not go together.",
        "With dask or ray give the address of the cluster, such as {example}; with local give none.",
    ),
    "ENGINE_UNREACHED": (
        "no cluster answers at {scheduler} ({reason}).",
        "Start it, or check the address; what was finished is kept.",
    ),
    "ENGINE_LOST": (
        "the cluster ended in the middle of the batch.",
        "Start it again and repeat the command; what was finished is kept.",
    ),
    "ENGINE_DIFFERS": (
        "the worker {worker} has {theirs}, here is {ours}; one batch needs one version.",
        "Install the same xlplan and Python everywhere.",
    ),
    "ENGINE_BLIND": (
        "the worker {worker} does not see {place}.",
        "Put workbooks and --out where all machines see them under the same name, or into an object store.",
    ),
    "QUERY_NO_PORTFOLIO": (
        "there is no portfolio.parquet in {folder}.",
        "Name the folder that xlplan batch wrote to with --in.",
    ),
    "PORTFOLIO_DAMAGED": (
        "{files} cannot be read: it is damaged, or no portfolio.",
        "Delete it and run xlplan batch again; what did not change is not evaluated anew.",
    ),
    "QUERY_EMPTY": (
        "no question is asked.",
        "Ask one such as: SELECT grade, count(*) FROM customers GROUP BY grade",
    ),
    "QUERY_WRONG": (
        "the question cannot be answered: {reason}.",
        "See the columns of a view with: DESCRIBE customers.",
    ),
    "BOOK_TIMEOUT": (
        "the work took longer than {seconds} seconds and was ended.",
        "Try this workbook alone with xlplan run; if it comes to an end there, give more time with --timeout.",
    ),
    "BOOK_MEMORY": (
        "the work needed more than {megabytes} MB of memory and was ended.",
        "Take out sheets that are no part of the plan, or give more memory with --memory.",
    ),
    "BOOK_CRASHED": (
        "the process that did the work ended twice ({how}).",
        "Open it in Excel or LibreOffice and save it again as .xlsx; if that does not help, report it.",
    ),
}

BATCH: dict[str, Said] = {"error": _ERRORS}
