"""Which columns do the sheets of a back-test have? Declared once, with what each figure means."""

from xlplan.engine.result.shapes import Column

ANSWERS = (
    Column("question", "What is asked", "wrap", width=30.0),
    Column("answer", "What own history says", "wrap", width=96.0),
)

GRADES = (
    Column("grade", "Grade", "grade", width=12.0),
    Column("n", "Won or lost", "int", width=12.0),
    Column("won", "Won", "int", width=10.0),
    Column("rate", "Win rate", "share", width=12.0,
           help="Won ÷ (won + lost). Ended opportunities came to no decision and are not in it."),
    Column("low", "At least", "share", width=10.0,
           help="Wilson interval, 95 % by default (backtest.confidence)."),
    Column("high", "No more than", "share", width=10.0),
    Column("ended", "Ended", "int", width=10.0),
)  # fmt: skip

WAYS = (
    Column("name", "Likelihood from", width=30.0),
    Column("n", "Won or lost", "int", width=11.0),
    Column("mean", "On average", "share", width=11.0),
    Column("auc", "AUC", "fine", width=9.0,
           help="How often a won opportunity was given more than a lost one: .5 is chance, 1 perfect."),
    Column("brier", "Brier", "fine", width=9.0,
           help="Mean squared distance from the result: 0 is perfect."),
    Column("skill", "Skill", "fine", width=9.0,
           help="Share by which its Brier score is better than that of the stage alone."),
    Column("slope", "Slope", "ratio", width=9.0,
           help="Calibration: 1 is perfect, below 1 too sure of itself."),
    Column("gain", "p is nearer by", "fine", width=12.0,
           help="Brier score of this way less that of p, over the same opportunities."),
    Column("low", "At least", "fine", width=10.0),
    Column("high", "No more than", "fine", width=10.0),
    Column("verdict", "Verdict", width=20.0),
)  # fmt: skip

BINS = (
    Column("said", "p said", width=20.0),
    Column("n", "Won or lost", "int", width=20.0),
    Column("p", "On average", "percent", width=20.0),
    Column("rate", "Won", "percent", width=20.0),
    Column("low", "At least", "percent", width=20.0),
    Column("high", "No more than", "percent", width=20.0),
)

GAINS = (
    Column("share", "The most likely", "share", width=16.0),
    Column("wins", "Share of the wins", "percent", width=16.0),
    Column("lift", "Lift", "ratio", width=16.0,
           help="Share of the wins ÷ share of the opportunities: 1 is chance."),
    Column("value", "Share of the won amount", "percent", width=16.0),
)  # fmt: skip

DEALS = (
    Column("book", "Workbook", most=36.0),
    Column("id", "Opportunity ID", "id"),
    Column("name", "Opportunity", most=36.0),
    Column("customer", "Customer ID", "id"),
    Column("amount", "Amount", "money", width=15.0),
    Column("status", "Status", "word"),
    Column("closed_on", "Closed on", "date"),
    Column("scored_on", "Scored as of", "date"),
    Column("grade", "Grade", "grade"),
    Column("p", "p", "share"),
    Column("p_stage", "by stage", "share"),
    Column("p_manual", "Salesperson’s guess", "share", width=13.0),
    Column("p_dated", "Dated inputs alone", "share", width=12.0),
    Column("undated", "Inputs without a date", "share", width=12.0,
           help="Share of the inputs of p and grade that bear no date, so that they may have been filled "
                "in once the result was known; 0 where a run kept the score."),
    Column("kept", "Score kept", "word"),
)  # fmt: skip
