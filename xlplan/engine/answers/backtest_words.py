"""What does the back-test say, in sentences? The finding first, what it rests on, one for each question."""

from collections.abc import Iterator

from xlplan.core.grading.ranking import CLOSED_GATE
from xlplan.core.learning.shapes import Backtest, Forecast, GradeRate, Period, Rivalry
from xlplan.engine.text import Texts

WAYS = {
    "p": "Win likelihood (p)",
    "p_stage": "Stage alone",
    "p_manual": "Salesperson’s guess",
    "p_dated": "Dated inputs alone",
    "base": "Win rate before",
    "suggested": "p with the win.beta that fits",
}
"""Ways of giving likelihoods, as they are called in a table."""
VERDICTS = {
    "better": "p is nearer",
    "worse": "p is farther",
    "open": "cannot be told",
    "same": "the same",
    "even": "equally near",
    "hindsight": "filled in afterwards",
}
"""What is said of ``p`` against another way."""


def headline(found: Backtest, t: Texts) -> tuple[str, ...]:
    """Return the finding: grades, then the likelihood against its rivals, then what it rests on."""
    every, evidence = found.every, found.evidence
    decided = found.counts.won + found.counts.lost
    if every is None or evidence is None:
        return (
            t("{n} closed opportunities are too few to say; it takes {least} that were won or lost.",
              n=f"{decided:,}", least=found.least),
        )  # fmt: skip
    said = grades_said(every, t)
    if evidence.undated > 0.0:
        said = t("As typed today: {said}", said=said)
    if evidence.no_close > 0.5:
        no_close = t("{share} had no expected close; their grade rests on the likelihood alone.",
                     share=t.percent(evidence.no_close))  # fmt: skip
        said = t.sentences(said, no_close)
    return (said, *rivals_said(found, t), _trust(found, t))


def grades_said(period: Period, t: Texts) -> str:
    """Return whether better grades win more."""
    rates, apart = {one.grade: one for one in period.grades}, period.contrast
    if apart is None:
        known = [grade for grade, one in rates.items() if one.n]
        if len(known) == 1:
            said = _rate(rates[known[0]], t)
            return t("{won}, and there is no other grade: they cannot be compared.", won=said)
        return t("Fewer than two grades of A to D occur: they cannot be compared.")
    won = {"better": _rate(rates[apart.better], t), "worse": _rate(rates[apart.worse], t)}
    if apart.verdict == "better":
        return t("{better}, {worse}: the better grade wins more.", **won)
    if apart.verdict == "worse":
        return t("{better}, {worse}: the better grade wins less.", **won)
    return t("{better}, {worse}: too close to tell.", **won)


def _rate(one: GradeRate, t: Texts) -> str:
    between = span(one.lo, one.hi, t)
    return t("{grade} won {rate} ({between})", grade=one.grade, rate=t.percent(one.rate),
             between=between)  # fmt: skip


def span(low: float, high: float, t: Texts) -> str:
    """Return two shares as bounds: 43–90%."""
    return f"{t.percent(low).removesuffix('%')}–{t.percent(high)}"


def rivals_said(found: Backtest, t: Texts) -> Iterator[str]:
    """Yield whether ``p`` beats the salesperson's guess, and the bare stage."""
    period = found.tried
    rivals = {one.name: one for one in period.rivalries} if period else {}
    if guess := rivals.get("p_manual"):
        yield _of_guess(guess, t)
    else:
        yield t("No salesperson’s guess (Probability) is known to compare p with.")
    if stage := rivals.get("p_stage"):
        yield _of_stage(stage, t)


def _of_guess(one: Rivalry, t: Texts) -> str:
    n = f"{one.n:,}"
    if one.verdict == "hindsight":
        known = t.percent(one.known)
        return t("In {known} of {n} cases the salesperson’s guess is the result itself: it was filled in "
                 "afterwards and proves nothing.", known=known, n=n)  # fmt: skip
    if one.verdict == "better":
        return t("p was nearer to the result than the salesperson’s guess (over {n}).", n=n)
    if one.verdict == "worse":
        return t("The salesperson’s guess was nearer to the result than p (over {n}).", n=n)
    if one.verdict in ("even", "same"):
        return t("p and the salesperson’s guess were equally near to the result (over {n}).", n=n)
    return t("Whether p beats the salesperson’s guess cannot be told (over {n}).", n=n)


def _of_stage(one: Rivalry, t: Texts) -> str:
    n = f"{one.n:,}"
    if one.verdict == "same":
        return t(
            "p is the rate of the stage throughout: nothing else is filled in that could move it."
        )
    if one.verdict == "better":
        return t("p was nearer to the result than the bare stage (over {n}).", n=n)
    if one.verdict == "worse":
        return t("The bare stage was nearer to the result than p (over {n}).", n=n)
    if one.verdict == "even":
        return t("p and the bare stage were equally near to the result (over {n}).", n=n)
    return t("Whether p beats the bare stage cannot be told (over {n}).", n=n)


def _trust(found: Backtest, t: Texts) -> str:
    """Return in one sentence how far the finding may be believed."""
    evidence = found.evidence
    if evidence is None:
        return ""
    if evidence.judged == "kept":
        return t("All scores were kept before the result was known.")
    if evidence.undated > 0.0:
        return t("{share} of the inputs bear no date and may have been filled in afterwards: this is "
                 "the best case, no proof.", share=t.percent(evidence.undated))  # fmt: skip
    return t("All inputs bear a date before the result.")


def rests_on(found: Backtest, t: Texts) -> Iterator[str]:
    """Yield what the scores rest on, plainly: kept or worked out again, with a date or without."""
    evidence, every = found.evidence, found.every
    if evidence is None or every is None:
        return
    kept, again = f"{evidence.kept:,}", f"{evidence.again:,}"
    if evidence.judged == "kept":
        yield t("{kept} scores were kept by a run before the result was known; the figures are of them "
                "alone.", kept=kept)  # fmt: skip
        if evidence.again:
            yield t(
                "{again} others would have to be worked out again and are left out.", again=again
            )
    else:
        yield t("{kept} scores were kept by a run; {again} are worked out again from the workbook as it "
                "stands now.", kept=kept, again=again)  # fmt: skip
        yield t("Of their inputs {share} bear no date: cells that say how things stand now, attitudes, "
                "steps, the expected close. Filled in once the result was known, they flatter the "
                "method.", share=t.percent(evidence.undated))  # fmt: skip
        if evidence.moved:
            yield t("Of {n} the selling step was moved on after that day, as a later date or the contract "
                    "shows: it knows the result.", n=f"{evidence.moved:,}")  # fmt: skip
        yield from _dated_alone(found, t)
        yield t("To learn more, let xlplan run BOOK --keep run every week: what is kept cannot know the "
                "result.")  # fmt: skip
    yield t("They stand {days} days before the closing (median).", days=t.number(evidence.days))
    if 0.0 < evidence.no_close <= 0.5:  # of more of them the headline says it
        yield t("{share} had no expected close; their grade rests on the likelihood alone.",
                share=t.percent(evidence.no_close))  # fmt: skip
    if found.size == "wide":
        yield t("{n} are few: the intervals are wide, and small differences mean nothing.",
                n=f"{every.n:,}")  # fmt: skip


def _dated_alone(found: Backtest, t: Texts) -> Iterator[str]:
    ways = {one.name: one for one in found.tried.forecasts} if found.tried else {}
    if (typed := ways.get("p")) and (dated := ways.get("p_dated")):
        auc = {"typed": t.number(typed.auc, 2), "dated": t.number(dated.auc, 2)}
        yield t("As typed, p has an AUC of {typed}; from dated inputs alone it has {dated}.", **auc)
        if auc["typed"] != auc["dated"]:
            yield t("The difference rests on cells without a date.")


def order_said(period: Period, t: Texts) -> Iterator[str]:
    """Yield whether the order of the grades holds, and how far two of them are apart."""
    if period.in_order:
        yield t("A ≥ B ≥ C ≥ D holds among the grades that occur.")
    elif period.inverted:
        yield t("A ≥ B ≥ C ≥ D does not hold.")
    elif period.in_order is not None:
        yield t("A ≥ B ≥ C ≥ D does not hold, but by no more than chance explains.")
    if apart := period.contrast:
        points = t.number(100.0 * apart.apart, 0)
        low, high = t.number(100.0 * apart.lo), t.number(100.0 * apart.hi)
        yield t("{better} less {worse}: {points} points ({low} to {high}).", better=apart.better,
                worse=apart.worse, points=points, low=low, high=high)  # fmt: skip
    for one in period.grades:
        if one.grade == CLOSED_GATE and one.won:
            yield t("X, where a gate is closed: {rate} ({between}) of {n} were won all the same.",
                    rate=t.percent(one.rate), between=span(one.lo, one.hi, t), n=f"{one.n:,}")  # fmt: skip


def calibration_said(found: Backtest, t: Texts) -> Iterator[str]:
    """Yield whether ``p`` means what it says: on average, and where it is high or low."""
    one = _p(found)
    if one is None:
        return
    said = {"mean": t.percent(one.mean), "rate": t.percent(one.rate),
            "between": span(one.lo, one.hi, t)}  # fmt: skip
    if one.mean > one.hi:
        yield t(
            "p was too hopeful: it said {mean} on average, {rate} were won ({between}).", **said
        )
    elif one.mean < one.lo:
        yield t(
            "p was too careful: it said {mean} on average, {rate} were won ({between}).", **said
        )
    else:
        yield t("On average p fits: it said {mean}, {rate} were won ({between}).", **said)
    if one.slope is None or one.slope_lo is None or one.slope_hi is None:
        yield t("Whether high and low p mean what they say cannot be told.")
        return
    slope = {"slope": t.number(one.slope, 2), "low": t.number(one.slope_lo, 2),
             "high": t.number(one.slope_hi, 2)}  # fmt: skip
    if one.slope_hi < 0.0:
        yield t("What it called likelier won less often (slope {slope}, {low} to {high}).", **slope)
    elif one.slope_hi < 1.0:
        yield t("It is surer of itself than it may be (slope {slope}, {low} to {high}; 1 is perfect).",
                **slope)  # fmt: skip
    elif one.slope_lo > 1.0:
        yield t("It is less sure of itself than it might be (slope {slope}, {low} to {high}; 1 is "
                "perfect).", **slope)  # fmt: skip
    elif one.slope_lo <= 0.0:
        yield t("Whether what it calls likelier wins more cannot be told (slope {slope}, {low} to {high}).",
                **slope)  # fmt: skip
    else:
        yield t("Higher p wins more, as much as it says (slope {slope}, {low} to {high}; 1 is perfect).",
                **slope)  # fmt: skip


def _p(found: Backtest) -> Forecast | None:
    ways = found.tried.forecasts if found.tried else ()
    return next((one for one in ways if one.name == "p"), None)


def top_said(found: Backtest, t: Texts) -> str:
    """Return what the most likely opportunities hold."""
    one = found.top
    if one is None or one.wins is None:
        return t("Nothing was won.")
    said = t("The most likely {share} held {wins} of the wins (lift {lift}).",
             share=t.percent(one.share), wins=t.percent(one.wins), lift=t.number(one.lift, 2))  # fmt: skip
    if one.value is None:
        return said
    return t.sentences(
        said, t("In them was {value} of the won amount.", value=t.percent(one.value))
    )


def suggestion_said(found: Backtest, t: Texts) -> str:
    """Return whether own history suggests a better number."""
    one = found.suggestion
    if one is None:
        return t("No number is suggested: the likelihood follows C139 here.")
    if one.suggested is None:
        return t("No number is suggested: {n} opportunities with a project state are too few to learn "
                 "from.", n=f"{one.n:,}")  # fmt: skip
    now, then = t.number(one.now, 2), t.number(one.suggested, 2)
    if one.verdict == "better":
        return t("Set {key} to {then} (now {now}): tried on later opportunities, it was nearer to the "
                 "result.", key=one.key, then=then, now=now)  # fmt: skip
    if one.verdict == "undated":
        return t("No number is suggested: {key} {then} would fit, but what it learns from bears no date.",
                 key=one.key, then=then)  # fmt: skip
    return t("{key} stays at {now}: {then} fits the earlier opportunities, and is no better on later ones.",
             key=one.key, now=now, then=then)  # fmt: skip


def left_out_said(found: Backtest, t: Texts) -> Iterator[str]:
    """Yield what could not be scored or is not judged, and why."""
    for reason, count in found.counts.left_out.items():
        yield _left_out(reason, f"{count:,}", t)
    if found.counts.ended:
        yield t(
            "{n} ended without a decision: neither won nor lost, counted beside their grade.",
            n=f"{found.counts.ended:,}",
        )


def _left_out(reason: str, n: str, t: Texts) -> str:
    if reason == "no closing day":
        return t("{n} cannot be scored without a closing day; fill in Closed on.", n=n)
    if reason == "closes after the day":
        return t("{n} close after the day of the plan.", n=n)
    if reason == "no customer":
        return t("{n} have no customer in the plan.", n=n)
    return t("{n} closed on the day on which they were created.", n=n)
