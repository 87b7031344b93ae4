"""What are the numbers of the method when a plan says nothing? Key, default, unit, meaning, source.

``†`` in the method marks an expert default; here such an entry has ``expert=True``, and a back-test
on a planner's own history may replace it.
"""

# ruff: noqa: E501 - a table reads best with an entry a line

from typing import NamedTuple


class Entry(NamedTuple):
    """One policy key.

    Args:
        default: the value when the plan says nothing; ``None`` = open.
        kind: number, share, money, int, flag, text, date, word or numbers.
        unit: in which unit.
        meaning: one sentence.
        source: section of the method.
        expert: an expert default that history may replace.
        words: the choices of a ``word``; or how many numbers ``numbers`` takes, as a text.
    """

    default: float | str | bool | tuple[float, ...] | None
    kind: str
    unit: str
    meaning: str
    source: str
    expert: bool = True
    words: str = ""


# fmt: off
DEFAULTS: dict[str, Entry] = {
    # the plan
    "as_of": Entry(None, "date", "date", "The day as of which the plan is evaluated", "0.4", expert=False),
    "currency": Entry("", "text", "ISO code", "The currency of every money column", "0", expert=False),
    "lang": Entry("", "word", "", "The language of the results", "0", expert=False, words="en zh"),
    "hour_cost": Entry(60.0, "money", "money/hour", "What an hour of ours costs", "5.1"),
    "seller": Entry("", "text", "", "Our own firm's name, for the head of documents", "10", expert=False),
    # people
    "dmi.lambda": Entry(0.6, "share", "share", "Share of formal in a person's influence", "2.1"),
    "dmi.alpha": Entry(0.25, "share", "share", "Share of influence that comes through those influenced", "2.1"),
    "dmi.influence_blank": Entry(0.5, "share", "share", "Influence when nothing is known of it", "2.1"),
    "dmi.strength_blank": Entry(0.5, "share", "share", "Strength of an influence line left blank", "2.1"),
    "dmi.confidence_blank": Entry(0.7, "share", "share", "Confidence in an attitude when blank", "2.1"),
    "dmi.freshness_days": Entry(90.0, "number", "days", "Half-life of an attitude since the last contact", "2.1"),
    "dmi.freshness_blank": Entry(0.5, "share", "share", "Freshness when no contact date is known", "2.1"),
    "dmi.attitude": Entry((-1.0, -0.5, 0.0, 0.5, 1.0), "numbers", "−1…1", "Hostile, opposed, neutral, supportive, champion", "2.1", words="5"),
    "dmi.role.decision_maker": Entry((0.3, 0.2, 0.2, 0.3, 0.45, 0.2), "numbers", "weight", "Weight of the decision maker at purchase steps 1–6", "2.1", words="6"),
    "dmi.role.gatekeeper": Entry((0.2, 0.25, 0.4, 0.3, 0.1, 0.2), "numbers", "weight", "Weight of the gatekeeper at purchase steps 1–6", "2.1", words="6"),
    "dmi.role.purchaser": Entry((0.15, 0.35, 0.2, 0.25, 0.35, 0.15), "numbers", "weight", "Weight of the purchaser at purchase steps 1–6", "2.1", words="6"),
    "dmi.role.user": Entry((0.35, 0.2, 0.2, 0.15, 0.1, 0.45), "numbers", "weight", "Weight of the user at purchase steps 1–6", "2.1", words="6"),
    "dmi.role.blank": Entry(0.25, "number", "weight", "Weight of a person whose role is blank", "2.1"),
    "dmi.veto_cap": Entry(0.0, "number", "DMI", "Highest DMI while a person who can veto is against", "2.1"),
    "dmi.decider_cap": Entry(-20.0, "number", "DMI", "Highest DMI while a decision maker is against", "2.1"),
    "dmi.timing": Entry((-10.0, 10.0, 40.0), "numbers", "DMI", "Bounds of behind, contested, build, push", "2.1", words="3"),
    "coach.weights": Entry((40.0, 30.0, 30.0), "numbers", "points", "Meeting access, motives, facts verified", "2.3", words="3"),
    # risk
    "risk.levels": Entry((30.0, 50.0, 70.0), "numbers", "risk", "Bounds of low, medium, high, severe", "3.2", words="3"),
    "gate.money": Entry(70.0, "number", "risk", "Money risk from which an opportunity is no sales opportunity", "3.1"),
    "gate.size": Entry(0.0, "number", "× threshold", "Smallest amount worth following; 0 = off", "3.1"),
    "gate.completeness": Entry(0.25, "share", "share", "Share of the money factors that must be known before money risk gates or lowers a grade", "3.1"),
    # winning
    "pse.weights": Entry((30.0, 10.0, 10.0, 15.0, 15.0, 10.0, 10.0), "numbers", "weight", "Relation, coverage, coach, fit, competition, sync, commercial", "3.3", words="7"),
    "pse.standard_points": Entry(5.0, "number", "points", "Points for each of our parameters in the customer's standard", "3.3"),
    "pse.lag_points": Entry((100.0, 60.0, 20.0, 0.0), "numbers", "points", "Sync at a lag of 0, 1, 2, 3 steps and more", "3.3", words="4"),
    "pse.advantage": Entry((65.0, 20.0, 10.0), "numbers", "PSE; DMI; gap", "Least PSE, DMI and gap of an advantage", "3.3", words="3"),
    "pse.behind": Entry((45.0, -10.0), "numbers", "PSE; gap", "PSE below which, gap at which we are behind", "3.3", words="2"),
    "pse.clear_facts": Entry(5.0, "number", "of 9 facts", "Clear facts below which the state is unclear", "3.3"),
    "pse.lag_flag": Entry(2.0, "number", "steps", "Lag that is a red flag", "3.3"),
    "win.prior": Entry((0.1, 0.25, 0.45, 0.6, 0.85, 1.0), "numbers", "share", "Prior win rate by selling step 1–6", "3.4", words="6"),
    "win.k": Entry(10.0, "number", "opportunities", "Weight of the prior against own history", "3.4"),
    "win.beta": Entry(1.0, "number", "logit/25 PSE", "Pull of the PSE on the win likelihood", "3.4"),
    "win.completeness": Entry(0.4, "share", "share", "Completeness of the PSE from which it is used", "3.4"),
    "win.phi": Entry(0.5, "share", "factor", "Factor on the win likelihood for each missing node", "3.4"),
    "win.clip": Entry((0.01, 0.99), "numbers", "share", "Least and greatest win likelihood while open", "3.4", words="2"),
    "win.use_manual": Entry(False, "flag", "yes/no", "Rank by the planner's own probability where it is given", "3.4", expert=False),
    # ranking
    "abcd.days": Entry((30.0, 90.0, 180.0), "numbers", "days", "Bounds of the time bands to the expected close", "3.5", words="3"),
    "abcd.p": Entry((0.7, 0.5, 0.2), "numbers", "share", "Bounds of the likelihood bands", "3.5", words="3"),
    "abcd.risk": Entry((30.0, 50.0, 70.0), "numbers", "risk", "Bounds of the risk bands", "3.5", words="3"),
    "abcd.matrix": Entry("AABC ABCD BCCD CDDD", "text", "grades", "Rows: time bands, nearest first; columns: likelihood or risk bands, best first", "3.5"),
    "abcd.basis": Entry("both", "word", "", "What ranks: likelihood, risk, or both", "3.5", expert=False, words="likelihood risk both"),
    "abcd.money_down": Entry((50.0, 70.0), "numbers", "risk", "Money risk that costs one letter, two letters", "3.5", words="2"),
    "abcd.slips": Entry(2.0, "number", "slips", "Slips from which an overdue close costs a letter", "3.5"),
    "key.pareto": Entry(0.8, "share", "share", "Share of sales that the key accounts make up", "3.8"),
    "key.top": Entry(0.2, "share", "share", "Share of the customers called the top", "3.8", expert=False),
    # relationship
    "type.ties": Entry(3.5, "number", "rating", "Mean personal ties from which there is friendship", "4.1"),
    # money
    "horizon_years": Entry(5.0, "int", "years", "Years that a relationship is valued over", "5"),
    "discount": Entry(0.1, "share", "share a year", "Discount rate", "5"),
    "interest": Entry(0.08, "share", "share a year", "Interest on money tied up in receivables", "5.1"),
    "pd.a": Entry(0.002, "share", "share a year", "Default probability, credit rating A", "5.1"),
    "pd.b": Entry(0.005, "share", "share a year", "Default probability, credit rating B", "5.1"),
    "pd.c": Entry(0.02, "share", "share a year", "Default probability, credit rating C", "5.1"),
    "pd.d": Entry(0.06, "share", "share a year", "Default probability, credit rating D", "5.1"),
    "pd.e": Entry(0.2, "share", "share a year", "Default probability, credit rating E", "5.1"),
    "pd.blank": Entry(0.02, "share", "share a year", "Default probability without a rating", "5.1"),
    "lgd": Entry(0.5, "share", "share", "Loss given default", "5.1"),
    "one_off": Entry(0.0, "money", "money", "One-off cost of a relationship", "5.1", expert=False),
    "retention.base": Entry(0.95, "share", "share a year", "Retention at no risk, when a customer's is blank", "5.1"),
    "retention.slope": Entry(0.35, "share", "share", "Retention lost from risk 0 to risk 100", "5.1"),
    "cost_ratio.watch": Entry(0.8, "number", "ratio", "Cost ratio from which a relationship is watched", "5.1"),
    "cost_ratio.luxury": Entry(1.0, "number", "ratio", "Cost ratio above which a relationship is a luxury", "5.1"),
    "npv.days_blank": Entry(365.0, "number", "days", "Days to close of an opportunity without a date, for discounting", "5.1"),
    "concentration.flags": Entry((0.1, 0.2), "numbers", "share", "Share of all sales at which a customer is flagged", "5.5", words="2"),
    "hhi.flags": Entry((1500.0, 2500.0), "numbers", "HHI", "HHI of a concentrated, a highly concentrated portfolio", "5.5", words="2"),
    # funnel
    "funnel.threshold": Entry(50_000.0, "money", "money", "Smallest amount kept in the funnel", "6"),
    "funnel.period_months": Entry(3.0, "int", "months", "Length of the period: 1, 3 or 12, on the calendar", "6"),
    "funnel.target": Entry(None, "money", "money", "Sales target of the period", "6", expert=False),
    "funnel.o_plan": Entry(None, "money", "money", "Out-of-funnel sales planned for the period", "6", expert=False),
    "funnel.history": Entry(3.0, "int", "periods", "Past periods that expected out-of-funnel sales come from", "6", expert=False),
    "funnel.stalled": Entry(1.5, "number", "× median", "Age, in medians of our own, from which an opportunity is stalled", "6"),
}
# fmt: on

# fmt: off
RISK_TABLE: tuple[tuple[str, str, float, str, str, str, str], ...] = (
    ("r01", "scale", 6.0, "scale", "0.01=0; 0.05=50; 0.10=100", "", "money"),
    ("r02", "budget", 14.0, "opportunity.budget_status", "funded=0; approved=30; planned=60; none=90", "", "money"),
    ("r03", "funds", 12.0, "customer.current_ratio", "2.0=0; 1.5=25; 1.0=60; 0.7=100", "", "money"),
    ("r04", "payment", 12.0, "customer.late_days", "0=0; 15=25; 30=50; 60=80; 90=100", "", "money"),
    ("r05", "credit", 8.0, "customer.credit_rating", "A=0; B=20; C=50; D=80; E=100", "=E", "money"),
    ("r06", "closeness", 10.0, "dmi", "-100=100; 100=0", "", "win"),
    ("r07", "coverage", 6.0, "coverage", "0=100; 100=0", "", "win"),
    ("r08", "coach", 4.0, "coach", "verified=0; possible=40; none=100", "", "win"),
    ("r09", "fit", 8.0, "opportunity.fit", "0=100; 100=0", "<40", "win"),
    ("r10", "competition", 6.0, "gap", "-100=100; 100=0", "", "win"),
    ("r11", "advance", 4.0, "opportunity.advance_share", "0=100; 0.1=75; 0.3=40; 0.6=0", "", "money"),
    ("r12", "concentration", 5.0, "concentration", "0.1=0; 0.2=50; 0.3=75; 0.5=100", "", "money"),
    ("r13", "entry", 3.0, "opportunity.entry_step", "1=0; 2=20; 3=50; 4=85; 5=100", "", "win"),
    ("r14", "worth", 2.0, "worth", "1=100; 2=60; 5=20; 10=0", "", "money"),
)
# fmt: on
"""The default customer risk evaluation table: key, name, weight, input, anchors, knock-out, group."""
