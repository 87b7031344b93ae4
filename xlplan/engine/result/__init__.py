"""What stands on each result sheet? Values, live formulas, links and charts, all as plain data."""
