"""What is still unclear about each open deal? Questions, C139, key person, nodes, what decides."""

from collections.abc import Mapping

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.dealdetail import DealDetail
from xlplan.core.model import Contact
from xlplan.core.people.keyperson import ALL_STEPS, EMPTY, HIDDEN, KEY_STEPS
from xlplan.core.process.qualification import Qualification
from xlplan.engine.cards import card
from xlplan.engine.deal_words import node_note
from xlplan.engine.result.blocks import Block
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.shapes import Cell, Column, Row, Rule
from xlplan.engine.result.terms import Terms
from xlplan.engine.result.words import capital

VERDICT_TONES = {"stop": "severe", "ask": "medium", "go": "low"}
UNMARKED = "members not marked"
GROUP_WORDS = {"for us": "for us", "open": "undecided"}  # "open" is said of deals
CLOSE_TONES = {"on plan": "low", "slipping": "severe", "no plan": "medium"}
GROUP_TONES = {"for us": "low", "undecided": "medium", UNMARKED: "medium"}

COLUMNS = (
    Column("priority", "No.", "int"),
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer"),
    Column("opportunity", "Opportunity", "wrap"),
    Column("verdict", "Qualification", "word",
           help="Stop: a must-question is answered with no. Ask: something is unknown. Go: all yes."),
    Column("c139", "C139", "word", help="W 0–1 vote, F 0–3 first facts, C 0–9 clear facts; ?: not known."),
    Column("c139_index", "C139 index", "score", help="0–100, see Policy c139.weights."),
    Column("steps", "Key-person steps", "word", help="Done of the six steps of the key-person strategy."),
    Column("question", "Question", "wrap",
           help="The question that says stop, or the first that nobody has answered."),
    Column("next", "Next step", "wrap", help="The first of the six steps without evidence."),
    Column("group", "Leading group", "word",
           help="State-owned and large: the leading group decides together. Blank: it need not."),
    Column("group_share", "for us", "share",
           help="Share of the group's weight held by supporters and champions."),
    Column("criterion", "Decided by", "word",
           help="The first of product, quality, price, service, relationship in which we and the "
                "best rival differ."),
    Column("lead", "Our lead", "int", help="Ours − the best rival's in it, points."),
    Column("nodes", "Key nodes", "word", help="Of the six key nodes: done according to Milestones or records."),
    Column("close", "Close plan", "word",
           help="Slipping: a node not done in time, a close that has passed, a node after the close."),
    Column("node", "Node still open", "wrap", help="The first key node that is not done, and what it still asks for."),
    Column("titles", "Title ≠ role",
           help="Hidden power: modest title, great influence. Empty title: the reverse."),
)  # fmt: skip


def deals_block(frame: Frame, terms: Terms) -> Block:
    """Return the table of open opportunities, in order of priority."""
    t, teller = frame.texts, _Teller(frame, terms)
    found = [
        (deal.priority, deal, teller.row(one, deal, detail))
        for one in frame.assessment.customers
        if one.views
        for deal, detail in zip(one.opportunities, one.views.details, strict=True)
    ]
    found.sort(key=lambda line: line[0])
    leads = frame.leads.customers(deal.customer for _, deal, _ in found)
    return Block(
        t("Open opportunities: what to ask, and whom to win"),
        COLUMNS,
        [row for *_, row in found],
        (
            frame.grade_rule("grade"),
            frame.word_rule("verdict", VERDICT_TONES),
            frame.word_rule("group", GROUP_TONES),
            frame.word_rule("close", CLOSE_TONES),
            Rule("below", ("lead",)),
        ),
        (),
        frame.none_open("No opportunity is open."),
        links=leads | frame.leads.deals(deal.opportunity for _, deal, _ in found),
    )


class _Teller:
    """Says what stands in a row, with the names looked up once."""

    def __init__(self, frame: Frame, terms: Terms) -> None:
        self.frame, self.terms = frame, terms
        self.steps, self.criteria = terms.names("key_step"), terms.names("criterion")
        self.questions, self.titles = terms.names("question"), terms.names("title")

    def row(self, one: CustomerAssessment, deal: OpportunityAssessment, detail: DealDetail) -> Row:
        """Return the cells of one opportunity."""
        say, held, group = self.frame.words.say, detail.c139, detail.collective
        who, step = deal.opportunity, detail.key.step
        return (
            deal.priority,
            deal.grade,
            one.customer.name,
            who.name or who.id,
            say(detail.qualification.verdict),
            held.text if held else None,
            held.score.value if held else None,
            f"{step - 1}/{len(KEY_STEPS)}",
            self._question(detail.qualification),
            self.steps[f"{step}"] if step < ALL_STEPS else None,
            say(GROUP_WORDS[group.state] if group.members else UNMARKED) if group else None,
            group.for_share if group else None,
            *self._deciding(detail),
            f"{sum(node.done is True for node in detail.nodes)}/{len(detail.nodes)}",
            say(detail.close.state),
            self._open_node(detail),
            self._titles(one, detail),
        )

    def _question(self, asked: Qualification) -> str | None:
        t = self.frame.texts
        if asked.question:
            return asked.question
        if not asked.unknown:
            return None
        if asked.default:
            return capital(t("none of the nine is answered yet"))
        first, more = asked.unknown[0], len(asked.unknown) - 1
        return t("{names} and {more} more", names=first, more=more) if more else first

    def _deciding(self, detail: DealDetail) -> tuple[Cell, Cell]:
        found = detail.deciding
        if found is None:
            return None, None
        if found.criterion is None:
            return self.frame.words.say("nothing yet"), None
        return self.criteria[found.criterion], found.lead

    def _open_node(self, detail: DealDetail) -> str | None:
        t = self.frame.texts
        left = next((node for node in detail.nodes if not node.done), None)
        if left is None:
            return None
        name = card("selling_step", left.step, t.lang)["name"]
        return t.named(f"{left.step} {name}", node_note(left, t))

    def _titles(self, one: CustomerAssessment, detail: DealDetail) -> str | None:
        key = detail.key
        if not key.hidden_powers and not key.empty_titles:
            return None
        contacts: Mapping[str, Contact] = {who.id: who for who in one.contacts}
        t, terms = self.frame.texts, self.terms
        said = [
            t("{name}: {reason}", name=self.titles[kind], reason=terms.people(ids, contacts))
            for kind, ids in ((HIDDEN, key.hidden_powers), (EMPTY, key.empty_titles))
            if ids
        ]
        return self.frame.words.join(said)
