"""What moved, and what would move a grade? Comparison, what-if, flips."""
