"""How does xlplan work inside Excel? Buttons and formulas through xlwings (its BSD part only)."""
