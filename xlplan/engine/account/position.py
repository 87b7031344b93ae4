"""How does the sale stand? Project state (PSE), competition, the two tracks and their key nodes."""

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.core.grading.pse import told_state
from xlplan.core.grading.winning import is_us
from xlplan.core.model import Competitor
from xlplan.core.scores import Part
from xlplan.engine.account.frame import BY_KEY, Frame
from xlplan.engine.account.moves import find_next
from xlplan.engine.account.rows import Closing, Field, RivalRow, ScoreRow
from xlplan.engine.account.shapes import Position
from xlplan.engine.account.track import track
from xlplan.engine.advice import NextStep
from xlplan.engine.cards import card
from xlplan.engine.picture.charts import Contest
from xlplan.engine.plain import clean

CRITERIA = ("brand", "product", "service", "relationship", "price", "quality")
TONES = {"advantage": "good", "even": "fair", "behind": "bad", "unclear": "poor"}
PARTS = {
    "relation": "relation", "coverage": "coverage of people", "coach": "quality of the coach",
    "fit": "fit and standards", "competition": "competition", "sync": "sync",
    "commercial": "commercial clarity",
}  # fmt: skip
ADVICE = frozenset(
    {"GATE_CLOSED", "NODE_MISSING", "CUSTOMER_AHEAD", "RIVAL_AHEAD", "BUDGET_OPEN", "CLOSE_PASSED"}
)


def position(customer: CustomerAssessment, steps: list[NextStep], frame: Frame) -> Position:
    """Return how the lead opportunity stands."""
    lead = customer.lead
    if lead is None:
        unread = frame.not_read(customer.customer.id)
        text = frame.t("There is no open opportunity to hold a position on.")
        if unread:
            text = frame.sentence([frame.listed(unread)])
        closing = find_next(customer, steps, frame)
        return Position(text, "", (), (), (), (), (), (), closing, ())
    bidders = _bidders(lead, frame)
    shown = [one for one in CRITERIA if any(getattr(bid, one) is not None for bid in bidders)]
    return Position(
        headline=_headline(lead, frame),
        deal=frame.deal(lead),
        figures=_figures(lead, frame),
        parts=tuple(_part(part, frame) for part in lead.pse.parts),
        flags=tuple(frame.phrase(flag) for flag in lead.red_flags),
        track=track(customer, frame),
        criteria=tuple(criterion(one, frame) for one in shown),
        rivals=tuple(_rival(bid, shown, frame) for bid in bidders),
        closing=_closing(lead, steps, frame),
        contest=tuple(_contest(bidders, one, frame) for one in shown),
    )


def state_of(one: OpportunityAssessment, frame: Frame) -> tuple[str, str]:
    """Return the state of an opportunity as it is told, and its colour."""
    enough = frame.winning.completeness
    told = told_state(one.pse_state, one.pse.completeness, enough)
    sure = one.pse.completeness >= enough
    tone = TONES.get(one.pse_state or "", "plain") if sure else "plain"
    return frame.t(told) if told else frame.t("not known"), tone


def criterion(field: str, frame: Frame) -> str:
    """Return the heading of a criterion of Competitors."""
    return BY_KEY["competitors"].by_field[field].heading(frame.t.lang)


def _bidders(lead: OpportunityAssessment, frame: Frame) -> list[Competitor]:
    """Return our own row first, then the rivals in the order of the sheet."""
    found = frame.competitors.get(lead.opportunity.id, [])
    return sorted(found, key=lambda bid: not is_us(bid.name))


def _headline(lead: OpportunityAssessment, frame: Frame) -> str:
    t, deal = frame.t, frame.deal(lead)
    pse = frame.number(lead.pse.value, 1)
    if lead.pse_state == "unclear":
        facts = lead.opportunity.clear_facts or 0
        return t("{deal} is unclear: {count} of 9 facts are known.", deal=deal, count=facts)
    if lead.pse_state is None:
        return t("Nothing is known yet of how {deal} stands.", deal=deal)
    if lead.pse.value is None:
        return t("We are behind on {deal}.", deal=deal)
    if lead.pse.completeness < frame.winning.completeness:
        return t("The state of {deal} is hardly known: PSE {pse} rests on {known} of its weight.",
                 deal=deal, pse=pse, known=frame.percent(lead.pse.completeness))  # fmt: skip
    if lead.pse_state == "advantage":
        return t("We have the advantage on {deal}: PSE {pse} of 100.", deal=deal, pse=pse)
    weak = _weakest(lead)
    pulls = t("{part} pulls it down most", part=t(PARTS[weak[0].name])) if weak else ""
    said = "we are behind on {deal}: PSE {pse} of 100"
    if lead.pse_state == "even":
        said = "{deal} is even: PSE {pse} of 100"
    return frame.sentence([t(said, deal=deal, pse=pse), pulls])


def _weakest(lead: OpportunityAssessment) -> tuple[Part, float] | None:
    """Return the known part that costs the PSE most, and how many points it could still give."""
    known = [part for part in lead.pse.parts if part.points is not None]
    weight = sum(part.weight for part in known)
    short = [(part, part.weight * (100.0 - (part.points or 0.0)) / weight) for part in known]
    short = [one for one in short if one[1] > 0.0]
    return max(short, key=lambda one: one[1], default=None)


def _figures(lead: OpportunityAssessment, frame: Frame) -> tuple[Field, ...]:
    t, own, at = frame.t, frame.t("xlplan definition"), lead.opportunity
    state, tone = state_of(lead, frame)
    span = ""
    if lead.pse.value is not None and lead.pse.completeness < 1.0:
        span = t(
            "between {lo} and {hi}", lo=frame.number(lead.pse.lo), hi=frame.number(lead.pse.hi)
        )
    gap = lead.gap
    return (
        Field(t("Project state (PSE)"), frame.number(lead.pse.value, 1), span or t("of 100"),
              tone, own),
        Field(t("State"), state, "", tone, own),
        Field(t("Lead over the best rival"), frame.number(gap, 1),
              t("of −100 to 100") if gap is not None else t("needs scores for us and a rival"),
              "plain" if gap is None else "good" if gap > 0 else "bad" if gap < 0 else "plain"),
        Field(t("Buying and selling"), _lag(lead.lag, frame),
              _tracks(at.purchase_step, at.selling_step, frame),
              "bad" if (lead.lag or 0) > 0 else "plain"),
    )  # fmt: skip


def _lag(lag: int | None, frame: Frame) -> str:
    t = frame.t
    if lag is None:
        return t("not known")
    if lag > 0:
        return t("customer ahead by {steps}", steps=lag)
    return t("we lead by {steps}", steps=-lag) if lag < 0 else t("in step")


def _tracks(purchase: int | None, selling: int | None, frame: Frame) -> str:
    t = frame.t
    found = []
    if purchase:
        name = card("purchase_step", purchase, t.lang)["name"]
        found.append(t("they: {step} {name}", step=purchase, name=name))
    if selling:
        name = card("selling_step", selling, t.lang)["name"]
        found.append(t("we: {step} {name}", step=selling, name=name))
    return t("; ").join(found)


def selling_step(step: int | None, frame: Frame) -> str:
    """Return a selling step as number and name."""
    return f"{step} {card('selling_step', step, frame.t.lang)['name']}" if step else ""


def _part(part: Part, frame: Frame) -> ScoreRow:
    points = part.points
    known, dash = points is not None, frame.number(None)
    return ScoreRow(
        key=part.name,
        name=frame.cap(PARTS[part.name]),
        input=frame.number(part.input, 1) if isinstance(part.input, float | int) else dash,
        points=frame.number(points, 1),
        weight=frame.number(part.weight),
        added=frame.number(part.contribution, 1) if known else dash,
        bar=points or 0.0,
        blocks=frame.blocks(points or 0.0) if known else "",
        tone="plain" if known else "open",
    )


def _rival(bid: Competitor, shown: list[str], frame: Frame) -> RivalRow:
    ours = is_us(bid.name)
    scores = tuple(frame.number(getattr(bid, one)) for one in shown)
    return RivalRow(frame.t("us") if ours else clean(bid.name), ours, scores)


def _contest(bidders: list[Competitor], field: str, frame: Frame) -> Contest:
    ours = next((getattr(bid, field) for bid in bidders if is_us(bid.name)), None)
    theirs = [getattr(bid, field) for bid in bidders if not is_us(bid.name)]
    return Contest(criterion(field, frame), ours, theirs)


def _closing(lead: OpportunityAssessment, steps: list[NextStep], frame: Frame) -> Closing:
    t = frame.t
    found = frame.first(steps, ADVICE, lead)
    if found is not None:
        return frame.act(found.step)
    weak = _weakest(lead)
    if weak is None:
        return frame.figure(t("{p} likely to be won.", p=frame.percent(lead.p)))
    return frame.figure(
        t("The largest lever is {part}: up to {points} points of PSE.",
          part=t(PARTS[weak[0].name]), points=frame.number(weak[1], 1))
    )  # fmt: skip
