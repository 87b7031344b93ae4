"""How are grades, roles, gates and reasons said on a result sheet? In the reader's language."""

from collections.abc import Sequence

from xlplan.core.assessment import Assessment, CustomerAssessment, OpportunityAssessment
from xlplan.core.grading.pse import STATES_HARDLY_KNOWN
from xlplan.core.grading.risk import HARDLY_KNOWN, LEVELS
from xlplan.core.policy import Factor
from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES, SHEETS, STAKEHOLDERS
from xlplan.engine.tables import Column
from xlplan.engine.text import Texts

LEVEL_TONES = {level: level for level in LEVELS} | dict.fromkeys(HARDLY_KNOWN.values(), "grey")
STATE_TONES = {
    "advantage": "low", "even": "medium", "disadvantage": "high", "unclear": "grey",
    **dict.fromkeys(STATES_HARDLY_KNOWN.values(), "grey"),
}  # fmt: skip
TIMING_TONES = {"push": "low", "build": "low", "contested": "medium", "behind": "high"}
FLAGS = {
    "veto against": "a veto is against us",
    "decision maker against": "decision maker is against us",
    "decision maker uncovered": "decision maker not covered",
    "lag": "the customer is ahead of us",
    "coach unverified": "coach not verified",
    "missing node": "key node missing",
}
VERDICT_TONES = {"sound": "low", "watch": "medium", "luxury": "high", "loss": "severe"}
ATTITUDE_TONES = {
    "hostile": "severe",
    "opposed": "high",
    "neutral": "grey",
    "supportive": "low",
    "champion": "A",
}
SEVERITY_TONES = {"error": "severe", "warning": "medium", "info": "grey"}
GRADE_TONES = {letter: letter for letter in "ABCDX"}

NAMES_SHOWN = 3


def capital(text: str) -> str:
    """Return a text with a capital first letter; nothing else changes."""
    return text[:1].upper() + text[1:]


class Words:
    """The words of the results in one language; a missing word stays a blank cell.

    Example:
        >>> Words(Texts("en")).say("severe"), Words(Texts("zh")).role["gatekeeper"]
        ('Severe', '把关者')
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._said: dict[str, str] = {}
        self.role = self.of(STAKEHOLDERS.by_field["role"])
        self.coach = self.of(STAKEHOLDERS.by_field["coach"])
        self.attitude = self.of(STAKEHOLDERS.by_field["attitude"])
        self.flag: dict[bool | None, str] = {
            True: self.say("yes") or "",
            False: self.say("no") or "",
        }

    def say(self, word: str | None) -> str | None:
        """Return a word of the method with a capital, ``None`` for none."""
        if word is None:
            return None
        said = self._said.get(word)
        if said is None:
            said = self._said[word] = capital(self.texts(word))
        return said

    def tones(self, tones: dict[str, str]) -> dict[str, str]:
        """Return word as shown → tone, from canonical word → tone."""
        return {self.say(word) or "": tone for word, tone in tones.items()}

    def attitude_tones(self) -> dict[str, str]:
        """Return attitude as shown → tone."""
        return {self.attitude[word]: tone for word, tone in ATTITUDE_TONES.items()}

    def source(self, key: str | None) -> str | None:
        """Return where a figure comes from: typed, or the name of the sheet it was summed from."""
        sheet = next((one for one in SHEETS if one.key == key), None)
        return sheet.name(self.texts.lang) if sheet else self.say(key)

    def heading(self, field: str) -> str:
        """Return the heading of a field of Customers or Opportunities."""
        name = field.rpartition(".")[2]
        name = {"margin": "gross_margin", "sales": "sales_12m"}.get(name, name)
        for sheet in (CUSTOMERS, OPPORTUNITIES):
            if name in sheet.by_field:
                return sheet.by_field[name].heading(self.texts.lang)
        return self.texts(field)

    def factor(self, factor: Factor) -> str:
        """Return a factor as ``r04 Payment``; one of the planner's own goes by its name."""
        name = self.say(factor.name) or ""
        return name if factor.key == factor.name else f"{factor.key} {name}"

    def question(self, factor: Factor) -> str:
        """Return what to find out next: the factor, and the column where the answer goes."""
        owner, _, field = factor.input.partition(".")
        name = self.say(factor.name) or ""
        heading = self.heading(field) if field and owner in ("customer", "opportunity") else ""
        return f"{name} – {heading}" if heading and heading.casefold() != name.casefold() else name

    def join(self, words: Sequence[str | None]) -> str | None:
        """Return the words as one text, ``None`` when there are none."""
        return self.texts("; ").join(dict.fromkeys(word for word in words if word)) or None

    def names(self, names: Sequence[str], most: int = NAMES_SHOWN) -> str:
        """Return at most so many names and how many more there are."""
        shown = self.texts(", ").join(names[:most])
        more = len(names) - most
        return self.texts("{names} and {more} more", names=shown, more=more) if more > 0 else shown

    def of(self, field: Column) -> dict[str, str]:
        """Return the words of a column of the planner's, as they are said here."""
        if self.texts.lang == "zh":
            return {en: zh or en for en, zh in field.words.items()}
        return {en: capital(en) for en in field.words}


class Reasons:
    """Why a customer or an opportunity stands where it stands, and what to look at first."""

    def __init__(self, assessment: Assessment, words: Words) -> None:
        self.words = words
        self.factor = {factor.key: factor for factor in assessment.policy.factors}

    def gates(self, one: OpportunityAssessment) -> str | None:
        """Return why an opportunity is none, ``None`` when every gate is open."""
        return self.words.join([self._gate(gate) for gate in one.gates])

    def flags(self, one: OpportunityAssessment) -> str | None:
        """Return the red flags as one text."""
        return self.words.join([self._flag(flag) for flag in one.red_flags])

    def knock_outs(self, keys: Sequence[str]) -> str | None:
        """Return the factors that rule an opportunity out."""
        return self.words.join([self._name(key) for key in keys])

    def question(self, key: str | None) -> str | None:
        """Return the factor to ask for next."""
        return None if key is None else self.words.question(self.factor[key])

    def why(self, customer: CustomerAssessment) -> str:
        """Return the first reason of a customer's grade."""
        t = self.words.texts
        if not customer.opportunities:
            return capital(t("no open opportunity"))
        best = customer.opportunities[0]
        if best.gates:
            return capital(t("gate closed: {why}", why=self.gates(best)))
        name = best.opportunity.name or best.opportunity.id
        return t(
            "{deal}: {closing}, {p} likely",
            deal=name,
            closing=self._closing(best),
            p=t.percent(best.p_rank),
        )

    def first_look(self, customer: CustomerAssessment) -> str | None:
        """Return the first thing to look at: loss, red flag, cost of the relationship, a gap."""
        verdict = customer.economics.verdict
        if verdict in ("loss", "luxury"):
            return capital(self.words.texts(f"{verdict}: costs more than it earns"))
        if customer.lead and customer.lead.red_flags:
            return self._flag(customer.lead.red_flags[0])
        if verdict == "watch":
            return capital(self.words.texts("watch the cost of the relationship"))
        asked = self.question(customer.risk.next_question)
        return None if asked is None else capital(self.words.texts("ask: {what}", what=asked))

    def _closing(self, one: OpportunityAssessment) -> str:
        t, days = self.words.texts, one.days_to_close
        if days is None:
            return t("no close date")
        if days < 0:
            return t("overdue by {days} days", days=-days)
        return t("closes in {days} days", days=days)

    def _flag(self, flag: str) -> str | None:
        return self.words.say(FLAGS.get(flag, flag))

    def _gate(self, gate: str) -> str | None:
        kind, _, key = gate.partition(" ")
        if kind == "knock-out":
            return self.words.texts("knock-out: {factor}", factor=self._name(key))
        return self.words.say(gate)

    def _name(self, key: str) -> str:
        return self.words.say(self.factor[key].name) or ""
