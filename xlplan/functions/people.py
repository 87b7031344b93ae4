"""How do the people of an opportunity stand to us? The decision chain from the rows of Stakeholders."""

import datetime as dt
from typing import NamedTuple

from xlplan.core.assessment import Link
from xlplan.core.grading.pse import red_flags as chain_flags
from xlplan.core.grading.winning import WinPolicy
from xlplan.core.people.chain import (
    NO_COACH,
    ChainPolicy,
    best_coach,
    coach_quality,
    decision_chain,
)
from xlplan.core.people.chain import timing as chain_timing
from xlplan.core.people.chain_scores import coverage_score, dmi_score
from xlplan.core.people.collective import share_decision
from xlplan.core.scores import Score
from xlplan.functions.kinds import Activities, Contacts, Influences, Stakeholders, Text


class Chain(NamedTuple):
    """The people who decide on an opportunity, as the sheets name them.

    Args:
        stakeholders: rows of Stakeholders, in the order of the contract or under their headings.
        as_of: the day for which the figure holds.
        opportunity: its id, or a column of ids; blank: all rows are of one opportunity.
        purchase_step: 1–6, of the customer; the selling step where it is not known; blank = 1.
        by_group: the customer is state-owned and decides this as a group; blank = no.
        contacts: rows of Contacts, for the seniority of who has no influence.
        influences: rows of Influences: who moves whom.
        activities: rows of Activities, for the day of the last contact.
    """

    stakeholders: Stakeholders
    as_of: dt.date
    opportunity: Text | None
    purchase_step: int | None
    by_group: bool | None
    contacts: Contacts | None
    influences: Influences | None
    activities: Activities | None


def dmi(chain: Chain, policy: ChainPolicy) -> Score:
    """Return how those who decide stand to us, −100…100, weighted by role and influence.

    Source: method 2.1, 2.2.

    Example:
        >>> from xlplan.functions import call
        >>> people = [["Buyer role", "Attitude", "Opportunity ID", "Contact ID"],
        ...           ["user", "champion", "O1", "1"]]
        >>> call("DMI", [people, "2026-03-31"]).value
        35.0
    """
    return dmi_score(links(chain, policy), policy)


def coverage(chain: Chain, policy: ChainPolicy) -> Score:
    """Return how well we are in touch with those who decide, 0–100.

    Source: method 2.1, 2.2.

    Example:
        >>> from xlplan.functions import call
        >>> people = [["Coverage", "Opportunity ID", "Contact ID"], ["50%", "O1", "1"]]
        >>> call("COVERAGE", [people, "2026-03-31"]).value
        50.0
    """
    return coverage_score(links(chain, policy))


def timing(chain: Chain, policy: ChainPolicy) -> str | None:
    """Return what the moment asks for: push, build, contested or behind.

    Source: method 2.1.

    Example:
        >>> from xlplan.functions import call
        >>> people = [["Attitude", "Opportunity ID", "Contact ID"], ["opposed", "O1", "1"]]
        >>> call("TIMING", [people, "2026-03-31"]).value
        'behind'
    """
    found = links(chain, policy)
    return chain_timing(dmi_score(found, policy).value, found, policy)


def chain_coach(
    stakeholders: Stakeholders, opportunity: Text | None, policy: ChainPolicy
) -> float | None:
    """Return the quality of the best coach among the people of an opportunity, 0–100.

    Args:
        stakeholders: rows of Stakeholders, in the order of the contract or under their headings.
        opportunity: its id, or a column of ids; blank: all rows are of one opportunity.
        policy: the numbers in force.

    Source: method 2.3 (xlplan definition).

    Example:
        >>> from xlplan.functions import call
        >>> coach = ["O1", "1", "user", "possible", 0.5, 2, 1]
        >>> call("BEST_COACH", [[coach]]).value
        70.0
    """
    return best_coach(_plain_links(stakeholders, opportunity, policy))[1]


def red_flags(
    stakeholders: Stakeholders,
    opportunity: Text | None,
    lag: int | None,
    missing: int | None,
    policy: ChainPolicy,
    terms: WinPolicy,
) -> str:
    """Return what forbids to speak of an advantage, with commas between; blank when nothing does.

    Args:
        stakeholders: rows of Stakeholders, in the order of the contract or under their headings.
        opportunity: its id, or a column of ids; blank: all rows are of one opportunity.
        lag: purchase step − selling step.
        missing: key nodes marked not done; blank counts as none.
        policy: the numbers of the chain.
        terms: the numbers of winning.

    Source: method 3.3.

    Example:
        >>> from xlplan.functions import call
        >>> people = [["O1", "1", "decision maker", "", "", "", "", "", "", "opposed"]]
        >>> call("RED_FLAGS", [people, "", 2]).value
        'decision maker against, lag'
    """
    chain = _plain_links(stakeholders, opportunity, policy)
    return ", ".join(chain_flags(chain, lag, best_coach(chain)[0], missing or 0, terms))


def links(chain: Chain, policy: ChainPolicy) -> tuple[Link, ...]:
    """Return the decision chain with influence, weight and effective attitude."""
    people = chain.stakeholders.where("opportunity_id", chain.opportunity)
    contacts = chain.contacts
    who = {} if contacts is None else contacts.once("id", lambda: {one.id: one for one in contacts})
    found = decision_chain(
        people,
        who,
        chain.influences or (),
        _last(chain.activities, chain.as_of),
        (chain.purchase_step or 1, chain.as_of),
        policy,
    )
    return share_decision(found, chain.purchase_step or 1, policy) if chain.by_group else found


def _last(activities: Activities | None, as_of: dt.date) -> dict[str, dt.date]:
    """Return contact → day of the last activity with them up to the day."""
    if activities is None:
        return {}

    def made() -> dict[str, dt.date]:
        last: dict[str, dt.date] = {}
        for one in activities:
            if one.contact_id and one.date <= as_of:
                last[one.contact_id] = max(one.date, last.get(one.contact_id, one.date))
        return last

    return activities.once(as_of, made)


def _plain_links(
    stakeholders: Stakeholders, opportunity: Text | None, policy: ChainPolicy
) -> tuple[Link, ...]:
    """Return the people without weights, where only what they are counts."""
    return tuple(
        Link(one, None, 0.0, 0.0, 0.0, None,
             None if one.coach in NO_COACH else coach_quality(one, policy))
        for one in stakeholders.where("opportunity_id", opportunity)
    )  # fmt: skip
