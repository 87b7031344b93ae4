"""How risky, how likely, which letter, whose time? Risk, likelihood, grade, segments, effort."""
