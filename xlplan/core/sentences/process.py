"""What can be wrong with stages and with questions about a plan, and how is it said?

Code → what is wrong and by which rule, the next step; by severity. The Chinese stand under the same
codes in ``zh.toml``.
"""

from xlplan.core.sentences.files import Said

_ERRORS: Said = {
    "UNKNOWN_OPPORTUNITY": (
        "no open opportunity is called “{opportunity}”.",
        "Give the id of an open row of Opportunities.",
    ),
    "NO_SUCH_RECORD": (
        "the sheet {sheet} has no row called “{key}”.",
        "Give an id that stands there.⟦ Nearest: {near}.⟧",
    ),
    "SEVERAL_RECORDS": (
        "“{key}” fits {count} rows of {sheet}.",
        "Name one of them by its row number, such as #12.",
    ),
}

_WARNINGS: Said = {
    "STAGE_GAP": (
        (
            "{id} is said to be at stage {claimed} of 5, but the records support only stage "
            "{supported}: gate {gate} still lacks evidence (points open: {count})."
        ),
        "Enter the evidence in Stage tasks, Activities or Customers, or put the stage back.",
    ),
    "STAGE_SKIP": (
        (
            "{id} moved from stage {before} to stage {after}; stages follow one another, none is "
            "skipped."
        ),
        "Put in the stage between, with its tasks, or correct the stage.",
    ),
}

_REMARKS: Said = {
    "STAGE_NO_REASON": (
        "the relationship with {id} has ended, and no decision of kind stage gives the reason.",
        "Enter date, decider and reason in Decisions.",
    ),
    "STAGE_TASK_OWN": (
        ("not among the tasks of their stage: {count} (the first: “{value}”); they open no gate."),
        "Leave them as your own, or use the words of the stage's tasks.",
    ),
}

PROCESS: dict[str, Said] = {"error": _ERRORS, "warning": _WARNINGS, "info": _REMARKS}
