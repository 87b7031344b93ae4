"""How does an opportunity stand? Rivals, what decides, questions asked, advantage, what to answer."""

import datetime as dt
from typing import Any

from xlplan.core.care.voice import VoicePolicy, satisfaction
from xlplan.core.grading.c139 import c139_state
from xlplan.core.grading.pse import Standing
from xlplan.core.grading.pse import pse_state as judge_state
from xlplan.core.grading.winning import WinPolicy, competition_gap
from xlplan.core.money.arithmetic import bad_debt, carrying_cost, receivables
from xlplan.core.money.bargains import BargainPolicy
from xlplan.core.money.bargains import ultimatum as answer_ultimatum
from xlplan.core.money.levels import LevelPolicy, level_choice
from xlplan.core.people.buying import deciding_criterion
from xlplan.core.process.qualification import qualification as judge_answers
from xlplan.core.process.stages import stage_move
from xlplan.core.scores import Score
from xlplan.functions.kinds import Answers, Competitors, Surveys, Text


def gap(competitors: Competitors, opportunity: Text | None) -> float | None:
    """Return our mean lead over the best rival, −100…100.

    Args:
        competitors: rows of Competitors, one of them ours (“us”), as in the contract or with headings.
        opportunity: its id, or a column of ids; blank: all rows are of one opportunity.

    Source: method 3.2 (r10).

    Example:
        >>> from xlplan.functions import call
        >>> call("GAP", [[["O1", "us", 70, 80], ["O1", "Rival", 60, 90]]]).value
        0.0
    """
    return competition_gap(competitors.where("opportunity_id", opportunity))


def buying_order(competitors: Competitors, opportunity: Text | None, epsilon: float) -> str | None:
    """Return which criterion decides: the first of product, quality, price, service, relationship.

    Args:
        competitors: rows of Competitors, one of them ours (“us”), as in the contract or with headings.
        opportunity: its id, or a column of ids; blank: all rows are of one opportunity.
        epsilon: up to this difference two bidders are alike, points of 100.

    Source: method 2.8.

    Example:
        >>> from xlplan.functions import call
        >>> rows = [["Opportunity ID", "Competitor", "Product", "Quality"],
        ...         ["O1", "us", 70, 60], ["O1", "Rival", 68, 80]]
        >>> call("BUYING_ORDER", [rows]).value
        'quality'
    """
    found = deciding_criterion(competitors.where("opportunity_id", opportunity), epsilon)
    return None if found is None else found.criterion


def qualification(answers: Answers, opportunity: Text | None) -> str:
    """Return whether to stop, to ask on or to go, by the answers to the qualification questions.

    Args:
        answers: rows of Answers, in the order of the contract or under their headings.
        opportunity: its id, or a column of ids; blank: all rows are of one opportunity.

    Source: method 1.3.

    Example:
        >>> from xlplan.functions import call
        >>> call("QUALIFICATION", [[["O1", "Budget?", "yes", "no"]]]).value
        'stop'
    """
    return judge_answers(answers.where("opportunity_id", opportunity)).verdict


def pse_state(
    pse: float | None,
    dmi: float | None,
    gap: float | None,
    clear_facts: int | None,
    flags: Text | None,
    policy: WinPolicy,
) -> str | None:
    """Return the state of a project: unclear, advantage, behind or even.

    Args:
        pse: project state evaluation, 0–100.
        dmi: decision attitude, −100…100.
        gap: our lead over the best rival, −100…100.
        clear_facts: of nine, 0–9.
        flags: red flags with commas between, as XLPLAN_RED_FLAGS gives them; blank = none.
        policy: the numbers in force.

    Source: method 3.3.

    Example:
        >>> from xlplan.functions import call
        >>> call("PSE_STATE", [74.4, 28, 10, 7]).value
        'advantage'
    """
    raised = tuple(one.strip() for one in (flags or "").split(",") if one.strip())
    standing = Standing(dmi, None, None, None, None, gap, None, None)
    return judge_state(pse, standing, clear_facts, raised, policy)


def c139_text(
    win_vote: bool | None, first_facts: int | None, clear_facts: int | None
) -> str | None:
    """Return the C139 state of an opportunity, such as 0W2F7C; a question mark is not known.

    Args:
        win_vote: the highest vote is ours.
        first_facts: of three, 0–3.
        clear_facts: of nine, 0–9.

    Source: method 3.3.

    Example:
        >>> c139_text(False, 2, 7), c139_text(None, 1, None), c139_text(None, None, None)
        ('0W2F7C', '?W1F?C', None)
    """
    if win_vote is None and first_facts is None and clear_facts is None:
        return None
    return c139_state(win_vote, first_facts, clear_facts, (1.0, 1.0, 1.0)).text


def receivable_cost(
    sales: float, dso_days: float, default_rate: float, interest: float, lgd: float
) -> float:
    """Return what a customer's credit costs us a year: interest on the receivables and bad debt.

    Args:
        sales: money a year.
        dso_days: days of sales outstanding.
        default_rate: probability of default a year, 0–1.
        interest: share a year on money tied up.
        lgd: loss given default, 0–1.

    Source: method 5.1.

    Example:
        >>> round(receivable_cost(70e6, 180, 0.02, 0.08, 0.5))
        3106849
    """
    owed = receivables(sales, dso_days)
    return carrying_cost(owed, interest) + bad_debt(owed, default_rate, lgd)


def luxury(level: str, wallet: float, policy: LevelPolicy) -> bool | None:
    """Return whether the present level of a relationship is a luxury: a lower one is worth more.

    Args:
        level: transactional, preferred, partner or alliance.
        wallet: what it buys a year in our field, money.
        policy: the numbers in force.

    Source: method 5.2 (奢侈的关系, S1).

    Example:
        >>> from xlplan.functions import call
        >>> [call("LUXURY", ["partner", wallet]).value for wallet in (10e6, 40e6)]
        [True, False]
    """
    return level_choice(level, wallet, policy).luxury


def ultimatum(sales: float, net_year: float, evidence: str, policy: BargainPolicy) -> str | None:
    """Return what to answer to a demand for a lower price: refuse or accept.

    Args:
        sales: money a year.
        net_year: what the relationship leaves a year, money.
        evidence: of a rival's offer: none, claimed or verified.
        policy: the numbers in force.

    Source: method 5.3 (降价最后通牒).

    Example:
        >>> from xlplan.functions import call
        >>> [call("ULTIMATUM", [10e6, net, "none"]).value for net in (100_000, 2_000_000)]
        ['refuse', 'accept']
    """
    found = answer_ultimatum(sales, net_year, evidence, policy).refuse
    return None if found is None else "refuse" if found else "accept"


def stage_check(before: str, after: str, allow_regress: bool) -> str:
    """Return whether a relationship can move from one stage to another: ok or skip.

    Args:
        before: stranger, building, evaluation, growth, mature or ended.
        after: the same.
        allow_regress: it may fall back by one stage.

    Source: method 1.1 (不可跳跃, S1).

    Example:
        >>> stage_check("stranger", "building", False), stage_check("stranger", "growth", False)
        ('ok', 'skip')
    """
    return "skip" if stage_move(before, after, allow_regress=allow_regress) else "ok"


def csi(surveys: Surveys, as_of: dt.date, customer: Text | None, policy: VoicePolicy) -> Score:
    """Return how satisfied a customer says to be in its last round of answers, 0–100.

    Args:
        surveys: rows of Surveys, in the order of the contract or under their headings.
        as_of: the day for which the figure holds.
        customer: its id, or a column of ids; blank: all rows are of one customer.
        policy: the numbers in force.

    Source: method 7.

    Example:
        >>> from xlplan.functions import call
        >>> rows = [["2026-03-01", "C1", "quality", 80], ["2026-03-02", "C1", "price", 40]]
        >>> call("CSI", [rows, "2026-03-31"]).value
        70.0
    """
    rows = [one for one in surveys.where("customer_id", customer) if one.date <= as_of]
    return satisfaction(rows, as_of, policy).csi


def why(*given: Any) -> str | None:
    """Return why a function gives what it gives: the error, the blank, what was passed over.

    Args:
        given: a function's name and its arguments, as in its own cell; none: the last call's reason.

    Source: method 0.2.

    Example:
        >>> why("XLPLAN_LAG", 4, "soon")
        'selling_step: “soon” is not a number.'
    """
    from xlplan.functions.calling import explained  # late: it calls whatever is listed, this too

    return explained(given)
