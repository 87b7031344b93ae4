"""How is said what is wrong? The English sentence and the next step of every code."""
