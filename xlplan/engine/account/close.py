"""What next, what is wrong with the data, where do the figures come from? The end of the plan."""

from dataclasses import replace

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.defaults import DEFAULTS
from xlplan.core.issues import Severity
from xlplan.core.policy import Policy, Value
from xlplan.engine.account.frame import BY_KEY, Frame
from xlplan.engine.account.rows import Closing, Field, FindingRow, StepRow
from xlplan.engine.account.shapes import Data, Steps, Trace
from xlplan.engine.advice import TONES, NextStep, grouped
from xlplan.engine.plain import clean
from xlplan.engine.result.frame import SETTINGS

STEPS_SHOWN = 15
SEVERITIES = {Severity.ERROR: "bad", Severity.WARNING: "fair", Severity.INFO: "plain"}
OWN = (
    "DMI: decision attitude, from influence, role and attitude of each person",
    "Coach quality: meeting access, motives, facts verified",
    "PSE: project state evaluation, and the advantage state read from it",
)
"""What the sources only name, and xlplan defines (marked in the method)."""


def next_steps_section(steps: list[NextStep], frame: Frame) -> Steps:
    """Return the advice, the most urgent first, what is alike on several opportunities as one."""
    t = frame.t
    steps = grouped(steps, frame)
    rows = tuple(
        StepRow(str(at), one.code, one.when, TONES[one.priority], one.what, one.step)
        for at, one in enumerate(steps[:STEPS_SHOWN], 1)
    )
    now = sum(one.priority == 1 for one in steps)
    hidden = len(steps) - len(rows)
    headline = t("Nothing is due: no coaching rule speaks up.")
    if steps:
        headline = t("Next steps: {count}, of which this week: {now}.", count=len(steps), now=now)
    closing = frame.act(t("Nothing is due: go on as planned and look again next month."))
    if steps:
        closing = frame.act(steps[0].step)
    return Steps(headline, rows, t("Further steps not shown: {count}.", count=hidden)
                 if hidden else "", closing)  # fmt: skip


def data(customer: CustomerAssessment, frame: Frame) -> Data:
    """Return the findings in this customer's rows, the worst first."""
    t = frame.t
    order = list(SEVERITIES)
    found = sorted(frame.findings.get(customer.customer.id, ()),
                   key=lambda one: order.index(one.severity))  # fmt: skip
    rows = []
    for one in found:
        what, step = t.sentence(one.code, dict(one.params) | {"value": one.value})
        rows.append(FindingRow(t(one.severity.value), SEVERITIES[one.severity], clean(one.address),
                               clean(what), clean(step)))  # fmt: skip
    counts = {one: sum(row.severity is one for row in found) for one in Severity}
    headline = t("No finding in this customer's rows.")
    if frame.strays and not customer.opportunities:
        headline = frame.sentence([t("no finding in this customer's rows"), *frame.none_open()[1:]])
    if found:
        headline = t(
            "In this customer's rows: errors {errors}, warnings {warnings}, notes {notes}.",
            errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING],
            notes=counts[Severity.INFO],
        )  # fmt: skip
    others = len(frame.findings.get("", ()))
    elsewhere = t("Findings about the workbook as a whole: {count}; see the sheet Findings.",
                  count=others) if others else ""  # fmt: skip
    return Data(headline, tuple(rows), elsewhere, _data_closing(customer, rows, frame))


def _data_closing(customer: CustomerAssessment, rows: list[FindingRow], frame: Frame) -> Closing:
    if rows:
        where, step = rows[0].where, rows[0].step
        return frame.act(frame.t("{where}: {step}", where=where, step=step) if where else step)
    known = frame.percent(customer.risk.score.completeness)
    return frame.figure(frame.t("{known} of the risk table's weight is known.", known=known))


def trace(customer: CustomerAssessment, frame: Frame) -> Trace:
    """Return where the figures come from, so that they can be made again."""
    shared = frame.once("trace", lambda: _shared_trace(frame))
    return replace(shared, sources=tuple(_sources(customer, frame)))


def _shared_trace(frame: Frame) -> Trace:
    """Return what the traces of all customers have in common."""
    t, policy = frame.t, frame.policy
    changes = [
        _change(key, found, frame)
        for key, found in sorted(policy.changes.items())
        if key not in SETTINGS
    ]
    if policy.factors != Policy().factors:
        size = t("factors: {count}", count=len(policy.factors))
        changes.append(Field(t("Risk table"), t("the plan's own"), size))
    count, day = len(changes), t.date(frame.as_of)
    headline = t("Every figure as of {day}, with the method's default numbers.", day=day)
    if count:
        headline = t(
            "Every figure as of {day}; numbers that this plan sets itself: {count}.",
            day=day, count=count,
        )  # fmt: skip
    facts = (
        Field(t("As of"), day),
        Field("xlplan", frame.version or frame.number(None)),
        Field(t("Currency"), frame.currency or t("not set"), t("every money figure")),
    )
    closing = frame.figure(
        t("Numbers of the method that this plan sets itself: {count}.", count=count)
    )
    if count:
        closing = frame.act(
            t("Confirm the numbers that this plan sets itself at each yearly review.")
        )
    return Trace(headline, facts, tuple(changes), (), tuple(t(one) for one in OWN), closing)


def _change(key: str, found: Value, frame: Frame) -> Field:
    usual = DEFAULTS[key].default if key in DEFAULTS else None
    note = frame.t("default {value}", value=_value(usual, frame))
    if key in DEFAULTS:  # a bare key says nothing to whoever did not set it
        note = frame.t("{meaning}; {note}", meaning=frame.t(DEFAULTS[key].meaning), note=note)
    return Field(clean(key), _value(found, frame), note)


def _value(found: Value, frame: Frame) -> str:
    if found is None or found == "":
        return frame.number(None)
    if isinstance(found, bool):
        return frame.t("yes") if found else frame.t("no")
    if isinstance(found, tuple):
        return " · ".join(_plain(one) for one in found)
    return _plain(found) if isinstance(found, float | int) else clean(str(found))


def _plain(number: float) -> str:
    """Return a number in full: 14,000,000 and 0.08."""
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return text or "0"


def _sources(customer: CustomerAssessment, frame: Frame) -> list[Field]:
    """Return which figures of the customer were typed and which computed from detail."""
    t, rows = frame.t, []
    for field, key in sorted(customer.facts.sources.items()):
        column = BY_KEY["customers"].by_field.get(field)
        label = column.heading(t.lang) if column else t(field)
        sheet = (
            BY_KEY["customers"].name(t.lang)
            if key == "typed"
            else (BY_KEY[key].name(t.lang) if key in BY_KEY else key)
        )
        rows.append(Field(label, t("typed in {sheet}", sheet=sheet) if key == "typed"
                          else t("computed from {sheet}", sheet=sheet)))  # fmt: skip
    return rows
