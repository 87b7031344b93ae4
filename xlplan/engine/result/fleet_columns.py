"""Which columns do the sheets over all workbooks have? Declared once, for the board and the sheets."""

from xlplan.engine.result.shapes import Column

GRADES = (
    Column("grade", "Grade", "grade", width=18.0),  # a key figure stands over each
    Column("customers", "Customers", "int", width=15.0),
    Column("expected_return", "Expected return", "money", width=15.0),
)

LARGEST = (
    Column("rank", "No.", "int"),
    Column("customer", "Customer", most=36.0),
    Column("books", "Workbooks", "int"),
    Column("sales", "Sales 12m", "money", width=15.0),
    Column("share", "Share", "percent", width=10.0),
    Column("cumulative", "Cumulative", "share", width=11.0),
)

GROUPS = (
    Column("name", "Name", width=24.0),
    Column("customers", "Customers", "int", width=11.0),
    Column("a", "A", "int"),
    Column("b", "B", "int"),
    Column("c", "C", "int"),
    Column("d", "D", "int"),
    Column("x", "X", "int"),
    Column("sales", "Sales 12m", "money", width=15.0),
    Column("expected_return", "Expected return", "money", width=15.0),
    Column("net_year", "Net of the year", "money", width=15.0),
    Column("risk", "Mean risk", "score"),
    Column("high", "High or severe", "int", width=11.0),
    Column("opportunities", "Open opportunities", "int", width=14.0),
    Column("amount", "Amount", "money", width=15.0),
    Column("weighted", "Amount × p", "money", width=15.0),
)

CUSTOMERS = (
    Column("customer", "Customer", most=36.0),
    Column("customer_id", "Customer ID", "id"),
    Column("book", "Workbook", most=36.0),
    Column("owner", "Owner"),
    Column("region", "Region"),
    Column("industry", "Industry"),
    Column("grade", "Grade", "grade"),
    Column("risk", "Risk", "score"),
    Column("risk_level", "Level", "word"),
    Column("p", "p", "share"),
    Column("expected_return", "Expected return", "money", width=15.0),
    Column("sales", "Sales 12m", "money", width=15.0),
    Column("net_year", "Net of the year", "money", width=15.0),
    Column("npv", "NPV", "money", width=15.0),
    Column("verdict", "Verdict", "word"),
    Column("as_of", "As of", "date"),
)

OPPORTUNITIES = (
    Column("opportunity", "Opportunity", most=36.0),
    Column("opportunity_id", "Opportunity ID", "id"),
    Column("customer", "Customer", most=30.0),
    Column("book", "Workbook", most=36.0),
    Column("owner", "Owner"),
    Column("grade", "Grade", "grade"),
    Column("amount", "Amount", "money", width=15.0),
    Column("p", "p", "share"),
    Column("expected_return", "Expected return", "money", width=15.0),
    Column("risk", "Risk", "score"),
    Column("risk_level", "Level", "word"),
    Column("expected_close", "Expected close", "date"),
    Column("days_to_close", "Days to close", "int", width=10.0),
)

DUPLICATES = (
    Column("customer", "Customer", most=36.0),
    Column("books", "Workbooks", "int"),
    Column("owners", "Owners", most=40.0),
    Column("grades", "Grades", width=10.0),
    Column("sales", "Sales 12m", "money", width=15.0),
    Column("names", "Where", most=80.0),
)

CHANGES = (
    Column("customer", "Customer", most=36.0),
    Column("book", "Workbook", most=36.0),
    Column("owner", "Owner"),
    Column("grade_before", "Grade before", "grade", width=10.0),
    Column("grade", "Grade", "grade"),
    Column("risk_before", "Risk before", "score", width=10.0),
    Column("risk", "Risk", "score"),
    Column("return_before", "Expected return before", "money", width=16.0),
    Column("expected_return", "Expected return", "money", width=15.0),
    Column("moved", "Change", "money", width=15.0),
)

TOTALS = (
    Column("grade", "Grade", "grade", width=10.0),
    Column("before", "Customers before", "int", width=13.0),
    Column("now", "Customers", "int", width=13.0),
    Column("return_before", "Expected return before", "money", width=16.0),
    Column("expected_return", "Expected return", "money", width=15.0),
)

FINDINGS = (
    Column("code", "Rule", width=26.0),
    Column("severity", "Severity", "word"),
    Column("count", "Findings", "int", width=10.0),
    Column("books", "Workbooks", "int", width=11.0),
    Column("example", "For example", most=110.0),
)

BOOKS = (
    Column("book", "Workbook", most=60.0),
    Column("failed", "Failed for", width=22.0),
    Column("step", "Next step", most=80.0),
    Column("as_of", "As of", "date"),
    Column("customers", "Customers", "int", width=11.0),
    Column("opportunities", "Open opportunities", "int", width=14.0),
    Column("errors", "Error findings", "int", width=11.0),
)
