"""How does a workbook become decisions? The way of the data, the same for every host.

``tables → Portfolio, Policy, findings → Assessment → result tables, documents, JSON``. A host adds two
verbs: it reads the tables and writes the results.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlplan.core.assess import assess
from xlplan.core.assessment import Assessment, CustomerAssessment
from xlplan.core.checks import date_findings, gap_findings
from xlplan.core.doubts import doubt_findings
from xlplan.core.grading.ranking import ORDER
from xlplan.core.issues import Finding, PlanError, Severity, finding
from xlplan.core.policy import Policy
from xlplan.core.process.stage_checks import stage_findings
from xlplan.engine.meant import nearest_of
from xlplan.engine.presets import with_preset
from xlplan.engine.read import Reading, read_portfolio
from xlplan.engine.reading.ids import narrow
from xlplan.engine.sheets import RawWorkbook
from xlplan.engine.text import Texts


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A workbook, evaluated.

    Args:
        assessment: every figure; its findings are those of reading and of evaluating.
        texts: the language of the results.
        readable: whether there was a plan in the workbook at all.
    """

    assessment: Assessment
    texts: Texts
    readable: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found, in the order of the workbook."""
        return self.assessment.findings

    @property
    def has_errors(self) -> bool:
        """Return whether something the planner wrote could not be used."""
        return any(found.severity is Severity.ERROR for found in self.findings)


def evaluate(
    book: RawWorkbook,
    today: dt.date,
    lang: str | None = None,
    preset: str = "",
    *,
    simulate: bool = False,
) -> Evaluation:
    """Read and assess a workbook.

    Args:
        book: its tables as found.
        today: the day, unless the workbook's Policy sets ``as_of``.
        lang: ``en`` or ``zh``; otherwise the Policy's ``lang``, otherwise the workbook's own.
        preset: a named set of numbers under the Policy's own; otherwise the one that it names.
        simulate: whether the simulation is asked for, whatever the Policy says.

    Raises:
        PlanError: there is no such ``preset``; when the workbook names it, that is a finding.
    """
    reading = read_portfolio(book)
    policy, unknown = _policy(reading, preset)
    if simulate:
        policy = replace(policy, changes={**policy.changes, "simulate.on": True})
    fixed = policy.word("as_of")
    as_of = dt.date.fromisoformat(fixed) if fixed else today
    found = assess(reading.portfolio, policy, as_of)
    stages = [(one.customer, one.views.process.stage) for one in found.customers if one.views]
    findings = (
        *reading.findings,
        *unknown,
        *date_findings(reading.portfolio, as_of),
        *doubt_findings(reading.portfolio),
        *stage_findings(reading.portfolio, stages),
        *gap_findings(found),
    )
    return Evaluation(
        replace(found, findings=findings),
        Texts(lang or policy.word("lang") or reading.lang),
        readable=bool(reading.portfolio.sheets and "customers" in reading.portfolio.sheets)
        and bool(reading.portfolio.customers),
    )


def _policy(reading: Reading, preset: str) -> tuple[Policy, tuple[Finding, ...]]:
    """Return the numbers in force, and what is wrong with the preset that the workbook names."""
    named = reading.policy.word("preset")
    try:
        return with_preset(reading.policy, preset or named), ()
    except PlanError as wrong:
        if preset:
            raise
        sheet = (reading.portfolio.sheets or {}).get("policy", "")
        return reading.policy, (finding(wrong.code, sheet, "", named, **wrong.params),)


def select_customers(assessment: Assessment, wanted: str) -> tuple[CustomerAssessment, ...]:
    """Return the customers that ``all``, ``none``, grades (``A,B``), ids or names stand for.

    Choice: a letter that is nobody's id is a grade; a name with a comma stands alone, or in
    quotation marks.

    Raises:
        PlanError: a word is neither a grade nor a customer, or fits several of them.
    """
    if wanted in ("all", "none"):
        return assessment.customers if wanted == "all" else ()
    ids = {one.customer.id for one in assessment.customers}
    words = _listed(assessment, wanted)
    if not words:
        raise PlanError("UNKNOWN_CUSTOMER", customer=wanted, meant="")
    if not all(word in ids for word in words):
        split = [letter for word in words for letter in (word if word not in ids else [word])]
        if all(letter.upper() in ORDER or letter in ids for letter in split):
            words = split
    grades = {word.upper() for word in words if word not in ids} & ORDER.keys()
    named = {
        word if word in ids else find_customer(assessment, word, ("all", "none")).customer.id
        for word in words
        if word in ids or word.upper() not in grades
    }
    return tuple(
        one for one in assessment.customers if one.grade in grades or one.customer.id in named
    )


def _listed(assessment: Assessment, wanted: str) -> list[str]:
    """Return the words of a list with commas; quotation marks hold those of a name together."""
    text = wanted.strip()
    if any(one.customer.name.casefold() == text.casefold() for one in assessment.customers):
        return [text]
    found = re.findall(r'"([^"]*)"|“([^”]*)”|([^,，]+)', text)
    return [word for pair in found if (word := "".join(pair).strip())]


def find_customer(
    assessment: Assessment, wanted: str, besides: Sequence[str] = ()
) -> CustomerAssessment:
    """Return the customer with that id, that name, or the only one whose name holds the text.

    Args:
        assessment: of the plan.
        wanted: what somebody wrote.
        besides: other words that may have been meant.

    Raises:
        PlanError: none, or more than one.
    """
    text = wanted.strip().casefold()
    rules: Sequence[object] = (
        lambda one: one.customer.id.casefold() == narrow(text),
        lambda one: one.customer.name.casefold() == text,
        lambda one: text in one.customer.name.casefold(),
    )
    for rule in rules:
        hits = [one for one in assessment.customers if rule(one)]  # type: ignore[operator]
        if len(hits) == 1:
            return hits[0]
        if hits:
            names = ", ".join(f"{one.customer.id} {one.customer.name}" for one in hits[:5])
            raise PlanError("AMBIGUOUS_CUSTOMER", customer=wanted, names=names)
    known = {word: word for word in besides}
    for one in assessment.customers:
        id_, name = one.customer.id, one.customer.name
        known |= dict.fromkeys((*name.split(), name, id_), f"{id_} {name}")
    raise PlanError("UNKNOWN_CUSTOMER", customer=wanted, meant=nearest_of(wanted, known))
