"""What is said of each relationship? Rows and columns of three tables of the same customers."""

from collections.abc import Sequence

from xlplan.core.process.stage_tasks import ENDED
from xlplan.core.process.stages import StageStanding
from xlplan.core.relationship.relations import RelationshipView
from xlplan.engine.result.blocks import Block
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.shapes import Column, Row, Rule
from xlplan.engine.result.terms import WHO, Line, Terms, leads_of
from xlplan.engine.result.words import capital

WIDTHS = (7.5, 7.5, 22.0, 25.0, 11.5, 11.5, 11.5, 9.0, 30.0, 16.0, 10.5, 9.0, 13.0, 9.0, 9.0, 9.0,
          29.0, 26.0)  # fmt: skip
"""Of the columns that the tables share, since they stand under one another."""

STANDING = (
    *WHO,
    Column("segment", "Segment, and why", "wrap",
           help="The first that fits: frozen, migrating, value, potential, ordinary (xlplan definition)."),
    Column("type", "Type", "word",
           help="Outsider, friend, supplier or partner: from sales and personal ties."),
    Column("stage", "Stage claimed", "word", help="Relationship stage as typed on Customers."),
    Column("supported", "Stage shown", "word",
           help="The highest stage whose earlier gates all hold by what is on record; "
                "no record: the plan has no Stage tasks and no contract that could show one."),
    Column("gap", "Stages too high", "int",
           help="How many stages the claim lies above what the records show. No stage can be skipped."),
    Column("asks", "What the gate still asks for", "wrap",
           help="The first gate that does not hold, and what is missing on record."),
    Column("tasks", "Tasks of the stage done", "word",
           help="Done / required, from Stage tasks; what is not on record is not done."),
    Column("file", "File complete", "share", help="Share of the ten items of a customer file."),
    Column("wallet_share", "Wallet share", "share",
           help="Our sales of 12 months ÷ what it buys a year in our field."),
    Column("wallet_gap", "Wallet gap", "money", help="What it buys a year elsewhere in our field."),
    Column("hours", "Hours spent", "int", help="Our hours in Activities of the last {days} days."),
    Column("due", "Hours due", "int",
           help="The same hours shared out by grade, and by expected return within a grade."),
    Column("id", "Customer ID", "id"),
)  # fmt: skip

LEVELS = (
    *WHO,
    Column("verdict", "Level verdict", "wrap",
           help="Luxury: a lower level is worth more, by the wallet and the figures of Policy level.…, not by "
                "this customer's own margin and cost. Partner and above need three gates."),
    Column("level", "Level now", "word"),
    Column("best", "Best level", "word", help="The level worth most over {years} years."),
    Column("gain", "Gain of the best", "money",
           help="What the best level is worth more than the present one, present value."),
    Column("gates", "Gates met", "word",
           help="Met / known of the three partnership gates: importance, balance of power, switching cost."),
    Column("failed", "Partnership gates not met", "wrap", help="Blank: not known, or none."),
    Column("mode", "Mode", "wrap",
           help="Relationship first: at least {share} of the spend came before the first order."),
    Column("price", "Spend: price", "share", help="Share of the costs of 12 months, by Level."),
    Column("social", "Spend: social", "share"),
    Column("structural", "Spend: structural", "share"),
    Column("durability", "Durability", "ratio",
           help="1: all on price, 3: all on structural ties that bind both sides."),
    Column("payback", "Payback month", "int",
           help="Month, counted from the first spend, in which gross profit had covered the spend."),
    Column("spend", "Spend, 12 months", "money", help="Costs of the last 365 days."),
)  # fmt: skip

TIES = (
    *WHO,
    Column("person", "Hangs on one person", "wrap",
           help="Why the relationship is personal: trust in the person above trust in the firm, "
                "or one contact of ours with more than {tie} of the touches."),
    Column("busiest", "Busiest of us"),
    Column("busiest_share", "Share of touches", "share"),
    Column("trust_gap", "Trust: person − firm", "score", help="Rating points."),
    Column("ties", "Effective ties", "ratio",
           help="As many of us, equally busy, would make the same mix: 1 ÷ Σ share²."),
    Column("weakest", "Weakest element", "wrap",
           help="Of bonding, reciprocity, empathy and trust, as we see it."),
    Column("strength", "Strength", "score", help="The rating of the weakest element, 1–5."),
    Column("index", "Index", "ratio", help="Mean of the four elements as we see it, 1–5."),
    Column("theirs", "As they see it", "ratio"),
    Column("widest", "Widest gap in", "word", help="The element that the two sides see most differently."),
    Column("mirror", "Mirror gap", "ratio", help="Mean of |ours − theirs|, rating points."),
)  # fmt: skip


def standing(frame: Frame, terms: Terms, lines: Sequence[Line]) -> Block:
    """Return segment, type, stage and gate, file, wallet, and our hours (method 1.1, 3.7, 3.9)."""
    t, policy = frame.texts, frame.assessment.policy
    return Block(
        t("Stage, segment, and our hours"),
        STANDING,
        [_standing_row(frame, terms, at) for at in lines],
        (
            frame.grade_rule("grade"),
            Rule("words", ("segment",), terms.segment_tones()),
            Rule("above", ("gap",), bound=1.0),
            Rule("bar", ("wallet_share",)),
        ),
        ("wallet_gap", "hours", "due"),
        t("No customer."),
        {"days": t.number(policy.number("effort.days"))},
        leads_of(frame, lines, id_too=True),
    )


def _standing_row(frame: Frame, terms: Terms, at: Line) -> Row:
    process, room = at.views.process, at.views.choices.room
    stage = process.stage
    return (
        *at.who,
        terms.segment(process.segment),
        frame.words.say(at.one.relationship_type),
        terms.stage.get(stage.stage or ""),
        terms.stage.get(stage.supported or "", frame.texts("No record") if stage.stage else None),
        stage.gap if stage.stage and stage.supported else None,
        _asks(frame, terms, stage),
        f"{stage.done}/{stage.required}" if stage.required else None,
        process.file.completeness,
        room.wallet_share,
        room.wallet_gap,
        process.hours,
        process.hours_due,
        at.one.customer.id,
    )


def _asks(frame: Frame, terms: Terms, stage: StageStanding) -> str | None:
    """Return what the first closed gate asks for; of a relationship that has ended nothing is."""
    if stage.gate is None or stage.stage == ENDED:
        return None
    what = frame.words.join([terms.condition(one) for one in stage.open])
    return capital(frame.texts("gate {n}: {what}", n=stage.gate, what=what))


def levels(frame: Frame, terms: Terms, lines: Sequence[Line]) -> Block:
    """Return level, partnership gates, and the spend by level (method 4.3–4.5, 5.2)."""
    t, policy = frame.texts, frame.assessment.policy
    kept = frame.assessment.portfolio.has("costs")
    return Block(
        t("Level by the wallet and the Policy's figures for each level, partnership gates, spend"),
        LEVELS,
        [_levels_row(frame, terms, at, kept=kept) for at in lines],
        (
            frame.grade_rule("grade"),
            Rule("words", ("verdict",), terms.level_tones()),
            Rule("bar", ("price", "social", "structural")),
        ),
        ("spend",),
        t("No customer."),
        {
            "years": t.number(policy.number("horizon_years")),
            "share": t.percent(policy.number("mode.first")),
        },
        leads_of(frame, lines),
    )


def _levels_row(frame: Frame, terms: Terms, at: Line, *, kept: bool) -> Row:
    relation, choice, words = at.views.relationship, at.views.choices.levels, frame.words
    gates, mix = relation.gates, relation.spend
    known = [answer for answer in gates[:3] if answer is not None]
    return (
        *at.who,
        terms.level_verdict(choice, gates),
        terms.level.get(at.one.customer.level or ""),
        terms.level.get(choice.best or ""),
        choice.gain,
        f"{sum(known)}/{len(known)}" if known else None,
        words.join([words.say(gate) for gate in gates.failed]),
        words.say(relation.payback.mode),
        *(mix.shares or (None, None, None)),
        mix.durability,
        relation.payback.month,
        mix.total if kept else None,
    )


def ties(frame: Frame, lines: Sequence[Line]) -> Block:
    """Return dependency on one person and the four elements (method 4.2)."""
    t, words = frame.texts, frame.words
    return Block(
        t("How firm the tie is: people and four elements"),
        TIES,
        [(*at.who, *_ties_row(frame, at.views.relationship)) for at in lines],
        (
            frame.grade_rule("grade"),
            Rule("words", ("person",), {words.flag[False]: "low"}),
            Rule("bar", ("busiest_share",)),
        ),
        (),
        t("No customer."),
        {"tie": t.percent(frame.assessment.policy.number("dependency.tie"))},
        leads_of(frame, lines),
    )


def _ties_row(frame: Frame, relation: RelationshipView) -> Row:
    elements, hangs, words = relation.elements, relation.dependency, frame.words
    reasons = words.join([words.say(reason) for reason in hangs.reasons])
    return (
        reasons or words.flag.get(hangs.personal),
        hangs.busiest,
        hangs.busiest_share,
        hangs.trust_gap,
        hangs.ties,
        words.join([words.say(name) for name in elements.weakest]),
        elements.strength,
        elements.index_score.value,
        elements.theirs.value,
        words.say(elements.widest),
        elements.mirror_gap,
    )
