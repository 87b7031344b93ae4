"""Who decides, and how do they stand to us? A row a stakeholder of every open opportunity."""

from collections.abc import Sequence

from xlplan.core.assessment import Link, OpportunityAssessment
from xlplan.core.people.keyperson import PersonView
from xlplan.engine.person_words import benefit, thinks, wants
from xlplan.engine.result.frame import TOP, Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Live
from xlplan.engine.result.shapes import Column, ResultSheet, Row, Rule
from xlplan.engine.result.words import STATE_TONES, TIMING_TONES, capital

SAME = (
    "customer",
    "grade",
    "dmi",
    "opp_coverage",
    "timing",
    "pse",
    "state",
    "flags",
    "opportunity",
    "id",
)
"""What every person of an opportunity has in common: said once, grey below."""
PERSON, INNER = 11, 3  # columns that say something of the person, the latter not printed
NOBODY = "No stakeholder is on the map of any open opportunity."
AGAINST = ("opposed", "hostile")

COLUMNS = (
    Column("grade", "Grade", "grade"),
    Column("customer", "Customer", "wrap", most=17.0),
    Column("opportunity", "Opportunity", "wrap", most=20.0),
    Column("person", "Person", "wrap", most=14.0),
    Column("title", "Title", "wrap", most=14.0),
    Column("role", "Role", "word",
           help="What the person does in this purchase, whatever the title says."),
    Column("coach", "Coach", "word"),
    Column("influence", "Influence", "ratio",
           help="0–1, from formal and informal influence and the influence lines."),
    Column("weight", "Weight", "ratio",
           help="Influence × weight of the role at this purchase step."),
    Column("attitude", "Attitude", "word",
           help="Blank: not known. It counts as neutral, and keeps its weight."),
    Column("effect", "Effect", "ratio", help="Attitude × confidence × freshness, −1…1."),
    Column("coverage", "Coverage", "share", help="How well we are in touch with this person."),
    Column("veto", "Can veto", "word"),
    Column("days", "Days since contact", "int"),
    Column("dmi", "DMI", "score", help="Decision attitude of the whole chain, −100…100."),
    Column("opp_coverage", "Chain covered", "share",
           help="Coverage of the whole chain, by weight."),
    Column("timing", "Timing", "word",
           help="Push, build, contested or behind, "
                "from the DMI and the cover of the decision maker."),
    Column("pse", "PSE", "score", help="Project state evaluation, 0–100 (xlplan definition)."),
    Column("state", "State", "word",
           help="Advantage state from PSE, decision attitude, competition and red flags."),
    Column("flags", "Red flags", "wrap", most=22.0),
    Column("id", "Customer ID", "id"),
    Column("benefit", "Benefit reached", "wrap", most=15.0,
           help="Organisation, person, liking: each counts only upon the one before. Never money."),
    Column("wants", "Wants", "word", help="Power, achievement, recognition or security."),
    Column("thinks", "Thinks", "wrap", most=12.0,
           help="The dominant brain quadrant A–D; within 5 points of another: mixed."),
)  # fmt: skip


def chain_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Decision chain.

    Order: priority of the opportunity, then weight, largest first. An opportunity without a
    stakeholder has one row that says so by its blanks; where none has any, no row says anything.
    """
    rules = (
        frame.grade_rule("grade"),
        Rule("words", ("attitude",), frame.words.attitude_tones()),
        Rule("words", ("veto",), {frame.words.flag[True]: "medium"}),
        frame.word_rule("timing", TIMING_TONES),
        frame.word_rule("state", STATE_TONES),
        Rule("bar", ("coverage",)),
        Rule("below", ("effect", "dmi")),
        Rule("repeat", SAME),
    )
    columns, t = frame.columns(COLUMNS), frame.texts
    empty = frame.none_open("No opportunity is open.")
    if frame.assessment.opportunities:
        empty = t(NOBODY)
    rows, leads = _rows(frame), _leads(frame)
    live = Live(links=leads)
    main = table(
        columns, rows, TOP, main=True, printed="flags", rules=rules, empty=empty, live=live
    )
    return frame.sheet("chain", _headline(frame), tables=(main,), frozen=4)


def _deals(frame: Frame) -> Sequence[OpportunityAssessment]:
    """Return the open opportunities, none of them when nobody is on any of their maps."""
    deals = frame.assessment.opportunities
    return deals if any(one.chain for one in deals) else ()


def _leads(frame: Frame) -> dict[str, list[str]]:
    """Return where the first row of each opportunity leads to; those below repeat it, in grey."""
    deals = _deals(frame)
    leads = frame.leads.rows(one.customer for one in deals)
    leads |= frame.leads.deals(one.opportunity for one in deals)
    below = [[""] * (len(one.chain) - 1) for one in deals]
    return {
        key: [place for target, rest in zip(found, below, strict=True) for place in (target, *rest)]
        for key, found in leads.items()
    }


def _rows(frame: Frame) -> list[Row]:
    rows: list[Row] = []
    details = {
        deal.opportunity.id: detail
        for one in frame.assessment.customers
        for deal, detail in zip(
            one.opportunities, one.views.details if one.views else (), strict=True
        )
    }
    for one in _deals(frame):
        head, tail = _head(one), _tail(frame, one)
        people = details[one.opportunity.id].key.people if one.opportunity.id in details else ()
        pairs = sorted(zip(one.chain, people, strict=True), key=lambda pair: -pair[0].weight)
        rows += [(*head, *_person(frame, pair[0]), *tail, *_inner(frame, *pair)) for pair in pairs]
        if not pairs:
            rows.append((*head, *(None,) * PERSON, *tail, *(None,) * INNER))
    return rows


def _head(one: OpportunityAssessment) -> Row:
    deal = one.opportunity
    return (one.grade, one.customer.name, deal.name or deal.id)


def _tail(frame: Frame, one: OpportunityAssessment) -> Row:
    say = frame.words.say
    return (
        one.dmi.value,
        None if one.coverage.value is None else one.coverage.value / 100.0,
        say(one.timing),
        one.pse.value,
        frame.state(one),
        frame.reasons.flags(one),
        one.customer.id,
    )


def _person(frame: Frame, link: Link) -> Row:
    one, contact, words = link.stakeholder, link.contact, frame.words
    return (
        _name(link),
        contact.title if contact else None,
        words.role.get(one.role or ""),
        words.coach.get(one.coach or ""),
        link.influence,
        link.weight,
        words.attitude.get(one.attitude or ""),
        link.effect if one.attitude else None,
        one.coverage,
        words.flag.get(one.can_veto),
        link.days_since_contact,
    )


def _inner(frame: Frame, link: Link, at: PersonView) -> Row:
    t = frame.texts
    return (
        capital(benefit(at, t)) or None,
        capital(wants(link, t)) or None,
        capital(thinks(at, t)) or None,
    )


def _name(link: Link) -> str:
    return link.contact.name if link.contact else link.stakeholder.contact_id


def _headline(frame: Frame) -> str:
    t, deals = frame.texts, frame.assessment.opportunities
    if not any(one.chain for one in deals):
        return t(NOBODY)
    names = _against(deals)
    uncovered = sum("decision maker uncovered" in one.red_flags for one in deals)
    if names:
        return t(
            "Against us and able to stop it: {names}; "
            "in {n} of {of} opportunities no decision maker is covered.",
            names=frame.words.names(names),
            n=uncovered,
            of=len(deals),
        )
    return t(
        "Nobody who can stop it is against us; "
        "in {n} of {of} opportunities no decision maker is covered.",
        n=uncovered,
        of=len(deals),
    )


def _against(deals: Sequence[OpportunityAssessment]) -> list[str]:
    """Return who can stop a deal and is against us, each person once."""
    found = {
        link.stakeholder.contact_id: f"{_name(link)} ({one.customer.name})"
        for one in deals
        for link in one.chain
        if link.stakeholder.attitude in AGAINST
        and (link.stakeholder.can_veto or link.stakeholder.role == "decision maker")
    }
    return list(found.values())
