"""How is the sale and the relationship going? Stages, gates, nodes, questions, plans to close."""
