"""How is each customer looked after? Rows and columns of contact, voice of the customer, and health."""

from collections.abc import Mapping, Sequence

from xlplan.core.care.cadence import DUE, IN_TIME, OVERDUE, Cadence
from xlplan.core.care.health import HEALTH_PARTS, CareView
from xlplan.core.scores import Score, hardly_known
from xlplan.engine.contract import CONTACTS, CUSTOMERS
from xlplan.engine.result.blocks import Block
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.shapes import Cell, Column, Row, Rule
from xlplan.engine.result.terms import WHO, Line, leads_of
from xlplan.engine.result.words import capital

STATUS_TONES = {"overdue": "severe", "due": "medium", "too often": "high", "in time": "low"}
WIDTHS = (7.5, 7.5, 22.0, 12.0, 27.0, 11.5, 10.0, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 11.5, 9.0, 9.0, 9.0,
          9.0, 9.0, 9.0, 9.0, 12.0)  # fmt: skip
"""Of the columns that the tables share, since they stand under one another."""

FILE_COLUMNS = {
    item: (CUSTOMERS, item) for item in ("industry", "region", "ownership", "revenue", "wallet")
} | {
    "credit": (CUSTOMERS, "credit_rating"),
    "contact": (CONTACTS, "name"),
    "title": (CONTACTS, "title"),
    "structure": (CONTACTS, "department"),
    "style": (CONTACTS, "preferred_channel"),
}
"""Where each item of the customer file is entered."""

CONTACT = (
    *WHO,
    Column("status", "Contact", "word",
           help="By grade: A {a}, B {b}, C {c}, D {d} days between touches with a purpose."),
    Column("next", "Next touch"),
    Column("last", "Last touch", "date", help="The last activity with a purpose."),
    Column("days", "Days since", "int"),
    Column("low", "Earliest, days", "int", help="Fewest days between touches, by grade."),
    Column("high", "Latest, days", "int", help="Most days between touches, by grade."),
    Column("csi", "CSI", "score",
           help="Satisfaction of the last survey round, 0–100: quality, delivery, service, response, price."),
    Column("answers", "Answers", "int", help="Answers in the last survey round."),
    Column("age", "Days old", "int", help="Days since the last answer."),
    Column("nps", "NPS", "int", help="Promoters − detractors, −100…100."),
    Column("open", "Open complaints", "int"),
    Column("open_age", "Age, days", "int", help="Mean age of the open complaints, by severity."),
    Column("response", "Hours to respond", "int",
           help="Median from complaint to first response; dates have no hours, a day is 24."),
    Column("breaches", "Too late", "int",
           help="Complaints answered after more than {sla} hours, or still waiting that long."),
    Column("kept", "Promises kept", "int"),
    Column("broken", "broken", "int"),
    Column("unmarked", "not marked", "int", help="Past their date, and nobody says whether kept."),
    Column("pending", "pending", "int"),
    Column("id", "Customer ID", "id"),
)  # fmt: skip

HEALTH = (
    *WHO,
    Column("health", "Health", "score",
           help="0–100, higher is better; the parts follow, weights in Policy health.weights."),
    Column("costs", "What costs most points"),
    Column("known", "Known", "share", help="Share of the weight that is known."),
    Column("satisfaction", "Satisfaction", "int"),
    Column("closeness", "Closeness", "int", help="50 + DMI ÷ 2 of the lead opportunity."),
    Column("promises", "Promises", "int", help="Share kept of those kept or broken."),
    Column("complaints", "Complaints", "int", help="100: none open; less, the graver and the older."),
    Column("payment", "Payment", "int", help="100 − the risk points of days late."),
    Column("freshness", "Freshness", "int",
           help="Of what we know: halves every {days} days since the last touch, survey and talk."),
    Column("file", "File complete", "share",
           help="Of the customer file: our homework, no part of the health."),
    Column("value", "Value given", "money", help="Value amount of the last 365 days."),
    Column("break_even", "Break-even", "percent",
           help="How likely that value must be for the relationship cost to be worth it; "
                "never pays: even certain value is less than the cost."),
    Column("missing", "Missing in the file"),
)  # fmt: skip


def contact(frame: Frame, lines: Sequence[Line]) -> Block:
    """Return cadence, satisfaction, complaints and promises (method 7)."""
    t, policy = frame.texts, frame.assessment.policy
    bounds = {
        grade: "–".join(t.number(days) for days in policy.numbers(f"cadence.{grade}"))
        for grade in "abcd"
    }
    sla = t.number(policy.number("complaint.sla_hours"))
    return Block(
        t("Contact, satisfaction, complaints, promises"),
        CONTACT,
        [(*at.who, *_contact_row(frame, at.views.care), at.one.customer.id) for at in lines],
        (
            frame.grade_rule("grade"),
            frame.word_rule("status", STATUS_TONES),
            Rule("above", ("open", "breaches", "broken", "unmarked"), bound=1.0),
            Rule("below", ("nps",)),
        ),
        ("open", "breaches", "kept", "broken", "unmarked", "pending"),
        t("No customer."),
        {**bounds, "sla": sla},
        leads_of(frame, lines, id_too=True),
    )


def _contact_row(frame: Frame, care: CareView) -> Row:
    touch, said = care.cadence, care.satisfaction
    return (
        frame.words.say(touch.status),
        _next_touch(frame, touch),
        touch.last,
        touch.days,
        touch.low if touch.status else None,
        touch.high if touch.status else None,
        said.csi.value,
        said.n or None,
        said.age_days,
        said.nps,
        *_complaints(care),
        *_promises(care),
    )


def _next_touch(frame: Frame, touch: Cadence) -> str | None:
    """Return when the next touch is due, in words."""
    t = frame.texts
    if touch.status is None:
        return None
    if touch.days is None:
        return capital(t("no touch on record"))
    if touch.status == OVERDUE:
        return t("{days} days late", days=t.number(touch.days - touch.high))
    if touch.status == DUE:
        return t("by {day}", day=t.date(touch.next_by))
    if touch.status == IN_TIME:
        return t("from {day}", day=t.date(touch.next_from))
    return t("{n} touches, pause until {day}", n=touch.touches, day=t.date(touch.next_from))


def _complaints(care: CareView) -> tuple[Cell, ...]:
    """Return open, age, response and breaches; blank where the plan keeps no complaints."""
    one = care.complaints
    if one.points is None:
        return None, None, None, None
    return one.open, one.age_days, one.response_hours, one.breaches


def _promises(care: CareView) -> tuple[Cell, ...]:
    """Return kept, broken, not marked and pending; blank where nothing was promised."""
    counts = care.promises[:4]
    return counts if any(counts) else (None,) * len(counts)


# health


def health(frame: Frame, lines: Sequence[Line]) -> Block:
    """Return health with its parts, the file apart from it, and the value given (method 7)."""
    t, policy = frame.texts, frame.assessment.policy
    files = _file_headings(frame)
    return Block(
        t("Health and what it is made of; the file is our own homework"),
        HEALTH,
        [_health_row(frame, at, files) for at in lines],
        (
            frame.grade_rule("grade"),
            Rule("bar", ("known", "file")),
            frame.word_rule("break_even", {"never pays": "severe"}),
        ),
        ("value",),
        t("No customer."),
        {"days": t.number(policy.number("freshness.days"))},
        leads_of(frame, lines),
    )


def _health_row(frame: Frame, at: Line, files: Mapping[str, str]) -> Row:
    care = at.views.care
    one, file = care.health, care.file
    known = one.value is not None
    return (
        *at.who,
        one.value,
        frame.words.say("hardly known")
        if hardly_known(one, frame.enough)
        else _costliest(frame, one),
        one.completeness if known else None,
        *(one.rows.points if known else (None,) * len(HEALTH_PARTS)),
        file.completeness,
        care.value,
        frame.words.say("never pays") if _never(care.value_break_even) else care.value_break_even,
        frame.words.names([files[item] for item in file.missing]) or None,
    )


def _never(share: float | None) -> bool:
    """Return whether not even certain value is worth the cost."""
    return share is not None and share > 1.0


def _file_headings(frame: Frame) -> Mapping[str, str]:
    """Return where each item of the customer file is entered: item → heading of its column."""
    lang = frame.texts.lang
    return {
        item: sheet.by_field[field].heading(lang) for item, (sheet, field) in FILE_COLUMNS.items()
    }


def _costliest(frame: Frame, score: Score) -> str | None:
    """Return the part that costs most of the points that are missing to 100."""
    rows = zip(score.rows.names, score.rows.weights, score.rows.points, strict=True)
    known = [(weight, points, name) for name, weight, points in rows if points is not None]
    whole = sum(weight for weight, _, _ in known)
    lost, name = max(
        [(weight * (100.0 - points), name) for weight, points, name in known], default=(0.0, "")
    )
    if lost <= 0.0:
        return None
    t = frame.texts
    text = "{part}: {points} points"
    return t(text, part=frame.words.say(name), points=t.number(lost / whole, 1))
