"""What do all account plans of one assessment share? Words, formats, and records grouped once."""

from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from xlplan import __version__
from xlplan.core.assessment import Assessment, CustomerAssessment, OpportunityAssessment, Risk
from xlplan.core.coaching.advice import Case
from xlplan.core.coaching.coach import advise
from xlplan.core.grading.ranking import GradePolicy
from xlplan.core.grading.risk import told_level
from xlplan.core.grading.winning import WinPolicy
from xlplan.core.issues import Finding
from xlplan.core.model import LeftOut
from xlplan.engine.account.rows import Closing
from xlplan.engine.advice import NextStep, next_steps
from xlplan.engine.contract import SHEETS
from xlplan.engine.plain import clean
from xlplan.engine.reading.left_out import of_nobody, unread_deals, why_left_out
from xlplan.engine.text import Texts

BY_KEY = {sheet.key: sheet for sheet in SHEETS}
SYMBOLS = {"CNY": "¥", "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
UNITS = {"CNY": "元", "EUR": "欧元", "USD": "美元", "GBP": "英镑", "JPY": "日元"}
GRADE_TONES = {"A": "good", "B": "good", "C": "fair", "D": "plain", "X": "bad"}
LEVEL_TONES = {"low": "good", "medium": "fair", "high": "poor", "severe": "bad"}

NAMED = 4  # as many names a sentence bears

T = TypeVar("T")


class Frame:
    """One assessment in one language, as every plan needs it.

    Args:
        assessment: the evaluated plan.
        texts: the language.
    """

    def __init__(self, assessment: Assessment, texts: Texts) -> None:
        self.assessment, self.texts = assessment, texts
        self.policy, self.as_of = assessment.policy, assessment.as_of
        self.zh = texts.lang == "zh"
        self.currency = clean(self.policy.word("currency")).upper()
        self.factors = {one.key: one for one in self.policy.factors}
        self.number = lru_cache(4096)(texts.number)
        self.percent = lru_cache(4096)(texts.percent)
        self.money = lru_cache(4096)(texts.money)
        self.t = texts
        self.grading, self.winning = GradePolicy.of(self.policy), WinPolicy.of(self.policy)
        self.version = __version__
        self.kept: dict[str, Any] = {}
        self._words: dict[tuple[str, str], dict[str, str]] = {}
        self._group()

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what is the same in every plan, made when it is first asked for."""
        if key not in self.kept:
            self.kept[key] = make()
        found: T = self.kept[key]
        return found

    def level(self, risk: Risk) -> tuple[str, str]:
        """Return the level of a risk as it is told, ``""`` without a value, and its colour."""
        told = told_level(risk.level, risk.score.completeness, self.grading.gate_completeness)
        return self.t(told or ""), LEVEL_TONES.get(told or "", "plain")

    def _group(self) -> None:
        plan = self.assessment.portfolio
        self.competitors = _groups(plan.competitors, "opportunity_id")
        self.milestones = _groups(plan.milestones, "opportunity_id")
        self.influences = _groups(plan.influences, "source")
        self.objectives = _groups(plan.objectives, "customer_id")
        self.actions = _groups(plan.actions, "customer_id")
        self.activities = _groups(plan.activities, "customer_id")
        self.complaints = _groups(plan.complaints, "customer_id")
        self.decisions = _groups(plan.decisions, "customer_id")
        unread = unread_deals(plan)
        self.unread, self.strays = _groups(unread, "customer_id"), of_nobody(plan, unread)
        self.findings = self._findings_by_customer()

    def _findings_by_customer(self) -> dict[str, list[Finding]]:
        """Group the findings that stand in a row of one customer; the others are under ``""``."""
        plan = self.assessment.portfolio
        names = plan.sheets or {}
        asked = {(one.sheet, row) for one in self.assessment.findings if (row := _row(one.cell))}
        sheets = {sheet for sheet, _ in asked}
        deal_owner = {one.id: one.customer_id for one in plan.opportunities}
        contact_owner = {one.id: one.customer_id for one in plan.contacts}
        owner: dict[tuple[str, int], str] = {}
        left_out = _groups(plan.left_out, "sheet")
        known = {one.customer.id for one in self.assessment.customers}
        for key, sheet in BY_KEY.items():
            shown = {names.get(key, ""), sheet.en, sheet.zh} & sheets
            rows = (getattr(plan, key, ()), left_out.get(key, ())) if shown else ()
            for record in chain.from_iterable(rows):
                found = _owner(record, key, deal_owner, contact_owner)
                for name in shown if found else ():
                    owner[name, record.row] = found
        groups: dict[str, list[Finding]] = {}
        for one in self.assessment.findings:
            found = owner.get((one.sheet, _row(one.cell)), "")
            groups.setdefault(found if found in known else "", []).append(one)
        return groups

    def not_read(self, customer_id: str) -> list[str]:
        """Return of each opportunity whose row gave no record that it was not read, and why."""
        return [
            self.t("opportunity {id} was not read: {why}", id=clean(one.id or one.cell),
                   why=clean(why_left_out(one, self.t)))
            for one in self.unread.get(customer_id, ())
        ]  # fmt: skip

    def none_open(self) -> list[str]:
        """Return that nothing is open with a customer, and what could not be read of nobody known."""
        said = [self.t("nothing is open with this customer")]
        count = len(self.strays)
        text = "opportunities of no known customer, not read: {count}"
        return [*said, self.t(text, count=count)] if count else said

    def listed(self, clauses: Sequence[str]) -> str:
        """Return the first clauses in a row, and how many more there are."""
        shown, more = clauses[: NAMED - 1], len(clauses) - NAMED + 1
        if more == 1:
            shown, more = clauses[:NAMED], 0
        counted = [self.t("{more} more", more=more)] if more > 0 else []
        return self.t("; ").join([*shown, *counted])

    def word(self, sheet: str, field: str, value: str | None) -> str:
        """Return a word of the workbook (an attitude, a role) as the reader says it."""
        if value is None:
            return ""
        words = self._words.get((sheet, field))
        if words is None:
            column = BY_KEY[sheet].by_field[field]
            words = {en: zh or en for en, zh in column.words.items()} if self.zh else {}
            self._words[sheet, field] = words
        return words.get(value, value)

    def heading(self, source: str) -> str:
        """Return where an input is entered: ``customer.late_days`` → Customers › Days late."""
        owner, _, field = source.partition(".")
        key = {"customer": "customers", "opportunity": "opportunities"}.get(owner, "")
        key, field = (key, field) if key else PLACES.get(source, ("", ""))
        if not key or field not in BY_KEY[key].by_field:
            return self.t(source)
        sheet = (self.assessment.portfolio.sheets or {}).get(key) or BY_KEY[key].name(self.t.lang)
        return f"{clean(sheet)} › {BY_KEY[key].by_field[field].heading(self.t.lang)}"

    def cash(self, amount: float | None) -> str:
        """Return money with its currency, for a sentence or a key figure."""
        text = self.money(amount)
        if amount is None or not self.currency:
            return text
        if self.zh:
            unit = UNITS.get(self.currency, f" {self.currency}")
            return f"{text}{unit}"
        symbol = SYMBOLS.get(self.currency)
        if symbol is None:
            return f"{self.currency} {text}"
        return f"-{symbol}{text[1:]}" if text.startswith("-") else f"{symbol}{text}"

    def names(self, names: Iterable[str]) -> str:
        """Return names as one phrase: ``A, B and C``."""
        *first, last = names
        if not first:
            return last
        comma, final = self.t(", "), self.t(" and ")
        return comma.join(first) + final + last

    def cap(self, english: str) -> str:
        """Return a label with a capital first letter, as a row of a table starts."""
        text = self.t(english)
        return text[:1].upper() + text[1:]

    def some(self, names: Sequence[str]) -> str:
        """Return the first names, and how many more there are."""
        if len(names) <= NAMED:
            return self.names(names)
        shown = self.t(", ").join(names[: NAMED - 1])
        return self.t("{names} and {more} more", names=shown, more=len(names) - NAMED + 1)

    def sentence(self, clauses: Sequence[str]) -> str:
        """Return clauses as one sentence."""
        text = self.t("; ").join(one for one in clauses if one)
        return text[:1].upper() + text[1:] + self.t(".")

    def deal(self, one: OpportunityAssessment) -> str:
        """Return the name of an opportunity."""
        return clean(one.opportunity.name) or clean(one.opportunity.id)

    def phrase(self, word: str) -> str:
        """Return a gate or a flag as it is said; a knock-out names its factor."""
        kind, _, key = word.partition(" ")
        if kind == "knock-out" and key in self.factors:
            return self.t("knock-out: {factor}", factor=self.factor(key))
        return self.t(PHRASES.get(word, word))

    def blocks(self, points: float) -> str:
        """Return a bar of ten signs for 0–100 points."""
        full = min(10, max(0, int(points / 10.0 + 0.5)))
        return "█" * full + "░" * (10 - full)

    def factor(self, key: str) -> str:
        """Return the name of a risk factor."""
        return self.t(clean(self.factors[key].name))

    def decide(self, text: str) -> Closing:
        """Return a closing that asks for a decision."""
        return Closing("decision", self.t("Decision asked for"), text)

    def act(self, text: str) -> Closing:
        """Return a closing that names an action."""
        return Closing("action", self.t("Next action"), text)

    def figure(self, text: str) -> Closing:
        """Return a closing that names a number."""
        return Closing("number", self.t("Number to watch"), text)

    def first(
        self, steps: Sequence[NextStep], codes: Container[str], deal: OpportunityAssessment | None
    ) -> NextStep | None:
        """Return the first advice of these codes on one opportunity."""
        key = deal.opportunity.id if deal else None
        return next((one for one in steps if one.code in codes and one.deal_id == key), None)

    def next_steps(self, customer: CustomerAssessment) -> list[NextStep]:
        """Return what to do next with a customer, in sentences."""
        key = customer.customer.id
        case = Case(
            customer, self.policy, self.as_of,
            self.objectives.get(key, ()), self.actions.get(key, ()),
            self.activities.get(key, ()), self.complaints.get(key, ()),
            self.assessment.funnel.frameworks.get(key),
            self.unread.get(key, ()), self.strays,
        )  # fmt: skip
        return next_steps(advise(case), self)


PHRASES = {
    "lag": "customer ahead of us",
    "missing node": "key node missing",
    "money risk": "money risk too high",
    "size": "amount too small",
}
"""Gates and flags that need more words than their name to be understood."""

PLACES = {
    "scale": ("customers", "revenue"),
    "dmi": ("stakeholders", "attitude"),
    "coverage": ("stakeholders", "coverage"),
    "coach": ("stakeholders", "coach"),
    "gap": ("competitors", "product"),
    "concentration": ("customers", "sales_12m"),
    "share": ("customers", "sales_12m"),
    "lag": ("opportunities", "purchase_step"),
}
"""Where the inputs of a computed quantity are entered first."""


def _groups(records: Sequence[T], field: str) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for one in records:
        groups.setdefault(getattr(one, field), []).append(one)
    return groups


def _row(cell: str) -> int:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() else 0


def _owner(record: Any, key: str, deals: dict[str, str], contacts: dict[str, str]) -> str:
    """Return the customer that a record belongs to, ``""`` when it names none that exists."""
    if isinstance(record, LeftOut):
        return record.customer_id
    if key == "customers":
        return str(record.id)
    if hasattr(record, "customer_id"):
        return str(record.customer_id)
    if hasattr(record, "opportunity_id"):
        return deals.get(record.opportunity_id, "")
    return contacts.get(getattr(record, "source", ""), "")


_last: list[Frame] = []  # what the plans of one run share; one run at a time


def frame_of(assessment: Assessment, texts: Texts) -> Frame:
    """Return the frame of this assessment and language; the last two are kept for more plans."""
    for frame in _last:
        if frame.assessment is assessment and frame.texts.lang == texts.lang:
            return frame
    frame = Frame(assessment, texts)
    _last[:] = [*_last[-1:], frame]
    return frame
