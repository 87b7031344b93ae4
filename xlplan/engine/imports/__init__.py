"""How do exports of other programs become a plan? By a mapping file, value by value."""
