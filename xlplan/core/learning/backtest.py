"""Do our A's really win more than our C's, and is our likelihood any better than a guess? The back-test."""

from collections.abc import Mapping, Sequence
from math import ceil
from statistics import fmean, median

from xlplan.core.grading.winning import WinPolicy
from xlplan.core.history import DECIDED
from xlplan.core.learning.judging import mean_lead, squares
from xlplan.core.learning.parts import (
    WAYS,
    Said,
    Terms,
    bins,
    contrast,
    forecasts,
    grade_rates,
    in_order,
    inverted,
    results,
    rivalries,
    told,
    top,
    verdict,
)
from xlplan.core.learning.refitting import best_beta, with_beta
from xlplan.core.learning.rescoring import Scored, closing, days_before
from xlplan.core.learning.shapes import Backtest, Counts, Evidence, Period, Suggestion
from xlplan.core.policy import Policy


def backtest(
    scored: Sequence[Scored],
    left_out: Mapping[str, int],
    policy: Policy,
    *,
    one_currency: bool = True,
) -> Backtest:
    """Return what the closed opportunities say of grades and likelihoods.

    Args:
        scored: closed opportunities as scored before, of one plan or of several.
        left_out: how many could not be scored, by reason.
        policy: the numbers in force.
        one_currency: whether their amounts may be added.

    Source: method 9.
    Choice: won and lost ones are judged, as in method 3.4; an ended one came to no decision, and is
    counted beside its grade. Scores that a run kept are judged alone once there are
    ``backtest.least`` of them, for they cannot know the result; until then all are. Each likelihood
    uses own history up to its day only, so all of them are out of time; the last
    ``backtest.last_share`` to close (all of the same day) are judged apart, with the win rate of
    those that had closed by the first of their days (``base``) beside them. Who is better is told
    by the last ones where they are ``backtest.least`` or more, else by all.
    """
    deals = tuple(sorted(scored, key=closing))
    decided = [one for one in deals if one.status in DECIDED]
    won = sum(results(decided))
    counts = Counts(len(deals), won, len(decided) - won, len(deals) - len(decided), dict(left_out))
    days, least = days_before(policy), max(int(policy.number("backtest.least")), 1)
    if len(decided) < least:
        nothing = (None, None, None, "every", (), None, (), None)
        return Backtest(days, least, "too few", counts, *nothing, deals)
    kept = [one for one in decided if one.kept]
    alone = len(kept) >= least
    judged = kept if alone else decided
    evidence = Evidence(
        len(kept),
        len(decided) - len(kept),
        "kept" if alone else "all",
        fmean(one.undated for one in judged),
        float(median((one.closed_on - one.scored_on).days for one in judged)),
        fmean(one.days_to_close is None for one in judged),
        sum(one.moved for one in judged),
    )
    ended = [one for one in deals if one.status not in DECIDED and (one.kept or not alone)]
    confidence = policy.number("backtest.confidence")
    earlier, last = split(judged, policy.number("backtest.last_share"))
    tried = last if len(last) >= least else judged
    suggestion = _suggestion(earlier, last, policy)
    return Backtest(
        days,
        least,
        "wide" if len(judged) < policy.number("backtest.wide") else "enough",
        counts,
        evidence,
        _period(judged, ended, WAYS, policy),
        _period(last, ended, WAYS | _late_ways(earlier, suggestion, policy), policy),
        "every" if tried is judged else "last",
        bins(tried, policy.numbers("backtest.bins"), confidence),
        top(tried, policy.number("backtest.top_share"), one_currency=one_currency),
        tuple(top(tried, tenth / 10.0, one_currency=one_currency) for tenth in range(1, 11)),
        suggestion,
        deals,
    )


def split(deals: Sequence[Scored], share: float) -> tuple[list[Scored], list[Scored]]:
    """Return those that had closed before the last ones were scored, and the last ones to close.

    What closed between the first score of the last ones and their first closing is in neither: who
    learns from it would know what was not known on the day of those scores.

    Args:
        deals: in the order of closing.
        share: of them that are the last, 0–1; all that closed on the same day as the first of them.
    """
    count = min(max(ceil(share * len(deals)), 1), len(deals))
    begin = deals[-count].closed_on
    last = [one for one in deals if one.closed_on >= begin]
    known = min(one.scored_on for one in last)
    return [one for one in deals if one.closed_on <= known and one.closed_on < begin], last


def _period(
    deals: Sequence[Scored], ended: Sequence[Scored], ways: dict[str, Said], policy: Policy
) -> Period:
    """Return the figures of won and lost ones; ``ended`` may have closed before or in the period."""
    terms = Terms.of(policy)
    confidence = terms.confidence
    first, said = deals[0].closed_on, told(deals, ways)
    rates = grade_rates(deals, [one for one in ended if one.closed_on >= first], confidence)
    return Period(
        first,
        deals[-1].closed_on,
        len(deals),
        sum(results(deals)),
        rates,
        in_order(rates),
        inverted(rates, confidence),
        contrast(rates, confidence),
        forecasts(said, confidence),
        rivalries(said, terms),
    )


def _late_ways(
    earlier: Sequence[Scored], suggestion: Suggestion | None, policy: Policy
) -> dict[str, Said]:
    """Return the ways of giving likelihoods that learn from the earlier ones."""
    ways: dict[str, Said] = {}
    if earlier:
        rate = fmean(results(earlier))
        ways["base"] = lambda _: rate
    if suggestion is not None and (beta := suggestion.suggested) is not None:
        terms = WinPolicy.of(policy)
        ways["suggested"] = lambda one: with_beta(one, beta, terms)
    return ways


def _suggestion(
    earlier: Sequence[Scored], last: Sequence[Scored], policy: Policy
) -> Suggestion | None:
    """Return what own history says of ``win.beta``; ``None`` where the state is that of C139.

    Choice: fitted to the earlier ones with a project state, tried on the last ones with one. It is
    called better only if its gain there is more than chance may give, and only on kept scores: what
    was typed afterwards flatters every weight that is put on it.
    """
    if policy.word("win.score") == "c139":
        return None
    terms, confidence = WinPolicy.of(policy), policy.number("backtest.confidence")
    least = policy.number("backtest.least")
    learnt = [one for one in earlier if one.pse is not None]
    tried = [one for one in last if one.pse is not None]
    found = Suggestion("win.beta", terms.beta, None, len(learnt), None, None, None, "too few")
    if min(len(learnt), len(tried)) < max(least, 2.0):
        return found
    low, high = policy.numbers("backtest.beta")
    beta, won = best_beta(learnt, terms, (low, high)), results(tried)
    now = squares([with_beta(one, terms.beta, terms) for one in tried], won)
    then = squares([with_beta(one, beta, terms) for one in tried], won)
    gains = [mine - other for mine, other in zip(now, then, strict=True)]
    under, over = mean_lead(gains, confidence) or (None, None)
    word = "better" if verdict(under, over) == "better" else "no better"
    if not all(one.kept for one in (*learnt, *tried)):
        word = "undated"
    return Suggestion("win.beta", terms.beta, beta, len(learnt), fmean(gains), under, over, word)
