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
        total: what the numbers of a list of weights sum to; ``None``: they are no such list.
    """

    default: float | str | bool | tuple[float, ...] | None
    kind: str
    unit: str
    meaning: str
    source: str
    expert: bool = True
    words: str = ""
    total: float | None = None


# fmt: off
DEFAULTS: dict[str, Entry] = {
    # the plan
    "as_of": Entry(None, "date", "date", "The day as of which the plan is evaluated", "0.4", expert=False),
    "currency": Entry("", "text", "ISO code", "The currency of every money column", "0", expert=False),
    "lang": Entry("", "word", "", "The language of the results", "0", expert=False, words="en zh"),
    "preset": Entry("", "text", "", "The named set of numbers that the plan starts from", "0", expert=False),
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
    "coach.weights": Entry((40.0, 30.0, 30.0), "numbers", "points", "Meeting access, motives, facts verified", "2.3", words="3", total=100.0),
    # process, people and time
    "stage.allow_regress": Entry(False, "flag", "yes/no", "A relationship may fall back by one stage", "1.1", expert=False),
    "stage.file": Entry(0.6, "share", "share", "Customer file completeness asked for by the gate of the first stage", "1.1", expert=False),
    "stage.trust": Entry((2.0, 3.0), "numbers", "invitations", "Trust marker: so many accepted, of so many last invitations", "1.1", expert=False, words="2"),
    "node.coach": Entry(60.0, "number", "points", "Coach quality asked for by key node 2", "1.2", expert=False),
    "lead.chain": Entry((10.0, 5.0, 3.0, 1.0), "numbers", "opportunities", "Leads, prospects, offers and wins of the 10-5-3-1 rule", "1.4", words="4"),
    "lead.k": Entry(10.0, "number", "opportunities", "Weight of the 10-5-3-1 rule against own step rates", "1.4"),
    "soe.threshold": Entry(1_000_000.0, "money", "money", "Amount from which a state-owned customer decides as a group", "2.2"),
    "soe.majority": Entry(0.5, "share", "share", "Share of the leading group's weight above which it is for us", "2.2", expert=False),
    "soe.known": Entry(0.5, "share", "share", "Share of the leading group's attitudes above which they are known", "2.2", expert=False),
    "keyperson.contacts": Entry(3.0, "int", "contacts", "Contacts placed in the organisation that make a chart", "2.4", expert=False),
    "keyperson.united": Entry(0.7, "share", "share", "Share of the people at least neutral that makes a united front", "2.4", expert=False),
    "title.gap": Entry(2.0, "number", "points", "Difference of influence and seniority, 1–5, that sets title and role apart", "2.5", expert=False),
    "benefit.organisation": Entry(60.0, "number", "points", "Organisation interest from which personal wins count", "2.6"),
    "brain.tie": Entry(5.0, "number", "points", "Lead of a brain quadrant up to which nobody dominates", "2.7", expert=False),
    "animal.cut": Entry(3.0, "number", "rating", "Rating from which awareness and integrity are high", "2.7", expert=False),
    "animal.show": Entry(False, "flag", "yes/no", "Name the four animals in documents", "2.7", expert=False),
    "buying.epsilon": Entry(5.0, "number", "points", "Difference up to which two bidders are alike in a criterion", "2.8", expert=False),
    "c139.weights": Entry((0.35, 0.35, 0.3), "numbers", "weight", "Highest vote, first facts, clear facts in the C139 index", "3.3", words="3", total=1.0),
    "segment.value": Entry(0.8, "share", "share", "Share of all gross profit that the value customers make up", "3.7", expert=False),
    "segment.migrating": Entry(0.7, "share", "share", "Sales against the year before at which a customer migrates", "3.7", expert=False),
    "segment.wallet_drop": Entry(0.1, "share", "share", "Loss of wallet share at which a customer migrates", "3.7", expert=False),
    "segment.silent": Entry(3.0, "int", "touches", "Last touches without a reply that freeze a customer", "3.7", expert=False),
    "effort.letters": Entry((0.5, 0.3, 0.15, 0.05), "numbers", "share", "Share of our hours for customers of grade A, B, C, D", "3.9", words="4", total=1.0),
    "effort.hours": Entry(None, "number", "hours", "Hours to share out; open: as many as Activities show", "3.9", expert=False),
    "effort.days": Entry(365.0, "number", "days", "Days back over which the hours in Activities count", "3.9", expert=False),
    "effort.warn": Entry(0.3, "share", "share", "Effort alignment below which hours and value do not go together", "3.9"),
    # risk
    "risk.levels": Entry((30.0, 50.0, 70.0), "numbers", "risk", "Bounds of low, medium, high, severe", "3.2", words="3"),
    "gate.money": Entry(70.0, "number", "risk", "Money risk from which an opportunity is no sales opportunity", "3.1"),
    "gate.size": Entry(0.0, "number", "× threshold", "Smallest amount worth following; 0 = off", "3.1"),
    "gate.completeness": Entry(0.25, "share", "share", "Share of the money factors that must be known before money risk gates or lowers a grade; with less of all factors known, a risk level is told as hardly known", "3.1"),
    # winning
    "pse.weights": Entry((30.0, 10.0, 10.0, 15.0, 15.0, 10.0, 10.0), "numbers", "weight", "Relation, coverage, coach, fit, competition, sync, commercial", "3.3", words="7", total=100.0),
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
    "win.score": Entry("pse", "word", "", "Which state of the project moves the likelihood", "3.3", expert=False, words="pse c139"),
    "win.use_manual": Entry(False, "flag", "yes/no", "Rank by the planner's own probability where it is given; value and forecast keep the win likelihood", "3.4", expert=False),
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
    # relationship, money decisions, care
    "dependency.trust": Entry(1.0, "number", "rating points", "Trust in the person above trust in the firm beyond which a relationship is personal", "4.2", expert=False),
    "dependency.tie": Entry(0.4, "share", "share", "Share of the touches beyond which one contact of ours carries the relationship", "4.2"),
    "dependency.touches": Entry(3.0, "number", "touches", "Touches of a year from which that share is judged", "4.2"),
    "mode.first": Entry(0.5, "share", "share", "Share of the spend before the first order from which the relationship came first", "4.4", expert=False),
    "partner.importance": Entry((0.05, 0.25), "numbers", "share", "Least share of our sales, least share of its purchases of a partner", "4.5", words="2"),
    "partner.control": Entry((0.5, 0.9), "numbers", "share", "Share of our sales, of its purchases beyond which one side can dictate", "4.5", words="2"),
    "partner.structural": Entry(0.2, "share", "share", "Least share of the spend on structural ties that makes switching costly", "4.5"),
    "level.wallet_share": Entry((0.1, 0.25, 0.4, 0.5), "numbers", "share", "Share of wallet at transactional, preferred, partner, alliance", "5.2", words="4"),
    "level.margin": Entry((0.15, 0.14, 0.135, 0.13), "numbers", "share", "Gross margin at the four levels", "5.2", words="4"),
    "level.retention": Entry((0.7, 0.82, 0.9, 0.95), "numbers", "share a year", "Retention at the four levels", "5.2", words="4"),
    "level.cost": Entry((20_000.0, 120_000.0, 450_000.0, 900_000.0), "numbers", "money", "Cost a year of keeping the four levels", "5.2", words="4"),
    "level.one_off": Entry((0.0, 50_000.0, 300_000.0, 1_500_000.0), "numbers", "money", "One-off cost of reaching the four levels", "5.2", words="4"),
    "level.dso_days": Entry(90.0, "number", "days", "Days of sales outstanding when levels are compared", "5.2"),
    "level.interest": Entry(0.06, "share", "share a year", "Interest on receivables when levels are compared", "5.2"),
    "level.loss_rate": Entry(0.005, "share", "share a year", "Loss on receivables (PD·LGD) when levels are compared", "5.2"),
    "ultimatum.cut": Entry(0.02, "share", "share", "Price cut that an ultimatum is worked out for", "5.3"),
    "ultimatum.exit_cost": Entry(0.0, "money", "money", "Cost of losing a customer, besides its net", "5.3", expert=False),
    "ultimatum.bluff": Entry((0.7, 0.5, 0.1), "numbers", "share", "How likely a threat is a bluff: no rival seen, one claimed, one verified", "5.3", words="3"),
    "loss_leader.review_days": Entry(90.0, "number", "days", "Days until a loss leader is looked at again", "5.4"),
    "simulate.on": Entry(False, "flag", "yes/no", "Simulate how far the figures can miss; needs the extra simulate", "5.6", expert=False),
    "simulate.draws": Entry(10_000.0, "int", "draws", "Draws of the simulation", "5.6", expert=False),
    "simulate.seed": Entry(1.0, "int", "seed", "Seed of the simulation: the same seed gives the same figures", "5.6", expert=False),
    "simulate.rho": Entry(0.2, "share", "share", "Correlation of the wins (one-factor Gaussian copula)", "5.6"),
    "simulate.amount": Entry((0.85, 1.0, 1.1), "numbers", "× amount", "Lowest, likeliest, highest amount of an order (triangular)", "5.6", words="3"),
    "cadence.a": Entry((7.0, 14.0), "numbers", "days", "Days between touches, grade A", "7", words="2"),
    "cadence.b": Entry((14.0, 30.0), "numbers", "days", "Days between touches, grade B", "7", words="2"),
    "cadence.c": Entry((30.0, 60.0), "numbers", "days", "Days between touches, grade C", "7", words="2"),
    "cadence.d": Entry((60.0, 120.0), "numbers", "days", "Days between touches, grade D", "7", words="2"),
    "cadence.too_often": Entry(2.0, "number", "× rate", "Times the upper rate beyond which contact is too often", "7", expert=False),
    "cadence.window_days": Entry(14.0, "number", "days", "Days over which too often is judged", "7", expert=False),
    "csi.weights": Entry((0.3, 0.25, 0.2, 0.15, 0.1), "numbers", "weight", "Quality, delivery, service, response, price in satisfaction", "7", words="5", total=1.0),
    "csi.days": Entry(365.0, "number", "days", "Days up to the last answer that make one survey round", "7"),
    "complaint.severity_blank": Entry(3.0, "number", "rating", "Severity of a complaint when blank", "7"),
    "complaint.sla_hours": Entry(48.0, "number", "hours", "Hours within which a complaint is to be answered", "7"),
    "complaint.age_days": Entry(30.0, "number", "days", "Age at which an open complaint weighs twice as much in health", "7"),
    # coaching
    "coaching.budget_step": Entry(2.0, "number", "step", "Selling step from which a budget that is not approved is brought up", "8"),
    "coaching.csi": Entry(60.0, "number", "points", "Satisfaction below which it is brought up", "8"),
    "coaching.mirror": Entry(1.0, "number", "rating points", "Mirror gap from which it is brought up", "8"),
    "coaching.hours": Entry(1.5, "number", "× due", "Hours spent, as a multiple of the hours due, beyond which they are brought up; of an A also below one part in so many", "8"),
    "coaching.wallet": Entry(0.2, "share", "share", "Our share of the wallet below which the gap is brought up", "8"),
    "freshness.days": Entry(90.0, "number", "days", "Half-life of what we know of a customer", "7", expert=False),
    "health.weights": Entry((0.3, 0.2, 0.15, 0.15, 0.1, 0.1), "numbers", "weight", "Satisfaction, closeness, promises, complaints, payment, freshness in health", "7", words="6", total=1.0),
    "objective.down_words": Entry("down below under less fewer reduce lower shorten 降 减 低于 少于 不超过 以内 缩短", "text", "words", "Words in the name of an own objective that make smaller better", "10"),
    # back-test
    "backtest.days": Entry(30.0, "int", "days", "Days before the closing as of which a closed opportunity is scored again", "9"),
    "backtest.kept_days": Entry(92.0, "int", "days", "Days up to that day within which kept results stand for it", "9"),
    "backtest.least": Entry(20.0, "int", "opportunities", "Closed opportunities with fewer than which nothing is judged", "9", expert=False),
    "backtest.wide": Entry(80.0, "int", "opportunities", "Closed opportunities with fewer than which intervals are called wide", "9", expert=False),
    "backtest.last_share": Entry(0.2, "share", "share", "Share of the closed opportunities, the last to close, on which likelihoods are compared", "9", expert=False),
    "backtest.top_share": Entry(0.2, "share", "share", "Share of the closed opportunities, the most likely ones, whose lift is told", "9", expert=False),
    "backtest.confidence": Entry(0.95, "share", "share", "Confidence of the intervals of the back-test", "9", expert=False),
    "backtest.bins": Entry((0.2, 0.4, 0.6, 0.8), "numbers", "share", "Bounds of the likelihoods that are compared with what was won", "9", words="4"),
    "backtest.known": Entry(0.5, "share", "share", "Share of guesses that say the result itself, from which they count as filled in afterwards", "9"),
    "backtest.matters": Entry(0.001, "number", "share", "Difference of Brier scores below which two likelihoods are equally near", "9"),
    "backtest.beta": Entry((0.0, 4.0), "numbers", "logit/25 PSE", "Range in which a better win.beta is looked for", "9", words="2"),
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
